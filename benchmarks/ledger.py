"""What a ledger costs, and how quickly it answers.

    python benchmarks/ledger.py            # prints the table of docs/how_to/ledger.md
    python benchmarks/ledger.py --write    # puts the table there

Seconds are those of the processor, all threads together: a shared machine changes them least. The
rows that SQL ranks are made up: random counts, with blobs as large as those of 10 repetitions.
"""

import argparse
import datetime
import platform
import re
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

import strategies as library
from tournament import Tournament
from tournament.events.words import players
from tournament.results.ledger.schema import METADATA, SUMS
from tournament.results.ledger.store import opened

PAGE = Path(__file__).parents[1] / "docs" / "how_to" / "ledger.md"
COLUMNS = [name for names in SUMS.values() for name in names]
RANKING = """
WITH sides AS (
  SELECT first_player AS player,
    sum((2 - (first_player = second_player)) * (3 * count_cc + 5 * count_dc + count_dd)) AS paid,
    sum((2 - (first_player = second_player)) * (count_cc + count_cd + count_dc + count_dd)) AS turns
  FROM matches GROUP BY first_player
  UNION ALL
  SELECT second_player,
    sum((2 - (first_player = second_player)) * (3 * count_cc + 5 * count_cd + count_dd)),
    sum((2 - (first_player = second_player)) * (count_cc + count_cd + count_dc + count_dd))
  FROM matches GROUP BY second_player)
SELECT player, 1.0 * sum(paid) / sum(turns) AS score FROM sides GROUP BY player ORDER BY score DESC
"""
"""Of a ledger with one tournament in it, in which chance has a part in all matches."""


def made_up(file: Path, many: int) -> int:
    """Write a ledger in which so many players have all met; return how many rows it has."""
    with opened(file):
        pass
    drawn = np.random.default_rng(1)
    database = sqlite3.connect(file)
    database.execute("PRAGMA synchronous=OFF")
    names = [(p, f"{p:032x}", f"player_{p}", f"{p:032x}", "{}") for p in range(1, many + 1)]
    database.executemany("INSERT INTO players VALUES (?, ?, ?, ?, ?)", names)
    told = (0, 200, 200, None, 0.01, 0.01, 0.0, 0.0, 0, None, "[]", "1", 1)
    for place in (1, 2):
        values = (place, f"{place:032x}", place - 1, *told[1:])
        database.execute(f"INSERT INTO conditions VALUES ({', '.join('?' * 15)})", values)
    rows = 0
    for first in range(1, many + 1):
        spans = [(1 + (first == other), first, other, 0, 10) for other in range(first, many + 1)]
        counts = drawn.multinomial(2000, [0.25] * 4, len(spans)).tolist()
        plain = [
            (*span, *count, 3, 4, 5, 6, 1, 1_800_000_000)
            for span, count in zip(spans, counts, strict=True)
        ]
        blobs = [(*span, drawn.bytes(16), bytes(144), "uint8", drawn.bytes(40)) for span in spans]
        _insert(database, "matches", plain)
        _insert(database, "details", blobs)
        rows += len(spans)
    database.commit()
    database.close()
    return rows


def _insert(database: sqlite3.Connection, table: str, rows: list[tuple[Any, ...]]) -> None:
    width = len(METADATA.tables[table].columns)
    database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows)


def seconds(do: Callable[[], object]) -> tuple[float, float]:
    """Return seconds of the processor, and of a clock on the wall."""
    began, wall = time.process_time(), time.perf_counter()
    do()
    return time.process_time() - began, time.perf_counter() - wall


def ranked(file: Path, rounds: int = 3) -> tuple[float, float]:
    """Return how long SQL takes to rank all that is in a ledger: the best of some rounds."""
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    found = min(seconds(lambda: database.execute(RANKING).fetchall()) for _ in range(rounds))
    database.close()
    return found


def played(folder: Path, field: list[Any], repetitions: int) -> Iterator[tuple[str, float, float]]:
    """Yield how long a tournament takes with and without a ledger, and again from a full one."""
    file, newcomer = folder / "library.sqlite", library.random_player(p=0.93)

    def play(who: list[Any], **words: Any) -> None:
        Tournament(who, repetitions=repetitions, seed=1).play(progress=False, **words)

    play([*field[:2], newcomer])  # compiled
    play(field)
    yield "played without a ledger", *seconds(lambda: play(field))
    yield "played with an empty ledger", *seconds(lambda: play(field, ledger=file))
    yield (
        "read from the full ledger",
        *min(seconds(lambda: play(field, ledger=file)) for _ in range(3)),
    )
    more = [*field, newcomer]
    yield "one more rule, warm", *seconds(lambda: play(more, ledger=file))
    size = file.stat().st_size / 1e6
    yield f"size of the file: {size:.1f} MB", 0.0, 0.0


def table(rows: list[tuple[str, float, float]], note: str) -> str:
    """Return the table of the page."""
    lines = ["| work | processor, s | clock, s |", "|---|---|---|"]
    lines += [f"| {what} | {one:.2f} | {wall:.2f} |" for what, one, wall in rows if wall]
    lines += ["", *(f"{what}." for what, _, wall in rows if not wall), ""]
    return "\n".join([*lines, note, ""])


def main() -> None:
    """Measure, and print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--rows", type=int, default=1413, help="players whose rows are made up")
    parser.add_argument("--players", type=int, default=238, help="of the library, in its order")
    args = parser.parse_args()
    from tournament.cli.groups import groups

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many = made_up(folder / "made.sqlite", args.rows)
        rows = [(f"{many:,} rows ranked by SQL", *ranked(folder / "made.sqlite"))]
        field = [*players(["everything"], [], groups())][: args.players]
        matches = len(field) * (len(field) + 1) // 2
        found = [*played(folder, field, 10)]
    rows += [(f"{matches:,} matches x 10: {what}", one, wall) for what, one, wall in found]
    note = (
        f"Measured on {datetime.date.today()} by `benchmarks/ledger.py`, on a shared machine"
        f" ({platform.machine()}), Python {platform.python_version()}, SQLite"
        f" {sqlite3.sqlite_version}."
    )
    text = table(rows, note)
    print(text)
    if args.write:
        page = PAGE.read_text(encoding="utf-8")
        new = re.sub(
            r"(<!-- ledger -->\n).*?(<!-- /ledger -->)",
            lambda found: found[1] + text + found[2],
            page,
            flags=re.S,
        )
        PAGE.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
