"""Draw the pictures of README and of the page on exact answers: `python docs/make_pictures.py`."""

import shutil
import tempfile
from pathlib import Path

import strategies
from analysis import report
from tournament import TSTO, Automaton, Tournament

field = strategies.classics()
results = Tournament(field, game=TSTO, repetitions=100, noise=0.01, seed=7).play()
with tempfile.TemporaryDirectory() as folder:
    report(results, folder)
    shutil.copy(Path(folder) / "figures" / "ranking.png", Path(__file__).with_name("ranking.png"))
Automaton.of("evolved_fsm_16").draw().savefig(Path(__file__).with_name("automaton.png"), dpi=80)
