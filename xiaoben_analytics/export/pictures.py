"""Every chart as a picture, for a notice, a poster or somebody else's slides; with a page that shows all."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import plotly.graph_objects as go

from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.export.atomic import replacing
from xiaoben_analytics.export.drawing import Kind, draw_figures
from xiaoben_analytics.figures import plot_tier_cutoffs
from xiaoben_analytics.labels import printable
from xiaoben_analytics.views import (
    ParticipationChoice,
    View,
    explore_absences_left,
    explore_attendance,
    explore_awards,
    explore_components,
    explore_group_activities,
    explore_groups,
    explore_hours,
    explore_incidents,
    explore_participation,
    explore_problems,
)

INDEX = "目录.html"


Plot = Callable[[Assessment], go.Figure]


def _shown(explore: Callable[[Assessment], View]) -> Plot:
    return lambda result: explore(result).figure


def _rates(by: str) -> Plot:
    return _shown(lambda result: explore_participation(result, ParticipationChoice(by=by)))


PICTURES: tuple[tuple[str, Plot], ...] = (
    ("数据问题", _shown(explore_problems)),
    ("各月出勤率", _rates("month")),
    ("各项活动出勤率", _rates("activity")),
    ("各教研组出勤率", _rates("group")),
    ("各类教师出勤率", _rates("category")),
    ("考勤一览", _shown(explore_attendance)),
    ("迟到早退与缺席", _shown(explore_incidents)),
    ("学时", _shown(explore_hours)),
    ("还可缺席的次数", _shown(explore_absences_left)),
    ("教研组得分", _shown(explore_groups)),
    ("教研组各项得分", _shown(explore_components)),
    ("教研组获奖", _shown(explore_awards)),
    ("教研组活动", _shown(explore_group_activities)),
    ("等级划线", plot_tier_cutoffs),
)
"""Every chart's name, and what shows it, in the order of the meeting."""


def write_pictures(
    result: Assessment,
    folder: Path,
    *,
    kind: Kind = "png",
    progress: Callable[[str], None] | None = None,
) -> tuple[Path, ...]:
    """Write a picture of every chart into a folder, and a page that shows them with their sentences.

    Nothing is written before all of them are drawn; the page comes last.

    Raises
    ------
    UsageError
        If this computer has no browser that could draw, or no Chinese font.
    OutputError
        If the browser fails, or a file cannot be written.
    """
    figures = {name: plot(result) for name, plot in PICTURES}
    drawn = draw_figures(figures, kind, progress=progress)
    contents = {
        f"{place:02d}_{name}.{kind}": picture
        for place, (name, picture) in enumerate(drawn.items(), start=1)
    }
    told = [figures[name].layout.meta["alternative"] for name in drawn]
    title = printable(f"{result.school.name} {result.school.school_year} 学年图表".strip())
    page = _page(title, dict(zip(contents, told, strict=True)))
    for name, content in {**contents, INDEX: page.encode()}.items():
        with replacing(folder / name) as unfinished:
            unfinished.write_bytes(content)
    return tuple(folder / name for name in (*contents, INDEX))


def _page(title: str, told: dict[str, str]) -> str:
    pictures = "\n".join(
        f'<figure><img src="{escape(name)}" alt="{escape(sentence)}" loading="lazy">'
        f"<figcaption>{escape(name)}</figcaption></figure>"
        for name, sentence in told.items()
    )
    return _PAGE.format(title=escape(title), pictures=pictures)


_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font-family:"Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif;
margin:2em auto;max-width:1280px;color:#222}}
figure{{margin:0 0 3em}} img{{max-width:100%;border:1px solid #e3e6ea}}
figcaption{{color:#555}}</style></head>
<body><h1>{title}</h1>
{pictures}
</body></html>
"""
