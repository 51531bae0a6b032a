"""A season on a screen: its summary in words, its ranking, what the columns mean."""

import math
from typing import TYPE_CHECKING

from tournament.cli.screen.again import season_again
from tournament.cli.screen.layout import colours, numbers
from tournament.cli.screen.layout.columns import NAME, Column
from tournament.cli.screen.layout.console import Screen, opened
from tournament.cli.screen.layout.pictures import TITLE, note, picture
from tournament.cli.screen.layout.table import table
from tournament.cli.screen.withdrawn import withdrawn

if TYPE_CHECKING:
    from analysis.reports.season.findings import Findings
    from tournament.results.season import SeasonResults

SEEN = ("income", "low", "high")  # what is drawn


def season(
    results: "SeasonResults", screen: Screen | None = None, where: str = "ranking.csv"
) -> None:
    """Print what a season showed.

    Parameters
    ----------
    results
        A played season.
    screen
        Where to print; by default on what is standard output.
    where
        What has the whole ranking; empty where no file has.
    """
    from analysis.reports.season.brief import brief
    from analysis.reports.season.findings import Findings

    screen, found = screen or opened(), Findings(results)
    screen.say(results.rules.describe())
    screen.say(*brief(found), *season_again(results, found), first="• ")
    screen.say("")
    titles = table(screen, columns(found), where)
    screen.say("", *_notes(found, titles))
    if screen.has_colours:
        screen.print_folded(colours.legend("nice"))
    withdrawn(results.manifest)


def columns(found: "Findings") -> list[Column]:
    """Return the columns of the ranking, in the order of the report.

    Parameters
    ----------
    found
        The numbers of a season.
    """
    from analysis.words import SURE, percent

    frame, digits = found.places, found.digits
    errors = frame["standard_error"].tolist()
    income, plus = numbers.estimates(frame["income"].tolist(), errors, digits)
    between = numbers.intervals(frame["low"].tolist(), frame["high"].tolist(), errors, digits)
    places = frame["best_rank"].tolist(), frame["worst_rank"].tolist()
    known = [math.isfinite(error) for error in errors]
    means = {
        name: [numbers.plain(value, 1) for value in frame[name].tolist()]
        for name in ("sent", "received", "unopened")
    }
    parts = {
        name: [numbers.plain(value, digits) for value in frame[name].tolist()]
        for name in ("as_giver", "as_receiver")
    }
    nice = frame["nice"].tolist()
    maybe = [colours.FIRST * (row == 1) for row in frame["best_rank"]]
    lost = [Column("unopened", means["unopened"], 11)] if frame["unopened"].any() else []
    return [
        Column("rank", [f"{rank:g}" for rank in frame["rank"]], 2),
        Column("kind", [str(name) for name in frame.index], NAME, maybe),
        Column("income", income),
        Column("error", plus, 3),
        Column(f"{SURE} interval", between, 8),
        *picture(frame["income"].tolist(), frame["low"].tolist(), frame["high"].tolist(), 13),
        Column("possible ranks", numbers.ranks(*places, known), 5),
        Column("nice", [percent(value) for value in nice], 4, colours.shares(nice)),
        Column("as giver", parts["as_giver"], 9),
        Column("as receiver", parts["as_receiver"], 10),
        Column("sent", means["sent"], 7),
        Column("received", means["received"], 6),
        *lost,
        Column("towns", [f"{towns:,}" for towns in frame["towns"]], 12),
    ]


def _notes(found: "Findings", titles: set[str]) -> list[str]:
    """Return what the columns mean, by their titles."""
    over = "repetitions" if found.results.repetitions > 1 else "towns"
    cost = " (a cost: less is better)" * found.costs
    notes = {
        "income": f"Income: per town over the season{cost} ± standard error over {over}.",
        "nice": "Nice: share of nice moves.",
        "sent": "Sent, received: gifts left, gifts opened, per town.",
    }
    if TITLE in titles:
        values, low, high = (found.places[name].tolist() for name in SEEN)
        notes[TITLE] = note(values, low, high, lambda value: numbers.plain(value, found.digits))
    return [text for title, text in notes.items() if title in titles]
