"""Ledgers of strangers: whatever is in the file, a sentence or the right numbers. No traceback."""

import random
import re
import shutil
import sqlite3
import zlib
from contextlib import suppress

import pytest

import strategies as library
from tournament import Population, Season, Tournament
from tournament.errors import LedgerError
from tournament.results.ledger import schema, store
from tournament.results.ledger.checking import repaired, verified
from tournament.results.ledger.store import opened

FIELD = [library.joss, library.random_player, library.tit_for_tat]


def event(repetitions=40):
    return Tournament(FIELD, turns=20, seed=7, repetitions=repetitions)


def season():
    return Season(FIELD[:2], towns=20, friends=6, days=3, seed=7, repetitions=2)


def population():
    return Population(FIELD[:2], size=12, seed=7, repetitions=3, turns=5)


EVENTS = {"tournament": event, "season": season, "population": population}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A ledger with some of everything, and the results that it must give."""
    file = tmp_path_factory.mktemp("made") / "ledger.sqlite"
    plain = {name: make().play(progress=False, ledger=file) for name, make in EVENTS.items()}
    with opened(file) as ledger:
        ledger.outside("PRAGMA wal_checkpoint(TRUNCATE)")
    return file, plain


@pytest.fixture
def file(made, tmp_path):
    return shutil.copy(made[0], tmp_path / "ledger.sqlite")


def changed(file, *sentences):
    with sqlite3.connect(file) as ledger:
        for sentence in sentences:
            ledger.execute(*sentence if isinstance(sentence, tuple) else (sentence,))
    ledger.close()


def told_or_right(file, made):
    """Return the sentences that events get; those without one must have the right results."""
    told = []
    for name, make in EVENTS.items():
        try:
            found = make().play(progress=False, ledger=file)
        except LedgerError as error:
            told.append(str(error))
        else:
            assert found == made[1][name]
    assert not any("\n" in sentence for sentence in told)
    return told


@pytest.mark.parametrize("sentence", [
    "CREATE TRIGGER t AFTER INSERT ON matches BEGIN DELETE FROM players; END",
    "CREATE VIEW v AS SELECT * FROM matches",
    "CREATE TABLE more (a)",
    "ALTER TABLE matches ADD COLUMN a",
    "ALTER TABLE matches RENAME COLUMN wins TO victories",
    "DROP TABLE details",
    "DROP TABLE ledger",
    "DELETE FROM ledger",
    "UPDATE ledger SET value = 'x'",
    "UPDATE ledger SET value = '0'",
    "UPDATE ledger SET value = x'31'",
    "UPDATE ledger SET value = '99999999999999999999'",
    "PRAGMA application_id = 7",
    "ALTER TABLE details ADD COLUMN a AS (first + 1)",
], ids=range(14))  # fmt: skip
def test_a_file_that_is_no_ledger_is_refused(file, made, sentence):
    changed(file, sentence)
    assert len(told_or_right(file, made)) == len(EVENTS)


def test_a_view_in_the_place_of_a_table_is_refused(file, made):
    changed(
        file,
        "ALTER TABLE matches RENAME TO other",
        "CREATE VIEW matches AS SELECT * FROM other",
    )
    assert len(told_or_right(file, made)) == len(EVENTS)


def test_a_newer_ledger_is_refused(file):
    changed(file, f"UPDATE ledger SET value = '{schema.VERSION + 1}'")
    with pytest.raises(LedgerError, match="newer version of tournament"):
        event().play(progress=False, ledger=file)


WRONG = ["'text'", "x'00'", "1.5", "-1", "9223372036854775807", "-9223372036854775808"]


@pytest.mark.slow
@pytest.mark.parametrize("value", WRONG)
@pytest.mark.parametrize("table", ["matches", "details", "repetitions", "arrays", "players",
                                   "conditions", "events"])  # fmt: skip
def test_a_wrong_value_in_any_column_gets_a_sentence(file, made, table, value, tmp_path):
    """Columns of keys too: then it is as if the row were not there, or damaged."""
    columns = schema.METADATA.tables[table].columns.keys()
    for column in columns:
        copy = shutil.copy(file, tmp_path / f"{column}.sqlite")
        one = f"(SELECT min(rowid) FROM {table})"
        with suppress(sqlite3.IntegrityError):  # no row can have such an id
            changed(copy, f"UPDATE OR IGNORE {table} SET {column} = {value} WHERE rowid = {one}")
        told_or_right(copy, made)


@pytest.mark.parametrize("value", ["'text'", "x'00'", "1.5", "-1"])
@pytest.mark.parametrize("column", ["count_cc", "wins", "chance", "sums", "by_repetition"])
def test_verify_finds_it_and_repair_drops_it(file, made, column, value):
    table = "details" if column in ("sums", "by_repetition") else "matches"
    changed(file, f"UPDATE {table} SET {column} = {value} WHERE rowid = 2")
    with opened(file) as ledger:
        found = verified(ledger)
        assert [damage.what for damage in found.damages] == ["match"]
        assert "against" in found.damages[0].where
        assert repaired(ledger, found.damages) == 1
        assert verified(ledger).damages == []
    assert told_or_right(file, made) == []


def test_a_bomb_is_not_unpacked(file, made):
    bomb = zlib.compress(bytes(200_000_000), 9)
    changed(
        file,
        ("UPDATE details SET by_repetition = ?, type = 'int64'", (bomb,)),
        ("UPDATE arrays SET content = ?, shape = '1000000000000 9', type = 'int64'", (bomb,)),
    )
    assert len(told_or_right(file, made)) == len(EVENTS)


def test_absurd_numbers_of_repetitions_take_no_memory(file, made):
    changed(
        file,
        f"UPDATE OR IGNORE matches SET repetitions = {2**62}",
        f"UPDATE OR IGNORE details SET repetitions = {2**62}",
        f"UPDATE OR IGNORE repetitions SET repetitions = {2**62}",
    )
    assert all("damaged" in sentence for sentence in told_or_right(file, made))


@pytest.mark.parametrize("table", ["matches", "repetitions"])
def test_a_row_that_is_there_twice_counts_once(file, made, table):
    """Where somebody took away the primary key, so that SQLite lets it in."""
    names = ", ".join(schema.METADATA.tables[table].columns.keys())
    changed(
        file,
        f"ALTER TABLE {table} RENAME TO other",
        f"CREATE TABLE {table} AS SELECT {names} FROM other UNION ALL SELECT {names} FROM other",
        "DROP TABLE other",
    )
    assert len(told_or_right(file, made)) == len(EVENTS)


@pytest.mark.parametrize("table", ["details", "arrays"])
def test_blobs_that_are_lost_are_told(file, made, table):
    changed(file, f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")
    assert any("damaged" in sentence for sentence in told_or_right(file, made))
    with opened(file) as ledger:
        found = verified(ledger)
        assert len(found.damages) == 1
        repaired(ledger, found.damages)
    assert told_or_right(file, made) == []


def test_two_matches_that_change_places_are_told(file, made):
    """Each row says what it is of, in its checksum."""
    blobs = ["checksum", "sums", "type", "by_repetition"]
    both = sqlite3.connect(file)
    rows = both.execute(f"SELECT rowid, {', '.join(blobs)} FROM details LIMIT 2").fetchall()
    both.close()
    told = ", ".join(f"{name} = ?" for name in blobs)
    changed(file, *((f"UPDATE details SET {told} WHERE rowid = ?", (*one[1:], other[0]))
                    for one, other in (rows, rows[::-1])))  # fmt: skip
    assert any("damaged" in sentence for sentence in told_or_right(file, made))


@pytest.mark.parametrize("part", [0.0, 0.2, 0.5, 0.9, 0.99])
def test_a_truncated_file_gets_a_sentence(file, made, part, tmp_path):
    content = file.read_bytes()
    file.write_bytes(content[: int(part * len(content))] or b"SQLite format 3\0")
    assert len(told_or_right(file, made)) >= 1


@pytest.mark.slow
def test_a_flipped_bit_anywhere_gives_a_sentence_or_the_right_numbers(file, made, tmp_path):
    content, drawn = file.read_bytes(), random.Random(1)
    for at in [*range(0, 100, 7), *(drawn.randrange(len(content)) for _ in range(60))]:
        flipped = bytearray(content)
        flipped[at] ^= 1 << drawn.randrange(8)
        copy = tmp_path / f"{at}.sqlite"
        copy.write_bytes(flipped)
        told_or_right(copy, made)


# -- versions --------------------------------------------------------------------------------------


def test_an_older_ledger_is_brought_up_to_date(file, made, monkeypatch):
    """A version 0 that never was: `books` had another name, and `finished` was missing."""
    changed(
        file,
        "ALTER TABLE repetitions RENAME COLUMN books TO arrays",
        "ALTER TABLE matches DROP COLUMN finished",
        "UPDATE ledger SET value = '0'",
    )
    assert len(told_or_right(file, made)) == len(EVENTS)  # nobody knows how
    up = (
        "ALTER TABLE repetitions RENAME COLUMN arrays TO books",
        "ALTER TABLE matches ADD COLUMN finished INTEGER NOT NULL DEFAULT 0",
    )
    monkeypatch.setitem(schema.MIGRATIONS, 0, up)
    with opened(file) as ledger:
        assert ledger.read(lambda c: c.exec_driver_sql("SELECT value FROM ledger").scalar()) == "1"
    monkeypatch.delitem(schema.MIGRATIONS, 0)
    with opened(file):
        pass  # it is one of today


def test_a_migration_that_fails_changes_nothing(file, monkeypatch):
    changed(file, "UPDATE ledger SET value = '0'")
    up = ("ALTER TABLE matches DROP COLUMN finished", "SELECT * FROM nowhere")
    monkeypatch.setitem(schema.MIGRATIONS, 0, up)
    with pytest.raises(LedgerError, match="cannot be written"), opened(file):
        pass
    changed(file, f"UPDATE ledger SET value = '{schema.VERSION}'")
    with opened(file):
        pass


def test_every_version_before_this_one_can_be_brought_up_to_date():
    assert {*schema.MIGRATIONS} == {*range(1, schema.VERSION)}
    assert store.VERSION == schema.VERSION


@pytest.mark.parametrize("kind", ["VIRTUAL", "STORED"])
def test_a_column_that_is_computed_is_refused(file, kind):
    """A formula may call what a stranger likes, whenever a row is read."""
    with sqlite3.connect(file) as ledger:
        asked = "SELECT sql FROM sqlite_master WHERE name = 'conditions'"
        (text,) = ledger.execute(asked).fetchone()
    ledger.close()
    computed = re.sub(r"(\bturns \w+)", rf"\1 AS (5) {kind}", text, count=1)
    assert computed != text
    changed(file, "DROP TABLE conditions", computed)
    with pytest.raises(LedgerError, match="the tables are not those of a ledger"), opened(file):
        pass
