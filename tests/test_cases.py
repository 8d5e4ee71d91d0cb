"""Every rule of every regulation, case by case, from `tests/cases/*.toml`.

A file names its `policy`; a case its `note`, the `source` of the rule, the `rows` of the tables (what is
not given is that of `schools.tiny_school`; `each` repeats a row for a list of values), the day `on` which
requirements are judged, and what is `expected`: `points` of a component per teacher, `gated`, `verdicts` of requirements, or `honours`.
Amounts are decimals in the file and fractions in the rows; expected numbers are worked out by hand.
"""

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from schools import tiny_school

from xiaoben_analytics.assessment import assess
from xiaoben_analytics.policy import list_policies, read_policy
from xiaoben_analytics.requirements import check_requirements

CASES = Path(__file__).parent / "cases"


def cases():
    for path in sorted(CASES.glob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
        for case in data["case"]:
            yield pytest.param(data["policy"], case, id=f"{path.stem}: {case['note']}")


def rows_of(table, given):
    """Write out the rows of a table; a row with `each` stands for one row per value listed."""
    for row in given:
        each = row.get("each", {})
        lengths = {len(values) for values in each.values()} or {1}
        for number in range(lengths.pop()):
            own = {name: values[number] for name, values in each.items()}
            whole = {**row, **own}
            yield {name: stored(name, value) for name, value in whole.items() if name != "each"}


def stored(name, value):
    if name in AMOUNTS:
        return Fraction(value)
    return value


AMOUNTS = {"hours", "credits", "deduction", "amount", "review_score", "group_bonus", "score"}
AMOUNTS |= {"full", "votes"}


def school_of(case):
    tables = {name: list(rows_of(name, given)) for name, given in case.get("rows", {}).items()}
    for person in tables.get("roster", []):
        person.setdefault("name", f"教师{person['teacher_id']}")
        person.setdefault("group", "语文组")
        person.setdefault("state", "在岗")
    for activity in tables.get("plan", []):
        defaults = {"audience": "全体教师", "required": True, "title": activity["activity_id"]}
        for name, value in defaults.items():
            activity.setdefault(name, value)
    return tiny_school(**tables)


@pytest.mark.parametrize(("policy", "case"), list(cases()))
def test_case(policy, case):
    regulation = read_policy(policy)
    if "changes" in case:
        regulation = regulation.amended(case["changes"])
    school, expected = school_of(case), case["expected"]
    if "points" in expected or "gated" in expected:
        assert_points(assess(school, regulation), expected)
    if "verdicts" in expected or "honours" in expected:
        found = check_requirements(school, regulation, on=case.get("on"))
        assert_verdicts(found, expected.get("verdicts", []))
        assert_honours(found, expected.get("honours", []))


def assert_points(result, expected):
    standings = result.standings.set_index("teacher_id")
    for component, points in expected.get("points", {}).items():
        for teacher, worth in points.items():
            assert standings[component][teacher] == Decimal(worth) * 100, (component, teacher)
    for teacher, gated in expected.get("gated", {}).items():
        assert standings["gated"][teacher] == gated, teacher


def assert_verdicts(found, expected):
    frames = {"teacher": found.teachers, "group": found.groups, "school": found.school}
    frames |= {"slot": found.slots[found.slots["prep_group"].notna()]}
    for wanted in expected:
        frame = frames[wanted.get("of", "teacher")]
        keys = {
            name: wanted[name]
            for name in ("teacher_id", "group", "prep_group", "requirement", "period")
            if name in wanted
        }
        row = frame
        for name, value in keys.items():
            row = row[row[name] == value]
        assert len(row) == 1, (keys, frame)
        assert row["verdict"].item() == wanted["verdict"], (keys, row.to_dict("records"))
        for name in ("amount", "short"):
            if name in wanted:
                assert row[name].item() == Decimal(wanted[name]) * row["scale"].item(), (
                    keys,
                    row.to_dict("records"),
                )


def assert_honours(found, expected):
    frame = found.honours
    for wanted in expected:
        own = frame[frame["honour"] == wanted["honour"]]
        chosen = own.loc[own["chosen"].fillna(value=False), "teacher_id"].tolist()
        assert chosen == wanted["chosen"], own.to_dict("records")
        for teacher, reason in wanted.get("reasons", {}).items():
            row = own[own["teacher_id"] == teacher]
            assert row["reason"].tolist() == [reason], own.to_dict("records")


def test_every_rule_of_every_regulation_has_a_case():
    files = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in CASES.glob("*.toml")}
    for name, policy in list_policies().items():
        said = " ".join(case["source"] for case in files[name]["case"])
        for rule in (*policy.requirements, *policy.components, *policy.gates):
            assert rule.source in said, (name, rule.name)
