"""问卷星: a row per answered questionnaire; headings are numbered questions in anybody's words."""

from __future__ import annotations

from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.context import Context, Reader
from xiaoben_analytics.reading.exports.forms import Form, form_reader
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Cell
from xiaoben_analytics.reading.words import heading_key, key

SUBMITTED = "提交答卷时间"
FACTS = frozenset(
    (
        "序号",
        SUBMITTED,
        "开始答卷时间",
        "所用时间",
        "来源",
        "来源详情",
        "来自ip",
        "总分",
        "用户id",
        "省份",
        "城市",
    )
)
BLANKS = ("(空)", "(跳过)")
_CHOICES = str.maketrans({"┋": "、", "〖": "（", "〗": "）"})


def recognise(grid: Grid, context: Context) -> Reader | None:  # noqa: ARG001 as every export
    """Recognise the time of submission beside another fact that only this program adds."""
    for line in grid.top:
        names = [heading_key(show(cell)) for cell in line.cells]
        if SUBMITTED in names and len(FACTS.intersection(names)) > 1:
            return form_reader(Form(grid, line, names.index(SUBMITTED), FACTS, _answer))
    return None


def _answer(cell: Cell) -> Cell:
    """Read what was skipped as blank, several choices as a list, own words as a remark."""
    if not isinstance(cell, str):
        return cell
    return None if key(cell) in BLANKS else cell.translate(_CHOICES)
