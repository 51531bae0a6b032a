"""What the triangle and the arrows of a population's page answer in a real browser."""

import numpy as np
import pytest

from analysis.figures.saving import Picture
from analysis.reports.population.findings import Findings
from analysis.reports.report import report_of

GOOD = [[0, -1, 1.5], [1.5, 0, -1], [-1, 1.5, 0]]
NOTE = "document.getElementById('note').innerText.split('\\n')"
NAMES = ["rock", "paper", "scissors"]


@pytest.fixture(scope="module")
def results(population):
    runs = [[[5, 5, 5], [6, 5, 4], [5, 6, 4]] * 4] * 2
    return population(runs, NAMES, payoffs=np.array(GOOD), until="", mutation=0.1)


@pytest.fixture(scope="module")
def page(results, tmp_path_factory, visit_once):
    made, file = report_of(results), tmp_path_factory.mktemp("page") / "report.html"
    drawn = made.figures(lambda axes: Picture(b"", 100))
    file.write_text(made.page(drawn), encoding="utf-8")
    opened = visit_once(file, 390)
    assert opened.errors == []
    return opened.page


def hover(page, chart, shares):
    """Return what is told at a mixture, of which the triangle's corners give the place."""
    figure = page.locator(f"figure[data-chart={chart}]")
    figure.scroll_into_view_if_needed()
    box = figure.locator(".edge").bounding_box()
    corners = np.array([[0, 1], [1, 1], [0.5, 0]])
    x, y = np.array(shares) @ corners
    page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
    return page.evaluate(NOTE)


def test_hover_tells_the_shares_of_a_mixture_and_how_often_it_is_seen(page, results):
    states = Findings(results).theory.mixed.by_state
    for counts in ((3, 2, 10), (9, 4, 2)):
        shares = np.array(counts) / 15
        told = hover(page, "simplex", shares)
        assert told == [
            "a mixture",
            *(f"{name}: {100 * s:.0f}\u00a0%" for name, s in zip(NAMES, shares, strict=True)),
            f"per cent of time: {100 * states.loc[counts]:.2f}",
        ]


def test_hover_tells_whether_mixtures_return_to_a_point_of_rest(page):
    inner = hover(page, "simplex", [1 / 3] * 3)
    assert inner[:2] == ["a rest point", "stable: mixtures near it return"]
    assert inner[2:] == [f"{name}: 33\u00a0%" for name in NAMES]
    corner = hover(page, "simplex", [0, 1, 0])
    assert corner[0] == "paper"
    assert corner[1].startswith("saddle")
    assert corner[3] == "paper: 100\u00a0%"


def test_a_corner_and_a_circle_mark_their_type(page):
    hover(page, "simplex", [0, 1, 0])
    page.mouse.down()
    page.mouse.up()
    for chart in ("simplex", "invasions", "ranking"):
        marked = page.locator(f"figure[data-chart={chart}] .marked")
        assert marked.evaluate_all("all => all.map(one => one.dataset.names)") == ["paper"]
    page.locator("#unmark button").click()


def test_keys_tell_who_takes_over(page, results):
    rho = Findings(results).theory.fixation
    figure = page.locator("figure[data-chart=invasions]")
    figure.locator("svg.drawing").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(NOTE)[0] == "rock"
    page.keyboard.press("ArrowDown")
    said, times = page.evaluate(NOTE)
    resident, mutant = said.split(" is taken over by ")
    chance = rho.loc[mutant, resident] * results.size
    assert times == f"times as often as a neutral mutant: {chance:.2f}"


def test_the_gradient_is_told_where_it_rests(population, tmp_path, visit):
    runs = [[[50, 50], [60, 40], [100, 0]]] * 4
    results = population(runs, ["hawk", "dove"], payoffs=np.array([[-1, 2], [0, 1]]))
    file = tmp_path / "report.html"
    made = report_of(results)
    file.write_text(made.page(made.figures(lambda _: Picture(b"", 100))), encoding="utf-8")
    page = visit(file).page
    figure = page.locator("figure[data-chart=gradient]")
    figure.locator("svg.drawing").scroll_into_view_if_needed()
    box = figure.locator(".dot").nth(1).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 30)
    share, change, rests = page.evaluate(NOTE)
    push = Findings(results).theory.gradient
    at = float(share.removeprefix("share of hawk ").removesuffix("\u00a0%")) / 100
    assert float(change.removeprefix("expected change: ")) == pytest.approx(
        push.loc[at], abs=1e-6, rel=1e-3
    )
    assert rests.startswith("The share returns here: ")
