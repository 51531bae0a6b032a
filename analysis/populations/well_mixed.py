"""A well-mixed population: its process with its numbers, checked."""

from dataclasses import dataclass
from typing import Any

import numpy as np

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

MOST = 1_000_000
"""Size of a population."""


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

    def check(self, a: np.ndarray) -> None:
        """See to it that no payoff of a table makes negative fitness.

        Raises
        ------
        ArgumentError
            When fitness is linear and a payoff is too low.
        """
        check_fitness(float(np.min(a)), self.selection, self.process, self.fitness)


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
    return WellMixed(
        name,
        whole("size", size, 2, MOST),
        selection_of(selection, name, fitness),
        fitness,
        flag("self_interaction", self_interaction),
        synchronous_of(synchronous, name),
    )
