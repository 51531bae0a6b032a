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
from dataclasses import replace
from pathlib import Path

import numpy as np

from tournament import TSTO
from tournament.engine.options import cores
from tournament.engine.population import sites
from tournament.engine.population.play import play
from tournament.results.units.population import Clock, Lattice, Places, Task
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


def rules_of(process, payoffs, **more):
    """Return the rules of a population."""
    types = len(payoffs)
    usual = {"selection": SELECTION, "mutation": 0.0, "self_interaction": False}
    return population_rules(
        [f"type {kind}" for kind in range(types)],
        game=TSTO,
        process=process,
        fitness="exponential",
        synchronous=None,
        average=False,
        roles=[0] * types,
        payoffs=payoffs,
        payoff_errors=np.zeros((types, types)),
        live=False,
        matches="a table of payoffs",
        seed=1,
        **(usual | more),
    )


def clock_of(generations):
    """Return a clock that looks at the start and at the end."""
    looks = np.array([0, generations])
    return Clock(looks, fixation=False, settled=None, pictures=looks[:0])


def task_of(process, types, steps):
    """Return a task of so many steps."""
    rules = rules_of(process, payoffs_of(types), mutation=MUTATION)
    clock = clock_of(-(-steps // SIZE))
    return Task(rules, Places(SIZE), np.array([start_of(types)]), clock, first=0)


# -- lattices --------------------------------------------------------------------------------------


def lattice_task(process, side, generations, *, b, near, **more):
    """Return a task of cooperators and defectors in random places of a square torus.

    Two who cooperate are paid 1, who exploits a cooperator b, all others 0.
    """
    rules = rules_of(process, [[1.0, 0.0], [b, 0.0]], **more)
    places = Places(side**2, lattice=Lattice(side, side, near, torus=True))
    start = np.random.default_rng(1).integers(0, 2, (1, side**2)).astype(np.int16)
    return Task(rules, places, start, clock_of(generations), first=1)


LATTICES = {  # cooperators and defectors stay together; K = 0.1 is a selection of 10
    "Fermi, von Neumann neighbours, K = 0.1": ("fermi", {"b": 1.02, "near": 4, "selection": 10.0}),
    "death-birth, von Neumann neighbours": ("death-birth", {"b": 1.02, "near": 4}),
    "Moran, von Neumann neighbours": ("moran", {"b": 1.02, "near": 4}),
}
NOWAK_MAY = ("imitate best", {"b": 1.9, "near": 8, "self_interaction": True})


def generation(task, clock=time.process_time, rounds=3, **threads):
    """Return the seconds of a generation, the median of some rounds."""
    sites.run(replace(task, clock=clock_of(1)), **threads)  # loads all code
    found = []
    for _ in range(rounds):
        start = clock()
        sites.run(task, **threads)
        found.append((clock() - start) / task.clock.looks[-1])
    return statistics.median(found)


def lattice_rows(sides=(200, 1000), places=4_000_000):
    """Return rows (work, result) of lattices; about so many places are renewed in each round."""
    found = []
    for side in sides:
        for name, (process, more) in LATTICES.items():
            task = lattice_task(process, side, max(1, places // side**2), **more)
            speed = side**2 / generation(task, threads=1) / 1e6
            work = f"lattice of {side:,} x {side:,}, {name}, one thread"
            found.append((work, f"{speed:,.1f} million site updates/s"))
    process, more = NOWAK_MAY
    task = lattice_task(process, sides[-1], max(2, 50 * places // sides[-1] ** 2), **more)
    work = f"Nowak and May's lattice of {sides[-1]:,} x {sides[-1]:,}"
    found.append((f"{work}, one thread", f"{1 / generation(task, threads=1):,.0f} generations/s"))
    wall = generation(task, time.perf_counter, threads=cores())
    found.append((f"{work}, {cores()} shared cores", f"{1 / wall:,.0f} generations/s"))
    return found


# -- well mixed ------------------------------------------------------------------------------------


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
    return found + lattice_rows()


def main():
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--egttools", help="Python interpreter of an environment with EGTtools")
    for row in rows(parser.parse_args().egttools):
        print(*row, sep=": ")


if __name__ == "__main__":
    main()
