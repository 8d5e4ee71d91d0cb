"""What is chosen when groups are compared, and the rows behind who is picked."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment

SCALES = ("", col.POOLED, col.WITHIN_GROUP)
"""Amounts as they are, against the mean of the school, against that of the own group."""

AWARDS, MEETINGS, PARTS = col.AWARD_COUNT, col.MEETINGS_HELD, col.ALL_COMPONENTS


@dataclass(frozen=True)
class GroupChoice:
    """What is compared, of which groups, and whose rows are shown.

    `compare` is the total, the name of a component, the attendance rate (`columns.RATE`), all
    components (`PARTS`), awards (`AWARDS`) or group meetings (`MEETINGS`). `against` is one of
    `SCALES`. `groups` are those drawn; none is all. `group` and `teacher` (an id) are who was
    picked, or "".
    """

    compare: str = col.TOTAL
    against: str = ""
    groups: tuple[str, ...] = ()
    group: str = ""
    teacher: str = ""

    def renamed(self, codes: Mapping[str, str]) -> GroupChoice:
        """Name the teacher by a code, as an assessment does whose names are hidden."""
        return replace(self, teacher=codes.get(self.teacher, self.teacher))


EVERYTHING = GroupChoice()


def compared_names(result: Assessment) -> dict[str, str]:
    """Name everything that can be compared, in the order in which it is offered."""
    parts = {part.name: part.label for part in result.policy.components}
    return {
        col.TOTAL: "总分",
        PARTS: "各项构成",
        **parts,
        col.RATE: "出勤率",
        AWARDS: "获奖",
        MEETINGS: "教研活动",
    }


def picked(frame: pd.DataFrame, choice: GroupChoice) -> pd.DataFrame:
    """Keep the rows of who was picked: the teacher, or the group; none if nobody was."""
    if choice.teacher and col.TEACHER_ID in frame:
        return frame[frame[col.TEACHER_ID] == choice.teacher]
    return frame[frame[col.GROUP] == choice.group]


def picked_name(result: Assessment, choice: GroupChoice) -> str:
    """Say who was picked, as a caption does; "" if nobody, or nobody of this school."""
    own = result.standings[result.standings[col.TEACHER_ID] == choice.teacher]
    if len(own):
        return f"{own[col.GROUP].iloc[0]}　{own[col.NAME].iloc[0]}"
    return choice.group


def places(frame: pd.DataFrame) -> list[str]:
    """Say in words where each row stands in the school's files."""
    return [_place(row) for row in frame.to_dict("records")]


def _place(row: Mapping[Hashable, Any]) -> str:
    named = "·".join(str(row[name]) for name in (col.FILE, col.SHEET) if not pd.isna(row[name]))
    return named if pd.isna(row[col.ROW]) else f"{named} 第 {row[col.ROW]} 行"
