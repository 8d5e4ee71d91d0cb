"""Appeals of every table, in every kind of file: equal to the files put right and read anew."""

import random
from datetime import date
from fractions import Fraction as F

import pandas as pd
import pytest
from entries import dated_rows, write_school, write_table

from xiaoben_analytics.appeal import hear_appeal
from xiaoben_analytics.assessment import assess
from xiaoben_analytics.errors import DataError
from xiaoben_analytics.policy import read_policy
from xiaoben_analytics.reading import read_corrections
from xiaoben_analytics.tables import TABLES

COUNTY = read_policy("county-110")
FILES = ("更正.xlsx", "更正.csv", "更正.gbk.csv", "更正.docx")
CHANGES = {
    "attendance": {"status": "公假"},
    "awards": {"level": "省", "prize": "一等奖"},
    "notes": {"grade": "优秀"},
    "reading": {"completion": "未交"},
    "practice": {"amount": F(9)},
    "external": {"hours": F(33)},
    "participation": {"credits": F(5, 2)},
}
ADDED = {
    "attendance": {"teacher_id": "0002", "activity_id": "A01", "status": "出席"},
    "awards": {"teacher_id": "0002", "award": "补报", "award_category": "评选", "level": "市",
               "prize": "二等奖", "date": date(2022, 3, 1)},
    "notes": {"teacher_id": "0002", "date": date(2022, 3, 2), "grade": "良好"},
    "reading": {"teacher_id": "0002", "date": date(2022, 3, 3), "book": "某书", "completion": "未交"},
    "practice": {"teacher_id": "0002", "kind": "听课", "date": date(2022, 3, 4), "amount": F(2)},
    "external": {"teacher_id": "0002", "training": "补报", "return_date": date(2022, 3, 5),
                 "hours": F(40)},
    "participation": {"teacher_id": "0002", "kind": "任务", "content": "补报", "credits": F(1),
                      "done": True, "required": False},
}  # fmt: skip


@pytest.fixture
def rows():
    made = dated_rows(8)
    made["attendance"] = [
        one
        for one in made["attendance"]
        if (one["teacher_id"], one["activity_id"]) != ("0002", "A01")
    ]
    made["practice"] = [
        {
            "teacher_id": one["teacher_id"],
            "kind": "听课",
            "date": date(2021, 11, 1 + number),
            "amount": F(number % 4 + 1),
        }
        for number, one in enumerate(made["roster"])
    ]
    return made


def three_corrections(rows, name):
    """Withdraw a row, change the next that differs, add one; returns them and the rows after them."""
    own, changed = rows[name], CHANGES[name]
    differing = [
        at for at, row in enumerate(own) if any(row[key] != changed[key] for key in changed)
    ]
    at = random.Random(name).choice([at for at in differing if at > 0])
    identity = {key: own[at][key] for key in TABLES[name].identity if own[at].get(key) is not None}
    required = {
        column.name: own[at][column.name]
        for column in TABLES[name].columns
        if column.required and own[at].get(column.name) is not None
    }
    told = [
        {"更正": "撤销", **own[0]},
        {"更正": "改为", **required, **identity, **changed},
        {"更正": "新增", **ADDED[name]},
    ]
    after = [row | changed if place == at else row for place, row in enumerate(own)]
    return told, [*after[1:], ADDED[name]]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("name", sorted(CHANGES))
def test_what_is_withdrawn_changed_and_added_equals_the_files_put_right(tmp_path, rows, name, file):
    told, after = three_corrections(rows, name)
    school = write_school(tmp_path / "学校", rows)
    write_table(tmp_path / file, name, told, action="")
    appeal = hear_appeal(assess(school, COUNTY), read_corrections(tmp_path / file, school, COUNTY))
    said = [text.partition("》")[2][:2] for text in appeal.texts]
    assert sorted(said) == ["撤销", "改一", "补记"]
    again = assess(write_school(tmp_path / "改正后", {**rows, name: after}), COUNTY)
    pd.testing.assert_frame_equal(appeal.after.standings, again.standings)
    own = [column.name for column in TABLES[name].columns if column.name != "name"]
    heard_rows, read_rows = (
        run.school.tables[name][own].sort_values(own, ignore_index=True)
        for run in (appeal.after, again)
    )
    pd.testing.assert_frame_equal(heard_rows, read_rows)


@pytest.mark.parametrize("name", ["roster", "plan"])
@pytest.mark.parametrize("file", FILES)
def test_roster_and_plan_are_put_right_in_their_own_files(tmp_path, rows, name, file):
    school = write_school(tmp_path / "学校", rows)
    write_table(tmp_path / file, name, rows[name][:1], action="改为")
    with pytest.raises(
        DataError, match=f"《{TABLES[name].label}》不能这样更正。请直接改正原来的文件"
    ):
        read_corrections(tmp_path / file, school, COUNTY)


@pytest.mark.parametrize("action", ["新增", "改为", "撤销"])
@pytest.mark.parametrize("name", sorted(CHANGES))
def test_who_is_not_on_the_roster_is_named_with_the_row(tmp_path, rows, name, action):
    school = write_school(tmp_path / "学校", rows)
    row = {**rows[name][0], "teacher_id": "9999"}
    write_table(tmp_path / "更正.csv", name, [row], action=action)
    with pytest.raises(DataError, match=r"更正\.csv.*第 2 行.*9999.*没有改动任何文件"):
        read_corrections(tmp_path / "更正.csv", school, COUNTY)


@pytest.mark.parametrize("name", sorted(set(CHANGES) - {"attendance"}))
def test_changed_and_withdrawn_at_once_is_refused(tmp_path, rows, name):
    school = write_school(tmp_path / "学校", rows)
    row = next(
        one for one in rows[name] if any(one[key] != CHANGES[name][key] for key in CHANGES[name])
    )
    two = [{"更正": "改为", **row, **CHANGES[name]}, {"更正": "撤销", **row}]
    write_table(tmp_path / "更正.xlsx", name, two, action="")
    with pytest.raises(DataError, match="更正的是同一条记录"):
        read_corrections(tmp_path / "更正.xlsx", school, COUNTY)
    two[1] = {**two[0], "更正": "改为"}
    write_table(tmp_path / "更正.xlsx", name, two, action="")
    with pytest.raises(DataError, match="更正的是同一条记录"):
        read_corrections(tmp_path / "更正.xlsx", school, COUNTY)


def test_a_voided_teacher_is_ranked_again_once_the_absences_are_excused(tmp_path, rows):
    """And comes back into the order, with everybody else where a full recomputation puts them."""
    mine = [one for one in rows["attendance"] if one["teacher_id"] == "0001"]
    voided = [one if one not in mine else {**one, "status": "缺席"} for one in rows["attendance"]]
    rows["attendance"] = voided
    school = write_school(tmp_path / "学校", rows)
    before = assess(school, COUNTY)
    gated = before.standings.set_index("teacher_id")["gated"]
    assert gated["0001"]
    told = [
        {
            "更正": "改为",
            **{key: one[key] for key in ("teacher_id", "activity_id")},
            "status": "出席",
        }
        for one in mine
    ]
    write_table(tmp_path / "更正.xlsx", "attendance", told, action="")
    appeal = hear_appeal(before, read_corrections(tmp_path / "更正.xlsx", school, COUNTY))
    after = [{**one, "status": "出席"} if one["teacher_id"] == "0001" else one for one in voided]
    again = assess(write_school(tmp_path / "改正后", {**rows, "attendance": after}), COUNTY)
    pd.testing.assert_frame_equal(appeal.after.standings, again.standings)
    assert not appeal.after.standings.set_index("teacher_id")["gated"]["0001"]
    mine = appeal.teachers.iloc[0]
    assert (mine["teacher_id"], pd.isna(mine["rank_from"]), mine["tier_from"]) == (
        "0001",
        True,
        "不合格",
    )
    assert mine["rank_to"] >= 1
