"""How groups compare: every teacher a dot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures.template import (
    INK,
    new_figure,
    points_range,
    safe,
    shown_points,
    teacher_hover,
    tier_marks,
)
from xiaoben_analytics.findings import finding_groups
from xiaoben_analytics.labels import points

_SWARM = (0, -0.18, 0.18, -0.09, 0.09, -0.27, 0.27)
"""Where dots stand beside the middle of their group: neighbours in rank stay apart."""


def plot_group_distribution(result: Assessment) -> go.Figure:
    """Draw every teacher's total by group, with each group's median and cutoff lines.

    Groups stand in reading order; a dot's colour and symbol are its tier.
    """
    figure = new_figure(
        finding_groups(result.groups), note="每点一位教师；黑粗线为中位数，虚线为该组划线"
    )
    places = {group: place for place, group in enumerate(result.groups[col.GROUP])}
    x = result.standings[col.GROUP].map(places)
    x += [_SWARM[rank % len(_SWARM)] for rank in result.standings.groupby(col.GROUP).cumcount()]
    _add_medians(figure, result.groups)
    _add_cutoffs(figure, result, places)
    for tier, mark in tier_marks(result.policy.tiers.names).items():
        inside = result.standings[col.TIER] == tier
        rows = result.standings[inside]
        figure.add_scatter(
            name=safe(tier), x=x[inside].tolist(), y=shown_points(rows[col.TOTAL]), mode="markers",
            hovertext=teacher_hover(rows, result.policy), hoverinfo="text",
            marker=mark.marker(),
        )  # fmt: skip
    figure.update_yaxes(title_text="总分（分）", range=points_range(result.standings[col.TOTAL]))
    return _name_groups(figure, result.groups)


def _add_medians(figure: go.Figure, groups: pd.DataFrame) -> None:
    figure.add_scatter(
        name="中位数", **_segments(range(len(groups)), groups["median"].tolist()),
        line={"color": INK, "width": 4},
        hovertext=_thrice(f"{safe(row[col.GROUP])} 中位数 {points(row['median'])} 分"
                          for row in groups.to_dict("records")),
    )  # fmt: skip


def _add_cutoffs(figure: go.Figure, result: Assessment, places: dict[str, int]) -> None:
    """Draw the lines of every tier but the lowest that is ranked, whose line divides nobody."""
    pools = result.standings.drop_duplicates(col.GROUP)[[col.GROUP, col.POOL]]
    lines = pools.merge(result.cutoffs.dropna(subset=col.CUTOFF), on=col.POOL)
    for tier in result.policy.tiers.names[:-2]:
        own = lines[lines[col.TIER] == tier]
        figure.add_scatter(
            name=f"{safe(tier)}线", **_segments(own[col.GROUP].map(places), own[col.CUTOFF]),
            line={"color": tier_marks(result.policy.tiers.names)[tier].color, "width": 2,
                  "dash": "dash"},
            hovertext=_thrice(f"{safe(row[col.POOL])} {safe(tier)}线 {points(row[col.CUTOFF])} 分"
                              for row in own.to_dict("records")),
        )  # fmt: skip


def _segments(places: Iterable[int], heights: Iterable[int]) -> dict[str, Any]:
    """Draw one short level line per place as a single trace, broken between places."""
    x = [at for place in places for at in (place - 0.4, place + 0.4, None)]
    y = [at for height in heights for at in (height / 100, height / 100, None)]
    return {"x": x, "y": y, "mode": "lines", "hoverinfo": "text"}


def _thrice(texts: Iterable[str]) -> list[str]:
    """Repeat a text for the two ends of a segment and the break after it."""
    return [text for text in texts for _ in range(3)]


def _name_groups(figure: go.Figure, groups: pd.DataFrame) -> go.Figure:
    return figure.update_xaxes(
        title_text="教研组（参评人数）", showgrid=False,
        tickvals=list(range(len(groups))), range=[-0.6, len(groups) - 0.4],
        ticktext=[f"{safe(row[col.GROUP])}<br>{row[col.TEACHERS]} 人"
                  for row in groups.to_dict("records")],
    )  # fmt: skip
