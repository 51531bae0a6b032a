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

from tournament.errors import PluginError, suggestion
from tournament.rules import Rules
from tournament.strategy import NO_MOVE, PRIVATE, SEEN, C, D, Plugin, Strategy
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
    if seat == "opponent":
        if verb == "sets":
            return f"sets opponent.{attribute}; a player cannot change its opponent."
        hint = suggestion(attribute, list(SEEN))
        return f"reads opponent.{attribute}; a player sees only its opponent's moves.{hint}"
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


class Public:
    """What both seats may know of a player."""

    __slots__ = ("_counts", "_moves", "_table")

    def __init__(self, moves: list[int], counts: list[int], table: Any) -> None:
        self._moves = moves
        self._counts = counts  # turns in which this player and the other played CC, CD, DC, DD
        self._table = table  # payoffs of this player: [own move][other's move]

    @property
    def last(self) -> int:
        return self._moves[-1] if self._moves else NO_MOVE

    def move(self, k: int) -> int:
        if k < 1:
            raise IndexError("move(k) counts turns back from 1")
        return self._moves[-k] if k <= len(self._moves) else NO_MOVE

    @property
    def history(self) -> History:
        return History(self._moves)

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


class Opponent(Public):
    """The other player, as a rule sees it."""

    __slots__ = ("offered",)

    def __init__(self, moves: list[int], counts: list[int], table: Any) -> None:
        super().__init__(moves, counts, table)
        object.__setattr__(self, "offered", NO_MOVE)

    def __getattr__(self, name: str) -> Any:
        raise VocabularyError(unknown_attribute("opponent", name, ()))

    def __setattr__(self, name: str, value: Any) -> None:
        if name in Public.__slots__:
            object.__setattr__(self, name, value)
        else:
            raise VocabularyError(unknown_attribute("opponent", name, (), "sets"))


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

    __slots__ = ("_day", "_days_left", "_memory", "_stream", "game", "giving", "intended", "turns")

    def __init__(
        self,
        moves: list[int],
        counts: list[int],
        table: np.ndarray,
        strategy: Strategy,
        stream: Stream,
        turns: int,
    ) -> None:
        for name, value in {
            "_memory": {
                k: v.copy() if isinstance(v, np.ndarray) else v for k, v in strategy.memory.items()
            },
            "_stream": stream,
            "game": GameView(table),
            "intended": NO_MOVE,
            "turns": turns,
            "giving": False,
            "_day": None,
            "_days_left": None,
        }.items():
            object.__setattr__(self, name, value)
        super().__init__(moves, counts, table.tolist())

    @property
    def turn(self) -> int:
        return len(self._moves)

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
        if name in Public.__slots__:
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
    streams = [
        [
            Stream(stream_key(seed, ids[s], ids[1 - s], seats[s], purpose), repetition)
            for s in (0, 1)
        ]
        for purpose in (RULE, NOISE, MISPERCEPTION)
    ]
    moves: tuple[list[int], list[int]] = ([], [])
    seen: tuple[list[int], list[int]] = ([], [])  # seen[s]: the other's moves as seat s sees them
    tallies = [
        ([0] * 4, [0] * 4) for _ in (0, 1)
    ]  # per seat: counts for me, counts for the opponent
    me = [Me(moves[s], tallies[s][0], payoffs[s], players[s], streams[0][s], told) for s in (0, 1)]
    opponent = [Opponent(seen[s], tallies[s][1], payoffs[1 - s].tolist()) for s in (0, 1)]
    with Watchdog(decision_seconds) as watchdog:
        for turn in range(turns):
            chosen = [decide(players[s], me[s], opponent[s], watchdog) for s in (0, 1)]
            made = [chosen[s] ^ (streams[1][s].at(turn + 1) < noise[s]) for s in (0, 1)]
            for s in (0, 1):
                sight = made[1 - s] ^ (streams[2][s].at(turn + 1) < misperception[s])
                moves[s].append(made[s])
                seen[s].append(sight)
                tallies[s][0][2 * made[s] + sight] += 1
                tallies[s][1][2 * sight + made[s]] += 1
                object.__setattr__(me[s], "intended", chosen[s])
    drew = any(stream.draws for stream in streams[0]) or any(noise) or any(misperception)
    return np.array(moves, dtype=np.uint8).T, bool(drew) or not all(p.compiled for p in players)


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


def decide(player: Strategy, me: Me, opponent: Opponent, watchdog: "Watchdog") -> int:
    """Return the player's next move, checked."""
    watchdog.start()
    try:
        move = player.rule(me, opponent, **player.parameters)
    except TimeoutError:
        raise PluginError(
            f"{player.location}: {player.name} took more than {watchdog.seconds:g} s over one move"
            f" (turn {me.turn}).",
            player.name,
        ) from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise blame(player, error, me.turn) from error
    finally:
        watchdog.stop()
    if not isinstance(move, (bool, int, np.bool_, np.integer)) or move not in (C, D):
        shown = (
            "the value of `last` before the first move"
            if isinstance(move, int) and move == NO_MOVE
            else repr(move)
        )
        raise PluginError(
            f"{player.location}: {player.name} must return C or D; turn {me.turn} returned"
            f" {shown}.",
            player.name,
        )
    return int(move)


def blame(player: Plugin, error: BaseException, turn: int, when: str = "in turn") -> PluginError:
    """Return the error of a rule as a sentence that begins with the rule's file and line."""
    file = player.rule.__code__.co_filename
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == file
    ]
    where = (
        f"{Path(file).name}:{lines[-1] if lines else player.rule.__code__.co_firstlineno}:"
        f" {player.name}"
    )
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
