"""Who stands otherwise: two standings of the same teachers side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from xiaoben_analytics import columns as col

COMPARED = (col.TOTAL, col.RANK, col.TIER)
BEFORE, AFTER = "_from", "_to"


def compare_standings(
    before: pd.DataFrame, after: pd.DataFrame, *, also: Sequence[str] = ()
) -> pd.DataFrame:
    """List the teachers of both standings whose total, rank or tier differs, in order of the first.

    Those whose ids are among `also` are listed either way.

    Returns
    -------
    pd.DataFrame
        teacher_id name group, then total, rank and tier twice, `_from` as before and `_to` as after.
    """
    names = [col.TEACHER_ID, *COMPARED]
    both: pd.DataFrame = before[[col.NAME, col.GROUP, *names]].merge(
        after[names], on=col.TEACHER_ID, suffixes=(BEFORE, AFTER)
    )
    old, new = ([f"{name}{side}" for name in COMPARED] for side in (BEFORE, AFTER))
    values = both[[*old, *new]].astype("object").fillna("")
    differs = (values[old].to_numpy() != values[new].to_numpy()).any(axis=1)
    differs |= both[col.TEACHER_ID].isin(also).to_numpy()
    rows: pd.DataFrame = both.loc[differs, [col.TEACHER_ID, col.NAME, col.GROUP, *old, *new]]
    return rows.reset_index(drop=True)
