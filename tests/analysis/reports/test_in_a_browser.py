"""Pages of every event in a real browser: on a desk, on a phone, by keyboard, and for all eyes.

Axe (https://github.com/dequelabs/axe-core) knows the rules of accessibility; findings that it calls
serious or critical are refused.
"""

from functools import cache
from itertools import product

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

import analysis
import strategies
from analysis.figures.saving import Picture
from analysis.reports.advice.report import Story, report_advice
from analysis.reports.report import report_of
from strategies import anyone, out_for_tat
from tournament import Game, Population, Results, Season, Tournament
from tournament.authors.partners import Kind
from tournament.events.season.advice import Advice
from tournament.events.season.begun import begin
from tournament.events.season.friend_log import FriendLog
from tournament.events.season.naughty import Once

DESK, PHONE = 1280, 390
SHARES = [round(0.03 * k, 2) for k in range(32)]
SEATS = Game.bimatrix([[3, 0], [5, 1]], [[2, 1], [4, 0]], name="seats that are paid differently")
COSTS = Game(R=1, S=3, T=0, P=2, less_is_better=True)
FOCUSED = """() => {
  globalThis.reached = new Set();
  addEventListener("focusin", event => reached.add(event.target));
  globalThis.reachable = () => [...document.querySelectorAll(
    "a[href], button, input, select, summary, svg.drawing, [tabindex]"
  )].filter(thing => thing.checkVisibility({ visibilityProperty: true }) && !reached.has(thing));
}"""
SLOW = pytest.mark.slow
CHEAP = ("five players", "a population")


@pytest.fixture(scope="module")
def written(rules, season, tmp_path_factory):
    """Return a function of a case, which writes a page once, and returns the file."""
    five = [rules.nice, rules.nasty, rules.echo, rules.coin, rules.forgiver]

    def play(players, **options):
        usual = {"turns": 20, "repetitions": 3, "noise": 0.05, "seed": 1}
        return Tournament(players, **usual | options).play(progress=False)

    def from_a_file(folder):
        return Results.load(play(five).save(folder / "saved.sqlite"))

    def learned(folder):
        event = Tournament(["tit_for_tat", "always_defect"], turns=20, repetitions=4, noise=0.05)
        found = analysis.learn(analysis.play_log(event.play(progress=False)), k=2)
        field = [*found.entrants, "tit_for_tat", "always_defect"]
        results = Tournament(field, turns=20, repetitions=3, seed=1).play(progress=False)
        return analysis.report_kinds(found, folder, results)

    def evolving(_):
        table = [[1, 0, 2.5], [2.5, 1, 0], [0, 2.5, 1]]
        event = Population(
            ["rock", "paper", "scissors"], size=12, payoffs=table, mutation=0.02, repetitions=3,
            seed=3, engine="python",
        )  # fmt: skip
        return event.play(20, progress=False)

    def advised(folder):
        season = Season(["tit_for_tat"], towns=9, friends=4, days=6, gifts_per_day=2, seed=1)
        kinds = tuple(
            Kind(strategies.get(name), strategies.nicest, name) for name in ("joss", "tit_for_tat")
        )
        begun = begin(season.plan, FriendLog(("Ann",), (("Ann", 0, True, 0, 0),), 1))
        incomes = np.array([[100.0, 200.0], [90.0, 210.0]])
        told = Story(
            friends=[{"friend": "Ann", "gifts": 2, "be": "nice", "why": "She was nice."}],
            once=(Once("Ann", 90, 40, -50, -70, -30, 14.5), Once("Bob", 90, 95, 5, -5, 15, 9)),
        )
        report_advice(Advice(kinds, incomes, season, begun), folder, ["Be nice."], "again", told)
        return folder / "advice.html"

    made = {
        "five players": lambda _: play(five),
        "32 players": lambda _: play([rules.forgiver(generosity=share) for share in SHARES]),
        "one player": lambda _: play([rules.forgiver]),
        "seats are paid differently": lambda _: play(five, game=SEATS),
        "a graph": lambda _: play(five, graph=[(0, 1), (1, 2), (2, 3), (3, 4)]),
        "continuation": lambda _: play(five, turns=None, continuation=0.9),
        "costs": lambda _: play(five, game=COSTS, self_play=False),
        "from a file": from_a_file,
        "a season": lambda _: season((rules.nice, anyone), (rules.nasty, out_for_tat)),
        "learned": learned,
        "a population": evolving,
        "advice": advised,
    }

    @cache
    def write(case):
        folder = tmp_path_factory.mktemp("page")
        results = made[case](folder)
        if not hasattr(results, "manifest"):
            return results
        page, file = report_of(results), folder / "report.html"
        whole = case in ("a season", "a population")
        drawn = page.figures() if whole else page.figures(lambda axes: Picture(b"", 100))
        file.write_text(page.page(drawn), encoding="utf-8")
        return file

    return write


QUICK = ("five players", "one player", "a graph", "from a file", "a population", "advice")
CASES = [
    *QUICK,
    *(
        pytest.param(case, marks=SLOW)
        for case in (
            "32 players",
            "seats are paid differently",
            "continuation",
            "costs",
            "a season",
            "learned",
        )
    ),
]


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("case", CASES)
def test_a_page_works_on_a_desk_and_on_a_phone(written, case, width, visit):
    """No error, no request, nothing wider than the screen, every picture seen."""
    file = written(case)
    assert file.stat().st_size < 700_000
    opened = visit(file, width)
    page = opened.page

    def too_wide():
        return page.evaluate("[document.documentElement.scrollWidth, innerWidth]")

    assert too_wide() == [width, width]
    page.evaluate("document.querySelectorAll('details').forEach((d, k) => { d.open = k < 9; })")
    page.wait_for_timeout(100)
    assert too_wide() == [width, width]
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for figure in page.query_selector_all("figure[data-chart]"):
        assert figure.query_selector("svg.drawing").bounding_box()["width"] > 40
    assert opened.errors == []
    assert opened.asked == []


@pytest.mark.parametrize(
    "case",
    [
        "five players",
        "a population",
        *(pytest.param(case, marks=SLOW) for case in ("a season", "learned", "advice")),
    ],
)
def test_keys_reach_everything(written, case, visit):
    """Links, sorters, sliders, details, pictures: Tab goes to each, pictures far below included."""
    page = visit(written(case)).page
    page.evaluate("document.querySelectorAll('details').forEach((d, k) => { d.open = k < 2; })")
    page.evaluate(FOCUSED)
    for _ in range(40):
        for _ in range(10):
            page.keyboard.press("Tab")
        missed = page.evaluate("reachable().map(thing => thing.outerHTML.slice(0, 200))")
        if not missed:
            break
    assert missed == []
    kinds = set(page.evaluate("[...reached].map(thing => thing.tagName.toLowerCase())"))
    there = {tag for tag in ("summary", "svg.drawing") if page.query_selector(tag)}
    expected = {"a", "button"} | {tag.partition(".")[0] for tag in there}
    assert kinds >= expected


@pytest.mark.parametrize(("case", "colours"), [
    pytest.param(case, colours, marks=() if case in CHEAP else SLOW)
    for case, colours in product((*CHEAP, "from a file", "a season", "learned", "advice"),
                                 ("light", "dark"))
])  # fmt: skip
def test_everybody_can_read_a_page(written, case, colours, visit):
    page = visit(written(case), color_scheme=colours).page
    page.evaluate("document.querySelectorAll('details').forEach((d, k) => { d.open = k < 2; })")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [
        (each["impact"], each["id"], [node["html"] for node in each["nodes"]])
        for each in found
        if each["impact"] in ("serious", "critical")
    ] == []


def test_print_has_every_player_and_every_picture(written, visit):
    opened = visit(written("five players"))
    opened.page.emulate_media(media="print")
    assert opened.page.pdf(format="A4").startswith(b"%PDF")
    page = visit(written("five players"), color_scheme="dark").page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for selector in ("details[data-player] .matches tbody tr", "svg.drawing"):
        shown = page.evaluate(
            "s => [...document.querySelectorAll(s)].map(t => t.getBoundingClientRect().height > 3)",
            selector,
        )
        assert shown
        assert all(shown)
    figures = page.locator("figure[data-chart]").count()
    assert page.locator("svg.drawing").count() == figures
    assert page.locator("details[data-player] tbody tr").count() == 25
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[data-player][open]").count() == 0
