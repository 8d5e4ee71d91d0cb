"""Words that look like another: the same as difflib finds, sooner."""

from __future__ import annotations

import time
from difflib import get_close_matches

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaoben_analytics.reading.near import COMPARED, LONGEST, near

WORDS = st.text(alphabet="王伟李娜培训", min_size=1, max_size=8)
SURNAMES = "王李张刘陈杨黄赵"


@given(WORDS, st.lists(WORDS, unique=True, max_size=COMPARED), st.sampled_from([1, 3]))
@settings(max_examples=300, deadline=None)
def test_it_answers_as_difflib_does(word, words, most):
    for cutoff in (0.4, 0.5):
        close = get_close_matches(word, words, n=most, cutoff=cutoff)
        assert near(word, words, most=most, cutoff=cutoff) == close


def test_the_likest_comes_first_and_what_is_not_alike_not_at_all():
    assert near("王小伟", ["李娜", "王伟", "王小为"]) == ["王伟", "王小为"]
    assert near("王伟", []) == []
    assert near("", ["王伟"]) == []


@pytest.mark.parametrize(("length", "offered"), [(LONGEST, True), (LONGEST + 1, False)])
def test_texts_are_neither_offered_nor_given_an_offer(length, offered):
    text = "训" * length
    assert near(text, ["训" * (LONGEST - 1)]) == (["训" * (LONGEST - 1)] if offered else [])
    assert near("训" * (LONGEST - 1), [text]) == ([text] if offered else [])


def test_thousands_of_unknown_names_are_answered_at_once():
    roster = [f"{SURNAMES[at % 8]}{chr(0x4E00 + at)}" for at in range(3000)]
    unknown = [f"{SURNAMES[at % 8]}{chr(0x6E00 + at)}" for at in range(8000)]
    begin = time.perf_counter()
    offers = [near(name, roster) for name in unknown]
    assert time.perf_counter() - begin < 8
    assert all(len(offer) == 3 for offer in offers)


def test_one_endless_title_costs_nothing():
    begin = time.perf_counter()
    assert near("培训" * 15_000, ["培训" * 15_000, "培训"]) == []
    assert time.perf_counter() - begin < 1
