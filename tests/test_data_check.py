"""Whether the files can be trusted: sentences, tables and the chart against files counted by hand."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from decided import NAMES, ROSTER, attendance, write_school, write_table
from schools import as_school, school_rows

from xiaoben_analytics.assessment import Assessment, assess
from xiaoben_analytics.figures import plot_problems
from xiaoben_analytics.findings import finding_problems, finding_reconciliation
from xiaoben_analytics.problems import (
    NOTICE,
    PROBLEM,
    REPEATED,
    WHOLE_FOLDER,
    Problem,
    count_problems,
    problems_frame,
)
from xiaoben_analytics.pseudonyms import draw_codes, hide_names
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.views import (
    ProblemChoice,
    explore_anomalies,
    explore_duplicates,
    explore_homonyms,
    explore_problems,
    explore_reconciliation,
    explore_unrecorded,
)


def problem(file, severity=PROBLEM, text="不对"):
    return Problem(file, "表", 3, "学时", "约3", text, severity=severity)


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory) -> Assessment:
    """Twelve people, two of them 赵一; one row twice, one otherwise, one activity unrecorded."""
    folder = tmp_path_factory.mktemp("甲校")
    people = [*ROSTER, ("0011", "赵一", "数学组"), ("0012", "田林", "数学组")]
    rows = [row for row in attendance() if row[:2] != ("钱二", "P9")]
    rows = [("0001" if row[0] == "赵一" else "", *row) for row in rows[1:]]
    again, otherwise = ("", "孙三", "P9", "出席"), ("", "李四", "P9", "迟到")
    heading = ("工号", "姓名", "活动编号", "考勤")
    marks = [heading, *rows, again, otherwise, ("", "田林", "P1", "出席")]
    write_school(folder, 花名册=people, 考勤=marks)
    reading = [
        ("工号", "姓名", "完成情况", "扣分"),
        ("0002", "钱二", "质量不高", 9),
    ]
    write_table(folder / "读书活动.xlsx", reading)
    return assess(read_school(folder))


@pytest.fixture(scope="module")
def clean() -> Assessment:
    return assess(as_school(school_rows(1, teachers=12, groups=2, activities=4)))


# ------------------------------------------------------------------ sentences


def test_problems_are_counted_and_the_worst_file_is_named():
    found = [problem("甲.xlsx"), problem("甲.xlsx"), problem("乙.xlsx"), problem("")]
    found += [problem("丙.xlsx", NOTICE), problem("丙.xlsx", REPEATED)]
    assert finding_problems(problems_frame(found)) == (
        "发现问题 4 条、提示 1 条、重复 1 条；问题最多的是甲.xlsx（2 条）。"
    )


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], "没有发现需要核对的问题。"),
        ([problem("甲.xlsx", NOTICE)], "没有必须改正的问题；提示 1 条。"),
        ([problem("甲.xlsx")], "发现问题 1 条；问题都在甲.xlsx。"),
        ([problem("")], "发现问题 1 条。"),
        (
            [problem("甲.xlsx"), problem("乙.xlsx")],
            "发现问题 2 条；问题最多的是甲.xlsx、乙.xlsx（1 条）。",
        ),
    ],
)
def test_few_problems_are_said_as_they_are(found, expected):
    assert finding_problems(problems_frame(found)) == expected


def test_rows_that_do_not_add_up_are_said(doubtful):
    files = doubtful.school.files
    assert finding_reconciliation(files).endswith("三者之和等于总行数。")
    lost = files.assign(used=files["used"] - 1)
    assert finding_reconciliation(lost).endswith("三者之和不等于总行数，请先核对。")


# ------------------------------------------------------------------ reconciliation


def test_every_file_accounts_for_its_rows(doubtful):
    """考勤: 100 marks less one, and three more; one said again and one replaced are set aside."""
    view = explore_reconciliation(doubtful)
    table = next(iter(view.tables.values())).set_index("文件")
    assert table.loc["花名册.xlsx"].tolist() == ["花名册", "13", "12", "0", "1"]
    assert table.loc["考勤.xlsx"].tolist() == ["考勤", "103", "100", "2", "1"]
    assert table.loc["合计"].tolist() == ["", "129", "123", "2", "4"]
    assert "共 129 行：使用 123 行，搁置 2 行，标题、合计等 4 行" in view.sentence


def test_files_of_which_too_much_is_lost_are_still_shown_and_say_so(tmp_path):
    rows = [("何人", *row[1:]) if row[0] == "赵一" else row for row in attendance()]
    result = assess(read_school(write_school(tmp_path / "乙校", 考勤=rows)), max_loss=Fraction(1))
    assert "《考勤》共 100 行，其中 10 行不能使用" in explore_reconciliation(result).sentence


def test_how_marks_were_read_stands_beside_it(tmp_path):
    marks = [("姓名", *(f"研修{n}" for n in range(1, 11))), *((who, *"√" * 10) for who in NAMES)]
    result = assess(read_school(write_school(tmp_path / "甲校", 考勤=marks)))
    (legend,) = explore_reconciliation(result).tables["符号是怎样读的"]["图例"]
    assert "√=出席" in legend


# ------------------------------------------------------------------ problems


def test_the_list_is_of_what_was_chosen(doubtful):
    view = explore_problems(doubtful)
    (whole,) = view.tables.values()
    assert len(whole) == len(doubtful.problems)
    (wrong,) = explore_problems(doubtful, ProblemChoice(severity=PROBLEM)).tables.values()
    assert set(wrong["类别"]) == {PROBLEM}
    (own,) = explore_problems(doubtful, ProblemChoice(file="读书活动.xlsx")).tables.values()
    assert own[["文件", "行"]].to_numpy().tolist() == [["读书活动.xlsx", "2"]]
    (nowhere,) = explore_problems(doubtful, ProblemChoice(file=WHOLE_FOLDER)).tables.values()
    assert set(nowhere["文件"]) == {""}
    assert "钱二" in "".join(nowhere["问题"])


def test_the_sentence_says_how_many_of_how_many_are_listed(doubtful):
    choice = ProblemChoice(PROBLEM, "读书活动.xlsx")
    said = explore_problems(doubtful, choice).sentence
    assert said == f"清单列出 1 条（读书活动.xlsx、问题），共 {len(doubtful.problems)} 条。"


def test_problems_first_and_personal_numbers_hidden(clean):
    found = [problem("甲.xlsx", NOTICE), problem("甲.xlsx", text="手机 13800000000 重复")]
    (listed,) = explore_problems(told(clean, found)).tables.values()
    assert listed["类别"].tolist()[:2] == [PROBLEM, NOTICE]
    assert "13800000000" not in "".join(listed["问题"])


def told(result, found):
    """Return an assessment with these problems and no others."""
    result = Assessment(**{name: getattr(result, name) for name in result.__dataclass_fields__})
    result.__dict__["problems"] = problems_frame(found)
    return result


def test_the_chart_has_a_bar_for_every_file_and_severity(clean):
    found = [problem("乙.xlsx"), problem("甲.xlsx"), problem("甲.xlsx"), problem("", NOTICE)]
    figure = plot_problems(told(clean, found))
    bars = {bar.name: dict(zip(bar.customdata, bar.x, strict=True)) for bar in figure.data}
    assert bars == {
        "问题": {"甲.xlsx": 2, "乙.xlsx": 1, WHOLE_FOLDER: 0},
        "提示": {"甲.xlsx": 0, "乙.xlsx": 0, WHOLE_FOLDER: 1},
    }
    assert len({bar.marker.pattern.shape for bar in figure.data}) == 2
    view = explore_problems(told(clean, found))
    (numbers,) = view.data.values()
    assert numbers.to_numpy().tolist() == [
        ["甲.xlsx", "2", "0"], ["乙.xlsx", "1", "0"], [WHOLE_FOLDER, "0", "1"]
    ]  # fmt: skip


def test_names_of_files_are_text_in_the_chart(clean):
    figure = plot_problems(told(clean, [problem("<img src=x onerror=alert(1)>.xlsx")]))
    drawn = json.loads(figure.to_json())
    shown = [drawn["layout"]["yaxis"]["ticktext"], drawn["data"][0]["hovertext"]]
    assert "<img" not in json.dumps([shown, drawn["layout"]["title"]])


def test_without_problems_a_sentence_stands_for_the_chart(clean):
    figure = plot_problems(told(clean, []))
    assert [note.text for note in figure.layout.annotations] == ["没有发现需要核对的问题"]
    view = explore_problems(told(clean, []))
    assert view.sentence == "清单列出 0 条（全部），共 0 条。"


def test_long_names_of_files_keep_both_ends(clean):
    names = [f"第一教研组考勤登记表与签到表（第{term}学期）.xlsx" for term in "一二"]
    figure = plot_problems(told(clean, [problem(name) for name in names]))
    assert list(figure.layout.yaxis.ticktext) == [
        "第一教研组考勤…第一学期）.xlsx",
        "第一教研组考勤…第二学期）.xlsx",
    ]
    assert [names[0] in text for text in figure.data[0].hovertext] == [True, False]


def test_files_are_counted_most_to_be_mended_first():
    found = [problem("乙"), problem("甲", NOTICE), problem("甲", NOTICE), problem("丙")]
    assert count_problems(problems_frame(found)).index.tolist() == ["丙", "乙", "甲"]


# ------------------------------------------------------------------ doubts


def test_people_of_one_name_are_listed_with_what_tells_them_apart(doubtful):
    view = explore_homonyms(doubtful)
    assert view.sentence.startswith("1 个姓名有人同名（赵一），共 2 人")
    (table,) = view.tables.values()
    assert table.to_numpy().tolist() == [
        ["赵一", "0001", "语文组", "—", "是"], ["赵一", "0011", "数学组", "—", "是"]
    ]  # fmt: skip


def test_rows_said_again_and_otherwise_are_listed(doubtful):
    view = explore_duplicates(doubtful)
    assert view.sentence == "重复 1 行，只计一次；前后不一致 1 行，以后面的为准，请核对。"
    (table,) = view.tables.values()
    assert sorted(table["类别"]) == ["重复", "问题"]
    assert set(table["文件"]) == {"考勤.xlsx"}


def test_activities_nobody_recorded_are_listed_with_who_owed_them(doubtful):
    """钱二 at P9; the other 赵一 at all ten; 田林 at all but P1: 1 + 10 + 9, of 120 owed."""
    view = explore_unrecorded(doubtful)
    assert "应参加的 120 人次中有 20 人次没有登记，涉及 10 次活动、3 人" in view.sentence
    (table,) = view.tables.values()
    row = table.set_index("活动编号").loc["P9"]
    assert row["未登记（人）"] == "3"
    assert row["姓名"] == "钱二、赵一、田林"


def test_amounts_outside_the_regulation_are_listed(doubtful):
    view = explore_anomalies(doubtful)
    assert view.sentence.startswith("1 处登记的数额、级别或日期不在条文范围之内")
    (table,) = view.tables.values()
    assert table[["文件", "行"]].to_numpy().tolist() == [["读书活动.xlsx", "2"]]


def test_where_nothing_is_doubtful_a_sentence_says_so(tmp_path):
    result = assess(read_school(write_school(tmp_path / "甲校")))
    views = (explore_homonyms, explore_duplicates, explore_unrecorded, explore_anomalies)
    assert [(dict(view(result).tables), view(result).sentence) for view in views] == [
        ({}, "没有同名的教师，只写姓名的表也不会混淆。"),
        ({}, "没有重复的记录，也没有前后不一致的记录。"),
        ({}, "应参加的 100 人次全部有登记。"),
        ({}, "登记的数额、级别和日期都在条文范围之内。"),
    ]


def test_hidden_names_stand_in_no_view(doubtful):
    hidden = hide_names(doubtful, draw_codes(doubtful, "key"))
    for explore in (
        explore_reconciliation, explore_problems, explore_homonyms, explore_duplicates,
        explore_unrecorded, explore_anomalies,
    ):  # fmt: skip
        view = explore(hidden)
        shown = view.sentence + "".join(table.to_csv() for table in view.tables.values())
        assert not [name for name in (*NAMES, "田林", "0001") if name in shown], explore
