"""Shadow play: against matches that were really played, and against probabilities known by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from tournament import C, D, Match, strategy
from tournament.authors.registry import library
from tournament.errors import PluginError, TournamentError
from tournament.game import PRISONERS_DILEMMA, TSTO
from tournament.referee.match import play
from tournament.referee.shadows import shadows

PAID = TSTO.utilities[:1]
PURE = [rule for rule in library().values() if not rule.draws and not rule.missing]


@strategy
def two_coins(me, opponent, p=0.25, q=0.5):
    """Cooperate if one of two coins says so, the second one being thrown only if needed."""
    return C if me.chance(p) or me.chance(q) else D


@strategy
def for_score(me, opponent):
    """Cooperate as long as the score is above P."""
    return C if me.turn == 0 or me.score > me.game.P else D


@strategy
def keeper(me, opponent):
    """Do what it meant to do before, whatever it did."""
    return D if me.intended == D or opponent.last == D else C


@strategy(mood=False)
def moody(me, opponent):
    if me.turn == 0:
        me.mood = me.chance(0.5)
    return C if me.mood else D


@strategy
def drawer(me, opponent):
    return C if me.uniform() < 0.5 else D


@strategy
def broken(me, opponent):
    return 1 // (opponent.last - C) and C


def history(text: str) -> np.ndarray:
    return np.array([["CD".index(move) for move in turn] for turn in text.split()], np.int8)


@pytest.mark.parametrize("rule", PURE[:: max(1, len(PURE) // 60)], ids=lambda rule: rule.name)
def test_the_shadow_of_a_player_is_the_player(rule):
    """A pure rule would have done what it did, also where it slipped: then the moves differ just
    there, with the memory of what it meant."""
    opponent = strategies.random_player
    moves, _ = play((rule, opponent), payoffs=TSTO.utilities, turns=40, noise=(0.0, 0.0), seed=3)
    would = shadows([rule], [moves], PAID)
    np.testing.assert_array_equal(would[:, 0] == 1, moves[:, 0] == C)
    noise = 0.3
    moves, _ = play((rule, opponent), payoffs=TSTO.utilities, turns=400, noise=(noise, 0), seed=4)
    slips = (shadows([rule], [moves], PAID)[:, 0] == 1) != (moves[:, 0] == C)
    assert abs(slips.mean() - noise) < 5 * np.sqrt(noise * (1 - noise) / 400)


def test_chance_is_added_up():
    moves = history("CC CD DC DD CC")
    would = shadows([two_coins, strategies.memory_one(0.9, 0.1, 0.6, 0.3, 0.8)], [moves], PAID)
    np.testing.assert_allclose(would[:, 0], 0.25 + 0.75 * 0.5)
    np.testing.assert_allclose(would[:, 1], [0.8, 0.9, 0.1, 0.6, 0.3])


def test_rules_see_payoffs_and_what_they_meant():
    moves = history("CD CC DD CC")
    rich = shadows([for_score], [moves], PRISONERS_DILEMMA.utilities[:1])[:, 0]
    assert rich.tolist() == [1, 0, 1, 1]  # 0, then 3/2, then 4/3 a turn, with P = 1
    assert shadows([keeper], [moves], PAID)[:, 0].tolist() == [1, 0, 0, 0]


@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=6), min_size=1, max_size=8))
def test_matches_do_not_know_of_each_other(outcomes):
    matches = [np.array([divmod(o, 2) for o in turns], np.int8) for turns in outcomes]
    rules = [strategies.get("grudger"), strategies.get("gradual"), two_coins]
    together = shadows(rules, matches, np.repeat(PAID, len(matches), 0))
    np.testing.assert_array_equal(
        together, np.concatenate([shadows(rules, [moves], PAID) for moves in matches])
    )


@pytest.mark.parametrize("rule", [moody, drawer])
def test_what_cannot_be_known_is_refused(rule):
    with pytest.raises(TournamentError, match=f"^What {rule.name} would have done is not known"):
        shadows([rule], [history("CC")], PAID)


def test_a_rule_that_fails_is_named():
    with pytest.raises(PluginError, match=r"test_shadows.py:\d+: broken raised ZeroDivisionError"):
        shadows([broken], [history("CC CC")], PAID)


def test_a_match_is_its_own_shadow():
    result = Match("grudger", "joss", turns=30, seed=2).play()
    would = shadows([strategies.get("grudger")], [result.moves], PAID)[:, 0]
    assert would.tolist() == [float(move == "C") for move in result.text(0)]


def test_teams_have_shadows_unless_chance_has_a_part():
    moves, tit_for_tat = np.array([[0, 1], [0, 0], [1, 0], [1, 1]]), strategies.tit_for_tat
    team = strategies.majority_team(
        [strategies.tit_for_tat, strategies.grudger, strategies.always_defect]
    )
    found = shadows([team, strategies.dual(tit_for_tat), tit_for_tat], [moves], np.eye(2)[None])
    assert found.T.tolist() == [[1, 0, 0, 0], [0, 1, 0, 0], [1, 0, 1, 1]]
    with pytest.raises(TournamentError, match="has members"):
        shadows([strategies.majority_team([strategies.joss])], [moves], np.eye(2)[None])
