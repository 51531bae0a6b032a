"""The exceptions of the project: few, and one sentence each; and the names that people type.

Wrong arguments raise `ArgumentError` or `ArgumentTypeError`, which are a `ValueError` and a
`TypeError`; everything else below is for what happens later. An exception of any other class
that leaves this project is a bug of the project.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from importlib import import_module
from types import ModuleType

from tournament.interactive.shown import sentence, shown


class Told(Exception):
    """What says one sentence: printable, on one line, at most 275 letters, whatever it is made of.

    Foreign names and texts stand in errors and warnings. So each makes a sentence of its text when
    it is made, and nobody who shows it needs to.
    """

    def __init__(self, message: object = "") -> None:
        super().__init__(sentence(message))

    def __reduce__(self):  # type: ignore[no-untyped-def]
        """Return how a pickle makes it anew, said here so that nobody on the way does it in another
        manner, as Dask does where a class leaves it open."""
        return type(self), self.args


class ArgumentError(Told, ValueError):
    """An argument has a wrong value; the text is one sentence that names the argument."""


class ArgumentTypeError(Told, TypeError):
    """An argument is of a wrong type; the text is one sentence that names the argument."""


class TournamentError(Told):
    """Base of all exceptions of this project; its text is one sentence meant for the user."""


class UnknownName(TournamentError, LookupError):
    """Something was asked for by a name that nothing has, or that several things have."""


class DuplicateName(TournamentError):
    """Two different strategies, or two players of one field, carry the same name."""


class PluginError(TournamentError):
    """A strategy's code is wrong: it does not load, does not compile or fails while playing.

    The text begins with `file:line: strategy`. `player` is the name of the failing player, if
    known.
    """

    def __init__(self, message: str, player: str | None = None) -> None:
        super().__init__(message)
        self.player = player

    def __reduce__(self):  # type: ignore[no-untyped-def]
        return type(self), (str(self), self.player)


class NotExact(PluginError):
    """A rule has no finite automaton that could be found; the text begins with its name."""


class PluginWarning(Told, UserWarning):
    """A plugin is left out, or does what it should not; the others play on."""


class CacheWarning(Told, UserWarning):
    """Compiled code is not kept where it should be; all plays as usual, after a longer start."""


class TooLarge(TournamentError, MemoryError):
    """An event would not fit into memory; nothing was played."""


class ResultsError(TournamentError):
    """Saved results cannot be written or read."""


class LedgerError(TournamentError):
    """A ledger cannot be opened, read or written; what was finished before stays in it."""


class MissingExtra(TournamentError, ImportError):
    """A library is not installed that only some work needs; the text says how to install it."""


def needed(library: str, extra: str, purpose: str) -> ModuleType:
    """Return a library that only some work needs, imported.

    Every function that uses such a library calls this first. So `pip install tournament` stays
    small, and whoever needs more gets one sentence with the command. The extras are in
    `pyproject.toml`.

    Parameters
    ----------
    library
        Its name in `import`.
    extra
        The extra that installs it.
    purpose
        What it is needed for: "to cluster players".

    Raises
    ------
    MissingExtra
        When the library, or one that it needs itself, is not installed.

    Examples
    --------
    >>> needed("math", "arithmetic", "to add").__name__
    'math'
    """
    try:
        return import_module(library)
    except ModuleNotFoundError as error:
        missing = (error.name or library).partition(".")[0]
        raise MissingExtra(
            f"The library `{missing}` is needed {purpose}, and it is not installed; install it"
            f" with: pip install 'tournament[{extra}]'"
        ) from error


# -- names -----------------------------------------------------------------------------------------

LONGEST_NAME = 200
"""Longer texts are no misspelt names, and would take seconds to compare."""
_UNHEARD = str.maketrans("", "", " \t\n_-'\u2019\u2010\u2011\u2013")
"""What makes no difference between two spellings: nobody says it aloud."""
_TAG = re.compile(r"<[A-Za-z/!?]|\[/")
_SHAPELESS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
"""What counts as printable, and shows nothing."""


def is_label(text: str) -> bool:
    """Return whether a text of a log can be shown in one line, and seen: 1 to 200 letters."""
    fits = 1 <= len(text) <= LONGEST_NAME and text.isprintable() and bool(text.strip())
    return fits and not any(sign in text for sign in _SHAPELESS)


def name_of(what: str, value: object) -> str:
    r"""Return a name as a player, a game or a friend can have it, or say what is wrong with it.

    Everybody reads a name: terminals, pages, tables. So it is one line of 1 to 200 letters that
    can be seen, without spaces at its ends, and without tags. Two ways to write the same letter
    become one (NFC).

    Parameters
    ----------
    what
        How a sentence calls the name: "`name`".
    value
        The name that was given.

    Raises
    ------
    ArgumentTypeError
        When it is no text.
    ArgumentError
        When nobody can be called so.

    Examples
    --------
    >>> name_of("`name`", "Joss-Ann (0.5)")
    'Joss-Ann (0.5)'
    >>> name_of("`name`", "two\nlines")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    tournament.errors.ArgumentError: `name` must be 1 to 200 printable ...; got 'two\nlines'.
    """
    if not issubclass(type(value), str):
        raise ArgumentTypeError(f"{what} must be a text that can be printed; got {shown(value)}.")
    name = unicodedata.normalize("NFC", str.__str__(value))
    if not is_label(name) or name != name.strip() or _TAG.search(name):
        raise ArgumentError(
            f"{what} must be 1 to {LONGEST_NAME} printable letters, without spaces at its ends or"
            f" tags such as <b>; got {shown(value)}."
        )
    return name


Aliases = Callable[[str], Iterable[str]]
"""From a name to its aliases. They are looked up only if no name fits."""


def no_aliases(_name: str) -> tuple[str, ...]:
    """Return the aliases of what has none."""
    return ()


def folded(name: str) -> str:
    """Return what two spellings of one name share.

    Upper and lower case, spaces, hyphens, underscores and apostrophes make no difference.

    >>> folded("Tit-For-Tat") == folded("tit_for_tat") == folded("TitForTat")
    True
    """
    return name.translate(_UNHEARD).casefold()


def meant(typed: str, names: Collection[str], also: Aliases = no_aliases) -> str | None:
    """Return the name that somebody means who typed this; None if it is nobody's name.

    An exact name comes first, then another spelling of a name, then an alias in any spelling.

    Parameters
    ----------
    typed
        What was typed.
    names
        All names that there are.
    also
        From a name to its aliases.

    Raises
    ------
    UnknownName
        When several names, or aliases of several, are spelled alike.

    Examples
    --------
    >>> aliases = {"tit_for_tat": ["TFT"], "grudger": ["grim"]}
    >>> meant("tft", aliases, aliases.__getitem__), meant("Grudger", aliases), meant("x", aliases)
    ('tit_for_tat', 'grudger', None)
    """
    if not isinstance(typed, str):  # of no type that a name has, whatever the annotation says
        return None
    if typed in names:
        return typed
    wanted = folded(typed)
    if not wanted:
        return None
    found = {name: None for name in names if folded(name) == wanted}
    found = found or {name: None for name in names if wanted in map(folded, also(name))}
    if len(found) > 1:
        *others, last = found
        raise UnknownName(
            f"{shown(typed)} can mean {', '.join(others)} or {last}; write one of these."
        )
    return next(iter(found), None)


def _nearest(typed: str, known: Collection[str]) -> str | None:
    """Return the known text that is most like another, or has its letters in another order."""
    from difflib import get_close_matches

    if len(typed) > LONGEST_NAME:
        return None
    turned = (one for one in known if sorted(one) == sorted(typed))
    return next(iter(get_close_matches(typed, known, n=1, cutoff=0.7)), next(turned, None))


def unknown(
    what: str, typed: str, names: Collection[str], also: Aliases = no_aliases
) -> UnknownName:
    """Return the error that says that nothing has this name, with the nearest name or alias."""
    if not isinstance(typed, str):
        return UnknownName(f"No {what} is named {shown(typed)}.")
    spelled = {folded(alias): f"{shown(alias)} ({name})" for name in names for alias in also(name)}
    spelled |= {folded(name): repr(name) for name in names}
    near = _nearest(folded(typed), spelled)
    hint = "" if near is None else f" Did you mean {spelled[near]}?"
    return UnknownName(f"No {what} is named {shown(typed)}.{hint}")


def unknown_player(name: object, players: "list[str]") -> UnknownName:
    """Return the error that says that nobody of this name plays."""
    return UnknownName(f"No player is named {shown(name)}.{suggestion(name, players)}")


def suggestion(name: object, known: "list[str]") -> str:
    """Return " Did you mean 'x'?" with the nearest known name, or an empty string."""
    near = _nearest(name, known) if isinstance(name, str) else None
    return "" if near is None else f" Did you mean {shown(near)}?"
