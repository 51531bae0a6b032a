"""`tournament strategies` and `tournament partners`: lists, searches, explanations."""

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


@pytest.mark.parametrize("words", [["--help"], ["season", "--help"], ["--version"]], ids=" ".join)
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
