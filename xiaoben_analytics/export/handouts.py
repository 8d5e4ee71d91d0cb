"""What the pack holds: every file, for whom it is, whom it is about, and what writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.export.docx import write_report
from xiaoben_analytics.export.html import write_page
from xiaoben_analytics.export.letters import letters
from xiaoben_analytics.export.minutes import write_minutes
from xiaoben_analytics.export.naming import file_names
from xiaoben_analytics.export.notice import make_notice, write_notice, write_notice_workbook
from xiaoben_analytics.export.registration import write_registration
from xiaoben_analytics.export.slides import write_slides
from xiaoben_analytics.export.xlsx import write_workbook
from xiaoben_analytics.ledger import Ledger, Line, find_authority, find_present
from xiaoben_analytics.reading.results import REPORT_TEMPLATE, SLIDES_TEMPLATE
from xiaoben_analytics.summary import Audience, Summary, make_circle, narrow, summarize

REPORT, SLIDES, WORKBOOK, PAGE = "总结报告.docx", "汇报.pptx", "成绩总表.xlsx", "互动图表.html"
REGISTRATION, MINUTES = "学时登记.xlsx", "会议纪要.docx"
NOTICE, NOTICE_LIST = "公示.docx", "公示.xlsx"
GROUPS, LETTERS = "教研组", "个人单"

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Handout:
    """One file: its place in the pack, who reads it, the ids of the teachers that are theirs."""

    name: str
    audience: str
    own: frozenset[str]
    write: Callable[[Path], None]


@dataclass(frozen=True, eq=False)
class Material:
    """What all files are made of; `progress` is told what is being worked out.

    With `masked` names on the notice are masked.
    """

    result: Assessment
    ledger: Ledger
    masked: bool = False
    progress: Progress = print

    @cached_property
    def summary(self) -> Summary:
        return summarize(self.result, ledger=self.ledger, progress=self.progress)

    @cached_property
    def decision(self) -> str | None:
        """The hash of the ledger's line that was decided last, None where nothing was."""
        line = find_present(self.ledger)
        return line.hash if line else None

    @cached_property
    def authority(self) -> Line | None:
        """The decision that the result is made of, None where it is the regulation's or a trial."""
        return find_authority(self.result, self.ledger)

    def template(self, name: str) -> Path | None:
        """Find a school's own paper in its folder."""
        folder = self.result.school.folder
        place = Path(folder) / name
        return place if folder and place.is_file() else None

    @property
    def everybody(self) -> frozenset[str]:
        return frozenset(self.result.teachers[col.TEACHER_ID])


def list_handouts(material: Material, audiences: Iterable[Audience]) -> Iterator[Handout]:
    """List what each audience gets, one file after the other, nothing of it worked out before."""
    for audience in audiences:
        yield from _GIVEN[audience.name](material, audience.name)


def _for_leadership(material: Material, audience: str) -> Iterator[Handout]:
    result = material.result
    writers: dict[str, Callable[[Path], None]] = {
        REPORT: lambda path: write_report(
            material.summary, path, material.template(REPORT_TEMPLATE)
        ),
        SLIDES: lambda path: write_slides(
            material.summary, path, template=material.template(SLIDES_TEMPLATE)
        ),
        WORKBOOK: lambda path: write_workbook(
            result, material.summary, path, line=material.authority
        ),
        PAGE: lambda path: write_page(result, material.summary, path),
        REGISTRATION: partial(write_registration, result),
        MINUTES: partial(write_minutes, result.base or result, material.ledger),
    }
    for name, write in writers.items():
        yield Handout(name, audience, material.everybody, write)


def _for_groups(material: Material, audience: str) -> Iterator[Handout]:
    """Write the report once for every group: of others it tells what concerns whole groups."""
    standings = material.result.standings
    names = file_names({str(group): str(group) for group in standings[col.GROUP].unique()}, ".docx")
    for group, members in standings.groupby(col.GROUP, sort=False):
        own = frozenset(members[col.TEACHER_ID])
        write = partial(_write_own, material, str(group))
        yield Handout(f"{GROUPS}/{names[str(group)]}", audience, own, write)


def _write_own(material: Material, group: str, path: Path) -> None:
    paper = material.template(REPORT_TEMPLATE)
    write_report(narrow(material.summary, make_circle(material.result, group)), path, paper)


def _for_teachers(material: Material, audience: str) -> Iterator[Handout]:
    people = material.result.standings[col.TEACHER_ID]
    for teacher, (name, write) in zip(
        people, letters(material.result, line=material.authority), strict=True
    ):
        yield Handout(f"{LETTERS}/{name}", audience, frozenset({teacher}), write)


def _for_the_public(material: Material, audience: str) -> Iterator[Handout]:
    told = make_notice(material.result, material.ledger, masked=material.masked)
    for name, write in (NOTICE, write_notice), (NOTICE_LIST, write_notice_workbook):
        yield Handout(name, audience, material.everybody, partial(write, told))


_GIVEN: dict[str, Callable[[Material, str], Iterator[Handout]]] = {
    "leadership": _for_leadership,
    "group": _for_groups,
    "teacher": _for_teachers,
    "public": _for_the_public,
}
