"""The matches of a ledger as tables with names, for other programs: a frame, CSV or Parquet."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from tournament.errors import ArgumentError, needed
from tournament.results.files.spreadsheet import as_text
from tournament.results.ledger.listing import in_words, streamed
from tournament.results.ledger.schema import CONDITIONS, EVENTS, MATCHES, PLAYERS, REPETITIONS, SUMS
from tournament.results.ledger.store import Ledger, opened

if TYPE_CHECKING:
    import pandas as pd

FIRST, SECOND = PLAYERS.alias("first_of"), PLAYERS.alias("second_of")
COLUMNS = [name for names in SUMS.values() for name in names]
TOLD = ["turns", "told", "continuation", "noise", "opponent_noise"]
TOLD += ["misperception", "opponent_misperception", "payoffs", "seed"]
ASKED: Select[Any] = (
    select(
        FIRST.c.name.label("player"),
        SECOND.c.name.label("opponent"),
        MATCHES.c.conditions,
        *(CONDITIONS.c[name] for name in TOLD),
        *(MATCHES.c[name] for name in ("first", "repetitions", *COLUMNS, "finished")),
    )
    .join(CONDITIONS, CONDITIONS.c.id == MATCHES.c.conditions)
    .join(FIRST, FIRST.c.id == MATCHES.c.first_player)
    .join(SECOND, SECOND.c.id == MATCHES.c.second_player)
    .order_by(CONDITIONS.c.digest, FIRST.c.digest, SECOND.c.digest)
    .order_by(MATCHES.c.first, MATCHES.c.repetitions)
)
"""One row for each span of a match."""
TABLES: Mapping[str, Select[Any]] = {
    "matches": ASKED,
    "players": select(PLAYERS),
    "conditions": select(CONDITIONS),
    "events": select(
        *(EVENTS.c[name] for name in ("event", "players", "conditions", "seed")),
        *(REPETITIONS.c[name] for name in ("first", "repetitions", "finished")),
    ).join(REPETITIONS, REPETITIONS.c.event == EVENTS.c.id),
}
"""What is exported, a file each."""


def read_ledger(ledger: "str | Path | Ledger") -> "pd.DataFrame":
    """Return the matches of a ledger as a table with names.

    Parameters
    ----------
    ledger
        A file that `play(ledger=...)` wrote, or the URL of a database.

    Returns
    -------
    pandas.DataFrame
        A row for each span of repetitions of a match: `player` and `opponent`, the conditions
        `turns`, `told` (0: not told), `continuation`, `noise`, `opponent_noise`, `misperception`,
        `opponent_misperception`, `payoffs` (only where a rule reads them) and `seed`; the `first`
        repetition and how many `repetitions`; turns of each outcome, `count_cc` to `count_dd`, the
        player's move first; `wins`, `losses`, `first_defections`, `opponent_first_defections`, and
        `chance`. Where `chance` is 0, one repetition stands for all. Spans of a match may overlap,
        if different numbers of repetitions were asked for. Equal ledgers give equal tables.

    Raises
    ------
    LedgerError
        When there is no ledger, or it cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> from tournament import Tournament
    >>> place = f"{tempfile.mkdtemp()}/ledger.sqlite"
    >>> event = Tournament(["tit_for_tat", "always_defect"], turns=10, seed=1)
    >>> results = event.play(progress=False, ledger=place)
    >>> found = read_ledger(place)
    >>> sorted(found["count_dd"])
    [0, 9, 10]
    """
    import pandas as pd

    with opened(ledger, make=False) as book:
        parts = book.read(lambda connection: [
            pd.DataFrame(rows, columns=[*ASKED.selected_columns.keys()])
            for rows in streamed(connection, ASKED, 50_000)
        ])  # fmt: skip
    whole = pd.concat(parts or [pd.DataFrame([], columns=[*ASKED.selected_columns.keys()])])
    whole["seed"] = [_seed(text) for text in whole["seed"]]
    return whole.drop(columns="conditions").reset_index(drop=True)


def export(ledger: Ledger, folder: Path, *, parquet: bool = False) -> list[Path]:
    """Write players, conditions, matches and events as tables; return the files.

    Parameters
    ----------
    folder
        A new one, or an empty one.
    parquet
        Whether they are Parquet, and not CSV.

    Raises
    ------
    ArgumentError
        When the folder has something in it.
    MissingExtra
        When the library of Parquet is not installed.
    """
    if parquet:
        needed("pyarrow", "parquet", "to write tables as Parquet")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ArgumentError(f"{folder}: the folder must be new or empty, so that nothing is lost.")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, asked in TABLES.items():
        file = folder / f"{name}.{'parquet' if parquet else 'csv'}"
        write = _parquet if parquet else _csv
        ledger.read(lambda connection, a=asked, f=file, w=write: w(f, a, streamed(connection, a)))  # type: ignore[misc]
        written.append(file)
    return written


def _csv(file: Path, asked: Select[Any], parts: Iterator[Any]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened_file:
        writer = csv.writer(opened_file)
        writer.writerow(_heads(asked))
        for rows in parts:
            writer.writerows([[as_text(v) for v in _readable(asked, row)] for row in rows])


def _parquet(file: Path, asked: Select[Any], parts: Iterator[Any]) -> None:
    needed("pyarrow", "parquet", "to write tables as Parquet")
    import pyarrow as pa
    import pyarrow.parquet as pq

    heads = _heads(asked)
    of = {c.name: c.type.python_type for c in asked.selected_columns}
    kinds = {int: pa.int64(), float: pa.float64(), str: pa.string()}
    types = {name: kinds[of.get(name, str)] for name in heads}
    schema = pa.schema([*(types | ({"seed": pa.uint64()} if "seed" in of else {})).items()])
    with pq.ParquetWriter(file, schema) as writer:
        for rows in parts:
            columns = zip(*(_readable(asked, row) for row in rows), strict=True)
            arrays = [pa.array(c, k.type) for c, k in zip(columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _heads(asked: Select[Any]) -> list[str]:
    heads = [*asked.selected_columns.keys()]
    return [*heads, "in_words"] if asked is TABLES["conditions"] else heads


def _readable(asked: Select[Any], row: Any) -> list[Any]:
    values = [_seed(v) if n == "seed" else v for n, v in zip(row._fields, row, strict=True)]
    return [*values, in_words(row)] if asked is TABLES["conditions"] else values


def _seed(text: Any) -> int | None:
    """Return a seed, which is a text in the ledger because SQLite has no such large integers."""
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) <= 20 else None
