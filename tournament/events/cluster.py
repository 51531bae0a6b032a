"""A cluster of Dask as a place to play: processes of this machine, or of many machines.

A cluster is an executor, so results are the same bytes. What is special about it is said here:
what is sent once and not with every unit, what each machine compiles before the first unit, and
what is said when a part of the cluster is lost.
"""

import atexit
import logging
import multiprocessing
import os
import re
import signal
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from hashlib import blake2b
from typing import Any

from tournament.authors.loading.parcels import Parcel, sealed
from tournament.authors.plugin import Plugin
from tournament.engine.options import cores
from tournament.errors import ArgumentError, TournamentError, needed
from tournament.events.progress import Reporter
from tournament.events.workers import differs, do, facts, kept, make_room, ready
from tournament.interactive.shown import said, shown
from tournament.rules.checks import whole

LOCAL = "local"
ADDRESS = re.compile(r"(tcp|tls)://[^\s/]+:\d{1,5}")
WHAT = 'the address of a scheduler, such as "tcp://10.0.0.1:8786", or "local"'
CONNECT_SECONDS = 5
LOOK_SECONDS = 1.0
"""How old what is known of the workers may be: workers come and go."""
LOST = (OSError, CancelledError, UnboundLocalError)
"""What Dask raises when an answer is cut short: the last, where it reads what it has not set."""
NOTHING = logging.CRITICAL + 1
"""The level of a logger that says nothing."""


# -- where it comes from ---------------------------------------------------------------------------


@contextmanager
def dask_executor(address: str = LOCAL, workers: int | None = None) -> "Iterator[Cluster]":
    """Give a cluster of Dask as an executor, for as long as a `with` block lasts.

    Parameters
    ----------
    address
        Of a scheduler, "tcp://10.0.0.1:8786"; or "local" for processes of this machine, which end
        with the block and which other machines cannot reach.
    workers
        Of "local": how many processes, each with one thread; all cores by default.

    Raises
    ------
    ArgumentError, ArgumentTypeError
        When there can be no such address or number.
    MissingExtra
        When Dask is not installed.
    TournamentError
        When no scheduler answers.

    Examples
    --------
    >>> with dask_executor("10.0.0.1"):  # doctest: +ELLIPSIS
    ...     pass
    Traceback (most recent call last):
    tournament.errors.ArgumentError: `address` must be the address of a scheduler, ...'10.0.0.1'.
    """
    address = checked_address("address", address)
    if workers is not None:
        workers = whole("workers", workers, 1, 1024)
    if workers is not None and address != LOCAL:
        raise ArgumentError(f'`workers` is for "{LOCAL}"; {address} has workers of its own.')
    distributed = needed("distributed", "dask", "to play on a cluster")
    with ExitStack() as stack:
        if address == LOCAL:
            there: Any = stack.enter_context(_local(workers or cores()))
        else:
            there = address
        try:
            client = distributed.Client(there, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise TournamentError(
                f"No scheduler of Dask answers at {address} within {CONNECT_SECONDS} s; is it"
                f" running, and may this machine reach it? ({said(error)})"
            ) from None
        stack.callback(_closed, client)
        stack.enter_context(_quiet("distributed.client"))  # our own sentences say it
        yield Cluster(client.get_executor())


def _closed(thing: Any) -> bool:
    """Close a client or a cluster; return whether it could be: one that is lost fails."""
    with suppress(Exception):
        thing.close()
        return True
    return False


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Let a logger say nothing."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(NOTHING)
    try:
        yield
    finally:
        logger.setLevel(level)


def checked_address(name: str, address: object) -> str:
    """Return an address of a scheduler, or "local".

    Raises
    ------
    ArgumentError
        When it is neither.
    """
    if isinstance(address, str) and (address == LOCAL or ADDRESS.fullmatch(address)):
        return str(address)
    raise ArgumentError(f"`{name}` must be {WHAT}; got {shown(address)}.")


def as_executor(executor: Any) -> Any:
    """Return the cluster of a client of Dask, or of its executor; any other executor as it is."""
    if type(executor).__module__.partition(".")[0] != "distributed":
        return executor
    distributed = needed("distributed", "dask", "to play on a cluster")
    if isinstance(executor, distributed.Client) and not executor.asynchronous:
        executor = executor.get_executor()
    return Cluster(executor) if hasattr(executor, "_client") else executor


@contextmanager
def _local(workers: int) -> Iterator[Any]:
    """Give a cluster of processes of this machine, which listen to this machine only."""
    distributed = needed("distributed", "dask", "to play on a cluster")
    with tempfile.TemporaryDirectory(prefix="tournament-", ignore_cleanup_errors=True) as folder:
        here = {"host": "127.0.0.1", "dashboard": False, "dashboard_address": "127.0.0.1:0"}
        own = {**here, "nthreads": 1, "memory_limit": 0, "silence_logs": NOTHING}
        worker = {"cls": distributed.Nanny, "options": {**own, "local_directory": folder}}
        nannies: list[Any] = []
        end = partial(_end_all, nannies)
        atexit.register(end)  # a signal leaves no block
        try:
            try:
                cluster = distributed.SpecCluster(
                    workers=dict.fromkeys(range(workers), worker),
                    scheduler={"cls": distributed.Scheduler, "options": {**here, "port": 0}},
                    silence_logs=NOTHING,
                    shutdown_on_close=False,  # at the end Dask would wait for what plays
                )
            except (OSError, RuntimeError) as error:
                raise TournamentError(
                    f"The workers cannot start: {said(error).rstrip('.')}. A script that starts"
                    ' workers does its own work below `if __name__ == "__main__":`.'
                ) from None
            nannies += cluster.workers.values()
            try:
                yield cluster
            except BaseException:
                end()
                raise
            finally:
                if not _closed(cluster):
                    end()
        finally:
            atexit.unregister(end)


def _end_all(nannies: Iterable[Any]) -> None:
    """End all workers of this process at once, whatever they do; those that begin, too. Nobody
    starts them again."""
    for nanny in nannies:
        nanny.close_gracefully()  # it says that; nothing is waited for
    for process in multiprocessing.active_children():
        if process.name.startswith("Dask Worker"):
            _kill(process.pid)


def _kill(process: int | None) -> None:
    if process is not None:
        with suppress(ProcessLookupError):
            os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))


# -- the executor ----------------------------------------------------------------------------------


class Cluster(Executor):
    """The workers of a cluster of Dask, as an executor.

    Parameters
    ----------
    pool
        What `client.get_executor()` returns.
    """

    def __init__(self, pool: Any) -> None:
        self.facts = facts()
        self._pool = pool
        self._client = vars(pool)["_client"]
        self.address = str(self._client.scheduler.address)  # a client that is cut off forgets it
        self._seen: dict[int, Any] = {}
        self._known: dict[int, tuple[Any, str, Any]] = {}  # a thing, its name, and where it is
        self._before: tuple[str, dict[str, Any]] = "", {}
        self._threads: dict[str, int] = {}
        self._looked = 0.0

    @property
    def threads(self) -> dict[str, int]:
        """How many units each worker plays at once, by its address; as of a second ago."""
        if self._client.status != "running":  # Dask forgets those who wait for what it fetches
            raise self._lost()
        if time.monotonic() - self._looked > LOOK_SECONDS:
            with suppress(Exception):  # a lost scheduler is told above, a moment later
                self._threads = self._client.nthreads()
            self._looked = time.monotonic()
        return self._threads

    @property
    def workers(self) -> int:
        """How many units are played at once, now."""
        return max(1, sum(self.threads.values()))

    def submit(self, task: Callable[..., Any], /, *things: Any, **more: Any) -> "Future[Any]":
        """Let a worker call a task."""
        parcel, places = self._sealed((task, things, more))
        before, needed_before = self._before
        return self._sent(do, before, {**needed_before, **places}, parcel)

    def shutdown(self, *_: Any, **__: Any) -> None:
        """Forget what was sent. The cluster goes on: who has made it ends it."""
        self._before = "", {}
        self._known.clear()
        self._seen.clear()

    # -- before the first unit ---------------------------------------------------------------------

    def begin(self, report: Reporter) -> None:
        """Wait until there is a worker, and refuse workers that would play otherwise.

        Raises
        ------
        TournamentError
            When a worker has no `tournament`, another one, or another Python.
        """
        if not self.threads:
            report(0, 0, f"waiting for workers of {self.address}")
        while not self.threads:
            time.sleep(LOOK_SECONDS / 4)
        with self._asked():
            found = self._client.run(facts, on_error="return")
            try:
                found["scheduler"] = self._client.run_on_scheduler(facts)
            except Exception as error:
                if isinstance(error, LOST) or self._client.status != "running":
                    raise
                found["scheduler"] = error
        for where, its in found.items():
            who = where if where == "scheduler" else f"worker {where}"
            if isinstance(its, BaseException):
                raise TournamentError(
                    f"The {who} cannot import the same tournament as is here: {said(its)}; install"
                    " the same version there."
                )
            if its != self.facts:
                raise TournamentError(differs(who, self.facts, its))

    def prepare(self, task: Callable[..., None], what: Sequence[Any], report: Reporter) -> None:
        """Let one worker of each machine call `task(*what, report, processes)`, which compiles.

        All other workers call it before their first unit, and find what they need on the disk.

        Raises
        ------
        PluginError
            When a rule cannot be compiled, or cannot be had on the workers.
        """
        self._before = "", {}
        for thing in filter(_is_large, what):
            self._seen[id(thing)] = thing  # it will come again
        parcel, places = self._sealed((task, what))
        name, place = self._published(parcel)
        self._before = name, {name: place, **places}
        machines = self._machines()
        note = f"compiling on {len(machines)} machine{'s' * (len(machines) > 1)}"
        with self.told():
            left = {
                self._sent(ready, *self._before, processes, workers=addresses): addresses
                for addresses, processes in machines
            }
            while left:
                report(len(machines) - len(left), len(machines), note)
                done, _ = wait(left, LOOK_SECONDS / 4, FIRST_COMPLETED)
                for future in done:
                    future.result()
                for future, addresses in [*left.items()]:
                    if future in done or not self.threads.keys() & set(addresses):
                        del left[future]  # a machine that is lost compiles nothing
        report(len(machines), len(machines), note)

    def _machines(self) -> list[tuple[list[str], int]]:
        """Return the addresses of the workers of each machine, and how many threads they have."""
        found: dict[str, list[str]] = {}
        for address in self.threads:
            found.setdefault(address.rpartition(":")[0], []).append(address)
        return [(each, sum(self.threads[a] for a in each)) for each in found.values()]

    # -- what is sent ------------------------------------------------------------------------------

    def _sent(
        self,
        task: Callable[..., Any],
        before: str,
        places: dict[str, Any],
        *more: Any,
        **where: Any,
    ) -> "Future[Any]":
        """Let a worker call a task of this module, with the parcels that lie in these places."""
        parcels = [*places], [*places.values()]
        with self._asked():
            sent = (task, self.facts.code, before, *parcels, *more)
            future: Future[Any] = self._pool.submit(*sent, pure=False, **where)
        return future

    def _sealed(self, thing: Any) -> tuple[Parcel, dict[str, Any]]:
        """Return a parcel, and the places of what is known to the workers apart from it."""
        places: dict[str, Any] = {}

        def apart(part: Any) -> str | None:
            if not _is_large(part):
                return None
            if id(part) not in self._known:
                if id(part) not in self._seen:  # what comes a second time will come again
                    make_room(self._seen)
                    self._seen[id(part)] = part
                    return None
                make_room(self._known)
                self._known[id(part)] = (part, *self._published(sealed(part)))
            _, name, place = self._known[id(part)]
            places[name] = place
            return name

        return sealed(thing, apart), places

    def _published(self, parcel: Parcel) -> tuple[str, Any]:
        """Return the name of a parcel, and its place on the workers. One of them has the parcel,
        and hands it on to others; should that worker end, another one is sent it again."""
        name = blake2b(repr(parcel).encode(), digest_size=16).hexdigest()
        with self._asked():
            return name, self._client.submit(kept, parcel, key=f"kept-{name}", pure=True)

    # -- what goes wrong ---------------------------------------------------------------------------

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """Say in a sentence that the scheduler is lost, whatever Dask raises while it is asked."""
        if self._client.status != "running":
            raise self._lost()
        try:
            yield
        except Exception as error:
            raise self._lost() from error

    @contextmanager
    def told(self) -> Iterator[None]:
        """Say in a sentence that a part of the cluster is lost."""
        try:
            yield
        except CancelledError:
            raise self._lost() from None
        except Exception as error:
            if type(error).__name__ != "KilledWorker":
                raise
            raise TournamentError(
                "A unit was given up, because each worker that played it ended, the last one at"
                f" {error.args[1].address}: it was killed, as for want of memory, or a rule ended"
                " it. Give workers more memory, or leave out the rule, and play again."
            ) from None

    def _lost(self) -> TournamentError:
        return TournamentError(
            f"The scheduler at {self.address} has ended or cannot be reached, or what it should do"
            " was cancelled; play again when it is there."
        )


def _is_large(thing: Any) -> bool:
    """Return whether it is worth its own way to the workers: a field, or a task with its event."""
    if isinstance(thing, partial):
        return bool(thing.args)
    return type(thing) is tuple and len(thing) > 1 and all(isinstance(t, Plugin) for t in thing)
