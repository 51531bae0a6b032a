"""Two threads against two local workers of Dask, in turns: `python benchmarks/scale.py`.

It plays the same tournament both ways, says how the throughputs compare, checks that the results
are the same, and writes the table into `docs/how_to/scale.md`, between comments. The classics are
played with noise, so that each repetition is work. `--seconds` is about how long a run of threads
takes.
"""

import argparse
import os
import platform
import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

import strategies
from tournament import Results, Tournament
from tournament.events.cluster import Cluster, dask_executor

PAGE = Path(__file__).parents[1] / "docs" / "how_to" / "scale.md"
WORKERS = 2


def event(repetitions: int) -> Tournament:
    return Tournament(strategies.classics(), repetitions=repetitions, noise=0.05, seed=1)


def timed(play: Callable[[], Results]) -> tuple[float, Results]:
    began = time.perf_counter()
    results = play()
    return time.perf_counter() - began, results


def threads(repetitions: int) -> tuple[float, Results]:
    return timed(lambda: event(repetitions).play(progress=False, threads=WORKERS))


def workers(repetitions: int, cluster: Cluster) -> tuple[float, Results]:
    return timed(lambda: event(repetitions).play(progress=False, executor=cluster))


def measured(seconds: float, rounds: int) -> str:
    """Return the table."""
    began = time.perf_counter()
    with dask_executor("local", WORKERS) as cluster:
        started = time.perf_counter() - began
        threads(100)
        workers(100, cluster)  # all is compiled and loaded now
        once, _ = threads(2000)
        repetitions = int(2000 * seconds / once)
        found = []
        for _ in range(rounds):
            one, expected = threads(repetitions)
            other, results = workers(repetitions, cluster)
            assert results == expected
            found.append((one, other))
            print(f"threads {one:.1f} s, workers {other:.1f} s", flush=True)
    one, other = (median(times) for times in zip(*found, strict=True))
    share = median(a / b for a, b in found)
    from importlib.metadata import version

    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return "\n".join(
        [
            "| classics, noise, 200 turns | result |",
            "|---|---|",
            f"| repetitions | {repetitions:,} |",
            f"| {WORKERS} threads | {one:.1f} s |",
            f'| `dask_executor("local", {WORKERS})`, which runs | {other:.1f} s |',
            f"| throughput of workers, of that of threads | {100 * share:.0f} % |",
            f"| until the workers run | {started:.1f} s |",
            "",
            f"Measured on {date.today()} by `benchmarks/scale.py`: medians of {rounds} rounds in"
            f" turns, on {os.cpu_count()} shared cores with a load of {load:.0f}, Python"
            f" {platform.python_version()}, distributed {version('distributed')}.",
        ]
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    table = measured(asked.seconds, asked.rounds)
    text = PAGE.read_text(encoding="utf-8")
    marks = r"(<!-- scale -->\n).*(<!-- /scale -->)"
    PAGE.write_text(
        re.sub(marks, lambda m: f"{m[1]}{table}\n{m[2]}", text, flags=re.DOTALL), encoding="utf-8"
    )
