"""What goes wrong on a machine: one sentence, the ledger stays, and it goes on where it was."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, suppress

import pytest
from sqlalchemy import select

import strategies as library
from tournament import C, D, Results, Season, Tournament, strategy
from tournament.engine import sources
from tournament.errors import LedgerError
from tournament.results.ledger import store
from tournament.results.ledger.matches import Meetings
from tournament.results.ledger.schema import PLAYERS
from tournament.results.ledger.store import opened

FIELD = [library.tit_for_tat, library.joss, library.random_player]
LARGE = {"repetitions": 30_000, "noise": 0.1}
"""Of an event that takes some hundred kilobytes."""


@strategy
def breaks(me, opponent):
    return C if 1 // (me.turn - 5) < 2 else D  # fails in turn 6, in both engines


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
        for each in (ledger, file):  # a second connection would share locks that nobody holds
            with pytest.raises(LedgerError, match="opened by the process from which this one was"):
                event().play(progress=False, ledger=each)


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


# -- disks -----------------------------------------------------------------------------------------


def goes_on(file, **words):
    """The ledger is readable, something is in it, and it is played to the end."""
    with opened(file):
        had = kept(file)
    assert event(**words).play(progress=False, ledger=file) == event(**words).play(progress=False)
    assert 0 < had < kept(file)


def test_a_full_disk_leaves_what_is_finished(file, monkeypatch):
    def narrow(connection, record):
        strict(connection, record)
        connection.execute("PRAGMA max_page_count=60")

    strict = store._strict  # noqa: SLF001  # the file system cannot be made small everywhere

    monkeypatch.setattr(sources, "play_small", lambda units, processes: None)
    with monkeypatch.context() as patch:
        patch.setattr(store, "_strict", narrow)
        with pytest.raises(LedgerError, match=r"cannot be written: the disk is full; what is fini"):
            event(**LARGE).play(progress=False, ledger=file)
    goes_on(file, **LARGE)


@pytest.fixture
def disk(tmp_path):
    """Return a small disk, and a function that mounts it again in another way."""

    def mount(options):
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux" or not mount("size=256k"):
        pytest.skip("small disks are mounted by root, on Linux")
    yield folder, mount
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_is_really_full_leaves_what_is_finished(disk, monkeypatch):
    folder, mount = disk
    monkeypatch.setattr(sources, "play_small", lambda units, processes: None)
    file = folder / "ledger.sqlite"
    with pytest.raises(LedgerError, match=r"^\S+: the ledger cannot be written: the disk .*full"):
        event(**LARGE).play(progress=False, ledger=file)
    assert mount("remount,size=16m")
    goes_on(file, **LARGE)


def test_a_disk_without_any_room_is_told(disk):
    folder, _ = disk
    with suppress(OSError):
        (folder / "rest").write_bytes(b"x" * 1_000_000)
    with pytest.raises(LedgerError, match=r"^\S+: the ledger cannot be read: the disk .*full"):
        event().play(progress=False, ledger=folder / "ledger.sqlite")


def test_a_disk_that_may_only_be_read_is_told(disk):
    folder, mount = disk
    file = folder / "ledger.sqlite"
    event(10).play(progress=False, ledger=file)
    assert mount("remount,ro")
    with pytest.raises(LedgerError, match=r"^\S+: the ledger cannot be \w+: \D+ may .*\.$"):
        event(20).play(progress=False, ledger=file)
    with pytest.raises(LedgerError, match=r"^\S+: the ledger cannot be \w+: \D+ may .*\.$"):
        event(20).play(progress=False, ledger=folder / "new.sqlite")


# -- servers ---------------------------------------------------------------------------------------


def sever(server, how, database):
    """Lose the connection to a server: its process is ended, killed, or the server restarts."""
    if how == "ended":
        import psycopg

        with psycopg.connect(server.url("postgres").replace("+psycopg", "")) as other:
            other.execute(f"SELECT pg_terminate_backend({server.backends(database)[0]})")
    elif how == "killed":
        os.kill(server.backends(database)[0], signal.SIGKILL)
    else:
        server.stop(signal.SIGINT if how == "restarted" else signal.SIGQUIT)
        threading.Timer(1.5, server.start).start()


@pytest.mark.parametrize("how", ["ended", "killed", "restarted", "crashed"])
@pytest.mark.skipif(sys.platform != "linux", reason="processes of the server are found in /proc")
def test_a_connection_that_is_lost_is_waited_for(postgres, monkeypatch, how):
    """Between two units; `benchmarks/kills.py` does it at any moment."""
    monkeypatch.setattr(sources, "play_small", lambda units, processes: None)
    lost = []

    def progress(done, total, what):
        if done and not lost:
            lost.append(done)
            sever(postgres, how, f"lost_{how}")

    found = event(**LARGE).play(progress=progress, ledger=postgres.url(f"lost_{how}"), threads=1)
    assert lost
    assert found == event(**LARGE).play(progress=False)
    assert found == event(**LARGE).play(progress=False, ledger=postgres.url(f"lost_{how}"))


def test_a_server_that_stays_away_is_told(postgres, monkeypatch):
    """One sentence without a password; what was finished is there when the server is."""
    monkeypatch.setattr(sources, "play_small", lambda units, processes: None)
    monkeypatch.setattr(store, "PATIENCE", 0.2)
    place = postgres.url("away").replace("tournament@", "tournament:secret@")

    def progress(done, total, what):
        if done and postgres.process is not None:
            postgres.stop()

    try:
        with pytest.raises(
            LedgerError, match=r"^postgresql\S+: the ledger cannot be \w+: "
        ) as told:
            event(**LARGE).play(progress=progress, ledger=place, threads=1)
        assert "secret" not in str(told.value)
        assert "\n" not in str(told.value)
        with pytest.raises(LedgerError, match=r"^postgresql\S+: the ledger cannot be read: "):
            event().play(progress=False, ledger=place)
    finally:
        if postgres.process is None:
            postgres.start()
    totals = []
    found = event(**LARGE).play(progress=lambda *told: totals.append(told[1]), ledger=place)
    assert found == event(**LARGE).play(progress=False)
    assert 0 < max(totals) < 30_000 * 20 * 6


# -- people ----------------------------------------------------------------------------------------


def test_ctrl_c_leaves_what_is_finished(place, monkeypatch):
    monkeypatch.setattr(sources, "play_small", lambda units, processes: None)

    def stop(done, total, what):
        if done and what == "playing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        event(**LARGE).play(progress=stop, ledger=place)
    reports = []
    found = event(**LARGE).play(progress=lambda *told: reports.append(told), ledger=place)
    assert found == event(**LARGE).play(progress=False)
    assert 0 < max(total for _, total, _ in reports) < 30_000 * 20 * 6


def test_a_rule_that_fails_is_withdrawn(place):
    words = {"field": [*FIELD, breaks], "on_error": "withdraw"}
    on_error = words.pop("on_error")
    plain = event(**words).play(progress=False, on_error=on_error)
    for _ in range(2):
        found = event(**words).play(progress=False, on_error=on_error, ledger=place)
        assert found == plain
        assert found.manifest["failures"] == plain.manifest["failures"] != []


def test_two_threads_fill_one_ledger(place):
    def play(seed):
        played[seed] = event(200, seed=seed // 2).play(progress=False, ledger=place)

    played = {}
    threads = [threading.Thread(target=play, args=(seed,)) for seed in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for seed in range(4):
        assert played[seed] == event(200, seed=seed // 2).play(progress=False)


def test_what_others_take_out_is_told(file, monkeypatch):
    """Never a sum of what is left."""
    event().play(progress=False, ledger=file)
    there = Meetings.there

    def robbed(self, first, last):
        found = there(self, first, last)
        with closing(sqlite3.connect(file)) as ledger, ledger:
            ledger.execute("DELETE FROM matches WHERE first_player = 1")
        return found

    monkeypatch.setattr(Meetings, "there", robbed)
    with pytest.raises(LedgerError, match="taken out of the ledger while they were read; pla"):
        event().play(progress=False, ledger=file)


def test_a_repetition_without_books_is_damaged(file):
    words = {"towns": 12, "friends": 3, "days": 2, "gifts_per_day": 1, "seed": 1}
    Season(FIELD, **words).play(progress=False, ledger=file)
    with closing(sqlite3.connect(file)) as ledger, ledger:
        ledger.execute("DELETE FROM arrays")
    with pytest.raises(LedgerError, match="damaged"):
        Season(FIELD, **words).play(progress=False, ledger=file)


FILLS = """
import sys, time
import strategies
from tournament import Tournament

ledger, results, repetitions, names, when = sys.argv[1:]
time.sleep(max(0, float(when) - time.time()))
field = [getattr(strategies, name) for name in names.split()]
event = Tournament(field, turns=50, noise=0.1, seed=7, repetitions=int(repetitions))
event.play(progress=False, ledger=ledger, threads=1).save(results)
"""


@pytest.mark.slow
def test_processes_fill_one_ledger_at_once(place, tmp_path):
    """The same event, more repetitions, and another field, from the first moment on."""
    one, other = "joss grudger alternator", "alternator grudger random_player"
    asked = [(3_000, one), (3_000, one), (5_500, one), (3_000, other)]
    when = str(store.time.time() + 4)
    running = [
        subprocess.Popen([sys.executable, "-c", FILLS, str(place), str(tmp_path / f"{number}.r"),
                          str(repetitions), names, when], stderr=subprocess.PIPE, text=True)
        for number, (repetitions, names) in enumerate(asked)
    ]  # fmt: skip
    assert [process.communicate()[1] for process in running] == ["", "", "", ""]
    again = [
        event(repetitions, [getattr(library, name) for name in names.split()], turns=50, noise=0.1)
        for repetitions, names in asked
    ]
    for number, one in enumerate(again):
        plain = one.play(progress=False)
        assert Results.load(tmp_path / f"{number}.r") == plain
        assert one.play(progress=False, ledger=place) == plain
