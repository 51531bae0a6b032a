"""Time populations: steps, theory and played encounters, beside other libraries in the same run.

    python benchmarks/populations.py [--peers PYTHON] [--write]

`--peers` is the interpreter of an environment with EGTtools 0.1.14.2 and Axelrod-Python 4.14. All
work on one thread, and seconds are those of the processor, since machines are shared. In the rows
of steps, a type is paid 1 by all others and 0 by its own, so that all types stay. Payoffs, mutation
and strength of selection are the same for both. `--write` puts the table into
`docs/reference/benchmarks.md`.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from pages import DOCS, measured, put

import analysis
import strategies
from tournament import TSTO, Population
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
    return found + lattice_rows() + theory_rows(python) + live_rows(python) + [large_row()]


# -- theory, and encounters that are played --------------------------------------------------------


def seconds_of(work, rounds=ROUNDS):
    """Return the seconds of some work, the median of some rounds; done once before."""
    work()
    found = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return statistics.median(found)


def peers(python, **tasks):
    """Return the median seconds of other libraries for each task: (arguments, rounds)."""
    run = subprocess.run(
        [python, Path(__file__).with_name("population_peers.py")],
        input=json.dumps(tasks), env=os.environ | ONE_THREAD,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {name: statistics.median(each) for name, each in json.loads(run.stdout).items()}


def theory_rows(python=None, types=238, some=60):
    """Return rows (work, result) of theory; EGTtools computes the pairs of `some` types."""
    table = np.random.default_rng(1).uniform(1, 3, (types, types))
    three = [[3.0, 1.0, 2.0], [4.0, 1.5, 1.0], [2.0, 2.5, 2.0]]
    how = {"process": "fermi", "selection": 1.0}
    matrix = seconds_of(lambda: analysis.fixation_probabilities(table, size=SIZE, **how), 3)
    chain = seconds_of(lambda: analysis.stationary(three, size=50, mutation=MUTATION, **how))
    large = seconds_of(lambda: analysis.stationary(three, size=446, mutation=MUTATION, **how), 1)
    fixation, stationary = f"{matrix:.2f} s", f"{chain:.3f} s"
    if python is not None:
        few = {"payoffs": table[:some, :some].tolist(), "size": SIZE, "selection": 1.0}
        all_three = {"payoffs": three, "size": 50, "selection": 1.0, "mutation": MUTATION}
        other = peers(python, fixation=(few, 1), stationary=(all_three, 1))
        pairs = some * (some - 1) / other["fixation"]
        mine = types * (types - 1) / matrix
        fixation += (
            f", {mine:,.0f} pairs/s; EGTtools: {pairs:,.0f} pairs/s (of {some} types),"
            f" {mine / pairs:,.0f} times as long"
        )
        stationary += (
            f"; EGTtools: {other['stationary']:.2f} s, {other['stationary'] / chain:,.0f} times"
            " as long"
        )
    return [
        (f"fixation probabilities of {types} x {types} types, N = {SIZE}, pairwise", fixation),
        ("long run of 3 types, N = 50, mutation (1,326 states)", stationary),
        ("the same, N = 446 (100,128 states)", f"{large:.1f} s"),
    ]


def live_rows(python=None, players=30, turns=200, steps=200, repetitions=100):
    """Return rows of Moran steps among one player of each of some classics; matches are played.

    Axelrod-Python plays pairs with chance anew in each step, and keeps the scores of all others.
    Ours does the same, and plays nothing for those that no draw asks for.
    """
    known = strategies.catalogue()["axelrod"]
    plain = [one.name for one in strategies.classics() if known[one.name].endswith("|{}")]
    names = plain[:players]
    event = Population(
        names, size=players, payoffs="live", turns=turns, repetitions=repetitions, seed=1
    )

    def played():
        return int(event.play(progress=False, threads=1).times["steps"].sum())

    mine = played() / seconds_of(played, 1)
    result = f"{mine:,.0f} steps/s"
    if python is not None:
        theirs = [known[name].partition("|")[0] for name in names]
        task = {"names": theirs, "turns": turns, "steps": steps, "seed": 1}
        other = steps / peers(python, moran=(task, 1))["moran"]
        result += f"; Axelrod-Python: {other:,.0f} steps/s, {mine / other:,.0f} times as long"
    return [(f"Moran process of {players} strategies whose matches are played", result)]


def large_row(side=1000, generations=1000):
    """Return the row of a large lattice, looked at now and then: seconds and memory."""
    code = (
        "import resource, time; from tournament import Population; start = time.perf_counter();"
        f"Population(['c', 'd'], payoffs=[[1, 0], [1.02, 0]], lattice={side}, process='fermi',"
        " neighbours='von neumann', selection=10, seed=1)"
        f".play({generations}, progress=False);"
        "most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "print(time.perf_counter() - start, most / 2**20)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, memory = map(float, run.stdout.split())
    work = f"lattice of {side:,} x {side:,}, Fermi, {generations:,} generations with pictures"
    return work, f"{seconds:,.0f} s, {memory:.1f} GB"


def main():
    """Print the rows, or write them into the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--peers", help="Python interpreter with EGTtools and Axelrod-Python")
    parser.add_argument("--write", action="store_true", help="put the table into the page")
    args = parser.parse_args()
    table = ["| work | result |", "|---|---|"]
    for row in rows(args.peers):
        print(*row, sep=": ", flush=True)
        table.append("| " + " | ".join(row) + " |")
    if args.write:
        put(
            DOCS / "reference" / "benchmarks.md",
            "populations",
            [*table, "", measured("populations")],
        )


if __name__ == "__main__":
    main()
