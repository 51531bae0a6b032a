"""What the network of a season's page answers in a real browser."""

import pytest

from analysis.figures.saving import Picture
from analysis.reports.report import report_of

NOTE = "document.getElementById('note').innerText.split('\\n')"


@pytest.fixture(scope="module")
def results(season, rules):
    return season(rules.nice, rules.nasty, rules.echo)


@pytest.fixture(scope="module")
def page(results, tmp_path_factory, visit_once):
    made, file = report_of(results), tmp_path_factory.mktemp("page") / "report.html"
    drawn = made.figures(lambda axes: Picture(b"", 100))
    file.write_text(made.page(drawn), encoding="utf-8")
    opened = visit_once(file)
    assert opened.errors == []
    page = opened.page
    page.locator("figure[data-chart=network]").scroll_into_view_if_needed()
    return page


def middle(page, place):
    box = page.locator("figure[data-chart=network] .row .dot").nth(place).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_hover_tells_of_a_town(page, results):
    towns = results.towns.loc[0]
    names = page.evaluate("page.charts.network.names")
    for place in (0, 11, 23):
        page.mouse.move(*middle(page, place))
        name, *told = page.evaluate(NOTE)
        town = towns.loc[int(name.removeprefix("town "))]
        assert name == names[place]
        assert told[:3] == [
            f"kind: {town['kind']}",
            f"nice: {100 * town['nice']:.0f}\u00a0%",
            f"gifts received: {town['received']:.0f}",
        ]
        assert float(told[3].removeprefix("income: ").replace(",", "")) == pytest.approx(
            town["income"], abs=0.5 * 10 ** -(len(told[3].partition(".")[2]) or 0)
        )


def test_keys_go_through_the_towns_and_down_their_gifts(page, results):
    page.mouse.move(2, 2)
    page.locator("figure[data-chart=network] svg.drawing").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    between, told = page.evaluate(NOTE)
    assert between.split(" and ").count(page.evaluate("page.charts.network.names[1]")) == 1
    one, other = (int(town.removeprefix("town ")) for town in between.split(" and "))
    gifts = results.gifts
    both = gifts["giver"].isin([one, other]) & gifts["receiver"].isin([one, other])
    assert told == f"gifts: {gifts['gifts'][both].sum()}"
    page.keyboard.press("ArrowUp")
    assert page.evaluate(NOTE)[0] == page.evaluate("page.charts.network.names[1]")
    page.keyboard.press("Escape")


def test_a_click_on_a_town_marks_its_kind(page, results):
    page.mouse.click(*middle(page, 0))
    kind = page.evaluate("page.charts.network.players[0]")
    marked = page.locator("figure[data-chart=network] .marked")
    assert marked.count() == (results.towns.loc[0]["kind"] == kind).sum()
    assert page.locator("#ranks tr.marked").count() == 1
    page.locator("#unmark button").click()


def test_names_lie_nowhere_over_each_other(page):
    boxes = page.evaluate("""[...document.querySelectorAll('[data-chart=network] .label')]
      .map(label => label.getBBox()).map(b => [b.x, b.y + 2, b.x + b.width, b.y + b.height - 2])""")
    assert len(boxes) > 6
    for k, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[:k]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
