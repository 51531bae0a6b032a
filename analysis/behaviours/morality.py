"""Who is a good partner, and who is good: ratings by cooperation alone.

Legend: p players.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.arguments import results_of
from analysis.behaviours.rates import over_opponents
from tournament.errors import TournamentError

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results


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

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate"]
    >>> results = Tournament(field, turns=10, repetitions=1, seed=1).play(progress=False)
    >>> good_partner(results).to_dict()
    {'tit_for_tat': 1.0, 'always_defect': 0.0, 'always_cooperate': 1.0}
    """
    import pandas as pd

    (_, S), (T, _) = results_of(results).game.utilities[0]
    if not results.game.is_symmetric or T == S:
        raise TournamentError(
            "Good partners are told by who was paid more, which needs a game that pays both seats"
            f" alike, with T and S different; here it is {results.game}."
        )
    wins = results.wins.to_numpy()
    beaten = wins if T > S else wins.T  # it defected more often
    return pd.Series(1 - over_opponents(beaten), results.wins.index, name="good_partner")


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

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate"]
    >>> results = Tournament(field, turns=10, repetitions=1, seed=1).play(progress=False)
    >>> eigenjesus(results).round(2).to_dict()
    {'tit_for_tat': 0.71, 'always_defect': 0.0, 'always_cooperate': 0.71}
    """
    rates = np.nan_to_num(results_of(results).cooperation.to_numpy())
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

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate"]
    >>> results = Tournament(field, turns=10, repetitions=1, seed=1).play(progress=False)
    >>> eigenmoses(results).round(2).to_dict()
    {'tit_for_tat': 0.81, 'always_defect': -0.42, 'always_cooperate': 0.42}
    """
    rates = np.nan_to_num(2 * results_of(results).cooperation.to_numpy() - 1)
    return _series(_leading(rates, "Eigenmoses"), results, "eigenmoses")


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
