"""Figures of what was learned, for `plot` of `Learned`: those of its report that need no
tournament."""

from typing import TYPE_CHECKING, Any

from analysis.figures import canvas, learning
from analysis.figures.paper.fitting import drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from analysis.learning.learned.learn import Learned


def players(learned: "Learned", width: Any = None, ax: "Axes | None" = None) -> "Figure | None":
    """Return the players on a map of behaviour, coloured by cluster."""

    def draw() -> "Axes":
        (axes,) = canvas.panels()
        return learning.behaviour_map(learning.map_of(learned.vectors, learned.clusters), axes)

    return drawn(draw, width, ax)


def criteria(learned: "Learned", width: Any = None) -> "Figure | None":
    """Return five criteria for the number of clusters, if there was a choice."""
    known = learned.criteria
    if known is None:
        return None
    return drawn(
        lambda: learning.criteria_figure(
            known, canvas.panels(len(learning.TITLES), width=9.6, height=2.2)
        )[0],
        width,
    )


def dendrogram(learned: "Learned", width: Any = None, ax: "Axes | None" = None) -> "Figure | None":
    """Return how players join into groups, if there are several."""
    if len(learned.vectors) < 2:
        return None

    def draw() -> "Axes":
        (axes,) = canvas.panels(height=3.2)
        return learning.dendrogram(learned.vectors, len(learned.names), axes)

    return drawn(draw, width, ax)


LEARNED = {"map": players, "criteria": criteria, "dendrogram": dendrogram}
