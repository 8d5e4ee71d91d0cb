"""What a line records, in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import people_and_seats
from xiaoben_analytics.ledger.chain import Line


def say_line(line: Line) -> str:
    """Say in a sentence what a line records."""
    told = line.content
    words = {
        "policy": lambda: f"{told['id']}：{told['title']}",
        "scenario": lambda: _say_scenario(told),
        "decision": lambda: f"{_say_scenario(told)}；{told['decided_by']}：{told['reason']}",
        "lock": lambda: "：".join(filter(None, (told["by"], told["reason"]))),
        "reopen": lambda: f"{told['by']}：{told['reason']}",
        "repair": lambda: f"第 {told['line']} 行只写了一半，{told['by']}：{told['reason']}",
        "ballots_issued": lambda: (
            f"{told['topic']}：发给{'、'.join(member for member, _ in told['tickets'])}"
        ),
        "ballots_sealed": lambda: f"{told['topic']}：{_members(told)}",
        "ballots_opened": lambda: f"{told['topic']}：{_members(told)}{_without(told)}",
    }
    return words[line.kind]()


def say_idle(told: Mapping[str, Any], move: Mapping[str, Any]) -> str:
    """Say that a move by hand of a line does nothing; "" where it does something."""
    if move["teacher_id"] not in told.get("idle", ()):
        return ""
    return f"按规则已是{move['to_tier']}，调整没有作用"


def _say_scenario(told: Mapping[str, Any]) -> str:
    *ranked, (failing, last) = told["counts"]
    seats: Counter[str] = Counter()
    for line in told["cutoffs"]:
        seats[line["tier"]] += line["seats"]
    people = [(name, people_and_seats(count, seats[name])) for name, count in ranked]
    counts = "、".join(f"{name} {count}" for name, count in (*people, (failing, last)))
    idle = len(told.get("idle", ()))
    by_hand = len(told["scenario"]["moves"]) - idle
    moved = f"{len(told['moved'])} 人变动" + (f"（手工调整 {by_hand} 人）" if by_hand else "")
    moved += f"；另有 {idle} 人按规则已在所调的等级，调整没有作用" if idle else ""
    return f"“{told['scenario']['name']}”，{told['teachers']} 人：{counts}；{moved}"


def _members(told: Mapping[str, Any]) -> str:
    return "、".join(one[col.MEMBER] for one in told["ballots"])


def _without(told: Mapping[str, Any]) -> str:
    return f"；不计入{'、'.join(told['without'])}" if told["without"] else ""
