"""Behaviour vectors: how often each player cooperates, after what.

Legend: p players, s states. A state is what a player has seen of its match, as far back as memory
reaches: "first" before the first turn, then outcomes from older to newer, the player's own move
first in each. With memory 1 these are CC, CD, DC, DD. With memory 2, CC ... DD are those second
turns that have only one outcome behind them, and "CDDD" is CD two turns ago, DD in the last turn.
So every decision is in exactly one state, and a vector is a whole memory-n rule, its opening
included.
"""

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.learning.logs import PlayLog, parse_log
from tournament import outcomes
from tournament.errors import ArgumentError, ArgumentTypeError, TournamentError
from tournament.game import TSTO
from tournament.outcomes import CD, DC
from tournament.rules import whole

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results, Strategy

    Prior = Literal["empirical"] | tuple[float, float] | pd.DataFrame | None

LONGEST = 5
"""Outcomes that a state can hold: 1,365 states."""
WEAKEST, STRONGEST = 0.01, 1e4
"""Decisions that a fitted prior can be worth."""


def states(memory: int = 1) -> list[str]:
    """Return the names of the states that a memory tells apart, the shortest first.

    >>> states(1)
    ['first', 'CC', 'CD', 'DC', 'DD']
    """
    whole("memory", memory, 1, LONGEST)
    longer = ["".join(s) for n in range(1, memory + 1) for s in product(outcomes.NAMES, repeat=n)]
    return ["first", *longer]


def behaviour_counts(
    source: "pd.DataFrame | PlayLog | Results", memory: int = 1
) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Return how often each player cooperated in each state, and how often it was in it.

    Parameters
    ----------
    source
        A play log, or `Results`, which have counts for memory 1 (all opponents, copies included).
    memory
        Turns that a state looks back.

    Returns
    -------
    cooperated, seen
        DataFrames (p, s) of whole numbers, indexed by player; columns are `states(memory)`.

    Raises
    ------
    ValueError
        When memory is too long.
    TournamentError
        When the log is none; for `Results` and a longer memory.

    Examples
    --------
    >>> from analysis import play_log
    >>> from tournament import Match
    >>> log = play_log(Match("tit_for_tat", "always_defect", turns=9).play())
    >>> cooperated, seen = behaviour_counts(log)
    >>> print(seen.rename_axis(None))
                   first  CC  CD  DC  DD
    always_defect      1   0   0   1   7
    tit_for_tat        1   0   1   0   7
    """
    import pandas as pd

    columns = states(memory)
    if isinstance(source, (pd.DataFrame, PlayLog)):
        log = parse_log(source)
        shape = (len(log.players), len(columns))
        cell = log.player * shape[1] + state_codes(log.moves, log.turn, memory)
        cooperated, seen = (
            np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)
            for cells in (cell[log.cooperated], cell)
        )
        index = pd.Index(log.players, name="player")
    else:
        cooperated, seen = _tallied(source, memory)
        index = pd.Index(source.names, name="player")
    return pd.DataFrame(cooperated, index, columns), pd.DataFrame(seen, index, columns)


def state_codes(moves: np.ndarray, turn: np.ndarray, memory: int = 1) -> np.ndarray:
    """Return the state of each decision of a log, as a place in `states(memory)`.

    Parameters
    ----------
    moves
        (rows, 2) own move and the opponent's: C is 0, D is 1.
    turn
        (rows,) turns from 1 on; rows are in the order of play.
    memory
        Turns that a state looks back.

    Returns
    -------
    ndarray
        (rows,) whole numbers.
    """
    outcome = outcomes.number(moves[:, 0], moves[:, 1])
    state = np.zeros(len(turn), np.int64)
    for back in range(1, memory + 1):
        there = np.flatnonzero(turn > back)
        # 1 + ...: states of fewer outcomes come before.
        state[there] += outcomes.SIZE ** (back - 1) * (1 + outcome[there - back])
    return state


def behaviour_vectors(
    source: "pd.DataFrame | PlayLog | Results",
    memory: int = 1,
    *,
    prior: "Prior" = "empirical",
    extras: bool = False,
) -> "pd.DataFrame":
    """Return each player's probabilities to cooperate in each state.

    A player seen twice in a state is no extreme case because both times it did the same: estimates
    are means of Beta posteriors, (cooperated + a) / (seen + a + b), drawn towards the crowd the
    more, the less was seen.

    Parameters
    ----------
    source
        A play log, or `Results`.
    memory
        Turns that a state looks back.
    prior
        "empirical": a and b of each state from the crowd itself (`beta_priors`). A pair: these a
        and b for all states. A DataFrame as `beta_priors` returns it, of another crowd. None: plain
        shares, NaN where nothing was seen.
    extras
        Whether to add `cooperation`, of all decisions; `retaliation`, the probability to defect
        after CD; `forgiveness`, that to cooperate after DC. With memory 1 the latter two say
        nothing that the vector does not.

    Returns
    -------
    DataFrame
        (p, s) indexed by player; columns are `states(memory)`, then extras.

    Raises
    ------
    TypeError, ValueError
        When prior is something else, or memory too long.
    TournamentError
        When the log is none; for `Results` and a longer memory.

    Examples
    --------
    >>> from analysis import play_log
    >>> from tournament import Match
    >>> log = play_log(Match("tit_for_tat", "always_defect", turns=9).play())
    >>> behaviour_vectors(log, prior=(1, 1)).loc["tit_for_tat"].round(2).tolist()
    [0.67, 0.5, 0.33, 0.5, 0.11]
    """
    cooperated, seen = behaviour_counts(source, memory)
    if extras:
        for table in (cooperated, seen):
            pooled = {
                outcome: table[[name for name in states(memory) if name[-2:] == outcome]]
                for outcome in (CD, DC)
            }
            table["cooperation"] = table[states(memory)].sum(axis=1)
            table["retaliation"] = pooled[CD].sum(axis=1)
            table["forgiveness"] = pooled[DC].sum(axis=1)
        cooperated["retaliation"] = seen["retaliation"] - cooperated["retaliation"]
    if prior is None:
        vectors: pd.DataFrame = cooperated / seen.where(seen > 0)
    else:
        a, b = _prior(prior, cooperated, seen)
        vectors = (cooperated + a) / (seen + a + b)
    return vectors


def rule_vectors(
    strategies: "Sequence[Strategy | str]", memory: int = 1, *, turns: int = 4
) -> "pd.DataFrame":
    """Return the exact probabilities to cooperate of strategies that look back no further.

    Parameters
    ----------
    strategies
        As in `prescriptions`: strategies, or names of library strategies, that draw at random by
        `me.chance` only, and not if they have a memory of their own.
    memory
        Turns that a state looks back.
    turns
        All histories shorter than this many turns are tried.

    Returns
    -------
    DataFrame
        (strategies, s): what it does after histories that it makes itself; in states that it never
        gets to, what it would do if its move had slipped. NaN where this is not one number: it
        looks further back, or counts turns.

    Raises
    ------
    TournamentError
        When a strategy draws at random in another way.

    Examples
    --------
    >>> rule_vectors(["win_stay_lose_shift", "joss", "grudger"]).rename_axis(None)
                         first   CC   CD   DC   DD
    win_stay_lose_shift    1.0  1.0  0.0  0.0  1.0
    joss                   1.0  0.9  0.0  0.9  0.0
    grudger                1.0  1.0  0.0  0.0  0.0
    """
    import pandas as pd

    from tournament.match import players, shadows

    columns, rules = states(memory), players(strategies, unique=True)
    whole("turns", turns, memory + 1, 8)
    histories = np.array(list(product(range(outcomes.SIZE), repeat=turns)))
    moves = np.stack([outcomes.OWN[histories], outcomes.OTHER[histories]], axis=2)
    would = shadows(rules, list(moves), np.tile(TSTO.utilities[0], (len(moves), 1, 1)))
    made = np.where(moves.reshape(-1, 2)[:, :1] == 0, would, 1 - would)
    made = made.reshape(len(moves), turns, len(rules)).cumprod(axis=1)  # so far, itself
    made = np.concatenate([np.ones_like(made[:, :1]), made[:, :-1]], axis=1)
    turn = np.tile(np.arange(1, turns + 1), len(moves))
    state = state_codes(moves.reshape(-1, 2), turn, memory)
    after_slips = pd.DataFrame(would, columns=[rule.name for rule in rules])
    alone = after_slips.where(made.reshape(would.shape) > 0)
    known, rest = (
        by_state.mean().where(by_state.max() - by_state.min() < 1e-12)
        for by_state in (alone.groupby(state), after_slips.groupby(state))
    )
    known = known.mask(alone.groupby(state).count() == 0, rest)
    return known.set_axis(columns).T.rename_axis("player")


def beta_priors(cooperated: "pd.DataFrame", seen: "pd.DataFrame") -> "pd.DataFrame":
    """Return the Beta distribution of probabilities in a crowd that explains its counts best.

    Empirical Bayes by maximum likelihood of the beta-binomial distribution. One more player, who
    was in each state twice and cooperated once, keeps estimates inside (0, 1) where all did the
    same, and at 1/2 in a state that nobody saw.

    Parameters
    ----------
    cooperated, seen
        As `behaviour_counts` returns them.

    Returns
    -------
    DataFrame
        (s, 2) indexed by state: `a`, `b`; their sum is the number of decisions that the prior is
        worth, between 0.01 and 10,000.

    Notes
    -----
    Source: Carlin and Louis (2000), "Bayes and Empirical Bayes Methods for Data Analysis", 3.3.
    """
    import pandas as pd

    fits = [
        _beta_fit(k, n) for k, n in zip(cooperated.to_numpy().T, seen.to_numpy().T, strict=True)
    ]
    return pd.DataFrame(fits, seen.columns, ["a", "b"])


def standardised(vectors: "pd.DataFrame") -> "pd.DataFrame":
    """Return vectors with mean 0 and standard deviation 1 in each column (z-scores).

    Parameters
    ----------
    vectors
        (p, s) numbers without gaps.

    Returns
    -------
    DataFrame
        (p, s); divisor p. A column in which all are equal becomes 0.
    """
    spread = vectors.std(ddof=0)
    constant = spread <= 1e-12 * vectors.abs().max()
    scaled: pd.DataFrame = (vectors - vectors.mean()) / spread.mask(constant, 1.0)
    return scaled.mask(np.broadcast_to(constant.to_numpy(), vectors.shape), 0.0)


def _tallied(results: "Results", memory: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (p, 5) how often players cooperated in states of memory 1, and were in them."""
    if memory != 1:
        raise TournamentError(
            f"Results have counts for memory 1; got {memory}. Take play_log(results), which plays"
            " again."
        )
    t, shape = results.tallies, (len(results.names), len(outcomes.STATES))
    flows = np.concatenate([t.starts[:, None, :], t.transitions], axis=1)  # (m, 5, 4)
    swapped = outcomes.swapped(flows[:, outcomes.STATE_SWAP])
    cooperated, seen = np.zeros((2, *shape), np.int64)
    for seat, view in enumerate((flows, swapped)):
        np.add.at(cooperated, results.matches[:, seat], outcomes.cooperated(view))
        np.add.at(seen, results.matches[:, seat], view.sum(axis=2))
    return cooperated, seen


def _prior(prior: "Prior", cooperated: "pd.DataFrame", seen: "pd.DataFrame") -> tuple[Any, Any]:
    """Return a and b: two numbers, or one of each for every column."""
    import pandas as pd

    if isinstance(prior, pd.DataFrame):
        missing = [name for name in seen.columns if name not in prior.index]
        if missing or not {"a", "b"} <= set(prior.columns):
            raise ArgumentError(
                "`prior` must have a row for every state and columns a and b, as beta_priors"
                f" returns it; it has {list(prior.index)} and {list(prior.columns)}."
            )
        return prior["a"], prior["b"]
    if isinstance(prior, str) and prior == "empirical":
        fitted = beta_priors(cooperated, seen)
        return fitted["a"], fitted["b"]
    if not (isinstance(prior, tuple) and len(prior) == 2 and min(prior) > 0):
        raise ArgumentTypeError(
            "`prior` must be 'empirical', a pair of positive numbers such as (1, 1), a DataFrame"
            f" from beta_priors, or None; got {prior!r}."
        )
    return prior


def _beta_fit(k: np.ndarray, n: np.ndarray) -> tuple[float, float]:
    """Return a, b of the beta-binomial distribution that k of n (p,) are likeliest under."""
    from scipy.optimize import minimize
    from scipy.special import betaln, digamma, expit

    pairs, weight = np.unique(
        np.append(k * (n.max() + 3) + n, (n.max() + 3) + 2), return_counts=True
    )
    k, n = np.divmod(pairs, n.max() + 3)

    def loss(x: np.ndarray) -> tuple[float, np.ndarray]:
        mean, strength = expit(x[0]), np.exp(x[1])
        a, b = mean * strength, (1 - mean) * strength
        likelihood = weight @ (betaln(k + a, n - k + b) - betaln(a, b))
        both = digamma(n + a + b) - digamma(a + b)
        by_a = weight @ (digamma(k + a) - digamma(a) - both)
        by_b = weight @ (digamma(n - k + b) - digamma(b) - both)
        by_mean = (by_a - by_b) * strength * mean * (1 - mean)
        return -likelihood / weight.sum(), -np.array([by_mean, a * by_a + b * by_b]) / weight.sum()

    rate = (weight @ k) / (weight @ n)
    x0 = np.array([np.log(rate / (1 - rate)), 0.0])
    bounds = [(-12, 12), (np.log(WEAKEST), np.log(STRONGEST))]
    found = minimize(loss, x0, jac=True, method="TNC", bounds=bounds)
    mean, strength = float(expit(found.x[0])), float(np.exp(found.x[1]))
    return mean * strength, (1 - mean) * strength
