"""`tournament new` and `tournament check`."""

import json
import re
from pathlib import Path

import pytest

from tournament.cli import main

STRATEGY = (
    "\n\nfrom tournament import strategy\n@strategy\ndef my_rule(me, opponent):\n    return C\n"
)


# -- new -------------------------------------------------------------------------------------------


def test_new_writes_a_rule_that_passes_its_checks(capsys):
    assert main(["new", "kind_neighbour.py"]) == 0
    assert "def kind_neighbour(me, opponent" in Path("kind_neighbour.py").read_text()
    assert main(["check", "kind_neighbour.py"]) == 0
    out = capsys.readouterr().out
    assert "kind_neighbour (kind_neighbour.py:" in out
    assert "✗" not in out


def test_new_overwrites_nothing(say):
    Path("kind_neighbour.py").write_text("mine")
    assert say("new", "kind_neighbour.py").startswith("kind_neighbour.py exists already")
    assert Path("kind_neighbour.py").read_text() == "mine"


@pytest.mark.parametrize(
    "name", ["my-rule.py", "my_rule", "2nd.py", "class.py", "strategy.py", "_mine.py"]
)
def test_new_needs_the_name_of_a_function(say, name):
    assert (
        say("new", name)
        == f"The file must be named like a Python function, such as my_rule.py; got {name!r}."
    )
    assert not Path(name).exists()


def test_new_takes_no_name_of_the_library(say):
    assert say("new", "tit_for_tat.py").startswith(
        "A strategy named 'tit_for_tat' exists already, in "
    )


def test_new_in_a_folder_that_is_not_there(say):
    assert say("new", "nowhere/kind_neighbour.py").startswith(
        "nowhere/kind_neighbour.py cannot be written: "
    )


def test_new_writes_a_partner_rule_that_passes_its_checks(capsys, population, small):
    assert main(["new", "my_friends.py", "--partner"]) == 0
    out = capsys.readouterr().out
    play = out.split("Play it:")[1].split()
    assert play == ["tournament", "season", "my_friends.py", "--partners", "my_friends"]
    assert main(["check", "my_friends.py"]) == 0
    out = capsys.readouterr().out
    assert "my_friends (my_friends.py:" in out
    assert "✗" not in out
    assert [k.name for k in population("joss", *play[2:], *small).kinds] == ["joss + my_friends"]


def test_new_takes_no_name_of_the_library_and_overwrites_nothing(say, partner):
    assert say("new", "ucb1.py", "--partner").startswith("A partner rule named 'ucb1' exists")
    partner("return 0.0")
    before = Path("my_partner.py").read_text()
    assert "exists already" in say("new", "my_partner.py", "--partner")
    assert Path("my_partner.py").read_text() == before


# -- check -----------------------------------------------------------------------------------------


def test_check_fails_with_exit_code_1(capsys, plugin):
    assert main(["check", plugin("return opponent.betrayed")]) == 1
    assert (
        "✗ keeps to itself: my_rule.py:6: my_rule reads opponent.betrayed; a player sees only"
        in capsys.readouterr().out
    )


def test_an_endless_loop_is_found_by_the_checks(capsys, monkeypatch, plugin):
    from tournament import testing

    check = testing.check_strategy
    monkeypatch.setattr(testing, "check_strategy", lambda s: check(s, seconds=0.3))
    assert main(["check", plugin("while True: pass")]) == 1
    assert "my_rule took more than 0.3 s over one move (turn 1)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ("return friend.nice - friend.naughty", 0, "✓ agrees: compiled it gives as in plain"),
        ("return math.nan if me.day == 2 else 1.0", 1, "✗ rates: my_partner.py:5: my_partner must"
         " return a number; on day 3 it returned nan."),
        ("return REFUSE", 0, "! rates: 0 gifts in 2 seasons of 12 towns"),
        ("return 1 / friend.exchanges", 1, "✗ rates: my_partner.py:7: my_partner raised"
         " ZeroDivisionError on day 1"),
        ("return friend.niceness", 1, "✗ keeps to itself: my_partner.py:7: my_partner"
         " reads friend.niceness"),
        ("friend.nice", 1, "must return a number; on day 1 it returned None."),
        ("return max([friend.nice, 2], key=lambda n: -n)", 1, "✗ keeps to itself: my_partner.py:"),
    ],
)  # fmt: skip
def test_partner_rules_are_checked(capsys, body, code, said, partner):
    assert main(["check", partner(body)]) == code
    out = capsys.readouterr().out
    assert out.startswith("my_partner (my_partner.py:")
    assert said in out


def test_library_rules_and_mixed_files_are_checked(capsys, partner):
    path = partner("return friend.nice", more=STRATEGY)
    assert main(["check", "never", path]) == 0
    out = capsys.readouterr().out
    assert re.findall(r"^(\w+) \(", out, re.M) == ["never", "my_partner", "my_rule"]
    assert "! rates: 0 gifts" in out


def test_check_of_files_that_do_not_load(capsys, partner):
    path = partner("return (")
    Path("empty.py").write_text("")
    assert main(["check", path, "empty.py"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines() == [
        "my_partner.py",
        "  ✗ loads: my_partner.py:7: the file is not valid Python: '(' was never closed.",
        "empty.py",
        "  ✗ loads: empty.py: the file defines no strategy or partner rule; write @strategy above"
        " `def rule(me, opponent):`.",
    ]


def test_checks_as_json_and_in_silence(capsys, plugin):
    path = plugin("return opponent.betrayed")
    assert main(["check", path, "tit_for_tat", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["document"], found["failed"]) == ("checks", 1)
    assert {row["rule"] for row in found["checks"]} == {"my_rule", "tit_for_tat"}
    (failed,) = (row for row in found["checks"] if row["outcome"] == "failed")
    assert failed["name"] == "keeps to itself"
    assert failed["sentence"].startswith("my_rule.py:6: my_rule reads opponent.betrayed")
    assert main(["check", "tit_for_tat", "-q"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["check", path, "-q"]) == 1
    assert capsys.readouterr().out.startswith("  ✗ keeps to itself: my_rule.py:6: my_rule reads")
