"""What the workers of a cluster do: they open what was sent, prepare the engine, and play."""

import sys
from collections.abc import Callable
from functools import cache, wraps
from platform import node
from threading import Lock
from traceback import format_exception
from typing import Any, NamedTuple, ParamSpec, TypeVar

from tournament.authors.loading.parcels import Parcel, opened
from tournament.errors import Told, TournamentError
from tournament.events.lightly import Light
from tournament.interactive.shown import kind_of, said
from tournament.results.files.cache.sources import hash_of, modules

P = ParamSpec("P")
R = TypeVar("R")
APART = 8
"""How many things are known to a worker at a time: the field, the event."""

_open: dict[str, Any] = {}
_prepared: set[str] = set()
_opening, _preparing = Lock(), Lock()


class Facts(NamedTuple):
    """What must be the same wherever units of an event are played."""

    tournament: str
    python: str
    code: str


def facts() -> Facts:
    """Return what a process is that plays: its versions, and the hash of its code."""
    import tournament

    python = ".".join(map(str, sys.version_info[:2]))
    return Facts(tournament.__version__, python, hash_of_code())


@cache
def hash_of_code() -> str:
    """Return a hash of the source of `tournament`, which says whether two machines play alike."""
    files = modules()
    return hash_of(files[name] for name in sorted(files))


def kept(parcel: Parcel) -> Parcel:
    """Return a parcel: what a worker keeps in its memory, other workers can ask for."""
    return parcel


def plainly(task: Callable[P, R]) -> Callable[P, R]:
    """Let a task raise only what any process can read: Dask would wait for ever for an error that
    cannot be sent, such as one that was caused by an error of the compiler."""

    @wraps(task)
    def call(*given: P.args, **named: P.kwargs) -> R:
        failed: Exception
        try:
            return task(*given, **named)
        except Told as error:
            failed = error
        except MemoryError:
            failed = MemoryError()
        except Exception as error:
            text = "".join(format_exception(error))
            failed = RuntimeError(f"{kind_of(error)} on a worker: {said(error)}\n{text}")
        failed.__cause__ = failed.__context__ = None
        raise failed.with_traceback(None)

    return call


@plainly
def do(code: str, before: str, names: list[str], parcels: list[Parcel], unit: Parcel) -> Any:
    """Do a unit of work, and return its result as `Light`.

    Parameters
    ----------
    code
        The hash of the code of who sends it.
    before
        The name of what prepares the engine, or "".
    names, parcels
        What was sent apart.
    unit
        A task, with what it is called with.
    """
    there = dict(zip(names, parcels, strict=True))
    ready(code, before, names, parcels)
    needed_here = {name: _thing(name, there[name]) for name in names if name != before}
    task, things, more = opened(unit, needed_here)
    return Light(task(*things, **more))


@plainly
def ready(
    code: str, before: str, names: list[str], parcels: list[Parcel], processes: int = 1
) -> None:
    """Prepare the engine of this process, if that was not done before; see `do`."""
    if code != hash_of_code():
        raise TournamentError(differs(f"worker on {node()}", facts()._replace(code=code), facts()))
    there = dict(zip(names, parcels, strict=True))
    with _preparing:
        if before and before not in _prepared:
            apart = {name: _thing(name, there[name]) for name in names if name != before}
            task, what = opened(there[before], apart)
            task(*what, lambda done, total, note: None, processes)
            _prepared.add(before)


def _thing(name: str, parcel: Parcel) -> Any:
    """Return what is in a parcel, which is opened once."""
    with _opening:
        if name not in _open:
            make_room(_open)
            _open[name] = opened(parcel)
        return _open[name]


def differs(where: str, mine: Facts, its: Facts) -> str:
    """Return what is not the same on a worker as here."""
    if mine.python != its.python:
        return (
            f"The {where} has Python {its.python}, and here is Python {mine.python}, in"
            " which rules are other code; give both the same environment."
        )
    return (
        f"The {where} has another tournament ({its.tournament}, code {its.code[:8]}) than"
        f" is here ({mine.tournament}, code {mine.code[:8]}); install the same on both."
    )


def make_room(table: dict[Any, Any]) -> None:
    """Let a table forget its oldest entries, so that there is room for another."""
    while len(table) >= APART:
        del table[next(iter(table))]
