"""Adaptive dynamics: rules that remember one turn, and change a little wherever that pays.

A rule is the probability of cooperation after each outcome of the last turn, CC, CD, DC and DD, the
own move first. A mutant that is a little different is paid by residents, in the long run, a little
more or less than they pay each other. The gradient of this invasion fitness says where the rule
moves.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.arguments import CELLS
from analysis.evolution.integration import orbit
from analysis.exact.arguments import alike
from analysis.exact.chains import closed_classes
from analysis.populations.balance import at_once
from tournament import C, outcomes
from tournament.errors import ArgumentError, TournamentError
from tournament.game import TSTO, Game
from tournament.interactive.shown import shown
from tournament.rules.checks import number, positive, table, whole

if TYPE_CHECKING:
    import pandas as pd

REACTIVE = np.array([[1, 0], [0, 1], [1, 0], [0, 1]])
"""(4, 2) what a reactive rule does after each outcome: it reads the opponent's last move only."""
NAMES = {2: ("C", "D"), 4: outcomes.NAMES}
LONGEST = 1e6


def adaptive_dynamics(
    start: Sequence[float] | np.ndarray,
    game: Game | str = TSTO,
    *,
    noise: float = 0.0,
    time: float = 100.0,
    points: int = 201,
) -> "pd.DataFrame":
    """Return how a rule that remembers one turn changes, where small changes that pay take over.

    Parameters
    ----------
    start
        Four probabilities of cooperation after CC, CD, DC and DD, the own move first; or two, of a
        reactive rule, after the opponent's C and D.
    game
        That pays both seats alike.
    noise
        The chance that a chosen move is turned over, of both players; up to 1/2.
    time
        How long. In one unit of time a probability changes by the slope of the payoff per turn.
    points
        How many moments are returned, equally far apart, the start included.

    Returns
    -------
    DataFrame
        Indexed by `time`: the probabilities, as `CC`, `CD`, `DC` and `DD`, or as `C` and `D`; how
        often the rule cooperates with itself, `cooperation`, and what it is paid, `score`, per turn
        in the long run.

    Raises
    ------
    TournamentError
        When the long run of a rule with itself hangs on the first move, as that of tit for tat does
        without noise.

    Notes
    -----
    dp/dt is the gradient, in p', of what a mutant p' is paid against p, at p' = p. A probability
    that is 0 or 1 stays there as long as the gradient points outwards. Source: Nowak and Sigmund
    (1990), "The evolution of stochastic strategies in the prisoner's dilemma".

    Examples
    --------
    Where a reactive rule answers defection with defection often enough, cooperation grows:

    >>> donation = "R=2,S=-1,T=3,P=0"
    >>> path = adaptive_dynamics([0.7, 0.1], donation, time=1, points=11)
    >>> path.loc[[0.0, 1.0], "cooperation"].round(3).tolist()
    [0.25, 1.0]
    >>> path.iloc[-1].round(3).to_dict()
    {'C': 1.0, 'D': 0.316, 'cooperation': 1.0, 'score': 2.0}
    """
    import pandas as pd

    known = alike(game, "Adaptive dynamics is defined")
    pay = outcomes.flat(known.utilities[0])
    x = table("start", start, "2 or 4 probabilities")
    if x.shape not in ((2,), (4,)) or x.min() < 0 or x.max() > 1:
        raise ArgumentError(f"`start` must be 2 or 4 probabilities; got {shown(start)}.")
    noise = number("noise", noise, 0.0, 0.5)
    points = whole("points", points, 2, CELLS // 8)
    moments = np.linspace(0.0, positive("time", time, LONGEST), points)
    spread = REACTIVE if len(x) == 2 else np.eye(len(x))

    def change(place: np.ndarray) -> np.ndarray:
        speed = gradient(spread @ np.clip(place, 0.0, 1.0), pay, noise) @ spread
        out = ((place >= 1) & (speed > 0)) | ((place <= 0) & (speed < 0))
        return np.asarray(np.where(out, 0.0, speed))

    found = np.clip(orbit(change, x, moments), 0.0, 1.0)
    often = np.array([long_run(spread @ each, noise) for each in found])
    frame = pd.DataFrame(found, pd.Index(moments, name="time"), list(NAMES[len(x)]))
    sign = -1 if known.less_is_better else 1
    return frame.assign(
        cooperation=often[:, outcomes.OWN == C].sum(axis=1), score=sign * (often @ pay)
    )


def gradient(rule: np.ndarray, pay: np.ndarray, noise: float) -> np.ndarray:
    """Return (4,) how much more a mutant is paid per turn, for each of its probabilities.

    How often the outcome comes before which the mutant is different, times how much more its move
    pays from then on.

    Parameters
    ----------
    rule
        (4,) probabilities of cooperation of residents, before noise.
    pay
        (4,) what each outcome pays; more is better.
    noise
        The chance that a chosen move is turned over.

    Raises
    ------
    TournamentError
        When the long run hangs on the first move.

    Examples
    --------
    Unconditional cooperators pay defectors most, whatever the last outcome was:

    >>> donation = np.array([2.0, -1.0, 3.0, 0.0])
    >>> gradient(np.full(4, 0.5), donation, 0.0).tolist()
    [-0.25, -0.25, -0.25, -0.25]
    """
    mine, theirs = _moves(rule, noise)
    P = _chain(mine, theirs)
    often = _shares(P, rule)
    ahead = np.linalg.solve(np.eye(len(P)) - P + often, pay - often @ pay)
    cc, cd, dc, dd = ahead.tolist()
    gain = theirs * (cc - dc) + (1 - theirs) * (cd - dd)
    return np.asarray((1 - 2 * noise) * often * gain)


def long_run(rule: np.ndarray, noise: float) -> np.ndarray:
    """Return (4,) how often each outcome comes when a rule meets itself."""
    return _shares(_chain(*_moves(rule, noise)), rule)


def _moves(rule: np.ndarray, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Return (4,) the chances that each of two equal players cooperates, by the first one's
    outcome."""
    made = rule + noise * (1 - 2 * rule)
    return made, outcomes.swapped(made)


def _chain(mine: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Return (4, 4) the chances of the next outcome."""
    ways = [mine * theirs, mine * (1 - theirs), (1 - mine) * theirs, (1 - mine) * (1 - theirs)]
    return np.stack(ways, axis=1)


def _shares(P: np.ndarray, rule: np.ndarray) -> np.ndarray:
    """Return (4,) the shares of time of a chain that has one long run."""
    if not P.all() and len(closed_classes(P)) > 1:
        raise TournamentError(
            f"The long run of the rule {shown(rule.round(6).tolist())} with itself hangs on the"
            " first move; give `noise` above 0, or another start."
        )
    return at_once(P)
