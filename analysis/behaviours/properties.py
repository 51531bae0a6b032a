"""What players did: how often they cooperated, after what, first, and at whose cost.

Legend: p players, m matches. Outcomes are named from the player's side, its own move first: after
CD it had cooperated and its opponent had not. All numbers are of moves that were made: a noisy
flip is a move. A share over opponents is the mean of its values against each of them, copies
included where they met, so that every opponent weighs alike; NaN where there was nothing to see.
"""

from typing import TYPE_CHECKING

import numpy as np

from tournament import C, D, outcomes
from tournament.errors import TournamentError
from tournament.outcomes import CC, CD, DC

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Game, Results

DOUBT = 0.001
"""Flips that have less than this chance excuse no defections."""
ENOUGH = {"provocable": 1 / 4, "forgiving": 1 / 2, "not_envious": 1 / 3}
"""From which share on a player is said to have a property."""


def behaviour(results: "Results") -> "pd.DataFrame":
    """Return what each player did: rates of cooperation, shares of outcomes, wins.

    Parameters
    ----------
    results
        Of any tournament.

    Returns
    -------
    DataFrame
        Indexed by player, in the order of entry: `cooperation`, share of turns; `first`, of first
        turns; `after_CC`, `after_CD`, `after_DC`, `after_DD`, of the turns after such an outcome,
        all matches pooled (NaN where it never occurred); `CC`, `CD`, `DC`, `DD`, shares of turns,
        which sum to 1; `wins`, share of matches against others in which it did better than its
        opponent (NaN without others).

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect"]
    >>> results = Tournament(field, turns=4, repetitions=1, seed=1).play(progress=False)
    >>> behaviour(results).loc["tit_for_tat", ["cooperation", "after_CC", "after_CD", "wins"]]
    cooperation    0.625
    after_CC       1.000
    after_CD       0.000
    wins           0.000
    Name: tit_for_tat, dtype: float64
    """
    import pandas as pd

    states = results.states.rename(columns={name: f"after_{name}" for name in outcomes.NAMES})
    shares = pd.DataFrame(_over_opponents(_outcomes(results)), states.index, list(outcomes.NAMES))
    cooperated = outcomes.cooperated(shares.to_numpy())
    cooperation = pd.Series(cooperated, states.index, name="cooperation")
    wins = pd.Series(_over_opponents(results.wins.to_numpy()), states.index, name="wins")
    return pd.concat([cooperation, states, shares, wins], axis=1)


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
    """
    import pandas as pd

    states, wins = results.states, results.wins.to_numpy()
    if not results.game.is_symmetric:
        wins = np.full_like(wins, np.nan)
    nice, is_nice = _nice(results)
    table = {
        "nice": pd.Series(nice, states.index),
        "provocable": states[CC] - states[CD],
        "forgiving": states[DC],
        "not_envious": pd.Series(1 - _over_opponents(wins), states.index),
    }
    readings = {
        f"is_{name}": (table[name] >= least).astype("boolean").mask(table[name].isna())
        for name, least in ENOUGH.items()
    }
    return pd.DataFrame({**table, "is_nice": is_nice, **readings})


def good_partner(results: "Results") -> "pd.Series":
    """Return how often each player cooperated at least as often as its opponent.

    Parameters
    ----------
    results
        Of a game that pays both seats alike, with T and S different.

    Returns
    -------
    Series
        (p,) share of matches (repetitions) against others, in the order of entry; NaN for a player
        without others.

    Raises
    ------
    TournamentError
        In other games: who cooperated more often is known from who was paid more.

    Notes
    -----
    Source: Singer-Clark (2014), "Morality metrics on iterated prisoner's dilemma players".
    """
    import pandas as pd

    (_, S), (T, _) = results.game.utilities[0]
    if not results.game.is_symmetric or T == S:
        raise TournamentError(
            "Good partners are told by who was paid more, which needs a game that pays both seats"
            f" alike, with T and S different; here it is {results.game}."
        )
    wins = results.wins.to_numpy()
    beaten = wins if T > S else wins.T  # it defected more often
    return pd.Series(1 - _over_opponents(beaten), results.wins.index, name="good_partner")


def eigenjesus(results: "Results") -> "pd.Series":
    """Return ratings by which a player is good that cooperates, and with good players above all.

    The leading eigenvector of the cooperation rates: each rating is proportional to the sum of the
    player's cooperation rates, each times its opponent's rating. Where several vectors would do,
    because groups keep to themselves, it is the one that equal ratings lead to.

    Parameters
    ----------
    results
        Of any tournament. Copies count if they were met.

    Returns
    -------
    Series
        (p,) in the order of entry, at least 0, of length 1 as a vector.

    Raises
    ------
    TournamentError
        When nobody cooperated.

    Notes
    -----
    Source: Singer-Clark (2014), after Aaronson (2014), "Eigenmorality".
    """
    rates = np.nan_to_num(results.cooperation.to_numpy())
    if not rates.any():
        raise TournamentError("Eigenjesus needs somebody who cooperates; here nobody ever did.")
    return _series(_leading(rates, "Eigenjesus"), results, "eigenjesus")


def eigenmoses(results: "Results") -> "pd.Series":
    """Return ratings by which a player is good that cooperates with good, not with bad players.

    The eigenvector, of the largest real part, of 2 C - 1, C being the cooperation rates; a player
    that was not met counts as a rate of 1/2.

    Parameters
    ----------
    results
        Of any tournament. Copies count if they were met.

    Returns
    -------
    Series
        (p,) in the order of entry, from -1 to 1, of length 1 as a vector; the sign is the one that
        equal ratings lead to.

    Raises
    ------
    TournamentError
        When there is no such vector: the leading eigenvalue is complex or negative, or equal
        ratings do not lead to it (when nobody cooperates, say).

    Notes
    -----
    Source: Singer-Clark (2014), after Aaronson (2014), "Eigenmorality".
    """
    rates = np.nan_to_num(2 * results.cooperation.to_numpy() - 1)
    return _series(_leading(rates, "Eigenmoses"), results, "eigenmoses")


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
    """
    import pandas as pd

    if not by_pair:
        rates = results.states[list(outcomes.NAMES)]
        index, values = rates.index, rates.to_numpy()
    else:
        names = results.names
        index = pd.MultiIndex.from_product([names, names], names=["player", "opponent"])
        seen = _transitions(results).reshape(-1, outcomes.SIZE, outcomes.SIZE)
        values = outcomes.cooperation(seen)
        met = np.flatnonzero(seen.any(axis=(1, 2)))
        index, values = index[met], values[met]
    sse, chi = extortion_fit(values, results.game)
    return pd.DataFrame({"sse": sse, "chi": chi}, index)


def extortion_fit(rates: np.ndarray, game: "Game") -> tuple[np.ndarray, np.ndarray]:
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
    if not game.is_symmetric:
        raise TournamentError(
            f"Extortion is defined for games that pay both seats alike; here it is {game}."
        )
    mine = outcomes.flat(game.utilities[0])
    mine = mine - mine[outcomes.number(D, D)]
    payoffs = np.stack([mine, outcomes.swapped(mine)], axis=1)
    wanted = np.asarray(rates, float) - (outcomes.OWN == C)
    known = ~np.isnan(wanted).any(axis=-1)
    fit = np.where(known[..., None], wanted, 0.0) @ np.linalg.pinv(payoffs).T
    sse = ((wanted - fit @ payoffs.T) ** 2).sum(axis=-1)
    a, b = fit[..., 0], fit[..., 1]
    some = known & (np.abs(a) > 1e-12 * np.abs(fit).max(axis=-1))
    return sse, np.where(some, -b / np.where(some, a, 1.0), np.nan)[()]


def _outcomes(results: "Results") -> np.ndarray:
    """Return (p, p, 4) shares of turns of each outcome; NaN where none met."""
    counts = results.tallies.counts
    shares = counts / counts.sum(axis=1, keepdims=True)
    return _by_pair(results, shares, outcomes.swapped(shares), mean=True)


def _transitions(results: "Results") -> np.ndarray:
    """Return (p, p, 4, 4) numbers of outcomes by the outcome of the turn before."""
    flows = results.tallies.transitions
    return _by_pair(results, flows, outcomes.swapped(flows, 1, 2), mean=False)


def _by_pair(
    results: "Results", first: np.ndarray, second: np.ndarray, *, mean: bool
) -> np.ndarray:
    """Return (p, p, ...) what matches (m, ...) hold for the player in either seat, by pair."""
    size, matches = len(results.names), results.matches
    total, met = np.zeros((size, size, *first.shape[1:])), np.zeros((size, size))
    for seat, values in enumerate((first, second)):
        cells = (matches[:, seat], matches[:, 1 - seat])
        np.add.at(total, cells, values)
        np.add.at(met, cells, 1)
    if not mean:
        return total
    met[met == 0] = np.nan
    return total / met.reshape(size, size, *[1] * (first.ndim - 1))


def _over_opponents(values: np.ndarray) -> np.ndarray:
    """Return (p, ...) means over opponents (p, p, ...) that were met; NaN where none was."""
    known = (~np.isnan(values)).sum(axis=1)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.nansum(values, axis=1) / known)


def _nice(results: "Results") -> "tuple[np.ndarray, pd.Series]":
    """Return (p,) shares of matches in which none was first to defect, and whether each is nice."""
    import pandas as pd

    t, r, size = results.tallies, results.repetitions, len(results.names)
    index = pd.Index(results.names, name="player")
    is_nice = pd.Series(pd.NA, index, dtype="boolean")
    counted = t.first_defections
    share = _over_opponents(_by_pair(results, counted[:, 0] / r, counted[:, 1] / r, mean=True))
    slips = np.array(results.rules.noise) + np.array(results.rules.misperception)
    after = t.starts + t.transitions[:, 0]  # outcomes of first turns, and of turns after CC
    first, suspect, excused = np.zeros((3, size))
    for seat, view in enumerate((after, outcomes.swapped(after))):
        player = results.matches[:, seat]
        np.add.at(first, player, counted[:, seat])
        np.add.at(suspect, player, outcomes.defected(view))
        np.add.at(excused, player, slips[player] * after.sum(axis=1))
    is_nice[(first == 0) | (_at_least(suspect, excused) >= DOUBT)] = True
    is_nice[_at_least(first, excused) < DOUBT] = False
    return 1 - share, is_nice


def _at_least(count: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Return the chance of so many or more by Poisson's law."""
    from scipy.special import pdtrc

    return np.where(count > 0, pdtrc(np.maximum(count - 1, 0), mean), 1.0)


def _leading(matrix: np.ndarray, what: str) -> np.ndarray:
    """Return the unit vector that exp(t A) 1 turns to for large t: of the eigenvalue with the
    largest real part.

    Repeated squaring finds it also where power iteration goes round for ever, and treats equal
    players alike where eigenvectors are not unique.
    """
    scale = max(float(np.abs(matrix).sum(axis=1).max()), 1e-300)
    power = term = np.eye(len(matrix))
    for k in range(1, 20):  # the series of the exponential: the norm is 1
        term = term @ matrix / (scale * k)
        power = power + term
    for _ in range(30):  # t = 2**30: nearer eigenvalues than 1e-8 count as one
        power = power @ power
        power /= np.abs(power).max()
    vector = power.sum(axis=1)
    length = float(np.linalg.norm(vector))
    if length < 1e-6:
        raise TournamentError(f"{what} has no answer here: equal ratings lead to none.")
    vector = vector / length
    value = float(vector @ matrix @ vector)
    if np.linalg.norm(matrix @ vector - value * vector) > 1e-6 * scale or value < -1e-6 * scale:
        raise TournamentError(
            f"{what} has no answer here: the leading eigenvalue is complex or negative."
        )
    return np.asarray(vector)


def _series(values: np.ndarray, results: "Results", name: str) -> "pd.Series":
    import pandas as pd

    return pd.Series(values, pd.Index(results.names, name="player"), name=name)
