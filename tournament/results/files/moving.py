"""Putting files into a folder, all of them or none, whenever the process is ended.

Files are written into a folder of their own, `.unfinished-12345678/new`. When all are there, a note
is written beside them, `.unfinished-12345678/whole`. Then they move one by one, and what was there
moves away into `old`. A process that is killed before the note has changed nothing. If it is killed
after the note, the next one that writes into the folder moves the rest.

The folder of a process that lives is locked; the system unlocks it when the process ends.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tournament.results.files.unfinished import held
from tournament.rules.reading import Unreadable, text

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_NAME = re.compile(r"\.unfinished-[a-z0-9_]{8}")
_FORMER = ("results", "parquet")
"""What an earlier report may have left, and a newer one has not."""
_DAY = 86_400.0
"""Where folders cannot be locked, only what is older is taken for left behind."""
opened: dict[Path, int] = {}
"""The unfinished folders of this process, which are locked as long as they are open."""


def entries(folder: Path) -> list[Path]:
    """Return what is in a folder, without what is unfinished."""
    return [entry for entry in folder.iterdir() if not _NAME.fullmatch(entry.name)]


def drawn(folder: Path) -> Path:
    """Return a path for unfinished work in a folder; nothing is there yet."""
    return folder / f".unfinished-{secrets.token_hex(4)}"


def make(work: Path) -> bool:
    """Make the folder of unfinished work and lock it; return False if another process took it."""
    work.mkdir()
    with contextlib.suppress(OSError):
        opened[work] = os.open(work, os.O_RDONLY)
    try:
        if _lock(opened.get(work), wait=False) is False:
            return False
        (work / "new").mkdir()
    except FileNotFoundError:  # another process cleaned it away before it was locked
        return False
    return True


def discard(work: Path) -> None:
    """Remove unfinished work and whatever is in it."""
    shutil.rmtree(work, ignore_errors=True)
    number = opened.pop(work, None)
    if number is not None:
        with contextlib.suppress(OSError):
            os.close(number)


def put(work: Path, folder: Path, without: Iterable[str] = ()) -> None:
    """Move what was written into its folder, and remove entries of an earlier report.

    Raises
    ------
    OSError
        When something cannot be moved; then all is as before.
    """
    names = sorted(entry.name for entry in (work / "new").iterdir())
    note = {"move": names, "remove": sorted(set(without) - set(names))}
    draft = work / "draft"
    draft.write_text(json.dumps(note), encoding="utf-8")
    (work / "old").mkdir()
    with _locked(folder):
        _finish(folder)
        with held():
            draft.replace(work / "whole")
            _move(work, folder, note)


def finish(folder: Path) -> None:
    """Finish or clean away what killed processes have left in a folder; nothing else is touched."""
    with contextlib.suppress(OSError):
        if any(map(_NAME.fullmatch, os.listdir(folder))):  # noqa: PTH208 (a folder may be large)
            with _locked(folder):
                _finish(folder)


def _finish(folder: Path) -> None:
    for work in folder.iterdir():
        if not _NAME.fullmatch(work.name) or work.is_symlink() or not work.is_dir():
            continue
        with contextlib.suppress(OSError), _abandoned(work) as abandoned:
            if abandoned:
                with contextlib.suppress(OSError, ValueError, KeyError, TypeError, Unreadable):
                    _move(work, folder, _note(work))
                shutil.rmtree(work, ignore_errors=True)


def _note(work: Path) -> dict[str, list[str]]:
    """Return what must be moved and removed.

    The file may come from a stranger. So it names entries of the folder, and nothing outside.
    """
    found: Any = json.loads(text(work / "whole", 1 << 16))
    note = {key: [str(name) for name in found[key]] for key in ("move", "remove")}
    names = [name for name in note["move"] if name == Path(name).name and name not in ("", "..")]
    links = [each for each in ("new", "old") if (work / each).is_symlink()]
    if names != note["move"] or any(map(_NAME.fullmatch, names)) or links:
        raise ValueError(found)
    return note | {"remove": [name for name in note["remove"] if name in _FORMER]}


def _move(work: Path, folder: Path, note: dict[str, list[str]]) -> None:
    """Move entries into the folder; after an error all is as before."""
    new, old = work / "new", work / "old"
    try:
        for name in note["move"]:
            if _there(new / name):
                _keep(folder / name, old / name)
                (new / name).replace(folder / name)
        for name in note["remove"]:
            _away(folder / name, old / name)
    except OSError:
        (work / "whole").unlink(missing_ok=True)
        for name in reversed(note["move"]):
            with contextlib.suppress(OSError):
                if not _there(new / name):
                    (folder / name).replace(new / name)
                _away(old / name, folder / name)
        raise


def _keep(place: Path, to: Path) -> None:
    """Keep what is at a place; a file stays there as well, so that it is never missing."""
    if place.is_file() and not place.is_symlink() and not _there(to):
        with contextlib.suppress(OSError):  # some file systems have no links
            to.hardlink_to(place)
            return
    _away(place, to)


def _away(place: Path, to: Path) -> None:
    """Move what is at a place, if anything is, unless the other place is taken."""
    if _there(place) and not _there(to):
        place.replace(to)


def _there(place: Path) -> bool:
    return place.is_symlink() or place.exists()


# -- locks -----------------------------------------------------------------------------------------


def _lock(number: int | None, *, wait: bool) -> bool | None:
    """Lock an open folder; return False if another has locked it, None if it cannot be locked."""
    if fcntl is None or number is None:
        return None
    try:
        fcntl.flock(number, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:  # some file systems have no locks
        return None
    return True


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let no other process or thread move files into the folder."""
    number = None
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
    try:
        _lock(number, wait=True)
        yield
    finally:
        if number is not None:
            os.close(number)


@contextlib.contextmanager
def _abandoned(work: Path) -> Iterator[bool]:
    """Yield whether the process that made a folder has ended; meanwhile the folder is locked."""
    number = None
    with contextlib.suppress(OSError):
        number = os.open(work, os.O_RDONLY)
    try:
        free = _lock(number, wait=False)
        if free is None:
            free = work not in opened and time.time() - work.stat().st_mtime > _DAY
        yield free
    finally:
        if number is not None:
            os.close(number)
