"""Pages, short reports and tables, to the letter, but for styles, scripts, pictures and versions;
numbers of what pages draw themselves to the fourth digit.

`python tests/analysis/reports/test_golden_pages.py` writes the files of `golden/` anew. Look at
what changed before you commit them.
"""

import base64
import json
import math
import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import analysis
import strategies
import tournament
from analysis.exports import csv
from analysis.figures.saving import Picture
from analysis.reports.advice.report import Story, page, text
from analysis.reports.learned.report import LearnedReport
from analysis.reports.report import report_of
from tournament import Game, Population, Season, Tournament
from tournament.events.season.naughty import Once

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


CRITERIA = pd.DataFrame(
    {"silhouette": [np.nan, 0.4, 0.7], "calinski_harabasz": [np.nan, 9, 8],
     "gap": [0.1, 0.9, 1], "gap_error": [0.1, 0.1, 0.2], "stability": [np.nan, 1, 0.5],
     "stability_error": [np.nan, 0.1, 0.1], "bic": [3, 2, 1]},
    index=pd.Index([1, 2, 3], name="k"),
)  # fmt: skip


def learned():
    """Return the report on what was learned of a log, with its tournament."""
    pool = [*FIELD, "joss", "tit_for_two_tats", "always_cooperate", "win_stay_lose_shift"]
    log = analysis.play_log(Tournament(pool, turns=20, noise=0.02, seed=7).play(progress=False))
    found = replace(analysis.learn(log, k=3, seed=7), criteria=CRITERIA)
    field = [*found.entrants, *FIELD[:2]]
    played = Tournament(field, turns=20, repetitions=4, seed=7).play(progress=False)
    return LearnedReport(found, played)


class Advised:
    """Advice with all that a page can tell, as a report."""

    def __init__(self) -> None:
        kinds = [(strategies.get(name), strategies.anyone) for name in FIELD[:2]]
        season = Season(kinds, towns=24, days=5, friends=6, gifts_per_day=2, seed=3)
        candidates = ["tit_for_tat", "always_defect", "joss"]
        advice = season.best_reply(candidates, repetitions=4, progress=False)
        rates = [("Ann", 90, 40, -50, -70, -30, 14.5), ("Bob", 90, 95, 5, np.nan, np.nan, 9)]
        story = Story(
            friends=[{"friend": "Ann", "gifts": 2, "be": "nice", "why": "Nice in 9 of 10."}],
            sure=["One is best."], assumed="Most friends return kindness.", naughty="It costs 50.",
            once=tuple(Once(*rate) for rate in rates),
        )  # fmt: skip
        self.told = advice, ["Ann: 2 gifts."], "tournament advise --seed 3", story

    def figures(self, _save):
        return {}

    def tables(self):
        return {"advice": self.told[0].ranking}

    def page(self, _drawn):
        return page(*self.told)

    def short(self, _drawn):
        return text(*self.told)


OTHERS: dict[str, Callable[[], Any]] = {"learned": learned, "advice": Advised}
NAMES = [*EVENTS, *OTHERS]


@cache
def report(name: str):
    """Return a report, and its figures, which are not drawn."""
    made = OTHERS[name]() if name in OTHERS else report_of(EVENTS[name]())
    return made, made.figures(lambda _axes: Picture(b"", 1))


def bare(text: str) -> str:
    """Return a text without what hangs on the place, the version and the looks."""
    for tag in ("style", "script"):
        text = re.sub(rf"(?s)<{tag}.*?</{tag}>", f"<{tag}/>", text)
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "<policy/>", text)
    text = text.replace(str(ROOT), "/checkout").replace(tournament.__version__, "VERSION")
    text = re.sub(r'"data": "[^"]*"', '"data": PACKED', text)
    text = re.sub(r"(with these versions): .*", r"\1 ...", text)
    text = re.sub(r"(with tournament) .*", r"\1 ...", text)
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
@pytest.mark.parametrize("name", NAMES)
def test_reports_are_as_they_were(name, part):
    found = PARTS[part](*report(name))
    assert found == (FOLDER / f"{name}_{part}").read_text(encoding="utf-8")


def data(text: str) -> dict[str, Any]:
    """Return the words and rows of numbers that a page draws from, each by where it stands."""
    found = re.search(r'(?s)<script type="application/json" id="data">(.*?)</script>', text)
    parts = json.loads(found[1]) if found else {}
    return leaves(json.loads(json.dumps(parts), object_hook=unpacked), "")


def unpacked(part: dict[str, Any]) -> Any:
    """Return numbers that a page has as packed bytes; anything else as it is."""
    if part.keys() != {"type", "data"}:
        return part
    kind = np.dtype(part["type"])
    planes = np.frombuffer(zlib.decompress(base64.b64decode(part["data"])), np.uint8)
    return planes.reshape(kind.itemsize, -1).T.copy().view(kind).ravel().tolist()


def leaves(value: Any, path: str) -> dict[str, Any]:
    if isinstance(value, str):
        return {path: bare(value)}
    row = isinstance(value, list) and not any(isinstance(one, str | list | dict) for one in value)
    if row:
        return {path: [math.nan if one is None else one for one in value]}
    if not isinstance(value, list | dict):
        return {path: value}
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    inner = [leaves(part, f"{path}/{key}") for key, part in parts]
    return {key: leaf for each in inner for key, leaf in each.items()}


@pytest.mark.parametrize("name", NAMES)
def test_what_pages_draw_is_as_it_was(name):
    made, drawn = report(name)
    found = data(made.page(drawn))
    expected = json.loads((FOLDER / f"{name}_data.json").read_text(encoding="utf-8"))
    assert list(found) == list(expected)
    for where, value in expected.items():
        if isinstance(value, list | float):
            value = pytest.approx(value, rel=1e-3, abs=1e-4, nan_ok=True)
        assert found[where] == value, where


@pytest.mark.parametrize("name", NAMES)
def test_every_table_that_is_named_is_written(name):
    made, drawn = report(name)
    text = made.page(drawn) + made.short(drawn)
    assert set(re.findall(r"(\w+)\.csv", text)) <= made.tables().keys()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for title in NAMES:
        numbers = json.dumps(data(report(title)[0].page(report(title)[1])), indent=0)
        numbers = re.sub(r"\[[^][]*\]", lambda row: row[0].replace("\n", " "), numbers)
        (FOLDER / f"{title}_data.json").write_text(numbers + "\n", encoding="utf-8", newline="\n")
        for part, made in PARTS.items():
            (FOLDER / f"{title}_{part}").write_text(
                made(*report(title)), encoding="utf-8", newline="\n"
            )
