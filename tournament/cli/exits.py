"""How a command ends: exit codes, and the one sentence for what went wrong."""

import contextlib
import errno
import sys
import traceback
import warnings
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from tournament.errors import CacheWarning, PluginWarning, Told
from tournament.interactive import shown
from tournament.interactive.shell import joined

DONE, CHECK_FAILED, WRONG, BUG, INTERRUPTED = 0, 1, 2, 70, 130
ROOM = 70  # letters of what went wrong, and of a command, in a sentence
CODES = {
    DONE: "done",
    CHECK_FAILED: "`tournament check`, `doctor` or `ledger verify` found something",
    WRONG: "something you gave is wrong, and one sentence says what",
    BUG: "a bug in tournament",
    129: "ended because the terminal was closed (SIGHUP)",
    INTERRUPTED: "interrupted (SIGINT)",
    143: "ended by SIGTERM",
}
CANNOT_WRITE = (errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG, errno.EAGAIN)
"""What the system says of a stream that takes nothing."""


def codes() -> str:
    """Return what the exit codes mean, in a sentence."""
    return f"Exit codes: {'; '.join(f'{code}: {means}' for code, means in CODES.items())}."


def is_users(error: BaseException) -> bool:
    """Return whether an error is about what the user gave, or about the user's machine.

    Nothing else may leave a command; other errors are bugs of this project.
    """
    if isinstance(error, OSError):
        return error.strerror is not None  # the system said no: a missing file, a full disk
    return isinstance(error, (Told, MemoryError))


def sentence(error: BaseException) -> str:
    """Return what an error says, in one line."""
    if isinstance(error, OSError) and error.strerror:
        if not error.filename and error.errno in CANNOT_WRITE:  # files have told their names
            return f"The answer cannot be printed: {error.strerror}."
        where = f"{error.filename}: " if error.filename else ""
        return shown.sentence(f"{where}{error.strerror}.")
    if isinstance(error, MemoryError) and not isinstance(error, Told):
        return "There is not enough memory; play fewer players or repetitions."
    return shown.sentence(error)


def bug(error: BaseException, argv: Sequence[str]) -> str:
    """Return the sentence for an error that is a bug: what it was, and what to do."""
    what = shown.middle(f"{shown.kind_of(error)}: {sentence(error)}".rstrip(": ."), ROOM)
    again = " ".join(joined(["tournament", "--debug", *argv]).split())
    again = again if len(again) <= ROOM else "tournament --debug ..."
    return (
        f"this is a bug in tournament ({what}); `{again}` shows the traceback: please report both"
        " with the issue form for bugs."
    )


def warn_in_a_line() -> None:
    """Let our own warnings be one line, without the place in our code that gives them."""
    usual = warnings.formatwarning

    def told(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> str:
        if issubclass(category, (PluginWarning, CacheWarning)):
            return f"tournament: warning: {shown.sentence(str(message))}\n"
        return shown.lines(usual(message, category, *place, **more))

    warnings.formatwarning = told


def trace_printable(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Print the traceback of `--debug`, in which texts of strangers stand: `sys.excepthook`."""
    print(
        shown.lines("".join(traceback.format_exception(kind, error, trace))),
        file=sys.stderr,
        end="",
    )


def say(text: str) -> None:
    """Print a sentence where errors go, if anything goes there."""
    with contextlib.suppress(OSError, ValueError):
        print(f"tournament: {shown.sentence(text)}", file=sys.stderr, flush=True)
