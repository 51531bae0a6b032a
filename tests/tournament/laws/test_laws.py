"""What must hold whatever the field: each law is exact, because tallies are integers."""

import itertools
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from tournament import PRESETS, PRISONERS_DILEMMA, C, D, Game, Match, Results, Tournament, strategy
from tournament.engine import field as fields
from tournament.engine.match.books import play as play_unit
from tournament.errors import TournamentError
from tournament.results.units import cutting
from tournament.results.units.unit import Unit
from tournament.rules.match import rules
from tournament.testing import automata, conditions

BLIND = [
    strategies.tit_for_tat, strategies.random_player, strategies.grudger, strategies.gradual,
    strategies.win_stay_lose_shift, strategies.joss, strategies.always_defect,
]  # fmt: skip
BATTLE = PRESETS["battle_of_the_sexes"]
NOISY = {"turns": 70, "repetitions": 20, "noise": 0.03, "misperception": 0.02, "seed": 11}
ENDLESS = NOISY | {"turns": None, "continuation": 0.95}


@strategy
def payoff_reader(me, opponent):
    return C if me.game.R > me.game.P and opponent.score <= me.score else D


def play(players=BLIND, **words) -> Results:
    running = {k: words.pop(k) for k in ("executor", "threads") if k in words}
    return Tournament(players, **(NOISY | words)).play(progress=False, **running)


def pair_counts(results: Results) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return counts of CC, CD, DC, DD by (player, opponent), each match from both its sides.

    Where seats are paid differently a pair has two matches; the key then names the row player first
    and only that side is given.
    """
    found = {}
    for (i, j), (cc, cd, dc, dd) in zip(
        results.matches, results.tallies.counts.tolist(), strict=True
    ):
        one, two = results.names[i], results.names[j]
        found[one, two] = (cc, cd, dc, dd)
        if results.game.is_symmetric and i != j:
            found[two, one] = (cc, dc, cd, dd)
    return found


# -- how the work is done does not matter ---------------------------------------------------------


@pytest.fixture(scope="module", params=["noise", "continuation", "certain", "two roles"])
def words(request):
    return {
        "noise": NOISY,
        "continuation": ENDLESS,
        "certain": {"noise": 0.0, "misperception": 0.0},
        "two roles": {"game": BATTLE},
    }[request.param]


@pytest.fixture(scope="module")
def once(words):
    return play(**words, threads=1)


def test_same_bytes__threads(words, once):
    assert play(**words, threads=2) == once


@pytest.mark.parametrize(("turns", "totals"), [(1, 1), (3_000, 10**6), (10**9, 10**9)])
def test_same_bytes__units(words, once, monkeypatch, turns, totals):
    monkeypatch.setattr(cutting, "UNIT_TURNS", turns)
    monkeypatch.setattr(cutting, "TOTALS_BYTES", totals)
    assert play(**words, threads=2) == once


@pytest.mark.parametrize("lanes", [1, 7])
def test_same_bytes__lanes(words, once, monkeypatch, lanes):
    monkeypatch.setattr(
        fields, "BLOCK_BYTES", lanes * 100
    )  # a rule without memory: 32 bytes a lane
    fields.prepare.cache_clear()
    assert play(**words) == once
    fields.prepare.cache_clear()


def test_same_bytes__repetitions_in_parts(monkeypatch):
    words = ENDLESS | {"repetitions": 1300}
    whole = play(BLIND[:3], **words, threads=1)
    monkeypatch.setattr(cutting, "UNIT_TURNS", 1)
    assert play(BLIND[:3], **words) == whole


def test_same_bytes__own_executor(words, once):
    with ThreadPoolExecutor(2) as executor:
        assert play(**words, executor=executor) == once


@pytest.mark.slow
def test_same_bytes__processes(monkeypatch):
    monkeypatch.setattr(cutting, "UNIT_TURNS", 3_000)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as executor:
        assert play(executor=executor) == play(threads=1)


# -- who else plays does not matter ---------------------------------------------------------------


def test_entrants_permuted(words, once):
    order = BLIND[::-2] + BLIND[-2::-2]
    permuted = play(order, **words)
    assert pair_counts(permuted) == pair_counts(once)
    np.testing.assert_allclose(
        permuted.payoffs.loc[once.names, once.names], once.payoffs, rtol=1e-14
    )
    assert list(permuted.ranking.index) == list(once.ranking.index)


def test_a_player_added(words, once):
    without = pair_counts(play(BLIND[:3] + BLIND[4:], **words))
    full = pair_counts(once)
    assert without == {pair: full[pair] for pair in without}


def test_self_play_off(words, once):
    without = play(**words, self_play=False)
    full = pair_counts(once)
    assert pair_counts(without) == {pair: n for pair, n in full.items() if pair[0] != pair[1]}
    assert np.isnan(np.diag(without.payoffs)).all()
    assert not without.ranking.attrs["self_play"]
    both = once.rank(self_play=False)
    np.testing.assert_allclose(
        both.loc[once.names, "score"], without.ranking.loc[once.names, "score"], rtol=1e-14
    )


@pytest.mark.parametrize("repetition", [0, 7, 19])
def test_any_match_replays_alone(words, once, repetition):
    for one, two in itertools.product(once.names, repeat=2):
        again = once.sample(one, two, repetition)
        assert again.names == (one, two)
        assert again.seed == once.rules.seed
    i = once.names.index("joss")
    totals = once.tallies.totals[repetition, i].sum(axis=(0, 1))
    if once.game.is_symmetric:
        alone = sum(
            np.array(list(once.sample("joss", other, repetition).counts.values()))
            for other in once.names
            if other != "joss"
        )
        copy = np.array(list(once.sample("joss", "joss", repetition).counts.values()))
        assert (alone + copy + copy[[0, 2, 1, 3]] == totals).all()


def test_replayed_matches_sum_to_the_tallies(words, once):
    for one, two in [("tit_for_tat", "joss"), ("random_player", "random_player")]:
        counts = [list(once.sample(one, two, r).counts.values()) for r in range(once.repetitions)]
        assert tuple(np.sum(counts, axis=0)) == pair_counts(once)[one, two]


# -- laws of matches ------------------------------------------------------------------------------

RULES = st.one_of(automata(), st.sampled_from(BLIND))


@given(RULES, RULES, conditions(), st.integers(1, 150))
def test_a_longer_match_begins_with_the_shorter(first, second, words, more):
    words = words | {"length_known": False}
    short = Match(first, second, **words).play().moves
    longer = Match(first, second, **(words | {"turns": words["turns"] + more})).play().moves
    np.testing.assert_array_equal(longer[: len(short)], short)


@given(RULES, RULES, conditions())
def test_seats_swapped(first, second, words):
    second = second.named("the other")
    one, two = Match(first, second, **words).play(), Match(second, first, **words).play()
    np.testing.assert_array_equal(one.moves, two.moves[:, ::-1])
    assert one.scores == two.scores[::-1]


@given(RULES, RULES, conditions())
def test_a_match_is_a_function_of_its_arguments(first, second, words):
    one, two = (Match(first, second, **words).play().moves for _ in range(2))
    np.testing.assert_array_equal(one, two)


@given(st.lists(RULES, min_size=2, max_size=4), conditions(), st.integers(1, 30))
def test_a_shortcut_changes_nothing(players, words, repetitions):
    names = tuple(p.named(str(k)) for k, p in enumerate(players))
    matches = np.array(list(itertools.combinations_with_replacement(range(len(names)), 2)))
    certain = words | {"noise": 0.0, "misperception": 0.0}
    checked = rules([p.name for p in names], game=PRISONERS_DILEMMA, **certain)
    unit = Unit(names, matches, checked, 0, repetitions)
    short, played = (vars(play_unit(replace(unit, shortcut=s))) for s in (True, False))
    for key, value in short.items():
        np.testing.assert_array_equal(value, played[key], err_msg=key)


# -- laws of results ------------------------------------------------------------------------------


def test_state_counts_sum_to_turns(once):
    t = once.tallies
    turns = t.counts.sum(axis=1)
    assert (t.starts.sum(axis=1) == once.repetitions).all()
    assert (t.transitions.sum(axis=(1, 2)) == turns - once.repetitions).all()
    assert (t.starts + t.transitions.sum(axis=1) == t.counts).all()
    assert t.totals.sum() == 2 * turns.sum()
    squares = np.diagonal(t.products, axis1=1, axis2=2)
    assert (squares >= t.counts**2 / once.repetitions).all()
    if once.rules.continuation is None:
        assert (turns == 70 * once.repetitions).all()
        assert (t.products.sum(axis=(1, 2)) == 70**2 * once.repetitions).all()


@pytest.mark.parametrize(("factor", "shift"), [(2.0, 0.0), (0.5, -3.0), (8.0, 100.0)])
def test_an_affine_change_of_payoffs_keeps_ranks(factor, shift):
    old = play()
    game = Game(**{k: factor * getattr(old.game, k) + shift for k in "RSTP"})
    new = play(game=game)
    assert list(new.ranking.index) == list(old.ranking.index)
    for column in ("rank", "tier", "best_rank", "worst_rank", "wins", "cooperation"):
        assert list(new.ranking[column]) == list(old.ranking[column])
    np.testing.assert_allclose(
        new.ranking["score"], factor * old.ranking["score"] + shift, rtol=1e-12
    )
    np.testing.assert_allclose(
        new.ranking["standard_error"], factor * old.ranking["standard_error"], rtol=1e-9
    )


@pytest.mark.parametrize("game", [*PRESETS.values(), Game(R=0, S=2, T=1, P=-1)], ids=str)
def test_under_another_game_is_playing_it(game):
    results = play()
    if not game.is_symmetric:
        with pytest.raises(TournamentError, match="two games that pay both seats alike"):
            results.under(game)
        return
    rescored, replayed = results.under(game), play(game=game)
    assert rescored == replayed
    assert rescored.ranking.equals(replayed.ranking)
    assert rescored.wins.equals(replayed.wins)


def test_under_another_game__readers_of_payoffs_are_named():
    with pytest.raises(TournamentError, match="do not look at payoffs; payoff_reader does"):
        play([*BLIND, payoff_reader]).under(PRISONERS_DILEMMA)


@pytest.mark.parametrize("self_play", [True, False])
def test_per_repetition_means_are_the_scores(self_play):
    results = play(self_play=self_play)
    mean = results.per_repetition.mean()
    np.testing.assert_allclose(mean, results.ranking.loc[results.names, "score"], rtol=1e-13)
    error = results.per_repetition.std(ddof=1) / np.sqrt(results.repetitions)
    np.testing.assert_allclose(
        error, results.ranking.loc[results.names, "standard_error"], rtol=1e-9
    )


def test_payoff_errors_are_the_textbooks():
    results = play(noise={"tit_for_tat": 0.1}, misperception=0.0)
    for one, two in itertools.product(results.names, repeat=2):
        scores = [results.sample(one, two, r).scores for r in range(results.repetitions)]
        own = [np.mean(s) if one == two else s[0] for s in scores]
        error = np.std(own, ddof=1) / np.sqrt(len(own))
        assert results.payoffs.loc[one, two] == pytest.approx(np.mean(own), rel=1e-12)
        assert results.payoff_errors.loc[one, two] == pytest.approx(error, rel=1e-9, abs=1e-9)


def test_errors__none_without_chance_and_unknown_with_one_repetition():
    certain = play([strategies.tit_for_tat, strategies.always_defect], noise=0, misperception=0)
    assert (certain.payoff_errors.to_numpy() == 0).all()
    assert (certain.ranking["standard_error"] == 0).all()
    single = play(repetitions=1)
    assert single.payoff_errors.isna().all(axis=None)
    assert single.ranking["standard_error"].isna().all()


def test_scores_are_means_of_payoffs(once):
    if once.rules.continuation is None:
        assert once.payoffs.mean(axis=1).loc[once.ranking.index].to_numpy() == pytest.approx(
            once.ranking["score"].to_numpy(), rel=1e-12
        )


def test_inputs_are_never_modified():
    noise, game = {"joss": 0.1}, Game(R=3, S=0, T=5, P=1)
    players = [strategies.joss, strategies.cycler_ccd, strategies.gradual]
    before = [
        {k: np.array(v) for k, v in {**p.parameters, **p.memory}.items()} | {"code": p.code}
        for p in players
    ]
    field = list(players)
    results = Tournament(field, game, noise=noise, seed=3, turns=50).play(progress=False)
    _ = results.ranking, results.under(PRISONERS_DILEMMA), results.states, results.wins
    assert noise == {"joss": 0.1}
    assert field == players
    assert game == Game(R=3, S=0, T=5, P=1)
    for player, values in zip(players, before, strict=True):
        assert player.code == values.pop("code")
        for key, value in values.items():
            np.testing.assert_array_equal({**player.parameters, **player.memory}[key], value)


def test_results_do_not_change_by_looking(once):
    copies = {key: value.copy() for key, value in vars(once.tallies).items() if value is not None}
    _ = once.ranking, once.payoffs, once.payoff_errors, once.states, once.per_repetition, str(once)
    for key, value in copies.items():
        np.testing.assert_array_equal(getattr(once.tallies, key), value)
