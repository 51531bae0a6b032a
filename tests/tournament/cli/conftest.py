"""Fixtures of the command line: a folder of its own, sentences of refusal, files with rules."""

import os
from importlib import import_module
from pathlib import Path

import pytest

import tournament
from analysis.figures.saving import Picture
from tournament.cli import main
from tournament.cli.commands.season import season_of
from tournament.cli.parser import parse

RULE = "from tournament import C, D, strategy\n\n\n@strategy\ndef my_rule(me, opponent):\n    {}\n"
PARTNER = (
    "import math\nfrom tournament import C, D, REFUSE, partner_rule\n\n\n"
    "@partner_rule\ndef {name}(me, friend):\n    {body}\n"
)


@pytest.fixture(autouse=True)
def in_tmp(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def undrawn(monkeypatch):
    """Figures are not drawn here: that is half of a report's time, and other tests look at them."""
    for event in ("tournament", "season"):
        module = import_module(f"analysis.reports.{event}.report")
        names = import_module(f"analysis.reports.{event}.pictures").CAPTIONS
        nothing = dict.fromkeys(names, Picture(b"", 100))
        monkeypatch.setattr(module, "pictures", lambda found, save, drawn=nothing: {**drawn})


@pytest.fixture
def say(capsys, in_tmp):
    """A function: run a command, expect exit code 2 and nothing written, return its sentence."""

    def run(*argv: str) -> str:
        before = sorted(in_tmp.rglob("*"))
        capsys.readouterr()
        code = main(list(argv))
        out, err = capsys.readouterr()
        assert code == 2, (out, err)
        assert out == ""
        assert err.startswith("tournament: ")
        assert err.count("\n") == 1, err
        assert "Traceback" not in err
        assert sorted(in_tmp.rglob("*")) == before
        return err.removeprefix("tournament: ").strip()

    return run


@pytest.fixture
def environment():
    """The environment in which a process finds this checkout."""
    here = [os.environ.get("PYTHONPATH", ""), str(Path(tournament.__file__).parents[1])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(here).strip(os.pathsep)}


@pytest.fixture
def plugin():
    """A function: write a file with the strategy `my_rule`, whose body is given."""

    def write(body: str, file: str = "my_rule.py") -> str:
        Path(file).write_text(RULE.format(body))
        return file

    return write


@pytest.fixture
def partner():
    """A function: write a file with a partner rule, whose body is given."""

    def write(body: str, name: str = "my_partner", more: str = "", folder: str = ".") -> str:
        file = Path(folder, f"{name}.py")
        file.write_text(PARTNER.format(name=name, body=body) + more)
        return str(file)

    return write


@pytest.fixture
def run():
    """A function: play a small tournament into the folder `out`."""

    def play(*more: str) -> int:
        few = ["--turns", "6", "--repetitions", "3", "--seed", "7", "--threads", "1"]
        return main(["run", "tit_for_tat", "grudger", *few, "--output", "out", *more])

    return play


@pytest.fixture
def small():
    """Options of a small season."""
    return [
        *("--towns", "40", "--friends", "6", "--days", "6", "--gifts-per-day", "2"),
        *("--seed", "3", "--threads", "1"),
    ]


@pytest.fixture
def population():
    """A function: the season that words of `tournament season` mean, without playing it."""
    return lambda *words: season_of(parse(["season", *words]))
