"""The books of a population: parts that ended at different times add up in any order."""

from itertools import permutations

import numpy as np

from tournament.results.books.population import PopulationTallies


def part(looks, last, seed):
    """Return the books of repetitions that ended as `last`, of so many looks."""
    draw, last = np.random.default_rng(seed), np.array(last)
    books = PopulationTallies.empty(look=looks, type=last.shape[1], repetition=len(last))
    books.counts[:], books.squares[:] = draw.integers(0, 9, (2, looks, last.shape[1]))
    books.counts[-1], books.squares[-1] = last.sum(axis=0), (last**2).sum(axis=0)
    books.last[:], books.end[:] = last, draw.integers(0, 9, (len(last), 3))
    return books


PARTS = [part(2, [[3, 1], [4, 0]], 1), part(5, [[0, 4]], 2), part(3, [[2, 2]], 3)]


def test_what_ended_stays_as_it_ended():
    books = PARTS[0].lasting(4)
    assert books.counts[2:].tolist() == [[7, 1], [7, 1]]
    assert books.squares[2:].tolist() == [[25, 1], [25, 1]]
    assert (books.counts[:2] == PARTS[0].counts).all()
    assert books.end.tolist() == PARTS[0].end.tolist()
    assert PARTS[0].lasting(2) == PARTS[0]
    assert len(PARTS[0].counts) == 2


def test_parts_add_up_in_any_order():
    where = dict(zip(range(3), (slice(0, 2), slice(2, 3), slice(3, 4)), strict=True))
    sums = []
    for order in permutations(range(3)):
        total = PopulationTallies.empty(look=5, type=2, repetition=4)
        for number in order:
            total.add(PARTS[number].lasting(5), repetition=where[number])
        sums.append(total)
    assert all(total == sums[0] for total in sums)
    assert sums[0].last.tolist() == [[3, 1], [4, 0], [0, 4], [2, 2]]
    assert sums[0].counts[-1].tolist() == sums[0].last.sum(axis=0).tolist()
