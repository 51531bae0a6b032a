"""The field as a game: against closed forms, independent algorithms, and laws."""

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import (
    ecological,
    invasions,
    replicator,
    rest_points,
    stability,
    stable,
)  # fmt: skip
from tournament import PRESETS, Tournament
from tournament.errors import TournamentError, UnknownName

DATA = Path(__file__).parents[1] / "data"
FIELD = ["tit_for_tat", "always_cooperate", "always_defect", "grudger"]
RPS = [[0, -1, 1], [1, 0, -1], [-1, 1, 0]]


def rows(name):
    with (DATA / name).open() as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def results():
    return Tournament(FIELD, turns=10, repetitions=1, seed=1).play(progress=False)


@pytest.fixture(scope="module")
def noisy():
    return Tournament(FIELD, turns=20, repetitions=10, noise=0.02, seed=1).play(progress=False)


def matrices(low=2, high=4):
    """Payoffs in which chance makes ties unlikely, though not impossible."""
    return st.tuples(st.integers(low, high), st.integers(0, 2**32 - 1)).map(
        lambda drawn: np.random.default_rng(drawn[1]).random((drawn[0], drawn[0])) * 10 - 5
    )


affine = st.tuples(st.floats(0.1, 10), st.floats(-100, 100))


# -- replicator dynamics --------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows("exact_replicator.csv"), ids=lambda r: r["game"])
def test_rest_points_are_the_reference(row):
    e = np.array(json.loads(row["payoff_matrix_rows"]))
    want = np.array(row["rest_point"].split(), float)
    points = rest_points(e)
    off = np.abs(points - want).max(axis=1)
    assert (off < 1e-8).sum() == 1  # it is listed, once
    found = stability(e, points).loc[off.idxmin()]
    values = [complex(text.replace("i", "j")) for text in row["eigenvalues_on_simplex"].split()]
    np.testing.assert_allclose(
        np.sort_complex(found.eigenvalues), np.sort_complex(values), atol=1e-6
    )
    word = row["character"].split()[0]
    kind = {"global": "stable", "neutral": "undecided"}.get(word, word.rstrip(","))
    assert found.type == kind


@pytest.mark.parametrize("row", rows("exact_replicator.csv"), ids=lambda r: r["game"])
def test_orbits_go_where_rest_points_say(row):
    e = np.array(json.loads(row["payoff_matrix_rows"]))
    want = np.array(row["rest_point"].split(), float)
    away = want + 0.001 * np.eye(len(want))[0]
    away /= away.sum()
    end = replicator(e, away, time=2000 / np.ptp(e)).iloc[-1].to_numpy()
    word = row["character"].split()[0]
    if word in ("stable", "global"):
        np.testing.assert_allclose(end, want, atol=1e-6)
    elif word == "unstable":
        assert np.abs(end - want).max() > 0.01


def test_rock_paper_scissors_conserves_the_product():
    orbit = replicator(RPS, [0.6, 0.3, 0.1], time=50)
    np.testing.assert_allclose(orbit.prod(axis=1), 0.018, rtol=1e-6)
    assert np.abs(orbit - 1 / 3).max(axis=1).min() > 0.05  # and it never gets near the centre


def test_the_prisoners_dilemma_has_a_closed_form():
    """With donations of benefit b at cost c, defectors gain c on cooperators whatever the shares:
    the odds grow as exp(c t)."""
    b, c = 3.0, 1.0
    orbit = replicator([[b - c, -c], [b, 0]], [0.9, 0.1], time=10, points=11)
    odds = orbit[1] / orbit[0]
    np.testing.assert_allclose(odds, np.exp(c * orbit.index.to_numpy()) / 9, rtol=1e-7)


@settings(max_examples=15)
@given(matrices(), affine)
def test_payoffs_scaled_are_time_scaled(e, change):
    scale, shift = change
    one, other = (
        replicator(e, time=4, points=9),
        replicator(scale * e + shift, time=4 / scale, points=9),
    )
    np.testing.assert_allclose(one, other, atol=1e-6)
    np.testing.assert_allclose(one.sum(axis=1), 1, rtol=1e-12)


@settings(max_examples=15)
@given(matrices(), st.randoms(use_true_random=False))
def test_order_of_players_does_not_matter(e, random):
    order = random.sample(range(len(e)), len(e))
    frame = pd.DataFrame(e)
    shuffled = frame.iloc[order, order]
    for act in (
        lambda x: replicator(x, time=3, points=4),
        lambda x: ecological(x, 5, "exponential", strength=1.0),
    ):
        np.testing.assert_allclose(act(shuffled)[list(range(len(e)))], act(frame), atol=1e-8)
    table = invasions(shuffled).loc[list(range(len(e))), list(range(len(e)))]
    assert table.equals(invasions(frame))


def test_who_is_not_there_stays_away(results):
    orbit = replicator(results, {"tit_for_tat": 1, "always_defect": 3}, time=5)
    assert orbit.iloc[0].to_dict() == {
        "tit_for_tat": 0.25, "always_cooperate": 0, "always_defect": 0.75, "grudger": 0
    }  # fmt: skip
    assert (orbit[["always_cooperate", "grudger"]] == 0).all(axis=None)
    assert list(orbit.columns) == FIELD


def test_cooperators_among_themselves_rest_anywhere(results):
    points = rest_points(results)
    assert ("tit_for_tat", "always_cooperate", "grudger") in points.attrs["continua"]
    assert (stability(results, points).loc[points.always_defect == 1, "type"] == "stable").all()
    with pytest.raises(ValueError, match="`points` must be shares at rest"):
        stability(results, [0.5, 0.0, 0.5, 0.0])


# -- the ecological tournament --------------------------------------------------------------------


def test_ecological_is_axelrods():
    """Two generations by hand: shares 1/2, payoffs 3 0 / 5 1."""
    orbit = ecological([[3, 0], [5, 1]], 2)
    assert orbit.iloc[1].tolist() == pytest.approx([1.5 / 4.5, 3 / 4.5])
    assert orbit.iloc[2].tolist() == pytest.approx(
        [(1 / 3) * 1 / (17 / 9), (2 / 3) * (7 / 3) / (17 / 9)]
    )


def test_fitness_is_never_silent():
    e = np.array([[3.0, 0.0], [5.0, 1.0]])
    negative = r'With fitness="payoff" these payoffs, up to -1, would make negative fitness\.'
    with pytest.raises(TournamentError, match=negative):
        ecological(e - 1)
    shifted = ecological(e - 1, 20, "shifted", minimum=-1.0)
    np.testing.assert_allclose(shifted, ecological(e, 20), rtol=1e-12)
    assert np.abs(ecological(e + 10, 20) - ecological(e, 20)).max(axis=None) > 0.1
    one, other = (ecological(x, 20, "exponential", strength=0.5) for x in (e, e - 1000))
    np.testing.assert_allclose(one, other, rtol=1e-9)


def test_weak_selection_is_replicator_dynamics():
    e = np.array([[0.0, 2.0], [1.0, 1.0]])
    slow = ecological(e, 2000, "exponential", start=[0.9, 0.1], strength=0.005)
    fast = replicator(e, [0.9, 0.1], time=10, points=2001)
    np.testing.assert_allclose(slow, fast, atol=2e-3)


def test_costs_are_turned_round(results):
    costs = Tournament(FIELD, PRESETS["prison_years"], turns=10, repetitions=1).play(progress=False)
    with pytest.raises(TournamentError, match=r"these costs, up to 3, .* \(3 or more\)"):
        ecological(costs)
    found = ecological(costs, 50, "shifted", minimum=3)
    np.testing.assert_allclose(found, ecological(3 - costs.payoffs, 50), rtol=1e-9)
    assert found["always_defect"].iloc[-1] < found["tit_for_tat"].iloc[-1]
    np.testing.assert_allclose(replicator(costs, time=2), replicator(-costs.payoffs, time=2))
    table = replicator(costs.payoffs, time=2, less_is_better=True)
    np.testing.assert_allclose(replicator(costs, time=2), table)
    assert invasions(costs).equals(invasions(-costs.payoffs))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"fitness": "shifted"}, "`minimum` belongs to fitness='shifted', and it needs one"),
        ({"minimum": 0.0}, "`minimum` belongs to fitness='shifted'"),
        ({"fitness": "exponential"}, "`strength` belongs to fitness='exponential'"),
        ({"fitness": "log"}, "`fitness` must be 'payoff', 'shifted' or 'exponential'; got 'log'"),
        ({"start": [1, 2]}, "`start` must be 4 shares, none negative"),
        ({"start": [1, 2, -1, 0]}, "`start` must be 4 shares, none negative"),
        ({"generations": -1}, "`generations` must be a whole number"),
    ],
)
def test_wrong_arguments_of_ecological(results, words, sentence):
    with pytest.raises(ValueError, match=sentence):
        ecological(results, **words)


def test_nobody_left():
    with pytest.raises(TournamentError, match="Nobody had offspring in generation 1"):
        ecological([[0, 0], [0, 0]])


def test_unknown_names(results):
    with pytest.raises(UnknownName, match="Did you mean 'grudger'"):
        replicator(results, {"gruger": 1})


# -- invasion -------------------------------------------------------------------------------------


def by_definition(e, i, j):
    first, second = e[i, j] - e[j, j], e[i, i] - e[j, i]
    if first or second:
        return "invades" if (first or second) > 0 else "fails"
    return "drifts"


@given(st.integers(1, 5).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 2), min_size=n, max_size=n), min_size=n, max_size=n)
))  # fmt: skip
def test_invasion_is_maynard_smiths(payoffs):
    e = np.array(payoffs, float)
    table = invasions(e)
    for i, j in np.ndindex(e.shape):
        assert table.loc[i, j] == (by_definition(e, i, j) if i != j else "")
    shifted = invasions(3.7 * e + 11.1)
    assert shifted.equals(table)


def test_the_field(results):
    table = invasions(results)
    assert table.loc["always_defect", "always_cooperate"] == "invades"
    assert table.loc["always_cooperate", "tit_for_tat"] == "drifts"
    assert stable(table).to_dict() == {
        "tit_for_tat": "neutral", "always_cooperate": "invaded",
        "always_defect": "stable", "grudger": "neutral",
    }  # fmt: skip


def test_chance_does_not_decide(noisy):
    table = invasions(noisy)
    assert table.loc["always_defect", "always_cooperate"] == "invades"
    assert table.loc["always_defect", "tit_for_tat"] == "fails"
    assert not (table == "drifts").any(axis=None)
    once = Tournament(FIELD, turns=20, repetitions=1, noise=0.02, seed=1).play(progress=False)
    unsure = invasions(once).to_numpy()
    assert (unsure[~np.eye(4, dtype=bool)] == "cannot tell").all()
    assert (stable(invasions(once)) == "cannot tell").all()


def test_rare_noise_that_never_struck_is_no_tie():
    results = Tournament(
        ["tit_for_tat", "grudger"], turns=2, repetitions=3, noise=1e-9, seed=1
    ).play(progress=False)
    assert (results.payoff_errors == 0).all(axis=None)
    assert invasions(results).loc["grudger", "tit_for_tat"] == "cannot tell"


def test_false_alarms_stay_below_the_level():
    """Five players of one rule: nobody invades anybody. Of 1,000 residents (200 tournaments, errors
    known) at 90 % confidence at most 10 % get a wrong statement, plus 4 standard errors."""
    random, wrong = np.random.default_rng(5), []
    for _ in range(200):
        payoffs = 3 + 0.1 * random.standard_normal((5, 5))
        table = invasions(payoffs, np.full((5, 5), 0.1), confidence=0.9)
        wrong += (table.isin(["invades", "fails"])).any().tolist()
    assert 0.01 < np.mean(wrong) < 0.1 + 4 * np.sqrt(0.1 * 0.9 / 1000)


@given(matrices())
def test_stable_players_are_stable_rest_points(e):
    """Maynard Smith's first condition is the sign of the dynamics' eigenvalues at a corner."""
    kinds = stability(e, np.eye(len(e)))["type"]
    assert ((stable(invasions(e)) == "stable").to_numpy() == (kinds == "stable").to_numpy()).all()


def test_errors_belong_to_tables(noisy):
    with pytest.raises(ValueError, match="`errors` belong to a table"):
        invasions(noisy, noisy.payoff_errors)
    with pytest.raises(ValueError, match=r"`errors` must be \(2, 2\)"):
        invasions([[1, 2], [3, 4]], np.zeros(2))
    with pytest.raises(ValueError, match="`confidence` must be between 0 and 1"):
        invasions(noisy, confidence=1)


# -- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", [replicator, ecological, rest_points, invasions])
def test_copies_must_have_met(act):
    results = Tournament(FIELD, turns=5, repetitions=1, self_play=False).play(progress=False)
    with pytest.raises(TournamentError, match="its own copy; here payoffs are missing"):
        act(results)


@pytest.mark.parametrize("act", [replicator, ecological, rest_points, invasions])
def test_tables_must_be_square(act):
    with pytest.raises(ValueError, match=r"`payoffs` must be a square table; got shape \(1, 2\)"):
        act([[1, 2]])
    with pytest.raises(ValueError, match="must name the same players in rows and columns"):
        act(pd.DataFrame([[1, 2], [3, 4]], index=["a", "b"], columns=["b", "a"]))


def test_a_single_player_and_equal_ones():
    assert (replicator([[3]], time=1) == 1).all(axis=None)
    assert (ecological([[3]], 3) == 1).all(axis=None)
    assert stable(invasions([[3]])).tolist() == ["stable"]
    assert rest_points([[3]]).shape == (1, 1)
    assert stability([[3]], rest_points([[3]])).type.tolist() == ["stable"]
    same = np.full((3, 3), 2.0)
    assert np.allclose(replicator(same), 1 / 3)
    assert (invasions(same).to_numpy()[~np.eye(3, dtype=bool)] == "drifts").all()
    assert len(rest_points(same).attrs["continua"]) == 4


def test_other_wrong_arguments(results):
    with pytest.raises(ValueError, match="`time` must be a positive number; got 0"):
        replicator(results, time=0)
    with pytest.raises(TournamentError, match="for up to 10 players"):
        rest_points(np.eye(11))
