"""Play Axelrod's second tournament 25,000 times: docs/studies/published_tournaments.md.

    python benchmarks/axelrod_1980_second.py [--repetitions 25000] [--write]

Knight, Campbell, Harper, Gaffney and Glynatsi (2025) played the Fortran programs as often. The
tournament is that of `examples/axelrod_1980_second.py`.
"""

import argparse
import importlib.util
import time
from pathlib import Path

from pages import DOCS, measured, put

EXAMPLE = Path(__file__).parents[1] / "examples" / "axelrod_1980_second.py"
SHOWN = 20


def example():
    """Return the example."""
    spec = importlib.util.spec_from_file_location(EXAMPLE.stem, EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def turns(lengths, players, repetitions):
    """Return how many turns a tournament has, games against copies included."""
    return sum(lengths) * players * (players + 1) // 2 * repetitions


def main():
    """Play, print what is found, and write it if asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repetitions", type=int, default=25_000)
    parser.add_argument("--write", action="store_true", help="write the page on published ones")
    given = parser.parse_args()
    second = example()
    second.play(2)  # compiles
    begun = time.perf_counter(), time.process_time()
    played = second.play(given.repetitions)
    seconds, processor = time.perf_counter() - begun[0], time.process_time() - begun[1]
    table = second.compare(played)
    columns = ["rank_1980", "rank", "low", "high", "points", "error"]
    lines = [
        "```text",
        table[columns].head(SHOWN).round({"points": 2, "error": 3}).to_string(),
        "",
        *second.findings(table, played),
        "```",
        "",
        f"{turns(second.LENGTHS, len(table), given.repetitions):.2g} turns took {seconds:.0f} s,"
        f" and {processor:.0f} s of processor time. {measured('axelrod_1980_second')}",
    ]
    print(*lines, sep="\n")
    if given.write:
        put(DOCS / "studies" / "published_tournaments.md", "axelrod 1980 second", lines)


if __name__ == "__main__":
    main()
