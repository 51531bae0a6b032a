"""The figures of learning: players on a map, clusters, behaviour over time.

One function each, data and axes in, axes out.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import palette
from analysis.figures.labels import clear
from analysis.figures.marks import name_ends
from analysis.learning.clusters.hierarchy import hierarchy
from analysis.learning.clusters.how_many import SAMPLE, preferred
from analysis.learning.clusters.maps import density, principal_axes
from analysis.learning.vectors import rule_vectors
from tournament.errors import needed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from analysis.learning.clusters.clusters import Clusters

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


def behaviour_map(vectors: "pd.DataFrame", clusters: "Clusters", axes: "Axes") -> "Axes":
    """Return the axes with players on the plane of principal components, coloured by cluster.

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
    plane = principal_axes(vectors)
    x, y, dense = density(plane.coordinates)
    levels = dense.max() * np.array([0.02, 0.08, 0.2, 0.4, 0.7, 1.01])
    axes.contourf(x, y, dense.T, levels, cmap="Greys", vmin=0, vmax=2.5 * dense.max())
    for cluster in clusters.sizes.index:
        own = plane.coordinates.to_numpy()[(clusters.labels == cluster).to_numpy()].round(6)
        places, players = np.unique(own, axis=0, return_counts=True)
        few = slice(None, None, 1 + len(places) // SAMPLE)
        size = np.minimum(10 * np.sqrt(players[few]), LARGEST)
        x, y = places[few].T
        axes.scatter(x, y, size, color=palette.series(cluster), alpha=0.75, linewidth=0)
    memory = max(len(state) for state in vectors.columns if state != "first") // 2
    rules = rule_vectors(LANDMARKS, memory, turns=max(4, memory + 1)).dropna()
    _landmarks(plane.place(rules), [str(name) for name in rules.index], axes)
    _numbers(plane.place(clusters.centres), axes)
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
            color=palette.MARK, markersize=3, linewidth=1, capsize=2, elinewidth=0.8,
        )  # fmt: skip
        if name in choice:
            k = choice[name]
            chosen = values[criteria.index == k]
            axes.plot([k], chosen, "o", color=palette.MARKED, markersize=6)
            title += f": {k}"
        axes.set_title(title, fontsize=8.5)
        axes.set_xticks(criteria.index, criteria.index, fontsize=7)
        axes.tick_params(axis="y", labelsize=7)
        axes.set_xlabel("clusters", fontsize=8)
    return panels


def dendrogram(vectors: "pd.DataFrame", k: int, axes: "Axes") -> "Axes":
    """Return the axes with how players join into groups (Ward), the last k groups in colour.

    Parameters
    ----------
    vectors
        (n, s) behaviour; of more than `SAMPLE` players so many are taken, evenly.
    k
        Number of groups in colour; they need not be the clusters of k-means.
    axes
        Where to draw.
    """
    needed("scipy", "learn", "to draw how players join into groups")
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
        above_threshold_color=palette.SOFT, leaf_rotation=90, leaf_font_size=7,
    )  # fmt: skip
    axes.set_ylabel("distance at which groups join (Ward)")
    axes.set_xlabel("players in each group", labelpad=4)
    axes.spines["bottom"].set_visible(False)
    return axes


def over_time_figure(frame: "pd.DataFrame", axes: "Axes") -> "Axes":
    """Return the axes with a line for each group, and a band of two standard errors about it.

    Parameters
    ----------
    frame
        What `cooperation_over_time` or `play_over_time` returned.
    axes
        Where to draw.
    """
    ends: list[tuple[str, float, Any]] = []
    for name, rows in frame.groupby(level=0, observed=True, sort=False):
        start = rows.index.get_level_values(1).to_numpy()
        rate = rows["cooperation"].to_numpy(float)
        error = 2 * np.nan_to_num(rows["standard_error"].to_numpy(float))
        (line,) = axes.plot(start, rate, "o-", markersize=3, linewidth=1.4)
        axes.fill_between(
            start, rate - error, rate + error, color=line.get_color(), alpha=0.15, linewidth=0
        )
        ends.append((str(name), float(rate[-1]), line.get_color()))
    axes.set_ylim(-0.04, 1.04)
    axes.set_xlabel("turn or match that a block begins with")
    axes.set_ylabel(f"cooperation, by {frame.index.names[0]}")
    axes.grid(axis="y")
    name_ends(axes, ends)
    return axes


def _landmarks(places: np.ndarray, names: list[str], axes: "Axes") -> None:
    """Draw crosses and their names, above the middle or below it, to the side where there is
    room."""
    from matplotlib.patheffects import withStroke

    axes.plot(places[:, 0], places[:, 1], "x", color=palette.INK, markersize=6)
    (low, high), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    heights = clear(places, (high - low) / 4, (top - bottom) / 25)
    for (right, _), up, name in zip(places, heights, names, strict=True):
        left = right > (low + high) / 2
        axes.annotate(
            name, (right, up), (-6 if left else 6, 4 if up > (bottom + top) / 2 else -11),
            textcoords="offset points", fontsize=8, color=palette.INK, gid="landmark",
            ha="right" if left else "left", zorder=6,
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
        )  # fmt: skip


def _numbers(places: np.ndarray, axes: "Axes") -> None:
    """Write the number of each cluster at its centre."""
    for cluster, (right, up) in enumerate(places, 1):
        ground = palette.series(cluster)
        axes.text(
            right, up, f"{cluster}", color=palette.letters(ground), fontsize=9, ha="center",
            va="center", fontweight="bold",
            bbox={"boxstyle": "circle,pad=0.25", "facecolor": ground, "edgecolor": "white"},
        )  # fmt: skip
