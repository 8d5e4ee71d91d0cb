"""互动图表.html: charts, tables and a trial of other ratios, in one file that needs no network."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from importlib import resources
from pathlib import Path
from string import Template

from plotly.offline import get_plotlyjs

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.export.page_charts import PageChart, draw_charts
from xiaoben_analytics.export.page_tables import (
    WHOLE,
    PageTable,
    activity_table,
    problem_table,
    standings_table,
    table_html,
)
from xiaoben_analytics.export.page_trial import trial_data
from xiaoben_analytics.labels import printable
from xiaoben_analytics.summary import Summary

_TABLES = (("standings", "成绩总表"), ("activities", "各项活动"), ("problems", "问题清单"))


def write_page(result: Assessment, summary: Summary, path: Path) -> None:
    """Write the page: facts, key numbers, charts with their findings and numbers, tables, the trial.

    plotly and the figures are compressed, one packet for each chart, and unpacked when a chart comes
    into sight; whoever's browser cannot do that still has all findings and numbers.
    """
    groups = result.groups[col.GROUP].tolist()
    views = {group: str(at) for at, group in enumerate(groups)}
    charts = tuple(draw_charts(result, views))
    tables = (standings_table, activity_table, problem_table)
    made = [make(result, views) for make in tables]
    places = [*((chart.name, chart.heading) for chart in charts), *_TABLES]
    page = Template(_resource("page.html")).substitute(
        title=escape(f"{summary.title}　{summary.subtitle}"),
        heading=escape(summary.title),
        subtitle=escape(summary.subtitle),
        facts="".join(_pairs(summary.facts.items())),
        numbers="".join(_pairs(summary.results.items())),
        intake="".join(_pairs(summary.intake.items())),
        links="".join(f'<a href="#{name}">{label}</a>' for name, label in places),
        groups="".join(_options(views)),
        charts="".join(_chart(chart, summary.tiers) for chart in charts),
        tables="".join(
            _searched(name, label, table, summary.tiers)
            for (name, label), table in zip(_TABLES, made, strict=True)
        ),
        data=_harmless(_page_data(result, charts, groups)),
        styles=_resource("page.css"),
        tiers=_resource("page-tiers.js"),
        sorting=_resource("page-tables.js"),
        lines=_resource("page-lines.js"),
        script=_resource("page.js"),
        plotly=_plotly(),
    )
    path.write_text(page, encoding="utf-8")


def _resource(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def _pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in pairs:
        yield f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>"


def _options(views: dict[str, str]) -> Iterator[str]:
    yield f'<option value="{WHOLE}">全部教研组</option>'
    for group, view in views.items():
        yield f'<option value="{view}">{escape(printable(group))}</option>'


def _chart(chart: PageChart, tiers: tuple[str, ...]) -> str:
    """Lay out a chart: what it says, where it is drawn, its numbers, and the packet it comes in."""
    told = chart.figures[WHOLE]["layout"]["meta"]
    more = f'<p class="more">{escape(printable(chart.more))}</p>' if chart.more else ""
    packet = _packed(_harmless(chart.figures))
    return (
        f'<section id="{chart.name}"><h2 tabindex="-1">{chart.heading}</h2>'
        f'<p class="finding">{escape(told["finding"])}</p>{more}'
        f'<p class="note">{escape(told["note"])}</p>'
        f'<div class="chart" data-chart="{chart.name}"><p class="wait">正在画图……</p></div>'
        f"{''.join(_folded(table, tiers) for table in chart.tables)}"
        f"{_TRIAL if chart.name == 'cutoffs' else ''}"
        f'<script type="text/plain" id="{chart.name}-figures">{packet}</script></section>'
    )


_TRIAL = '<div id="trial"></div>'


def _folded(table: PageTable, tiers: tuple[str, ...]) -> str:
    caption = escape(printable(table.caption))
    return (
        f'<details><summary>数据表：{caption}</summary><div class="listed">'
        f"{table_html(table, tiers)}</div></details>"
    )


def _searched(name: str, label: str, table: PageTable, tiers: tuple[str, ...]) -> str:
    return (
        f'<section id="{name}"><h2 tabindex="-1">{label}</h2><div class="listed">'
        f'<p class="tools"><label>查找 <input type="search" autocomplete="off"></label>'
        f'<output class="count"></output></p>{table_html(table, tiers)}</div></section>'
    )


def _page_data(
    result: Assessment, charts: tuple[PageChart, ...], groups: list[str]
) -> dict[str, object]:
    """Return what the page's program works with, beside the figures."""
    return {
        "groups": [printable(group) for group in groups],
        "told": {
            chart.name: {
                view: [figure["layout"]["meta"][name] for name in ("finding", "note")]
                for view, figure in chart.figures.items()
            }
            for chart in charts
        },
        "trial": trial_data(result),
    }


def _harmless(data: object) -> str:
    """Write data so that no text can end the script that it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return printable(text).translate(_HARMLESS)


_HARMLESS = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


@lru_cache(maxsize=1)
def _plotly() -> str:
    return _packed(get_plotlyjs())


def _packed(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode("ascii")
