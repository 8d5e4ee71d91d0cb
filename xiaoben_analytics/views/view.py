"""A view: a chart, the sentence that it supports, and its numbers as tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd
import plotly.graph_objects as go


@dataclass(frozen=True, eq=False)
class View:
    """What somebody sees at once; plain text and frames, nothing in it is markup.

    `sentence` is the finding; `figure` the chart, if there is one. `tables`, by their captions,
    are shown beside it; `data`, also by captions, are the chart's own numbers, for those who do not
    see the chart or want to know exactly: a chart is never without them. Columns are named for
    readers and cells are written as readers shall see them.
    """

    sentence: str
    figure: go.Figure | None = None
    tables: Mapping[str, pd.DataFrame] = field(default_factory=lambda: MappingProxyType({}))
    data: Mapping[str, pd.DataFrame] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if self.figure is not None and not self.data:
            message = "a chart comes with its numbers"
            raise ValueError(message)
