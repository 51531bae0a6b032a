"""What tests of reports share: seasons of few towns, and a real browser that looks at a page."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tournament import C, D, Season, strategy
from tournament.authors.plugin import Label
from tournament.results.season import SeasonResults

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

PROBE = """
const errors = [];
addEventListener("error", e => errors.push(e.message));
addEventListener("unhandledrejection", e => errors.push(String(e.reason)));
addEventListener("securitypolicyviolation", e => errors.push("blocked: " + e.blockedURI));
console.error = console.warn = (...words) => errors.push(words.join(" "));
addEventListener("load", () => {
  for (const d of document.querySelectorAll("details")) d.open = true;
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
  input.value = "FIND"; input.dispatchEvent(new Event("input"));
  const found = document.querySelectorAll("#ranks tbody tr:not([hidden])").length;
  const unseen = [...document.images].filter(i => !(i.naturalWidth > 0 && i.width > 40)).length;
  const said = {errors, wide, width: innerWidth, unsorted, found, unseen};
  parent.postMessage(JSON.stringify(said), "*");
});
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


def probed(text: str, script: str) -> str:
    """Return a page that runs one more script first, and allows it by its hash."""
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert text.count("; script-src '") == 1
    text = text.replace("; script-src '", f"; script-src 'sha256-{allowed}' '")
    return text.replace("<title>", f"<script>{script}</script><title>", 1)


def opened(page: Path, profile: Path) -> str:
    """Return what headless Chromium makes of a page."""
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
        "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", f"--user-data-dir={profile}",
        "--virtual-time-budget=5000", "--dump-dom", page.as_uri(),
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


@pytest.fixture
def framed(tmp_path: Path) -> Callable[[str, str, list[str]], list[str]]:
    """Return a function of a page, a script and the ends of addresses, which opens the page once
    for each end, and returns what the script posts from each to its parent."""
    if CHROMIUM is None:
        pytest.skip("no Chromium")

    def look(text: str, script: str, ends: list[str]) -> list[str]:
        (tmp_path / "report.html").write_text(probed(text, script), encoding="utf-8")
        frames = "".join(
            f'<iframe src="report.html{escape(end)}" width=800 height=600></iframe>' for end in ends
        )
        (tmp_path / "frames.html").write_text(
            "<meta charset=utf-8><pre></pre><script>addEventListener('message', e =>"
            " document.querySelector('pre').append(e.data + '\\n'))</script>" + frames,
            encoding="utf-8",
        )
        shown = opened(tmp_path / "frames.html", tmp_path / "profile")
        return unescape(shown.partition("<pre>")[2].partition("</pre>")[0]).splitlines()

    return look


@pytest.fixture
def browse(tmp_path: Path) -> Callable[[str, int, str], dict[str, Any]]:
    """Return a function of a page, a width in pixels and a word to search for, which opens the page
    in headless Chromium and says what went wrong there: `errors`, pixels that are too `wide`,
    columns `unsorted` after clicks, pictures `unseen`; and rows `found` by the search.
    """
    if CHROMIUM is None:
        pytest.skip("no Chromium")

    def look(text: str, width: int, word: str) -> dict[str, Any]:
        probe = PROBE.replace("FIND", word)
        (tmp_path / "report.html").write_text(probed(text, probe), encoding="utf-8")
        (tmp_path / "frame.html").write_text(
            "<body><script>addEventListener('message', e => document.body.append(e.data))</script>"
            f"<iframe src='report.html' width='{width}' height='800' style='border:0'></iframe>"
        )
        shown = opened(tmp_path / "frame.html", tmp_path / "profile")
        said = re.search(r"\{\"errors\".*\}", shown)
        assert said, f"the page said nothing: {shown[-500:]}"
        return json.loads(said[0])

    return look
