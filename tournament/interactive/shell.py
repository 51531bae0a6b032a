"""Command lines as the shells of different systems read them."""

import os
import re
import shlex
from collections.abc import Iterable

_PLAIN = re.compile(r"[\w@%+=:,./\\-]+")
"""Words that the shells of Windows take as they are."""


def joined(words: Iterable[str]) -> str:
    r"""Return words as a command line that can be typed again.

    The shells of Windows read double quotes only, other shells single quotes, too.

    >>> joined(["tournament", "run", "TFT"])
    'tournament run TFT'
    """
    if os.name != "nt":
        return shlex.join(words)
    return " ".join(
        word if _PLAIN.fullmatch(word) else '"{}"'.format(word.replace('"', '\\"'))
        for word in words
    )


def readable(word: str) -> str:
    r"""Return a word as text that every file can hold.

    Python keeps bytes that the system's encoding cannot read as halves of letters. They are read as
    UTF-8 here; what is no UTF-8 either is escaped.

    >>> readable("caf\udcc3\udca9"), readable("\udcff.py")
    ('café', '\\xff.py')
    """
    try:
        return word.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # halves that no system makes
        return word.encode("utf-8", "backslashreplace").decode()


def unquoted(word: str) -> str:
    """Return a word without the single quotes that `cmd.exe` leaves around it.

    Examples in books and pages have such quotes, and every other shell takes them off.

    >>> unquoted("'random_player(p=0.8)'"), unquoted("Euler's"), unquoted("'")
    ('random_player(p=0.8)', "Euler's", "'")
    """
    inside = word[1:-1]
    return inside if inside and word == f"'{inside}'" else word
