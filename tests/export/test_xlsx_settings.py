"""Settings typed into the workbook give what the library gives with the same settings."""

import random
from fractions import Fraction
from itertools import product
from math import floor

import openpyxl
import oracle
import pytest
from made import assess_rows, make_result
from office import recalculated
from schools import school_rows
from typed import (
    ROUNDINGS,
    TIES,
    expected_groups,
    expected_standings,
    groups_of,
    lines_of,
    named,
    opened,
    same_value,
    standings_of,
    type_into,
    values_of,
)

from xiaoben_analytics.assessment import move_teachers
from xiaoben_analytics.export.xlsx import write_workbook
from xiaoben_analytics.scenarios import ManualMove
from xiaoben_analytics.summary import summarize

RATIOS = ("30/40/30", "25/45/30", "33/33/34", "1/98/1", "10.5/39.5/50", "0/55/45", "14/50/36")
WEIGHTS = ("1", "2", "0.5", "0", "1.05")
LABELS = ("外出学习", "考勤", "活动参与", "读书活动", "加分")
PARTS = LABELS
pytestmark = pytest.mark.office


def _written(result, folder, name):
    file = folder / f"{name}.xlsx"
    write_workbook(result, summarize(result), file)
    return file


def _assert_equal(books, cases):
    for name, result in cases.items():
        book = books[name]
        assert standings_of(book, LABELS) == expected_standings(result), name
        assert all(got == expected for got, expected in lines_of(book, result)), name
        assert groups_of(book) == expected_groups(result), name


def test_every_rule_with_every_way_of_equals_ratios_and_weights(tmp_path):
    cases, dice = {}, random.Random(7)
    base = make_result(11, teachers=40, groups=4, activities=8, ties=True)
    file = _written(base, tmp_path, "base")
    for number, (rounding, ties) in enumerate(product(ROUNDINGS, TIES)):
        weights = {part: dice.choice(WEIGHTS) for part in PARTS}
        settings = {
            "rounding": rounding,
            "ties": ties,
            "ratios": RATIOS[number % len(RATIOS)],
            "count_gated": number % 2 == 0,
            "weights": weights if number % 3 else {},
        }
        typed = tmp_path / f"{number}.xlsx"
        type_into(file, typed, **settings)
        cases[typed.name] = base.what_if(**settings)
    books = recalculated([tmp_path / name for name in cases], tmp_path)
    assert len({tuple(case.standings["tier"]) for case in cases.values()}) > 6
    _assert_equal(books, cases)


def test_twenty_schools_with_ties_under_settings_drawn_by_lot(tmp_path):
    cases, dice = {}, random.Random(20)
    for number in range(20):
        size = {"teachers": dice.randint(1, 24), "groups": dice.randint(1, 4)}
        base = make_result(100 + number, activities=6, ties=number % 2 == 0, **size)
        base = base.what_if(
            rounding=dice.choice([*ROUNDINGS]),
            ties=dice.choice([*TIES]),
            weights={"考勤": dice.choice(WEIGHTS)},
        )
        if number % 4 == 0:
            base = base.what_if(scope="school")
        elif number % 4 == 1:
            base = base.what_if(min_group=6)
        file = _written(base, tmp_path, f"base {number}")
        settings = {
            "rounding": dice.choice([*ROUNDINGS]),
            "ties": dice.choice([*TIES]),
            "ratios": dice.choice(RATIOS),
            "count_gated": dice.random() < 0.5,
            "weights": {part: dice.choice(WEIGHTS) for part in PARTS},
        }
        typed = tmp_path / f"{number}.xlsx"
        type_into(file, typed, **settings)
        cases[typed.name] = base.what_if(**settings)
    _assert_equal(recalculated([tmp_path / name for name in cases], tmp_path), cases)


@pytest.mark.parametrize("seed", [3, 8])
def test_the_oracle_agrees_with_the_recalculated_workbook(seed, tmp_path):
    rows = school_rows(seed, teachers=30, groups=3, activities=8, ties=True)
    file, typed = _written(assess_rows(rows), tmp_path, "base"), tmp_path / "typed.xlsx"
    weights = dict(zip(PARTS, ("1.05", "0.5", "1", "2", "0"), strict=True))
    ratios = "10.5/39.5/50"
    type_into(
        file, typed, ratios=ratios, weights=weights, rounding="largest_remainder", ties="down"
    )
    scores = oracle.score(rows)
    for score in scores.values():
        for name, weight in zip(oracle.COMPONENTS, weights.values(), strict=True):
            exact = score[name] * Fraction(weight) * 100 + Fraction(1, 2)
            score[name] = Fraction(floor(exact), 100)
        score["total"] = sum(score[name] for name in oracle.COMPONENTS)
    shares = [Fraction(part) / 100 for part in ratios.split("/")]
    held = oracle.tiers(scores, shares, "largest_remainder", "down")
    expected = {one: (float(scores[one]["total"]), *held[one]) for one in scores}
    book = recalculated([typed], tmp_path)["typed.xlsx"]
    got = {row[0]: (row[-5], row[-4], row[-3]) for row in standings_of(book, LABELS)}
    assert got == expected


def test_products_of_weights_and_points_are_rounded_exactly(tmp_path):
    """1.05 x 7.50 is 7.875 and becomes 7.88; 1.005 x 1.00 is 1.005 and becomes 1.01."""
    rows = school_rows(4, teachers=16, groups=2, activities=8)
    base = assess_rows(rows)
    file = _written(base, tmp_path, "base")
    cases = {}
    for number, weight in enumerate(("1.005", "1.015", "0.005", "1.115", "0.333333", "99.999999")):
        weights = dict.fromkeys(PARTS, weight)
        typed = tmp_path / f"{number}.xlsx"
        type_into(file, typed, weights=weights)
        cases[typed.name] = base.what_if(weights=weights)
    _assert_equal(recalculated([tmp_path / name for name in cases], tmp_path), cases)


def test_weights_of_the_regulation_stand_where_they_can_be_taken_back(tmp_path):
    plain = make_result(5, teachers=14, groups=2)
    weighted = plain.what_if(weights={"考勤": "1.2", "加分": "0"})
    file, typed = _written(weighted, tmp_path, "base"), tmp_path / "typed.xlsx"
    type_into(file, typed, weights={"考勤": "1", "加分": "1"})
    _assert_equal(recalculated([typed], tmp_path), {"typed.xlsx": plain})


def test_every_cell_of_the_workbook_is_recalculated_to_what_it_shows(tmp_path):
    cases = {}
    for number, (rounding, ties) in enumerate(zip(ROUNDINGS, [*TIES, "down"], strict=True)):
        result = make_result(30 + number, teachers=25, groups=3)
        result = result.what_if(rounding=rounding, ties=ties, group_ratios={"第2组": "50/30/20"})
        cases[_written(result, tmp_path, str(number))] = result
    books = recalculated(cases, tmp_path)
    for file in cases:
        stored = values_of(openpyxl.load_workbook(file, data_only=True))
        again = values_of(books[file.name])
        assert stored.keys() == again.keys()
        assert not [one for one in stored if not same_value(stored[one], again[one])]
        assert not [one for one in again.values() if str(one).startswith("#")]


def test_what_is_wrong_is_named_and_no_tier_is_given(tmp_path):
    file = _written(make_result(), tmp_path, "base")
    wrong = {
        "ratio": {"比例_优秀": 0.2},
        "weight": {"权重_考勤": -1},
        "text": {"权重_加分": "多", "比例_良好": "abc"},
        "rule": {"取整": "随便"},
        "points": {"师德考核分_优秀": 1.5},
        "blank": {"同分": None, "比例_合格": None},
    }
    for name, cells in wrong.items():
        type_into(file, tmp_path / f"{name}.xlsx", cells=cells)
    books = recalculated([tmp_path / f"{name}.xlsx" for name in wrong], tmp_path)
    for name in wrong:
        book = books[f"{name}.xlsx"]
        assert named(book, "参数_有误").value > 0, name
        assert named(book, "参数_核对").value.startswith("参数有误"), name
        assert {row[-3] for row in standings_of(book, LABELS)} == {"参数有误"}, name
        assert {row[-2:] for row in standings_of(book, LABELS)} == {(None, None)}, name
        assert not [one for one in values_of(book).values() if str(one).startswith("#")], name


def test_what_is_wrong_in_one_groups_ratios_is_counted_once_and_found(tmp_path):
    file = _written(make_result(), tmp_path, "base")
    for name, typed in {"error": "=1/0", "text": "50%", "below": -0.2}.items():
        book = opened(file)
        (first,) = [row for row in book["划线"].iter_rows() if row[0].value == "第1组"]
        share = next(cell for cell in first if not cell.protection.locked)
        share.value = typed
        book.save(tmp_path / f"{name}.xlsx")
    type_into(file, tmp_path / "whole.xlsx", cells={"比例_优秀": 0.2})
    books = recalculated(
        [tmp_path / f"{n}.xlsx" for n in ("error", "text", "below", "whole")], tmp_path
    )
    for name in ("error", "text", "below"):
        book = books[f"{name}.xlsx"]
        assert named(book, "参数_有误").value == 1, name
        assert "其中 1 处在《划线》，各比例须为 0%–100%" in named(book, "参数_核对").value
        assert {row[-3] for row in standings_of(book, LABELS)} == {"参数有误"}, name
        shown = [one for one in values_of(book).values() if str(one).startswith("#")]
        assert len(shown) == (name == "error")
    assert named(books["whole.xlsx"], "参数_有误").value == 1
    assert "划线" not in named(books["whole.xlsx"], "参数_核对").value


def test_a_changed_workbook_says_so_wherever_it_is_read(tmp_path):
    file, typed = _written(make_result(), tmp_path, "base"), tmp_path / "typed.xlsx"
    type_into(file, typed, ratios="25/45/30", weights={"考勤": "2"}, ties="down")
    book = recalculated([typed], tmp_path)["typed.xlsx"]
    told = (
        "已改动 4 处，与办法不同：比例 优秀、比例 良好、同分处理、权重 考勤。"
        "结果是试算，不是正式等级。"
    )
    assert named(book, "参数_核对").value == book["说明"]["A3"].value == told
    assert "说明（参数已改，试算）" in [cell.value for cell in book["成绩"][1]]
    ruled = {row[0].value: row[2].value for row in book["参数"].iter_rows(min_row=7)}
    assert (ruled["同分处理"], ruled["合计"]) == ("依次比较各项", 1)


def test_ratios_typed_for_one_group_apply_to_it_and_are_reported(tmp_path):
    result = make_result()
    file, typed = _written(result, tmp_path, "base"), tmp_path / "typed.xlsx"
    type_into(file, typed, cells={})
    book = opened(typed)
    for column, ratio in enumerate((0.5, 0.3, 0.2), start=3):
        book["划线"].cell(4, column).value = ratio
    book.save(typed)
    expected = result.what_if(group_ratios={"第1组": "50/30/20"})
    assert len(expected.moves)
    again = recalculated([typed], tmp_path)
    _assert_equal(again, {"typed.xlsx": expected})
    assert named(again["typed.xlsx"], "参数_已改").value == 1


def test_a_stated_total_caps_whatever_the_weights(tmp_path):
    base = make_result(9, teachers=16, groups=2).what_if(changes={"total": 60})
    file, typed = _written(base, tmp_path, "base"), tmp_path / "typed.xlsx"
    type_into(file, typed, weights={"外出学习": "2"})
    expected = base.what_if(weights={"外出学习": "2"})
    assert (expected.standings["total"] == 6000).any()
    _assert_equal(recalculated([file, typed], tmp_path), {file.name: base, typed.name: expected})


def test_a_ratio_of_thirds_is_not_taken_for_a_mistake(tmp_path):
    base = make_result(9, teachers=20, groups=2).what_if(ratios=["1/3", "1/3", "1/3"])
    file = _written(base, tmp_path, "base")
    again = recalculated([file], tmp_path)
    _assert_equal(again, {file.name: base})
    assert named(again[file.name], "参数_有误").value == 0
    assert named(again[file.name], "参数_已改").value == 0


def test_who_was_moved_by_hand_stays_while_the_lines_follow_the_settings(tmp_path):
    result = make_result()
    last = result.standings.query("not gated").iloc[-1]["teacher_id"]
    moved = move_teachers(result, [ManualMove(last, "优秀", "支教", "校长室")])
    file, typed = _written(moved, tmp_path, "base"), tmp_path / "typed.xlsx"
    type_into(file, typed, ratios="25/45/30", ties="down")
    expected = moved.what_if(ratios="25/45/30", ties="down")
    _assert_equal(recalculated([typed], tmp_path), {typed.name: expected})
