"""A school's year in 8 workbooks of 30 000 rows, as Excel would save them; all names made up."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import xlsxwriter

TEACHERS, ACTIVITIES = 250, 80
GROUPS = ("语文组", "数学组", "英语组", "物理组", "化学组", "政史地组")
FIRST_DAY = dt.datetime(2021, 9, 1)  # noqa: DTZ001 a sheet knows no time zone

Row = Sequence[object]
Person = tuple[str, str, str]


def write_year(folder: Path, *, seed: int = 1) -> int:
    """Write the workbooks and return how many rows of data they hold together."""
    chance = random.Random(seed)
    people = list(_people())
    return sum(_write(folder / f"{name}.xlsx", rows) for name, rows in _books(people, chance))


def _people() -> Iterator[Person]:
    for at in range(TEACHERS):
        name = "王李张刘陈杨赵黄"[at % 8] + "伟芳娜敏静丽强磊"[at // 8 % 8] + "一二三四"[at // 64]
        yield f"{at + 1:04d}", name, GROUPS[at % len(GROUPS)]


def _books(people: Sequence[Person], chance: random.Random) -> Iterator[tuple[str, list[Row]]]:
    yield (
        "花名册",
        [
            ("工号", "姓名", "教研组", "备课组", "学科", "教师类别", "状态"),
            *((*one, f"七年级{one[2][:2]}", one[2][:2], "骨干教师", "在岗") for one in people),
        ],
    )
    yield (
        "活动计划",
        [
            ("活动编号", "学期", "培训内容", "培训时间", "培训对象", "负责部门", "学时"),
            *(
                (
                    f"A{at:02d}",
                    1 + at // 40,
                    f"第{at}讲",
                    _day(3 * at),
                    "全体教师",
                    "教务处",
                    at % 3 + 1,
                )
                for at in range(ACTIVITIES)
            ),
        ],
    )
    attended = list(_attendance(people, chance))
    heading = ("工号", "姓名", "活动编号", "日期", "考勤", "补课", "备注")
    for number, start in enumerate(range(0, len(attended), 6_700), start=1):
        yield f"考勤{number}", [heading, *attended[start : start + 6_700]]
    yield (
        "活动参与",
        [
            ("工号", "姓名", "项目", "内容", "日期", "学分", "必须", "完成"),
            *(
                (*_who(people, chance), "主讲", f"第{at % 300}课", _day(at % 250), 2, "是", "是")
                for at in range(3_000)
            ),
        ],
    )
    yield (
        "教学实践",
        [
            ("工号", "姓名", "项目", "日期", "数量", "学科"),
            *((*_who(people, chance), "听课", _day(at % 250), 1, "语文") for at in range(5_000)),
        ],
    )
    yield (
        "学习笔记",
        [
            ("工号", "姓名", "检查日期", "等级"),
            *((*_who(people, chance), _day(at % 250), "优秀") for at in range(1_670)),
        ],
    )


def _attendance(people: Sequence[Person], chance: random.Random) -> Iterator[Row]:
    statuses = ("出席", "迟到", "早退", "病假", "事假", "缺席")
    for at in range(ACTIVITIES):
        for teacher_id, name, _ in people:
            (status,) = chance.choices(statuses, (90, 3, 2, 2, 2, 1))
            note = "已看录像" if chance.random() < 0.02 else None
            yield teacher_id, name, f"A{at:02d}", _day(3 * at), status, None, note


def _who(people: Sequence[Person], chance: random.Random) -> tuple[str, str]:
    teacher_id, name, _ = chance.choice(people)
    return teacher_id, name


def _day(after: int) -> dt.datetime:
    return FIRST_DAY + dt.timedelta(days=after)


def _write(path: Path, rows: Sequence[Row]) -> int:
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, dt.datetime):
                    sheet.write_datetime(number, place, value, day)
                elif value is not None:
                    sheet.write(number, place, value)
    return len(rows) - 1
