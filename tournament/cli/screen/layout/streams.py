"""The three standard streams: always there, and never the reason why a command fails half way.

What the error stream cannot take is dropped. What standard output cannot take ends the command
with a sentence. Signs that a stream lacks are written in ASCII.
"""

import codecs
import contextlib
import errno
import io
import os
import sys
from typing import Any

from tournament.cli.screen.layout.signs import PLAIN

IN_ASCII = "tournament.in_ascii"
"""The name of the error handler that writes signs in ASCII."""


class Lost(io.FileIO):
    """A stream that drops what cannot be written."""

    def write(self, data: Any) -> int:
        """Return how many bytes there were, whether they could be written or not."""
        with contextlib.suppress(OSError):
            written = super().write(data)
            if written:
                return written
        return len(data)


def in_ascii(error: UnicodeError) -> tuple[str, int]:
    """Return what is printed for signs that an encoding lacks, and where it goes on.

    This is an error handler of `codecs`.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(PLAIN.get(sign) or ascii(sign)[1:-1] for sign in lacking), error.end


def print_anything() -> None:
    """Let every stream be there, and take every text."""
    codecs.register_error(IN_ASCII, in_ascii)
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors=IN_ASCII)
    if sys.stderr is sys.__stderr__:  # nobody else has put another there
        encoding = sys.stderr.encoding if sys.stderr else "utf-8"
        bytes_ = io.BufferedWriter(Lost(2, "w", closefd=False))
        sys.stderr = io.TextIOWrapper(bytes_, encoding, IN_ASCII, line_buffering=True)


def forget_sizes_that_cannot_be() -> None:
    """Let the terminal be asked for its size where the environment says nonsense, such as 0."""
    for name in ("COLUMNS", "LINES"):
        told = os.environ.get(name)
        if told is not None and not (told.isdecimal() and 0 < int(told[:9]) < 10_000):
            del os.environ[name]


def is_lost_reader(error: BaseException) -> bool:
    """Return whether the program that reads what is printed has ended, as `head` soon does.

    Windows says then that an argument of the system is invalid.
    """
    if isinstance(error, OSError) and os.name == "nt":
        return error.errno in (errno.EPIPE, errno.EINVAL) and error.filename is None
    return isinstance(error, BrokenPipeError)


def give_up() -> OSError | None:
    """Write what is left on standard output; if that fails, drop it for good and return why."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        with contextlib.suppress(OSError, ValueError):
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, sys.stdout.fileno())
            os.close(null)
        return error if isinstance(error, OSError) else None
    return None
