"""Fingerprints are drawn for any grid and for any number of opponents."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.figures import canvas
from analysis.figures import fingerprints as figures
from analysis.figures.style import style


@pytest.mark.parametrize("grid", [[0.5], [0.1, 0.25, 0.9], np.linspace(0, 1, 41)])
@pytest.mark.parametrize("less_is_better", [False, True])
def test_fingerprint(grid, less_is_better, tmp_path):
    points = [(x, y, 5 * x - y) for x in grid for y in grid]
    frame = pd.DataFrame(points, columns=["x", "y", "score"])
    with style():
        axes = Figure(figsize=(5, 4)).add_axes((0.12, 0.12, 0.65, 0.85))
        assert figures.fingerprint(frame, axes, less_is_better=less_is_better) is axes
        axes.figure.savefig(tmp_path / "x.png", dpi=40)
    (mesh,) = axes.collections
    drawn = np.asarray(mesh.get_array()).reshape(len(grid), len(grid))
    assert drawn[-1, 0] == pytest.approx(5 * grid[0] - grid[-1])  # x to the right, y upwards
    colours = mesh.to_rgba(np.array([drawn.min(), drawn.max()]))[:, :3].sum(axis=1)
    assert len(grid) == 1 or (colours[0] > colours[1]) == less_is_better  # bright is good


@pytest.mark.parametrize(("rows", "turns"), [(1, 1), (4, 13), (101, 50), (30, 500)])
@pytest.mark.parametrize("random", [False, True])
def test_transitive_fingerprint(rows, turns, random, tmp_path):
    rates = np.random.default_rng(1).random((rows, turns))
    index = (
        pd.Index(np.linspace(0, 1, rows), name="p")
        if random
        else pd.Index([f"player_{i}" for i in range(rows)])
    )
    frame = pd.DataFrame(rates, index, pd.RangeIndex(1, turns + 1, name="turn"))
    with style():
        axes = canvas.for_rows(list(map(str, index)), list(map(str, frame)), above=0.3)
        assert figures.transitive_fingerprint(frame, axes) is axes
        axes.figure.savefig(tmp_path / "x.png", dpi=20)
    shown = [int(label.get_text()) for label in axes.get_xticklabels()]
    assert shown[0] == 1
    assert len(shown) <= 13
    assert axes.get_xticks().tolist() == [turn - 1 for turn in shown]
    assert len(axes.get_yticks()) == rows if not random else len(axes.get_yticks()) <= 32
