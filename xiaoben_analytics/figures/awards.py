"""Who won what: awards by group, category and level, those that count and those that do not."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.awards import award_title
from xiaoben_analytics.figures.rows import chosen_groups, lay_rows, row_labels, some
from xiaoben_analytics.figures.template import new_figure, safe, say_empty
from xiaoben_analytics.findings import finding_awards
from xiaoben_analytics.labels import points

LEVELS = ("国家", "省", "市", "县", "校")
_COLORS = ("#08306B", "#2171B5", "#6BAED6", "#BBD6EB", "#E3E6EA")
_UNKNOWN = "未写明"
_ROOM = 44


def plot_group_awards(
    result: Assessment, awards: pd.DataFrame, groups: Sequence[str] = ()
) -> go.Figure:
    """Stack each group's awards by level, categories side by side; what does not count is hatched.

    Parameters
    ----------
    awards
        As `awards.list_awards` gives them.
    groups
        Those drawn; none is all.
    """
    sizes = chosen_groups(result.groups, groups)
    awards = awards[awards[col.GROUP].isin(sizes)]
    figure = new_figure(
        finding_awards(count_awards(awards, sizes)),
        note="每段为一个级别的项数；实色计入得分，斜线没有计入",
    )
    if awards.empty:
        return say_empty(figure, "没有获奖记录")
    told = awards.assign(**{name: awards[name].fillna(_UNKNOWN) for name in _SPLIT})
    categories = sorted(told[col.AWARD_CATEGORY].unique(), key=_category_order)
    titles = [f"<b>{safe(category)}</b>" for category in categories]
    figure = make_subplots(
        rows=1, cols=len(categories), shared_yaxes=True, horizontal_spacing=0.04,
        subplot_titles=titles, figure=figure,
    )  # fmt: skip
    for place, category in enumerate(categories, start=1):
        _add_levels(figure, told[told[col.AWARD_CATEGORY] == category], list(sizes), place)
    _add_key(figure)
    return _lay_out(figure, told, sizes)


def count_awards(awards: pd.DataFrame, sizes: dict[str, int]) -> pd.DataFrame:
    """Count each group's awards: group, teachers, count, counted; one row per group."""
    by_group = awards.groupby(col.GROUP)[col.COUNTED]
    numbers = pd.DataFrame({col.COUNT: by_group.size(), col.COUNTED: by_group.sum()})
    rows = numbers.reindex([*sizes], fill_value=0).astype("int64")
    rows.insert(0, col.TEACHERS, [*sizes.values()])
    return rows.reset_index(names=col.GROUP)


def _category_order(category: str) -> tuple[bool, str]:
    """Put contests before competitions as regulations do, and what is not known last."""
    return category == _UNKNOWN, {"竞赛": "0", "评选": "1"}.get(category, category)


def _add_levels(figure: go.Figure, awards: pd.DataFrame, groups: list[str], place: int) -> None:
    """Add one trace per level of what counts, then of what does not, the highest level first."""
    for counted in (True, False):
        for level in (*LEVELS, _UNKNOWN):
            own = awards[(awards[col.LEVEL] == level) & (awards[col.COUNTED] == counted)]
            found = own[col.GROUP].value_counts()
            counts = [int(found[group]) if group in found else None for group in groups]
            figure.add_bar(
                name=_level_name(level), orientation="h", x=counts, y=list(range(len(groups))),
                marker=_look(level, counted=counted),
                text=[str(count) if count and counted else "" for count in counts],
                textposition="inside", textangle=0, insidetextanchor="middle",
                customdata=[{"group": group} for group in groups],
                hovertext=[_told(own, group, level, counted=counted) for group in groups],
                hoverinfo="text", legendgroup=level, showlegend=False, row=1, col=place,
            )  # fmt: skip


def _add_key(figure: go.Figure) -> None:
    """Name the levels and the hatching in the legend, once for all categories."""
    for level in LEVELS:
        figure.add_bar(
            name=_level_name(level), x=[None], y=[None], orientation="h", legendgroup=level,
            marker=_look(level, counted=True), hoverinfo="skip", row=1, col=1,
        )  # fmt: skip
    figure.add_bar(
        name="没有计入", x=[None], y=[None], orientation="h", hoverinfo="skip",
        marker=_look("市", counted=False), row=1, col=1,
    )  # fmt: skip


def _lay_out(figure: go.Figure, awards: pd.DataFrame, sizes: dict[str, int]) -> go.Figure:
    most = awards.groupby([col.GROUP, col.AWARD_CATEGORY]).size().max()
    figure.update_layout(
        barmode="stack",
        uniformtext={"minsize": 14, "mode": "hide"},
        margin={"t": figure.layout.margin.t + _ROOM},
    )
    figure.update_annotations(font={"size": 18}, yshift=0)
    figure.update_xaxes(
        title_text="获奖（项）", range=[0, most + 0.5], dtick=max(1, -(-int(most) // 5))
    )
    lay_rows(figure, row_labels(sizes), legend=1)
    head = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    return figure.update_layout(legend={"y": 1 + 34 / head})


def _look(level: str, *, counted: bool) -> dict[str, object]:
    color = dict(zip(LEVELS, _COLORS, strict=True)).get(level, "#9A9A9A")
    line = {"color": "#5B6770", "width": 1}
    if counted:
        return {"color": color, "line": line, "pattern": {"shape": ""}}
    dark = "white" if level in LEVELS[:2] else "#3B444B"
    pattern = {"shape": "/", "fgcolor": dark, "bgcolor": color, "size": 7, "solidity": 0.3}
    return {"color": color, "line": line, "pattern": pattern}


def _level_name(level: str) -> str:
    return level if level == _UNKNOWN else f"{level}级"


def _told(awards: pd.DataFrame, group: str, level: str, *, counted: bool) -> str:
    own = awards[awards[col.GROUP] == group].to_dict("records")
    lines = [
        f"{safe(row[col.NAME])}　{safe(award_title(row))}　"
        + (f"{points(row[col.WORTH])} 分" if counted else safe(row[col.WHY_NOT]))
        for row in own
    ]
    title = (
        f"<b>{safe(group)}</b>　{_level_name(level)} {len(own)} 项{'' if counted else '，没有计入'}"
    )
    return f"{title}<br>{some(lines)}"


_SPLIT = (col.AWARD_CATEGORY, col.LEVEL)
