"""Compare exact expectations with play, over pairs of library rules and levels of noise.

    python benchmarks/exact_against_play.py [--repetitions 1000] [--most-states 300]

Of every pair the mean score of both seats is played, and expected. Their difference, divided by the
standard error that is expected too, is z. If both are right, z has mean square 1, and among so many
pairs the largest is not far above what a normal distribution allows. Pairs without chance must be
equal. What happens seldom has no normal distribution, so the largest are shown by name.
"""

import argparse
import math
import platform
import time

import numpy as np

from tournament import PRISONERS_DILEMMA, Tournament
from tournament.authors.registry import library
from tournament.engine.chain.moments import moments
from tournament.referee.exact.automaton import NotExact
from tournament.referee.exact.following import automaton_of
from tournament.referee.exact.pair import Pair

TURNS = 200
NOISE = (0.0, 0.01, 0.05)
ROUNDING = 1e-9
SHOWN = 5


def finite(most):
    """Return the parameter-free library rules with at most so many states, and their automata."""
    found = {}
    for rule in library().values():
        if rule.missing or len(rule.tree()) > 1:
            continue
        try:
            automaton = automaton_of(
                rule, turns=TURNS, told=TURNS, payoffs=PRISONERS_DILEMMA.utilities
            )
        except NotExact:
            continue
        if automaton.states <= most:
            found[rule] = automaton
    return found


def expected(automata, noise):
    """Return (p, p) expected mean payoffs of a match, and their standard deviations."""
    means, deviations = (np.zeros((len(automata),) * 2) for _ in range(2))
    first, second = PRISONERS_DILEMMA.payoffs[0].ravel(), PRISONERS_DILEMMA.payoffs[0].T.ravel()
    for i, a in enumerate(automata):
        for j, b in enumerate(automata[: i + 1]):
            books = moments(Pair((a, b), noise=(noise, noise)), TURNS)
            means[i, j], deviations[i, j] = books.score(first)
            if i != j:
                means[j, i], deviations[j, i] = books.score(second)
    return means, deviations


def main():
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repetitions", type=int, default=1000)
    parser.add_argument("--most-states", type=int, default=300)
    args = parser.parse_args()
    began = time.perf_counter()
    rules = finite(args.most_states)
    print(
        f"{len(rules)} rules of at most {args.most_states} states,"
        f" followed in {time.perf_counter() - began:.1f} s"
    )
    for noise in NOISE:
        compare(rules, noise, args.repetitions)
    print(f"{platform.machine()}, Python {platform.python_version()}, NumPy {np.__version__}")


def compare(rules, noise, repetitions):
    """Play all pairs at a level of noise, and print how far expectations are from that."""
    began = time.perf_counter()
    means, deviations = expected([*rules.values()], noise)
    computed = time.perf_counter() - began
    began = time.perf_counter()
    payoffs = (
        Tournament(
            list(rules), game=PRISONERS_DILEMMA, turns=TURNS, repetitions=repetitions, noise=noise,
            seed=2026, exact=False,
        ).play().payoffs.to_numpy()
    )  # fmt: skip
    played = time.perf_counter() - began
    others = ~np.eye(len(rules), dtype=bool)  # a match against a copy counts as the mean of both
    certain, chance = others & (deviations < ROUNDING), others & (deviations >= ROUNDING)
    wrong = np.abs(payoffs - means)[certain].max(initial=0)
    z = (payoffs - means)[chance] / (deviations[chance] / math.sqrt(repetitions))
    print(
        f"noise {noise:.2f}: {chance.sum():,} ordered pairs by chance, root mean square of z"
        f" {np.sqrt((z**2).mean()):.3f}, largest {np.abs(z).max():.2f}; {certain.sum():,} without"
        f" chance, largest difference {wrong:.1e}; computed in {computed:.1f} s, played in"
        f" {played:.1f} s"
    )
    names, (rows, columns) = [rule.name for rule in rules], np.nonzero(chance)
    for k in np.argsort(-np.abs(z))[:SHOWN]:
        i, j = int(rows[k]), int(columns[k])
        print(f"    z {z[k]:+.2f}: {names[i]} against {names[j]},"
              f" played {payoffs[i, j]:.6f}, expected {means[i, j]:.6f}")  # fmt: skip


if __name__ == "__main__":
    main()
