"""What 成绩总表 was made of, the regulation or a decision, and how its sheets speak of that."""

from __future__ import annotations

from dataclasses import dataclass

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.ledger import Line

AS_RULED = "与办法一致：参数没有改动，等级按办法计算。"


@dataclass(frozen=True)
class Origin:
    """What changes are compared with.

    `decided` is said of a setting that the regulation states otherwise and stands under `heading`,
    `against` names what changes are compared with, `as_made` is the verdict while there are none,
    and `cited` says on whose word somebody was moved by hand.
    """

    heading: str = "会议决定"
    decided: str = "按会议决定"
    against: str = "办法"
    as_made: str = AS_RULED
    cited: str = "会议调整"


def origin_of(result: Assessment, line: Line | None = None) -> Origin:
    """Say what a result was made of; `line` is the decision that it follows."""
    base, moved = result.base, len(result.manual) - len(result.idle)
    by_hand = f"另有 {moved} 人由会议调整等级，见《成绩》的说明。" if moved else ""
    if base is None or base.policy.written == result.policy.written:
        cited = f"第 {line.sequence} 号决定调整" if line else "会议调整"
        return Origin(as_made=AS_RULED + by_hand, cited=cited)
    if line is None:
        told = "与办法不同：设置是试算，没有会议决定作依据；生成以后没有改动。"
        return Origin("试算", "试算，与办法不同", "生成时", told + by_hand)
    number = f"第 {line.sequence} 号决定"
    told = f"按{number}（{line.content['decided_by']}）：参数没有再改动，与办法不同之处见《参数》的“会议决定”一列。"
    return Origin("会议决定", f"按{number}", "会议决定", told + by_hand, f"{number}调整")
