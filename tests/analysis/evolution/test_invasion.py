"""Invasion at its borders: how much larger a payoff must be, by the quantiles of SciPy."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import invasions
from analysis.evolution.invasion import stable
from tournament import Tournament


def table(lead, back=0.0, *, players=2, error=0.5, less=False):
    """Return payoffs in which player 0 leads among copies of 1 by so much, and against itself."""
    e = np.zeros((players, players))
    e[0, 1] = lead  # against resident 1, which gets 0 from itself
    e[0, 0] = back  # against itself; player 1 gets 0 from it
    return (-e if less else e), np.full(e.shape, error)


@pytest.mark.parametrize("less", [False, True])
@pytest.mark.parametrize("players", [2, 3, 6])
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_a_lead_must_exceed_a_normal_quantile_after_bonferroni(confidence, players, less):
    """Two errors make the error of a difference; p - 1 mutants share the level, on two sides."""
    level = 1 - (1 - confidence) / (players - 1) / 2
    border = stats.norm.ppf(level) * np.hypot(0.5, 0.5)
    for lead, word in ((1.001 * border, "invades"), (0.999 * border, "cannot tell"),
                       (-0.999 * border, "cannot tell"), (-1.001 * border, "fails")):  # fmt: skip
        e, errors = table(lead, players=players, less=less)
        found = invasions(e, errors, confidence=confidence, less_is_better=less)
        assert found.loc[0, 1] == word
    e, errors = table(border * 1.001, players=players)
    if confidence == 0.95:
        assert invasions(e, errors).equals(invasions(e, errors, confidence=0.95))


def test_results_have_students_law_with_one_less_than_their_repetitions():
    field = ["tit_for_tat", "always_defect", "always_cooperate"]
    results = Tournament(field, turns=8, repetitions=4, noise=0.1, seed=2).play(progress=False)
    e, error = results.payoffs.to_numpy(), results.payoff_errors.to_numpy()
    said = set()
    for confidence in np.linspace(0.02, 0.98, 25):
        found = invasions(results, confidence=confidence).to_numpy()
        critical = stats.t.ppf(1 - (1 - confidence) / 2 / 2, 3)
        for i, j in ((0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)):
            lead = e[i, j] - e[j, j]
            sure = abs(lead) > critical * np.hypot(error[i, j], error[j, j])
            want = ("invades" if lead > 0 else "fails") if sure else "cannot tell"
            assert found[i, j] == want
            said.add(want)
    assert said == {"invades", "fails", "cannot tell"}


def test_without_errors_equal_payoffs_are_told_by_the_second_comparison():
    for back, word in ((1.0, "invades"), (-1.0, "fails"), (0.0, "drifts")):
        e, _ = table(0.0, back)
        assert invasions(e).loc[0, 1] == word
    e, errors = table(0.0, 1.0)
    assert invasions(e, errors).loc[0, 1] == "cannot tell"  # never taken for equal
    errors[:] = 0
    assert invasions(e, errors).loc[0, 1] == "invades"


def test_what_rounding_makes_is_equal():
    e, _ = table(1e-13, 1.0)
    e[1, 0] = e[1, 1] = 0.0
    assert invasions(e).loc[0, 1] == "invades"  # by its lead against itself
    e, _ = table(1e-13, -1.0)
    assert invasions(e).loc[0, 1] == "fails"
    e, _ = table(1e-9, -1.0)
    assert invasions(e).loc[0, 1] == "invades"


@pytest.mark.parametrize(
    ("words", "stability"),
    [
        (["fails", "fails"], "stable"), (["fails", "drifts"], "neutral"),
        (["drifts", "cannot tell"], "cannot tell"), (["cannot tell", "invades"], "invaded"),
        (["drifts", "invades"], "invaded"), (["fails", "cannot tell"], "cannot tell"),
    ],
)  # fmt: skip
def test_stability_follows_from_the_worst_mutant(words, stability):
    column = ["", *words]
    frame = pd.DataFrame({"a": column, "b": [words[0], "", "fails"], "c": ["fails", "fails", ""]},
                         index=list("abc"))  # fmt: skip
    found = stable(frame)
    assert found["a"] == stability
    assert found["c"] == "stable"
    assert (found.name, found.index.name) == ("stability", "player")


@pytest.mark.parametrize("confidence", [0, 1, 2, -1])
def test_confidences_are_between_0_and_1(confidence):
    with pytest.raises(ValueError, match="`confidence` must be between 0 and 1"):
        invasions([[1, 2], [3, 4]], confidence=confidence)
