"""Nash equilibria: against closed forms, a slow twin, and laws."""

import csv
import json
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import equilibria, invasions, rest_points
from tournament import PRESETS, TSTO, Tournament
from tournament.errors import TournamentError

DATA = Path(__file__).parents[1] / "data"
FIELD = ["tit_for_tat", "always_cooperate", "always_defect", "grudger"]


def rows(name):
    with (DATA / name).open() as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def noisy():
    return Tournament(FIELD, turns=20, repetitions=10, noise=0.02, seed=1).play(progress=False)


matrices = st.tuples(st.integers(2, 4), st.integers(0, 2**32 - 1)).map(
    lambda drawn: np.random.default_rng(drawn[1]).random((drawn[0], drawn[0])) * 10 - 5
)


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
@given(matrices, st.floats(0.1, 10), st.floats(-100, 100), st.randoms(use_true_random=False))
def test_positive_affine_changes_and_order_keep_equilibria(e, scale, shift, random):
    assert set(bag(equilibria(e))) == set(bag(equilibria(scale * e + shift)))
    assert set(bag(equilibria(e))) == set(bag(equilibria(-e, less_is_better=True)))
    order = random.sample(range(len(e)), len(e))
    shuffled = equilibria(pd.DataFrame(e).iloc[order, order])
    assert set(bag(shuffled)) == set(bag(equilibria(e)))


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


def test_the_note_says_what_is_listed():
    coordination = equilibria([[2, 0], [0, 1]])
    assert coordination.attrs["note"] == (
        "Strictly dominated moves eliminated: 0 of the row player, 0 of the column player. "
        "All 3 extreme equilibria of the rest are listed."
    )


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


def test_costs_are_turned_round():
    costs = Tournament(FIELD, PRESETS["prison_years"], turns=10, repetitions=1).play(progress=False)
    frame = equilibria(costs)
    assert frame["payoff"].between(0, 3).all()
    assert set(bag(frame)) == set(bag(equilibria(-costs.payoffs)))


def test_cooperators_make_a_field_degenerate():
    """Three rules that cooperate with each other: every mixture of them answers every other, unless
    a defector could exploit it; so between listed equilibria there are more."""
    results = Tournament(FIELD, turns=10, repetitions=1, seed=1).play(progress=False)
    frame = equilibria(results)
    assert frame.attrs["complete"]
    assert frame.attrs["degenerate"]
    e = results.payoffs.to_numpy()
    found = []
    for _, part in frame.groupby(level=0):
        x, y = (
            part["probability"].droplevel(0).get(seat).reindex(FIELD, fill_value=0.0).to_numpy()
            for seat in ("row", "column")
        )
        assert (e @ y).max() == pytest.approx(x @ e @ y)
        assert (e @ x).max() == pytest.approx(y @ e @ x)
        found.append(tuple(np.r_[x, y].round(9)))
    assert len(set(found)) == len(found)
    pure = {"tit_for_tat", "grudger", "always_defect"}
    listed = {
        move for _, part in frame[frame["symmetric"]].groupby(level=0) if len(part) == 2
        for move in part.index.get_level_values("move")
    }  # fmt: skip
    assert listed == pure


def corners(u):
    """Return vertices of {z >= 0, u z <= 1} and the bounds each touches, by solving every choice of
    bounds."""
    k, size = u.shape
    left, right = np.vstack([u, -np.eye(size)]), np.r_[np.ones(k), np.zeros(size)]
    found = {}
    for tight in combinations(range(k + size), size):
        part = left[list(tight)]
        if abs(np.linalg.det(part)) > 1e-9:
            z = np.linalg.solve(part, right[list(tight)])
            if z.max() > 1e-9 and (left @ z <= right + 1e-9).all():
                touched = np.flatnonzero(left @ z >= right - 1e-9)
                found[tuple(z.round(9))] = (z / z.sum(), {int(t) for t in touched})
    return list(found.values())


@settings(max_examples=60)
@given(st.integers(1, 3), st.integers(1, 3), st.integers(0, 2**32 - 1))
def test_in_games_full_of_ties_all_extreme_equilibria_are_listed(m, n, seed):
    """By a slow twin that eliminates nothing."""
    a, b = np.random.default_rng(seed).integers(0, 3, (2, m, n)).astype(float)
    mine = [(x, {(t + m) % (m + n) for t in touched}) for x, touched in corners(b.T + 1)]
    want = {
        frozenset(
            (seat, k, round(float(mix[k]), 6))
            for seat, mix in (("row", x), ("column", y)) for k in np.flatnonzero(mix > 1e-9)
        )
        for x, first in mine
        for y, second in corners(a + 1)
        if len(first | second) == m + n
    }  # fmt: skip
    assert set(bag(equilibria(a, b))) == want


def test_what_is_no_game():
    results = Tournament(FIELD, turns=5, repetitions=1, self_play=False).play(progress=False)
    with pytest.raises(TournamentError, match="its own copy; here payoffs are missing"):
        equilibria(results)
    with pytest.raises(ValueError, match=r"`payoffs` must be a square table; got shape \(1, 2\)"):
        equilibria([[1, 2]])
    with pytest.raises(ValueError, match="must be tables of finite numbers and one shape"):
        equilibria([[1, 2]], [[1], [2]])
    with pytest.raises(ValueError, match="`column` belongs to a table of payoffs"):
        equilibria(TSTO, [[1, 2], [3, 4]])


def test_a_single_move_and_equal_ones():
    assert len(equilibria([[3]])) == 2
    assert equilibria(np.full((3, 3), 2.0)).attrs["degenerate"]
    assert len(equilibria(np.full((3, 3), 2.0))) == 18
    one_row = equilibria([[1, 1, 1]], [[2, 2, 1]])
    assert one_row.attrs["eliminated"] == {"row": [], "column": [2]}
    assert one_row.attrs["degenerate"]
    assert len(one_row) == 4
