"""Behaviour vectors: how often each player cooperates, state by state.

Legend: p players, s states. `analysis.learning.states` says what a state is. Every decision is in
one state, so a vector is a whole memory-n rule, its opening included.
"""

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.arguments import columns_of, numbers_of, rules_of
from analysis.learning.logs import PlayLog
from analysis.learning.priors import beta_priors
from analysis.learning.states import LONGEST, behaviour_counts, state_codes, states
from tournament import outcomes
from tournament.errors import ArgumentError, ArgumentTypeError
from tournament.game import TSTO
from tournament.interactive.shown import shown
from tournament.outcomes import CD, DC
from tournament.rules.checks import exact, flag, whole

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results, Strategy

    Number = float | pd.Series[float]
    Prior = Literal["empirical"] | tuple[float, float] | pd.DataFrame | None


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
    if flag("extras", extras):
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

    from tournament.match import shadows

    columns, rules = states(memory), rules_of("strategies", strategies)
    memory = whole("memory", memory, 1, LONGEST)
    turns = whole("turns", turns, memory + 1, 8)
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

    Examples
    --------
    >>> import pandas as pd
    >>> standardised(pd.DataFrame({"CC": [0.0, 0.5, 1.0], "DD": [1.0, 1.0, 1.0]})).round(2)
         CC   DD
    0 -1.22  0.0
    1  0.00  0.0
    2  1.22  0.0
    """
    numbers_of("vectors", vectors)
    spread = vectors.std(ddof=0)
    constant = spread <= 1e-12 * vectors.abs().max()
    scaled: pd.DataFrame = (vectors - vectors.mean()) / spread.mask(constant, 1.0)
    return scaled.mask(np.broadcast_to(constant.to_numpy(), vectors.shape), 0.0)


def _prior(
    prior: "Prior", cooperated: "pd.DataFrame", seen: "pd.DataFrame"
) -> tuple["Number", "Number"]:
    """Return a and b: two numbers, or one of each for every column."""
    import pandas as pd

    if isinstance(prior, pd.DataFrame):
        missing = [name for name in seen.columns if name not in prior.index]
        if missing or not {"a", "b"} <= set(prior.columns):
            raise ArgumentError(
                "`prior` must have a row for every state and columns a and b, as beta_priors"
                f" returns it; it has {list(prior.index)} and {list(prior.columns)}."
            )
        columns_of("prior", prior, ("a", "b"), "beta_priors")
        return prior["a"], prior["b"]
    if isinstance(prior, str) and prior == "empirical":
        fitted = beta_priors(cooperated, seen)
        return fitted["a"], fitted["b"]
    pair = [exact(each) for each in prior] if isinstance(prior, tuple) else []
    known = [float(each) for each in pair if each is not None and each > 0]
    if not len(known) == len(pair) == 2:
        raise ArgumentTypeError(
            "`prior` must be 'empirical', a pair of positive numbers such as (1, 1), a DataFrame"
            f" from beta_priors, or None; got {shown(prior)}."
        )
    return known[0], known[1]
