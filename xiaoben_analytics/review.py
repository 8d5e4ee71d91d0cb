"""What the review of the groups gives; it counts only where somebody takes it over."""

from __future__ import annotations

from fractions import Fraction

from xiaoben_analytics import columns as col
from xiaoben_analytics.tables import School


def review_ratios(school: School) -> dict[str, str]:
    """Return the ratios that the review of the groups gives, by group, as written.

    Taken over by `what_if(group_ratios=review_ratios(school))`.
    """
    given = school.tables["group_review"].dropna(subset=[col.GROUP_RATIO])
    given = given.drop_duplicates(col.GROUP)
    return dict(zip(given[col.GROUP], given[col.GROUP_RATIO], strict=True))


def review_weights(school: School) -> dict[str, str]:
    """Return the scores that the review gives, by group, against their mean: 9/10 below it, 11/10 above.

    As weights they count where seats of the school are shared among groups. Taken over by
    `what_if(conserve=True, group_weights=review_weights(school))`.
    """
    given = school.tables["group_review"].dropna(subset=[col.REVIEW_SCORE])
    given = given.drop_duplicates(col.GROUP)
    scores = [int(score) for score in given[col.REVIEW_SCORE]]
    shares = (str(Fraction(score * len(scores), sum(scores) or 1)) for score in scores)
    return dict(zip(given[col.GROUP], shares, strict=True))
