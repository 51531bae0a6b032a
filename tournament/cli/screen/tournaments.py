"""A tournament on a screen: its summary in words, its ranking, what the columns mean."""

import math
from typing import TYPE_CHECKING

from tournament.cli.screen.again import again
from tournament.cli.screen.layout import colours, numbers
from tournament.cli.screen.layout.columns import NAME, Column
from tournament.cli.screen.layout.console import Screen, opened
from tournament.cli.screen.layout.pictures import TITLE, note, picture
from tournament.cli.screen.layout.table import table
from tournament.cli.screen.withdrawn import withdrawn
from tournament.results.showing.exact import exactness

if TYPE_CHECKING:
    import pandas as pd

    from analysis.reports.tournament.findings import Findings
    from tournament.results.tournament import Results


def tournament(
    results: "Results", screen: Screen | None = None, where: str = "ranking.csv"
) -> None:
    """Print what a tournament showed.

    Parameters
    ----------
    results
        A played tournament.
    screen
        Where to print; by default on what is standard output.
    where
        What has the whole ranking; empty where no file has.
    """
    from analysis.reports.tournament.brief import brief
    from analysis.reports.tournament.findings import Findings

    screen, found = screen or opened(), Findings(results)
    screen.say(results.rules.describe())
    screen.say(*brief(found), *_exactness(results), *again(results, found), first="• ")
    screen.say("")
    titles = table(screen, columns(found), where)
    screen.say("", *_notes(found, titles))
    if screen.has_colours:
        screen.print_folded(colours.legend("cooperation"))
    withdrawn(results.manifest)


def _exactness(results: "Results") -> list[str]:
    text = exactness(results)
    return [text] if text else []


def columns(found: "Findings") -> list[Column]:
    """Return the columns of the ranking, in the order of the report.

    Parameters
    ----------
    found
        The statistics of a tournament.
    """
    from analysis.words import SURE, percent

    frame, by = found.standing, found.by
    errors = frame["standard_error"].tolist()
    write, usual = _written(found, by)
    values, plus = numbers.estimates(frame[by].tolist(), errors, usual, write)
    ends = frame["low"].tolist(), frame["high"].tolist()
    places = frame["best_rank"].tolist(), frame["worst_rank"].tolist()
    known = [math.isfinite(error) for error in errors]
    maybe = [colours.FIRST * (row == 1) for row in frame["best_rank"]]
    percents = {
        name: [percent(value) for value in frame[name].tolist()]
        for name in ("first", "wins", "cooperation")
    }
    has_first = frame["first"].notna().any()
    listed = [
        Column("rank", [f"{rank:g}" for rank in frame["rank"]], 2),
        Column("player", [str(name) for name in frame.index], NAME, maybe),
        Column(by, values),
        Column("error", plus, 3),
        Column(f"{SURE} interval", numbers.intervals(*ends, errors, usual, write), 8),
        *picture(frame[by].tolist(), *ends, 11),
        Column("possible ranks", numbers.ranks(*places, known), 5),
        *([Column("first", percents["first"], 9)] if has_first else []),
        *([Column("tie tier", [f"{tier:g}" for tier in frame["tier"]], 10)] if all(known) else []),
        *_others(found, frame, percents["wins"]),
    ]
    rates = colours.shares(frame["cooperation"].tolist())
    exact = [percent(value) for value in frame["exact"].tolist()] if "exact" in frame else []
    return [
        *listed,
        *_once("cooperation", by, percents["cooperation"], 4, rates),
        *([Column("exact", exact, 9)] if exact else []),
    ]


def _others(found: "Findings", frame: "pd.DataFrame", wins: list[str]) -> list[Column]:
    """Return the score and the wins, where players are not ranked by them."""
    write, usual = _written(found, "score")
    score = [write(value, usual) for value in frame["score"].tolist()]
    return [*_once("score", found.by, score, 6), *_once("wins", found.by, wins, 7)]


def _once(
    title: str, by: str, cells: list[str], drop: int, styles: list[str] | None = None
) -> list[Column]:
    """Return a column, if players are not ranked by it: then it is there already."""
    return [] if title == by else [Column(title, cells, drop, styles or ())]


def _written(found: "Findings", by: str) -> tuple[numbers.Write, int]:
    """Return how numbers of a rule of ranking are written, and their usual decimals."""
    from analysis.words import decimals, significant
    from tournament.results.ranking import ranking_rule

    kind = ranking_rule(by).shown
    if kind == "share":
        return numbers.share, 3
    if kind == "sum":
        return numbers.plain, significant(found.ranking[by].to_numpy(float))
    return numbers.plain, decimals(found.results.game)


def _notes(found: "Findings", titles: set[str]) -> list[str]:
    """Return what the columns mean, by their titles."""
    from analysis.words import SURE
    from tournament.results.ranking import ranking_rule

    counts = "counts" if found.ranking.attrs["self_play"] else "does not count"
    less = " (a cost: less is better)" * ranking_rule(found.by).less_is_better(
        found.results.game.less_is_better
    )
    notes = [
        f"{found.by.capitalize()}: {ranking_rule(found.by).note}{less} ± standard error; self-play"
        f" {counts}.",
        "Nice players are never the first to defect.",
    ]
    if "exact" in titles:
        notes.append("Exact: the share of a player's pairs that were computed, without error.")
    if TITLE in titles:
        write, usual = _written(found, found.by)
        values, low, high = (found.standing[n].tolist() for n in (found.by, "low", "high"))
        notes.append(note(values, low, high, lambda value: write(value, usual)))
    if "possible ranks" in titles and found.ranking["standard_error"].notna().any():
        at_once = ", all rivals at once" * (found.by_mean_score and found.places is not None)
        notes.append(f"Possible ranks: the best and the worst true rank ({SURE}{at_once}).")
    return notes
