"""Measure exact tournaments against sampled ones at equal precision: a table of docs/exact.md.

    python benchmarks/exact.py [--turns 200] [--noise 0.01] [--write]

Automata and compiled code are on disk already: each tournament is played once before it is timed.
The last column says how many repetitions, and how long, play would need until the largest standard
error of a score is a ten-thousandth of the range of payoffs. An exact score has no error at all.
"""

import argparse
import time

import numpy as np
from pages import DOCS, measured, put

import strategies
from tournament import PRISONERS_DILEMMA, Tournament

WANTED = 1e-4  # of the range of payoffs
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
    """Print the table, and write it if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--noise", type=float, default=0.01)
    parser.add_argument("--write", action="store_true", help="write docs/exact.md")
    rules = vars(parser.parse_args())
    write = rules.pop("write")
    small = [
        "tit_for_tat",
        "always_defect",
        "grudger",
        "win_stay_lose_shift",
        "random_player",
        "joss",
    ]
    lines = [
        "| field | players | exact | computed | 100 repetitions | largest difference | needed |",
        "|---|---|---|---|---|---|---|",
    ]
    print(*lines, sep="\n")
    for name, field in {"six rules": small, "the classics": strategies.classics()}.items():
        lines.append(row(name, field, **rules))
        print(lines[-1], flush=True)
    lines += ["", f"{rules['turns']} turns, noise {rules['noise']}. {measured('exact')}"]
    print(*lines[-2:], sep="\n")
    if write:
        put(DOCS / "exact.md", "exact against play", lines)


if __name__ == "__main__":
    main()
