"""The one visual language: type sizes for a projector, colours that colour-blind readers tell apart.

The colours are Okabe and Ito's (2008), each with a symbol, so that colour is never the only code.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from html import escape
from types import MappingProxyType
from typing import Any, NamedTuple
from unicodedata import east_asian_width

import pandas as pd
import plotly.graph_objects as go

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import points, printable
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.tables import (
    ABSENT,
    EARLY_LEAVE,
    LATE,
    OFFICIAL_LEAVE,
    PERSONAL_LEAVE,
    PRESENT,
    SICK_LEAVE,
    UNRECORDED,
)

FONTS = '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif'
INK, PALE, GRID = "#222222", "#8A8A8A", "#E3E6EA"
HEIGHT = 640

Row = dict[Hashable, Any]
"""A row of a frame, as `to_dict("records")` gives it."""


class Mark(NamedTuple):
    """How a tier or a group is drawn, always and everywhere."""

    color: str
    symbol: str

    def marker(self) -> dict[str, object]:
        """Draw it as a dot; triangles look smaller than they are."""
        size = 14 if self.symbol.startswith("triangle") else 12
        return {
            "color": self.color,
            "symbol": self.symbol,
            "size": size,
            "line": {"color": "white", "width": 1},
        }


_LEVELS = (
    Mark("#0072B2", "circle"),
    Mark("#009E73", "diamond"),
    Mark("#E69F00", "triangle-up"),
    Mark("#CC79A7", "square"),
    Mark("#56B4E9", "star"),
)
_FAILING = Mark("#D55E00", "x")
_GROUP_COLORS = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A5C3A", "#6A6A6A",
)  # fmt: skip
_GROUP_SYMBOLS = (
    "circle", "diamond", "triangle-up", "square", "triangle-down", "star", "cross",
)  # fmt: skip

STATUS_COLORS = MappingProxyType(
    {
        PRESENT: "#D6E6F2",
        LATE: "#F3DF6B",
        EARLY_LEAVE: "#E69F00",
        SICK_LEAVE: "#E3D5EE",
        PERSONAL_LEAVE: "#B79BD3",
        OFFICIAL_LEAVE: "#7A55A5",
        ABSENT: "#C23B00",
        UNRECORDED: "#9A9A9A",
    }
)
"""Attendance statuses, in the order of the legend; the three kinds of leave are one hue."""


def tier_marks(tiers: Sequence[str]) -> dict[str, Mark]:
    """Give each tier its mark; `tiers` from best to worst, the failing one last."""
    levels = {tier: _LEVELS[place % len(_LEVELS)] for place, tier in enumerate(tiers[:-1])}
    return {**levels, tiers[-1]: _FAILING}


def group_marks(groups: Sequence[str]) -> dict[str, Mark]:
    """Give each group its mark; `groups` are all the school's, in reading order.

    Colours and symbols take turns of different length, so that 56 groups differ.
    """
    return {
        group: Mark(
            _GROUP_COLORS[place % len(_GROUP_COLORS)], _GROUP_SYMBOLS[place % len(_GROUP_SYMBOLS)]
        )
        for place, group in enumerate(groups)
    }


def new_figure(title: str, *, note: str = "", room: int = 0) -> go.Figure:
    """Start a chart with the project's template, to be drawn 700 pixels wide or wider.

    The title is a finding, the note beneath it says how to read the chart; both are plain text.
    `room` is kept free between them and the plot, in pixels.
    """
    return go.Figure(layout=new_layout(title, note=note, room=room))


def new_layout(title: str, *, note: str = "", room: int = 0) -> dict[str, Any]:
    """Lay out a chart as `new_figure` does, as plain data.

    `meta` has both texts in full, apart and as one, and how high they stand above the rest.
    """
    lines = _at_most(wrapped(title, _TITLE_WIDTH), _TITLE_LINES)
    head = _NOTE_HEIGHT + _TITLE_HEIGHT * max(len(lines), 2)
    return {
        "template": _template(), "height": HEIGHT, "uirevision": "kept",
        "title": {"text": in_lines(lines), "subtitle": {"text": safe(note)}},
        "meta": {
            "alternative": printable(f"{title}{note}。"),
            "finding": printable(title), "note": printable(note), "head": head,
        },
        "margin": {"t": head + room},
    }  # fmt: skip


def wrapped(text: str, width: int) -> list[str]:
    """Break text into lines at most `width` Chinese characters wide; other letters count half.

    Text that fits stays on one line. Otherwise every ；-clause has lines of its own, as few as
    can be and of similar length, which end after punctuation if they can.

    >>> wrapped("英语组最高（98.3%），数学组最低，相差 8 分；其余相近。", 13)
    ['英语组最高（98.3%），', '数学组最低，相差 8 分；', '其余相近。']
    """
    if _width(text) <= width:
        return [text]
    return [
        line for clause in re.findall("[^；]*；+|[^；]+", text) for line in _balanced(clause, width)
    ]


def shorten(text: object, longest: int = 13) -> str:
    """Cut a text that is too long for a label; what is hovered says all of it.

    >>> shorten("疫情防控", 4), shorten("疫情防控培训", 4)
    ('疫情防控', '疫情防…')
    """
    told = str(text)
    return told if len(told) <= longest else f"{told[: longest - 1]}…"


def in_lines(lines: Sequence[str]) -> str:
    """Escape lines from cells, and put them one below the other."""
    return "<br>".join(map(safe, lines))


def say_empty(figure: go.Figure, sentence: str) -> go.Figure:
    """Put a sentence where there is nothing to draw."""
    figure.add_annotation(
        text=safe(sentence), showarrow=False, x=0.5, y=0.5, xref="paper", yref="paper",
        font={"size": 22, "color": INK},
    )  # fmt: skip
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return figure


def safe(text: object) -> str:
    """Escape text from a cell, which plotly would read as markup; show what is unprintable."""
    return escape(printable(str(text)), quote=False)


def shown_points(hundredths: pd.Series) -> list[float]:
    """Place hundredths of points on an axis."""
    return [amount / 100 for amount in hundredths.tolist()]


def points_range(hundredths: pd.Series) -> list[float]:
    """Give an axis of points some room above and below, and never less than forty points."""
    low, high = int(hundredths.min()) / 100, int(hundredths.max()) / 100
    room = max(high - low, 40) * 0.13
    return [low - room, high + room]


def teacher_hover(standings: pd.DataFrame, policy: Policy) -> list[str]:
    """Write what stands behind each teacher's point: rank, tier, total and its components."""
    names = [col.NAME, col.GROUP, col.TIER, col.RANK, col.TOTAL, col.REMARK]
    people = zip(*(standings[name].tolist() for name in names), strict=True)
    parts = [standings[part.name].map(points).tolist() for part in policy.components]
    labels = [safe(part.label) for part in policy.components]
    return [
        _teacher(person, zip(labels, scores, strict=True))
        for person, *scores in zip(people, *parts, strict=True)
    ]


_TITLE_WIDTH, _TITLE_HEIGHT, _TITLE_LINES, _NOTE_HEIGHT = 27, 31, 8, 68


def _at_most(lines: list[str], number: int) -> list[str]:
    """Cut what some endless name makes too long; the sentence below the chart says all of it."""
    return lines if len(lines) <= number else [*lines[: number - 1], f"{lines[number - 1]}…"]


def _balanced(clause: str, width: int) -> list[str]:
    between = "(?<![0-9. ])(?![0-9.% ])"  # a number stays whole, and beside what it counts
    pieces = re.findall(f"[^，、；]{{1,{width - 1}}}(?:{between}|$)[，、；]?|[，、；]|.", clause)
    fewest = len(_filled(pieces, width))
    narrower = (_filled(pieces, limit) for limit in range(1, width + 1))
    return next(lines for lines in narrower if len(lines) == fewest)


def _filled(pieces: list[str], width: int) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and _width(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece
    return lines


def _width(text: str) -> float:
    return sum(1 if east_asian_width(letter) in "WFA" else 0.55 for letter in text)


def _template() -> dict[str, Any]:
    axis = {
        "gridcolor": GRID,
        "linecolor": PALE,
        "ticks": "",
        "zeroline": False,
        "tickfont": {"size": 16},
        "title": {"font": {"size": 18}, "standoff": 12},
    }
    return {
        "layout": {
            "font": {"family": FONTS, "size": 16, "color": INK},
            "title": {
                "font": {"size": 24},
                "subtitle": {"font": {"size": 16, "color": "#555555"}},
                "x": 0, "xanchor": "left", "y": 1, "yanchor": "top",
                "xref": "container", "yref": "container", "pad": {"t": 30, "l": 20},
            },
            "paper_bgcolor": "white",
            "plot_bgcolor": "white",
            "xaxis": {**axis, "automargin": True},
            "yaxis": axis,
            "legend": {"font": {"size": 16}, "itemsizing": "constant"},
            "hoverlabel": {"font": {"family": FONTS, "size": 16}, "align": "left"},
            "hovermode": "closest",
            "margin": {"l": 80, "r": 30, "b": 70},
            # plotly 7 adds a button that uploads the chart to a cloud
            "modebar": {"remove": ["sendChartToCloud", "select2d", "lasso2d", "autoScale2d"]},
        }
    }  # fmt: skip


def _teacher(person: Sequence[Any], scores: Iterable[tuple[str, str]]) -> str:
    name, group, tier, rank, total, remark = person
    place = "不排名" if pd.isna(rank) else f"第 {rank} 名"
    lines = [
        f"<b>{safe(name)}</b>　{safe(group)}",
        f"{safe(tier)}，{place}，总分 {points(total)}",
        "　".join(f"{label} {score}" for label, score in scores),
        safe(remark),
    ]
    return "<br>".join(line for line in lines if line)
