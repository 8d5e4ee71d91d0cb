"""A column held as its different values, and which of them each row has.

A school writes the same few words over and over. Looking at each different value once, and at the
rows through numbers, is what makes reading fast.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

import numpy as np
import numpy.typing as npt
import pandas as pd

from xiaoben_analytics.tables import Dtype, array

T = TypeVar("T", bound=Hashable)
U = TypeVar("U", bound=Hashable)

Places = npt.NDArray[np.intp]
"""Places of rows, from 0."""
NOWHERE: Places = np.empty(0, dtype=np.intp)


@dataclass(frozen=True, eq=False)
class Coded(Sequence[T], Generic[T]):
    """The `distinct` values, each of which some row has, and for each row the place of its own."""

    distinct: Sequence[T]
    codes: Places

    @classmethod
    def of(cls, cells: Sequence[T]) -> Coded[T]:
        """Code the cells of a column.

        >>> Coded.of(["王伟", "李娜", "王伟"]).distinct
        ('王伟', '李娜')
        """
        places = {cell: at for at, cell in enumerate(dict.fromkeys(cells))}
        if (0 in places or 1 in places) and bool in set(map(type, cells)):
            return cls._of_typed(cells)
        return cls(tuple(places), _codes(map(places.__getitem__, cells), len(cells)))

    @classmethod
    def _of_typed(cls, cells: Sequence[T]) -> Coded[T]:
        """Code cells of which some are True and some may be 1, which are equal, but not the same."""
        typed = Coded.of([(type(cell).__name__, cell) for cell in cells])
        return Coded([cell for _, cell in typed.distinct], typed.codes)

    @classmethod
    def same(cls, value: T, length: int) -> Coded[T]:
        """Make a column of one value."""
        return cls((value,) if length else (), np.zeros(length, dtype=np.intp))

    @classmethod
    def joined(cls, parts: Sequence[Coded[T]]) -> Coded[T]:
        """Put columns below each other."""
        values = [value for part in parts for value in part.distinct]
        starts = np.cumsum([0, *(len(part.distinct) for part in parts)])
        codes = [part.codes + start for part, start in zip(parts, starts[:-1], strict=True)]
        return cls(values, np.concatenate([NOWHERE, *codes])).map(lambda value: value)

    def map(self, change: Callable[[T], U]) -> Coded[U]:
        """Change every value, once each; values that become equal become one."""
        changed = Coded.of([change(value) for value in self.distinct])
        if len(changed.distinct) == len(self.distinct):
            return Coded(changed.distinct, self.codes)
        return Coded(changed.distinct, changed.codes[self.codes])

    def zip(self, *others: Coded[Any]) -> Coded[tuple[Any, ...]]:
        """Combine columns: of each row the values of all of them."""
        codes, first = number_rows(self, *others)
        return Coded(list(zip(*(one.take(first) for one in (self, *others)), strict=True)), codes)

    def take(self, places: Places | slice) -> Coded[T]:
        """Keep some rows, in the order given."""
        codes = self.codes[places]
        used = np.bincount(codes, minlength=len(self.distinct)) > 0
        if used.all():
            return Coded(self.distinct, codes)
        kept = [value for value, use in zip(self.distinct, used.tolist(), strict=True) if use]
        return Coded(kept, (np.cumsum(used) - 1)[codes])

    def matches(self, wanted: Callable[[T], bool]) -> npt.NDArray[np.bool_]:
        """Tell of each row whether its value is wanted."""
        chosen = np.fromiter(map(wanted, self.distinct), dtype=bool, count=len(self.distinct))
        return chosen[self.codes] if chosen.any() else np.zeros(len(self), dtype=bool)

    def places(self, wanted: Callable[[T], bool]) -> Places:
        """Find the rows whose value is wanted."""
        return np.flatnonzero(self.matches(wanted))

    def array(self, dtype: Dtype) -> pd.api.extensions.ExtensionArray:
        """Make an array for a frame; None is missing."""
        return array(list(self.distinct), dtype).take(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Coded[T]: ...
    def __getitem__(self, at: int | slice) -> T | Coded[T]:
        return self.take(at) if isinstance(at, slice) else self.distinct[self.codes[at]]

    def __iter__(self) -> Iterator[T]:
        return map(self.distinct.__getitem__, self.codes.tolist())


def number_rows(*columns: Coded[Any]) -> tuple[Places, Places]:
    """Give rows one number where all columns agree; and name the first row of each number."""
    codes = columns[0].codes
    for column in columns[1:]:
        codes = codes * len(column.distinct) + column.codes
    numbers, distinct = pd.factorize(codes)
    first = np.empty(len(distinct), dtype=np.intp)
    first[numbers[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return numbers, first


def repeats(columns: Coded[Any]) -> Iterator[tuple[int, int]]:
    """Pair the place of each row with the first that has the same value, where there is one above."""
    numbers, first = number_rows(columns)
    earliest = first[numbers]
    again = np.flatnonzero(earliest != np.arange(len(earliest)))
    return zip(earliest[again].tolist(), again.tolist(), strict=True)


def _codes(codes: Iterable[int], length: int) -> Places:
    return np.fromiter(codes, dtype=np.intp, count=length)
