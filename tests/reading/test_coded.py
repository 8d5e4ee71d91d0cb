"""A column of different values gives back what it was made of, whatever is done to it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from xiaoben_analytics.reading.coded import Coded, number_rows
from xiaoben_analytics.tables import DTYPES

CELLS = st.lists(st.sampled_from(["", "a", "b", None, 0, 1, 2.5, True, False]), max_size=12)


def same(left, right):
    return [(type(cell), cell) for cell in left] == [(type(cell), cell) for cell in right]


@given(CELLS)
def test_coding_keeps_every_cell_and_its_type(cells):
    column = Coded.of(cells)
    assert same(column, cells)
    assert same((column[at] for at in range(len(cells))), cells)


@given(CELLS)
def test_each_different_value_stands_once_and_is_used(cells):
    column = Coded.of(cells)
    typed = [(type(cell), cell) for cell in column.distinct]
    assert len(typed) == len(set(typed))
    assert set(column.codes.tolist()) == set(range(len(column.distinct)))


@given(CELLS, st.data())
def test_taking_rows_takes_their_values_and_forgets_the_others(cells, data):
    places = data.draw(st.lists(st.integers(0, len(cells) - 1), max_size=8)) if cells else []
    taken = Coded.of(cells).take(np.array(places, dtype=np.intp))
    assert same(taken, [cells[at] for at in places])
    assert set(taken.codes.tolist()) == set(range(len(taken.distinct)))


@given(CELLS, CELLS)
def test_columns_are_put_below_each_other(upper, lower):
    assert same(Coded.joined([Coded.of(upper), Coded.of(lower)]), upper + lower)


@given(CELLS)
def test_values_that_become_equal_become_one(cells):
    column = Coded.of(cells).map(lambda cell: str(cell)[:1])
    assert list(column) == [str(cell)[:1] for cell in cells]
    assert len(column.distinct) == len(set(column))


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 2), st.booleans()), max_size=12))
def test_columns_are_combined_row_by_row(rows):
    columns = [Coded.of(list(column)) for column in zip(*rows, strict=True)] if rows else []
    if columns:
        assert list(columns[0].zip(*columns[1:])) == rows
        numbers, first = number_rows(*columns)
        assert [rows[at] for at in first] == list(dict.fromkeys(rows))
        assert [rows[first[number]] for number in numbers] == rows


@given(CELLS)
def test_places_are_found_by_value(cells):
    places = Coded.of(cells).places(lambda cell: cell == "a")
    assert places.tolist() == [at for at, cell in enumerate(cells) if cell == "a"]


def test_arrays_keep_what_is_missing():
    column = Coded.of(["0001", None, "0001"])
    array = column.array(DTYPES["text"])
    assert array.isna().tolist() == [False, True, False]
    assert array[0] == "0001"
    assert Coded.of([300, None]).array(DTYPES["hours"]).tolist()[0] == 300
