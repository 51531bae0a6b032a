"""How much there is in the cache, and what is removed.

Each version of the engine has entries of its own, so a folder would grow for ever. What was used
last stays; the oldest goes when there is more than `MOST_BYTES`, whatever version made it. The
files that earlier versions left, which were Numba's, go in the same way.
"""

import contextlib
import os
import re
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from tournament.results.files.cache import places
from tournament.results.files.cache.entries import SUFFIXES, UNFINISHED, remove

MOST_BYTES = 2**28
"""Of all entries. The whole library takes less than two megabytes."""
OFTEN_BYTES = 2**23
"""How much a process keeps until it looks again at all files."""
UNFINISHED_SECONDS = 3600
"""Whoever writes a file for so long was killed."""

_ENTRY = re.compile(rf"-[0-9a-f]{{64}}({'|'.join(map(re.escape, SUFFIXES))})$")
_LEFT = re.compile(rf"{re.escape(UNFINISHED)}$")
_FORMER = re.compile(r"_[0-9a-f]{24,32}(\.py|\..*\.nb[ic](\.tmp\.\w+)?)$|^tmp\w+\.tmp$")

_grown: dict[Path, int] = {}


def on_disk() -> set[str]:
    """Return the names of the entries on disk."""
    names: set[str] = set()
    for folder in places.readable():
        with contextlib.suppress(OSError):
            names |= _listed(folder, folder.stat().st_mtime_ns)
    return names


@lru_cache(maxsize=2)
def _listed(folder: Path, changed: int) -> frozenset[str]:  # noqa: ARG001 (part of the key)
    # Ten times as quick as `iterdir`, and there may be thousands.
    return frozenset(filter(_ENTRY.search, os.listdir(folder)))  # noqa: PTH208


def usage() -> tuple[int, int]:
    """Return how many files of the cache there are, and how many bytes they take."""
    sizes = [size for folder in places.readable() for _, _, size in _files(folder)]
    return len(sizes), sum(sizes)


def clear() -> tuple[int, int]:
    """Remove all entries, whatever version made it, and return how many files there were, and
    how many bytes."""
    gone = []
    for folder in places.readable():
        gone += [size for _, path, size in _files(folder) if remove(path)]
        remove(folder / places.LOCK)
        with contextlib.suppress(OSError):
            (folder / "__pycache__").rmdir()
    return len(gone), sum(gone)


def grown(folder: Path, size: int) -> None:
    """Take note that a folder has grown, and bound it: at first, and then now and again."""
    grew = _grown.get(folder, OFTEN_BYTES) + size
    if grew > OFTEN_BYTES:
        bound(folder)
        grew = 0
    _grown[folder] = grew


def bound(folder: Path) -> None:
    """Remove what killed writers left, and what was not used for longest, until the rest is small
    enough."""
    files, now = sorted(_files(folder), reverse=True), time.time()
    total = 0
    for used, path, size in files:
        total += size
        old = now - used > UNFINISHED_SECONDS and _LEFT.search(path.name)
        if old or total > MOST_BYTES:
            remove(path)


def _files(folder: Path) -> Iterator[tuple[float, Path, int]]:
    """Yield the files of all versions: when each was used, where it is, and how
    large it is."""
    for place in (folder, folder / "__pycache__"):
        try:
            with os.scandir(place) as found:
                listed = [each for each in found if _is_ours(each.name)]
        except OSError:
            continue
        for each in listed:
            with contextlib.suppress(OSError):  # another process removed it
                facts = each.stat(follow_symlinks=False)
                yield facts.st_mtime, Path(each.path), facts.st_size


def _is_ours(name: str) -> bool:
    return any(form.search(name) for form in (_ENTRY, _LEFT, _FORMER))
