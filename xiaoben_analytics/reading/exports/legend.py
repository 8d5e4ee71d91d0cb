"""Which legend the marks of a sheet go by: its own, the school's, or the policy's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from xiaoben_analytics import columns as col
from xiaoben_analytics.problems import NOTICE, Problem
from xiaoben_analytics.reading.clean import Unclean, show
from xiaoben_analytics.reading.context import Context
from xiaoben_analytics.reading.furniture import notes_around
from xiaoben_analytics.reading.grid import Grid
from xiaoben_analytics.reading.lines import Line
from xiaoben_analytics.reading.marks import OTHER_LEAVES, Legend, find_legend, marks_of
from xiaoben_analytics.reading.record import problem_at
from xiaoben_analytics.reading.sheet import Sheet
from xiaoben_analytics.tables import PERSONAL_LEAVE, SICK_LEAVE

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
    return Legend(marks, f"取自{sources}" if sources else "无图例", OTHER_LEAVES)


def every_legend(grid: Grid, heading: Line, context: Context) -> Legend:
    """Gather every legend there is, to tell a column of marks from any other."""
    given = {**context.recording.legend, **context.settings.legend}
    return Legend({**marks_of(given), **find_legend(_notes(grid, heading))}, "")


def note_leaves(sheet: Sheet, texts: Iterable[str], legend: Legend) -> Iterator[Problem]:
    """Say once for a sheet which kinds of leave were taken for the excused leave that is known."""
    found = "、".join(dict.fromkeys(text for text in texts if legend.is_other_leave(text)))
    if found:
        problem = f"{found}没有专门的规定，按{PERSONAL_LEAVE}计：是请假，不算无故缺席"
        advice = f'如应作别的处理，请在 reading.toml 的 [legend] 中写明，例如 "{found.split("、")[0]}" = "{SICK_LEAVE}"'
        finding = Unclean(problem, "", advice)
        yield problem_at(sheet, None, col.STATUS, value=found, finding=finding, severity=NOTICE)


def _notes(grid: Grid, heading: Line) -> Iterator[str]:
    """Read what stands above the heading, and the notes below the table."""
    yield from grid.captions
    for line in notes_around(grid, heading):
        yield "　".join(show(cell) for cell in line.filled)
