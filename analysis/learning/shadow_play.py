"""Shadow play over a log: what each rule would have done at each decision that was taken."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.arguments import rules_of
from analysis.learning.logs import PlayLog, parse_log
from tournament.errors import TournamentError
from tournament.game import TSTO

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Strategy

PAYOFFS = ["R", "S", "T", "P"]


def prescriptions(
    log: "pd.DataFrame | PlayLog", strategies: "Sequence[Strategy | str]"
) -> "pd.DataFrame":
    """Return the probability with which each strategy would have cooperated, decision by decision.

    A strategy sees the moves that the player and its opponent made before. It is as if its own
    moves slipped wherever the player did something else.

    Parameters
    ----------
    log
        A play log. Rules that look at payoffs see the log's columns R, S, T, P, or else those of
        TSTO. They are not told how long a match is.
    strategies
        Strategies, or names of library strategies. One that draws at random must do so by
        `me.chance` and have no memory of its own: then its probability is known exactly.

    Returns
    -------
    DataFrame
        (rows, strategies) in the order of `check_log(log)`; columns are names.

    Raises
    ------
    DuplicateName, TypeError, UnknownName
        When `strategies` are none, or have one name.
    TournamentError
        When a strategy draws at random in another way, or the log is none.
    PluginError
        When a rule fails; the text begins with file and line.

    Examples
    --------
    >>> from analysis import play_log
    >>> from tournament import Match
    >>> log = play_log(Match("tit_for_tat", "always_defect", turns=4).play())
    >>> prescriptions(log, ["tit_for_tat", "joss"]).join(log["move"]).tail(4)
       tit_for_tat  joss move
    4          1.0   1.0    C
    5          0.0   0.0    D
    6          0.0   0.0    D
    7          0.0   0.0    D
    """
    import pandas as pd

    from tournament.match import shadows

    play, rules = parse_log(log), rules_of("strategies", strategies)
    starts = play.starts
    if set(PAYOFFS) <= set(play.frame.columns):
        try:
            payoffs = play.frame[PAYOFFS].to_numpy(float)[starts].reshape(-1, 2, 2)
        except (TypeError, ValueError):
            payoffs = np.full(1, np.nan)
        if not np.isfinite(payoffs).all():
            raise TournamentError("The log's payoffs R, S, T and P must be finite numbers.")
    else:
        payoffs = np.tile(TSTO.utilities[0], (len(starts), 1, 1))
    found = shadows(rules, np.split(play.moves, starts[1:]), payoffs)
    return pd.DataFrame(found, columns=[rule.name for rule in rules])
