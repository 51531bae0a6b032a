"""What theory says of the same population: well mixed, of one role, with a table of payoffs.

Legend: k types, N players.
"""

from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analysis.populations.fixation.errors import fixation_errors
from analysis.populations.fixation.probabilities import fixation_probabilities
from analysis.populations.fixation.times import fixation_by_count
from analysis.populations.long_run.small_mutation import small_mutation
from analysis.populations.selection.gradient import gradient_of_selection
from analysis.populations.stationary import Stationary, stationary
from tournament.errors import MissingExtra, TournamentError
from tournament.rules.population import PROCESSES

if TYPE_CHECKING:
    import pandas as pd

    from tournament.results.population import PopulationResults

WELL_MIXED = "well mixed"
MOST = 2e7
"""Types times types times players, up to which theory is computed; it takes about a second."""
MOST_AT_ONCE = 1e9
"""The same, with the third power of players, where all are born at once."""
MOST_STATES, MOST_STATES_AT_ONCE = 10_000, 900
"""Mixtures of types, up to which the long run with mutation is computed."""


class Ahead(NamedTuple):
    """How likely the first of two types takes over, and the mean generations until one is left."""

    chance: float
    generations: float


@dataclass(frozen=True)
class Theory:
    """What theory says.

    fixation
        (k, k) how likely a mutant, the row's, takes over residents, the column's.
    errors
        Their standard errors, as payoffs were sampled; None where payoffs are exact, or where these
        errors have no size.
    rare
        (k,) shares of time in which the population is of each type, if mutations are rare.
    ahead
        What theory expects from the start that was played; None of more types than two, or with
        mutation.
    gradient
        The expected change of the share of the first of two types in a step, by its share; None of
        more types.
    mixed
        How often each mixture of types is seen in the long run, with the mutation that was played;
        None without mutation, of too many mixtures, or where the long run hangs on the start.
    """

    fixation: "pd.DataFrame"
    errors: "pd.DataFrame | None"
    rare: "pd.Series"
    ahead: Ahead | None
    gradient: "pd.Series | None"
    mixed: Stationary | None


def theory_of(results: "PopulationResults") -> Theory | None:
    """Return what theory says of a population; None where it does not hold, or takes too long.

    Parameters
    ----------
    results
        A played population.
    """
    rules, k = results.rules, len(results.types)
    mixed = results.structure == WELL_MIXED and len(set(rules.roles)) == 1 and not rules.live
    if not mixed or k < 2 or results.size < 2 or _too_large(results):
        return None
    table = results.payoffs
    how: dict[str, Any] = {
        "size": results.size, "process": rules.process, "selection": rules.selection,
        "fitness": rules.fitness, "self_interaction": rules.self_interaction,
    }  # fmt: skip
    usual: dict[str, Any] = {"synchronous": rules.synchronous}
    errors = None
    sampled = (results.payoff_errors.to_numpy(float) != 0).any()
    if sampled and PROCESSES[rules.process].chance and not _unusual(results):
        errors = fixation_errors(table, errors=results.payoff_errors, **how)
    return Theory(
        fixation=fixation_probabilities(table, **how, **usual),
        errors=errors,
        rare=small_mutation(table, **how, **usual),
        ahead=_from_start(results, how | usual),
        gradient=_gradient(results, how | usual) if k == 2 else None,
        mixed=_mixed(results, how | usual),
    )


def _too_large(results: "PopulationResults") -> bool:
    """Return whether theory would take long."""
    rules, pairs = results.rules, len(results.types) ** 2
    if rules.synchronous and PROCESSES[rules.process].chance:
        return bool(pairs * float(results.size) ** 3 > MOST_AT_ONCE)
    return pairs * results.size > MOST


def _unusual(results: "PopulationResults") -> bool:
    """Return whether places are renewed in another way than is usual of the process."""
    return results.rules.synchronous != PROCESSES[results.rules.process].synchronous


def _from_start(results: "PopulationResults", how: dict[str, Any]) -> Ahead | None:
    """Return what theory expects from the start, of two types without mutation."""
    rules, tallies = results.rules, results.tallies
    if len(results.types) != 2 or rules.mutates:
        return None
    alike = tallies.counts[0] ** 2 == tallies.squares[0] * results.repetitions
    start = int(tallies.counts[0, 0]) // results.repetitions
    if not alike.all() or not 0 < start < results.size:
        return None
    row: Any = fixation_by_count(results.payoffs, **how).loc[start]
    steps = float(row["steps"])
    generations = steps / (1 if rules.synchronous else results.size)
    return Ahead(float(row["fixation"]), generations)


def _mixed(results: "PopulationResults", how: dict[str, Any]) -> Stationary | None:
    """Return the long run with mutation, where it is found in about a second."""
    rules, states = results.rules, comb(results.size + len(results.types) - 1, results.size)
    most = MOST_STATES_AT_ONCE if rules.synchronous else MOST_STATES
    if not rules.mutates or states > most:
        return None
    try:
        return stationary(results.payoffs, mutation=np.array(rules.mutation), **how)
    except (TournamentError, MissingExtra):
        return None  # some types never come back; or SciPy is not installed


def _gradient(results: "PopulationResults", how: dict[str, Any]) -> "pd.Series":
    """Return the expected change of the first type's share, by its share."""
    change = gradient_of_selection(results.payoffs, **how) / results.size
    return change.set_axis((change.index / results.size).rename("share"))
