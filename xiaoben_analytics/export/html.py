"""互动图表.html: every chart with its finding, in one file that needs no network."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from html import escape
from importlib import resources
from pathlib import Path
from string import Template

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures import (
    plot_attendance_heatmap,
    plot_group_distribution,
    plot_participation,
    plot_tier_cutoffs,
)
from xiaoben_analytics.labels import printable
from xiaoben_analytics.summary import Summary

FIGURES: tuple[tuple[str, str, Callable[[Assessment], go.Figure]], ...] = (
    ("participation", "各月出勤率", plot_participation),
    ("attendance", "考勤一览", plot_attendance_heatmap),
    ("groups", "教研组得分", plot_group_distribution),
    ("cutoffs", "等级划线", plot_tier_cutoffs),
)
"""Every chart of the page: its id, its heading, and what draws it from an assessment."""


def write_page(result: Assessment, summary: Summary, path: Path) -> None:
    """Write the page: facts, key numbers, charts with their findings as titles."""
    page = Template(resources.files(__package__).joinpath("page.html").read_text("utf-8"))
    path.write_text(
        page.substitute(
            title=escape(f"{summary.title}　{summary.subtitle}"),
            heading=escape(summary.title),
            subtitle=escape(summary.subtitle),
            facts="".join(_pairs(summary.facts.items())),
            numbers="".join(_pairs(summary.numbers.items())),
            links="".join(f'<a href="#{name}">{label}</a>' for name, label, _ in FIGURES),
            charts="".join(_chart(result, *figure) for figure in FIGURES),
            plotly=get_plotlyjs(),
        ),
        encoding="utf-8",
    )


def _pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in pairs:
        yield f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>"


def _chart(
    result: Assessment, name: str, label: str, plot: Callable[[Assessment], go.Figure]
) -> str:
    """Put a figure's data beside the place where it is drawn, where no text can end the script."""
    figure = json.loads(plot(result).to_json())
    data = printable(json.dumps(figure, ensure_ascii=False, separators=(",", ":")))
    return (
        f'<section id="{name}"><h2>{label}</h2><div class="chart" data-from="{name}-data"></div>'
        f'<script type="application/json" id="{name}-data">{data.translate(_HARMLESS)}</script></section>'
    )


_HARMLESS = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
