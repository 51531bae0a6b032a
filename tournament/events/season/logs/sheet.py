"""The cells of a spreadsheet that was saved as text: its letters, what stands between its columns.

Excel writes UTF-8 with a mark, UTF-16, or the letters of Windows, and commas, semicolons or tabs,
by the language of the computer.
"""

import csv
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from tournament.errors import ArgumentError
from tournament.rules.reading import MIB, Unreadable, data

MOST = 16 * MIB
"""A year of a thousand gifts a day."""
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
LOOKED_AT = 200
"""Lines that are looked at to find out what stands between columns."""
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx, .ods and .numbers; the older .xls
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True)
class Line:
    """A line of a sheet that is not empty: its number in the file, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The cells of a file.

    separator
        What stands between columns, as a word.
    """

    path: Path
    separator: str
    lines: tuple[Line, ...]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max((len(line.cells) for line in self.lines), default=0)

    def column(self, number: int, first: int = 0) -> list[str]:
        """Return the cells of a column from a line on; where a line is too short, an empty one."""
        return [cell(line, number) for line in self.lines[first:]]


def cell(line: Line, number: int) -> str:
    """Return a cell of a line; an empty one where the line is too short."""
    return line.cells[number] if number < len(line.cells) else ""


def read_sheet(path: Path) -> Sheet:
    """Return the cells of a file.

    Raises
    ------
    ArgumentError
        One sentence that says why the file cannot be read, and what to do.
    """
    try:
        raw = data(path, MOST)
    except Unreadable as error:
        raise ArgumentError(f"{path}: the log cannot be read: {error}.") from None
    if raw.startswith(_WORKBOOKS):
        raise ArgumentError(
            f"{path}: the log is a workbook, and a text is needed; in the spreadsheet program,"
            " choose Save As or Download, and CSV."
        )
    letters = _letters(raw)
    if "\0" in letters:
        line = letters[: letters.index("\0")].count("\n") + 1
        raise ArgumentError(
            f"{path}: the log cannot be read: line {line} holds the character NUL; save the"
            " spreadsheet as CSV."
        )
    told = StringIO(letters, newline="").readlines()
    mark, skipped = _told_separator(told)
    mark = mark or separator_of(told)
    try:
        reader = csv.reader(told[skipped:], delimiter=mark)
        lines = [
            Line(skipped + reader.line_num, tuple(" ".join(each.split()) for each in cells))
            for cells in reader
        ]
    except csv.Error as error:
        raise ArgumentError(
            f"{path}: the log cannot be read: it is no CSV file ({error})."
        ) from None
    kept = tuple(line for line in lines if any(line.cells))
    return Sheet(path, SEPARATORS.get(mark, mark), kept)


def _letters(raw: bytes) -> str:
    """Return the letters of a file, in whatever way they were written."""
    for mark, name in _MARKS.items():
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    if len(raw) > 1 and not len(raw) % 2 and not any(raw[1:200:2]):
        return raw.decode("utf-16-le", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _told_separator(told: Sequence[str]) -> tuple[str, int]:
    """Return what the first line `sep=;` tells, which Excel writes and reads; and lines to skip."""
    first = told[0].strip().lower() if told else ""
    if first.startswith("sep=") and len(first) == len("sep=;"):
        return first[-1], 1
    return ("\t", 1) if first == "sep=" else ("", 0)


def separator_of(told: Sequence[str]) -> str:
    r"""Return what stands between columns: what most lines hold equally often.

    >>> separator_of(["a;b;c", "1,5;2;3", "2,5;4;5"]), separator_of(["Ann"])
    (';', ',')
    """
    lines = [line for line in told[:LOOKED_AT] if line.strip()]
    best, most = ",", (0, 0)
    for mark in SEPARATORS:
        times = Counter(_outside_quotes(line).count(mark) for line in lines)
        times.pop(0, None)
        if times:
            often, lines_so = max(times.items(), key=lambda each: (each[1], each[0]))
            if (lines_so, often) > most:
                best, most = mark, (lines_so, often)
    return best


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def plain(text: str) -> str:
    """Return a text as it is compared: small letters, without accents and signs.

    >>> plain(" Neighbour's_Name? "), plain("Prénom")
    ('neighbours name', 'prenom')
    """
    letters = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    kept = "".join(each if each.isalnum() else " " for each in letters if not _is_accent(each))
    return " ".join(kept.split())


def _is_accent(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"
