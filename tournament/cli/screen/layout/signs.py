"""Texts as a terminal can show them: control characters escaped, signs that it lacks replaced."""

PLAIN = {
    "±": "+/-",
    "—": "-",
    "–": "-",
    "…": "...",
    "─": "-",
    "•": "*",
    "✓": "ok",
    "✗": "x",
    "∞": "inf",
    "×": "x",
    "≥": ">=",
    "≤": "<=",
    "“": '"',
    "”": '"',
    "’": "'",
}
"""What stands for a sign of ours where only ASCII can be shown."""


def shown(text: str, encoding: str = "utf-8", *, ascii_only: bool = False) -> str:
    r"""Return a text without anything that a terminal would obey, or could not show.

    Names and docstrings are written by others. So escape sequences, line ends and marks that turn
    the direction of writing are shown as Python would write them.

    Parameters
    ----------
    text
        Any text.
    encoding
        What the stream can show.
    ascii_only
        Whether our own signs become ASCII although the stream could show them.

    Examples
    --------
    >>> shown("13.0 ± 0.1"), shown("13.0 ± 0.1", "ascii"), shown("\x1b[31mred")
    ('13.0 ± 0.1', '13.0 +/- 0.1', '\\x1b[31mred')
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_sign(sign, encoding, ascii_only) for sign in text)


def _sign(sign: str, encoding: str, ascii_only: bool) -> str:
    if sign in PLAIN and (ascii_only or not _has(encoding, sign)):
        return PLAIN[sign]
    if sign.isprintable() and _has(encoding, sign):
        return sign
    return sign.encode("unicode_escape").decode()


def _has(encoding: str, sign: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeError:
        return False
    return True
