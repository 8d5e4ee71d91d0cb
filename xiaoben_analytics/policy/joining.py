"""Regulations that apply at once: one says how rows are counted and scored, the rest add what they require."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from xiaoben_analytics.errors import PolicyError
from xiaoben_analytics.measures import MEASURES

Written = Mapping[str, Any]
"""What a regulation's file says, what it rests on included."""

JOINED = "+"
"""Joins the names of regulations that apply at once."""


@dataclass(frozen=True)
class Difference:
    """What two regulations that apply at once say differently, and which of them applies.

    `changes` is what would be written for the `other` reading, if there is one (see
    `Policy.amended`).
    """

    key: str
    found: str
    reading: str
    other: str = ""
    changes: Written = field(default_factory=dict)


def join(first: Written, other: Written) -> tuple[Written, tuple[Difference, ...]]:
    """Add to a regulation what another requires, and say wherein they differ.

    The first that scores says how rows are counted and scored (where none does, the first); of the
    other its requirements, slots, honours and clauses apply, and the sections that the first lacks.
    Incidents of discipline are those of both.

    Raises
    ------
    PolicyError
        If a requirement of the other would be judged by a section of the first that differs.
    """
    main, added = (other, first) if _scores(other) and not _scores(first) else (first, other)
    main, added = _bound(main), _bound(_renamed(main, added))
    sections = {key: added[key] for key in added if key not in main and key not in _SCORING}
    shared = [key for key in main if key in added and isinstance(main[key], Mapping)]
    united = {key: _united(main[key], added[key]) for key in _UNITED}
    both_score = _scores(main) and _scores(added)
    lists = {
        key: [*_together(main.get(key, ()), added.get(key, ()))]
        for key in (*_LISTS, *(() if both_score else ("gates",)))
        if key in main or key in added
    }
    differences = [
        found for key in shared if key not in _SCORING for found in _differences(key, main, added)
    ]
    _fail_if_judged_otherwise(differences, main, added)
    prose = _named(first, other)
    if both_score:  # what is said about scores that are left out would mislead
        prose = {key: prose[key] for key in ("id", "title", "source")}
    whole = {**main, **sections, **united, **lists, **prose}
    return whole, (*_unscored(main, added), *differences)


def _bound(written: Written) -> Written:
    """Bind certificates to the requirements of their own regulation, whatever comes to stand beside."""
    names = [one["name"] for one in written.get("requirements", ())]
    honours = [
        one if one.get("election") or not names else {"requirements": names, **one}
        for one in written.get("honours", ())
    ]
    return {**written, "honours": honours} if honours else written


def _scores(written: Written) -> bool:
    return bool(written.get("components"))


def _united(main: Written, added: Written) -> Written:
    """Unite what both list as incidents; who lists more than the other is named as a source, too."""
    lists = {
        name: [*dict.fromkeys((*main.get(name, ()), *added.get(name, ())))]
        for name in _UNITED["attendance"]
    }
    if all(lists[name] == [*main.get(name, ())] for name in lists):
        return main
    told = {name: sep.join(_both(name, main, added)) for name, sep in _PROSE.items()}
    return {**main, **lists, **{name: text for name, text in told.items() if text}}


def _both(name: str, main: Written, added: Written) -> list[str]:
    """List what both say, once where it is the same."""
    return [*dict.fromkeys(str(one[name]) for one in (main, added) if one.get(name))]


def _renamed(main: Written, added: Written) -> Written:
    """Name rules after their regulation where another has their names for something else."""
    changed: dict[str, Any] = {}
    for key in (*_LISTS, "gates"):
        taken = {one["name"]: one for one in main.get(key, ())}
        own = {one["name"]: one for one in added.get(key, ())}
        new = {
            name: f"{name}（{added['id']}）"
            for name, one in own.items()
            if name in taken and _rule(taken[name]) != _rule(one) and key != "slots"
        }
        changed[key] = [{**one, "name": new.get(name, name)} for name, one in own.items()]
        if key == "requirements":
            renamed = new
    for honour in changed["honours"]:
        if "requirements" in honour:
            honour["requirements"] = [renamed.get(one, one) for one in honour["requirements"]]
    return {**added, **{key: rules for key, rules in changed.items() if rules}}


def _together(own: Sequence[Written], more: Sequence[Written]) -> Iterator[Written]:
    """List the rules of both; one that both have stands once, with both sources."""
    taken = {one["name"]: one for one in own}
    same = {one["name"]: one for one in more if _rule(one) == _rule(taken.get(one["name"], {}))}
    for name, one in taken.items():
        both = {"source": "；".join(_both("source", one, same[name]))} if name in same else {}
        yield {**one, **both}
    yield from (one for one in more if one["name"] not in same)


def _rule(written: Written) -> Written:
    """Return what is asked, without the words about it."""
    return {key: value for key, value in written.items() if key not in (*_PROSE, "label")}


def _differences(section: str, main: Written, added: Written) -> Iterator[Difference]:
    """Compare a section that both have, key by key."""
    ours, theirs = main[section], added[section]
    for key in dict.fromkeys((*ours, *theirs)):
        if key in _PROSE or key in _UNITED.get(section, ()) or ours.get(key) == theirs.get(key):
            continue
        shown = [_shown(one.get(key)) for one in (ours, theirs)]
        found = f"{main['id']} 为{shown[0]}，{added['id']} 为{shown[1]}"
        here = Difference(f"{section}.{key}", found, f"照 {main['id']}")
        changes = {section: {key: theirs.get(key)}}
        yield replace(here, other=f"照 {added['id']}", changes=changes) if key in theirs else here


def _fail_if_judged_otherwise(
    differences: Sequence[Difference], main: Written, added: Written
) -> None:
    """Refuse to judge what one regulation requires by a section that only the other says so."""
    asked = added.get("requirements", ())
    needed = {MEASURES[one["measure"]].needs for one in asked if one.get("measure") in MEASURES}
    needed |= {"cycle"} if any(one.get("per") == "cycle" for one in asked) else set()
    for one in differences:
        if one.key.partition(".")[0] in needed:
            expected = (
                f"同样的 {one.key}；请分别对照：--policy {main['id']}，再 --policy {added['id']}"
            )
            raise PolicyError.invalid(
                f"{main['id']}{JOINED}{added['id']}",
                f"{one.key} 不同（{one.found}），后者的要求不能照前者判断",
                expected,
            )


def _unscored(main: Written, added: Written) -> Iterator[Difference]:
    """Say which points are left out: one regulation scores."""
    if _scores(main) and _scores(added):
        labels = "、".join(str(one.get("label", one["name"])) for one in added["components"])
        yield Difference(
            "components",
            f"{main['id']} 与 {added['id']} 都计分",
            f"照 {main['id']} 计分、划等级；{added['id']} 的{labels}不计，只用它的要求和评选。"
            f"要照 {added['id']} 计分，把它写在前面：{added['id']}{JOINED}{main['id']}",
        )


def _named(first: Written, other: Written) -> Written:
    """Name the whole after both, in the order given."""
    told = {name: sep.join(_both(name, first, other)) for name, sep in _PROSE.items()}
    return {
        **{name: text for name, text in told.items() if text},
        "id": f"{first['id']}{JOINED}{other['id']}",
        "title": f"{first['title']}；{other['title']}",
    }


def _shown(value: object) -> str:
    """Show a value as readers write it; what is not there is unstated."""
    if value is None:
        return "“没有写明”"
    if isinstance(value, bool):
        return "“是”" if value else "“否”"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return f"“{'、'.join(value)}”"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return f"“{text}”"


_LISTS = ("requirements", "slots", "honours", "clauses")
_SCORING = ("components", "gates", "tiers", "total", "reference")
"""What only one regulation says."""
_UNITED = {"attendance": ("incidents", "inattentive")}
"""Lists that add up, by section: a deed is an incident if any of the regulations calls it one."""
_PROSE = {"source": "；", "text": "", "decision": ""}
"""Words about a rule, and what stands between those of two."""
