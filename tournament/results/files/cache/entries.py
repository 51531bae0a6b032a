"""Entries: one file for each compiled thing, read only if it is whole, and written whole.

A file is a line that says what it is, the SHA-256 of all that follows and of the entry's name, and
the content. The hash is checked before the content is looked at. So a file that is cut, flipped,
empty, or another entry's is no entry, and what it should hold is compiled again.

The hash has no key. It finds damage, not malice: whoever may write the folder could read a key that
lies there, and a key elsewhere would make a cache of an image useless. `places` keeps malice out.
"""

import contextlib
import hashlib
import os
import re
import secrets
import shutil
import stat
import time
from pathlib import Path
from typing import Any

from tournament.results.files.cache import places

FORM = b"tournament: compiled code, form 1\n"
HEAD = len(FORM) + hashlib.sha256().digest_size
MOST_BYTES = 2**26
"""Of an entry. A larger file is none of ours."""
CODE, AUTOMATON = SUFFIXES = (".code", ".automaton")
"""How the names of entries end: of machine code, and of automata."""
UNFINISHED = ".unfinished"
"""How the names of files end that a process is writing, or was writing when it was killed."""
USED_SECONDS = 24 * 3600
"""How old the time of an entry may be that was used now."""

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)  # a pipe must not let us wait
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_PLAIN = sum(getattr(os, name, 0) for name in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW"))


def entry_name(said: str, *depends_on: Any, suffix: str) -> str:
    """Return the name of an entry.

    Parameters
    ----------
    said
        What it holds, for people who look into the folder.
    depends_on
        What the content depends on, of values whose `repr` tells all.
    suffix
        One of `SUFFIXES`.
    """
    digest = hashlib.sha256(repr((said, *depends_on)).encode("utf-8", "replace"))
    letters = re.sub(r"[^0-9A-Za-z_]", "", said)[:40]
    return f"{letters}-{digest.hexdigest()}{suffix}"


def _hash(name: str, content: bytes) -> bytes:
    return hashlib.sha256(FORM + name.encode() + b"\0" + content).digest()


def read(folder: Path, name: str) -> bytes | None:
    """Return what an entry holds; None if there is no entry, or none that is whole and ours."""
    try:
        handle = os.open(folder / name, _READ | _PLAIN)
    except OSError:
        return None
    try:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode) or not places.is_trusted(facts):
            return None
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(MOST_BYTES + 1)
        with contextlib.suppress(OSError):  # somebody else's file
            _used(handle, facts, folder)
    except OSError:  # a bad disk
        return None
    finally:
        os.close(handle)
    content = data[HEAD:]
    if len(data) > MOST_BYTES or data[:HEAD] != FORM + _hash(name, content):
        return None
    return content


def _used(handle: int, facts: os.stat_result, folder: Path) -> None:
    """Let the time of a file say on what day it was used: what is old is removed first."""
    today = 0 <= time.time() - facts.st_mtime < USED_SECONDS
    if not today and os.utime in os.supports_fd and places.may_write(folder):
        os.utime(handle)


def write(folder: Path, name: str, content: bytes) -> None:
    """Write an entry, all or nothing, whatever has its place.

    Raises
    ------
    OSError
        When the disk is full, or says no for another reason. Nothing is left behind.
    """
    path = folder / name
    unfinished = path.with_name(f"{name}.{secrets.token_hex(8)}{UNFINISHED}")
    try:
        with os.fdopen(os.open(unfinished, _WRITE | _PLAIN, 0o600), "wb") as file:
            if hasattr(os, "fchmod"):  # the umask may have taken our own rights, too
                os.fchmod(file.fileno(), 0o600)
            file.write(FORM + _hash(name, content) + content)
        try:
            unfinished.replace(path)
        except OSError:
            remove(path)  # a folder, which no file replaces
            unfinished.replace(path)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def remove(path: Path) -> bool:
    """Remove what has the place of an entry, and return whether there was anything to remove."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
        return True
    return False
