"""Time Axelrod-Python on a field; run by `run.py` in an environment that has Axelrod 4.14.

Reads JSON from standard input: {"players": [[class name, arguments], ...], "turns": n,
"repetitions": [n, ...]}. Prints JSON: seconds per number of repetitions, results analysis included.
"""

import json
import sys
import time

import axelrod

task = json.load(sys.stdin)
seconds = []
for repetitions in task["repetitions"]:
    players = [getattr(axelrod, name)(**arguments) for name, arguments in task["players"]]
    start = time.perf_counter()
    tournament = axelrod.Tournament(players, turns=task["turns"], repetitions=repetitions, seed=1)
    results = tournament.play(progress_bar=False)
    assert len(results.ranked_names) == len(players)
    seconds.append(time.perf_counter() - start)
print(json.dumps({"version": axelrod.__version__, "seconds": seconds}))
