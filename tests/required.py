"""Schools and regulations for tests of requirements; amounts in hundredths where a `Fraction` is not given."""

import pandas as pd
from schools import as_school

from xiaoben_analytics.policy import Policy, read_policy
from xiaoben_analytics.requirements import check_requirements
from xiaoben_analytics.tables import TABLES


def person(number, **more):
    return {
        "teacher_id": str(number),
        "name": f"教师{number}",
        "group": "语文组",
        "state": "在岗",
    } | more


def activity(number, month="2021-09", hours=3, **more):
    return {
        "activity_id": f"A{number}",
        "title": f"活动{number}",
        "term": 1 if int(month[5:]) in (9, 10, 11, 12, 1) else 2,
        "month": month,
        "audience": "全体教师",
        "hours": hours * 100,
        "required": True,
    } | more


def came(teacher, number, status="出席", **more):
    return {"teacher_id": str(teacher), "activity_id": f"A{number}", "status": status} | more


def did(teacher, kind, day=None, amount=None, **more):
    return {
        "teacher_id": str(teacher),
        "kind": kind,
        "date": pd.Timestamp(day) if day else None,
        "amount": None if amount is None else amount * 100,
    } | more


def met(group, day, **more):
    return {"group": group, "date": pd.Timestamp(day)} | more


def school_of(**rows):
    """Build a school of these rows; a table that is not named is empty."""
    return as_school({name: rows.get(name, []) for name in TABLES})


def policy_of(*requirements, **sections):
    """Write a regulation that asks for these requirements and scores nothing."""
    common = read_policy("county-110")
    return Policy.from_written(
        {
            "id": "own",
            "title": "本校办法",
            "recording": common.recording.model_dump(),
            "attendance": common.attendance.model_dump() | {"incidents": ["缺席", "早退"]},
            "requirements": list(requirements),
            **sections,
        }
    )


def asks(measure, at_least, **more):
    return {"name": "one", "label": "要求", "measure": measure, "at_least": at_least} | more


def judged(school, *requirements, on=None, frame="teachers", **sections):
    """Check and return the rows of a frame as dicts."""
    found = check_requirements(school, policy_of(*requirements, **sections), on=on)
    return getattr(found, frame).to_dict("records")


def verdicts(*given, **more):
    return [row["verdict"] for row in judged(*given, **more)]
