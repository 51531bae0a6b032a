"""Draw the pictures of README and of pages: `python docs/make/make_pictures.py`."""

import shutil
import tempfile
from pathlib import Path

import numpy as np
from make_terminals import save

import strategies
from analysis import plot_sweep, report, sweep
from tournament import TSTO, Automaton, Population, Tournament, load

PICTURES = Path(__file__).parents[1] / "pictures"

field = strategies.classics()
results = Tournament(field, game=TSTO, repetitions=100, noise=0.01, seed=7).play()
with tempfile.TemporaryDirectory() as folder:
    report(results, folder)
    shutil.copy(Path(folder) / "figures" / "ranking.png", PICTURES / "ranking.png")
with tempfile.TemporaryDirectory() as folder:
    save((PICTURES.parent / "tutorial.md").read_text(encoding="utf-8"), Path(folder))
    rules = [load(f"{folder}/{name}_strikes.py")[0] for name in ("three", "fading")]
    drawn = Tournament([*rules, *strategies.classics()], noise=0.01, seed=8).play().plot("ranking")
    drawn.savefig(PICTURES / "tutorial.png", dpi=80)
Automaton.of("evolved_fsm_16").draw().savefig(PICTURES / "automaton.png", dpi=80)
curves = sweep(
    ["grudger", "contrite_tit_for_tat", "tit_for_two_tats", "tit_for_tat", "always_defect"],
    game="prisoners_dilemma",
    noise=np.linspace(0, 0.2, 41),
    turns=50,
    exact=True,
)
plot_sweep(curves).savefig(PICTURES / "noise.png", dpi=80)
start = np.zeros((99, 99), int)
start[49, 49] = 1
world = Population(
    ["cooperator", "defector"],
    payoffs=[[1, 0], [1.9, 0]],
    lattice=(99, 99),
    start=start,
    process="imitate best",
    self_interaction=True,
)
with tempfile.TemporaryDirectory() as folder:
    report(world.play(230), folder)
    film = Path(folder) / "figures" / "lattice.gif"
    shutil.copy(film, PICTURES / "kaleidoscope.gif")
