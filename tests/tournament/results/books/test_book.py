"""Books: whatever an event declares adds up, grows and compares by one piece of code."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament.results.books.book import Books, columns_of, in_table
from tournament.results.books.population import PopulationTallies
from tournament.results.books.season import ENTRIES, SeasonTallies
from tournament.results.books.tournament import Tallies

SIZES = {
    Tallies: {"match": 3, "player": 2, "repetition": 4, "seat": 2},
    SeasonTallies: {"town": 5, "day": 3, "kind": 2, "giver": 2, "receiver": 2},
    PopulationTallies: {"look": 5, "type": 3, "repetition": 4, "picture": 2, "place": 6},
}
FORMER = pytest.mark.parametrize("kind", [Tallies, SeasonTallies])
KINDS = pytest.mark.parametrize("kind", SIZES)


def drawn(kind: type[Books], seed: int, **sizes: int) -> Books:
    """Return books with something in each."""
    books, rng = kind.empty(**SIZES[kind] | sizes), np.random.default_rng(seed)
    for name in kind.declared():
        values = getattr(books, name)
        if values is not None:
            values[...] = rng.integers(0, 9, values.shape) > 4 if values.dtype == bool else 1
            values[...] *= rng.integers(0, 9, values.shape).astype(values.dtype)
    return books


@KINDS
def test_empty_books_are_empty(kind):
    books = kind.empty(**SIZES[kind])
    assert books.is_empty
    assert books == kind.empty(**SIZES[kind])
    assert books != drawn(kind, 1)
    assert not drawn(kind, 1).is_empty
    assert books != "books"


@KINDS
def test_axes_have_their_lengths(kind):
    books = kind.empty(**SIZES[kind])
    for name, each in kind.declared().items():
        values = getattr(books, name)
        if values is not None:
            assert values.ndim == len(each.axes)
            for axis, size in zip(each.axes, values.shape, strict=True):
                assert size == SIZES[kind].get(axis, size)


@KINDS
def test_adding_up_does_not_depend_on_the_order(kind):
    parts = [drawn(kind, seed) for seed in range(4)]
    one, other = kind.empty(**SIZES[kind]), kind.empty(**SIZES[kind])
    for part in parts:
        one.add(part)
    for part in reversed(parts):
        other.add(part)
    assert one == other


@given(cut=st.integers(0, 3))
def test_units_add_up_to_the_whole(cut):
    whole, again = drawn(Tallies, 1), Tallies.empty(**SIZES[Tallies])
    for number, part in enumerate((slice(0, cut), slice(cut, 3))):
        unit = Tallies.empty(**SIZES[Tallies] | {"match": part.stop - part.start})
        for name, each in Tallies.declared().items():
            if each.axes[0] == "match":
                getattr(unit, name)[...] = getattr(whole, name)[part]
        if number == 0:
            unit.totals[...] = whole.totals
        again.add(unit, match=part)
    assert again == whole


def test_books_grow_along_repetitions():
    short = drawn(Tallies, 2)
    long = short.longer(repetition=7)
    assert len(long.totals) == 7
    assert (long.totals[:4] == short.totals).all()
    assert not long.totals[4:].any()
    assert long.counts is short.counts
    assert short.longer(repetition=4) == short


def test_numbers_have_names():
    declared = Tallies.declared()
    assert columns_of(declared["wins"], 1) == ["wins", "losses"]
    assert columns_of(declared["transitions"], 1)[1] == "from_CC_to_CD"
    assert columns_of(SeasonTallies.declared()["towns"], 1) == list(ENTRIES)


@pytest.mark.parametrize("order", [(True, False), (False, True), (False, False), (True, True)])
def test_chance_in_any_unit_is_chance_and_counts_are_sums(order):
    """Units of the same matches: other repetitions, whichever is added first."""
    total = Tallies.empty(match=2, player=1, repetition=4, seat=1)
    for number, chance in enumerate(order):
        unit = Tallies.empty(match=1, player=1, repetition=2, seat=1)
        unit.chance[:] = chance
        unit.counts[:] = 3 + number
        unit.totals[:] = 1
        where = {"match": slice(1, 2), "repetition": slice(2 * number, 2 * number + 2)}
        total.add(unit, **where)
    assert total.chance.tolist() == [False, any(order)]
    assert total.counts.tolist() == [[0] * 4, [7] * 4]
    assert (total.totals == 1).all()


@KINDS
def test_what_is_added_is_not_changed(kind):
    one, more = drawn(kind, 1), drawn(kind, 2)
    before = {name: np.copy(getattr(one, name)) for name in kind.declared()
              if getattr(one, name) is not None}  # fmt: skip
    one.add(more)
    for name, values in before.items():
        added = getattr(more, name)
        want = values | added if values.dtype == bool else values + added
        np.testing.assert_array_equal(getattr(one, name), want)
    assert more == drawn(kind, 2)


def test_tables_hold_the_books_whose_rows_they_are():
    assert list(in_table(Tallies, "repetitions")) == ["totals"]
    assert list(in_table(Tallies, "matches")) == [
        "counts", "products", "starts", "transitions", "wins", "first_defections", "chance",
    ]  # fmt: skip
    assert list(in_table(SeasonTallies, "days")) == ["daily", "fresh"]
    plain = [name for kind in SIZES for name, each in kind.declared().items() if each.plain]
    assert plain == ["counts", "wins", "first_defections", "chance", "between", "end"]


@FORMER
def test_every_book_is_in_one_table(kind):
    """Else it would have no rows there, and nobody who reads the table would find it. What is known
    of exact matches came later than such tables."""
    found = [name for table in kind.TABLES for name in in_table(kind, table)]
    assert sorted(found) == sorted(set(kind.declared()) - {"exact", "expected"})
    rows = {axis for axes in kind.TABLES.values() for axis in axes}
    for table, axes in kind.TABLES.items():
        for each in in_table(kind, table).values():
            assert rows.isdisjoint(each.axes[len(axes) :])


@FORMER
def test_numbers_of_a_row_have_different_names(kind):
    for table, rows in kind.TABLES.items():
        books = in_table(kind, table)
        names = [name for each in books.values() for name in columns_of(each, len(rows))]
        assert len(set(names)) == len(names)
        empty = kind.empty(**SIZES[kind] | {"gift": 2})
        for name, each in books.items():
            values = getattr(empty, name)
            if values is not None:
                wide = values.reshape(*values.shape[: len(rows)], -1).shape[-1]
                assert wide == len(columns_of(each, len(rows)))
