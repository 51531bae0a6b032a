"""What a report tells about each player."""

import numpy as np

from analysis.reports.tournament.details import runs


def test_runs__cover_all_moves():
    moves = np.random.default_rng(0).integers(0, 2, 50).astype(np.uint8)
    assert "".join(text for _, text in runs(moves)) == "".join("CD"[m] for m in moves)
