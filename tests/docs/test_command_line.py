"""The page on the command line: its tables are those of the data, and its JSON is what comes."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

from tournament.cli import main
from tournament.cli.command import commands
from tournament.cli.commands import advise

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference" / "command_line.md").read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_command_line():
    spec = importlib.util.spec_from_file_location("made", DOCS / "make" / "make_command_line.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert made.filled(PAGE) == PAGE, "run docs/make/make_command_line.py"


def test_installing_completion_is_told_as_help_tells_it():
    typed = re.findall(r"`(tournament completion \w+ >[^`]*)`", PAGE)
    assert typed == [line for line, _ in commands()["completion"].examples]


@pytest.fixture
def document(capsys, tmp_path, monkeypatch):
    """A function: the document that a command prints."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "log.csv").write_text(
        "player,match,turn,move,opponent_move\n"
        + "".join(f"{p},{p}{m},{t},{'CD'[(t + p) % 2]},C\n" for p in range(4)
                  for m in range(2) for t in range(1, 10))
    )  # fmt: skip

    def of(*words):
        capsys.readouterr()
        assert main([*words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return of


SEASON = ["joss", "--partners", "anyone", "--towns", "12", "--friends", "4", "--days", "2"]
SEASON += ["--gifts-per-day", "1", "-n", "1"]
RUN = ["run", "joss", "grudger", "-n", "2", "-o", "out", "--ledger", "ledger.sqlite"]
TYPED = {
    "run": RUN,
    "season": ["season", *SEASON],
    "evolve": ["evolve", "joss", "grudger", "--size", "4", "-n", "2", "--no-report"],
    "report": ["report", "out"],
    "advise": ["advise", *SEASON, "--candidates", "joss+anyone"],
    "compare": ["compare", "out", "out"],
    "learn": ["learn", "log.csv", "--clusters", "2", "--repetitions", "2"],
    "strategies": ["strategies", "grim"],
    "partners": ["partners", "ucb1"],
    "check": ["check", "tit_for_tat"],
    "doctor": ["doctor"],
    "cache": ["cache"],
    "ledger": ["ledger", "list", "ledger.sqlite"],
}


def told():
    """Return what the page says of the document of each command: its kind, and its keys."""
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", PAGE.split("## JSON")[1], re.M)
    found = {}
    for command, kind, keys in rows:
        words = re.findall(r"`([\w ]+)`", keys)
        found[command] = (kind.strip("`"), words or found["run"][1])
    return {name: found[name] for name in TYPED}


@pytest.mark.parametrize("command", TYPED)
def test_documents_have_the_keys_that_the_page_lists(document, command):
    kind, keys = told()[command]
    document(*RUN)
    found = document(*TYPED[command])
    assert found["document"] == {"report": "tournament"}.get(command, kind)
    assert list(found) == ["document", "tournament", *keys]


def test_every_command_with_json_is_on_the_page():
    able = {
        name for name, command in commands().items() if "json" in {o.key for o in command.options}
    }
    assert able == set(TYPED)


def test_what_advise_does_otherwise():
    assert f"`advise` plays in {advise.TOWNS} towns" in PAGE
