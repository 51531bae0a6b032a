"""How large saved results are, and how long saving and loading takes: one file of SQLite beside the
folder of Parquet that version 0.1 wrote.

    python benchmarks/saving.py            # prints the table of docs/how_to/files.md
    python benchmarks/saving.py --write    # puts the table there

Seconds are those of the processor, all threads together: a shared machine changes them least.

The books are made up, not played: random counts that agree with each other. Parquet is timed where
`pyarrow` is installed.
"""

import argparse
import datetime
import hashlib
import importlib.util
import json
import platform
import re
import sqlite3
import tempfile
import time
import zlib
from collections.abc import Callable
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tournament import TSTO, outcomes
from tournament.results.books.book import LABELS, columns_of, in_table
from tournament.results.books.season import GAVE, LEFT, RECEIVED, SeasonTallies
from tournament.results.books.tournament import Tallies
from tournament.results.files.event import EVENTS
from tournament.results.files.filing import facts_of
from tournament.results.played import Played
from tournament.results.provenance import manifest
from tournament.rules.match import rules
from tournament.rules.season import season_rules

PAGE = Path(__file__).parents[1] / "docs" / "how_to" / "files.md"
ROUNDS = 3
DAYS, GIFTS = 25, 5
SEASON: dict[str, Any] = {
    "game": TSTO,
    "days": DAYS,
    "inbox": None,
    "visible": False,
    "nice_list": False,
    "days_known": True,
    "absence": 0.0,
    "noise": 0.0,
}
FACTS = {
    "summary": "Do what is best.",
    "doc": "Do what is best.\n\nSource: nobody.",
    "source": "nobody",
    "file": "mine.py:1",
    "parameters": {},
    "code": "0" * 32,
    "reads_game": False,
}


def tournament(players: int, repetitions: int, turns: int = 200, seed: int = 1) -> Played:
    """Return a tournament of random matches."""
    rng = np.random.default_rng(seed)
    names = [f"player_{number}" for number in range(players)]
    first, second = np.triu_indices(players)
    shares = rng.dirichlet(np.ones(outcomes.SIZE), len(first))
    books = Tallies.empty(match=len(first), player=players, repetition=repetitions, seat=1)
    books.chance[:] = True
    for r in range(repetitions):
        counts = rng.multinomial(turns, shares)
        books.counts += counts
        books.products += counts[:, :, None] * counts[:, None, :]
        _in_order(books, counts)
        more = counts[:, 2] - counts[:, 1]
        books.wins += np.stack([more > 0, more < 0], axis=1)
        for copy in (0, 1):
            chosen = (first == second) == bool(copy)
            for side, seen in ((first, counts), (second, outcomes.swapped(counts))):
                for outcome in range(outcomes.SIZE):
                    weights = seen[chosen, outcome]
                    total = np.bincount(side[chosen], weights, minlength=players)
                    books.totals[r, :, copy, 0, outcome] += total.astype(np.int64)
    return Played(
        event="tournament",
        names=names,
        rules=rules(names, game=TSTO, turns=turns, noise=0.01, seed=seed),
        repetitions=repetitions,
        setting={"self_play": True, "seats": 1, "graph": False},
        books=[books],
        labels=[np.stack([first, second], axis=1)],
        plugins={name: FACTS | {"members": [], "compiled": True} for name in names},
        manifest=manifest(seed, failures=[]),
    )


def _in_order(books: Tallies, counts: np.ndarray) -> None:
    """Add turns in the order of their outcomes: all CC first, then all CD, and so on."""
    there, row = counts > 0, np.arange(len(counts))
    before = np.full(len(counts), -1)
    for outcome in range(outcomes.SIZE):
        now = there[:, outcome]
        new, next_one = now & (before < 0), now & (before >= 0)
        books.starts[row[new], outcome] += 1
        books.transitions[row[next_one], before[next_one], outcome] += 1
        books.transitions[row[now], outcome, outcome] += counts[now, outcome] - 1
        before[now] = outcome
    first = np.where(there[:, 1:].any(axis=1), 1 + there[:, 1:].argmax(axis=1), 0)
    books.first_defections[:, 0] += outcomes.OWN[first]
    books.first_defections[:, 1] += outcomes.OTHER[first]


def season(towns: int, kinds: int = 4, friends: int = GIFTS, seed: int = 1) -> Played:
    """Return one repetition of a season of random gifts, each town to its next neighbours."""
    rng = np.random.default_rng(seed)
    names = [f"kind_{number}" for number in range(kinds)]
    town = np.arange(towns)
    kind = rng.permutation(town % kinds)
    sizes = {"kind": kinds, "giver": kinds, "receiver": kinds}
    books = SeasonTallies.empty(town=towns, day=DAYS, **sizes)
    gifts = []
    for friend in range(1, friends + 1):
        receiver, nice = (town + friend) % towns, np.zeros(towns, np.int64)
        for day in range(DAYS):
            outcome = rng.choice(outcomes.SIZE, towns, p=(0.6, 0.2, 0.15, 0.05))
            books.towns[town, outcome] += 1
            books.towns[receiver, RECEIVED.start + outcomes.SWAP[outcome]] += 1
            cell = (kind * kinds + kind[receiver]) * outcomes.SIZE + outcome
            between = np.bincount(cell, minlength=kinds**2 * outcomes.SIZE)
            books.between += between.reshape(kinds, kinds, outcomes.SIZE)
            between = between.reshape(kinds, kinds, outcomes.SIZE)
            books.daily[day, :, 0] += between.sum(axis=1)
            books.daily[day, :, 1] += outcomes.swapped(between.sum(axis=0))
            nice += outcome < outcomes.SIZE // 2
        gifts.append(np.stack([town, receiver, np.full(towns, DAYS), nice], axis=1))
    books.towns[:, LEFT] = books.towns[:, GAVE].sum(axis=1)
    books.fresh[0] = books.daily[0, :, 0].sum(axis=-1)
    made = np.stack(gifts, axis=1).reshape(-1, 4)
    books.exchanged = made[np.lexsort(made[:, 1::-1].T)]
    rule = {"strategy": {"name": "best", **FACTS}, "partner": {"name": "any", **FACTS}}
    return Played(
        event="season",
        names=names,
        rules=season_rules(names, gifts_per_day=friends, seed=seed, **SEASON),
        repetitions=1,
        setting={"friends": 2 * friends},
        books=[books],
        labels=[kind],
        plugins=dict.fromkeys(names, rule),
        manifest=manifest(seed, failures=[]),
    )


def as_parquet(played: Played, folder: Path) -> None:
    """Write results as version 0.1 did: a manifest, and the tables with their digests."""
    event, (books,), (labels,) = EVENTS[played.event], played.books, played.labels
    folder.mkdir()
    digests = {}
    for table, rows in event.books.TABLES.items():
        columns: dict[str, Any] = {}
        for name, book in in_table(event.books, table).items():
            values = getattr(books, name)
            shape, names = values.shape[: len(rows)], columns_of(book, len(rows))
            columns |= dict(zip(names, values.reshape(prod(shape), len(names)).T, strict=True))
        keys, own = event.keys(played.names, labels), {}
        places = np.indices(shape).reshape(len(shape), -1)
        if event.each and table not in event.once:
            own["repetition"] = np.zeros(prod(shape), np.int64)
        for axis, place, size in zip(rows, places, shape, strict=True):
            known = keys.get(axis, {axis: LABELS.get(axis, np.arange(size))})
            own |= {key: np.asarray(values)[place] for key, values in known.items()}
        file = folder / f"{table}.parquet"
        pd.DataFrame(own | columns).to_parquet(file, index=False)
        digests[file.name] = hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest()
    facts = {event.names: played.names, "tables": digests, "format": 1, "event": played.event}
    facts |= facts_of(vars(played))
    (folder / "manifest.json").write_text(json.dumps(facts), encoding="utf-8")


def measured(played: Played, rounds: int = ROUNDS) -> list[tuple[str, int, float, float]]:
    """Return for each way its name, bytes, and seconds of saving and of loading (medians)."""
    ways: list[tuple[str, Callable[[Path], Any], Callable[[Path], Any]]] = [
        ("`results.sqlite`", played.save, lambda path: Played.load(path, played.event))
    ]
    if importlib.util.find_spec("pyarrow"):
        ways.append(("Parquet", lambda path: as_parquet(played, path), ways[0][2]))
    found = []
    for name, save, load in ways:
        times = []
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as folder:
                place = Path(folder) / "out"
                start = time.process_time()
                save(place)
                saved = time.process_time()
                load(place)
                times.append((saved - start, time.process_time() - saved))
                size = sum(file.stat().st_size for file in place.iterdir())
        found.append((name, size, *np.median(times, axis=0).tolist()))
    return found


def table(works: dict[str, Played], rounds: int = ROUNDS) -> str:
    """Return the table of docs/how_to/files.md, with machine and versions."""
    lines = ["| results | saved as | MB | save, s | load, s |", "|---|---|---|---|---|"]
    for what, played in works.items():
        for name, size, save, load in measured(played, rounds):
            lines.append(f"| {what} | {name} | {size / 1e6:.1f} | {save:.2f} | {load:.2f} |")
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    libraries = f"zlib {zlib.ZLIB_RUNTIME_VERSION}, pandas {pd.__version__}"
    today = datetime.datetime.now(datetime.UTC).date()
    note = (
        f"Measured on {today} by `benchmarks/saving.py`: seconds of processor, medians of {rounds}"
    )
    where = f"on a shared machine ({platform.machine()})"
    return "\n".join([*lines, "", f"{note}, {where}, {versions}, {libraries}."])


def main() -> None:
    """Print the table, or put it into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--write", action="store_true", help="put the table into docs/how_to/files.md"
    )
    asked = parser.parse_args()
    text = table(
        {
            "238 players x 1,000 repetitions": tournament(238, 1000),
            "1,000,000 towns": season(1_000_000),
        }
    )
    print(text)
    if asked.write:
        page = PAGE.read_text(encoding="utf-8")
        marks = "<!-- saving -->\n", "\n<!-- /saving -->"
        page, times = re.subn("(?s)" + ".*".join(marks), lambda _: text.join(marks), page)
        assert times == 1, "the page has no place for the table"
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
