"""Pairs of rules in the long run: chains, zero-determinant rules, partners, rivals, automata."""

from collections.abc import Iterator
from itertools import product

import numpy as np
from rows import CHAINS, DATA, FORMULA, PRINTED, Number, Part, rows

import analysis
import strategies
from tournament import PRISONERS_DILEMMA, Automaton, Game, Match

BY_LAST = [[0, 1], [0, 1]]
NAMES = ("CC", "CD", "DC", "DD")


def memory_one(p: list[float], first: float = 1.0) -> Automaton:
    """Return the rule that cooperates with chances after CC, CD, DC, DD."""
    return Automaton.of_table([first, *p], [[[1, 2], [3, 4]]] * 5)


TIT_FOR_TAT = memory_one([1, 0, 1, 0])
GRIM = Automaton.of_table([1, 0], [BY_LAST, [[1, 1], [1, 1]]])
ONES = {
    "ALLC": memory_one([1] * 4), "ALLD": memory_one([0] * 4, 0), "TFT": TIT_FOR_TAT,
    "STFT": memory_one([1, 0, 1, 0], 0), "WSLS": memory_one([1, 0, 0, 1]),
    "GRIM(memory-one)": memory_one([1, 0, 0, 0]), "Alternator": memory_one([0, 0, 1, 1]),
    "Random 0.5": memory_one([0.5] * 4, 0.5), "GTFT 1/3": memory_one([1, 1 / 3, 1, 1 / 3]),
    "Joss 0.9": memory_one([0.9, 0, 0.9, 0]),
    "Extort-2 (8/9,1/2,1/3,0)": memory_one([8 / 9, 1 / 2, 1 / 3, 0]),
    "ZDGTFT-2 (1,1/8,1,1/4)": memory_one([1, 1 / 8, 1, 1 / 4]),
    "Equalizer (2/3,0,2/3,1/3)": memory_one([2 / 3, 0, 2 / 3, 1 / 3]),
}  # fmt: skip
OTHERS = {
    "Anti-TFT": memory_one([0, 1, 0, 1]), "WSLS (Pavlov)": memory_one([1, 0, 0, 1]),
    "WinShiftLoseStay": memory_one([0, 1, 1, 0], 0), "Alternator": memory_one([0, 0, 1, 1]),
}  # fmt: skip


def rare_errors() -> Iterator[Number]:
    """Yield the 256 pairs of memory-one rules without chance, as errors become rare."""
    for row in rows(CHAINS / "memory_one_deterministic_limit_16x16.csv"):
        words = row["p_CC_CD_DC_DD"], row["q_CC_CD_DC_DD"]
        pair = [memory_one([int(move) for move in word]).to_rule(f"r{word}") for word in words]
        other = pair[1].named(f"s{words[1]}")
        found = Match(pair[0], other, game=PRISONERS_DILEMMA).expected(limit="rare errors")
        theirs = [fraction(row[name]) for name in NAMES]
        for name, there, ours in zip(NAMES, theirs, found.fractions, strict=True):
            yield Number(f"{words[0]} against {words[1]}, {name}", there, float(ours))


def fraction(text: str) -> float:
    """Return the number that a fraction is."""
    top, _, below = text.partition("/")
    return float(top) / float(below or 1)


def long_run() -> Iterator[Number]:
    """Long-run scores of pairs of well-known memory-one rules, with noise."""
    for row in rows(CHAINS / "memory_one_stationary.csv"):
        pair = (row["player"], row["opponent"])
        one, other = (ONES[name].to_rule(f"x{seat}") for seat, name in enumerate(pair))
        match = Match(one, other, game=PRISONERS_DILEMMA, noise=float(row["noise"]))
        words = f"{pair[0]} against {pair[1]}, noise {row['noise']}"
        theirs = float(row["long_run_score_of_player_per_turn"])
        yield Number(words, theirs, float(match.expected(limit=True).scores[0]))


def relations() -> Iterator[Number]:
    """Yield the line that a zero-determinant rule enforces, and its score against a coin."""
    for row in rows(DATA / "exact_zd.csv"):
        T, R, P, S = map(float, row["game_T/R/P/S"].split("/"))
        game, baseline, chi = Game(R=R, S=S, T=T, P=P), float(row["baseline_l"]), float(row["chi"])
        mine, theirs = np.array([R, S, T, P]), np.array([R, T, S, P])
        step, start = (mine - baseline) - chi * (theirs - baseline), np.array([1, 1, 0, 0])
        most = min((1 - start[i]) / s if s > 0 else -start[i] / s for i, s in enumerate(step) if s)
        rule = memory_one(np.clip(start + float(row["phi_over_max"]) * most * step, 0, 1).tolist())
        found = analysis.enforced_relation(rule, game)
        words = f"{row['kind']}, chi {chi:g}, phi {row['phi']}, game {row['game_T/R/P/S']}"
        yield Number(f"chi: {words}", chi, found.chi)
        yield Number(f"baseline: {words}", baseline, found.baseline)
        random = ONES["Random 0.5"].to_rule("coin")
        scores = Match(rule.to_rule("zd"), random, game=game).expected(limit=True).scores
        yield Number(f"against a coin: {words}", float(row["sX_vs_Random"]), float(scores[0]))


def vectors() -> Iterator[Number]:
    """Probabilities to cooperate, as two papers print them."""
    printed = {
        "extort 3, half of phi": (
            strategies.linear_relation(1 / 3, 1),
            [11 / 13, 1 / 2, 7 / 26, 0],
        ),
        "extort 2": (strategies.linear_relation(1 / 2, 1), [8 / 9, 1 / 2, 1 / 3, 0]),
        "zd_gtft_2": (strategies.zd_gtft_2, [1, 1 / 8, 1, 1 / 4]),
        "tit for tat": (strategies.linear_relation(1, 2, phi=1 / 5), [1, 0, 1, 0]),
    }
    for name, (rule, probabilities) in printed.items():
        found = list(rule.parameters.values())[:4]
        for outcome, theirs, ours in zip(NAMES, probabilities, found, strict=True):
            yield Number(f"{name}, after {outcome}", theirs, float(ours))


def fingerprints() -> Iterator[Number]:
    """Yield closed forms, with tit for tat as the probe."""
    every = rows(DATA / "ashlock_fingerprints_tft_probe.csv")
    for name in dict.fromkeys(row["strategy"] for row in every):
        rule = ONES.get(name) or OTHERS[name]
        table = [row for row in every if row["strategy"] == name]
        points = sorted({float(row["x"]) for row in table})
        words = {"game": PRISONERS_DILEMMA, "points": points}
        found = analysis.exact_fingerprint(rule, TIT_FOR_TAT, **words).set_index(["x", "y"])[
            "score"
        ]
        for row in table:
            x, y = float(row["x"]), float(row["y"])
            yield Number(f"{name} at {x:g}, {y:g}", float(row["value"]), float(found[(x, y)]))


def reactive(table: tuple[int, ...]) -> Automaton:
    """Return the rule that looks up its move by the opponent's last moves; it begins after C's."""
    size = len(table)
    after = [[(2 * state + seen) % size for seen in (0, 1)] for state in range(size)]
    return Automaton.of_table(1 - np.array(table), [[row, row] for row in after])


def partners() -> Iterator[Number]:
    """How many reactive rules without chance are partners in the donation game."""
    for row in rows(DATA / "pure_partner_counts.csv"):
        n, b = int(row["n"]), float(row["b_over_c"])
        game = Game(R=b - 1, S=-1, T=b, P=0)
        every = product((0, 1), repeat=2**n)
        ours = sum(analysis.is_partner(reactive(table), game) for table in every)
        theirs = row["partners_by_published_inequalities"] or row["partners_by_best_cycle"]
        yield Number(f"memory {n}, b / c = {b:g}", float(theirs), float(ours))


def rivals() -> Iterator[Number]:
    """Yield the friendly rivals among rules that remember two turns, by their tables."""
    for row in rows(DATA / "memory2_friendly_rivals.csv"):
        word = next(iter(row.values()))
        table = np.array(["cd".index(move) for move in word])
        then = [
            [[(a1 << 3) + (own << 2) + (b1 << 1) + seen for seen in (0, 1)] for own in (0, 1)]
            for _, a1, _, b1 in product((0, 1), repeat=4)
        ]
        rule = Automaton.of_table(1 - table, then)
        yield Number(word, 1.0, float(analysis.is_friendly_rival(rule, PRISONERS_DILEMMA)))


def futures() -> Iterator[Number]:
    """From which continuation on a rule is an equilibrium with itself, found by halving."""
    for name, rule, theirs in (("grim", GRIM, 1 / 2), ("tit for tat", TIT_FOR_TAT, 2 / 3)):
        low, high = 0.0, 0.999
        while high - low > 1e-7:
            middle = (low + high) / 2
            holds = analysis.is_equilibrium(rule, PRISONERS_DILEMMA, continuation=middle)
            low, high = (low, middle) if holds else (middle, high)
        yield Number(name, theirs, high)


LIMITS = "tests/tournament/referee/exact/test_limits.py"
HERE = "tests/analysis/exact"
PARTS = [
    Part(
        "Memory-one rules as errors become rare",
        "shares of outcomes of all 16 x 16 pairs, as fractions; the method of Nowak, Sigmund and"
        " El-Sedy (1995)",
        FORMULA, f"{LIMITS}::test_pure_memory_one_rules_as_errors_become_rare", rare_errors, 6,
    ),
    Part(
        "Memory-one rules in the long run", "stationary distributions: Nowak and Sigmund (1990)",
        FORMULA, f"{LIMITS}::test_memory_one_rules_in_the_long_run", long_run, 6,
    ),
    Part(
        "Zero-determinant rules, as printed",
        "Press and Dyson (2012); Stewart and Plotkin (2012)",
        PRINTED, "tests/strategies/test_builders.py::test_as_printed", vectors, 6,
    ),
    Part(
        "What zero-determinant rules enforce", "Press and Dyson (2012), equations 7 to 12",
        FORMULA, f"{HERE}/test_relations.py::test_published_rules", relations, 6,
    ),
    Part(
        "Fingerprints", "Ashlock and Kim (2008): closed forms",
        FORMULA, f"{HERE}/test_fingerprints.py::test_closed_forms", fingerprints, 6,
    ),
    Part(
        "Partners among reactive rules",
        "Glynatsi, Akin, Nowak and Hilbe (2024): inequalities for memory 2 and 3",
        FORMULA, f"{HERE}/test_partners.py::test_all_published_counts_of_partners", partners, 0,
    ),
    Part(
        "Friendly rivals with a memory of two turns",
        "Yi, Baek and Choi (2017): eight of 65,536 rules; 1 says that a rule is one",
        PRINTED, f"{HERE}/test_partners.py::test_the_eight_friendly_rivals_of_memory_two",
        rivals, 0,
        "The test also says that there are no others.",
    ),
    Part(
        "How long the shadow of the future must be",
        "Axelrod (1984): (T - R) / (T - P); for tit for tat also (T - R) / (R - S)",
        PRINTED, f"{HERE}/test_replies.py::test_grim_needs_a_future", futures, 6,
    ),
]  # fmt: skip
