"""Which column of a log is what: by its heading, or else by what stands in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tournament.errors import ArgumentError
from tournament.events.season.logs.days import is_day
from tournament.events.season.logs.sheet import Sheet, plain
from tournament.events.season.logs.words import could_be_moves, giver_of, sign
from tournament.interactive.shown import shown
from tournament.interactive.words import listing

COLUMNS = ("friend", "day", "giver", "mine", "theirs")
HEADINGS: dict[str, tuple[str, ...]] = {
    "friend": (
        "friend", "friends", "friend name", "name of friend", "neighbour", "neighbor",
        "neighbours", "neighbors", "neighboreeno", "name", "town", "player", "with", "whom",
        "opponent", "partner", "username", "friend id",
    ),
    "day": (
        "day", "days", "day of season", "day of event", "event day", "day number", "day no",
        "date", "when", "on", "time",
    ),
    "giver": (
        "giver", "from", "who gave", "who gives", "given by", "sent by", "sender", "gave", "by",
        "who", "direction",
    ),
    "to": ("to", "receiver", "recipient", "for"),
    "mine": (
        "mine", "me", "my move", "my choice", "my gift", "my present", "i", "i was", "i am",
        "i did", "i chose", "i gave", "my", "own move", "own", "you", "your move",
    ),
    "theirs": (
        "theirs", "them", "their move", "their choice", "their gift", "their present", "they",
        "they were", "they did", "they chose", "they gave", "their", "friends move",
        "friends choice", "friend was", "friend did", "reply", "answer", "response",
        "opponents move", "other",
    ),
    "move": ("move", "gift", "present", "choice", "what", "type", "was"),
}  # fmt: skip
"""What may stand above a column, the surest first; `plain` writes them all."""
_ASKS = re.compile(r"\b(nice|naughty|or|and|was|were|am|is|a|the)\b")


@dataclass(frozen=True)
class Columns:
    """Which column is what.

    numbers
        The number of each column by what it holds, as in `HEADINGS`.
    headings
        The headings as they were written, by number; empty where there are none.
    unused
        Headings of columns that say nothing of gifts.
    first
        The first line below the headings.
    """

    numbers: dict[str, int]
    headings: tuple[str, ...]
    unused: tuple[str, ...]
    first: int

    def heading(self, what: str) -> str:
        """Return what stands above a column; empty where nothing does."""
        return self.headings[self.numbers[what]] if self.headings else ""

    def name(self, what: str) -> str:
        """Return what the log calls a column; what it holds where the log has no headings."""
        return self.heading(what) or what


def columns_of(sheet: Sheet) -> Columns:
    """Return which column of a sheet is what.

    Raises
    ------
    ArgumentError
        One sentence, when a column that is needed is missing, or when there are two of it.
    """
    head = sheet.lines[0].cells if sheet.lines else ()
    known = [meaning(text) for text in head]
    if not _is_heading(head, {what for what, _ in known}):
        found = Columns(_by_content(sheet), (), (), 0)
    else:
        numbers: dict[str, int] = {}
        for number, what in enumerate(known):
            before = numbers.get(what[0])
            if what[0] and (before is None or what[1] < known[before][1]):
                numbers[what[0]] = number
            elif what[0] and before is not None and what[1] == known[before][1]:
                raise ArgumentError(
                    f"{sheet.path}:{sheet.lines[0].number}: two columns could be the"
                    f" `{what[0]}`: {shown(head[before])} and {shown(head[number])}; rename one."
                )
        used = set(numbers.values())
        unused = (text for number, text in enumerate(head) if number not in used and text)
        found = Columns(numbers, tuple(head), tuple(unused), 1)
    _check(sheet, found)
    return found


def _is_heading(head: Sequence[str], meanings: set[str]) -> bool:
    """Return whether a first line says what stands below: it has no day, and rarely a move."""
    if any(is_day(text) for text in head):
        return False
    return bool({"friend", "day"} & meanings) or not any(could_be_moves([text]) for text in head)


def meaning(heading: str) -> tuple[str, int]:
    """Return what a heading says of its column, and how far it is from the surest word for that.

    >>> meaning("Neighbour")[0], meaning("Was I nice?")[0], meaning("Nice?")[0], meaning("Notes")[0]
    ('friend', 'mine', 'move', '')
    """
    text = plain(heading)
    for what, words in HEADINGS.items():
        if text in words:
            return what, words.index(text)
    if not {"nice", "naughty"} & {*text.split()}:
        return "", 0
    rest = " ".join(_ASKS.sub(" ", text).split())
    for what in ("mine", "theirs"):
        if rest in HEADINGS[what]:
            return what, HEADINGS[what].index(rest)
    if rest in ("", *HEADINGS["move"]):
        return "move", len(HEADINGS["move"])
    # "friend nice?" asks what the friend was
    return ("theirs", len(HEADINGS["theirs"])) if rest in HEADINGS["friend"] else ("", 0)


def _by_content(sheet: Sheet) -> dict[str, int]:
    """Return which column is what where there are no headings: what stands in them decides.

    The first column of moves is mine, the second the friend's.
    """
    cells = [sheet.column(number) for number in range(sheet.width)]
    kept = [[text for text in column if text] for column in cells]
    rest = [number for number, column in enumerate(kept) if column]
    days = [n for n in rest if all(is_day(text) for text in kept[n])]
    moves = [n for n in rest if n not in days and could_be_moves(kept[n])]
    givers = [n for n in rest if n not in days + moves and _are_givers(kept[n])]
    friends = [n for n in rest if n not in days + moves + givers]
    found = dict(zip(("friend", "giver"), friends, strict=False))
    for what, numbers in (("day", days), ("giver", givers)):
        found |= {what: numbers[0]} if numbers else {}
    names = ("move",) if len(moves) == 1 and "giver" in found else ("mine", "theirs")
    return found | dict(zip(names, moves, strict=False))


def _are_givers(texts: Sequence[str]) -> bool:
    """Return whether all words are words for me or for the friend."""
    return all(
        giver_of(text, "", "") is not None for text in {sign(text): text for text in texts}.values()
    )


def _check(sheet: Sheet, found: Columns) -> None:
    """Refuse a log that lacks a column."""
    has = found.numbers
    if "move" in has and not {"mine", "theirs"} & {*has}:
        needed: tuple[str, ...] = ("friend", "day", "giver", "move")
    else:
        needed = ("friend", "day", "mine", "theirs")
    if "giver" in has and "to" in has and "friend" not in has:
        needed = tuple(what for what in needed if what != "friend")
    only_friends = [*has] == ["friend"] and not found.unused and found.headings
    missing = [what for what in needed if what not in has]
    if missing and not only_friends:
        head = [shown(text) for text in found.headings if text]
        said = f"its first line has {listing(head)}" if head else "it has no headings"
        raise ArgumentError(
            f"{sheet.path}: the log needs a column `{missing[0]}`; {said}. Call the columns"
            f" {', '.join(COLUMNS)}."
        )
