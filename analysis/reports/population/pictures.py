"""The figures of a population's report."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import canvas, palette
from analysis.figures.marks import bar, heat
from analysis.figures.population import (
    fixation,
    gradient,
    invasion,
    key,
    lattice,
    shares,
    simplex,
    survivors,
)
from analysis.figures.saving import Drawn, Save
from analysis.figures.style import style
from analysis.reports.population.findings import Findings

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Draw = Callable[[Findings], "Axes | None"]
CAPTIONS = {
    "ranking": "The share of each type, its interval, and its share at the start",
    "shares": "Shares over time",
    "times": "How long it took until one type had all places",
    "lattice": "The lattice in the last picture",
    "changes": "What changed on the lattice at last",
    "payoffs": "The table of pairs: who is paid what against whom",
    "fixation": "Theory: how likely one mutant takes over, compared with a neutral one",
    "invasions": "Theory: who takes over from whom, and what is seen if mutations are rare",
    "simplex": "Theory: where selection pushes mixtures of three types",
    "gradient": "Theory: where selection pushes the share of the first type",
}
MOST = 60  # types of a table that is drawn


def pictures(found: Findings, save: Save) -> Drawn:
    """Return the figures; one is missing where it has nothing to show.

    Parameters
    ----------
    found
        The numbers of a population.
    save
        What makes a picture of a figure's axes.
    """
    with style():
        drawn = {name: draw(found) for name, draw in FIGURES.items()}
        return {name: save(axes) for name, axes in drawn.items() if axes is not None}


def ranking(found: Findings) -> "Axes":
    """Return the share of each type with its interval."""
    frame = found.ranking
    axes = canvas.for_rows(list(frame.index), above=0.2)
    return survivors.survivors(frame, axes, unit=unit(found))


def unit(found: Findings) -> str:
    """Return what an axis with shares of types says."""
    return "share of places in the end" if found.fixes else "share of places, second half of time"


def over_time(found: Findings) -> "Axes | None":
    """Return shares over time, where there is time."""
    frame = found.results.shares
    if len(frame) < 2:
        return None
    low, high = found.bands or (None, None)
    return shares.shares_over_time(frame, shares.canvas_of(frame), low=low, high=high)


def times(found: Findings) -> "Axes | None":
    """Return how long repetitions took that one type took over, where there are several."""
    after = took(found)
    if after is None:
        return None
    entries = found.key()
    words = [name for _, name in entries]
    axes = canvas.column(2, tall=0.4, below=key.height(words, canvas.COLUMN[2] - 0.9))
    survivors.times_to_fixation([*after.values()], [*after], axes, colours=found.colours)
    return key.write(entries, axes, down=0.45)


def took(found: Findings) -> dict[str, np.ndarray] | None:
    """Return by type after how many generations it took over, one number a repetition; None where
    there are not several."""
    frame = found.results.times.dropna(subset=["fixed"])
    if not found.fixes or found.two or len(frame) < 2 or not frame["generation"].max():
        return None
    ends = frame["generation"]
    return {name: ends[frame["fixed"] == name].to_numpy() for name in found.results.types}


def last_picture(found: Findings) -> "Axes | None":
    """Return the lattice in the last generation of which there is a picture."""
    if not len(found.pictures):
        return None
    types, names = found.pictures[-1], found.results.types
    axes = lattice.canvas_of(types, [str(names[k]) for k in np.unique(types)])
    return lattice.lattice(types, axes, names=names, colours=found.colours)


def changes(found: Findings) -> "Axes | None":
    """Return what changed on a lattice of two types, between the last pictures that differ."""
    names = found.results.types
    if len(names) != 2 or len(found.pictures) < 2:
        return None
    before, after = (found.results.picture(generation) for generation in found.changing)
    axes = lattice.canvas_of(after, lattice.changed(names))
    return lattice.changes(before, after, axes, names=names)


def payoffs(found: Findings) -> "Axes | None":
    """Return the table of pairs."""
    results = found.results
    if results.rules.live or not 2 <= len(results.types) <= MOST:
        return None
    frame = results.payoffs
    axes = canvas.for_rows(list(frame.index), list(frame.columns))
    bar(heat(frame, axes, palette.payoffs()), axes, "payoff of the row's type")
    return axes


# -- theory ----------------------------------------------------------------------------------------


def matrix(found: Findings) -> "Axes | None":
    """Return fixation probabilities."""
    if found.theory is None or len(found.results.types) > MOST:
        return None
    rho = found.theory.fixation
    axes = canvas.for_rows(list(rho.index), list(rho.columns), above=0.2)
    return fixation.fixation_matrix(rho, axes, size=found.results.size)


def graph(found: Findings) -> "Axes | None":
    """Return who takes over from whom."""
    if found.theory is None:
        return None
    rho, seen = found.theory.fixation, found.theory.rare
    axes = invasion.canvas_of(rho)
    return invasion.invasion_graph(rho, axes, size=found.results.size, shares=seen)


def triangle(found: Findings) -> "Axes | None":
    """Return the mixtures of three types."""
    if found.theory is None or len(found.results.types) != 3:
        return None
    mixed = found.theory.mixed
    seen = None if mixed is None else mixed.by_state
    axes = canvas.drawing(2, tall=0.8)
    return simplex.simplex(found.results.payoffs, axes, stationary=seen)


def push(found: Findings) -> "Axes | None":
    """Return the gradient of selection of two types."""
    if found.theory is None or found.theory.gradient is None:
        return None
    axes, name = canvas.column(2, above=0.3), str(found.results.types[0])
    return gradient.gradient_of_two(found.theory.gradient, axes, name=name)


FIGURES: dict[str, Draw] = {
    "ranking": ranking,
    "shares": over_time,
    "times": times,
    "lattice": last_picture,
    "changes": changes,
    "payoffs": payoffs,
    "fixation": matrix,
    "invasions": graph,
    "simplex": triangle,
    "gradient": push,
}
"""Every figure by name: a function of the findings; None where it has nothing to show."""
