"""Pages, short reports and tables, to the letter, but for styles, scripts, pictures and versions.

`python tests/analysis/reports/test_golden_pages.py` writes the files of `golden/` anew. Look at
what changed before you commit them.
"""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import strategies
import tournament
from analysis.exports import csv
from analysis.figures.saving import Picture
from analysis.reports.report import report_of
from tournament import Game, Population, Season, Tournament

FOLDER = Path(__file__).parent / "golden"
ROOT = Path(tournament.__file__).parents[1]
FIELD = ["tit_for_tat", "grudger", "random_player", "always_defect"]
COSTS = Game(R=1, S=3, T=0, P=2, less_is_better=True)


def lively():
    event = Tournament(FIELD, turns=20, repetitions=4, noise=0.05, seed=7)
    results = event.play(progress=False)
    results.manifest["command"] = "tournament run --seed 7"
    results.manifest["failures"] = ["a.py:1: mine: no."]
    return results


def exact():
    return Tournament(FIELD[:2] + FIELD[3:], COSTS, turns=10, seed=7).play(progress=False)


def gifts():
    rules = [strategies.anyone, strategies.out_for_tat(per_friend=2)]
    kinds = [(strategies.get(name), rule) for name in FIELD[1:] for rule in rules]
    event = Season(kinds, towns=36, days=5, friends=6, gifts_per_day=2, repetitions=3, seed=3)
    return event.play(progress=False)


def costly():
    event = Season(FIELD[1:3], game=COSTS, towns=12, days=4, friends=4, gifts_per_day=2, seed=3)
    return event.play(progress=False)


def evolving():
    event = Population(FIELD, size=12, turns=20, noise=0.05, repetitions=6, payoff_repetitions=3,
                       payoffs="played", seed=3, engine="python")  # fmt: skip
    results = event.play(progress=False)
    results.manifest["command"] = "tournament evolve --seed 3"
    return results


def spatial():
    event = Population(
        ["C", "D"], process="fermi", lattice=(6, 8), payoffs=[[1, 0], [1.1, 0]], mutation=0.01,
        neighbours="von neumann", torus=False, seed=3, engine="python",
    )  # fmt: skip
    return event.play(12, every=4, progress=False)


EVENTS: dict[str, Callable[[], object]] = {
    "tournament": lively, "tournament_of_costs": exact, "season": gifts, "season_of_costs": costly,
    "population": evolving, "lattice": spatial,
}  # fmt: skip


@cache
def report(name: str):
    """Return a report, and its figures, which are not drawn."""
    made = report_of(EVENTS[name]())
    return made, made.figures(lambda _axes: Picture(b"", 1))


def bare(text: str) -> str:
    """Return a text without what hangs on the place, the version and the looks."""
    for tag in ("style", "script"):
        text = re.sub(rf"(?s)<{tag}.*?</{tag}>", f"<{tag}/>", text)
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "<policy/>", text)
    text = text.replace(str(ROOT), "/checkout").replace(tournament.__version__, "VERSION")
    text = re.sub(r'"data": "[^"]*"', '"data": PACKED', text)
    text = re.sub(r"(with these versions): .*", r"\1 ...", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:+]+", "TIME", text)
    return re.sub(r"\.py:\d+", ".py:LINE", text)


PARTS = {
    "page.html": lambda made, drawn: bare(made.page(drawn)),
    "short.txt": lambda made, drawn: bare(made.short(drawn)),
    "tables.csv": lambda made, _drawn: "".join(
        f"# {name}\n{csv(frame.round(9)).decode()}" for name, frame in made.tables().items()
    ),
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", EVENTS)
def test_reports_are_as_they_were(name, part):
    found = PARTS[part](*report(name))
    assert found == (FOLDER / f"{name}_{part}").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EVENTS)
def test_every_table_that_is_named_is_written(name):
    made, drawn = report(name)
    text = made.page(drawn) + made.short(drawn)
    assert set(re.findall(r"(\w+)\.csv", text)) <= made.tables().keys()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for title in EVENTS:
        for part, made in PARTS.items():
            (FOLDER / f"{title}_{part}").write_text(
                made(*report(title)), encoding="utf-8", newline="\n"
            )
