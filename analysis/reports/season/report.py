"""The report of a season: its figures, its tables, and its page."""

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import canvas, network
from analysis.figures import season as figures
from analysis.figures.saving import Drawn, Save, png
from analysis.figures.style import style
from analysis.figures.tournament import scores
from analysis.reports.page import csv, html, rows
from analysis.reports.repeat import season_program
from analysis.reports.season.details import kinds
from analysis.reports.season.numbers import (
    ATTITUDES,
    attitude,
    daily,
    grid,
    opened,
    places,
    preference,
    rule_names,
)
from analysis.reports.season.summary import certainty, digits_of, facts, how_it_was_played, summary
from analysis.words import count

if TYPE_CHECKING:
    import pandas as pd

    from tournament.results.season import SeasonResults

NAMED = 6  # up to so many kinds, every curve has a name; of more, the first and last few
ENDS = (3, 2)
CURVES = {
    "nice": ("share of nice moves", True),
    "income": ("income per town on that day", False),
    "received": ("gifts opened per town", False),
    "new": ("share of gifts to towns not met before", True),
}


def draw(results: "SeasonResults", save: Save = png) -> Drawn:
    """Return the figures: none where no gift was opened, `partners` where rules can be compared,
    `between` and `manners` where there are several kinds, `spread` where a kind has several towns.

    Parameters
    ----------
    results
        A played season.
    """
    if not opened(results):
        return {}
    frame = places(results)
    order = list(frame.index)
    less = results.rules.game.less_is_better
    unit = "income per town over the season"
    costs = " (less is better)" if less else ""
    drawn = {}
    with style():
        axes = canvas.for_rows(order, right=1.0)
        drawn["ranking"] = save(figures.ranking(frame, axes, unit=unit + costs))
        axes = canvas.for_rows(order, above=0.2)
        drawn["sources"] = save(figures.sources(frame, axes, unit=unit + costs))
        table = grid(results)
        if len(table) > 1 and (table.notna().sum(axis=1) > 1).any():
            axes = canvas.for_rows(list(table.index), list(table.columns))
            drawn["partners"] = save(figures.incomes(table, axes, less_is_better=less))
        drawn |= _curves(results, order, save)
        if len(order) > 1:
            square = preference(results)
            axes = canvas.for_rows(order, order)
            drawn["between"] = save(figures.preference(square, axes))
            square = results.nice_between.reindex(index=order, columns=order)
            axes = canvas.for_rows(order, order)
            drawn["manners"] = save(figures.nice_between(square, axes))
        drawn |= _distributions(results, order, save)
        ties = network.neighbourhood(results.gifts)
        if len(ties):
            axes = canvas.square()
            towns = results.towns.loc[[0]].droplevel(0)
            drawn["network"] = save(network.draw(ties, towns, axes))
    return drawn


def tables(results: "SeasonResults") -> dict[str, bytes]:
    """Return the files of tables, by name.

    Parameters
    ----------
    results
        A played season.
    """
    return {
        "ranking.csv": csv(results.ranking),
        "days.csv": csv(results.days),
        "between.csv": csv(_pairs(results)),
    }


def page(results: "SeasonResults", drawn: Drawn) -> str:
    """Return the text of `report.html`.

    Parameters
    ----------
    results
        A played season.
    drawn
        Its figures, as `draw` returns them.
    """
    frame, names = places(results), rule_names(results)
    frame["strategy"], frame["partner"] = zip(*(names[k] for k in frame.index), strict=True)
    return html(
        "season.html.jinja",
        drawn,
        results.manifest,
        digits_of(results),
        title=_title(results),
        results=results,
        how=how_it_was_played(results),
        findings=summary(results),
        facts=facts(results),
        certainty=certainty(results),
        ranking=rows(frame, "kind"),
        kinds=kinds(results),
        highlighted=_highlighted(list(frame.index)) if len(frame) > NAMED else [],
        pictured=_pictured(results),
        program=season_program(results),
    )


def _title(results: "SeasonResults") -> str:
    game = results.rules.game.name or str(results.rules.game)
    return f"{game}: a season of {count(len(results.kind_of[0]), 'town')}"


def _pictured(results: "SeasonResults") -> int:
    """Return how many towns the picture of the network shows."""
    ties = network.neighbourhood(results.gifts)
    return len(np.union1d(ties["one"], ties["other"]))


def _highlighted(order: list[str]) -> list[str]:
    return order if len(order) <= NAMED else order[: ENDS[0]] + order[-ENDS[1] :]


def _curves(results: "SeasonResults", order: list[str], save: Save) -> Drawn:
    chosen, drawn = _highlighted(order), {}
    for name, table in daily(results).items():
        if name in CURVES:
            unit, share = CURVES[name]
            axes = canvas.half([*chosen, "all towns"])
            drawn[f"day_{name}"] = save(figures.daily(table, axes, chosen, unit=unit, share=share))
    return drawn


def _distributions(results: "SeasonResults", order: list[str], save: Save) -> Drawn:
    towns, drawn = results.towns, {}
    who = attitude(towns["nice"].to_numpy(float))
    for name, unit in (
        ("received", "gifts received over the season"),
        ("income", "income over the season"),
    ):
        drawn[f"towns_{name}"] = save(
            figures.distribution(
                towns[name].to_numpy(float), who, ATTITUDES, canvas.half(),
                seasons=results.repetitions, unit=f"{unit}, one town",
            )
        )  # fmt: skip
    wide = _by_kind(towns, order)
    if len(wide) > 1 and len(order) > 1:
        axes = canvas.for_rows(order)
        drawn["spread"] = save(scores(wide, axes, unit="income of one town over the season"))
    return drawn


def _by_kind(towns: "pd.DataFrame", order: list[str]) -> "pd.DataFrame":
    """Return (towns, kinds) incomes, each kind's below each other; NaN at the end of the fewer."""
    import pandas as pd

    groups: dict[Any, pd.Series] = dict(iter(towns.groupby("kind", observed=False)["income"]))
    return pd.DataFrame({name: groups[name].reset_index(drop=True) for name in order})


def _pairs(results: "SeasonResults") -> "pd.DataFrame":
    """Return one row per kind of giver and of receiver, in rank order: gifts, how many times as
    often as at random, share of nice ones."""
    import pandas as pd

    order = list(results.ranking.index)
    squares = {
        "gifts": results.between,
        "times_random": preference(results),
        "nice": results.nice_between,
    }
    index = pd.MultiIndex.from_product([order, order], names=["giver", "receiver"])
    cells = {
        k: v.reindex(index=order, columns=order).to_numpy().ravel() for k, v in squares.items()
    }
    return pd.DataFrame(cells, index)
