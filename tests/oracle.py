"""The regulation `county-110` once more: fractions and loops, from plain rows, sharing no code.

Written from the text of the regulation, not from the program.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction as F
from math import floor

COMPONENTS = ("external", "attendance", "participation", "reading", "bonus")

# Notices of the State Council: days off, and weekend days worked instead.
OFF = [
    (date(2021, 9, 19), date(2021, 9, 21)),
    (date(2021, 10, 1), date(2021, 10, 7)),
    (date(2022, 1, 1), date(2022, 1, 3)),
    (date(2022, 1, 31), date(2022, 2, 6)),
    (date(2022, 4, 3), date(2022, 4, 5)),
    (date(2022, 4, 30), date(2022, 5, 4)),
    (date(2022, 6, 3), date(2022, 6, 5)),
]
WORKED = {
    date(2021, 9, 18),
    date(2021, 9, 26),
    date(2021, 10, 9),
    date(2022, 1, 29),
    date(2022, 1, 30),
    date(2022, 4, 2),
    date(2022, 4, 24),
    date(2022, 5, 7),
}


def works(day):
    if day in WORKED:
        return True
    if any(first <= day <= last for first, last in OFF):
        return False
    return day.isoweekday() <= 5


def in_time(returned, relay):
    if returned is None or relay is None or relay < returned:
        return False
    worked = 0
    day = returned
    while day < relay:
        day += timedelta(days=1)
        worked += works(day)
    # a relay on a day off counts with the working days passed so far, but not after the third
    return worked < 3 or (worked == 3 and works(relay))


def hundredth(x):
    return F(floor(x * 100 + F(1, 2)), 100)


def proportional(points, own, highest):
    return min(hundredth(points * own / highest), F(points)) if highest > 0 else F(0)


def owed_activities(person, plan):
    mine = {"全体教师", person["group"], person.get("prep_group"), person.get("category")}
    return {
        a["activity_id"] for a in plan if a["required"] and mine & set(a["audience"].split("、"))
    }


def attendance_hours(rows, plan_hours):
    total = F(0)
    for row in rows:
        worth = plan_hours[row["activity_id"]] if row["hours"] is None else row["hours"]
        if row["status"] in ("出席", "迟到", "早退") or row["made_up"]:
            total += worth
    return total


def award(row):
    step = {"特等奖": 0, "一等奖": 0, "二等奖": 1, "三等奖": 2, "优秀奖": 3}[row["prize"]]
    if row["award_category"] == "竞赛":
        first, less = {"省": F(5), "市": F(4), "县": F(3)}, F(1, 2)
    else:
        first, less = {"省": F(3), "市": F(2), "县": F(1)}, F(1, 4)
    return max(first[row["level"]] - step * less, F(0)) if row["level"] in first else F(0)


def score(rows, *, reference="assessed", without=None):
    """Return {teacher_id: {component: points, "total": …, "gated": bool}} of the assessed.

    `reference` is what a proportion is taken of; `without` names by component who sets nothing.
    """
    plan = rows["plan"]
    plan_hours = {a["activity_id"]: a["hours"] for a in plan}
    people = [p for p in rows["roster"] if p["state"] == "在岗"]
    raw = {}
    for p in people:
        mine = {
            t: [r for r in rows[t] if r["teacher_id"] == p["teacher_id"]]
            for t in rows
            if t not in ("roster", "plan", "group_review")
        }
        owed = owed_activities(p, plan)
        absences = sum(
            r["status"] == "缺席" and r["activity_id"] in owed for r in mine["attendance"]
        )
        undone = any(
            r["kind"] == "任务" and r["required"] and r["done"] is False
            for r in mine["participation"]
        )
        external = F(0)
        fines = F(0)
        for r in mine["external"]:
            external += r["hours"]
            if in_time(r["return_date"], r["relay_date"]):
                external += r["credits"]
            fines += r["deduction"] or 0
        raw[p["teacher_id"]] = {
            "hours": attendance_hours(mine["attendance"], plan_hours),
            "void": (bool(owed) and F(absences, len(owed)) > F(1, 5)) or undone,
            "external": external,
            "fines": fines,
            "mine": mine,
            "group": p["group"],
        }

    def top(component, name, group):
        """The amount that a teacher of this group is held against."""
        left_out = (without or {}).get(component)
        amounts = []
        for teacher, r in raw.items():
            may = teacher != left_out and not (component == "attendance" and r["void"])
            if may and r[name] > 0 and (reference != "group" or r["group"] == group):
                amounts.append(r[name])
        amounts.sort()
        if reference == "second" and len(amounts) > 1:
            amounts.pop()
        return amounts[-1] if amounts else F(0)

    return {
        t: _points(
            r,
            top("external", "external", r["group"]),
            top("attendance", "hours", r["group"]),
            rows["group_review"],
        )
        for t, r in raw.items()
    }


def _points(r, top_external, top_hours, reviews):
    mine = r["mine"]
    external = max(proportional(30, r["external"], top_external) - r["fines"], F(0))
    attendance = F(0) if r["void"] else proportional(30, r["hours"], top_hours)
    grades = [{"优秀": 10, "良好": 9, "合格": 8, "不合格": 5}[n["grade"]] for n in mine["notes"]]
    notes = hundredth(F(sum(grades), len(grades))) if grades else F(0)
    earned = sum((a["credits"] for a in mine["participation"] if a["done"] is not False), F(0))
    reading = F(10)
    for piece in mine["reading"]:
        reading -= {"按时": 0, "未交": 3, "质量不高": piece["deduction"]}[piece["completion"]]
    contests = [award(a) for a in mine["awards"] if a["award_category"] == "竞赛"]
    papers = [award(a) for a in mine["awards"] if a["award_category"] == "评选"]
    extra = sum((g["group_bonus"] for g in reviews if g["group"] == r["group"]), F(0))
    points = {
        "external": external,
        "attendance": attendance,
        "participation": notes + min(earned, F(20)),
        "reading": max(reading, F(0)),
        "bonus": min(max(contests, default=F(0)) + max(papers, default=F(0)) + extra, F(10)),
    }
    return {**points, "total": sum(points.values()), "gated": r["void"], "group": r["group"]}


def component(parts, deductions, most, people):
    """Return the points of each of some people, whose amounts are given in units of each measure.

    Whatever the unit, one of it is one point where a rule adds it up, takes the highest or takes it off.
    """
    results = []
    for one in people:
        points = F(0)
        for part in parts:
            points += min(_part(part, one, people), F(part["points"]))
        points -= sum(one[name] for name in deductions)
        results.append(max(min(points, F(most)), F(0)))
    return results


def _part(part, one, people):
    own = [one[name] for name in part["measures"]]
    if part["rule"] == "full":
        return F(part["points"])
    if part["rule"] == "proportional":
        return proportional(part["points"], own[0], max(p[part["measures"][0]] for p in people))
    if part["rule"] == "sum":
        return sum(own)
    if part["rule"] == "highest":
        return max(own)
    if own[1] == 0:
        return F(0)
    return hundredth(own[0] / own[1] * (part["points"] if part["rule"] == "rate" else 1))


def quota(n, ratios, rounding):
    """Seats per tier of n people, by the definition of each rule, on exact fractions."""
    if rounding == "half_up":
        lines = [floor(n * sum(ratios[: k + 1]) + F(1, 2)) for k in range(len(ratios))]
        return [b - a for a, b in zip([0, *lines[:-1]], lines, strict=True)]
    if rounding == "floor":
        lines = [floor(n * sum(ratios[: k + 1])) for k in range(len(ratios) - 1)]
        lines.append(n)
        return [b - a for a, b in zip([0, *lines[:-1]], lines, strict=True)]
    exact = [n * r for r in ratios]
    if rounding == "largest_remainder":
        got = [floor(x) for x in exact]
        while sum(got) < n:
            left = [
                (x - floor(x)) if g == floor(x) else F(-1) for x, g in zip(exact, got, strict=True)
            ]
            got[left.index(max(left))] += 1
        return got
    got = [0] * len(ratios)
    for _ in range(n):
        best = None
        for k, r in enumerate(ratios):
            if best is None or r * (2 * got[best] + 1) > ratios[best] * (2 * got[k] + 1):
                best = k
        got[best] += 1
    return got


def tiers(scores, ratios=(F(3, 10), F(4, 10), F(3, 10)), rounding="half_up", ties="break"):
    """Return {teacher_id: (rank or None, tier)} by walking down each group, place by place."""
    names = ("优秀", "良好", "合格")
    result = {}
    for group in {s["group"] for s in scores.values()}:
        members = {t: s for t, s in scores.items() if s["group"] == group}
        seats = quota(len(members), ratios, rounding)
        places = [name for name, count in zip(names, seats, strict=True) for _ in range(count)]

        def key(t, members=members):
            parts = [members[t]["total"]]
            if ties == "break":
                parts += [members[t][c] for c in COMPONENTS]
            return tuple(parts)

        ranked = [t for t in members if not members[t]["gated"]]
        for t in members:
            if members[t]["gated"]:
                result[t] = (None, "不合格")
        for t in ranked:
            better = sum(key(o) > key(t) for o in ranked)
            equal = sum(key(o) == key(t) for o in ranked)
            spot = better + equal - 1 if ties == "down" else better
            result[t] = (better + 1, places[spot])
    return result
