"""What lists offer, as it may stand on a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xiaoben_analytics.labels import printable

Options = list[tuple[str, Any]]
"""What can be chosen: as readers call it, and as a choice names it."""


def as_options(named: Iterable[tuple[str, Any]]) -> Options:
    """Offer values under labels in which nothing is invisible or turns the writing direction."""
    return [(printable(label), value) for label, value in named]


def same(names: Iterable[str]) -> Options:
    """Offer texts as themselves."""
    return as_options((name, name) for name in names)
