"""Exact pairs wherever errors are shown: screens, reports, tables, documents, programs."""

import json

import pandas as pd
import pytest

from analysis import report, summary
from analysis.reports.repeat import program
from analysis.reports.tournament.findings import Findings
from analysis.reports.tournament.report import TournamentReport
from analysis.reports.tournament.summary import certainty, how_it_was_played
from tournament import C, D, Results, Tournament, strategy
from tournament.cli import main
from tournament.cli.answers.documents import event
from tournament.cli.screen.again import again

FIELD = ["tit_for_tat", "always_defect", "joss"]
RULES = {"turns": 10, "noise": 0.05, "seed": 4, "repetitions": 6, "exact": "where possible"}


@strategy(mood=0.5)
def moody(me, opponent):
    """Cooperate as its mood is, which is a real number that chance moves."""
    me.mood = 0.5 * me.mood + 0.3 * me.uniform() + (0.2 if opponent.last == C else 0.0)
    return C if me.chance(me.mood) else D


@pytest.fixture(scope="module")
def mixed():
    return Tournament([*FIELD, moody], **RULES).play(progress=False, threads=1)


@pytest.fixture(scope="module")
def known():
    return Tournament(FIELD, **RULES).play(progress=False, threads=1)


def test_how_it_was_played(mixed, known):
    assert how_it_was_played(mixed) == (
        "Each of the 4 players met every other player and a copy of itself. This makes 10 matches."
        " 6 of 10 pairs are exact: what is expected was computed, without error. The others were"
        " played. Each match that was played had 6 repetitions."
    )
    assert how_it_was_played(known) == (
        "Each of the 3 players met every other player and a copy of itself. This makes 6 matches."
        " All pairs are exact: what is expected was computed, and nothing was played."
    )


def test_what_intervals_mean(mixed, known):
    assert certainty(Findings(mixed)).endswith(
        " Exact pairs add nothing to the width of an interval."
    )
    assert certainty(Findings(known)) == (
        "All scores are exact: they are what is expected, and have no error."
    )


def test_who_won(known):
    assert summary(known)[0].startswith(f"{known.ranking.index[0]} won with ")
    assert summary(known)[1] == "This is certain: it was computed, so no luck is in it."


def test_the_last_line(mixed, known):
    assert again(known, Findings(known)) == ["Seed 4; what is exact does not depend on it."]
    assert "repetitions" in again(mixed, Findings(mixed))[0]


def test_a_program_plays_it_again(mixed, known):
    assert ', exact="where possible", seed=4).play()' in program(known)
    assert "exact" not in program(Tournament(FIELD, turns=3, repetitions=1).play(progress=False))


def test_tables_and_pages(mixed, tmp_path):
    tables = TournamentReport(mixed).tables()
    order = list(mixed.ranking.index)
    pd.testing.assert_frame_equal(tables["exact"], mixed.exact.loc[order, order])
    report(mixed, tmp_path)
    assert (tmp_path / "exact.csv").is_file()
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<th>exact</th>" in page
    assert "exact.csv say which numbers are computed." in page


def test_pages_without_exact_pairs_do_not_speak_of_them():
    results = Tournament(FIELD, **RULES | {"exact": False}).play(progress=False)
    assert "exact" not in TournamentReport(results).tables()
    assert "exact" not in event(results, {})


def test_documents(mixed):
    document = event(mixed, {})
    assert document["exact_in_words"].startswith("6 of 10 pairs are exact")
    assert document["exact"] == [["tit_for_tat", "tit_for_tat"], ["tit_for_tat", "always_defect"],
        ["tit_for_tat", "joss"], ["always_defect", "always_defect"], ["always_defect", "joss"],
        ["joss", "joss"]]  # fmt: skip
    assert document["summary"]["turns"] == 10 * 10 * 6
    assert {row["player"]: row["exact"] for row in document["ranking"]} == {
        "tit_for_tat": 0.75, "always_defect": 0.75, "joss": 0.75, "moody": 0.0,
    }  # fmt: skip


# -- the command line ------------------------------------------------------------------------------


def run(*words):
    return main(["run", *FIELD, "--turns", "10", "--noise", "0.05", "-n", "6", "-s", "4", *words])


def test_the_option(tmp_path, capsys, known, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    assert run("--exact", "-o", str(tmp_path / "out")) == 0
    said = capsys.readouterr().out
    assert "• All pairs are exact: what is expected was computed, and nothing was played." in said
    assert "Exact: the share of a player's pairs that were computed, without error." in said
    assert " --exact" in said[said.index("Again:") :]
    assert Results.load(tmp_path / "out") == known


def test_a_scenario_may_ask_for_it(tmp_path, known):
    words = 'players = ["tit_for_tat", "always_defect", "joss"]\nturns = 10\nnoise = 0.05\nseed = 4'
    file = tmp_path / "mine.toml"
    file.write_text(f"{words}\nrepetitions = 6\nexact = true\n", encoding="utf-8")
    assert main(["run", str(file), "-q", "-o", str(tmp_path / "out")]) == 0
    assert Results.load(tmp_path / "out") == known


def test_it_prints_json(tmp_path, capsys):
    assert run("--exact", "--json", "-o", str(tmp_path / "out")) == 0
    assert json.loads(capsys.readouterr().out)["exact"][0] == ["tit_for_tat", "tit_for_tat"]


def test_the_median_is_refused_before_anything_is_played(tmp_path, capsys):
    assert run("--exact", "--rank-by", "median", "-o", str(tmp_path / "out")) != 0
    said = " ".join(capsys.readouterr().err.split())
    assert said.endswith(
        "`--rank-by median` looks at single repetitions, which exact pairs do not have; leave out"
        " `--exact`, or rank by another rule."
    )
    assert not (tmp_path / "out").exists()
