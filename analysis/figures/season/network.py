"""The figure of a gift network: which part can be drawn, where towns stand, and the drawing."""

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import palette
from analysis.figures.marks import bar

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MOST = 150  # towns that a drawing shows
DRAWN = 2  # ties of a town that are drawn
FOLLOWED = 1, 2  # ties of a town that the walk follows: the strongest, and others at random
STEPS, GRAVITY = 400, 0.1


def neighbourhood(gifts: "pd.DataFrame", most: int = MOST) -> "pd.DataFrame":
    """Return the ties to draw: `one`, `other` (town numbers) and `gifts` either way.

    If few towns gave or received, all of them are shown. If there are many, a walk chooses. It
    starts at the first town, goes to the town that this one gave most and to two others picked at
    random, and goes on from there. A walk to the largest gifts alone would show only the core.

    Each step of the walk is a tie. Each town is also tied to the two shown towns that it gave most.
    A town that gave nothing is tied to towns that gave to it. The same gifts make the same drawing.

    Parameters
    ----------
    gifts
        Columns `giver`, `receiver`, `gifts`.
    most
        How many towns to show at most.
    """
    import pandas as pd

    if not len(gifts):
        return pd.DataFrame({"one": [], "other": [], "gifts": []}, dtype=int)
    giver, receiver, many = (gifts[c].to_numpy() for c in ("giver", "receiver", "gifts"))
    size = 1 + int(max(giver.max(), receiver.max()))
    given = _rows(giver, receiver, many, size)
    ties = _rows(np.r_[giver, receiver], np.r_[receiver, giver], np.r_[many, many], size)
    lots = np.random.default_rng(0)
    lot = lots.permutation(size)  # among equals, not always the first towns

    def friends(town: int) -> list[int]:
        those, many = given[town] if len(given[town][0]) else ties[town]
        most_first: list[int] = those[np.lexsort((lot[those], -many))].tolist()
        return most_first

    met: dict[int, int] = {}  # each town, from where
    for start in [town for town in range(size) if len(ties[town][0])]:
        queue = deque([(start, start)])
        while queue and len(met) < most:
            town, before = queue.popleft()
            if town not in met:
                met[town] = before
                those = friends(town)
                next_ones = those[: FOLLOWED[0]] + lots.permutation(those)[: FOLLOWED[1]].tolist()
                queue.extend((friend, town) for friend in next_ones)
        if len(met) == most:
            break
    ways = [(town, before) for town, before in met.items() if town != before]
    ways += [
        (town, friend)
        for town in met
        for friend in [friend for friend in friends(town) if friend in met][:DRAWN]
    ]
    pairs = sorted({(min(way), max(way)) for way in ways})
    drawn = pd.DataFrame(pairs, columns=["one", "other"])
    return drawn.assign(gifts=[int(ties[one][1][ties[one][0] == two][0]) for one, two in pairs])


def _rows(
    rows: np.ndarray, columns: np.ndarray, values: np.ndarray, size: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the columns that have values in each row, and the sums of the values."""
    cells, at = np.unique(rows.astype(np.int64) * size + columns, return_inverse=True)
    sums = np.zeros(len(cells), np.int64)
    np.add.at(sums, at, values)
    ends = np.searchsorted(cells, np.arange(1, size) * size)
    return list(zip(np.split(cells % size, ends), np.split(sums, ends), strict=True))


def layout(ties: "pd.DataFrame") -> dict[int, np.ndarray]:
    """Return the place of each town, (2,): towns with many gifts between them are near each other.

    Towns push each other away, gifts pull, and all are drawn to the middle. Steps get shorter.
    A report needs this layout only, so it stands here and needs no NetworkX.

    Source: the forces are ForceAtlas2's, Jacomy, Venturini, Heymann and Bastian (2014); steps are
    limited as by Fruchterman and Reingold (1991).

    Parameters
    ----------
    ties
        As `neighbourhood` returns them.
    """
    if not len(ties):
        return {}
    towns, at = np.unique(ties[["one", "other"]].to_numpy(int), return_inverse=True)
    one, other = at.reshape(-1, 2).T
    weight = np.zeros((len(towns), len(towns)))
    weight[one, other] = weight[other, one] = ties["gifts"] / ties["gifts"].mean()
    mass = 1.0 + (weight > 0).sum(axis=1)
    place = np.random.default_rng(0).normal(size=(len(towns), 2)) * np.sqrt(len(towns))
    for step in np.linspace(1, 0, STEPS, endpoint=False) * np.sqrt(len(towns)) / 4:
        apart = place[:, None] - place
        distance = np.maximum(np.hypot(*np.moveaxis(apart, 2, 0)), 1e-9)
        push = mass[:, None] * mass / distance**2 - weight
        force = np.einsum("ij,ijk->ik", push, apart) - mass[:, None] * GRAVITY * place
        strength = np.maximum(np.linalg.norm(force, axis=1, keepdims=True), 1e-9)
        place = place + force / strength * np.minimum(strength, step)
    return dict(zip(towns.tolist(), place, strict=True))


def widths(ties: "pd.DataFrame") -> np.ndarray:
    """Return (ties,) how wide lines are, in points: wider lines are more gifts."""
    return np.asarray(0.25 + 2.0 * ties["gifts"] / ties["gifts"].max())


def areas(received: np.ndarray) -> np.ndarray:
    """Return (towns,) how large dots are, in points squared; few towns may be larger.

    Parameters
    ----------
    received
        (towns,) gifts.
    """
    room = float(np.clip(12 / np.sqrt(len(received)), 1.0, 3.0))
    return np.asarray(room * (14 + 110 * received / max(float(received.max()), 1.0)))


def draw(
    ties: "pd.DataFrame", places: dict[int, np.ndarray], towns: "pd.DataFrame", axes: "Axes"
) -> "Axes":
    """Return the axes with towns as dots, and gifts between them as lines.

    Nice towns are blue. Larger dots received more gifts. Thicker lines are more gifts.

    Parameters
    ----------
    ties
        `one`, `other` and `gifts`, as `neighbourhood` returns them.
    places
        The place of each town, as `layout` returns them.
    towns
        Columns `nice` and `received`, by town number.
    axes
        Where to draw.
    """
    from matplotlib.collections import LineCollection

    at = np.array(list(places.values()))
    here = towns.loc[list(places)]
    ends = [(places[one], places[other]) for one, other in zip(ties.one, ties.other, strict=True)]
    axes.add_collection(
        LineCollection(ends, colors=palette.SOFT, linewidths=widths(ties), alpha=0.7, zorder=1)
    )
    dots = axes.scatter(
        at[:, 0], at[:, 1], c=here["nice"], s=areas(here["received"].to_numpy(float)),
        cmap=palette.cooperation(), vmin=0, vmax=1, edgecolor=palette.INK, linewidth=0.6, zorder=2,
        plotnonfinite=True,
    )  # fmt: skip
    axes.margins(0.05)
    axes.set_axis_off()
    bar(dots, axes, "share of nice moves")
    return axes
