"""Each canonical table, declared once: columns, meaning, allowed values, headings and aliases.

Reading, checking, templates, documentation and sample data all follow these declarations.
A table read from files holds the declared columns plus `file`, `sheet` and `row`, the
address of each row. Text is `str`, dates are `datetime64[s]`, hours, credits and points
are `Int64` in hundredths, yes/no is `boolean`; what is missing is missing, never zero.
"""

from xiaoben_analytics.tables.declared import (
    ABSENT,
    ATTENDANCE,
    AWARDS,
    EARLY_LEAVE,
    EVERYBODY,
    EXCUSED,
    EXTERNAL,
    GROUP_MEETINGS,
    GROUP_REVIEW,
    LATE,
    NOTES,
    OFFICIAL_LEAVE,
    ON_DUTY,
    PARTICIPATION,
    PERSONAL_LEAVE,
    PLAN,
    PRACTICE,
    PRESENT,
    READING,
    ROSTER,
    SICK_LEAVE,
    STATUSES,
    TABLES,
    UNRECORDED,
)
from xiaoben_analytics.tables.model import DTYPES, PROVENANCE, Column, Dtype, School, Table, array

__all__ = [
    "ABSENT",
    "ATTENDANCE",
    "AWARDS",
    "DTYPES",
    "EARLY_LEAVE",
    "EVERYBODY",
    "EXCUSED",
    "EXTERNAL",
    "GROUP_MEETINGS",
    "GROUP_REVIEW",
    "LATE",
    "NOTES",
    "OFFICIAL_LEAVE",
    "ON_DUTY",
    "PARTICIPATION",
    "PERSONAL_LEAVE",
    "PLAN",
    "PRACTICE",
    "PRESENT",
    "PROVENANCE",
    "READING",
    "ROSTER",
    "SICK_LEAVE",
    "STATUSES",
    "TABLES",
    "UNRECORDED",
    "Column",
    "Dtype",
    "School",
    "Table",
    "array",
]
