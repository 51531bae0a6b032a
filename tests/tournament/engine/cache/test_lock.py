"""One process at a time; a lock ends with its process; nobody waits for ever."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tournament.engine.cache import lock
from tournament.engine.cache.lock import alone

HOLD = """
import sys
from pathlib import Path
from tournament.engine.cache.lock import alone
with alone(Path(sys.argv[1]), "one"):
    print("held", flush=True)
    sys.stdin.read(1)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock of "one"."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.communicate()


def waits(folder: Path, name: str, then) -> int:
    """Return how often a process looks in vain until it has a lock."""
    looked = 0

    def wait(seconds: float) -> None:
        nonlocal looked
        looked += 1
        then(looked)
        time.sleep(seconds)

    with alone(folder, name, wait):
        return looked


def test_a_lock_ends_with_its_process(holder, tmp_path):
    assert waits(tmp_path, "two", pytest.fail) == 0
    assert waits(tmp_path, "one", lambda looked: holder.kill() if looked == 3 else None) >= 3
    assert waits(tmp_path, "one", pytest.fail) == 0


def test_nobody_waits_for_ever(holder, tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.1)
    assert waits(tmp_path, "one", lambda looked: None) >= 1
    assert holder.poll() is None


def test_a_lock_is_given_back_after_an_error(tmp_path):
    with pytest.raises(ZeroDivisionError), alone(tmp_path, "one"):
        raise ZeroDivisionError
    assert waits(tmp_path, "one", pytest.fail) == 0
    assert not os.get_inheritable(os.open(tmp_path / lock.FILE, os.O_RDWR))


def test_what_cannot_be_locked_is_no_obstacle(tmp_path, monkeypatch):
    import fcntl

    def none(*_args):
        raise OSError(37, "No locks available")

    for folder in (None, tmp_path / "nowhere"):
        assert waits(folder, "one", pytest.fail) == 0
    (tmp_path / lock.FILE).mkdir()
    assert waits(tmp_path, "one", pytest.fail) == 0
    (tmp_path / lock.FILE).rmdir()
    monkeypatch.setattr(fcntl, "lockf", none)
    assert waits(tmp_path, "one", pytest.fail) == 0
