"""What the report says about equal totals on a line: each an item, with what every option gives."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from xiaoben_analytics.docket import Option, Tie, list_ties
from xiaoben_analytics.labels import points, printable
from xiaoben_analytics.summary.material import Material
from xiaoben_analytics.summary.model import CENTER, LEFT, RIGHT, Block, Finding, Table, text_rows
from xiaoben_analytics.summary.words import TIES


def tie_blocks(material: Material) -> Iterator[Block]:
    """List every tie that a line runs through, and who comes above it under which rule."""
    result = material.result
    ties = list_ties(result.standings, result.policy)
    if not ties:
        yield Finding("各条线上下没有总分相同的教师。")
        return
    rule = TIES[result.policy.tiers.ties]
    yield Finding(f"有 {len(ties)} 条线上下总分相同，本材料按“{rule}”处理，请逐案确认。")
    rows = [(tie, option) for tie in ties for option in tie.options]
    yield Table(
        "线上同分案",
        ("案号", "排名范围", "界线", "总分", "办法", "进入", "不进入", "名额", "本材料"),
        text_rows(_row(tie, option, material) for tie, option in rows),
        (RIGHT, LEFT, CENTER, RIGHT, LEFT, LEFT, LEFT, LEFT, CENTER),
        note="名额为同分者进线还剩的名额；定下的办法记入决议账本。",
        wide=True,
        people=("",) * len(rows),
        others=tuple(tie.teachers for tie, _ in rows),
    )


def _row(tie: Tie, option: Option, material: Material) -> tuple[object, ...]:
    below = [who for who in tie.teachers if who not in option.upper]
    taken = f"剩 {tie.seats} 个"
    if option.taken:
        taken += f"，{'多用' if option.taken > 0 else '空出'} {abs(option.taken)} 个"
    current = "√" if option.ties == material.result.policy.tiers.ties else ""
    what = (tie.number, tie.pool, f"{tie.tier}线", points(tie.total), option.text)
    return (*what, _called(option.upper, material), _called(below, material), taken, current)


def _called(people: Collection[str], material: Material) -> str:
    return printable("、".join(material.called[who] for who in people)) or "无人"
