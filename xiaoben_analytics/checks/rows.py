"""Records that do not hold by themselves: amounts, levels and days, whatever the others say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from xiaoben_analytics.checks.amounts import check_amounts, check_awards, check_relays
from xiaoben_analytics.checks.dates import check_dates
from xiaoben_analytics.policy import Policy
from xiaoben_analytics.problems import Problem


def check_rows(
    tables: Mapping[str, pd.DataFrame], policy: Policy, school_year: str
) -> Iterator[Problem]:
    """List the records of which something does not count or cannot be right, each by itself."""
    yield from check_amounts(tables, policy)
    yield from check_awards(tables["awards"], policy)
    yield from check_relays(tables["external"], policy)
    yield from check_dates(tables, school_year)
