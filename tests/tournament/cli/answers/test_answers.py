"""What commands answer with: JSON alone on stdout, silence, details, a page in the browser."""

import json
import re
import warnings
import webbrowser
from pathlib import Path

import pytest

import analysis
from tournament import Results, SeasonResults
from tournament.cli import main
from tournament.cli.installation.version import sentence
from tournament.errors import PluginWarning

SEASON = ["season", "tit_for_tat", "joss", "--partners", "anyone"]


@pytest.fixture
def asked(capsys):
    """A function: run a command with --json; return the document, if nothing else is said."""

    def ask(*argv: str):
        capsys.readouterr()
        assert main([*argv, "--json"]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        return json.loads(out, parse_constant=pytest.fail)

    return ask


@pytest.fixture
def opened(monkeypatch):
    """The addresses that the browser was asked to open."""
    found: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: found.append(url) or True)
    return found


# -- JSON ------------------------------------------------------------------------------------------


def test_a_tournament_as_json(asked, run, capsys):
    found = asked("run", "tit_for_tat", "always_defect", "-n", "2", "--turns", "5", "-s", "4")
    results = Results.load("tournament-report/results")
    assert list(found) == [
        "document", "tournament", "rules", "seed", "repetitions", "summary", "in_words", "ranking",
        "withdrawn", "settling", "written", "again",
    ]  # fmt: skip
    assert found["document"] == "tournament"
    assert found["seed"] == 4
    assert [row["player"] for row in found["ranking"]] == [*results.ranking.index]
    assert [row["score"] for row in found["ranking"]] == [*results.ranking["score"]]
    assert found["ranking"][0]["rank"] == 1
    summary = {"best": "tit_for_tat", "players": 2, "matches": 6, "turns": 30}
    assert found["summary"] == summary | {"cooperation": pytest.approx(11 / 30)}
    assert found["in_words"] == analysis.summary(results)
    assert found["again"].startswith("tournament run tit_for_tat always_defect -n 2 --turns 5 -s 4")
    assert "--json" not in found["again"]
    assert {name: Path(path).exists() for name, path in found["written"].items()} == {
        "report": True,
        "results": True,
    }
    assert found["again"] == results.manifest["command"]


def test_a_season_as_json(asked, small):
    found = asked(*SEASON, *small)
    results = SeasonResults.load("season-report/results")
    assert found["document"] == "season"
    assert [row["kind"] for row in found["ranking"]] == [*results.ranking.index]
    assert found["summary"]["best"] == results.ranking.index[0]
    assert (found["summary"]["kinds"], found["summary"]["towns"]) == (2, 40)
    assert found["summary"]["gifts"] == results.towns["sent"].sum()
    assert found["summary"]["income"] == pytest.approx(results.towns["income"].mean())


def test_what_is_not_known_is_null(asked):
    found = asked("run", "tit_for_tat", "joss", "-n", "1", "--turns", "5", "-s", "4")
    assert found["ranking"][0]["standard_error"] is None


def test_a_report_and_a_comparison_as_json(asked, run, capsys):
    assert run() == 0
    assert main(["run", "tit_for_tat", "grudger", "joss", "-o", "more", "-s", "7", "-q"]) == 0
    again = asked("report", "out")
    assert again["written"] == {"report": "out/report.html"}
    changed = asked("compare", "out", "more")
    assert changed["document"] == "changes"
    assert {row["player"] for row in changed["changes"]} >= {"tit_for_tat", "grudger"}
    assert isinstance(changed["verdict"], str)
    assert all(isinstance(each, str) for each in changed["differences"])


def test_withdrawn_players_are_noted_on_stderr(capsys, plugin):
    typed = ["run", plugin("return C if 1 // (me.turn - 3) else D"), "joss", "grudger", "-n", "2"]
    for more in (["--json"], ["--quiet"]):
        assert main([*typed, "--on-error", "withdraw", *more]) == 0
        out, err = capsys.readouterr()
        assert err.startswith("tournament: withdrawn: my_rule.py:6: my_rule raised")
        assert err.count("\n") == 1
        assert (json.loads(out)["withdrawn"] != []) if more == ["--json"] else out == ""


def test_errors_leave_stdout_alone(say):
    assert "No strategy is named" in say("run", "tit_for_tatt", "--json")


# -- more and less ---------------------------------------------------------------------------------


def test_quiet_says_nothing(capsys, run):
    assert run("-q") == 0
    assert main(["report", "out", "--quiet"]) == 0
    assert main(["run", "joss", "grudger", "-q", "--json", "-n", "1", "-o", "out"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    json.loads(out)  # who asks for a document gets it


def test_quiet_says_nothing_of_warnings(capsys, monkeypatch, run):
    from tournament.cli.commands import run as command

    def warn(args):
        warnings.warn("spy.py: it cannot be read.", PluginWarning, stacklevel=1)

    monkeypatch.setattr(command, "check_rule", warn)
    assert run("-q") == 0
    with pytest.warns(PluginWarning, match="cannot be read"):
        assert run() == 0


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_verbose_says_more_on_stderr(capsys, run, more):
    assert run("-v", *more) == 0
    out, err = capsys.readouterr()
    versions, seed, cache, times = err.splitlines()
    assert versions == f"Versions: {sentence()}"
    assert seed == "Seed:     7"
    assert re.fullmatch(r"Cache:    \S.*", cache)
    assert re.fullmatch(r"Times:    reading \S+ s, playing \S+ s, reporting \S+ s", times)
    assert "Versions" not in out


def test_where_the_report_is_and_how_to_open_it(capsys, run):
    assert run() == 0
    out = capsys.readouterr().out
    page = Path("out", "report.html")
    assert f"Report: {page}\nOpen:   {page.resolve().as_uri()} (or say --open)\n" in out


# -- the browser -----------------------------------------------------------------------------------


def test_the_report_opens_in_the_browser(opened, run, small):
    assert run("--open", "-q") == 0
    assert main(["report", "out", "--open"]) == 0
    assert main([*SEASON, *small, "--open"]) == 0
    out, season = (Path(f, "report.html").resolve().as_uri() for f in ("out", "season-report"))
    assert opened == [out, out, season]


@pytest.mark.parametrize("error", [None, webbrowser.Error("no browser")])
def test_without_a_browser_the_reader_is_told(error, capsys, monkeypatch, run):
    def fail(url):
        if error:
            raise error
        return False

    monkeypatch.setattr(webbrowser, "open", fail)
    assert run("--open", "-q") == 0
    page = Path("out", "report.html")
    said = f"tournament: there is no browser to open here; open {page} yourself.\n"
    assert capsys.readouterr().err == said


# -- all -------------------------------------------------------------------------------------------


def test_all_is_everything(monkeypatch):
    import strategies
    from tournament.cli.commands.run import tournament_of
    from tournament.cli.parser import parse

    names = [rule.name for rule in strategies.everything()]
    assert [p.name for p in tournament_of(parse(["run", "--all"])).players] == names
    assert [p.name for p in tournament_of(parse(["run", "everything"])).players] == names
    own = tournament_of(parse(["run", "random_player(p=0.25)", "--all"])).players
    assert [p.name for p in own] == ["random_player(p=0.25)", *names]


def test_help_lists_the_groups(capsys):
    from strategies.contents.groups import __all__ as known

    for command in ("run", "season", "evolve", "advise"):
        assert main([command, "--help"]) == 0
        below = capsys.readouterr().out.split("\nGroups\n")[1].split("\n\n")[0]
        assert re.findall(r"^  (\w+) +\w", below, re.M) == sorted(known)
