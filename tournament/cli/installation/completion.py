"""What shells complete, as data: commands, options, and the words that each may be followed by.

The scripts of `shells` hold all of it. So a shell completes without starting Python.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tournament.cli.command import Command, commands
from tournament.cli.groups import described
from tournament.cli.options import Option

_WORD = re.compile(r"\w[\w.+:@%/-]*")
"""A word that no shell reads as anything else; other names must be typed, in quotation marks."""


@dataclass(frozen=True)
class Values:
    """What can be typed in a place.

    words
        Makes the words.
    listed
        Whether several can stand there, with commas between them.
    files
        Whether a file can stand there, too.
    """

    words: Callable[[], list[str]] = list
    listed: bool = False
    files: bool = False


def _strategies() -> list[str]:
    from tournament.authors.registry import installed

    return sorted(installed())


def _partners() -> list[str]:
    from tournament.authors.partners import PartnerRule
    from tournament.authors.registry import installed

    return sorted(installed(PartnerRule))


def _games() -> list[str]:
    from tournament.game import PRESETS

    return sorted(PRESETS)


def _rankings() -> list[str]:
    from tournament.results.ranking import RANKINGS

    return list(RANKINGS)


VALUES: Mapping[str, Values] = {
    "player": Values(lambda: [*_strategies(), *described()], files=True),
    "plugin": Values(lambda: [*_strategies(), *_partners()], files=True),
    "strategy": Values(lambda: ["show", *_strategies()]),
    "partner_rule": Values(lambda: ["show", *_partners()]),
    "partner": Values(_partners, listed=True),
    "candidate": Values(_strategies, listed=True),
    "game": Values(_games),
    "ranking": Values(_rankings),
    "folder": Values(files=True),
    "file": Values(files=True),
}
"""By what options call it; a test holds that they call nothing else."""


@dataclass(frozen=True)
class Place:
    """An option, or the arguments that are known by their place, as a shell sees it.

    names
        What is typed for it; none for what is known by its place.
    text
        What it means, in a few words.
    values
        A key of the words that follow it; "" if nothing can be completed.
    is_switch
        Whether nothing follows it.
    """

    names: tuple[str, ...]
    text: str
    values: str
    is_switch: bool


@dataclass(frozen=True)
class Shown:
    """A command, as a shell sees it."""

    name: str
    text: str
    options: tuple[Place, ...]
    values: str
    """What its arguments can be; "" if they cannot be completed."""


@dataclass(frozen=True)
class Completion:
    """All that a script needs: commands, and words by their kind."""

    commands: tuple[Shown, ...]
    words: Mapping[str, tuple[str, ...]]
    listed: frozenset[str]
    files: frozenset[str]


def completion() -> Completion:
    """Return what shells complete in this installation, plugins included."""
    shown = tuple(_shown(command) for command in commands().values())
    words = {
        kind: tuple(filter(_WORD.fullmatch, values.words())) for kind, values in VALUES.items()
    }
    for command in commands().values():
        words |= {_kind(option): option.choices for option in command.options if option.choices}
    return Completion(
        shown,
        words,
        frozenset(kind for kind, values in VALUES.items() if values.listed),
        frozenset(kind for kind, values in VALUES.items() if values.files),
    )


def _shown(command: Command) -> Shown:
    options = tuple(
        Place(option.names, _brief(option.text), _kind(option), option.is_switch)
        for option in command.named
    )
    placed = next((_kind(option) for option in command.placed), "")
    return Shown(command.name, _brief(command.help), options, placed)


def _kind(option: Option) -> str:
    """Return the kind of an option's words; choices are a kind of their own.

    >>> _kind(Option("--on-error", choices=("stop", "withdraw")))
    'stop_withdraw'
    """
    return "_".join(option.choices) if option.choices else option.values


def _brief(text: str) -> str:
    """Return the beginning of a text, up to its first pause.

    >>> _brief("a name such as chicken, or payoffs (default: tsto)")
    'a name such as chicken'
    """
    for pause in ("; ", ", ", " (", ": "):
        text = text.split(pause)[0]
    return text.replace("`", "").replace("'", "")
