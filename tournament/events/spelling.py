"""How words of a command line are written: paths, strategy+partner_rule, a,b."""

from collections.abc import Collection, Mapping

from tournament.authors.plugin import Plugin
from tournament.authors.resolve import name_of
from tournament.rules.reading import is_folder, is_there


def is_path(word: str, known: Mapping[str, Plugin], groups: Collection[str] = ()) -> bool:
    """Return whether a word means a file or folder; exact names are no folders.

    A file may have brackets in its name: `my_rule (1).py` was downloaded twice.
    """
    start = word.split("(")[0]
    if start.lower().endswith(".py") or word.lower().endswith(".py"):
        return True
    if start in known or start in groups:
        return False
    if any(place and is_folder(place) for place in (word, start)):
        return True
    return ("/" in start or "\\" in start) and name_of(word, known) is None


def delimiter(line: str) -> str:
    """Return what stands between the columns of a CSV file, by its first line.

    Spreadsheets write semicolons where people write decimals with commas.

    >>> delimiter("friend;day"), delimiter("friend,day"), delimiter("friend")
    (';', ',', ',')
    """
    return ";" if ";" in line and "," not in line else ","


def parts(word: str) -> tuple[str, str | None]:
    """Return what stands before and after the last plus sign outside brackets, if there is one.

    Paths may have plus signs, and so may numbers.
    """
    depth = 0
    for at in range(0 if is_there(word) else len(word) - 1, 0, -1):
        depth += (word[at] in ")]") - (word[at] in "([")
        if word[at] == "+" and depth == 0:
            return word[:at].strip(), word[at + 1 :].strip()
    return word, None


def split(text: str) -> list[str]:
    """Return the parts between commas that stand outside brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]
