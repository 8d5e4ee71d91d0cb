"""What a `people.toml` has settled, looked at afterwards: for whom, for how many, for nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.people import People
from xiaoben_analytics.reading.settings import PEOPLE_FILE
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.words import key
from xiaoben_analytics.tables import ROSTER

Read = tuple[Grid, Sheet | None]


def list_settled(
    names: Mapping[str, str], people: People, read: Iterable[Read]
) -> Iterator[Problem]:
    """List the lines that name nobody on the roster, or stand nowhere, or settle all of a name."""
    words = _words(read) if names and people else frozenset()
    for name, ids in names.items() if people else ():
        found, bearers = people.identified(ids), people.named(name)
        if not found:
            problem, advice = f"花名册中没有工号 {ids}", "请改正 people.toml 中的工号"
            yield Problem(PEOPLE_FILE, "", None, "", name, problem, "花名册中的工号", advice)
        elif not _stands(key(name), words):
            problem = "文件里没有这个姓名或昵称，这一行没有用上"
            advice = "请照文件里的写法改正；不再需要的可以删去"
            yield Problem(PEOPLE_FILE, "", None, "", name, problem, "", advice, NOTICE)
        elif len(bearers) > 1:
            meant = "、".join(map(str, found))
            problem = f"有 {len(bearers)} 位同名教师，所有只写“{name}”的记录都算作 {meant}"
            advice = "如有另一位的记录，请在表中补填工号或教研组，并删去这一行"
            yield Problem(PEOPLE_FILE, "", None, "", name, problem, "", advice, NOTICE)


def _words(read: Iterable[Read]) -> frozenset[str]:
    """Collect the words in the cells of every sheet but the roster."""
    return frozenset(
        key(cell)
        for grid, sheet in read
        if sheet is None or sheet.table != ROSTER.name
        for column in grid.lines.columns
        for cell in column.distinct
        if isinstance(cell, str)
    )


def _stands(name: str, words: frozenset[str]) -> bool:
    """Tell whether a name stands in a file, in a cell of its own or inside one, or beside its group."""
    if name in words or any(name in word for word in words):
        return True
    return any(name[:at] in words and name[at:] in words for at in range(1, len(name)))
