"""Simulation against closed forms."""

import csv
from pathlib import Path

import numpy as np
import pytest

from tournament import PRISONERS_DILEMMA, C, D, Tournament, strategy

DATA = Path(__file__).parents[1] / "data"
SEED, REPETITIONS, ERRORS = 1980, 2000, 4.0


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


@strategy
def memory_one(me, opponent, p=(0.5, 0.5, 0.5, 0.5), first=1.0):
    """Cooperate with p[cc, cd, dc, dd], own move first; in the first turn, with `first`."""
    return C if me.chance(first if me.turn == 0 else p[2 * me.last + opponent.last]) else D


RULES = {
    "ALLC": ((1, 1, 1, 1), 1),
    "ALLD": ((0, 0, 0, 0), 0),
    "TFT": ((1, 0, 1, 0), 1),
    "STFT": ((1, 0, 1, 0), 0),
    "WSLS": ((1, 0, 0, 1), 1),
    "GRIM(memory-one)": ((1, 0, 0, 0), 1),
    "Alternator": ((0, 0, 1, 1), 1),
    "Random 0.5": ((0.5, 0.5, 0.5, 0.5), 0.5),
    "GTFT 1/3": ((1, 1 / 3, 1, 1 / 3), 1),
    "Joss 0.9": ((0.9, 0, 0.9, 0), 1),
    "Extort-2 (8/9,1/2,1/3,0)": ((8 / 9, 1 / 2, 1 / 3, 0), 1),
    "ZDGTFT-2 (1,1/8,1,1/4)": ((1, 1 / 8, 1, 1 / 4), 1),
    "Equalizer (2/3,0,2/3,1/3)": ((2 / 3, 0, 2 / 3, 1 / 3), 1),
}
FIELD = [memory_one(p=p, first=first).named(name) for name, (p, first) in RULES.items()]


def chain(first: str, second: str, noise: float, turns: int) -> np.ndarray:
    """Return expected counts of CC, CD, DC, DD: a Markov chain on the outcomes of a turn."""

    def flipped(p):
        return (1 - noise) * np.asarray(p, float) + noise * (1 - np.asarray(p, float))

    def outcome(a, b):
        return np.stack([a * b, a * (1 - b), (1 - a) * b, (1 - a) * (1 - b)], axis=-1)

    (p, p0), (q, q0) = RULES[first], RULES[second]
    step = outcome(flipped(p), flipped(np.array(q)[[0, 2, 1, 3]]))
    now = total = outcome(flipped(p0), flipped(q0))
    for _ in range(turns - 1):
        now = now @ step
        total = total + now
    return total


@pytest.fixture(scope="module")
def table() -> dict[tuple[str, str, float], float]:
    return {
        (row["player"], row["opponent"], float(row["noise"])): float(
            row["expected_total_score_of_player"]
        )
        for row in rows("exact_memory_one_200_turns.csv")
    }


def test_the_rules_are_those_of_the_table(table):
    """The chain gives the table's figures, so the rules and first moves above are the table's."""
    assert len(table) == 13 * 13 * 3
    for (one, two, noise), total in table.items():
        assert chain(one, two, noise, 200) @ [3, 0, 5, 1] == pytest.approx(total, abs=1e-5)


@pytest.mark.parametrize("noise", [0.0, 0.01, 0.05])
def test_memory_one_pairs(table, noise):
    """Within 4 standard errors: a false alarm once in 90 seeds per noise; this seed is fixed.

    (6.3e-5 for each of 169 means.) Where chance has no part the mean is exact.
    """
    results = Tournament(
        FIELD, PRISONERS_DILEMMA, turns=200, repetitions=REPETITIONS, noise=noise, seed=SEED,
        length_known=False,
    ).play(progress=False)  # fmt: skip
    for one in RULES:
        for two in RULES:
            off = 200 * results.payoffs.loc[one, two] - table[one, two, noise]
            assert abs(off) <= 200 * ERRORS * results.payoff_errors.loc[one, two] + 1e-5, (one, two)


def test_memory_one_pairs__outcomes():
    """The mean count of each outcome, with 4 standard errors from its co-moments."""
    noise, n = 0.05, REPETITIONS
    results = Tournament(
        FIELD, PRISONERS_DILEMMA, turns=50, repetitions=n, noise=noise, seed=SEED, self_play=False
    ).play(progress=False)
    t = results.tallies
    for (i, j), count, product in zip(results.matches, t.counts, t.products, strict=True):
        mean = count / n
        variance = (np.diag(product) - n * mean**2) / (n - 1)
        exact = chain(results.names[i], results.names[j], noise, 50)
        assert (np.abs(mean - exact) <= ERRORS * np.sqrt(variance / n)).all()


def test_tit_for_tat_under_noise_is_paid_as_if_at_random():
    """9/4 a turn for 5/3/1/0 in the long run, however small the noise (4 standard errors)."""
    results = Tournament(
        ["tit_for_tat"], PRISONERS_DILEMMA, turns=20_000, repetitions=200, noise=0.01, seed=SEED
    ).play(progress=False)
    error = results.payoff_errors.iloc[0, 0]
    assert abs(results.payoffs.iloc[0, 0] - 2.25) < ERRORS * error + 0.01  # 0.01: the start
