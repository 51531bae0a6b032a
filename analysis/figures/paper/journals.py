"""How wide columns of journals are, and how tall figures may be.

Journals say millimetres, and so does `width`. An inch has 25.4 of them.
"""

import re
from typing import Any, NamedTuple

from tournament.errors import ArgumentError, suggestion
from tournament.interactive.shown import shown
from tournament.rules.checks import exact, text

INCH = 25.4  # millimetres
NARROWEST, WIDEST = 40.0, 1500.0  # millimetres: a thumbnail, and a poster


class Journal(NamedTuple):
    """Millimetres: the width of one column, of two, and the most that a figure may be tall; and
    where the journal says so."""

    one: float
    two: float
    tall: float
    source: str


JOURNALS = {
    "Nature": Journal(
        89, 183, 247, "research-figure-guide.nature.com, building and exporting figure panels"
    ),
    "Elsevier": Journal(90, 190, 240, "elsevier.com, artwork sizing"),
    "PNAS": Journal(87, 178, 225, "pnas.org, digital art guidelines"),
    "PLOS": Journal(132, 190.5, 222, "journals.plos.org, figures: 5.2 and 7.5 by 8.75 inches"),
    "Physical Review": Journal(86, 178, 229, "journals.aps.org, author guide: 3 3/8 and 7 inches"),
}
"""Ask your journal, too: this is what the publishers say of most of their journals.

The caption of a figure of Nature fits on the same page if the figure is at most 170 mm tall.
"""
USUAL = Journal(89, 183, 222, "the columns of Nature, and the least height of all above")
"""What "one column" and "two columns" mean without the name of a journal."""
TALLER = 1.4  # of a page that is wider than these: its height, relative to its width, as of A4
COLUMNS = ("one column", "two columns")
UNITS = {"mm": 1.0, "cm": 10.0, "in": INCH, "inch": INCH, "inches": INCH}
TOO_FAR, LONGEST = 1e9, 40  # millimetres; letters of a length
WIDE_ENOUGH = 120.0  # millimetres: from here on, a figure has room beside its axes


class Page(NamedTuple):
    """How wide a figure is, and how tall it may be, in inches."""

    wide: float
    tall: float

    @property
    def columns(self) -> int:
        """1 or 2: as which a figure of this width is laid out."""
        return 1 if self.wide * INCH < WIDE_ENOUGH else 2

    def __str__(self) -> str:
        return f"{self.wide * INCH:.0f} mm"


def page_of(width: Any) -> Page:
    """Return the page that a width means.

    Parameters
    ----------
    width
        "one column", "two columns"; the same after the name of a journal, such as "PNAS one
        column"; a length such as "120 mm" or "4.5 in"; or a number of millimetres.

    Raises
    ------
    ArgumentError
        When it is none of these.

    Notes
    -----
    A number is millimetres, because journals say millimetres. A number of inches is too small to be
    taken for one, and the answer says how to write inches.

    Examples
    --------
    >>> page_of("Elsevier two columns").wide * INCH
    190.0
    >>> page_of("3.5 in").wide, str(page_of(120)), page_of("one column").columns
    (3.5, '120 mm', 1)
    """
    journal, columns = USUAL, ""
    if isinstance(width, str):
        named, columns = _split(text("width", width))
        if named:
            journal = _journal(named)
    if columns in COLUMNS:
        wide = (journal.one, journal.two)[COLUMNS.index(columns)]
        return Page(wide / INCH, journal.tall / INCH)
    millimetres = _length(width)
    if not NARROWEST <= millimetres <= WIDEST:
        raise ArgumentError(
            f"`width` must be from {NARROWEST:g} to {WIDEST:g} mm; got {shown(width)}."
            + (" Write inches as '3.5 in'." if 0 < millimetres < NARROWEST else "")
        )
    tall = max(USUAL.tall, TALLER * millimetres)  # a larger page is taller, too
    return Page(millimetres / INCH, tall / INCH)


def _split(width: str) -> tuple[str, str]:
    """Return the name of a journal, "" if there is none, and what follows."""
    words = " ".join(width.replace(",", " ").split())
    for columns in COLUMNS:
        if words.lower().endswith(columns):
            return words[: -len(columns)].strip(), columns
    return "", words


def _journal(named: str) -> Journal:
    known = {name.lower(): journal for name, journal in JOURNALS.items()}
    if named.lower() not in known:
        *names, last = map(repr, JOURNALS)
        raise ArgumentError(
            f"`width` must name one of the journals {', '.join(names)} or {last}, or none;"
            f" got {shown(named)}.{suggestion(named, list(JOURNALS))}"
        )
    return known[named.lower()]


def _length(width: Any) -> float:
    """Return millimetres."""
    number = exact(width)
    if number is not None:
        return float(number) if abs(number) < TOO_FAR else TOO_FAR
    if isinstance(width, str):
        written = text("width", width).strip().lower()[:LONGEST]
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([a-z]+)", written)
        if found and found[2] in UNITS:
            return float(found[1]) * UNITS[found[2]]
    raise ArgumentError(
        "`width` must be 'one column', 'two columns', a length such as '120 mm', or a number of"
        f" millimetres; got {shown(width)}."
    )
