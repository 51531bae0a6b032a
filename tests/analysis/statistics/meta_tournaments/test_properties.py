"""Which properties go with success: the frames against the same by hand."""

import numpy as np
import pandas as pd
import pytest

import analysis
from analysis.behaviours.extortion import extortion_fit

POOL = ["tit_for_tat", "joss", "always_defect", "grudger", "random_player", "always_cooperate",
        "stein_and_rapoport", "bully"]  # fmt: skip


@pytest.fixture(scope="module")
def found():
    # a property that decides nothing, and one that is not known of all
    features = pd.DataFrame({"letters": [len(name) for name in POOL], "known": 1.0}, POOL)
    features.loc["joss", "known"] = np.nan
    return analysis.meta(
        POOL, 150, turns=[5, 20], noise=[0, 0.05], samples=3, repetitions=5, features=features,
        seed=3, progress=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def joined(found):
    """The noisy entries with what is known of their tournaments and rules."""
    entries = found.of_format("noisy").join(found.tournaments, on="tournament")
    return entries.join(found.facts, on="player")


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("after_CD", lambda e: e["after_CD"]),
        ("cooperation", lambda e: e["cooperation"]),
        ("cooperation_to_max", lambda e: e["cooperation"] / e["cooperation_max"]),
        ("cooperation_to_median", lambda e: e["cooperation"] / e["cooperation_median"]),
        ("cooperation_to_mean", lambda e: e["cooperation"] / e["cooperation_mean"]),
        ("min_to_cooperation", lambda e: e["cooperation_min"] / e["cooperation"]),
        ("stochastic", lambda e: e["stochastic"]),
        ("reads_length", lambda e: e["reads_length"]),
        ("letters", lambda e: e["letters"]),
        ("size", lambda e: e["size"]),
        ("turns", lambda e: e["turns"].astype(float)),
        ("cooperation_mean", lambda e: e["cooperation_mean"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_property_is_correlated_with_success(found, joined, name, of):
    row, values = found.properties.loc[("noisy", name)], of(joined)
    assert row["with_rank"] == pytest.approx(values.corr(joined["normalised_rank"]), abs=1e-9)
    assert row["with_score"] == pytest.approx(values.corr(joined["score"]), abs=1e-9)
    assert row["everybody"] == pytest.approx(values.mean())
    known = values.notna()
    mean = (values * joined["won"])[known].sum() / joined["won"][known].sum()
    assert row["winners"] == pytest.approx(mean)


def test_winners_that_share_the_first_place_weigh_less(found):
    entries = found.of_format("standard")
    assert entries["won"].between(0.01, 0.99).sum() > 0
    wanted = np.average(entries["cooperation"], weights=entries["won"])
    assert found.properties.loc[("standard", "cooperation"), "winners"] == pytest.approx(wanted)


def test_a_field_is_measured_over_its_players(found):
    cooperation = found.entries.groupby("tournament")["cooperation"]
    for name in ("max", "median", "mean", "min"):
        wanted = cooperation.agg(name)
        np.testing.assert_allclose(found.tournaments[f"cooperation_{name}"], wanted)


def test_distance_from_extortion_is_that_of_the_measured_rates(found, joined):
    rates = joined[["after_CC", "after_CD", "after_DC", "after_DD"]].to_numpy()
    sse, _ = extortion_fit(rates, found.game)
    row = found.properties.loc[("noisy", "sse")]
    assert row["everybody"] == pytest.approx(np.nanmean(sse))


def test_what_does_not_vary_has_no_correlation(found):
    rows = found.properties.xs("standard")
    assert np.isnan(rows.loc["noise", "with_rank"])
    assert np.isnan(rows.loc["known", "with_rank"])
    assert np.isnan(rows.loc["continuation", "everybody"])
    assert rows.loc["known", "everybody"] == 1.0


def test_facts_are_read_from_rules(found):
    assert found.facts["stochastic"].to_dict() == {
        name: float(name in ("joss", "random_player")) for name in POOL
    }
    assert found.facts.index[found.facts["reads_length"] == 1].tolist() == ["stein_and_rapoport"]


def test_a_forest_finds_what_decides(found):
    frame = found.importances(rows=600, trees=20, seed=1)
    assert frame.groupby("format")["importance"].sum().to_numpy() == pytest.approx([1.0, 1.0])
    noisy = frame.loc["noisy", "importance"]
    assert noisy.is_monotonic_decreasing
    assert noisy["known"] < 0.1 < noisy.iloc[0]
    assert 0.5 < frame.attrs["r_squared"]["noisy"] < 1
    again = found.importances(rows=600, trees=20, seed=1)
    pd.testing.assert_frame_equal(frame, again)
