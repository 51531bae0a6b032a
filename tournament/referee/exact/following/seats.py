"""A player as a tree of nodes, each with its rule: it decides in a state, and moves on to the next.

It is the referee's seat with states in place of records. A state of a node is what its rule
remembers, what it chose last if it reads that, and what is told of the turns so far.
"""

import struct
from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from tournament.authors.law.door import admit
from tournament.authors.moves.named import MOVES
from tournament.authors.moves.returned import refusal
from tournament.authors.strategy import Strategy
from tournament.authors.vocabulary import NO_MOVE
from tournament.errors import PluginError
from tournament.interactive.words import listing
from tournament.referee.arithmetic.rewriting import rewritten
from tournament.referee.blame import blame
from tournament.referee.exact.following.carried import SEEN, Carried, Past, Unanswered
from tournament.referee.exact.following.chances import Chances
from tournament.referee.exact.following.large import Bounds
from tournament.referee.exact.following.lazy import plain
from tournament.referee.exact.following.openness import asks_whole
from tournament.referee.exact.following.views import (
    FollowedMe,
    FollowedMember,
    FollowedOpponent,
    Side,
)
from tournament.referee.watchdog import Watchdog

Memory = tuple[Any, ...]
_DOUBLE = struct.Struct("d")
_REAL = (float, np.float32)


NodeState = tuple[Memory, int, Past]
"""What the future of a node depends on: its memory, what it chose last, and its past."""
State = tuple[NodeState, ...]
"""Of all nodes of a player: the player, then its members, each followed by its own."""
Decided = tuple[int, Memory]
"""What a node decided, and what it remembers since."""
Mover = Callable[[State, tuple[Decided, ...]], list[State]]


class Node:
    """A player, or a member within one, as it is in a state."""

    def __init__(self, strategy: Strategy, payoffs: np.ndarray, told: int, player: str) -> None:
        self.strategy, self.player = strategy, player
        own = strategy.name == player
        self.called = player if own else f"{strategy.name}, a member of {player},"
        self.asks_whole = asks_whole(strategy)
        self.runs = 0  # of its rule and those of its members
        self.remembering = Remembering(strategy.memory, whole=self.asks_whole)
        self.carried, self.past, self.intended = Carried(), Past((), (), (), (), ()), NO_MOVE
        read = admit(strategy, ("me", "opponent"), self.called, player)
        self.rule = read if strategy.plain else rewritten(read)
        self.members: list[Node] = [Node(each, payoffs, told, player) for each in strategy.members]
        mine = Side(self, own=True, table=payoffs[0])
        theirs = Side(self, own=False, table=payoffs[1])
        public = [node.public for node in self.members]
        self.public: FollowedMember = FollowedMember(mine, mine, payoffs[0])  # type: ignore[arg-type]
        self.me = FollowedMe(self, mine, payoffs[0], strategy, told, public)
        self.opponent = FollowedOpponent(theirs, theirs, payoffs[1])  # type: ignore[arg-type]

    # -- states ----------------------------------------------------------------------------------

    @cached_property
    def nodes(self) -> list["Node"]:
        """The node and all below it."""
        return [self, *(node for member in self.members for node in member.nodes)]

    def burden(self) -> str:
        """Return what makes its states many, in words."""
        forms = [kept for node in self.nodes for kept in node.carried.forms.values()]
        held = [(name, node.remembering) for node in self.nodes for name in node.strategy.memory]
        told = []
        for what, kinds in (("real numbers", "f"), ("whole numbers", "iu")):
            names = dict.fromkeys(f"me.{name}" for name, kept in held if kept.holds(name, kinds))
            if names:
                told.append(f"{what} ({', '.join([*names][:2])})")
        if any(kept.whole for kept in forms):
            told.append("counts of moves or turns as they are")
        back = max(max(node.carried.mine, node.carried.theirs) for node in self.nodes)
        if back > 4:
            told.append(f"the last {back} moves")
        of = f", of {len(self.nodes) - 1:,} members," if self.members else ""
        return f"its states{of} hold {listing(told) if told else 'its memory'}"

    def start(self) -> State:
        """Return the state before the first turn."""
        return tuple(
            (node.remembering.packed(node.strategy.memory), NO_MOVE, node.carried.start())
            for node in self.nodes
        )

    def decide(
        self, state: State, turn: int, chances: Chances, watchdog: Watchdog
    ) -> tuple[Decided, ...]:
        """Return what all nodes decide in a state, members before those whose members they are."""
        nodes = self.nodes
        self.runs += len(nodes)
        found: list[Any] = [None] * len(nodes)
        for node, (memory, intended, past) in zip(nodes, state, strict=True):
            node.past, node.intended = past, intended
            node.me.at(node.remembering.unpacked(memory), chances)
        for place in reversed(range(len(nodes))):  # members come after their owner in the list
            node = nodes[place]
            move = node.move(turn, watchdog)
            object.__setattr__(node.public, "vote", MOVES[move])
            found[place] = move, node.remembering.packed(node.me._memory)  # noqa: SLF001
        return tuple(found)

    def move(self, turn: int, watchdog: Watchdog) -> int:
        """Return what the rule answers."""
        player = self.strategy
        watchdog.start()
        Unanswered.forget()
        try:
            move = self.rule(self.me, self.opponent, **player.parameters)
        except TimeoutError:
            raise PluginError(
                f"{player.location}: {self.called} took more than {watchdog.seconds:g} s over one"
                f" move (turn {turn + 1}).",
                self.player,
            ) from None
        except Exception as error:
            Unanswered.check()
            said = blame(player, error, turn, called=self.called)
            raise PluginError(str(said), self.player) from error
        finally:
            watchdog.stop()
        move = plain(move)
        Unanswered.check()
        refused = refusal(move, turn)
        if refused is not None:
            raise PluginError(f"{player.location}: {self.called} {refused}", self.player)
        return int(move)

    def mover(self) -> Mover:
        """Return a function of a state and of what was decided there: it gives the states a turn
        later, one for each of `SEEN`."""
        nodes = self.nodes
        movers = [node.carried.mover() for node in nodes]
        intended = [node.carried.intended for node in nodes]
        places = {id(node): place for place, node in enumerate(nodes)}
        above = {id(member): node for node in nodes for member in node.members}
        taken = [
            (places[id(above[id(node)])], above[id(node)].strategy.history) for node in nodes[1:]
        ]

        def after(state: State, decided: tuple[Decided, ...]) -> list[State]:
            later = [
                [(memory, move if keeps else NO_MOVE, past) for past in move_on(told[2])]
                for keeps, move_on, told, (move, memory) in zip(
                    intended, movers, state, decided, strict=True
                )
            ]
            if not taken:
                return [(each,) for each in later[0]]
            moves, found = [move for move, _ in decided], []
            for made, sight in SEEN:
                moves[0] = made
                for place, (owner, history) in enumerate(taken, 1):
                    if history != "own":  # else a member takes what it chose for its own move
                        moves[place] = moves[owner] ^ (history == "opposite")
                found.append(
                    tuple(each[2 * move + sight] for each, move in zip(later, moves, strict=True))
                )
            return found

        return after


class Remembering:
    """How the memory of a rule stands in a state, and comes back."""

    def __init__(self, declared: dict[str, Any], *, whole: bool) -> None:
        self.declared, self.bounds = declared, Bounds(declared, whole=whole)

    def holds(self, name: str, kinds: str) -> bool:
        """Return whether states hold a number, or numbers, of one of these kinds as they are."""
        first = np.asarray(self.declared[name])
        return first.dtype.kind in kinds and self.bounds.most.get(name) is None

    def packed(self, memory: dict[str, Any]) -> Memory:
        """Return what is remembered, so that only equal memories are equal."""
        found: list[Any] = []
        for name, value in memory.items():
            if name in self.bounds.most:
                found.append(self.bounds.packed(name, value))
            elif isinstance(value, np.ndarray):
                found.append(value.tobytes())
            else:  # -0.0 is not 0.0 here, and nan is itself
                found.append(_DOUBLE.pack(value) if isinstance(value, _REAL) else value)
        return tuple(found)

    def unpacked(self, memory: Memory) -> dict[str, Any]:
        """Return what a state remembers, for the rule to change."""
        found: dict[str, Any] = {}
        for (name, first), held in zip(self.declared.items(), memory, strict=True):
            if name in self.bounds.most:
                found[name] = self.bounds.unpacked(name, held)
            elif isinstance(first, np.ndarray):
                found[name] = np.frombuffer(held, first.dtype).reshape(first.shape).copy()
            else:
                real = isinstance(first, _REAL)
                found[name] = type(first)(_DOUBLE.unpack(held)[0]) if real else held
        return found
