"""`tournament strategies` and `tournament partners`: lists, searches, explanations."""

import json
import re
import subprocess
import sys

import pytest

from tournament.cli import main


def test_listing_is_light(environment):
    """Neither lists nor help load what takes long to import."""
    code = (
        "import sys; from tournament.cli import main; main(['strategies']); "
        "heavy = {'numba', 'pandas', 'matplotlib', 'scipy', 'pyarrow', 'analysis'}; "
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.splitlines()[-1] == "HEAVY []"


@pytest.mark.parametrize("words", [["--help"], ["new", "--help"], ["--version"]], ids=" ".join)
def test_help_is_lighter_still(words, environment):
    """Not even NumPy is loaded, nor a strategy."""
    code = (
        "import sys, atexit; from tournament.cli import main; "
        "atexit.register(lambda: print('HEAVY', *{'numpy', 'strategies'} & set(sys.modules))); "
        f"main({words})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.splitlines()[-1] == "HEAVY"


def test_strategies_lists_and_searches(capsys):
    assert main(["strategies"]) == 0
    everything = capsys.readouterr().out.splitlines()
    assert any(line.startswith("tit_for_tat ") for line in everything)
    assert main(["strategies", "grim"]) == 0
    some = capsys.readouterr().out.splitlines()
    assert any(line.startswith("grudger ") for line in some)
    assert len(some) < len(everything)


def test_strategies_from_a_file_are_listed(capsys, plugin):
    assert main(["strategies", "my_rule", "--strategies", plugin("return C")]) == 0
    assert capsys.readouterr().out.startswith("my_rule ")


def test_show_has_documentation_parameters_and_source(capsys):
    assert main(["strategies", "show", "generous_tit_for_tat(generosity=0.05)"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("generous_tit_for_tat(generosity=0.05)\n")
    assert "Parameters: generosity=0.05" in shown
    assert "def generous_tit_for_tat(me, opponent" in shown
    assert re.search(r"Defined in .*\.py:\d+", shown)


def test_nothing_found(say):
    hint = "'tit_for_tatt'. Did you mean 'tit_for_tat'?"
    assert say("strategies", "tit_for_tatt") == f"No strategy mentions {hint}"
    assert say("strategies", "show", "tit_for_tatt") == f"No strategy is named {hint}"
    assert "needs a name" in say("strategies", "show")


def test_partners_are_listed_and_explained(capsys, partner):
    assert main(["partners"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {"anyone", "out_for_tat", "ucb1", "never"} <= {line.split()[0] for line in lines}
    assert main(["partners", "thompson"]) == 0
    assert capsys.readouterr().out.startswith("thompson_sampling ")
    assert main(["partners", "show", "ucb1(per_friend=3)"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("ucb1(per_friend=3)\n")
    assert "A friend may get 3 of a day's gifts." in out
    assert "def ucb1(me, friend)" in out
    path = partner('"""Give to the nice."""\n    return friend.nice')
    assert main(["partners", "my_partner", "--strategies", path]) == 0
    assert capsys.readouterr().out.startswith("my_partner ")


def test_partners_that_are_not_there(say):
    assert say("partners", "thomson_sampling") == (
        "No partner rule mentions 'thomson_sampling'. Did you mean 'thompson_sampling'?"
    )
    assert say("partners", "show", "ucb") == (
        "No partner rule is named 'ucb'. Did you mean 'ucb1'?"
    )
    assert "needs a name" in say("partners", "show")


# -- JSON ------------------------------------------------------------------------------------------


def test_strategies_as_json(capsys):
    assert main(["strategies", "grim", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["document"] == "strategies"
    (grudger,) = (row for row in found["strategies"] if row["name"] == "grudger")
    assert grudger["source"] == "Friedman (1971)"
    assert "text" not in grudger
    assert main(["strategies", "show", "gradual", "generous_tit_for_tat", "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)["strategies"]
    assert first["text"].startswith("@strategy")
    assert first["memory"] == {"betrayals": 0, "punishment": 0, "calm": 0}
    assert (second["name"], second["memory_depth"]) == ("generous_tit_for_tat", 1)
    assert list(second["parameters"]) == ["generosity"]


def test_partner_rules_as_json(capsys):
    assert main(["partners", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    names = [row["name"] for row in found["partner_rules"]]
    assert names == sorted(names)
    assert {"anyone", "ucb1"} <= set(names)
    assert main(["partners", "show", "ucb1(per_friend=3)", "--json"]) == 0
    (rule,) = json.loads(capsys.readouterr().out)["partner_rules"]
    assert (rule["name"], rule["per_friend"]) == ("ucb1(per_friend=3)", 3)
    assert "def ucb1(me, friend)" in rule["text"]
