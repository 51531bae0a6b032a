"""Pages of reports: how large they are, how long they take to write, and how quickly they answer.

    python benchmarks/report_pages.py [--sizes 5 32 219] [--write]

Each page is written twice; the first time is cold: Matplotlib and pandas are not loaded yet. Then
Chromium opens it, and the page itself measures what a reader waits for, to the next picture on the
screen. `--write` puts the table into docs/reference/benchmarks.md. Compare figures of one run only,
and measure on a machine that does nothing else.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pages import DOCS, measured, put
from run import short_running

import strategies
from tournament import Tournament

LIBRARIES = {"Vega and Vega-Lite": 832, "Observable Plot and D3": 490, "uPlot": 51}
"""kB of libraries for charts, minified, in November 2026."""
FIVE = ("tit_for_tat", "always_defect", "always_cooperate", "grudger", "win_stay_lose_shift")
WRITE = """
import sys, time
import strategies
from tournament import Tournament
sys.path.insert(0, sys.argv[1])
from report_pages import played
results = played(int(sys.argv[2]))
import analysis
for _ in range(2):
    start = time.perf_counter()
    file = analysis.report(results, sys.argv[3])
    print(time.perf_counter() - start)
"""
ASK = """async () => {
  const found = {};
  const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const time = async (name, place, act) => {
    document.querySelector(place).scrollIntoView();
    for (let k = 0; k < 4; k++) await frame();
    const times = [];
    for (let k = 0; k < 5; k++) {
      const start = performance.now();
      act(k);
      await frame();
      times.push(performance.now() - start);
    }
    found[name] = times.sort((a, b) => a - b)[2];
  };
  const heads = document.querySelectorAll("#ranks th button");
  const search = document.querySelector("input[data-filter]");
  const look = word => { search.value = word; search.dispatchEvent(new Event("input")); };
  const players = document.querySelectorAll("details[data-player]");
  const map = "figure[data-chart=payoffs]";
  await time("sort", "#ranks", k => heads[1 + k % 2].click());
  await time("search", "#ranks", k => look(k % 2 ? "" : "tit"));
  await time("open a player", "#players", k => { players[k % players.length].open = true; });
  await time("enlarge the map", map, () => document.querySelector(map + " .enlarge")?.click());
  await time("mark", "#ranks", () => mark(page.field.players[1]));
  await time("replay", "#replay", k => page.replay(0, k % players.length));
  return found;
}"""


def played(size):
    """Return a tournament of so many players."""
    small = [strategies.get(name) for name in FIVE]
    players = small if size <= 5 else strategies.classics() if size <= 32 else short_running()
    event = Tournament(players[:size], turns=200, repetitions=5, noise=0.01, seed=7)
    return event.play(progress=False)


def asked(file):
    """Return seconds until a page is ready, and milliseconds of what it does."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        start = time.perf_counter()
        page.goto(file.resolve().as_uri())
        page.wait_for_selector("html[data-ready]", state="attached")
        ready = time.perf_counter() - start
        found = page.evaluate(ASK)
        browser.close()
    return ready, found


def row(size, folder):
    """Return a row of the table."""
    typed = [sys.executable, "-c", WRITE, str(Path(__file__).parent), str(size), str(folder)]
    out = subprocess.run(typed, check=True, capture_output=True, text=True).stdout
    cold, warm = map(float, out.split()[-2:])
    file = folder / "report.html"
    ready, found = asked(file)
    cells = [f"{file.stat().st_size / 1000:,.0f} kB", f"{cold:.2g} s", f"{warm:.2g} s"]
    cells += [f"{ready:.2g} s", *(f"{one:.0f} ms" for one in found.values())]
    return f"| {size} | {' | '.join(cells)} |", list(found)


def main() -> None:
    """Measure, print the table, and write it if asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[5, 32, 219], help="of the fields")
    parser.add_argument("--write", action="store_true", help="write docs/reference/benchmarks.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = [row(size, Path(folder) / str(size)) for size in given.sizes]
    heads = ["players", "page", "written, cold", "again", "ready in Chromium", *made[0][1]]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *(line for line, _ in made)]
    weighed = ", ".join(f"{name} {size} kB" for name, size in LIBRARIES.items())
    lines += ["", f"Libraries for charts that a page would hold: {weighed}.", ""]
    lines += [measured("report_pages")]
    print("\n".join(lines))
    if given.write:
        put(DOCS / "reference" / "benchmarks.md", "report pages", lines)


if __name__ == "__main__":
    main()
