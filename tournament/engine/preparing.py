"""Prepares the engine: what is not on disk yet is compiled, side by side in processes.

Compiling is Python's work, which threads cannot share. So other processes take parts, compile them,
and leave them on disk, where this process finds them. A *part* is a rule, or a loop of the engine.
Play does not depend on any of this: what is not prepared is compiled when it is first needed.
"""

import contextlib
import os
import pickle
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from tournament.authors.plugin import Plugin
from tournament.engine.cache.code import kept, loop_entry, loop_on_disk
from tournament.engine.kernels.compiler import compile_rule, rule_entry
from tournament.engine.layout import LANES
from tournament.engine.options import cores
from tournament.errors import PluginError
from tournament.results.files.cache.places import writable

LOOP_SECONDS, RULE_SECONDS = 2.5, 0.1
"""What a loop and a rule take to compile, about."""
MOST_PROCESSES = 8
"""Each takes a hundred megabytes or two."""
WORTH_SECONDS = 1.5
"""Work that is worth another process, which needs half a second before it begins."""

Report = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Part:
    """A loop of the engine, or a rule in blocks of so many lanes."""

    of: Plugin | Callable[..., int]
    lanes: int = LANES

    @property
    def name(self) -> str:
        """What it is called where it is defined."""
        rule = self.of.rule if isinstance(self.of, Plugin) else self.of
        return rule.__name__.replace("play_", "the loop of ") if rule is self.of else rule.__name__

    @property
    def entry(self) -> str:
        """The name of its entry in the cache."""
        if isinstance(self.of, Plugin):
            return rule_entry(self.of, self.lanes)
        return loop_entry(self.of)

    @property
    def seconds(self) -> float:
        """What it takes to compile, about."""
        return RULE_SECONDS if isinstance(self.of, Plugin) else LOOP_SECONDS

    @property
    def can_be_sent(self) -> bool:
        """Whether another process can import it: it is in a module, not in a file or a script."""
        module = self.of.rule.__module__ if isinstance(self.of, Plugin) else self.of.__module__
        found = getattr(sys.modules.get(module), "__spec__", None)
        return module != "__main__" and found is not None

    def compile(self) -> None:
        """Load it from disk, or compile it and keep it there.

        Raises
        ------
        PluginError
            When a rule cannot be compiled.
        """
        if isinstance(self.of, Plugin):
            compile_rule(self.of, self.lanes)
        else:
            loop_on_disk(self.of)


def missing(parts: Sequence[Part]) -> list[Part]:
    """Return the parts that are neither here nor on disk, each once, those that take longest
    first."""
    there = kept()
    lacking = {entry: part for part in parts if (entry := part.entry) not in there}
    return sorted(lacking.values(), key=lambda part: -part.seconds)


def seconds_to_prepare(parts: Sequence[Part], processes: int | None = None) -> float:
    """Return how long it takes, about, to compile what is not on disk."""
    seconds = [part.seconds for part in missing(parts)]
    return max([sum(seconds) / (processes or cores()), *seconds])


def prepare(parts: Sequence[Part], report: Report, processes: int | None = None) -> None:
    """Compile the parts that are not on disk, except those that cannot be compiled.

    Parameters
    ----------
    parts
        What will be needed.
    report
        It is told (tenths of seconds of work done, and in all, what is done).
    processes
        How many processes compile, this one included; by default as many as there are cores.
    """
    todo = missing(parts)
    own = [part for part in todo if not part.can_be_sent]
    shared = deque(part for part in todo if part.can_be_sent)
    begun: list[Part] = []
    done: list[Part] = []
    total = _tenths(todo)

    def tell() -> None:
        now = next((part.name for part in reversed(begun) if part not in done), "done")
        lacking = len(todo) - len(done)
        text = f"preparing the engine (once on this machine), {lacking} left: {now}"
        report(_tenths(done), total, text)

    most = min(processes or cores(), MOST_PROCESSES)
    others = min(most - 1, int(sum(p.seconds for p in shared) / WORTH_SECONDS))
    if writable() is None:  # then this process would never see what others compile
        others = 0
    with _processes(others) as started:
        threads = [Thread(target=_feed, args=(one, shared, begun, done)) for one in started]
        for thread in threads:
            thread.daemon = True
            thread.start()
        while own or shared:
            try:
                part = own.pop() if own else shared.pop()
            except IndexError:  # another process took the last one
                break
            begun.append(part)
            tell()
            with contextlib.suppress(PluginError):  # it is raised where the rule is first needed
                part.compile()
            done.append(part)
        while any(thread.is_alive() for thread in threads):
            tell()
            time.sleep(0.05)
    if todo:
        tell()


def _tenths(parts: Sequence[Part]) -> int:
    return round(10 * sum(part.seconds for part in parts))


# -- other processes -------------------------------------------------------------------------------


@contextlib.contextmanager
def _processes(number: int) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Yield processes that compile what they are sent; end them at the end."""
    if "python" not in Path(sys.executable or "").name.lower():  # an application that embeds Python
        number = 0
    text = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import obey; obey()"
    started: list[subprocess.Popen[bytes]] = []
    try:
        for _ in range(number):
            with contextlib.suppress(OSError):  # no more processes; this one compiles all
                started.append(
                    subprocess.Popen(
                        [sys.executable, "-c", text],
                        stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE,
                        stderr=subprocess.DEVNULL,
                    )
                )
        yield started
    finally:
        for process in started:
            process.kill()
            process.communicate()


def _feed(
    process: "subprocess.Popen[bytes]", left: deque[Part], begun: list[Part], done: list[Part]
) -> None:
    """Let a process compile parts, the longest first, until none is left or it fails."""
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(OSError, IndexError, pickle.PicklingError):
        while True:
            part = left.popleft()
            begun.append(part)
            pickle.dump(part, process.stdin)
            process.stdin.flush()
            answered = process.stdout.readline()
            done.append(part)
            if not answered:
                return


def obey() -> None:
    """Compile the parts that come in, and answer each with a line: what another process runs.

    The process ends as soon as nobody can send a part any more, even while it compiles: then who
    wanted the parts has ended, whatever ended it.
    """
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a module prints is no answer
    parts: SimpleQueue[Part] = SimpleQueue()
    Thread(target=_listen, args=(parts,), daemon=True).start()
    while True:
        part = parts.get()
        with contextlib.suppress(PluginError):
            part.compile()
        answers.write(b"\n")
        answers.flush()


def _listen(parts: "SimpleQueue[Part]") -> None:
    """Take the parts that come in, and end the process when no more can come."""
    try:
        while True:
            parts.put(pickle.load(sys.stdin.buffer))
    finally:
        os._exit(0)
