"""Axelrod's four properties: nice, provocable, forgiving, not envious; as played, not as declared.

Legend: p players, m matches. All numbers are of moves that were made: a noisy flip is a move.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.arguments import results_of
from analysis.behaviours.rates import over_opponents
from tournament import outcomes
from tournament.outcomes import CC, CD, DC
from tournament.results.by_seat import by_player, mean_by_pair
from tournament.results.estimation.distributions import poisson_above

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

DOUBT = 0.001
"""Flips that have less than this chance excuse no defections."""
ENOUGH = {"provocable": 1 / 4, "forgiving": 1 / 2, "not_envious": 1 / 3}
"""From which share on a player is said to have a property."""


def properties(results: "Results") -> "pd.DataFrame":
    """Return how far each player has Axelrod's four properties: as played, not as declared.

    nice
        Share of matches (repetitions) in which it was not the first to defect; both at once are
        both first. Flips by noise count. It *is* nice if it never was first, or if flips alone
        make all its defections in first turns and after CC, which is where first defections are
        made; it *is not* if they cannot make even those that were first. A flip of its own move, or
        a misread one of its opponent's, is an excuse; too few of them are when so many have a
        chance below 0.001 (Poisson). In between, which takes noise, the reading is NA.
    provocable
        How much being defected on changes it: its rate of cooperation after CC less that after CD,
        1 for one that always strikes back and 0 for one that does not care, be it kind, wicked or
        random. Noise e multiplies it by 1 - 2 e, but leaves 0 at 0. It *is* provocable from 1/4 on.
    forgiving
        Rate of cooperation after DC: when the opponent has come back and it has not yet. It *is*
        forgiving from 1/2 on (a coin tosser sits on that border). It misses rules that only return
        together, as win stay, lose shift does after DD: see `after_DD` of `behaviour`.
    not_envious
        Share of matches (repetitions) against others in which it did not do better than its
        opponent. It *is* not envious from 1/3 on: among players that take alike, luck and noise let
        each win up to half. Where T > S, this is the number of `good_partner`; it is NaN where the
        seats are paid differently, since then more pay for one is no sign of envy.

    Parameters
    ----------
    results
        Of any tournament.

    Returns
    -------
    DataFrame
        Indexed by player, in the order of entry: `nice`, `provocable`, `forgiving`, `not_envious`,
        floats; `is_nice`, `is_provocable`, `is_forgiving`, `is_not_envious`, booleans. NaN and NA
        where nothing was seen: a player that never defected had nothing to forgive; one that never
        cooperated could not be provoked.

    Notes
    -----
    Source: Axelrod (1984), pages 36, 44, 110, 115, 117, for the properties. The measures are ours:
    they are of this field, and another may bring out another side of a player.

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate"]
    >>> event = Tournament(field, turns=10, repetitions=20, noise=0.05, seed=1)
    >>> results = event.play(progress=False)
    >>> properties(results)[["nice", "provocable", "forgiving"]].round(2).rename_axis(None)
                      nice  provocable  forgiving
    tit_for_tat       0.77        0.88       0.91
    always_defect     0.01        0.00       0.06
    always_cooperate  0.74       -0.00       1.00
    """
    import pandas as pd

    states, wins = results_of(results).states, results.wins.to_numpy()
    if not results.game.is_symmetric:
        wins = np.full_like(wins, np.nan)
    nice, is_nice = _nice(results)
    table = {
        "nice": pd.Series(nice, states.index),
        "provocable": states[CC] - states[CD],
        "forgiving": states[DC],
        "not_envious": pd.Series(1 - over_opponents(wins), states.index),
    }
    readings = {
        f"is_{name}": (table[name] >= least).astype("boolean").mask(table[name].isna())
        for name, least in ENOUGH.items()
    }
    return pd.DataFrame({**table, "is_nice": is_nice, **readings})


def _nice(results: "Results") -> "tuple[np.ndarray, pd.Series]":
    """Return (p,) shares of matches in which none was first to defect, and whether each is nice."""
    import pandas as pd

    t, r, size = results.tallies, results.repetitions, len(results.names)
    index = pd.Index(results.names, name="player")
    is_nice = pd.Series(pd.NA, index, dtype="boolean")
    counted = t.first_defections
    after = t.starts + t.transitions[:, 0]  # outcomes of first turns, and of turns after CC
    where, views = results.matches, (after, outcomes.swapped(after))
    share = over_opponents(mean_by_pair(where, counted.T / r, size))
    slips = np.array(results.rules.noise) + np.array(results.rules.misperception)
    first = by_player(where, counted.T, size)
    suspect = by_player(where, [outcomes.defected(view) for view in views], size)
    turns = [slips[where[:, seat]] * view.sum(axis=1) for seat, view in enumerate(views)]
    excused = by_player(where, turns, size)
    is_nice[(first == 0) | (_at_least(suspect, excused) >= DOUBT)] = True
    is_nice[_at_least(first, excused) < DOUBT] = False
    return 1 - share, is_nice


def _at_least(count: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Return the chance of so many or more by Poisson's law."""
    return np.where(count > 0, poisson_above(np.maximum(count - 1, 0), mean), 1.0)
