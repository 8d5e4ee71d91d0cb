"""公示: who is in which tier, and nothing else, as a paper for the wall and as a workbook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pandas as pd
from xlsxwriter import Workbook

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.docket import list_ties
from xiaoben_analytics.export.book import Book, Cell
from xiaoben_analytics.export.native import FIXED_TIME
from xiaoben_analytics.export.paper import BLANK, DATE, Paper, numbered, write_paper
from xiaoben_analytics.export.widths import text_width
from xiaoben_analytics.export.zipped import without_times
from xiaoben_analytics.labels import HEADINGS, percent, printable, reading_order
from xiaoben_analytics.ledger import Ledger, digests, find_present
from xiaoben_analytics.policy import Tiers
from xiaoben_analytics.summary import SCOPE, TIES, Finding, Section, Table, without_personal
from xiaoben_analytics.summary.model import LEFT, RIGHT, text_rows

TITLE = "校本培训考核结果公示"
RESULT = "考核结果"
"""What the tier is called here: a sheet with names and 等级 would be read as one of checked notes."""

_DAY = "＿＿＿＿年＿＿月＿＿日"
_JOINED = "、"
_DOT = "·"
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅", _DOT))
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]")
_LETTERS, _GROUP_LETTERS, _SPARE = 84, 14, 5
"""Latin letters across the page, of a group's name, and kept free in each column."""
_WIDTHS = (24, 16, 50)


@dataclass(frozen=True)
class Notice:
    """What is made public: the school's seats, names by group and tier; ranks show nowhere.

    `seats` has one row: the seats of every tier of the whole school, but of the last, which takes the
    rest; by group they would tell how many of it are not named. `reasons` say why more or fewer
    stand in a tier than it has seats. `decision` is the number of the decision that the result rests
    on, 0 where that is not known, None where it rests on the regulation alone. `names` has one row per group and tier: the names in the order of pinyin. `untold` is how
    many of the school are in the failing tier, who are not named.
    """

    school: str
    school_year: str
    policy: str
    ratios: str
    tiers: tuple[str, ...]
    seats: tuple[tuple[str, ...], ...]
    names: tuple[tuple[str, str, tuple[str, ...]], ...]
    untold: int
    reasons: tuple[str, ...] = ()
    decision: int | None = None
    period: str = ""
    contact: str = ""

    @property
    def opening(self) -> str:
        whose = f"{self.school} {self.school_year} 学年".strip()
        decided = "" if self.decision is None else "并经会议决定"
        number = f"（第 {self.decision} 号）" if self.decision else ""
        return (
            f"根据《{self.policy}》{decided}{number}，经考核，现将{whose}校本培训考核结果予以公示。"
        )

    @property
    def rest(self) -> str:
        """How many are not named; of the whole school, so that no group shows whom it means."""
        return f"另有 {self.untold} 人结果已单独告知本人。" if self.untold else ""

    @property
    def feedback(self) -> tuple[str, str]:
        period = self.period or f"{_DAY}至{_DAY}"
        contact = self.contact or BLANK
        objections = f"对公示结果有异议的，请在公示期内以书面形式实名向{contact}反映，并附证明材料"
        return f"公示期：{period}。", f"{objections}；本人各项得分和计分依据见个人单。"


def make_notice(
    result: Assessment,
    ledger: Ledger | None = None,
    *,
    masked: bool = False,
    period: str = "",
    contact: str = "",
) -> Notice:
    """Take what may be public out of an assessment.

    A `masked` name shows its first and last letter, of two only the first (see `mask_name`). Who
    cannot be told apart in a group, masked or by name, is numbered in the order of their ids: a
    further letter would give a name of two away. A `ledger` says which decision the result rests on.
    `period` and `contact` are blank lines if not given.
    """
    tiers = result.policy.tiers
    return Notice(
        printable(result.school.name),
        result.school.school_year,
        printable(result.policy.title),
        _ratios(tiers),
        tiers.names[:-1],
        tuple(_seats(result)),
        tuple(_names(result, masked=masked)),
        int((result.standings[col.TIER] == tiers.failing.name).sum()),
        tuple(_reasons(result)),
        _decision(result, ledger),
        without_personal(period),
        without_personal(contact),
    )


def mask_name(name: str) -> str:
    """Hide the middle of a name, of two letters the last; only letters count, dots between them stay.

    >>> [mask_name(name) for name in ("罗小敏", "张 伟", "欧阳小明", "阿·买", "阿依·买买提", "甲")]
    ['罗*敏', '张*', '欧**明', '阿·*', '阿*·**提', '*']
    """
    plain = _BLANKS.sub("", name).translate(_DOTS)
    letters = [at for at, letter in enumerate(plain) if letter != _DOT]
    kept = {letters[0]} if len(letters) > 1 else set()
    if len(letters) > 2:
        kept.add(letters[-1])
    return "".join(
        letter if at in kept or letter == _DOT else "*" for at, letter in enumerate(plain)
    )


def write_notice(notice: Notice, path: Path) -> None:
    """Write the paper for the wall."""
    seats = Table(
        "", (HEADINGS[col.POOL], *notice.tiers), notice.seats, (LEFT, *[RIGHT] * len(notice.tiers))
    )
    by_group: dict[str, dict[str, str]] = {}
    room = (_LETTERS - _GROUP_LETTERS) // len(notice.tiers) - _SPARE
    for group, tier, names in notice.names:
        by_group.setdefault(group, {})[tier] = _in_lines(names, room)
    rows = (
        (group, *(own.get(tier, "") for tier in notice.tiers)) for group, own in by_group.items()
    )
    listed = Table(
        "", (HEADINGS[col.GROUP], *notice.tiers), text_rows(rows), (LEFT,) * (1 + len(notice.tiers))
    )
    sections = (
        Section(
            "等级名额",
            (Finding(f"等级比例：{notice.ratios}。"), seats, *map(Finding, notice.reasons)),
        ),
        Section("考核结果", (listed, *([Finding(notice.rest)] if notice.rest else []))),
        Section("公示期与反馈", tuple(map(Finding, notice.feedback))),
    )
    title = f"{notice.school}　{notice.school_year} 学年".strip()
    closing = tuple(filter(None, (notice.school, DATE.strip())))
    paper = Paper(
        TITLE, title, lead=(notice.opening,), sections=numbered(sections), closing=closing
    )
    write_paper(paper, path)


def write_notice_workbook(notice: Notice, path: Path) -> None:
    """Write the same as a workbook: one row per name; seats and how to answer on their own sheets."""
    with Workbook(path) as file:
        file.set_properties({"title": TITLE, "created": FIXED_TIME})
        book = Book(file)
        listed = book.add_sheet("公示名单", freeze=(2, 0))
        book.write_row(listed, 0, [Cell(f"{notice.school_year} 学年{TITLE}", "title")])
        rows = [
            [Cell(group), Cell(tier, "center"), Cell(name)]
            for group, tier, names in notice.names
            for name in names
        ]
        book.write_table(listed, [HEADINGS[col.GROUP], RESULT, "姓名"], rows, top=1)
        for column, width in enumerate(_WIDTHS):
            listed.set_column(column, column, width)
        listed.set_portrait()
        listed.print_area(0, 0, 1 + len(rows), len(_WIDTHS) - 1)
        held = [[Cell(one) for one in row] for row in notice.seats]
        book.write_table(
            book.add_sheet("等级名额", freeze=(1, 0)), [HEADINGS[col.POOL], *notice.tiers], held
        )
        said = book.add_sheet("说明")
        said.set_column(0, 0, 100)
        lines = filter(None, (notice.opening, *notice.reasons, notice.rest, *notice.feedback))
        for row, line in enumerate(lines):
            book.write_row(said, row, [Cell(line, "wrap")])
            said.set_row(row, 32)
    path.write_bytes(without_times(path.read_bytes()))


def _in_lines(names: Iterable[str], room: int) -> str:
    r"""Break names into lines of so many Latin letters; no name is parted.

    >>> _in_lines(["傅振华", "任思雯", "朱秋萍"], 16)
    '傅振华、任思雯、\n朱秋萍'
    """
    lines: list[str] = []
    for name in names:
        if lines and text_width(f"{lines[-1]}{_JOINED}{name}") <= room:
            lines[-1] += f"{_JOINED}{name}"
        else:
            lines.append(name)
    return f"{_JOINED}\n".join(lines)


def _ratios(tiers: Tiers) -> str:
    """Say the ratios, and those of groups that have their own."""
    names = [level.name for level in tiers.levels]

    def said(ratios: Iterable[Fraction]) -> str:
        return _JOINED.join(
            f"{name} {percent(one)}" for name, one in zip(names, ratios, strict=False)
        )

    own = (f"{group} {said(ratios)}" for group, ratios in tiers.group_ratios.items())
    return printable("；".join((said(tiers.ratios), *own)))


def _decision(result: Assessment, ledger: Ledger | None) -> int | None:
    """Find which decision the result rests on; 0 if it rests on one that no ledger tells."""
    present = None if ledger is None or ledger.faults else find_present(ledger)
    if present is not None and digests(result) == present.content["digests"]:
        return present.sequence
    base = result.base
    changed = base is not None and base.policy.written != result.policy.written
    return 0 if changed or result.manual else None


def _seats(result: Assessment) -> Iterator[tuple[str, ...]]:
    """Add the seats of all pools up; those of the last tier would tell how many are not named."""
    *told, last = result.policy.tiers.names[:-1]
    seats = result.cutoffs.groupby(col.TIER)[col.SEATS].sum()
    rest = "其余" if told else str(seats[last])
    yield (SCOPE["school"], *(f"{seats[tier]} 名" for tier in told), rest)


def _reasons(result: Assessment) -> Iterator[str]:
    """Say of each tier whose names are not as many as its seats why that is."""
    tiers = result.policy.tiers
    seats = result.cutoffs.groupby(col.TIER)[col.SEATS].sum()
    tied = {tier: set[str]() for tier in tiers.names}
    for tie in list_ties(result.standings, result.policy):
        if any(option.ties == tiers.ties and option.taken for option in tie.options):
            tied[tie.tier] |= {*tie.teachers}
    for tier in tiers.names[:-2]:
        named = int((result.standings[col.TIER] == tier).sum())
        causes = [
            *([f"线上同分 {len(tied[tier])} 人，按办法{TIES[tiers.ties]}"] if tied[tier] else []),
            *(["会议另有调整"] if result.manual else []),
        ]
        if named != seats[tier]:
            why = "；".join(causes) or "其余名额没有符合条件的教师，或由较高等级的同分者占用"
            yield f"{tier}名额 {seats[tier]} 名，列出 {named} 人：{why}。"


def _names(result: Assessment, *, masked: bool) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """List who is in which tier, in reading order, which tells nothing of ranks."""
    standings = result.standings
    for group in sorted(standings[col.GROUP].unique(), key=reading_order):
        members = standings[standings[col.GROUP] == group]
        named = members[members[col.TIER] != result.policy.tiers.failing.name]
        shown = _shown(named, masked=masked)
        for tier in result.policy.tiers.names[:-1]:
            ids = named.loc[named[col.TIER] == tier, col.TEACHER_ID]
            people = sorted((shown[str(one)] for one in ids), key=reading_order)
            if people:
                yield printable(str(group)), tier, tuple(people)


def _shown(members: pd.DataFrame, *, masked: bool) -> dict[str, str]:
    """Write each member's name, numbered where several look the same."""
    people = members.sort_values(col.TEACHER_ID)
    names = {
        str(one): printable(mask_name(name) if masked else name)
        for one, name in zip(people[col.TEACHER_ID], people[col.NAME], strict=True)
    }
    alike, seen = Counter(names.values()), Counter[str]()
    for one, name in names.items():
        if alike[name] > 1:
            seen[name] += 1
            names[one] = f"{name}（{seen[name]}）"
    return names
