"""Former folders: tables of other types and with other numbers are never believed.

The digests are right each time, as a forger would make them. Folders of version 0.1 have no seal,
so types, shapes and sums do the work.
"""

import hashlib
import json
import os
import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from tournament import Results, SeasonResults
from tournament.errors import ResultsError
from tournament.results.files.event import EVENTS
from tournament.results.files.former import parquet
from tournament.results.files.former.tables import types_of
from tournament.results.files.refused import Refused
from tournament.results.played import Played

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

DATA = Path(__file__).parents[1] / "data"
TABLES = [(folder.name, file.name) for folder in sorted(DATA.glob("*/"))
          for file in sorted(folder.glob("*.parquet"))]  # fmt: skip


@pytest.fixture
def forge(tmp_path):
    """Return a function that puts another table into a folder, with its digest."""

    def made(folder, name, table):
        place = tmp_path / folder
        shutil.copytree(DATA / folder, place, dirs_exist_ok=True)
        pq.write_table(table, place / name)
        digest = hashlib.blake2b((place / name).read_bytes(), digest_size=16).hexdigest()
        facts = json.loads((place / "manifest.json").read_text())
        facts["tables"][name] = digest
        (place / "manifest.json").write_text(json.dumps(facts))
        return place

    return made


def believed(place):
    """Return what a folder holds, or None where it is refused in one sentence."""
    try:
        return Played.load(place)
    except ResultsError as error:
        said = str(error).removeprefix(f"{place}: ")
        assert said.endswith("; play again, and save again.")
        assert said.isprintable()
        return None


def columns(table, name):
    """Yield other columns in place of a column: of other types, and with other values."""
    column = table[name]
    values = column.to_pylist()
    yield pa.array([None, *values[1:]], column.type)
    yield pa.array([[value] for value in values])
    yield pa.array([{"x": value} for value in values])
    yield pa.array([str(value) for value in values])
    yield pa.array([str(value).encode() for value in values])
    yield pa.array([1.5] * len(values))
    yield pa.array([float("nan")] * len(values))
    yield pa.nulls(len(values))
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        yield pa.array(["somebody", *values[1:]])
        yield column.dictionary_encode()
        return
    numbers = [int(value) for value in values]
    yield pa.array([float(number) for number in numbers])
    yield pa.array([bool(number) for number in numbers])
    yield pa.array([number / 2 for number in numbers])
    if not pa.types.is_boolean(column.type):
        yield pa.array(numbers, pa.int16())
        for new in (-1, 2**40, 2**62, 2**63 - 1):
            yield pa.array([*numbers[:-1], new], pa.int64())
        yield pa.array([2**64 - 1, *numbers[1:]], pa.uint64())
        yield pa.array(numbers, pa.int64()).cast(pa.timestamp("s"))
        yield pa.array(numbers, pa.decimal128(20))


@pytest.mark.parametrize(("folder", "name"), TABLES)
def test_columns_of_other_types_and_ranges_are_refused(forge, folder, name):
    table, original = pq.read_table(DATA / folder / name), Played.load(DATA / folder)
    draw = random.Random(name)
    every = [(column, new) for column in table.column_names for new in columns(table, column)]
    for column, new in draw.sample(every, 60):
        at = table.column_names.index(column)
        found = believed(forge(folder, name, table.set_column(at, column, new)))
        assert found is None or found == original, (column, new.type, new[0], new[-1])


@pytest.mark.parametrize(("folder", "name"), TABLES)
def test_other_columns_and_rows_are_refused(forge, folder, name):
    table = pq.read_table(DATA / folder / name)
    first = table.column_names[0]
    others = [
        table.drop_columns([first]),
        table.append_column("more", table[first]),
        table.append_column(first, table[first]),
        table.slice(1),
        table.slice(0, 0),
        pa.concat_tables([table, table]),
        table.take(list(reversed(range(len(table))))),
    ]
    for other in others:
        assert believed(forge(folder, name, other)) is None


@pytest.mark.parametrize(("folder", "name"), TABLES)
def test_one_more_of_a_count_is_refused(forge, folder, name):
    table, draw = pq.read_table(DATA / folder / name), random.Random(1)
    single = {"wins", "losses", "first_defections", "opponent_first_defections", "new", "sent"}
    counted = [n for n in table.column_names if pa.types.is_integer(table[n].type)]
    for column in set(counted) - single:
        values = table[column].to_pylist()
        values[draw.randrange(len(values))] += 1
        at = table.column_names.index(column)
        other = table.set_column(at, column, pa.array(values, pa.int64()))
        assert believed(forge(folder, name, other)) is None, column


def test_a_table_with_more_rows_than_memory_is_not_read(monkeypatch):
    """A column of one number has a billion rows in few bytes."""
    monkeypatch.setattr("tournament.results.files.room.free", lambda: 1e6)
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"n": np.zeros(10**7, np.int64)}), sink)
    content = sink.getvalue().to_pybytes()
    assert len(content) < 10**5
    with pytest.raises(Refused, match=r"they take more memory than the 0\.0 GB that are free"):
        parquet.columns(content, {"n": int}, "n.parquet")


def test_what_is_no_parquet_is_damaged():
    for content in (b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", b"x" * 1000):
        with pytest.raises(Refused, match=r"n\.parquet is damaged"):
            parquet.columns(content, {"n": int}, "n.parquet")


def test_repetitions_that_are_not_there_take_no_memory(forge):
    """Two thousand million sets of books are not made before it is seen that there are two."""
    place = forge("season", "towns.parquet", pq.read_table(DATA / "season" / "towns.parquet"))
    facts = json.loads((place / "manifest.json").read_text())
    (place / "manifest.json").write_text(json.dumps(facts | {"repetitions": 2 * 10**9}))
    with pytest.raises(ResultsError, match=r"towns has rows of other repetitions"):
        SeasonResults.load(place)


@pytest.mark.parametrize(("folder", "name"), TABLES)
def test_types_are_those_that_were_written(folder, name):
    event = "season" if folder == "season" else "tournament"
    table = pq.read_table(DATA / folder / name)
    wanted = types_of(EVENTS[event], name.removesuffix(".parquet"))
    kinds = {str: "large_string", int: "int64", bool: "bool"}
    assert {n: str(table[n].type) for n in table.column_names} == {
        n: kinds[kind] for n, kind in wanted.items()
    }


def test_links_and_pipes_in_a_folder(tmp_path, forge):
    """A link leads to a file that its reader may read anyway; what never ends is not read."""
    place = forge("tournament", "matches.parquet",
                  pq.read_table(DATA / "tournament" / "matches.parquet"))  # fmt: skip
    (place / "matches.parquet").rename(tmp_path / "elsewhere")
    (place / "matches.parquet").symlink_to(tmp_path / "elsewhere")
    assert Results.load(place) == Results.load(DATA / "tournament")
    for target in ("/dev/zero", "/dev/null", str(tmp_path), "nothing"):
        (place / "matches.parquet").unlink()
        (place / "matches.parquet").symlink_to(target)
        assert believed(place) is None
    (place / "matches.parquet").unlink()
    os.mkfifo(place / "matches.parquet")
    assert believed(place) is None
