"""Who is evolutionarily stable or robust, by the conditions of the papers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import evolutionarily_stable, fixation_probabilities, invasions, stable
from tournament import Tournament
from tournament.errors import ArgumentError

tables = st.integers(1, 4).flatmap(
    lambda k: st.lists(st.integers(0, 4), min_size=k * k, max_size=k * k).map(
        lambda cells: np.array(cells, float).reshape(k, k)
    )
)


@given(tables)
def test_without_end_words_and_truth_agree(e):
    found, words = evolutionarily_stable(e), stable(invasions(e))
    assert found["stable"].tolist() == (words == "stable").tolist()
    assert found["robust"].tolist() == words.isin(["stable", "neutral"]).tolist()
    assert found.index.name == "player"


@given(tables, st.integers(2, 12), st.sampled_from([0.0, 0.4, 1.0]))
def test_finite_populations_by_definition(e, N, s):
    found = evolutionarily_stable(e, N, "moran", s)
    chances = fixation_probabilities(e, N, "moran", s).to_numpy()
    for j in range(len(e)):
        mutants = [i for i in range(len(e)) if i != j]
        alone = [e[i, j] for i in mutants]
        many = [(e[j, i] + (N - 2) * e[j, j]) / (N - 1) for i in mutants]
        invasion = all(x < y - 1e-9 for x, y in zip(alone, many, strict=True))
        most = max(chances[mutants, j], default=-1)
        assert found.loc[j, "resists_invasion"] == invasion
        assert found.loc[j, "resists_replacement"] == (most < 1 / N - 1e-12)
        assert found.loc[j, "stable"] == (invasion and most < 1 / N - 1e-12)
        assert found.loc[j, "robust"] == (most <= 1 / N + 1e-12)
        if mutants:
            assert found.loc[j, "chance"] == most == chances[found.loc[j, "threat"], j]


def test_two_conditions_of_nowak_and_others():
    """B resists A if b (N - 1) < c + d (N - 2), and, at weak selection, if
    a (N - 2) + b (2 N - 1) < c (N + 1) + d (2 N - 4)."""
    seen = set()
    for cells in np.ndindex(4, 4, 4, 4):
        a, b, c, d = (float(each) for each in cells)
        for N in (2, 3, 7):
            found = evolutionarily_stable([[a, b], [c, d]], N, "moran", 1e-4).loc[1]
            assert found["resists_invasion"] == (b * (N - 1) < c + d * (N - 2))
            left, right = a * (N - 2) + b * (2 * N - 1), c * (N + 1) + d * (2 * N - 4)
            if left != right:
                assert found["resists_replacement"] == (left < right)
            seen.add((bool(found["resists_invasion"]), bool(found["resists_replacement"])))
    assert len(seen) == 4  # neither follows from the other


def test_neutral_mutants_leave_it_robust():
    """Tit for tat among cooperators: nobody can tell them apart."""
    alike = evolutionarily_stable([[3, 3], [3, 3]], 20)
    assert not alike["stable"].any()
    assert alike["robust"].all()
    assert evolutionarily_stable([[3, 3], [3, 3]])["robust"].all()


def test_defection_is_robust_in_few_turns_and_tit_for_tat_in_many():
    few, many = [[3, 0], [5, 1]], [[3.0, 0.995], [1.02, 1.0]]
    assert evolutionarily_stable(few, 100)["robust"].tolist() == [False, True]
    found = evolutionarily_stable(pd.DataFrame(many, ["tft", "alld"], ["tft", "alld"]), 100)
    assert found["robust"].tolist() == [True, False]
    assert found["threat"].tolist() == ["alld", "tft"]


def test_names_of_results_and_a_lonely_type():
    field = ["tit_for_tat", "always_defect"]
    results = Tournament(field, turns=10, repetitions=1, seed=1).play(progress=False)
    assert evolutionarily_stable(results, 10, "fermi").index.tolist() == field
    alone = evolutionarily_stable([[1.0]], 10).loc[0]
    assert alone["stable"]
    assert alone["threat"] is None
    assert np.isnan(alone["chance"])
    costs = evolutionarily_stable([[-3, 0], [-5, -1]], 9, less_is_better=True)
    assert costs.equals(evolutionarily_stable([[3, 0], [5, 1]], 9))
    with pytest.raises(ArgumentError, match="`fitness` is linear and can be -1"):
        evolutionarily_stable([[0, 1], [-1, 0]], 10)
    assert evolutionarily_stable([[0, 1], [-1, 0]])["stable"].tolist() == [True, False]
