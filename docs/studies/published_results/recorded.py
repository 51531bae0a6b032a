"""Numbers that other scripts computed and wrote into pages: read from there, beside theirs."""

import re
from collections.abc import Iterator
from pathlib import Path

from rows import PRINTED, ROOT, Number, Part

DOCS = ROOT / "docs"
TOURNAMENTS = DOCS / "studies" / "published_tournaments.md"
META = DOCS / "explanation" / "meta_tournaments.md"
LEARNING = DOCS / "how_to" / "learning.md"

SHARES = {  # Dal Bó and Fréchette (2011), table 7; columns are treatments
    "always_defect": (0.92, 0.78, 0.53, 0.65, 0.11, 0.00),
    "always_cooperate": (0.00, 0.08, 0.07, 0.00, 0.30, 0.08),
    "grim": (0.00, 0.04, 0.00, 0.00, 0.27, 0.12),
    "tit_for_tat": (0.08, 0.10, 0.38, 0.35, 0.33, 0.56),
    "win_stay_lose_shift": (0.00, 0.00, 0.02, 0.00, 0.00, 0.00),
    "t2": (0.00, 0.00, 0.00, 0.00, 0.00, 0.24),
}


def table(page: Path, mark: str) -> list[list[str]]:
    """Return the cells of the first table between two comments of a page, its head first."""
    text = page.read_text(encoding="utf-8")
    part = text.partition(f"<!-- {mark} -->")[2].partition(f"<!-- /{mark} -->")[0]
    found: list[list[str]] = []
    for line in part.strip().splitlines():
        if line.startswith("|"):
            found.append([cell.strip() for cell in line.strip("|").split("|")])
        elif found:
            break
    return [row for row in found if not re.fullmatch(r":?-+:?", row[0])]


def people() -> Iterator[Number]:
    """Shares of six strategies in six treatments."""
    head, *body = table(LEARNING, "sfem")
    for row in body:
        name = row[0].strip("`")
        for treatment, theirs, cell in zip(head[1:], SHARES.get(name, ()), row[1:], strict=False):
            yield Number(f"{name}, {treatment}", theirs, float(cell.split()[0]))


def harper(noise: str) -> Iterator[Number]:
    """Scores of those who came among the first fifteen, there or here."""
    for name, _, _, there, here, _ in table(TOURNAMENTS, f"harper 2017, noise {noise}")[1:]:
        if there:
            yield Number(name, float(there), float(here))


def glynatsi() -> Iterator[Number]:
    """Correlations of properties with the normalised rank."""
    head, *body = table(META, "correlations")
    for name, *cells in body:
        for title, cell in zip(head[1:], cells, strict=True):
            ours, _, theirs = cell.partition(", ")
            if theirs:
                yield Number(f"{name}, {title.partition(':')[0]}", float(theirs), float(ours))


FREQUENCIES = "tests/analysis/learning/test_frequencies.py"
PARTS = [
    Part(
        "How people play", "Dal Bó and Fréchette (2011), table 7: shares of strategies (SFEM)",
        PRINTED, f"{FREQUENCIES}::test_people_play_what_was_published", people, 2,
        "Recorded by `examples/human_play.py`. The data are not part of the project; where they are"
        " not, the test is skipped.",
    ),
    Part(
        "Harper and others' tournament, without noise",
        "Harper and others (2017): scores of those among the first fifteen, there or here",
        PRINTED, "", lambda: harper("0"), 4,
        "Recorded by `benchmarks/harper_2017.py`. Theirs are medians, ours means.",
    ),
    Part(
        "Harper and others' tournament, with noise",
        "Harper and others (2017), the same with 5 % noise",
        PRINTED, "", lambda: harper("0.05"), 4,
        "Recorded by `benchmarks/harper_2017.py`. Theirs are medians, ours means.",
    ),
    Part(
        "What goes with success",
        "Glynatsi, Knight and Harper (2024): correlations of properties with the normalised rank",
        PRINTED, "", glynatsi, 2,
        "Recorded by `benchmarks/meta_tournaments.py`. Fields and conditions are drawn at random."
        " With probabilistic endings theirs weigh matches in another way:"
        " [meta-tournaments](explanation/meta_tournaments.md).",
    ),
]  # fmt: skip
