"""The last line of a summary: the seed, and what makes the result more certain."""

import pytest

from analysis.reports.season.findings import Findings as SeasonFindings
from analysis.reports.tournament.findings import Findings
from tournament import Season, Tournament
from tournament.cli.screen.again import again, season_again


def tournament(*names, **options) -> str:
    usual = {"turns": 10, "seed": 4}
    results = Tournament(list(names), **usual | options).play(progress=False)
    (line,) = again(results, Findings(results))
    return line


def test_chance_had_no_part():
    assert tournament("tit_for_tat", "grudger", repetitions=3) == (
        "Seed 4, 3 repetitions; chance had no part, so more change nothing."
    )


def test_one_repetition():
    assert tournament("tit_for_tat", "random_player", repetitions=1) == (
        "Seed 4, 1 repetition; `--repetitions 20` tells how much of this is luck."
    )


def test_four_times_as_many_halve_the_errors():
    line = tournament("always_cooperate", "always_defect", "random_player", repetitions=30)
    assert line == ("Seed 4, 30 repetitions; `--repetitions 120` would about halve the errors.")


def test_equal_by_luck():
    assert tournament("tit_for_tat", "grudger", repetitions=3, noise=1e-9) == (
        "Seed 4, 3 repetitions; every repetition came out the same."
    )


def test_the_first_two_are_not_told_apart():
    field = ["random_player", "random_player(p=0.45)"]
    line = tournament(*field, repetitions=10)
    assert line.startswith("Seed 4, 10 repetitions; `--repetitions ")
    assert line.endswith("` may tell the first two apart.")


@pytest.mark.parametrize(("budget", "more"), [(10_000, ""), (4, " More certain: `--budget 16`.")])
def test_places_that_were_to_be_settled(budget, more):
    line = tournament(
        "random_player", "random_player(p=0.45)", "always_defect",
        repetitions="until settled", places=2, most_repetitions=budget,
    )  # fmt: skip
    assert line.startswith("Seed 4. ")
    assert ("Not settled" in line) == (budget == 4)
    assert line.partition(" More")[1:] == more.partition(" More")[1:]


@pytest.mark.parametrize(
    ("repetitions", "more"),
    [
        (1, "1 repetition; `--repetitions 20` shows what may happen again."),
        (3, "3 repetitions; `--repetitions 12` would about halve the errors."),
    ],
)
def test_seasons(repetitions, more):
    results = Season(
        ["tit_for_tat", "always_defect"], towns=20, days=3, friends=4, gifts_per_day=2, seed=4,
        repetitions=repetitions, engine="python",
    ).play(progress=False)  # fmt: skip
    assert season_again(results, SeasonFindings(results)) == [f"Seed 4, {more}"]
