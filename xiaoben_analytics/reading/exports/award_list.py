"""Awards as people write them down: several winners in a row, level and prize in the words.

What a column of the table says stands. What it leaves out is looked for in the other words of the
row: the name of the award, who granted it, remarks. Two readings are none: such rows are listed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import PROBLEM, REPEATED
from xiaoben_analytics.reading.clean import Unclean, show
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.header import Heading, cell_at, find_heading
from xiaoben_analytics.reading.lines import Cell, Line
from xiaoben_analytics.reading.record import problem_at
from xiaoben_analytics.reading.sheet import RawRow, Sheet
from xiaoben_analytics.reading.table import read_table
from xiaoben_analytics.reading.words import heading_key, key
from xiaoben_analytics.tables import AWARDS

READABLE = (col.AWARD_CATEGORY, col.LEVEL, col.PRIZE)
NO_WORDS = (col.TEACHER_ID, col.NAME, col.GROUP, col.DATE, col.CERTIFICATE)
EVENTS = ("竞赛", "比赛", "大赛", "评选", "评比")
"""What any contest may be called: it tells the category only where nothing else does."""


def recognise(grid: Grid, context: Context) -> Reader | None:  # noqa: ARG001 as every export
    """Recognise a list of awards that leaves out what others write in columns of their own."""
    heading = find_heading(grid)
    sheet = read_table(grid) if heading and heading.table is AWARDS else None
    if heading is None or sheet is None:
        return None
    own = {at for name, at in heading.places.items() if name in NO_WORDS}
    silent = own | _columns_of(_SCHOOLS, heading.line)
    lines = [line for line in grid.lines if line.number in sheet.data]
    words = {line.number: _words(line, silent) for line in lines}
    pupils = {line.number for line in lines if _is_of_pupil(line, heading, words[line.number])}
    if not pupils and not any(map(_is_free, sheet.rows)):
        return None
    return partial(_read, sheet, words, pupils)


def _read(
    sheet: Sheet,
    words: Mapping[int, str],
    pupils: Collection[int],
    context: Context,  # noqa: ARG001 as every reader
) -> Sheet:
    """Give each winner of a row a record, with what the words of the row say."""
    rows: list[RawRow] = []
    problems = list(sheet.problems)
    first: dict[tuple[tuple[str, Cell], ...], int] = {}
    for raw in sheet.rows:
        award = show(raw.cells.get(col.AWARD))
        same = first.setdefault(tuple(raw.cells.items()), raw.row) if award else raw.row
        try:
            _fail_if_repeated(raw, same)
            _fail_if_of_pupil(raw, pupils)
            said = _said(raw, words[raw.row])
            rows += [replace(raw, cells={**raw.cells, **said, **who}) for who in _winners(raw)]
        except Unclean as finding:
            severity = PROBLEM if same == raw.row else REPEATED
            problems.append(
                problem_at(
                    sheet, raw.row, col.AWARD, value=award, finding=finding, severity=severity
                )
            )
    return replace(sheet, rows=tuple(rows), problems=tuple(problems), leftover=())


def _fail_if_repeated(raw: RawRow, first: int) -> None:
    """Refuse a row that a row above has said in all but its remarks: they may not tell as much."""
    if raw.row != first:
        raise Unclean(f"与第 {first} 行重复，没有再计", "", "无须处理，也可删去一行")


def _fail_if_of_pupil(raw: RawRow, pupils: Collection[int]) -> None:
    if raw.row in pupils:
        advice = "如是教师本人的获奖，请改写奖项名称；如不是，请从获奖中删去"
        raise Unclean("像是学生的获奖", "教师本人的获奖", advice)


_BETWEEN = re.compile(r"[、,，;；/／&＆\r\n]+")


def _is_free(raw: RawRow) -> bool:
    several = (
        len(_parts(raw.cells.get(col.NAME))) > 1 or len(_parts(raw.cells.get(col.TEACHER_ID))) > 1
    )
    return several or any(_choice(name, raw.cells.get(name)) is None for name in READABLE)


def _parts(cell: Cell) -> list[str]:
    """Split a cell that is text into what its separators part."""
    if not isinstance(cell, str):
        return [show(cell)] if cell is not None else []
    return [part.strip() for part in _BETWEEN.split(cell) if part.strip()]


def _choice(name: str, cell: Cell) -> str | None:
    """Return the value that a cell of a column spells, or None."""
    return _SPELLINGS[name].get(key(show(cell)))


_SPELLINGS: Mapping[str, Mapping[str, str]] = {
    name: {
        key(word): value
        for value, spellings in AWARDS.column(name).choices.items()
        for word in (value, *spellings)
    }
    for name in READABLE
}


_SCHOOLS = re.compile(r"(?:所在|工作|所属|教师|获奖)?(?:单位|学校)(?:名称)?")
_PUPILS = re.compile(r"(?:获奖|参赛|指导|辅导)?(?:学生|选手)(?:姓名)?")
_OF_PUPIL = re.compile(
    r"(?:指导|辅导)[^\s，。,;；]{0,6}学生|学生[^\s，。,;；]{0,12}(?:获|比赛|竞赛|大赛)"
)


def _columns_of(headings: re.Pattern[str], line: Line) -> set[int]:
    return {at for at, cell in enumerate(line.cells) if headings.fullmatch(heading_key(show(cell)))}


def _is_of_pupil(line: Line, heading: Heading, words: str) -> bool:
    """Tell the award of a pupil, whom another column names, or the words."""
    beside = _columns_of(_PUPILS, heading.line) - set(heading.places.values())
    named = any(cell_at(line, at) is not None for at in beside)
    return named or bool(_OF_PUPIL.search(_TITLE.sub("", words)))


def _words(line: Line, silent: set[int]) -> str:
    """Put the words of a row together, but for those that are not about the award."""
    texts = (
        cell for at, cell in enumerate(line.cells) if isinstance(cell, str) and at not in silent
    )
    return "\n".join(texts)


def _said(raw: RawRow, words: str) -> dict[str, Cell]:
    """Complete what columns leave out by the words of the row.

    A column that says something else than it may is read by its own words only.

    Raises
    ------
    Unclean
        If anything cannot be read, or can be read in two ways.
    """
    said: dict[str, Cell] = {}
    missing: list[str] = []
    doubtful: list[str] = []
    for name in READABLE:
        own = raw.cells.get(name)
        found = _READINGS[name](words if own is None else show(own))
        heading = AWARDS.column(name).heading
        if own is not None and (len(found) != 1 or _choice(name, own)):
            continue  # as it stands: whatever is wrong with it is said where columns are cleaned
        if len(found) == 1:
            said[name] = found.pop()
        elif found:
            doubtful.append(f"{heading}可能是{'、'.join(sorted(found))}")
        else:
            missing.append(heading)
    if missing or doubtful:
        without = [f"没有写明{'、'.join(missing)}"] if missing else []
        columns = "、".join(AWARDS.column(name).heading for name in READABLE)
        advice = f"如是获奖，请分列填写{columns}；如不是，请删去"
        raise Unclean("；".join([*without, *doubtful]), f"{columns}各一项", advice)
    return said


def _winners(raw: RawRow) -> Iterator[dict[str, Cell]]:
    """Give each winner's own cells; ids and groups go with the names if there are as many.

    Raises
    ------
    Unclean
        If there are several names or ids, and not as many of the one as of the other.
    """
    names, ids = _parts(raw.cells.get(col.NAME)), _parts(raw.cells.get(col.TEACHER_ID))
    count = max(len(names), len(ids))
    if count < 2:
        yield {}
        return
    if names and ids and len(names) != len(ids):
        problem = f"有 {len(names)} 个姓名、{len(ids)} 个工号，不知谁是谁"
        raise Unclean(problem, "姓名与工号一样多", "请每人写一行")
    groups = _parts(raw.cells.get(col.GROUP))
    for at in range(count):
        who: dict[str, Cell] = {}
        for name, parts in ((col.NAME, names), (col.TEACHER_ID, ids), (col.GROUP, groups)):
            if len(parts) == count:
                who[name] = parts[at]
        yield who


_TITLE = re.compile(r"《[^《》]{0,200}》")
_CHAIN = re.compile(r"[^\W\d_]{2,4}省(?=[^\W\d_]{2,5}市)|[^\W\d_]{2,5}市(?=[^\W\d_]{1,4}[县区])")
_LEVELS: Mapping[str, re.Pattern[str]] = {
    "国家": re.compile(r"国家级|全国|教育部"),
    "省": re.compile(r"(?<![反节])省(?![略思时察])|自治区|(?:北京|上海|天津|重庆)市"),
    "市": re.compile(r"(?<![城都超门])市(?![场民容区])"),
    "县": re.compile(r"县|(?<![治赛地社校园片小学战山郊城分市])区(?![域别分块])"),
    "校": re.compile(r"校级|[本我]校|校内|(?<!\w)校(?=[一二三特优])"),
}


_SCHOOL = re.compile(
    r"(?P<before>[^\W\d_赛课奖评届获在于的师]{1,14}?)(?P<school>(?:中小|中|小)学|学校|幼儿园|[初高]中|集团)"
)
_ALL_SCHOOLS = re.compile(r"(?:全国|[省市县区]|(?:国家|[省市县区校])级)(?:普通|义务教育|教育)?$")


def _levels(words: str) -> set[str]:
    """Read levels: of a place within a place (常州市武进区) the last, unless it is a division.

    The name of a school says nothing: 常州市第一中学 is no contest of a city, but 市中小学 is.

    >>> sorted(_levels("常州市武进区教研室")), sorted(_levels("全国赛江苏省赛区"))
    (['县'], ['国家', '省'])
    >>> _levels("常州市第一中学基本功大赛"), _levels("常州市中小学基本功大赛")
    (set(), {'市'})
    """
    plain = _SCHOOL.sub(_without_name, _TITLE.sub("", words))
    plain = plain if "赛区" in plain else _CHAIN.sub("", plain)
    return {level for level, pattern in _LEVELS.items() if pattern.search(plain)}


def _without_name(found: re.Match[str]) -> str:
    """Leave out the name of one school; all schools of a place keep the place."""
    return found[0] if _ALL_SCHOOLS.search(found["before"]) else ""


_PRIZES = {word: value for word, value in _SPELLINGS[col.PRIZE].items() if word != "优秀"}
_PRIZE = re.compile("|".join(sorted(_PRIZES, key=len, reverse=True)))


def _prizes(words: str) -> set[str]:
    """Read prizes; 优秀 alone is no prize: 优秀教研组长."""
    return {_PRIZES[word] for word in _PRIZE.findall(key(_TITLE.sub("", words)))}


def _categories(words: str) -> set[str]:
    """Read what was judged, a lesson or a piece of writing, else how the event is called.

    >>> _categories("区优质课评比"), _categories("教学设计大赛")
    ({'竞赛'}, {'评选'})
    """
    plain = key(_TITLE.sub("", words))
    spelled = [word for word in _SPELLINGS[col.AWARD_CATEGORY] if word in plain]
    return _values(word for word in spelled if not word.endswith(EVENTS)) or _values(spelled)


def _values(words: Iterable[str]) -> set[str]:
    return {_SPELLINGS[col.AWARD_CATEGORY][word] for word in words}


_READINGS = {col.AWARD_CATEGORY: _categories, col.LEVEL: _levels, col.PRIZE: _prizes}
