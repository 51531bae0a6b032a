"""What tests of reports share: seasons of few towns, and a real browser that looks at a page."""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tournament import C, D, Season, strategy
from tournament.authors.plugin import Label
from tournament.results.season import SeasonResults

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
LOOK = """
word => {
  for (const d of document.querySelectorAll("details")) d.open = true;
  dispatchEvent(new Event("beforeprint"));
  const root = document.documentElement, wide = root.scrollWidth - root.clientWidth;
  const unsorted = [];
  const number = s => {
    const value = parseFloat(s.replace(/[<>,]/g, ""));
    return isNaN(value) ? Infinity : value;
  };
  document.querySelectorAll("#ranks th button").forEach((button, column) => {
    const words = button.parentElement.classList.contains("name");
    for (const sign of [1, -1]) {
      button.click();
      const cells = [...document.querySelectorAll("#ranks tbody tr")]
        .map(row => row.cells[column].textContent.trim());
      const inOrder = (a, b) => words ? sign * a.localeCompare(b) <= 0
        : number(b) === Infinity || sign * (number(a) - number(b)) <= 0;
      const sorted = cells.every((cell, i) => !i || inOrder(cells[i - 1], cell));
      if (!sorted) unsorted.push([column, sign]);
    }
  });
  const input = document.querySelector("input[data-filter]");
  if (input) { input.value = word; input.dispatchEvent(new Event("input")); }
  const found = document.querySelectorAll("#ranks tbody tr:not([hidden])").length;
  const pictures = [...document.images].map(i => [i.naturalWidth, i.width]).concat(
    [...document.querySelectorAll("figure[data-chart]")].map(f => {
      const width = f.querySelector("svg.drawing")?.clientWidth || 0;
      return [width, width];
    }));
  const unseen = pictures.filter(([natural, width]) => !(natural > 0 && width > 40)).length;
  return { wide, width: innerWidth, unsorted, found, unseen };
}
"""


@strategy
def nice(me, opponent):
    """Always cooperate."""
    return C


@strategy
def nasty(me, opponent):
    """Always defect."""
    return D


@strategy
def coin(me, opponent):
    return C if me.chance(0.5) else D


@strategy
def echo(me, opponent):
    """Answer in kind."""
    return D if opponent.last == D else C


@strategy
def forgiver(me, opponent, generosity=0.1):
    """Answer in kind, and forgive at times.

    Source: nobody (2000).
    """
    return D if opponent.last == D and not me.chance(generosity) else C


@pytest.fixture(scope="session")
def rules() -> SimpleNamespace:
    """Return five strategies."""
    return SimpleNamespace(nice=nice, nasty=nasty, coin=coin, echo=echo, forgiver=forgiver)


@pytest.fixture(scope="session")
def hostile() -> str:
    """Return a name that tries to be code in HTML, Markdown, templates and mathematics."""
    return "<script>alert(1)</script>\"'&{{ 7 * 7 }}$x$"


@pytest.fixture(scope="session")
def called() -> Callable[..., Any]:
    """Return a function that gives a plugin a name that `named` refuses; pages escape any name."""

    def rename(rule: Any, name: str, doc: str = "") -> Any:
        return replace(rule, label=Label(name, doc, __name__))

    return rename


@pytest.fixture(scope="session")
def season() -> Callable[..., SeasonResults]:
    """Return a function that plays a season of 24 towns, 6 days and 3 gifts in plain Python."""

    def play(*kinds: Any, **options: Any) -> SeasonResults:
        usual = {"towns": 24, "days": 6, "gifts_per_day": 3, "friends": 6, "seed": 1}
        return Season(list(kinds), engine="python", **usual | options).play(progress=False)

    return play


SVG = "http://www.w3.org/2000/svg"  # the name of a language, not an address


@pytest.fixture(scope="session")
def stands_alone() -> Callable[[str], None]:
    """Return a function that checks that a page asks nothing from outside, and that its links have
    targets."""

    def check(text: str) -> None:
        assert not re.search(r"https?://", text.replace(SVG, ""))
        links = re.findall(r"""(?:src|href|action|data)\s*=\s*["']?([^"'\s>]*)""", text)
        assert links
        assert all(link.startswith(("data:", "#")) for link in links)
        assert "@import" not in text
        assert "url(" not in text.replace("url(#", "")
        targets = set(re.findall(r'id="([^"]+)"', text))
        assert {link[1:] for link in links if link.startswith("#")} <= targets

    return check


@dataclass
class Visit:
    """A page in a browser: what went wrong there, and what it asked for besides itself."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Note errors, what the policy blocks, and requests; call it before the page opens."""
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console",
            lambda said: self.errors.append(said.text) if said.type in ("error", "warning") else 0,
        )
        self.page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if url.partition("#")[0].partition("?")[0] != self.address and not url.startswith("data:"):
            self.asked.append(url)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a real browser, one for the session.

    `TOURNAMENT_BROWSER` names another executable. Where `TOURNAMENT_NEEDS_BROWSER` is set, as in
    CI, a missing browser is a failure.
    """
    named = os.environ.get("TOURNAMENT_BROWSER", "")
    found = next(filter(None, map(shutil.which, [named] if named else BROWSERS)), None)
    if found is None:
        missing = "no browser here: install chromium, or name one in TOURNAMENT_BROWSER"
        if os.environ.get("TOURNAMENT_NEEDS_BROWSER"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-quic"]
        started = playwright.chromium.launch(executable_path=found, args=options)
        yield started
        started.close()


def until(page: Page, true: str, seconds: float = 60) -> None:
    """Wait until an expression is true in a page; a refused form does not hold this up, as
    it holds up what waits for elements."""
    end = time.monotonic() + seconds
    while not page.evaluate(true):
        assert time.monotonic() < end, f"{true} did not become true in {seconds:g} s"
        time.sleep(0.02)


def visiting(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Yield a function that opens a page; close all that it opened."""
    contexts = []

    def open_page(
        file: Path, width: int = 1280, end: str = "", first: str = "", **options: Any
    ) -> Visit:
        phone = width < 600
        context = chromium.new_context(
            viewport={"width": width, "height": 844 if phone else 800},
            is_mobile=phone, has_touch=phone, reduced_motion="reduce", **options,
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(120_000)
        if first:
            context.add_init_script(first)
        visit = Visit(context.new_page(), file.as_uri())
        visit.listen()
        visit.page.goto(file.as_uri() + end)
        until(visit.page, "document.documentElement.dataset.ready")
        return visit

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Return a function of a file, a width in pixels, and options of the browser, which opens the
    file; `end` of its address, and a script that runs `first`, may be given."""
    yield from visiting(chromium)


@pytest.fixture(scope="module")
def visit_once(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Return the same, for pages that many tests of a module look at."""
    yield from visiting(chromium)


@pytest.fixture
def framed(
    tmp_path: Path, visit: Callable[..., Visit]
) -> Callable[[str, str, list[str]], list[str]]:
    """Return a function of a page, a script and the ends of addresses, which opens the page once
    for each end, and returns what the script, which runs first, posts to its parent."""
    notes = "globalThis.posted = []; addEventListener('message', e => posted.push(e.data));\n"

    def look(text: str, script: str, ends: list[str]) -> list[str]:
        file = tmp_path / "report.html"
        file.write_text(text, encoding="utf-8")
        found: list[str] = []
        for end in ends:
            page = visit(file, 800, end=end, first=notes + script).page
            until(page, "posted.length")
            found += page.evaluate("posted")
        return found

    return look


@pytest.fixture
def browse(
    tmp_path: Path, visit: Callable[..., Visit]
) -> Callable[[str, int, str], dict[str, Any]]:
    """Return a function of a page, a width in pixels and a word to search for, which opens the page
    and says what went wrong there: `errors`, pixels that are too `wide`, columns `unsorted` after
    clicks, pictures `unseen`; and rows `found` by the search.
    """

    def look(text: str, width: int, word: str) -> dict[str, Any]:
        file = tmp_path / "report.html"
        file.write_text(text, encoding="utf-8")
        opened = visit(file, width)
        said: dict[str, Any] = opened.page.evaluate(LOOK, word)
        return {"errors": opened.errors + opened.asked, **said}

    return look
