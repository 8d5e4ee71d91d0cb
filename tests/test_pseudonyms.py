"""Names hidden behind codes: nobody told by name or id anywhere, everything else as it was."""

from __future__ import annotations

import pandas as pd
import pytest
from schools import as_school, school_rows

from xiaoben_analytics.assessment import Assessment, assess, move_teachers
from xiaoben_analytics.pseudonyms import draw_codes, hide_in, hide_names, hide_words
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.sample import write_sample
from xiaoben_analytics.scenarios import ManualMove, Scenario
from xiaoben_analytics.views import explore_homonyms


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Assessment:
    folder = tmp_path_factory.mktemp("school")
    write_sample(folder)
    return assess(read_school(folder))


@pytest.fixture(scope="module")
def result() -> Assessment:
    return assess(as_school(school_rows(1, teachers=40, groups=4, activities=10)))


def texts(result: Assessment) -> str:
    """Write out whatever an assessment holds."""
    school = result.school
    frames = [*school.tables.values(), school.files, school.problems, result.problems]
    frames += [result.teachers, result.records, result.measures, result.standings, result.moves]
    return "\n".join(frame.to_csv() for frame in frames)


def test_a_code_is_stable_and_one_persons_alone(result):
    codes = draw_codes(result, "key")
    assert codes == draw_codes(result, "key")
    assert sorted(codes.values()) == [f"A{place:02d}" for place in range(1, 41)]
    assert codes != draw_codes(result, "another key")


def test_no_name_and_no_id_is_left_anywhere(sample):
    hidden = texts(hide_names(sample, draw_codes(sample, "key")))
    shown = texts(sample)
    for person in sample.teachers.itertuples():
        assert person.name in shown
        assert person.name not in hidden
        assert f",{person.teacher_id}," not in hidden
        assert f"（{person.teacher_id}" not in hidden


def test_points_ranks_and_tiers_stay(sample):
    codes = draw_codes(sample, "key")
    hidden = hide_names(sample, codes)
    columns = ["group", "total", "rank", "tier", "gated"]
    before = sample.standings.assign(code=sample.standings["teacher_id"].map(codes))
    pd.testing.assert_frame_equal(
        hidden.standings.set_index("teacher_id")[columns].sort_index(),
        before.set_index("code")[columns].sort_index(),
        check_names=False,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"ratios": "20/50/30"},
        {"weights": {"考勤": "1.2"}},
        {"gates": {"absence": "10%"}},
        {"scope": "school"},
    ],
)
def test_what_if_moves_the_same_people(result, changes):
    codes = draw_codes(result, "key")
    moved = result.what_if(**changes).moves
    hidden = hide_names(result, codes).what_if(**changes).moves
    assert sorted(moved["teacher_id"].map(codes)) == sorted(hidden["teacher_id"])
    assert sorted(moved["to_tier"]) == sorted(hidden["to_tier"])


def test_moves_by_hand_follow(result):
    codes = draw_codes(result, "key")
    who = result.standings["teacher_id"].iloc[0]
    move = ManualMove(who, "良好", "说明", "校长")
    assert hide_names(move_teachers(result, [move]), codes).manual[0].teacher_id == codes[who]
    assert Scenario("甲", {}, (move,)).renamed(codes).moves[0].teacher_id == codes[who]


def test_a_name_in_a_title_is_hidden_too():
    rows = school_rows(1, teachers=12, groups=2, activities=4)
    name = rows["roster"][0]["name"]
    rows["plan"][0]["title"] = f"公开课（{name}）"
    result = assess(as_school(rows))
    assert f"公开课（{name}）" in texts(result)
    assert name not in texts(hide_names(result, draw_codes(result, "key")))


def named_school(names, *, ids=(), group="", titles=()):
    rows = school_rows(1, teachers=12, groups=2, activities=4)
    for person, name in zip(rows["roster"], names, strict=False):
        person["name"] = name
    others = dict(zip((person["teacher_id"] for person in rows["roster"]), ids, strict=False))
    for table in rows.values():
        for row in table:
            if row.get("teacher_id") in others:
                row["teacher_id"] = others[row["teacher_id"]]
            for place in ("group", "audience"):
                if group and row.get(place) == "第1组":
                    row[place] = group
    for activity, title in zip(rows["plan"], titles, strict=False):
        activity["title"] = title
    return assess(as_school(rows))


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("公开课（龘）", "公开课（A）"),
        ("龘、李达", "A、李达"),
        ("龘", "A"),
        ("龘龘之行", "龘龘之行"),
        ("二龘 3 班", "二龘 3 班"),
        ("张薇（71）与彧(72, 语文组)", "B（A）与彧(72, 语文组)"),
        ("第71次，共（72）人", "第71次，共（72）人"),
        ("张薇（第 71 次）", "B（第 71 次）"),
    ],
)
def test_what_could_be_anything_is_hidden_only_where_it_must_be_somebody(told, shown):
    result = named_school(["龘", "张薇"], ids=["71", "72"])
    codes = {one: f"码{one}" for one in result.teachers["teacher_id"]} | {"71": "A", "72": "B"}
    assert hide_words(told, result, codes) == shown


def test_a_single_letter_is_hidden_in_a_name_and_stays_where_it_is_a_word():
    result = named_school(["省", "张薇"])
    codes = draw_codes(result, "key")
    code = codes["0001"]
    frame = pd.DataFrame({"name": ["省"], "level": ["省"], "remark": ["省"]})
    assert hide_in(frame, result, codes).iloc[0].tolist() == [code, "省", code]


def test_a_group_named_for_somebody_keeps_its_name_everywhere():
    result = named_school(["张薇", "李达"], group="张薇班", titles=["张薇班研讨（张薇）"])
    codes = draw_codes(result, "key")
    hidden = hide_names(result, codes)
    assert set(hidden.teachers["group"]) == {"张薇班", "第2组"}
    assert set(hidden.standings["pool"]) == set(hidden.groups["group"]) == {"张薇班", "第2组"}
    assert hidden.school.tables["plan"]["title"].iloc[0] == f"张薇班研讨（{codes['0001']}）"
    own = {"group_ratios": {"张薇班": "100/0/0"}}
    assert hidden.what_if(**own).cutoffs.equals(result.what_if(**own).cutoffs)


def test_a_group_called_exactly_like_somebody_breaks_nothing():
    result = named_school(["张薇"], group="张薇", titles=["张薇公开课"])
    codes = draw_codes(result, "key")
    hidden = hide_names(result, codes)
    assert set(hidden.teachers["group"]) == {"张薇", "第2组"}
    assert hidden.school.tables["plan"]["title"].iloc[0] == f"{codes['0001']}公开课"


def test_two_people_of_one_name_keep_their_own_codes():
    rows = school_rows(1, teachers=12, groups=2, activities=4)
    for person in rows["roster"][:2]:
        person["name"] = "王芳"
    result = assess(as_school(rows))
    hidden = hide_names(result, draw_codes(result, "key"))
    for frame in (hidden.teachers, hidden.records, hidden.standings):
        assert (frame["name"] == frame["teacher_id"]).all()


def test_whatever_else_tells_of_the_same_people_is_hidden_too(sample):
    codes = draw_codes(sample, "key")
    who = sample.standings.iloc[0]
    told = f"{who['name']}（{who['teacher_id']}）升一级"
    code = codes[who["teacher_id"]]
    assert hide_words(told, sample, codes) == f"{code}升一级"
    frame = pd.DataFrame({"内容": [told, None], "序号": [1, 2]})
    hidden = hide_in(frame, sample, codes)
    assert hidden["内容"].iloc[0] == f"{code}升一级"
    assert hidden["序号"].tolist() == [1, 2]
    assert frame["内容"].iloc[0] == told


def test_namesakes_are_found_though_names_are_hidden(sample):
    hidden = hide_names(sample, draw_codes(sample, "key"))
    assert "1 个姓名有人同名" in explore_homonyms(hidden).sentence
    assert len(hidden.problems) == len(sample.problems)
    assert len(hide_names(hidden, draw_codes(hidden, "key")).problems) == len(sample.problems)


def test_who_is_told_by_name_and_id_has_one_code_in_a_sentence(sample):
    codes = draw_codes(sample, "key")
    alike = sample.teachers[sample.teachers["name"].duplicated(keep=False)]
    first, second = alike.itertuples()
    other = codes[sample.teachers["teacher_id"].iloc[0]]
    text = f"{first.name}（{first.teacher_id}，语文组）、{second.name}（{second.teacher_id}）"
    hidden = hide_words(text, sample, codes)
    assert hidden == f"{codes[first.teacher_id]}（语文组）、{codes[second.teacher_id]}"
    assert hide_words(f"{first.name} {first.teacher_id}。", sample, codes) == (
        f"{codes[first.teacher_id]}。"
    )
    unlike = f"{other}（{codes[first.teacher_id]}）"
    assert hide_words(unlike, sample, codes) == unlike


def test_a_table_says_a_code_once(sample):
    hidden = hide_names(sample, draw_codes(sample, "key"))
    (told,) = explore_homonyms(hidden).tables.values()
    (shown,) = explore_homonyms(sample).tables.values()
    assert [*shown.columns][:2] == ["姓名", "工号"]
    assert "工号" not in told
