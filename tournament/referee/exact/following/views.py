"""`me`, `opponent` and members, as a rule sees them in a state.

They are the referee's views. Only what a state tells is told otherwise: moves are looked up among
those that are carried, counts are `Count`s, and chance gives the answer that is due.
"""

import math
import operator
from collections.abc import Sequence
from typing import Any, NoReturn, Protocol

import numpy as np

from tournament.authors.moves.named import MOVES, NOT_PLAYED, NamedMove
from tournament.authors.strategy import Strategy
from tournament.authors.vocabulary import NO_MOVE
from tournament.referee.exact.following.carried import (
    MOST_PART,
    TURN,
    Carried,
    Form,
    MoreNeeded,
    NotFollowed,
    Past,
)
from tournament.referee.exact.following.chances import Chances, Uniform
from tournament.referee.exact.following.counts import Count, counted
from tournament.referee.exact.following.large import Large
from tournament.referee.exact.following.lazy import Lazy, plain
from tournament.referee.views import Me, Member, Opponent
from tournament.streams import Stream

MOST_LOOKED_BACK = 200
"""Turns; a rule that looks further back has too many states."""
_NO_STREAM = Stream(0, 0)


class Node(Protocol):
    """A player or member in a state."""

    carried: Carried
    past: Past
    intended: int
    asks_whole: bool


class Side:
    """What a state tells of the moves of one side: the own, or the opponent's."""

    def __init__(self, node: Node, *, own: bool, table: np.ndarray) -> None:
        self.node, self.own = node, own
        # turns of each outcome from this side, as forms of the node
        self.cooperations: Form = (1, 1, 0, 0) if own else (1, 0, 1, 0)
        self.defections: Form = (0, 0, 1, 1) if own else (0, 1, 0, 1)
        R, S, T, P = table.ravel().tolist()
        self.paid = (R, S, T, P) if own else (R, T, S, P)

    def back(self, k: int) -> NamedMove:
        """Return the move k turns ago."""
        moves = self.node.past.mine if self.own else self.node.past.theirs
        if k <= len(moves):
            return NOT_PLAYED if moves[k - 1] == NO_MOVE else MOVES[moves[k - 1]]
        carried, own = self.node.carried, self.own
        if k > MOST_LOOKED_BACK:
            raise NotFollowed(f"looks {k} turns back")

        def carry() -> None:
            if own:
                carried.mine = max(carried.mine, k)
            else:
                carried.theirs = max(carried.theirs, k)

        raise MoreNeeded(carry)

    def early(self, turn: int) -> NamedMove:
        """Return the move of a turn, from 0."""
        past, carried = self.node.past, self.node.carried
        opening = past.my_opening if self.own else past.their_opening
        read = carried.my_opening if self.own else carried.their_opening
        if turn in read:
            if turn >= len(opening):
                raise IndexError("list index out of range")
            found = opening[turn]
            assert found is not None
            return MOVES[found]
        if turn > MOST_LOOKED_BACK:
            raise NotFollowed(f"reads the move of turn {turn + 1}")
        raise MoreNeeded(lambda: read.add(turn))

    def total(self) -> Any:
        """Return the sum of payoffs: a count where payoffs are whole numbers, else a float.

        A sum of numbers below 0 alone may be the float -0.0, which no count is.
        """
        paid = self.paid
        whole = all(float(each).is_integer() and abs(each) < MOST_PART for each in paid)
        if whole and any(math.copysign(1, each) > 0 for each in paid):
            return counted(self.node, tuple(map(int, paid)), real=True)
        units = np.eye(len(paid), dtype=int).tolist()
        R, S, T, P = paid if self.own else (paid[0], paid[2], paid[1], paid[3])
        cc, cd, dc, dd = (Count(self.node, tuple(u), 0, False).number() for u in units)
        if not self.own:
            cd, dc = dc, cd
        return float(R * cc + S * cd + T * dc + P * dd)

    def score(self) -> float:
        """Return the mean payoff per turn."""
        turn = Count(self.node, TURN, 0, False)
        return float(plain(self.total())) / turn.number() if turn != 0 else 0.0


class Moves:
    """What stands for the list of moves in a referee's record; nothing reads it but `history`."""

    __slots__ = ("_side",)

    def __init__(self, side: Side) -> None:
        self._side = side

    def __len__(self) -> int:
        return int(Count(self._side.node, TURN, 0, False).number())

    def __getitem__(self, turn: Any) -> Any:
        if isinstance(turn, slice):
            return [self[place] for place in range(*turn.indices(len(self)))]
        if type(turn) is Count and turn.node is self._side.node:
            now = Count(turn.node, TURN, 0, False)
            since = turn - now
            if type(since) is int and since < 0:
                if now >= -since:
                    return self._side.back(-since)
                turn = since + now.number()  # known, since it is small
        turn = operator.index(turn)
        if turn >= 0:
            return self._side.early(turn)
        found = self._side.back(-turn)
        if found == NO_MOVE:
            raise IndexError("list index out of range")
        return found

    def _shown(self) -> NoReturn:
        raise NotFollowed("makes a text of moves")

    __repr__ = __str__ = _shown


History = Moves


class _Told:
    """What the own view, the opponent's and a member's have in common."""

    __slots__ = ()

    @property
    def _side(self) -> Side:
        side: Side = self._counts  # type: ignore[attr-defined] # where the referee keeps its counts
        return side

    @property
    def last(self) -> NamedMove:
        return self._side.back(1)

    @property
    def cooperations(self) -> Any:
        return counted(self._side.node, self._side.cooperations)

    @property
    def defections(self) -> Any:
        return counted(self._side.node, self._side.defections)

    @property
    def total(self) -> Any:
        return self._side.total()

    @property
    def score(self) -> float:
        return self._side.score()


class _Seen(_Told):
    """What both players may know of a player."""

    __slots__ = ()

    def move(self, k: Any) -> NamedMove:
        k = operator.index(plain(k))
        if k < 1:
            raise IndexError("move(k) counts turns back from 1")
        return self._side.back(k)

    @property
    def history(self) -> History:
        return History(self._side)


class FollowedOpponent(_Seen, Opponent):  # type: ignore[misc] # history is told otherwise
    """The other player, as a rule sees it in a state."""

    __slots__ = ()


class FollowedMember(_Told, Member):
    """A member, as the rule sees it whose member it is."""

    __slots__ = ()


class FollowedMe(_Seen, Me):  # type: ignore[misc] # history is told otherwise
    """The player itself, as its rule sees it in a state."""

    __slots__ = ("_chances", "_node")

    def __init__(
        self,
        node: Node,
        side: Side,
        table: np.ndarray,
        strategy: Strategy,
        turns: int,
        members: Sequence[Member],
    ) -> None:
        super().__init__(Moves(side), side, table, strategy, _NO_STREAM, turns, members)  # type: ignore[arg-type]
        object.__setattr__(self, "_node", node)

    def at(self, memory: dict[str, Any], chances: Chances) -> None:
        """Set what it remembers, and what chance answers."""
        object.__setattr__(self, "_memory", memory)
        object.__setattr__(self, "_chances", chances)

    @property
    def turn(self) -> Any:
        return counted(self._node, TURN)

    @property
    def day(self) -> Any:
        return self.turn

    @property
    def days_left(self) -> Any:
        left = self.turns - 1 - self.turn
        return left if self.turns >= 0 and left > -1 else -1

    @property
    def intended(self) -> NamedMove:
        node: Node = self._node
        if not node.carried.intended:
            raise MoreNeeded(lambda: setattr(node.carried, "intended", True))
        return NOT_PLAYED if node.intended == NO_MOVE else MOVES[node.intended]

    def chance(self, p: Any) -> bool:
        chances: Chances = self._chances
        return chances.chance(p)

    def integer(self, n: Any) -> Any:
        node: Node = self._node
        chances: Chances = self._chances
        found = chances.integer(n)
        return found.number() if node.asks_whole else found

    def uniform(self) -> Uniform:  # type: ignore[override]
        node: Node = self._node
        if node.asks_whole:
            raise NotFollowed("uses uniform(), and is played in plain Python only")
        chances: Chances = self._chances
        return chances.uniform()

    def __setattr__(self, name: str, value: Any) -> None:
        if type(value) is Uniform:
            raise NotFollowed(f"keeps a random number from uniform(), in me.{name}")
        memory = self._memory
        if type(memory.get(name)) is Large:
            memory[name] = 0  # a whole number comes in its place
        if type(value) is Large and type(memory.get(name)) is int:
            memory[name] = value
        else:
            super().__setattr__(name, plain(value) if isinstance(value, Lazy) else value)
