"""The pages on extending say how many files to touch: here a copy of the project is extended so."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("tournament", "strategies", "analysis")


@pytest.fixture
def copy(tmp_path):
    """A copy of the three packages, and of the file that says what the library offers."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        skip = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=skip)
    return tmp_path


def python_of(page: str) -> str:
    """Return the file that a page shows."""
    text = (ROOT / "docs" / "how_to" / "extend" / f"{page}.md").read_text(encoding="utf-8")
    found: list[str] = re.findall(r"```python\n(?!>>>)(.*?)```", text, re.S)
    return found[0]


def insert(file: Path, before: str, text: str) -> None:
    """Put text before a line of a file that stands there once."""
    whole = file.read_text(encoding="utf-8")
    assert whole.count(before) == 1, file
    file.write_text(whole.replace(before, text + before), encoding="utf-8")


def run(copy: Path, code: str) -> str:
    """Return what a program prints that imports the copy."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_strategy_is_one_file(copy):
    (copy / "strategies" / "classic" / "echoes.py").write_text(python_of("strategy"))
    code = (
        "import strategies; from tournament import Match;"
        "match = Match(strategies.short_echo, 'always_defect', turns=9, engine='python');"
        "print(match.play().text(0));"
        "print(strategies.catalogue().loc['short_echo', 'family'])"
    )
    assert run(copy, code).split() == ["CDCCDCCDC", "echoes"]


def test_a_game_is_one_entry(copy):
    entry = '    "hunt": Game(R=4, S=0, T=3, P=2, name="hunt"),\n'
    insert(copy / "tournament" / "game.py", '    "stag_hunt": Game(', entry)
    command = "'run', 'tit_for_tat', 'grudger', '--game', 'hunt', '--turns', '5', '--output', 'out'"
    said = run(copy, f"from tournament.cli import main; main([{command}])")
    assert "hunt" in said.partition("\n")[0]


def test_a_command_is_one_file(copy):
    (copy / "tournament" / "cli" / "commands" / "winner.py").write_text(python_of("command"))
    played = "'run', 'tit_for_tat', 'always_defect', '--turns', '9', '--output', 'out'"
    code = f"from tournament.cli import main; main([{played}]); main(['winner', 'out'])"
    assert run(copy, code).splitlines()[-1] == "tit_for_tat"


def test_a_statistic_is_one_file_and_one_line(copy):
    (copy / "analysis" / "statistics" / "upsets.py").write_text(python_of("statistic"))
    stub = copy / "analysis" / "__init__.pyi"
    stub.write_text(stub.read_text() + "from .statistics.upsets import upsets as upsets\n")
    code = (
        "import analysis; from tournament import Tournament;"
        "field = ['tit_for_tat', 'grudger', 'always_defect'];"
        "results = Tournament(field, turns=20, repetitions=1).play(progress=False);"
        "print(analysis.upsets(results).to_dict())"
    )
    assert run(copy, code) == "{'grudger': 0, 'tit_for_tat': 0, 'always_defect': 2}"


def test_an_event_is_one_file(copy):
    """Its results are those of the matches that a whole tournament plays, too."""
    (copy / "tournament" / "events" / "reception.py").write_text(python_of("event"))
    (copy / "breaks.py").write_text(
        "from tournament import C, strategy\n\n\n"
        "@strategy(compiled=False)\ndef breaks(me, opponent):\n    return 1 / 0\n"
    )
    code = (
        "from tournament import Tournament; from tournament.events.reception import Reception;"
        "from breaks import breaks;"
        "field = ['tit_for_tat', 'always_defect', 'grudger', 'always_cooperate'];"
        "words = dict(turns=10, repetitions=2, seed=1, noise=0.1);"
        "event = Reception(field[0], [*field[1:], breaks], **words);"
        "some = event.play(False, 'withdraw').payoffs;"
        "whole = Tournament(field, **words).play(progress=False).payoffs;"
        "print(int(some.notna().to_numpy().sum()), (some.isna() | (some == whole)).all(axis=None))"
    )
    assert run(copy, code) == "6 True"
