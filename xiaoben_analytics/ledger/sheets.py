"""A member's ballot, read from its sheet: what it proposes, or which cell is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import RefusedError
from xiaoben_analytics.labels import HEADINGS, percent
from xiaoben_analytics.reading.grid import Grid, column_letters, read_grids
from xiaoben_analytics.reading.lines import Cell, Line
from xiaoben_analytics.reading.privacy import mask

COMMON = "各组相同"
"""The scope of ratios that are the same for every group."""

TICKET = "票号"
HEADER = (
    col.SCOPE,
    col.TIER,
    col.RATIO,
    col.SEATS,
    col.PROPOSED_RATIO,
    col.PROPOSED_SEATS,
    col.REASON,
)
"""The columns of a ballot."""


@dataclass(frozen=True)
class Proposal:
    """What a member wants for a scope: shares or seats of its tiers, best first, exact, as text."""

    scope: str
    unit: str
    amounts: tuple[str, ...]
    reason: str = ""

    @property
    def text(self) -> str:
        """The amounts as people write them, with the reason."""
        seats = self.unit == col.SEATS
        told = "/".join(amount if seats else percent(Fraction(amount)) for amount in self.amounts)
        return f"{told}{' 名' if seats else ''}{f'：{self.reason}' if self.reason else ''}"

    def shares(self, size: int) -> tuple[Fraction, ...]:
        """Return the ratios that give this to `size` teachers, whatever the rounding."""
        whole = size if self.unit == col.SEATS else 1
        return tuple(Fraction(amount) / whole for amount in self.amounts)


@dataclass(frozen=True)
class Ballot:
    """All that one member proposes, with the ticket by which the ballot is hidden and known."""

    member: str
    ticket: str
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True)
class Round:
    """A vote that goes on: what may be proposed, the hashes of tickets and of sealed ballots."""

    topic: str
    tiers: tuple[str, ...]
    sizes: Mapping[str, int]
    tickets: Mapping[str, str]
    sealed: Mapping[str, str]

    def with_sealed(self, hashes: Mapping[str, str]) -> Round:
        return replace(self, sealed={**self.sealed, **hashes})


def read_ballot(path: Path, vote: Round) -> tuple[Ballot | None, tuple[str, ...]]:
    """Read a ballot; where anything is wrong there is none, and sentences name file and cell.

    The sentences do not say what was proposed.
    """
    try:
        grids = [grid for grid in read_grids(path) if grid.is_open and _heading(grid)]
    except RefusedError as error:
        return None, (str(error),)
    if not grids:
        return None, (f"“{path.name}”不是本程序写出的表决票，没有封存",)
    sheet = _Sheet(grids[0], vote)
    faults = tuple(f"“{path.name}”{fault}" for fault in sheet.faults())
    return (None, faults) if faults else (sheet.ballot(), ())


def _heading(grid: Grid) -> Line | None:
    """Find the heading of a ballot."""
    wanted = {HEADINGS[name] for name in HEADER}
    return next((line for line in grid.lines if wanted <= set(map(_text, line.cells))), None)


@dataclass(frozen=True)
class _Sheet:
    """The cells of a ballot, as the vote has them."""

    grid: Grid
    vote: Round

    @cached_property
    def heading(self) -> Line:
        found = _heading(self.grid)
        assert found  # looked at before
        return found

    @cached_property
    def columns(self) -> dict[str, int]:
        """The place of every column."""
        texts = list(map(_text, self.heading.cells))
        return {name: texts.index(HEADINGS[name]) for name in HEADER}

    def ballot(self) -> Ballot:
        facts = self.facts
        proposals = (self._proposal(scope) for scope in self.vote.sizes)
        filled = tuple(one for one in proposals if one)
        return Ballot(facts[HEADINGS[col.MEMBER]], facts[TICKET], filled)

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the sheet; the first kind of fault hides those that follow from it."""
        found = [*self._owner_faults()] or [*self._row_faults()]
        found = found or [fault for scope in self.vote.sizes for fault in self._scope_faults(scope)]
        if not found and not self.ballot().proposals:
            first = min(line.number for line in self.rows.values())
            found = [f"{self._cell(col.PROPOSED_RATIO, first)}：没有填写任何建议，应填比例或名额"]
        yield from found

    @cached_property
    def facts(self) -> dict[str, str]:
        """Read the lines above the heading: a name and its value."""
        pairs = (line.cells[:2] for line in self.grid.lines if len(line.cells) > 1)
        return {str(pair[0]).strip(): _text(pair[1]) for pair in pairs}

    def _owner_faults(self) -> Iterator[str]:
        facts = self.facts
        member, ticket = facts.get(HEADINGS[col.MEMBER], ""), facts.get(TICKET, "")
        known = self.vote.tickets.get(member)
        if known is None:
            yield f"：成员“{mask(member)}”不在这次发票的名单中，应为{'、'.join(self.vote.tickets)}"
        elif sha256(ticket.encode()).hexdigest() != known:
            yield f"：票号与发给{member}的不同，请用这次发的票填写"

    def _row_faults(self) -> Iterator[str]:
        rows = self.rows
        wanted = [(scope, tier) for scope in self.vote.sizes for tier in self.vote.tiers]
        for scope, tier in wanted:
            if (scope, tier) not in rows:
                yield f"：缺少“{scope}”“{tier}”一行，请用原来的票填写"
        for (scope, tier), line in rows.items():
            if (scope, tier) not in wanted:
                place = self._cell(col.SCOPE, line.number)
                yield f"{place}：没有“{scope}”“{tier}”，请删去这一行"

    @cached_property
    def rows(self) -> dict[tuple[str, str], Line]:
        """Return the rows below the heading by scope and tier."""
        names = [self.columns[name] for name in (col.SCOPE, col.TIER)]
        below = [line for line in self.grid.lines if line.number > self.heading.number]
        told = [(_text(_at(line, names[0])), _text(_at(line, names[1])), line) for line in below]
        return {(scope, tier): line for scope, tier, line in told if scope and tier}

    def _scope_faults(self, scope: str) -> Iterator[str]:
        filled = [name for name in _UNITS if any(self._texts(scope, name))]
        if len(filled) > 1:
            yield f"{self._range(scope, filled[1])}：“{scope}”既填了比例又填了名额，请只填一种"
        elif filled == [col.PROPOSED_SEATS] and not self.vote.sizes[scope]:
            yield f"{self._range(scope, filled[0])}：“{scope}”只能填比例，请把名额填在各教研组"
        elif filled:
            yield from self._amount_faults(scope, filled[0])

    def _amount_faults(self, scope: str, name: str) -> Iterator[str]:
        texts = self._texts(scope, name)
        amounts = [_amount(text) for text in texts]
        wrong = [
            self._cell(name, self.rows[scope, tier].number)
            for tier, amount in zip(self.vote.tiers, amounts, strict=True)
            if amount is None or (name == col.PROPOSED_SEATS and amount % 1)
        ]
        if wrong:
            kind = "整数名额" if name == col.PROPOSED_SEATS else "比例，例如 30 或 30%"
            yield f"{'、'.join(wrong)}：应填不小于 0 的{kind}，每个等级都要填"
            return
        total = sum((amount for amount in amounts if amount is not None), Fraction(0))
        size = self.vote.sizes[scope]
        if name == col.PROPOSED_SEATS and total != size:
            yield f"{self._range(scope, name)}：名额合计应为 {size}"
        elif name == col.PROPOSED_RATIO and total not in (1, 100):
            yield f"{self._range(scope, name)}：比例合计不是 100%，请改正"

    def _proposal(self, scope: str) -> Proposal | None:
        for name, unit in _UNITS.items():
            amounts = [_amount(text) for text in self._texts(scope, name)]
            if any(amounts):
                whole = 1 if unit == col.SEATS else sum(one for one in amounts if one)
                told = tuple(str((one or Fraction(0)) / whole) for one in amounts)
                reasons = filter(None, self._texts(scope, col.REASON))
                return Proposal(scope, unit, told, mask("；".join(reasons)))
        return None

    def _texts(self, scope: str, name: str) -> list[str]:
        at = self.columns[name]
        rows = self.rows
        return [_text(_at(rows[scope, tier], at)) for tier in self.vote.tiers]

    def _range(self, scope: str, name: str) -> str:
        rows = [self.rows[scope, tier].number for tier in self.vote.tiers]
        return f"{self._cell(name, min(rows))}:{self._cell(name, max(rows))}"

    def _cell(self, name: str, row: int) -> str:
        return f"{column_letters(self.columns[name])}{row}"


_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,20})?")
_UNITS = {col.PROPOSED_RATIO: col.RATIO, col.PROPOSED_SEATS: col.SEATS}


def _at(line: Line, place: int) -> Cell:
    return line.cells[place] if place < len(line.cells) else None


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _amount(text: str) -> Fraction | None:
    number = text.rstrip("%％").strip()
    return Fraction(number) if _NUMBER.fullmatch(number) else None
