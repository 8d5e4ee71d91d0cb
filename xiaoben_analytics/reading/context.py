"""What is known of a school when its attendance sheets are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xiaoben_analytics.policy import Recording
from xiaoben_analytics.reading.activities import Activities
from xiaoben_analytics.reading.people import People
from xiaoben_analytics.reading.settings import Settings
from xiaoben_analytics.reading.sheet import Sheet


@dataclass(frozen=True)
class Context:
    """People and plan, how the policy turns marks and time into a status, the school's legends."""

    people: People
    activities: Activities
    recording: Recording
    settings: Settings


Reader = Callable[[Context], Sheet]
"""Reads the one sheet it was made for, once everything about the school is known."""
