"""The rules that users build their own from: what they play, and what arguments they refuse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from strategies import linear_relation
from tournament import PRISONERS_DILEMMA, C, D, Match
from tournament.authors.registry import library
from tournament.authors.strategy import Strategy

TIT_FOR_TAT = [(1, C, 1, C), (1, D, 1, D)]
STAY, SWAP = [[1, 0], [0, 1]], [[0, 1], [1, 0]]
UNIT = [0.0] * 17


def same_play(one, other, turns=60):
    """Whether two deterministic rules play alike against some scripts, under noise as well."""
    scripts = map(strategies.scripted, ("C", "D", "CCD", "DDC", "CDDCCCDCDD"))
    return all(
        Match(one.named("x"), script, turns=turns, seed=3, noise=noise).play().text(0)
        == Match(other.named("x"), script, turns=turns, seed=3, noise=noise).play().text(0)
        for script in scripts
        for noise in (0, 0.2)
    )


@pytest.mark.parametrize(
    ("built", "known"),
    [
        (strategies.memory_one(1, 0, 0, 1), "win_stay_lose_shift"),
        (strategies.finite_state_machine(TIT_FOR_TAT, start=1), "tit_for_tat"),
        (strategies.finite_state_machine(TIT_FOR_TAT, 1, "D"), "suspicious_tit_for_tat"),
        (strategies.finite_state_machine(
            [(0, D, 7, D), (7, C, 7, D), (7, D, 7, D), (0, C, 0, C)]
        ), "grudger"),
        (strategies.lookup("CD", mine=0), "tit_for_tat"),
        (strategies.lookup([C, D], 0, 1, first=[D]), "suspicious_tit_for_tat"),
        (strategies.lookup("CDDC"), "win_stay_lose_shift"),
        (strategies.lookup("CCCD", mine=0, theirs=2), "tit_for_two_tats"),
        (strategies.lookup("CD" * 4, mine=0, theirs=3), "tit_for_tat"),
        (strategies.gambler([1, 0, 0, 1]), "win_stay_lose_shift"),
        (strategies.hidden_markov(STAY, SWAP, [1, 0]), None),
        (strategies.neural_network([[0] * 8 + [1] + [0] * 8], [0], [1]), "suspicious_tit_for_tat"),
    ],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_known_rules_can_be_built(built, known):
    parity_of_defections = strategies.finite_state_machine(
        [(0, C, 0, C), (0, D, 1, D), (1, C, 1, D), (1, D, 0, C)]
    )
    assert same_play(built, getattr(strategies, known) if known else parity_of_defections)


def test_the_opening_of_a_lookup_is_the_first_moves():
    judges_the_first_move = strategies.lookup("CD", mine=0, theirs=0, opening=1)
    for script, answers in (("CDDD", "CCCC"), ("DCCC", "CDDD")):
        match = Match(judges_the_first_move, strategies.scripted(script), turns=4)
        assert match.play().text(0) == answers


def test_the_order_of_a_table_is_own_moves_then_the_opponents_then_its_opening():
    """A table with one D answers D in one case: after own CD, opponent's CCD of DCCD."""
    entry = "01" + "001" + "1"  # oldest first; the opponent began with D
    table = "".join("D" if k == int(entry, 2) else "C" for k in range(64))
    rule = strategies.lookup(table, mine=2, theirs=3, opening=1, first="CCCD")
    match = Match(rule, strategies.scripted("DCCDCCCC"), turns=8)
    assert match.play().text(0) == "CCCDDCCC"


def test_machines_are_equal_whatever_the_order_of_their_rows():
    machine = strategies.finite_state_machine(TIT_FOR_TAT, start=1)
    assert machine == strategies.finite_state_machine(TIT_FOR_TAT[::-1], start=1)
    assert machine == strategies.finite_state_machine(**machine.parameters)


def test_variants_of_library_members():
    assert strategies.fortress_3(first=C).parameters["start"] == 1
    assert strategies.capri(first="D") != strategies.capri


MEMORY_ONE = {"p_cc": 1, "p_cd": 0, "p_dc": 0, "p_dd": 1}
MACHINE = {"transitions": TIT_FOR_TAT, "start": 1}
HIDDEN = {"after_c": STAY, "after_d": SWAP, "cooperate": [1, 0]}
NETWORK = {"hidden": [UNIT, UNIT], "bias": [0, 1], "output": [1, 2]}


@pytest.mark.parametrize(
    ("rule", "right", "wrong", "message"),
    [
        ("memory_one", MEMORY_ONE, {"p_dc": 1.2},
         "`p_dc` of `memory_one` must be a probability in [0, 1]; got 1.2."),
        ("memory_one", MEMORY_ONE, {"first": float("nan")},
         "`first` of `memory_one` must be a probability in [0, 1]; got nan."),
        ("finite_state_machine", MACHINE, {"transitions": [1, 0, 1, 0]},
         "`transitions` of `finite_state_machine` must be rows (state, opponent's move, next state,"
         " move); got an array of shape (4,)."),
        ("finite_state_machine", MACHINE, {"transitions": [(1, C, 1), (1, D, 1)]},
         "`transitions` of `finite_state_machine` must be rows (state, opponent's move, next state,"
         " move); got an array of shape (2, 3)."),
        ("finite_state_machine", MACHINE, {"transitions": [(1, C, 1, C), (1, D, 1, 2)]},
         "`transitions` of `finite_state_machine` must be rows whose states are 0 to 999 and whose"
         " moves are C or D; got (1, 1, 1, 2)."),
        ("finite_state_machine", MACHINE, {"transitions": [(-1, C, -1, C), (-1, D, -1, D)]},
         "`transitions` of `finite_state_machine` must be rows whose states are 0 to 999 and whose"
         " moves are C or D; got (-1, 0, -1, 0)."),
        ("finite_state_machine", MACHINE, {"transitions": [(1, C, 1, C), (1, D, 2, D)]},
         "`transitions` of `finite_state_machine` must be rows, one for each state and each move of"
         " the opponent; got none for state 2 and C."),
        ("finite_state_machine", MACHINE, {"transitions": [*TIT_FOR_TAT, (1, D, 1, C)]},
         "`transitions` of `finite_state_machine` must be rows, one for each state and each move of"
         " the opponent; got 2 for state 1 and D."),
        ("finite_state_machine", MACHINE, {"start": 0},
         "`start` of `finite_state_machine` must be one of the machine's states: 1; got 0."),
        ("finite_state_machine", MACHINE, {"first": 2},
         "`first` of `finite_state_machine` must be C or D; got 2."),
        ("lookup", {"table": "CDDC"}, {"table": "CDD"},
         "`table` of `lookup` must be 4 entries, one for each case of 1 + 1 + 0 moves; got 3."),
        ("lookup", {"table": "CDDC"}, {"opening": 2},
         "`table` of `lookup` must be 16 entries, one for each case of 1 + 1 + 2 moves; got 4."),
        ("lookup", {"table": "CDDC"}, {"mine": -1},
         "`mine` of `lookup` must be a number of moves, 0 to 10; got -1."),
        ("lookup", {"table": "CDDC"}, {"table": [0, 1, 1, 2]},
         "`table` of `lookup` must be a row of moves, like 'CCD' or [C, C, D]; got [0, 1, 1, 2]."),
        ("lookup", {"table": "CDDC"}, {"first": [[C], [D]]},
         "`first` of `lookup` must be a row of moves, like 'CCD' or [C, C, D]; got [[C], [D]]."),
        ("gambler", {"table": [1, 0, 0, 1]}, {"table": [1, 0, 0, 1.5]},
         "`table` of `gambler` must be probabilities in [0, 1]; got 1.5 among them."),
        ("gambler", {"table": [1, 0, 0, 1]}, {"table": [[1, 0], [0, 1]]},
         "`table` of `gambler` must be 4 entries, one for each case of 1 + 1 + 0 moves; got shape"
         " (2, 2)."),
        ("hidden_markov", HIDDEN, {"after_c": [[1, 0]]},
         "`after_c` of `hidden_markov` must be a square of probabilities; got an array of shape"
         " (1, 2)."),
        ("hidden_markov", HIDDEN, {"after_d": [[1, 0], [0.6, 0.6]]},
         "`after_d` of `hidden_markov` must be probabilities, each row with sum 1; got the row"
         " [0.6, 0.6]."),
        ("hidden_markov", HIDDEN, {"after_d": [[1]]},
         "`after_d` of `hidden_markov` must be of shape (2, 2), as `after_c` is; got an array of"
         " shape (1, 1)."),
        ("hidden_markov", HIDDEN, {"cooperate": [0.5]},
         "`cooperate` of `hidden_markov` must be 2 probabilities, one for each state; got an array"
         " of shape (1,)."),
        ("hidden_markov", HIDDEN, {"cooperate": [0.5, -0.5]},
         "`cooperate` of `hidden_markov` must be probabilities in [0, 1]; got -0.5 among them."),
        ("hidden_markov", HIDDEN, {"start": 2},
         "`start` of `hidden_markov` must be a state, 0 to 1; got 2."),
        ("neural_network", NETWORK, {"hidden": [[1, 2, 3]]},
         "`hidden` of `neural_network` must be rows of 17 weights; got an array of shape (1, 3)."),
        ("neural_network", NETWORK, {"bias": [1, 2, 3]},
         "`bias` of `neural_network` must be 2 weights, one for each row of `hidden`; got an array"
         " of shape (3,)."),
        ("neural_network", NETWORK, {"output": [1, float("nan")]},
         "`output` of `neural_network` must be finite weights; got nan among them."),
    ],
)  # fmt: skip
def test_refused(rule, right, wrong, message):
    build = getattr(strategies, rule)
    build(**right)
    with pytest.raises(ValueError) as error:  # noqa: PT011
        build(**right | wrong)
    assert str(error.value) == message
    with pytest.raises(ValueError):  # noqa: PT011  in a variant of a variant, too
        build(**right)(**wrong)


@pytest.mark.parametrize(
    ("rule", "wrong", "message"),
    [
        ("lookup", {"table": "CDX"},
         "`table` of `lookup` must be an array of integers, or a text of C and D; got 'CDX'."),
        ("lookup", {"table": [0.5, 1]},
         "`table` of `lookup` must be an array of integers; got [0.5, 1]."),
        ("gambler", {"table": "CDDC"},
         "`table` of `gambler` must be an array of numbers; got 'CDDC'."),
        ("finite_state_machine", {"transitions": [(1, "C", 1, "C")]},
         "`transitions` of `finite_state_machine` must be an array of integers; got"
         " [(1, 'C', 1, 'C')]."),
        ("finite_state_machine", {"first": "CD"},
         "`first` of `finite_state_machine` must be an integer; got 'CD'."),
    ],
)  # fmt: skip
def test_refused__types(rule, wrong, message):
    with pytest.raises(TypeError) as error:
        getattr(strategies, rule)(**wrong)
    assert str(error.value) == message


# -- zero-determinant rules -----------------------------------------------------------------------

DILEMMAS = st.lists(st.floats(-50, 50), min_size=4, max_size=4, unique=True).map(sorted)


def long_run(x, y):
    """Return the mean payoffs of two memory-one rules, without noise: the stationary mean."""
    p, q = ([rule.parameters[f"p_{last}"] for last in ("cc", "cd", "dc", "dd")] for rule in (x, y))
    rows = [
        np.outer((a, 1 - a), (b, 1 - b)).ravel()
        for a, b in zip(p, np.take(q, [0, 2, 1, 3]), strict=True)
    ]
    balance = np.vstack([np.transpose(rows) - np.eye(4), np.ones(4)])
    share = np.linalg.lstsq(balance, [0, 0, 0, 0, 1], rcond=None)[0]
    return share @ [3, 0, 5, 1], share @ [3, 5, 0, 1]


RELATIONS = {  # slope and baseline
    "equalizer": (0, 2), "zd_extort_2": (1 / 2, 1), "zd_extort_2_v2": (1 / 2, 1),
    "zd_extort_3": (1 / 3, 1), "zd_extort_4": (1 / 4, 1), "zd_extortion": (1 / 10, 1),
    "zd_mischief": (0, 1), "zd_gtft_2": (1 / 2, 3), "zd_gen_2": (1 / 2, 3), "zd_set_2": (0, 2),
}  # fmt: skip


@pytest.mark.parametrize("name", RELATIONS)
@given(st.lists(st.floats(0.05, 0.95), min_size=4, max_size=4))
def test_members_hold_scores_to_their_relation(name, q):
    slope, baseline = RELATIONS[name]
    mine, theirs = long_run(library()[name], strategies.memory_one(*q))
    assert theirs - baseline == pytest.approx(slope * (mine - baseline), abs=1e-9)


def test_all_zero_determinant_rules_are_tested():
    module = "strategies.tables.zero_determinant_rules"
    assert {name for name, rule in library().items() if rule.module == module} == set(RELATIONS)


@given(DILEMMAS, st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_what_the_messages_allow_can_be_built(payoffs, where, tilt, strength):
    S, P, R, T = payoffs
    baseline = P + where * (R - P)
    above, below = T - baseline, baseline - S
    lowest = -min(above / below, below / above)
    slope = min(max(lowest + tilt * (1 - lowest), lowest), 1)
    try:
        rule = linear_relation(slope, min(baseline, R), R=R, S=S, T=T, P=P)
    except ValueError:  # payoffs so close that rounding decides
        assert min(np.diff(payoffs)) < 1e-9
    else:
        assert isinstance(rule, Strategy)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"slope": 0.5, "baseline": 0.5}, "`baseline` must be from P to R, here 1 to 3; got 0.5."),
        ({"slope": 1.5, "baseline": 1},
         "`slope` must be from -0.25 to 1 with `baseline` 1; got 1.5."),
        ({"slope": 0.5, "baseline": 1, "phi": 0.3},
         "`phi` must be above 0 and at most 0.222222 with `slope` 0.5 and `baseline` 1; got 0.3."),
        ({"slope": 0.5, "baseline": 1, "phi": 0},
         "`phi` must be above 0 and at most 0.222222 with `slope` 0.5 and `baseline` 1; got 0."),
        ({"slope": 1 / 3, "baseline": 1, "phi": 0.230769231},
         "`phi` must be above 0 and at most 0.2307692308 with `slope` 0.333333 and `baseline` 1;"
         " got 0.230769231."),
        ({"slope": 1.0000001, "baseline": 1},
         "`slope` must be from -0.25 to 1 with `baseline` 1; got 1.0000001."),
        ({"slope": 0.5, "baseline": 1, "R": 0},
         "Payoffs must be those of a prisoner's dilemma, T > R > P > S; got T = 5, R = 0, P = 1,"
         " S = 0."),
    ],
)  # fmt: skip
def test_relations_that_no_rule_can_hold(arguments, message):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        linear_relation(**arguments)
    assert str(error.value) == message


def test_as_printed():
    """Press and Dyson (2012), Stewart and Plotkin (2012); 1/9 and 3/26 are half the largest phi."""

    def printed(rule):
        return list(rule.parameters.values())[:4]

    assert printed(linear_relation(1 / 3, 1)) == pytest.approx([11 / 13, 1 / 2, 7 / 26, 0])
    assert printed(linear_relation(1 / 2, 1)) == pytest.approx([8 / 9, 1 / 2, 1 / 3, 0])
    assert printed(strategies.zd_gtft_2) == pytest.approx([1, 1 / 8, 1, 1 / 4])
    assert printed(linear_relation(1, 2, phi=1 / 5)) == pytest.approx([1, 0, 1, 0])
    assert PRISONERS_DILEMMA.T == 5


def test_negation_answers_every_outcome_with_the_opposite():
    played = Match("negation", "random_player", turns=400, seed=1, engine="python").play()
    own, other = np.asarray(played.moves).T
    assert len({*zip(own[:-1].tolist(), other[:-1].tolist(), strict=True)}) == 4
    np.testing.assert_array_equal(own[1:], 1 - other[:-1])
