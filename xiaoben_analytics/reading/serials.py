"""Serial numbers under a heading that could be of ids: 编号 1, 2, 3… beside names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.clean import Unclean
from xiaoben_analytics.reading.coded import Places
from xiaoben_analytics.reading.people import People
from xiaoben_analytics.reading.record import Records, problem_at
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.reading.words import heading_key, key

DOUBTFUL = frozenset(("编号", "教师编号"))
FEWEST = 2  # rows that can be in an order


def drop_serials(records: Records, people: People) -> tuple[Records, list[Problem]]:
    """Leave out ids that only number the rows, so that the names beside them tell who is meant.

    They stay where the roster has each of them with the name beside it.
    """
    serial = [
        (sheet, places)
        for sheet, places in _numbered(records)
        if not _known(records, places, people)
    ]
    if not serial:
        return records, []
    ids = list(records.column(col.TEACHER_ID))
    for at in (at for _, places in serial for at in places.tolist()):
        ids[at] = None
    column = type(records.column(col.NAME)).of(ids)
    return records.with_values(teacher_id=column), [_tell(sheet) for sheet, _ in serial]


def _numbered(records: Records) -> Iterator[tuple[Sheet, Places]]:
    """Find the sheets whose ids are 1, 2, 3… in the order of their rows, each beside a name."""
    ids, names = records.column(col.TEACHER_ID), records.column(col.NAME)
    for at, sheet in enumerate(records.sheets.distinct):
        if heading_key(sheet.headings.get(col.TEACHER_ID, "")) in DOUBTFUL:
            places = np.flatnonzero(records.sheets.codes == at)
            pairs = {int(records.rows[one]): str(ids[one] or "") for one in places.tolist()}
            named = all(names[one] for one in places.tolist())
            if named and _in_order([pairs[row] for row in sorted(pairs)], len(sheet.data)):
                yield sheet, places


def _in_order(ids: list[str], rows: int) -> bool:
    """Tell numbers that grow row by row, none of them greater than there are rows."""
    if len(ids) < FEWEST or not all(one.isdecimal() and one[0] != "0" for one in ids):
        return False
    numbers = [int(one) for one in ids]
    return numbers[-1] <= rows and all(first < second for first, second in pairwise(numbers))


def _known(records: Records, places: Places, people: People) -> bool:
    told = records.column(col.TEACHER_ID).zip(records.column(col.NAME)).take(places)
    bearers = {number: of for number, of in people.by_number.items() if len(of) == 1}
    return bool(people) and all(
        one in bearers and key(bearers[one][0].name) == key(name) for one, name in told.distinct
    )


def _tell(sheet: Sheet) -> Problem:
    finding = Unclean("是 1、2、3… 的顺序号，没有当作工号，按姓名认人", "", "无须处理")
    return problem_at(sheet, None, col.TEACHER_ID, value="", finding=finding, severity=NOTICE)
