"""Checks that need the regulation beside the data; each lists problems and changes nothing."""

from xiaoben_analytics.checks.balance import Balance, PlanAnswer, plain, state_balance
from xiaoben_analytics.checks.coverage import check_calendar, check_recorded, check_tables
from xiaoben_analytics.checks.dates import check_dates
from xiaoben_analytics.checks.finding import Finding, OtherReading
from xiaoben_analytics.checks.plan import PlanCheck, check_plan
from xiaoben_analytics.checks.regulation import check_regulation, places_to_decide
from xiaoben_analytics.checks.roster import (
    check_group_ratios,
    check_groups,
    check_roster,
    namesakes,
)
from xiaoben_analytics.checks.rows import check_rows

__all__ = [
    "Balance",
    "Finding",
    "OtherReading",
    "PlanAnswer",
    "PlanCheck",
    "check_calendar",
    "check_dates",
    "check_group_ratios",
    "check_groups",
    "check_plan",
    "check_recorded",
    "check_regulation",
    "check_roster",
    "check_rows",
    "check_tables",
    "namesakes",
    "places_to_decide",
    "plain",
    "state_balance",
]
