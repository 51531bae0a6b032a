"""Texts in CSV files that a spreadsheet may open: none of them is a formula.

A spreadsheet runs a cell that begins with one of `= + - @`, also behind a tab or a new line. So
such a text is written with an apostrophe before it. A text that begins with an apostrophe gets
another one. Whoever reads the file takes one apostrophe away, and has the text again.
"""

_WIDE = "\uff1d\uff0b\uff0d\uff20"  # the same signs in the width of Chinese characters
FORMULA = tuple("=+-@\t\r\n" + _WIDE)
"""What makes the first sign of a text dangerous."""
MARK = "'"


def as_text(value: object) -> object:
    """Return what is written for a value: a text that is no formula, or the value itself.

    >>> as_text("=1+1"), as_text("joss"), as_text(-1)
    ("'=1+1", 'joss', -1)
    """
    if isinstance(value, str) and value.startswith((*FORMULA, MARK)):
        return MARK + value
    return value


def from_text(value: object) -> object:
    """Return the value that `as_text` made a text of; foreign texts with an apostrophe stay.

    >>> from_text("'=1+1"), from_text("'tis"), from_text(as_text("'tis"))
    ('=1+1', "'tis", "'tis")
    """
    if isinstance(value, str) and value.startswith(MARK):
        rest = value[1:]
        if rest.startswith((*FORMULA, MARK)):
            return rest
    return value
