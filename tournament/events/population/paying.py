"""What types are paid against each other: a table that is given, or that matches make."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from tournament import outcomes
from tournament.errors import ArgumentError, unknown_player
from tournament.events.population.plan import Plan
from tournament.events.population.structure import Structure, most_neighbours
from tournament.events.round_robin import playing as round_robin
from tournament.events.running import Running
from tournament.game import LARGEST
from tournament.results.by_seat import by_match
from tournament.results.tournament import Results
from tournament.rules.checks import table
from tournament.rules.population import PopulationRules, check_fitness

if TYPE_CHECKING:
    import pandas as pd

WHAT = "results of a tournament, or a square table of finite payoffs"
MOST_LIVE = 2000
"""Players of a mixed population whose encounters are played: each step has so many matches."""
Table = tuple[np.ndarray, np.ndarray]


def given_table(payoffs: "Results | pd.DataFrame | Any", names: Sequence[str]) -> Table:
    """Return (k, k) payoffs of the types against each other, more is better; and their errors.

    Parameters
    ----------
    payoffs
        Results of a tournament with self-play; a frame with names; or rows in the order of `names`.
    names
        Of the types: those that are not in `payoffs` are refused, and others are left out.

    Raises
    ------
    ArgumentError, UnknownName
        One sentence.
    """
    import pandas as pd

    if isinstance(payoffs, Results):
        sign = -1.0 if payoffs.game.less_is_better else 1.0
        return (
            sign * _of_frame(payoffs.payoffs, names),
            np.nan_to_num(_of_frame(payoffs.payoff_errors, names, gaps=True)),
        )
    if isinstance(payoffs, pd.DataFrame):
        a = _of_frame(payoffs, names)
    else:
        a = table("payoffs", payoffs, WHAT)
        if a.shape != (len(names),) * 2:
            raise ArgumentError(
                f"`payoffs` must have a row and a column for each of {len(names)} players; got"
                f" shape {a.shape}."
            )
    if np.abs(a).max(initial=0.0) > LARGEST:
        raise ArgumentError(
            f"`payoffs` must be at most {LARGEST:g} in size; got {np.abs(a).max():g}."
        )
    return a, np.zeros(a.shape)


def _of_frame(frame: "pd.DataFrame", names: Sequence[str], *, gaps: bool = False) -> np.ndarray:
    """Return the rows and columns of a frame that have these names, in this order."""
    if not (frame.index.is_unique and frame.columns.is_unique):
        raise ArgumentError("`payoffs` must name every player once.")
    named = any(isinstance(label, str) for label in frame.index)
    if not named and frame.shape == (len(names),) * 2:
        return table("payoffs", frame.to_numpy(), WHAT, gaps=gaps)  # a frame without names
    for name in names:
        if name not in frame.index or name not in frame.columns:
            raise unknown_player(name, [str(known) for known in frame.index])
    values = frame.loc[list(names), list(names)].to_numpy()
    if not gaps and np.isnan(table("payoffs", values, WHAT, gaps=True)).any():
        raise ArgumentError(
            "`payoffs` must say what every type is paid against every type, its own too; here"
            " some are missing. Play with self_play=True."
        )
    return table("payoffs", values, WHAT, gaps=gaps)


def with_payoffs(plan: Plan, running: Running) -> Plan:
    """Return a population with its table of payoffs: played and computed now, if it has none.

    Raises
    ------
    ArgumentError
        When fitness would be negative.
    TournamentError, PluginError
        As the tournament that makes the table.
    """
    if plan.matches is None or plan.rules.live:
        return plan
    results = round_robin.play(plan.matches, running)
    a, errors = by_role(results) if any(plan.rules.roles) else given_table(results, results.names)
    plan = plan.paid(a, errors)
    check_payoffs(plan.rules, plan.structure)
    return plan


def by_role(results: Results) -> Table:
    """Return (2 p, 2 p) payoffs of players in two roles, and errors: first all in the first role.

    Between players of one role payoffs are 0: they never meet.
    """
    first, second = outcomes.flat(results.game.utilities)
    weights = np.stack([first, outcomes.swapped(second)])
    matches, p = results.matches, len(results.names)
    payoffs, errors = np.zeros((2, 2 * p, 2 * p))
    n = results.repetitions
    for seat in (0, 1):
        where = results.tallies, matches, n, weights, weights[seat]
        means, squares, unit = by_match(*where)
        me, other = matches[:, seat] + p * seat, matches[:, 1 - seat] + p * (1 - seat)
        payoffs[me, other] = means[seat]
        if n > 1:
            varies = results.tallies.chance
            errors[me, other] = unit * np.sqrt(np.where(varies, squares[seat] / ((n - 1) * n), 0.0))
    return payoffs, errors


def check_live(roles: Sequence[int], structure: Structure) -> None:
    """Refuse populations whose encounters cannot be played.

    Raises
    ------
    ArgumentError
        One sentence.
    """
    if any(roles):
        raise ArgumentError(
            '`payoffs` must be a table where the game pays its seats differently; "live" needs a'
            " game that pays them alike."
        )
    if structure.mixed and structure.size > MOST_LIVE:
        raise ArgumentError(
            f"`size` must be at most {MOST_LIVE} where everybody meets everybody in matches that"
            f' are played ("live"); got {structure.size}. Take a table of payoffs, or a graph.'
        )


def check_payoffs(rules: PopulationRules, structure: Structure) -> None:
    """Refuse payoffs that could make a linear fitness negative.

    Raises
    ------
    ArgumentError
        One sentence.
    """
    lowest = float(np.min(rules.game.utilities if rules.live else rules.payoffs))
    if not structure.mixed and not rules.average:
        places = structure.of(rules.seed, 0)
        least, most = most_neighbours(places, self_interaction=rules.self_interaction)
        lowest *= most if lowest < 0 else least
    check_fitness(lowest, rules.selection, rules.process, rules.fitness)
