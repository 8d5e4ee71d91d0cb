"""Where something is to be mended: what was found in each file."""

from __future__ import annotations

import plotly.graph_objects as go

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures.template import new_figure, safe, say_empty
from xiaoben_analytics.findings import finding_problems
from xiaoben_analytics.problems import NOTICE, PROBLEM, REPEATED, count_problems

_FILLS = {PROBLEM: ("#D55E00", ""), NOTICE: ("#56B4E9", "/"), REPEATED: ("#B0B0B0", ".")}
_ROW, _BOTTOM, _LABELS = 40, 110, 270
_LONGEST, _END = 18, 10  # letters of a file's name, and how many of its last ones
_SHORTEST = 5  # an axis of whole numbers


def plot_problems(result: Assessment) -> go.Figure:
    """Draw how much was found in each file, by severity; the file with most problems is on top.

    A click on a bar gives the name of its file.
    """
    said = finding_problems(result.problems)
    if result.problems.empty:
        return say_empty(new_figure(said), "没有发现需要核对的问题")
    figure = new_figure(said, note="每行一个文件")
    counts = count_problems(result.problems)
    files = counts.index.tolist()
    for kind in counts.columns:
        color, pattern = _FILLS[kind]
        held = counts[kind].tolist()
        figure.add_bar(
            name=kind, orientation="h", y=list(range(len(files))), x=held, customdata=files,
            text=[str(count) if count else "" for count in held], textfont={"size": 16, "color": "black"},
            textposition="inside", textangle=0, insidetextanchor="middle",
            hovertext=[f"<b>{safe(file)}</b><br>{kind} {count} 条"
                       for file, count in zip(files, held, strict=True)],
            hoverinfo="text",
            marker={"color": color, "line": {"color": "white", "width": 1},
                    "pattern": {"shape": pattern, "fillmode": "overlay", "fgcolor": "white",
                                "size": 9, "solidity": 0.15}},
        )  # fmt: skip
    return _lay_out(figure, files, longest=int(counts.sum(axis="columns").max()))


def _lay_out(figure: go.Figure, files: list[str], *, longest: int) -> go.Figure:
    figure.update_xaxes(
        title_text="条数", range=[0, 1.04 * max(longest, _SHORTEST)], tickformat="d"
    )
    figure.update_yaxes(
        tickvals=list(range(len(files))), ticktext=[_short(file) for file in files],
        range=[max(len(files), 4) - 0.5, -0.5], showgrid=False, uirevision=str(files),
    )  # fmt: skip
    figure.update_layout(
        barmode="stack", showlegend=True, height=figure.layout.margin.t + _BOTTOM + _ROW * max(len(files), 4),
        margin={"l": _LABELS, "b": _BOTTOM}, clickmode="event",
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"},
    )  # fmt: skip
    figure.layout.margin.t += 34  # the legend's own line
    figure.layout.height += 34
    return figure


def _short(name: str) -> str:
    """Leave out the middle of a long name: files are told apart by both ends."""
    if len(name) <= _LONGEST:
        return safe(name)
    return safe(f"{name[: _LONGEST - _END - 1]}…{name[-_END:]}")
