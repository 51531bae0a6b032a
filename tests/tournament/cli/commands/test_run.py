"""`tournament run`: who plays, what is refused, what is written."""

import errno
import os
import re
from pathlib import Path

import pytest

from tournament import Results
from tournament.cli import main
from tournament.cli.commands.run import OUTPUT
from tournament.cli.groups import groups
from tournament.events.words import players
from tournament.results.ranking import RANKINGS

RUN = ["--turns", "6", "--repetitions", "3", "--seed", "7", "--threads", "1"]


RULE = "from tournament import C, D, strategy\n\n\n@strategy\ndef my_rule(me, opponent):\n    {}\n"


# -- who plays -------------------------------------------------------------------------------------


def enter(words, paths=()):
    """Return the players of a command line, with the groups that the command line knows."""
    return players(words, paths, groups())


def test_variants_are_read_as_they_are_written():
    names = [
        "tit_for_tat", "generous_tit_for_tat(generosity=0.05)",
        "generous_tit_for_tat(generosity=1/4)",
        "scripted(CDDC)",
    ]  # fmt: skip
    plain, five, quarter, script = enter(names)
    assert (plain.name, five.name) == ("tit_for_tat", "generous_tit_for_tat(generosity=0.05)")
    assert quarter.parameters["generosity"] == 0.25
    assert "CDDC" in script.name
    for player in (plain, five, quarter, script):
        assert enter([player.name]) == [player]


def test_nobody_named_means_the_classics_and_mine(plugin):
    classics = enter([])
    assert len(classics) >= 20
    assert [p.name for p in enter([], [plugin("return C")])] == [
        *(p.name for p in classics),
        "my_rule",
    ]


def test_groups_files_and_folders_enter_once(plugin):
    field = enter(["classics", "tit_for_tat", "axelrod_first"])
    assert len({p.name for p in field}) == len(field)
    Path("folder").mkdir()
    plugin("return C", "folder/one.py")
    assert [p.name for p in enter(["folder", "folder/one.py", "tit_for_tat"])] == [
        "my_rule",
        "tit_for_tat",
    ]


def test_a_rule_of_a_file_has_variants():
    Path("mine.py").write_text(
        "from tournament import C, D, strategy\n@strategy\ndef my_p(me, opponent, p=0.5):\n"
        "    return C if me.chance(p) else D\n"
    )
    assert [p.name for p in enter(["mine.py", "my_p(p=0.25)"])] == ["my_p", "my_p(p=0.25)"]
    assert [p.name for p in enter(["my_p(0.75)"], ["mine.py"])] == ["my_p(p=0.75)"]


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("tit_for_tatt", "No strategy is named 'tit_for_tatt'. Did you mean 'tit_for_tat'?"),
        ("clasics", "No strategy is named 'clasics'. Did you mean 'classics'?"),
        ("grudgr()", "No strategy is named 'grudgr'. Did you mean 'grudger'?"),
        ("tit for tatt", "No strategy is named 'tit for tatt'. Did you mean 'tit_for_tat'?"),
        ("TFTT", "No strategy is named 'TFTT'. Did you mean 'TFT' (tit_for_tat)?"),
        ("extort2", "'extort2' can mean zd_extort_2 or zd_extort_2_v2; write one of these."),
        ("f(", "A strategy must be written as a name, or as name(parameter=value, ...); got 'f('."),
        ("os.system('ls')", "No strategy is named 'os.system'."),
        (
            "generous_tit_for_tat(**{})",
            "A strategy must be written as a name, or as name(parameter=value, ...); got",
        ),
        ("generous_tit_for_tat(generosity=x)", "'x' in '.*' must be a number, a list of numbers"),
        ("generous_tit_for_tat(generosity=1/0)", "'1 / 0' in '.*' must be a number"),
        (
            "generous_tit_for_tat(generosity='a')",
            "`generosity` of `generous_tit_for_tat` must be a number; got 'a'.",
        ),
        (
            "generous_tit_for_tat(greed=1)",
            "`generous_tit_for_tat` has no parameter `greed`; it has `generosity`.",
        ),
        ("tit_for_tat(1)", "`tit_for_tat` has 0 parameters; got 1 values."),
        ("nowhere.py", "nowhere.py: there is no such file or folder."),
        ("empty/", "empty: the folder has no Python files"),
    ],
)
def test_players_that_are_not_there(say, word, sentence):
    Path("empty").mkdir()
    pattern = re.escape(sentence) if "\\" not in sentence and ".*" not in sentence else sentence
    assert re.match(pattern, say("run", word))
    assert not Path(OUTPUT).exists()


def test_a_folder_without_a_strategy(say):
    Path("folder").mkdir()
    Path("folder/a.py").write_text("x = 1\n")
    assert (
        say("run", "folder")
        == "a.py: there is no strategy in it; write @strategy above `def rule(me, opponent):`, or"
        " begin the name of a helper with an underscore."
    )


def test_a_name_of_the_library_is_taken(say):
    Path("mine.py").write_text(RULE.format("return D").replace("my_rule", "tit_for_tat"))
    sentence = say("run", "--strategies", "mine.py")
    assert re.fullmatch(
        r"mine\.py:4: the name 'tit_for_tat' is taken, by strategies\.classic\.tit_for_tats"
        r" \(tit_for_tats\.py:\d+\); rename one\.",
        sentence,
    )
    assert "mine.py" in sentence


def test_a_player_named_twice(say):
    sentence = say("run", "tit_for_tat", "grudger", "tit_for_tat")
    assert "tit_for_tat" in sentence
    assert "grudger" not in sentence


def test_an_empty_word_is_no_player(say):
    assert say("run", "") == "`PLAYER` must be a name, a file or a folder; got an empty word."


# -- bad arguments ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (
            ["run", "--turns", "many"],
            "`--turns` must be a whole number; got 'many'; see `tournament run --help`.",
        ),
        (["run", "--noise", "a"], "`--noise` must be a number; got 'a'; see"),
        (["run", "--game", "chikcen"], "No game is named 'chikcen'. Did you mean 'chicken'?"),
        (["run", "--game", "5/3/1"], "No game is named '5/3/1'."),
        (
            ["run", "--game", "3/0/5/1"],
            "`game` must say which payoff is which, because four bare numbers have no usual order;"
            " got '3/0/5/1'. Write the payoffs as R=3,S=0,T=5,P=1 if that is the game you mean.",
        ),
        (["run", "--threads", "0"], "`threads` must be a whole number in [1, 1024]; got 0."),
    ],
)
def test_arguments_that_the_command_refuses(say, argv, sentence):
    assert say(*argv).startswith(sentence)


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--noise", "1.2"], "`noise` must be a probability in [0, 1]; got 1.2."),
        (["--noise", "nan"], "`noise` must be a probability in [0, 1]; got nan."),
        (["--misperception", "-1"], "`misperception` must be a probability in [0, 1]; got -1.0."),
        (["--continuation", "2"], "`continuation` must be a probability in [0, 1]; got 2.0."),
        (["--continuation", "1"], "`continuation` must be below 1, or matches never end"),
        (["--turns", "0"], "`turns` must be a whole number in [1, 2**31 - 1]; got 0."),
        (["--repetitions", "0"], "`repetitions` must be a whole number in [1, "),
        (["--seed", "-1"], "`seed` must be a whole number in [0, 2**64 - 1]; got -1."),
    ],
)
def test_arguments_that_the_tournament_refuses(say, argv, sentence):
    assert say("run", "tit_for_tat", "grudger", *argv).startswith(sentence)
    assert not Path(OUTPUT).exists()


# -- strategies that are wrong ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"def f(:\n", r"broken\.py:1: the file is not valid Python: "),
        (
            b"\xff\xfe\x00",
            r"broken\.py: the file cannot be read: line 1 is not UTF-8 text; save it as UTF-8\.",
        ),
        (b"x = 1\n", r"broken\.py: the file defines no strategy( or partner rule)?; "),
        (
            b"import no_such_module\n",
            r"broken\.py:1: the file cannot be run: ModuleNotFoundError: ",
        ),
        (
            b"from tournament import strategy\n@strategy\ndef f(me): pass\n",
            r"broken\.py:\d: f must be written `def f\(",
        ),
    ],
)
def test_files_that_do_not_load(say, capsys, text, sentence):
    Path("broken.py").write_bytes(text)
    for command in (["run", "broken.py"], ["run", "--strategies", "broken.py"]):
        assert re.match(sentence, say(*command))
    assert main(["check", "broken.py"]) == 1
    assert re.match(rf"broken\.py\n  ✗ loads: {sentence}", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("return 7", r"my_rule\.py:\d: my_rule must return C or D; in turn 1 it returned 7"),
        (
            "return opponent.last",
            r"my_rule\.py:\d: my_rule must return C or D; in turn 1 it returned a move not",
        ),
        (
            "return C if 1 // (me.turn - 3) else D",
            r"my_rule\.py:6: my_rule raised ZeroDivisionError in turn \d",
        ),
        (
            "return opponent.history[me.turn + 1000]",
            r"my_rule\.py:6: my_rule raised IndexError in turn \d",
        ),
        (
            "return C if opponent.betrayed else D",
            r"my_rule\.py:\d: my_rule reads opponent\.betrayed; a player",
        ),
        ("me.anger = 1; return D", r"my_rule\.py:\d: my_rule (sets|reads) me\.anger; .*declare it"),
        ("return {C: D}.get(opponent.last, lambda: C) or open('x')", r"my_rule\.py:\d+: my_rule "),
    ],
)
def test_rules_that_fail(say, body, sentence, plugin):
    assert re.match(sentence, say("run", plugin(body), "tit_for_tat", *RUN))
    assert not Path(OUTPUT).exists()


def test_a_failing_rule_can_be_withdrawn(capsys, plugin):
    field = [plugin("return C if 1 // (me.turn - 3) else D"), "tit_for_tat", "grudger"]
    assert main(["run", *field, "--on-error", "withdraw", *RUN]) == 0
    out, err = capsys.readouterr()
    assert "ZeroDivisionError" in err
    assert "grudger" in out
    assert "my_rule" not in out.split("Again:")[0]


# -- what is written -------------------------------------------------------------------------------


def test_run_writes_a_report_and_says_how_to_repeat_it(capsys):
    assert (
        main(
            [
                "run",
                "tit_for_tat",
                "--turns",
                "6",
                "grudger",
                "--repetitions",
                "2",
                "--output",
                "out",
            ]
        )
        == 0
    )
    out = capsys.readouterr().out
    assert re.search(r"^Report: out.report\.html$", out, re.M)
    assert re.search(r"^Again:  tournament run tit_for_tat .* --seed \d+$", out, re.M)
    assert "self-play counts" in out
    there = {path.name for path in Path("out").iterdir()}
    assert {"report.html", "ranking.csv", "results.sqlite"} <= there
    command = Results.load("out").manifest["command"]
    assert f"Again:  {command}" in out
    assert not list(Path("out").glob(".unfinished*"))


def test_self_play_can_be_left_out(capsys, run):
    assert run("--no-self-play") == 0
    assert "self-play does not count" in capsys.readouterr().out


def test_an_earlier_report_is_replaced_and_other_files_stay(run):
    assert run() == 0
    Path("out/notes.txt").write_text("mine")
    Path("out/ranking.csv").write_text("old")
    assert run() == 0
    assert Path("out/notes.txt").read_text() == "mine"
    assert Path("out/ranking.csv").read_text() != "old"


def test_markup_in_names_is_shown_as_it_is(capsys):
    Path("mine.py").write_text(
        "from tournament import C, D, strategy\n@strategy\ndef table(me, opponent, p=(1.0, "
        "0.0)):\n    return C\n"
        "bold = table.named('bold')\n"
    )
    assert main(["run", "table(p=[0.5, 0.5])", "tit_for_tat", "--strategies", "mine.py", *RUN]) == 0
    assert "table(p=[0.5,0.5])" in capsys.readouterr().out


def test_output_among_other_files(say):
    Path("out").mkdir()
    Path("out/thesis.tex").write_text("years of work")
    sentence = say("run", "tit_for_tat", "grudger", "--output", "out")
    assert sentence == (
        "`--output` must be new, empty, or an earlier report; 'out' holds other files. Choose "
        "another folder."
    )
    assert [p.name for p in Path("out").iterdir()] == ["thesis.tex"]


def test_output_is_a_file(say):
    Path("out").write_text("")
    assert (
        say("run", "--output", "out") == "`--output` must be a folder; got 'out', which is a file."
    )


def test_output_cannot_be_written_is_noticed_before_playing(say, monkeypatch):
    from tournament.events.round_robin import event

    monkeypatch.setattr(
        event.Tournament,
        "play",
        lambda *_, **__: pytest.fail("it played"),
    )
    Path("file").write_text("")
    sentence = say("run", "tit_for_tat", "grudger", "--output", "file/out")
    assert sentence == "file/out: the report cannot be written: Not a directory."


def test_a_full_disk_leaves_nothing(say, monkeypatch):
    import analysis

    def full(results, folder, **asked):
        (Path(folder) / "report.html").write_text("half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "report.html")

    monkeypatch.setattr(analysis, "report", full)
    assert (
        say("run", "tit_for_tat", "grudger", *RUN, "--output", "new/out")
        == "new/out: the report cannot be written: No space left on device."
    )
    assert not Path("new").exists()


def test_a_failed_report_keeps_the_earlier_one(say, monkeypatch, run):
    assert run() == 0
    before = {p: p.read_bytes() for p in Path("out").rglob("*") if p.is_file()}
    import analysis

    def full(results, folder, **asked):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(analysis, "report", full)
    assert main(["run", "grudger", "tit_for_tat", *RUN, "--output", "out"]) == 2
    assert {p: p.read_bytes() for p in Path("out").rglob("*") if p.is_file()} == before


# -- ranking ---------------------------------------------------------------------------------------


def test_rank_by(say, capsys):
    argv = ["tit_for_tat", "always_defect", "random_player", "--turns", "5", "--repetitions", "3"]
    assert main(["run", *argv, "--rank-by", "wins", "--seed", "1", "--output", "out"]) == 0
    out = capsys.readouterr().out
    assert "Wins: share of matches won" in out
    assert re.search(r"1 .*always_defect", out)
    text = Path("out/report.html").read_text(encoding="utf-8")
    assert "Ranked by share of matches won" in text
    assert Path("out/ranking.csv").read_text().splitlines()[1].startswith("always_defect,1,")
    assert main(["report", "out"]) == 0
    assert "Wins: share of matches won" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--rank-by", "luck"], "`--rank-by` must be one of score, median, wins, points"),
        (["--rank-by", "wins", "--settle", "1"], "`--settle` separates places by mean score"),
    ],
)
def test_rank_by__refused(say, argv, sentence):
    assert sentence in say("run", *argv)
    assert not Path("tournament-report").exists()


def test_the_help_lists_the_rules_of_ranking(capsys, monkeypatch):
    monkeypatch.setitem(RANKINGS, "luck", RANKINGS["score"])
    assert main(["run", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "score (the mean), median, wins, points, or luck (default: score)" in said
