"""The seal of a file of results: the SHA-256 of every byte of the file, with the seal itself as
zeros.

The first table of the file holds the seal, so the seal is the end of the second page. It is checked
before SQLite reads anything. A seal tells damage, not forgery: whoever changes a file can seal it
again. What a forger may write is bounded by all other checks.
"""

import hashlib
import os
import stat
import struct
from pathlib import Path
from typing import BinaryIO

from tournament.results.files.refused import Refused

APPLICATION = 0x54524E59
"""Says in a file's header that SQLite's tables are results of this project; "TRNY" in ASCII."""
FORMAT = 2  # of files; folders of Parquet had format 1
NEWEST = 3  # of files with exact matches, whose rows of counts are zeros
PAGE = 4096
LENGTH = hashlib.sha256().digest_size
_AT = 2 * PAGE - LENGTH
_MOST = 2**36  # bytes of a file; a larger one would be hashed for minutes
_CHUNK = 2**20
# The header of SQLite (https://sqlite.org/fileformat.html): 16 bytes of magic, then what is fixed
# here, the change counter, the number of pages, no free pages, the schema cookie, and so on.
_MAGIC = b"SQLite format 3\x00"
_FIXED = struct.Struct(">H6B")
_FIELDS = struct.Struct(">18I")
_NAMED = slice(68, 72)  # where the header has the application
_WRITTEN_BY = 96  # the number of SQLite's version: it is no result, so it is the same in all files
_VERSION = 3_000_000


def seal(file: Path) -> None:
    """Seal a new file, and see that all its bytes are on the disk.

    Raises
    ------
    OSError
        When the file cannot be written.
    """
    with file.open("r+b") as opened:
        opened.seek(_WRITTEN_BY)
        opened.write(struct.pack(">I", _VERSION))
        opened.seek(0)
        found = _digest(opened)
        opened.seek(_AT)
        opened.write(found)
        opened.flush()
        os.fsync(opened.fileno())


def intact(file: Path) -> tuple[int, ...]:
    """Return what tells a sealed file from another at the same place; the first is its size.

    Raises
    ------
    Refused
        When the file is no file, no file of results, of a newer format, or damaged.
    OSError
        When it cannot be read.
    """
    if not stat.S_ISREG(file.stat().st_mode):  # opening a pipe would wait for its writer
        raise Refused(NOT_RESULTS)
    with file.open("rb") as opened:
        found = identity(os.fstat(opened.fileno()))
        size = found[0]
        _check_header(opened.read(PAGE), size)
        opened.seek(_AT)
        sealed = opened.read(LENGTH)
        opened.seek(0)
        if sealed != _digest(opened):
            raise Refused(DAMAGED)
    return found


NOT_RESULTS = "this is no file of results"
DAMAGED = "the file is damaged"
NEWER = "written by a newer version of tournament (format {}, this one reads {})"


def identity(facts: os.stat_result) -> tuple[int, ...]:
    """Return size, time of change, device and number of a file.

    On Windows device and number do not count: they can depend on whether the file is open.
    """
    numbers = () if os.name == "nt" else (facts.st_dev, facts.st_ino)
    return facts.st_size, facts.st_mtime_ns, *numbers


def is_ours(file: Path) -> bool:
    """Return whether a file says that it holds results, whole or not."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return False
        with file.open("rb") as opened:
            start = opened.read(72)
    except OSError:
        return False
    return start.startswith(_MAGIC) and start[_NAMED] == struct.pack(">I", APPLICATION)


def _check_header(page: bytes, size: int) -> None:
    """Refuse a header that `save` does not write."""
    if not page.startswith(_MAGIC) or page[_NAMED] != struct.pack(">I", APPLICATION):
        raise Refused(NOT_RESULTS)
    if len(page) < PAGE:
        raise Refused(DAMAGED)
    fixed, fields = _FIXED.unpack_from(page, 16), list(_FIELDS.unpack_from(page, 24))
    version = fields[9]
    if version > NEWEST:
        raise Refused(NEWER.format(version, NEWEST))
    changes, pages, cookie = fields[0], fields[1], fields[4]
    # no free pages, schema format 4, no cache size, no vacuum, UTF-8, format, nothing reserved
    version = max(version, FORMAT)
    wanted = [changes, pages, 0, 0, cookie, 4, 0, 0, 1, version, 0, APPLICATION, *[0] * 5, changes]
    right = fixed == (PAGE, 1, 1, 0, 64, 32, 32) and fields == wanted
    if not right or page[_WRITTEN_BY : _WRITTEN_BY + 4] != struct.pack(">I", _VERSION):
        raise Refused(DAMAGED)
    if pages * PAGE != size or not 2 * PAGE <= size <= _MOST:
        raise Refused(DAMAGED)


def _digest(opened: BinaryIO) -> bytes:
    """Return the digest of a file from here to its end, as if its seal were zeros."""
    found = hashlib.sha256()
    start = bytearray(opened.read(2 * PAGE))
    start[_AT:] = bytes(len(start[_AT:]))
    found.update(start)
    while chunk := opened.read(_CHUNK):
        found.update(chunk)
    return found.digest()
