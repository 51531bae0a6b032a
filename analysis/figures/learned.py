"""Figures of learned strategies: data and axes in, axes out, as in `analysis.figures.charts`."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures.charts import MARK
from analysis.learning.clusters.hierarchy import hierarchy
from analysis.learning.clusters.how_many import SAMPLE, preferred
from analysis.learning.clusters.maps import density, principal_axes
from analysis.learning.vectors import rule_vectors

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from analysis.learning.clusters.clusters import Clusters

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8C6BB1")
LANDMARKS = (
    "always_cooperate",
    "always_defect",
    "tit_for_tat",
    "suspicious_tit_for_tat",
    "grudger",
    "win_stay_lose_shift",
)
"""Rules that the map shows."""
LARGEST = 150  # points squared: the area of a dot
LEAVES = 40  # of a dendrogram, groups below it being joined
TITLES = {
    "silhouette": "silhouette",
    "calinski_harabasz": "Calinski–Harabasz",
    "gap": "gap",
    "stability": "stability",
    "bic": "BIC (least is best)",
}


def colour(kind: int) -> str:
    """Return the colour of a kind, from 1 on; after eight they come again."""
    return COLOURS[(kind - 1) % len(COLOURS)]


def behaviour_map(vectors: "pd.DataFrame", clusters: "Clusters", axes: "Axes") -> "Axes":
    """Return the axes with players on the plane of principal components, coloured by kind.

    A larger dot is several players that did the same; shades are the density of players; crosses
    are rules of the library.

    Parameters
    ----------
    vectors
        (n, s) behaviour.
    clusters
        Of the same players.
    axes
        Where to draw.
    """
    from matplotlib.patheffects import withStroke

    plane = principal_axes(vectors)
    x, y, dense = density(plane.coordinates)
    levels = dense.max() * np.array([0.02, 0.08, 0.2, 0.4, 0.7, 1.01])
    axes.contourf(x, y, dense.T, levels, cmap="Greys", vmin=0, vmax=2.5 * dense.max())
    for kind in clusters.sizes.index:
        own = plane.coordinates.to_numpy()[(clusters.kinds == kind).to_numpy()].round(6)
        places, players = np.unique(own, axis=0, return_counts=True)
        few = slice(None, None, 1 + len(places) // SAMPLE)
        size = np.minimum(10 * np.sqrt(players[few]), LARGEST)
        x, y = places[few].T
        axes.scatter(x, y, size, color=colour(kind), alpha=0.75, linewidth=0)
    memory = max(len(state) for state in vectors.columns if state != "first") // 2
    rules = rule_vectors(LANDMARKS, memory, turns=max(4, memory + 1)).dropna()
    at = plane.place(rules)
    axes.plot(at[:, 0], at[:, 1], "x", color="#222222", markersize=6)
    halo = [withStroke(linewidth=2.5, foreground="white")]
    (low, high), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    for (right, up), name in _labels(at, list(rules.index), (high - low) / 8, (top - bottom) / 25):
        left, above = right > (low + high) / 2, up > (bottom + top) / 2
        axes.annotate(
            name, (right, up), (-6 if left else 6, 4 if above else -11), fontsize=8,
            textcoords="offset points", color="#222222", ha="right" if left else "left",
            path_effects=halo, zorder=6,
        )  # fmt: skip
    for kind, (right, up) in enumerate(plane.place(clusters.centres), 1):
        axes.text(
            right, up, f"{kind}", color="white", fontsize=9, fontweight="bold", ha="center",
            va="center", bbox={"boxstyle": "circle,pad=0.25", "facecolor": colour(kind),
                               "edgecolor": "white"},
        )  # fmt: skip
    for direction, label in ((1, axes.set_xlabel), (2, axes.set_ylabel)):
        load = plane.loadings[direction]
        most = load.abs().sort_values(ascending=False, kind="stable").index[:3]
        words = ", ".join(f"{load[name]:+.2f} {name}" for name in most)
        label(f"{plane.explained[direction - 1]:.0%} of variance: {words}")
    axes.margins(0.06)
    return axes


def criteria_figure(criteria: "pd.DataFrame", panels: "list[Axes]") -> "list[Axes]":
    """Return the axes with one criterion each, its choice marked.

    Parameters
    ----------
    criteria
        What `choose_k` returned.
    panels
        Five axes.
    """
    choice = preferred(criteria)
    for axes, (name, title) in zip(panels, TITLES.items(), strict=True):
        values = criteria[name].to_numpy(float)
        error = criteria.get(f"{name}_error")
        axes.errorbar(
            criteria.index, values, None if error is None else error.to_numpy(float), fmt="o-",
            color=MARK, markersize=3, linewidth=1, capsize=2, elinewidth=0.8,
        )  # fmt: skip
        if name in choice:
            k = choice[name]
            chosen = values[criteria.index == k]
            axes.plot([k], chosen, "o", color="#D55E00", markersize=6)
            title += f": {k}"
        axes.set_title(title, fontsize=8.5)
        axes.set_xticks(criteria.index, criteria.index, fontsize=7)
        axes.tick_params(axis="y", labelsize=7)
        axes.set_xlabel("kinds", fontsize=8)
    return panels


def dendrogram(vectors: "pd.DataFrame", k: int, axes: "Axes") -> "Axes":
    """Return the axes with how players join into groups (Ward), the last k groups in colour.

    Parameters
    ----------
    vectors
        (n, s) behaviour; of more than `SAMPLE` players so many are taken, evenly.
    k
        Number of groups in colour; they are not the kinds of k-means, though often much the same.
    axes
        Where to draw.
    """
    from scipy.cluster.hierarchy import dendrogram as draw

    x = vectors.iloc[np.lexsort(vectors.to_numpy().T[::-1])]
    if len(x) > SAMPLE:
        x = x.iloc[np.linspace(0, len(x) - 1, SAMPLE).astype(int)]
    joined = hierarchy(x)
    heights = joined[:, 2]
    edge = heights[-k + 1 :].min() if k > 1 else heights.max() * 1.01
    below = heights[-k] if k <= len(heights) else 0.0
    size = len(x)
    draw(
        joined, ax=axes,
        leaf_label_func=lambda i: "1" if i < size else f"{joined[i - size, 3]:.0f}",
        truncate_mode="lastp", p=LEAVES, color_threshold=(edge + below) / 2,
        above_threshold_color="#777777", leaf_rotation=90, leaf_font_size=7,
    )  # fmt: skip
    axes.set_ylabel("distance at which groups join (Ward)")
    axes.set_xlabel("players in each group", labelpad=4)
    axes.spines["bottom"].set_visible(False)
    return axes


def _labels(
    places: np.ndarray, names: list[str], width: float, height: float
) -> list[tuple[tuple[float, float], str]]:
    """Return a place and a label for each group of names that would be written over each other."""
    groups: list[tuple[tuple[float, float], list[str]]] = []
    for (x, y), name in zip(places.tolist(), names, strict=True):
        for (right, up), group in groups:
            if abs(x - right) < width and abs(y - up) < height:
                group.append(name)
                break
        else:
            groups.append(((x, y), [name]))
    return [(place, ", ".join(group)) for place, group in groups]
