"""An entry is read only if every bit of it is right and it is ours; it is written whole or not."""

import os
import pickle
import resource
import stat
from pathlib import Path

import pytest

from tournament.results.files.cache import entries, places
from tournament.results.files.cache.entries import FORM, HEAD, read, write

NAME, OTHER = "tit_for_tat-00.code", "grudger-00.code"
CONTENT = b"symbol\nneeds\n\x7fELF and so on\x00\n"


@pytest.fixture
def entry(tmp_path) -> Path:
    write(tmp_path, NAME, CONTENT)
    return tmp_path / NAME


def whole(entry: Path) -> bool:
    """Return whether an entry is what was written, and nothing else is in its folder."""
    alone = [path.name for path in entry.parent.iterdir()] == [NAME]
    return alone and read(entry.parent, NAME) == CONTENT


def refused(entry: Path) -> bool:
    """Return whether an entry is refused, and whole after it was written again."""
    found = read(entry.parent, NAME)
    write(entry.parent, NAME, CONTENT)
    return found is None and whole(entry)


def test_what_was_written_is_read(entry):
    assert whole(entry)
    assert read(entry.parent, OTHER) is None
    assert read(entry.parent / "nowhere", NAME) is None
    write(entry.parent, NAME, b"")
    assert read(entry.parent, NAME) == b""


def test_every_flipped_bit_is_found(entry):
    data = entry.read_bytes()
    assert len(data) == HEAD + len(CONTENT)
    for bit in range(8 * len(data)):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        entry.write_bytes(flipped)
        assert read(entry.parent, NAME) is None, bit
    assert refused(entry)


def test_every_cut_is_found_and_what_is_added(entry):
    data = entry.read_bytes()
    for length in range(len(data)):
        for wrong in (data[:length], data[:length] + bytes(len(data) - length), data[length + 1 :]):
            entry.write_bytes(wrong)
            assert wrong == data or read(entry.parent, NAME) is None, length
    for more in (b"\0", b"\n", data):
        entry.write_bytes(data + more)
        assert refused(entry)


def test_an_entry_counts_only_under_its_own_name(entry):
    write(entry.parent, OTHER, CONTENT)
    (entry.parent / OTHER).replace(entry)
    assert refused(entry)


def test_a_large_file_is_not_read(entry, monkeypatch):
    monkeypatch.setattr(entries, "MOST_BYTES", 10**4)
    write(entry.parent, NAME, bytes(10**4 - HEAD))
    assert read(entry.parent, NAME) is not None
    write(entry.parent, NAME, bytes(10**4 - HEAD + 1))
    assert refused(entry)
    os.truncate(entry, 2**40)
    assert refused(entry)


class Bomb:
    """A pickle of it makes a file when it is loaded."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self):
        return os.system, (f"touch {self.file}",)


def test_foreign_files_are_no_entries(entry, tmp_path_factory):
    made = tmp_path_factory.mktemp("bomb") / "made"
    for foreign in (b"", b"\0" * 4096, FORM, FORM * 9, pickle.dumps(Bomb(made)), b"x" * HEAD):
        entry.write_bytes(foreign)
        assert refused(entry)
    assert not made.exists()


def test_whatever_has_the_place_of_an_entry_is_replaced(entry):
    def empty_folder():
        entry.mkdir()

    def full_folder():
        (entry / "deep").mkdir(parents=True)
        (entry / "deep" / "file").write_text("x")

    def link():
        entry.symlink_to(elsewhere)

    def dangling():
        entry.symlink_to(entry.parent / "nothing")

    def loop():
        entry.symlink_to(entry)

    def pipe():
        os.mkfifo(entry)  # whoever reads it would wait for ever

    def zeros():
        entry.symlink_to("/dev/zero")

    def closed():
        entry.write_bytes(b"")
        entry.chmod(0)

    elsewhere = entry.parent.with_name("elsewhere")
    elsewhere.write_bytes(entry.read_bytes())
    for put in (empty_folder, full_folder, link, dangling, loop, pipe, zeros, closed):
        entry.unlink()
        put()
        assert refused(entry), put.__name__
        assert entry.is_file(), put.__name__
        assert not entry.is_symlink(), put.__name__
    assert elsewhere.exists()


@pytest.mark.parametrize("mask", [0, 0o002, 0o022, 0o077, 0o277, 0o777])
def test_only_the_user_may_read_and_write_an_entry(tmp_path, mask):
    before = os.umask(mask)
    try:
        write(tmp_path, NAME, CONTENT)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666, 0o777, 0o660])
def test_what_others_may_write_is_refused(entry, mode):
    entry.chmod(mode)
    assert refused(entry)
    entry.chmod(0o644)
    assert read(entry.parent, NAME) == CONTENT


def test_what_belongs_to_another_user_is_refused(entry, monkeypatch):
    facts = os.stat_result((0o100600, 1, 1, 1, os.geteuid() + 7, 0, 10, 0, 0, 0))
    monkeypatch.setattr(entries.os, "fstat", lambda handle: facts)
    assert read(entry.parent, NAME) is None


def test_a_full_disk_leaves_nothing_behind(entry):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (HEAD + 5, limits[1]))
    try:
        for name in (NAME, OTHER):
            with pytest.raises(OSError, match="File too large"):
                write(entry.parent, name, CONTENT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert whole(entry)


def test_a_read_only_folder_keeps_its_times(entry, monkeypatch):
    os.utime(entry, (0, 0))
    monkeypatch.setattr(places, "may_write", lambda folder: False)
    assert read(entry.parent, NAME) == CONTENT
    assert entry.stat().st_mtime == 0


def test_the_time_of_a_file_says_on_what_day_it_was_used(entry):
    def used(seconds_ago: float) -> float:
        now = entry.stat().st_mtime
        os.utime(entry, (now - seconds_ago,) * 2)
        read(entry.parent, NAME)
        return now - entry.stat().st_mtime

    assert used(3600) == pytest.approx(3600)
    assert used(2 * 24 * 3600) < 7200
    assert abs(used(-10 * 24 * 3600)) < 10 * 24 * 3600 + 1
