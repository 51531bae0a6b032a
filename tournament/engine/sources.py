"""Which source fills the books of which match."""

from dataclasses import replace

import numpy as np

from tournament.engine.match import books as compiled
from tournament.referee import books as referee
from tournament.results.books.tournament import Tallies
from tournament.results.units import Source, Unit, empty_books


def play(unit: Unit, stop: np.ndarray | None = None) -> Tallies:
    """Play a unit, every match by the source that can, and return its sums.

    Compiled play takes the matches of two compiled players; the referee takes all others.

    Raises
    ------
    PluginError
        When a rule fails; the text begins with file and line.
    """
    fast = np.array([player.compiled for player in unit.players])[unit.matches].all(axis=1)
    if fast.all():
        return compiled.play(unit, stop)
    tallies = empty_books(unit)
    sources: tuple[tuple[Source, np.ndarray], ...] = (
        (referee.play, np.flatnonzero(~fast)),
        (compiled.play, np.flatnonzero(fast)),
    )
    for source, which in sources:
        if len(which):
            part = source(replace(unit, matches=unit.matches[which]), stop=stop)
            tallies.add(part, match=which)
    return tallies
