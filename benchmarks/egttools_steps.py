"""Time steps of EGTtools; run by `populations.py` in an environment that has EGTtools 0.1.14.2.

Reads JSON from standard input: {"payoffs": rows, "start": counts, "selection": number, "mutation":
number, "steps": n, "rounds": n}. Prints JSON: the version, and the seconds of each round. `evolve`
returns the last counts only, so no time goes into keeping the others.
"""

import json
import sys
import time
from importlib.metadata import version

import numpy as np
from egttools.games import Matrix2PlayerGameHolder
from egttools.numerical import PairwiseComparisonNumerical

task = json.load(sys.stdin)
start = np.array(task["start"], dtype=np.uint64)
game = Matrix2PlayerGameHolder(len(start), np.array(task["payoffs"], dtype=float))
process = PairwiseComparisonNumerical(int(start.sum()), game, 1_000_000)
seconds = []
for _ in range(task["rounds"]):
    began = time.process_time()
    last = process.evolve(task["steps"], task["selection"], task["mutation"], start)
    seconds.append(time.process_time() - began)
    assert last.sum() == start.sum()
print(json.dumps({"version": version("egttools"), "seconds": seconds}))
