"""The figures of a season's report."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from analysis.figures import canvas
from analysis.figures.saving import Drawn, Save
from analysis.figures.season import kinds as figures
from analysis.figures.season import network
from analysis.figures.style import style
from analysis.figures.tournament import scores
from analysis.reports.season.findings import Findings
from analysis.reports.season.numbers import ATTITUDES

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Draw = Callable[[Findings], "Axes | None"]
NAMED = 6  # up to so many kinds, every curve has a name; of more, the first and last few
ENDS = (3, 2)
CURVES = {
    "nice": ("share of nice moves", True),
    "income": ("income per town on that day", False),
    "received": ("gifts opened per town", False),
    "new": ("share of gifts to towns not met before", True),
}
SPREADS = {"received": "gifts received over the season", "income": "income over the season"}
CAPTIONS = {
    "ranking": "All kinds, their income and its interval, coloured by niceness",
    "sources": "Income as giver and as receiver",
    "partners": "Income by strategy and partner rule",
    "day_nice": "Niceness day by day",
    "day_income": "Income day by day",
    "day_received": "Gifts opened day by day",
    "day_new": "Gifts to towns not met before, day by day",
    "between": "Who gives to whom, compared with giving at random",
    "manners": "Who is nice to whom",
    "towns_received": "How many gifts towns received",
    "towns_income": "How much towns earned",
    "spread": "Income over the towns of each kind",
    "network": "The gift network",
}


def pictures(found: Findings, save: Save) -> Drawn:
    """Return the figures: none where no gift was opened, `partners` where rules can be compared,
    `between` and `manners` where there are several kinds, `spread` where a kind has several towns.

    Parameters
    ----------
    found
        The numbers of a season.
    save
        What makes a picture of a figure's axes.
    """
    if not found.opened:
        return {}
    with style():
        drawn = {name: draw(found) for name, draw in FIGURES.items()}
        return {name: save(axes) for name, axes in drawn.items() if axes is not None}


def highlighted(order: Sequence[str]) -> list[str]:
    """Return the kinds whose curves have a name."""
    return [*order] if len(order) <= NAMED else [*order[: ENDS[0]], *order[-ENDS[1] :]]


# -- incomes ---------------------------------------------------------------------------------------


def ranking(found: Findings) -> "Axes":
    """Return all kinds and their incomes, coloured by niceness."""
    axes = canvas.for_rows(found.names, right=1.0)
    return figures.ranking(found.places, axes, unit=unit(found))


def sources(found: Findings) -> "Axes":
    """Return income as giver and as receiver."""
    axes = canvas.for_rows(found.names, above=0.2)
    return figures.sources(found.places, axes, unit=unit(found))


def partners(found: Findings) -> "Axes | None":
    """Return income by strategy and partner rule, where these can be compared."""
    table = found.grid
    if len(table) < 2 or not (table.notna().sum(axis=1) > 1).any():
        return None
    axes = canvas.for_rows(list(table.index), list(table.columns))
    return figures.incomes(table, axes, less_is_better=found.costs)


def spread(found: Findings) -> "Axes | None":
    """Return income over the towns of each kind, where a kind has several."""
    wide = _by_kind(found.towns, found.names)
    if len(wide) < 2 or len(found.names) < 2:
        return None
    words = "income of one town over the season"
    return scores(wide, canvas.for_rows(found.names), unit=words)


def unit(found: Findings) -> str:
    """Return what an axis with incomes of kinds says."""
    return f"income per town over the season{' (less is better)' if found.costs else ''}"


def _by_kind(towns: "pd.DataFrame", order: list[str]) -> "pd.DataFrame":
    """Return (towns, kinds) incomes, each kind's below each other; NaN at the end of the fewer."""
    import pandas as pd

    groups: dict[Any, pd.Series] = dict(iter(towns.groupby("kind", observed=False)["income"]))
    return pd.DataFrame({name: groups[name].reset_index(drop=True) for name in order})


# -- days, pairs of kinds, towns -------------------------------------------------------------------


def day(name: str, found: Findings) -> "Axes":
    """Return one column of `days` as curves."""
    words, share = CURVES[name]
    chosen = highlighted(found.names)
    axes, table = canvas.half([*chosen, figures.ALL]), found.daily[name]
    return figures.daily(table, axes, chosen, unit=words, share=share)


def between(found: Findings) -> "Axes | None":
    """Return who gives to whom, where there are several kinds."""
    if len(found.names) < 2:
        return None
    return figures.preference(found.preference, canvas.for_rows(found.names, found.names))


def manners(found: Findings) -> "Axes | None":
    """Return who is nice to whom, where there are several kinds."""
    if len(found.names) < 2:
        return None
    return figures.nice_between(found.nice_between, canvas.for_rows(found.names, found.names))


def gifts(found: Findings) -> "Axes | None":
    """Return the gift network, where there were gifts in the first repetition."""
    if not len(found.ties):
        return None
    towns = found.towns.loc[[0]].droplevel(0)
    return network.draw(found.ties, found.places_of_towns, towns, canvas.square())


def distribution(name: str, found: Findings) -> "Axes":
    """Return how many towns had how much of a column of `towns`."""
    return figures.distribution(
        found.towns[name].to_numpy(float), found.attitudes, ATTITUDES, canvas.half(),
        seasons=found.results.repetitions, unit=f"{SPREADS[name]}, one town",
    )  # fmt: skip


FIGURES: dict[str, Draw] = {
    "ranking": ranking,
    "sources": sources,
    "partners": partners,
    **{f"day_{name}": partial(day, name) for name in CURVES},
    "between": between,
    "manners": manners,
    **{f"towns_{name}": partial(distribution, name) for name in SPREADS},
    "spread": spread,
    "network": gifts,
}
"""Every figure by name: a function of the findings; None where it has nothing to show."""
