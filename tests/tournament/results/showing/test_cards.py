"""Results show their first places, as their frames have them, and how they were played."""

from dataclasses import replace

import pytest

import strategies
from tournament import PRESETS, Game, Results, Season, SeasonResults, Tournament, strategy
from tournament.authors.plugin import Label
from tournament.authors.vocabulary import C

FIELD = ["tit_for_tat", "grudger", "always_defect", "joss", "random_player"]


def play(players=FIELD, **words) -> Results:
    words = {"turns": 20, "repetitions": 10, "noise": 0.05, "seed": 4} | words
    return Tournament(players, **words).play(progress=False, threads=1)


def season(players=FIELD, **words) -> SeasonResults:
    words = {"towns": 20, "friends": 6, "days": 8, "gifts_per_day": 2, "seed": 4} | words
    return Season(players, **words).play(progress=False, threads=1)


def test_what_is_exact_is_told():
    assert "\nexact: All pairs are exact" in repr(play(FIELD[:3], exact=True))


def test_first_places_with_errors_and_tiers_and_the_seed():
    results = play()
    title, rules, *table = repr(results).splitlines()
    assert title == "<Results: 5 players, 10 repetitions, with self-play>"
    assert "seed 4" in f"{rules} {table[0]}"
    assert "rank  player         score  95 % interval  places  tier  cooperation" in table
    first = results.ranking.iloc[0]
    name, score = results.ranking.index[0], first["score"]
    row = next(line for line in table if line.startswith("1 "))
    assert row.split()[:3] == ["1", name, f"{score:.2f}"]
    assert f"{first['low']:.2f} to {first['high']:.2f}" in row
    assert f"{100 * first['cooperation']:.1f} %" in row


@pytest.mark.parametrize("event", [play, season])
def test_rows_are_those_of_the_ranking(event):
    """Rank, name, number, interval, places, tier, share: the best place comes first."""
    results = event(noise=0.2, repetitions=4)
    frame = results.ranking.astype(object)
    lines = repr(results).splitlines()[-len(frame) :]
    assert (frame["best_rank"] < frame["worst_rank"]).any()
    for line, (name, row) in zip(lines, frame.iterrows(), strict=True):
        best, worst = row["best_rank"], row["worst_rank"]
        places = [f"{best}"] if best == worst else [f"{best}", "to", f"{worst}"]
        rank, shown, _, low, to, high, *rest = line.split()
        assert (rank, shown, to) == (f"{row['rank']}", name, "to")
        assert float(low) == pytest.approx(row["low"], abs=0.5)
        assert float(high) == pytest.approx(row["high"], abs=0.5)
        assert rest[: len(places) + 1] == [*places, f"{row['tier']}"]


def test_a_large_field_shows_ten_places_and_how_many_more():
    players = [strategies.random_player(p=k / 30) for k in range(30)]
    lines = repr(play(players, turns=5, repetitions=2)).splitlines()
    assert lines[-1] == "... and 20 more players"
    assert lines[-2].startswith("10 ")


@pytest.mark.parametrize("by", ["median", "wins", "points"])
def test_other_rules_of_ranking_have_their_own_column(by):
    results = play().ranked(by)
    head, first = repr(results).splitlines()[-6:-4]
    assert head.split()[2] == by
    assert first.split()[1] == results.ranking.index[0]
    assert ("%" in first.split()[3]) is (by == "wins")


def test_what_cannot_be_known_is_a_dash_and_what_is_sure_is_exact():
    lines = repr(play(repetitions=1)).splitlines()
    assert "—" in lines[-1]
    lines = repr(play(FIELD[:3], noise=0, self_play=False)).splitlines()
    assert lines[0].endswith("without self-play>")
    assert "exact" in lines[-1]


def test_who_was_withdrawn_and_what_is_settled():
    @strategy(compiled=False)
    def broken(me, opponent):
        return C if me.turn < 3 else 1 // 0

    field = [*FIELD[:3], broken]
    results = Tournament(field, turns=5, seed=1).play(progress=False, on_error="withdraw")
    assert "withdrawn: " in repr(results)
    results = Tournament(
        FIELD[:3], turns=5, noise=0.1, seed=1, repetitions="until settled", most_repetitions=50
    ).play(progress=False)
    assert "until settled: " in repr(results)


def test_a_season_shows_kinds():
    results = season(repetitions=3)
    title, *lines = repr(results).splitlines()
    assert title == "<SeasonResults: 5 kinds, 20 towns, 8 days, 3 repetitions>"
    name = results.ranking.index[0]
    assert any(line.split()[:2] == ["1", name.split()[0]] for line in lines)
    head = next(line for line in lines if line.startswith("rank"))
    assert head.split() == [
        "rank",
        "kind",
        "income",
        "95",
        "%",
        "interval",
        "places",
        "tier",
        "nice",
    ]


@pytest.mark.parametrize("results", [play, season], ids=["tournament", "season"])
def test_no_line_is_wider_than_a_screen(results):
    long = [strategies.tit_for_tat.named("x" * 90), strategies.grudger.named("y" * 70)]
    for players in (long, FIELD):
        for words in ({}, {"game": Game(R=3e6, S=-1e6, T=5e6, P=1)}, {"noise": 0}):
            lines = repr(results(players, **words)).splitlines()
            assert max(map(len, lines)) <= 80
            assert len(lines) <= 24


@pytest.mark.parametrize("results", [play, season], ids=["tournament", "season"])
def test_notebooks_see_the_same_and_no_markup_of_others(results):
    page = results(
        [replace(strategies.grudger, label=Label("<script>", "", __name__)), "joss"]
    )._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "seed 4" in page
    assert "<table>" in page


def test_results_from_a_folder_show_the_same(tmp_path):
    one, other = play(), season()
    assert repr(Results.load(one.save(tmp_path / "a"))) == repr(one)
    assert repr(SeasonResults.load(other.save(tmp_path / "b"))) == repr(other)


def test_costs_say_that_less_is_better():
    assert "(less is better)" in repr(play(game=PRESETS["prison_years"])).replace("\n", " ")
