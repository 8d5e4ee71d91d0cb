"""Each canonical table, declared once: columns, meaning, allowed values, headings and aliases.

Reading, checking, templates, documentation and sample data all follow these declarations.
A table read from files holds the declared columns plus `file`, `sheet` and `row`, the
address of each row. Text is `str`, dates are `datetime64[s]`, hours, credits and points
are `Int64` in hundredths, yes/no is `boolean`; what is missing is missing, never zero.
"""

from xiaoben_analytics.tables.corrections import Correction, correct, state_correction
from xiaoben_analytics.tables.declared import TABLES
from xiaoben_analytics.tables.groupwork import GROUP_MEETINGS, GROUP_REVIEW, VOTES
from xiaoben_analytics.tables.model import DTYPES, PROVENANCE, Column, Dtype, School, Table, array
from xiaoben_analytics.tables.portfolio import (
    AWARDS,
    EXTERNAL,
    HISTORY,
    NOTES,
    PARTICIPATION,
    PRACTICE,
    READING,
    RESULTS,
    SKILLS,
)
from xiaoben_analytics.tables.training import (
    ABSENT,
    ATTENDANCE,
    ATTENDING,
    EARLY_LEAVE,
    EVERYBODY,
    EXCUSED,
    LATE,
    OFFICIAL_LEAVE,
    ON_DUTY,
    OTHER_LEAVES,
    PERSONAL_LEAVE,
    PLAN,
    PRESENT,
    ROSTER,
    SICK_LEAVE,
    STATUSES,
    UNRECORDED,
)

__all__ = [
    "ABSENT",
    "ATTENDANCE",
    "ATTENDING",
    "AWARDS",
    "DTYPES",
    "EARLY_LEAVE",
    "EVERYBODY",
    "EXCUSED",
    "EXTERNAL",
    "GROUP_MEETINGS",
    "GROUP_REVIEW",
    "HISTORY",
    "LATE",
    "NOTES",
    "OFFICIAL_LEAVE",
    "ON_DUTY",
    "OTHER_LEAVES",
    "PARTICIPATION",
    "PERSONAL_LEAVE",
    "PLAN",
    "PRACTICE",
    "PRESENT",
    "PROVENANCE",
    "READING",
    "RESULTS",
    "ROSTER",
    "SICK_LEAVE",
    "SKILLS",
    "STATUSES",
    "TABLES",
    "UNRECORDED",
    "VOTES",
    "Column",
    "Correction",
    "Dtype",
    "School",
    "Table",
    "array",
    "correct",
    "state_correction",
]
