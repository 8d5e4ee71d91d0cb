"""The canonical tables, each declared once; reading, templates and the sample follow them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xiaoben_analytics.tables.groupwork import GROUP_MEETINGS, GROUP_REVIEW, VOTES
from xiaoben_analytics.tables.model import Table
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
from xiaoben_analytics.tables.training import ATTENDANCE, PLAN, ROSTER

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            ROSTER,
            PLAN,
            ATTENDANCE,
            EXTERNAL,
            PARTICIPATION,
            NOTES,
            READING,
            AWARDS,
            PRACTICE,
            GROUP_MEETINGS,
            GROUP_REVIEW,
            VOTES,
            SKILLS,
            RESULTS,
            HISTORY,
        )
    }
)
