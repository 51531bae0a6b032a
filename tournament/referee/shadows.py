"""Shadow play: what a rule would have done in a match that somebody else played.

The rule sits in the first seat and sees the moves that were made there, as if its own moves slipped
wherever they differ. Chance is not drawn but added up, over all answers that `me.chance` may give.
"""

import math
from collections.abc import Sequence

import numpy as np

from tournament.authors.code_hash import names_used
from tournament.authors.moves.named import MOVES
from tournament.authors.strategy import Strategy
from tournament.authors.vocabulary import DRAWS, C
from tournament.errors import TournamentError
from tournament.referee.seats import Seat, advance, decide, votes
from tournament.referee.views import Me
from tournament.referee.watchdog import DECISION_SECONDS, Watchdog
from tournament.streams import Stream


class Shadow(Me):
    """The player itself, to whom `chance` gives the answers it is told to, and yes from then on."""

    __slots__ = ("_answers", "_weights")

    def imagine(self, answers: tuple[bool, ...]) -> list[float]:
        """Set the answers; the list returned fills with their probabilities as they are given."""
        weights: list[float] = []
        object.__setattr__(self, "_answers", answers)
        object.__setattr__(self, "_weights", weights)
        return weights

    def chance(self, p: float) -> bool:
        """Return the answer that was set, and note how probable it was."""
        if not 0 < p < 1:
            return super().chance(p)
        asked = len(self._weights)
        answer: bool = self._answers[asked] if asked < len(self._answers) else True
        self._weights.append(p if answer else 1 - p)
        return answer


def shadows(
    rules: Sequence[Strategy], matches: Sequence[np.ndarray], payoffs: np.ndarray
) -> np.ndarray:
    """Return the probabilities with which rules would have cooperated, turn by turn.

    Parameters
    ----------
    rules
        That draw by `me.chance` only, and if they draw, have neither members nor memory of their
        own, which might hold what was drawn. They are not told how long a match is.
    matches
        Of each match (turns, 2) moves made in the rule's seat and by its opponent, C = 0, D = 1.
    payoffs
        (matches, 2, 2) what that seat is paid: own move, other's move.

    Returns
    -------
    ndarray
        (turns of all matches, rules).

    Raises
    ------
    TournamentError
        When a rule draws otherwise.
    PluginError
        When a rule fails; the text begins with file and line.

    Examples
    --------
    >>> from strategies import joss, tit_for_tat
    >>> moves = np.array([[0, 1], [0, 0], [1, 0]])
    >>> shadows([tit_for_tat, joss], [moves], np.eye(2)[None]).tolist()
    [[1.0, 1.0], [0.0, 0.0], [1.0, 0.9]]
    """
    for rule in rules:
        others = names_used(rule.rule) & (DRAWS - {"chance"})
        if rule.draws and (rule.memory or rule.members or others):
            raise TournamentError(
                f"What {rule.name} would have done is not known from moves alone: it draws at"
                " random and remembers or has members, or draws other than by me.chance; leave it"
                " out."
            )
    known: dict[tuple[bytes, bytes], np.ndarray] = {}  # of equal matches one is enough
    found = []
    with Watchdog(DECISION_SECONDS) as watchdog, np.errstate(all="ignore"):
        for moves, paid in zip(matches, payoffs, strict=True):
            key = (moves.tobytes(), paid.tobytes())
            if key not in known:
                known[key] = np.array([_shadow(rule, moves, paid, watchdog) for rule in rules]).T
            found.append(known[key])
    return np.concatenate(found)


def _shadow(
    rule: Strategy, moves: np.ndarray, payoffs: np.ndarray, watchdog: Watchdog
) -> list[float]:
    seat = Seat(rule, np.array([payoffs, payoffs]), -1, Stream(0, 0))
    members = [member.public for member in seat.members]
    seat.me = me = Shadow(
        *(seat.moves, seat.counts.mine, payoffs, rule, seat.stream, -1), members=members
    )
    found = []
    for mine, theirs in moves.tolist():
        p = _cooperation(seat, me, watchdog)
        found.append(p)
        seat.seen.append(MOVES[theirs])
        advance(seat, votes(seat), mine, theirs)
        object.__setattr__(me, "_intended", MOVES[mine if 0 < p < 1 else 1 - int(p)])
    return found


def _cooperation(seat: Seat, me: Shadow, watchdog: Watchdog) -> float:
    """Return the probability that the rule cooperates now."""
    total = 0.0
    left: list[tuple[bool, ...]] = [()]
    while left:
        answers = left.pop()
        weights = me.imagine(answers)
        cooperates = decide(seat, watchdog) == C
        total += math.prod(weights) * cooperates
        told = len(answers)
        left += [(*answers, *[True] * (k - told), False) for k in range(told, len(weights))]
    return total
