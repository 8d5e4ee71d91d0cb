"""Whom a block names: ids beside the texts, so that readers can be shown what concerns them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import printable
from xiaoben_analytics.summary.model import Block, Chart, Finding, Table


@dataclass(frozen=True, eq=False)
class Names:
    """The names of a roster as they are shown, whose each is, and what finds them, longest first."""

    ids: Mapping[str, tuple[str, ...]]
    pattern: re.Pattern[str]

    def find(self, text: str, known: Collection[str] = ()) -> tuple[str, ...]:
        """Return the ids of those whom a text names, beside those that are `known` to be meant.

        Whose a name is that several share cannot be told: unless one of them is known to be meant,
        all are returned.
        """
        owners = (self.ids[name] for name in self.pattern.findall(text))
        new = (own for own in owners if not set(own) & set(known))
        return tuple(dict.fromkeys(one for own in new for one in own))


def read_names(teachers: pd.DataFrame) -> Names:
    """Take the names of everybody on the roster."""
    ids: dict[str, tuple[str, ...]] = {}
    for who, name in zip(teachers[col.TEACHER_ID], teachers[col.NAME], strict=True):
        if pd.notna(name) and name.strip():
            ids[printable(name)] = (*ids.get(printable(name), ()), who)
    longest = sorted(ids, key=len, reverse=True)
    first = "".join(sorted({re.escape(name[0]) for name in ids}))
    names = "|".join(map(re.escape, longest))
    return Names(ids, re.compile(f"(?=[{first}])(?:{names})" if ids else r"(?!)"))


def with_people(block: Block, names: Names) -> Block:
    """Write the ids of whoever else a block names beside those that it already tells."""
    if isinstance(block, Finding):
        people = (*block.people, *names.find(block.text, block.people))
        return replace(block, people=people, plain=_plain(block.text, names) if people else None)
    if isinstance(block, Chart):
        return replace(block, behind=_rows_with_people(block.behind, names))
    return _rows_with_people(block, names)


def _plain(text: str, names: Names) -> str:
    """Leave the clauses out that name anybody; nothing is left of a sentence that only does that."""
    parts = [
        "，".join(clause for clause in part.split("，") if not names.find(clause))
        for part in text.removesuffix("。").split("；")
    ]
    left = "；".join(filter(None, parts))
    return f"{left}。" if left else ""


def _rows_with_people(table: Table, names: Names) -> Table:
    above = (table.title, table.note, *table.header)
    others = []
    for place, row in enumerate(table.rows):
        told = _told(table, place)
        others.append((*told[1:], *names.find(_joined(above, row), told)))
    people = table.people or ("",) * len(table.rows)
    if not any(people) and not any(others):
        return table
    return replace(table, people=people, others=tuple(others) if any(others) else ())


def _told(table: Table, place: int) -> tuple[str, ...]:
    """Return whom a row is about, and whoever else it is known to name."""
    about = table.people[place] if table.people else ""
    return (about, *(table.others[place] if table.others else ()))


def _joined(*texts: Iterable[str]) -> str:
    return "\n".join(text for several in texts for text in several)
