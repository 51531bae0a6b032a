"""`tournament season`: what is played and written, and the one sentence of bad input."""

import re
from pathlib import Path

import pandas as pd
import pytest

from tournament.cli import main
from tournament.events.season import memory
from tournament.results.season import SeasonResults

STRATEGY = (
    "\n\nfrom tournament import strategy\n@strategy\ndef my_rule(me, opponent):\n    return C\n"
)


PARTNER = (
    "import math\nfrom tournament import C, D, REFUSE, partner_rule\n\n\n"
    "@partner_rule\ndef {name}(me, friend):\n    {body}\n"
)


def test_a_season_is_played_reported_and_saved(capsys, small):
    words = ["tit_for_tat", "always_defect+anyone", "--partners", "out_for_tat", *small]
    assert main(["season", *words]) == 0
    out = capsys.readouterr().out
    assert "6 days with 2 gifts each" in out
    assert re.search(r"Report: season-report.report\.html", out)
    results = SeasonResults.load("season-report/results")
    assert results.kinds == ["tit_for_tat + out_for_tat", "always_defect + anyone"]
    assert results.rules.seed == 3
    assert Path("season-report/report.html").stat().st_size > 10_000
    again = [line for line in out.splitlines() if line.startswith("Again:")]
    assert again[0].split() == ["Again:", "tournament", "season", *words]
    assert {path.name for path in Path().iterdir()} == {"season-report"}
    capsys.readouterr()
    assert main(["report", "season-report", "--output", "elsewhere"]) == 0
    assert "income" in capsys.readouterr().out
    first, second = (
        SeasonResults.load(f"{name}/results") for name in ("season-report", "elsewhere")
    )
    pd.testing.assert_frame_equal(first.towns, second.towns)


def test_a_failing_rule_can_be_withdrawn(capsys, small):
    Path("breaks.py").write_text(PARTNER.format(name="breaks", body="return 1 / (2 - me.day)"))
    words = ["tit_for_tat+anyone", "always_defect+breaks", "--strategies", "breaks.py", *small]
    assert main(["season", *words, "--on-error", "withdraw"]) == 0
    said = capsys.readouterr().err
    assert said.startswith("tournament: withdrawn: breaks.py:7: breaks raised ZeroDivisionError")
    results = SeasonResults.load("season-report/results")
    assert results.kinds == ["tit_for_tat + anyone"]
    assert "ZeroDivisionError" in Path("season-report/report.html").read_text(encoding="utf-8")
    assert main(["season", *words]) == 2


def test_options_mean_what_python_says(population):
    season = population(
        "tit_for_tat", "joss", "--towns", "30", "--days", "3", "--gifts-per-day", "1,2,3",
        "--friends", "4", "--inbox", "7", "--absence", "0.25", "--visible", "--nice-list",
        "--unknown-days", "--noise", "0.125", "--seed", "9", "--repetitions", "2", "--partners",
        "anyone,choice_and_refusal(tolerance=0.5)", "--game", "prisoners_dilemma",
    )  # fmt: skip
    rules = season.rules
    assert [kind.name for kind in season.kinds] == [
        f"{strategy} + {rule}"
        for strategy in ("tit_for_tat", "joss")
        for rule in ("anyone", "choice_and_refusal(tolerance=0.5)")
    ]
    assert (season.towns, season.friends, season.repetitions) == (30, 4, 2)
    assert (rules.days, rules.gifts, rules.inbox, rules.absence) == (3, (1, 2, 3), 7, 0.25)
    assert (rules.visible, rules.nice_list, rules.days_known) == (True, True, False)
    assert (rules.noise, rules.seed, rules.game.T) == ((0.125,) * 4, 9, 5)


def test_with_nothing_more_it_is_the_event_among_the_classics(population):
    season = population()
    assert (season.towns, season.friends, season.rules.days) == (10_000, 100, 25)
    assert set(season.rules.gifts) == {5}
    assert season.rules.game.name.lower().startswith("tsto")
    assert len(season.kinds) >= 40


def test_players_with_a_partner_rule_of_their_own(population, small):
    variant = "generous_tit_for_tat(generosity=1e+0)+choice_and_refusal(tolerance=5e-1)"
    season = population("joss", variant, "prober + never", *small)
    assert [kind.name for kind in season.kinds] == [
        "joss + anyone", "joss + out_for_tat",
        "generous_tit_for_tat(generosity=1.0) + choice_and_refusal(tolerance=0.5)",
        "prober + never",
    ]  # fmt: skip


def test_files_may_hold_either_or_both(partner, population, small):
    both = partner("return friend.nice", more=STRATEGY)
    only = partner("return 0.0", name="other_partner")
    rules = ["--partners", "my_partner,other_partner", *small]
    for words in (
        [both, only, *rules],
        ["my_rule", "--strategies", both, "--strategies", only, *rules],
    ):
        assert [kind.name for kind in population(*words).kinds] == [
            "my_rule + my_partner", "my_rule + other_partner"
        ]  # fmt: skip
    assert [k.name for k in population(f"{both}+other_partner", only, *small).kinds] == [
        "my_rule + other_partner"
    ]


def test_a_folder_may_hold_them(population, small):
    Path("mine").mkdir()
    Path("mine/one.py").write_text(PARTNER.format(name="my_partner", body="return 0.0"))
    season = population("joss", "mine", "--partners", "my_partner", *small)
    assert [kind.name for kind in season.kinds] == ["joss + my_partner"]
    Path("c++").mkdir()
    Path("c++/two.py").write_text(PARTNER.format(name="two", body="return 0.0") + STRATEGY)
    season = population("c++/two.py", "--partners", "two", *small)
    assert [kind.name for kind in season.kinds] == ["my_rule + two"]


def test_friends_from_a_file(population, small):
    Path("pairs.csv").write_text("one,other\n0,1\n1,2\n2,0\n")
    words = ["joss", "--partners", "anyone", "--towns", "3", "--friends", "pairs.csv",
             "--gifts-per-day", "1"]  # fmt: skip
    assert population(*words).friendships == 3
    Path("pairs.csv").write_text("\ufeff0,1\n1,2\n")
    assert population(*words).friendships == 2
    assert population("joss", *small, "--friends", "everyone").friendships == 40 * 39 // 2


def test_manifests_say_how_to_repeat_a_drawn_seed(capsys, small):
    words = [w for w in small if w not in ("--seed", "3")]
    assert main(["season", "joss", "--partners", "anyone", *words]) == 0
    results = SeasonResults.load("season-report")
    manifest = results.manifest
    assert manifest["command"].endswith(f"--seed {manifest['seed']}")
    assert manifest["seed"] == results.rules.seed


# -- bad input -------------------------------------------------------------------------------------

BAD = [
    (["--days", "0"], "`days` must be a whole number in [1, 100000]; got 0."),
    (["--gifts-per-day", "-1"], "`gifts_per_day` must be a whole number in [0, 4095]; got -1."),
    (["--gifts-per-day", "1,2"], "`gifts_per_day` must be one number, or one for each of 6 days;"),
    (["--gifts-per-day", "7"], "`gifts_per_day` must be at most 6 where a town has 6 friends"),
    (["--gifts-per-day", "some"], "must be a whole number; got 'some'"),
    (["--towns", "0"], "`towns` must be a whole number in [2, 2**31 - 1]; got 0."),
    (["--towns", "41", "--friends", "5"], "`towns` times `friends` must be even"),
    (["--friends", "0"], "`friends` must be a whole number in [1, 2**31 - 1]; got 0."),
    (["--friends", "-3"], "`friends` must be a whole number in [1, 2**31 - 1]; got -3."),
    (["--friends", "²"], "`--friends` must be a number, 'everyone', or a .csv file of pairs"),
    (["--friends", "--5"], "`tournament season` has no option --5"),
    (["--friends", "9" * 5000], "`--friends` must be a number, 'everyone', or a .csv file of pai"),
    (["--friends", "all"], "`--friends` must be a number, 'everyone', or a .csv file of pairs"),
    (["--friends", "none.csv"], "none.csv: the friends cannot be read: No such file"),
    (["--inbox", "0"], "`inbox` must be a whole number in [1, 2**31 - 1]; got 0."),
    (["--absence", "2"], "`absence` must be a probability in [0, 1]; got 2.0."),
    (["--noise", "nan"], "`noise` must be a probability in [0, 1]; got nan."),
    (["--repetitions", "0"], "`repetitions` must be a whole number"),
    (["--threads", "0"], "`threads` must be a whole number in [1, 1024]; got 0."),
    (["--seed", "x"], "must be a whole number; got 'x'"),
    (["--game", "tstoo"], "'tstoo'"),
    (["--game", "battle_of_the_sexes"], "`game` must pay giver and receiver alike"),
    (["--partners", "anyon"], "No partner rule is named 'anyon'. Did you mean 'anyone'?"),
    (["--partners", ""], "`--partners` must name at least one partner rule, such as anyone."),
    (["--partners", "anyone(per_friend=0)"], "`per_friend` must be a whole number in [1, 4095]"),
    (["--partners", "anyone(p=1)"], "`anyone` has no parameter `p`"),
    (["jos"], "No strategy is named 'jos'. Did you mean 'joss'?"),
    (["joss+anyon"], "No partner rule is named 'anyon'. Did you mean 'anyone'?"),
    (["joss+"], "A partner rule must be written as a name"),
    (["+anyone"], "No strategy is named '+anyone'."),
    (["joss"], "`players` has 2 kinds named 'joss + anyone'"),
    (["none.py"], "none.py: there is no such file or folder."),
    (
        ["--frends", "3"],
        "`tournament season` has no option --frends. Did you mean '--friends'?",
    ),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=lambda words: " ".join(words)[:30])
def test_bad_input_gets_one_sentence(say, words, said, small):
    assert said in say("season", "joss", *small, *words)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0,0\n0,1\n", "`friends` must join different towns; town 0 is its own friend."),
        ("0,1\n0,99\n", "`friends` must name towns 0 to 39; got 99."),
        ("0,1\n", "`friends` must give every town a friend; 38 have none, such as town 2."),
        ("0\n", "pairs.csv: each line must hold two town numbers, such as 0,17."),
        ("0,1,2\n3,4,5\n", "pairs.csv: each line must hold two town numbers, such as 0,17."),
        (f"0,{2**64}\n", "pairs.csv: each line must hold two town numbers, such as 0,17."),
        ("0,x\n", "pairs.csv: each line must hold two town numbers, such as 0,17."),
        ("0,1\n1\n2,3\n4\n", "pairs.csv: each line must hold two town numbers, such as 0,17."),
        ("", "`friends` must hold at least one friendship; got none."),
    ],
)
def test_friends_that_cannot_be(say, text, said, small):
    Path("pairs.csv").write_text(text)
    assert say("season", "joss", *small, "--friends", "pairs.csv") == said


def test_partner_rules_that_fail(say, partner, small):
    path = partner("return math.nan if me.day == 2 else 1.0")
    said = say("season", "joss", path, "--partners", "my_partner", *small)
    assert said == "my_partner.py:5: my_partner must return a number; on day 3 it returned nan."
    path = partner("return friend.niceness")
    said = say("season", "joss", path, "--partners", "my_partner", *small)
    assert said.startswith("my_partner.py:7: my_partner reads friend.niceness; a town knows")
    path = partner("return (")
    said = say("season", "joss", path, "--partners", "my_partner", *small)
    assert re.match(r"my_partner\.py:\d+: the file is not valid Python", said)
    path = partner("return 1.0", name="anyone")
    assert "the name 'anyone' is taken, by strategies.partner_rules" in say(
        "season", "joss", path, *small
    )


def test_a_season_too_large(say, monkeypatch, small):
    monkeypatch.setattr(memory, "free", lambda: 1e8)
    said = say("season", "joss", *small, "--towns", "1000000", "--friends", "20")
    assert said.startswith("A season of 1,000,000 towns with 10,000,000 friendships takes about ")
    assert said.endswith(" GB, and 0.1 GB are free; lower `towns` or `friends`.")
    said = say("advise", "joss", *small, "--towns", "1000000", "--friends", "20")
    assert "lower `towns` or `friends`" in said


def test_an_output_with_something_else(say, small):
    Path("mine").mkdir()
    Path("mine/letter.txt").write_text("dear")
    assert "holds other files" in say("season", "joss", *small, "--output", "mine")
