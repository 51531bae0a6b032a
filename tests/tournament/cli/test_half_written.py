"""Whatever interrupts a command, or fails in it, leaves nothing half-written."""

import errno
import os
from pathlib import Path

import pytest

from tournament.cli import main

SEASON = ["joss", "--partners", "anyone", "--towns", "12", "--friends", "4", "--days", "2"]
SEASON += ["--gifts-per-day", "1", "-n", "1", "-s", "1"]
LOG = "player,match,turn,move,opponent_move\n" + "".join(
    f"{p},{p}{m},{t},{'CD'[(t + p) % 2]},C\n"
    for p in range(4)
    for m in range(2)
    for t in range(1, 10)
)
TYPED = {
    "run": ["run", "joss", "grudger", "-n", "2", "-s", "1", "-o", "deep/out"],
    "season": ["season", *SEASON, "-o", "deep/out"],
    "evolve": ["evolve", "joss", "grudger", "--size", "4", "-n", "2", "-s", "1", "-o", "deep/out"],
    "advise": ["advise", *SEASON, "--candidates", "joss+anyone", "-o", "deep/out"],
    "learn": ["learn", "log.csv", "--clusters", "2", "-n", "2", "-o", "deep/out"],
    "new": ["new", "my_rule.py"],
}
REASONS = {130: KeyboardInterrupt(), 2: OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))}


@pytest.fixture
def stopping(monkeypatch):
    """A function: files can be opened for writing, and the second piece fails."""

    def stop(reason):
        def write(path, *_, **__):
            with path.open("ab") as file:
                file.write(b"half")
            raise reason

        monkeypatch.setattr(Path, "write_bytes", write)
        monkeypatch.setattr(Path, "write_text", write)

    return stop


@pytest.mark.parametrize("code", REASONS)
@pytest.mark.parametrize("command", TYPED)
def test_nothing_is_left(command, code, capsys, stopping):
    Path("log.csv").write_text(LOG)
    stopping(REASONS[code])
    assert main(TYPED[command]) == code
    assert [str(path) for path in Path().rglob("*")] == ["log.csv"]
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert ("nothing half-written is left" if code == 130 else "No space left on device") in said


@pytest.mark.parametrize("code", REASONS)
@pytest.mark.parametrize("command", ["run", "season", "evolve", "advise", "learn"])
def test_what_was_there_stays(command, code, stopping):
    Path("log.csv").write_text(LOG)
    assert main([*TYPED[command], "-q"]) == 0
    before = {path: path.read_bytes() for path in Path("deep").rglob("*") if path.is_file()}
    stopping(REASONS[code])
    assert main(TYPED[command]) == code
    after = {path: path.read_bytes() for path in Path("deep").rglob("*") if path.is_file()}
    assert after == before
