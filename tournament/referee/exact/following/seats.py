"""A player as a tree of nodes, each with its rule: it decides in a state, and moves on to the next.

It is the referee's seat with states in place of records. A state of a node is what its rule
remembers, what it chose last if it reads that, and what is told of the turns so far.
"""

import struct
from collections.abc import Callable
from typing import Any, NamedTuple

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
from tournament.referee.exact.following.carried import Carried, Past, Unanswered
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


class NodeState(NamedTuple):
    """What the future of a node depends on."""

    memory: Memory
    intended: int
    past: Past


State = tuple[NodeState, ...]
"""Of all nodes of a player: the player, then its members, each followed by its own."""


class Decided(NamedTuple):
    """What a node decided, and what it remembers since."""

    move: int
    memory: Memory


Mover = Callable[[State, tuple[Decided, ...], int, int], State]


class Node:
    """A player, or a member within one, as it is in a state."""

    def __init__(self, strategy: Strategy, payoffs: np.ndarray, told: int, player: str) -> None:
        self.strategy, self.player = strategy, player
        own = strategy.name == player
        self.called = player if own else f"{strategy.name}, a member of {player},"
        self.asks_whole = asks_whole(strategy)
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

    def nodes(self) -> list["Node"]:
        """Return the node and all below it."""
        return [self, *(node for member in self.members for node in member.nodes())]

    def burden(self) -> str:
        """Return what makes its states many, in words."""
        forms = [kept for node in self.nodes() for kept in node.carried.forms.values()]
        floats = [
            name
            for node in self.nodes()
            for name, value in node.strategy.memory.items()
            if np.asarray(value).dtype.kind == "f"
        ]
        told = []
        if floats:
            told.append(f"real numbers ({', '.join(f'me.{name}' for name in floats)})")
        if any(kept.whole for kept in forms):
            told.append("counts of moves or turns as they are")
        back = max(max(node.carried.mine, node.carried.theirs) for node in self.nodes())
        if back > 4:
            told.append(f"the last {back} moves")
        return f"they hold {listing(told)}" if told else "they hold its memory"

    def start(self) -> State:
        """Return the state before the first turn."""
        return tuple(
            NodeState(node.remembering.packed(node.strategy.memory), NO_MOVE, node.carried.start())
            for node in self.nodes()
        )

    def decide(
        self, state: State, turn: int, chances: Chances, watchdog: Watchdog
    ) -> tuple[Decided, ...]:
        """Return what all nodes decide in a state, members before those whose members they are."""
        nodes = self.nodes()
        found: list[Any] = [None] * len(nodes)
        for node, (memory, intended, past) in zip(nodes, state, strict=True):
            node.past, node.intended = past, intended
            node.me.at(node.remembering.unpacked(memory), chances)
        for place in reversed(range(len(nodes))):  # members come after their owner in the list
            node = nodes[place]
            move = node.move(turn, watchdog)
            object.__setattr__(node.public, "vote", MOVES[move])
            found[place] = Decided(move, node.remembering.packed(node.me._memory))  # noqa: SLF001
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
        """Return a function of a state, what was decided there, the move that the seat made, and
        what it saw: it gives the state a turn later."""
        nodes = self.nodes()
        movers = [node.carried.mover() for node in nodes]
        places = {id(node): place for place, node in enumerate(nodes)}
        owner = {id(member): node for node in nodes for member in node.members}

        def made_by(place: int, moves: list[int]) -> int:
            """Return what a member takes for its own move; `moves` are those of nodes before."""
            above = owner[id(nodes[place])]
            if above.strategy.history == "own":
                return moves[place]
            move = moves[places[id(above)]]
            return 1 - move if above.strategy.history == "opposite" else move

        def after(state: State, decided: tuple[Decided, ...], made: int, sight: int) -> State:
            moves = [chosen.move for chosen in decided]
            moves[0] = made
            for place in range(1, len(nodes)):
                moves[place] = made_by(place, moves)
            return tuple(
                NodeState(
                    chosen.memory,
                    chosen.move if node.carried.intended else NO_MOVE,
                    move_on(told.past, move, sight),
                )
                for node, move_on, told, chosen, move in zip(
                    nodes, movers, state, decided, moves, strict=True
                )
            )

        return after


class Remembering:
    """How the memory of a rule stands in a state, and comes back."""

    def __init__(self, declared: dict[str, Any], *, whole: bool) -> None:
        self.declared, self.bounds = declared, Bounds(declared, whole=whole)

    def packed(self, memory: dict[str, Any]) -> Memory:
        """Return what is remembered, so that only equal memories are equal."""
        found: list[Any] = []
        for name, value in memory.items():
            if name in self.bounds.most:
                found.append(self.bounds.packed(name, value))
            elif isinstance(value, np.ndarray):
                found.append(value.tobytes())
            else:  # -0.0 is not 0.0 here, and nan is itself
                found.append(_DOUBLE.pack(value) if isinstance(value, float) else value)
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
                found[name] = _DOUBLE.unpack(held)[0] if isinstance(first, float) else held
        return found
