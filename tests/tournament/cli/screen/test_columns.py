"""The columns of the screen are those of the report, and drop in the order that the page tells."""

import html
import io
import re
from pathlib import Path

import pytest

import analysis
from analysis.reports.season.findings import Findings as SeasonFindings
from analysis.reports.tournament.findings import Findings
from tournament import Population, Season, Tournament
from tournament.cli.screen import listing, opened, populations, seasons, tournaments
from tournament.cli.screen.layout.columns import MAIN, NAME
from tournament.cli.screen.withdrawn import withdrawn

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "command_line.md"


@pytest.fixture(scope="module")
def ranked():
    event = Tournament(["tit_for_tat", "always_defect", "random_player"], turns=10, repetitions=5,
                       seed=1)  # fmt: skip
    return event.play(progress=False)


@pytest.fixture(scope="module")
def season():
    event = Season(["tit_for_tat", "always_defect"], towns=20, days=4, friends=5, gifts_per_day=3,
                   absence=0.5, seed=1, repetitions=2, engine="python")  # fmt: skip
    return event.play(progress=False)


@pytest.fixture(scope="module")
def evolved():
    event = Population(["tit_for_tat", "always_defect"], size=10, seed=1, engine="python")
    return event.play(progress=False)


@pytest.fixture
def columns(ranked, season, evolved):
    return {
        "population": populations.columns(evolved),
        "tournament": tournaments.columns(Findings(ranked)),
        "season": seasons.columns(SeasonFindings(season)),
    }


@pytest.mark.parametrize("event", ["tournament", "season"])
def test_columns_are_those_of_the_report(columns, ranked, season, event, tmp_path):
    results = {"tournament": ranked, "season": season}[event]
    text = analysis.report(results, tmp_path / "out").read_text(encoding="utf-8")
    (table,) = re.findall(r'id="ranks">\s*<thead>(.*?)</thead>', text, re.S)
    heads = [html.unescape(h) for h in re.findall(r"<th[^>]*>(.*?)</th>", table)]
    heads = [" ".join(re.sub(r"<.*?>", "", head).split()) for head in heads]
    titles = [column.title for column in columns[event] if column.title not in ("error", "drawn")]
    if event == "season":  # the page shows both rules of a kind
        titles[1:2] = ["kind: strategy", "partner rule"]
    assert titles == heads


@pytest.mark.parametrize(
    ("event", "before"),
    [
        ("tournament", "columns drop in this order: "),
        ("season", "In a season the order is: "),
        ("population", "In a population the order is: "),
    ],
)
def test_the_page_tells_the_order_in_which_columns_drop(columns, event, before):
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    told = page.split(before)[1].split(".")[0].split(", ")
    drop = {column.title: column.drop for column in columns[event] if column.drop > MAIN}
    assert told == sorted(drop, key=lambda title: -drop[title])
    assert len(set(drop.values())) == len(drop)
    assert [c.title for c in columns[event] if c.drop == NAME] == [columns[event][1].title]


ROWS = [
    ("tit_for_tat", "1", "", "Cooperate first, then do what the opponent did last. [Rapoport]"),
    ("a_name_that_is_longer_than_most", "∞", "chance, payoffs", "Toss a coin. [folklore]"),
]
HEADS = ("name", "depth", "uses", "what it does [source]")


@pytest.mark.parametrize("room", [20, 50, 80, 200])
def test_lists_fit_and_keep_names_and_texts(room):
    stream = io.StringIO()
    listing(HEADS, ROWS, ("2 strategies.",), opened(stream, room))
    text = stream.getvalue()
    assert max(map(len, text.splitlines())) <= room
    assert text.endswith("\n2 strategies.\n")
    assert ("depth" in text) == (room >= 80)
    words = "".join(text.split())
    for name, *_, told in ROWS:
        assert "".join(name.split()) in words
        assert all(word in text for word in told.split())


def test_long_lists_have_one_line_a_name():
    stream = io.StringIO()
    listing(HEADS, ROWS * 30, (), opened(stream, 70))
    _, _, *lines = stream.getvalue().splitlines()
    assert len([line for line in lines if line]) == 60
    assert lines[0].endswith(" …")


def test_a_pipe_gets_lists_without_heads():
    stream = io.StringIO()
    listing(HEADS, ROWS, ("2 strategies.",), opened(stream))
    lines = stream.getvalue().splitlines()
    assert [line.split("  ")[0] for line in lines] == [name for name, *_ in ROWS]
    assert all(line.endswith(row[-1]) for line, row in zip(lines, ROWS, strict=True))


def test_who_failed_is_told_on_the_error_stream(capsys):
    withdrawn({"failures": ["my_rule.py:3: my_rule raised \x1b[31mError", "two\nlines"]})
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "tournament: withdrawn: my_rule.py:3: my_rule raised \\x1b[31mError\n"
        "tournament: withdrawn: two lines\n"
    )
