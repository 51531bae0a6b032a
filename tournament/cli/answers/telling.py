"""How much a command says, and where: answers go to stdout, notes and progress to stderr."""

import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tournament.cli.answers import documents
from tournament.interactive.shown import printable


def answer(
    args: Namespace, show: Callable[[], None], document: Callable[[], dict[str, Any]]
) -> None:
    """Give the answer of a command: as one JSON document, or in words, or not at all.

    Parameters
    ----------
    args
        `--json` asks for the document. `--quiet` without it asks for nothing.
    show
        Prints the answer for people.
    document
        Makes the answer for programs, of what JSON knows.
    """
    if args.json:
        documents.show(document())
    elif not getattr(args, "quiet", False):
        show()


def note(args: Namespace, text: str) -> None:
    """Print a remark on stderr, if the user wants to hear anything."""
    if not args.quiet:
        print(printable(text), file=sys.stderr, flush=True)


def tell(*lines: str) -> None:
    """Print lines of an answer; paths and commands in them were named by others."""
    print(*map(printable, lines), sep="\n")


class Stopwatch:
    """How long the parts of a command took, for `--verbose`.

    Examples
    --------
    >>> watch = Stopwatch()
    >>> with watch("playing"):
    ...     pass
    >>> list(watch.seconds)
    ['playing']
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, part: str) -> Iterator[None]:
        """Count the time of a `with` block for a part."""
        started = time.perf_counter()
        try:
            yield
        finally:
            took = time.perf_counter() - started
            self.seconds[part] = self.seconds.get(part, 0.0) + took

    def __str__(self) -> str:
        return ", ".join(f"{part} {seconds:.2f} s" for part, seconds in self.seconds.items())


def details(args: Namespace, watch: Stopwatch, **more: object) -> None:
    """Print on stderr what `--verbose` asks for: versions, what is in `more`, cache, times."""
    if not args.verbose:
        return
    from tournament.cli.installation.version import sentence
    from tournament.results.files.cache.places import folder

    lines = {
        "Versions": sentence(),
        **{what.capitalize(): value for what, value in more.items()},
        "Cache": folder() or "none",
        "Times": watch,
    }
    for what, value in lines.items():
        note(args, f"{what + ':':<10}{value}")
