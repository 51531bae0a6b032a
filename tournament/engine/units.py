"""Cuts an event into units of work, runs them on any executor, and adds the results up.

A unit is some matches of a field and some of their repetitions. What it returns are sums of
integers, so that the result does not depend on how the work was cut, who did it, or in which order
units came back.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numba import njit

from tournament.authors.strategy import Plugin, Strategy
from tournament.engine import compiler, layout
from tournament.engine import turns as kernels
from tournament.engine.options import LOOP_OPTIONS
from tournament.engine.seats import MEMORY_COLUMNS
from tournament.errors import PluginError
from tournament.referee import match as referee
from tournament.results.counts import SUMS, Tallies
from tournament.rules import Rules
from tournament.streams import player_id

# About 50 ms of work: long against the cost of a unit, short against a user's patience.
UNIT_TURNS = 20_000_000
TOTALS_BYTES = 16_000_000
BLOCK_BYTES = 1 << 20  # private memory of a block; rules with large arrays play fewer lanes at once

Progress = Callable[[int, int, str], None]
"""progress(turns done, turns in all, what is being done)"""


@dataclass(frozen=True)
class Unit:
    """Some matches of a field, and some of their repetitions: all a worker needs to know."""

    players: tuple[Strategy, ...]
    matches: np.ndarray
    rules: Rules
    first_match: int
    first: int
    repetitions: int
    shortcut: bool = True

    @property
    def turns(self) -> int:
        """Expected number of turns of matches."""
        return int(len(self.matches) * self.repetitions * expected_turns(self.rules))


def expected_turns(rules: Rules) -> float:
    """Return the expected length of a match."""
    if rules.continuation is None or rules.continuation == 1:
        return float(rules.turns or 1)
    c = rules.continuation
    return (1 - c**rules.turns) / (1 - c) if rules.turns else 1 / (1 - c)


# -- a field, as the engine sees it --------------------------------------------------------------


@dataclass(frozen=True)
class Field:
    """Players in the engine's tables; see `kernels.play_matches`. Those that are not compiled have
    no nodes."""

    players: np.ndarray
    nodes: np.ndarray
    parameters: np.ndarray
    memories: np.ndarray
    images: np.ndarray
    ids: np.ndarray
    keep: tuple[Any, ...]  # what the addresses in the tables point to


@lru_cache(maxsize=16)
def prepare(
    strategies: tuple[Strategy, ...], names: tuple[str, ...], lanes: int = layout.LANES
) -> Field:
    """Return the engine's tables of a field; rules are compiled now if they never were.

    `names` is part of the key: equal rules may play under different names, and streams know players
    by name. `lanes` is the size of the blocks that will be played.
    """
    table = np.zeros((len(strategies), kernels.PLAYER_COLUMNS), np.int64)
    nodes: list[np.ndarray] = []
    parameters: list[int] = []
    memories: list[tuple[int, int, int]] = []
    images = bytearray()
    remembered: dict[int, tuple[int, int]] = {}  # of each kernel: its first memory, and how many
    keep: list[Any] = []
    for row, strategy in zip(table, strategies, strict=True):
        row[kernels.FIRST_NODE] = len(nodes)
        if not strategy.compiled:
            continue
        for node, (rule, _, _) in zip(*_tree(strategy, row, lanes), strict=True):
            kernel = _compile(rule, strategy.name, lanes)
            if id(kernel) not in remembered:
                remembered[id(kernel)] = len(memories), len(kernel.memory)
                for _, offset, start in kernel.memory:
                    image = np.asarray(start).tobytes()
                    memories.append((offset, len(image), len(images) // 8))
                    images += image + bytes(-len(image) % 8)
            node[[layout.FIRST_MEMORY, layout.MEMORIES]] = remembered[id(kernel)]
            keep += [kernel, rule]  # parameters that are arrays are used where they are
            nodes.append(node)
            node[layout.FIRST_PARAMETER] = len(parameters)
            parameters += parameter_words(rule)
    return Field(
        table,
        np.array(nodes, np.int64).reshape(-1, layout.NODE_COLUMNS),
        np.array(parameters, np.int64),
        np.array(memories, np.int64).reshape(-1, MEMORY_COLUMNS),
        np.frombuffer(bytes(images) or bytes(8), np.uint64).copy(),
        np.array([player_id(name) for name in names], np.uint64),
        tuple(keep),
    )


def _tree(
    player: Strategy, row: np.ndarray, lanes: int
) -> tuple[np.ndarray, list[tuple[Strategy, int, int]]]:
    """Return the (k, NODE_COLUMNS) nodes of a player, and their strategies; fill its `row` of the
    table of players."""
    tree = player.tree()
    nodes = np.zeros((len(tree), layout.NODE_COLUMNS), np.int64)
    archived = set()  # nodes whose moves some rule reads far back
    size = lane_bytes = 0
    for k, (node, (rule, parent, place)) in enumerate(zip(nodes, tree, strict=True)):
        kernel = _compile(rule, player.name, lanes)
        node[[layout.KERNEL, layout.PARENT, layout.PLACE]] = kernel.address, parent, place
        node[layout.KEEP_INTENDED] = kernel.keeps_intended
        node[layout.RECORD], node[layout.PARAMETERS] = k, len(parameter_words(rule))
        if k > 0:
            above = nodes[parent]
            above[layout.CHILDREN] += 1
            if place == 0:
                above[layout.CHILD] = k
            node[layout.LIVES] = _LIVES[tree[parent][0].history]
            if node[layout.LIVES] == layout.SHARED:
                node[layout.RECORD] = above[layout.RECORD]
        if kernel.keeps_history:
            archived.add(int(node[layout.RECORD]))
        blocks = {
            layout.PUBLIC_AT: layout.PUBLIC_COLUMNS * 8 * lanes * (node[layout.RECORD] == k),
            layout.PRIVATE_AT: kernel.private_bytes,
            layout.VOTES_AT: max(lanes, 8),
        }
        for column, width in blocks.items():
            node[column], size = size, size + width
        lane_bytes += kernel.private_bytes // lanes
    row[kernels.KEPT] = size
    for node in nodes:
        node[layout.FRAME_AT] = size
        size += 8 * (layout.FRAME_SLOTS + node[layout.PARAMETERS])
    row[[kernels.HISTORY, kernels.DRAWS]] = bool(archived), player.draws
    row[[kernels.NODES, kernels.BYTES, kernels.ARCHIVES]] = len(nodes), size, len(archived - {0})
    row[kernels.LANES_MOST] = max(1, min(layout.LANES, BLOCK_BYTES // lane_bytes))
    archives = {record: number for number, record in enumerate(sorted(archived - {0}))}
    nodes[:, layout.ARCHIVE] = [archives.get(int(at), -1) for at in nodes[:, layout.RECORD]]
    return nodes, tree


_LIVES: dict[str | None, int] = {
    "own": layout.OWN,
    "shared": layout.SHARED,
    "opposite": layout.OPPOSITE,
}


def _compile(rule: Strategy, player: str, lanes: int) -> compiler.Kernel:
    """Return the kernel of a player's rule, or of a member's; blame the player if there is none."""
    try:
        return compiler.compile_rule(rule, lanes)
    except PluginError as error:
        raise PluginError(str(error), player) from error.__cause__


def compile_players(players: Sequence[Strategy], lanes: int = layout.LANES) -> Iterator[str]:
    """Compile the rules of players and their members, yielding a note before each that is not yet
    in the cache."""
    for player in players:
        if player.compiled:
            for rule, _, _ in player.tree():
                if not compiler.is_cached(rule, lanes):
                    yield f"compiling {rule.rule.__name__}"
                _compile(rule, player.name, lanes)


def parameter_words(plugin: Plugin) -> list[int]:
    """Return the 8-byte words in which a frame holds parameters: an array as address and shape."""
    words: list[int] = []
    for value in plugin.parameters.values():
        if isinstance(value, np.ndarray):
            words += [value.ctypes.data, *value.shape]
        elif isinstance(value, float):
            words.append(int(np.float64(value).view(np.int64)))
        else:
            words.append(int(value))
    return words


@lru_cache(maxsize=4)
def loop_on_disk(loop: Any) -> Any:
    """Return a loop of the engine, compiled, and kept on disk as kernels are."""
    name = loop.py_func.__name__
    text = (
        '"""Generated by tournament.engine.units; delete it at will."""\n'
        "@compiled\n"
        f"def {name}(*arguments):\n"
        "    loop(*arguments)\n"
    )
    path = compiler.cache_folder() / f"{name}_{compiler.engine_hash()}.py"
    return compiler.load_cached(path, text, name, njit(**LOOP_OPTIONS), {"loop": loop})[0]


_NO_MOVES = np.zeros((0, 2), np.uint8)


def play_unit(unit: Unit, stop: np.ndarray | None = None, moves: np.ndarray = _NO_MOVES) -> Tallies:
    """Play a unit of work and return its sums. Runs in any process or thread; the compiled part
    releases the GIL.

    Raises
    ------
    PluginError
        When a rule fails; the text begins with file and line.
    """
    rules = unit.rules
    symmetric = rules.game.is_symmetric
    sides = 1 if symmetric else 2
    field = prepare(unit.players, tuple(p.name for p in unit.players))
    tallies = Tallies.empty(len(unit.matches), len(unit.players), unit.repetitions, sides)
    utilities = np.ascontiguousarray(rules.game.utilities)
    rows = utilities.reshape(2, 4)  # R, S, T, P of each seat
    payoffs = np.hstack([rows, rows[::-1]]).view(np.int64)
    margin = (utilities[0] - utilities[1].T).reshape(4)
    slow = (field.players[unit.matches, kernels.NODES] == 0).any(axis=1)
    for m in np.flatnonzero(slow):
        _referee_match(unit, int(m), margin, sides, tallies, stop)
    if not slow.all():
        fast = np.flatnonzero(~slow)
        part = (
            tallies
            if len(fast) == len(slow)
            else Tallies.empty(len(fast), len(unit.players), unit.repetitions, sides)
        )
        fault = np.full(kernels.FAULT_COLUMNS, -1, np.int64)
        most = int(field.players[unit.matches[fast], kernels.BYTES].max())
        memory = np.empty((2, most), np.uint8)
        endless = 2**31 - 1  # the most turns a geometric length can be drawn to
        loop_on_disk(kernels.play_matches)(
            *(field.players, field.nodes, field.parameters),
            *(field.memories, field.images, field.ids),
            *(np.array(rules.noise), np.array(rules.misperception)),
            *(unit.matches[fast], payoffs, margin, np.uint64(rules.seed)),
            *(unit.first, unit.repetitions, rules.turns or endless, rules.told),
            *(-1.0 if rules.continuation is None else rules.continuation, not symmetric),
            *(unit.shortcut, np.zeros(1, np.uint8) if stop is None else stop, moves),
            memory,
            *(part.counts, part.products, part.starts, part.transitions.reshape(-1, 16)),
            *(part.wins, part.first_defections, part.chance, part.totals, fault),
        )
        if fault[0] >= 0:
            raise _explain_fault(unit, fast[fault[0]], *map(int, fault[1:]))
        if part is not tallies:
            tallies.totals += part.totals
            for name in (*SUMS, "chance"):
                getattr(tallies, name)[fast] = getattr(part, name)
    return tallies


def replay(unit: Unit, match: int, repetition: int) -> tuple[np.ndarray, bool]:
    """Return the moves (turns, 2) of a repetition by the referee, and whether chance had a part."""
    p, q = map(int, unit.matches[match])
    rules = unit.rules
    noise, misperception = ((values[p], values[q]) for values in (rules.noise, rules.misperception))
    pair = (unit.players[p], unit.players[q])
    return referee.replay(pair, rules, noise, misperception, repetition)


def _explain_fault(unit: Unit, match: int, repetition: int, turn: int, seat: int) -> PluginError:
    try:
        replay(unit, match, repetition)
    except PluginError as error:
        return error
    player = unit.players[unit.matches[match, seat]]
    return PluginError(
        f"{player.location}: {player.name} failed in turn {turn} in compiled code but not in plain"
        " Python; a number may have passed the range of 64 bits. Look at its arithmetic.",
        player.name,
    )


def _referee_match(
    unit: Unit, m: int, margin: np.ndarray, sides: int, into: Tallies, stop: np.ndarray | None
) -> None:
    """Play one match by the referee, for rules that are not compiled, and tally it."""
    p, q = map(int, unit.matches[m])
    own, side = int(p == q), sides - 1
    repetitions = range(unit.first, unit.first + unit.repetitions)
    copied: np.ndarray | None = None
    for r in repetitions:
        if stop is not None and stop[0]:
            return
        if copied is None:
            moves, chance = replay(unit, m, r)
            chance |= 0 < (unit.rules.continuation or 0) < 1
            into.chance[m] |= chance
            if not chance:
                copied = moves
        outcome = 2 * moves[:, 0].astype(np.int64) + moves[:, 1]
        x = np.bincount(outcome, minlength=4)
        into.counts[m] += x
        into.products[m] += np.outer(x, x)
        into.starts[m, outcome[0]] += 1
        np.add.at(into.transitions[m], (outcome[:-1], outcome[1:]), 1)
        lead = float(margin @ x)
        into.wins[m] += (lead > 0, lead < 0)
        begun = moves.argmax(axis=0)  # the first defection of each, or 0
        peace = np.where(moves.any(axis=0), begun, len(moves))
        into.first_defections[m] += (peace == peace.min()) & (peace < len(moves))
        into.totals[r - unit.first, p, own, 0] += x
        into.totals[r - unit.first, q, own, side] += x[[0, 2, 1, 3]]


# -- running -------------------------------------------------------------------------------------


def cut(
    players: Sequence[Strategy],
    matches: np.ndarray,
    rules: Rules,
    repetitions: int,
    shortcut: bool = True,
    first: int = 0,
) -> list[Unit]:
    """Return the units of an event: about `UNIT_TURNS` turns each, repetitions from `first` on cut
    at multiples of a block."""
    length = expected_turns(rules)
    sides = 1 if rules.game.is_symmetric else 2
    lanes = layout.LANES
    by_memory = TOTALS_BYTES // (len(players) * 2 * sides * 4 * 8)
    by_work = int(UNIT_TURNS / max(1.0, length * len(matches)))
    step = max(1, min(by_memory, max(by_work, 1)) // lanes) * lanes
    step = min(step, repetitions - first)
    group = max(1, min(len(matches), int(UNIT_TURNS / max(1.0, step * length))))
    return [
        Unit(
            tuple(players),
            matches[m : m + group],
            rules,
            m,
            r,
            min(step, repetitions - r),
            shortcut,
        )
        for r in range(first, repetitions, step)
        for m in range(0, len(matches), group)
    ]


def run(
    units: list[Unit],
    tallies: Tallies,
    *,
    executor: Executor | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> None:
    """Play all units and add them to `tallies`: on `threads` of this process, or on any executor.

    Raises
    ------
    PluginError
        As `play_unit`; the other units are given up.
    KeyboardInterrupt
        Within a moment: compiled code is told to stop between blocks.
    """
    total, done = sum(unit.turns for unit in units), 0

    def finished(unit: Unit, result: Tallies) -> None:
        nonlocal done
        m, r = unit.first_match, unit.first
        tallies.add(result, slice(m, m + len(unit.matches)), slice(r, r + unit.repetitions))
        done += unit.turns
        if progress is not None:
            progress(done, total, "playing")

    for note in compile_players(units[0].players if units and executor is None else ()):
        if progress is not None:
            progress(0, total, note)
    stop = np.zeros(1, np.uint8)
    if executor is None:
        workers = min(threads or os.cpu_count() or 1, len(units))
        if workers <= 1:
            for unit in units:
                finished(unit, play_unit(unit))
            return
        pool = executor = ThreadPoolExecutor(workers)
        task = partial(play_unit, stop=stop)
    else:
        pool, task = None, partial(play_unit)
    waiting: dict[Future[Tallies], Unit] = {}
    try:
        waiting = {executor.submit(task, unit): unit for unit in units}
        while waiting:
            ready, _ = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
            for future in ready:
                finished(waiting.pop(future), future.result())
    except BaseException:
        stop[0] = 1
        for future in waiting:
            future.cancel()
        raise
    finally:
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)
