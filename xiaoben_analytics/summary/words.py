"""The settings of the tiers, in the words of the report."""

from __future__ import annotations

from types import MappingProxyType

ROUNDING = MappingProxyType(
    {
        "half_up": "累计名额四舍五入",
        "floor": "累计名额只舍不入（不超过比例）",
        "largest_remainder": "最大余数法",
        "sainte_lague": "圣拉格法",
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
