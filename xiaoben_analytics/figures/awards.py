"""Who won what: awards by group, category and level, those that count and those that do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.awards import award_title
from xiaoben_analytics.figures.rows import chosen_groups, lay_rows, row_labels, some
from xiaoben_analytics.figures.template import (
    Row,
    in_lines,
    new_figure,
    safe,
    say_empty,
    shorten,
    wrapped,
)
from xiaoben_analytics.findings import finding_awards
from xiaoben_analytics.labels import points

LEVELS = ("国家", "省", "市", "县", "校")
_COLORS = ("#08306B", "#2171B5", "#6BAED6", "#BBD6EB", "#E3E6EA")
_UNKNOWN = "未写明"
_REST = "其他"
_MOST = 6  # columns that can be read beside each other
_TITLES = 28  # Chinese characters, in the titles of all columns together
_ROOM, _TITLE_LINE = 20, 24  # pixels

_Segment = tuple[str, str, str, bool]
"""A category, a level, a group, and whether it counts."""


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
        note="每段为一个级别的项数；实色计入得分，斜线没有计入"
        + (f"；较少的类别合为“{_REST}”" if awards[col.AWARD_CATEGORY].nunique() > _MOST else ""),
    )
    if awards.empty:
        return say_empty(figure, "没有获奖记录")
    told = _in_few(awards.assign(**{name: awards[name].fillna(_UNKNOWN) for name in _SPLIT}))
    categories = sorted(told[col.AWARD_CATEGORY].unique(), key=_category_order)
    figure = make_subplots(
        rows=1, cols=len(categories), shared_yaxes=True, horizontal_spacing=0.04,
        subplot_titles=_titles(categories), figure=figure,
    )  # fmt: skip
    segments = _segments(told)
    for place, category in enumerate(categories, start=1):
        _add_levels(figure, segments, (category, place), list(sizes))
    _add_key(figure)
    return _lay_out(figure, told, sizes)


def count_awards(awards: pd.DataFrame, sizes: dict[str, int]) -> pd.DataFrame:
    """Count each group's awards: group, teachers, count, award_counts; one row per group."""
    by_group = awards.groupby(col.GROUP)[col.COUNTED]
    numbers = pd.DataFrame({col.COUNT: by_group.size(), col.COUNTED: by_group.sum()})
    rows = numbers.reindex([*sizes], fill_value=0).astype("int64")
    rows.insert(0, col.TEACHERS, [*sizes.values()])
    return rows.reset_index(names=col.GROUP)


def _in_few(awards: pd.DataFrame) -> pd.DataFrame:
    """Put the rarest of too many categories together, so that each column stays readable."""
    counts = awards[col.AWARD_CATEGORY].value_counts()
    if len(counts) <= _MOST:
        return awards
    kept = sorted(counts.index, key=lambda category: (-counts[category], category))[: _MOST - 1]
    category = awards[col.AWARD_CATEGORY]
    return awards.assign(**{col.AWARD_CATEGORY: category.where(category.isin(kept), _REST)})


def _category_order(category: str) -> tuple[int, str]:
    """Put contests before competitions as regulations do, and what is not known last."""
    place = {_REST: 1, _UNKNOWN: 2}.get(category, 0)
    return place, {"竞赛": "0", "评选": "1"}.get(category, category)


def _titles(categories: Sequence[str]) -> list[str]:
    """Write each category above its column, no wider than that is, all equally high."""
    width = max(_TITLES // len(categories), 3)
    written = [wrapped(shorten(category), width) for category in categories]
    most = max(map(len, written))
    return [f"<b>{in_lines([*lines, *[' '] * (most - len(lines))])}</b>" for lines in written]


def _segments(awards: pd.DataFrame) -> dict[_Segment, list[Row]]:
    """Put together the awards of each category, level, group, and whether they count."""
    segments: dict[_Segment, list[Row]] = defaultdict(list)
    for row in awards.to_dict("records"):
        key = (row[col.AWARD_CATEGORY], row[col.LEVEL], row[col.GROUP], row[col.COUNTED])
        segments[key].append(row)
    return segments


def _add_levels(
    figure: go.Figure,
    segments: Mapping[_Segment, Sequence[Row]],
    category: tuple[str, int],
    groups: list[str],
) -> None:
    """Add one trace per level of what counts, then of what does not, the highest level first."""
    name, place = category
    for counted in (True, False):
        for level in (*LEVELS, _UNKNOWN):
            own = [segments.get((name, level, group, counted), ()) for group in groups]
            counts = [len(rows) or None for rows in own]
            figure.add_bar(
                name=_level_name(level), orientation="h", x=counts, y=list(range(len(groups))),
                marker=_look(level, counted=counted),
                text=[str(count) if count and counted else "" for count in counts],
                textposition="inside", textangle=0, insidetextanchor="middle",
                customdata=[{"group": group} for group in groups],
                hovertext=[_told(rows, level) for rows in own],
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
    titles = [title.text for title in figure.layout.annotations]
    lines, columns = titles[0].count("<br>") + 1, len(titles)
    figure.update_layout(
        barmode="stack",
        uniformtext={"minsize": 14, "mode": "hide"},
        margin={"t": figure.layout.margin.t + _ROOM + _TITLE_LINE * lines},
    )
    figure.update_annotations(font={"size": 18}, yshift=0)
    figure.update_xaxes(
        title_text="获奖（项）" if columns < _MOST - 1 else "项",
        range=[0, most + 0.5],
        dtick=max(1, -(-int(most) // (5 if columns < _MOST - 1 else 2))),
        tickangle=0,
    )
    lay_rows(figure, row_labels(sizes), legend=1)
    head = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    return figure.update_layout(legend={"y": 1 + (10 + _TITLE_LINE * lines) / head})


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


def _told(rows: Sequence[Row], level: str) -> str:
    if not rows:
        return ""
    lines = [
        f"{safe(row[col.NAME])}　{safe(award_title(row))}　"
        + (f"{points(row[col.WORTH])} 分" if row[col.COUNTED] else safe(row[col.WHY_NOT]))
        for row in rows
    ]
    first = rows[0]
    missed = "" if first[col.COUNTED] else "，没有计入"
    head = f"<b>{safe(first[col.GROUP])}</b>　{_level_name(level)} {len(rows)} 项{missed}"
    return f"{head}<br>{some(lines)}"


_SPLIT = (col.AWARD_CATEGORY, col.LEVEL)
