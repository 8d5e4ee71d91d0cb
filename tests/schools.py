"""Made-up schools as plain rows, for the program (as a `School`) and for the oracle (as they are).

A row is a dict of plain Python values under the names of `columns`; hours, credits and points are
`Fraction`s here, so that the oracle never sees the program's hundredths.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction

import pandas as pd

from xiaoben_analytics.problems import problems_frame
from xiaoben_analytics.tables import TABLES, School

Rows = dict[str, list[dict[str, object]]]

HUNDREDTHS = (
    "hours", "credits", "deduction", "amount", "review_score", "group_bonus", "votes", "score", "full"
)  # fmt: skip
STATUSES = ["出席"] * 12 + ["迟到", "早退", "病假", "事假", "公假", "缺席"]


def school_rows(
    seed: int, *, teachers: int = 12, groups: int = 3, activities: int = 8, ties: bool = False
) -> Rows:
    """Make the rows of a school; with `ties`, few distinct amounts, so that many totals are equal."""
    dice = random.Random(seed)
    names = [f"第{number}组" for number in range(1, groups + 1)]
    roster = [
        {
            "teacher_id": f"{number:04d}",
            "name": f"教师{number}",
            "group": dice.choice(names),
            "prep_group": dice.choice(["七年级", "八年级", None]),
            "category": dice.choice(["骨干教师", "新教师", None]),
            "state": "产假" if dice.random() < 0.08 and number > 1 else "在岗",
        }
        for number in range(1, teachers + 1)
    ]
    plan = [_activity(dice, number, names) for number in range(1, activities + 1)]
    rows: Rows = {
        "roster": roster,
        "plan": plan,
        "group_review": [
            {"group": name, "group_bonus": Fraction(dice.choice([0, 1, 2]))}
            for name in names
            if dice.random() < 0.5
        ],
    }
    for table, make in _MAKERS.items():
        rows[table] = [row for one in roster for row in make(dice, one["teacher_id"], plan, ties)]
    return rows


def as_school(rows: Rows, *, shuffle: int | None = None) -> School:
    """Build the `School` that reading such rows should give; `shuffle` seeds another row order."""
    tables = {}
    for name, table in TABLES.items():
        given = list(rows.get(name, []))
        if shuffle is not None:
            random.Random(shuffle).shuffle(given)
        tables[name] = table.frame(_columns(given)) if given else table.empty()
    for flags in ("attendance", "made_up"), ("participation", "required"), ("plan", "required"):
        tables[flags[0]][flags[1]] = tables[flags[0]][flags[1]].fillna(flags[0] == "plan")
    tables["plan"]["audience"] = tables["plan"]["audience"].fillna("全体教师")
    files = pd.DataFrame(
        columns=["file", "sheet", "table", "rows_in", "used", "set_aside", "furniture"]
    )
    return School("甲校", "2021-2022", tables, files, problems_frame([]), folder="甲校")


def _columns(rows: list[dict[str, object]]) -> dict[str, list[object]]:
    names = {name for row in rows for name in row}
    return {name: [_stored(name, row.get(name)) for row in rows] for name in sorted(names)}


def _stored(name: str, value: object) -> object:
    if isinstance(value, Fraction):
        assert name in HUNDREDTHS
        return int(value * 100)
    return pd.Timestamp(value) if isinstance(value, date) else value


def _activity(dice: random.Random, number: int, groups: list[str]) -> dict[str, object]:
    month = dice.choice([9, 10, 11, 12, 1, 2, 3, 4, 5, 6])
    everybody = ["全体教师"] * 4
    audience = dice.choice([*everybody, dice.choice(groups), "七年级、骨干教师", "新教师"])
    return {
        "activity_id": f"A{number:02d}",
        "title": f"活动{number}",
        "term": 1 if month >= 9 or month == 1 else 2,
        "month": f"{2021 if month >= 9 else 2022}-{month:02d}",
        "audience": audience,
        "hours": Fraction(dice.choice([2, 3, 3, 3, Fraction(3, 2)])),
        "required": dice.random() < 0.85,
    }


def _attendance(dice, teacher, plan, ties):
    careless = dice.random() < 0.15
    for activity in plan:
        if dice.random() < 0.1:
            continue
        status = "出席" if ties else dice.choice(STATUSES)
        if careless and dice.random() < 0.4:
            status = "缺席"
        away = status in ("病假", "事假", "公假", "缺席")
        own = Fraction(dice.choice([1, 2])) if dice.random() < 0.05 else None
        yield {
            "teacher_id": teacher,
            "activity_id": activity["activity_id"],
            "status": status,
            "hours": own,
            "made_up": away and dice.random() < 0.4,
        }


def _external(dice, teacher, plan, ties):
    for _ in range(dice.choice([0, 0, 0, 1] if ties else [0, 0, 1, 2])):
        returned = date(2021, 9, 20) + timedelta(days=dice.randrange(260))
        relay = dice.random() < 0.6
        yield {
            "teacher_id": teacher,
            "hours": Fraction(dice.choice([4, 8, 16, Fraction(15, 2)])),
            "return_date": returned if dice.random() < 0.95 else None,
            "relay_date": returned + timedelta(days=dice.randrange(-1, 12)) if relay else None,
            "credits": Fraction(dice.choice([1, 2, 3, Fraction(5, 2)])) if relay else None,
            "deduction": Fraction(dice.choice([5, 7, 10])) if dice.random() < 0.1 else None,
            "note": "教务处核定",
        }


def _participation(dice, teacher, plan, ties):
    for _ in range(dice.randrange(2 if ties else 9)):
        kind = dice.choice(["主讲", "公开课", "任务"])
        done = (dice.random() < 0.93) if kind == "任务" else None
        yield {
            "teacher_id": teacher,
            "kind": kind,
            "credits": Fraction(dice.choice([1, 2, 3, Fraction(3, 2)])),
            "required": kind == "任务" and dice.random() < 0.6,
            "done": done,
        }


def _notes(dice, teacher, plan, ties):
    for _ in range(dice.choice([0, 1, 2, 3])):
        yield {
            "teacher_id": teacher,
            "grade": "良好" if ties else dice.choice(["优秀", "良好", "合格", "不合格"]),
        }


def _reading(dice, teacher, plan, ties):
    for _ in range(dice.randrange(4)):
        completion = "按时" if ties else dice.choice(["按时", "按时", "未交", "质量不高"])
        yield {
            "teacher_id": teacher,
            "completion": completion,
            "deduction": Fraction(dice.choice([1, 2])) if completion == "质量不高" else None,
            "note": "摘抄较多",
        }


def _awards(dice, teacher, plan, ties):
    for _ in range(0 if ties else dice.choice([0, 0, 1, 2, 4])):
        yield {
            "teacher_id": teacher,
            "award_category": dice.choice(["竞赛", "评选"]),
            "level": dice.choice(["国家", "省", "市", "县", "校"]),
            "prize": dice.choice(["特等奖", "一等奖", "二等奖", "三等奖", "优秀奖"]),
        }


_MAKERS = {
    "attendance": _attendance,
    "external": _external,
    "participation": _participation,
    "notes": _notes,
    "reading": _reading,
    "awards": _awards,
}


def tiny_school(**tables: list[dict[str, object]]) -> School:
    """Build a school of two teachers of one group and ten activities of 3 hours, all for everybody.

    Both attended everything; a table given by name replaces the default one.
    """
    ids = [f"{number:02d}" for number in range(1, 11)]
    rows: Rows = {
        "roster": [
            {"teacher_id": "1", "name": "甲", "group": "语文组", "state": "在岗"},
            {"teacher_id": "2", "name": "乙", "group": "语文组", "state": "在岗"},
        ],
        "plan": [
            {
                "activity_id": one,
                "title": f"活动{one}",
                "term": 1,
                "month": "2021-09",
                "audience": "全体教师",
                "hours": Fraction(3),
                "required": True,
            }
            for one in ids
        ],
        "attendance": [attended(teacher, one) for teacher in "12" for one in ids],
    }
    return as_school(rows | tables)


def attended(
    teacher: str,
    activity: str,
    status: str = "出席",
    *,
    made_up: bool = False,
    hours: object = None,
) -> dict[str, object]:
    """Make one row of attendance."""
    return {
        "teacher_id": teacher,
        "activity_id": activity,
        "status": status,
        "made_up": made_up,
        "hours": hours,
    }
