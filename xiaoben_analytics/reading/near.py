"""Words that look like another, for offering only.

The answers are those of `difflib.get_close_matches`, which compares a word with every other. Here
the words that share most letters are compared first, and the search ends where no other can be
nearer, so that thousands of unknown names cost no more than a few.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np

from xiaoben_analytics.reading.coded import Places

LONGEST = 40  # letters: what is longer is a text, and no slip of the pen
COMPARED = 25  # words that one word is compared with at most
SHARED_LISTS = 16


def near(word: str, words: Iterable[str], *, most: int = 3, cutoff: float = 0.5) -> list[str]:
    """Return the words most like a word, the likest first; longer ones than `LONGEST` have none.

    Parameters
    ----------
    cutoff
        How alike at least, from 0 to 1.

    Examples
    --------
    >>> near("教改培训会", ["师德培训", "教改培训"], most=1)
    ['教改培训']
    """
    if not word or len(word) > LONGEST:
        return []
    matcher = SequenceMatcher(b=word)
    found: list[tuple[float, str]] = []
    for bound, other in _likely(word, _index(tuple(words)), cutoff):
        if len(found) == most and (bound, other) < found[-1]:
            break
        matcher.set_seq1(other)
        if (ratio := matcher.ratio()) >= cutoff:
            found = sorted([*found, (ratio, other)], reverse=True)[:most]
    return [other for _, other in found]


@dataclass(frozen=True, eq=False)
class _Index:
    """Words by their letters: where each letter stands, and how often it stands there."""

    words: tuple[str, ...]
    lengths: Places
    places: Mapping[str, tuple[Places, Places]]


@lru_cache(SHARED_LISTS)
def _index(words: tuple[str, ...]) -> _Index:
    short = tuple(dict.fromkeys(word for word in words if len(word) <= LONGEST))
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, word in enumerate(short):
        for letter, times in Counter(word).items():
            places[letter].append((at, times))
    arrays = {letter: np.array(pairs, dtype=np.intp).T for letter, pairs in places.items()}
    lengths = np.fromiter(map(len, short), dtype=np.intp, count=len(short))
    return _Index(short, lengths, {letter: (at, times) for letter, (at, times) in arrays.items()})


def _likely(word: str, index: _Index, cutoff: float) -> Iterator[tuple[float, str]]:
    """Give the words that share enough letters, with how near each is at best, the nearest first."""
    shared = np.zeros(len(index.words), dtype=np.intp)
    for letter, times in Counter(word).items():
        if letter in index.places:
            at, there = index.places[letter]
            shared[at] += np.minimum(there, times)
    bounds = 2.0 * shared / (index.lengths + len(word))
    enough = np.flatnonzero(bounds >= cutoff)
    likely = zip(bounds[enough].tolist(), map(index.words.__getitem__, enough), strict=True)
    yield from sorted(likely, reverse=True)[:COMPARED]
