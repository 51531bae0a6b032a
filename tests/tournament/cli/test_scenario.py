"""Scenario files mean the command line that they write down."""

from pathlib import Path

import pandas as pd
import pytest

from tournament import PRISONERS_DILEMMA
from tournament.cli import main
from tournament.results.season import SeasonResults

SCENARIO = """
players = ["tit_for_tat", "always_defect+never", "rules/my_partner.py+my_partner"]
partners = ["anyone", "nicest"]
strategies = "rules/my_partner.py"
towns = 30
friends = "rules/pairs.csv"
days = 3
gifts-per-day = [1, 2, 1]
inbox = 4
absence = 0.25
visible = true
nice_list = false
seed = 8
"""


STRATEGY = (
    "\n\nfrom tournament import strategy\n@strategy\ndef my_rule(me, opponent):\n    return C\n"
)


def test_a_scenario_is_the_command_line_it_means(monkeypatch, population, partner):
    Path("class/rules").mkdir(parents=True)
    Path("class/scenario.toml").write_text(SCENARIO)
    partner("return friend.nice", more=STRATEGY, folder="class/rules")
    Path("class/rules/pairs.csv").write_text("\n".join(f"{k},{(k + 1) % 30}" for k in range(30)))
    season = population("class/scenario.toml")
    assert [kind.name for kind in season.kinds] == [
        "tit_for_tat + anyone", "tit_for_tat + nicest", "always_defect + never",
        "my_rule + my_partner",
    ]  # fmt: skip
    rules = season.rules
    assert (season.towns, season.friendships) == (30, 30)
    assert (rules.days, rules.gifts, rules.inbox, rules.absence) == (3, (1, 2, 1), 4, 0.25)
    assert (rules.visible, rules.nice_list, rules.seed) == (True, False, 8)
    later = population("class/scenario.toml", "--seed", "9", "--inbox", "2", "--nice-list")
    assert (later.rules.seed, later.rules.inbox, later.rules.nice_list) == (9, 2, True)
    monkeypatch.chdir("class")
    assert population("scenario.toml").friendships == 30


def test_a_scenario_is_played_and_can_be_played_again(capsys):
    Path("mine.toml").write_text(
        'players = ["tit_for_tat", "joss"]\npartners = "anyone"\ntowns = 20\nfriends = 4\n'
        'days = 3\ngifts_per_day = 2\nseed = 5\noutput = "out"\n'
    )
    assert main(["season", "mine.toml"]) == 0
    again = capsys.readouterr().out.split("Again:")[1].split()
    first = SeasonResults.load("out/results").towns
    Path("mine.toml").unlink()
    assert main(again[1:]) == 0
    pd.testing.assert_frame_equal(SeasonResults.load("out/results").towns, first)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("townes = 5", "mine.toml: `townes` is no option of `tournament season`. Did you mean"
         " 'towns'?"),
        ("turns = 5", "mine.toml: `turns` is no option of `tournament season`."),
        ("[season]\ntowns = 5", "mine.toml: `season` is no option of `tournament season`."),
        ("players = 'joss'", "mine.toml: `players` must be a list of texts; got 'joss'."),
        ("players = [3]", "mine.toml: `players` must be a list of texts; got [3]."),
        ("visible = 1", "mine.toml: `visible` must be true or false; got 1."),
        ("towns = true", "mine.toml: `towns` must be a number, a text or a list; got True."),
        ("noise = {a = 1}", "mine.toml: `noise` must be a number, a text or a list; got {'a': 1}."),
        ("game = {R = 3}", "`game` must give R, S, T and P once each, as R=3,S=0,T=5,P=1; got"),
        ("game = [3, 0, 5, 1]", "`game` must say which payoff is which"),
        ("towns = 'many'", "mine.toml: `towns` must be a whole number; got 'many'"),
        ("towns = 2.5", "mine.toml: `towns` must be a whole number; got '2.5'"),
        ("towns = [3, 4]", "mine.toml: `towns` must be a whole number; got '3,4'"),
        ("on_error = 'withdrw'", "mine.toml: `on_error` must be one of stop, withdraw; got"
         " 'withdrw'. Did you mean 'withdraw'?"),
        ("jsn = true", "mine.toml: `jsn` is no option of `tournament season`. Did you mean"
         " 'json'?"),
        ("players = ['josss']", "No strategy is named 'josss'. Did you mean 'joss'?"),
        ("towns =", "mine.toml: the scenario is not valid TOML: "),
        (f"towns = {'9' * 5000}", "mine.toml: the scenario has a number of too many digits."),
        (f"towns = {'[' * 5000}", "mine.toml: the scenario is nested too deeply."),
        ('output = "a\\u0000b"', "mine.toml: a text must not hold the character NUL;"),
        ("help = true", "mine.toml: `help` is no option of `tournament season`."),
        ("players = ['--help']", "mine.toml: `players` must name players, not options; got"
         " '--help'."),
    ],
)  # fmt: skip
def test_bad_scenarios(say, text, said, small):
    Path("mine.toml").write_text(text)
    assert said in say("season", "mine.toml", "joss", *small)


@pytest.mark.parametrize("game", [
    '"prisoners_dilemma"', '"Prisoner\'s Dilemma"', '"R=3, S=0, T=5, P=1"',
    "{R = 3, S = 0, T = 5, P = 1.0}", "{t = 5, r = [3, 3], s = 0, p = 1}",
])  # fmt: skip
def test_a_scenario_names_a_game(population, game):
    Path("mine.toml").write_text(f"game = {game}\nplayers = ['TFT', 'ALL D+Out for tat']\n")
    season = population("mine.toml")
    assert season.rules.game.payoffs.tolist() == PRISONERS_DILEMMA.payoffs.tolist()
    assert [kind.name for kind in season.kinds][::2] == [
        "tit_for_tat + anyone", "always_defect + out_for_tat"
    ]  # fmt: skip


def test_scenarios_that_cannot_be_read(say):
    assert say("season", "none.toml") == (
        "none.toml: the scenario cannot be read: No such file or directory."
    )
    Path("mine.toml").write_bytes(b"\xff")
    assert say("season", "mine.toml") == (
        "mine.toml: the scenario is not UTF-8 text; save it as UTF-8."
    )
