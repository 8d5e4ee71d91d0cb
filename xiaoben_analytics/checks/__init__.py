"""Checks that need the regulation beside the data; each lists problems and changes nothing."""

from xiaoben_analytics.checks.amounts import check_amounts, check_awards, check_relays
from xiaoben_analytics.checks.coverage import check_calendar, check_recorded, check_tables
from xiaoben_analytics.checks.roster import check_group_ratios, check_roster

__all__ = [
    "check_amounts",
    "check_awards",
    "check_calendar",
    "check_group_ratios",
    "check_recorded",
    "check_relays",
    "check_roster",
    "check_tables",
]
