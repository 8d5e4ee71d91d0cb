"""腾讯文档收集表, and forms of other office programs that write the same headings.

Headings end with （必填） or （自动）; who has submitted is known by a nickname only, which is dropped.
"""

from __future__ import annotations

from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.exports.forms import Form, form_reader
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.words import heading_key

SUBMITTED = ("提交时间", "填写时间")
SUBMITTERS = frozenset(("提交者", "提交人", "填写者", "填写人"))
FACTS = frozenset((*SUBMITTED, *SUBMITTERS, "序号", "修改时间", "填写设备"))


def recognise(grid: Grid, context: Context) -> Reader | None:  # noqa: ARG001 as every export
    """Recognise the time of submission beside the submitter, or marked as filled in by itself."""
    for line in grid.top:
        names = [heading_key(show(cell)) for cell in line.cells]
        at = next((names.index(name) for name in SUBMITTED if name in names), None)
        if at is not None and (SUBMITTERS.intersection(names) or "自动" in show(line.cells[at])):
            return form_reader(Form(grid, line, at, FACTS, _answer))
    return None


def _answer(cell: Cell) -> Cell:
    return cell
