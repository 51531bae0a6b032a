"""Fingerprints of finite rules in closed form: one system of equations for each point.

Legend: g values of x and of y; see `analysis.behaviours.fingerprints` for what they mean.

A Joss-Ann player is its probe with moves turned over: D in place of C with chance y, C in place of
D with chance x. From x + y = 1 on it is the dual of the probe, in the same way.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.behaviours.fingerprints import MOST_TURNS, grid
from analysis.exact.arguments import automaton_of
from analysis.exact.chains import gain
from analysis.exact.pairs import pair_of
from tournament import Automaton, outcomes
from tournament.game import TSTO, Game
from tournament.rules.checks import whole

if TYPE_CHECKING:
    import pandas as pd

    from analysis.exact.arguments import Rule


def exact_fingerprint(
    rule: "Rule",
    probe: "Rule" = "tit_for_tat",
    *,
    game: Game | str = TSTO,
    points: int | Sequence[float] = 11,
    turns: int | None = None,
) -> "pd.DataFrame":
    """Return the exact fingerprint of a finite rule: its expected score against Joss-Ann players.

    Parameters
    ----------
    rule, probe
        Strategies, library names, or `Automaton` objects.
    game
        In a game that pays the seats differently, the mean of both.
    points
        How many values x and y take, evenly from 0 to 1; or these values.
    turns
        Length of the match, which no rule knows; None for the mean over turns without end. On edges
        of the map, where a pair may end in several ways, all of them count with their chances.

    Returns
    -------
    DataFrame
        (g * g,) rows, x by x: `x`, `y`; `score`, expected payoff per turn; `cooperation`, the
        expected share of turns in which the rule cooperates.

    Raises
    ------
    TournamentError
        When a rule is not finite, or a pair has too many states.

    Notes
    -----
    Source: Ashlock and Kim (2008), "Fingerprinting: visualization and automatic analysis of
    prisoner's dilemma strategies"; for other probes Ashlock, Kim and Ashlock (2010). `fingerprint`
    has the same by play, for all rules.

    Examples
    --------
    >>> from tournament import PRISONERS_DILEMMA
    >>> tit_for_tat = Automaton.of_table([1, 0], [[[0, 1], [0, 1]], [[0, 1], [0, 1]]])
    >>> words = {"game": PRISONERS_DILEMMA, "points": [0.1, 0.5]}
    >>> frame = exact_fingerprint(tit_for_tat, tit_for_tat, **words)
    >>> frame["score"].round(6).tolist()  # (3 x^2 + 5 x y + y^2) / (x + y)^2
    [2.25, 1.472222, 2.805556, 2.25]
    """
    import pandas as pd

    game = Game.of(game)
    turns = None if turns is None else whole("turns", turns, 1, MOST_TURNS)
    places = grid(points)
    player, base = (automaton_of(*each, game) for each in (("rule", rule), ("probe", probe)))
    pay = np.stack(
        [outcomes.flat(game.payoffs).mean(axis=0), 1.0 - outcomes.OWN], axis=1
    )  # the score, and cooperation
    plain, turned_over = (pair_of(player, one, (False, True)) for one in (base, dual(base)))
    found = []
    for x, y in places:
        kind, other = [1 - y, y], [x, 1 - x]
        pair, rows = (plain, [kind, other]) if x + y < 1 else (turned_over, [other, kind])
        P, chances = pair.chain(np.eye(2), np.array(rows))
        found.append(_mean(P, chances @ pay, turns))
    score, cooperation = np.array(found).T
    columns = dict(zip("xy", np.array(places).T, strict=True))
    return pd.DataFrame({**columns, "score": score, "cooperation": cooperation})


def dual(automaton: Automaton) -> Automaton:
    """Return the rule that does the opposite of what another would do, had its own moves been the
    opposite ones.

    Examples
    --------
    >>> alternate = Automaton.of_table([1, 0], [[[1, 1], [1, 1]], [[0, 0], [0, 0]]])
    >>> dual(alternate).cooperation.tolist()
    [0.0, 1.0]
    """
    then = automaton.then[:, ::-1]
    return Automaton(automaton.first, automaton.weight, 1 - automaton.move, then, automaton.turns)


def _mean(P: np.ndarray, pay: np.ndarray, turns: int | None) -> np.ndarray:
    """Return (k,) pay per turn of a chain that begins in state 0."""
    if turns is None:
        return np.asarray(gain(P, pay)[0])
    now = np.zeros(len(P))
    now[0] = 1.0
    shares = now.copy()
    for _ in range(turns - 1):
        now = now @ P
        shares += now
    return np.asarray(shares @ pay / turns)
