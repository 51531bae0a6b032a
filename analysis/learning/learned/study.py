"""A study of a log: what is learned from the log, and how the learned strategies fare."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analysis.learning.learned.learn import Learned, learn
from analysis.learning.logs import PlayLog, parse_log
from tournament.errors import TournamentError
from tournament.rules.checks import whole

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results, Strategy


@dataclass(frozen=True)
class Study:
    """What `study` found.

    learned
        What `learn` found in the log.
    results
        A tournament of the learned strategies with others; None if none was asked for.
    """

    learned: Learned
    results: "Results | None"

    @property
    def lines(self) -> list[str]:
        """A line for each cluster, largest first: its size, and the rule that it is most like."""
        learned = self.learned
        return [
            f"{name}: {int(learned.clusters.sizes[kind]):,} of {len(learned.vectors):,} players,"
            f" {learned.like(kind)}"
            for kind, name in enumerate(learned.names, 1)
        ]


def study(
    log: "pd.DataFrame | PlayLog",
    k: "int | Literal['auto']" = "auto",
    *,
    memory: int = 1,
    name: str = "kind",
    seed: int = 0,
    opponents: "Iterable[Strategy | str]" = (),
    repetitions: int = 0,
    progress: bool = False,
) -> Study:
    """Return what `learn` finds in a log, and how the learned strategies fare among others.

    Parameters
    ----------
    log, k, memory, name, seed
        As for `learn`; the seed is that of the tournament, too.
    opponents
        Who plays in the tournament with the learned strategies.
    repetitions
        Of the tournament; 0 plays none.
    progress
        Whether a terminal shows the progress of the tournament.

    Raises
    ------
    TournamentError
        When the log is none, or has one player.
    ArgumentError
        When k, memory, the name or the repetitions are out of range.

    Examples
    --------
    >>> from analysis import play_log
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate"]
    >>> event = Tournament(field, turns=50, repetitions=1, noise=0.05, seed=1)
    >>> log = play_log(event.play(progress=False))
    >>> found = study(log, k=3, opponents=["grudger"], repetitions=2)
    >>> found.lines[0]
    'kind_1: 1 of 3 players, 96 % like always_defect'
    >>> len(found.results.names)  # three clusters, their members, and the opponent
    7
    """
    repetitions = whole("repetitions", repetitions, 0, 2**31 - 1)
    play = parse_log(log)
    if len(play.players) < 2:
        raise TournamentError("A study needs a log of at least two players; this log has one.")
    learned = learn(play, k, memory=memory, name=name, seed=seed)
    if not repetitions:
        return Study(learned, None)
    from tournament import Tournament

    event = Tournament([*opponents, *learned.entrants], repetitions=repetitions, seed=seed)
    return Study(learned, event.play(progress=progress))
