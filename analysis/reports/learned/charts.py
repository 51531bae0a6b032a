"""The pictures of a page of learned kinds, as data; `pictures` has others as files."""

from typing import Any

import numpy as np

from analysis.figures import learning, palette
from analysis.figures.labels import short
from analysis.reports import charts
from analysis.reports.charts import Chart
from analysis.reports.learned.findings import Findings
from analysis.words import SURE, significant

STATES = 5
"""States of a longer memory that are shown."""


def all_charts(found: Findings) -> dict[str, Chart]:
    """Return the charts by name; one is missing where it has nothing to show.

    Criteria have a chart each: they have no unit in common, and their heights are read, not only
    their order.

    Parameters
    ----------
    found
        The numbers of what was learned.
    """
    made = {
        "first": _behaviour(found),
        "map": _map(found),
        **_criteria(found),
        "dendrogram": _dendrogram(found),
        "ranking": _ranking(found),
    }
    return {name: chart for name, chart in made.items() if chart is not None}


def _behaviour(found: Findings) -> Chart:
    """Return what the mean player of each cluster does; NaN where no player ever was."""
    learned = found.learned
    rates = learned.clusters.centres.iloc[:, :STATES].to_numpy(float)
    seen = found.reached.iloc[:, :STATES].to_numpy(float)
    states = learned.clusters.centres.columns[:STATES]
    return charts.grid(
        learned.names,
        [str(state) for state in states],
        np.where(seen > 0, rates, np.nan),
        colours="cooperation",
        percent=True,
        square=False,
        unit="cooperation",
        words="How often each cluster cooperates at first and after each outcome; the table has it",
        **{"from": 0, "to": 1},
    )


def _ranking(found: Findings) -> Chart | None:
    if found.results is None:
        return None
    frame = found.results.ranking
    return charts.rows(
        [str(name) for name in frame.index],
        frame["score"],
        low=frame["low"],
        high=frame["high"],
        bands=frame["tier"],
        rates=frame["cooperation"] if frame["cooperation"].notna().all() else None,
        between=f"{SURE} interval",
        unit="mean score per turn",
        digits=found.digits,
        words="All players of the tournament and their intervals, the best first",
    )


def _map(found: Findings) -> Chart:
    """Return the players on the map of behaviour, the rules, and the mean players of clusters."""
    import pandas as pd

    shown, names = found.map, found.learned.names
    dots, rules, centres = shown.dots, shown.rules, shown.centres
    first = dots["first"].astype(str)
    alike = [f" and {many - 1:,} more that did the same" if many > 1 else ""
             for many in dots["players"]]  # fmt: skip
    radii = charts.PIXELS * np.sqrt(learning.areas(dots["players"].to_numpy()) / np.pi)
    own = [names[cluster - 1] for cluster in dots["cluster"]]
    known = [str(name) for name in rules.index]
    parts = [
        dots.assign(name=first + alike, inside=own, look="faint", size=np.maximum(radii, 3),
                    shade=[_colour(k) for k in dots["cluster"]], label="", player=own),
        rules.assign(name=known, what="a rule of the library", look="cross", label=known,
                     player=known),
        centres.assign(name=names, what="the mean of a cluster", look="ring", size=8.0,
                       players=found.learned.clusters.sizes, label=names, player=names,
                       shade=[_colour(k) for k in centres.index]),
    ]  # fmt: skip
    marks = pd.concat(parts, ignore_index=True)
    texts = marks[["what", "inside", "shade"]].fillna("")
    return charts.points(
        marks["x"],
        marks["y"],
        marks["name"].tolist(),
        tells={
            "": {"values": texts["what"]},
            "cluster": {"values": texts["inside"]},
            "players": {"values": marks["players"], "digits": 0},
        },
        looks=marks["look"],
        sizes=marks["size"].fillna(5.0),
        shades=texts["shade"],
        labels=marks["label"],
        players=marks["player"],
        paths=_levels(shown),
        unit=shown.direction(1),
        side=shown.direction(2),
        words="Players on a map of behaviour, by cluster; players.csv has them",
    )


def _colour(cluster: int) -> str:
    """Return the colour of a cluster, 1 and so on."""
    return charts.SERIES[(cluster - 1) % len(charts.SERIES)]


def _levels(shown: learning.Map) -> list[dict[str, Any]]:
    """Return lines of equal density."""
    from matplotlib.figure import Figure

    x, y, dense, levels = shown.levels()
    found: Any = Figure().add_subplot().contour(x, y, dense, levels[:-1])
    lines = [line for path in found.get_paths() for line in path.to_polygons(closed_only=False)]
    return [{"x": line[::2, 0], "y": line[::2, 1], "look": "shade"} for line in lines]


def _criteria(found: Findings) -> dict[str, Chart]:
    """Return a chart of each criterion for the number of clusters; none where it was given."""
    table, choice = found.learned.criteria, found.choice
    if table is None or choice is None:
        return {}
    made = {}
    for name, title in learning.TITLES.items():
        values = table[name].to_numpy(float)
        error = table.get(f"{name}_error")
        bands = {} if error is None else {title: (values - error, values + error)}
        chosen = [choice[name]] if name in choice else []
        made[f"criteria_{name}"] = charts.curves(
            table.index.to_numpy(),
            {title: values},
            bands=bands,
            shades={title: palette.SOFT},
            marks=[{"x": k, "y": table.loc[k, name], "name": "the choice"} for k in chosen],
            digits=significant(values),
            unit="clusters",
            words=f"{title} by the number of clusters; criteria.csv has the numbers",
        )
    return made


def _dendrogram(found: Findings) -> Chart | None:
    """Return how players join into groups: a mark for each small group, and for each join."""
    if len(found.learned.vectors) < 2:
        return None
    tree = learning.tree_of(found.learned.vectors, found.many)
    groups, joins = learning.branches(tree)
    cluster = found.learned.clusters.labels
    names, likely, told = [], [], []
    for group in groups:
        own = cluster.loc[group.players]
        most = int(own.value_counts(sort=True).index[0])
        first, many = str(group.players[0]), len(group.players)
        names.append(first if many == 1 else f"{first} and {many - 1:,} more")
        likely.append(most)
        share = f" ({(own == most).sum()} of {many})" if (own != most).any() else ""
        told.append(f"{found.learned.names[most - 1]}{share}")
    stems = [
        {"x": join.x, "y": join.y, "look": "stem" if join.height < tree.edge else "thin"}
        for join in joins
    ]
    blank = [""] * len(joins)
    return charts.points(
        [*[0.0] * len(groups), *(join.height for join in joins)],
        [*(group.y for group in groups), *(join.middle for join in joins)],
        [*names, *(f"{join.players:,} players" for join in joins)],
        tells={
            "cluster": {"values": [*told, *blank]},
            "joined at distance": {"values": [*[None] * len(groups), *(j.height for j in joins)]},
        },
        looks=["dot"] * len(groups) + ["soft"] * len(joins),
        sizes=[4.5] * len(groups) + [3.0] * len(joins),
        shades=[*map(_colour, likely), *blank],
        labels=[*map(short, names), *blank],
        players=[*(found.learned.names[most - 1] for most in likely), *blank],
        paths=stems,
        tall=16 * len(groups),
        beside="left",
        unit="distance at which groups join (Ward)",
        words="How players join into groups, the nearest first",
    )
