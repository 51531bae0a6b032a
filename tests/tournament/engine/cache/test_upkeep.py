"""What there is, what is removed, and what is left alone."""

import os
import time
from pathlib import Path

import pytest

from tournament.engine.cache.keys import entry_name
from tournament.results.files.cache import entries, upkeep
from tournament.results.files.cache.upkeep import bound, clear, grown, on_disk, usage

HOUR = 3600
FORMER = [
    "joss_0123456789abcdef01234567.py",
    "__pycache__/joss_0123456789abcdef01234567.kernel-2.py311.nbi",
    "__pycache__/joss_0123456789abcdef01234567.kernel-2.py311.1.nbc",
    "__pycache__/joss_0123456789abcdef01234567.kernel-2.py311.1.nbc.tmp.0123456789abcdef",
    "tmpab_cd12x.tmp",
]
FOREIGN = ["letter.txt", "__pycache__/module.cpython-311.pyc", "mine.py", "notes.code", "x.tmp"]


def put(folder: Path, name: str, size: int = 100, hours: float = 0) -> Path:
    """Make a file that was used some hours ago."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(bytes(size))
    os.utime(file, (time.time() - hours * HOUR,) * 2)
    return file


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_what_every_version_left_is_counted_and_cleared_and_nothing_else(folder):
    names = [entry_name("joss", 1), f"{entry_name('joss', 2)}.01{entries.UNFINISHED}", *FORMER]
    for name in (*names, *FOREIGN, "lock"):
        put(folder, name)
    assert on_disk() == {entry_name("joss", 1)}
    assert usage() == (len(names), 100 * len(names))
    assert clear() == (len(names), 100 * len(names))
    assert left(folder) == {Path(name).name for name in FOREIGN}
    assert usage() == clear() == (0, 0)
    assert on_disk() == set()


def test_what_is_written_is_listed(folder):
    name = entry_name("joss", 1)
    assert on_disk() == set()
    entries.write(folder, name, b"x")
    assert on_disk() == {name}
    assert usage() == (1, entries.HEAD + 1)


def test_the_oldest_go_first_whatever_version_made_them(folder, monkeypatch):
    monkeypatch.setattr(upkeep, "MOST_BYTES", 350)
    new, old, oldest = (put(folder, entry_name("joss", k), 100, k) for k in range(3))
    former = put(folder, FORMER[2], 100, 1.5)
    letter = put(folder, "letter.txt", 1000, 100)
    bound(folder)
    assert left(folder) == {file.name for file in (new, old, former, letter)}
    os.utime(former)
    put(folder, entry_name("joss", 3), 100)
    bound(folder)
    assert old.name not in left(folder)
    assert former.exists()
    assert not oldest.exists()


def test_what_killed_writers_left_goes_after_an_hour(folder):
    young = put(folder, f"a{entries.UNFINISHED}", hours=0.9)
    old = put(folder, f"b{entries.UNFINISHED}", hours=1.1)
    bound(folder)
    assert left(folder) == {young.name}
    assert not old.exists()


def test_a_folder_is_bounded_at_first_and_now_and_again(tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr(upkeep, "bound", done.append)
    monkeypatch.setattr(upkeep, "OFTEN_BYTES", 1000)
    for _ in range(7):
        grown(tmp_path, 300)
    assert len(done) == 2  # after the first entry, and after 1,000 bytes more


def test_files_that_vanish_are_no_obstacle(folder, monkeypatch):
    put(folder, entry_name("joss", 1))
    seen = os.scandir

    class Gone:
        name = entry_name("joss", 2)
        path = str(folder / name)

        def stat(self, **_words):
            raise FileNotFoundError

    class Listed(list):
        def __enter__(self):
            return self

        def __exit__(self, *_error):
            return None

    monkeypatch.setattr(upkeep.os, "scandir", lambda place: Listed([Gone(), *seen(place)]))
    assert usage() == (1, 100)
    bound(folder)
    assert clear()[0] == 1


@pytest.mark.parametrize("name", ["tit_for_tat", "<lambda>", "wäre", "x" * 400, "../up", "ж\ud800"])
def test_any_rule_has_a_name_that_every_disk_takes(folder, name):
    file = entry_name(name, 1)
    assert file.isascii()
    assert len(file) < 120
    assert not set(file) & set("<>/\\:")
    folder.mkdir()
    entries.write(folder, file, b"x")
    assert on_disk() == {file}
    assert entry_name(name, 2) != file
