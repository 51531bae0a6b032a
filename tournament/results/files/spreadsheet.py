"""Texts in CSV files that a spreadsheet may open: none of them is a formula, and none a number.

A spreadsheet runs a cell that begins with one of `= + - @`, also behind spaces, quotes, a tab or a
new line. And it makes a number of a name such as 007. So such a text is written with an apostrophe
before it. A text that begins with an apostrophe gets another one. Whoever reads the file takes one
apostrophe away, and has the text again. Numbers are no texts, and stay what they are.
"""

import re

_WIDE = "\uff1d\uff0b\uff0d\uff20"  # the same signs in the width of Chinese characters
FORMULA = tuple("=+-@\t\r\n" + _WIDE)
"""What makes the first sign of a text dangerous."""
MARK = "'"
_BEFORE = "\"'`\u2018\u2019\u201c\u201d"  # quotes, which some programs take off
_WORDS = ("true", "false")
_FIGURES = re.compile(r"[\d\s.,:/%$€£()+-]*\d[\d\s.,:/%$€£()+-]*")
"""Numbers, amounts, dates and times, without letters."""


def as_text(value: object) -> object:
    """Return what is written for a value: a text that is no formula, or the value itself.

    >>> as_text("=1+1"), as_text("joss"), as_text(-1), as_text("007")
    ("'=1+1", 'joss', -1, "'007")
    """
    if isinstance(value, str) and (value.startswith(MARK) or _is_mistaken(value)):
        return MARK + value
    return value


def from_text(value: object) -> object:
    """Return the value that `as_text` made a text of; foreign texts with an apostrophe stay.

    >>> from_text("'=1+1"), from_text("'tis"), from_text(as_text("'tis"))
    ('=1+1', "'tis", "'tis")
    """
    if isinstance(value, str) and value.startswith(MARK):
        rest = value[1:]
        if rest.startswith(MARK) or _is_mistaken(rest):
            return rest
    return value


def _is_mistaken(text: str) -> bool:
    """Return whether a program takes a text for a formula, or for a number."""
    if text.startswith(FORMULA):
        return True
    # what has neither ink nor width may be taken off before a cell is looked at
    start = next(
        (at for at, sign in enumerate(text) if sign not in _BEFORE and _has_ink(sign)), None
    )
    if start is None:
        return False
    return text.startswith(FORMULA, start) or _is_number(text.strip())


def _has_ink(sign: str) -> bool:
    return sign.isprintable() and not sign.isspace()


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return text.lower() in _WORDS or _FIGURES.fullmatch(text) is not None
    return True
