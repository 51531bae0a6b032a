"""Automata on disk: finding one, or that there is none, takes seconds.

An entry holds a line of JSON, and the arrays of the automaton as plain bytes; or only the line,
with the reason why there is none. Nothing is unpickled. Its name holds a hash of all that the
automaton depends on: the rule with its parameters and members, what it is told, for how many turns,
and the source files that find automata. So an edited rule has another entry.
"""

import json
import platform
from functools import cache

import numpy as np

from tournament.authors.strategy import Strategy
from tournament.interactive.shown import shown
from tournament.referee.exact.machine import Machine
from tournament.results.files.cache import entries, places, upkeep
from tournament.results.files.cache.sources import hash_of, imported, modules

FOLLOWER = "tournament.referee.exact.following.automata"
"""The module that finds automata, with all that it imports."""
PARTS = (("first", "<i8"), ("weight", "<f8"), ("move", "u1"), ("then", "<i8"))
Found = Machine | str
"""An automaton, or the reason why there is none."""


def entry_of(strategy: Strategy, told: int, payoffs: tuple[float, ...], turns: int | None) -> str:
    """Return the name of the entry of an automaton."""
    plain = [each.plain for each, _, _ in strategy.tree()]
    conditions = (strategy.identity, plain, told, payoffs, turns)
    return entries.entry_name(strategy.called, *conditions, follower(), suffix=entries.AUTOMATON)


@cache
def follower() -> str:
    """Return a hash of all that finds automata."""
    files = modules()
    paths = sorted(files[name] for name in imported([FOLLOWER], files))
    return hash_of(paths, platform.python_version(), np.__version__)


def read(entry: str) -> Found | None:
    """Return what is kept of a rule; None if there is nothing that is whole."""
    for folder in places.readable():
        content = entries.read(folder, entry)
        if content is not None:
            return unpacked(content)
    return None


def keep(entry: str, found: Found) -> None:
    """Keep what was found; where that is not possible a warning says so, once."""
    folder = places.writable()
    if folder is None:
        return
    content = packed(found)
    try:
        entries.write(folder, entry, content)
        upkeep.grown(folder, len(content))
    except OSError as error:
        places.warn_once(
            f"Automata cannot be kept in {shown(str(folder))}: {places.reason(error)}. All goes on;"
            " what is not kept is found again in every process."
        )


def packed(found: Found) -> bytes:
    """Return the content of an entry."""
    if isinstance(found, str):
        return json.dumps({"reason": found}).encode()
    head = {"turns": found.turns, "states": found.states, "choices": len(found.move)}
    arrays = [getattr(found, name).astype(kind).tobytes() for name, kind in PARTS]
    return b"".join([json.dumps(head).encode(), b"\n", *arrays])


def unpacked(content: bytes) -> Found | None:
    """Return what an entry holds; None if it is of another form."""
    try:
        return _unpacked(*content.partition(b"\n")[::2])
    except (KeyError, TypeError, ValueError):
        return None


def _unpacked(line: bytes, rest: bytes) -> Found:
    head = json.loads(line)
    if "reason" in head:
        return str(head["reason"])
    n, m = head["states"], head["choices"]
    shapes = ((n + 1,), (m,), (m,), (m, 2, 2))
    arrays, start = [], 0
    for (_, kind), shape in zip(PARTS, shapes, strict=True):
        count = int(np.prod(shape))
        array = np.frombuffer(rest, kind, count, start).reshape(shape)
        arrays.append(array.astype(array.dtype.newbyteorder("=")))
        start += array.nbytes
    first, weight, move, then = arrays
    return Machine(first, weight, move, then, head["turns"])
