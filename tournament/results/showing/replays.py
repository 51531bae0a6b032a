"""Single matches of a tournament, played again to see their moves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from tournament.errors import ArgumentError, TournamentError, unknown_player
from tournament.interactive.shown import shown
from tournament.results.frames import Frames
from tournament.rules.checks import text, whole
from tournament.rules.match import Rules

if TYPE_CHECKING:
    from tournament.authors.strategy import Strategy
    from tournament.match import MatchResult

Replay = Callable[["Sequence[Strategy]", np.ndarray, Rules, int, int | None], "list[MatchResult]"]
"""replay(players, (m, 2) who meets, rules, repetition, most turns) -> the matches, again"""


@dataclass(frozen=True, eq=False, repr=False)
class Replayable(Frames):
    """Results whose matches can be played again.

    players, replay
        The strategies, and a function that plays matches again; None in results from a file.
    """

    players: "tuple[Strategy, ...] | None" = None
    replay: Replay | None = None

    @property
    def names(self) -> list[str]:
        """The players, in the order of entry."""
        return self.played.names

    @property
    def rules(self) -> Rules:
        """What held for every match."""
        rules: Rules = self.played.rules
        return rules

    def sample(self, player: str, opponent: str, repetition: int = 0) -> "MatchResult":
        """Return one repetition of a match, played again; of an exact pair, played now.

        Raises
        ------
        TournamentError
            When a strategy's code is not at hand, or is not the code that was played.
        """
        pair = [
            self._place(text(seat, name, "the name of a player"))
            for seat, name in (("player", player), ("opponent", opponent))
        ]
        return self.samples([pair], repetition=repetition)[0]

    def samples(
        self, pairs: ArrayLike, *, turns: int | None = None, repetition: int = 0
    ) -> "list[MatchResult]":
        """Return one repetition of many matches, played again; thousands take about a second.

        Parameters
        ----------
        pairs
            (m, 2) positions of players in `names`: first and second seat.
        turns
            How many turns are wanted; all if None.
        repetition
            Which one.

        Raises
        ------
        TournamentError
            When a strategy's code is not at hand.
        ValueError
            When `pairs` are no positions, or the moves do not fit into memory.

        Examples
        --------
        >>> from tournament import Tournament
        >>> event = Tournament(["tit_for_tat", "always_defect"], turns=9, repetitions=1, seed=1)
        >>> event.play(progress=False).samples([[0, 1]], turns=4)[0].moves.T.tolist()
        [[0, 1, 1, 1], [1, 1, 1, 1]]
        """
        if self.players is None or self.replay is None:
            raise TournamentError(
                "These results were loaded from a file, which holds no code; play again to see"
                " single matches."
            )
        try:
            met = np.asarray(pairs)
        except Exception:  # whatever a stranger's object raises
            met = np.empty(0)
        fits = met.dtype.kind in "iu" and met.shape[1:] == (2,) and met.size > 0
        if not fits or met.min() < 0 or met.max() >= len(self.names):
            raise ArgumentError(
                "`pairs` must be two columns of positions of players, from 0 to"
                f" {len(self.names) - 1}; got {shown(pairs)}."
            )
        most = None if turns is None else whole("turns", turns, 1, 2**31 - 1)
        repetition = whole("repetition", repetition, 0, 2**62)
        return self.replay(self.players, met.astype(np.int64), self.rules, repetition, most)

    def _place(self, name: str) -> int:
        if name not in self.names:
            raise unknown_player(name, self.names)
        return self.names.index(name)
