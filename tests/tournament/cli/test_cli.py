"""The command line: what it prints, what it writes, and the one sentence that bad input gets."""

import errno
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tournament.cli import commands as cli
from tournament.events.field import players

RUN = ["--turns", "6", "--repetitions", "3", "--seed", "7", "--threads", "1"]
RULE = "from tournament import C, D, strategy\n\n\n@strategy\ndef my_rule(me, opponent):\n    {}\n"


@pytest.fixture(autouse=True)
def in_tmp(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def say(capsys):
    """Return a function: run a command, expect exit code 2, return its one sentence."""

    def run(*argv: str) -> str:
        code = cli.main(list(argv))
        out, err = capsys.readouterr()
        assert code == 2, (out, err)
        assert err.startswith("tournament: ")
        assert err.count("\n") == 1, err
        assert "Traceback" not in err
        return err.removeprefix("tournament: ").strip()

    return run


def plugin(body: str, file: str = "my_rule.py") -> str:
    Path(file).write_text(RULE.format(body))
    return file


# -- lists, help, new -----------------------------------------------------------------------------


def test_help_and_version_leave_at_once(capsys):
    for argv in (["--help"], ["--version"], ["run", "--help"]):
        with pytest.raises(SystemExit) as leaving:
            cli.main(argv)
        assert leaving.value.code == 0
    assert "tournament 0." in capsys.readouterr().out


def test_listing_is_light():
    """Neither lists nor help load what takes long to import."""
    code = (
        "import sys; from tournament.cli.commands import main; main(['strategies']); "
        "heavy = {'numba', 'pandas', 'matplotlib', 'scipy', 'pyarrow', 'analysis'}; "
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()
    )
    assert done.stdout.splitlines()[-1] == "HEAVY []"


def environment() -> dict[str, str]:
    here = [os.environ.get("PYTHONPATH", ""), str(Path(cli.__file__).parents[2])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(here).strip(os.pathsep)}


def test_strategies_lists_and_searches(capsys):
    assert cli.main(["strategies"]) == 0
    everything = capsys.readouterr().out.splitlines()
    assert any(line.startswith("tit_for_tat ") for line in everything)
    assert cli.main(["strategies", "grim"]) == 0
    some = capsys.readouterr().out.splitlines()
    assert any(line.startswith("grudger ") for line in some)
    assert len(some) < len(everything)


def test_strategies_from_a_file_are_listed(capsys):
    assert cli.main(["strategies", "my_rule", "--strategies", plugin("return C")]) == 0
    assert capsys.readouterr().out.startswith("my_rule ")


def test_show_has_documentation_parameters_and_source(capsys):
    assert cli.main(["strategies", "show", "generous_tit_for_tat(generosity=0.05)"]) == 0
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


def test_new_writes_a_rule_that_passes_its_checks(capsys):
    assert cli.main(["new", "kind_neighbour.py"]) == 0
    assert "def kind_neighbour(me, opponent" in Path("kind_neighbour.py").read_text()
    assert cli.main(["check", "kind_neighbour.py"]) == 0
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


def test_check_fails_with_exit_code_1(capsys):
    assert cli.main(["check", plugin("return opponent.betrayed")]) == 1
    assert (
        "✗ plays: my_rule.py:6: my_rule reads opponent.betrayed; a player sees only"
        in capsys.readouterr().out
    )


# -- who plays ------------------------------------------------------------------------------------


def enter(words, paths=()):
    """Return the players of a command line, with the groups that the command line knows."""
    return players(words, paths, cli._groups())


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


def test_nobody_named_means_the_classics_and_mine():
    classics = enter([])
    assert len(classics) >= 20
    assert [p.name for p in enter([], [plugin("return C")])] == [
        *(p.name for p in classics),
        "my_rule",
    ]


def test_groups_files_and_folders_enter_once():
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
        (
            "tit for tat",
            "`PLAYER` must be a name, name(parameter=value), a group, a .py file or a folder; got "
            "'tit for tat'.",
        ),
        ("f(", "`PLAYER` must be a name, .* got 'f\\('."),
        ("os.system('ls')", "`PLAYER` must be a name"),
        ("generous_tit_for_tat(**{})", "`PLAYER` must be a name"),
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
    assert not Path(cli.OUTPUT).exists()


def test_a_folder_without_a_strategy(say):
    Path("folder").mkdir()
    Path("folder/a.py").write_text("x = 1\n")
    assert (
        say("run", "folder") == "folder: no file of the folder defines a strategy; write @strategy"
        " above `def rule(me, opponent):`."
    )


def test_a_name_of_the_library_is_taken(say):
    Path("mine.py").write_text(RULE.format("return D").replace("my_rule", "tit_for_tat"))
    sentence = say("run", "--strategies", "mine.py")
    where = r".*\.py:\d+"
    assert re.fullmatch(
        f"Two strategies are named 'tit_for_tat': in {where} and in {where}; rename one.", sentence
    )
    assert "mine.py" in sentence


# -- bad arguments --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        ([], "The following arguments are required: COMMAND"),
        (["play"], "Argument COMMAND: invalid choice: 'play'"),
        (["run", "--tunrs", "5"], "Unrecognized arguments: --tunrs; see `tournament run --help`."),
        (
            ["run", "--turns", "many"],
            "Argument --turns: must be a whole number; got 'many'; see `tournament run",
        ),
        (["run", "--noise", "a"], "Argument --noise: must be a number; got 'a'"),
        (["run", "--on-error", "cry"], "Argument --on-error: invalid choice: 'cry'"),
        (["new", "a.py", "b.py"], "Unrecognized arguments: b.py"),
        (["run", "--game", "chikcen"], "No game is named 'chikcen'. Did you mean 'chicken'?"),
        (["run", "--game", "5/3/1"], "No game is named '5/3/1'."),
        (["run", "--threads", "0"], "`threads` must be a whole number in [1, 1024]; got 0."),
    ],
)
def test_arguments_that_argparse_or_the_command_refuse(say, argv, sentence):
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
    assert not Path(cli.OUTPUT).exists()


def test_a_player_named_twice(say):
    sentence = say("run", "tit_for_tat", "grudger", "tit_for_tat")
    assert "tit_for_tat" in sentence
    assert "grudger" not in sentence


def test_debug_shows_the_traceback():
    with pytest.raises(LookupError):
        cli.main(["--debug", "run", "tit_for_tatt"])
    with pytest.raises(LookupError):
        cli.main(["run", "tit_for_tatt", "--debug"])


# -- strategies that are wrong --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"def f(:\n", r"broken\.py:1: the file is not valid Python: "),
        (b"\xff\xfe\x00", r"broken\.py: the file cannot be read: it is not UTF-8 text\."),
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
def test_files_that_do_not_load(say, text, sentence):
    Path("broken.py").write_bytes(text)
    for command in (
        ["run", "broken.py"],
        ["run", "--strategies", "broken.py"],
        ["check", "broken.py"],
    ):
        assert re.match(sentence, say(*command))


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("return 7", r"my_rule\.py:\d: my_rule must return C or D; turn 0 returned 7"),
        (
            "return opponent.last",
            r"my_rule\.py:\d: my_rule must return C or D; turn 0 returned the value of `last`",
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
def test_rules_that_fail(say, body, sentence):
    assert re.match(sentence, say("run", plugin(body), "tit_for_tat", *RUN))
    assert not Path(cli.OUTPUT).exists()


def test_an_endless_loop_is_found_by_the_checks(capsys, monkeypatch):
    from tournament import testing

    check = testing.check_strategy
    monkeypatch.setattr(testing, "check_strategy", lambda s: check(s, seconds=0.3))
    assert cli.main(["check", plugin("while True: pass")]) == 1
    assert "my_rule took more than 0.3 s over one move (turn 0)" in capsys.readouterr().out


def test_a_failing_rule_can_be_withdrawn(capsys):
    field = [plugin("return C if 1 // (me.turn - 3) else D"), "tit_for_tat", "grudger"]
    assert cli.main(["run", *field, "--on-error", "withdraw", *RUN]) == 0
    out, err = capsys.readouterr()
    assert "ZeroDivisionError" in err
    assert "grudger" in out
    assert "my_rule" not in out.split("Again:")[0]


# -- run and report -------------------------------------------------------------------------------


def run(*more: str) -> int:
    return cli.main(["run", "tit_for_tat", "grudger", *RUN, "--output", "out", *more])


def test_run_writes_a_report_and_says_how_to_repeat_it(capsys):
    assert (
        cli.main(
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
    assert {"report.html", "ranking.csv", "results"} <= {p.name for p in Path("out").iterdir()}
    command = json.loads(Path("out/results/manifest.json").read_text())["command"]
    assert f"Again:  {command}" in out
    assert not list(Path("out").glob(".unfinished*"))


def test_self_play_can_be_left_out(capsys):
    assert run("--no-self-play") == 0
    assert "self-play does not count" in capsys.readouterr().out


def test_an_earlier_report_is_replaced_and_other_files_stay():
    assert run() == 0
    Path("out/notes.txt").write_text("mine")
    Path("out/ranking.csv").write_text("old")
    assert run() == 0
    assert Path("out/notes.txt").read_text() == "mine"
    assert Path("out/ranking.csv").read_text() != "old"


def test_report_again_without_playing(capsys, monkeypatch):
    assert run() == 0
    ranking = Path("out/ranking.csv").read_bytes()
    capsys.readouterr()
    Path("out/report.html").unlink()
    Path("out/ranking.csv").unlink()
    assert cli.main(["report", "out"]) == 0
    assert "Report: out" in capsys.readouterr().out
    assert Path("out/ranking.csv").read_bytes() == ranking
    assert Path("out/report.html").exists()
    assert cli.main(["report", "out", "--output", "copy"]) == 0
    assert Path("copy/ranking.csv").read_bytes() == ranking
    assert cli.main(["report", "copy"]) == 0


def test_markup_in_names_is_shown_as_it_is(capsys):
    Path("mine.py").write_text(
        "from tournament import C, D, strategy\n@strategy\ndef table(me, opponent, p=(1.0, "
        "0.0)):\n    return C\n"
        "bold = table.named('bold')\n"
    )
    assert (
        cli.main(["run", "table(p=[0.5, 0.5])", "tit_for_tat", "--strategies", "mine.py", *RUN])
        == 0
    )
    assert "table(p=[0.5,0.5])" in capsys.readouterr().out


# -- what cannot be written or read ---------------------------------------------------------------


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
    import tournament.events.round_robin

    monkeypatch.setattr(
        tournament.events.round_robin.Tournament, "play", lambda *_, **__: pytest.fail("it played")
    )
    Path("file").write_text("")
    sentence = say("run", "tit_for_tat", "grudger", "--output", "file/out")
    assert sentence == "file/out: the report cannot be written: Not a directory."


def test_a_full_disk_leaves_nothing(say, monkeypatch):
    import analysis

    def full(results, folder, vector):
        (Path(folder) / "report.html").write_text("half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "report.html")

    monkeypatch.setattr(analysis, "report", full)
    assert (
        say("run", "tit_for_tat", "grudger", *RUN, "--output", "new/out")
        == "new/out: the report cannot be written: No space left on device."
    )
    assert not Path("new").exists()


def test_a_failed_report_keeps_the_earlier_one(say, monkeypatch):
    assert run() == 0
    before = {p: p.read_bytes() for p in Path("out").rglob("*") if p.is_file()}
    import analysis

    def full(results, folder, vector):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(analysis, "report", full)
    assert cli.main(["run", "grudger", "tit_for_tat", *RUN, "--output", "out"]) == 2
    assert {p: p.read_bytes() for p in Path("out").rglob("*") if p.is_file()} == before


def test_results_that_are_not_there(say):
    assert (
        say("report", "out")
        == "out: there is no such folder; give what `tournament run --output FOLDER` wrote."
    )
    Path("out").mkdir()
    assert say("report", "out") == "out: the folder has no saved results (results/manifest.json)."


def test_results_that_are_damaged(say, capsys):
    assert run() == 0
    capsys.readouterr()
    manifest = Path("out/results/manifest.json")
    whole = manifest.read_text()
    manifest.write_text(whole[: len(whole) // 2])
    assert "manifest.json" in say("report", "out")
    manifest.write_text(json.dumps(json.loads(whole) | {"format": 99}))
    assert "newer version" in say("report", "out")
    manifest.write_text(whole)
    for table in Path("out/results").glob("*.parquet"):
        content = table.read_bytes()
        table.write_bytes(content[: len(content) // 2])
        assert f"{table.name}: the file is damaged" in say("report", "out")
        table.unlink()
        assert table.name in say("report", "out")
        table.write_bytes(content)
    assert cli.main(["report", "out"]) == 0


# -- interrupted ----------------------------------------------------------------------------------


def test_interrupted(capsys, monkeypatch):
    import tournament.events.round_robin

    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(tournament.events.round_robin.Tournament, "play", interrupt)
    assert cli.main(["run", "tit_for_tat", "grudger", "--output", "out"]) == 130
    assert capsys.readouterr().err == "tournament: interrupted; nothing was written\n"
    assert not Path("out").exists()


STUCK = """
import ctypes, signal, sys, threading
signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it may be ignored
from tournament.cli import commands as cli
from tournament.results.staging import staged

def stuck(args):
    with staged(cli.Path("out"), "report"):
        print("started", flush=True)
        ctypes.CDLL(None).sleep(60) if sys.argv.pop() == "main" else threading.Thread(
            target=ctypes.CDLL(None).sleep, args=(60,)).start()
        threading.Event().wait()

cli._strategies = stuck
sys.exit(cli.main())
"""


@pytest.mark.parametrize("where", ["main", "another thread"])
def test_ctrl_c_ends_compiled_code(where):
    """No Python code runs while C does: the process ends all the same, and leaves nothing."""
    process = subprocess.Popen(
        [sys.executable, "-c", STUCK, "strategies", where],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err == "tournament: interrupted; nothing was written\n"
    assert not Path("out").exists()


def test_a_reader_that_leaves_is_no_error():
    command = f"{sys.executable} -m tournament strategies | head -1"
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, env=environment(), check=False
    )
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


def test_an_empty_word_is_no_player(say):
    assert say("run", "") == "`PLAYER` must be a name, a file or a folder; got an empty word."


def test_report_of_the_results_folder_itself():
    assert run() == 0
    Path("out/report.html").unlink()
    assert cli.main(["report", "out/results"]) == 0
    assert Path("out/report.html").exists()
    assert not Path("out/results/report.html").exists()


def test_rank_by(say, capsys):
    argv = ["tit_for_tat", "always_defect", "random_player", "--turns", "5", "--repetitions", "3"]
    assert cli.main(["run", *argv, "--rank-by", "wins", "--seed", "1", "--output", "out"]) == 0
    out = capsys.readouterr().out
    assert "Wins: share of matches won" in out
    assert re.search(r"1 .*always_defect", out)
    text = Path("out/report.html").read_text(encoding="utf-8")
    assert "Ranked by share of matches won" in text
    assert Path("out/ranking.csv").read_text().splitlines()[1].startswith("always_defect,1,")
    assert cli.main(["report", "out"]) == 0
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
