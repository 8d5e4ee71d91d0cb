"""What if the lines fell elsewhere: ratios, rounding and ties, and who moves."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import ipywidgets
import traitlets

from xiaoben_analytics import columns as col
from xiaoben_analytics.assessment import Assessment
from xiaoben_analytics.policy import Tiers
from xiaoben_analytics.scenarios import Scenario
from xiaoben_analytics.views import explore_tiers
from xiaoben_analytics.widgets.explorer import Explorer
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


class TierControl(ipywidgets.VBox):  # type: ignore[misc]
    """Ratios, rounding and ties; `value` is a `Scenario`."""

    value = traitlets.Instance(Scenario)

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
        chosen = {name: getattr(self, name).value for name in ("ratios", "rounding", "ties")}
        self.value = Scenario("假设", chosen)


class TierExplorer(Explorer):
    """The tier panel: every change shows at once in the chart, the seats and the moves."""

    def __init__(self, result: Assessment) -> None:
        control = TierControl(result.policy.tiers, _sizes(result))
        super().__init__(result, explore_tiers, control)


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
