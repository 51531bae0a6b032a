"""The slow twin: plays one match in plain Python, move by move, without Numba.

It defines what the compiled engine must do. It also plays rules that cannot be compiled, and finds
file and line when a rule fails in the engine: it replays that match, with the same random streams,
and its traceback is real.
"""

import ctypes
import threading
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tournament.authors.strategy import NO_MOVE, OF_MEMBERS, PRIVATE, SEEN, C, D, Plugin, Strategy
from tournament.errors import PluginError, suggestion
from tournament.rules import Rules
from tournament.streams import (
    MISPERCEPTION,
    NOISE,
    RULE,
    Stream,
    lengths,
    player_id,
    stream_key,
)

DECISION_SECONDS = 10.0
"""How long a rule may think about one move before the referee stops the match."""


class VocabularyError(AttributeError):
    """A rule reads or writes something that its view does not have; the text continues "file:line:
    name "."""


def unknown_attribute(seat: str, attribute: str, memory: Sequence[str], verb: str = "reads") -> str:
    """Return the sentence for an attribute that `me` or `opponent` does not have."""
    if seat == "me.game":
        return f"{verb} me.game.{attribute}; a game has R, S, T, P and payoffs[mine, theirs]."
    if seat == "me.member":
        if verb == "sets":
            return f"sets {attribute} of a member; its votes are its own."
        have = f"{', '.join(OF_MEMBERS[:-1])} and {OF_MEMBERS[-1]}"
        return f"reads {attribute} of a member; a member has {have}."
    if seat == "opponent":
        if verb == "sets":
            return f"sets opponent.{attribute}; a player cannot change its opponent."
        hint = suggestion(attribute, list(SEEN))
        return f"reads opponent.{attribute}; a player sees only its opponent's moves.{hint}"
    if verb == "reads" and attribute in ("member", "members"):
        return (
            f"reads me.{attribute}; say what its members take for their own moves,"
            " @strategy(history='own'), or 'shared'."
        )
    if verb == "sets" and attribute in PRIVATE:
        return f"sets me.{attribute}; the engine keeps it, and a rule sets only its own memory."
    hint = suggestion(attribute, [*memory, *PRIVATE])
    return f"{verb} me.{attribute}; declare it as memory, @strategy({attribute}=...).{hint}"


class History:
    """Moves of one player so far, by turn; negative turns count from the end."""

    __slots__ = ("_moves",)

    def __init__(self, moves: list[int]) -> None:
        self._moves = moves

    def __getitem__(self, turn: int) -> int:
        return self._moves[turn]

    def __len__(self) -> int:
        return len(self._moves)


class Record:
    """Moves of one player so far, and what they were paid."""

    __slots__ = ("_counts", "_moves", "_table")

    def __init__(self, moves: list[int], counts: list[int], table: Any) -> None:
        self._moves = moves
        self._counts = counts  # turns in which this player and the other played CC, CD, DC, DD
        self._table = table  # payoffs of this player: [own move][other's move]

    @property
    def last(self) -> int:
        return self._moves[-1] if self._moves else NO_MOVE

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

    def move(self, k: int) -> int:
        if k < 1:
            raise IndexError("move(k) counts turns back from 1")
        return self._moves[-k] if k <= len(self._moves) else NO_MOVE

    @property
    def history(self) -> History:
        return History(self._moves)


class Opponent(Public):
    """The other player, as a rule sees it."""

    __slots__ = ("offered",)

    def __init__(self, moves: list[int], counts: list[int], table: Any) -> None:
        super().__init__(moves, counts, table)
        object.__setattr__(self, "offered", NO_MOVE)

    def __getattr__(self, name: str) -> Any:
        raise VocabularyError(unknown_attribute("opponent", name, ()))

    def __setattr__(self, name: str, value: Any) -> None:
        if name in Record.__slots__:
            object.__setattr__(self, name, value)
        else:
            raise VocabularyError(unknown_attribute("opponent", name, (), "sets"))


class Member(Record):
    """A member, as the rule sees it whose member it is."""

    __slots__ = ("vote",)

    def __getattr__(self, name: str) -> Any:
        raise VocabularyError(unknown_attribute("me.member", name, ()))

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in Record.__slots__:
            raise VocabularyError(unknown_attribute("me.member", name, (), "sets"))
        object.__setattr__(self, name, value)


class GameView:
    """The stage game with the payoffs of one seat, more being better."""

    __slots__ = ("P", "R", "S", "T", "payoffs")

    def __init__(self, table: np.ndarray) -> None:
        (self.R, self.S), (self.T, self.P) = table.tolist()
        self.payoffs = table

    def __getattr__(self, name: str) -> Any:
        raise VocabularyError(unknown_attribute("me.game", name, ()))


class Me(Public):
    """The player itself, as its rule sees it."""

    __slots__ = (
        *("_day", "_days_left", "_intended", "_memory", "_stream"),
        *("game", "giving", "member", "members", "turns"),
    )

    def __init__(
        self,
        moves: list[int],
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
            "_intended": NO_MOVE,
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
    def intended(self) -> int:
        chosen: int = self._intended
        return chosen if self._moves else NO_MOVE

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

    def __getattr__(self, name: str) -> Any:
        memory = object.__getattribute__(self, "_memory")
        if name in memory:
            return memory[name]
        raise VocabularyError(unknown_attribute("me", name, list(memory)))

    def __setattr__(self, name: str, value: Any) -> None:
        if name in Record.__slots__:
            object.__setattr__(self, name, value)
            return
        if name not in self._memory:
            raise VocabularyError(unknown_attribute("me", name, list(self._memory), "sets"))
        old = self._memory[name]
        if isinstance(old, np.ndarray):
            raise VocabularyError(array_assigned(name))
        self._memory[name] = remembered(name, old, value)


def array_assigned(name: str) -> str:
    """Return the sentence for an array memory that is replaced instead of filled."""
    return f"sets me.{name}, an array; set its elements, me.{name}[:] = ..."


def remembered(name: str, old: bool | int | float, value: Any) -> bool | int | float:
    """Return `value` in the type in which the memory was declared, or say why it does not fit."""
    fits = {
        bool: (bool, np.bool_),
        int: (bool, int, np.bool_, np.integer),
        float: (bool, int, float, np.number),
    }
    kind = type(old)
    if not isinstance(value, fits[kind]):
        raise VocabularyError(memory_mismatch(name, kind.__name__, type(value).__name__))
    return kind(value)


def memory_mismatch(name: str, declared: str, came: str) -> str:
    """Return the sentence for a value that does not fit a declared memory."""
    return (
        f"sets me.{name}, declared as {declared}, to {came}; declare it with a starting value of"
        " that type."
    )


def play(
    players: tuple[Strategy, Strategy],
    *,
    payoffs: np.ndarray,
    turns: int,
    told: int = -1,
    noise: Sequence[float] = (0.0, 0.0),
    misperception: Sequence[float] = (0.0, 0.0),
    seed: int = 0,
    repetition: int = 0,
    seats: tuple[int, int] = (0, 0),
    decision_seconds: float = DECISION_SECONDS,
) -> tuple[np.ndarray, bool]:
    """Return the moves of one repetition of a match, (turns, 2) with C = 0 and D = 1, and whether
    chance had a part.

    Parameters
    ----------
    payoffs
        (2, 2, 2): seat, own move, other's move.
    told
        What players are told of the length; -1 for nothing.
    seats
        The seat in the streams' sense; see `streams.stream_key`.

    Raises
    ------
    PluginError
        When a rule raises, returns no move, or takes too long; the text begins with file and line.
    """
    ids = [player_id(p.name) for p in players]
    draws, noises, misreadings = (
        [
            Stream(stream_key(seed, ids[s], ids[1 - s], seats[s], purpose), repetition)
            for s in (0, 1)
        ]
        for purpose in (RULE, NOISE, MISPERCEPTION)
    )
    seated = [Seat(players[s], payoffs[[s, 1 - s]], told, draws[s]) for s in (0, 1)]
    with Watchdog(decision_seconds) as watchdog:
        for turn in range(turns):
            chosen = [decide(seat, watchdog) for seat in seated]
            made = [chosen[s] ^ (noises[s].at(turn + 1) < noise[s]) for s in (0, 1)]
            for s, seat in enumerate(seated):
                sight = made[1 - s] ^ (misreadings[s].at(turn + 1) < misperception[s])
                seat.seen.append(sight)
                advance(seat, votes(seat), made[s], sight)
    drew = any(map(drawn, seated)) or any(noise) or any(misperception)
    moves = np.array([seat.moves for seat in seated], dtype=np.uint8).T
    return moves, bool(drew) or not all(p.compiled for p in players)


def replay(
    players: tuple[Strategy, Strategy],
    rules: Rules,
    noise: Sequence[float],
    misperception: Sequence[float],
    repetition: int,
) -> tuple[np.ndarray, bool]:
    """Return the moves of one repetition of a match under the rules of an event; see `play`."""
    a, b = (player_id(player.name) for player in players)
    only = range(repetition, repetition + 1)
    turns = lengths(rules.seed, a, b, only, rules.continuation, rules.turns)[0]
    return play(
        players,
        payoffs=rules.game.utilities,
        turns=int(turns),
        told=rules.told,
        noise=noise,
        misperception=misperception,
        seed=rules.seed,
        repetition=repetition,
        seats=(0, int(a == b or not rules.game.is_symmetric)),
    )


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
        self.moves: list[int] = []  # what it takes for its own moves
        self.seen: list[int] = []  # the other's moves as this seat sees them
        self.counts = Counts()
        if within is not None:
            self.player, self.seen = within.player, within.seen
            self.called = f"{strategy.name}, a member of {self.player},"
            if within.strategy.history == "shared":
                self.moves, self.counts = within.moves, within.counts
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
        self.mine, self.theirs = [0] * 4, [0] * 4


def decide(seat: Seat, watchdog: "Watchdog") -> int:
    """Return the next move of a player or member, checked; its own members decide first."""
    player, me = seat.strategy, seat.me
    for member in seat.members:
        decide(member, watchdog)
    watchdog.start()
    try:
        move = player.rule(me, seat.opponent, **player.parameters)
    except TimeoutError:
        raise PluginError(
            f"{player.location}: {seat.called} took more than {watchdog.seconds:g} s over one move"
            f" (turn {me.turn}).",
            seat.player,
        ) from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        said = blame(player, error, me.turn, called=seat.called)
        raise PluginError(str(said), seat.player) from error
    finally:
        watchdog.stop()
    if not isinstance(move, (bool, int, np.bool_, np.integer)) or move not in (C, D):
        shown = (
            "the value of `last` before the first move"
            if isinstance(move, int) and move == NO_MOVE
            else repr(move)
        )
        raise PluginError(
            f"{player.location}: {seat.called} must return C or D; turn {me.turn} returned"
            f" {shown}.",
            seat.player,
        )
    object.__setattr__(seat.public, "vote", int(move))
    object.__setattr__(me, "_intended", int(move))
    return int(move)


Votes = tuple[int, list[Any]]


def votes(seat: Seat) -> Votes:
    """Return what a player and all its members decided last."""
    return seat.public.vote, [votes(member) for member in seat.members]


def advance(seat: Seat, voted: Votes, move: int, sight: int, *, shared: bool = False) -> None:
    """Add a turn to the records of a player and its members; `shared` if others kept its own."""
    if not shared:
        seat.moves.append(move)
        seat.counts.mine[2 * move + sight] += 1
        seat.counts.theirs[2 * sight + move] += 1
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


def blame(
    player: Plugin, error: BaseException, turn: int, when: str = "in turn", called: str = ""
) -> PluginError:
    """Return the error of a rule as a sentence that begins with the rule's file and line."""
    code = player.rule.__code__
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == code.co_filename
    ]
    line = lines[-1] if lines else code.co_firstlineno
    where = f"{Path(code.co_filename).name}:{line}: {called or player.name}"
    if isinstance(error, VocabularyError):
        return PluginError(f"{where} {error}", player.name)
    text = " ".join(str(error).split())
    return PluginError(f"{where} raised {type(error).__name__} {when} {turn}: {text}", player.name)


class Watchdog:
    """Raises TimeoutError in the thread that made it when one decision takes too long (only in
    Python code)."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._owner = threading.get_ident()
        self._since = 0.0
        self._done = threading.Event()

    def __enter__(self) -> "Watchdog":
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()

    def start(self) -> None:
        self._since = time.monotonic()

    def stop(self) -> None:
        self._since = 0.0

    def _watch(self) -> None:
        while not self._done.wait(min(self.seconds / 4, 0.5)):
            since = self._since
            if since and time.monotonic() - since > self.seconds:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(self._owner), ctypes.py_object(TimeoutError)
                )
                return
