"""What goes wrong on a machine: one sentence, the ledger stays, and it goes on where it was."""

import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import select

import strategies as library
from tournament import Tournament
from tournament.errors import LedgerError
from tournament.results.ledger import store
from tournament.results.ledger.schema import PLAYERS
from tournament.results.ledger.store import opened

FIELD = [library.tit_for_tat, library.joss, library.random_player]


def event(repetitions=30, field=FIELD, **words):
    return Tournament(field, **{"turns": 20, "seed": 7, "repetitions": repetitions} | words)


def kept(file):
    """Return how many matches a ledger holds."""
    with closing(sqlite3.connect(file)) as ledger:
        return ledger.execute("SELECT count(*) FROM matches").fetchone()[0]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "ledger.sqlite"


def test_whoever_is_killed_in_the_first_second_leaves_a_ledger(file, tmp_path):
    """The files as they are while it is open: so a process that is killed leaves them."""
    with opened(file) as ledger:
        event().play(progress=False, ledger=ledger)
        left = tmp_path / "left"
        left.mkdir()
        for each in tmp_path.glob("ledger.sqlite*"):
            shutil.copy(each, left)
        assert (left / "ledger.sqlite-wal").stat().st_size > 0
    assert kept(left / "ledger.sqlite") == kept(file) == 6
    found = event().play(progress=False, ledger=left / "ledger.sqlite")
    assert found == event().play(progress=False)
    (left / "ledger.sqlite-wal").unlink(missing_ok=True)
    assert event().play(progress=False, ledger=left / "ledger.sqlite") == found


def test_a_file_without_its_wal_is_a_ledger_still(file, tmp_path):
    """What was written last is in it, and lost with it."""
    left = tmp_path / "left.sqlite"
    with opened(file) as ledger:
        event().play(progress=False, ledger=ledger)
        shutil.copy(file, left)
    assert event().play(progress=False, ledger=left) == event().play(progress=False)
    assert kept(left) == 6


@pytest.mark.parametrize("what", ["deleted", "moved", "replaced"])
@pytest.mark.skipif(os.name == "nt", reason="Windows keeps files that are open")
def test_a_file_that_vanishes_is_told(file, what):
    with opened(file) as ledger:
        event(10).play(progress=False, ledger=ledger)
        if what == "deleted":
            file.unlink()
        else:
            file.rename(file.with_name("other.sqlite"))
        if what == "replaced":
            file.touch()
        with pytest.raises(LedgerError, match="was deleted, moved or replaced while it was used"):
            event(20).play(progress=False, ledger=ledger)
    if what == "deleted":
        assert not file.exists()
        event(20).play(progress=False, ledger=file)
        assert kept(file) == 6


def test_a_forked_process_is_told(file, monkeypatch):
    with opened(file) as ledger:
        ours = os.getpid()
        monkeypatch.setattr(os, "getpid", lambda: ours + 1)
        with pytest.raises(LedgerError, match="opened by the process from which this one was fork"):
            event().play(progress=False, ledger=ledger)


def test_who_writes_too_long_is_told_of_and_who_writes_shortly_is_waited_for(file, monkeypatch):
    monkeypatch.setattr(store, "WAIT", 0.05)
    monkeypatch.setattr(store, "PATIENCE", 0.2)
    event(10).play(progress=False, ledger=file)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match=r"cannot be written: others have been writing to it"):
            event(20).play(progress=False, ledger=file)
        monkeypatch.setattr(store, "PATIENCE", 60)
        waited = []

        def sleep(seconds):
            waited.append(seconds)
            other.rollback()

        monkeypatch.setattr(store.time, "sleep", sleep)
        found = event(20).play(progress=False, ledger=file)
    assert waited == [0.05]
    assert found == event(20).play(progress=False)


def test_what_is_read_needs_nobody_to_stop_writing(file):
    event(10).play(progress=False, ledger=file)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with opened(file) as ledger:
            names = ledger.read(lambda connection: connection.execute(select(PLAYERS.c.name)).all())
    assert len(names) == 3
