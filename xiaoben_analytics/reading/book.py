"""One sheet of a workbook, whatever program or format it came from."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from xiaoben_analytics.reading.lines import Cell

Range = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last row and column of merged cells, 0-based."""

Unread = dict[tuple[int, int], tuple[str, str]]
"""Row and column, 1-based, to what the cell shows and why it has no value."""

ERROR = "单元格是错误值"
NOT_COMPUTED = "公式没有计算结果"
FROM_1904 = "文件从 1904 年起计日期：没有设成日期格式的数字如按日期读取，会早四年零一天"
MACROS = "文件含宏，没有运行"


@dataclass(frozen=True)
class BookSheet:
    """All rows from the first, "" for a blank cell; `unread` holds the cells without value.

    `hidden_rows` may name blank rows too; `remarks` are on the first sheet and about the file.
    """

    name: str
    rows: list[list[Cell]]
    unread: Unread = field(default_factory=dict)
    merged: Sequence[Range] = ()
    hidden: bool = False
    hidden_rows: AbstractSet[int] = frozenset()
    remarks: tuple[str, ...] = ()
