"""What a panel shows, as a value: an assessment and what was chosen in, a `View` out."""

from xiaoben_analytics.views.tiers import explore_tiers
from xiaoben_analytics.views.view import View

__all__ = ["View", "explore_tiers"]
