"""What an automaton tells of itself, and when two are equal."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as drawn

import strategies
from tournament import Automaton, C, D, Match, Strategy, Tournament, strategy
from tournament.errors import ArgumentError, ArgumentTypeError, TournamentError
from tournament.referee.exact.telling.depth import MOST_STATES
from tournament.referee.exact.telling.rule import conditional

TIT_FOR_TAT = Automaton.of_table([1, 0], [[[0, 1], [0, 1]]] * 2)
GRIM = Automaton.of_table([1, 0], [[[0, 1], [0, 1]], [[1, 1], [1, 1]]])
COIN = Automaton.of_table([0.5], [[[0, 0], [0, 0]]])
SMALL = [
    *("tit_for_tat", "grudger", "win_stay_lose_shift", "tit_for_two_tats", "alternator", "joss"),
    *("generous_tit_for_tat", "once_bitten", "evolved_fsm_16", "evolved_hmm_5"),
]


@strategy
def end_defector(me, opponent):
    """Defect in the last turn, if there is one."""
    return D if me.turn == me.turns - 1 else C


@strategy(hidden=False)
def hidden_coin(me, opponent):
    """Toss a coin once, say nothing, and defect in every third turn or in none."""
    if me.turn == 0:
        me.hidden = me.chance(0.5)
    return D if me.hidden and me.turn % 3 == 2 else C


@drawn.composite
def machines(draw):
    """Draw automata with random hidden states, some of which hold for some turns only."""
    states = draw(drawn.integers(1, 4))
    rng = np.random.default_rng(draw(drawn.integers(0, 2**32)))
    many = rng.integers(1, 4, states)
    first = np.concatenate([[0], np.cumsum(many)])
    weight = np.concatenate([each / each.sum() for n in many for each in [rng.integers(1, 5, n)]])
    then = rng.integers(0, states, (first[-1], 2, 2))
    return Automaton(first, weight, rng.integers(0, 2, first[-1]).astype(np.uint8), then)


# -- equality --------------------------------------------------------------------------------------


def test_equal_automata_choose_alike_whatever_their_tables_are():
    twice = Automaton.of_table([1, 0, 1], [[[2, 1], [0, 1]], [[0, 1], [2, 1]], [[0, 1], [2, 1]]])
    assert twice == TIT_FOR_TAT == Automaton.of("tit_for_tat")
    assert twice.difference(TIT_FOR_TAT) is None
    assert TIT_FOR_TAT != GRIM
    assert TIT_FOR_TAT != "tit_for_tat"


def test_equal_automata_would_need_equal_hashes():
    with pytest.raises(TypeError, match="unhashable"):
        hash(TIT_FOR_TAT)


def test_automata_that_hold_for_some_turns_are_equal_for_these_turns():
    known = Automaton.of(end_defector, turns=4)
    assert known == Automaton.of(end_defector, turns=4)
    later = Automaton.of(end_defector, turns=5)
    assert known != later
    one, other = (Automaton(*arrays(TIT_FOR_TAT), turns) for turns in (3, None))
    assert one != other
    assert one.difference(other) == (
        "They choose alike, but the first holds for 3 turns, the second for ever."
    )


def arrays(machine):
    return machine.first, machine.weight, machine.move, machine.then


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (TIT_FOR_TAT, GRIM, "After CD, DC (own move, opponent's) the first cooperates, the second"
         " defects."),
        (TIT_FOR_TAT, COIN, "In the first turn the first cooperates, the second cooperates with"
         " probability 1/2."),
        ("generous_tit_for_tat", TIT_FOR_TAT, "After CD (own move, opponent's) the first cooperates"
         " with probability 1/3, the second defects."),
        ("win_stay_lose_shift", "evolved_hmm_5", None),
    ],
)  # fmt: skip
def test_a_difference_is_told_in_words(one, other, said):
    one, other = (x if isinstance(x, Automaton) else Automaton.of(x) for x in (one, other))
    assert said is None or one.difference(other) == said
    assert one.difference(one) is None


def test_a_difference_after_a_mistake_says_what_was_chosen():
    @strategy
    def echo(me, opponent):
        """Cooperate first; then as it meant to do before."""
        return D if me.turn and me.intended != me.last else C

    said = Automaton.of(echo).difference(Automaton.of("always_cooperate"))
    assert said == (
        "After DC where it chose C (own move, opponent's) the first defects, the second cooperates."
    )


def test_differences_that_only_chance_knows_are_found():
    said = Automaton.of(hidden_coin).difference(Automaton.of("always_cooperate"))
    assert said == (
        "After CC, CC (own move, opponent's) the first cooperates with probability 1/2, the second"
        " cooperates."
    )


def test_long_histories_are_cut():
    @strategy
    def patient(me, opponent):
        """Cooperate for fifty turns."""
        return C if me.turn < 50 else D

    said = Automaton.of(patient).difference(Automaton.of("always_cooperate"))
    assert said.startswith("After 10 more turns and CC, CC, ")
    assert said.count("CC") == 40


def test_a_difference_to_what_is_no_automaton():
    with pytest.raises(ArgumentTypeError, match="`other` must be an Automaton, which"):
        TIT_FOR_TAT.difference("grudger")


# -- memory depth ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "depth"),
    [
        ("always_cooperate", 0),
        ("anonymous", 0),
        ("tit_for_tat", 1),
        ("win_stay_lose_shift", 1),
        ("joss", 1),
        ("tit_for_two_tats", 2),
        ("grudger", math.inf),
        ("alternator", math.inf),
        ("davis", math.inf),
    ],
)
def test_memory_depths_are_those_of_the_field(name, depth):
    assert strategies.automaton(name).memory_depth == depth


def test_memory_depths_are_those_that_play_has_shown():
    table = strategies.catalogue(family="finite_state", uses_length=False)
    assert len(table) > 10
    found = {name: strategies.automaton(name).memory_depth for name in table.index if
             not strategies.get(name).missing}  # fmt: skip
    assert found == table.memory_depth[list(found)].to_dict()


def test_a_known_end_is_no_memory_of_moves():
    assert Automaton.of(end_defector, turns=4).memory_depth == math.inf
    assert Automaton.of(end_defector).memory_depth == 0
    for_three = Automaton.of_table([1, 0], TIT_FOR_TAT.then)
    layered = Automaton(*arrays(for_three), None)
    assert layered.memory_depth == 1


def test_what_chance_alone_knows_has_no_depth():
    assert Automaton.of(hidden_coin).memory_depth == math.inf


def test_the_depth_of_large_automata_is_not_looked_for():
    n = MOST_STATES + 1
    then = np.repeat(np.minimum(np.arange(n) + 1, n - 1), 4).reshape(n, 2, 2)
    large = Automaton.of_table(np.arange(n) % 2, then)
    with pytest.raises(TournamentError, match=r"is found for at most 2,000 states; this automaton"):
        _ = large.memory_depth


# -- as a rule -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SMALL)
def test_a_rule_from_the_table_is_the_same_rule(name):
    automaton = Automaton.of(name)
    rule = automaton.to_rule("copy")
    assert (type(rule), rule.name, rule.missing) == (Strategy, "copy", [])
    assert Automaton.of(rule) == automaton


@settings(max_examples=40)
@given(machines())
def test_every_machine_has_a_rule_that_is_the_same(machine):
    assert Automaton.of(machine.to_rule()) == machine


@pytest.mark.parametrize("engine", ["python", "compiled"])
@pytest.mark.parametrize("name", ["grudger", "once_bitten", "evolved_fsm_16", "joss"])
def test_a_rule_from_the_table_plays_move_for_move(name, engine):
    original = strategies.get(name).named("same")
    copy = Automaton.of(name).to_rule("same")
    conditions = {"turns": 300, "noise": 0.1, "misperception": 0.05, "seed": 3, "engine": engine}
    played = [Match(one, "random_player", **conditions).play() for one in (original, copy)]
    assert (played[0].moves == played[1].moves).all()


def test_rules_with_hidden_states_play_alike_compiled_and_in_python():
    rule = Automaton.of("evolved_hmm_5").to_rule()
    conditions = {"turns": 200, "noise": 0.1, "seed": 5}
    played = [
        Match(rule, "random_player", engine=engine, **conditions).play()
        for engine in ("python", "compiled")
    ]
    assert (played[0].moves == played[1].moves).all()


def test_a_rule_from_a_table_enters_tournaments():
    results = Tournament([GRIM.to_rule("mine"), "grudger"], turns=5, repetitions=1, seed=1).play()
    assert set(results.ranking.index) == {"mine", "grudger"}


def test_after_its_turns_a_rule_stays_in_its_last_state():
    rule = Automaton.of(end_defector, turns=4).to_rule()
    assert Match(rule, "always_cooperate", turns=8).play().text(0) == "CCCDDDDD"


def test_chances_are_those_that_are_left():
    weight = np.array([0.5, 0.25, 0.25, 1])
    assert conditional(np.array([0, 3, 4]), weight).tolist() == [0.5, 0.5, 1, 1]


def test_a_name_that_is_none():
    with pytest.raises(ArgumentError, match="`name` must"):
        TIT_FOR_TAT.to_rule("")


# -- tables ----------------------------------------------------------------------------------------


def test_transitions_are_a_frame_with_a_row_for_each_choice():
    table = Automaton.of_table([0.25, 1], [[[0, 1], [1, 0]], [[1, 1], [0, 0]]]).transitions
    assert table.index.tolist() == [0, 0, 1]
    assert table.columns.tolist() == ["chooses", "probability", "CC", "CD", "DC", "DD"]
    assert table.chooses.tolist() == ["C", "D", "C"]
    assert table.probability.tolist() == [0.25, 0.75, 1]
    assert table.iloc[:, 2:].to_numpy().tolist() == [[0, 1, 1, 0], [0, 1, 1, 0], [1, 1, 0, 0]]


def test_after_the_last_turn_the_table_has_gaps():
    two = Automaton(
        np.array([0, 1]), np.ones(1), np.zeros(1, np.uint8), np.full((1, 2, 2), -1), turns=1
    )
    assert two.transitions.CC.isna().tolist() == [True]
    assert "the end" in repr(two)
    assert "It holds for 1 turn." in repr(two)


def test_an_automaton_shows_its_states():
    assert repr(GRIM).splitlines() == [
        "<Automaton: 2 states>",
        "It holds for ever.",
        "state      cooperates  after CC  after CD  after DC  after DD",
        "0 (start)     100.0 %         0         1         0         1",
        "1               0.0 %         1         1         1         1",
        "After CD: the own move was C, the opponent's D.",
    ]
    assert "2 states" in GRIM._repr_html_()


def test_hidden_next_states_are_shown_as_several():
    shown = repr(Automaton.of("evolved_hmm_5"))
    assert "1 or 2" in shown
    assert "3 states" in shown


def test_large_automata_show_their_size_only():
    assert repr(Automaton.of("davis")).splitlines() == [
        "<Automaton: 20 states>", "It holds for ever.",
    ]  # fmt: skip
