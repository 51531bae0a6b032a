"""What noise would change: the field of a tournament under other rates of noise, played again."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.statistics.sweeps import sweep
from tournament.errors import TournamentError

if TYPE_CHECKING:
    import pandas as pd

    from tournament.results.tournament import Results

LEVELS = (0.0, 0.001, 0.01, 0.02, 0.05, 0.1)
PLAYERS = 40  # of larger fields nothing is played again for a page
TURNS = 5_000_000  # most that are played again: some tenths of a second, once all is compiled


def by_noise(results: "Results") -> "pd.DataFrame":
    """Return rankings under some rates of noise; see `sweep`. `attrs["repetitions"]`: of each.

    Repetitions are as many as were played, or fewer where that would take long. The seed is the
    same.

    Parameters
    ----------
    results
        A played tournament.

    Raises
    ------
    TournamentError
        When the field cannot be played again, or is so large that this would take long.
    """
    rules, players = results.rules, results.players
    if players is None:
        raise TournamentError(
            "What noise would change is not known: results from a file hold no code."
        )
    if results.on_graph or len(set(rules.noise)) > 1 or len(set(rules.misperception)) > 1:
        raise TournamentError("What noise would change is shown if all players have the same.")
    if not 2 < len(players) <= PLAYERS or not all(player.compiled for player in players):
        raise TournamentError(
            f"What noise would change is shown for 3 to {PLAYERS} compiled players; try"
            " analysis.sweep(field, noise=[0, 0.01, 0.1])."
        )
    length = rules.turns or 1 / (1 - (rules.continuation or 0))
    once = len(results.matches) * length * len(LEVELS)
    many = int(np.clip(TURNS // once, 2, max(2, results.repetitions)))
    frame = sweep(
        players,
        game=results.game,
        turns=rules.turns,
        continuation=rules.continuation,
        noise=sorted({*LEVELS, *rules.noise}),
        misperception=rules.misperception[0],
        repetitions=many,
        seed=rules.seed,
        self_play=results.self_play,
        length_known=rules.length_known,
        progress=False,
    )
    frame.attrs["repetitions"] = many
    return frame
