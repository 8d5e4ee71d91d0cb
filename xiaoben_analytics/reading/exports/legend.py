"""Which legend the marks of a sheet go by: its own, the school's, or the policy's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from xiaoben_analytics.reading.clean import show
from xiaoben_analytics.reading.context import Context
from xiaoben_analytics.reading.furniture import notes_around
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Line
from xiaoben_analytics.reading.marks import Legend, find_legend, marks_of

NO_LEGEND = Legend({}, "")


def legend_of(grid: Grid, heading: Line, context: Context, *, own: Legend = NO_LEGEND) -> Legend:
    """Put together the legend that a sheet's marks are read by; it says where it was found.

    What the school has said for this file goes before the sheet's own legend, that before what the
    school has said for all files; what it has not said stays as the policy has it. Beside a legend
    in the sheet the policy's signs do not count, for signs have no common meaning. A format's `own`
    marks mean what they mean in it.
    """
    settings, name = context.settings, PurePath(grid.file).name
    written = find_legend(_notes(grid, heading))
    said = [
        (marks_of(settings.file_legends.get(name, {})), " reading.toml 中该文件的图例"),
        (written, "表内图例"),
        (marks_of(settings.legend), " reading.toml 的图例"),
        ({} if written else marks_of(context.recording.legend), "考核办法"),
        (dict(own.marks), own.source),
    ]
    given = [pair for pair in said if pair[0]]
    marks = {mark: status for of, _ in reversed(given) for mark, status in of.items()}
    sources = "、".join(source for _, source in given)
    return Legend(marks, f"取自{sources}" if sources else "无图例")


def every_legend(grid: Grid, heading: Line, context: Context) -> Legend:
    """Gather every legend there is, to tell a column of marks from any other."""
    given = {**context.recording.legend, **context.settings.legend}
    return Legend({**marks_of(given), **find_legend(_notes(grid, heading))}, "")


def _notes(grid: Grid, heading: Line) -> Iterator[str]:
    """Read what stands above the heading, and the notes below the table."""
    yield from grid.captions
    for line in notes_around(grid, heading):
        yield "　".join(show(cell) for cell in line.filled)
