"""How a command ends: exit codes, and the one sentence for what went wrong."""

import codecs
import errno
import io
import os
import sys
import warnings
from collections.abc import Sequence
from typing import Any

from tournament.cli.screen.layout.signs import PLAIN
from tournament.errors import ArgumentError, ArgumentTypeError, PluginWarning, TournamentError
from tournament.interactive.shell import joined

IN_ASCII = "tournament.in_ascii"
"""The name of the error handler that writes signs in ASCII."""
DONE, CHECK_FAILED, WRONG, BUG, INTERRUPTED = 0, 1, 2, 70, 130
CODES = {
    DONE: "done",
    CHECK_FAILED: "`tournament check` or `tournament doctor` found something",
    WRONG: "something you gave is wrong, and one sentence says what",
    BUG: "a bug in tournament",
    INTERRUPTED: "interrupted",
}


def codes() -> str:
    """Return what the exit codes mean, in a sentence."""
    return f"Exit codes: {'; '.join(f'{code}: {means}' for code, means in CODES.items())}."


def is_users(error: BaseException) -> bool:
    """Return whether an error is about what the user gave, or about the user's machine.

    Nothing else may leave a command; other errors are bugs of this project.
    """
    if isinstance(error, OSError):
        return error.strerror is not None  # the system said no: a missing file, a full disk
    known = (TournamentError, ArgumentError, ArgumentTypeError, PluginWarning, MemoryError)
    return isinstance(error, known)


def is_lost_reader(error: BaseException) -> bool:
    """Return whether the program that reads what is printed has ended, as `head` soon does.

    Windows says then that an argument of the system is invalid.
    """
    if isinstance(error, OSError) and os.name == "nt":
        return error.errno in (errno.EPIPE, errno.EINVAL) and error.filename is None
    return isinstance(error, BrokenPipeError)


def sentence(error: BaseException) -> str:
    """Return what an error says, in one line."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    if isinstance(error, MemoryError) and not str(error):
        return "There is not enough memory; play fewer players or repetitions."
    return " ".join(str(error).split())


def bug(error: BaseException, argv: Sequence[str]) -> str:
    """Return the sentence for an error that is a bug: what it was, and what to do."""
    what = f"{type(error).__name__}: {sentence(error)}".rstrip(": .")
    again = " ".join(joined(["tournament", "--debug", *argv]).split())
    return (
        f"this is a bug in tournament ({what}); `{again}` shows the traceback: please report both"
        " with the issue form for bugs."
    )


def in_ascii(error: UnicodeError) -> tuple[str, int]:
    """Return what is printed for signs that an encoding lacks, and where it goes on.

    This is an error handler of `codecs`.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(PLAIN.get(sign) or ascii(sign)[1:-1] for sign in lacking), error.end


def print_anything() -> None:
    """Let signs that a stream lacks be printed in ASCII, or escaped; printing then never fails."""
    codecs.register_error(IN_ASCII, in_ascii)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=IN_ASCII)


def warn_in_a_line() -> None:
    """Let warnings about plugins be one line, without the place in our code that gives them."""
    usual = warnings.formatwarning

    def told(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> str:
        if issubclass(category, PluginWarning):
            return f"tournament: warning: {message}\n"
        return usual(message, category, *place, **more)

    warnings.formatwarning = told


def say(text: str) -> None:
    """Print a sentence where errors go."""
    print(f"tournament: {text}", file=sys.stderr, flush=True)
