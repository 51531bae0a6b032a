"""A population on a screen: how it ended, its types by their share, what the columns mean."""

import math
from typing import TYPE_CHECKING

from tournament.cli.screen.again import population_again
from tournament.cli.screen.layout import colours, numbers
from tournament.cli.screen.layout.columns import NAME, Column
from tournament.cli.screen.layout.console import Screen, opened
from tournament.cli.screen.layout.pictures import TITLE, note, picture
from tournament.cli.screen.layout.table import table
from tournament.cli.screen.withdrawn import withdrawn

if TYPE_CHECKING:
    from tournament.results.population import PopulationResults

SEEN = ("share", "low", "high")  # what is drawn
DIGITS = 3
"""Decimals of a share without an error."""
LONGEST = 0
"""Decimals of a number of generations without an error."""


def population(
    results: "PopulationResults", screen: Screen | None = None, where: str = "ranking.csv"
) -> None:
    """Print what a population showed.

    Parameters
    ----------
    results
        A played population.
    screen
        Where to print; by default on what is standard output.
    where
        What has the whole ranking; empty where no file has.
    """
    from analysis import summary

    screen = screen or opened()
    screen.say(f"{results.rules.describe()}; {results.structure}")
    screen.say(*summary(results), *population_again(results), first="• ")
    screen.say("")
    titles = table(screen, columns(results), where)
    screen.say("", *_notes(results, titles))
    if screen.has_colours:
        screen.print_folded(colours.legend())
    withdrawn(results.manifest)


def columns(results: "PopulationResults") -> list[Column]:
    """Return the columns of the ranking, in the order of the report.

    Parameters
    ----------
    results
        A played population.
    """
    from analysis.words import SURE

    frame = results.ranking
    errors = [error if error > 0 else math.nan for error in frame["standard_error"].tolist()]
    share, plus = numbers.estimates(frame["share"].tolist(), errors, DIGITS, numbers.share)
    low, high = frame["low"].tolist(), frame["high"].tolist()
    between = numbers.intervals(low, high, errors, DIGITS, numbers.share)
    places = frame["best_rank"].tolist(), frame["worst_rank"].tolist()
    maybe = [colours.FIRST * (row == 1) for row in frame["best_rank"]]
    two = [Column("role", [f"{role}" for role in frame["role"]], 3)] * bool(frame["role"].any())
    return [
        Column("rank", [f"{rank:g}" for rank in frame["rank"]], 2),
        Column("type", [str(name) for name in frame.index], NAME, maybe),
        *two,
        Column("start", [numbers.share(each, DIGITS) for each in frame["start"]], 5),
        Column("share", share),
        Column("error", plus, 7),
        Column(f"{SURE} interval", between, 8),
        *picture(frame["share"].tolist(), low, high, 10),
        Column("possible ranks", numbers.ranks(*places, [x == x for x in low]), 6),
        Column("fixed", [numbers.share(each, DIGITS) for each in frame["fixed"]], 4),
        *_times(results),
    ]


def _times(results: "PopulationResults") -> list[Column]:
    """Return the column of how long it took until a type had all places, where that is known."""
    found = results.fixation.loc[results.ranking.index]
    mean, error = found["generations"].tolist(), found["generations_error"].tolist()
    if not any(map(math.isfinite, mean)):
        return []
    return [Column("generations", numbers.estimates(mean, error, LONGEST)[0], 9)]


def _notes(results: "PopulationResults", titles: set[str]) -> list[str]:
    """Return what the columns mean, by their titles."""
    frame, average = results.ranking, results.average.attrs
    of = "all places of its role" if frame["role"].any() else "all places"
    when = "in the end"
    if frame.attrs["by"] == "average":
        since, to = average["since"], average["to"]
        when = (
            f"mean over generations {since:,} to {to:,}" if since < to else f"in generation {to:,}"
        )
    notes = {
        "share": f"Share: of {of}, {when} ± standard error.",
        "fixed": "Fixed: share of repetitions in which the type has all places in the end.",
        "generations": "Generations: mean of these repetitions.",
    }
    if TITLE in titles:
        values, low, high = (frame[name].tolist() for name in SEEN)
        notes[TITLE] = note(values, low, high, lambda value: numbers.share(value, DIGITS))
    return [text for title, text in notes.items() if title in titles]
