"""What counts of the time somebody spent in a meeting from 14:00 to 16:00."""

from __future__ import annotations

import datetime as dt

import pytest

from xiaoben_analytics.reading.exports.presence import Stay, Window, time_inside


def at(clock):
    return dt.datetime.fromisoformat(f"2021-10-15 {clock}")


WINDOW = Window(at("14:00"), at("16:00"), 7200)


def stay(join, leave, minutes=None):
    span = (at(join), at(leave))
    seconds = (span[1] - span[0]).total_seconds() if minutes is None else 60 * minutes
    return Stay("甲", (1,), int(seconds), span)


def minutes(*stays, window=WINDOW):
    return time_inside(stays, window) / 60


@pytest.mark.parametrize(
    ("join", "leave", "expected"),
    [
        ("14:00", "16:00", 120),
        ("13:30", "16:30", 120),
        ("13:30", "14:00", 0),
        ("13:30", "14:01", 1),
        ("15:59", "16:30", 1),
        ("16:00", "16:30", 0),
    ],
)
def test_only_time_inside_the_meeting_counts(join, leave, expected):
    assert minutes(stay(join, leave)) == expected


def test_two_devices_at_once_count_once():
    assert minutes(stay("14:00", "15:00"), stay("14:30", "15:10"), stay("14:40", "14:50")) == 70


def test_stays_that_touch_add_up():
    assert minutes(stay("14:00", "15:00"), stay("15:00", "15:30")) == 90


def test_a_row_of_several_entries_counts_with_its_duration():
    assert minutes(stay("14:00", "16:00", 50)) == 50


def test_its_duration_counts_at_most_with_what_lies_inside():
    assert minutes(stay("13:00", "14:30", 60)) == 30


def test_durations_alone_add_up_to_the_length_at_most():
    assert minutes(Stay("甲", (1,), 3000), Stay("甲", (2,), 600)) == 60
    assert minutes(Stay("甲", (1,), 6000), Stay("甲", (2,), 6000)) == 120


def test_stays_with_and_without_times_add_up():
    assert minutes(stay("14:00", "15:00"), stay("14:00", "15:00"), Stay("甲", (3,), 600)) == 70


def test_without_a_known_end_nothing_is_cut_off():
    open_end = Window(at("14:00"), None, 7200)
    assert minutes(stay("13:30", "15:00"), window=open_end) == 90
