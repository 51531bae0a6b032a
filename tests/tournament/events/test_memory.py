"""What does not fit into memory is refused in a sentence before anything is played."""

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from tournament import Match, Tournament
from tournament.cli import main
from tournament.errors import TooLarge
from tournament.events.round_robin import memory
from tournament.game import PRESETS
from tournament.results.books.tournament import Tallies
from tournament.results.files import room

PLAYERS = ["tit_for_tat", "joss", "grudger"]


def test_a_disk_that_is_full_is_told_before_playing(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=20_000))
    typed = ["run", *PLAYERS, "--turns", "2", "-q", "-o", "deep/out", "--noise", "0.1", "-n"]
    assert main([*typed, "1000"]) == 2
    assert capsys.readouterr().err == (
        f"tournament: {Path('deep/out')}: the results would take about 23 KiB on disk, and 19 KiB"
        " are free; choose a folder on another disk, or play less.\n"
    )
    season = ["season", "joss", "--towns", "3000", "--friends", "4", "--days", "1", "-q"]
    assert main([*season, "--gifts-per-day", "1", "-o", "deep/out"]) == 2
    assert capsys.readouterr().err.startswith(f"tournament: {Path('deep/out')}: the results would")
    assert [*tmp_path.iterdir()] == []
    assert main([*typed, "10"]) == 0


@pytest.fixture
def free(monkeypatch):
    """A function: let so many bytes be free."""
    monkeypatch.setattr(room, "LITTLE", 0)
    return lambda size: monkeypatch.setattr(room, "free", lambda: size)


@pytest.mark.parametrize("self_play", [True, False])
@pytest.mark.parametrize("game", PRESETS.values(), ids=lambda game: game.name)
def test_what_is_estimated_is_what_the_books_take(self_play, game, free, monkeypatch):
    """The factor is of results; the books alone are known to the byte."""
    told = []
    monkeypatch.setattr(memory, "refuse_too_large", lambda what, size, lower: told.append(size))
    event = Tournament(PLAYERS, game, turns=3, repetitions=7, self_play=self_play, seed=1)
    (tallies,) = event.play(progress=False).played.books
    assert len(event.matches) == event.plan.many
    flags = tallies.chance.size * 7  # they take a byte, and are counted as eight
    books = [getattr(tallies, name) for name in Tallies.declared()]
    taken = sum(book.nbytes for book in books if book is not None) + flags
    assert told == [memory.TIMES * taken]


@pytest.mark.parametrize(("asked", "lower"), [
    ({"repetitions": 10**9}, "lower `repetitions`"),
    ({"repetitions": "until settled", "most_repetitions": 2**31 - 1}, "lower `repetitions`"),
])  # fmt: skip
def test_repetitions_without_end_are_refused_at_once(asked, lower, free):
    free(1e9)
    began = time.monotonic()
    with pytest.raises(TooLarge) as error:
        Tournament(PLAYERS, turns=1, noise=0.1, seed=1, **asked).play()
    assert re.fullmatch(
        r"A tournament of 3 players, 6 matches and [\d,]+ repetitions takes about [\d,.]+ GB of"
        rf" memory, and 1\.0 GB are free; {lower}\.",
        str(error.value),
    )
    assert time.monotonic() - began < 60


def test_players_without_end_are_refused(free):
    free(1e3)
    with pytest.raises(TooLarge, match=r"enter fewer players\.$"):
        Tournament(PLAYERS, turns=1, repetitions=1, seed=1).play()
    free(1e9)
    Tournament(PLAYERS, turns=1, repetitions=1, seed=1).play()
    free(None)  # no system says so
    Tournament(PLAYERS, turns=1, repetitions=1, seed=1).play()


def test_a_match_without_end_is_refused(free):
    free(1e6)
    with pytest.raises(TooLarge, match=r"^A match of 2,000,000,000 turns takes about 16\.0 GB of"):
        Match("joss", "grudger", turns=2 * 10**9, seed=1, engine="compiled").play()


def test_the_command_line_says_so(free, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    free(1e9)
    assert main(["run", "joss", "grudger", "-n", "2000000000", "--turns", "1", "-o", "out"]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("tournament: A tournament of 2 players, 3 matches and 2,000,000,000")
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert [*tmp_path.iterdir()] == []


def test_memory_that_ends_all_the_same_is_one_sentence(capsys, monkeypatch, tmp_path):
    def full(*_, **__):
        np.zeros(2**62, np.int8)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Tournament, "play", full)
    assert main(["run", "joss", "-o", "out"]) == 2
    assert capsys.readouterr().err == (
        "tournament: There is not enough memory; play fewer players or repetitions.\n"
    )


# -- how much is free ------------------------------------------------------------------------------


@pytest.mark.parametrize("group", room.GROUPS, ids=["2", "1"])
def test_the_limit_of_a_container_counts(group, tmp_path, monkeypatch):
    monkeypatch.setattr(room, "ROOT", tmp_path)
    most, taken, returned = group
    (tmp_path / "memory").mkdir()
    (tmp_path / most).write_text("5000\n", encoding="ascii")
    (tmp_path / taken).write_text("3000\n", encoding="ascii")
    (tmp_path / taken).with_name("memory.stat").write_text(f"a 7\n{returned} 500\n", "ascii")
    assert room.free() == 2500
    (tmp_path / most).write_text("max\n", encoding="ascii")
    assert room.free() != 2500


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems set no such limit")
def test_the_limit_of_a_process_counts():
    code = "from tournament.results.files.room import free; print(free())"
    for limit, most in (("2000000", 2.048e9), ("3000000", 3.072e9)):
        done = subprocess.run(
            ["bash", "-c", f"ulimit -v {limit}; {sys.executable} -c '{code}'"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert 0.3 * most < float(done.stdout) < most
