"""Fingerprints: what a strategy scores, or does, against a family of opponents.

Legend: g values of x and of y. Ashlock's fingerprint is the score against Joss-Ann(probe, x, y),
the player that cooperates with chance x, defects with chance y, and else plays what the probe
plays; from x + y = 1 on, where that is no longer possible, the score against Joss-Ann(dual of the
probe, 1 - y, 1 - x), which continues it: for tit for tat as probe, both cooperate with chance
1 - y after the strategy's C and with chance x after its D.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from tournament import C, outcomes
from tournament.authors.resolve import as_strategies
from tournament.errors import ArgumentError
from tournament.game import TSTO, Game
from tournament.interactive.shown import shown
from tournament.rules.checks import MOST_SEED, exact, probability, several, whole

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Strategy

CHANCES = (outcomes.SIZE, outcomes.SIZE + 1)
"""How many chances say what a rule does: after each outcome, and perhaps in the first turn."""

MOST_TURNS, MOST_MATCHES = 1_000_000, 1_000_000
"""Of a match that is followed turn by turn, and of matches that are played one by one."""


def fingerprint(
    strategy: "Strategy | str",
    probe: "Strategy | str" = "tit_for_tat",
    *,
    game: Game | str = TSTO,
    points: int | Sequence[float] = 11,
    turns: int = 200,
    repetitions: int = 100,
    seed: int = 0,
) -> "pd.DataFrame":
    """Return the fingerprint of a strategy, by play: its mean score against Joss-Ann players.

    Parameters
    ----------
    strategy
        Whose fingerprint; a strategy, or a library name.
    probe
        What the Joss-Ann players are made of.
    game
        In a game that pays the seats differently, the mean of both.
    points
        How many values x and y take, evenly from 0 to 1; or these values.
    turns, repetitions, seed
        Of each match.

    Returns
    -------
    DataFrame
        (g * g,) rows, x by x: `x`, `y`, chances from 0 to 1; `score`, mean payoff per turn;
        `standard_error` over repetitions (0 where chance had no part, NaN where it had and there is
        one repetition). `frame.pivot(index="y", columns="x", values="score")` is the map.

    Notes
    -----
    Source: Ashlock and Kim (2008), "Fingerprinting: visualization and automatic analysis of
    prisoner's dilemma strategies"; Ashlock, Kim and Ashlock (2010) for dual and other probes. In
    theory turns are without end: `memory_one_fingerprint` has that limit for rules that remember
    one turn.

    Examples
    --------
    >>> points = fingerprint("tit_for_tat", points=3, turns=20, repetitions=5, seed=1)
    >>> points.iloc[:4].round(2)
         x    y  score  standard_error
    0  0.0  0.0  15.00            0.00
    1  0.0  0.5   5.42            0.33
    2  0.0  1.0   4.80            0.00
    3  0.5  0.0  15.00            0.00
    """
    import pandas as pd

    from tournament import Tournament

    player, base = _one("strategy", strategy), _one("probe", probe)
    game, seed = Game.of(game), whole("seed", seed, 0, MOST_SEED)
    repetitions = whole("repetitions", repetitions, 1, MOST_MATCHES)
    rows = []
    for x, y in grid(points):
        other = _joss_ann(base, x, y)
        match = Tournament(
            [player, other], game, turns, repetitions, self_play=False, seed=seed
        ).play(progress=False, threads=1)
        cell = player.name, other.name
        rows.append((x, y, match.payoffs.loc[cell], match.payoff_errors.loc[cell]))
    return pd.DataFrame(rows, columns=["x", "y", "score", "standard_error"])


def memory_one_fingerprint(
    rule: Sequence[float],
    probe: Sequence[float] = (1, 0, 1, 0),
    *,
    game: Game | str = TSTO,
    points: int | Sequence[float] = 11,
    turns: int | None = None,
) -> "pd.DataFrame":
    """Return the exact fingerprint of a rule that remembers one turn, without play.

    Parameters
    ----------
    rule, probe
        Chances to cooperate after CC, CD, DC, DD, own move first; a fifth number is the chance in
        the first turn, 1 if not given. The default probe is tit for tat.
    game
        In a game that pays the seats differently, the mean of both.
    points
        How many values x and y take, evenly from 0 to 1; or these values.
    turns
        Length of the match; None for the mean over turns without end.

    Returns
    -------
    DataFrame
        (g * g,) rows, x by x: `x`, `y`; `score`, expected payoff per turn.

    Raises
    ------
    ValueError
        When a rule is not four or five chances.

    Examples
    --------
    >>> from tournament import PRISONERS_DILEMMA
    >>> always_defect = (0, 0, 0, 0, 0)
    >>> frame = memory_one_fingerprint(always_defect, game=PRISONERS_DILEMMA, points=3)
    >>> frame.pivot(index="y", columns="x", values="score").to_numpy().round(6)  # 1 + 4 x
    array([[1., 3., 5.],
           [1., 3., 5.],
           [1., 3., 5.]])
    """
    import pandas as pd

    game = Game.of(game)
    turns = None if turns is None else whole("turns", turns, 1, MOST_TURNS)
    *p, first = _chances("rule", rule)
    q = np.array(_chances("probe", probe))
    x, y = np.array(grid(points)).T
    dual = 1 - q[np.append(outcomes.TURNED, outcomes.SIZE)]
    plain = (x + y < 1)[:, None]
    base = np.where(plain, x[:, None], 1 - y[:, None])
    theirs = base + np.abs(1 - x - y)[:, None] * np.where(plain, q, dual)  # (g * g, 5)
    start = _joint(np.array([first]), theirs[:, outcomes.SIZE :])[:, 0]
    chain = _joint(np.array(p), theirs[:, outcomes.SWAP])
    shares = start.copy()
    if turns is None:
        lazy = (chain + np.eye(outcomes.SIZE)) / 2  # the same mean, and no cycles
        for _ in range(60):
            lazy = lazy @ lazy
            lazy /= lazy.sum(axis=2, keepdims=True)
        shares = np.einsum("gi,gij->gj", start, lazy)
    else:
        now = start
        for _ in range(turns - 1):
            now = np.einsum("gi,gij->gj", now, chain)
            shares += now
        shares /= turns
    score = shares @ outcomes.flat(game.payoffs).mean(axis=0)
    return pd.DataFrame({"x": x, "y": y, "score": score})


def transitive_fingerprint(
    strategy: "Strategy | str",
    opponents: "int | Iterable[Strategy | str]" = 11,
    *,
    game: Game | str = TSTO,
    turns: int = 50,
    repetitions: int = 100,
    noise: float = 0.0,
    seed: int = 0,
) -> "pd.DataFrame":
    """Return how often a strategy cooperates in each turn, against a spectrum of opponents.

    Parameters
    ----------
    strategy
        Whose fingerprint; a strategy, or a library name.
    opponents
        A list of them; or how many random players, which cooperate with chances from 0 to 1.
    game, turns, noise, seed
        Of each match.
    repetitions
        Matches against each opponent. They are played one by one, 1,000 in about a second.

    Returns
    -------
    DataFrame
        (opponents, turns) share of repetitions in which the strategy cooperated; rows are the
        chance `p` of random players, or the `opponent`; columns are turns, from 1.

    Raises
    ------
    ValueError
        When a number is out of range, or there are no opponents.

    Notes
    -----
    Source: the transitive fingerprint of the Axelrod-Python library.

    Examples
    --------
    >>> rates = transitive_fingerprint("grudger", ["alternator"], turns=4, repetitions=2)
    >>> rates.loc["alternator"].tolist()
    [1.0, 1.0, 0.0, 0.0]
    """
    import pandas as pd

    from tournament import Match
    from tournament.authors.resolve import find

    turns = whole("turns", turns, 1, MOST_TURNS)
    repetitions = whole("repetitions", repetitions, 1, MOST_MATCHES)
    noise, seed = probability("noise", noise), whole("seed", seed, 0, MOST_SEED)
    game = Game.of(game)
    if exact(opponents) is None:
        listed = [opponents] if isinstance(opponents, str) else opponents
        field = list(as_strategies(cast("Iterable[Any]", listed), name="opponents"))
        if not field:
            raise ArgumentError("`opponents` must be at least one; got an empty list.")
        index: pd.Index = pd.Index([player.name for player in field], name="opponent")
    else:
        chances = np.linspace(0, 1, whole("opponents", opponents, 2, 10_000))
        field = [find("random_player")(p=p) for p in chances.tolist()]
        index = pd.Index(chances, name="p")
    player = _one("strategy", strategy)
    rates = np.zeros((len(field), turns))
    for row, opponent in zip(rates, field, strict=True):
        for k in range(repetitions):
            match = Match(
                player, opponent, game=game, turns=turns, noise=noise, seed=seed, repetition=k
            )
            row += 1 - match.play().moves[:, 0]
    return pd.DataFrame(rates / repetitions, index, pd.RangeIndex(1, turns + 1, name="turn"))


def _joss_ann(probe: "Strategy", x: float, y: float) -> "Strategy":
    """Return the Joss-Ann player of a point, of the dual probe from x + y = 1 on."""
    from tournament.authors.resolve import find

    joss_ann, dual = find("joss_ann"), find("dual")
    other = joss_ann(probe, c=x, d=y) if x + y < 1 else joss_ann(dual(probe), c=1 - y, d=1 - x)
    return other.named(f"Joss-Ann({probe.name}, {x:g}, {y:g})")


def _one(name: str, given: Any) -> "Strategy":
    """Return a strategy that was given as such or by name."""
    (found,) = as_strategies([given], name=name)
    return found


def grid(points: int | Sequence[float]) -> list[tuple[float, float]]:
    """Return (g * g,) pairs x, y, x by x."""
    if exact(points) is None:
        what = "a whole number, or a list of values from 0 to 1"
        values = [probability("points", value) for value in several("points", points, what)]
        if not values:
            raise ArgumentError("`points` must hold at least one value; got none.")
    else:
        values = np.linspace(0, 1, whole("points", points, 2, 1001)).tolist()
    return [(x, y) for x in values for y in values]


def _chances(name: str, rule: Sequence[float]) -> list[float]:
    """Return five chances to cooperate: after CC, CD, DC, DD, and first."""
    what = "four or five chances to cooperate"
    chances = [probability(name, value) for value in several(name, rule, what)]
    if len(chances) not in CHANCES:
        raise ArgumentError(
            f"`{name}` must be four or five chances to cooperate; got {shown(rule)}."
        )
    return [*chances, 1.0][: max(CHANCES)]


def _joint(mine: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Return (..., s, 4) chances of the next outcome of two players that cooperate with chances
    (..., s)."""
    first, second = (
        np.where(moves == C, chances[..., None], 1 - chances[..., None])
        for chances, moves in ((mine, outcomes.OWN), (theirs, outcomes.OTHER))
    )
    return np.asarray(first * second)
