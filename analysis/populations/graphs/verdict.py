"""Amplifiers and suppressors: whether a graph helps the fit against chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.populations.graphs.equations import on_complete_graph
from analysis.populations.graphs.fixation import (
    HIGH,
    LOW,
    ON_GRAPHS,
    OnGraph,
    checked_graph,
    takes_over,
)
from analysis.populations.graphs.states import classes_of
from tournament.errors import ArgumentError
from tournament.interactive.shown import shown
from tournament.rules.checks import one_of, table

if TYPE_CHECKING:
    import pandas as pd

RATES = (0.5, 0.75, 0.9, 1.1, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0)
SAME = 1e-11
"""Chances that differ by less are equal."""


@dataclass(frozen=True, eq=False)
class GraphVerdict:
    """What a graph does to selection.

    Attributes
    ----------
    verdict
        "amplifier", "suppressor", "mixed" or "equal".
    chances
        The chance that one mutant takes over this `graph` and the `complete` graph of as many
        nodes, by `r`.
    """

    verdict: str
    chances: "pd.DataFrame"


def graph_verdict(
    graph: Any, process: OnGraph = "moran", *, rates: Sequence[float] = RATES
) -> GraphVerdict:
    """Return whether a graph amplifies selection or suppresses it, for some fitness of mutants.

    - "amplifier": a fitter mutant takes over this graph more often than the complete graph of as
      many nodes, and a less fit one less often.
    - "suppressor": the other way round.
    - "mixed": more often for some fitness above 1 and less often for other, or the like.
    - "equal": as often as the complete graph.

    Both graphs have the same process. The mutant is at each node with the same chance.

    Parameters
    ----------
    graph, process
        As for `graph_fixation`.
    rates
        The fitness of mutants that is tried; the verdict holds for it and for no other.

    Raises
    ------
    ArgumentError
        As `graph_fixation` does.

    Notes
    -----
    Source: Lieberman, Hauert and Nowak (2005); Hindersin and Traulsen (2015).

    Examples
    --------
    >>> star = [[0, 1], [0, 2], [0, 3]]
    >>> graph_verdict(star).verdict, graph_verdict(star, "death-birth").verdict
    ('amplifier', 'suppressor')
    >>> cycle = [[0, 1], [1, 2], [2, 3], [3, 0]]
    >>> graph_verdict(cycle, rates=[1.1, 2]).chances.round(6).reset_index()
         r     graph  complete
    0  1.1  0.286792  0.286792
    1  2.0  0.533333  0.533333
    """
    import pandas as pd

    process = one_of("process", process, ON_GRAPHS)
    tried = table("rates", rates, f"a list of numbers in [{LOW:g}, {HIGH:g}]")
    if tried.ndim != 1 or not tried.size or tried.min() < LOW or tried.max() > HIGH:
        raise ArgumentError(
            f"`rates` must be a list of numbers in [{LOW:g}, {HIGH:g}]; got {shown(rates)}."
        )
    checked = checked_graph(graph, process)
    classes = classes_of(checked)
    nodes = classes.sizes / checked.size
    found = np.array([nodes @ takes_over(classes, r, process) for r in tried])
    complete = np.array([on_complete_graph(checked.size, r, process)[1] for r in tried])
    chances = pd.DataFrame({"graph": found, "complete": complete}, pd.Index(tried, name="r"))
    helps = (found - complete) * np.sign(tried - 1)
    helps[np.abs(helps) < SAME] = 0.0
    return GraphVerdict(_word(helps), chances)


def _word(helps: np.ndarray) -> str:
    """Return the verdict of how much a graph helps the fitter type, for each fitness."""
    if not helps.any():
        return "equal"
    if (helps >= 0).all():
        return "amplifier"
    return "suppressor" if (helps <= 0).all() else "mixed"
