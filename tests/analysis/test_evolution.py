"""The field as a game: against closed forms, independent algorithms, and laws."""

import csv
import json
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.evolution import (
    ecological,
    equilibria,
    invasions,
    replicator,
    rest_points,
    stability,
    stable,
)  # fmt: skip
from tournament import PRESETS, TSTO, Tournament
from tournament.errors import TournamentError, UnknownName

DATA = Path(__file__).parent / "data"
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
    assert set(bag(equilibria(shuffled))) == set(bag(equilibria(frame)))


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
    assert equilibria(costs)["payoff"].between(0, 3).all()


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


def test_errors_belong_to_tables(noisy):
    with pytest.raises(ValueError, match="`errors` belong to a table"):
        invasions(noisy, noisy.payoff_errors)
    with pytest.raises(ValueError, match=r"`errors` must be \(2, 2\)"):
        invasions([[1, 2], [3, 4]], np.zeros(2))
    with pytest.raises(ValueError, match="`confidence` must be between 0 and 1"):
        invasions(noisy, confidence=1)


# -- equilibria -----------------------------------------------------------------------------------


def bag(frame, digits=6):
    """Return equilibria as sets of (seat, move, probability)."""
    return [
        frozenset(
            (seat, move, round(p, digits))
            for (_, seat, move), p in part["probability"].items()
        )
        for _, part in frame.groupby(level=0)
    ]  # fmt: skip


GAMES = sorted(
    {(r["game"], r["row_payoffs"], r["column_payoffs"]) for r in rows("exact_equilibria_2x2.csv")}
)


@pytest.mark.parametrize(("name", "row", "column"), GAMES, ids=lambda text: text[:20])
def test_equilibria_are_the_reference(name, row, column):
    frame = equilibria(json.loads(row), json.loads(column))
    found = set()
    for _, part in frame.groupby(level=0):
        part = part.droplevel(0)
        x, y = (part.loc[seat, "probability"].get(0, 0.0) for seat in ("row", "column"))
        value, other = (part.loc[seat, "payoff"].iloc[0] for seat in ("row", "column"))
        found.add(tuple(round(float(v), 8) + 0.0 for v in (x, y, value, other)))
    want = {
        tuple(float(line[key]) for key in (
            "row_prob_first_action", "col_prob_first_action", "row_value", "column_value"
        ))
        for line in rows("exact_equilibria_2x2.csv") if line["game"] == name
    }  # fmt: skip
    assert found == want
    assert frame.attrs["complete"]
    assert frame.attrs["degenerate"] is False


def indifferent(u):
    """Return the mixture of columns against which all rows are paid the same."""
    n = len(u)
    left = np.block([[u, -np.ones((n, 1))], [np.ones(n), 0.0]])
    return np.linalg.solve(left, np.r_[np.zeros(n), 1.0])[:n]


@settings(max_examples=30)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_they_are_those_of_support_enumeration(m, n, seed):
    """By a slow twin: every pair of supports of one size, its equations solved, replies compared.

    nashpy's own support enumeration compares payoffs to the last bit, and so loses some.
    """
    random = np.random.default_rng(seed)
    a, b = random.random((2, m, n))
    ours = bag(equilibria(a, b))
    theirs = set()
    for size in range(1, min(m, n) + 1):
        for mine, yours in product(combinations(range(m), size), combinations(range(n), size)):
            x, y = np.zeros(m), np.zeros(n)
            x[list(mine)] = indifferent(b[np.ix_(mine, yours)].T)
            y[list(yours)] = indifferent(a[np.ix_(mine, yours)])
            best = (a @ y).max() - x @ a @ y < 1e-9 and (x @ b).max() - x @ b @ y < 1e-9
            if best and x.min() >= 0 and y.min() >= 0:
                pair = (("row", x), ("column", y))
                theirs.add(
                    frozenset(
                        (seat, k, round(float(mix[k]), 6))
                        for seat, mix in pair
                        for k in np.flatnonzero(mix)
                    )
                )
    assert set(ours) == theirs
    assert len(ours) % 2 == 1


@settings(max_examples=30)
@given(matrices(), affine)
def test_positive_affine_changes_keep_equilibria(e, change):
    scale, shift = change
    assert set(bag(equilibria(e))) == set(bag(equilibria(scale * e + shift)))
    assert set(bag(equilibria(e))) == set(bag(equilibria(-e, less_is_better=True)))


def test_dominated_moves_go_first():
    """The middle row is dominated by a mixture of the others, by neither alone."""
    frame = equilibria([[4, 0], [1, 1], [0, 4]], [[0, 1], [0, 1], [1, 0]])
    assert frame.attrs["eliminated"] == {"row": [1], "column": []}
    assert equilibria([[3, 0], [5, 1]]).attrs["eliminated"] == {"row": [0], "column": [0]}
    weakly = equilibria([[1, 1], [1, 0]])
    assert weakly.attrs["eliminated"] == {"row": [], "column": []}
    assert weakly.attrs["degenerate"]
    assert "degenerate" in weakly.attrs["note"]


def test_symmetric_equilibria_are_rest_points(noisy):
    frame = equilibria(noisy)
    points = rest_points(noisy).round(6)
    alike = frame[frame["symmetric"]].xs("row", level="seat")["probability"]
    for _, part in alike.groupby(level=0):
        x = part.droplevel(0).reindex(FIELD, fill_value=0.0).round(6)
        assert (np.abs(points - x).max(axis=1) < 1e-5).any()


def test_larger_games_are_not_complete_but_right():
    random = np.random.default_rng(4)
    e = random.random((24, 24))
    frame = equilibria(e)
    assert not frame.attrs["complete"]
    assert frame.attrs["degenerate"] is None
    assert "there may be others" in frame.attrs["note"]
    pure = {
        (int(i), int(j)) for i, j in np.ndindex(e.shape)
        if e[i, j] == e[:, j].max() and e[j, i] == e[:, i].max()
    }  # fmt: skip
    found, mixed = set(), 0
    for _, part in frame.groupby(level=0):
        x, y = np.zeros((2, 24))
        for (_, seat, move), p in part["probability"].items():
            (x if seat == "row" else y)[move] = p
        assert (e @ y).max() - x @ e @ y < 1e-6
        assert (e @ x).max() - y @ e @ x < 1e-6
        if len(part) == 2:
            found.add((int(x.argmax()), int(y.argmax())))
        else:
            mixed += 1
    assert found == pure
    assert mixed > 0


def test_stage_games():
    frame = equilibria(PRESETS["battle_of_the_sexes"])
    mixed = frame.loc[2, "probability"]
    assert mixed["row", "C"] == pytest.approx(2 / 3)
    assert mixed["column", "C"] == pytest.approx(1 / 3)
    assert not frame["symmetric"].any()
    (years,) = bag(equilibria(PRESETS["prison_years"]))
    assert years == {("row", "D", 1), ("column", "D", 1)}
    assert equilibria(TSTO)["payoff"].tolist() == [5, 5]


def test_games_of_two_roles_count_the_mean_of_both():
    game = PRESETS["battle_of_the_sexes"]
    results = Tournament(FIELD, game, turns=5, repetitions=1).play(progress=False)
    assert equilibria(results)["symmetric"].any()
    assert set(invasions(results).to_numpy().ravel()) <= {"", "invades", "fails", "drifts"}


# -- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", [replicator, ecological, rest_points, invasions, equilibria])
def test_copies_must_have_met(act):
    results = Tournament(FIELD, turns=5, repetitions=1, self_play=False).play(progress=False)
    with pytest.raises(TournamentError, match="its own copy; here payoffs are missing"):
        act(results)


@pytest.mark.parametrize("act", [replicator, ecological, rest_points, invasions, equilibria])
def test_tables_must_be_square(act):
    with pytest.raises(ValueError, match=r"`payoffs` must be a square table; got shape \(1, 2\)"):
        act([[1, 2]])
    with pytest.raises(ValueError, match="must name the same players in rows and columns"):
        act(pd.DataFrame([[1, 2], [3, 4]], index=["a", "b"], columns=["b", "a"]))


def test_a_single_player_and_equal_ones():
    assert (replicator([[3]], time=1) == 1).all(axis=None)
    assert (ecological([[3]], 3) == 1).all(axis=None)
    assert stable(invasions([[3]])).tolist() == ["stable"]
    assert len(equilibria([[3]])) == 2
    assert rest_points([[3]]).shape == (1, 1)
    assert stability([[3]], rest_points([[3]])).type.tolist() == ["stable"]
    same = np.full((3, 3), 2.0)
    assert np.allclose(replicator(same), 1 / 3)
    assert (invasions(same).to_numpy()[~np.eye(3, dtype=bool)] == "drifts").all()
    assert equilibria(same).attrs["degenerate"]
    assert len(rest_points(same).attrs["continua"]) == 4


def test_other_wrong_arguments(results):
    with pytest.raises(ValueError, match="`time` must be a positive number; got 0"):
        replicator(results, time=0)
    with pytest.raises(TournamentError, match="for up to 10 players"):
        rest_points(np.eye(11))
    with pytest.raises(ValueError, match="must be tables of finite numbers and one shape"):
        equilibria([[1, 2]], [[1], [2]])
    with pytest.raises(ValueError, match="`column` belongs to a table of payoffs"):
        equilibria(TSTO, [[1, 2], [3, 4]])
