"""How long the engine takes to prepare on this machine: measured in a temporary cache."""

import os
import subprocess
import sys
import tempfile

from tournament.cli.installation.checkup import FINE, WRONG, Finding

PROGRAM = """
import os, threading, time
def follow(parent=os.getppid()):  # whoever asked may be killed
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)
threading.Thread(target=follow, daemon=True).start()
started = time.perf_counter()
import strategies
from tournament.engine import sources
players = strategies.classics()
sources.prepare(players, lambda done, total, note: None)
print(len(players), time.perf_counter() - started)
"""


def preparing() -> Finding:
    """Return how long a new process takes to prepare the engine for the classics, from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "TOURNAMENT_CACHE": folder},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason"])[-1]
        return Finding(
            "preparing", WRONG, f"The engine cannot be prepared: {last}", "See the findings above."
        )
    players, seconds = done.stdout.split()
    return Finding(
        "preparing",
        FINE,
        f"The engine takes {float(seconds):.1f} s to prepare for the {players} classics, once on"
        " this machine.",
    )
