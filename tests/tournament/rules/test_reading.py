"""Files that others wrote: nothing but plain files of a bounded size is read, whoever reads."""

import gzip
import os
import socket
import threading
from pathlib import Path

import pytest

from analysis import read_log, read_table
from tournament import load
from tournament.cli.command import commands
from tournament.cli.scenario import arguments
from tournament.errors import ArgumentError
from tournament.events.season.friend_log import read_friend_log
from tournament.events.words import friends
from tournament.results.files.place import found
from tournament.results.played import Played
from tournament.rules import reading
from tournament.rules.reading import Unreadable

READERS = {
    "x.py": load,
    "x.toml": lambda path: arguments(path, commands()["run"]),
    "friends.csv": lambda path: friends(str(path)),
    "diary.csv": lambda path: read_friend_log(path, 9),
    "log.csv": read_log,
    "log.csv.gz": read_log,
    "log.parquet": read_log,
    "table.csv": read_table,
    "out.sqlite": lambda path: Played.load(found(path)),
}
"""Everything that reads a file which a user names."""


def pipe(path):
    os.mkfifo(path)


def listening(path):
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def endless(path):
    path.symlink_to("/dev/zero")


def circle(path):
    path.symlink_to(path)


def large(path):
    with path.open("wb") as file:
        file.truncate(1 << 41 if os.name != "nt" else 1 << 31)


def null(path):
    path.write_bytes(b"a\0b\n" * 9)


def latin(path):
    path.write_bytes("é".encode("latin-1"))


KINDS = (pipe, listening, endless, circle, Path.mkdir, large, null, latin)


def said_of(read, path):
    """Return what is said of a path, at once."""
    found = []

    def run():
        with pytest.raises(Exception, match=r"^[^\n]+$") as error:
            read(path)
        found.append(error.value)

    reader = threading.Thread(target=run, daemon=True)
    reader.start()
    reader.join(60)
    assert found, "it still reads"
    return found[0]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("name", READERS)
def test_nothing_but_plain_text_is_read(name, kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = Path(name)
    if (name, kind) == ("table.csv", null):
        return  # a table of ours may hold any text
    try:
        kind(path)
    except OSError:  # some file systems have no such large files
        pytest.skip("there are no such files here")
    error = said_of(READERS[name], path)
    assert type(error).__module__ in ("tournament.errors", "builtins"), error
    said = str(error)
    assert name.split(".")[0] in said
    assert len(said) < 300
    assert not isinstance(error, (OSError, MemoryError, UnicodeError))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_the_reason_is_told(tmp_path):
    reasons = {
        pipe: "it is a pipe, and a file is needed",
        listening: "it is a socket, and a file is needed",
        endless: "it is a device, and a file is needed",
        Path.mkdir: "Is a directory",
        circle: "Too many levels of symbolic links",
        null: "it is no text: line 1 holds the character NUL",
        latin: "it is not UTF-8 text (line 1); save it as UTF-8",
    }
    for number, (kind, reason) in enumerate(reasons.items()):
        kind(tmp_path / str(number))
        with pytest.raises(Unreadable) as error:
            reading.text(tmp_path / str(number), 100)
        assert str(error.value) == reason


@pytest.mark.parametrize("text", [
    "turns = " + "9" * 5000,
    "turns = 0x" + "f" * 5000,
    "players = " + "[" * 20_000,
    "turns = [0x" + "f" * 5000 + "]",
], ids=lambda text: text[:12])  # fmt: skip
def test_a_scenario_without_measure_is_refused_in_a_sentence(text, tmp_path):
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ArgumentError, match=r"too many digits\.$|nested too deeply\.$"):
        arguments(tmp_path / "x.toml", commands()["run"])
    with pytest.raises(ArgumentError, match=r"must be a number, 'everyone', or a"):
        friends("9" * 5000)


def test_sizes_are_bounded(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"x" * 2048)
    assert len(reading.data(file, 2048)) == 2048
    for read in (reading.data, reading.text, reading.lines, reading.opened):
        with pytest.raises(Unreadable, match=r"^it has more than 1 KiB, which is the most that is"):
            read(file, 1024)


def test_a_file_that_grows_is_not_read_half(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_bytes(b"x" * 10)
    usual = os.fstat

    def stat(number):
        found = usual(number)
        with file.open("ab") as more:
            more.write(b"y")
        return found

    monkeypatch.setattr(os, "fstat", stat)
    with pytest.raises(
        Unreadable, match=r"^it grows while it is read; try again when it is whole$"
    ):
        reading.data(file, 100)


def test_a_packed_log_that_never_ends_is_refused(tmp_path, monkeypatch):
    from analysis.learning import log_sources

    monkeypatch.setattr(log_sources, "MOST", 1 << 20)
    file = tmp_path / "log.csv.gz"
    file.write_bytes(gzip.compress(bytes(1 << 24)))
    said = str(said_of(read_log, file))
    assert said.endswith("the log cannot be read: it has more than 1 MiB when it is unpacked.")
    file.write_bytes(file.read_bytes()[:-9])
    assert "when it is unpacked" in str(said_of(read_log, file))
    file.write_bytes(gzip.compress(b"player,match,turn,move,opponent_move")[:-9])
    assert "the packed file is damaged" in str(said_of(read_log, file))


@pytest.mark.parametrize("end", [".csv", ".parquet"])
def test_a_log_that_does_not_fit_is_refused_before_it_is_read(end, tmp_path, monkeypatch):
    from analysis.learning import log_sources

    text = b"player,match,turn,move,opponent_move\n" + b"ann,1,1,C,D\n" * 9
    (tmp_path / "log.csv").write_bytes(text)
    if end == ".parquet":
        pytest.importorskip("pyarrow")
        read_table(tmp_path / "log.csv").reset_index().to_parquet(tmp_path / "log.parquet")
    monkeypatch.setattr(log_sources, "free", lambda: 2000.0)
    said = str(said_of(read_log, tmp_path / f"log{end}"))
    assert "of memory, and 1 KiB are free; give a part of it." in said


def test_a_mark_and_line_ends_of_windows_are_no_matter(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"\xef\xbb\xbfa\r\nb\xe2\x80\xa8c\rd")
    assert reading.text(file, 100).startswith("a\r")
    assert reading.lines(file, 100) == ["a\r\n", "b\u2028c\r", "d"]
