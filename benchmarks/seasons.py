"""Time seasons: sizes that the project promises, how cost grows, and dictionaries for scale.

Each season is played in a process of its own, so that its peak of memory is its own; imports and
the loading of compiled code come before the clock starts, the graph and the tables come after.
"""

import json
import os
import resource
import subprocess
import sys
import time

import strategies
from tournament import Season

PARTNERS = ("anyone", "out_for_tat")
PROMISED = [  # towns, friends, most seconds, most GB
    (10_000, 100, 3, None),
    (1_000_000, 20, 90, 8),
]
GROWING = [(50_000, 20), (100_000, 20), (200_000, 20), (400_000, 20), (100_000, 40), (100_000, 80)]


def kinds():
    """Return all classics, half of the towns giving to anyone, half to who was nice last."""
    return [(rule, partner) for rule in strategies.classics() for partner in PARTNERS]


def play(towns, friends, threads=2):
    """Return a season's seconds from population to tables, its gifts, and GB at the peak."""
    Season(kinds(), 100, friends=10, days=2).play(progress=False, threads=threads)  # loads all code
    start = time.perf_counter()
    results = Season(kinds(), towns, friends=friends, seed=1).play(progress=False, threads=threads)
    assert len(results.ranking) == len(kinds())
    assert len(results.towns) == towns
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return seconds, int(results.between.to_numpy().sum()), peak


def apart(*arguments):
    """Return what `play` returns, from a process of its own."""
    command = [sys.executable, __file__, json.dumps(arguments)]
    run = subprocess.run(command, env=os.environ, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(run.stdout)


def rows():
    """Return rows (work, result) for the table of benchmarks."""
    from seasons_by_hand import play as by_hand

    found = []
    for towns, friends, *_ in PROMISED:
        seconds, gifts, peak = apart(towns, friends)
        found.append((
            f"season of {towns:,} towns x {friends} friends x 25 days x 5 gifts, two threads",
            f"{seconds:.2g} s, {gifts / seconds / 1e6:.1f} million gifts/s, {peak:.1f} GB",
        ))  # fmt: skip
    gifts, seconds = by_hand(towns=1000, friends=100)
    ours = apart(1000, 100, 1)[0]
    found.append((
        "1,000 towns x 100 friends x 25 days x 5 gifts, one thread",
        f"{ours:.2g} s; plain Python with dictionaries, two strategies and partner rules:"
        f" {seconds:.2g} s, {gifts / seconds / 1e3:.0f} thousand gifts/s",
    ))  # fmt: skip
    return found


def growth():
    """Return rows (towns, friends, gifts, seconds, microseconds a gift): is cost linear?"""
    found = []
    for towns, friends in GROWING:
        seconds, gifts, _ = apart(towns, friends)
        found.append((towns, friends, gifts, seconds, seconds / gifts * 1e6))
    return found


if __name__ == "__main__":
    print(json.dumps(play(*json.loads(sys.argv[1]))))
