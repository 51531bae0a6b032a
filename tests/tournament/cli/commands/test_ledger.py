"""`--ledger`, and `tournament ledger`: lists, verifies, prunes, merges and exports."""

import json
import re
import shutil
import sqlite3

import pytest

from tournament.cli import main
from tournament.cli.commands.ledger import ACTIONS

RUN = [
    "run",
    "joss",
    "grudger",
    "tit_for_tat",
    "-n",
    "4",
    "--noise",
    "0.1",
    "-s",
    "3",
    "--turns",
    "9",
]
SEASON = ["season", "joss", "grudger", "--towns", "20", "--friends", "6", "--days", "2", "-s", "3"]
EVOLVE = ["evolve", "joss", "grudger", "--size", "9", "-n", "3", "-s", "3", "--no-report"]
ALL = [RUN, SEASON, EVOLVE]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def typed(capsys):
    """A function: type words, and get the exit code, the answer and what went to stderr."""

    def of(*words):
        capsys.readouterr()
        code = main([*words])
        return code, *capsys.readouterr()

    return of


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A ledger of all three events, which no test may change."""
    folder = tmp_path_factory.mktemp("filled")
    for words in ALL:
        report = [] if "--no-report" in words else ["-o", str(folder / words[0])]
        assert main([*words, *report, "--ledger", str(folder / "ledger.sqlite"), "-q"]) == 0
    return folder


@pytest.fixture
def ledger(here, filled):
    """A copy of it, in a folder where nothing else is."""
    return shutil.copy(filled / "ledger.sqlite", here / "ledger.sqlite")


@pytest.mark.parametrize("words", ALL, ids=lambda words: words[0])
def test_an_event_says_how_much_was_in_the_ledger(here, typed, words):
    _, plain, _ = typed(*words)
    _, first, said = typed(*words, "--ledger", "l.sqlite")
    what, many = {"run": ("matches", 6), "season": ("repetitions", 1)}.get(
        words[0], ("repetitions", 3)
    )
    assert f"Note: 0 of {many} {what} were in the ledger." in said
    code, again, said = typed(*words, "--ledger", "l.sqlite")
    assert f"Note: {many} of {many} {what} were in the ledger." in said
    assert code == 0
    assert again == first
    shown = [line for line in first.splitlines() if not line.startswith("Again:")]
    assert shown == [line for line in plain.splitlines() if not line.startswith("Again:")]
    (line,) = (line for line in again.splitlines() if line.startswith("Again:"))
    assert "--ledger l.sqlite" in line


def test_nothing_is_said_to_who_wants_quiet(here, typed):
    assert typed(*RUN, "--ledger", "l.sqlite", "--quiet") == (0, "", "")


def test_a_scenario_may_name_a_ledger(here, typed):
    (here / "mine.toml").write_text(
        'players = ["joss", "grudger"]\nseed = 3\nledger = "l.sqlite"\n'
    )
    assert typed("run", "mine.toml", "-n", "2", "-q")[0] == 0
    assert (here / "l.sqlite").exists()


def test_a_ledger_may_be_in_the_folder_of_the_report(here, typed):
    for many in ("2", "4"):
        words = ["run", "joss", "grudger", "-n", many, "-s", "3", "-o", "out", "-q"]
        assert typed(*words, *(["--ledger", "out/l.sqlite"] if many == "4" else []))[0] == 0
    assert typed(*words, "--ledger", "out/l.sqlite")[0] == 0
    assert (here / "out" / "l.sqlite").exists()


@pytest.mark.parametrize("place", [
    ".", "out/results.sqlite", "text.txt", "mysql://host/db", "nowhere/l.sqlite", "", "://",
    "sqlite://", "https://example.org/l.sqlite",
])  # fmt: skip
def test_a_place_that_cannot_be_one_gets_a_sentence(here, typed, filled, place):
    shutil.copytree(filled / "run", here / "out")
    (here / "text.txt").write_text("no ledger\n" * 100)
    words = ["run", "joss", "-n", "2", "-o", "other", "--ledger", place]
    code, answer, said = typed(*words)
    assert (code, answer) == (2, "")
    assert said.startswith("tournament: ")
    assert said.count("\n") == 1
    assert not (here / "other").exists()
    code, answer, said = typed("ledger", "list", place)
    assert (code, answer, said.count("\n")) == (2, "", 1)


def test_without_the_driver_of_postgresql_a_sentence_says_what_to_install(here, typed, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    code, _, said = typed(*RUN, "--ledger", "postgresql://host/db")
    assert code == 2
    assert "tournament[postgres]" in said


# -- tournament ledger -----------------------------------------------------------------------------


def test_list_tells_what_is_there(ledger, typed):
    code, answer, _ = typed("ledger", "list", "ledger.sqlite")
    assert code == 0
    assert "6 matches, 2 seasons and populations" in answer
    assert "9 turns, known; noise 0.1; seed 3" in answer
    assert "3 players, 6 matches, up to 4 repetitions" in answer
    found = json.loads(typed("ledger", "list", "ledger.sqlite", "--json")[1])
    assert [row["event"] for row in found["events"]] == ["season", "population"]


# Who is damaged is told by names: the order of rows is the order in which threads have finished.
CHANGE_A_MATCH = """
    UPDATE matches SET count_cc = count_cc + 1 WHERE first_player != second_player
    AND first_player IN (SELECT id FROM players WHERE name IN ('joss', 'tit_for_tat'))
    AND second_player IN (SELECT id FROM players WHERE name IN ('joss', 'tit_for_tat'))
"""
LOSE_PART_OF_A_SEASON = """
    DELETE FROM arrays WHERE rowid = (
        SELECT min(arrays.rowid) FROM arrays JOIN events ON events.id = arrays.event
        WHERE events.event = 'season'
    )
"""


def test_verify_finds_names_and_repairs(ledger, typed):
    assert typed("ledger", "verify", "ledger.sqlite")[0] == 0
    with sqlite3.connect(ledger) as database:
        database.execute(CHANGE_A_MATCH)
        database.execute(LOSE_PART_OF_A_SEASON)
    code, answer, _ = typed("ledger", "verify", "ledger.sqlite")
    assert code == 1
    assert "6 rows of matches and 4 of repetitions; 2 damaged." in answer
    assert answer.count("match: ") == answer.count("repetition: ") == 1
    assert re.search("match: (joss against tit_for_tat|tit_for_tat against joss), rep", answer)
    assert "repetition: season of joss + anyone" in answer
    assert "--repair" in answer
    code, answer, _ = typed("ledger", "verify", "ledger.sqlite", "--repair")
    assert code == 0
    assert "Dropped 2" in answer
    assert typed("ledger", "verify", "ledger.sqlite")[0] == 0


def test_prune_says_what_would_go_and_then_takes_it_out(ledger, typed):
    words = ["ledger", "prune", "ledger.sqlite", "--player", "joss", "--noise", "0.1"]
    before = ledger.read_bytes()
    assert "3 rows of matches" in typed(*words, "--dry-run")[1]
    assert ledger.read_bytes() == before
    assert "3 rows of matches" in typed(*words)[1]
    assert "0 rows of matches" in typed(*words)[1]


def test_rules_that_changed_can_be_pruned(here, typed):
    file = here / "mine.py"
    rule = (
        "from tournament import C, D, strategy\n@strategy\ndef mine(me, opponent):\n    return {}\n"
    )
    file.write_text(rule.format("C"))
    words = ["run", "joss", "mine.py", "-n", "2", "-s", "3", "--ledger", "l.sqlite", "-q"]
    assert typed(*words)[0] == 0
    prune = ["ledger", "prune", "l.sqlite", "--changed", "--strategies", "mine.py"]
    assert "0 rows of matches" in typed(*prune)[1]
    file.write_text(rule.format("D  # another size, so that Python reads it again"))
    assert "2 rows of matches" in typed(*prune)[1]


def test_merge_and_export(ledger, typed, here):
    code, answer, _ = typed("ledger", "merge", "ledger.sqlite", "other.sqlite")
    assert code == 0
    assert "6 rows of matches" in answer
    assert "0 rows of matches" in typed("ledger", "merge", "ledger.sqlite", "other.sqlite")[1]
    assert typed("ledger", "export", "other.sqlite", "-o", "tables")[0] == 0
    assert len([*(here / "tables").iterdir()]) == 4


@pytest.mark.parametrize("words", [
    ["list"], ["list", "a", "b"], ["merge", "ledger.sqlite"], ["prune", "ledger.sqlite"],
    ["export", "ledger.sqlite"], ["verify", "ledger.sqlite", "--noise", "0.1"],
    ["list", "ledger.sqlite", "--repair"], ["prune", "ledger.sqlite", "--older", "soon"],
    ["prune", "ledger.sqlite", "--older", "-1d"], ["clean", "ledger.sqlite"],
    ["list", "nothing.sqlite"], ["export", "ledger.sqlite", "-o", "."],
    ["prune", "ledger.sqlite", "--changed", "--strategies", "nowhere.py"],
], ids=range(13))  # fmt: skip
def test_mistakes_get_a_sentence(ledger, typed, words):
    before = ledger.read_bytes()
    code, answer, said = typed("ledger", *words)
    assert (code, answer) == (2, "")
    assert said.startswith("tournament: ")
    assert said.count("\n") == 1
    assert ledger.read_bytes() == before


def test_every_action_is_tested():
    assert {*ACTIONS} == {"list", "verify", "prune", "merge", "export"}
