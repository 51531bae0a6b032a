"""What the screen says, to the letter, at three widths and in a pipe.

`python tests/tournament/cli/screen/test_golden_texts.py` writes the files of `golden/` anew. Look
at what changed before you commit them.
"""

import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import analysis
import strategies
import tournament
from analysis.reports.tournament.findings import Findings
from tournament import Game, Population, Season, Tournament
from tournament.authors.partners import Kind
from tournament.cli import screen
from tournament.cli.commands.library import (
    explain,
    explain_partner,
    list_partners,
    list_strategies,
    mentioned,
)
from tournament.cli.screen.told import Told
from tournament.events.season.advice import Advice
from tournament.events.season.begun import begin
from tournament.events.season.friend_log import FriendLog
from tournament.events.season.naughty import Once
from tournament.results.ranking import RANKINGS

FOLDER = Path(__file__).parent / "golden"
ROOT = Path(tournament.__file__).parents[1]
PARTNERS = ["choice_and_refusal", "ucb1"]
WIDTHS = {"50": 50, "80": 80, "200": 200, "pipe": None}
FIELD = [
    *("tit_for_tat", "grudger", "generous_tit_for_tat", "suspicious_tit_for_tat"),
    *("tideman_and_chieruzzi", "random_player", "always_defect", "gradual"),
]


@cache
def played(noise: float = 0.02, seed: int = 7):
    """Return a small tournament with luck."""
    field = [*map(strategies.get, FIELD), strategies.get("generous_tit_for_tat")(generosity=0.05)]
    event = Tournament(field, turns=50, repetitions=10, noise=noise, seed=seed)
    return event.play(progress=False)


@cache
def gifts(repetitions: int):
    """Return a small season."""
    rules = [strategies.get(name) for name in ("anyone", "out_for_tat")]
    kinds = [(strategies.get(name), rule) for name in FIELD[2:7] for rule in rules]
    event = Season(kinds, towns=60, days=6, friends=8, gifts_per_day=2, seed=3, inbox=2,
                   repetitions=repetitions)  # fmt: skip
    return event.play(progress=False)


@cache
def spread(**structure):
    """Return a small population."""
    words = {"turns": 20, "noise": 0.05, "payoffs": "played", "payoff_repetitions": 4}
    words |= {"mutation": 0.01, "repetitions": 8, "seed": 3, "engine": "python"} | structure
    event = Population(FIELD[2:7], **words)
    return event.play(12, progress=False)


def advised(to: screen.Screen) -> None:
    """Print advice; incomes are made up."""
    rule = strategies.get("thompson_sampling")
    candidates = tuple(
        Kind(strategies.get(name), rule, f"{name} + {rule.name}") for name in FIELD[:6]
    )
    incomes = np.add.outer([0.0, 4.0, -3.5, 9.0], [871.0, 871.0, 869.5, 850.0, 700.25, 80.0])
    incomes[:, 3] += [11.0, -7.0, 5.0, -2.0]
    event = Season(
        [(kind.strategy, rule) for kind in candidates],
        towns=60,
        days=6,
        friends=8,
        gifts_per_day=[2, 1] * 3,
        seed=3,
    )
    gifts = (("Ann", 0, True, 0, 0), ("Bob", 0, False, 0, 1), ("Cid", 0, True, 0, 1))
    log = FriendLog(("Ann", "Bob", "Cid"), gifts, 1, ("log.csv has commas between its columns.",))
    advice = Advice(candidates, incomes, event, begin(event.plan, log))
    once = (Once("Ann", 90, 40, -50, -70, -30, 14.5), Once("Bob", 90, 95, 5, -5, 15, 9.5))
    screen.advice(Told(advice, advice.today(log), once, "All is assumed.", "again"), 5, to)
    screen.advice(Told(Advice(candidates, incomes, event), None, (), "", "again"), 2, to)


def compared(to: screen.Screen) -> None:
    """Print what changed when there was more noise."""
    before, after = played(), played(0.2, 8)
    frame = analysis.changes(before, after)
    screen.changes(frame, ["All is otherwise.", *analysis.differences(before, after)], to)


def ranked(to: screen.Screen) -> None:
    """Print a tournament by each rule of ranking, and one of costs a thousand times as large."""
    field = [strategies.get(name) for name in FIELD[:2] + FIELD[5:7]]
    words = {"turns": 20, "repetitions": 3, "noise": 0.05, "seed": 7}
    results = Tournament(field, **words).play(progress=False)
    for name in RANKINGS:
        screen.tournament(results.ranked(name), to)
    costs = Game(R=1000, S=3000, T=0, P=2000, less_is_better=True)
    event = Tournament(field, costs, self_play=False, **words)
    screen.tournament(event.play(progress=False), to)


def judged(to: screen.Screen) -> None:
    """Print what is said of four files, and of one alone."""

    def rule(name: str, line: int) -> SimpleNamespace:
        return SimpleNamespace(
            name=name, rule=SimpleNamespace(__code__=SimpleNamespace(co_firstlineno=line))
        )

    def file(path: str, *rules: SimpleNamespace, **faults: str) -> SimpleNamespace:
        told = [(int(line[1:]) or None, text) for line, text in faults.items()]
        return SimpleNamespace(file=Path(path), plugins=rules, faults=faults, told=lambda: told)

    folder = [
        file("mine/good.py", rule("joss_and_ann", 7), rule("ann", 121)),
        file("mine/寛容.py", rule("寛", 1)),
        file("mine/empty.py"),
        file("mine/bad.py", rule("half", 3), L9="it returns nothing on some path.", L0="no name."),
    ]
    screen.files(folder, to)
    screen.files(folder[3:], to)


def explained(to: screen.Screen) -> None:
    """Explain one that remembers, one that needs what it is made of, and one that is made."""
    explain(strategies.get("gradual"), to)
    explain(strategies.get("forgiving"), to)
    explain(strategies.get("majority_team")([strategies.joss, strategies.grudger]), to)


def known(*words: str):
    """Return the rows of the catalogue that mention words, of a few strategies."""
    return mentioned(words, {name: strategies.get(name) for name in FIELD})


TEXTS: dict[str, Callable[[screen.Screen], None]] = {
    "run": lambda to: screen.tournament(played(), to),
    "run_by_wins": lambda to: screen.tournament(played().ranked("wins"), to),
    "run_by_each": ranked,
    "season": lambda to: screen.season(gifts(4), to),
    "season_once": lambda to: screen.season(gifts(1), to),
    "evolve": lambda to: screen.population(spread(size=15), to),
    "evolve_on_a_lattice": lambda to: screen.population(spread(lattice=4), to),
    "advise": advised,
    "compare": compared,
    "files": judged,
    "strategies": lambda to: list_strategies(known(), to),
    "strategies_one": lambda to: list_strategies(known("grim"), to),
    "partners": lambda to: list_partners(list(map(strategies.get, PARTNERS)), to),
    "strategies_show": lambda to: explain(strategies.get("generous_tit_for_tat"), to),
    "strategies_show_more": explained,
    "partners_show": lambda to: explain_partner(strategies.get("ucb1")(per_friend=3), to),
}


NO_EVENT = {"files", "strategies", "strategies_one", "strategies_show", "strategies_show_more",
            "partners", "partners_show", "run_by_each"}  # fmt: skip
"""Texts with sources, which are not cut, and without the players of `FIELD`."""


def printed(name: str, width: str) -> str:
    """Return what is printed, without the place of the checkout and the lines of sources."""
    stream = io.StringIO()
    TEXTS[name](screen.opened(stream, WIDTHS[width]))
    text = stream.getvalue().replace(str(ROOT), "/checkout")
    return re.sub(r"\.py:\d+$", ".py:LINE", text, flags=re.MULTILINE)


CASES = [(name, width) for name in TEXTS for width in WIDTHS
         if name != "run_by_each" or width == "pipe"]  # fmt: skip


@pytest.mark.parametrize(("name", "width"), CASES)
def test_texts_are_as_they_were(name, width):
    assert printed(name, width) == (FOLDER / f"{name}_{width}.txt").read_text(encoding="utf-8")


COLOURED = ("run", "run_by_wins", "season", "evolve", "advise", "compare")


@pytest.mark.parametrize("name", COLOURED)
def test_colours_are_where_they_were(name, monkeypatch):
    """Escape sequences are written as tags, so that the file can be read."""
    assert coloured(name, monkeypatch) == (FOLDER / f"{name}_colours.txt").read_text("utf-8")


def coloured(name, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    return re.sub("\x1b\\[([0-9;]*)m", r"<\1>", printed(name, "80"))


@pytest.mark.parametrize("width", ["50", "80", "200"])
@pytest.mark.parametrize("name", [name for name in TEXTS if name not in NO_EVENT])
def test_lines_fit_and_names_are_whole(name, width):
    lines = printed(name, width).splitlines()
    assert max(map(len, lines)) <= WIDTHS[width]
    text = "\n".join(lines)
    assert "…" not in text
    for player in FIELD[2:5]:
        assert player in text


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["run", "season"])
def test_colours_add_a_legend_and_change_no_letter(name, width, monkeypatch):
    plain = printed(name, width)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = printed(name, width)
    text = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    assert text.startswith(plain)
    legend = text.removeprefix(plain)
    word = {"run": "cooperation", "season": "nice"}[name]
    assert " ".join(legend.split()) == (
        f"bold: could truly be first; {word} in 2/3 or more; {word} in 1/3 or less."
    )
    assert WIDTHS[width] is None or max(map(len, legend.splitlines())) <= WIDTHS[width]
    found = Findings(played()).standing if name == "run" else gifts(4).ranking
    for player, best in found["best_rank"].items():
        assert (f"\x1b[1m{player}\x1b" in coloured) == (best == 1)


@pytest.fixture(autouse=True)
def without_colours(monkeypatch):
    """Take away what forces colours, whatever runs the tests."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.delenv("LC_ALL", raising=False)


def test_no_file_is_left_over():
    expected = {f"{name}_{width}.txt" for name, width in CASES}
    expected |= {f"{name}_colours.txt" for name in COLOURED}
    assert {path.name for path in FOLDER.iterdir()} == expected


if __name__ == "__main__":
    for name, width in CASES:
        (FOLDER / f"{name}_{width}.txt").write_text(
            printed(name, width), encoding="utf-8", newline="\n"
        )
    for name in COLOURED:
        with pytest.MonkeyPatch.context() as patch:
            (FOLDER / f"{name}_colours.txt").write_text(
                coloured(name, patch), encoding="utf-8", newline="\n"
            )
