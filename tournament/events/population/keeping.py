"""Repetitions of a population in a ledger: what is there is read, what was played is written."""

from tournament.events.population.plan import Plan
from tournament.results.books.population import PopulationTallies
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
    """The repetitions of a population, as a ledger knows them: types are in the order of names."""

    def __init__(self, plan: Plan, ledger: Ledger) -> None:
        names = [plan.names[i] for i in plan.order]
        about = About("population", names, plan.rules.describe(), plan.rules.seed)
        self.repeated, self.plan = Repeated(ledger, plan.key, about), plan
        self.spans, self.gaps = self.repeated.there(plan.repetitions)

    def read(self, span: Span) -> PopulationTallies:
        """Return the books of repetitions that are there."""
        sizes = {"type": len(self.plan.names), "repetition": span.repetitions}
        sizes |= {"place": self.plan.structure.size}
        arrays = self.repeated.read(span, shapes_of(PopulationTallies, **sizes))
        return PopulationTallies(**read_back(PopulationTallies, arrays))

    def put(self, span: Span, books: PopulationTallies) -> None:
        """Write repetitions that were played."""
        self.repeated.put(span, kept(books))
