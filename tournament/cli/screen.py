"""What the command line prints of results: tables of rich, and the sentences below them."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tournament.results.showing.settled import settled

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from tournament.events.season.advice import Advice
    from tournament.results.season import SeasonResults
    from tournament.results.tournament import Results

Row = dict[Any, Any]
Cell = Callable[[Row], str]
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
    from tournament.results.ranking import RANKINGS

    console, by = _console(), results.ranking.attrs["by"]
    columns = {
        "rank": _ranks,
        "player": _name,
        by: _mean(by, ".3f", ".3f"),
        "95 % interval": _interval(".3f"),
        **({"score": _written("score", ".3f")} if by == "wins" else {"wins": _share("wins")}),
    }
    columns.setdefault("cooperation", _share("cooperation"))  # also if players are ranked by it
    _table(console, results.rules.describe(), results.ranking, columns)
    counts = "counts" if results.ranking.attrs["self_play"] else "does not count"
    console.print(f"{by.capitalize()}: {RANKINGS[by].note} ± standard error; self-play {counts}.")
    console.print("In brackets: the ranks that the intervals cannot tell apart.")
    if "settling" in results.manifest:
        console.print(settled(results), soft_wrap=True)
    _withdrawn(results.manifest)


def season(results: "SeasonResults") -> None:
    """Print the ranking of a season."""
    console = _console()
    columns = {
        "rank": _written("rank", "g"),
        "kind": _name,
        "towns": _written("towns", "g"),
        "income": _mean("income", ",.1f", ".1f"),
        "95 % interval": _interval(",.1f"),
        "sent": _written("sent", ".1f"),
        "received": _written("received", ".1f"),
        "nice": _share("nice"),
    }
    _table(console, results.rules.describe(), results.ranking, columns)
    over = "repetitions" if results.repetitions > 1 else "towns"
    console.print(f"Income: per town over the season ± standard error over {over}.")
    console.print("Sent, received: gifts left, gifts opened, per town; nice: share of its moves.")
    _withdrawn(results.manifest)


def _withdrawn(manifest: Mapping[str, Any]) -> None:
    """Say on the error stream who failed, and why."""
    from rich.console import Console
    from rich.text import Text

    for sentence in manifest.get("failures", []):
        Console(stderr=True).print(Text(f"tournament: withdrawn: {sentence}"), soft_wrap=True)


def advice(
    found: "Advice", top: int, day: int, gifts: Sequence[tuple[str, int, int]] | None
) -> None:
    """Print the best candidates, and what to do on a day (from 0)."""
    from rich.text import Text

    console = _console()
    columns = {
        "rank": lambda row: f"{row['rank']:g}{'*' if row['tied'] and row['rank'] > 1 else ''}",
        "be like": lambda row: row["strategy"],
        "give to": lambda row: row["partner_rule"],
        "income": _mean("income", ",.1f", ".1f"),
        "behind the best": _mean("behind", ",.1f", ".1f", "behind_error"),
    }
    _table(console, found.season.rules.describe(), found.ranking.head(top), columns)
    console.print(
        f"{len(found.candidates)} candidates in a population of {found.season.towns} towns,"
        f" {len(found.incomes)} seasons each; * cannot be told from the best."
    )
    console.print(Text("\n".join(_today(found, day, gifts))), soft_wrap=True)


def changes(frame: "pd.DataFrame") -> None:
    """Print what changed between two tournaments, as `analysis.changes` tells."""
    rank_before, rank_after = _written("rank_before", "g"), _written("rank_after", "g")
    change, error = _written("change", "+.3f"), _written("standard_error", ".3f")
    columns: dict[str, Cell] = {
        "player": _name,
        "rank": lambda row: f"{rank_before(row)} > {rank_after(row)}",
        "before": _written("before", ".3f"),
        "after": _written("after", ".3f"),
        "change": lambda row: f"{change(row)} ± {error(row)}",
        "p (Holm)": _written("p_holm", ".3g"),
        "real": lambda row: "yes" if row["real"] else "no" if _is_known(row["p"]) else "-",
    }
    _table(_console(), "Scores against common opponents", frame, columns)


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


# -- cells: from a row of a frame to a text --------------------------------------------------------


def _is_known(value: float) -> bool:
    return value == value


def _name(row: Row) -> str:
    return str(row["name"])


def _ranks(row: Row) -> str:
    """Return a rank, and the ranks that the intervals leave open."""
    best, worst = row["best_rank"], row["worst_rank"]
    return f"{row['rank']:g}" + ("" if best == worst else f" ({best:g}-{worst:g})")


def _written(name: str, form: str) -> Cell:
    return lambda row: format(row[name], form) if _is_known(row[name]) else "-"


def _share(name: str) -> Cell:
    return _written(name, ".1%")


def _mean(name: str, form: str, error_form: str, error: str = "standard_error") -> Cell:
    """Return a mean with its standard error, which is unknown after one repetition."""

    def cell(row: Row) -> str:
        known = f" ± {row[error]:{error_form}}" if _is_known(row["standard_error"]) else ""
        return f"{row[name]:{form}}{known}"

    return cell


def _interval(form: str) -> Cell:
    def cell(row: Row) -> str:
        known = _is_known(row["standard_error"])
        return f"{row['low']:{form}} to {row['high']:{form}}" if known else "-"

    return cell


# -- tables ----------------------------------------------------------------------------------------


def _console() -> "Console":
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=120)


def _table(
    console: "Console", rules: str, frame: "pd.DataFrame", columns: Mapping[str, Cell]
) -> None:
    """Print a frame under its rules; `columns` make the texts of a row, by title."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for title in columns:
        word = title in ("player", "kind", "be like", "give to")
        table.add_column(title, justify="left" if word else "right", no_wrap=not word)
    shown = frame.head(SHOWN)
    for name, row in zip(shown.index, shown.to_dict("records"), strict=True):
        table.add_row(*(Text(cell({**row, "name": name})) for cell in columns.values()))
    console.print(Text(rules))
    console.print(table)
    if len(frame) > SHOWN:
        console.print(f"... and {len(frame) - SHOWN} more in ranking.csv")
