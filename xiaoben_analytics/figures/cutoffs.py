"""Where the lines fall: totals in order, cut into tiers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures.template import (
    HEIGHT,
    INK,
    Row,
    in_lines,
    new_layout,
    points_range,
    safe,
    shown_points,
    teacher_hover,
    tier_marks,
    wrapped,
)
from xiaoben_analytics.findings import finding_cutoffs, finding_redrawn
from xiaoben_analytics.labels import points

POOLS_A_ROW = 6
_BLOCK = 0.9
_LEGEND, _NAME_WIDTH = 40, 6
_NOTE = "每点一位教师，由高到低；虚线为划线，“差”为线上最低与线下最高之差"
_MOVED = "等级改变"

Trace = dict[str, Any]


def plot_tier_cutoffs(result: Assessment, only: Collection[str] = ()) -> go.Figure:
    """Draw each pool's totals from high to low, with its cutoff lines, their values and gaps.

    `only` are the pools drawn; none is all. One block per pool in reading order, at most six side by side; a ring marks who has another tier
    than in the assessment that this one is derived from, `customdata` is the teacher's id. The same
    school under other ratios gives the same traces in the same order, so a shown chart can be
    updated in place.
    """
    pools = [pool for pool in dict.fromkeys(result.cutoffs[col.POOL]) if not only or pool in only]
    rows = [pools[start : start + POOLS_A_ROW] for start in range(0, len(pools), POOLS_A_ROW)]
    dots, lines = _dots(result, pools), _dividing(result, pools)
    drawn = [
        {
            **trace,
            "xaxis": f"x{_number(row)}",
            "yaxis": f"y{_number(row)}",
            "showlegend": row == 1 and named,
        }
        for row, members in enumerate(rows, start=1)
        for named, trace in _traces(
            [line for line in lines if line[col.POOL] in members],
            [dot for dot in dots if dot.pool in members],
            result,
        )
    ]
    layout = {
        **new_layout(_finding(result, pools), note=_NOTE, room=_LEGEND),
        "height": HEIGHT + 370 * (len(rows) - 1),
        "legend": {"orientation": "h", "x": 1, "xanchor": "right", "y": 1.0, "yanchor": "bottom"},
        **_axes(result, rows, points_range(result.standings[col.TOTAL])),
    }
    # a test validates it; doing so at every press of a key would take as long as all the rest
    return go.Figure({"data": drawn, "layout": layout}, _validate=False)


def _finding(result: Assessment, pools: Sequence[str]) -> str:
    """Say what is new against the assessment that this one was derived from, else where the lines lie."""
    base = result.base
    if base is None or (result.moves.empty and result.policy == base.policy):
        return finding_cutoffs(result.cutoffs[result.cutoffs[col.POOL].isin(pools)])
    return finding_redrawn(result.moves, base.cutoffs, result.cutoffs)


class _Dot(NamedTuple):
    """A teacher, drawn."""

    pool: str
    tier: str
    teacher_id: str
    x: float
    y: float
    hover: str
    moved: bool


def _dots(result: Assessment, pools: list[str]) -> list[_Dot]:
    """Put each teacher at a place within the block of the pool, best first, gated last."""
    ordered = result.standings.sort_values(
        [col.POOL, col.GATED, col.RANK, col.TOTAL], ascending=[True, True, True, False]
    )
    within = ordered.groupby(col.POOL)
    step = _BLOCK / within[col.GATED].transform("size")
    start = ordered[col.POOL].map(_starts(pools))
    drawn = zip(
        *(ordered[name].tolist() for name in (col.POOL, col.TIER, col.TEACHER_ID)),
        (start + (within.cumcount() + 0.5) * step).tolist(),
        shown_points(ordered[col.TOTAL]),
        teacher_hover(ordered, result.policy),
        ordered[col.TEACHER_ID].isin(result.moves[col.TEACHER_ID]).tolist(),
        strict=True,
    )
    return [_Dot(*one) for one in drawn]


def _starts(pools: list[str]) -> dict[str, int]:
    return {pool: place % POOLS_A_ROW for place, pool in enumerate(pools)}


def _dividing(result: Assessment, pools: list[str]) -> list[Row]:
    """Keep the lines that divide ranked teachers: not the failing tier's, nor the one above it."""
    starts = _starts(pools)
    return [
        {**line, "x": starts[line[col.POOL]]}
        for line in result.cutoffs.to_dict("records")
        if line[col.POOL] in starts
        and line[col.TIER] in result.policy.tiers.names[:-2]
        and pd.notna(line[col.CUTOFF])
    ]


def _traces(
    lines: Sequence[Row], dots: Sequence[_Dot], result: Assessment
) -> list[tuple[bool, Trace]]:
    """Draw one row of blocks; each trace, and whether the legend names it."""
    tiers = result.policy.tiers.names
    drawn = [
        (False, trace)
        for place, tier in enumerate(tiers[:-2])
        for trace in _lines([line for line in lines if line[col.TIER] == tier], tiers, place)
    ]
    people = [
        (True, _points([dot for dot in dots if dot.tier == tier], tier, mark.marker()))
        for tier, mark in tier_marks(tiers).items()
    ]
    rings = _rings([dot for dot in dots if dot.moved])
    return [*drawn, *people, (not result.moves.empty, rings)]


def _lines(lines: Sequence[Row], tiers: Sequence[str], place: int) -> tuple[Trace, Trace]:
    """Draw the lines below one tier, and write their values beside them."""
    tier = tiers[place]
    above = place == 0  # totals fall from left to right: right above and left below are free
    heights = [line[col.CUTOFF] / 100 for line in lines]
    line = {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "legendgroup": tier,
        "x": [at for line in lines for at in (line["x"], line["x"] + _BLOCK, None)],
        "y": [at for height in heights for at in (height, height, None)],
        "line": {"color": tier_marks(tiers)[tier].color, "width": 2, "dash": "dash"},
    }  # fmt: skip
    values = {
        "type": "scatter", "mode": "markers+text", "hoverinfo": "skip", "legendgroup": tier,
        "x": [line["x"] + (_BLOCK if above else 0) for line in lines], "y": heights,
        "text": [_label(line) for line in lines], "textfont": {"size": 14},
        "textposition": "top left" if above else "bottom right",
        "marker": {"size": 6, "opacity": 0},  # keeps the text off the line
    }  # fmt: skip
    return line, values


def _label(line: Row) -> str:
    gap: str = "" if pd.isna(line[col.GAP]) else f"<br>差 {points(line[col.GAP])}"
    return f"{safe(line[col.TIER])} {points(line[col.CUTOFF])}{gap}"


def _points(dots: Sequence[_Dot], name: str, marker: dict[str, Any]) -> Trace:
    return {
        "type": "scatter", "mode": "markers", "name": safe(name), "legendgroup": name,
        "x": [dot.x for dot in dots], "y": [dot.y for dot in dots], "marker": marker,
        "hovertext": [dot.hover for dot in dots], "hoverinfo": "text",
        "customdata": [dot.teacher_id for dot in dots],
    }  # fmt: skip


def _rings(moved: Sequence[_Dot]) -> Trace:
    """Mark who moves; the dot within says what there is to say."""
    ring = {"symbol": "circle-open", "size": 21, "color": INK, "line": {"width": 2.5}}
    return {**_points(moved, _MOVED, ring), "hovertext": None, "hoverinfo": "skip"}


def _axes(result: Assessment, rows: Sequence[list[str]], heights: list[float]) -> Trace:
    """Lay out the axes of each row of blocks."""
    axes = {}
    for row, members in enumerate(rows, start=1):
        number = _number(row)
        axes[f"xaxis{number}"] = {
            **_block_names(result, members, len(rows[0])),
            "anchor": f"y{number}",
        }
        axes[f"yaxis{number}"] = {
            "title": {"text": "总分（分）"},
            "range": heights,
            "anchor": f"x{number}",
            "domain": _band(row, len(rows)),
        }
    return axes


def _number(row: int) -> str:
    """Return the number that plotly gives the axes of a row: none to the first."""
    return "" if row == 1 else str(row)


def _band(row: int, rows: int) -> list[float]:
    """Say from where to where a row of blocks reaches, the first on top."""
    between = 0.32 / rows
    height = (1 - between * (rows - 1)) / rows
    bottom = (rows - row) * (height + between)
    return [bottom, min(bottom + height, 1.0)]


def _block_names(result: Assessment, members: list[str], width: int) -> dict[str, object]:
    """Name the blocks of a row; all rows are as wide as the first."""
    tiers, lines = result.policy.tiers.names, result.cutoffs
    places = zip(lines[col.POOL], lines[col.TIER], strict=True)
    counts = dict(zip(places, lines[col.COUNT].tolist(), strict=True))
    names = []
    for pool in members:
        own = {tier: counts[pool, tier] for tier in tiers}
        counted = [f"{tier[0]}{count}" for tier, count in own.items() if count]
        pairs = [" ".join(counted[start : start + 2]) for start in range(0, len(counted), 2)]
        size = f"{sum(own.values())} 人"
        names.append(in_lines([*wrapped(pool, _NAME_WIDTH), size, *pairs]))
    return {
        "tickvals": [place + _BLOCK / 2 for place in range(len(members))],
        "ticktext": names,
        "range": [-0.05, width - 0.05],
        "tickangle": 0,
        "showgrid": False,
        "uirevision": "、".join(members),  # zoomed into other groups means nothing
    }
