"""Adaptive dynamics: gradients against Press and Dyson's determinants, paths against circles."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import adaptive_dynamics
from analysis.populations.adaptive_dynamics import REACTIVE, gradient
from tournament import PRISONERS_DILEMMA, TSTO, Game
from tournament.errors import ArgumentError, TournamentError

B, C = 3.0, 1.0
DONATION = Game(R=B - C, S=-C, T=B, P=0.0)
inner = st.floats(0.02, 0.98)
rules = st.tuples(inner, inner, inner, inner).map(np.array)
pays = st.tuples(*[st.floats(-5, 5)] * 4).map(np.array)


def determinant(p, q, f):
    """Press and Dyson (2012), equation 2; q is the opponent's, in its own view."""
    q = q[[0, 2, 1, 3]]
    first = p - [1, 1, 0, 0]
    second = q - [1, 0, 1, 0]
    return np.linalg.det(np.column_stack([p * q - [1, 0, 0, 0], first, second, f]))


def paid(p, q, f, noise=0.0):
    p, q = (each + noise * (1 - 2 * each) for each in (p, q))
    return determinant(p, q, f) / determinant(p, q, np.ones(4))


@given(rules, pays, st.floats(0, 0.3))
def test_gradients_are_differences_of_determinants(rule, pay, noise):
    found = gradient(rule, pay, noise)
    for place in range(4):
        step = np.zeros(4)
        step[place] = 1e-5
        up, down = (paid(rule + way * step, rule, pay, noise) for way in (1, -1))
        slope = (up - down) / 2e-5
        assert found[place] == pytest.approx(slope, rel=1e-5, abs=1e-6)


@given(inner, inner)
def test_reactive_rules_have_a_formula(p, q):
    """Nowak and Sigmund (1990): cooperation grows where p - q is above cost by benefit."""
    r = p - q
    common = (B * r - C) / ((1 - r**2) * (1 - r))
    pay = np.array([B - C, -C, B, 0.0])
    found = gradient(REACTIVE @ [p, q], pay, 0.0) @ REACTIVE
    np.testing.assert_allclose(found, [q * common, (1 - p) * common], rtol=1e-7, atol=1e-9)


@settings(max_examples=15)
@given(st.floats(0.3, 0.9), st.floats(0.05, 0.3))
def test_reactive_paths_are_circles_around_tit_for_tat(p, q):
    path = adaptive_dynamics([p, q], DONATION, time=0.5, points=20)
    radius = (1 - path.C) ** 2 + path.D**2
    inside = (path.C < 1) & (path.D > 0)
    np.testing.assert_allclose(radius[inside], radius.iloc[0], rtol=1e-6)
    grows = B * (p - q) > C
    assert (path.cooperation.diff()[1:] * (1 if grows else -1) >= -1e-9).all()


def test_paths_end_at_the_edges():
    """Cooperation, of those who punish enough; and else nobody cooperates."""
    nice = adaptive_dynamics([0.8, 0.1], DONATION, time=20).iloc[-1]
    assert nice.C == 1
    radius = nice.D**2
    assert radius == pytest.approx(0.2**2 + 0.1**2, rel=1e-6)
    assert nice.cooperation == pytest.approx(1)
    assert nice.score == pytest.approx(B - C)
    nasty = adaptive_dynamics([0.4, 0.3], DONATION, time=20).iloc[-1]
    assert nasty.D == 0
    assert nasty.cooperation == pytest.approx(0, abs=1e-9)


@settings(max_examples=6)
@given(rules, st.floats(0.01, 0.2))
def test_paths_stay_among_rules(rule, noise):
    path = adaptive_dynamics(rule, PRISONERS_DILEMMA, noise=noise, time=30, points=31)
    assert list(path.columns) == ["CC", "CD", "DC", "DD", "cooperation", "score"]
    assert path.index.name == "time"
    assert path.iloc[0, :4].tolist() == rule.tolist()
    assert path[["CC", "CD", "DC", "DD", "cooperation"]].stack().between(0, 1).all()
    assert path.score.between(1, 3).all()  # R + P is T + S here less what is lost by chance


def test_a_probability_leaves_an_edge_where_it_came_to_it():
    """Cooperation comes, stays at an edge, and falls; whoever starts in between falls as well."""
    first = [0.99, 0.01, 0.99, 0.01]
    path = adaptive_dynamics(first, DONATION, noise=0.01, time=300, points=7)
    later = adaptive_dynamics(path.iloc[5, :4].to_numpy(), DONATION, noise=0.01, time=50, points=2)
    assert path.CC.iloc[5] == 1
    assert path.CC.iloc[6] < 0.6
    np.testing.assert_allclose(later.iloc[-1], path.iloc[-1], atol=1e-3)


@settings(max_examples=5)
@given(rules, st.floats(0.2, 4), st.floats(-50, 50))
def test_payoffs_scaled_are_time_scaled(rule, scale, shift):
    payoffs = {"R": 3.0, "S": 0.0, "T": 5.0, "P": 1.0}
    one = adaptive_dynamics(rule, Game(**payoffs), time=2, points=5)
    changed = {name: scale * pay + shift for name, pay in payoffs.items()}
    other = adaptive_dynamics(rule, Game(**changed), time=2 / scale, points=5)
    np.testing.assert_allclose(one.iloc[:, :4], other.iloc[:, :4], atol=1e-5)
    np.testing.assert_allclose(one.score * scale + shift, other.score, atol=1e-3)


def test_costs_are_turned_round():
    costs = Game(R=1, S=3, T=0, P=2, less_is_better=True)
    one = adaptive_dynamics([0.6, 0.5, 0.4, 0.3], costs, time=3, points=4)
    other = adaptive_dynamics([0.6, 0.5, 0.4, 0.3], Game(R=-1, S=-3, T=0, P=-2), time=3, points=4)
    np.testing.assert_allclose(one.iloc[:, :5], other.iloc[:, :5])
    np.testing.assert_allclose(one.score, -other.score)


def test_noise_is_a_narrower_range():
    """A reactive rule under noise is one whose chances are drawn in."""
    noise, rule = 0.1, np.array([0.8, 0.2, 0.7, 0.3])
    pay = np.array([2.0, -1.0, 3.0, 0.0])
    drawn_in = rule + noise * (1 - 2 * rule)
    inside = gradient(drawn_in, pay, 0.0)
    np.testing.assert_allclose(gradient(rule, pay, noise), (1 - 2 * noise) * inside)
    assert gradient(rule, pay, 0.5).tolist() == [0, 0, 0, 0]  # nobody chooses


def test_the_first_move_must_not_count():
    sentence = (
        r"The long run of the rule \[1.0, 0.0, 1.0, 0.0\] with itself hangs on the first move"
    )
    with pytest.raises(TournamentError, match=sentence):
        adaptive_dynamics([1, 0])
    path = adaptive_dynamics([1, 0], DONATION, noise=0.05, time=1, points=2)
    assert path.cooperation.iloc[0] == pytest.approx(0.5)
    assert adaptive_dynamics([1, 1, 1, 1], TSTO, time=0.1).cooperation.iloc[0] == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"start": [0.5, 0.5, 0.5]}, "`start` must be 2 or 4 probabilities; got "),
        ({"start": [0.5, 1.5]}, "`start` must be 2 or 4 probabilities; got "),
        ({"start": 0.5}, "`start` must be 2 or 4 probabilities; got 0.5"),
        ({"noise": 0.6}, r"`noise` must be a number in \[0, 0.5\]; got 0.6"),
        ({"time": 0}, "`time` must be a positive number, at most 1e"),
        ({"points": 1}, "`points` must be a whole number"),
    ],
)  # fmt: skip
def test_arguments_are_checked(arguments, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        adaptive_dynamics(**{"start": [0.5, 0.5]} | arguments)


def test_games_pay_both_seats_alike():
    game = Game.bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    with pytest.raises(
        TournamentError, match="Adaptive dynamics is defined for games that pay both"
    ):
        adaptive_dynamics([0.5, 0.5], game)
