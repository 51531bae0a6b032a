"""The figure of the study: three of the nine predictions."""

from pathlib import Path
from typing import Any

import numpy as np
from experiments import concentration, random_addressees, tolerance
from harness import Finding, Prediction, Values


def draw(findings: dict[Prediction, Finding], path: Path) -> None:
    """Draw income by generation (1), the lead by day (3) and the price of naughtiness (8)."""
    from matplotlib.figure import Figure

    from analysis.figures.style import style

    with style():
        canvas = Figure(figsize=(11, 3.6), layout="constrained")
        axes = canvas.subplots(1, 3)

        def line(place: Any, label: str, cells: dict[str, Values], marker: str) -> None:
            mean = [values.mean() for values in cells.values()]
            error = [values.std(ddof=1) / np.sqrt(len(values)) for values in cells.values()]
            place.errorbar(list(cells), mean, error, label=label, marker=marker, markersize=4)

        for place, prediction, columns in (
            (axes[0], random_addressees, ("income, nice", "income, naughty")),
            (axes[1], concentration, ("lead", "lead, forgiven")),
        ):
            rows = findings[prediction].rows
            for column, marker in zip(columns, "os", strict=True):
                line(place, column, {row: cells[column] for row, cells in rows.items()}, marker)
            place.set_xticks(range(0, len(rows), 3 if len(rows) < 20 else 6))
        for (label, cells), marker in zip(findings[tolerance].rows.items(), "os^", strict=True):
            line(axes[2], label, cells, marker)
        for place, title, across, up in (
            (axes[0], "1. Naughty spreads", "generation", "income per gift"),
            (axes[1], "3. Naughty is ahead on one day", "day", "lead of naughty, per town and day"),
            (axes[2], "8. Now and then", "share of naughty moves", "income per gift, ahead"),
        ):
            place.set(title=title, xlabel=across, ylabel=up)
            place.axhline(0, color="0.5", linewidth=0.8, zorder=0)
            place.legend(fontsize="small")
        canvas.savefig(path, dpi=110)
