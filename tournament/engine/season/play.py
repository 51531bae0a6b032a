"""Plays one repetition of a season: phase after phase, on threads that share the towns."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from operator import itemgetter

import numpy as np

from tournament.authors.partners import Kind
from tournament.engine import field, preparing
from tournament.engine.cache.code import loop_on_disk
from tournament.engine.field import rules_of
from tournament.engine.kernels.compiler import compile_rule
from tournament.engine.memory import Words, packed
from tournament.engine.options import cores
from tournament.engine.preparing import Part, Report
from tournament.engine.season.days import (
    choice,
    exchange,
    morning,
    placement,
    reliving,
    seating,
)
from tournament.engine.season.faults import Fault, explained
from tournament.engine.season.tables import MOVE_LATE, RATING_LATE, Desk, World
from tournament.engine.season.views import LEFT
from tournament.engine.season.world import build_desk, build_world
from tournament.referee.watchdog import comes_back
from tournament.results.books.season import SeasonTallies
from tournament.results.books.towns import Towns
from tournament.rules.season import SeasonRules

Phase = Callable[[int, int, int, int, int], int]
_ASKS: dict[Phase, int] = {choice: RATING_LATE, reliving: MOVE_LATE, exchange: MOVE_LATE}
"""Which phases ask rules, and what went wrong if they do not come back."""


def phases_of(rules: SeasonRules | World, *, lived: bool = False) -> list[Phase]:
    """Return the phases of a day; of one that a town has lived already, if that is so."""
    wakes = rules.absence > 0 or rules.inbox or rules.nice_list
    before = [morning] if wakes else []
    known = [reliving] if lived else []
    return [*before, choice, *([placement] if rules.inbox else []), *known, exchange]


def prepare(
    kinds: Sequence[Kind],
    rules: SeasonRules,
    report: Report,
    processes: int | None = None,
    *,
    lived: bool = False,
) -> None:
    """Compile what a season needs that is not on disk, and load it.

    Parameters
    ----------
    kinds, rules
        Who plays, and under what rules.
    report
        It is told how far that is.
    processes
        How many processes compile; by default as many as there are cores.
    lived
        Whether a town has lived some days already.

    Raises
    ------
    PluginError
        When a rule cannot be compiled.
    """
    strategies = tuple(kind.strategy for kind in kinds)
    partners = [kind.partner for kind in kinds]
    phases = map(Part, (seating, *phases_of(rules, lived=lived)))
    preparing.prepare([*phases, *rules_of(strategies, 1), *map(Part, partners)], report, processes)
    field.prepare(strategies, tuple(one.name for one in strategies), 1)
    for partner in partners:
        compile_rule(partner)


def play(
    kinds: Sequence[Kind],
    rules: SeasonRules,
    towns: Towns,
    repetition: int,
    *,
    threads: int | None = None,
    keep_rows: bool = False,
    watched: int = -1,
    progress: Callable[[int], None] | None = None,
) -> SeasonTallies:
    """Play one repetition of a season.

    Parameters
    ----------
    kinds, rules, towns, repetition
        Who plays, under what rules, and who lives where.
    threads
        All cores by default.
    keep_rows
        Whether what happened along each row is returned too.
    watched
        A friendship whose diary is kept.
    progress
        It is called with each day that is over.

    Raises
    ------
    PluginError
        When a rule fails; the text begins with file and line.
    """
    world = build_world(kinds, rules, towns, repetition, watched)
    desks, fault = _live(kinds, world, threads, progress)
    if fault is not None:
        again = world
        if fault.in_a_friendship and not fault.late:  # play again, and watch it
            again = build_world(kinds, rules, towns, repetition, fault.where)
            _live(kinds, again, threads)
        raise explained(fault, kinds, rules, towns, again)
    rows = world.rows[:, : LEFT + 1]
    return SeasonTallies(
        towns=np.add.reduceat(rows, world.start[:-1], axis=0, dtype=np.int64),
        daily=np.sum([desk.daily for desk in desks], axis=0),
        fresh=np.sum([desk.fresh for desk in desks], axis=0),
        between=np.sum([desk.between for desk in desks], axis=0),
        rows=rows.copy() if keep_rows else None,
        diary=world.diary[: world.diary_lines[0]].copy(),
    )


def _live(
    kinds: Sequence[Kind],
    world: World,
    threads: int | None,
    progress: Callable[[int], None] | None = None,
) -> tuple[list[Desk], Fault | None]:
    """Play all days of a world; return the desks of its threads, and what went wrong, if it did."""
    workers = max(1, min(threads or cores(), world.towns))
    desks = [build_desk(kinds, world) for _ in range(workers)]
    here, structs = packed(world), [packed(desk) for desk in desks]
    cuts = np.linspace(0, world.towns, 8 * workers + 1 if workers > 1 else 2).astype(int)
    chunks = list(pairwise(cuts.tolist()))
    for desk, struct in zip(desks, structs, strict=True):
        _work(seating, 0, world, here, iter([(0, 0)]), desk, struct)
    if workers == 1 and progress is None:
        _live_alone(world, here, desks[0], structs[0])
        return desks, Fault(*desks[0].fault.tolist()[:4]) if desks[0].fault[0] else None
    with ThreadPoolExecutor(workers) as pool:
        for day in range(world.days):
            for phase in phases_of(world, lived=day < world.scripted):
                if phase is placement:
                    world.order[:] = np.argsort(world.priority, kind="stable")
                    _work(phase, day, world, here, iter([(0, 0)]), desks[0], structs[0])
                elif phase is reliving:
                    _work(phase, day, world, here, iter([(0, 0)]), desks[0], structs[0])
                elif workers == 1:
                    _work(phase, day, world, here, iter(chunks), desks[0], structs[0])
                else:
                    work = partial(_work, phase, day, world, here, iter(chunks))
                    list(pool.map(work, desks, structs))
                faults = [desk.fault.tolist() for desk in desks if desk.fault[0]]
                if faults:  # the one of the lowest town: it is found whatever the threads
                    return desks, Fault(*min(faults, key=itemgetter(4))[:4])
            if progress is not None:
                progress(day)
    return desks, None


def _live_alone(world: World, here: Words, desk: Desk, struct: Words) -> None:
    """Play all days of a world on one thread, which is watched as a whole: a thread for each phase
    of each day would take as long as the days of a small world."""
    now: list[Phase] = [seating]
    late = False
    phases = {*phases_of(world), *phases_of(world, lived=world.scripted > 0)}
    loops = {phase: loop_on_disk(phase) for phase in phases}  # not watched: it may compile

    def play() -> None:
        for day in range(world.days):
            for phase in phases_of(world, lived=day < world.scripted):
                now[0] = phase
                if phase is placement:
                    world.order[:] = np.argsort(world.priority, kind="stable")
                towns = 0 if phase in (placement, reliving) else world.towns
                loops[phase].ctypes(0, towns, day, here.ctypes.data, struct.ctypes.data)
                if desk.fault[0] or late:
                    return

    if not comes_back(play, desk.fault.tolist, (world, here, desk, struct)):
        late = True
        desk.fault[0] = _ASKS[now[0]]


def _work(
    phase: Phase,
    day: int,
    world: World,
    here: Words,
    todo: Iterator[tuple[int, int]],
    desk: Desk,
    struct: Words,
) -> None:
    """Play a phase for towns that nobody took yet; `todo` is shared by the threads."""
    loop = loop_on_disk(phase)

    def play() -> None:
        for first, last in todo:
            loop.ctypes(first, last, day, here.ctypes.data, struct.ctypes.data)
            if desk.fault[0]:
                return

    if phase not in _ASKS:
        play()
    elif not comes_back(play, desk.fault.tolist, (world, here, desk, struct)):
        desk.fault[0] = _ASKS[phase]
