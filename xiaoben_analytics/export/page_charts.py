"""Charts of the page: what the workbook shows, once for the school and once for each group."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.awards import list_awards
from xiaoben_analytics.export.page_tables import WHOLE, PageTable, by_group, month_table
from xiaoben_analytics.figures import (
    plot_attendance_heatmap,
    plot_group_awards,
    plot_group_components,
    plot_group_distribution,
    plot_hours,
    plot_participation,
    plot_rates,
    plot_tier_cutoffs,
)
from xiaoben_analytics.groups import compare_groups
from xiaoben_analytics.labels import HEADINGS, points
from xiaoben_analytics.participation import Portion
from xiaoben_analytics.views import (
    View,
    explore_attendance,
    explore_awards,
    explore_components,
    explore_groups,
    explore_participation,
)
from xiaoben_analytics.views.requirements import judge_hours, show_hours

Views = Mapping[str, str]
"""The view of each group: its number in reading order, as text."""

_TOOLS = 36
"""Pixels kept above a chart for its tools, where its title would be."""


@dataclass(frozen=True)
class PageChart:
    """A chart in every view: its figures by view, the tables behind it, and one finding more.

    The finding and the note of a figure stand in its `meta`, not in its title: the page writes them
    as text. `more` is about the whole school.
    """

    name: str
    heading: str
    figures: Mapping[str, Mapping[str, Any]]
    tables: tuple[PageTable, ...]
    more: str = ""


@dataclass(frozen=True)
class _Sketch:
    """A chart of the whole school, and what draws it of one group."""

    name: str
    heading: str
    whole: go.Figure
    draw: Callable[[str], go.Figure]
    tables: tuple[PageTable, ...]
    more: str = ""


def draw_charts(result: Assessment, views: Views) -> Iterator[PageChart]:
    """Draw everything, in the order of the meeting."""
    for sketch in _SKETCHES:
        sketched = sketch(result, views)
        groups = {view: sketched.draw(group) for group, view in views.items() if len(views) > 1}
        figures = {WHOLE: sketched.whole, **groups}
        yield PageChart(
            sketched.name,
            sketched.heading,
            {view: _without_title(figure) for view, figure in figures.items()},
            sketched.tables,
            sketched.more,
        )


def _without_title(figure: go.Figure) -> dict[str, Any]:
    """Return a figure as plain data, as low as it is without its title."""
    drawn: dict[str, Any] = json.loads(figure.to_json())
    layout = drawn["layout"]
    less = layout["meta"]["head"] - _TOOLS
    layout["margin"] = {**layout["margin"], "t": layout["margin"]["t"] - less}
    layout["height"] -= less
    del layout["title"]
    return drawn


def _months(result: Assessment, views: Views) -> _Sketch:
    def draw(group: str) -> go.Figure:
        return plot_rates(result, "month", Portion(group=group))

    return _Sketch("months", "各月出勤率", draw(""), draw, (month_table(result, views),))


def _participation(result: Assessment, views: Views) -> _Sketch:
    view = explore_participation(result)
    crossed = list(view.data.items())[1:]
    return _Sketch(
        "participation",
        "各组各月出勤率",
        _figure(view),
        lambda group: plot_participation(result, Portion(group=group)),
        tuple(by_group(caption, frame, views) for caption, frame in crossed),
        view.sentence,
    )


def _attendance(result: Assessment, views: Views) -> _Sketch:
    view = explore_attendance(result)
    return _Sketch(
        "attendance",
        "考勤一览",
        _figure(view),
        lambda group: plot_attendance_heatmap(result, Portion(group=group)),
        _tables(view, views),
        view.sentence,
    )


def _hours(result: Assessment, views: Views) -> _Sketch:
    policy, answers = judge_hours(result)
    view = show_hours(policy, answers)
    by = f"按《{policy.title}》"
    return _Sketch(
        "hours",
        "学时",
        _figure(view),
        lambda group: plot_hours(answers[answers[col.GROUP] == group]),
        tuple(replace(table, caption=f"{table.caption}（{by}）") for table in _tables(view, views)),
        f"{by}：{view.sentence}",
    )


def _groups(result: Assessment, views: Views) -> _Sketch:
    view = explore_groups(result)
    compared = compare_groups(result.standings, result.records, result.policy)
    return _Sketch(
        "groups",
        "教研组得分",
        _figure(view),
        lambda group: plot_group_distribution(result, compared.only((group,))),
        _tables(view, views),
        view.sentence,
    )


def _components(result: Assessment, views: Views) -> _Sketch:
    view = explore_components(result)
    return _Sketch(
        "components",
        "各项得分",
        _figure(view),
        lambda group: plot_group_components(result, [group]),
        _tables(view, views),
        view.sentence if len(views) > 1 else "",
    )


def _awards(result: Assessment, views: Views) -> _Sketch:
    view = explore_awards(result)
    awards = list_awards(result.standings, result.school.tables, result.measures, result.policy)
    return _Sketch(
        "awards",
        "获奖",
        _figure(view),
        lambda group: plot_group_awards(result, awards, [group]),
        _tables(view, views),
        view.sentence,
    )


def _cutoffs(result: Assessment, views: Views) -> _Sketch:
    pools = result.standings.groupby(col.GROUP)[col.POOL].unique()
    return _Sketch(
        "cutoffs",
        "等级划线",
        plot_tier_cutoffs(result),
        lambda group: plot_tier_cutoffs(result, tuple(pools[group])),
        (_line_table(result, views),),
    )


def _line_table(result: Assessment, views: Views) -> PageTable:
    """List the lines; a pool of several groups is seen with each of them."""
    names = (col.POOL, col.TIER, col.RATIO, col.SEATS, col.COUNT, col.CUTOFF, col.GAP)
    lines = result.cutoffs[[*names]].astype(object)
    for name in (col.CUTOFF, col.GAP):
        lines[name] = ["—" if pd.isna(one) else points(one) for one in lines[name]]
    members = result.standings.groupby(col.POOL)[col.GROUP].unique()
    seen = [
        " ".join([WHOLE, *sorted(views[group] for group in members.get(pool, ()))])
        for pool in lines[col.POOL]
    ]
    return PageTable("名额与划线", lines.rename(columns=HEADINGS), seen)


def _tables(view: View, views: Views) -> tuple[PageTable, ...]:
    return tuple(by_group(caption, frame, views) for caption, frame in view.data.items())


def _figure(view: View) -> go.Figure:
    assert view.figure is not None  # a view of a chart
    return view.figure


_SKETCHES = (
    _months, _participation, _attendance, _hours, _groups, _components, _awards, _cutoffs,
)  # fmt: skip
