"""Which folders may be trusted with machine code.

Whoever may write into the folder can let other programs run in this process: a hash finds damage,
but anybody can make a hash. So the folder and each file in it must belong to this user, or to root,
and nobody else may write them. A folder that this module makes has mode 0700, whatever the umask.

Root may own the folder, because a cache in the image of a container is often made by root. This
user then reads it, and keeps what it lacks in the temporary folder.
"""

import os
import stat
import tempfile
import warnings
from functools import cache
from pathlib import Path

from platformdirs import user_cache_path

from tournament.errors import CacheWarning
from tournament.interactive.shown import sentence, shown

OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
LOCK = "lock"
"""The file of a folder that processes lock."""
HAS_OWNERS = hasattr(os, "geteuid")
"""False on Windows, where the user's folders are closed to others by default."""

_said: set[str] = set()


def warn_once(text: str) -> None:
    """Give a warning, the first time in this process that it has this text."""
    if text not in _said:
        _said.add(text)  # before it is given: a warning can be an error
        warnings.warn(sentence(text), CacheWarning, stacklevel=2)


def is_trusted(facts: os.stat_result) -> bool:
    """Return whether only this user, or root, can have written a file or folder."""
    return not HAS_OWNERS or (_is_ours(facts) and not facts.st_mode & OTHERS_WRITE)


def _is_ours(facts: os.stat_result) -> bool:
    return not HAS_OWNERS or facts.st_uid in (os.geteuid(), 0)


# -- the folders in use ----------------------------------------------------------------------------


def asked() -> Path:
    """Return the folder that should keep compiled code: in `TOURNAMENT_CACHE`, else in the user's
    cache folder.

    The user's cache folder is `XDG_CACHE_HOME` or `~/.cache` on Linux, `~/Library/Caches` on macOS,
    and `%LOCALAPPDATA%` on Windows.

    Raises
    ------
    OSError
        When there is none: a user without a home has none.
    """
    given = os.environ.get("TOURNAMENT_CACHE")
    if given:
        return Path(given).absolute() / "tournament"
    try:
        found = user_cache_path("tournament", appauthor=False)
    except RuntimeError as error:
        raise OSError(str(error)) from error
    if not found.is_absolute():  # a "~" that stands for nothing
        raise OSError("there is no home")
    return found


@cache
def problem() -> str:
    """Return why the folder that should keep compiled code cannot be trusted, or made; an empty
    string if it can."""
    try:
        return opened(asked())
    except OSError as error:
        return reason(error)


@cache
def readable() -> tuple[Path, ...]:
    """Return the folders in which compiled code is looked for.

    One sentence warns where the folder that should keep it cannot be trusted, or made.
    """
    if problem():
        other = _temporary(make=True)
        kept = f"is in {shown(str(other))}" if other else "is not kept"
        warn_once(
            f"Compiled code {kept}, because {_named()} cannot be used: {problem()}. Let"
            " TOURNAMENT_CACHE name a folder that only you may write."
        )
        return (other,) if other else ()
    wanted = asked()
    if may_write(wanted):
        return (wanted,)
    other = _temporary(make=False)  # a read-only folder may have all: then nothing is made
    return (wanted, other) if other else (wanted,)


@cache
def writable() -> Path | None:
    """Return the folder in which compiled code is kept, made if it was missing; None if no folder
    can keep any."""
    for folder in readable():
        if may_write(folder):
            return folder
    readable.cache_clear()  # what is kept in the temporary folder is also looked for there
    return _temporary(make=True)


def folder() -> Path | None:
    """Return the folder of compiled code; None if no folder can keep any."""
    return next(iter(readable()), None)


def _named() -> str:
    try:
        return shown(str(asked()))
    except OSError:
        return "the usual folder"


def may_write(folder: Path) -> bool:
    """Return whether the system lets this user write in a folder."""
    return os.access(folder, os.W_OK | os.X_OK)


def _temporary(*, make: bool) -> Path | None:
    """Return a private folder among the temporary ones; None if there is none that can be used."""
    try:
        parent = Path(tempfile.gettempdir())
        if not _is_for_temporary_files(parent) and parent == Path.cwd():
            return None  # the last resort of `tempfile`; what we left there would be in the way
        kept = parent / f"tournament-{os.geteuid() if HAS_OWNERS else 'user'}"
        found = (make or kept.is_dir()) and not opened(kept) and may_write(kept)
    except OSError:
        return None
    return kept if found else None


def _is_for_temporary_files(folder: Path) -> bool:
    named = {os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")}
    return str(folder) in named | {"/tmp", "/var/tmp", "/usr/tmp"}


# -- trust -----------------------------------------------------------------------------------------


def opened(folder: Path) -> str:
    """Make a folder, if it is missing, and close it to others; return why it cannot be trusted, or
    an empty string.

    Raises
    ------
    OSError
        When it cannot be made or looked at.
    """
    if problem := _problem_above(folder):
        return problem
    _make(folder)
    facts = folder.stat()
    if not stat.S_ISDIR(facts.st_mode):
        return "it is not a folder"
    if not _is_ours(facts):
        return "it belongs to another user"
    if HAS_OWNERS and facts.st_mode & OTHERS_WRITE and facts.st_uid == os.geteuid():
        # What others wrote here before is theirs, or may be written by them: no entry is.
        folder.chmod(0o700)
        facts = folder.stat()
    return "" if is_trusted(facts) else "others may write there"


def _problem_above(folder: Path) -> str:
    """Return what lets others put another folder in the place of this one, or an empty string."""
    if not HAS_OWNERS:
        return ""
    for place in (folder, *folder.parents):
        if place.is_symlink() and not _is_ours(place.lstat()):
            return f"{shown(str(place))} is a symbolic link of another user"
    if folder.parent.exists() and not _is_ours(folder.parent.stat()):
        return f"{shown(str(folder.parent))} belongs to another user"
    for parent in (*Path(os.path.realpath(folder)).parents, *folder.parents):
        mode = parent.stat().st_mode if parent.is_dir() else 0
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            return f"everybody may write in {shown(str(parent))}"
    return ""


def _make(folder: Path) -> None:
    """Make a folder, and those above it, all closed to others."""
    if folder.exists():
        return
    _make(folder.parent)
    try:
        folder.mkdir(0o700)
    except FileExistsError:  # another process was first
        return
    folder.chmod(0o700)  # the umask may have taken our own rights, too


def reason(error: OSError) -> str:
    """Return what an error of the system says, in words that go into a sentence."""
    said = error.strerror or str(error)
    return f"{said[:1].lower()}{said[1:]}"
