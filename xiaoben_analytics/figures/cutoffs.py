"""Where the lines fall: totals in order, cut into tiers."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures.template import (
    HEIGHT,
    Row,
    in_lines,
    new_figure,
    points_range,
    safe,
    shown_points,
    teacher_hover,
    tier_marks,
    wrapped,
)
from xiaoben_analytics.findings import finding_cutoffs
from xiaoben_analytics.labels import points

POOLS_A_ROW = 6
_BLOCK = 0.9
_LEGEND, _NAME_WIDTH = 40, 6


def plot_tier_cutoffs(result: Assessment) -> go.Figure:
    """Draw each pool's totals from high to low, with its cutoff lines, their values and gaps.

    One block per pool in reading order, at most six side by side. The same school under other
    ratios gives the same traces in the same order, so a shown chart can be updated in place.
    """
    pools = list(dict.fromkeys(result.cutoffs[col.POOL]))
    rows = [pools[start : start + POOLS_A_ROW] for start in range(0, len(pools), POOLS_A_ROW)]
    teachers, lines = _placed(result.standings, pools), _dividing(result)
    figure = _rows_of_blocks(result, rows)
    for row, members in enumerate(rows, start=1):
        _add_lines(figure, lines[lines[col.POOL].isin(members)], result, row)
        _add_teachers(figure, teachers[teachers[col.POOL].isin(members)], result, row)
        figure.update_xaxes(**_block_names(result.cutoffs, members, result), row=row)
    return figure.update_yaxes(title_text="总分（分）", range=points_range(teachers[col.TOTAL]))


def _placed(standings: pd.DataFrame, pools: list[str]) -> pd.DataFrame:
    """Put each teacher at a place within the block of the pool, best first, gated last."""
    ordered = standings.sort_values(
        [col.POOL, col.GATED, col.RANK, col.TOTAL], ascending=[True, True, True, False]
    )
    within = ordered.groupby(col.POOL)
    step = _BLOCK / within[col.RANK].transform("size")
    start = ordered[col.POOL].map(_starts(pools))
    return ordered.assign(x=start + (within.cumcount() + 0.5) * step)


def _starts(pools: list[str]) -> dict[str, int]:
    return {pool: place % POOLS_A_ROW for place, pool in enumerate(pools)}


def _dividing(result: Assessment) -> pd.DataFrame:
    """Keep the lines that divide ranked teachers: not the failing tier's, nor the one above it."""
    starts = _starts(list(dict.fromkeys(result.cutoffs[col.POOL])))
    lines = result.cutoffs[result.cutoffs[col.TIER].isin(result.policy.tiers.names[:-2])]
    lines = lines.dropna(subset=col.CUTOFF)
    return lines.assign(x=lines[col.POOL].map(starts))


def _rows_of_blocks(result: Assessment, rows: list[list[str]]) -> go.Figure:
    figure = new_figure(
        finding_cutoffs(result.cutoffs),
        note="每点一位教师，由高到低；虚线为划线，“差”为线上最低与线下最高之差",
        room=_LEGEND,
    )
    grid = make_subplots(rows=len(rows), cols=1, vertical_spacing=0.32 / len(rows), figure=figure)
    return grid.update_layout(
        height=HEIGHT + 80 + 370 * (len(rows) - 1),
        legend={"orientation": "h", "x": 1, "xanchor": "right", "y": 1.0, "yanchor": "bottom"},
    )


def _add_lines(figure: go.Figure, lines: pd.DataFrame, result: Assessment, row: int) -> None:
    marks = tier_marks(result.policy.tiers.names)
    for place, tier in enumerate(result.policy.tiers.names[:-2]):
        own = lines[lines[col.TIER] == tier].to_dict("records")
        above = place == 0  # totals fall from left to right: right above and left below are free
        heights = [line[col.CUTOFF] / 100 for line in own]
        figure.add_scatter(
            x=[at for line in own for at in (line["x"], line["x"] + _BLOCK, None)],
            y=[at for height in heights for at in (height, height, None)],
            mode="lines", line={"color": marks[tier].color, "width": 2, "dash": "dash"},
            hoverinfo="skip", showlegend=False, legendgroup=tier, row=row, col=1,
        )  # fmt: skip
        figure.add_scatter(
            x=[line["x"] + (_BLOCK if above else 0) for line in own], y=heights, mode="markers+text",
            text=[_label(line) for line in own], textfont={"size": 14},
            marker={"size": 6, "opacity": 0},  # keeps the text off the line
            textposition="top left" if above else "bottom right",
            hoverinfo="skip", showlegend=False, legendgroup=tier, row=row, col=1,
        )  # fmt: skip


def _label(line: Row) -> str:
    gap: str = "" if pd.isna(line[col.GAP]) else f"<br>差 {points(line[col.GAP])}"
    return f"{safe(line[col.TIER])} {points(line[col.CUTOFF])}{gap}"


def _add_teachers(figure: go.Figure, teachers: pd.DataFrame, result: Assessment, row: int) -> None:
    for tier, mark in tier_marks(result.policy.tiers.names).items():
        own = teachers[teachers[col.TIER] == tier]
        figure.add_scatter(
            name=safe(tier), x=own["x"].tolist(), y=shown_points(own[col.TOTAL]), mode="markers",
            hovertext=teacher_hover(own, result.policy), hoverinfo="text",
            marker=mark.marker(),
            legendgroup=tier, showlegend=row == 1, row=row, col=1,
        )  # fmt: skip


def _block_names(
    cutoffs: pd.DataFrame, members: list[str], result: Assessment
) -> dict[str, object]:
    counts = cutoffs.set_index([col.POOL, col.TIER])[col.COUNT]
    names = []
    for pool in members:
        own = {tier: int(counts[pool, tier]) for tier in result.policy.tiers.names}
        counted = [f"{tier[0]}{count}" for tier, count in own.items() if count]
        pairs = [" ".join(counted[start : start + 2]) for start in range(0, len(counted), 2)]
        size = f"{sum(own.values())} 人"
        names.append(in_lines([*wrapped(pool, _NAME_WIDTH), size, *pairs]))
    return {
        "tickvals": [place + _BLOCK / 2 for place in range(len(members))],
        "ticktext": names,
        "range": [-0.05, len(members) - 0.05],
        "tickangle": 0,
        "showgrid": False,
        "uirevision": "、".join(members),  # zoomed into other groups means nothing
    }
