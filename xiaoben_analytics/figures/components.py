"""What the groups' totals are made of: mean points per component, against their maxima."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from math import floor

import pandas as pd
import plotly.graph_objects as go

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures.rows import chosen_groups, lay_rows, row_labels
from xiaoben_analytics.figures.template import INK, new_figure, safe
from xiaoben_analytics.findings import COMPARABLE, finding_components, finding_reach
from xiaoben_analytics.groups import component_means
from xiaoben_analytics.labels import hours, percent, points
from xiaoben_analytics.policy import Component, Policy

_COLORS = ("#8FC5E8", "#F6C26B", "#86D0B3", "#E5B2D2", "#D0D4D8", "#F1E48A", "#C3B5E3")
"""Light enough for dark numbers; in the order of the regulation."""
_PATTERNS = ("", ".", "/")


def plot_group_components(result: Assessment, groups: Sequence[str] = ()) -> go.Figure:
    """Stack each group's mean points per component, below a row of the maxima.

    The means of small groups are pale. `groups` are those drawn; none is all.
    """
    sizes = chosen_groups(result.groups, groups)
    means = component_means(result.standings, result.policy).loc[[*sizes]]
    small = [group for group, size in sizes.items() if size < COMPARABLE]
    figure = new_figure(
        _finding(means, small, result.policy),
        note="每组各项的平均得分，最上一行为各项满分",
    )
    for place, part in enumerate(result.policy.components):
        _add_part(figure, part, means, place, small)
    figure.update_layout(barmode="stack", uniformtext={"minsize": 14, "mode": "hide"})
    figure.update_xaxes(title_text="平均得分（分）", rangemode="tozero")
    full = sum(part.highest for part in result.policy.components)
    labels = [f"<b>满分</b><br>{hours(full)} 分", *row_labels(sizes)]
    return lay_rows(figure, labels, legend=2)


def _finding(means: pd.DataFrame, small: Collection[str], policy: Policy) -> str:
    """Compare the groups; of a single one, say how far it is from the maxima."""
    if len(means) > 1:
        return finding_components(means, small)
    most = {part.label: part.highest for part in policy.components}
    own = {str(label): mean for label, mean in means.iloc[0].items()}
    return finding_reach(own, most, whose=str(means.index[0]))


def _add_part(
    figure: go.Figure, part: Component, means: pd.DataFrame, place: int, small: Collection[str]
) -> None:
    own: list[Fraction] = means[part.label].tolist()
    most = f"{safe(part.label)}　满分 {hours(part.highest)} 分"
    shown = [part.highest, *(floor(mean + Fraction(1, 2)) for mean in own)]
    figure.add_bar(
        name=safe(part.label), orientation="h",
        x=[amount / 100 for amount in shown], y=list(range(len(shown))),
        text=[points(amount) for amount in shown], textposition="inside", textangle=0,
        insidetextanchor="middle", insidetextfont={"color": INK, "size": 15},
        marker={
            "color": _COLORS[place % len(_COLORS)], "line": {"color": "white", "width": 2},
            "opacity": [1, *(0.5 if group in small else 1 for group in means.index)],
            "pattern": {"shape": _PATTERNS[place // len(_COLORS) % len(_PATTERNS)]},
        },
        customdata=[None, *({"group": group} for group in means.index)],
        hovertext=[most, *(_told(group, part, mean) for group, mean in means[part.label].items())],
        hoverinfo="text",
    )  # fmt: skip


def _told(group: object, part: Component, mean: Fraction) -> str:
    shown = points(floor(mean + Fraction(1, 2)))
    share = f"，得到满分的 {percent(mean / part.highest)}" if part.highest else ""
    return (
        f"<b>{safe(group)}</b>　{safe(part.label)}<br>"
        f"平均 {shown} 分，满分 {hours(part.highest)} 分{share}"
    )
