"""A command is one file; options are data."""

from pathlib import Path

import pytest

from tournament.cli import commands as folder
from tournament.cli import main
from tournament.cli.command import GROUPS, commands

GREET = '''"""`tournament greet`."""

from tournament.cli.command import Command
from tournament.cli.options import PLAYERS, Option, whole


def greet(args):
    print(f"Hello{'!' * args.loud} {' '.join(args.words)}")
    return 0


COMMAND = Command(
    "greet", "say hello", greet, (PLAYERS, Option("--loud", "how loud", 1, whole, "N"))
)
'''


@pytest.fixture
def greet(tmp_path, monkeypatch):
    """The command `greet`, whose file lies in the folder of the commands."""
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "greet.py").write_text(GREET)
    monkeypatch.setattr(folder, "__path__", [*folder.__path__, str(tmp_path / "more")])


def test_a_new_command_is_one_file(greet, capsys, say):
    assert list(commands())[-1] == "greet"
    assert main(["greet", "Ann", "--loud", "3", "Bob"]) == 0
    assert capsys.readouterr().out == "Hello!!! Ann Bob\n"
    Path("quiet.toml").write_text('players = ["Cid"]\nloud = 0\n')
    assert main(["greet", "quiet.toml", "Ann"]) == 0
    assert capsys.readouterr().out == "Hello Cid Ann\n"
    assert say("greet", "--loud", "very") == (
        "`--loud` must be a whole number; got 'very'; see `tournament greet --help`."
    )
    assert main(["--help"]) == 0
    assert "More\n  greet  say hello\n" in capsys.readouterr().out


def test_help_begins_with_what_newcomers_need():
    first = [name for names in GROUPS.values() for name in names]
    assert list(commands()) == [name for name in first if name in commands()]
    assert first[:2] == ["run", "season"]


@pytest.mark.parametrize("name", commands())
def test_the_table_of_options_is_in_order(name):
    """No key twice, and everything that help shows has a text."""
    options = commands()[name].options
    keys = [option.key for option in options]
    assert len(set(keys)) == len(keys)
    assert all(option.help for option in options if not option.is_placed)
    assert all(option.key.isidentifier() for option in options)
