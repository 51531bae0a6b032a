"""The pictures of a season's page, as data; `pictures` has the same as files."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures.season import network
from analysis.reports import charts
from analysis.reports.charts import Chart
from analysis.reports.season.findings import Findings
from analysis.reports.season.numbers import ATTITUDES
from analysis.reports.season.pictures import CURVES, SPREADS, highlighted, unit
from analysis.words import SURE, count, significant

if TYPE_CHECKING:
    import pandas as pd

FIRST = 12
"""Kinds in the picture of the first screen."""
ALL = "all towns"
NUMBERED = 40
"""Up to so many towns have their numbers in the picture of the network."""
MOST = 8.0
"""The largest ratio with a colour of its own."""


def all_charts(found: Findings) -> dict[str, Chart]:
    """Return the charts by name; one is missing where it has nothing to show, and all are where no
    gift was opened.

    Parameters
    ----------
    found
        The numbers of a season.
    """
    if not found.opened:
        return {}
    made = {
        "first": _ranking(found, found.places.head(FIRST)),
        "ranking": _ranking(found, found.places),
        "sources": _sources(found),
        "partners": _partners(found),
        **{f"day_{name}": _day(name, found) for name in CURVES},
        "between": _between(found),
        "manners": _manners(found),
        **{f"towns_{name}": _distribution(name, found) for name in SPREADS},
        "spread": _spread(found),
        "network": _network(found),
    }
    return {name: chart for name, chart in made.items() if chart is not None}


def _ranking(found: Findings, frame: "pd.DataFrame") -> Chart:
    return charts.rows(
        [str(name) for name in frame.index],
        frame["income"],
        low=frame["low"],
        high=frame["high"],
        bands=frame["tier"],
        rates=frame["nice"] if frame["nice"].notna().all() else None,
        rated="nice",
        between=f"{SURE} interval",
        unit=unit(found),
        digits=found.digits,
        words="Kinds, their incomes and intervals, the best first; the table has the numbers",
    )


def _sources(found: Findings) -> Chart:
    frame = found.places
    return charts.rows(
        found.names,
        frame["as_giver"],
        called="as giver",
        also=frame["as_receiver"],
        other="as receiver",
        unit=unit(found),
        digits=found.digits,
        words="Income as giver (dots) and as receiver (strokes); the table has the numbers",
    )


def _partners(found: Findings) -> Chart | None:
    table = found.grid
    if len(table) < 2 or not (table.notna().sum(axis=1) > 1).any():
        return None
    return charts.grid(
        [str(name) for name in table.index],
        [str(name) for name in table.columns],
        table,
        colours="payoff",
        unit="per town over the season",
        digits=found.digits,
        reverse=found.costs,
        square=False,
        words="Mean income by strategy (row) and partner rule (column), the best first",
    )


def _day(name: str, found: Findings) -> Chart:
    words, share = CURVES[name]
    table = found.daily[name]
    series = {ALL: table["all"]} if len(found.names) > 1 else {}
    series |= {kind: table[kind] for kind in highlighted(found.names)}
    more = {"from": 0, "to": 1, "percent": True} if share else {"digits": _digits(table)}
    return charts.curves(
        table.index.to_numpy() + 1,
        series,
        unit="day",
        words=f"{words.capitalize()}, day by day; days.csv has the numbers",
        **more,
    )


def _digits(table: "pd.DataFrame") -> int:
    return significant(table.to_numpy(float))


def _between(found: Findings) -> Chart | None:
    if len(found.names) < 2:
        return None
    ratios = found.preference.to_numpy(float)
    seen = ratios[np.isfinite(ratios) & (ratios > 0)]
    reach = float(np.clip(np.exp(np.abs(np.log(seen)).max(initial=0.0)), 2.0, MOST))
    return charts.grid(
        found.names,
        found.names,
        ratios,
        colours="ratio",
        unit="times as often as at random",
        words="Gifts from the row's kind to the column's; between.csv has the numbers",
        **{"from": 1 / reach, "to": reach},
    )


def _manners(found: Findings) -> Chart | None:
    if len(found.names) < 2:
        return None
    return charts.grid(
        found.names,
        found.names,
        found.nice_between,
        colours="cooperation",
        percent=True,
        unit="nice",
        words="Share of nice gifts from the row's kind to the column's; between.csv has them",
        **{"from": 0, "to": 1},
    )


def _distribution(name: str, found: Findings) -> Chart:
    """Return how much towns had: all of them, and those of each attitude."""
    values, nice = (found.towns[column].to_numpy(float) for column in (name, "nice"))
    groups = {"all": np.ones(len(values), bool)}
    groups |= {word: found.attitudes == place for place, word in enumerate(ATTITUDES)}
    groups = {word: who for word, who in groups.items() if who.any()}
    each = found.results.repetitions
    return charts.rows(
        [f"{word} ({_towns(who.sum() / each)})" for word, who in groups.items()],
        **charts.spreads(values[who] for who in groups.values()),
        rates=[_mean(nice[who]) for who in groups.values()],
        rated="nice",
        unit=f"{SPREADS[name]}, one town",
        digits=_digits(found.towns[[name]]) if name == "income" else 0,
        words=f"{SPREADS[name].capitalize()}: medians, middle halves, and middle nine tenths",
    )


def _towns(many: float) -> str:
    return count(round(many), "town") if many == round(many) else f"{many:,.1f} towns"


def _mean(values: np.ndarray) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else 0.5


def _spread(found: Findings) -> Chart | None:
    towns = found.towns
    incomes = [towns["income"][towns["kind"] == name].to_numpy(float) for name in found.names]
    if len(incomes) < 2 or max(map(len, incomes)) < 2:
        return None
    return charts.rows(
        found.names,
        **charts.spreads(incomes),
        unit="income of one town over the season",
        digits=found.digits,
        words="Income over the towns of each kind: medians, halves, and nine tenths",
    )


def _network(found: Findings) -> Chart | None:
    """Return the gift network: its towns, those with the most gifts first, and what they gave."""
    if not len(found.ties):
        return None
    places = found.places_of_towns
    towns = found.towns.loc[[0]].droplevel(0).loc[list(places)]
    towns = towns.sort_values("received", ascending=False, kind="stable")
    order = {town: place for place, town in enumerate(towns.index)}
    x, y = np.array([places[town] for town in order]).T
    kinds = [str(kind) for kind in towns["kind"]]
    return charts.points(
        x,
        y,
        [f"town {town}" for town in order],
        tells={
            "kind": {"values": kinds},
            "nice": {"values": towns["nice"], "percent": True},
            "gifts received": {"values": towns["received"], "digits": 0},
            "income": {"values": towns["income"], "digits": found.digits},
        },
        rates=towns["nice"],
        sizes=charts.PIXELS * np.sqrt(network.areas(towns["received"].to_numpy(float)) / np.pi),
        labels=[str(town) for town in order] if len(order) <= NUMBERED else None,
        players=kinds,
        links={
            "from": [order[town] for town in found.ties["one"]],
            "to": [order[town] for town in found.ties["other"]],
            "words": "and",
            "widths": charts.PIXELS * network.widths(found.ties),
            "tells": {"gifts": {"values": found.ties["gifts"], "digits": 0}},
        },
        equal=True,
        words="Towns (dots), and gifts between them (lines)",
    )
