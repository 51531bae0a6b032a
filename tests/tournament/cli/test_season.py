"""Seasons on the command line: what is printed and written, and the one sentence of bad input."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from tournament.cli import commands as cli
from tournament.events import season as event
from tournament.results.season import SeasonResults

SMALL = ["--towns", "40", "--friends", "6", "--days", "6", "--gifts-per-day", "2", "--seed", "3",
         "--threads", "1"]  # fmt: skip
PARTNER = (
    "import math\nfrom tournament import C, D, REFUSE, partner_rule\n\n\n"
    "@partner_rule\ndef {name}(me, friend):\n    {body}\n"
)
STRATEGY = (
    "\n\nfrom tournament import strategy\n@strategy\ndef my_rule(me, opponent):\n    return C\n"
)


@pytest.fixture(autouse=True)
def in_tmp(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def say(capsys, in_tmp):
    """Return a function: run a command, expect exit code 2, nothing written, one sentence."""

    def run(*argv: str) -> str:
        before = sorted(in_tmp.rglob("*"))
        code = cli.main(list(argv))
        out, err = capsys.readouterr()
        assert code == 2, (out, err)
        assert out == ""
        assert err.startswith("tournament: ")
        assert err.count("\n") == 1, err
        assert sorted(in_tmp.rglob("*")) == before
        return err.removeprefix("tournament: ").strip()

    return run


def partner(body: str, name: str = "my_partner", more: str = "") -> str:
    Path(f"{name}.py").write_text(PARTNER.format(name=name, body=body) + more)
    return f"{name}.py"


def population(*words: str):
    """Return the season that words mean, without playing it."""
    return cli._population(cli._parse(["season", *words]))


# -- season ---------------------------------------------------------------------------------------


def test_a_season_is_played_reported_and_saved(capsys):
    words = ["tit_for_tat", "always_defect+anyone", "--partners", "out_for_tat", *SMALL]
    assert cli.main(["season", *words]) == 0
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
    assert cli.main(["report", "season-report", "--output", "elsewhere"]) == 0
    assert "income" in capsys.readouterr().out
    first, second = (
        SeasonResults.load(f"{name}/results") for name in ("season-report", "elsewhere")
    )
    pd.testing.assert_frame_equal(first.towns, second.towns)


def test_options_mean_what_python_says():
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


def test_with_nothing_more_it_is_the_event_among_the_classics():
    season = population()
    assert (season.towns, season.friends, season.rules.days) == (10_000, 100, 25)
    assert set(season.rules.gifts) == {5}
    assert season.rules.game.name.lower().startswith("tsto")
    assert len(season.kinds) >= 40


def test_players_with_a_partner_rule_of_their_own():
    variant = "generous_tit_for_tat(generosity=1e+0)+choice_and_refusal(tolerance=5e-1)"
    season = population("joss", variant, "prober + never", *SMALL)
    assert [kind.name for kind in season.kinds] == [
        "joss + anyone", "joss + out_for_tat",
        "generous_tit_for_tat(generosity=1.0) + choice_and_refusal(tolerance=0.5)",
        "prober + never",
    ]  # fmt: skip


def test_files_may_hold_either_or_both():
    both = partner("return friend.nice", more=STRATEGY)
    only = partner("return 0.0", name="other_partner")
    rules = ["--partners", "my_partner,other_partner", *SMALL]
    for words in (
        [both, only, *rules],
        ["my_rule", "--strategies", both, "--strategies", only, *rules],
    ):
        assert [kind.name for kind in population(*words).kinds] == [
            "my_rule + my_partner", "my_rule + other_partner"
        ]  # fmt: skip
    assert [k.name for k in population(f"{both}+other_partner", only, *SMALL).kinds] == [
        "my_rule + other_partner"
    ]


def test_a_folder_may_hold_them():
    Path("mine").mkdir()
    Path("mine/one.py").write_text(PARTNER.format(name="my_partner", body="return 0.0"))
    season = population("joss", "mine", "--partners", "my_partner", *SMALL)
    assert [kind.name for kind in season.kinds] == ["joss + my_partner"]
    Path("c++").mkdir()
    Path("c++/two.py").write_text(PARTNER.format(name="two", body="return 0.0") + STRATEGY)
    season = population("c++/two.py", "--partners", "two", *SMALL)
    assert [kind.name for kind in season.kinds] == ["my_rule + two"]


def test_friends_from_a_file():
    Path("pairs.csv").write_text("one,other\n0,1\n1,2\n2,0\n")
    words = ["joss", "--partners", "anyone", "--towns", "3", "--friends", "pairs.csv",
             "--gifts-per-day", "1"]  # fmt: skip
    assert population(*words).friendships == 3
    Path("pairs.csv").write_text("\ufeff0,1\n1,2\n")
    assert population(*words).friendships == 2
    assert population("joss", *SMALL, "--friends", "everyone").friendships == 40 * 39 // 2


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
    (["--friends", "--5"], "Argument --friends: expected one argument"),
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
    (["joss+"], "`PLAYER` must be a name"),
    (["+anyone"], "`PLAYER` must be a name"),
    (["joss"], "`players` has 2 kinds named 'joss + anyone'"),
    (["none.py"], "none.py: there is no such file or folder."),
    (["--frends", "3"], "Unrecognized arguments: --frends"),
]


@pytest.mark.parametrize(("words", "said"), BAD, ids=lambda words: " ".join(words)[:30])
def test_bad_input_gets_one_sentence(say, words, said):
    assert said in say("season", "joss", *SMALL, *words)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0,0\n0,1\n", "`friends` must join different towns; town 0 is its own friend."),
        ("0,1\n0,99\n", "`friends` must name towns 0 to 39; got 99."),
        ("0,1\n", "`friends` must give every town a friend; 38 have none, such as town 2."),
        ("0\n", "pairs.csv: each line must hold two town numbers, such as 0,17."),
        ("0,1,2\n3,4,5\n", "pairs.csv: each line must hold two town numbers, such as 0,17."),
        ("0,x\n", "pairs.csv: each line must hold two town numbers, such as 0,17."),
        ("0,1\n1\n2,3\n4\n", "pairs.csv: each line must hold two town numbers, such as 0,17."),
        ("", "`friends` must hold at least one friendship; got none."),
    ],
)
def test_friends_that_cannot_be(say, text, said):
    Path("pairs.csv").write_text(text)
    assert say("season", "joss", *SMALL, "--friends", "pairs.csv") == said


def test_partner_rules_that_fail(say):
    path = partner("return math.nan if me.day == 2 else 1.0")
    said = say("season", "joss", path, "--partners", "my_partner", *SMALL)
    assert said == "my_partner.py:5: my_partner must return a number; day 2 returned nan."
    path = partner("return friend.niceness")
    said = say("season", "joss", path, "--partners", "my_partner", *SMALL)
    assert said.startswith("my_partner.py:7: my_partner reads friend.niceness; a town knows")
    path = partner("return (")
    said = say("season", "joss", path, "--partners", "my_partner", *SMALL)
    assert re.match(r"my_partner\.py:\d+: the file is not valid Python", said)
    path = partner("return 1.0", name="anyone")
    assert "Two partner rules are named 'anyone'" in say("season", "joss", path, *SMALL)


def test_a_season_too_large(say, monkeypatch):
    monkeypatch.setattr(event, "_free_memory", lambda: 1e8)
    said = say("season", "joss", *SMALL, "--towns", "1000000", "--friends", "20")
    assert said.startswith("A season of 1,000,000 towns with 10,000,000 friendships takes about ")
    assert said.endswith(" GB, and 0.1 GB are free; lower `towns` or `friends`.")
    said = say("advise", "joss", *SMALL, "--towns", "1000000", "--friends", "20")
    assert "lower `towns` or `friends`" in said


def test_an_output_with_something_else(say):
    Path("mine").mkdir()
    Path("mine/letter.txt").write_text("dear")
    assert "holds other files" in say("season", "joss", *SMALL, "--output", "mine")


# -- scenarios ------------------------------------------------------------------------------------

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


def test_a_scenario_is_the_command_line_it_means(monkeypatch):
    Path("class/rules").mkdir(parents=True)
    Path("class/scenario.toml").write_text(SCENARIO)
    text = PARTNER.format(name="my_partner", body="return friend.nice") + STRATEGY
    Path("class/rules/my_partner.py").write_text(text)
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
    assert cli.main(["season", "mine.toml"]) == 0
    again = capsys.readouterr().out.split("Again:")[1].split()
    first = SeasonResults.load("out/results").towns
    Path("mine.toml").unlink()
    assert cli.main(again[1:]) == 0
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
        ("towns = 'many'", "Argument --towns: must be a whole number; got 'many'"),
        ("towns = 2.5", "Argument --towns: must be a whole number; got '2.5'"),
        ("towns = [3, 4]", "Argument --towns: must be a whole number; got '3,4'"),
        ("towns =", "mine.toml: the scenario is not valid TOML: "),
        ("help = true", "mine.toml: `help` is no option of `tournament season`."),
        ("players = ['--help']", "mine.toml: `players` must name players, not options; got"
         " '--help'."),
    ],
)  # fmt: skip
def test_bad_scenarios(say, text, said):
    Path("mine.toml").write_text(text)
    assert said in say("season", "mine.toml", "joss", *SMALL)


def test_scenarios_that_cannot_be_read(say):
    assert say("season", "none.toml") == (
        "none.toml: the scenario cannot be read: No such file or directory."
    )
    Path("mine.toml").write_bytes(b"\xff")
    assert "mine.toml: the scenario is not valid TOML" in say("season", "mine.toml")


# -- advise ---------------------------------------------------------------------------------------

ADVISE = ["advise", "always_cooperate", "--partners", "never", "--candidates",
          "always_cooperate,always_defect", "--repetitions", "2", *SMALL]  # fmt: skip


def test_advice_is_given(capsys):
    assert cli.main(ADVISE) == 0
    out = capsys.readouterr().out
    assert "Today's 2 gifts: " in out
    assert "Be nice? always_defect." in out
    assert not list(Path().iterdir())


def test_advice_of_a_log(capsys):
    Path("log.csv").write_text("friend,day,giver,mine,theirs\nAnn,1,me,nice,nice\nBob\n")
    assert cli.main([*ADVISE, "--log", "log.csv", "--top", "2"]) == 0
    out = capsys.readouterr().out
    assert "Today's 2 gifts (always_defect + " in out
    assert "  Ann: be naughty\n" in out
    assert "  Bob: be naughty\n" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--log", "none.csv"], "none.csv: the log cannot be read: No such file or directory."),
        (["--candidates", "jos"], "No strategy is named 'jos'. Did you mean 'joss'?"),
        (["--candidates", "joss,joss"], "`players` has 2 kinds named 'joss + "),
        (["--repetitions", "0"], "`repetitions` must be a whole number in [1, 2**31 - 1]; got 0."),
        (["--threads", "-1"], "`threads` must be a whole number in [1, 1024]; got -1."),
        (["--days", "0"], "`days` must be a whole number in [1, 100000]; got 0."),
    ],
)
def test_bad_advice(say, words, said):
    assert said in say(*ADVISE, *words)


def test_bad_logs(say):
    Path("log.csv").write_text("friend,day,giver,mine,theirs\nAnn,9,me,nice,nice\n")
    assert say(*ADVISE, "--log", "log.csv") == "log.csv:2: `day` must be in [1, 6]; got '9'."


# -- partner rules --------------------------------------------------------------------------------


def test_partners_are_listed_and_explained(capsys):
    assert cli.main(["partners"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {"anyone", "out_for_tat", "ucb1", "never"} <= {line.split()[0] for line in lines}
    assert cli.main(["partners", "thompson"]) == 0
    assert capsys.readouterr().out.startswith("thompson_sampling ")
    assert cli.main(["partners", "show", "ucb1(per_friend=3)"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("ucb1(per_friend=3)\n")
    assert "A friend may get 3 of a day's gifts." in out
    assert "def ucb1(me, friend)" in out
    path = partner('"""Give to the nice."""\n    return friend.nice')
    assert cli.main(["partners", "my_partner", "--strategies", path]) == 0
    assert capsys.readouterr().out.startswith("my_partner ")


def test_partners_that_are_not_there(say):
    assert say("partners", "thomson_sampling") == (
        "No partner rule mentions 'thomson_sampling'. Did you mean 'thompson_sampling'?"
    )
    assert say("partners", "show", "ucb") == (
        "No partner rule is named 'ucb'. Did you mean 'ucb1'?"
    )
    assert "needs a name" in say("partners", "show")


def test_new_writes_a_partner_rule_that_passes_its_checks(capsys):
    assert cli.main(["new", "my_friends.py", "--partner"]) == 0
    out = capsys.readouterr().out
    play = out.split("Play it:")[1].split()
    assert play == ["tournament", "season", "my_friends.py", "--partners", "my_friends"]
    assert cli.main(["check", "my_friends.py"]) == 0
    out = capsys.readouterr().out
    assert "my_friends (my_friends.py:" in out
    assert "✗" not in out
    assert [k.name for k in population("joss", *play[2:], *SMALL).kinds] == ["joss + my_friends"]


def test_new_takes_no_name_of_the_library_and_overwrites_nothing(say):
    assert say("new", "ucb1.py", "--partner").startswith("A partner rule named 'ucb1' exists")
    partner("return 0.0")
    before = Path("my_partner.py").read_text()
    assert "exists already" in say("new", "my_partner.py", "--partner")
    assert Path("my_partner.py").read_text() == before


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ("return friend.nice - friend.naughty", 0, "✓ agrees: compiled it gives as in plain"),
        ("return math.nan if me.day == 2 else 1.0", 1, "✗ rates: my_partner.py:5: my_partner must"
         " return a number; day 2 returned nan."),
        ("return REFUSE", 0, "! rates: 0 gifts in 2 seasons of 12 towns"),
        ("return 1 / friend.exchanges", 1, "✗ rates: my_partner.py:7: my_partner raised"
         " ZeroDivisionError on day 0"),
        ("return friend.niceness", 1, "✗ rates: my_partner.py:7: my_partner reads friend.niceness"),
        ("friend.nice", 1, "must return a number; day 0 returned None."),
        ("return max([friend.nice, 2], key=lambda n: -n)", 1, "✗ compiles: my_partner.py:"),
    ],
)  # fmt: skip
def test_partner_rules_are_checked(capsys, body, code, said):
    assert cli.main(["check", partner(body)]) == code
    out = capsys.readouterr().out
    assert out.startswith("my_partner (my_partner.py:")
    assert said in out


def test_library_rules_and_mixed_files_are_checked(capsys):
    path = partner("return friend.nice", more=STRATEGY)
    assert cli.main(["check", "never", path]) == 0
    out = capsys.readouterr().out
    assert re.findall(r"^(\w+) \(", out, re.M) == ["never", "my_partner", "my_rule"]
    assert "! rates: 0 gifts" in out


def test_check_of_files_that_do_not_load(say):
    path = partner("return (")
    assert "the file is not valid Python" in say("check", path)
    Path("empty.py").write_text("")
    assert "the file defines no strategy or partner rule" in say("check", "empty.py")


def test_manifests_say_how_to_repeat_a_drawn_seed(capsys):
    words = [w for w in SMALL if w not in ("--seed", "3")]
    assert cli.main(["season", "joss", "--partners", "anyone", *words]) == 0
    manifest = json.loads(Path("season-report/results/manifest.json").read_text())
    assert manifest["command"].endswith(f"--seed {manifest['seed']}")
    assert manifest["seed"] == manifest["rules"]["seed"]
