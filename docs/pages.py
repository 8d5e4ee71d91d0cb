"""Write what follows from the code: pages of measures and regulations, the schema of regulations.

Run as `python docs/pages.py`; a test keeps the pages equal to what this writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xiaoben_analytics.measures import MEASURES, Measure
from xiaoben_analytics.policy import Clause, Policy, Requirement, Who, list_policies
from xiaoben_analytics.policy.schema import SCHEMA, schema_text
from xiaoben_analytics.policy.sections import Sourced

HERE = Path(__file__).parent


def measures_page() -> str:
    """List every measure, those taken from the same table together."""
    lines = [
        "# 指标一览",
        "",
        "考核办法里的 `measure`、`measures` 从这里选。数量都是整数：学时、学分、分数按百分之一计，比较时没有误差。",
        "“需要”一列写明办法中必须有哪一节，才能用这个指标。本页由 `docs/pages.py` 生成。",
    ]
    sources: dict[str, list[Measure]] = {}
    for measure in MEASURES.values():
        sources.setdefault(measure.rows.label, []).append(measure)
    for source, taken in sources.items():
        lines += [
            "",
            f"## 取自{source}",
            "",
            "| 名称 | 指标 | 单位 | 含义 | 需要 |",
            "|---|---|---|---|---|",
        ]
        lines += [_measure(measure) for measure in taken]
    return "\n".join(lines) + "\n"


def regulations_page() -> str:
    """List every rule of every shipped regulation: what it says, where from, what was decided."""
    lines = [
        "# 随程序提供的考核办法",
        "",
        "出处写明原文件的编号与条目；“取法”是条文没有写明或自相矛盾时的决定，都可以在本校的办法中改写。",
        "本页由 `docs/pages.py` 生成。",
    ]
    for policy in list_policies().values():
        lines += ["", f"## {policy.id}　{policy.title}", "", *_said(policy)]
        lines += ["", "| 规则 | 内容 | 出处 | 取法 |", "|---|---|---|---|"]
        lines += [_row(label, rule) for label, rule in _rules(policy)]
        lines += [
            "",
            "程序不计算、由学校办理的条文：",
            "",
            "| 条文 | 内容 | 出处 | 为什么，怎样办 |",
        ]
        lines += ["|---|---|---|---|", *(_clause(clause) for clause in policy.clauses)]
    return "\n".join(lines) + "\n"


PAGES = {"measures.md": measures_page, "regulations.md": regulations_page}


def main() -> None:
    """Write every page and the schema."""
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    for name, page in PAGES.items():
        HERE.joinpath(name).write_text(page(), encoding="utf-8")


def _measure(measure: Measure) -> str:
    needs = f"`[{measure.needs}]`" if measure.needs else ""
    return f"| `{measure.name}` | {measure.label} | {measure.unit} | {measure.meaning} | {needs} |"


def _said(policy: Policy) -> list[str]:
    decided = f"取法：{policy.decision}" if policy.decision else ""
    said = [f"{policy.text}（{policy.source}）", decided]
    return "\n\n".join(text for text in said if text).splitlines()


def _row(label: str, rule: Sourced) -> str:
    return _line(label, rule.text, rule.source, rule.decision)


def _clause(clause: Clause) -> str:
    return _line(clause.name, clause.text, clause.source, clause.by_hand)


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "／") for cell in cells) + " |"


def _rules(policy: Policy) -> Iterator[tuple[str, Sourced]]:
    own = {name: rule for name, rule in policy.rules.items() if rule and rule.source != "通则"}
    yield from ((f"`[{name}]`", section) for name, section in own.items())
    yield from ((_requirement(one), one) for one in policy.requirements)
    yield from ((f"{slot.name}的活动时间：{slot.when}", slot) for slot in policy.slots)
    yield from ((f"{part.label} {part.points // 100} 分", part) for part in policy.components)
    yield from ((f"一票否决：{gate.label}", gate) for gate in policy.gates)
    yield from [("等级", policy.tiers)] if policy.components else []
    yield from (
        (f"{honour.name}{f'：{honour.winners}' if honour.winners else ''}", honour)
        for honour in policy.honours
    )


def _requirement(requirement: Requirement) -> str:
    return f"{requirement.label}：至少 {requirement.at_least}{_whom(requirement)}"


def _whom(requirement: Requirement) -> str:
    of = {"teacher": "每人", "group": "每组", "school": "全校"}[requirement.of]
    return f"（{of}{_who(requirement.who)}）"


def _who(who: Who) -> str:
    said = [
        f"类别或称号含{'、'.join(who.categories)}" if who.categories else "",
        f"未满 {who.under}" if who.under else "",
        f"入职第 {who.stage} 年" if who.stage else "",
    ]
    return "".join(f"，{text}" for text in said if text)


if __name__ == "__main__":
    main()
