"""What the page of a tournament answers when it is asked: replays, what if, hover, marks."""

import re

import numpy as np
import pytest

from analysis.figures.saving import Picture
from analysis.reports.report import report_of
from tournament import PRESETS, C, D, Match, Tournament, strategy

OPTIONS = {
    "turns": 60, "noise": {"nice": 0.1, "echo": 0.05}, "misperception": {"echo": 0.1}, "seed": 3,
}  # fmt: skip
SHOWN = """[...document.querySelectorAll("#replay .line")].map(line =>
  [...line.querySelectorAll("b, i")].map(run => run.textContent).join(""))"""
ROWS = """[...document.querySelectorAll("#what-if-panel tbody tr")].map(row =>
  [row.dataset.names, +row.cells[2].textContent.replaceAll(",", ""), +row.cells[0].textContent])"""


@strategy(mood=0.5)
def moody(me, opponent):
    """Cooperate as its mood is, which is a real number that chance moves."""
    me.mood = 0.5 * me.mood + 0.3 * me.uniform() + (0.2 if opponent.last == C else 0.0)
    return C if me.chance(me.mood) else D


@pytest.fixture(scope="module")
def field(rules):
    return {rule.name: rule for rule in vars(rules).values()}


@pytest.fixture(scope="module")
def results(field):
    event = Tournament(list(field.values()), repetitions=4, **OPTIONS)
    return event.play(progress=False)


@pytest.fixture(scope="module")
def page(results, tmp_path_factory, visit_once):
    made, file = report_of(results), tmp_path_factory.mktemp("page") / "report.html"
    drawn = made.figures(lambda axes: Picture(b"", 100))
    file.write_text(made.page(drawn), encoding="utf-8")
    return visit_once(file).page


def cell(page, chart, row, column):
    """Return where the middle of a map's cell is on the screen."""
    figure = page.locator(f"figure[data-chart={chart}]")
    figure.scroll_into_view_if_needed()
    names = page.evaluate("page.field.order.map(k => page.field.players[k])")
    line = figure.locator("svg.drawing .row .outline").nth(names.index(row))
    line.scroll_into_view_if_needed()
    box = line.bounding_box()
    wide = box["width"] / len(names)
    return box["x"] + (names.index(column) + 0.5) * wide, box["y"] + box["height"] / 2


def scores(page):
    return {name: score for name, score, _ in page.evaluate(ROWS)}


def among(results, names):
    """Return mean scores in a part of the field, from the table of payoffs."""
    return results.payoffs.loc[names, names].mean(axis=1).to_dict()


@pytest.mark.parametrize(("first", "second"), [
    ("echo", "nasty"), ("nasty", "echo"), ("coin", "forgiver"), ("forgiver", "coin"),
    ("nice", "nice"), ("echo", "nice"), ("nice", "echo"),
])  # fmt: skip
def test_a_click_shows_the_moves_of_the_match(page, field, first, second):
    page.mouse.click(*cell(page, "payoffs", first, second))
    noise, seen = ({n: p for n, p in OPTIONS[key].items() if n in (first, second)}
                   for key in ("noise", "misperception"))  # fmt: skip
    match = Match(field[first], field[second], **OPTIONS | {"noise": noise, "misperception": seen})
    moves = match.play().moves
    assert page.evaluate(SHOWN) == ["".join("CD"[move] for move in seat) for seat in moves.T]
    assert page.locator("#replay h3").inner_text() == f"{first} against {second}"


def test_the_slider_of_a_replay_shows_the_first_turns(page):
    page.mouse.click(*cell(page, "payoffs", "echo", "coin"))
    whole = page.evaluate(SHOWN)
    page.locator("#replay input[type=range]").evaluate(
        "slider => { slider.value = 7; slider.dispatchEvent(new Event('input')); }"
    )
    assert page.evaluate(SHOWN) == [moves[:7] for moves in whole]


def test_hover_says_what_a_pair_earned(page, results):
    page.mouse.move(*cell(page, "payoffs", "nasty", "nice"))
    own, other = (results.payoffs.loc[pair] for pair in (("nasty", "nice"), ("nice", "nasty")))
    said = page.locator("#note").inner_text()
    assert said.startswith("nasty against nice\n")
    mine, theirs = re.search(r"earns ([\d.]+)[^,]*, the other ([\d.]+)", said).groups()
    assert float(mine) == pytest.approx(own, abs=0.006)
    assert float(theirs) == pytest.approx(other, abs=0.006)


def test_what_was_computed_is_told_beside_what_was_played(tmp_path, visit_once):
    field = ["tit_for_tat", "always_defect", moody]
    event = Tournament(field, turns=10, noise=0.05, seed=4, repetitions=6, exact="where possible")
    results = event.play(progress=False)
    assert 0 < results.exact.to_numpy().sum() < results.exact.size
    file = tmp_path / "report.html"
    file.write_text(report_of(results).page({}), encoding="utf-8")
    page = visit_once(file).page
    for other in results.names:
        page.mouse.move(*cell(page, "payoffs", "tit_for_tat", other))
        told = " (computed, without error)" * bool(results.exact.loc["tit_for_tat", other])
        said = page.locator("#note").inner_text()
        assert said.startswith(f"tit_for_tat against {other}{told}\n")
    marked = """[...document.querySelectorAll("details.player, details[data-player]")].map(one =>
      { one.fill(); return (one.textContent.match(/\\(computed\\)/g) ?? []).length; })"""
    assert page.evaluate(marked) == [
        int(results.exact.loc[name].sum()) for name in results.ranking.index
    ]


def test_arrow_keys_read_a_picture(page, results):
    drawing = page.locator("figure[data-chart=ranking] svg.drawing")
    drawing.focus()
    for name in results.ranking.index[:3]:
        page.keyboard.press("ArrowDown")
        assert page.locator("#note").inner_text().startswith(f"{name}: ")
        assert page.locator("#aloud").inner_text() == page.locator("#note").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#note").is_hidden()


def test_a_mark_is_seen_everywhere(page):
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.locator("#ranks tbody tr", has_text="forgiver").locator("td").first.click()
    found = page.evaluate(
        "[...document.querySelectorAll('[data-names=forgiver]')]"
        ".map(thing => [thing.tagName, thing.classList.contains('marked')])"
    )
    assert {tag for tag, _ in found} >= {"TR", "g", "text", "LABEL"}
    assert all(marked for _, marked in found)
    assert page.locator("[data-names=nasty].marked").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.locator("#unmark button").click()
    assert page.locator(".marked").count() == 0


def test_untouched_what_if_is_the_ranking(page, results):
    page.locator("#what-if-panel button", has_text="As played").click()
    exact = page.evaluate("scoresAmong(page.field.players.map(() => true))")
    assert exact == pytest.approx(results.ranking["score"].to_list(), abs=1e-3)
    assert scores(page) == pytest.approx(results.ranking["score"].to_dict(), abs=0.0051)
    assert [rank for _, _, rank in page.evaluate(ROWS)] == results.ranking["rank"].to_list()


@pytest.mark.parametrize("name", ["snowdrift", "stag_hunt"])
def test_what_if_another_game_had_been_played(page, results, name):
    game = PRESETS[name]
    page.locator("#what-if-panel button", has_text=game.name).first.click()
    expected = results.under(game).ranking["score"]
    assert scores(page) == pytest.approx(expected.to_dict(), abs=0.0051)
    page.locator("#what-if-panel button", has_text="As played").click()


def test_what_if_some_had_stayed_away(page, results):
    page.locator("#what-if-panel details").evaluate("details => { details.open = true; }")
    away = ["nasty", "coin"]
    for name in away:
        page.locator("#what-if-panel .choices label", has_text=name).locator("input").uncheck()
    names = [name for name in results.names if name not in away]
    assert scores(page) == pytest.approx(among(results, names), abs=0.0051)
    assert np.all(np.diff([score for _, score, _ in page.evaluate(ROWS)]) <= 0)
    page.locator("#what-if-panel button", has_text="All").first.click()
    assert scores(page) == pytest.approx(results.ranking["score"].to_dict(), abs=0.0051)
