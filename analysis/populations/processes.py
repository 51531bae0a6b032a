"""How a well-mixed population changes: a process with its numbers, checked."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tournament.errors import ArgumentError
from tournament.rules.checks import flag, number, one_of, whole

PROCESSES = ("moran", "death-birth", "fermi", "wright-fisher", "imitate best", "best response")
"""`docs/populations.md` says what each of them does in a step."""
BY_FITNESS = ("moran", "death-birth", "wright-fisher")
AT_ONCE = ("wright-fisher", "imitate best", "best response")
"""In which all take part in a step, unless somebody says otherwise."""
FITNESS = ("linear", "exponential")
MOST = 1_000_000
"""Size of a population."""


@dataclass(frozen=True)
class Process:
    """A process of a well-mixed population.

    name
        One of `PROCESSES`.
    size
        How many there are.
    selection, fitness
        What payoffs mean: fitness is 1 - selection + selection * payoff ("linear") or
        exp(selection * payoff) ("exponential"). In "fermi", selection multiplies the difference.
    self_interaction
        Whether each meets itself as well.
    at_once
        Whether all take part in a step, or one.
    """

    name: str
    size: int
    selection: float = 1.0
    fitness: str = "linear"
    self_interaction: bool = False
    at_once: bool = False


def process_of(
    process: Any,
    size: Any,
    selection: Any,
    fitness: Any,
    *,
    self_interaction: Any = False,
    synchronous: Any = None,
) -> Process:
    """Return a process with its numbers, or say what is wrong with them."""
    name = one_of("process", process, PROCESSES)
    usual = name in AT_ONCE
    at_once = usual if synchronous is None else flag("synchronous", synchronous)
    if at_once != usual and name in BY_FITNESS:
        raise ArgumentError(f"`synchronous` must be {usual} or None for {name}; got {at_once}.")
    fitness = one_of("fitness", fitness, FITNESS)
    most = 1.0 if fitness == "linear" and name in BY_FITNESS else np.inf
    return Process(
        name,
        whole("size", size, 2, MOST),
        number("selection", selection, 0.0, most),
        fitness,
        flag("self_interaction", self_interaction),
        at_once,
    )


def need_fitness(a: np.ndarray, process: Process) -> None:
    """See to it that no payoff makes negative fitness.

    Raises
    ------
    ArgumentError
        When fitness is linear and a payoff is too low.
    """
    if process.name not in BY_FITNESS or process.fitness != "linear":
        return
    low, s = float(np.min(a)), process.selection
    if 1 - s + s * low < 0:
        raise ArgumentError(
            f'`fitness` "linear" is 1 - selection + selection * payoff, and negative for the payoff'
            f' {low:g}; choose selection up to {1 / (1 - low):g}, fitness="exponential", or add'
            " the same to all payoffs."
        )
