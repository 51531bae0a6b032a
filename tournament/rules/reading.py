"""Reading files that others wrote: files and nothing else, and never more than there may be.

A pipe may wait for ever, and a device may never end. So every file that a user names is read here.
"""

import errno
import os
import stat
from io import BytesIO, StringIO
from pathlib import Path

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30


class Unreadable(Exception):
    """A file cannot be read; the text is the end of a sentence that names the file."""


class NotText(Unreadable):
    """A file is not UTF-8 text."""


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
        When there is no such file, it is no plain file, it is too large, it grows while it is
        read, or the system refuses.

    Examples
    --------
    >>> data(Path(os.devnull), MIB)
    Traceback (most recent call last):
    tournament.rules.reading.Unreadable: it is a device, and a file is needed
    """
    try:
        number = os.open(_name(path), os.O_RDONLY | _NOW)
        with os.fdopen(number, "rb") as file:
            found = os.fstat(number)
            _check(found, most)
            read = file.read(found.st_size + 1)
    except OSError as error:
        raise Unreadable(_refused(error)) from None
    if len(read) > found.st_size:
        raise Unreadable("it grows while it is read; try again when it is whole")
    return read


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
        raise NotText(f"it is not UTF-8 text (line {line}); save it as UTF-8") from None
    if "\0" in found:
        line = found[: found.index("\0")].count("\n") + 1
        raise Unreadable(f"it is no text: line {line} holds the character NUL")
    return found


def lines(path: Path, most: int) -> list[str]:
    """Return the lines of a text, with their ends, as the module `csv` wants them.

    Parameters
    ----------
    path, most
        As for `data`.

    Raises
    ------
    Unreadable
        As `text`.
    """
    return StringIO(text(path, most), newline="").readlines()


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
        _check(os.stat(_name(path)), most)  # noqa: PTH116 (a name may be bytes)
    except OSError as error:
        raise Unreadable(_refused(error)) from None


def is_there(path: str | os.PathLike[str]) -> bool:
    """Return whether there is anything at a path; at a path that cannot be there is nothing.

    >>> is_there("x" * 5000), is_there(chr(0))
    (False, False)
    """
    return os.path.exists(path)  # noqa: PTH110 (a Path raises an error where a name is too long)


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Return whether there is a folder at a path."""
    return os.path.isdir(path)  # noqa: PTH112 (as above)


def is_file(path: str | os.PathLike[str]) -> bool:
    """Return whether there is a plain file at a path."""
    return os.path.isfile(path)  # noqa: PTH113 (as above)


_NOW = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
"""Do not wait until somebody writes into a pipe."""
_KINDS = {stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}


def _name(path: Path) -> str | bytes:
    """Return a path as the system takes it, whatever the locale says of letters.

    Raises
    ------
    Unreadable
        When no file can have that name.
    """
    name = os.fspath(path)
    if "\0" in name:
        raise Unreadable("its name holds the character NUL")
    try:
        os.fsencode(name)
    except UnicodeEncodeError:  # of a system without letters such as é
        return name.encode("utf-8", "surrogatepass")
    return name


def _check(found: os.stat_result, most: int) -> None:
    """Refuse what is no plain file, or too large."""
    if stat.S_ISDIR(found.st_mode):
        raise Unreadable(os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found.st_mode):
        what = _KINDS.get(stat.S_IFMT(found.st_mode), "a device")
        raise Unreadable(f"it is {what}, and a file is needed")
    if found.st_size > most:
        raise Unreadable(f"it has more than {amount(most)}, which is the most that is read")


def _refused(error: OSError) -> str:
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
