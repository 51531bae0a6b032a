"""Kills whoever fills a ledger, at random moments, and plays on: the same bytes each time?

    python benchmarks/kills.py                                # 100 kills, prints a table
    python benchmarks/kills.py --kills 20 --events tournament --places file

An event is played into a ledger by a process of its own, which is killed (SIGKILL) after a random
time, again and again; then it is played to its end. Its saved results must have the bytes of a run
that nobody stopped, and nothing that the ledger had may be played again. With PostgreSQL the
process that serves us is killed, too: then the server stops serving everybody, recovers, and the
event must go on by itself.

"Lost" is the time that went into units that were begun and are not in the ledger, of all workers
together: two workers can lose two seconds in one second.
"""

import argparse
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import threading
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, nullcontext, suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import servers

import strategies as library
from tournament import Population, Season, Tournament
from tournament.engine import sources
from tournament.events.population import keeping as population_keeping
from tournament.events.population import playing as populations
from tournament.events.season import keeping as season_keeping
from tournament.events.season import playing as seasons
from tournament.results.ledger.matches import Meetings

IN_A_ROW = 10
"""How often one ledger is killed before its event is played to the end."""
CREATED = "2026-11-29T00:00:00+00:00"
NOISE = 0.05
LOG = -1
"""A file for what is begun and what is kept, one line each."""

# -- the events ------------------------------------------------------------------------------------


def tournament(seed: int) -> Tournament:
    """Return a tournament of about a second of work, and some rules that are slow."""
    names = ["tit_for_tat", "joss", "random_player", "grudger", "win_stay_lose_shift", "gladstein"]
    players = [getattr(library, name) for name in names]
    return Tournament(players, turns=200, noise=NOISE, repetitions=20_000, seed=seed)


def season(seed: int) -> Season:
    """Return a season of some repetitions."""
    kinds = [library.tit_for_tat, library.joss, library.always_defect]
    words: dict[str, Any] = {"towns": 600, "friends": 30, "days": 20, "gifts_per_day": 5}
    return Season(kinds, repetitions=20, noise=NOISE, seed=seed, **words)


def population(seed: int) -> Population:
    """Return a population of some hundred repetitions."""
    kinds = [library.tit_for_tat, library.joss, library.always_defect]
    words: dict[str, Any] = {"size": 100, "process": "fermi", "mutation": 0.01, "turns": 50}
    return Population(kinds, repetitions=300, noise=NOISE, seed=seed, **words)


EVENTS: dict[str, tuple[Callable[[int], Any], dict[str, Any]]] = {
    "tournament": (tournament, {}),
    "tournament, two processes": (tournament, {}),
    "season": (season, {}),
    "population": (population, {"generations": 3_000}),
}


def play(name: str, seed: int, ledger: str | None, results: Path) -> None:
    """Play an event and save its results, always made at the same time."""
    made, words = EVENTS[name]
    pool = ProcessPoolExecutor(2, mp_context=get_context("fork")) if "processes" in name else None
    with pool if pool else nullcontext():
        workers = {"executor": pool} if pool else {"threads": 2}
        found = made(seed).play(progress=False, ledger=ledger, **words, **workers)
    found.manifest["created"] = CREATED
    found.save(results)


# -- what is begun, and what is kept ---------------------------------------------------------------


def note(word: str, unit: str, many: int) -> None:
    """Write a line: all of it, or nothing."""
    if LOG >= 0:
        os.write(LOG, f"{word}\t{unit}\t{many}\t{time.monotonic()}\n".encode())


def name_of(job: Any) -> str:
    """Return what tells a unit of a tournament from all others."""
    matches = hashlib.blake2b(np.ascontiguousarray(job.numbers), digest_size=8).hexdigest()
    return f"{job.unit.first} {matches}"


def watched(play: Callable[..., Any], name: Callable[..., tuple[str, int]]) -> Callable[..., Any]:
    """Return a function that notes which unit it begins."""

    def begun(*given: Any, **words: Any) -> Any:
        note("begun", *name(*given))
        result = play(*given, **words)
        note("ended", *name(*given))
        return result

    return begun


def keeping(put: Callable[..., None], name: Callable[..., tuple[str, int]]) -> Callable[..., None]:
    """Return a function that notes which unit it has written."""

    def kept(self: object, *given: Any) -> None:
        put(self, *given)
        note("kept", *name(*given))

    return kept


_timed = sources.timed


def timed(job: Any, stop: np.ndarray | None = None) -> Any:
    """Play a unit of a tournament. Other processes find it by this name."""
    unit = job.unit
    facts = name_of(job), len(unit.matches) * unit.repetitions
    note("begun", *facts)
    result = _timed(job, stop)
    note("ended", *facts)
    return result


def watch() -> None:
    """Have all units noted from now on."""
    sources.timed = timed
    seasons.repetition = watched(seasons.repetition, lambda plan, n, *_: (str(n), 1))
    populations.played = watched(
        populations.played, lambda plan, span, **_: (str(span.first), span.repetitions)
    )
    Meetings.put = keeping(  # type: ignore[method-assign]
        Meetings.put, lambda job, _: (name_of(job), len(job.numbers) * job.unit.repetitions)
    )
    for kind in (season_keeping.Kept, population_keeping.Kept):
        kind.put = keeping(  # type: ignore[attr-defined]
            kind.put,  # type: ignore[attr-defined]
            lambda part, _: (str(part), 1) if isinstance(part, int) else (str(part[0]), part[1]),
        )


def read(log: Path) -> Iterator[tuple[str, str, int, float]]:
    """Yield the lines of a log."""
    for line in log.read_text().splitlines():
        word, unit, many, when = line.split("\t")
        yield word, unit, int(many), float(when)


def lost(log: Path, end: float) -> float:
    """Return the seconds that went into what was begun and not kept."""
    begun: dict[str, float] = {}
    spent: dict[str, float] = {}
    for word, unit, _, when in read(log):
        if word == "begun":
            begun[unit] = when
        elif word == "ended":
            spent[unit] = when - begun[unit]
        else:
            begun.pop(unit)
    return sum(spent.get(unit, end - when) for unit, when in begun.items())


def played(log: Path) -> int:
    """Return how many repetitions of matches, or of the event, were played to their end."""
    return sum(many for word, _, many, _ in read(log) if word == "ended")


# -- processes -------------------------------------------------------------------------------------


def begin(log: Path, do: Callable[[], None]) -> int:
    """Do something in a process of its own, whose children can be ended with it."""
    global LOG
    log.write_bytes(b"")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # there are no threads here; newer Pythons look for them
        process = os.fork()
    if process:
        return process
    code = 1
    try:
        os.setsid()
        LOG = os.open(log, os.O_WRONLY | os.O_APPEND)
        do()
        code = 0
    except BaseException as error:  # all must end here
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(code)


def ended(process: int, log: Path, seconds: float | None = None) -> tuple[int, float]:
    """Return how a process ended, and what was lost; it is killed after so many seconds."""
    if seconds is not None:
        time.sleep(seconds)
        os.kill(process, signal.SIGKILL)
    end = time.monotonic()
    _, status = os.waitpid(process, 0)
    code = os.waitstatus_to_exitcode(status)
    with suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)  # workers of a pool do not see that their master ended
    return code, lost(log, end) if code < 0 else 0.0


def there(place: str) -> int:
    """Return how many repetitions a ledger has, of matches or of events."""
    sentence = "SELECT (SELECT coalesce(sum(repetitions), 0) FROM matches)"
    sentence += " + (SELECT coalesce(sum(repetitions), 0) FROM repetitions)"
    if "://" in place:
        import psycopg

        reached, early = (
            psycopg.connect(place.replace("+psycopg", "")),
            psycopg.errors.UndefinedTable,
        )
    else:
        reached, early = sqlite3.connect(place), sqlite3.OperationalError
    with closing(reached) as ledger, suppress(early):  # killed before there were tables
        return int(ledger.execute(sentence).fetchone()[0])
    return 0


# -- what is tried ---------------------------------------------------------------------------------


class Trial:
    """An event that is killed again and again: the same bytes in the end?"""

    def __init__(self, name: str, folder: Path, seed: int) -> None:
        self.name, self.folder, self.seed = name, folder, seed
        folder.mkdir()
        self.log, self.plain = folder / "log", folder / "plain.sqlite"
        began = time.monotonic()
        code, _ = ended(self.begin(None, self.plain), self.log)
        self.seconds, self.whole = time.monotonic() - began, played(self.log)
        if code:
            raise SystemExit(f"{name}: it could not be played")

    def begin(self, ledger: str | None, results: Path) -> int:
        """Play it in a process of its own."""
        return begin(self.log, lambda: play(self.name, self.seed, ledger, results))

    def killed(self, ledger: str, kills: int, random: random.Random) -> tuple[list[float], bool]:
        """Return what each kill of the process lost, and whether all is well in the end."""
        found = []
        for _ in range(kills):
            # half of them early: while a ledger is made, read and written for the first time
            share = random.random() * random.choice((1.0, 0.1))
            seconds = share * self.seconds
            code, gone = ended(self.begin(ledger, self.folder / "x.sqlite"), self.log, seconds)
            if code > 0:
                return found, False
            found.append(gone)
        had = there(ledger)
        results = self.folder / "results.sqlite"
        code, _ = ended(self.begin(ledger, results), self.log)
        return found, self._well(code, results, had, ledger)

    def served(self, server: servers.Server, database: str, random: random.Random) -> bool:
        """Return whether all is well though the process that serves us is killed."""
        results, ledger = self.folder / "served.sqlite", server.url(database)
        process = self.begin(ledger, results)
        time.sleep(random.random() * self.seconds)
        for _ in range(200):
            if mine := server.backends(database):
                os.kill(mine[0], signal.SIGKILL)
                break
            time.sleep(0.01)
        code, _ = ended(process, self.log)
        server.wait()
        return self._well(code, results, 0, ledger)

    def _well(self, code: int, results: Path, had: int, ledger: str) -> bool:
        """Return whether the bytes are the same, and what was played had not been there."""
        same = not code and results.read_bytes() == self.plain.read_bytes()
        found = had, played(self.log), there(ledger), self.whole
        well = same and found[0] + found[1] == found[2] == found[3]
        if not well:
            print(f"{self.name}: ended with {code}; same bytes: {same}; {found}", file=sys.stderr)
        return well


def main() -> None:
    """Kill, and print what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--kills", type=int, default=100, help="in all (default: 100)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments (default: 1)")
    parser.add_argument("--events", nargs="+", choices=[*EVENTS], default=[*EVENTS])
    places = ["file", "PostgreSQL", "PostgreSQL, its process"]
    parser.add_argument("--places", nargs="+", choices=places, default=places)
    given = parser.parse_args()
    chance, wrong = random.Random(given.seed), 0
    with_server = any(place != "file" for place in given.places)
    watch()
    tried = [(name, place) for place in given.places for name in given.events]
    share = [given.kills // len(tried)] * len(tried)
    share[0] += given.kills - sum(share)
    folder = Path(tempfile.mkdtemp(prefix="kills-"))
    print("| event | what is killed | kills | the same bytes | lost, mean and most, s | run, s |")
    print("|---|---|---|---|---|---|")
    try:
        with servers.server() if with_server else nullcontext() as server:
            trials: dict[str, Trial] = {}
            for (name, place), kills in zip(tried, share, strict=True):
                if name not in trials:
                    warm(name, folder / "warm.sqlite")
                    trials[name] = Trial(name, folder / str(len(trials)), given.seed)
                gone, well = tally(trials[name], place, kills, server, chance)
                wrong += kills - well
                told = f"{sum(gone) / len(gone):.2f}, {max(gone):.2f}" if gone else "-"
                run = trials[name].seconds
                print(f"| {name} | {place} | {kills} | {well} | {told} | {run:.1f} |", flush=True)
    finally:
        shutil.rmtree(folder)
    raise SystemExit(f"{wrong} kills of {given.kills} went wrong" if wrong else 0)


def warm(name: str, results: Path) -> None:
    """Load what an event needs, so that all processes have it from their first moment on."""
    play(name.partition(",")[0], 0, None, results)
    while threading.active_count() > 1:  # a process with threads should not be forked
        time.sleep(0.01)


def tally(
    trial: Trial, place: str, kills: int, server: Any, chance: random.Random
) -> tuple[list[float], int]:
    """Return what each kill lost, and after how many of them all was well."""
    gone, well, counted = [], 0, defaultdict(int)
    while kills:
        many = 1 if "process" in place else min(IN_A_ROW, kills)
        kills, counted[place] = kills - many, counted[place] + 1
        database = f"{trial.name} {place} {counted[place]}".replace(",", "").replace(" ", "_")
        if "process" in place:
            well += trial.served(server, database, chance)
            continue
        ledger = str(trial.folder / f"{database}.ledger")
        ledger = ledger if place == "file" else server.url(database)
        found, right = trial.killed(ledger, many, chance)
        gone += found
        well += many if right else 0
    return gone, well


if __name__ == "__main__":
    main()
