"""Extortion: how near a player is to a rule that takes a fixed share more than its opponent.

Legend: p players. Outcomes are named from the player's side, its own move first.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.arguments import results_of
from analysis.behaviours.rates import transitions_by_pair
from tournament import C, D, Game, outcomes
from tournament.errors import ArgumentError, TournamentError
from tournament.rules.checks import flag, table

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results


def extortion(results: "Results", *, by_pair: bool = False) -> "pd.DataFrame":
    """Return how far each player is from extortion, and how much the nearest extortioner asks for.

    Parameters
    ----------
    results
        Of a game that pays both seats alike.
    by_pair
        Whether to measure against each opponent apart: many extort some and not others.

    Returns
    -------
    DataFrame
        Indexed by player, or by player and opponent: `sse` and `chi` as in `extortion_fit`, of the
        measured rates of cooperation after CC, CD, DC, DD; NaN where one of these never occurred.
        Rates include noise, under which p_DD > 0: nobody extorts exactly.

    Raises
    ------
    TournamentError
        When the game pays the seats differently.

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "zd_extort_2", "random_player"]
    >>> event = Tournament(field, turns=200, repetitions=5, noise=0.05, seed=1)
    >>> results = event.play(progress=False)
    >>> extortion(results).round(2).rename_axis(None)
                    sse   chi
    tit_for_tat    0.00  1.07
    zd_extort_2    0.00  2.11
    random_player  0.39  3.31
    """
    import pandas as pd

    results_of(results)
    if not flag("by_pair", by_pair):
        rates = results.states[list(outcomes.NAMES)]
        index, values = rates.index, rates.to_numpy()
    else:
        names = results.names
        index = pd.MultiIndex.from_product([names, names], names=["player", "opponent"])
        seen = transitions_by_pair(results).reshape(-1, outcomes.SIZE, outcomes.SIZE)
        values = outcomes.cooperation(seen)
        met = np.flatnonzero(seen.any(axis=(1, 2)))
        index, values = index[met], values[met]
    sse, chi = extortion_fit(values, results.game)
    return pd.DataFrame({"sse": sse, "chi": chi}, index)


def extortion_fit(rates: np.ndarray, game: Game | str) -> tuple[np.ndarray, np.ndarray]:
    """Return how far memory-one rules are from extortion, and the slope of the nearest extortioner.

    A rule (p_CC, p_CD, p_DC, p_DD) extorts if numbers a and b solve (p_CC - 1, p_CD - 1, p_DC,
    p_DD) = a (mine - P) + b (theirs - P), mine and theirs being the payoffs of the four outcomes:
    then its score is chi = -b / a times as far above P as its opponent's. Least squares give the
    nearest a and b.

    Parameters
    ----------
    rates
        (..., 4) rates of cooperation after CC, CD, DC, DD.
    game
        That pays both seats alike. Only differences of payoffs matter.

    Returns
    -------
    sse, chi
        (...,) sum of the four squared errors, and -b / a: above 1 it extorts, 1 is fair (tit for
        tat). NaN where a rate is, and chi also where a is 0.

    Raises
    ------
    TournamentError
        When the game pays the seats differently.

    Notes
    -----
    Source: Knight, Harper, Glynatsi and Gillard (2019), "Recognising and evaluating the
    effectiveness of extortion in the iterated prisoner's dilemma"; Press and Dyson (2012). The
    fourth error is p_DD, which no a and b can mend; their first version left it out.

    Examples
    --------
    >>> from tournament import PRISONERS_DILEMMA
    >>> sse, chi = extortion_fit([8 / 9, 1 / 2, 1 / 3, 0], PRISONERS_DILEMMA)
    >>> round(float(sse), 9), round(float(chi), 9)
    (0.0, 2.0)
    """
    game = Game.of(game)
    wanted = table("rates", rates, "four rates of cooperation, or rows of four", gaps=True)
    if not wanted.ndim or wanted.shape[-1] != outcomes.SIZE:
        raise ArgumentError(
            f"`rates` must be four rates of cooperation, or rows of four; got shape {wanted.shape}."
        )
    if not game.is_symmetric:
        raise TournamentError(
            f"Extortion is defined for games that pay both seats alike; here it is {game}."
        )
    mine = outcomes.flat(game.utilities[0])
    mine = mine - mine[outcomes.number(D, D)]
    payoffs = np.stack([mine, outcomes.swapped(mine)], axis=1)
    wanted = wanted - (outcomes.OWN == C)
    known = ~np.isnan(wanted).any(axis=-1)
    fit = np.where(known[..., None], wanted, 0.0) @ np.linalg.pinv(payoffs).T
    sse = ((wanted - fit @ payoffs.T) ** 2).sum(axis=-1)
    a, b = fit[..., 0], fit[..., 1]
    some = known & (np.abs(a) > 1e-12 * np.abs(fit).max(axis=-1))
    return sse, np.where(some, -b / np.where(some, a, 1.0), np.nan)[()]
