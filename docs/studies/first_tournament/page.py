"""How near the readings of Axelrod's first tournament come to its printed matrix.

python docs/studies/first_tournament/page.py            prints the tables
python docs/studies/first_tournament/page.py --write    writes first_tournament.md, and draws
"""

import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from readings import READINGS
from table import PROGRAMS, Table, by_chance, published

from tournament import Strategy

DOCS = Path(__file__).parents[2]
REPETITIONS = 2000
CHOSEN = {
    "tideman_and_chieruzzi": 1, "nydegger": 1, "grofman": 1, "stein_and_rapoport": 1,
    "graaskamp": 1, "downing": 4, "anonymous": 1,
}  # fmt: skip
"""The readings of `axelrod_first()`, by number; of all other programs the first one."""
STEPS = ("nydegger graaskamp", "grofman", "anonymous", "stein_and_rapoport", "downing",
         "tideman_and_chieruzzi")  # fmt: skip


class Study:
    """All figures of the page."""

    def __init__(self, repetitions: int = REPETITIONS) -> None:
        self.matrix, self.table = published(), Table.played(repetitions)
        self.first = np.array(
            [np.flatnonzero(self.table.program == n)[0] for n in range(len(PROGRAMS))]
        )
        self.distances = self.table.distances(self.matrix)
        scores = self.table.scores()
        self.wins = scores.argmax(axis=1) == 0
        self.order = np.argsort(self.distances, kind="stable")

    def field(self, chosen: dict[str, int]) -> np.ndarray:
        """Return (n,) the readings of a field, as rows of the table."""
        return self.first + np.array([chosen.get(name, 0) for name in PROGRAMS])

    def told(self, field: np.ndarray) -> tuple[float, float, float, int]:
        """Return the mean absolute difference of cells and of scores, the score of tit for tat, and
        its rank."""
        points = self.table.of(field)
        scores = points.mean(axis=1)
        apart = np.abs(points - self.matrix).mean()
        of_scores = np.abs(scores - self.matrix.mean(axis=1)).mean()
        return apart, of_scores, scores[0], 1 + int((scores > scores[0]).sum())

    def left_out(self) -> float:
        """Return the mean difference of rows that had no part in the choice of readings."""
        found = []
        for row in range(len(PROGRAMS)):
            cells = np.ones(self.matrix.shape, bool)
            cells[row] = False
            best = self.table.fields[self.table.distances(self.matrix, cells).argmin()]
            found.append(np.abs(self.table.of(best)[row] - self.matrix[row]).mean())
        return float(np.mean(found))

    def rules(self, chosen: dict[str, int]) -> list[Strategy]:
        """Return the rules of a field."""
        return [READINGS[name][chosen.get(name, 0)].rule for name in PROGRAMS]


def markdown(head: list[str], rows: list[list[str]]) -> str:
    """Return a table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def steps(study: Study) -> str:
    """Return what each choice brings, one after the other."""
    chosen: dict[str, int] = {}
    rows = [["as Axelrod-Python reads all of them", *_cells(study.told(study.field(chosen)))]]
    for names in STEPS:
        chosen |= {name: CHOSEN[name] for name in names.split()}
        label = " and ".join(names.split()).replace("_", " ")
        rows.append([f"and {label}", *_cells(study.told(study.field(chosen)))])
    best = study.table.fields[study.order[0]]
    rows.append(["the nearest of all fields", *_cells(study.told(best))])
    return markdown(["readings", "cells", "scores", "tit for tat", "its rank"], rows)


def _cells(told: tuple[float, float, float, int]) -> list[str]:
    return [f"{told[0]:.1f}", f"{told[1]:.1f}", f"{told[2]:.1f}", str(told[3])]


def readings(study: Study) -> str:
    """Return every reading, and how near a field with it can come."""
    rows = []
    for n, name in enumerate(PROGRAMS):
        for k, reading in enumerate(READINGS[name]):
            mine = study.table.fields[:, n] == study.first[n] + k
            mark = " (taken)" if k == CHOSEN.get(name, 0) else ""
            nearest = f"{study.distances[mine].min():.1f}"
            rows.append([name.replace("_", " "), reading.says + mark, reading.source, nearest])
    return markdown(["program", "reading", "known by", "nearest field"], rows)


def ranking(study: Study) -> str:
    """Return both rankings."""
    scores = study.table.of(study.field(CHOSEN)).mean(axis=1)
    old = study.table.of(study.field({})).mean(axis=1)
    theirs = study.matrix.mean(axis=1)
    rank = [(-each).argsort().argsort() + 1 for each in (theirs, scores, old)]
    rows = [
        [PROGRAMS[n].replace("_", " "), f"{theirs[n]:.1f}", f"{scores[n]:.1f}", f"{old[n]:.1f}",
         *(str(each[n]) for each in rank)]
        for n in np.argsort(-theirs)
    ]  # fmt: skip
    head = ["program", "1980", "read anew", "Axelrod-Python's reading", "rank 1980", "anew", "its"]
    return markdown(head, rows)


def draw(study: Study, path: Path) -> None:
    """Draw the scores of 1980 beside those of both readings."""
    from matplotlib.figure import Figure

    from analysis.figures.style import style

    theirs = study.matrix.mean(axis=1)
    with style():
        canvas = Figure(figsize=(8, 4.2), layout="constrained")
        both = canvas.subplots(1, 2, sharey=True)
        for axes, chosen, title in zip(
            both, ({}, CHOSEN), ("As Axelrod-Python reads them", "Read anew"), strict=True
        ):
            ours = study.table.of(study.field(chosen)).mean(axis=1)
            place = np.arange(len(PROGRAMS))[::-1]
            axes.hlines(place, theirs, ours, color="0.7")
            axes.plot(theirs, place, "o", label="printed in 1980")
            axes.plot(ours, place, "D", markersize=5, label="played here")
            axes.set_title(title)
            axes.set_xlabel("points of a game")
            axes.set_yticks(place, [name.replace("_", " ") for name in PROGRAMS])
        both[0].legend(loc="lower right")
        canvas.savefig(path, dpi=150)


def page(study: Study) -> dict[str, str]:
    """Return the parts of the page that are made, by name."""
    chance = by_chance(study.rules(CHOSEN))
    thousand = study.wins[study.order[:1000]].mean()
    facts = (
        f"There are {len(study.distances):,} fields. The nearest is {study.distances.min():.1f}"
        f" points a cell from the printed matrix, the median field"
        f" {np.median(study.distances):.1f}, the field of Axelrod-Python"
        f" {study.told(study.field({}))[0]:.1f}. Chance alone, five games a pair, puts the taken"
        f" field {chance:.1f} points from its own expectation. Rows that had no part in the choice"
        f" of readings are {study.left_out():.1f} points from the field that was chosen without"
        f" them. Tit for tat is first in {study.wins.mean():.0%} of all fields, and in"
        f" {thousand:.0%} of the 1,000 nearest."
    ).replace("%", " %")
    when = datetime.now(UTC).date()
    made = (
        f"Made on {when} by `docs/studies/first_tournament/page.py`: {REPETITIONS:,} games a pair,"
        f" Python {platform.python_version()}, numpy {np.__version__}."
    )
    return {
        "facts": facts, "steps": steps(study), "readings": readings(study),
        "ranking": ranking(study), "made": made,
    }  # fmt: skip


def main() -> None:
    """Print the tables, or write the page."""
    study = Study()
    parts = page(study)
    if "--write" not in sys.argv[1:]:
        print(*parts.values(), sep="\n\n")
        return
    file = DOCS / "studies" / "first_tournament.md"
    text = file.read_text(encoding="utf-8")
    for name, part in parts.items():
        before, _, rest = text.partition(f"<!-- {name} -->\n")
        after = rest.partition(f"<!-- /{name} -->")[2]
        text = f"{before}<!-- {name} -->\n{part}\n<!-- /{name} -->{after}"
    file.write_text(text, encoding="utf-8")
    draw(study, DOCS / "pictures" / "first_tournament.png")


if __name__ == "__main__":
    main()
