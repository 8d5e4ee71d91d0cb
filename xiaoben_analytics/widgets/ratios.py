"""Ratios that always add up to 100 %, shown as whole seats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import floor
from typing import Any

import ipywidgets
import pandas as pd
import traitlets

from xiaoben_analytics.policy import Tiers, parse_ratios
from xiaoben_analytics.standing import seats
from xiaoben_analytics.widgets.explorer import markup_table

Lines = tuple[int, ...]
"""The share of teachers above each line between tiers, in whole percent: 30/40/30 is 30, 70."""


class RatioControl(ipywidgets.HBox):  # type: ignore[misc]
    """One slider per line between tiers; `value` is the ratios as text, such as "30/40/30".

    A line is the share of teachers above it, in whole percent: moving 优秀线 from 30 to 25 turns
    30/40/30 into 25/45/30. A line pushes along those it meets, so lines never cross. `sizes` are
    the teachers who count in each pool; `rounding` is a key of `standing.ROUNDINGS`. Ratios of a
    regulation that are no whole percentages start at the nearest ones.
    """

    value = traitlets.Unicode()
    rounding = traitlets.Unicode()

    def __init__(self, tiers: Tiers, sizes: Mapping[str, int]) -> None:
        self._names, self._sizes = tiers.names[:-1], sizes
        self._sliders = [_slider(f"{name}线（%）") for name in self._names[:-1]]
        self._text, self._seats = ipywidgets.HTML(), ipywidgets.HTML()
        lines = ipywidgets.VBox([self._text, *self._sliders], layout={"padding": "0 16px 0 0"})
        super().__init__([lines, self._seats], layout={"flex_flow": "row wrap"})
        for slider in self._sliders:
            slider.observe(self._push, "value")
        self.observe(self._show, ["value", "rounding"])
        with self.hold_trait_notifications():
            self.rounding = tiers.rounding
            self.value = _ratios(_rounded_lines(tiers.ratios))

    @traitlets.validate("value")
    def _whole_percent(self, proposal: Mapping[str, Any]) -> str:
        shares = parse_ratios(proposal["value"])
        lines = _rounded_lines(shares)
        if len(shares) != len(self._names) or parse_ratios(_ratios(lines)) != shares:
            expected = "、".join(self._names)
            message = f"“{proposal['value']}”不能用滑块表示：应为{expected}各一个整数百分比"
            raise traitlets.TraitError(message)
        return _ratios(lines)

    def _push(self, change: Mapping[str, Any]) -> None:
        moved, line = self._sliders.index(change["owner"]), change["new"]
        if line == _lines(self.value)[moved]:
            return  # the slider follows the value
        self.value = _ratios(
            [
                min(slider.value, line) if place < moved else max(slider.value, line)
                for place, slider in enumerate(self._sliders)
            ]
        )

    def _show(self, _change: object) -> None:
        for slider, line in zip(self._sliders, _lines(self.value), strict=True):
            slider.value = line
        table = seat_table(self._sizes, self.value, self._names, rounding=self.rounding)
        ratios = f"{'／'.join(self._names)} = <b>{self.value}</b>"
        self._text.value = f'<div style="font-size:20px;padding:6px 0">{ratios}</div>'
        self._seats.value = markup_table(table)


def seat_table(
    sizes: Mapping[str, int], ratios: str, names: Sequence[str], *, rounding: str
) -> pd.DataFrame:
    """Say what ratios in whole percent mean in whole seats: one row per pool.

    Returns
    -------
    pd.DataFrame
        columns named for readers: the pool, the teachers who count, the seats of each tier, and
        for each line the shares above it that give the same seats while the other lines stay.
    """
    lines = _lines(ratios)
    rows = []
    for pool, size in sizes.items():
        spans = [_same_seats(size, lines, place, rounding) for place in range(len(lines))]
        rows.append((pool, size, *_seats(size, lines, rounding), *spans))
    above = ["＋".join(names[:place]) for place in range(1, len(names))]
    headings = [f"{share}的比例在此之间，名额都不变" for share in above]
    return pd.DataFrame(rows, columns=["教研组", "计入人数", *names, *headings])


def _slider(label: str) -> ipywidgets.IntSlider:
    return ipywidgets.IntSlider(
        description=label,
        min=0,
        max=100,
        style={"description_width": "90px"},
        layout={"width": "370px"},
    )


def _rounded_lines(shares: Sequence[Fraction]) -> Lines:
    return tuple(floor(100 * line + Fraction(1, 2)) for line in accumulate(shares[:-1]))


def _ratios(lines: Sequence[int]) -> str:
    return "/".join(str(below - above) for above, below in pairwise([0, *lines, 100]))


def _lines(ratios: str) -> Lines:
    return tuple(accumulate(int(part) for part in ratios.split("/")))[:-1]


def _seats(size: int, lines: Sequence[int], rounding: str) -> tuple[int, ...]:
    shares = [Fraction(below - above, 100) for above, below in pairwise([0, *lines, 100])]
    return seats(size, shares, rounding=rounding)


def _same_seats(size: int, lines: Lines, place: int, rounding: str) -> str:
    """Find how far one line can move, its neighbours standing still, before a seat changes."""
    lowest, line, highest = [0, *lines, 100][place : place + 3]
    held = _seats(size, lines, rounding)

    def changes(moved: int) -> bool:
        return _seats(size, [*lines[:place], moved, *lines[place + 1 :]], rounding) != held

    low = next((at + 1 for at in range(line, lowest - 1, -1) if changes(at)), lowest)
    high = next((at - 1 for at in range(line, highest + 1) if changes(at)), highest)
    return f"{low}%–{high}%"
