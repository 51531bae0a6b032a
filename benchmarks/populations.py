"""Time populations: steps of processes, beside EGTtools in the same run.

    python benchmarks/populations.py [--egttools PYTHON]

`--egttools` is the interpreter of an environment with EGTtools 0.1.14.2. Both work on one thread,
and seconds are those of the processor, since machines are shared. A type is paid 1 by all others
and 0 by its own, so that all types stay. Payoffs, mutation and strength of selection are the same
for both.
"""

import argparse
import json
import os
import statistics
import subprocess
import time
from pathlib import Path

import numpy as np

from tournament import TSTO
from tournament.engine.population.play import play
from tournament.results.units.population import Clock, Places, Task
from tournament.rules.population import population_rules

SIZE, MUTATION, SELECTION = 100, 0.01, 1.0
ROUNDS = 5
STEPS, THEIR_STEPS = 10_000_000, 300_000
PROCESSES = {"fermi": "pairwise comparison", "moran": "Moran"}
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def payoffs_of(types):
    """Return (types, types) 1 against other types, 0 against the own."""
    return 1.0 - np.eye(types)


def start_of(types):
    """Return (types,) counts that are as even as they can be."""
    return [SIZE // types + (kind < SIZE % types) for kind in range(types)]


def task_of(process, types, steps):
    """Return a task of so many steps."""
    rules = population_rules(
        [f"type {kind}" for kind in range(types)],
        game=TSTO,
        process=process,
        selection=SELECTION,
        fitness="exponential",
        synchronous=None,
        mutation=MUTATION,
        self_interaction=False,
        average=False,
        roles=[0] * types,
        payoffs=payoffs_of(types),
        payoff_errors=np.zeros((types, types)),
        live=False,
        matches="a table of payoffs",
        seed=1,
    )
    looks = np.array([0, -(-steps // SIZE)])
    clock = Clock(looks, fixation=False, settled=None, pictures=looks[:0])
    return Task(rules, Places(SIZE), np.array([start_of(types)]), clock, first=0)


def ours(process, types, steps=STEPS, rounds=ROUNDS):
    """Return million steps per second, the median of some rounds."""
    play(task_of(process, types, SIZE))  # loads all code
    speeds = []
    for _ in range(rounds):
        start = time.process_time()
        books = play(task_of(process, types, steps))
        speeds.append(books.end[0, 1] / (time.process_time() - start) / 1e6)
    return statistics.median(speeds)


def theirs(python, types, steps=THEIR_STEPS, rounds=ROUNDS):
    """Return the version of EGTtools, and its million steps per second."""
    task = {
        "payoffs": payoffs_of(types).tolist(),
        "start": start_of(types),
        "selection": SELECTION,
        "mutation": MUTATION,
        "steps": steps,
        "rounds": rounds,
    }
    run = subprocess.run(
        [python, Path(__file__).with_name("egttools_steps.py")],
        input=json.dumps(task), env=os.environ | ONE_THREAD,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(run.stdout)
    return found["version"], steps / statistics.median(found["seconds"]) / 1e6


def rows(python=None):
    """Return rows (work, result) for the table of benchmarks; `python` is EGTtools' interpreter."""
    found = []
    for types in (2, 10):
        for process, name in PROCESSES.items():
            mine = ours(process, types)
            result = f"{mine:,.0f} million steps/s"
            if python is not None and process == "fermi":
                version, other = theirs(python, types)
                result += (
                    f"; EGTtools {version}: {other:.2f} million, {mine / other:,.0f} times as long"
                )
            found.append((
                f"well-mixed population of {SIZE}, {types} types, {name}, mutation, one thread",
                result,
            ))  # fmt: skip
    return found


def main():
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--egttools", help="Python interpreter of an environment with EGTtools")
    for row in rows(parser.parse_args().egttools):
        print(*row, sep=": ")


if __name__ == "__main__":
    main()
