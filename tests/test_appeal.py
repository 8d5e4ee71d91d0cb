"""What an appeal comes to equals the school with the correction in its files, read and assessed anew."""

import copy
import json
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction as F

import openpyxl
import pandas as pd
import pytest
from entries import dated_rows, write_school, write_table

from xiaoben_analytics.appeal import hear_appeal
from xiaoben_analytics.assessment import assess, move_teachers
from xiaoben_analytics.errors import DataError, UsageError
from xiaoben_analytics.export import write_templates
from xiaoben_analytics.policy import amend, read_policy
from xiaoben_analytics.reading import read_corrections, read_school
from xiaoben_analytics.scenarios import ManualMove
from xiaoben_analytics.tables import TABLES

COUNTY = read_policy("county-110")


@pytest.fixture
def rows():
    """Fourteen teachers of two groups, with awards, notes and studies that can be told apart."""
    return dated_rows(5)


def heard(tmp_path, rows, name, corrections):
    """Hear an appeal: its result, and the rows as the files would be."""
    school = write_school(tmp_path / "学校", rows)
    path = tmp_path / "更正.xlsx"
    write_table(path, name, corrections, action="")
    return hear_appeal(assess(school, COUNTY), read_corrections(path, school, COUNTY))


def assert_equal_to_files(appeal, tmp_path, rows):
    again = assess(write_school(tmp_path / "改正后", rows), COUNTY)
    pd.testing.assert_frame_equal(appeal.after.standings, again.standings)


def test_an_attendance_mark_is_changed(tmp_path, rows):
    after = copy.deepcopy(rows)
    mark = next(one for one in after["attendance"] if one["status"] == "缺席")
    mark["status"] = "公假"
    given = {name: mark[name] for name in ("teacher_id", "activity_id", "status")}
    appeal = heard(tmp_path, rows, "attendance", [{"更正": "改为", **given}])
    assert appeal.appellants == (mark["teacher_id"],)
    (text,) = appeal.texts
    assert text.startswith("《考勤》改一条：考勤.xlsx·考勤 第")
    assert text.endswith("“考勤”由“缺席”改为“公假”")
    assert_equal_to_files(appeal, tmp_path, after)


def test_who_was_moved_by_hand_is_moved_again(tmp_path, rows):
    school = write_school(tmp_path / "学校", rows)
    weighted = assess(school, COUNTY).what_if(weights={"external": "1/2"})
    ranked = weighted.standings[~weighted.standings["gated"]]
    move = ManualMove(ranked["teacher_id"].iloc[0], "合格", "另有说明", "校长室")
    study = max(rows["external"], key=lambda one: one["hours"])
    given = {name: study[name] for name in ("teacher_id", "training")}
    write_table(tmp_path / "更正.xlsx", "external", [{**given, "hours": F(60)}], action="改为")
    corrections = read_corrections(tmp_path / "更正.xlsx", school, weighted.policy)
    appeal = hear_appeal(move_teachers(weighted, [move]), corrections)
    after = copy.deepcopy(rows)
    after["external"][rows["external"].index(study)]["hours"] = F(60)
    again = assess(
        write_school(tmp_path / "改正后", after), amend(COUNTY, {"weights.external": "1/2"})
    )
    pd.testing.assert_frame_equal(appeal.after.standings, move_teachers(again, [move]).standings)
    tiers = appeal.after.standings.set_index("teacher_id")["tier"]
    assert tiers[move.teacher_id] == "合格"


def test_an_award_is_added_and_one_withdrawn(tmp_path, rows):
    gone = rows["awards"][0]
    new = {
        "teacher_id": "0003",
        "award": "补报的奖",
        "award_category": "竞赛",
        "level": "省",
        "prize": "一等奖",
    }
    appeal = heard(tmp_path, rows, "awards", [{"更正": "新增", **new}, {"更正": "撤销", **gone}])
    after = {**rows, "awards": [*rows["awards"][1:], new]}
    assert [text[:9] for text in appeal.texts] == ["《获奖》补记一条：", "《获奖》撤销一条："]
    assert_equal_to_files(appeal, tmp_path, after)


def test_hours_that_become_the_highest_move_everybody(tmp_path, rows):
    """Everybody's points of studies fall; why is said of each."""
    study = max(rows["external"], key=lambda one: one["hours"])
    given = {"更正": "改为", "hours": F(60)} | {
        name: study[name] for name in ("teacher_id", "training")
    }
    appeal = heard(tmp_path, rows, "external", [given])
    after = copy.deepcopy(rows)
    after["external"][rows["external"].index(study)]["hours"] = F(60)
    assert_equal_to_files(appeal, tmp_path, after)
    teachers = appeal.teachers
    assert teachers["teacher_id"][0] == study["teacher_id"]
    assert teachers["why"][0] == "更正本人的记录"
    assert teachers["components"][0].startswith("外出学习 ")
    others = teachers[teachers["total_from"] != teachers["total_to"]].iloc[1:]
    assert len(others)
    assert others["why"].str.startswith("“外出学习”全校折算的标准由").all()
    assert others["components"].str.startswith("外出学习 ").all()
    before, again = (run.standings.set_index("teacher_id") for run in (appeal.before, appeal.after))
    expected = {
        one
        for one in before.index
        if not before.loc[one, ["total", "tier"]].equals(again.loc[one, ["total", "tier"]])
        or before["rank"].fillna(0)[one] != again["rank"].fillna(0)[one]
    }
    assert set(teachers["teacher_id"]) == expected | {study["teacher_id"]}


def test_who_moves_without_other_points_is_told_why(tmp_path, rows):
    """Who is behind in the larger group and has the fewest credits gets so many that others fall."""
    school = write_school(tmp_path / "甲", rows)
    standings = assess(school, COUNTY).standings
    ranked = standings[~standings["gated"]]
    behind = ranked[(ranked["group"] == ranked["group"].mode()[0]) & (ranked["rank"] > 1)]
    last = behind.sort_values("participation").iloc[0]
    tasks = [
        {
            "更正": "新增",
            "teacher_id": last["teacher_id"],
            "kind": "主讲",
            "content": f"讲座{n}",
            "credits": F(3),
        }
        for n in range(7)
    ]
    appeal = heard(tmp_path, rows, "participation", tasks)
    added = [{key: value for key, value in one.items() if key != "更正"} for one in tasks]
    assert_equal_to_files(
        appeal, tmp_path, {**rows, "participation": [*rows["participation"], *added]}
    )
    others = appeal.teachers.iloc[1:]
    assert len(others)
    moved = others["tier_from"] != others["tier_to"]
    assert others.loc[moved, "why"].str.startswith("总分不变，他人的名次或名额变化").all()
    assert others.loc[~moved, "why"].str.startswith("总分不变，他人超过或落后").all()


def test_the_bonus_of_a_group_is_nobodys_own_record(tmp_path, rows):
    reviews = [{"group": "第1组", "group_bonus": F(1)}]
    given = {"更正": "改为", "group": "第1组", "group_bonus": F(2)}
    appeal = heard(tmp_path, {**rows, "group_review": reviews}, "group_review", [given])
    assert appeal.appellants == ()
    bonus = [{"group": "第1组", "group_bonus": F(2)}]
    assert_equal_to_files(appeal, tmp_path, {**rows, "group_review": bonus})
    own = appeal.teachers[appeal.teachers["total_from"] != appeal.teachers["total_to"]]
    assert set(own["group"]) == {"第1组"}
    assert set(own["why"]) == {"全组的加分或折算标准改变"}


@pytest.mark.parametrize(
    ("name", "correction", "expected"),
    [
        ("notes", {"更正": "改为", "teacher_id": "0001", "date": date(2022, 1, 31), "grade": "优秀"}, "没有这样的记录"),
        ("notes", {"更正": "", "teacher_id": "0001", "grade": "优秀"}, "没有写明“更正”"),
        ("notes", {"更正": "修改", "teacher_id": "0001", "grade": "优秀"}, "“更正”写的是“修改”"),
        ("notes", {"更正": "新增", "teacher_id": "9999", "grade": "优秀"}, "9999"),
        ("notes", {"更正": "新增", "teacher_id": "0001", "grade": "甲等"}, "甲等"),
        ("roster", {"更正": "改为", "teacher_id": "0001", "name": "教师1", "group": "第2组"}, "《花名册》不能这样更正"),
        ("attendance", {"更正": "撤销", "teacher_id": "0001", "activity_id": "A99", "status": "出席"}, "A99"),
    ],
)  # fmt: skip
def test_what_cannot_be_applied_is_refused_with_its_place(
    tmp_path, rows, name, correction, expected
):
    with pytest.raises(DataError, match="没有改动任何文件") as refused:
        heard(tmp_path, rows, name, [correction])
    assert expected in str(refused.value)
    assert "更正.xlsx" in str(refused.value)


def test_what_matches_several_records_is_refused(tmp_path, rows):
    twice = [
        {"teacher_id": "0001", "grade": grade, "date": date(2021, 9, 9)}
        for grade in ("优秀", "合格")
    ]
    given = {"更正": "改为", "teacher_id": "0001", "grade": "良好", "date": date(2021, 9, 9)}
    with pytest.raises(DataError, match="中有 2 条这样的记录") as refused:
        heard(tmp_path, {**rows, "notes": twice}, "notes", [given])
    assert "请先“撤销”再“新增”" in str(refused.value)


def test_what_changes_nothing_is_refused(tmp_path, rows):
    mark = rows["attendance"][0]
    given = {name: mark[name] for name in ("teacher_id", "activity_id", "status")}
    with pytest.raises(DataError, match="与原来的记录相同"):
        heard(tmp_path, rows, "attendance", [{"更正": "改为", **given}])


def test_what_is_there_already_cannot_be_added(tmp_path, rows):
    mark = rows["attendance"][0]
    given = {name: mark[name] for name in ("teacher_id", "activity_id", "status")}
    with pytest.raises(DataError, match="这条记录已经有了"):
        heard(tmp_path, rows, "attendance", [{"更正": "新增", **given}])


def test_one_record_is_not_corrected_twice(tmp_path, rows):
    award = rows["awards"][0]
    with pytest.raises(DataError, match="更正的是同一条记录"):
        heard(
            tmp_path,
            rows,
            "awards",
            [
                {"更正": "撤销", **award},
                {"更正": "改为", **award, "level": "县" if award["level"] != "县" else "市"},
            ],
        )


def test_a_file_without_the_column_or_rows_is_refused(tmp_path, rows):
    school = write_school(tmp_path / "学校", rows)
    path = tmp_path / "更正.xlsx"
    write_table(path, "awards", rows["awards"][:1])
    with pytest.raises(DataError, match="没有“更正”一列"):
        read_corrections(path, school, COUNTY)
    path.write_bytes(b"\x00" * 100)
    with pytest.raises(DataError, match=r"更正\.xlsx"):
        read_corrections(path, school, COUNTY)
    book = openpyxl.Workbook()
    book.active.append(["这里没有表"])
    book.save(path)
    with pytest.raises(DataError, match="认不出是哪一张表"):
        read_corrections(path, school, COUNTY)
    book = openpyxl.Workbook()
    book.active.append(["更正", "工号", "项目", "内容", "学分"])
    book.save(path)
    with pytest.raises(DataError, match="没有一行更正"):
        read_corrections(path, school, COUNTY)
    with pytest.raises(UsageError, match="没有找到文件"):
        read_corrections(tmp_path / "没有.xlsx", school, COUNTY)


def test_an_entry_workbook_with_one_more_column_will_do(tmp_path, rows):
    """Its sheet of explanations is passed over."""
    school = write_school(tmp_path / "学校", rows)
    write_templates(tmp_path / "登记表")
    (path,) = (tmp_path / "登记表").glob("*获奖*.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.active
    top = next(row for row in sheet.iter_rows() if "工号" in [one.value for one in row])
    heading = [one.value for one in top]
    written = {
        "工号": "0003",
        "奖项名称": "补报的奖",
        "类别": "竞赛",
        "级别": "省",
        "等次": "一等奖",
    }
    sheet.cell(top[0].row, len(heading) + 1, "更正")
    for at, name in enumerate(heading, start=1):
        sheet.cell(top[0].row + 1, at, written.get(name))
    sheet.cell(top[0].row + 1, len(heading) + 1, "新增")
    book.save(path)
    (correction,) = read_corrections(path, school, COUNTY)
    assert correction.at is None
    assert {name: correction.says[name] for name in ("teacher_id", "award", "level")} == {
        "teacher_id": "0003",
        "award": "补报的奖",
        "level": "省",
    }


@pytest.mark.parametrize(
    ("second", "action"), [("出席", "改为"), ("公假", "改为"), ("出席", "撤销")]
)
def test_two_rows_about_one_mark_are_refused_in_plain_words(tmp_path, rows, second, action):
    """Equal, contradictory, or changed and withdrawn: what reading makes of it is not said."""
    mark = next(one for one in rows["attendance"] if one["status"] == "缺席")
    given = {name: mark[name] for name in ("teacher_id", "activity_id")}
    two = [
        {"更正": "改为", **given, "status": "出席"},
        {"更正": action, **given, "status": second if action == "改为" else "缺席"},
    ]
    with pytest.raises(DataError) as refused:
        heard(tmp_path, rows, "attendance", two)
    said = str(refused.value)
    assert re.search(r"与 更正\.xlsx·考勤 第 [23] 行 更正的是同一条记录。请只留一行。", said)
    for leaked in ("更正：", "无须处理", "为准", "没有使用"):
        assert leaked not in said


def test_what_is_withdrawn_is_copied_with_all_that_it_needs(tmp_path, rows):
    mark = rows["attendance"][0]
    given = {name: mark[name] for name in ("teacher_id", "activity_id")}
    with pytest.raises(DataError, match="“撤销”的行要照抄原记录中必填的各列"):
        heard(tmp_path, rows, "attendance", [{"更正": "撤销", **given, "status": None}])


@pytest.mark.parametrize(
    ("name", "case", "found"),
    [
        ("participation", ({"kind": "主讲", "content": "讲座", "credits": F(3)}, {"credits": F(4)}),
         "学分为 4，超出条文范围，未计入"),
        ("awards", ({"award": "某奖", "award_category": "竞赛", "level": "省", "prize": "一等奖"},
         {"level": "国家"}), "国家级竞赛奖不在条文所列级别内，不计分"),
        ("external", ({"training": "省班", "hours": F(8), "return_date": date(2021, 9, 30),
                      "relay_date": date(2021, 10, 8), "credits": F(2), "note": "核定"},
         {"relay_date": date(2021, 12, 1)}), "奖励学分未计入"),
        ("reading", ({"book": "某书", "completion": "质量不高", "deduction": F(2), "note": "摘抄"},
         {"deduction": F(5)}), "扣分为 5，超出条文范围，未计入"),
    ],
)  # fmt: skip
def test_what_the_regulation_does_not_count_is_recorded_and_said(tmp_path, rows, name, case, found):
    """Changed or added, its address is the row's own."""
    record, change = case
    own = {"teacher_id": "0001", **record}
    appeal = heard(tmp_path, {**rows, name: [own]}, name, [{"更正": "改为", **own, **change}])
    (said,) = appeal.findings.to_dict("records")
    assert found in said["problem"]
    assert (said["file"], said["row"]) == (f"{TABLES[name].label}.xlsx", 2)
    assert_equal_to_files(appeal, tmp_path, {**rows, name: [{**own, **change}]})

    write_table(tmp_path / "更正.xlsx", name, [{**own, **change}], action="新增")
    school = read_school(tmp_path / "改正后")
    empty = replace(school, tables={**school.tables, name: TABLES[name].empty()})
    added = hear_appeal(
        assess(empty, COUNTY), read_corrections(tmp_path / "更正.xlsx", empty, COUNTY)
    )
    (said,) = added.findings.to_dict("records")
    assert found in said["problem"]
    assert (said["file"], said["row"]) == ("更正.xlsx", 2)


def test_where_nothing_is_found_nothing_is_said(tmp_path, rows):
    new = {"teacher_id": "0003", "kind": "主讲", "content": "讲座", "credits": F(2)}
    assert heard(tmp_path, rows, "participation", [{"更正": "新增", **new}]).findings.empty


def test_who_is_not_assessed_may_appeal_and_is_said_to_be(tmp_path, rows, xiaoben):
    rows["roster"][2]["state"] = "产假"
    new = {"teacher_id": "0003", "kind": "主讲", "content": "讲座", "credits": F(3)}
    appeal = heard(tmp_path, rows, "participation", [{"更正": "新增", **new}])
    assert appeal.exempt == ("教师3",)
    assert appeal.teachers.empty
    shown = xiaoben("appeal", tmp_path / "学校", tmp_path / "更正.xlsx")[1]
    assert "申诉人 1 位，其中等级变动 0 位；其他 0 位有变动，其中等级变动 0 位" in shown
    assert "不参评，得分不受影响：教师3" in shown


# ------------------------------------------------------------------ commands


def test_others_are_counted_apart_and_a_reason_is_said_once(tmp_path, rows, xiaoben):
    study = max(rows["external"], key=lambda one: one["hours"])
    given = {name: study[name] for name in ("teacher_id", "training")} | {"hours": F(60)}
    appeal = heard(tmp_path, rows, "external", [{"更正": "改为", **given}])
    others = appeal.teachers.iloc[1:]
    shown = xiaoben("appeal", tmp_path / "学校", tmp_path / "更正.xlsx")[1]
    own = int(appeal.teachers["tier_from"][0] != appeal.teachers["tier_to"][0])
    tiers = int((others["tier_from"] != others["tier_to"]).sum())
    assert (
        f"申诉人 1 位，其中等级变动 {own} 位；其他 {len(others)} 位有变动，其中等级变动 {tiers} 位"
    ) in shown
    assert shown.count("折算的标准由") == 1


def test_a_correction_that_is_not_counted_is_said(tmp_path, rows, xiaoben):
    new = {"teacher_id": "0003", "kind": "主讲", "content": "讲座", "credits": F(4)}
    heard(tmp_path, rows, "participation", [{"更正": "新增", **new}])
    shown = xiaoben("appeal", tmp_path / "学校", tmp_path / "更正.xlsx")[1]
    assert "更正.xlsx·活动参与 第 2 行 “学分”（4）：教师3的学分为 4，超出条文范围，未计入" in shown
    told = json.loads(xiaoben("appeal", tmp_path / "学校", tmp_path / "更正.xlsx", "--json")[1])
    assert [one["value"] for one in told["findings"]] == ["4"]


def test_the_command_shows_writes_and_leaves_the_files_alone(tmp_path, rows, xiaoben):
    write_school(tmp_path / "学校", rows)
    before = {path.name: path.read_bytes() for path in (tmp_path / "学校").iterdir()}
    new = {
        "更正": "新增",
        "teacher_id": "0003",
        "award": "补报的奖",
        "award_category": "竞赛",
        "level": "省",
        "prize": "一等奖",
    }
    write_table(tmp_path / "更正.xlsx", "awards", [new], action="")
    out = tmp_path / "结果.csv"
    code, shown, said = xiaoben("appeal", tmp_path / "学校", tmp_path / "更正.xlsx", "-o", out)
    assert code == 0
    assert "《获奖》补记一条：教师3，补报的奖" in shown
    assert "申诉人 1 位" in shown
    assert "已写入" in said
    assert list(pd.read_csv(out).columns) == [
        "工号", "姓名", "教研组", "原总分", "原组内名次", "原等级", "新总分", "新组内名次", "新等级",
        "各项得分的变化", "原因",
    ]  # fmt: skip
    code, told, _ = xiaoben("appeal", tmp_path / "学校", tmp_path / "更正.xlsx", "--json")
    report = json.loads(told)
    assert report["teachers"][0]["teacher_id"] == "0003"
    assert {path.name: path.read_bytes() for path in (tmp_path / "学校").iterdir()} == before
    code, _, said = xiaoben("appeal", tmp_path / "学校", tmp_path / "没有.xlsx")
    assert (code, "没有找到文件" in said) == (2, True)


def test_two_regulations_and_two_years_on_the_command_line(tmp_path, rows, xiaoben):
    write_school(tmp_path / "今年", rows)
    earlier = copy.deepcopy(rows)
    for one in earlier["plan"]:
        year, rest = one["time"].split("-", 1)
        one["time"] = f"{int(year) - 1}-{rest}"
    for table in ("external", "notes", "reading"):
        for one in earlier[table]:
            for name in ("date", "return_date", "relay_date"):
                if one.get(name):
                    one[name] = one[name].replace(year=one[name].year - 1)
    write_school(tmp_path / "去年", earlier)
    own = tmp_path / "本校.toml"
    own.write_text('extends = "county-110"\n[reading]\nmissing = 5\n', encoding="utf-8")
    code, shown, _ = xiaoben(
        "compare", tmp_path / "今年", "--policy", own, "--with-policy", "county-110"
    )
    assert code == 0
    assert "读书活动·缺交一次扣几分：3 → 5" in shown
    own.write_text('extends = "county-110"\n[tiers]\nscope = "school"\n', encoding="utf-8")
    arguments = ("compare", tmp_path / "今年", "--policy", own, "--with-policy", "county-110")
    assert "新等级" in xiaoben(*arguments)[1]
    code, shown, said = xiaoben(*arguments, "--last", tmp_path / "去年")
    assert code == 0, said
    assert "各年等级（按工号对应）" in shown
    report = json.loads(xiaoben(*arguments, "--last", tmp_path / "去年", "--json")[1])
    assert sorted(report["years"]) == ["2020-2021", "2021-2022"]
    assert len(report["tiers"]) == len([one for one in rows["roster"] if one["state"] == "在岗"])
    assert xiaoben(*arguments, "--last", tmp_path / "今年")[0] == 2


def test_lines_and_maxima_on_the_command_line(tmp_path, rows, xiaoben):
    few = {name: rows[name] for name in ("roster", "plan", "attendance", "reading")}
    write_school(tmp_path / "学校", few)
    code, shown, _ = xiaoben("fragile", tmp_path / "学校")
    assert code == 0
    assert "优秀线" in shown
    assert "距上线（分）" in shown
    report = json.loads(xiaoben("fragile", tmp_path / "学校", "--json")[1])
    assert {"change", "effect", "across", "others"} == set(report["lines"][0]["crossing"])
    assert "“考勤”全校最高为" in xiaoben("maxima", tmp_path / "学校")[1]
    (only,) = json.loads(xiaoben("maxima", tmp_path / "学校", "--json")[1])["maxima"]
    assert only["component"] == "attendance"
