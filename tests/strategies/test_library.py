"""The contract of every rule of the library: a new rule is tested by existing."""

import ast
import pickle
import re
from doctest import DocTestParser

import numpy as np
import pytest

import strategies
from tournament import PRESETS, PRISONERS_DILEMMA, TSTO, C, D, Match
from tournament.authors.registry import library
from tournament.referee.match import play

TURNS = 50
SCRIPTS = ["C", "D", "CD", "DDC", "CCCCCCCD", "CCCCCDDDDDCDCDCCDDCCDDDC"]
LIBRARY = library()


def complete(rule):
    """Return a rule with what it cannot play without; that of a large team takes long to test.

    A rule whose parameters have no defaults shows in its docstring how it is used.
    """
    player = rule
    if set(rule.missing) - {"members"}:
        text = "".join(example.source for example in DocTestParser().get_examples(rule.doc))
        calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
        shown = next(call for call in calls if ast.unparse(call.func) == rule.name)
        player = eval(ast.unparse(shown), {"C": C, "D": D, **LIBRARY})
    elif rule.missing:
        names = ("joss", "grudger", "alternator") if "team" in rule.name else ("joss", "gradual")
        members = [LIBRARY[name] for name in names]
        player = rule(members if "members" in rule.mentions else members[0])
    marks = [pytest.mark.slow] if len(player.tree()) > 20 else []
    return pytest.param(player, marks=marks, id=player.name)


PLAYERS = [complete(rule) for rule in LIBRARY.values()]
each_player = pytest.mark.parametrize("player", PLAYERS)
each_name = pytest.mark.parametrize("name", LIBRARY)


def moves(
    player, script="CCDCDDDC", *, turns=TURNS, told=-1, noise=0.0, seed=1, game=PRISONERS_DILEMMA
):
    """Return the player's moves against a script, played by the referee."""
    pair = player, strategies.scripted(script)
    made, _ = play(
        pair, payoffs=game.payoffs, turns=turns, told=told, noise=(noise, 0.0), seed=seed
    )
    return made[:, 0]


@each_player
@pytest.mark.parametrize("told", [-1, TURNS])
def test_plays_against_every_script(player, told):
    for script in SCRIPTS:
        made = moves(player, script, told=told)
        assert len(made) == TURNS
        assert set(made.tolist()) <= {0, 1}


@each_player
def test_plays_under_noise_in_other_games_and_for_one_turn(player):
    assert len(moves(player, noise=0.3, game=TSTO)) == TURNS
    assert len(moves(player, turns=1, told=1)) == 1


@each_player
def test_begins_every_match_afresh(player):
    first = moves(player)
    moves(player, "D", seed=2)
    np.testing.assert_array_equal(moves(player), first)


@each_player
def test_a_match_begins_with_the_shorter_match_if_the_length_is_not_told(player):
    np.testing.assert_array_equal(moves(player, turns=30), moves(player)[:30])


CONDITIONS = [  # opponent, and how: lengths about 64, which the engine keeps for everybody
    ("DCCDCDDCCCDDDDCCCCCC", {"turns": 1}),
    ("CCCCCDDDDDCDCDCCDDCCDDDC", {"turns": 64, "game": TSTO}),
    ("CCCCCCCD", {"turns": 129, "noise": (0.1, 0.0)}),
    ("C", {"turns": 200, "length_known": False, "noise": (0.02, 0.0)}),
    ("D", {"turns": 65, "misperception": (0.3, 0.0), "game": PRESETS["hawk_dove"]}),
    ("itself", {"turns": 130, "noise": 0.05, "misperception": 0.05}),
    ("random_player", {"turns": 200}),
    ("random_player", {"turns": 200, "continuation": 0.98, "noise": (0.0, 0.1)}),
]


@each_player
def test_compiled_and_plain_play_are_the_same(player):
    """`tests/tournament/test_twin.py` draws pairs of rules and conditions at random, too."""
    known = {"itself": player, "random_player": strategies.random_player}
    for seed, (who, given) in enumerate(CONDITIONS):
        opponent = known[who] if who in known else strategies.scripted(who)
        how = {"game": PRISONERS_DILEMMA, "seed": seed, **given}
        compiled, plain = (
            Match(player, opponent, engine=engine, **how).play().moves
            for engine in ("compiled", "python")
        )
        np.testing.assert_array_equal(compiled, plain, err_msg=f"{who}, {how}")


@each_player
def test_playing_changes_neither_parameters_nor_memory(player):
    before = pickle.dumps((player.parameters, player.memory))
    moves(player)
    assert pickle.dumps((player.parameters, player.memory)) == before


@each_player
def test_survives_pickling(player):
    copy = pickle.loads(pickle.dumps(player))
    assert copy == player
    assert (copy.name, copy.doc) == (player.name, player.doc)


@each_name
def test_says_what_it_does_and_where_it_is_from(name):
    rule = LIBRARY[name]
    assert rule.summary.endswith(".")
    assert "\n" not in rule.doc.split("\n\n")[0], "the first line is a summary"
    assert len(rule.summary) <= 120
    assert rule.source
    assert rule.also_called
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name)


@each_name
def test_is_found_by_its_name(name):
    assert strategies.get(name) is LIBRARY[name]
    assert getattr(strategies, name) is LIBRARY[name]
    assert name in dir(strategies)


def test_names_and_behaviour_are_unique():
    assert len(set(LIBRARY.values())) == len(LIBRARY), "two names for one rule"


def test_synonyms_are_unique():
    synonyms = [s.strip().lower() for rule in LIBRARY.values() for s in rule.also_called.split(",")]
    assert sorted(synonyms) == sorted(set(synonyms))


def test_an_unknown_name_is_no_attribute():
    with pytest.raises(AttributeError, match="module 'strategies' has no attribute 'tit_for_tatt'"):
        strategies.tit_for_tatt  # noqa: B018


# -- what the recorded behaviour does not tell ---------------------------------------------------


def text(made):
    return "".join("CD"[move] for move in made)


def test_scripted_repeats_or_stays_with_the_last_move():
    assert text(moves(strategies.scripted("CDDC"), turns=9)) == "CDDCCDDCC"
    assert text(moves(strategies.scripted("CDDC", repeat=False), turns=9)) == "CDDCCCCCC"
    assert text(moves(strategies.scripted([0, 1, 1]), turns=5)) == "CDDCD"


def test_contrite_tit_for_tat_accepts_punishment_for_its_mistake():
    """A slip of one of two tit for tats echoes for ever; contrite ones are back in two turns."""

    def after_a_slip(rule, turns=400):
        made, _ = play(
            (rule, rule),
            payoffs=PRISONERS_DILEMMA.payoffs,
            turns=turns,
            noise=(0.01, 0.01),
            seed=5,
            seats=(0, 1),
        )
        return (made == C).mean()

    assert after_a_slip(strategies.contrite_tit_for_tat) > 0.9
    assert after_a_slip(strategies.tit_for_tat) < 0.9


def test_a_partner_of_jones_is_exploited_for_59_turns_and_then_paid_for_41():
    """The partner began with D, and both have 237 points after 80 turns."""
    made = text(moves(strategies.jones, "DCCCDCCCCD" + "C" * 290, turns=300))
    assert made[80:] == ("D" * 59 + "C" * 41) * 2 + "D" * 20
    betrayed = text(moves(strategies.jones, "DCCCDCCCCD" + "C" * 80 + "D" + "C" * 209, turns=300))
    assert betrayed[:91] == made[:91]
    assert "DD" not in betrayed[91:]


def test_resurrection_cooperates_after_five_defections_as_in_coopsim():
    assert text(moves(strategies.resurrection, "D", turns=14)) == "CDDDDDCDDDDDCD"


def test_tricky_level_punisher_tolerates_ever_less_as_in_coopsim():
    for gap, first in ((4, 12), (8, 51), (16, 101)):
        made = moves(strategies.tricky_level_punisher, "C" * (gap - 1) + "D", turns=150)
        assert text(made).index("D") == first


def test_adaptive_compares_averages_not_sums():
    """After 12 turns C has earned 18 in 7 turns, D 13 in 5."""
    assert text(moves(strategies.adaptive, "CCCCCCDCCDDD", turns=13)) == "CCCCCCDDDDDCD"


def test_noise_on_own_moves_does_not_change_what_tit_for_tat_chooses():
    made, _ = play(
        (strategies.tit_for_tat, strategies.always_cooperate),
        payoffs=PRISONERS_DILEMMA.payoffs,
        turns=20,
        noise=(1.0, 0.0),
    )
    assert text(made[:, 0]) == "D" * 20


def test_momentum_at_its_threshold_cooperates():
    """A mean of exactly 1 is reached, and a threshold of 1 is met by it."""
    rule = strategies.momentum(threshold=1.0)
    assert text(moves(rule, "C", turns=6)) == "CCCCCC"
    assert text(moves(rule, "CCDC", turns=6)) == "CCCDDD"
