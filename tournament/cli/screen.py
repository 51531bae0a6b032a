"""What the command line prints of results: tables of rich, and the sentences below them."""

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tournament.results.settled import settled

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from tournament.events.season.advice import Advice
    from tournament.results.season import SeasonResults
    from tournament.results.tournament import Results

SHOWN = 60  # rows on the screen; the files have them all


def event(results: "Results | SeasonResults") -> None:
    """Print the ranking of any results."""
    from tournament.results.tournament import Results

    if isinstance(results, Results):
        tournament(results)
    else:
        season(results)


def tournament(results: "Results") -> None:
    """Print the ranking of a tournament."""

    def cells(row: dict[str, Any]) -> Iterable[str]:
        ties = "" if row["best_rank"] == row["worst_rank"] else " ({best_rank:g}-{worst_rank:g})"
        known = row["standard_error"] == row["standard_error"]  # not after one repetition
        yield ("{rank:g}" + ties).format(**row)
        yield row["name"]
        error = f" ± {row['standard_error']:.3f}" if known else ""
        yield f"{row[by]:.3f}{error}"
        yield "{low:.3f} to {high:.3f}".format(**row) if known else "-"
        yield f"{row['score']:.3f}" if by == "wins" else _share(row["wins"])
        yield _share(row["cooperation"])

    from rich.console import Console
    from rich.text import Text

    console, by = _console(), results.ranking.attrs["by"]
    other = "score" if by == "wins" else "wins"
    titles = ("rank", "player", by, "95 % interval", other, "cooperation")
    _table(console, results.rules.describe(), titles, results.ranking, cells)
    counts = "counts" if results.ranking.attrs["self_play"] else "does not count"
    what = {
        "score": "mean payoff per turn",
        "median": "of payoffs per turn over repetitions",
        "wins": "share of matches won",
        "points": "payoffs of a whole repetition",
    }[by]
    console.print(f"{by.capitalize()}: {what} ± standard error; self-play {counts}.")
    console.print("In brackets: the ranks that the intervals cannot tell apart.")
    if "settling" in results.manifest:
        console.print(settled(results), soft_wrap=True)
    for sentence in results.manifest.get("failures", []):
        Console(stderr=True).print(Text(f"tournament: withdrawn: {sentence}"), soft_wrap=True)


def season(results: "SeasonResults") -> None:
    """Print the ranking of a season."""

    def cells(row: dict[str, Any]) -> Iterable[str]:
        known = row["standard_error"] == row["standard_error"]
        yield "{rank:g}".format(**row)
        yield row["name"]
        yield "{towns:g}".format(**row)
        yield ("{income:,.1f} ± {standard_error:.1f}" if known else "{income:,.1f}").format(**row)
        yield "{low:,.1f} to {high:,.1f}".format(**row) if known else "-"
        yield "{sent:.1f}".format(**row)
        yield "{received:.1f}".format(**row)
        yield _share(row["nice"])

    console = _console()
    titles = ("rank", "kind", "towns", "income", "95 % interval", "sent", "received", "nice")
    _table(console, results.rules.describe(), titles, results.ranking, cells)
    over = "repetitions" if results.repetitions > 1 else "towns"
    console.print(f"Income: per town over the season ± standard error over {over}.")
    console.print("Sent, received: gifts left, gifts opened, per town; nice: share of its moves.")


def advice(
    found: "Advice", top: int, day: int, gifts: Sequence[tuple[str, int, int]] | None
) -> None:
    """Print the best candidates, and what to do on a day (from 0)."""

    def cells(row: dict[str, Any]) -> Iterable[str]:
        known = row["standard_error"] == row["standard_error"]
        yield "{rank:g}{0}".format("*" if row["tied"] and row["rank"] > 1 else "", **row)
        yield row["strategy"]
        yield row["partner_rule"]
        yield ("{income:,.1f} ± {standard_error:.1f}" if known else "{income:,.1f}").format(**row)
        yield ("{behind:,.1f} ± {behind_error:.1f}" if known else "{behind:,.1f}").format(**row)

    from rich.text import Text

    console = _console()
    titles = ("rank", "be like", "give to", "income", "behind the best")
    _table(console, found.season.rules.describe(), titles, found.ranking.head(top), cells)
    console.print(
        f"{len(found.candidates)} candidates in a population of {found.season.towns} towns,"
        f" {len(found.incomes)} seasons each; * cannot be told from the best."
    )
    console.print(Text("\n".join(_today(found, day, gifts))), soft_wrap=True)


def changes(frame: "pd.DataFrame") -> None:
    """Print what changed between two tournaments, as `analysis.changes` tells."""

    def shown(value: float, form: str) -> str:
        return format(value, form) if value == value else "-"

    def cells(row: dict[str, Any]) -> Iterable[str]:
        yield row["name"]
        yield f"{shown(row['rank_before'], 'g')} > {shown(row['rank_after'], 'g')}"
        yield shown(row["before"], ".3f")
        yield shown(row["after"], ".3f")
        yield f"{shown(row['change'], '+.3f')} ± {shown(row['standard_error'], '.3f')}"
        yield shown(row["p_holm"], ".3g")
        yield "yes" if row["real"] else "no" if row["p"] == row["p"] else "-"

    titles = ("player", "rank", "before", "after", "change", "p (Holm)", "real")
    _table(_console(), "Scores against common opponents", titles, frame, cells)


def _today(
    found: "Advice", day: int, gifts: Sequence[tuple[str, int, int]] | None
) -> Iterable[str]:
    """Yield the advice itself, line by line."""
    best, budget = found.best, found.season.rules.gifts[day]
    words = "gift" if budget == 1 else f"{budget} gifts"
    if gifts is None:
        yield f"\nToday's {words}: {best.partner.name}. {best.partner.summary}"
        yield f"Be nice? {best.strategy.name}. {best.strategy.summary}"
        return
    yield f"\nToday's {words} ({best.name}):"
    for friend, number, move in gifts:
        many = "" if number == 1 else f" ({number} gifts)"
        yield f"  {friend}{many}: be {('nice', 'naughty')[move]}"
    if not gifts:
        yield "  nobody"


def _share(value: float) -> str:
    return f"{value:.1%}" if value == value else "-"


def _console() -> "Console":
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=120)


def _table(
    console: "Console", rules: str, titles: Sequence[str], frame: "pd.DataFrame", cells: Any
) -> None:
    """Print a frame under its rules; `cells` makes the texts of a row."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for title in titles:
        word = title in ("player", "kind", "be like", "give to")
        table.add_column(title, justify="left" if word else "right", no_wrap=not word)
    shown = frame.head(SHOWN)
    for name, row in zip(shown.index, shown.to_dict("records"), strict=True):
        table.add_row(*(Text(text) for text in cells({**row, "name": str(name)})))
    console.print(Text(rules))
    console.print(table)
    if len(frame) > SHOWN:
        console.print(f"... and {len(frame) - SHOWN} more in ranking.csv")
