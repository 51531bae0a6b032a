"""Measure how fast play is, and write it into docs/reference/benchmarks.md.

    python benchmarks/run.py [--axelrod PYTHON] [--egttools PYTHON] [--write]

`--axelrod` is the interpreter of an environment with Axelrod 4.14 (where torch is missing, install
torch first: `pip install torch==2.13.0`); `--egttools` is one with EGTtools 0.1.14.2. Every figure
comes from real work done in this run; timings on shared machines vary, so compare figures of one
run with each other.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import populations
import seasons
from by_hand import PAIRS
from pages import measured

import strategies
from strategies.contents.axelrod_python import KEYS
from strategies.contents.facts import required
from tournament import Tournament
from tournament.authors.registry import library
from tournament.engine.match.books import play as play_compiled
from tournament.engine.sources import play
from tournament.events.running import work
from tournament.results.units.cutting import Piece, jobs
from tournament.results.units.unit import Unit
from tournament.rules.match import rules

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
START, END = "<!-- run -->\n", "<!-- /run -->\n"
TURNS = 200
AXELROD = {  # the field of the comparison: rules that both have, by Axelrod's class and arguments
    "always_cooperate": ("Cooperator", {}), "always_defect": ("Defector", {}),
    "random_player": ("Random", {}), "alternator": ("Alternator", {}),
    "cycler_ccd": ("CyclerCCD", {}), "cycler_ddc": ("CyclerDDC", {}),
    "tit_for_tat": ("TitForTat", {}), "suspicious_tit_for_tat": ("SuspiciousTitForTat", {}),
    "generous_tit_for_tat": ("GTFT", {}), "contrite_tit_for_tat": ("ContriteTitForTat", {}),
    "tit_for_two_tats": ("TitFor2Tats", {}), "two_tits_for_tat": ("TwoTitsForTat", {}),
    "anti_tit_for_tat": ("AntiTitForTat", {}), "bully": ("Bully", {}),
    "grudger": ("Grudger", {}), "soft_grudger": ("SoftGrudger", {}),
    "gradual": ("OriginalGradual", {}), "win_stay_lose_shift": ("WinStayLoseShift", {}),
    "firm_but_fair": ("FirmButFair", {}), "joss": ("FirstByJoss", {}),
    "zd_extort_2": ("ZDExtort2", {}), "zd_gtft_2": ("ZDGTFT2", {}),
    "soft_majority": ("GoByMajority", {}), "hard_majority": ("HardGoByMajority", {}),
    "prober": ("Prober", {}), "naive_prober": ("NaiveProber", {}),
    "remorseful_prober": ("RemorsefulProber", {}), "handshake": ("Handshake", {}),
    "tideman_and_chieruzzi": ("FirstByTidemanAndChieruzzi", {}),
    "nydegger": ("FirstByNydegger", {}), "grofman": ("FirstByGrofman", {}),
    "shubik": ("FirstByShubik", {}),
}  # fmt: skip


def throughput(threads, repetitions=10_000):
    """Return million turns per second over all pairs of the classics, every repetition played."""
    field = tuple(strategies.classics())
    event = Tournament(field, turns=TURNS, repetitions=repetitions, seed=1)
    parts = np.array_split(np.arange(len(event.matches)), 24)
    pieces = [Piece(part, 0, repetitions) for part in parts]
    all_jobs = jobs(field, event.matches, event.rules, pieces, None)
    units = [replace(job.unit, shortcut=False) for job in all_jobs]
    work(play, units[:1], lambda unit, books: None, threads=threads)  # loads all code
    counts = []
    start = time.perf_counter()
    work(play, units, lambda unit, books: counts.append(books.counts.sum()), threads=threads)
    seconds = time.perf_counter() - start
    turns = len(event.matches) * repetitions * TURNS
    assert sum(counts) == turns
    return turns / seconds / 1e6


def by_hand(repetitions=51_200):
    """Return, per rule: ns per turn by the engine, by a hand-written loop, and their ratio."""
    rows = []
    for name, loop in PAIRS.items():
        pair = (strategies.get(name), strategies.get("random_player"))
        if name == "random_player":
            pair = (pair[0], pair[1].named("other"))
        how = rules([p.name for p in pair], game=Tournament(pair).rules.game, turns=TURNS, seed=1)
        unit = Unit(pair, np.array([[0, 1]]), how, 0, repetitions, shortcut=False)
        times = []
        for once in (partial(play_compiled, unit), partial(loop, repetitions, TURNS)):
            once()
            best = min(_timed(once) for _ in range(5))
            times.append(best / (repetitions * TURNS) * 1e9)
        rows.append((name, *times, times[0] / times[1]))
    return rows


def _timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def against_axelrod(python):
    """Return rows (repetitions, ours on one thread, ours in a new process with nothing compiled,
    Axelrod's seconds, measured or extrapolated)."""
    field = [strategies.get(name) for name in AXELROD]

    def ours(repetitions):
        event = Tournament(field, turns=TURNS, repetitions=repetitions, seed=1)

        def work():
            results = event.play(progress=False, threads=1)
            return results.ranking, results.payoffs, results.payoff_errors, results.cooperation

        work()
        return statistics.median(_timed(work) for _ in range(5))

    def cold(repetitions):
        program = (
            "import strategies; from tournament import Tournament;"
            f"field = [strategies.get(name) for name in {list(AXELROD)}];"
            f"event = Tournament(field, turns={TURNS}, repetitions={repetitions}, seed=1);"
            "event.play(progress=False).ranking"
        )
        with tempfile.TemporaryDirectory() as folder:
            env = os.environ | {"TOURNAMENT_CACHE": folder}
            command = [sys.executable, "-c", program]
            return _timed(lambda: subprocess.run(command, env=env, check=True))

    task = {"players": list(AXELROD.values()), "turns": TURNS, "repetitions": [10, 20]}
    run = subprocess.run(
        [python, Path(__file__).with_name("axelrod_field.py")],
        input=json.dumps(task), capture_output=True, text=True, check=True,
    )  # fmt: skip
    ten, twenty = json.loads(run.stdout)["seconds"]
    thousand = ten + (twenty - ten) / 10 * 990
    return [
        (10, ours(10), cold(10), ten, "measured"),
        (1000, ours(1000), cold(1000), thousand, "from 10 and 20"),
    ]


def short_running():
    """Return the library's counterparts of Axelrod-Python's strategies that run shortly."""
    oracle = np.load(ROOT / "tests" / "strategies" / "data" / "oracle.npz")
    slow = set(map(str, oracle["class_keys"][oracle["long_run"]]))
    names = sorted({name for key, name in KEYS.items() if key not in slow})
    return [strategies.get(name) for name in names]


def whole_library():
    """Return every strategy of the library that plays without being given parameters."""
    return [rule for rule in library().values() if not required(rule)]


def play_field(which):
    """Return the number of players of a field, and the seconds that a tournament of it takes.

    200 turns x 10 repetitions on two threads, with a progress bar and all frames of the results.
    """
    field = FIELDS[which]()
    start = time.perf_counter()
    results = Tournament(field, turns=TURNS, repetitions=10, seed=1).play(threads=2)
    for frame in ("ranking", "payoffs", "payoff_errors", "cooperation", "wins", "states"):
        assert len(getattr(results, frame)) == len(field)
    assert results.per_repetition.shape == (10, len(field))
    return len(field), time.perf_counter() - start


FIELDS = {"short-running": short_running, "whole library": whole_library}


def fields():
    """Return rows (work, seconds) of large fields, each in fresh processes: cold and warm cache."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"TOURNAMENT_CACHE": folder}
        for which in FIELDS:
            for cache in ("cold", "warm"):
                command = [sys.executable, __file__, "--field", which]
                run = subprocess.run(
                    command, env=env, stdout=subprocess.PIPE, text=True, check=True
                )
                size, seconds = json.loads(run.stdout)
                work = f"{which}, {size} strategies x {TURNS} turns x 10 repetitions, two threads"
                if (which, cache) != ("whole library", "cold"):  # most kernels are there by then
                    rows.append((f"{work}, analysis included, {cache} cache", seconds))
    return rows


def starts():
    """Return seconds of import, and of `tournament run` with a cold and a warm kernel cache."""
    command = Path(sys.executable).with_name("tournament")
    times = {}
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"TOURNAMENT_CACHE": f"{folder}/cache"}

        def run(*arguments):
            return _timed(
                lambda: subprocess.run(arguments, check=True, env=env, capture_output=True)
            )

        times["import tournament"] = min(
            run(sys.executable, "-c", "import tournament") for _ in range(3)
        )
        bare = min(run(sys.executable, "-c", "pass") for _ in range(3))
        times["import tournament"] -= bare
        report = ("run", "--seed", "1", "--output", f"{folder}/out")
        times["tournament run, cold cache"] = run(command, *report)
        times["tournament run, warm cache"] = min(run(command, *report) for _ in range(3))
    return times


def catalogue():
    """Return the seconds in which the catalogue loads, pandas imported before."""
    code = "import time, pandas; t = time.perf_counter(); import strategies; strategies.catalogue()"
    run = subprocess.run(
        [sys.executable, "-c", f"{code}; print(time.perf_counter() - t)"],
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return float(run.stdout)


def vectors(players=2000, turns=500):
    """Return the seconds that behaviour vectors of a million decisions take."""
    from analysis import behaviour_vectors

    rng = np.random.default_rng(1)
    moves = rng.choice(["C", "D"], size=(2, players * turns))
    log = pd.DataFrame(
        {
            "player": np.repeat([f"player {k}" for k in range(players)], turns),
            "match": 1,
            "turn": np.tile(np.arange(1, turns + 1), players),
            "move": moves[0],
            "opponent_move": moves[1],
        }
    )
    behaviour_vectors(log[:turns])
    return _timed(lambda: behaviour_vectors(log))


def memory():
    """Return the peak memory in MB of a process that plays 100 players x 10,000 repetitions."""
    code = (
        "import strategies; from tournament import Tournament;"
        "f = [strategies.generous_tit_for_tat(generosity=k / 128) for k in range(100)];"
        "r = Tournament(f, turns=200, repetitions=10_000, noise=0.01, seed=1).play(progress=False);"
        "r.ranking; r.payoffs; r.payoff_errors"
    )
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    seconds = time.perf_counter() - start
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--axelrod", help="Python interpreter of an environment with Axelrod 4.14")
    parser.add_argument("--egttools", help="Python interpreter of an environment with EGTtools")
    parser.add_argument("--write", action="store_true", help="write docs/reference/benchmarks.md")
    parser.add_argument("--field", choices=FIELDS, help="play one field, and print its seconds")
    options = parser.parse_args()
    if options.field:
        print(json.dumps(play_field(options.field)))
        return
    peak, peak_seconds = memory()
    one, two = throughput(1), throughput(2)
    rows = [
        (
            "classics, all pairs, 200 turns x 10,000 repetitions, one thread",
            f"{one:,.0f} million turns/s",
        ),
        ("the same, two threads", f"{two:,.0f} million turns/s"),
    ]
    if options.axelrod:
        for repetitions, ours, cold, theirs, how in against_axelrod(options.axelrod):
            rows.append((
                f"{len(AXELROD)} rules, {repetitions:,} repetitions, analysis included, one thread",
                f"{ours:.3g} s warm, {cold:.1f} s in a new process with nothing compiled;"
                f" Axelrod-Python 4.14: {theirs:,.0f} s ({how}), {theirs / ours:,.0f} and"
                f" {theirs / cold:,.1f} times as long",
            ))  # fmt: skip
    rows += [(name, f"{seconds:.1f} s") for name, seconds in fields()]
    rows += [(name, f"{seconds:.2f} s") for name, seconds in starts().items()]
    rows.append((
        "100 players x 10,000 repetitions x 200 turns with noise, two threads",
        f"{peak_seconds:.0f} s, {peak:,.0f} MB at the peak",
    ))  # fmt: skip
    rows.append(("the catalogue of the library loads", f"{catalogue():.2f} s"))
    rows.append(("behaviour vectors of 1,000,000 decisions", f"{vectors():.2f} s"))
    rows += seasons.rows()
    rows += populations.rows(options.egttools)
    table = ["| work | result |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows)]
    hand = [
        "| rule against random_player | engine, ns a turn | by hand, ns a turn | ratio |",
        "|---|---|---|---|",
    ]
    hand += [f"| {n} | {a:.2f} | {b:.2f} | {r:.2f} |" for n, a, b, r in by_hand()]
    growth = [
        "| towns | friends | gifts | seconds | microseconds a gift |",
        "|---|---|---|---|---|",
    ]
    growth += [f"| {t:,} | {f} | {g:,} | {s:.1f} | {u:.2f} |" for t, f, g, s, u in seasons.growth()]
    where = measured("run")
    print(*table, "", *hand, "", *growth, "", where, sep="\n")
    if options.write:
        part = [where, "", *table, "", "## Against loops written by hand", "",
                "The loop by hand is one compiled loop for one pair (`benchmarks/by_hand.py`).",
                "The loop keeps no histories and no counts of states. If the ratio is below 1,",
                "the engine is faster.",
                "", *hand, "", "## Seasons: how cost grows", "",
                "Each season has 25 days and 5 gifts a day. Two threads play it. The time runs",
                "from the population to the tables. A choice looks at every friend of a town, so",
                "many friends take more time.",
                "", *growth, ""]  # fmt: skip
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
        text = "\n".join(part)
        PAGE.write_text(f"{before}{START}{text}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
