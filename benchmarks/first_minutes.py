"""The first five minutes on a new machine, of two commits in one run.

    python benchmarks/first_minutes.py [--before COMMIT] [--rounds 3] [--write]

Each commit is installed from a clean copy into a new environment, by the command of the README, and
does what a new user does. Every cold measurement begins with an empty folder of compiled code.
The commits take turns, so that a slow phase of the machine meets both. `--write` puts the table
into docs/reference/benchmarks.md.
"""

import argparse
import datetime
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from run import short_running

ROOT = Path(__file__).parent.parent
BEFORE = "8904e72"
"""The last commit before the first five minutes were looked at."""
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
START, END = "<!-- first minutes -->\n", "<!-- /first minutes -->\n"

MATCH = "from tournament import Match; Match('tit_for_tat', 'grudger').play()"
IMPORT = "import tournament, strategies, analysis"
FIELD = (
    "import strategies; from tournament import Tournament;"
    "field = [strategies.get(name) for name in {}];"
    "Tournament(field, turns=200, repetitions=10, seed=1).play(progress=False).ranking"
)


class Work(NamedTuple):
    """What is timed: the words of a command, and whether the folder of compiled code is empty."""

    name: str
    words: tuple[str, ...]
    cold: bool


def works() -> list[Work]:
    """Return what is timed after the installation."""
    field = FIELD.format([rule.name for rule in short_running()])
    report = ("tournament", "run", "--seed", "1", "--output", "out")
    return [
        Work("`import tournament, strategies, analysis`", ("python", "-c", IMPORT), False),
        Work("first `Match(...).play()`, import included, cold", ("python", "-c", MATCH), True),
        Work("the same, warm", ("python", "-c", MATCH), False),
        Work("`tournament run`: the classics and a report, cold", report, True),
        Work("the same, warm", report, False),
        Work("219 strategies x 200 turns x 10 repetitions, cold", ("python", "-c", field), True),
        Work("the same, warm", ("python", "-c", field), False),
    ]


def megabytes(folder: Path) -> float:
    """Return the size of a folder on disk, in units of 2**20 bytes, as `du -m` counts."""
    blocks = {f.stat().st_ino: f.lstat().st_blocks for f in folder.rglob("*") if f.is_file()}
    return sum(blocks.values()) * 512 / 2**20


def install(commit: str, folder: Path) -> tuple[float, float, float]:
    """Install a commit in a new environment; return seconds, and megabytes before and after."""
    source, environment = folder / "source", folder / "env"
    source.mkdir(parents=True)
    packed = subprocess.run(
        ["git", "archive", commit], cwd=ROOT, check=True, capture_output=True
    ).stdout
    subprocess.run(["tar", "-x", "-C", str(source)], input=packed, check=True)
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    empty, start = megabytes(environment), time.perf_counter()
    subprocess.run(
        [environment / "bin" / "pip", "install", "--quiet", "."],
        cwd=source, check=True, capture_output=True,
    )  # fmt: skip
    return time.perf_counter() - start, empty, megabytes(environment)


def timed(work: Work, folder: Path, cache: Path) -> float:
    """Return the seconds of a command in an environment."""
    program = folder / "env" / "bin" / work.words[0]
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "MPL"))}
    with tempfile.TemporaryDirectory() as place:
        start = time.perf_counter()
        subprocess.run(
            [program, *work.words[1:]],
            env=clean | {"TOURNAMENT_CACHE": str(cache)},
            cwd=place, check=True, capture_output=True,
        )  # fmt: skip
        return time.perf_counter() - start


def measure(commits: tuple[str, str], rounds: int) -> list[tuple[str, list[str]]]:
    """Return rows of the table: what is measured, and what it is for both commits."""
    with tempfile.TemporaryDirectory() as name:
        folders = [Path(name) / str(number) for number in range(len(commits))]
        told = [install(*pair) for pair in zip(commits, folders, strict=True)]
        rows = [
            ("`pip install .`", [f"{seconds:.0f} s" for seconds, _, _ in told]),
            ("what it adds to the environment", [f"{new - old:.0f} MB" for _, old, new in told]),
        ]
        for work in works():
            found: list[list[float]] = [[] for _ in folders]
            for number in range(rounds if work.cold else rounds + 1):
                for k, folder in enumerate(folders):
                    fresh = folder / f"cache-{time.monotonic_ns()}"
                    seconds = timed(work, folder, fresh if work.cold else folder / "cache")
                    if work.cold or number:  # the first round fills the caches
                        found[k].append(seconds)
            rows.append((work.name, [f"{median(seconds):.2g} s" for seconds in found]))
            print(rows[-1], flush=True)
    return rows


def main() -> None:
    """Measure, print the table, and write it if asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--before", default=BEFORE, help=f"the other commit (default: {BEFORE})")
    parser.add_argument("--rounds", type=int, default=3, help="of each measurement (default: 3)")
    parser.add_argument("--write", action="store_true", help="write docs/reference/benchmarks.md")
    given = parser.parse_args()
    rows = measure((given.before, "HEAD"), given.rounds)
    table = ["| on a new machine | before | now |", "|---|---|---|"]
    table += [f"| {name} | {before} | {now} |" for name, (before, now) in rows]
    table += [
        "",
        f"Measured on {datetime.date.today()} by `benchmarks/first_minutes.py`: medians of"
        f" {given.rounds} rounds, on {os.cpu_count()} shared cores, Python"
        f" {platform.python_version()}, downloads cached. Before: commit {given.before}.",
    ]
    text = "\n".join([*table, ""])
    print(text)
    if given.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
        PAGE.write_text(before + START + text + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
