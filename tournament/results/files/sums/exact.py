"""What contradicts itself in the expectations of exact matches.

Legend: e exact matches, m matches, k outcomes. Expectations are sums of floats, so what must be
equal is equal up to rounding.
"""

from collections.abc import Iterator

import numpy as np

from tournament import outcomes
from tournament.results.books.expected import SHAPES, expected_of
from tournament.results.books.tournament import Tallies
from tournament.results.units.unit import expected_turns
from tournament.rules.match import Rules

ROUNDING = 1e-8  # relative


def contradictions(
    books: Tallies, exact: np.ndarray, expected: np.ndarray, rules: Rules
) -> Iterator[str]:
    """Yield what is wrong with the exact matches of a tournament.

    Parameters
    ----------
    books
        Of all matches.
    exact, expected
        As of `books`.
    rules
        The rules of the tournament.
    """
    counted = (*SHAPES, "chance")
    if any(getattr(books, name)[exact].any() for name in counted):
        yield "exact matches were counted, too"
    known = expected.copy()
    wins = expected_of(known, "wins")
    wins[np.isnan(wins).all(axis=1)] = 0.0  # who wins may be unknown
    if not np.isfinite(known).all():
        yield "expectations are no numbers"
        return
    turns = expected_turns(rules)
    found = {name: expected_of(expected, name) for name in SHAPES}
    yield from _turns(found, turns)
    yield from _products(found, turns, rules)
    yield from _probabilities(found)


def are_places(exact: np.ndarray, matches: int) -> bool:
    """Return whether numbers of exact matches are numbers of matches, in order, each once."""
    return bool((np.diff(exact, prepend=-1) > 0).all() and (exact < matches).all())


def _unlike(a: np.ndarray, b: "np.ndarray | float", size: float) -> bool:
    return bool((abs(a - b) > ROUNDING * size).any())


def _turns(found: dict[str, np.ndarray], turns: float) -> Iterator[str]:
    """Yield what is wrong with outcomes, and with the turn before each."""
    counts, starts, flows = found["counts"], found["starts"], found["transitions"]
    if _unlike(counts.sum(1), turns, turns):
        yield "expected counts do not add up to the turns of a match"
    if _unlike(starts.sum(1), 1.0, 1.0) or _unlike(flows.sum(1) + starts, counts, turns):
        yield "expected outcomes by the turn before do not add up to the expected counts"
    ends = counts - flows.sum(2)
    if _unlike(ends.sum(1), 1.0, turns) or ends.min(initial=0) < -ROUNDING * turns:
        yield "expected last turns are not those of one match"


def _products(found: dict[str, np.ndarray], turns: float, rules: Rules) -> Iterator[str]:
    """Yield what is wrong with expected squares and products, given the expected counts."""
    counts, products = found["counts"], found["products"]
    size = max(float(products.max(initial=1.0)), 1.0)
    if _unlike(products, products.swapaxes(1, 2), size):
        yield "expected products are not symmetric"
    if rules.continuation is None and _unlike(products.sum(2), turns * counts, size):
        yield "expected products do not add up to the expected counts"
    spread = products - counts[:, :, None] * counts[:, None, :]
    own = np.diagonal(spread, axis1=1, axis2=2)
    root = np.sqrt(np.maximum(own, 0))
    most = root[:, :, None] * root[:, None, :] + ROUNDING * size
    if (abs(spread) > most).any() or own.min(initial=0) < -ROUNDING * size:
        yield "expected products are of no numbers with these means"


def _probabilities(found: dict[str, np.ndarray]) -> Iterator[str]:
    """Yield what is wrong with who wins, and with who defects first."""
    first, wins = found["first_defections"], found["wins"]
    if (wins.sum(1) > 1.0 + ROUNDING).any():
        yield "wins are expected more than once in a match"
    peace = outcomes.number(0, 0)
    for side, own in enumerate((outcomes.OWN, outcomes.OTHER)):
        at_once = found["starts"][:, own == 1].sum(1)
        later = found["transitions"][:, peace][:, own == 1].sum(1)
        low, high = at_once - ROUNDING, np.minimum(at_once + later, 1.0) + ROUNDING
        if ((first[:, side] < low) | (first[:, side] > high)).any():
            yield "expected first defections contradict the expected outcomes"
