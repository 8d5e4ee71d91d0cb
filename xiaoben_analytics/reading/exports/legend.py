"""Which legend the marks of a sheet go by: its own, the school's, or the policy's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.context import Context
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.header import notes_around
from xiaoben_analytics.reading.lines import Line
from xiaoben_analytics.reading.marks import Legend, find_legend, marks_of

NO_LEGEND = Legend({}, "")


def legend_of(grid: Grid, heading: Line, context: Context, *, own: Legend = NO_LEGEND) -> Legend:
    """Choose the legend that a sheet's marks are read by; it says where it was found.

    A format's `own` marks mean what they mean in the format where no other legend says otherwise.
    """
    name = PurePath(grid.file).name
    choices = (
        (find_legend(_notes(grid, heading)), "取自表内图例"),
        (marks_of(context.settings.file_legends.get(name, {})), "取自 reading.toml 中该文件的图例"),
        (marks_of(context.settings.legend), "取自 reading.toml 的图例"),
        (marks_of(context.recording.legend), "取自考核办法"),
    )
    marks, source = next((choice for choice in choices if choice[0]), ({}, "无图例"))
    if not own.marks:
        return Legend(marks, source)
    return Legend({**own.marks, **marks}, f"{source}，及{own.source}")


def every_legend(grid: Grid, heading: Line, context: Context) -> Legend:
    """Gather every legend there is, to tell a column of marks from any other."""
    given = {**context.recording.legend, **context.settings.legend}
    return Legend({**marks_of(given), **find_legend(_notes(grid, heading))}, "")


def _notes(grid: Grid, heading: Line) -> Iterator[str]:
    """Read what stands above the heading, and the notes below the table."""
    yield from grid.captions
    for line in notes_around(grid, heading):
        yield "　".join(show(cell) for cell in line.filled)
