"""Behaviour over time: who learns while playing, and from what turn or match on.

Legend: g groups, b blocks of turns or of matches.
"""

from typing import TYPE_CHECKING, Literal

import numpy as np

from analysis.learning.logs import PlayLog, parse_log
from tournament.errors import ArgumentError, TournamentError
from tournament.interactive.shown import shown
from tournament.rules.checks import MOST_SEED, one_of, probability, text, whole

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Strategy


Time = Literal["turn", "match"]
TIMES: tuple[Time, ...] = ("turn", "match")
MOST_TURNS, MOST_MATCHES = 10_000_000, 1_000_000
"""Of a match that becomes rows of a table, and of matches that are played one by one."""


def cooperation_over_time(
    log: "pd.DataFrame | PlayLog",
    *,
    by: Time = "turn",
    block: int = 10,
    groups: str = "player",
) -> "pd.DataFrame":
    """Return how often groups of players cooperated, block by block.

    Rates are first taken of each player's match ("turn") or of each player ("match") within a
    block; these weigh alike, and the error is that of their mean. With `groups="player"` the
    matches of a block are what the error is over.

    Parameters
    ----------
    log
        A play log.
    by
        "turn": time within matches. "match": from match to match, as they were numbered; blocks in
        which other players take part may differ for that reason.
    block
        Turns or matches to a block; the last block may have fewer.
    groups
        A column of the log, such as "player" or "treatment".

    Returns
    -------
    DataFrame
        (g * b,) rows indexed by group and `start`, the first turn or match of the block:
        `cooperation`, `standard_error` (NaN where there is one rate), `opponent_cooperation`,
        `rates`, how many there are.

    Raises
    ------
    TournamentError
        When the log is none, has no such column, or matches are not numbered.

    Examples
    --------
    >>> from analysis import play_log
    >>> from tournament import Match
    >>> log = play_log(Match("adaptive", "always_defect", turns=30, seed=1).play())
    >>> cooperation_over_time(log, block=10)["cooperation"].loc["adaptive"].to_dict()
    {1: 0.6, 11: 0.0, 21: 0.0}
    """
    import pandas as pd

    block, by = whole("block", block, 1, 2**31 - 1), one_of("by", by, TIMES)
    groups = text("groups", groups, "the name of a column")
    play = parse_log(log)
    log = play.frame
    if groups not in log.columns:
        raise TournamentError(
            f"The log has no column {shown(groups)} to group by; it has {', '.join(log.columns)}."
        )
    if log[by].dtype.kind != "i":
        raise TournamentError("Time over matches needs matches that are numbered.")
    frame = pd.DataFrame(
        {
            "group": log[groups],
            "start": (log[by] - log[by].min()) // block * block + log[by].min(),
            "player": play.player,
            "match": log["match"] if by == "turn" or groups == "player" else 0,
            "cooperation": play.cooperated,
            "opponent_cooperation": play.moves[:, 1] == 0,
        }
    )
    rates = frame.groupby(["group", "start", "player", "match"], observed=True).mean()
    found = rates.groupby(["group", "start"], observed=True).agg(
        cooperation=("cooperation", "mean"),
        standard_error=("cooperation", "sem"),
        opponent_cooperation=("opponent_cooperation", "mean"),
        rates=("cooperation", "size"),
    )
    return found.rename_axis([groups, "start"])


def play_over_time(
    strategy: "Strategy | str",
    opponents: "list[Strategy | str]",
    *,
    block: int = 10,
    turns: int = 200,
    repetitions: int = 20,
    noise: float = 0.0,
    seed: int = 0,
) -> "pd.DataFrame":
    """Return how a strategy's cooperation changes within matches, against each opponent.

    Parameters
    ----------
    strategy, opponents
        Strategies, or names of library strategies; opponents with different names.
    block
        Turns to a block.
    turns, noise, seed
        Of each match.
    repetitions
        Of each match; they are played one by one, 1,000 in about a second.

    Returns
    -------
    DataFrame
        As `cooperation_over_time`, the groups being opponents.

    Examples
    --------
    >>> frame = play_over_time("risky_q_learner", ["always_defect"], block=100, seed=1)
    >>> frame["cooperation"].round(1).tolist()
    [0.3, 0.1]
    """
    import pandas as pd

    from tournament import Match
    from tournament.authors.resolve import as_strategies

    block = whole("block", block, 1, 2**31 - 1)
    turns = whole("turns", turns, 1, MOST_TURNS)
    repetitions = whole("repetitions", repetitions, 1, MOST_MATCHES)
    noise, seed = probability("noise", noise), whole("seed", seed, 0, MOST_SEED)
    rows: list[pd.DataFrame] = []
    for opponent in as_strategies(opponents, name="opponents"):
        for k in range(repetitions):
            match = Match(
                strategy, opponent, turns=turns, noise=noise, seed=seed, repetition=k
            ).play()
            moves = np.where(match.moves == 0, "C", "D")
            rows.append(
                pd.DataFrame(
                    {
                        "player": "it",
                        "opponent": match.names[1],
                        "match": len(rows) + 1,
                        "turn": np.arange(1, match.turns + 1),
                        "move": moves[:, 0],
                        "opponent_move": moves[:, 1],
                    }
                )
            )
    if not rows:
        raise ArgumentError("`opponents` must be at least one; got none.")
    return cooperation_over_time(pd.concat(rows), block=block, groups="opponent")
