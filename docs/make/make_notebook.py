"""Write the notebook of first steps, `first_steps.ipynb`: `python docs/make/make_notebook.py`.

The notebook is kept without outputs, so that a change of it can be read. `--execute FILE` writes a
copy with outputs; it needs nbclient and ipykernel. Tests do so, and read what the cells show.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parents[1] / "first_steps.ipynb"
MARKDOWN, CODE = "markdown", "code"
CELLS = (
    (MARKDOWN, """
# First steps

Two players meet again and again. In every turn each of them cooperates (C) or defects (D). This
notebook plays a match, a tournament and a season, and writes a strategy. Everything shows itself:
end a cell with it.
"""),
    (CODE, """
import analysis
import strategies
from tournament import PRISONERS_DILEMMA, C, D, Match, Season, Tournament, strategy
"""),
    (MARKDOWN, """
## A game, a strategy, a match

The game says what a turn pays the row player and the column player.
"""),
    (CODE, "PRISONERS_DILEMMA"),
    (MARKDOWN, """
A strategy shows what it does, where it comes from, and which values its parameters may have. A
strategy that is made from a table shows the table.
"""),
    (CODE, "strategies.win_stay_lose_shift"),
    (CODE, """
match = Match(
    strategies.win_stay_lose_shift, strategies.joss, game=PRISONERS_DILEMMA, turns=150, seed=1
)
result = match.play()
result
"""),
    (CODE, "result.plot()"),
    (MARKDOWN, """
## A strategy of your own

A strategy is a function. It sees what both players did, and it returns C or D. What it remembers
is declared with its value before the first turn. `help(strategy)` says more.
"""),
    (CODE, '''
@strategy(streak=0)
def patient(me, opponent, most: int = 2):
    """Defect only after the opponent has defected `most` times in a row."""
    me.streak = me.streak + 1 if opponent.last == D else 0
    return D if me.streak >= most else C


patient
'''),
    (MARKDOWN, """
## A tournament

Everybody meets everybody, and its own copy. With noise, a move sometimes becomes the opposite
one. The same seed gives the same results, to the last byte.
"""),
    (CODE, """
field = [
    patient,
    patient(most=3),
    strategies.tit_for_tat,
    strategies.generous_tit_for_tat,
    strategies.win_stay_lose_shift,
    strategies.grudger,
    strategies.joss,
    strategies.always_defect,
    strategies.always_cooperate,
]
event = Tournament(field, game=PRISONERS_DILEMMA, turns=200, repetitions=50, noise=0.01, seed=7)
event
"""),
    (CODE, """
results = event.play()
results
"""),
    (MARKDOWN, """
`places` are the places that the intervals leave open. Neighbours in one tier cannot be told
apart.
"""),
    (CODE, "results.plot()"),
    (CODE, 'results.plot("cooperation")'),
    (MARKDOWN, """
Figures are figures of matplotlib. They are saved by the end of the file's name. All numbers are
frames of pandas.
"""),
    (CODE, """
results.plot("payoffs").savefig("payoffs.pdf")
results.payoffs.round(2)
"""),
    (MARKDOWN, """
## A season

In a season, towns have a few gifts a day, and they choose who gets them. A kind of town is a
strategy with a partner rule.
"""),
    (CODE, """
season = Season(
    [
        (strategies.tit_for_tat, strategies.out_for_tat),
        (patient, strategies.nicest),
        (strategies.always_defect, strategies.anyone),
    ],
    towns=300,
    days=25,
    gifts_per_day=5,
    friends=30,
    seed=7,
)
season
"""),
    (CODE, """
year = season.play()
year
"""),
    (CODE, 'year.plot("day_nice")'),
    (MARKDOWN, "What should a newcomer do there?"),
    (CODE, "season.best_reply(repetitions=5)"),
    (MARKDOWN, """
## A report

The report is a page that can be sent to anybody. Open `first_report/report.html`.
"""),
    (CODE, 'analysis.report(results, "first_report")'),
)  # fmt: skip


def notebook() -> dict[str, Any]:
    """Return the notebook, without outputs."""
    return {
        "cells": [_cell(number, *cell) for number, cell in enumerate(CELLS, 1)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(number: int, kind: str, text: str) -> dict[str, Any]:
    lines = text.strip().splitlines(keepends=True)
    cell: dict[str, Any] = {"cell_type": kind, "id": f"step-{number}", "metadata": {}}
    if kind == CODE:
        cell |= {"execution_count": None, "outputs": []}
    return dict(sorted({**cell, "source": lines}.items()))


def text_of(book: Any) -> str:
    """Return a notebook as the text of a file."""
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"


def execute(place: Path) -> None:
    """Carry out the notebook in the folder of a file, and write it there with its outputs."""
    import nbformat
    from nbclient import NotebookClient

    with tempfile.TemporaryDirectory() as settings:
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
            os.environ[name] = settings  # nothing of the user, and nothing left behind
        book = nbformat.reads(text_of(notebook()), as_version=4)
        where = {"metadata": {"path": str(place.parent)}}
        NotebookClient(book, timeout=600, kernel_name="python3", resources=where).execute()
    place.write_text(nbformat.writes(book), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--execute", type=Path, metavar="FILE", help="a copy with outputs")
    asked = parser.parse_args()
    if asked.execute:
        execute(asked.execute.resolve())
    else:
        PLACE.write_text(text_of(notebook()), encoding="utf-8")
