"""The rules of a population: what is a step, who has how many children, and what chance changes.

Legend: k types of players, N places (or players), s the strength of selection. A table of pairs
says what a type is paid against each: a[i, j].

The sampler, its slow twin and the exact theory (`analysis.populations`) all read this page.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np

from tournament.errors import ArgumentError
from tournament.game import Game
from tournament.interactive.shown import shown
from tournament.rules.checks import exact, flag, number, one_of, probability, seed_of, table, whole

ProcessName: TypeAlias = Literal[
    "moran", "death-birth", "fermi", "wright-fisher", "imitate best", "best response"
]
FitnessName: TypeAlias = Literal["linear", "exponential"]
FITNESS: tuple[FitnessName, ...] = ("linear", "exponential")
GIVEN = "payoffs as given"  # what is said of matches where a table is given: no game is played
MOST_TYPES = 1000
ROUNDED = 1e-9
"""How far the sum of a row of mutation may be from 1."""


@dataclass(frozen=True)
class Process:
    """How a population is renewed.

    by_fitness
        Whether parents are drawn by fitness. The other processes compare payoffs.
    synchronous
        Whether all places are renewed at once, where the user does not say.
    either
        Whether the user may say.
    children
        Whether a newcomer is a child, whose type mutates. Else a learner explores before it learns.
    chance
        Whether the process itself draws, beside mutation and the order of learners.
    says
        One step, in words.
    """

    by_fitness: bool
    synchronous: bool
    either: bool
    children: bool
    chance: bool
    says: str


PROCESSES: dict[ProcessName, Process] = {
    "moran": Process(
        by_fitness=True, synchronous=False, either=False, children=True, chance=True,
        says="a parent is drawn by fitness; its child takes the place of one drawn evenly",
    ),
    "death-birth": Process(
        by_fitness=True, synchronous=False, either=False, children=True, chance=True,
        says="one drawn evenly dies; the others compete for its place by fitness",
    ),
    "fermi": Process(
        by_fitness=False, synchronous=False, either=True, children=False, chance=True,
        says="a learner compares its payoff with that of a model, and may take over its type",
    ),
    "wright-fisher": Process(
        by_fitness=True, synchronous=True, either=False, children=True, chance=True,
        says="all places get new players at once, each the child of a parent drawn by fitness",
    ),
    "imitate best": Process(
        by_fitness=False, synchronous=True, either=True, children=False, chance=False,
        says="a learner takes over the type of who is paid best among itself and its neighbours",
    ),
    "best response": Process(
        by_fitness=False, synchronous=True, either=True, children=False, chance=False,
        says="a learner takes the type that would be paid best against its neighbours",
    ),
}  # fmt: skip


# -- fitness ---------------------------------------------------------------------------------------


def fitness_of(payoffs: Any, selection: float, fitness: FitnessName) -> np.ndarray:
    """Return fitness for payoffs, of any shape: 1 - s + s payoff, or exp(s payoff).

    Examples
    --------
    >>> fitness_of([0.0, 3.0], 0.5, "linear").tolist()
    [0.5, 2.0]
    """
    paid = np.asarray(payoffs, float)
    if fitness == "linear":
        return 1.0 - selection + selection * paid
    with np.errstate(over="ignore"):
        return np.exp(selection * paid)


def fermi(difference: float, selection: float) -> float:
    """Return the probability that a learner takes over the type of a model.

    difference
        The payoff of the model minus that of the learner.

    Examples
    --------
    >>> fermi(0.0, 5.0), fermi(1000.0, 10.0), fermi(-1000.0, 10.0)
    (0.5, 1.0, 0.0)
    """
    x = -selection * difference
    return 1.0 / (1.0 + math.exp(x)) if x < 700.0 else 0.0


def selection_of(selection: Any, process: ProcessName, fitness: FitnessName) -> float:
    """Return the strength of selection, checked: at most 1 where fitness is linear.

    Raises
    ------
    ArgumentError
        When it is negative, or too large for a linear map.
    """
    linear = PROCESSES[process].by_fitness and fitness == "linear"
    return number("selection", selection, 0.0, 1.0 if linear else 1e9)


def check_fitness(lowest: float, selection: float, process: ProcessName, fitness: str) -> None:
    """Refuse a linear fitness that can be negative.

    Parameters
    ----------
    lowest
        The lowest payoff that one player can have.
    selection, process, fitness
        As of a population.

    Raises
    ------
    ArgumentError
        One sentence that says what to do.
    """
    least = 1.0 - selection + selection * lowest
    if PROCESSES[process].by_fitness and fitness == "linear" and least < 0:
        raise ArgumentError(
            f"`fitness` is linear and can be {least:.6g}, below 0, as a payoff can be"
            f' {lowest:.6g}; use fitness="exponential", a lower `selection`, or payoffs that are'
            " not negative."
        )


# -- mutation --------------------------------------------------------------------------------------


def mutation_of(mutation: Any, types: int, roles: Sequence[int] | None = None) -> np.ndarray:
    """Return (k, k) the probability that a newcomer of the row's type is of the column's type.

    Parameters
    ----------
    mutation
        A rate, with which a newcomer is of one of the other types of its role, each alike; or
        (k, k) rows. Of players in two roles also (k / 2, k / 2) rows, for both roles.
    types
        How many types there are.
    roles
        (k,) the role of each type; None for one role.

    Raises
    ------
    ArgumentError
        When it is no probability, of another shape, a row does not sum to 1, or leads to the other
        role.

    Examples
    --------
    >>> mutation_of(0.1, 3).tolist()
    [[0.9, 0.05, 0.05], [0.05, 0.9, 0.05], [0.05, 0.05, 0.9]]
    """
    one = np.zeros(types, int) if roles is None else np.asarray(roles)
    peers = np.equal.outer(one, one)
    if exact(mutation) is not None:
        rate = probability("mutation", mutation)
        others = peers.sum(axis=1, keepdims=True) - 1
        rows = np.where(peers, rate / np.maximum(others, 1), 0.0)
        return np.where(np.eye(types, dtype=bool), np.where(others > 0, 1.0 - rate, 1.0), rows)
    what = f"a probability, or a table of {types} rows of {types} probabilities"
    rows = table("mutation", mutation, what)
    if rows.shape == (types / 2, types / 2) and len(set(one[: len(rows)])) == 1 and one.any():
        rows = np.kron(np.eye(2), rows)
    if rows.shape != (types, types):
        raise ArgumentError(f"`mutation` must be {what}; got shape {rows.shape}.")
    if (rows < 0).any() or (rows > 1).any():
        raise ArgumentError(
            f"`mutation` must be {what}; it holds {rows[(rows < 0) | (rows > 1)][0]:g}."
        )
    sums = rows.sum(axis=1)
    if (wrong := np.flatnonzero(np.abs(sums - 1) > ROUNDED)).size:
        row = int(wrong[0])
        raise ArgumentError(
            f"`mutation` must have rows that sum to 1; row {row} sums to {sums[row]:.9g}."
        )
    if (away := (rows > 0) & ~peers).any():
        row, column = np.argwhere(away)[0]
        raise ArgumentError(
            f"`mutation` must not lead from one role to the other; row {row} leads to column"
            f" {column}."
        )
    return rows


# -- all rules -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PopulationRules:
    """What holds for a population. Build it with `population_rules`, which checks.

    process, selection, fitness, synchronous
        As in `PROCESSES`.
    mutation
        k rows of k probabilities.
    self_interaction
        Whether a player meets itself, too.
    average
        Whether a payoff is the mean over those whom a player meets; else the sum.
    roles
        The role of each type: 0 for all; or 0 and 1 where a game pays its seats differently, and
        each role has a population of its own. Then one meets the other role only, and learns from
        its own.
    payoffs, payoff_errors
        k rows of k payoffs, more is better, and their standard errors.
    live
        Whether encounters are played, one repetition each. Then `payoffs` are not read.
    matches
        How payoffs were made, in words.
    seed
        Of all chance.
    """

    game: Game
    process: ProcessName
    selection: float
    fitness: FitnessName
    synchronous: bool
    mutation: tuple[tuple[float, ...], ...]
    self_interaction: bool
    average: bool
    roles: tuple[int, ...]
    payoffs: tuple[tuple[float, ...], ...]
    payoff_errors: tuple[tuple[float, ...], ...]
    live: bool
    matches: str
    seed: int

    @property
    def types(self) -> int:
        """How many types there are."""
        return len(self.mutation)

    @property
    def mutates(self) -> bool:
        """Whether a newcomer can be of another type than its parent."""
        return any(row[i] < 1.0 for i, row in enumerate(self.mutation))

    @property
    def rests(self) -> bool:
        """Whether a population of one type stays so for ever."""
        return not self.mutates and self.process != "best response"

    def of_types(self, keep: Sequence[int]) -> "PopulationRules":
        """Return the rules with the types in another order: `keep` are their numbers now."""
        tables = (self.mutation, self.payoffs, self.payoff_errors)
        here = np.ix_(keep, keep)
        mutation, payoffs, errors = (rows_of(np.array(rows)[here]) for rows in tables)
        roles = tuple(self.roles[i] for i in keep)
        return replace(self, mutation=mutation, payoffs=payoffs, payoff_errors=errors, roles=roles)

    def describe(self) -> str:
        """Return the rules in words, for reports."""
        by_fitness = PROCESSES[self.process].by_fitness
        return "; ".join(
            [
                *(
                    [str(self.game), self.matches]
                    if self.matches != GIVEN
                    else [GIVEN.capitalize()]
                ),
                f"{self.process}, {'all at once' if self.synchronous else 'one after the other'}",
                f"selection {self.selection:g}" + f", {self.fitness} fitness" * by_fitness,
                self.mutation_in_words(),
                *(["players meet themselves too"] if self.self_interaction else []),
                f"seed {self.seed}",
            ]
        )

    def mutation_in_words(self) -> str:
        """Return how often newcomers are of another type."""
        if not self.mutates:
            return "no mutation"
        rates = [1.0 - row[i] for i, row in enumerate(self.mutation)]
        low, high = min(rates), max(rates)
        return f"mutation {low:g}" if high - low < ROUNDED else f"mutation {low:g} to {high:g}"


def population_rules(  # noqa: PLR0913 (one keyword per rule)
    names: Sequence[str],
    *,
    game: Game | str,
    process: Any,
    selection: Any,
    fitness: Any,
    synchronous: Any,
    mutation: Any,
    self_interaction: Any,
    average: Any,
    roles: Sequence[int],
    payoffs: Any,
    payoff_errors: Any,
    live: Any,
    matches: str,
    seed: Any,
) -> PopulationRules:
    """Return checked rules for the types `names`; a seed is drawn where none is given.

    Raises
    ------
    TypeError, ValueError
        One sentence naming the argument, what came, and what it must be.
    """
    process = process_of(process)
    fitness = one_of("fitness", fitness, FITNESS)
    roles = tuple(whole("roles", role, 0, 1) for role in roles)
    if len(roles) != len(names) or set(roles) not in ({0}, {0, 1}):
        raise ArgumentError("`roles` must be 0 for all types, or 0 and 1.")
    tables = {}
    for name, given in (("payoffs", payoffs), ("payoff_errors", payoff_errors)):
        tables[name] = table(name, given, "a table of finite numbers")
        if tables[name].shape != (len(names),) * 2:
            raise ArgumentError(
                f"`{name}` must have a row and a column for each of {len(names)} players; got shape"
                f" {tables[name].shape}."
            )
    return PopulationRules(
        game=Game.of(game),
        process=process,
        selection=selection_of(selection, process, fitness),
        fitness=fitness,
        synchronous=synchronous_of(synchronous, process),
        mutation=rows_of(mutation_of(mutation, len(names), roles)),
        self_interaction=flag("self_interaction", self_interaction),
        average=flag("average", average),
        roles=roles,
        payoffs=rows_of(tables["payoffs"]),
        payoff_errors=rows_of(tables["payoff_errors"]),
        live=flag("live", live),
        matches=matches,
        seed=seed_of(seed),
    )


def process_of(process: Any) -> ProcessName:
    """Return the name of a process, checked."""
    return one_of("process", process, tuple(PROCESSES))


def synchronous_of(synchronous: Any, process: ProcessName) -> bool:
    """Return whether all places are renewed at once, checked; None stands for what is usual.

    Raises
    ------
    ArgumentError
        When the process cannot be played this way.
    """
    known = PROCESSES[process]
    if synchronous is None:
        return known.synchronous
    asked = flag("synchronous", synchronous)
    if asked != known.synchronous and not known.either:
        raise ArgumentError(
            f"`synchronous` must be {known.synchronous} for the process {shown(process)}:"
            f" {known.says}."
        )
    return asked


def rows_of(values: np.ndarray) -> tuple[tuple[float, ...], ...]:
    """Return a table as plain rows, for records."""
    return tuple(map(tuple, np.asarray(values, float).tolist()))
