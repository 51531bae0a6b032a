"""The options of the command line, as data: argparse and scenario files both read this table.

What several commands share stands here once. An option of a single command stands in the file of
that command.
"""

from argparse import ArgumentTypeError
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

# -- what a text on the command line means ---------------------------------------------------------


def whole(text: str) -> int:
    """Return the whole number that a text is."""
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(f"must be a whole number; got {text!r}") from None


def wholes(text: str) -> list[int]:
    """Return the whole numbers between commas."""
    return [whole(part) for part in text.split(",")]


def number(text: str) -> float:
    """Return the number that a text is."""
    try:
        return float(text)
    except ValueError:
        raise ArgumentTypeError(f"must be a number; got {text!r}") from None


def whole_or_auto(text: str) -> int | str:
    """Return the whole number that a text is, or "auto"."""
    return text if text == "auto" else whole(text)


# -- the table -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Option:
    """One option or argument of a command.

    name
        With dashes, an option. Without, an argument that is known by its place.
    help
        What it means. A default that is there and is not empty is added to this text. A function
        returns the text where the text is read from what takes long to import.
    default
        The value when nothing is typed. `False` makes a switch, which takes no value.
    read
        From the text that is typed to the value; raises argparse's `ArgumentTypeError`.
    shown
        What stands for the value in the help.
    choices
        The only texts allowed, if not empty.
    many
        "*" for any number of texts, "+" for at least one; an option is typed once for each.
    """

    name: str
    help: str | Callable[[], str] = ""
    default: Any = None
    read: Callable[[str], Any] = str
    shown: str | None = None
    choices: tuple[str, ...] = ()
    many: str = ""

    @property
    def is_placed(self) -> bool:
        """Whether the place tells what a text means, and no name before it."""
        return not self.name.startswith("-")

    @property
    def is_switch(self) -> bool:
        """Whether it takes no value."""
        return self.default is False

    @property
    def key(self) -> str:
        """The name as Python and scenario files write it.

        >>> Option("--gifts-per-day").key
        'gifts_per_day'
        """
        return self.name.removeprefix("--").replace("-", "_")


def usual(options: tuple[Option, ...], **defaults: Any) -> tuple[Option, ...]:
    """Return the same options with other defaults, by key."""
    return tuple(replace(o, default=defaults.get(o.key, o.default)) for o in options)


PLAYERS = Option(
    "words",
    "a strategy's name, a variant such as 'random_player(p=0.8)', a group such as classics, a .py"
    " file or a folder, or a .toml file with a scenario; none: the classics",
    shown="PLAYER",
    many="*",
)
SEARCH = Option("words", "words to search for, or: show NAME", shown="WORD", many="*")
STRATEGIES = Option(
    "--strategies",
    "a .py file or a folder with strategies of yours; may be given several times",
    shown="PATH",
    many="*",
)
SEED = Option("--seed", "the same seed gives the same results (default: drawn)", None, whole, "N")
OUTPUT = Option("--output", "where the report goes", shown="FOLDER")
THREADS = Option("--threads", "threads to play on (default: all cores)", None, whole, "N")
VECTOR = Option("--vector", "figures as SVG, too", False)
ON_ERROR = Option(
    "--on-error",
    "when a rule fails: stop, or go on without those that play by it",
    "stop",
    choices=("stop", "withdraw"),
)

EVENT = (
    PLAYERS,
    STRATEGIES,
    Option("--game", "a name such as chicken, or payoffs T/R/P/S", "tsto"),
    Option("--repetitions", "how often all is played", 1, whole, "N"),
    Option("--noise", "probability that a move is flipped", 0.0, number, "P"),
    SEED,
    OUTPUT,
    THREADS,
)
"""What all events have."""

SEASON = (
    Option(
        "--partners",
        "partner rules; each strategy plays with each",
        "anyone,out_for_tat",
        shown="NAMES",
    ),
    Option("--towns", "how many", 10_000, whole, "N"),
    Option("--days", "length of the season", 25, whole, "N"),
    Option("--gifts-per-day", "one number, or one per day: 5,5,10", "5", wholes, "N"),
    Option("--friends", "a number, 'everyone', or a .csv of pairs", "100", shown="N"),
    Option("--inbox", "most unopened gifts in a town", None, whole, "N"),
    Option("--absence", "probability that a town is away for a day", 0.0, number, "P"),
    Option("--visible", "receivers see the giver's move", False),
    Option("--nice-list", "everybody's share of nice choices is public", False),
    Option("--unknown-days", "do not tell towns how many days are left", False),
)
"""What seasons have beside what all events have."""
