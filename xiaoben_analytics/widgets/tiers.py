"""What if the lines fell elsewhere: ratios, rounding and ties, and who moves."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from typing import NamedTuple

import ipywidgets
import pandas as pd
import traitlets

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.figures import plot_tier_cutoffs
from xiaoben_analytics.findings import finding_moves
from xiaoben_analytics.labels import HEADINGS, points
from xiaoben_analytics.policy import Tiers
from xiaoben_analytics.widgets.chart import live_chart, markup_table, redraw
from xiaoben_analytics.widgets.ratios import RatioControl

ROUNDING_LABELS = MappingProxyType(
    {
        "四舍五入": "half_up",
        "只舍不入（不超过）": "floor",
        "最大余数": "largest_remainder",
        "最高均数": "sainte_lague",
    }
)
TIES_LABELS = MappingProxyType(
    {"同分比各项得分": "break", "同分都进较高等级": "up", "同分都进较低等级": "down"}
)


class Division(NamedTuple):
    """How teachers are divided into tiers."""

    ratios: str
    rounding: str
    ties: str


class TierControl(ipywidgets.VBox):  # type: ignore[misc]
    """Ratios, rounding and ties; `value` is a `Division`."""

    value = traitlets.Instance(Division)

    def __init__(self, tiers: Tiers, sizes: Mapping[str, int]) -> None:
        self.ratios = RatioControl(tiers, sizes)
        self.rounding = _choice("名额取整", ROUNDING_LABELS, tiers.rounding)
        self.ties = _choice("同分处理", TIES_LABELS, tiers.ties)
        choices = ipywidgets.HBox([self.rounding, self.ties])
        super().__init__([choices, self.ratios])
        ipywidgets.dlink((self.rounding, "value"), (self.ratios, "rounding"))
        for part in (self.ratios, self.rounding, self.ties):
            part.observe(self._collect, "value")
        self._collect(None)

    def _collect(self, _change: object) -> None:
        self.value = Division(self.ratios.value, self.rounding.value, self.ties.value)


class TierExplorer(ipywidgets.VBox):  # type: ignore[misc]
    """The tier panel: every change shows at once in the chart, the seats and the moves."""

    def __init__(self, result: Assessment) -> None:
        self._result = result
        self.control = TierControl(result.policy.tiers, _sizes(result))
        self.chart = live_chart(plot_tier_cutoffs(result))
        self.moves = ipywidgets.HTML(_moves_markup(result))
        super().__init__([self.control, self.chart, self.moves])
        self.control.observe(self._redraw, "value")

    def _redraw(self, _change: object) -> None:
        divided = divide(self._result, self.control.value)
        redraw(self.chart, plot_tier_cutoffs(divided))
        self.moves.value = _moves_markup(divided)


def divide(result: Assessment, division: Division) -> Assessment:
    """Divide the teachers of an assessment differently; the panel shows what this returns."""
    return result.what_if(**division._asdict())


def moves_table(moves: pd.DataFrame) -> pd.DataFrame:
    """Name the columns of `Assessment.moves` for readers, totals with two decimals."""
    shown = moves.assign(**{col.TOTAL: [points(total) for total in moves[col.TOTAL]]})
    shown[col.RANK] = [("—" if pd.isna(rank) else str(rank)) for rank in moves[col.RANK]]
    return shown.rename(columns=HEADINGS)


def _choice(label: str, options: Mapping[str, str], value: str) -> ipywidgets.Dropdown:
    return ipywidgets.Dropdown(
        description=label,
        options=list(options.items()),
        value=value,
        style={"description_width": "90px"},
    )


def _sizes(result: Assessment) -> dict[str, int]:
    """Count the teachers who count in each pool that follows the common ratios."""
    counted = result.cutoffs.groupby(col.POOL, sort=False)[col.SEATS].sum()
    own = result.policy.tiers.group_ratios
    return {str(pool): int(size) for pool, size in counted.items() if pool not in own}


def _moves_markup(result: Assessment) -> str:
    sentence = finding_moves(result.moves, result.policy.tiers.names)
    table = "" if result.moves.empty else markup_table(moves_table(result.moves))
    return f'<div style="font-size:20px;padding:6px 0">{escape(sentence)}</div>{table}'
