"""Time two checkouts in one run, in turns: is the new one as fast as the old one?

    git worktree add ../old COMMIT
    python benchmarks/side_by_side.py ../old [--rounds 7] [--write]

Each measurement is a process of its own, with the packages of one of the checkouts. The two take
turns, so that a slow phase of the machine meets both. `--write` puts the table into
docs/explanation/architecture.md.
"""

import argparse
import datetime
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "explanation" / "architecture.md"
START, END = "<!-- side by side -->\n", "<!-- /side by side -->\n"

TIMED = "import time; start = time.perf_counter(); {}; print(time.perf_counter() - start)"
READY = (  # imports, and code compiled or loaded, before the clock starts
    "import strategies; from tournament import Season, Tournament; field = strategies.classics();"
    "kinds = [(rule, partner) for rule in field for partner in ('anyone', 'out_for_tat')];"
)
PLAY = "Tournament(field, noise=0.01, repetitions={}, seed=1).play(progress=False, threads={})"
SEASON = "Season(kinds, {}, friends={}, seed=1).play(progress=False, threads={}).ranking"


def timed(work: str, size: tuple[int, ...], small: tuple[int, ...]) -> str:
    """Return a program that does some work of a small size, then times the work.

    Garbage is collected before the clock starts: when that happens by itself is a matter of luck.
    """
    return (
        READY
        + work.format(*small)
        + "; import gc; gc.collect(); "
        + TIMED.format(work.format(*size))
    )


WORKS = {  # programs print their seconds; where there is none, the command is timed from outside
    "import tournament": TIMED.format("import tournament"),
    "import strategies, analysis": TIMED.format("import strategies, analysis"),
    "classics x 10,000 repetitions, noise, one thread": timed(PLAY, (10_000, 1), (2, 1)),
    "the same, two threads": timed(PLAY, (10_000, 2), (2, 2)),
    "season of 1,000 towns x 100 friends, one thread": timed(SEASON, (1000, 100, 1), (100, 10, 1)),
    "season of 10,000 towns x 100 friends, two threads": timed(
        SEASON, (10_000, 100, 2), (100, 10, 2)
    ),
    "`tournament run`, whole process, warm cache": "",
    "`tournament run`, whole process, cold cache": "",
}
COLD_ROUNDS = 3


def measure(tree: Path, program: str, cache: str, folder: str) -> float:
    """Return the seconds of one measurement in a process of its own."""
    env = os.environ | {"PYTHONPATH": str(tree), "TOURNAMENT_CACHE": cache, "MPLBACKEND": "agg"}
    if program:
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=env, cwd=folder, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return float(done.stdout.split()[-1])
    start = time.perf_counter()
    code = "import sys; from tournament.cli import main; sys.exit(main(sys.argv[1:]))"
    words = ["run", "--seed", "1", "--output", "out"]
    subprocess.run(
        [sys.executable, "-c", code, *words], env=env, cwd=folder, capture_output=True, check=True
    )
    return time.perf_counter() - start


def compare(old: Path, new: Path, rounds: int, only: str = "") -> list[str]:
    """Return rows of the table: median seconds of both, and the median of the ratios.

    `only` is a text that the names of the works must contain.
    """
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        caches = {tree: f"{folder}/cache-{number}" for number, tree in enumerate((old, new))}
        for work, program in WORKS.items():
            if only not in work:
                continue
            cold = work.endswith("cold cache")
            found: dict[Path, list[float]] = {old: [], new: []}
            for number in range(COLD_ROUNDS if cold else rounds + 1):
                for tree in (old, new) if number % 2 else (new, old):
                    with tempfile.TemporaryDirectory() as fresh:
                        where = f"{fresh}/cache" if cold else caches[tree]
                        seconds = measure(tree, program, where, fresh)
                    if cold or number:  # the first round fills the caches
                        found[tree].append(seconds)
            ratio = median(n / o for o, n in zip(found[old], found[new], strict=True))
            middle = [f"{median(found[tree]):.3g} s" for tree in (old, new)]
            rows.append(f"| {work} | {middle[0]} | {middle[1]} | {ratio:.2f} |")
            print(rows[-1], flush=True)
    return rows


def main() -> None:
    """Measure, print the table, and write it if asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("old", type=Path, help="the other checkout")
    parser.add_argument("--rounds", type=int, default=7, help="measurements of each (default: 7)")
    parser.add_argument(
        "--write", action="store_true", help="write docs/explanation/architecture.md"
    )
    parser.add_argument("--only", default="", metavar="TEXT", help="works with this in their name")
    given = parser.parse_args()
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    kept, _, after = rest.partition(END)
    rows = {row.split(" | ")[0]: row for row in kept.splitlines() if row.startswith("| ")}
    measured = compare(given.old.resolve(), ROOT.resolve(), given.rounds, given.only)
    rows |= {row.split(" | ")[0]: row for row in measured}
    title = "| work | before | now | ratio |"
    rows.pop(title.split(" | ")[0], None)
    table = [title, "|---|---|---|---|", *rows.values()]
    where = (
        f"Measured on {datetime.date.today()} by `benchmarks/side_by_side.py`: {given.rounds}"
        f" rounds in turns (cold: {COLD_ROUNDS}), medians, on {os.cpu_count()} shared cores, Python"
        f" {platform.python_version()}, Numba {version('numba')}."
    )
    print(where)
    if given.write:
        text = "\n".join([*table, "", where, ""])
        PAGE.write_text(before + START + text + END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
