"""Ratios that always add up to 100 %: the common ones, and a group's own, also as whole seats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from html import escape
from itertools import accumulate, pairwise
from math import floor, inf
from time import monotonic
from typing import Any

import ipywidgets
import pandas as pd
import traitlets

from xiaoben_analytics import columns as col
from xiaoben_analytics.policy import Tiers, parse_ratios
from xiaoben_analytics.standing import dead_zones, seats
from xiaoben_analytics.views import say_shares
from xiaoben_analytics.widgets.options import same

Shares = tuple[Fraction, ...]
Division = Callable[[], tuple[Tiers, Mapping[str, int]]]
"""How tiers are divided at the moment, and how many count in each pool."""

LATE = 0.6
"""For how many seconds a slider that was moved from here heeds no page."""


class RatioControl(ipywidgets.VBox):  # type: ignore[misc]
    """One slider per line between tiers; `value` is the exact share of every tier.

    A line is the share of teachers above it, shown in whole percent: moving 优秀线 from 30 to 25
    turns 30/40/30 into 25/45/30. A line pushes along those it meets, so lines never cross. The
    buttons beside it go to the next whole percent at which a seat changes; `zones` says where
    those are (see `standing.dead_zones`). `value` also takes text, such as "25/45/30".
    """

    value = traitlets.Any()

    def __init__(
        self,
        names: Sequence[str],
        value: Shares,
        zones: Callable[[], pd.DataFrame],
        *,
        steps: tuple[str, str] = ("← 上一处变化", "下一处变化 →"),
    ) -> None:
        self.names, self._zones = tuple(names), zones
        self.sliders = [_slider(f"{name}线（%）") for name in names[:-1]]
        self.steps = [
            (_step(steps[0], name, "少"), _step(steps[1], name, "多")) for name in names[:-1]
        ]
        self._text = ipywidgets.HTML()
        lines = [
            ipywidgets.HBox([fewer, slider, more], layout={"flex_flow": "row wrap"})
            for slider, (fewer, more) in zip(self.sliders, self.steps, strict=True)
        ]
        super().__init__([self._text, *lines])
        for place, slider in enumerate(self.sliders):
            slider.observe(self._push, "value")
            for button, ends in zip(self.steps[place], _ENDS, strict=True):
                button.on_click(lambda _button, at=place, end=ends: self.step(at, end))
        self.observe(self._show, "value")
        self.value = value

    def step(self, line: int, end: str) -> None:
        """Move a line to where a seat changes next: `end` is a column of `dead_zones`."""
        reached = self._zones()[end].iloc[line]
        if pd.isna(reached):
            return
        share, (own, below) = Fraction(int(reached), 100), self.value[line : line + 2]
        self.value = (*self.value[:line], share, own + below - share, *self.value[line + 2 :])

    @traitlets.validate("value")
    def _whole(self, proposal: Mapping[str, Any]) -> Shares:
        given = proposal["value"]
        shares = parse_ratios(given) if isinstance(given, str) else tuple(given)
        if len(shares) != len(self.names) or sum(shares) != 1:
            expected = "、".join(self.names)
            message = f"“{given}”不是可用的比例：应为{expected}各一个，合计 100%"
            raise traitlets.TraitError(message)
        return shares

    def _push(self, change: Mapping[str, Any]) -> None:
        moved, line = self.sliders.index(change["owner"]), Fraction(change["new"], 100)
        lines = _lines(self.value)
        if change["new"] == _shown(lines[moved]):
            return  # the slider follows the value
        pushed = [
            line if place == moved else min(own, line) if place < moved else max(own, line)
            for place, own in enumerate(lines)
        ]
        self.value = tuple(
            below - above for above, below in pairwise([Fraction(0), *pushed, Fraction(1)])
        )

    def _show(self, _change: object) -> None:
        for slider, line in zip(self.sliders, _lines(self.value), strict=True):
            slider.put(_shown(line))
        names = escape("／".join(self.names))
        said = f"{names} = <b>{say_shares(self.value)}</b>"
        self._text.value = f'<div class="xiaoben-setting">{said}</div>'


class LineSlider(ipywidgets.IntSlider):  # type: ignore[misc]
    """A slider that heeds no page for a moment after it was `put` elsewhere.

    A page holds back what a slider says while the kernel is busy; a button pressed in the
    meantime overtakes it, and what the button did would be undone by the late message.
    """

    _put_at = -inf

    def put(self, value: int) -> None:
        """Move it from here."""
        if value != self.value:
            self._put_at = monotonic()
            self.set_trait("value", value)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what a page says, and tell the page where the slider is if that came too late."""
        late = "value" in sync_data and monotonic() - self._put_at < LATE
        super().set_state(
            {key: one for key, one in sync_data.items() if key != "value" or not late}
        )
        if late:
            self.send_state("value")


class OwnRatioControl(ipywidgets.VBox):  # type: ignore[misc]
    """Ratios of single groups; `value` has the shares of each group that has its own.

    What is chosen for a group becomes its own: by lines in percent, or by its seats. Groups
    without follow `common`.
    """

    value = traitlets.Dict()
    common = traitlets.Any()

    def __init__(self, tiers: Tiers, groups: Sequence[str], division: Division) -> None:
        self._division, self._showing, names = division, False, tiers.names[:-1]
        self.group = ipywidgets.Dropdown(
            options=same(groups), description="教研组", style=_WIDE, layout={"width": "27em"}
        )
        self.ratios = RatioControl(names, tiers.ratios, self._zones, steps=("少一席", "多一席"))
        self.seats = [_seats(name) for name in names[:-1]]
        self.back = ipywidgets.Button(description="本组恢复共同比例", layout={"width": "180px"})
        self._own, self._rest = ipywidgets.HTML(), ipywidgets.HTML()
        row = ipywidgets.HBox([*self.seats, self._rest], layout={"flex_flow": "row wrap"})
        super().__init__([self.group, self.ratios, row, self.back, self._own])
        with self.hold_trait_notifications():
            self.common, self.value = tiers.ratios, dict(tiers.group_ratios)
        self.group.observe(self._show, "value")
        self.ratios.observe(self._taken, "value")
        for box in self.seats:
            box.observe(self._seated, "value")
        self.back.on_click(self._given_back)
        self.observe(self._show, ["value", "common"])
        self._show(None)

    @property
    def shares(self) -> Shares:
        """The ratios of the group that is shown."""
        return tuple(self.value.get(self.group.value, self.common))

    def _taken(self, change: Mapping[str, Any]) -> None:
        if change["new"] != self.shares:
            self.value = {**self.value, self.group.value: change["new"]}

    def _seated(self, change: Mapping[str, Any]) -> None:
        if self._showing or not (size := sum(self._held())):
            return
        held = [box.value for box in self.seats]
        changed = self.seats.index(change["owner"])
        for place in reversed([at for at in range(len(held)) if at != changed]):
            held[place] -= min(max(sum(held) - size, 0), held[place])
        own = tuple(Fraction(count, size) for count in (*held, size - sum(held)))
        self.value = {**self.value, self.group.value: own}

    def _given_back(self, _button: object) -> None:
        self.value = {name: own for name, own in self.value.items() if name != self.group.value}

    def _held(self) -> tuple[int, ...]:
        """Count the seats of the group that is shown."""
        tiers, sizes = self._division()
        return seats(sizes.get(self.group.value, 0), self.shares, rounding=tiers.rounding)

    def _zones(self) -> pd.DataFrame:
        tiers, sizes = self._division()
        alone = tiers.model_copy(update={"group_ratios": {}, "conserve": False})
        own = {self.group.value: sizes.get(self.group.value, 0)}
        return dead_zones(own, alone.with_ratios(self.shares))

    def _show(self, _change: object) -> None:
        self.ratios.value, self._showing = self.shares, True
        held = self._held()
        for box, count in zip(self.seats, held[:-1], strict=True):
            box.max = max(sum(held), box.value)
            box.value, box.max = count, sum(held)
        self._showing = False
        last = escape(self.ratios.names[-1])
        self._rest.value = f"{last} {held[-1]} 席，共 {sum(held)} 人"
        self.back.disabled = self.group.value not in self.value
        own = "；".join(f"{name} {say_shares(shares)}" for name, shares in self.value.items())
        self._own.value = f"另定比例的组：{escape(own) or '无'}"


_ENDS = (col.LOWER_RATIO, col.HIGHER_RATIO)
_WIDE = {"description_width": "7em"}


def _slider(label: str) -> LineSlider:
    return LineSlider(description=label, min=0, max=100, style=_WIDE, layout={"width": "27em"})


def _step(label: str, name: str, direction: str) -> ipywidgets.Button:
    return ipywidgets.Button(
        description=label,
        tooltip=f"把{name}线移到{name}名额变{direction}的下一个比例",
        layout={"width": "auto"},
    )


def _seats(name: str) -> ipywidgets.BoundedIntText:
    return ipywidgets.BoundedIntText(
        description=f"{name}（席）", style=_WIDE, layout={"width": "170px"}
    )


def _lines(shares: Shares) -> list[Fraction]:
    return list(accumulate(shares))[:-1]


def _shown(line: Fraction) -> int:
    return floor(100 * line + Fraction(1, 2))
