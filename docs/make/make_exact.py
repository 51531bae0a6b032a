"""Write which rules of the library are exact: `python docs/make/make_exact.py`.

It follows each rule for 200 turns and writes `exact_rules.md`. That takes some minutes.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple

from tournament import Strategy
from tournament.authors.registry import library
from tournament.game import PRISONERS_DILEMMA
from tournament.referee.exact.following.automata import followed
from tournament.referee.exact.following.exploring import MOST_STATES
from tournament.results.units.keys import ABOUT_PAYOFFS

PAGE = Path(__file__).parents[1] / "reference" / "exact_rules.md"
TURNS = 200
HEAD = f"""# Which rules of the library are exact

A rule is exact if its automaton is found; see [exact answers](../explanation/exact.md). This page
lists all rules of the library without open parameters, for {TURNS} turns, of which they are not
told. `python docs/make/make_exact.py` writes it. States are those of the smallest automaton that is
found. A star says that it holds for {TURNS} turns only.

"""


class Row(NamedTuple):
    """What is found of a rule: how many states, for some turns only or for ever, or why not."""

    name: str
    states: int
    starred: bool
    reason: str

    def cells(self) -> str:
        """Return its row of the table."""
        states = f"{self.states:,}{'*' if self.starred else ''}"
        return f"| {self.name} | {self.reason or states} |"


def rules() -> list[Strategy]:
    """Return the rules that the page lists."""
    return sorted((s for s in library(Strategy).values() if not s.missing), key=lambda s: s.name)


def row(rule: Strategy) -> Row:
    """Follow a rule."""
    paid = PRISONERS_DILEMMA.utilities.ravel().tolist()
    payoffs = tuple(paid if rule.mentions & ABOUT_PAYOFFS else [0.0] * len(paid))
    found = followed(rule, -1, payoffs, TURNS, MOST_STATES)
    if isinstance(found, str):
        return Row(rule.name, 0, False, found.split(". Play it")[0].split("; so it")[0])
    return Row(rule.name, found.states, found.turns is not None, "")


def page(rows: list[Row], seconds: list[float]) -> str:
    """Return the text of the page."""
    exact = [each for each in rows if not each.reason]
    refused = [each for each in rows if each.reason]
    took = f"median {median(seconds):.2f}, at most {max(seconds):.1f} seconds"
    return "\n".join(
        [
            f"{HEAD}{len(exact)} of {len(rows)} rules are exact. To follow a rule took: {took}.\n",
            "| rule | states |\n|---|---:|",
            *(each.cells() for each in exact),
            f"\nThe other {len(refused)} are played. Each has a reason:\n",
            "| rule | it |\n|---|---|",
            *(each.cells() for each in refused),
            "",
        ]
    )


def listed(text: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the other cell of each row of the page."""
    for line in text.splitlines():
        if line.startswith("| ") and not line.startswith("| rule"):
            _, name, cell, _ = line.split("|")
            yield name.strip(), cell.strip()


if __name__ == "__main__":
    rows, seconds = [], []
    for rule in rules():
        began = process_time()
        rows.append(row(rule))
        seconds.append(process_time() - began)
    PAGE.write_text(page(rows, seconds), encoding="utf-8")
