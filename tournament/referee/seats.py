"""A player in its seat: it decides, and its records move on by a turn.

A player is a tree: itself, its members, and theirs. `engine.seats` is the compiled twin.
"""

from typing import Any

import numpy as np

from tournament import outcomes
from tournament.authors.law.door import admit
from tournament.authors.moves.named import MOVES, NamedMove
from tournament.authors.moves.returned import refusal
from tournament.authors.strategy import Strategy
from tournament.errors import PluginError
from tournament.referee.arithmetic.rewriting import rewritten
from tournament.referee.blame import blame
from tournament.referee.views import Me, Member, Opponent
from tournament.referee.watchdog import Watchdog
from tournament.streams import Stream


class Seat:
    """A player in its seat, or a member `within` it: what its rule sees, and its own members.

    Parameters
    ----------
    payoffs
        (2, 2, 2): own and the other's, each one's own move first.
    """

    def __init__(
        self,
        strategy: Strategy,
        payoffs: np.ndarray,
        told: int,
        stream: Stream,
        within: "Seat | None" = None,
    ) -> None:
        self.strategy, self.stream = strategy, stream
        self.player = self.called = strategy.name
        self.moves: list[NamedMove] = []  # what it takes for its own moves
        self.seen: list[NamedMove] = []  # the other's moves as this seat sees them
        self.counts = Counts()
        if within is not None:
            self.player, self.seen = within.player, within.seen
            self.called = f"{strategy.name}, a member of {self.player},"
            if within.strategy.history == "shared":
                self.moves, self.counts = within.moves, within.counts
        read = admit(strategy, ("me", "opponent"), self.called, self.player)
        self.rule = read if strategy.plain else rewritten(read)
        self.members = [
            Seat(member, payoffs, told, stream.of_member(place), self)
            for place, member in enumerate(strategy.members)
        ]
        self.public = Member(self.moves, self.counts.mine, payoffs[0].tolist())
        self.me = Me(
            *(self.moves, self.counts.mine, payoffs[0], strategy, stream, told),
            [member.public for member in self.members],
        )
        self.opponent = Opponent(self.seen, self.counts.theirs, payoffs[1].tolist())


class Counts:
    """Turns of each outcome, from the own side and from the other's."""

    def __init__(self) -> None:
        self.mine, self.theirs = [0] * outcomes.SIZE, [0] * outcomes.SIZE


def decide(seat: Seat, watchdog: Watchdog) -> int:
    """Return the next move of a player or member, checked; its own members decide first."""
    player, me = seat.strategy, seat.me
    for member in seat.members:
        decide(member, watchdog)
    watchdog.start()
    try:
        move = seat.rule(me, seat.opponent, **player.parameters)
    except TimeoutError:
        raise PluginError(
            f"{player.location}: {seat.called} took more than {watchdog.seconds:g} s over one move"
            f" (turn {me.turn + 1}).",
            seat.player,
        ) from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        said = blame(player, error, me.turn, called=seat.called)
        raise PluginError(str(said), seat.player) from error
    finally:
        watchdog.stop()
    refused = refusal(move, me.turn)
    if refused is not None:
        raise PluginError(f"{player.location}: {seat.called} {refused}", seat.player)
    chosen = MOVES[int(move)]
    object.__setattr__(seat.public, "vote", chosen)
    object.__setattr__(me, "_intended", chosen)
    return int(move)


Votes = tuple[int, list[Any]]


def votes(seat: Seat) -> Votes:
    """Return what a player and all its members decided last."""
    return seat.public.vote, [votes(member) for member in seat.members]


def advance(seat: Seat, voted: Votes, move: int, sight: int, *, shared: bool = False) -> None:
    """Add a turn to the records of a player and its members; `shared` if others kept its own."""
    if not shared:
        seat.moves.append(MOVES[move])
        seat.counts.mine[outcomes.number(move, sight)] += 1
        seat.counts.theirs[outcomes.number(sight, move)] += 1
    for member, own in zip(seat.members, voted[1], strict=True):
        if seat.strategy.history == "own":
            advance(member, own, own[0], sight)
        elif seat.strategy.history == "opposite":
            advance(member, own, 1 - move, sight)
        else:
            advance(member, own, move, sight, shared=True)


def drawn(seat: Seat) -> bool:
    """Return whether a player or one of its members drew."""
    return bool(seat.stream.draws) or any(map(drawn, seat.members))
