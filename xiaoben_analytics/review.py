"""What the review of the groups gives; it counts only where somebody takes it over."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.errors import DataError
from xiaoben_analytics.tables import GROUP_REVIEW, School


def review_ratios(school: School) -> dict[str, str]:
    """Return the ratios that the review of the groups gives, by group, as written.

    Taken over by `what_if(group_ratios=review_ratios(school))`.

    Raises
    ------
    DataError
        If the review gives none.
    """
    given = _reviewed(school, col.GROUP_RATIO)
    return dict(zip(given[col.GROUP], given[col.GROUP_RATIO], strict=True))


def review_weights(school: School) -> dict[str, str]:
    """Return the scores that the review gives, by group, against their mean: 9/10 below it, 11/10 above.

    As weights they count where seats of the school are shared among groups. Taken over by
    `what_if(conserve=True, group_weights=review_weights(school))`.

    Raises
    ------
    DataError
        If the review gives none.
    """
    given = _reviewed(school, col.REVIEW_SCORE)
    scores = [int(score) for score in given[col.REVIEW_SCORE]]
    shares = (str(Fraction(score * len(scores), sum(scores) or 1)) for score in scores)
    return dict(zip(given[col.GROUP], shares, strict=True))


def _reviewed(school: School, column: str) -> pd.DataFrame:
    """Return the groups of which the review says something in a column, each once."""
    review = school.tables["group_review"]
    given = review.dropna(subset=[column]).drop_duplicates(col.GROUP)
    if given.empty:
        raise DataError.not_reviewed(GROUP_REVIEW.column(column).heading)
    return given
