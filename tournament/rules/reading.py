"""Reading files that others wrote: files and nothing else, and never more than there may be.

A pipe may wait for ever, and a device may never end. So every file that a user names is read here.
"""

import errno
import os
import stat
from io import BytesIO
from pathlib import Path

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30


class Unreadable(Exception):
    """A file cannot be read; the text is the end of a sentence that names the file."""


def data(path: Path, most: int) -> bytes:
    """Return the bytes of a file.

    Parameters
    ----------
    path
        Of a file, or of a link to a file.
    most
        How many bytes it may have.

    Raises
    ------
    Unreadable
        When there is no such file, it is no plain file, it is too large, or the system refuses.

    Examples
    --------
    >>> data(Path(os.devnull), MIB)
    Traceback (most recent call last):
    tournament.rules.reading.Unreadable: it is a device, and a file is needed
    """
    try:
        number = os.open(path, os.O_RDONLY | _NOW)
        with os.fdopen(number, "rb") as file:
            check_kind(os.fstat(number).st_mode)
            size = os.fstat(number).st_size
            if size <= most:
                found = file.read(most + 1)
                size = max(size, len(found))  # it may grow while it is read
    except OSError as error:
        raise Unreadable(refused(error)) from None
    except ValueError:  # a path with NUL
        raise Unreadable("its name holds the character NUL") from None
    if size > most:
        raise Unreadable(f"it has more than {amount(most)}, which is the most that is read")
    return found


def text(path: Path, most: int) -> str:
    """Return the text of a file in UTF-8; a mark of byte order at its start is left out.

    Parameters
    ----------
    path, most
        As for `data`.

    Raises
    ------
    Unreadable
        As `data`; or when the file is no text.
    """
    raw = data(path, most)
    try:
        found = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Unreadable(f"line {line} is not UTF-8 text; save it as UTF-8") from None
    if "\0" in found:
        line = found[: found.index("\0")].count("\n") + 1
        raise Unreadable(f"line {line} holds the character NUL, so it is no text")
    return found


def opened(path: Path, most: int) -> BytesIO:
    """Return the bytes of a file as a stream, for libraries that read streams.

    Parameters
    ----------
    path, most
        As for `data`.

    Raises
    ------
    Unreadable
        As `data`.
    """
    return BytesIO(data(path, most))


def check(path: Path, most: int) -> None:
    """Refuse what is no plain file, or too large, for libraries that read files themselves.

    Parameters
    ----------
    path, most
        As for `data`.

    Raises
    ------
    Unreadable
        As `data`.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise Unreadable(refused(error)) from None
    except ValueError:
        raise Unreadable("its name holds the character NUL") from None
    check_kind(found.st_mode)
    if found.st_size > most:
        raise Unreadable(f"it has more than {amount(most)}, which is the most that is read")


_NOW = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
"""Do not wait until somebody writes into a pipe."""
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def check_kind(mode: int) -> None:
    """Refuse what is no plain file, by its mode.

    Raises
    ------
    Unreadable
        With what it is.
    """
    if not stat.S_ISREG(mode):
        what = _KINDS.get(stat.S_IFMT(mode), "something else")
        raise Unreadable(f"it is {what}, and a file is needed")


def refused(error: OSError) -> str:
    """Return why the system refuses, as the end of a sentence."""
    if error.errno == errno.ENXIO:
        return "it is a socket, and a file is needed"
    return error.strerror or str(error)


def amount(size: int) -> str:
    """Return a number of bytes in words.

    >>> amount(MIB), amount(16 * GIB)
    ('1 MiB', '16 GiB')
    """
    for unit, name in ((GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")):
        if size >= unit:
            return f"{size // unit:,} {name}"
    return f"{size} bytes"
