"""`me`, `opponent` and members as plain Python objects: what a rule sees in the referee.

A view answers only the words of `authors.vocabulary`; anything else is a `VocabularyError`.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tournament import outcomes
from tournament.authors.moves.named import NOT_PLAYED, NamedMove
from tournament.authors.strategy import Strategy
from tournament.authors.values import beyond_64_bits
from tournament.authors.vocabulary import (
    array_assigned,
    memory_mismatch,
    memory_too_large,
    misuse,
)
from tournament.referee.arithmetic.singles import single
from tournament.streams import Stream


class VocabularyError(AttributeError):
    """A rule reads or writes something that its view does not have; the text continues "file:line:
    name "."""


class History:
    """Moves of one player so far, by turn; negative turns count from the end."""

    __slots__ = ("_moves",)

    def __init__(self, moves: list[NamedMove]) -> None:
        self._moves = moves

    def __repr__(self) -> str:
        return outcomes.text(np.array(self._moves, np.int64)) or repr(NOT_PLAYED)

    def __getitem__(self, turn: int) -> NamedMove:
        return self._moves[turn]

    def __len__(self) -> int:
        return len(self._moves)


class Record:
    """Moves of one player so far, and what they were paid."""

    __slots__ = ("_counts", "_moves", "_table")

    def __init__(self, moves: list[NamedMove], counts: list[int], table: Any) -> None:
        self._moves = moves
        self._counts = counts  # turns in which this player and the other played CC, CD, DC, DD
        self._table = table  # payoffs of this player: [own move][other's move]

    @property
    def last(self) -> NamedMove:
        return self._moves[-1] if self._moves else NOT_PLAYED

    @property
    def cooperations(self) -> int:
        return self._counts[0] + self._counts[1]

    @property
    def defections(self) -> int:
        return self._counts[2] + self._counts[3]

    @property
    def total(self) -> float:
        (R, S), (T, P) = self._table
        cc, cd, dc, dd = self._counts
        return float(R * cc + S * cd + T * dc + P * dd)

    @property
    def score(self) -> float:
        return self.total / len(self._moves) if self._moves else 0.0


class Public(Record):
    """What both seats may know of a player."""

    __slots__ = ()

    def move(self, k: int) -> NamedMove:
        if k < 1:
            raise IndexError("move(k) counts turns back from 1")
        return self._moves[-k] if k <= len(self._moves) else NOT_PLAYED

    @property
    def history(self) -> History:
        return History(self._moves)


class Opponent(Public):
    """The other player, as a rule sees it."""

    __slots__ = ("offered",)

    def __init__(self, moves: list[NamedMove], counts: list[int], table: Any) -> None:
        super().__init__(moves, counts, table)
        object.__setattr__(self, "offered", NOT_PLAYED)

    def __repr__(self) -> str:
        return "opponent"

    def __getattr__(self, name: str) -> Any:
        raise VocabularyError(misuse("opponent", name))

    def __setattr__(self, name: str, value: Any) -> None:
        if name in Record.__slots__:
            object.__setattr__(self, name, value)
        else:
            raise VocabularyError(misuse("opponent", name, "sets"))


class Member(Record):
    """A member, as the rule sees it whose member it is."""

    __slots__ = ("vote",)

    def __repr__(self) -> str:
        return "me.member"

    def __getattr__(self, name: str) -> Any:
        raise VocabularyError(misuse("me.member", name))

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in Record.__slots__:
            raise VocabularyError(misuse("me.member", name, "sets"))
        object.__setattr__(self, name, value)


class GameView:
    """The stage game with the payoffs of one seat, more being better."""

    __slots__ = ("P", "R", "S", "T", "payoffs")

    def __init__(self, table: np.ndarray) -> None:
        paid = zip("RSTP", table.ravel().tolist(), strict=True)
        payoffs = table.view()
        payoffs.flags.writeable = False
        for name, value in {**dict(paid), "payoffs": payoffs}.items():
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        return "me.game"

    def __getattr__(self, name: str) -> Any:
        raise VocabularyError(misuse("me.game", name))

    def __setattr__(self, name: str, value: Any) -> None:
        raise VocabularyError(misuse("me.game", name, "sets"))


class Me(Public):
    """The player itself, as its rule sees it."""

    __slots__ = (
        *("_day", "_days_left", "_intended", "_memory", "_stream"),
        *("game", "giving", "member", "members", "turns"),
    )

    def __init__(
        self,
        moves: list[NamedMove],
        counts: list[int],
        table: np.ndarray,
        strategy: Strategy,
        stream: Stream,
        turns: int,
        members: Sequence[Member] = (),
    ) -> None:
        for name, value in {
            "_memory": {
                k: v.copy() if isinstance(v, np.ndarray) else v for k, v in strategy.memory.items()
            },
            "_stream": stream,
            "game": GameView(table),
            "_intended": NOT_PLAYED,
            "turns": turns,
            "giving": False,
            "_day": None,
            "_days_left": None,
            **({"member": members[0], "members": members} if members else {}),
        }.items():
            object.__setattr__(self, name, value)
        super().__init__(moves, counts, table.tolist())

    @property
    def turn(self) -> int:
        return len(self._moves)

    @property
    def intended(self) -> NamedMove:
        chosen: NamedMove = self._intended
        return chosen if self._moves else NOT_PLAYED

    @property
    def day(self) -> int:
        return self.turn if self._day is None else self._day

    @property
    def days_left(self) -> int:
        left: int = self._days_left
        if self._day is None:
            left = max(self.turns - 1 - self.turn, -1)
        return left

    def uniform(self) -> float:
        stream: Stream = self._stream
        return stream.uniform()

    def chance(self, p: float) -> bool:
        if p != p:
            raise ValueError("chance(p) needs a probability; got nan")
        return p >= 1 or (p > 0 and self._stream.uniform() < p)  # what is certain takes no draw

    def integer(self, n: int) -> int:
        if n < 1:
            raise ValueError(f"integer(n) needs n of at least 1; got {n}")
        return int(self._stream.uniform() * n)

    def __repr__(self) -> str:
        return "me"

    def __getattr__(self, name: str) -> Any:
        memory = object.__getattribute__(self, "_memory")
        if name in memory:
            return memory[name]
        raise VocabularyError(misuse("me", name, memory=memory))

    def __setattr__(self, name: str, value: Any) -> None:
        if name in Record.__slots__:
            object.__setattr__(self, name, value)
            return
        if name not in self._memory:
            raise VocabularyError(misuse("me", name, "sets", self._memory))
        old = self._memory[name]
        if isinstance(old, np.ndarray):
            raise VocabularyError(array_assigned(name))
        self._memory[name] = remembered(name, old, value)


def remembered(name: str, old: Any, value: Any) -> Any:
    """Return `value` in the type in which the memory was declared, or say why it does not fit."""
    fits = {
        bool: (bool, np.bool_),
        int: (bool, int, np.bool_, np.integer),
        float: (bool, int, float, np.number),
        np.float32: (bool, int, float, np.bool_, np.number),
    }
    kind = type(old)
    if not isinstance(value, fits[kind]):
        raise VocabularyError(memory_mismatch(name, kind.__name__, type(value).__name__))
    if kind is int and beyond_64_bits(value):
        raise VocabularyError(memory_too_large(name))
    return single(value) if kind is np.float32 else kind(value)
