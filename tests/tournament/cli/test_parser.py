"""From words to arguments: short forms, places, defaults; and what is said about mistakes."""

import pytest

from tournament.cli import main
from tournament.cli.command import Command, commands
from tournament.cli.options import Option, whole
from tournament.cli.parser import parse


def run(*words: str):
    return parse(["run", *words])


def test_bare_it_shows_help(capsys):
    assert main([]) == 0
    said = capsys.readouterr().out
    for asked in (["--help"], ["-h"], ["help"]):
        assert main(asked) == 0
        assert capsys.readouterr().out == said
    assert said.startswith("Usage: tournament COMMAND")


def test_help_of_a_command_is_asked_for_in_any_place(capsys):
    assert main(["run", "--help"]) == 0
    said = capsys.readouterr().out
    for asked in (["-h", "run"], ["help", "run"], ["run", "joss", "-h", "--seed", "x"]):
        assert main(asked) == 0
        assert capsys.readouterr().out == said
    assert said.startswith("Usage: tournament run [PLAYER ...] [OPTIONS]")


def test_short_forms_mean_the_long_ones():
    short = run("-o", "out", "-n", "5", "-s", "7", "-q")
    long = run("--output", "out", "--repetitions", "5", "--seed", "7", "--quiet")
    glued = run("-oout", "-n5", "--seed=7", "--qui")
    for args in (short, long, glued):
        assert (args.output, args.repetitions, args.seed, args.quiet) == ("out", 5, 7, True)
    assert run("-v").verbose
    assert run("--seed", "-1").seed == -1  # the tournament refuses it


@pytest.mark.parametrize("name", ["run", "season", "evolve", "advise"])
def test_all_events_have_the_usual_short_forms(name):
    short = {option.short: option.key for option in commands()[name].options if option.short}
    usual = {"-o": "output", "-n": "repetitions", "-q": "quiet", "-v": "verbose", "-s": "seed"}
    assert short == usual


def test_players_and_options_in_any_order():
    args = run("joss", "--noise", "0.1", "grudger", "--", "-odd", "--all")
    assert (args.words, args.noise, args.all) == (["joss", "grudger", "-odd", "--all"], 0.1, False)
    assert parse(["-q", "run", "joss"]).quiet
    assert parse(["-q", "run", "joss"]).words == ["joss"]


def test_what_may_be_typed_again_and_again():
    assert run("--strategies", "a.py", "--strategies=b").strategies == ["a.py", "b"]
    assert run().strategies == []
    assert run("--seed", "4", "--seed", "5").seed == 5


NEAR = [
    ([], ["play"], "`tournament` has no command 'play'; see `tournament --help`."),
    ([], ["seeson"], "`tournament` has no command 'seeson'. Did you mean 'season'? See"),
    ([], ["--verson"], "`tournament` has no option --verson. Did you mean '--version'? See"),
    (["run"], ["--tunrs", "5"], "`tournament run` has no option --tunrs. Did you mean '--turns'?"),
    (["run"], ["--tunrs=5"], "`tournament run` has no option --tunrs. Did you mean '--turns'? See"),
    (["run"], ["-seed", "5"], "`tournament run` has no option -seed. Did you mean '--seed'? See"),
    (["run"], ["--on_error", "stop"], "has no option --on_error. Did you mean '--on-error'? See"),
    (["run"], ["-x"], "`tournament run` has no option -x; see `tournament run --help`."),
    (["run"], ["--towns", "5"], "`tournament run` has no option --towns"),
    (["run"], ["--no"], "`--no` may mean --noise or --no-self-play; write it out; see"),
    (
        ["run"],
        ["--on-error", "withdrw"],
        "`--on-error` must be one of stop, withdraw; got 'withdrw'. Did you mean 'withdraw'? See"
        " `tournament run --help`.",
    ),
    (["run"], ["--rank-by", "medien"], "got 'medien'. Did you mean 'median'?"),
    (["run"], ["--game", "chikcen"], "No game is named 'chikcen'. Did you mean 'chicken'?"),
    (["run"], ["clasics"], "No strategy is named 'clasics'. Did you mean 'classics'?"),
    (["season"], ["--partners", "anyon"], "Did you mean 'anyone'?"),
]


@pytest.mark.parametrize(("before", "typed", "said"), NEAR, ids=lambda part: " ".join(part)[:30])
def test_did_you_mean(say, before, typed, said):
    assert said in say(*before, *typed)


WRONG = [
    (["run", "--turns"], "`--turns` needs a value; see `tournament run --help`."),
    (["run", "--turns", "--all"], "`--turns` needs a value; see `tournament run --help`."),
    (["run", "--all=yes"], "`--all` takes no value; see `tournament run --help`."),
    (["run", "-q", "-v"], "`--quiet` and `--verbose` do not go together; give one of them; see"),
    (["new"], "`tournament new` needs FILE, the file to write, such as my_rule.py; see"),
    (["check"], "`tournament check` needs PATH, a .py file or folder, or a strategy's name; see"),
    (["compare", "one"], "`tournament compare` needs AFTER, the same, played later; see"),
    (["new", "a.py", "b.py", "c"], "`tournament new` cannot use 'b.py' 'c'; see `tournament new"),
]


@pytest.mark.parametrize(("typed", "said"), WRONG, ids=lambda part: " ".join(part)[:30])
def test_what_is_wrong_is_said_in_a_sentence(say, typed, said):
    assert say(*typed).startswith(said)


def test_any_reader_of_values_may_refuse(say, monkeypatch):
    options = (Option("--size", "how large", 1, int), Option("--half", "less", 1, whole))
    command = Command("grow", "grow", lambda args: print(args.size) or 0, options)
    monkeypatch.setattr("tournament.cli.parser.commands", lambda: {"grow": command})
    assert main(["grow", "--size", "4"]) == 0
    assert say("grow", "--size", "x") == "`--size` cannot be 'x'; see `tournament grow --help`."
    assert say("grow", "--half", "x").startswith("`--half` must be a whole number; got 'x'; see")
