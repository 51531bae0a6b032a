"""Repetitions of a season in a ledger: what is there is read, what was played is written."""

import numpy as np

from tournament.events.season.plan import Plan
from tournament.results.books.season import Repetition, SeasonTallies
from tournament.results.ledger.repetitions import (
    About,
    Repeated,
    kept,
    read_back,
    shapes_of,
)
from tournament.results.ledger.store import Ledger
from tournament.results.units.cutting import Span


class Kept:
    """The repetitions of a season, as a ledger knows them."""

    def __init__(self, plan: Plan, ledger: Ledger) -> None:
        names = [kind.name for kind in plan.kinds]
        about = About("season", names, plan.rules.describe(), plan.rules.seed)
        self.repeated, self.plan = Repeated(ledger, plan.key, about), plan

    def read(self) -> dict[int, Repetition]:
        """Return all repetitions of the season that are there, by number."""
        kinds, plan = len(self.plan.kinds), self.plan
        sizes = {"town": plan.towns, "day": plan.rules.days}
        sizes |= dict.fromkeys(("kind", "giver", "receiver"), kinds)
        shapes = shapes_of(SeasonTallies, **sizes) | {"who": ((plan.towns,), np.int64)}
        found = {}
        for span in self.repeated.there(plan.repetitions)[0]:
            arrays = self.repeated.read(span, shapes)
            kind = arrays.pop("who").astype(np.int32)
            books = SeasonTallies(**read_back(SeasonTallies, arrays))
            found[span.first] = Repetition(kind, books)
        return found

    def put(self, number: int, one: Repetition) -> None:
        """Write a repetition that was played."""
        self.repeated.put(Span(number, 1), {"who": one.kind, **kept(one.tallies)})
