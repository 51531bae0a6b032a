"""What is unfinished: how it is cleaned away if the process has to end, and what waits for what.

Nothing heavy is imported here, because the command line needs this before anything else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_discards: list[Callable[[], None]] = []
_held = [0]
_after: list[Callable[[], None]] = []


@contextmanager
def cleaned_by(discard: Callable[[], None]) -> Iterator[None]:
    """Do `discard` at the end; or earlier, if the process has to end.

    Parameters
    ----------
    discard
        It must not fail, and may be done twice.
    """
    _discards.append(discard)
    try:
        yield
    finally:
        discard()
        _discards.remove(discard)


@contextmanager
def held() -> Iterator[None]:
    """Keep a signal waiting: what happens inside is quick, and must not stop half way."""
    _held[0] += 1
    try:
        yield
    finally:
        _held[0] -= 1
        while _after and not _held[0]:
            _after.pop()()


def is_held() -> bool:
    """Return whether something must not stop half way now."""
    return _held[0] > 0


def then(end: Callable[[], None]) -> None:
    """Do `end` now, or as soon as nothing is held."""
    if is_held():
        _after.append(end)
    else:
        end()


def clean() -> None:
    """Clean everything away that is unfinished, what was begun last first."""
    for discard in reversed(list(_discards)):
        discard()
