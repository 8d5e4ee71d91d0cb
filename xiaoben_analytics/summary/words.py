"""The settings of the tiers, in the words of the report."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

ROUNDING = MappingProxyType(
    {
        "half_up": "累计名额四舍五入",
        "floor": "累计名额只舍不入（不超过比例）",
        "largest_remainder": "最大余数法",
        "sainte_lague": "圣拉古法",
    }
)
TIES = MappingProxyType(
    {
        "break": "同分依次比较各项得分，仍相同的同进较高等级",
        "up": "线上同分者同进较高等级",
        "down": "线上同分者同入较低等级",
    }
)
SCOPE = MappingProxyType({"group": "教研组内", "school": "全校"})

INTAKE, TAKING_PART, HOURS, GROUPS, LINES = (
    "数据核对",
    "参与情况",
    "学时完成",
    "教研组表现",
    "等级划线",
)
FRAGILE, EQUAL, DECIDED, OPEN = "脆弱线", "同分案", "会议决定", "待定事项"
AGENDA = (INTAKE, TAKING_PART, HOURS, GROUPS, LINES, FRAGILE, EQUAL, DECIDED, OPEN)
"""The sections of the report, in the order of the meeting."""
OWN_GROUP = "本组情况"
"""What a group's version of the report begins with."""
APPENDIX = "附：成绩总表"

INTAKE_NUMBERS = (
    "读入（行）",
    "使用（行）",
    "搁置（行）",
    "问题（条）",
    "提示（条）",
    "重复（条）",
)
"""Key numbers of what was read; they stand after the results, and smaller."""

_NUMERALS = "一二三四五六七八九"


def heading(name: str, agenda: Sequence[str] = AGENDA) -> str:
    """Write a section's name with its number.

    >>> heading("参与情况")
    '二、参与情况'
    """
    return f"{_NUMERALS[agenda.index(name)]}、{name}"


def topic(heading: str) -> str:
    """Return a section's name without its number.

    >>> topic("二、参与情况"), topic(APPENDIX)
    ('参与情况', '附：成绩总表')
    """
    return heading.removeprefix(heading[0]).removeprefix("、") if heading[1] == "、" else heading


def part(name: str) -> str:
    """Refer to a section from another.

    >>> part("待定事项")
    '第九部分'
    """
    return f"第{_NUMERALS[AGENDA.index(name)]}部分"
