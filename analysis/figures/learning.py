"""The figures of learning: players on a map, clusters, behaviour over time.

One function each, data and axes in, axes out.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analysis.figures import palette
from analysis.figures.labels import clear
from analysis.figures.marks import name_ends
from analysis.learning.clusters.hierarchy import hierarchy
from analysis.learning.clusters.how_many import SAMPLE, preferred
from analysis.learning.clusters.maps import Projection, density, principal_axes
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
SHADES = (0.02, 0.08, 0.2, 0.4, 0.7, 1.01)
"""Where shades of density begin, and where the last one ends, relative to the most."""
LEAVES = 40  # of a dendrogram, groups below it being joined
TITLES = {
    "silhouette": "silhouette",
    "calinski_harabasz": "Calinski–Harabasz",
    "gap": "gap",
    "stability": "stability",
    "bic": "BIC (least is best)",
}


class Map(NamedTuple):
    """What a map of behaviour shows.

    plane
        The players' places, and the two directions.
    dots
        A row for each place of players of a cluster: `x`, `y`, `cluster`, how many `players`, and
        the name of the `first` of them. Of very many places, some.
    rules, centres
        Frames with `x` and `y` of rules of the library, and of the clusters' mean players.
    """

    plane: Projection
    dots: "pd.DataFrame"
    rules: "pd.DataFrame"
    centres: "pd.DataFrame"

    def direction(self, number: int) -> str:
        """Return the words of an axis, 1 or 2: how much it tells, and what moves a player."""
        load = self.plane.loadings[number]
        most = load.abs().sort_values(ascending=False, kind="stable").index[:3]
        words = ", ".join(f"{load[name]:+.2f} {name}" for name in most)
        return f"{self.plane.explained[number - 1]:.0%} of variance: {words}"

    def levels(self) -> "tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]":
        """Return where cells are along x and y, how densely players lie there, and where shades
        begin."""
        x, y, dense = density(self.plane.coordinates)
        return x, y, dense.T, dense.max() * np.array(SHADES)


def map_of(vectors: "pd.DataFrame", clusters: "Clusters") -> Map:
    """Return what a map of behaviour shows.

    Parameters
    ----------
    vectors
        (n, s) behaviour.
    clusters
        Of the same players.
    """
    import pandas as pd

    plane = principal_axes(vectors)
    parts = []
    for cluster in clusters.sizes.index:
        own = plane.coordinates[(clusters.labels == cluster).to_numpy()].round(6)
        places, first, players = np.unique(
            own.to_numpy(), axis=0, return_index=True, return_counts=True
        )
        few = slice(None, None, 1 + len(places) // SAMPLE)
        part = pd.DataFrame(places[few], columns=["x", "y"])
        parts.append(
            part.assign(cluster=cluster, players=players[few], first=own.index[first[few]])
        )
    memory = max(len(state) for state in vectors.columns if state != "first") // 2
    rules = rule_vectors(LANDMARKS, memory, turns=max(4, memory + 1)).dropna()
    there = [
        pd.DataFrame(plane.place(frame), frame.index, ["x", "y"])
        for frame in (rules, clusters.centres)
    ]
    return Map(plane, pd.concat(parts, ignore_index=True), *there)


def behaviour_map(found: Map, axes: "Axes") -> "Axes":
    """Return the axes with players on the plane of principal components, coloured by cluster.

    A larger dot is several players that did the same; shades are the density of players; crosses
    are rules of the library.

    Parameters
    ----------
    found
        What `map_of` returned.
    axes
        Where to draw.
    """
    x, y, dense, levels = found.levels()
    axes.contourf(x, y, dense, levels, cmap="Greys", vmin=0, vmax=2.5 * dense.max())
    for cluster, own in found.dots.groupby("cluster"):
        axes.scatter(
            own["x"], own["y"], areas(own["players"].to_numpy()),
            color=palette.series(int(str(cluster))), alpha=0.75, linewidth=0,
        )  # fmt: skip
    _landmarks(found.rules.to_numpy(), [str(name) for name in found.rules.index], axes)
    _numbers(found.centres.to_numpy(), axes)
    axes.set_xlabel(found.direction(1))
    axes.set_ylabel(found.direction(2))
    axes.margins(0.06)
    return axes


def areas(players: np.ndarray) -> np.ndarray:
    """Return (n,) how large dots are, in points squared, that are so many players."""
    return np.asarray(np.minimum(10 * np.sqrt(players), LARGEST))


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


class Tree(NamedTuple):
    """How players join into groups: their names, and `joined`, as `hierarchy` returns it; groups
    that join below the `edge` are one of the last k."""

    players: "pd.Index"
    joined: np.ndarray
    edge: float


def tree_of(vectors: "pd.DataFrame", k: int) -> Tree:
    """Return how players join into groups (Ward).

    Parameters
    ----------
    vectors
        (n, s) behaviour; of more than `SAMPLE` players so many are taken, evenly.
    k
        Number of groups below the edge.
    """
    x = vectors.iloc[np.lexsort(vectors.to_numpy().T[::-1])]
    if len(x) > SAMPLE:
        x = x.iloc[np.linspace(0, len(x) - 1, SAMPLE).astype(int)]
    joined = hierarchy(x)
    heights = joined[:, 2]
    edge = heights[-k + 1 :].min() if k > 1 else heights.max() * 1.01
    below = heights[-k] if k <= len(heights) else 0.0
    return Tree(x.index, joined, (edge + below) / 2)


class Group(NamedTuple):
    """Players that join below what is drawn, and where they stand: 0, -1, -2 and so on."""

    players: "pd.Index"
    y: float


class Join(NamedTuple):
    """Two groups that join: (4,) places of the line, along the distance and across it; the distance
    and the middle of the line; players of both."""

    x: np.ndarray
    y: np.ndarray
    height: float
    middle: float
    players: int


def branches(tree: Tree) -> tuple[list[Group], list[Join]]:
    """Return the groups that a dendrogram shows as leaves, at most `LEAVES`, and their joins.

    Parameters
    ----------
    tree
        What `tree_of` returned.
    """
    size, joined = len(tree.players), tree.joined
    drawn = size + max(0, len(joined) - LEAVES + 1)  # the first join that is drawn
    members = [[k] for k in range(size)]
    for one, other in joined[:, :2].astype(int).tolist():
        members.append(members[one] + members[other])
    groups: list[Group] = []
    joins: list[Join] = []

    def stand(node: int) -> tuple[float, float]:
        """Return the distance and the height at which a group stands."""
        if node < drawn:
            groups.append(Group(tree.players[members[node]], -float(len(groups))))
            return 0.0, groups[-1].y
        one, other, height, many = joined[node - size].tolist()
        (low, first), (least, second) = stand(int(one)), stand(int(other))
        x, y = np.array([low, height, height, least]), np.array([first, first, second, second])
        joins.append(Join(x, y, height, (first + second) / 2, int(many)))
        return height, joins[-1].middle

    stand(size + len(joined) - 1)
    return groups, joins


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

    players, joined, edge = tree_of(vectors, k)
    size = len(players)
    draw(
        joined, ax=axes,
        leaf_label_func=lambda i: "1" if i < size else f"{joined[i - size, 3]:.0f}",
        truncate_mode="lastp", p=LEAVES, color_threshold=edge,
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
