"""The workbook: its formulas give what the library gives, whatever ratio is typed in."""

import re
import warnings
from itertools import product

import openpyxl
import pytest
from made import make_result
from office import recalculated

from xiaoben_analytics.assessment import move_teachers
from xiaoben_analytics.export.xlsx import write_workbook
from xiaoben_analytics.labels import HEADINGS
from xiaoben_analytics.scenarios import ManualMove
from xiaoben_analytics.summary import summarize

SETTINGS = [
    {"rounding": rounding, "ties": ties}
    for rounding, ties in product(
        ("half_up", "floor", "largest_remainder", "sainte_lague"), ("break", "up", "down")
    )
]
OTHER_RATIOS = ("28/38/34", "14/50/36", "0/55/45")
TOO_NEW = re.compile(r"\b(XLOOKUP|LET|FILTER|MINIFS|MAXIFS|IFS|SORT|UNIQUE|LAMBDA)\(")


@pytest.fixture(scope="module")
def workbook(pack):
    return openpyxl.load_workbook(pack / "成绩总表.xlsx")


def _cells(sheet, top=1):
    heads = [cell.value for cell in sheet[top]]
    rows = sheet.iter_rows(min_row=top + 1, values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def _standings(book):
    return [
        (
            row["工号"], row["总分"], row["组内名次"] or None, row["等级"], row["师德考核分"],
            row["上报学时"],
        )
        for row in _cells(book["成绩"])
    ]  # fmt: skip


def _expected(result):
    return [
        (
            row["teacher_id"], row["total"] / 100, None if row["gated"] else row["rank"],
            row["tier"], row["appraisal"], row["reported_hours"],
        )
        for row in result.standings.to_dict("records")
    ]  # fmt: skip


def _lines(book, result):
    """Put each number of 划线 beside the library's."""
    rows = {row["排名范围"]: row for row in _cells(book["划线"], top=3)}
    for line in (
        result.cutoffs.astype(object).where(result.cutoffs.notna(), None).to_dict("records")
    ):
        for name in ("seats", "count", "cutoff", "gap"):
            got = rows[line["pool"]].get(f"{line['tier']}\n{HEADINGS[name]}")
            expected = line[name]
            if expected is not None and name in ("cutoff", "gap"):
                expected = expected / 100
            if f"{line['tier']}\n{HEADINGS[name]}" in rows[line["pool"]]:
                yield got if got != "" else None, expected


def _groups(book):
    return [tuple(row.values()) for row in _cells(book["组别"])]


def test_stored_values_are_the_librarys(pack, result):
    book = openpyxl.load_workbook(pack / "成绩总表.xlsx", data_only=True)
    assert _standings(book) == _expected(result)
    assert all(got == expected for got, expected in _lines(book, result))


@pytest.mark.office
def test_shared_seats_and_moves_by_hand_stay_when_recalculated(result, tmp_path):
    last = result.standings.query("not gated").iloc[-1]["teacher_id"]
    divided = result.what_if(conserve=True, group_ratios={"第1组": "50/30/20"})
    divided = move_teachers(divided, [ManualMove(last, "优秀", "支教", "校长室")])
    file = tmp_path / "a.xlsx"
    write_workbook(divided, summarize(divided), file)
    again = recalculated([file], tmp_path)[file.name]
    assert _standings(again) == _expected(divided)
    assert all(got == expected for got, expected in _lines(again, divided))


def test_totals_ranks_tiers_and_what_they_earn_are_formulas(workbook):
    names = ("总分", "组内名次", "等级", "师德考核分", "上报学时")
    rows = _cells(workbook["成绩"])
    assert all(str(row[name]).startswith("=") for row in rows for name in names)
    texts = [
        str(getattr(cell.value, "text", cell.value))
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert not [text for text in texts if TOO_NEW.search(text)]


def test_ratios_have_names_and_are_checked(workbook):
    values = {}
    for name in ("比例_优秀", "比例_良好", "比例_合格"):
        ((sheet, cell),) = workbook.defined_names[name].destinations
        values[name] = workbook[sheet][cell].value
    assert values == {"比例_优秀": 0.3, "比例_良好": 0.4, "比例_合格": 0.3}
    assert "比例合计不是 100%" in workbook["参数"]["C9"].value


def test_sheets_are_set_up_for_reading_and_printing(workbook):
    assert workbook.sheetnames == ["说明", "参数", "成绩", "划线", "组别", "问题清单", "数据核对"]
    sheet = workbook["成绩"]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == "A1:P28"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet["B2"].value == "0025"  # ids keep their zeros


def _notes(book):
    """What 说明 says of each fact and number, as text, and when it was worked out."""
    rows = book["说明"].iter_rows(min_row=5, max_col=3, values_only=True)
    return {
        name: (f"{shown:.2f}" if isinstance(shown, float) else str(shown), when)
        for name, shown, when in rows
        if when
    }


def test_key_numbers_are_the_summarys(pack, summary):
    notes = _notes(openpyxl.load_workbook(pack / "成绩总表.xlsx", data_only=True))
    assert {name: shown for name, (shown, _) in notes.items()} == {
        **summary.facts,
        **summary.numbers,
    }


def test_notes_say_what_is_a_formula_and_what_is_of_the_time_of_writing(workbook, summary):
    live = [name for name, (shown, _) in _notes(workbook).items() if shown.startswith("=")]
    assert set(live) == {
        "等级比例", "平均总分（分）", "最高总分（分）", "最低总分（分）", "优秀（人）", "良好（人）",
        "合格（人）", "不合格（人）",
    }  # fmt: skip
    for name, (_, when) in _notes(workbook).items():
        assert when == ("公式，随之重算" if name in live else "生成时")


def test_the_workbook_has_its_own_title(workbook):
    assert workbook["说明"]["A1"].value == workbook.properties.title == "校本培训成绩总表"


def test_harmful_text_stays_text(harmful_pack):
    book = openpyxl.load_workbook(harmful_pack / "成绩总表.xlsx")
    names = [cell for cell in book["成绩"]["C"] if cell.value in ("=1+1", "@SUM(A1)")]
    assert names
    assert {cell.data_type for cell in names} == {"s"}
    assert "王�伟" in [cell.value for cell in book["成绩"]["C"]]
    problems = [cell for cell in book["问题清单"]["F"] if str(cell.value).startswith("=")]
    assert "=钱六 （已隐去）" in [cell.value for cell in problems]
    assert {cell.data_type for cell in problems} == {"s"}


@pytest.mark.office
def test_typed_ratios_give_the_librarys_tiers_under_every_rule(tmp_path):
    cases = {}
    for number, settings in enumerate(SETTINGS):
        base = make_result(number, teachers=40, groups=4, activities=8, ties=True)
        result = base.what_if(**settings)
        file = tmp_path / f"{number}.xlsx"
        write_workbook(result, summarize(result), file)
        cases[file] = result
        ratios = OTHER_RATIOS[number % len(OTHER_RATIOS)]
        typed = tmp_path / f"{number} typed.xlsx"
        _type_ratios(file, typed, [int(part) / 100 for part in ratios.split("/")])
        cases[typed] = result.what_if(ratios=ratios)
    books = recalculated(cases, tmp_path)
    for file, result in cases.items():
        assert _standings(books[file.name]) == _expected(result), file.name
        assert all(got == expected for got, expected in _lines(books[file.name], result)), file.name


def _type_ratios(file, typed, ratios):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(file)
    for row, ratio in enumerate(ratios, start=5):
        book["参数"].cell(row, 2).value = ratio
    book.save(typed)


@pytest.mark.office
def test_notes_follow_the_typed_ratios(result, tmp_path):
    file, typed = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write_workbook(result, summarize(result), file)
    _type_ratios(file, typed, [0.125, 0.515, 0.36])
    expected = summarize(result.what_if(ratios="12.5/51.5/36"))
    assert expected.numbers != summarize(result).numbers
    notes = _notes(recalculated([typed], tmp_path)["b.xlsx"])
    shown = {name: text for name, (text, _) in notes.items()}
    assert {name: shown[name] for name in expected.numbers} == dict(expected.numbers)
    assert shown["等级比例"] == "优秀 12.5%、良好 51.5%、合格 36%" == expected.facts["等级比例"]


@pytest.mark.office
def test_a_groups_own_ratios_can_be_typed_into_its_row(result, tmp_path):
    file, typed = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write_workbook(result, summarize(result), file)
    book = openpyxl.load_workbook(file)
    for column, ratio in enumerate((0.5, 0.3, 0.2), start=3):
        book["划线"].cell(4, column).value = ratio
    book.save(typed)
    expected = result.what_if(group_ratios={"第1组": "50/30/20"})
    assert expected.moves.shape[0] > 0
    assert _standings(recalculated([typed], tmp_path)["b.xlsx"]) == _expected(expected)


@pytest.mark.office
def test_groups_are_recalculated_to_the_librarys_numbers(pack, tmp_path):
    file = pack / "成绩总表.xlsx"
    stored = openpyxl.load_workbook(file, data_only=True)
    again = recalculated([file], tmp_path)[file.name]
    assert _groups(again) == _groups(stored)
    assert again["参数"]["C9"].value == "比例合计 100%"
