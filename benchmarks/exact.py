"""Measure exact tournaments, and all pairs of exact rules: a part of docs/explanation/exact.md.

    python benchmarks/exact.py [--turns 200] [--noise 0.01] [--write]

Automata and compiled code are on disk already: each tournament is played once before it is timed.
The last column says how many repetitions, and how long, play would need until the largest standard
error of a score is a ten-thousandth of the range of payoffs. An exact score has no error at all.

Then come all pairs, copies included, of those 150 library rules with automata that have the fewest
states in a turn. Nobody asks there who wins. Seconds of processors do not hang on other work.
"""

import argparse
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations_with_replacement

import numpy as np
from pages import DOCS, measured, put

import analysis
import strategies
from tournament import PRISONERS_DILEMMA, Strategy, Tournament
from tournament.authors.registry import library
from tournament.engine.chain.books import load, work
from tournament.engine.chain.expected import automaton_in, moments_of, pair_of
from tournament.errors import NotExact, TournamentError
from tournament.referee.exact.following.automata import known

WANTED = 1e-4  # of the range of payoffs
REPETITIONS = 1000  # from which the time of more is told
FEWEST = 150  # rules, of which all pairs are computed
BLOCK = 32  # pairs that a thread takes at once


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


def with_report(**rules):
    """Return what a tournament of the classics with its report takes the second time: in words."""
    for _ in range(2):
        began, worked = time.perf_counter(), time.process_time()
        field = strategies.classics()
        results = Tournament(field, PRISONERS_DILEMMA, seed=1, **rules).play(progress=False)
        with tempfile.TemporaryDirectory() as folder:
            analysis.report(results, folder)
        seconds, processor = time.perf_counter() - began, time.process_time() - worked
    return f"{seconds:.2f} s ({processor:.2f} s of processors)"


def automata(rules):
    """Return the automata of library rules, first those that have few states in a turn."""
    found = []
    for strategy in library(Strategy).values():
        if not strategy.missing:
            try:
                found.append(automaton_in(strategy, 0, rules))
            except NotExact:
                continue
    return sorted(found, key=lambda each: int(each.by_turn.max()))


def compute(found, rules):
    """Return how many pairs of automata are computed, and how many are too large."""

    def is_computed(pair):
        try:
            moments_of(pair_of(pair, rules), rules)
        except TournamentError:
            return False
        return True

    pairs = sorted(combinations_with_replacement(found, 2), key=lambda pair: -work(pair, rules))
    large, small = pairs[: len(pairs) // 4], pairs[len(pairs) // 4 :]
    blocks = [[pair] for pair in large]
    blocks += [small[at : at + BLOCK] for at in range(0, len(small), BLOCK)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        done = sum(pool.map(lambda block: sum(map(is_computed, block)), blocks))
    return done, len(pairs) - done


def all_pairs(turns, noise):
    """Return a sentence on all pairs."""
    load()
    rules = Tournament(["tit_for_tat", "joss"], PRISONERS_DILEMMA, turns=turns, noise=noise).rules
    compute(automata(rules)[:2], rules)  # whatever is not on disk
    known.cache_clear()
    seconds = [time.perf_counter()]
    found = automata(rules)[:FEWEST]
    seconds.append(time.perf_counter())
    worked = time.process_time()
    done, refused = compute(found, rules)
    worked = time.process_time() - worked
    seconds.append(time.perf_counter())
    assert not refused
    reading, computing = np.diff(seconds)
    return (
        f"All {done:,} pairs of {len(found)} rules: automata in {reading:.2f} s, pairs in"
        f" {computing:.1f} s ({worked:.1f} s of processors)."
    )


def main():
    """Print the tables, and write them if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--noise", type=float, default=0.01)
    parser.add_argument("--write", action="store_true", help="write docs/explanation/exact.md")
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
    exact = with_report(exact="where possible", repetitions=100, **rules)
    played = with_report(repetitions=100, **rules)
    lines += ["", f"The classics with a report: computed {exact}, played {played}.", ""]
    print(*lines[-3:], sep="\n")
    lines += [all_pairs(**rules), ""]
    lines += [f"{rules['turns']} turns, noise {rules['noise']}. {measured('exact')}"]
    print(*lines[-3:], sep="\n")
    if write:
        put(DOCS / "explanation" / "exact.md", "exact against play", lines)


if __name__ == "__main__":
    main()
