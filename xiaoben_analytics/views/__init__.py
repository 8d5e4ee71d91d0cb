"""What a panel shows, as a value: an assessment and what was chosen in, a `View` out."""

from xiaoben_analytics.views.awards import explore_awards
from xiaoben_analytics.views.choosing import GroupChoice, compared_names
from xiaoben_analytics.views.groups import explore_components, explore_groups
from xiaoben_analytics.views.meetings import explore_group_activities
from xiaoben_analytics.views.tiers import explore_tiers
from xiaoben_analytics.views.view import View

__all__ = [
    "GroupChoice",
    "View",
    "compared_names",
    "explore_awards",
    "explore_components",
    "explore_group_activities",
    "explore_groups",
    "explore_tiers",
]
