"""Teams make one move of their members' votes: by hand, by laws, and with their default members."""

import numpy as np
import pytest

import strategies
from strategies import (
    alternator,
    always_cooperate,
    always_defect,
    ensemble_team,
    hunter_team,
    majority_team,
    minority_team,
    mixed_team,
    tit_for_tat,
    winner_team,
)
from strategies.classic.cyclers import scripted
from strategies.composed.meta_players import LONGER, MEMORY_ONE, by_class, deterministic, stochastic
from tournament import PRISONERS_DILEMMA, Match, Tournament
from tournament.errors import PluginError

ENGINES = pytest.mark.parametrize("engine", ["compiled", "python"])
ALL_C, ALL_D = always_cooperate, always_defect


@ENGINES
@pytest.mark.parametrize(
    ("team", "against", "answer"),
    [
        (majority_team([ALL_C, ALL_D, tit_for_tat]), "CDDC", "CCDD"),
        (majority_team([ALL_D, tit_for_tat]), "CDDC", "CCDD"),  # a tie is a C
        (majority_team(ALL_D), "CC", "DD"),
        (minority_team([ALL_C, ALL_D, tit_for_tat]), "CDDC", "DDCC"),
        (minority_team([ALL_D, tit_for_tat]), "CDDC", "CCCC"),
        # DC pays 5 and CC 3: ALL_D leads after turn 1; a tie before, where C is preferred
        (winner_team([ALL_C, ALL_D]), "CCDD", "CDDD"),
        # totals after D: 0, 1 and after C: 3, 6; tit_for_tat has 0, then 5
        (winner_team([ALL_D, tit_for_tat]), "DCC", "CDD"),
        (ensemble_team([ALL_C, ALL_D]), "CC", "DD"),  # of equals the later one
        (ensemble_team([ALL_D, ALL_C]), "CC", "CD"),
        (mixed_team([ALL_C, ALL_D, ALL_C], [0, 1]), "CCC", "DDD"),
        (mixed_team([ALL_C, alternator], [0, 2.5]), "CCC", "CDC"),
        (hunter_team([scripted("CCD")]), "C" * 101 + "DCDD", ("CCD" * 34)[:101] + "DDCD"),
        (hunter_team(ALL_C), "D" * 101 + "DCDD", "C" * 101 + "DDCD"),
    ],
    ids=range(13),
)  # fmt: skip
def test_moves_by_hand(team, against, answer, engine):
    script = scripted(against, repeat=False).named("script")
    match = Match(team, script, game=PRISONERS_DILEMMA, turns=len(against), engine=engine)
    assert match.play().text(0) == answer


def test_members_do_not_see_what_the_team_made_of_their_votes():
    """Win-stay lose-shift among two defectors believes that its own votes were played."""
    pavlov = strategies.win_stay_lose_shift
    assert Match(majority_team([pavlov, ALL_D, ALL_D]), scripted("DC"), turns=6).play().text(0) == (
        "DDDDDD"
    )
    echo = majority_team([pavlov])
    alone = Match(pavlov.named("x"), scripted("DCCD"), turns=40).play().text(0)
    assert Match(echo.named("x"), scripted("DCCD"), turns=40).play().text(0) == alone


@pytest.mark.parametrize(
    ("team", "rate"),
    [
        (mixed_team([ALL_C, ALL_D, ALL_C, ALL_C]), 1 / 4),
        (mixed_team([ALL_C, ALL_D, ALL_C], [1, 3]), 3 / 5),  # weights repeat: 1, 3, 1
        (ensemble_team([*[ALL_D] * 3, *[ALL_C] * 3], 0.7), 3 / 4),  # four of them, after turn 1
    ],
    ids=str,
)
def test_members_are_drawn_anew_every_turn(team, rate):
    """100,000 turns, within 5 standard errors: false alarm 6e-7."""
    event = Tournament([team, ALL_C], PRISONERS_DILEMMA, turns=1000, repetitions=100, seed=4)
    played = 1 - event.play(progress=False).cooperation.loc[team.name, ALL_C.name]
    assert played == pytest.approx(rate, abs=5 * np.sqrt(rate * (1 - rate) / 1e5) + 1e-3)


@ENGINES
@pytest.mark.parametrize("weights", [[1.0] * 7, [0.5] * 7, [3.0]])
def test_a_draw_among_equals_needs_no_weights(weights, engine):
    """Members are mixed, so a draw of another member would show."""
    team = [ALL_C, ALL_D, alternator, tit_for_tat, ALL_D, ALL_C, scripted("DDC")]
    first, second = (
        Match(mixed.named("mixed"), tit_for_tat, turns=300, seed=5, engine=engine).play().text(0)
        for mixed in (mixed_team(team), mixed_team(team, weights))
    )
    assert first == second


def test_default_teams_are_all_rules_but_teams():
    known = by_class()
    assert len(known) == 244 - 23 - 2  # less the meta players, and the two that cannot be had
    assert not any(rule.members for rule in known.values())
    assert {*MEMORY_ONE.split(), *LONGER.split()} <= set(known)
    assert not {*MEMORY_ONE.split()} & {*LONGER.split()}
    assert len(deterministic()) + len(stochastic()) == len(known)
    assert len(strategies.meta_majority.members) == len(known)


def test_meta_players_are_axelrods():
    """Its twenty-three are these, and memory_decay, which has no members here."""
    metas = [rule for rule in strategies.axelrod_meta() if rule.also_called]
    assert len(metas) == len(strategies.axelrod_meta()) == 22
    assert strategies.from_axelrod("MemoryDecay") == strategies.memory_decay


@pytest.mark.slow
def test_the_largest_teams_meet_the_referee():
    """All members of all kinds, their chances and histories, in one seat."""
    for name in ("meta_winner_ensemble", "nice_meta_winner"):
        team = strategies.get(name)
        pair = (team, strategies.joss)
        words = {"turns": 20, "noise": 0.05, "seed": 2}
        fast, slow = (
            Match(*pair, **words, engine=engine).play().moves for engine in ("compiled", "python")
        )
        np.testing.assert_array_equal(fast, slow, err_msg=name)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: mixed_team([ALL_C], [0.0]), "`weights` of `mixed_team` must be a row of weights"),
        (lambda: mixed_team([ALL_C], [1, -1]), "`weights` of `mixed_team` must be a row of"),
        (lambda: ensemble_team([ALL_C], 2), "`share` of `ensemble_team` must be a probability"),
    ],
)
def test_what_cannot_be_played_is_refused_when_made(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        wrong()


def test_too_few_members_to_mix():
    rule = strategies.mixed([ALL_C, ALL_D], [0.0, 1.0])
    with pytest.raises(PluginError, match="raised IndexError in turn 1"):
        Match(rule, ALL_C, turns=2).play()
