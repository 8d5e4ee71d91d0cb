"""Frames as readers shall see them: Chinese headings, amounts with their decimals."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from xiaoben_analytics import columns as col
from xiaoben_analytics.labels import HEADINGS, hours, points, printable

MISSING = "—"
_NONE: Mapping[str, str] = {}


def readable(
    frame: pd.DataFrame,
    columns: Sequence[str],
    *,
    headings: Mapping[str, str] = _NONE,
    in_points: Collection[str] = (),
    in_hours: Collection[str] = (),
) -> pd.DataFrame:
    """Write out some columns of a frame, in this order; what is missing is a dash.

    Ids that are all the same as the names are left out, as they are where names are hidden.

    Parameters
    ----------
    headings
        Words for columns that `labels.HEADINGS` does not name, or not well enough here.
    in_points, in_hours
        Columns of hundredths.

    Returns
    -------
    pd.DataFrame
        As many rows, all text, columns named for readers.
    """
    write = {**dict.fromkeys(in_points, points), **dict.fromkeys(in_hours, hours)}
    shown = once(frame, columns)
    named = {name: headings.get(name) or HEADINGS.get(name, name) for name in shown}
    texts = {named[name]: _texts(frame[name], write.get(name, str)) for name in shown}
    return pd.DataFrame(texts, dtype="str")


def once(frame: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """Leave the column of ids out where it says the same as that of names."""
    both = {col.TEACHER_ID, col.NAME} <= set(columns)
    if both and len(frame) and (frame[col.TEACHER_ID] == frame[col.NAME]).all():
        return [name for name in columns if name != col.TEACHER_ID]
    return list(columns)


def _texts(cells: pd.Series, write: Callable[[Any], str]) -> list[str]:
    missing = cells.isna().tolist()
    return [
        MISSING if no else printable(_text(cell, write))
        for cell, no in zip(cells.tolist(), missing, strict=True)
    ]


def _text(cell: Any, write: Callable[[Any], str]) -> str:
    if pd.api.types.is_bool(cell):
        return "是" if cell else "否"
    return write(cell)
