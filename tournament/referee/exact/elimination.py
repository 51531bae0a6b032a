"""Markov chains whose chances go to 0 at different speeds: states are eliminated one by one.

A *term* (order, factor) stands for factor times e**order plus what vanishes faster, as e goes to 0.
Eliminating states takes sums, products and quotients of chances, all positive, and no differences.
So nothing cancels, and the leading term of every result follows from leading terms alone: the limit
is exact, however many errors it takes to leave a state.

Source: Grassmann, Taksar and Heyman (1985), who eliminate without subtracting; the limit is that of
Freidlin and Wentzell (1984), and of Young (1993) in games.
"""

from collections.abc import Callable, Collection
from fractions import Fraction
from heapq import heapify, heappop, heappush
from typing import Any

Term = tuple[int, Any]
Rows = dict[int, dict[int, Term]]
"""From each state to the states after it: how likely. What leads back to itself does not count."""


def plus(a: Term, b: Term) -> Term:
    """Return the leading term of a sum.

    >>> plus((0, 2), (1, 5)), plus((1, 2), (1, 5))
    ((0, 2), (1, 7))
    """
    if a[0] == b[0]:
        return a[0], a[1] + b[1]
    return min(a, b, key=lambda term: term[0])


def stationary(rows: Rows) -> dict[int, Any]:
    """Return the share of time in each state of a chain in which all states reach each other.

    Parameters
    ----------
    rows
        The chain. It is used up.

    Examples
    --------
    >>> rows = {0: {1: (1, Fraction(1))}, 1: {0: (1, Fraction(2))}}
    >>> stationary(rows) == {0: Fraction(2, 3), 1: Fraction(1, 3)}
    True
    """
    last, *others = rows
    left: list[tuple[int, dict[int, Term], Term]] = []
    _eliminate(rows, others, lambda *gone: left.append(gone))
    one = Fraction(1)
    found: dict[int, Term] = {last: (0, one)}
    for state, sources, total in reversed(left):
        share = None
        for source, chance in sources.items():
            term = _through(found[source], chance, total)
            share = term if share is None else plus(share, term)
        assert share is not None
        found[state] = share
    return _limits(found)


def absorption(rows: Rows, start: int, transient: Collection[int]) -> dict[int, Any]:
    """Return the chance to enter at each state that is not transient.

    Parameters
    ----------
    rows
        The chain. It is used up.
    start
        Where it begins: a transient state.
    transient
        The states to which it does not come back for ever.

    Examples
    --------
    >>> rows = {0: {1: (0, Fraction(1)), 2: (1, Fraction(1))}, 1: {}, 2: {}}
    >>> absorption(rows, 0, [0]) == {1: Fraction(1), 2: 0}
    True
    """
    _eliminate(rows, [state for state in transient if state != start], lambda *gone: None)
    return _limits(rows[start])


def _eliminate(
    rows: Rows, states: Collection[int], note: Callable[[int, dict[int, Term], Term], object]
) -> None:
    """Take states out of a chain, those with few neighbours first.

    `note` is told the state, from where one comes to it, and how likely one leaves it.
    """
    into: dict[int, set[int]] = {state: set() for state in rows}
    for source, row in rows.items():
        for state in row:
            into[state].add(source)

    def work(state: int) -> int:
        return len(rows[state]) * len(into[state])

    queue = [(work(state), state) for state in states]
    heapify(queue)
    while queue:
        known, state = heappop(queue)
        if known != work(state):
            heappush(queue, (work(state), state))
            continue
        row, sources = rows.pop(state), {k: rows[k].pop(state) for k in into.pop(state)}
        total = _sum(row.values())
        for after in row:
            into[after].discard(state)
        for source, chance in sources.items():
            _lead_on(rows[source], row, chance, total, into, source)
        note(state, sources, total)


def _lead_on(
    own: dict[int, Term],
    row: dict[int, Term],
    chance: Term,
    total: Term,
    into: dict[int, set[int]],
    source: int,
) -> None:
    """Add to the row of a source what led through the state that is taken out."""
    for after, next_chance in row.items():
        if after != source:
            term = _through(chance, next_chance, total)
            own[after] = plus(own[after], term) if after in own else term
            into[after].add(source)


def _through(chance: Term, next_chance: Term, total: Term) -> Term:
    order = chance[0] + next_chance[0] - total[0]
    return order, chance[1] * next_chance[1] / total[1]


def _sum(terms: Collection[Term]) -> Term:
    order = min(term[0] for term in terms)
    return order, sum(factor for own, factor in terms if own == order)


def _limits(terms: dict[int, Term]) -> dict[int, Any]:
    """Return what terms are, as shares of their sum, in the limit."""
    order, total = _sum(terms.values())
    return {state: factor / total if own == order else 0 for state, (own, factor) in terms.items()}
