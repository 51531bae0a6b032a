"""Fixation and long runs in populations that are well mixed."""

import re
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from rows import DATA, FORMULA, Number, Part, rows

from analysis import (
    alpha_rank,
    fixation_by_count,
    fixation_probabilities,
    fixation_times,
    one_third_rule,
    small_mutation,
)

TYPES = ("always_cooperate", "always_defect", "tit_for_tat")


def moran_chances() -> Iterator[Number]:
    """Mutants of constant fitness, from each count of the file."""
    for row in rows(DATA / "exact_moran_fixation.csv"):
        if "relative fitness" in row["setup"]:
            r, N, i = float(row["setup"].rpartition("=")[2]), int(row["N"]), int(row["i_start"])
            ours = fixation_by_count([[r, r], [1, 1]], N).loc[i, "fixation"]
            yield Number(f"r = {r:g}, {i} of {N}", float(row["fixation_probability"]), ours)


def game_chances() -> Iterator[Number]:
    """One mutant in a game of two types, under the Moran process and under pairwise comparison."""
    for row in rows(DATA / "exact_moran_fixation.csv"):
        text, N = row["setup"], int(row["N"])
        if "relative fitness" in text or row["i_start"] != "1":
            continue
        process, selection = "moran", 1.0
        if "constant payoff gap" in text:
            gap = float(text.rpartition("=")[2])
            table, process = [[gap, gap], [0, 0]], "fermi"
        else:
            cells = dict(re.findall(r"\b([abcd])=([-\d.]+)", text.rpartition(";")[2]))
            a, b, c, d = (float(cells[letter]) for letter in "abcd")
            table = [[a, b], [c, d]]
            if beta := re.search(r"beta=([\d.]+)", text):
                process, selection = "fermi", float(beta[1])
        ours = fixation_probabilities(table, N, process, selection).loc[0, 1]
        yield Number(f"{text}, N = {N}", float(row["fixation_probability"]), ours)


def moran_times() -> Iterator[Number]:
    """Neutral mutants: steps until somebody has taken over."""
    for row in rows(DATA / "exact_moran_times.csv"):
        N, i = int(row["N"]), int(row["i_start"])
        found = fixation_by_count([[1.0, 1.0], [1.0, 1.0]], N).loc[i]
        given = "given" in row["quantity"]
        words = "steps, if the mutant takes over" if given else "steps"
        ours = found["steps_if_fixed" if given else "steps"]
        yield Number(f"{words}: {i} of {N}", float(row["value"]), ours)


def wright_fisher() -> Iterator[Number]:
    """Chances and times under the Wright-Fisher process."""
    for row in rows(DATA / "wright_fisher_fixation.csv"):
        r, N = float(row["r"]), int(row["N"])
        table = [[r, r], [1, 1]]
        chance = fixation_probabilities(table, N, "wright-fisher").loc[0, 1]
        yield Number(f"chance, r = {r:g}, N = {N}", float(row["fixation_one_mutant"]), chance)
        took = fixation_times(table, N, "wright-fisher").loc[(0, 1), "steps"]
        theirs = float(row["mean_generations_to_absorption"])
        yield Number(f"generations, r = {r:g}, N = {N}", theirs, took)


def one_third() -> Iterator[Number]:
    """Where tit for tat among defectors stops losing, and by how much it is favoured."""
    for row in rows(DATA / "exact_one_third_rule.csv"):
        cells = list(row.values())
        N, (a, b, c, d) = int(row["N"]), (float(row[letter]) for letter in "abcd")
        found = one_third_rule([[a, b], [c, d]], N).loc[(0, 1)]
        words = f"{row['turns']} turns, N = {N}"
        barrier = float(Fraction(row["unstable_point_x_star"]))
        yield Number(f"unstable point, {words}", barrier, found["barrier"])
        lead = float(cells[8]) - float(cells[9])
        yield Number(f"left less right side, {words}", lead, found["advantage"] * N)


def imhof() -> Iterator[Number]:
    """Shares of three types where mutations are rare."""
    R, S, T, P, m, cost = 3, 0.1, 5, 1, 10, 0.8
    table = [
        [R * m, S * m, R * m],
        [T * m, P * m, T + P * (m - 1)],
        [R * m - cost, S + P * (m - 1) - cost, R * m - cost],
    ]
    for row in rows(DATA / "small_mutation_stationary.csv")[:5]:
        fitness = {"lin": "linear", "exp": "exponential"}[row["map"]]
        s, N = float(row["selection"]), int(row["N"])
        found = small_mutation(table, N, "moran", s, fitness)
        for name, theirs, ours in zip(TYPES, row["stationary"].split(), found, strict=True):
            yield Number(f"{name}, N = {N}, s = {s:g}, {fitness}", float(theirs), ours)


def commitments() -> Iterator[Number]:
    """Alpha-Rank of five types: who proposes a deal, cooperates, defects, fakes, free rides."""
    R, T, P, S, fine, cost = 1.0, 2.0, 0.0, -1.0, 4.0, 0.25
    table = [
        [R - cost / 2, R - cost, 0, S + fine - cost, R - cost],
        [R, R, S, S, S], [0, T, P, P, P], [T - fine, T, P, P, P], [R, T, P, P, P],
    ]  # fmt: skip
    theirs = (0.40966787, 0.07959841, 0.20506998, 0.08505983, 0.2206039)
    names = ("proposers", "cooperators", "defectors", "fakers", "free riders")
    for name, there, ours in zip(names, theirs, alpha_rank(table, 20, 0.1), strict=True):
        yield Number(name, there, ours)


def memory_one() -> Iterator[Number]:
    """Cooperation among all sixteen memory-one rules without chance, where mutations are rare."""
    rules = np.array([[int(bit) for bit in f"{k:04b}"] for k in range(16)], float)
    for row in rows(DATA / "memory_one_16_small_mutation.csv"):
        b, error, N, beta = (float(value) for value in list(row.values())[:4])
        table, kind = long_donations(rules * (1 - 2 * error) + error, b)
        shares = small_mutation(table, int(N), "fermi", beta).to_numpy()
        words = f"b = {b:g}, error {error:g}, N = {N:g}, beta {beta:g}"
        yield Number(f"cooperation, {words}", float(row["cooperation"]), float(shares @ kind))
        yield Number(f"win-stay, lose-shift, {words}", float(row["p1001"]), shares[0b1001])


def long_donations(rules: np.ndarray, b: float) -> tuple[np.ndarray, np.ndarray]:
    """Return payoffs of a long donation game, and how often each rule cooperates with itself."""
    paid, kind = np.empty((len(rules),) * 2), np.empty(len(rules))
    for i, p in enumerate(rules):
        for j, other in enumerate(rules):
            q = other[[0, 2, 1, 3]]
            P = np.stack([p * q, p * (1 - q), (1 - p) * q, (1 - p) * (1 - q)], axis=1)
            left = np.vstack([(P.T - np.eye(4))[:3], np.ones(4)])
            v = np.linalg.solve(left, [0, 0, 0, 1])
            paid[i, j] = v @ [b - 1, -1, b, 0]
            if i == j:
                kind[i] = v[0] + v[1]
    return paid, kind


HERE = "tests/analysis/populations"
PARTS = [
    Part(
        "A mutant of constant fitness",
        "Moran (1958): (1 - r^-i) / (1 - r^-N)",
        FORMULA, f"{HERE}/fixation/test_times.py::test_chances_from_every_count_are_the_reference",
        moran_chances, 6,
    ),
    Part(
        "One mutant in a game",
        "Nowak, Sasaki, Taylor and Fudenberg (2004), Moran process; Traulsen, Nowak and Pacheco"
        " (2006), pairwise comparison",
        FORMULA, f"{HERE}/fixation/test_probabilities.py::test_fixation_is_the_reference",
        game_chances, 6,
    ),
    Part(
        "How long it takes", "Moran process, neutral mutants: sums of the chain",
        FORMULA, f"{HERE}/fixation/test_times.py::test_neutral_times_are_the_reference",
        moran_times, 6,
    ),
    Part(
        "The Wright-Fisher process", "Fisher (1930), Wright (1931): the whole chain, solved",
        FORMULA,
        f"{HERE}/fixation/test_times.py::test_generations_of_wright_fisher_are_the_reference",
        wright_fisher, 6,
    ),
    Part(
        "The one-third rule",
        "Nowak, Sasaki, Taylor and Fudenberg (2004): selection favours a mutant if a(N - 2) +"
        " b(2N - 1) > c(N + 1) + d(2N - 4)",
        FORMULA,
        f"{HERE}/selection/test_one_third.py::test_tit_for_tat_among_defectors_is_the_reference",
        one_third, 4,
    ),
    Part(
        "Cooperators, defectors and tit for tat",
        "Imhof, Fudenberg and Nowak (2005): ten rounds, tit for tat costs 0.8",
        FORMULA,
        f"{HERE}/long_run/test_small_mutation.py::test_cooperators_defectors_and_tit_for_tat",
        imhof, 6,
    ),
    Part(
        "Sixteen memory-one rules", "the model of Imhof and Nowak (2010), rules without chance",
        FORMULA, f"{HERE}/long_run/test_small_mutation.py::test_sixteen_memory_one_rules",
        memory_one, 6,
    ),
    Part(
        "Commitments", "Han, Pereira, Santos and Lenaerts (2013); N = 20, beta 0.1",
        FORMULA, f"{HERE}/long_run/test_small_mutation.py::test_alpha_rank_of_commitments",
        commitments, 6,
    ),
]  # fmt: skip
