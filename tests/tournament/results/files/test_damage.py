"""Damaged files: every flipped bit is noticed, and so is everything that is no file of results."""

import contextlib
import os
import random
import sqlite3

import numpy as np
import pytest

from tournament import Results
from tournament.errors import ResultsError
from tournament.results.files.sqlite.seal import PAGE, seal
from tournament.results.played import Played

DAMAGED = "the file is damaged; play again, and save again."
NO_RESULTS = "this is no file of results; play again, and save again."
NO_FILE = "it is neither a file nor a folder; give saved results."
SENTENCE = r"play again, and save again\.|upgrade it\."


@contextlib.contextmanager
def flipped(file, bit):
    """Change one bit of a file for a moment."""
    with file.open("r+b", buffering=0) as opened:
        opened.seek(bit // 8)
        before = opened.read(1)
        opened.seek(bit // 8)
        opened.write(bytes([before[0] ^ 1 << bit % 8]))
        yield
        opened.seek(bit // 8)
        opened.write(before)


def never_believed(original, bits, file):
    content = original.read_bytes()
    file.write_bytes(content)
    for bit in bits:
        with flipped(file, bit), pytest.raises(ResultsError, match=SENTENCE):
            Played.load(file)
    assert file.read_bytes() == content


def test_a_flipped_bit_is_refused(original, tmp_path):
    bits = random.Random(1).sample(range(8 * original.stat().st_size), 1500)
    header = range(8 * 100)
    never_believed(original, [*header, *bits], tmp_path / "flipped.sqlite")


@pytest.mark.slow
def test_every_flipped_bit_is_refused(originals, original, tmp_path):
    """Every bit of one file, and every seventh of the others, so that each bit of a byte has its
    turn."""
    step = 1 if original == originals["season"] else 7
    bits = range(0, 8 * original.stat().st_size, step)
    never_believed(original, bits, tmp_path / "flipped.sqlite")


SINGLE = {"wins", "first_defections", "chance", "fresh"}
"""Books that no other book counts: one more or less can be true."""


def refused_or_believed(original, bits, file, monkeypatch):
    """A forger seals a file again. Then other checks refuse it, or it holds the same numbers, or
    others that no other number contradicts. Nothing but a sentence ever comes out."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    content, wanted = original.read_bytes(), Played.load(original)
    file.write_bytes(content)
    for bit in bits:
        with flipped(file, bit):
            seal(file)
            with contextlib.suppress(ResultsError):
                found = Played.load(file)
                assert found.names == wanted.names
                assert found.repetitions == wanted.repetitions
                assert all(map(np.array_equal, found.labels, wanted.labels))
                for one, other in zip(found.books, wanted.books, strict=True):
                    for book in set(one.declared()) - SINGLE:
                        assert np.array_equal(getattr(one, book), getattr(other, book)), (bit, book)


def test_a_flipped_bit_below_a_right_seal_gets_a_sentence(original, tmp_path, monkeypatch):
    bits = random.Random(2).sample(range(8 * original.stat().st_size), 1500)
    refused_or_believed(original, bits, tmp_path / "flipped.sqlite", monkeypatch)


@pytest.mark.slow
def test_many_flipped_bits_below_a_right_seal_get_a_sentence(original, tmp_path, monkeypatch):
    """About 4,000 bits at even distances, an odd number of bits apart: so each bit of a byte has
    its turn, and what goes wrong in as many neighbouring bits is always found. Of 12,000 bits that
    are drawn anywhere, one time in twenty none would be among them."""
    size = 8 * original.stat().st_size
    bits = range(3, size, size // 4_000 | 1)
    refused_or_believed(original, bits, tmp_path / "flipped.sqlite", monkeypatch)


def test_a_file_that_was_cut_is_refused(originals, tmp_path, refused):
    content, file = originals["tournament"].read_bytes(), tmp_path / "cut.sqlite"
    for length in (*range(72, 8300, 300), *range(PAGE, len(content), PAGE), len(content) - 1):
        file.write_bytes(content[:length])
        assert refused(file) == DAMAGED
    for length in (0, 1, 16, 71):
        file.write_bytes(content[:length])
        assert refused(file) == NO_RESULTS
    for more in (b"x", bytes(PAGE), content):
        file.write_bytes(content + more)
        assert refused(file) == DAMAGED


@pytest.mark.parametrize("content", [b"", b"\x00" * 9000, b"name,score\n", b"PAR1", b"\x80\x04."])
def test_other_files_are_refused(content, tmp_path, refused):
    file = tmp_path / "other.sqlite"
    file.write_bytes(content)
    assert refused(file) == NO_RESULTS


def test_another_database_is_refused(tmp_path, refused):
    file = tmp_path / "other.sqlite"
    with contextlib.closing(sqlite3.connect(file)) as opened:
        opened.execute("CREATE TABLE manifest (fact TEXT, value TEXT)")
    assert refused(file) == NO_RESULTS


def test_a_database_that_somebody_worked_on_is_refused(originals, tmp_path, refused):
    file = tmp_path / "vacuumed.sqlite"
    file.write_bytes(originals["tournament"].read_bytes())
    with contextlib.closing(sqlite3.connect(file)) as opened:
        opened.execute("VACUUM")
    assert refused(file) == DAMAGED


@pytest.mark.skipif(os.name != "posix", reason="needs pipes and devices")
def test_pipes_and_devices_are_refused(tmp_path, refused):
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe") == NO_FILE
    (tmp_path / "zeros").symlink_to("/dev/zero")
    assert refused(tmp_path / "zeros") == NO_FILE


def test_folders_are_refused(tmp_path):
    (tmp_path / "out" / "results.sqlite").mkdir(parents=True)
    with pytest.raises(ResultsError, match=r"out: the folder has no saved results \(results"):
        Results.load(tmp_path / "out")


def test_a_file_of_absurd_size_is_refused_at_once(originals, tmp_path, refused):
    file = tmp_path / "huge.sqlite"
    content = bytearray(originals["tournament"].read_bytes())
    pages = 2**28
    content[28:32] = pages.to_bytes(4, "big")
    with file.open("wb") as opened:
        opened.write(content)
        opened.truncate(pages * PAGE)  # no byte of it is on the disk
    assert refused(file) == DAMAGED


def test_what_cannot_be_read_is_refused(tmp_path, refused, monkeypatch):
    with pytest.raises(ResultsError, match=r"none: there is nothing here; give a file or a folder"):
        Results.load(tmp_path / "none")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(ResultsError, match="loop: there is nothing here"):
        Results.load(tmp_path / "loop")


def test_a_file_that_may_not_be_read_is_refused(originals, refused, monkeypatch):
    def denied(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tournament.results.files.sqlite.reading.intact", denied)
    assert refused(originals["tournament"]) == "the results cannot be read: Permission denied."
