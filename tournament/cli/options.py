"""The options of the command line, as data: one table for the parser, help, completion, scenario
files and the page of the docs.

What several commands share stands here once. An option of a single command stands in the file of
that command.
"""

from argparse import ArgumentTypeError
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tournament.errors import suggestion
from tournament.interactive.shown import shown
from tournament.rules import defaults

# -- what a text on the command line means ---------------------------------------------------------


def whole(text: str) -> int:
    """Return the whole number that a text is."""
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(f"must be a whole number; got {shown(text)}") from None


def wholes(text: str) -> list[int]:
    """Return the whole numbers between commas."""
    return [whole(part) for part in text.split(",")]


def number(text: str) -> float:
    """Return the number that a text is."""
    try:
        return float(text)
    except ValueError:
        raise ArgumentTypeError(f"must be a number; got {shown(text)}") from None


def whole_or_auto(text: str) -> int | str:
    """Return the whole number that a text is, or "auto"."""
    return text if text == "auto" else whole(text)


class WrongValue(ValueError):
    """What a text must be that cannot be read; `hint` names what was meant, after a space."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.hint = hint


# -- the table -------------------------------------------------------------------------------------

WHO, WHAT, OFTEN, TOWNS = "Who plays", "What is played", "How often", "Towns and gifts"
POPULATION, RESULTS, RUNNING, OTHER = "The population", "Results", "Running", "Options"
SECTIONS = (WHO, WHAT, TOWNS, POPULATION, OFTEN, OTHER, RESULTS, RUNNING)
"""The headings of help, in its order."""


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
        "*" for any number of texts, "+" for at least one, "?" for one or none; an option is typed
        once for each.
    short
        One dash and a letter, if there is a short form.
    section
        The heading below which help lists it, of `SECTIONS`.
    values
        What a shell completes: a key of `completion.VALUES`. Choices complete anyway.
    pairs
        Whether it takes names with values, `a=1,b=2`. A scenario may then have a table.
    needs, excludes
        Names of options: it says nothing without one of the first, or beside one of the second.
    """

    name: str
    help: str | Callable[[], str] = ""
    default: Any = None
    read: Callable[[str], Any] = str
    shown: str | None = None
    choices: tuple[str, ...] = ()
    many: str = ""
    short: str = ""
    section: str = OTHER
    values: str = ""
    pairs: bool = False
    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

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

    @property
    def names(self) -> tuple[str, ...]:
        """What may be typed for it: the short form, if there is one, and the name."""
        return (self.short, self.name) if self.short else (self.name,)

    @property
    def value(self) -> str:
        """What stands for its value in help; empty for a switch.

        >>> Option("--on-error", choices=("stop", "withdraw")).value
        '{stop,withdraw}'
        """
        if self.is_switch:
            return ""
        choices = f"{{{','.join(self.choices)}}}" if self.choices else ""
        return self.shown or choices or self.key.upper()

    def value_of(self, text: str) -> Any:
        """Return the value that a text means.

        Raises
        ------
        WrongValue
            If it means none.
        """
        if self.choices and text not in self.choices:
            one = "one of " if len(self.choices) > 1 else ""
            what = f"must be {one}{', '.join(self.choices)}; got {shown(text)}"
            raise WrongValue(what, suggestion(text, list(self.choices)))
        try:
            return self.read(text)
        except ArgumentTypeError as error:
            raise WrongValue(str(error)) from None
        except ValueError:
            raise WrongValue(f"cannot be {shown(text)}") from None

    @property
    def text(self) -> str:
        """What help says about it, with its default."""
        text = self.help if isinstance(self.help, str) else self.help()
        if self.default and "(default: " not in text:
            text += f" (default: {self.default})"
        return text


def usual(options: tuple[Option, ...], **defaults: Any) -> tuple[Option, ...]:
    """Return the same options with other defaults, by key."""
    return tuple(replace(o, default=defaults.get(o.key, o.default)) for o in options)


PLAYERS = Option(
    "words",
    "a strategy's name, a variant such as 'random_player(p=0.8)', a group such as classics, a .py"
    " file or a folder, or a .toml file with a scenario; none: the classics",
    shown="PLAYER",
    many="*",
    section=WHO,
    values="player",
)
SEARCH = Option(
    "words", "words to search for, or: show NAME", shown="WORD", many="*", values="strategy"
)
STRATEGIES = Option(
    "--strategies",
    "a .py file or a folder with strategies of yours; may be given several times",
    shown="PATH",
    many="*",
    section=WHO,
    values="file",
)
ALL = Option(
    "--all",
    "enter all short- and long-running strategies, as the group everything does",
    False,
    section=WHO,
)
REPETITIONS = Option(
    "--repetitions",
    "how often all is played",
    defaults.REPETITIONS,
    whole,
    "N",
    short="-n",
    section=OFTEN,
)
SEED = Option(
    "--seed",
    "the same seed gives the same results (default: drawn)",
    None,
    whole,
    "N",
    short="-s",
    section=OFTEN,
)
OUTPUT = Option(
    "--output",
    "where the report goes",
    shown="FOLDER",
    short="-o",
    section=RESULTS,
    values="folder",
)
THREADS = Option(
    "--threads", "threads to play on (default: all cores)", None, whole, "N", section=RUNNING
)
LEDGER = Option(
    "--ledger",
    "where finished work is kept, so that it is not played again: a file such as ledger.sqlite, or"
    " postgresql://host/database",
    shown="PLACE",
    section=RUNNING,
    values="file",
)
DASK = Option(
    "--dask",
    "play on a cluster of Dask: the address of its scheduler, tcp://HOST:8786, or local for"
    " processes of this machine",
    shown="ADDRESS",
    section=RUNNING,
)
VECTOR = Option("--vector", "figures as SVG, too", False, section=RESULTS)
PARQUET = Option("--parquet", "tables as Parquet, too, in parquet/", False, section=RESULTS)
ON_ERROR = Option(
    "--on-error",
    "when a file is broken or a rule fails: stop, or go on without it",
    "stop",
    choices=("stop", "withdraw"),
    section=WHO,
)
UNTRUSTED = Option(
    "--untrusted",
    "files are by strangers: refuse those that do more than define rules, before they are run",
    False,
    section=WHO,
)
JSON = Option(
    "--json", "print one JSON document and nothing else on stdout", False, section=RESULTS
)
OPEN = Option("--open", "open the report in the browser", False, section=RESULTS)
QUIET = Option("--quiet", "print nothing but errors", False, short="-q", section=RUNNING)
VERBOSE = Option(
    "--verbose",
    "say more: versions, seed, cache folder, times",
    False,
    short="-v",
    section=RUNNING,
    excludes=("--quiet",),
)
TALK = (QUIET, VERBOSE)
"""How much a command says, for commands that write something."""

ALWAYS = (
    Option("--help", "show this help", False, short="-h", section=RUNNING),
    Option("--debug", "show the traceback of an error", False, section=RUNNING),
)
"""What every command has."""


def games() -> str:
    """Return what help says about games: all names, and how payoffs are written."""
    from tournament.game import PRESETS

    return f"payoffs such as R=3,S=0,T=5,P=1, or one of {', '.join(PRESETS)}"


EVENT = (
    PLAYERS,
    ALL,
    STRATEGIES,
    UNTRUSTED,
    Option(
        "--game",
        games,
        "tsto",
        shown="GAME",
        section=WHAT,
        values="game",
        pairs=True,
    ),
    Option("--noise", "probability that a move is flipped", 0.0, number, "P", section=WHAT),
    REPETITIONS,
    SEED,
    OUTPUT,
    JSON,
    THREADS,
    *TALK,
)
"""What all events have."""

MATCH = (
    Option(
        "--turns",
        f"turns of a match (default: {defaults.TURNS})",
        None,
        whole,
        "N",
        section=WHAT,
    ),
    Option(
        "--misperception",
        "probability that a player misreads a move",
        0.0,
        number,
        "P",
        section=WHAT,
    ),
    Option(
        "--continuation",
        "probability that another turn follows",
        None,
        number,
        "P",
        section=WHAT,
    ),
    Option(
        "--unknown-length",
        "do not tell the players how long a match is",
        False,
        section=WHAT,
    ),
)
"""What is said of matches, where an event has some."""

SEASON = (
    Option(
        "--partners",
        "partner rules; each strategy plays with each",
        "anyone,out_for_tat",
        shown="NAMES",
        section=WHO,
        values="partner",
    ),
    Option(
        "--towns",
        "how many (default: 10000, or as many as a .csv of --friends names)",
        None,
        whole,
        "N",
        section=TOWNS,
    ),
    Option("--days", "length of the season", defaults.DAYS, whole, "N", section=TOWNS),
    Option(
        "--gifts-per-day",
        "one number, or one per day: 5,5,10",
        str(defaults.GIFTS),
        wholes,
        "N",
        section=TOWNS,
    ),
    Option(
        "--friends",
        "a number, 'everyone', or a .csv of pairs",
        str(defaults.FRIENDS),
        shown="N",
        section=TOWNS,
        values="file",
    ),
    Option("--inbox", "most unopened gifts in a town", None, whole, "N", section=TOWNS),
    Option(
        "--absence",
        "probability that a town is away for a day",
        0.0,
        number,
        "P",
        section=TOWNS,
    ),
    Option("--visible", "receivers see the giver's move", False, section=TOWNS),
    Option("--nice-list", "everybody's share of nice moves is public", False, section=TOWNS),
    Option("--unknown-days", "do not tell towns how many days are left", False, section=TOWNS),
)
"""What seasons have beside what all events have."""
