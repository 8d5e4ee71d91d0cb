"""The made-up school: seeded, complete, as untidy as promised, and nobody real in it."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from docx import Document

from xiaoben_analytics.errors import OutputError, UsageError
from xiaoben_analytics.reading import read_school
from xiaoben_analytics.sample import write_sample
from xiaoben_analytics.sample.people import make_staff
from xiaoben_analytics.tables import TABLES, School

SHIPPED = Path(__file__).parents[1] / "data" / "sample"

FILES = {
    "花名册.xlsx",
    "校本培训计划.docx",
    "教研组活动计划.xlsx",
    "第一学期全员培训签到表.xlsx",
    "腾讯会议_线上教学研讨活动.xlsx",
    "考勤_第二学期.xlsx",
    "考勤_教研组活动.xlsx",
    "外出学习.xlsx",
    "活动参与.xlsx",
    "学习笔记.xlsx",
    "读书活动.xlsx",
    "获奖.xlsx",
    "教学实践.xlsx",
    "教研活动.xlsx",
    "教研组考核.xlsx",
    "评优投票.xlsx",
    "技能展示.xlsx",
    "考核成绩.xlsx",
    "历年学时.xlsx",
}

# 2021-2022学年教师继续教育校本培训活动计划表 of document 000: 序号, content, time, whom, department, hours
PLAN_OF_TERM_1 = [
    ("1", "疫情防控、安全教育培训", "9月", "全体教师", "校长室", "3"),
    ("2", "师德师风和心理健康培训", "10月", "全体教师", "校长室", "3"),
    ("3", "教育教学改革培训", "11月", "全体教师", "校长室", "3"),
    ("4", "“双减”背景下学校工作培训", "12月", "全体教师", "校长室", "3"),
]
PLAN_OF_TERM_2 = [
    ("1", "疫情防控培训", "2月", "全体教师", "校长室", "3"),
    ("2", "教师基本功竞赛活动", "3月", "全体教师", "教务处", "3"),
    ("3", "心理健康、安全教育培训", "3月", "全体教师", "校长室", "3"),
    ("4", "师德师风建设培训", "4月", "全体教师", "校长室", "3"),
    ("5", "现代教育技术培训", "5月", "全体教师", "教务处", "3"),
    ("6", "精品课研讨活动", "5月", "全体教师", "教务处", "3"),
    ("7", "线上教学研讨活动", "6月", "全体教师", "校长室", "3"),
    ("8", "“行知”校园文化建设培训", "7月", "全体教师", "校长室", "3"),
]

# Everybody named in the documents that the regulations come from; hashed, as this file is public
REAL_NAMES = {
    "b0d24e0e1968",
    "77575da61b14",
    "d40007030de9",
    "04f59927afaf",
    "b8b0acf00048",
    "38e3bcb504be",
    "3db495fc6510",
    "0ebf06657d47",
    "9d6befd91d7c",
    "f15a5b1b2754",
    "cbc3babb4d25",
}

LEGEND = {"√", "×", "○", "△", "病", "事", "公"}


def rows_of(path: Path, sheet: str | None = None) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path, data_only=True)
    page = book[sheet] if sheet else book.worksheets[0]
    return list(page.iter_rows(values_only=True))


def records(path: Path, heading_row: int = 1, sheet: str | None = None) -> list[dict[str, object]]:
    rows = rows_of(path, sheet)
    headings = rows[heading_row - 1]
    return [dict(zip(headings, row, strict=True)) for row in rows[heading_row:]]


def cells(folder: Path) -> dict[str, object]:
    """Collect every cell of every workbook, and the text of the document."""
    found: dict[str, object] = {}
    for path in sorted(folder.glob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        for page in book:
            found[f"{path.name}/{page.title}"] = list(page.iter_rows(values_only=True))
    document = Document(str(folder / "校本培训计划.docx"))
    found["docx"] = [one.text for one in document.paragraphs] + [
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    ]
    return found


def every_text(folder: Path) -> str:
    parts = []
    for path in folder.iterdir():
        with ZipFile(path) as archive:
            parts += [archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()]
    return "\n".join(parts)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("sample")
    write_sample(home)
    return home


@pytest.fixture(scope="module")
def roster(folder: Path) -> list[dict[str, object]]:
    return records(folder / "花名册.xlsx", heading_row=2)


def test_returns_the_path_of_every_file_it_wrote(tmp_path: Path) -> None:
    paths = write_sample(tmp_path / "new" / "folder", teachers=12)
    assert {path.name for path in paths} == FILES
    assert all(path.is_file() for path in paths)


def test_same_seed_same_bytes(folder: Path, tmp_path: Path) -> None:
    for path in write_sample(tmp_path, seed=2021, teachers=60):
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name


def test_shipped_sample_is_what_the_package_writes(folder: Path) -> None:
    tried = {"决议.jsonl"}  # somebody may have tried a decision on the sample
    assert {path.name for path in SHIPPED.iterdir()} - tried == FILES
    assert cells(SHIPPED) == cells(folder)


def test_another_seed_is_another_school(folder: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, seed=7)
    ours, theirs = cells(folder), cells(tmp_path)
    assert {name for name in ours if ours[name] == theirs[name]} == set()


def test_word_plan_is_the_real_plan(folder: Path) -> None:
    tables = Document(str(folder / "校本培训计划.docx")).tables
    got = [[tuple(cell.text for cell in row.cells) for row in table.rows] for table in tables]
    heading = ("序号", "培训内容", "培训时间", "培训对象", "负责部门", "负责人", "学时")
    assert [rows[0] for rows in got] == [heading, heading]
    without_lead = [[row[:5] + row[6:] for row in rows[1:]] for rows in got]
    assert without_lead == [PLAN_OF_TERM_1, PLAN_OF_TERM_2]


def test_word_plan_has_captions_and_note(folder: Path) -> None:
    document = Document(str(folder / "校本培训计划.docx"))
    paragraphs = [one.text for one in document.paragraphs]
    assert paragraphs[0] == "2021-2022学年教师继续教育校本培训活动计划表"
    assert paragraphs[1].startswith("单位：")
    assert paragraphs[2:4] == ["2021-2022学年第一学期", "2021-2022学年第二学期"]
    assert paragraphs[-1] == "注：“培训时间”应安排到月或周。"


@pytest.mark.parametrize(("seed", "teachers"), [(1, 500), (2, 60), (2021, 60)])
def test_nobody_real_is_named(seed: int, teachers: int) -> None:
    staff = make_staff(seed, teachers)
    names = {*staff.leads, staff.stranger(), *(teacher.name for teacher in staff.teachers)}
    assert len(names) == teachers + 4  # two share a name; four leaders, one stranger
    assert {sha256(name.encode()).hexdigest()[:12] for name in names}.isdisjoint(REAL_NAMES)
    assert [place for place in ("芙蓉", "九里", "武进") if place in staff.school] == []


def test_no_private_columns(folder: Path) -> None:
    text = every_text(folder)
    assert [word for word in ("身份证", "手机", "电话", "邮箱") if word in text] == []


def test_roster(roster: list[dict[str, object]]) -> None:
    assert len(roster) == 60
    assert sorted(str(one["工号"]) for one in roster) == [f"{i:04d}" for i in range(1, 61)]
    assert Counter(one["教研组"] for one in roster) == {
        "语文组": 12, "数学组": 12, "英语组": 10, "理化生组": 9, "政史地组": 8, "体艺信息组": 9,
    }  # fmt: skip
    assert Counter(one["状态"] for one in roster) == {"在岗": 58, "产假": 1, "借调": 1}
    assert all(str(one["备课组"]).endswith(str(one["学科"])) for one in roster)


def test_roster_has_unusual_names(roster: list[dict[str, object]]) -> None:
    names = Counter(str(one["姓 名"]) for one in roster)
    shared = [name for name, count in names.items() if count > 1]
    assert len(shared) == 1
    assert {one["教研组"] for one in roster if one["姓 名"] == shared[0]} == {"语文组", "数学组"}
    assert sum("·" in name for name in names) == 1
    assert sum("䶮" in name for name in names) == 1


def test_groups_supply_the_rest_of_thirty_hours_a_term(folder: Path) -> None:
    hours: Counter[tuple[object, object]] = Counter()
    for row in records(folder / "教研组活动计划.xlsx", heading_row=2):
        if row["必须参加"] == "是":
            hours[row["培训对象"], row["学期"]] += int(str(row["学时"]).removesuffix("学时"))
    assert len(hours) == 12
    whole_school = {"第一学期": 4 * 3, "第二学期": 8 * 3}
    assert {whole_school[term] + count for (_, term), count in hours.items()} == {30}


def test_matrix(folder: Path, roster: list[dict[str, object]]) -> None:
    path = folder / "第一学期全员培训签到表.xlsx"
    title, legend, heading, *body = rows_of(path)
    assert str(title[0]).endswith("第一学期全员培训签到表")
    assert legend[0] == "√出席  ×缺席  ○迟到  △早退  病=病假  事=事假  公=公假"
    assert heading[:3] == ("序号", "姓 名", "教研组")
    assert [str(one).replace("\n", "") for one in heading[3:]] == [
        *(row[1] for row in PLAN_OF_TERM_1),
        "出勤次数",
    ]
    people, rest = body[:60], body[60:]
    assert [str(row[1]).replace("\u3000", "") for row in people] == [one["姓 名"] for one in roster]
    assert next(row[0] for row in rest) == "合计"
    assert [str(row[0])[:3] for row in rest if row[0]][1:] == ["备注：", "制表人"]
    marks = Counter(mark for row in people for mark in row[3:7])
    assert marks.pop(None) == 8  # two teachers are not on duty
    assert {mark: count for mark, count in marks.items() if mark not in LEGEND} == {"※": 1}


def test_matrix_counts_and_merges(folder: Path) -> None:
    path = folder / "第一学期全员培训签到表.xlsx"
    body = rows_of(path)[3:64]
    counts = [sum(mark in {"√", "○", "△"} for mark in row[3:7]) for row in body[:60]]
    assert [row[7] for row in body] == [*counts, sum(counts)]
    page = openpyxl.load_workbook(path).worksheets[0]
    tall = [area.size["rows"] for area in page.merged_cells.ranges if area.min_col == 3]
    assert sorted(tall) == [8, 9, 9, 10, 12, 12]
    assert str(page["H4"].value).startswith("=SUM(COUNTIF(")


def test_meeting_export_has_the_real_shape(folder: Path) -> None:
    path = folder / "腾讯会议_线上教学研讨活动.xlsx"
    assert openpyxl.load_workbook(path).sheetnames == ["成员参会概况"]
    rows = rows_of(path)
    assert [row[0] for row in rows[:8]] == [
        "会议主题:", "会议号:", "会议创建者:", "预定开始时间:", "预定结束时间:",
        "累计会议时长:", "参会用户总数:", None,
    ]  # fmt: skip
    assert rows[0][1] == "线上教学研讨活动"
    assert rows[3][1] == "2022-06-10 14:00:00"
    assert rows[8] == (
        "用户昵称（入会昵称）", "首次入会时间", "最后退会时间", "入会次数", "累计参会时长", "身份",
    )  # fmt: skip
    assert all(isinstance(value, str) for row in rows[9:] for value in row)


def test_meeting_export_has_the_real_troubles(folder: Path) -> None:
    rows = rows_of(folder / "腾讯会议_线上教学研讨活动.xlsx")[9:]
    nicknames = Counter(str(row[0]) for row in rows)
    assert sum("&" in name for name in nicknames) == 1
    assert sum("MatePad" in name for name in nicknames) == 1
    assert max(nicknames.values()) == 2
    stays = [datetime.strptime(str(row[4]), "%H:%M:%S") for row in rows]  # noqa: DTZ007
    assert max(stays) <= datetime(1900, 1, 1, 2)  # noqa: DTZ001
    assert all(str(row[1]) < str(row[2]) for row in rows)


def test_attendance_of_term_2_has_its_planted_troubles(
    folder: Path, roster: list[dict[str, object]]
) -> None:
    names = {str(one["工号"]): one["姓 名"] for one in roster}
    rows = records(folder / "考勤_第二学期.xlsx")
    strangers = [row for row in rows if row["工号"] not in names]
    assert [row["工号"] for row in strangers] == ["0999"]
    assert strangers[0]["姓名"] not in names.values()
    disagreeing = [row for row in rows if names.get(str(row["工号"]), row["姓名"]) != row["姓名"]]
    assert len(disagreeing) == 1
    assert {row["活动编号"] for row in rows} - {f"2-0{i}" for i in range(1, 9)} == {"2-09"}
    assert [row["日期"] for row in rows].count("2022-02-30") == 1
    hours = Counter(str(row["学时"]) for row in rows)
    assert hours["约3"] == 1
    assert hours["3学时"] > 0


def test_group_attendance_has_a_duplicate_and_a_conflict(folder: Path) -> None:
    path = folder / "考勤_教研组活动.xlsx"
    groups = ["语文组", "数学组", "英语组", "理化生组", "政史地组", "体艺信息组"]
    assert openpyxl.load_workbook(path).sheetnames == groups
    repeated = {
        group: [row for row, count in Counter(rows_of(path, group)).items() if count > 1]
        for group in groups
    }
    assert {group: len(rows) for group, rows in repeated.items() if rows} == {"数学组": 1}
    statuses: dict[tuple[object, object], set[object]] = {}
    for group in groups:
        for row in records(path, sheet=group):
            statuses.setdefault((row["工号"], row["活动编号"]), set()).add(row["考勤"])
    assert sum(len(found) > 1 for found in statuses.values()) == 1


def test_relays_in_time_and_late_by_the_calendar(folder: Path) -> None:
    """Three working days after 30 September 2021 end on Monday, 11 October (8 Fri, 9 make-up Sat)."""
    rows = records(folder / "外出学习.xlsx", heading_row=2)
    dates = [
        (row["返校日期"].date(), row["二次培训日期"].date())
        for row in rows
        if isinstance(row["返校日期"], datetime) and isinstance(row["二次培训日期"], datetime)
    ]
    assert (date(2021, 9, 30), date(2021, 10, 11)) in dates
    assert (date(2021, 9, 30), date(2021, 10, 12)) in dates
    assert (date(2022, 1, 28), date(2022, 2, 7)) in dates
    assert (date(2022, 4, 29), date(2022, 5, 7)) in dates


def test_portfolio_has_its_planted_troubles(folder: Path, roster: list[dict[str, object]]) -> None:
    names = Counter(one["姓 名"] for one in roster)
    practice = records(folder / "教学实践.xlsx")
    nameless = [row["姓名"] for row in practice if row["工号"] is None]
    assert sum(names[name] == 0 for name in nameless) == 1
    assert sum(names[name] == 2 for name in nameless) == 1
    levels = Counter(row["级别"] for row in records(folder / "获奖.xlsx", heading_row=2))
    assert (levels["国家级"], levels["校级"]) == (1, 1)
    parts = [row for row in records(folder / "活动参与.xlsx") if row["完成"] == "是"]
    given = Counter(row["学分"] for row in parts)
    assert (given[None], given[4]) == (1, 1)
    assert set(given) <= {None, 1, 2, 3, 4}


def test_every_teacher_on_duty_has_notes_and_reading(
    folder: Path, roster: list[dict[str, object]]
) -> None:
    on_duty = {one["工号"] for one in roster if one["状态"] == "在岗"}
    notes = Counter(row["工号"] for row in records(folder / "学习笔记.xlsx"))
    assert notes == dict.fromkeys(on_duty, 2)
    assert len(records(folder / "读书活动.xlsx")) == 2 * len(on_duty)


def test_group_review_gives_two_bonuses(folder: Path) -> None:
    rows = records(folder / "教研组考核.xlsx")
    assert sorted(row["加分"] for row in rows if row["加分"]) == [1, 2]
    assert len(rows) == 6


def test_group_meetings_are_on_workdays(folder: Path) -> None:
    rows = records(folder / "教研活动.xlsx")
    assert all(row["日期"].weekday() < 5 for row in rows)  # type: ignore[attr-defined]
    counts = Counter(row["教研组"] for row in rows)
    assert len(counts) == 6
    assert all(12 <= count <= 19 for count in counts.values())


def test_votes_of_both_terms_with_one_tie_on_the_line(folder: Path) -> None:
    """Three individuals are chosen: the third and the fourth of the first term have equal votes."""
    counts: dict[tuple[object, object], list[int]] = {}
    for row in records(folder / "评优投票.xlsx"):
        assert (row["候选人工号"] is not None) == (row["评选项目"] == "优秀个人")
        counts.setdefault((row["学期"], row["评选项目"]), []).append(int(str(row["票数"])))
    sizes = {"优秀教研组": 6, "优秀备课组": 8, "优秀个人": 10}
    assert {key: len(votes) for key, votes in counts.items()} == {
        (term, election): size
        for term in ("第一学期", "第二学期")
        for election, size in sizes.items()
    }
    assert all(min(votes) > 0 and max(votes) <= 58 for votes in counts.values())
    tied = counts.pop(("第一学期", "优秀个人"))
    ordered = sorted(tied, reverse=True)
    assert ordered[2] == ordered[3]
    assert len(set(tied)) == 9
    assert all(len(set(votes)) == len(votes) for votes in counts.values())


def test_skills_of_those_who_joined_in_the_last_three_years(
    folder: Path, roster: list[dict[str, object]]
) -> None:
    rows = records(folder / "技能展示.xlsx")
    stages = {2021: 3, 2020: 6, 2019: 8}
    joined = {
        one["工号"]: one["入职日期"].year  # type: ignore[attr-defined]
        for one in roster
        if one["状态"] == "在岗"
    }
    due = {teacher: stages[year] for teacher, year in joined.items() if year in stages}
    shown = Counter(row["工号"] for row in rows)
    assert set(shown) == set(due)
    assert sum(due.values()) - sum(shown.values()) == 1
    assert Counter(row["合格"] for row in rows)["否"] == 1
    assert all((row["得分"] >= 60) == (row["合格"] == "是") for row in rows)  # type: ignore[operator]


def test_results_of_two_items_for_everybody_on_duty(
    folder: Path, roster: list[dict[str, object]]
) -> None:
    rows = records(folder / "考核成绩.xlsx")
    on_duty = {one["工号"] for one in roster if one["状态"] == "在岗"}
    assert Counter(row["工号"] for row in rows) == dict.fromkeys(on_duty, 2)
    assert {(row["考核项目"], row["满分"]) for row in rows} == {
        ("教育理论考试", None),
        ("教学设计考核", 50),
    }
    assert all(0 < row["成绩"] <= (row["满分"] or 100) for row in rows)  # type: ignore[operator]


def test_hours_of_four_earlier_years_since_joining(
    folder: Path, roster: list[dict[str, object]]
) -> None:
    rows = records(folder / "历年学时.xlsx")
    joined = {one["工号"]: one["入职日期"].year for one in roster}  # type: ignore[attr-defined]
    expected = {
        (teacher, f"{first}-{first + 1}")
        for teacher, year in joined.items()
        for first in range(2017, 2021)
        if year <= first
    }
    assert {(row["工号"], row["学年"]) for row in rows} == expected
    assert len(rows) == len(expected)
    hours = [int(str(row["学时"])) for row in rows]
    assert min(hours) >= 28
    assert max(hours) <= 70
    assert 0 < sum(one < 40 for one in hours) < len(hours) / 5


def test_titles_and_courseware_on_the_roster(roster: list[dict[str, object]]) -> None:
    titles = Counter(str(one["称号"] or "") for one in roster)
    assert {"优秀教师", "区级骨干教师", "达标教师", ""} <= set(titles)
    assert set(Counter(one["课件制作"] for one in roster)) == {"是", "否"}
    named = {one["教师类别"]: one["称号"] for one in roster}
    assert "骨干教师" in str(named["骨干教师"])


def test_backbone_teachers_observe_lessons_every_week_but_one(
    folder: Path, roster: list[dict[str, object]]
) -> None:
    backbone = {one["工号"]: one for one in roster if one["教师类别"] == "骨干教师"}
    by_name = {one["姓 名"]: teacher for teacher, one in backbone.items()}
    rows = [
        {**row, "工号": row["工号"] or by_name.get(row["姓名"])}
        for row in records(folder / "教学实践.xlsx")
        if row["项目"] in ("听课", "反思", "案例", "业务笔记")
    ]
    rows = [row for row in rows if row["工号"] in backbone]
    weeks: Counter[tuple[object, object]] = Counter()
    own = 0
    lessons = [row for row in rows if row["项目"] == "听课"]
    for row in lessons:
        day: datetime = row["日期"]  # type: ignore[assignment]
        weeks[row["工号"], day - timedelta(days=day.weekday())] += 1
        own += row["学科"] == backbone[row["工号"]]["学科"]
    assert len({monday for _, monday in weeks}) == 37
    assert len(weeks) == 37 * len(backbone) - 1
    assert 0.4 < own / len(lessons) < 0.6
    assert max(weeks.values()) == 3
    notes = Counter(row["工号"] for row in rows if row["项目"] == "业务笔记")
    assert notes == dict.fromkeys(backbone, 2)
    assert all(18_000 <= row["数量"] <= 24_000 for row in rows if row["项目"] == "业务笔记")  # type: ignore[operator]
    written = Counter(row["工号"] for row in rows if row["项目"] in ("反思", "案例"))
    assert all(18 <= written[teacher] <= 19 for teacher in backbone)


def test_others_gave_up_to_two_open_lessons(folder: Path, roster: list[dict[str, object]]) -> None:
    backbone = {one["工号"] for one in roster if one["教师类别"] == "骨干教师"}
    rows = [row for row in records(folder / "教学实践.xlsx") if row["项目"] == "公开课"]
    given = Counter(row["工号"] for row in rows if row["工号"])
    assert max(given.values()) == 2
    assert backbone.isdisjoint(given)


def test_two_are_absent_too_often_and_one_exactly_at_a_fifth(folder: Path) -> None:
    absences: Counter[object] = Counter()
    for row in rows_of(folder / "第一学期全员培训签到表.xlsx")[3:63]:
        absences[str(row[1]).replace("\u3000", "")] += row[3:7].count("×")
    sheets = [("考勤_第二学期.xlsx", None)]
    sheets += [("考勤_教研组活动.xlsx", name) for name in ("语文组", "数学组", "英语组", "理化生组", "政史地组", "体艺信息组")]  # fmt: skip
    for file, sheet in sheets:
        for row in records(folder / file, sheet=sheet):
            absences[row["姓名"]] += row["考勤"] == "缺席"
    owed = 12 + 8  # whole-school and group activities that nobody may miss
    assert [count for _, count in absences.most_common(3)] == [7, 6, owed // 5]


@pytest.mark.parametrize(("seed", "teachers"), [(0, 12), (1, 12), (2, 12), (0, 13), (5, 500)])
def test_other_sizes(tmp_path: Path, seed: int, teachers: int) -> None:
    write_sample(tmp_path, seed=seed, teachers=teachers)
    roster = records(tmp_path / "花名册.xlsx", heading_row=2)
    assert len({one["工号"] for one in roster}) == teachers
    assert len({one["教研组"] for one in roster}) == 6
    assert Counter(Counter(one["姓 名"] for one in roster).values())[2] == 1


@pytest.mark.parametrize("teachers", [11, 501])
def test_refuses_a_school_too_small_or_too_large(tmp_path: Path, teachers: int) -> None:
    with pytest.raises(UsageError, match="12 到 500"):
        write_sample(tmp_path, teachers=teachers)
    assert list(tmp_path.iterdir()) == []


def test_says_where_it_cannot_write(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="无法写入"):
        write_sample(blocked, teachers=12)


# How many troubles were planted, by file
PLANTED = {
    "教学实践.xlsx": 2,  # a name turned round, a shared name without 工号
    "第一学期全员培训签到表.xlsx": 2,  # ※, names with spaces
    "读书活动.xlsx": 1,  # a name with a space
    "考勤_教研组活动.xlsx": 2,  # a duplicate, a conflict
    "考勤_第二学期.xlsx": 5,  # stranger, two names, unplanned activity, 2022-02-30, 约3
    "腾讯会议_线上教学研讨活动.xlsx": 2,  # a device, a device with a name
}


@pytest.fixture(scope="module")
def school() -> School:
    return read_school(SHIPPED)


def test_reader_finds_what_was_planted_and_nothing_else(school: School) -> None:
    assert Counter(school.problems["file"]) == PLANTED


@pytest.mark.parametrize(
    ("file", "value"),
    [
        ("第一学期全员培训签到表.xlsx", "※"),
        ("考勤_第二学期.xlsx", "0999"),
        ("考勤_第二学期.xlsx", "2022-02-30"),
        ("考勤_第二学期.xlsx", "约3"),
        ("考勤_第二学期.xlsx", "2-09"),
        ("腾讯会议_线上教学研讨活动.xlsx", "HUAWEI MatePad(HUAWEI MatePad)"),
    ],
)
def test_reader_lists_the_planted_value(school: School, file: str, value: str) -> None:
    listed = school.problems.loc[school.problems["file"] == file, "value"]
    assert listed.tolist().count(value) == 1


def test_reader_sets_little_aside(school: School) -> None:
    rows = school.files.groupby("table")[["used", "set_aside"]].sum()
    assert set(rows.index) == {*TABLES}
    assert (rows["set_aside"] * 50 <= rows["used"] + rows["set_aside"]).all()


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_smallest_school_can_be_read(tmp_path: Path, seed: int) -> None:
    write_sample(tmp_path, seed=seed, teachers=12)
    school = read_school(tmp_path)
    assert len(school.tables["roster"]) == 12
    assert len(school.tables["plan"]) == 12 + 6 * 8 + 2
