"""Scenario files: a command line written down in TOML, so that a class can share it.

The keys are the long options of the command without dashes (`gifts-per-day` or `gifts_per_day`),
`players` its words; options typed on the command line win. Paths are relative to the file.

    players = ["classics", "my_rule.py"]
    noise = 0.01
    seed = 7
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tournament.cli.command import Command
from tournament.cli.options import PLAYERS, Option, WrongValue
from tournament.errors import ArgumentError, suggestion
from tournament.interactive.shown import shown
from tournament.rules.reading import MIB, NotText, Unreadable, is_there, text

SUFFIX = ".toml"
MOST = 1 * MIB
"""A list of some fifty thousand players."""


def spread(words: Sequence[str], command: Command) -> list[str]:
    """Return the words behind a command, in which scenario files stand as the words they mean.

    These come first, so that options typed after the command win. Only commands that take players
    take scenarios.
    """
    files = [word for word in words if word.lower().endswith(SUFFIX) and not word.startswith("-")]
    if PLAYERS not in command.options:
        return [*words]
    spread = [word for file in files for word in arguments(Path(file), command)]
    return [*spread, *(word for word in words if word not in files)]


def arguments(path: Path, command: Command) -> list[str]:
    """Return the arguments that a scenario file stands for.

    Raises
    ------
    ArgumentError
        When the file cannot be read, is not TOML, or has an option that the command has not.
    """
    options = {option.key: option for option in command.options if not option.is_placed}
    words: list[str] = []
    for key, value in _read(path).items():
        name = key.replace("-", "_")
        if name == "players":
            words += _players(path, value)
        elif name in options:
            words += _option(path, key, value, options[name])
        else:
            raise ArgumentError(
                f"{path}: `{key}` is no option of `tournament {command.name}`."
                f"{suggestion(name, ['players', *options])}"
            )
    for word in words:
        if "\0" in word:
            raise ArgumentError(
                f"{path}: a text must not hold the character NUL; got {shown(word)}."
            )
    return words


def _read(path: Path) -> dict[str, Any]:
    import tomllib  # not for every command line

    try:
        return tomllib.loads(text(path, MOST))
    except NotText:
        raise ArgumentError(f"{path}: the scenario is not UTF-8 text; save it as UTF-8.") from None
    except Unreadable as error:
        raise ArgumentError(f"{path}: the scenario cannot be read: {error}.") from None
    except RecursionError:
        raise ArgumentError(f"{path}: the scenario is nested too deeply.") from None
    except tomllib.TOMLDecodeError as error:
        hint = "; write paths with / instead" if "\\" in str(error) else ""
        raise ArgumentError(f"{path}: the scenario is not valid TOML: {error}{hint}.") from None
    except ValueError:
        raise ArgumentError(f"{path}: the scenario has a number of too many digits.") from None


def _players(path: Path, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ArgumentError(f"{path}: `players` must be a list of texts; got {shown(value)}.")
    for word in value:
        if word.startswith("-"):
            raise ArgumentError(
                f"{path}: `players` must name players, not options; got {shown(word)}."
            )
    return [_placed(word, path) for word in value]


def _option(path: Path, key: str, value: Any, option: Option) -> list[str]:
    if option.is_switch:
        if not isinstance(value, bool):
            raise ArgumentError(f"{path}: `{key}` must be true or false; got {shown(value)}.")
        return [option.name] if value else []
    if option.pairs and isinstance(value, dict):
        value = ",".join(f"{name}={each}" for name, each in value.items())
    if isinstance(value, (bool, dict)):
        raise ArgumentError(
            f"{path}: `{key}` must be a number, a text or a list; got {shown(value)}."
        )
    values = value if isinstance(value, list) else [value]
    try:
        texts = [_placed(str(each), path) for each in values]
    except ValueError:  # a number in hexadecimal digits may be longer than Python writes it
        raise ArgumentError(f"{path}: `{key}` is a number of too many digits.") from None
    texts = texts if option.many else [",".join(texts)]
    try:
        for text in texts:
            option.value_of(text)
    except WrongValue as error:
        raise ArgumentError(f"{path}: `{key}` {error}.{error.hint}") from None
    return [f"{option.name}={text}" for text in texts]


def _placed(word: str, path: Path) -> str:
    """Return a word in which a file or folder beside the scenario has its whole path.

    Scenarios written on Windows may have backslashes in paths.
    """
    for end in (len(word), word.rfind("+")):  # a file, or a file with a partner rule
        place = word[: max(end, 0)]
        if place.lower().endswith((".py", ".csv")) or "/" in place or "\\" in place:
            for beside in (path.parent / place, path.parent / place.replace("\\", "/")):
                if is_there(beside):
                    return f"{beside}{word[end:]}"
    return word
