"""Scenario files: a command line written down in TOML, so that a class can share it.

The keys are the long options of the command without dashes (`gifts-per-day` or `gifts_per_day`),
`players` its words; options typed on the command line win. Paths are relative to the file.

    players = ["classics", "my_rule.py"]
    noise = 0.01
    seed = 7
"""

import argparse
import tomllib
from pathlib import Path
from typing import Any

from tournament.errors import ArgumentError, suggestion

SUFFIX = ".toml"


def spread(argv: list[str], parser: argparse.ArgumentParser) -> list[str]:
    """Return a command line in which scenario files stand as the arguments they mean.

    These come first, so that options typed after the command win.
    """
    files = [word for word in argv[1:] if word.endswith(SUFFIX) and not word.startswith("-")]
    commands = {
        name: command
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for name, command in action.choices.items()
    }
    if not files or argv[0] not in ("run", "season", "advise"):
        return argv
    spread = [word for file in files for word in arguments(Path(file), commands[argv[0]])]
    return [argv[0], *spread, *(word for word in argv[1:] if word not in files)]


def arguments(path: Path, parser: argparse.ArgumentParser) -> list[str]:
    """Return the arguments that a scenario file stands for.

    Raises
    ------
    ValueError
        When the file cannot be read, is not TOML, or has an option that the command has not.
    """
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ArgumentError(f"{path}: the scenario cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ArgumentError(f"{path}: the scenario is not valid TOML: {error}.") from None
    options = {
        option.removeprefix("--").replace("-", "_"): action
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--help"
    }
    words: list[str] = []
    for key, value in facts.items():
        name = key.replace("-", "_")
        if name == "players":
            if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
                raise ArgumentError(f"{path}: `players` must be a list of texts; got {value!r}.")
            for word in value:
                if word.startswith("-"):
                    raise ArgumentError(
                        f"{path}: `players` must name players, not options; got {word!r}."
                    )
                words.append(_placed(word, path))
            continue
        if name not in options:
            raise ArgumentError(
                f"{path}: `{key}` is no option of `{parser.prog}`."
                f"{suggestion(name, ['players', *options])}"
            )
        words += _option(path, key, value, options[name])
    return words


def _option(path: Path, key: str, value: Any, action: argparse.Action) -> list[str]:
    option = action.option_strings[-1]
    if action.nargs == 0:  # a switch
        if not isinstance(value, bool):
            raise ArgumentError(f"{path}: `{key}` must be true or false; got {value!r}.")
        return [option] if value else []
    if isinstance(value, (bool, dict)):
        raise ArgumentError(f"{path}: `{key}` must be a number, a text or a list; got {value!r}.")
    values = value if isinstance(value, list) else [value]
    texts = [_placed(str(each), path) for each in values]
    if isinstance(action, argparse._AppendAction):
        return [word for text in texts for word in (f"{option}={text}",)]
    return [f"{option}={','.join(texts)}"]


def _placed(word: str, path: Path) -> str:
    """Return a word in which a file or folder beside the scenario has its whole path."""
    for end in (len(word), word.rfind("+")):  # a file, or a file with a partner rule
        if end > 0 and (word[:end].endswith((".py", ".csv")) or "/" in word[:end]):
            beside = path.parent / word[:end]
            if beside.exists():
                return f"{beside}{word[end:]}"
    return word
