"""Help: grouped, with examples, and never wider than the terminal or 80 columns."""

import os
import shlex
from pathlib import Path

import pytest

from tournament.cli import main, scenario
from tournament.cli.command import commands, grouped
from tournament.cli.help import EXAMPLES
from tournament.cli.options import SECTIONS
from tournament.cli.parser import parse

GOLDEN = Path(__file__).parent / "help"
ALL = [[], *([name] for name in commands())]

RUN = """\
Usage: tournament compare BEFORE AFTER [OPTIONS]

Compare two saved results: what changed, and is it real.

Options
  BEFORE  a folder of a report, or of saved results
  AFTER   the same, played later

Results
  --json  print one JSON document and nothing else on stdout

Running
  -h, --help  show this help
  --debug     show the traceback of an error

Examples
  # two folders that `run` wrote
  tournament compare before after
"""


@pytest.mark.parametrize("columns", [50, 80, 200])
@pytest.mark.parametrize("words", ALL, ids=lambda words: " ".join(words) or "all")
def test_help_fits(words, columns, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main([*words, "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if len(line) > min(columns, 80) and " " in line.strip()] == []
    assert all(line == line.rstrip() for line in lines)


def test_help_looks_like_this(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["compare", "--help"]) == 0
    assert capsys.readouterr().out == RUN


@pytest.mark.parametrize("columns", [50, 80])
def test_all_help_is_as_it_was(columns, capsys, monkeypatch):
    """`WRITE_HELP=1` in the environment writes the files anew; look at what changed."""
    monkeypatch.setenv("COLUMNS", str(columns))
    for words in ALL:
        assert main([*words, "--help"]) == 0
        print("\n---\n")
    found, kept = capsys.readouterr().out, GOLDEN / f"{columns}.txt"
    if os.environ.get("WRITE_HELP"):
        GOLDEN.mkdir(exist_ok=True)
        kept.write_text(found, encoding="utf-8", newline="\n")
    assert found == kept.read_text(encoding="utf-8")


def test_all_commands_are_listed_below_their_heading(capsys):
    assert main([]) == 0
    said = capsys.readouterr().out
    places = [said.index(f"\n{title}\n") for title in grouped()]
    assert places == sorted(places)
    for members in grouped().values():
        assert all(f"\n  {command.name} " in said for command in members)


def test_every_option_is_below_a_heading_of_the_list():
    sections = {option.section for command in commands().values() for option in command.named}
    assert sections <= set(SECTIONS)


def examples():
    """Return what help shows as examples, without what shells make of it."""
    shown = [*EXAMPLES, *(each for c in commands().values() for each in c.examples)]
    return [typed.split(" > ")[0].split(" >> ")[0] for typed, _ in shown]


@pytest.mark.parametrize("typed", examples())
def test_examples_are_understood(typed):
    program, *words = shlex.split(typed)
    assert program == "tournament"
    assert parse(words).command.name == words[0]


def test_commands_that_are_often_used_have_examples():
    assert {name for name, command in commands().items() if not command.examples} <= {
        "cache",
        "doctor",
    }


def test_help_does_not_read_scenarios(capsys):
    assert main(["run", "none.toml", "--help"]) == 0
    assert scenario.SUFFIX == ".toml"
    assert capsys.readouterr().out.startswith("Usage: tournament run")
