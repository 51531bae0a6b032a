"""Measure how often intervals cover the truth and tests raise false alarms; write it into docs.

    python benchmarks/truth.py [--tournaments 2000] [--write]

The truth is exact: players are memory-one rules with noise, whose expected scores follow from their
Markov chains. Every field has two pairs of equal players, so that ties are part of the truth.
"""

import argparse
from pathlib import Path

import numpy as np

from analysis import compare, friedman, intervals, rank_intervals
from strategies import memory_one
from tournament import TSTO, Tournament

PAGE = Path(__file__).parent.parent / "docs" / "explanation" / "statistics.md"
MARK, END = "<!-- coverage -->\n", "<!-- /coverage -->\n"
PLAYERS, TURNS, NOISE, RESAMPLES = 8, 20, 0.02, 500


def field(rng):
    """Return players of random rules, two of which occur twice, and their probabilities (p, 5)."""
    rules = rng.uniform(0.05, 0.95, size=(PLAYERS - 2, 5)).round(3)
    rules = np.concatenate([rules, rules[:2]])
    players = [
        memory_one(*rule[1:], first=rule[0]).named(f"player {k}")
        for k, rule in enumerate(rules.tolist())
    ]
    return players, rules


def truth(rules):
    """Return (p,) expected scores in the gift game, copies included, from the Markov chains."""
    flip = NOISE + (1 - 2 * NOISE) * rules  # the first move, then after CC, CD, DC, DD
    payoffs = TSTO.payoffs[0].reshape(4)
    table = np.zeros((PLAYERS, PLAYERS))
    for i, mine in enumerate(flip):
        for j, theirs in enumerate(flip[:, [0, 1, 3, 2, 4]]):
            joint = [
                np.outer([a, 1 - a], [b, 1 - b]).ravel() for a, b in zip(mine, theirs, strict=True)
            ]
            state, step = joint[0], np.array(joint[1:])
            for _ in range(TURNS):
                table[i, j] += state @ payoffs / TURNS
                state = state @ step
    return table.mean(axis=1)


def measure(tournaments, seed=0, repetitions=10):
    """Return, by name, shares of tournaments (or of players in them) in which a claim held."""
    rng = np.random.default_rng(seed)
    found = {}

    def note(name, values):
        found.setdefault(name, []).append(np.mean(values))

    for _ in range(tournaments):
        players, rules = field(rng)
        words = {"turns": TURNS, "noise": NOISE, "seed": int(rng.integers(2**63))}
        results = Tournament(players, repetitions=repetitions, **words).play(progress=False)
        names = results.names
        expected = truth(rules)
        for method in ("t", "bootstrap"):
            shown = intervals(results, method=method, resamples=RESAMPLES).loc[names]
            note(f"{method} interval covers the expected score",
                 (shown["low"] <= expected) & (expected <= shown["high"]))  # fmt: skip
        better = (expected[:, None] - expected[None, :]).round(12)
        places = rank_intervals(results, resamples=RESAMPLES).loc[names]
        note(
            "interval of places covers all places that a player truly has",
            (places["best_rank"] <= 1 + (better < 0).sum(axis=1))
            & (PLAYERS - (better > 0).sum(axis=1) <= places["worst_rank"]),
        )
        pairs = compare(results, "all")
        true = np.array([better[names.index(a), names.index(b)] for a, b in pairs.index])
        note("interval of a difference covers it", (pairs["low"] <= true) & (true <= pairs["high"]))
        note("Holm: any pair called different that is equal, or the wrong way round",
             (pairs["settled"] & (true <= 0)).any())  # fmt: skip
        note("Holm: pairs found that differ", pairs["settled"][true != 0])
        budget = {"repetitions": "until settled", "places": 3, "most_repetitions": 256}
        asked = Tournament(players, **budget, **words).play(progress=False)
        order = [expected[names.index(name)] for name in asked.ranking.index]
        unsettled = {frozenset(pair) for pair in asked.manifest["settling"]["open"]}
        note("until settled: any of three places called settled that is not", any(
            order[i] <= order[j] + 1e-12 and frozenset(asked.ranking.index[[i, j]]) not in unsettled
            for i in range(3) for j in range(i + 1, PLAYERS)
        ))  # fmt: skip
        alike = [players[0].named(f"copy {k}") for k in range(PLAYERS)]
        same = Tournament(alike, repetitions=repetitions, **words).play(progress=False)
        note("Friedman over repetitions: equal players called different",
             friedman(same, blocks="repetitions")["p"] < 0.05)  # fmt: skip
    return {name: (np.mean(v), np.std(v) / len(v) ** 0.5) for name, v in found.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tournaments", type=int, default=2000)
    parser.add_argument("--write", action="store_true", help="write the table into docs")
    options = parser.parse_args()
    lines = ["| of 95 % | share | ± |", "|---|---|---|"]
    found = measure(options.tournaments)
    lines += [f"| {name} | {share:.1%} | {error:.1%} |" for name, (share, error) in found.items()]
    lines += [
        "",
        f"{options.tournaments:,} tournaments of {PLAYERS} random memory-one rules, two of them",
        f"twice: {TURNS} turns, noise {NOISE}, 10 repetitions, {RESAMPLES} resamples; ± is the",
        "standard error of the share. Made by `benchmarks/truth.py --write`.",
    ]
    print(*lines, sep="\n")
    if options.write:
        before, rest = PAGE.read_text().split(MARK)
        PAGE.write_text(before + MARK + "\n".join(lines) + "\n" + END + rest.split(END)[1])


if __name__ == "__main__":
    main()
