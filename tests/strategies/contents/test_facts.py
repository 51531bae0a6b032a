"""What is derived of rules: what the file keeps, and what it means."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

import strategies
from strategies.contents.axelrod_python import KEYS
from strategies.contents.facts import (
    KEPT,
    LARGEST,
    Seat,
    choices,
    derive,
    facts,
    required,
    uses_game,
    uses_length,
)
from tournament import C, D, strategy
from tournament.authors.registry import library
from tournament.referee.watchdog import DECISION_SECONDS, Watchdog

LIBRARY = {
    name: rule
    for name, rule in library().items()
    if not required(rule) and len(rule.tree()) <= LARGEST
}


@pytest.mark.slow
@pytest.mark.parametrize("name", [*LIBRARY][::3])  # the moves of all are in test_golden_moves
def test_what_the_file_keeps_is_found_again(name):
    stochastic, depth, behaviour = json.loads(KEPT.read_text())[name]
    kept = (stochastic, math.inf if depth is None else depth, behaviour)
    assert derive(LIBRARY[name]) == kept, "run docs/make/make_catalogue.py"


def test_the_file_keeps_nothing_else():
    assert list(json.loads(KEPT.read_text())) == sorted(LIBRARY)


CLOCK = "it looks at the turn; there at its own last moves"
PLAYED = "its definition looks at no more outcomes than that"
FINER = "the chance that a longer past changes is too small for the test draws"
HIDDEN = "mistakes of its own hide its state, for any number of turns"
NO_PAYOFFS = "its probabilities are parameters here; there they are computed from payoffs"
DIFFERENT = {  # from the recording's classification, which is declared by hand
    ("win_stay_lose_shift", "memory_depth"): "Appeaser remembers what its own last move tells",
    ("tullock", "memory_depth"): PLAYED,
    ("short_memory", "memory_depth"): PLAYED,
    ("n_tits_for_m_tats", "memory_depth"): "two defections, then up to three turns ago: four",
    ("getzler", "memory_depth"): FINER,
    ("contrite_tit_for_tat", "memory_depth"): "one who is provoked may be so for ever",
    ("remorseful_prober", "memory_depth"): "under noise it cannot see which defection was a probe",
    ("feld", "memory_depth"): "it looks at the turn, up to 200",
    ("soft_grudger", "memory_depth"): "what it answers may be any number of grudges ago",
    ("forgetful_grudger", "memory_depth"): "what it answers may be any number of grudges ago",
    ("once_bitten", "memory_depth"): "what it answers may be any number of grudges ago",
    ("colbert", "memory_depth"): CLOCK,
    ("random_tit_for_tat", "memory_depth"): CLOCK,
    ("alternator", "memory_depth"): CLOCK,
    ("evolved_hmm_5", "memory_depth"): "its state is hidden for any number of turns",
    ("fortress_3", "memory_depth"): HIDDEN,
    ("fortress_4", "memory_depth"): HIDDEN,
    ("ripoff", "memory_depth"): HIDDEN,
    ("solution_b1", "memory_depth"): HIDDEN,
    ("derived_belief_strategy", "uses_game"): "it looks ahead with the payoffs of the match",
    ("tranquilizer", "uses_game"): "it compares scores; there with payoffs of its own",
    ("generous_tit_for_tat", "uses_game"): NO_PAYOFFS,
}


def different(name, column):
    """Return whether a difference from the recording's classification is known, with a reason."""
    if name.startswith("cycler_") and column == "memory_depth":
        return CLOCK
    if name.startswith("zd_") and column == "uses_game":
        return NO_PAYOFFS
    if len(library()[name].tree()) > LARGEST:
        mixer = "there the mixer's team is not asked" if name == "meta_mixer" else ""
        reasons = {"memory_depth": "large teams are not measured", "uses_length": mixer}
        return {**reasons, "uses_game": mixer or NO_PAYOFFS}.get(column, "")
    return DIFFERENT.get((name, column), "")


def test_facts_are_those_of_the_recording():
    oracle = np.load(Path(__file__).parents[1] / "data" / "oracle.npz")
    keys, table = list(map(str, oracle["class_keys"])), strategies.catalogue()
    columns = ("stochastic", "memory_depth", "uses_length", "uses_game")
    found = {
        (name, column)
        for key, name in KEYS.items()
        for column in columns
        if key in keys and table.loc[name, column] != oracle[column][keys.index(key)]
    }
    assert {each for each in found if not different(*each)} == set()
    assert set(DIFFERENT) <= found


@pytest.mark.parametrize(
    ("name", "depth"),
    {
        "always_defect": 0, "random_player": 0, "tit_for_tat": 1, "joss": 1, "tit_for_two_tats": 2,
        "hard_tit_for_two_tats": 3, "soft_majority_10": 10, "soft_majority": math.inf,
        "grudger": math.inf, "davis": math.inf, "alternator": math.inf, "calculator": math.inf,
        "weiner": math.inf, "adaptive_tit_for_tat": math.inf,
    }.items(),
)  # fmt: skip
def test_memory_depths_known_from_the_definitions(name, depth):
    assert facts(LIBRARY[name]).memory_depth == depth


@pytest.mark.parametrize("rule", [strategies.weiner, strategies.weiner_1980])
@pytest.mark.parametrize("depth", [13, 40, 100])
def test_the_grudge_of_weiner_outlasts_any_number_of_outcomes(rule, depth):
    """After a long peace every pardon of many is possible, after a short one every second."""
    quarrel = ([1, 0, 1, 0, 0, 0] * depth)[: depth + 6]
    with Watchdog(DECISION_SECONDS) as watchdog:
        soon, late = (
            choices(Seat(rule, told=-1), outcomes, [0.5] * len(outcomes), watchdog)
            for outcomes in ([0, *quarrel], [0] * 20 * depth + quarrel)
        )
    assert soon[-6:] != late[-6:]


def test_rounding_makes_adaptive_tit_for_tat_forgive():
    with Watchdog(DECISION_SECONDS) as watchdog:
        for peace, answer in ((52, D), (53, C)):
            outcomes = [0] * peace + [1, 0]
            seat = Seat(strategies.adaptive_tit_for_tat, told=-1)
            assert choices(seat, outcomes, [0.5] * len(outcomes), watchdog)[-1] == answer


@strategy(coin=-1)
def one_toss(me, opponent):
    if me.coin < 0:
        me.coin = me.integer(2)
    return me.coin


@strategy
def certain(me, opponent, p=1.0):
    return C if me.chance(p) else D


@strategy
def worse_off(me, opponent):
    return D if me.turns > 0 and me.total < opponent.total else C


@strategy
def last_but_one(me, opponent):
    return D if opponent.move(2) == D else C


def test_rules_outside_the_library_are_derived_at_once():
    assert facts(one_toss)[:2] == (True, math.inf)
    assert facts(certain)[:2] == (False, 0)
    assert facts(certain(p=0.7))[:2] == (True, 0)
    assert facts(last_but_one)[:2] == (False, 2)
    assert facts(certain).behaviour == facts(strategies.always_cooperate).behaviour
    assert facts(strategies.memory_one) is None
    assert (uses_length(worse_off), uses_game(worse_off)) == (True, True)
    assert (uses_length(certain), uses_game(certain)) == (False, False)


def test_equal_behaviour_in_other_words_has_an_equal_hash():
    pavlov = strategies.memory_one(1, 0, 0, 1)
    assert derive(pavlov).behaviour == facts(strategies.win_stay_lose_shift).behaviour
    grim = strategies.memory_one(1, 0, 0, 0)  # differs from grudger, but only after mistakes
    assert derive(grim).behaviour != facts(strategies.grudger).behaviour


def test_teams_of_ten_are_played_and_larger_ones_are_not():
    """All told: the team, and its members. Of larger ones it is known whether chance has a part."""
    for size, depth in ((8, 0.0), (9, 0.0), (10, math.nan)):
        team = strategies.winner_team([strategies.always_defect] * size)
        assert len(team.tree()) == size + 1
        found = facts(team)
        assert found.memory_depth == pytest.approx(depth, nan_ok=True)
        assert bool(found.behaviour) == (size < 10)
    large = strategies.mixed_team([strategies.always_defect] * 10)
    assert facts(large).stochastic
    lucky = [strategies.always_defect] * 9 + [strategies.joss]
    assert facts(strategies.winner_team(lucky)).stochastic
    assert not facts(strategies.winner_team([strategies.always_defect] * 10)).stochastic
