"""Measure exact tournaments against sampled ones at equal precision; print a table.

    python benchmarks/exact.py [--turns 200] [--noise 0.01]

Automata and compiled code are on disk already: each tournament is played once before it is timed.
The last column says how many repetitions, and how long, play would need until the largest standard
error of a score is a thousandth of the range of payoffs. An exact score has no error at all.
"""

import argparse
import time

import numpy as np

import strategies
from tournament import PRISONERS_DILEMMA, Tournament

WANTED = 1e-3  # of the range of payoffs
REPETITIONS = 1000  # from which the time of more is told


def timed(field, **rules):
    """Return results and seconds of the second of two tournaments that are alike."""
    for _ in range(2):
        began = time.perf_counter()
        results = Tournament(field, PRISONERS_DILEMMA, seed=1, **rules).play(progress=False)
        seconds = time.perf_counter() - began
    return results, seconds


def row(name, field, **rules):
    """Return the cells of a field: how many pairs are exact, and what both ways take."""
    exact, computed = timed(field, exact="where possible", repetitions=100, **rules)
    played, hundred = timed(field, repetitions=100, **rules)
    many, seconds = timed(field, repetitions=REPETITIONS, **rules)
    error = many.ranking["standard_error"].max() / np.ptp(PRISONERS_DILEMMA.payoffs)
    needed = REPETITIONS * max(1.0, (error / WANTED) ** 2)
    share = exact.exact.to_numpy().mean()
    off = (played.ranking["score"] - exact.ranking["score"]).abs().max()
    return (
        f"| {name} | {len(field)} | {share:.0%} | {computed:.2f} s | {hundred:.2f} s |"
        f" {off:.4f} | {needed:,.0f}: {seconds * needed / REPETITIONS:.2f} s |"
    )


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--noise", type=float, default=0.01)
    rules = vars(parser.parse_args())
    small = [
        "tit_for_tat",
        "always_defect",
        "grudger",
        "win_stay_lose_shift",
        "random_player",
        "joss",
    ]
    print("| field | players | exact | computed | 100 repetitions | largest difference | needed |")
    print("|---|---|---|---|---|---|---|")
    for name, field in {"six rules": small, "the classics": strategies.classics()}.items():
        print(row(name, field, **rules), flush=True)


if __name__ == "__main__":
    main()
