"""Seeded chance: one stream per subject, so that a change to one leaves the others as they were."""

from __future__ import annotations

from random import Random


def chance(seed: int, subject: str) -> Random:
    """Start the stream of a subject; the same seed and subject give the same year after year."""
    return Random(f"{seed}/{subject}")  # noqa: S311 - made-up data, no secret
