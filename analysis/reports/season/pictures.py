"""The figures of a season's report."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.figures import canvas, network
from analysis.figures import season as figures
from analysis.figures.saving import Drawn, Save
from analysis.figures.style import style
from analysis.figures.tournament import scores
from analysis.reports.season.findings import Findings
from analysis.reports.season.numbers import ATTITUDES

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

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
        drawn = _incomes(found) | _days(found) | _between(found) | _towns(found)
        return {name: save(drawn[name]) for name in CAPTIONS if name in drawn}


def highlighted(order: Sequence[str]) -> list[str]:
    """Return the kinds whose curves have a name."""
    return [*order] if len(order) <= NAMED else [*order[: ENDS[0]], *order[-ENDS[1] :]]


def _incomes(found: Findings) -> "dict[str, Axes]":
    frame, order, table = found.places, found.names, found.grid
    unit = f"income per town over the season{' (less is better)' if found.costs else ''}"
    drawn = {
        "ranking": figures.ranking(frame, canvas.for_rows(order, right=1.0), unit=unit),
        "sources": figures.sources(frame, canvas.for_rows(order, above=0.2), unit=unit),
    }
    if len(table) > 1 and (table.notna().sum(axis=1) > 1).any():
        axes = canvas.for_rows(list(table.index), list(table.columns))
        drawn["partners"] = figures.incomes(table, axes, less_is_better=found.costs)
    return drawn


def _days(found: Findings) -> "dict[str, Axes]":
    chosen, drawn = highlighted(found.names), {}
    for name, (unit, share) in CURVES.items():
        axes, table = canvas.half([*chosen, figures.ALL]), found.daily[name]
        drawn[f"day_{name}"] = figures.daily(table, axes, chosen, unit=unit, share=share)
    return drawn


def _between(found: Findings) -> "dict[str, Axes]":
    order, drawn = found.names, {}
    if len(order) > 1:
        drawn["between"] = figures.preference(found.preference, canvas.for_rows(order, order))
        drawn["manners"] = figures.nice_between(found.nice_between, canvas.for_rows(order, order))
    if len(found.ties):
        towns = found.towns.loc[[0]].droplevel(0)
        drawn["network"] = network.draw(found.ties, towns, canvas.square())
    return drawn


def _towns(found: Findings) -> "dict[str, Axes]":
    towns, who, seasons = found.towns, found.attitudes, found.results.repetitions
    drawn = {
        f"towns_{name}": figures.distribution(
            towns[name].to_numpy(float), who, ATTITUDES, canvas.half(),
            seasons=seasons, unit=f"{unit}, one town",
        )
        for name, unit in SPREADS.items()
    }  # fmt: skip
    wide = _by_kind(towns, found.names)
    if len(wide) > 1 and len(found.names) > 1:
        unit = "income of one town over the season"
        drawn["spread"] = scores(wide, canvas.for_rows(found.names), unit=unit)
    return drawn


def _by_kind(towns: "pd.DataFrame", order: list[str]) -> "pd.DataFrame":
    """Return (towns, kinds) incomes, each kind's below each other; NaN at the end of the fewer."""
    import pandas as pd

    groups: dict[Any, pd.Series] = dict(iter(towns.groupby("kind", observed=False)["income"]))
    return pd.DataFrame({name: groups[name].reset_index(drop=True) for name in order})
