"""Exact pairs of a tournament: they agree with play, and what is played does not change by them."""

from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd
import pytest

from tournament import C, D, Game, Results, Tournament, strategy
from tournament.engine import preparing
from tournament.engine.chain import books, expected
from tournament.errors import ArgumentError, PluginError, TournamentError
from tournament.events.round_robin import exact as events
from tournament.results.books.expected import SHAPES

FINITE = ["tit_for_tat", "always_defect", "random_player", "grudger", "joss"]


@strategy(mood=0.5)
def moody(me, opponent):
    """Cooperate as its mood is, which is a real number that chance moves."""
    me.mood = 0.5 * me.mood + 0.3 * me.uniform() + (0.2 if opponent.last == C else 0.0)
    return C if me.chance(me.mood) else D


MIXED = [*FINITE, moody]
NAMES = [*FINITE, "moody"]
RULES = {"turns": 15, "noise": 0.04, "misperception": {"joss": 0.1}, "seed": 7}
SOME = "where possible"
UNLIKE = Game(R=(3, 2), S=(0, 1), T=(5, 4), P=(1, 0))


def play(field, repetitions=20, **words):
    rules = RULES | ({} if "joss" in field else {"misperception": 0.0}) | words
    event = Tournament(field, repetitions=repetitions, **rules)
    return event.play(progress=False, threads=1)


@pytest.fixture(scope="module")
def mixed():
    return play(MIXED, exact=SOME)


@pytest.fixture(scope="module")
def sampled():
    return play(MIXED)


# -- agreement with play ---------------------------------------------------------------------------


@pytest.mark.parametrize("words", [
    {},
    {"turns": 9, "continuation": 0.8},
    {"turns": None, "continuation": 0.7},
    {"game": UNLIKE, "self_play": False},
    {"length_known": False, "noise": [0.0, 0.2, 0.1, 0.0, 0.05]},
], ids=["plain", "limit", "endless", "unlike", "noises"])  # fmt: skip
def test_play_agrees_with_what_is_expected(words):
    """Root mean square of z is near 1, and none of some hundred numbers is above 4.5."""
    known, played = play(FINITE, exact=True, **words), play(FINITE, 20_000, **words)
    assert (known.ranking["standard_error"] == 0).all()
    z = ((played.payoffs - known.payoffs) / played.payoff_errors).to_numpy()
    sure = played.payoff_errors.to_numpy() == 0
    np.testing.assert_allclose(played.payoffs.to_numpy()[sure], known.payoffs.to_numpy()[sure])
    z = z[~sure & np.isfinite(z)]
    assert np.abs(z).max() < 4.5
    assert 0.6 < np.sqrt((z**2).mean()) < 1.4
    close = {"rtol": 0, "atol": 0.02}
    np.testing.assert_allclose(played.wins, known.wins, **close)
    np.testing.assert_allclose(played.states, known.states, **close)
    np.testing.assert_allclose(played.cooperation, known.cooperation, **close)
    ratio = (played.payoff_deviations / known.payoff_deviations).to_numpy()[~sure]
    np.testing.assert_allclose(ratio[np.isfinite(ratio)], 1, atol=0.03)
    a, b = played.tallies, known.tallies
    np.testing.assert_allclose(a.first_defections / 20_000, b.first_defections / 20, **close)
    np.testing.assert_allclose(a.transitions / 20_000, b.transitions / 20, atol=0.15)


def test_a_match_without_chance_is_what_is_played():
    field = ["tit_for_tat", "always_defect", "grudger", "alternator"]
    rules = {"noise": 0.0, "misperception": 0.0, "repetitions": 3}
    known, played = play(field, exact=True, **rules), play(field, **rules)
    for name in (*SHAPES, "totals", "chance"):
        np.testing.assert_array_equal(getattr(known.tallies, name), getattr(played.tallies, name))
    ranking = known.ranking
    assert (ranking.pop("exact") == 1).all()
    pd.testing.assert_frame_equal(ranking, played.ranking)


# -- what is played does not change ----------------------------------------------------------------


def test_other_matches_are_played_as_ever(mixed, sampled):
    exact = mixed.played.books[0].exact
    assert len(exact) == 15
    left = np.delete(np.arange(len(mixed.matches)), exact)
    for name in (*SHAPES, "chance"):
        a, b = (getattr(results.played.books[0], name) for results in (mixed, sampled))
        assert a.dtype == b.dtype
        np.testing.assert_array_equal(a[left], b[left])
        assert not a[exact].any()
    cells = ~mixed.exact
    for name in ("payoffs", "payoff_errors", "wins", "cooperation", "payoff_deviations"):
        a, b = getattr(mixed, name), getattr(sampled, name)
        pd.testing.assert_frame_equal(a.where(cells), b.where(cells), rtol=1e-13)
    own = ["moody"]
    pd.testing.assert_frame_equal(
        mixed.rank().loc[own].drop(columns=["rank", "tier", "exact", "best_rank", "worst_rank"]),
        sampled.rank().loc[own].drop(columns=["rank", "tier", "best_rank", "worst_rank"]),
        rtol=1e-13,
    )


def test_nothing_is_exact_unless_it_is_asked_for(sampled):
    assert Tournament(FINITE).exact is False
    assert sampled.played.books[0].exact is None
    assert sampled.tallies is sampled.played.books[0]
    assert "exact" not in sampled.ranking


@pytest.mark.parametrize("threads", [2, 5])
def test_any_number_of_threads_gives_the_same_bytes(mixed, threads):
    event = Tournament(MIXED, repetitions=20, exact=SOME, **RULES)
    assert event.play(progress=False, threads=threads) == mixed


def test_an_executor_gives_the_same_bytes():
    field = ["tit_for_tat", "joss", "frequency_analyzer"]
    event = Tournament(field, turns=200, repetitions=3, noise=0.01, exact=SOME, seed=1)
    results = event.play(progress=False)
    assert results.exact.to_numpy().sum() == 4
    with ProcessPoolExecutor(1) as pool:
        assert event.play(progress=False, executor=pool) == results


def test_plain_python_gives_the_same_bytes(monkeypatch):
    field = ["tit_for_tat", "joss"]
    results = play(field, exact=True)
    for module in (books, expected):
        monkeypatch.setattr(module, "can_compile", lambda: False)
    assert play(field, exact=True) == results


def test_loops_are_prepared_where_the_slow_twin_would_take_longer(monkeypatch):
    asked = []
    monkeypatch.setattr(preparing, "prepare", lambda parts, *_: asked.append(parts))
    assert not books.prepare(1, 100, print)
    assert not asked
    assert books.prepare(100, 100, print)
    assert [part.name for part in asked[0]] == ["the loop of chain", "the loop of race"]


def test_results_are_saved_and_loaded(mixed, tmp_path):
    loaded = Results.load(mixed.save(tmp_path))
    assert loaded == mixed
    pd.testing.assert_frame_equal(loaded.ranking, mixed.ranking)
    assert loaded.exact.equals(mixed.exact)


def test_another_game_pays_what_playing_it_would_have_paid():
    field = ["tit_for_tat", "always_defect", "joss", "random_player"]
    for game in ("prisoners dilemma", "chicken", "R=3,S=5,T=0,P=1"):
        wanted, found = play(field, exact=True, game=game), play(field, exact=True).under(game)
        pd.testing.assert_frame_equal(found.payoffs, wanted.payoffs, rtol=1e-12)
        pd.testing.assert_frame_equal(found.ranking, wanted.ranking, rtol=1e-12, atol=1e-12)


# -- errors of a mean over exact and played matches ------------------------------------------------


def test_the_error_of_a_mean_is_that_of_what_was_played(mixed):
    """The formula: matches of a player are independent, and each opponent weighs alike."""
    errors = mixed.payoff_errors.to_numpy()
    for self_play, opponents in ((True, 6), (False, 5)):
        own = np.diag(np.full(6, self_play))
        counted = errors * (own + ~np.eye(6, dtype=bool))
        wanted = np.sqrt((counted**2).sum(axis=1)) / opponents
        found = mixed.rank(self_play=self_play).loc[NAMES, "standard_error"]
        finite = found.index != "moody"  # each of the others has one match that was played
        np.testing.assert_allclose(found[finite], wanted[finite], rtol=1e-9)


def test_errors_are_right_over_many_tournaments():
    """200 tournaments of 30 repetitions: scores scatter about the truth as their errors say.

    The variance of a variance of 200 normal numbers is 2 / 199 of its square, so a ratio of
    standard deviations is within 0.2 of 1 with four standard errors.
    """
    field, names = ["tit_for_tat", "joss", "random_player", moody], ["random_player", "moody"]
    found = [play(field, 30, exact=SOME, seed=seed) for seed in range(200)]
    truth = play(field, 5000, exact=SOME, seed=1)
    for by in ("score", "points", "wins"):
        frames = [results.rank(by=by).loc[names] for results in found]
        values = np.array([frame[by] for frame in frames])
        error = np.sqrt((np.array([frame["standard_error"] for frame in frames]) ** 2).mean(axis=0))
        assert np.abs(values.std(axis=0, ddof=1) / error - 1).max() < 0.2
        off = values.mean(axis=0) - truth.rank(by=by).loc[names, by].to_numpy()
        assert (np.abs(off) < 4 * error * np.sqrt(1 / 200 + 30 / 5000)).all()


def test_settling_knows_that_exact_players_are_settled():
    settled = play(FINITE, "until settled", exact=SOME, places=5)
    assert settled.repetitions == 32
    assert settled.manifest["settling"]["settled"]
    again = play(MIXED, "until settled", exact=SOME, places=1, most_repetitions=64)
    assert again == play(MIXED, again.repetitions, exact=SOME)


# -- which pairs are exact -------------------------------------------------------------------------


def test_which_pairs_are_exact(mixed):
    wanted = np.outer(*[[name in FINITE for name in NAMES]] * 2)
    np.testing.assert_array_equal(mixed.exact, wanted)
    share = mixed.ranking["exact"]
    assert share["moody"] == 0
    assert (share.drop("moody") == 5 / 6).all()
    assert mixed.rank(self_play=False).loc["joss", "exact"] == 4 / 5


def test_all_pairs_or_a_sentence():
    with pytest.raises(TournamentError) as error:
        play(MIXED, exact=True)
    said = str(error.value)
    assert said.startswith("moody ")
    assert said.endswith(' `exact="where possible"` plays what is not exact.')
    assert not isinstance(error.value, PluginError)
    assert len(said) <= 300


def test_a_pair_that_is_too_large_is_played(monkeypatch):
    real, many = books.row, "The chain of this pair has more than 3 joint states."

    def row(automata, rules, *, wins):
        if {each.states for each in automata} == {1, 2}:
            raise TournamentError(many)
        return real(automata, rules, wins=wins)

    monkeypatch.setattr(books, "row", row)
    field = ["tit_for_tat", "always_defect"]
    results = play(field, exact=SOME)
    assert results.exact.to_numpy().tolist() == [[True, False], [False, True]]
    assert results.payoffs.loc["tit_for_tat", "always_defect"] == play(field).payoffs.iloc[0, 1]
    unlike = play(field, exact=SOME, game=UNLIKE)
    assert unlike.exact.to_numpy().tolist() == [[True, False], [False, True]]
    with pytest.raises(TournamentError) as error:
        play(field, exact=True)
    assert str(error.value) == (
        f"tit_for_tat and always_defect are no exact pair: {many}"
        ' `exact="where possible"` plays what is not exact.'
    )


def test_a_pair_that_takes_long_is_played_unless_all_must_be_exact(monkeypatch):
    monkeypatch.setattr(events, "MOST_WORK", 15 * 3)
    field = ["tit_for_tat", "always_defect"]  # with 2 and 1 states
    assert play(field, exact=SOME).exact.to_numpy().tolist() == [[False, True], [True, True]]
    assert play(field, exact=True).exact.to_numpy().all()


def test_who_wins_may_take_too_long(monkeypatch, tmp_path):
    monkeypatch.setattr(events, "MOST_WINS", 15 * 15 * 3)
    field = ["tit_for_tat", "grudger", "always_defect"]  # with 2, 2 and 1 states
    results = play(field, exact=True)
    wins = results.wins
    unknown = [("tit_for_tat", "grudger"), ("grudger", "tit_for_tat")]
    assert {(a, b) for a in field for b in field if a != b and wins.isna().loc[a, b]} == {*unknown}
    assert Results.load(results.save(tmp_path)) == results
    assert results.ranking.loc["grudger", "wins"] == wins.loc["grudger", "always_defect"]
    with pytest.raises(TournamentError) as error:
        results.rank(by="wins")
    assert str(error.value) == (
        "Who wins is not known of 1 exact pairs, for it takes long to compute; play again with"
        " exact=False, or rank by score."
    )
    assert results.under("R=3,S=5,T=0,P=1").wins.isna().equals(wins.isna())


def fragile(worse):
    @strategy
    def glass(me, opponent):
        """Break when it is defected against after its own defection."""
        if me.last == D and opponent.last == D:
            return 7 if worse else C // 0
        return C

    return glass


@pytest.mark.parametrize("worse", [True, False])
def test_a_rule_that_fails_where_nobody_comes_plays_on(worse):
    """While it is followed it fails; in play it never defects, so it does not."""
    results = play([fragile(worse), "tit_for_tat"], exact=SOME, noise=0.0, misperception=0.0)
    assert results.exact.loc["tit_for_tat", "tit_for_tat"]
    assert not results.exact["glass"].any()
    with pytest.raises(PluginError, match="glass"):
        play([fragile(worse), "tit_for_tat"], exact=True, noise=0.0, misperception=0.0)


def test_a_rule_that_fails_in_play_is_withdrawn():
    field = [fragile(True), "always_defect", "joss"]
    event = Tournament(field, repetitions=20, exact=SOME, turns=15, noise=0.3, seed=1)
    with pytest.raises(PluginError, match="glass"):
        event.play(progress=False)
    results = event.play(progress=False, on_error="withdraw")
    assert results.names == ["always_defect", "joss"]
    assert results.exact.to_numpy().all()


@pytest.mark.parametrize("wrong", ["all", None, 1, 0.0, ["where possible"], "Where possible"])
def test_what_else_is_no_answer(wrong):
    with pytest.raises(ArgumentError) as error:
        Tournament(FINITE, exact=wrong)
    assert str(error.value).startswith('`exact` must be True, False or "where possible"; got ')


def test_progress_tells_what_is_found():
    told = []
    event = Tournament(MIXED, repetitions=20, exact=SOME, **RULES)
    event.play(progress=lambda done, total, note: told.append((done, total, note)), threads=1)
    assert told[0] == (0, 6, "finding automata: tit_for_tat")
    assert (15, 15, "computing exact pairs") in told
    assert told[-1][2] == "playing"
    assert told[-1][0] == told[-1][1]
    assert events.PAIRS > 1


def test_a_single_match_of_an_exact_pair_can_be_seen(mixed, sampled):
    seen, wanted = (r.sample("tit_for_tat", "joss", 3).moves for r in (mixed, sampled))
    np.testing.assert_array_equal(seen, wanted)


def test_it_shows_what_it_was_asked_and_what_is_exact(mixed):
    shown = repr(Tournament(FINITE, exact=SOME)).replace("\n ", "")
    assert "exact: pairs, where possible" in shown
    assert "exact: all pairs" in repr(Tournament(FINITE, exact=True))
    assert "exact" not in repr(Tournament(FINITE))
    shown = " ".join(repr(mixed).split())
    assert (
        "exact: 15 of 21 pairs are exact: what is expected was computed, without error. The others"
        " were played." in shown
    )
    alone = play(["tit_for_tat"], exact=SOME)
    assert "The pair is exact: what is expected was computed" in " ".join(repr(alone).split())
