"""JSON of a stranger: bounded in memory and depth, and nothing is said twice.

A text of JSON can have half a character, which no file and no terminal takes: it becomes "?".
"""

import json
import re
from typing import Any

from tournament.results.files.refused import Refused
from tournament.results.files.room import take

DEEPEST = 100  # lists within lists; what `save` writes has five
HALF = re.compile(r"\\u[dD][89a-fA-F]")  # what can be half a character
MEMORY = 32  # bytes in memory that a byte of JSON can become


def parsed(text: str, what: str) -> Any:
    """Return the value of a text of JSON.

    Parameters
    ----------
    text
        What came.
    what
        What it is called.

    Raises
    ------
    Refused
        When it is no JSON, is nested too deep, says something twice, or would not fit into memory.

    Examples
    --------
    >>> parsed('{"a": [1]}', "the note")
    {'a': [1]}
    """
    take(MEMORY * len(text))
    try:
        value = json.loads(text, object_pairs_hook=_once)
        if HALF.search(text):
            whole = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
            value = json.loads(whole, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise Refused(f"{what} is no JSON") from None
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(DEEPEST):
        parts = (each.values() if isinstance(each, dict) else each for each in level)
        level = [part for each in parts for part in each if isinstance(part, (dict, list))]
        if not level:
            return value
    raise Refused(f"{what} is nested too deep")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Refused("the manifest says something twice")
    return found
