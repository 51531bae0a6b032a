"""What is expected of a match: for every length, game and kind of chance, and against play."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from tournament import C, D, Game, Match, Tournament, strategy
from tournament.engine.chain import expected as door
from tournament.errors import ArgumentError, TooLarge, TournamentError
from tournament.outcomes import SWAP
from tournament.referee.exact.machine import NotExact

NAMES = ("tit_for_tat", "joss", "grudger", "random_player", "win_stay_lose_shift", "alternator")
PD = {"game": "prisoners_dilemma"}


def test_a_match_without_chance_is_as_it_is_played():
    match = Match("tit_for_tat", "always_defect", turns=50, **PD)
    found, played = match.expected(), match.play()
    assert found.names == played.names
    assert tuple(found.scores) == played.scores
    assert found.cooperation == pytest.approx(played.cooperation, abs=1e-15)
    assert found.deviations.tolist() == [0, 0]
    assert found.first_defections.tolist() == [0, 1]
    assert found.wins.tolist() == [0, 1]
    assert (found.turns, found.moments.counts.tolist()) == (50, [*played.counts.values()])
    assert found.by_turn.argmax(axis=1).tolist() == (played.moves @ [2, 1]).tolist()
    assert [automaton.states for automaton in found.automata] == [2, 1]


@pytest.mark.parametrize(
    "words",
    [
        {"turns": 30, "noise": [0.02, 0.1]},
        {"turns": 30, "misperception": {"joss": 0.2}},
        {"continuation": 0.9},
        {"continuation": 0.95, "turns": 20, "noise": 0.05},
    ],
)
def test_play_comes_near(words):
    """Scores of 20,000 matches, and their errors; of 8 numbers none is 4.5 errors away."""
    pair, times = (strategies.tit_for_tat, strategies.joss), 20_000
    played = Tournament(pair, repetitions=times, seed=5, self_play=False, **PD, **words).play()
    found = Match(*pair, **PD, **words).expected()
    for seat, (one, two) in enumerate((pair, pair[::-1])):
        error = played.payoff_errors.loc[one.name, two.name]
        assert error == pytest.approx(found.deviations[seat] / np.sqrt(times), rel=0.05)
        assert abs(played.payoffs.loc[one.name, two.name] - found.scores[seat]) < 4.5 * error
    per_turn = played.tallies.counts[0] / played.tallies.counts[0].sum()
    np.testing.assert_allclose(per_turn, found.outcomes, atol=0.01)
    defected = played.tallies.first_defections[0] / times
    np.testing.assert_allclose(defected, found.first_defections, atol=0.02)
    np.testing.assert_allclose(played.tallies.wins[0] / times, found.wins, atol=0.02)


@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.floats(0, 1), st.integers(1, 30))
def test_exchanged_players_have_the_mirror_image(one, two, noise, turns):
    row = [[3, -1], [5, 1]]
    column = [[2, 7], [1, 0.5]]
    words = {"turns": turns, "noise": noise}
    found = Match(one, two, game=Game.bimatrix(row, column), **words).expected()
    other = Match(
        two, one, game=Game.bimatrix(np.transpose(column), np.transpose(row)), **words
    ).expected()
    np.testing.assert_allclose(found.scores, other.scores[::-1], rtol=1e-9)
    np.testing.assert_allclose(found.deviations, other.deviations[::-1], rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(found.outcomes, other.outcomes[SWAP], atol=1e-12)
    np.testing.assert_allclose(found.cooperation, other.cooperation[::-1], atol=1e-12)


def test_the_first_is_the_row_player():
    game = Game.bimatrix([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    found = Match("always_cooperate", "always_defect", game=game, turns=3).expected()
    assert found.scores.tolist() == [2, 6]


def test_costs_are_told_as_given():
    found = Match("always_cooperate", "always_defect", game="prison_years", turns=4).expected()
    assert found.scores.tolist() == [3, 0]
    assert found.wins.tolist() == [0, 1]


@strategy
def best_reply(me, opponent):
    """Cooperate if that pays more against a defector; else, if the opponent has had more."""
    if me.game.S > me.game.P:
        return C
    return C if opponent.score > me.score else D


def test_payoffs_reach_rules_as_they_are_played():
    """Of two players with different payoffs, each looks at its own."""
    game = Game.bimatrix([[4, 0], [5, 1]], [[0, 1], [3, 2]])
    for words in ({"turns": 3}, {"turns": 3, "noise": [0, 1]}):
        for pair in (("tit_for_tat", best_reply), (best_reply, "tit_for_tat")):
            match = Match(*pair, game=game, **words)
            np.testing.assert_allclose(match.expected().scores, match.play().scores, atol=1e-12)
    moves = [
        Match(best_reply, "joss", game=g, turns=1).expected().cooperation[0]
        for g in (game, "chicken")
    ]
    assert moves == [0, 1]


# -- lengths ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("continuation", [0.0, 0.5, 0.98])
def test_lengths_by_chance_are_gone_through_or_solved_for(continuation, monkeypatch):
    match = Match("joss", "win_stay_lose_shift", noise=[0.1, 0], continuation=continuation)
    found = match.expected()
    monkeypatch.setattr(door, "LONG", 0)
    solved = match.expected()
    assert found.turns == pytest.approx(1 / (1 - continuation))
    for name in ("counts", "products", "starts", "transitions", "first_defections"):
        one, two = getattr(found.moments, name), getattr(solved.moments, name)
        np.testing.assert_allclose(one, two, rtol=1e-12, atol=1e-15, err_msg=name)


def test_hardly_any_end():
    found = Match("tit_for_tat", "always_defect", continuation=1 - 1e-9, **PD).expected()
    assert found.turns == pytest.approx(1e9)
    assert found.scores == pytest.approx([1, 1], abs=1e-8)


def test_a_limit_of_the_length_counts():
    words = {"noise": 0.1, **PD}
    found = Match("joss", "joss", continuation=0.9, turns=4, **words).expected()
    assert found.turns == pytest.approx(1 + 0.9 + 0.81 + 0.729)
    certain = Match("joss", "joss", continuation=1, turns=4, **words).expected()
    fixed = Match("joss", "joss", turns=4, **words).expected()
    assert certain.scores.tolist() == fixed.scores.tolist()
    with pytest.raises(ValueError, match="`continuation` must be below 1, or matches never end"):
        Match("joss", "joss", continuation=1)


def test_outcomes_of_each_turn_are_those_of_matches_that_last():
    words = {"noise": 0.1, **PD}
    fixed = Match("joss", "joss", turns=4, length_known=False, **words).expected()
    chance = Match("joss", "joss", turns=4, continuation=0.5, **words).expected()
    np.testing.assert_array_equal(fixed.by_turn, chance.by_turn)
    assert fixed.by_turn.shape == (4, 4)
    endless = Match("joss", "joss", continuation=0.5, **words).expected()
    np.testing.assert_array_equal(endless.by_turn[:4], fixed.by_turn)
    with pytest.raises(TooLarge, match="A table of the outcomes of 2,147,483,647 turns takes"):
        _ = Match("joss", "joss", continuation=1 - 1e-12, **words).expected().by_turn


def test_a_rule_that_knows_the_end_is_followed_to_the_end():
    known = Match("backstabber", "always_cooperate", turns=20, **PD)
    assert known.expected().scores[0] == known.play().scores[0] == (18 * 3 + 2 * 5) / 20
    unknown = Match("backstabber", "always_cooperate", turns=20, length_known=False, **PD)
    assert unknown.expected().scores[0] == 3


def test_what_is_not_finite_is_refused():
    with pytest.raises(NotExact, match="meta_mixer"):
        Match("meta_mixer", "joss", turns=10).expected()
    with pytest.raises(NotExact, match="meta_mixer"):
        Match("meta_mixer", "joss", continuation=0.5).expected()


# -- without end -----------------------------------------------------------------------------------


def test_the_long_run():
    found = Match("tit_for_tat", "tit_for_tat", noise=0.01, **PD).expected(limit=True)
    assert found.scores == pytest.approx([9 / 4, 9 / 4], rel=1e-12)
    assert (found.turns, found.moments, found.fractions) == (np.inf, None, None)
    assert found.deviations.tolist() == [0, 0]
    game = Game.bimatrix([[1, 2], [3, 4]], [[5, 6], [7, 8]])
    found = Match("always_cooperate", "always_defect", game=game).expected(limit=True)
    assert found.scores.tolist() == [2, 6]
    assert [*map(str, found.fractions)] == ["0", "1", "0", "0"]


def test_in_the_long_run_nobody_knows_an_end():
    for words in ({"turns": 20}, {"continuation": 0.9}, {"continuation": 0.9, "turns": 20}):
        found = Match("backstabber", "always_cooperate", **words, **PD).expected(limit=True)
        assert found.scores.tolist() == [3, 0 + 3]


def test_as_errors_become_rare():
    found = Match("tit_for_tat", "tit_for_tat", **PD).expected(limit="rare errors")
    assert [*map(str, found.fractions)] == ["1/4"] * 4
    assert found.scores.tolist() == [2.25, 2.25]
    assert found.cooperation.tolist() == [0.5, 0.5]
    assert repr(found).splitlines() == [
        "<Expected: tit_for_tat against tit_for_tat>",
        "Prisoner's Dilemma: R 3, S 0, T 5, P 1; in the long run, as errors become rare",
        "player         score  deviation  cooperation",
        "tit_for_tat  2.25000    0.00000       50.0 %",
        "tit_for_tat  2.25000    0.00000       50.0 %",
        "",
        "outcome     CC   CD   DC   DD",
        "frequency  1/4  1/4  1/4  1/4",
    ]


def test_misreading_and_rare_errors():
    """Who misreads all moves of tit for tat plays the opposite of what it says."""
    words = {"misperception": [1, 0], **PD}
    found = Match("tit_for_tat", "always_cooperate", **words).expected(limit="rare errors")
    assert found.scores.tolist() == [5, 0]


def test_matches_without_end_lack_what_an_end_gives():
    found = Match("tit_for_tat", "joss", **PD).expected(limit=True)
    for name in ("by_turn", "first_defections", "wins"):
        sentence = f"`{name}` is known of matches that end, and this is a limit; leave out `limit`."
        with pytest.raises(TournamentError, match=sentence):
            getattr(found, name)


@pytest.mark.parametrize("limit", ["long run", 1, None, "", np.array(1)])
def test_other_limits_are_refused(limit):
    with pytest.raises(ValueError, match="`limit` must be True, False or 'rare errors'; got "):
        Match("tit_for_tat", "joss").expected(limit)


def test_rare_errors_are_not_frequent():
    sentence = "`noise` must be 0 for the limit of rare errors, in which it goes to 0; got 0.02"
    with pytest.raises(ArgumentError, match=sentence):
        Match("tit_for_tat", "joss", noise=[0.02, 0]).expected("rare errors")


def test_a_rule_that_is_not_finite_has_no_limit():
    with pytest.raises(NotExact, match="meta_mixer"):
        Match("meta_mixer", "joss").expected(limit=True)


# -- two sources -----------------------------------------------------------------------------------

CODE = """
import sys
from tournament import Match
found = Match("joss", "random_player", turns=30, noise=0.01).expected()
found.wins, found.by_turn
print("numba" in sys.modules, [x.hex() for x in found.moments.products.ravel().tolist()])
"""


def test_a_small_match_needs_no_compiler_and_has_the_same_bits():
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=True
    ).stdout
    match = Match("joss", "random_player", turns=30, noise=0.01)
    here = match.expected().moments.products
    assert done == f"False {[x.hex() for x in here.ravel().tolist()]}\n"


def test_without_a_compiler_the_twin_computes(monkeypatch):
    match = Match("joss", "random_player", turns=30, noise=0.01)
    compiled = match.expected()
    monkeypatch.setattr(door, "can_compile", lambda: False)
    twin = match.expected()
    np.testing.assert_array_equal(twin.moments.products, compiled.moments.products)
    np.testing.assert_allclose(twin.wins, compiled.wins, rtol=1e-12)


# -- what it shows ---------------------------------------------------------------------------------


def test_it_shows_scores_deviations_and_outcomes():
    found = Match("tit_for_tat", "joss", turns=200, noise=0.01, seed=1, **PD).expected()
    assert repr(found).splitlines() == [
        "<Expected: tit_for_tat against joss>",
        "Prisoner's Dilemma: R 3, S 0, T 5, P 1; 200 turns, known to the players; noise",
        "0.01",
        "player         score  deviation  cooperation",
        "tit_for_tat  1.51853    0.24587       20.8 %",
        "joss         1.56988    0.25255       19.8 %",
        "",
        "outcome       CC      CD      DC      DD",
        "frequency  6.4 %  14.4 %  13.4 %  65.8 %",
    ]
    assert "<td>1.51853</td>" in found._repr_html_()
