"""Take the pictures of pages that docs/how_to/reports.md shows; look at each of them.

    python docs/make/make_screenshots.py [PAGE ...]

Pages of fields of three sizes are written anew, which takes minutes where nothing is compiled yet;
or pages that are there already are named, the smallest first. Chromium takes the pictures.
"""

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parents[1] / "pictures" / "pages"
FIVE = ("tit_for_tat", "always_defect", "always_cooperate", "grudger", "win_stay_lose_shift")
LARGEST = 120_000  # bytes of a picture


def written(folder: Path) -> Iterator[Path]:
    """Write the pages; yield their files, the smallest first."""
    import analysis
    import strategies
    from tournament import Tournament

    sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
    from run import short_running

    fields = (
        [strategies.get(name) for name in FIVE],
        strategies.classics(),
        short_running(),
    )
    for players in fields:
        repetitions = 20 if len(players) < 100 else 5
        event = Tournament(players, turns=200, repetitions=repetitions, noise=0.01, seed=7)
        yield analysis.report(event.play(progress=False), folder / str(len(players)))


def keep(name: str, picture: bytes) -> None:
    """Write a picture of few colours, which is small."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in (256, 128, 64, 32):
        made = io.BytesIO()
        image.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            made, "PNG", optimize=True
        )
        if made.tell() < LARGEST:
            break
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(made.getvalue())


def asked(page: Page) -> None:
    """Click a cell of the map of payoffs, and let its match and the map be on the screen."""
    figure = page.locator("figure[data-chart=payoffs]")
    figure.scroll_into_view_if_needed()
    box = figure.locator("svg.drawing").bounding_box()
    assert box is not None
    figure.locator("svg.drawing").click(position={"x": box["width"] * 0.7, "y": box["height"] / 2})
    page.locator("#replay").scroll_into_view_if_needed()
    page.evaluate("""() => {
      const map = document.querySelector("figure[data-chart=payoffs]").getBoundingClientRect();
      const match = document.getElementById("replay").getBoundingClientRect();
      scrollBy({ top: Math.max(map.top, match.bottom - innerHeight) - 8, behavior: "instant" });
    }""")


def shoot(pages: list[Path]) -> None:
    """Take the pictures of pages."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for size, file in zip(("small", "middle", "large"), pages, strict=True):
            for kind, wide, high, colours in (
                ("desk", 1280, 800, "light"), ("phone", 390, 844, "light"),
                ("dark", 1280, 800, "dark"), ("map", 1280, 1000, "light"),
            ):  # fmt: skip
                context = browser.new_context(
                    viewport={"width": wide, "height": high}, color_scheme=colours,
                    reduced_motion="reduce", is_mobile=wide < 600,
                )  # fmt: skip
                page = context.new_page()
                page.set_default_timeout(120_000)
                page.goto(file.resolve().as_uri())
                page.wait_for_selector("html[data-ready]", state="attached")
                if kind == "map":
                    asked(page)
                page.wait_for_timeout(300)
                keep(f"{size}_{kind}", page.screenshot())
                context.close()
        browser.close()


def main() -> None:
    """Write the pages if none are named, and take the pictures."""
    if len(sys.argv) > 1:
        return shoot([Path(name) for name in sys.argv[1:]])
    with tempfile.TemporaryDirectory() as folder:
        return shoot(list(written(Path(folder))))


if __name__ == "__main__":
    main()
