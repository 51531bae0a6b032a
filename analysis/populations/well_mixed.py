"""A well-mixed population: its process with its numbers, checked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.arguments import LARGEST
from analysis.evolution.table import TableOfPairs, table_of_pairs
from tournament.errors import ArgumentError
from tournament.rules.checks import flag, one_of, whole
from tournament.rules.population import (
    FITNESS,
    PROCESSES,
    FitnessName,
    ProcessName,
    check_fitness,
    process_of,
    selection_of,
    synchronous_of,
)

if TYPE_CHECKING:
    from analysis.evolution.table import Payments, Payoffs

MOST = 1_000_000
"""Size of a population."""
MOST_AT_ONCE = 2000
"""The same, where the whole chain of counts is solved: some hundreds of megabytes."""


@dataclass(frozen=True)
class WellMixed:
    """A population in which all meet all.

    process, selection, fitness, self_interaction, synchronous
        As in `tournament.rules.population`.
    size
        How many there are.
    """

    process: ProcessName
    size: int
    selection: float = 1.0
    fitness: FitnessName = "linear"
    self_interaction: bool = False
    synchronous: bool = False

    @property
    def by_fitness(self) -> bool:
        """Whether parents are drawn by fitness."""
        return PROCESSES[self.process].by_fitness


def pairs_in(
    population: WellMixed,
    table: "Payoffs",
    errors: "Payments | None" = None,
    *,
    less_is_better: bool = False,
    name: str = "table",
) -> TableOfPairs:
    """Return the table of pairs that a population can live by, or say what is wrong with it.

    Raises
    ------
    ArgumentError
        When it is no table, a payoff is too large, or linear fitness is negative for one.
    TournamentError
        When a payoff is missing.
    """
    pairs = table_of_pairs(table, errors, less_is_better=less_is_better, name=name)
    low, high = float(pairs.utilities.min()), float(pairs.utilities.max())
    if max(-low, high) > LARGEST:
        raise ArgumentError(
            f"`{name}` must hold payoffs from {-LARGEST:g} to {LARGEST:g}; got"
            f" {low if -low > high else high:g}."
        )
    check_fitness(low, population.selection, population.process, population.fitness)
    return pairs


def two_types(pairs: TableOfPairs) -> TableOfPairs:
    """Return a table of pairs if it is of two types.

    Raises
    ------
    ArgumentError
        When it is not.
    """
    if len(pairs.names) != 2:
        raise ArgumentError(
            f"`table` must be of two types; got {len(pairs.names)}. Choose a pair, such as"
            " results.payoffs.loc[pair, pair]."
        )
    return pairs


def well_mixed(
    process: Any,
    size: Any,
    selection: Any = 1.0,
    fitness: Any = "linear",
    *,
    self_interaction: Any = False,
    synchronous: Any = None,
) -> WellMixed:
    """Return a population, or say what is wrong with its numbers.

    Raises
    ------
    ArgumentError
        One sentence that names the argument.

    Examples
    --------
    >>> well_mixed("wright-fisher", 10).synchronous
    True
    """
    name = process_of(process)
    fitness = one_of("fitness", fitness, FITNESS)
    at_once = synchronous_of(synchronous, name)
    most = MOST_AT_ONCE if at_once and PROCESSES[name].chance else MOST
    return WellMixed(
        name,
        whole("size", size, 2, most),
        selection_of(selection, name, fitness),
        fitness,
        flag("self_interaction", self_interaction),
        at_once,
    )
