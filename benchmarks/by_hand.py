"""`county-110` as one would write it by hand in pandas for one school: the rival to beat.

No policy file, no messages, no provenance: one script's worth of merges and group-bys with the
regulation's numbers in it. Amounts are hundredths, as in the program, so results can be equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd
from chinese_calendar import is_workday

Tables = Mapping[str, pd.DataFrame]

COMPONENTS = ["external", "attendance", "participation", "reading", "bonus"]
GRADES = {"优秀": 1000, "良好": 900, "合格": 800, "不合格": 500}
STEPS = {"特等奖": 0, "一等奖": 0, "二等奖": 1, "三等奖": 2, "优秀奖": 3}
CONTEST = {"省": 500, "市": 400, "县": 300}
COMPETITION = {"省": 300, "市": 200, "县": 100}


def stand(tables: Tables) -> pd.DataFrame:
    """Return one row per assessed teacher: id, group, components, total, rank, tier."""
    roster = tables["roster"]
    teachers = roster.loc[roster["state"].fillna("在岗") == "在岗", ["teacher_id", "group"]]
    teachers = teachers.set_index("teacher_id")
    teachers["gated"] = _gated(tables).reindex(teachers.index)
    hours = _hours(tables).reindex(teachers.index, fill_value=0).mask(teachers["gated"], 0)
    teachers["external"] = _external(tables["external"], teachers.index)
    teachers["attendance"] = _share(3000, hours)
    teachers["participation"] = _participation(tables, teachers.index)
    teachers["reading"] = _reading(tables["reading"], teachers.index)
    teachers["bonus"] = _bonus(tables, teachers["group"])
    teachers["total"] = teachers[COMPONENTS].sum(axis="columns")
    return _tiers(teachers)


def _gated(tables: Tables) -> pd.Series:
    """Tell who missed more than a fifth of what was owed, or left a required task undone."""
    roster, plan, attendance = (tables[name] for name in ("roster", "plan", "attendance"))
    belongs = roster[["teacher_id", "group", "prep_group", "category"]].assign(all="全体教师")
    belongs = belongs.melt("teacher_id", value_name="audience").dropna()
    required = plan.loc[plan["required"], ["activity_id", "audience"]]
    required = required.assign(audience=required["audience"].str.split("、")).explode("audience")
    owed = belongs.merge(required, on="audience")[["teacher_id", "activity_id"]].drop_duplicates()
    absent = attendance.loc[attendance["status"] == "缺席", ["teacher_id", "activity_id"]]
    absences = owed.merge(absent)["teacher_id"].value_counts()
    counts = pd.DataFrame({"owed": owed["teacher_id"].value_counts(), "absent": absences})
    counts = counts.reindex(roster["teacher_id"]).fillna(0)
    tasks = tables["participation"]
    undone = tasks[(tasks["kind"] == "任务") & tasks["required"] & (tasks["done"] == False)]  # noqa: E712
    return (counts["absent"] * 5 > counts["owed"]) | counts.index.isin(undone["teacher_id"])


def _hours(tables: Tables) -> pd.Series:
    rows = tables["attendance"]
    earned = rows[rows["status"].isin(["出席", "迟到", "早退"]) | rows["made_up"]]
    planned = tables["plan"].set_index("activity_id")["hours"]
    hours = earned["hours"].fillna(earned["activity_id"].map(planned))
    return hours.groupby(earned["teacher_id"]).sum()


def _external(rows: pd.DataFrame, ids: pd.Index) -> pd.Series:
    last = pd.to_datetime(
        rows["return_date"].map(lambda day: _third_working_day(day.date()), na_action="ignore")
    )
    in_time = rows["relay_date"].between(rows["return_date"], last)
    amounts = pd.DataFrame(
        {
            "points": rows["hours"].fillna(0) + rows["credits"].where(in_time).fillna(0),
            "deduction": rows["deduction"].fillna(0),
        }
    )
    sums = amounts.groupby(rows["teacher_id"]).sum().reindex(ids, fill_value=0)
    return (_share(3000, sums["points"]) - sums["deduction"]).clip(lower=0)


def _participation(tables: Tables, ids: pd.Index) -> pd.Series:
    notes, parts = tables["notes"], tables["participation"]
    grades = notes["grade"].map(GRADES).groupby(notes["teacher_id"]).agg(["sum", "count"])
    mean = (2 * grades["sum"] + grades["count"]) // (2 * grades["count"])
    done = parts[parts["done"].fillna(True)]
    credits_earned = done.groupby("teacher_id")["credits"].sum().clip(upper=2000)
    return mean.reindex(ids, fill_value=0) + credits_earned.reindex(ids, fill_value=0)


def _reading(rows: pd.DataFrame, ids: pd.Index) -> pd.Series:
    poor = rows["deduction"].where(rows["completion"] == "质量不高", 0).fillna(0)
    lost = poor.mask(rows["completion"] == "未交", 300).groupby(rows["teacher_id"]).sum()
    return (1000 - lost.reindex(ids, fill_value=0)).clip(lower=0)


def _bonus(tables: Tables, groups: pd.Series) -> pd.Series:
    awards = tables["awards"]
    contest = awards["award_category"] == "竞赛"
    first = awards["level"].map(CONTEST).where(contest, awards["level"].map(COMPETITION))
    lower = awards["prize"].map(STEPS) * np.where(contest, 50, 25)
    points = (first - lower).fillna(0).clip(lower=0).astype(int)
    best = points.groupby([awards["teacher_id"], awards["award_category"]]).max()
    personal = best.groupby("teacher_id").sum().reindex(groups.index, fill_value=0)
    review = tables["group_review"].groupby("group")["group_bonus"].sum()
    return (personal + groups.map(review).fillna(0)).clip(upper=1000)


def _tiers(teachers: pd.DataFrame) -> pd.DataFrame:
    """Rank within the group by total, then by each component; equals share the better place."""
    ranked = teachers[~teachers["gated"]].sort_values(["total", *COMPONENTS], ascending=False)
    place = ranked.groupby("group").cumcount() + 1
    rank = place.groupby([ranked[name] for name in ("group", "total", *COMPONENTS)]).transform(
        "min"
    )
    size = teachers.groupby("group")["gated"].transform("size")
    teachers = teachers.assign(rank=rank.reindex(teachers.index))
    excellent, good = (6 * size + 10) // 20, (14 * size + 10) // 20
    tiers = np.select(
        [teachers["gated"], teachers["rank"] <= excellent, teachers["rank"] <= good],
        ["不合格", "优秀", "良好"],
        "合格",
    )
    return teachers.assign(tier=tiers).reset_index()


def _share(points: int, amounts: pd.Series) -> pd.Series:
    """Give points in proportion to the highest amount, rounded half up to hundredths."""
    highest = amounts.max()
    return (2 * points * amounts + highest) // (2 * highest) if highest else amounts


def _third_working_day(day: date) -> date:
    worked = 0
    while worked < 3:
        day += timedelta(days=1)
        worked += is_workday(day)
    return day
