"""Compute the page of published results: `python docs/studies/published_results/page.py`.

It writes docs/published_results.md, and beside this file all numbers as `numbers.csv` and what each
part took as `seconds.csv`. `--again` writes the page from these two files and computes nothing.
"""

import csv
import math
import sys
from pathlib import Path
from time import perf_counter

import exact
import graphs
import populations
import recorded
import tournaments
from rows import FORMULA, MEASURED, PRINTED, ROOT, Number, Part

HERE = Path(__file__).parent
PAGE = ROOT / "docs" / "published_results.md"
NUMBERS, SECONDS = HERE / "numbers.csv", HERE / "seconds.csv"
GROUPS = {
    "Tournaments and people": [*tournaments.PARTS, *recorded.PARTS],
    "Pairs of rules": exact.PARTS,
    "Populations": populations.PARTS,
    "Graphs and lattices": graphs.PARTS,
}
PARTS = [part for parts in GROUPS.values() for part in parts]
MOST = 30
"""Longer tables show so many rows: those with the largest differences, in their order."""
KINDS = {
    PRINTED: "the numbers that the publication prints or publishes as data",
    FORMULA: "numbers of the publication's formula or model, computed by another program",
    MEASURED: "numbers of another program's simulations of the publication's model",
}
HEAD = """\
# Published results, reproduced

This page has the numbers of the literature that the tests hold, theirs beside ours, and those of
two studies that benchmarks play again. Its script, `docs/studies/published_results/page.py`,
computes ours, or reads them from a page that another script wrote. "Theirs" are of three kinds:

{kinds}

A difference of 0 means: equal to the decimals that are shown. All numbers, with all digits, are in
[numbers.csv](studies/published_results/numbers.csv). Long tables below show only the rows with the
largest differences. Rules of the library are also compared with recorded moves of Axelrod-Python
and of the Fortran programs of 1980 (`tests/strategies/test_oracle.py`,
`tests/strategies/test_second_tournament.py`). These are moves, not numbers, so they are not on this
page. [Published tournaments, played again](studies/published_tournaments.md) tells more about
tournaments.

{numbers:,} numbers of {results} results. "Equal" counts those that agree to the decimals shown.
Seconds are those of the clock, on two cores that had other work, too. Numbers that are only read
take none.

"""


def computed() -> dict[str, tuple[list[Number], float]]:
    """Return the numbers of each part, and the seconds that it took."""
    found = {}
    for part in PARTS:
        began = perf_counter()
        numbers = [Number(str(n.quantity), float(n.theirs), float(n.ours)) for n in part.compute()]
        found[part.title] = numbers, perf_counter() - began
        print(f"{part.title}: {len(numbers)} numbers, {found[part.title][1]:.1f} s", flush=True)
    return found


def written(found: dict[str, tuple[list[Number], float]]) -> None:
    """Write both files."""
    with NUMBERS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["part", *Number._fields])
        for title, (numbers, _) in found.items():
            writer.writerows(
                [title, n.quantity, f"{n.theirs:.12g}", f"{n.ours:.12g}"] for n in numbers
            )
    with SECONDS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["part", "seconds"])
        writer.writerows([title, f"{seconds:.1f}"] for title, (_, seconds) in found.items())


def read() -> dict[str, tuple[list[Number], float]]:
    """Return what the files have."""
    with SECONDS.open(encoding="utf-8") as file:
        seconds = {row["part"]: float(row["seconds"]) for row in csv.DictReader(file)}
    found: dict[str, tuple[list[Number], float]] = {title: ([], s) for title, s in seconds.items()}
    with NUMBERS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            number = Number(row["quantity"], float(row["theirs"]), float(row["ours"]))
            found[row["part"]][0].append(number)
    return found


def difference(number: Number) -> float:
    """Return ours less theirs; none where both are the same infinity."""
    return 0.0 if number.theirs == number.ours else number.ours - number.theirs


def shown(value: float, decimals: int) -> str:
    """Return a number as the page shows it; a small one that is not 0 in powers of ten."""
    if not math.isfinite(value):
        return str(value)
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text


def largest(numbers: list[Number], decimals: int) -> str:
    """Return the largest difference, or that there is none."""
    most = max(abs(difference(number)) for number in numbers)
    if most == 0:
        return "0"
    return shown(most, decimals) if round(most, decimals) else f"{most:.0e}"


def anchor(title: str) -> str:
    """Return where a heading is found."""
    kept = "".join(c for c in title.lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")


def overview(found: dict[str, tuple[list[Number], float]]) -> str:
    """Return the table of all parts."""
    lines = ["| result | theirs are | numbers | equal | largest difference | seconds |"]
    lines += ["|---|---|---:|---:|---:|---:|"]
    for part in PARTS:
        numbers, seconds = found[part.title]
        equal = sum(round(difference(n), part.decimals) == 0 for n in numbers)
        lines.append(
            f"| [{part.title}](#{anchor(part.title)}) | {part.kind} | {len(numbers)} | {equal}"
            f" | {largest(numbers, part.decimals)} | {seconds:.1f} |"
        )
    return "\n".join(lines)


def section(part: Part, numbers: list[Number]) -> str:
    """Return what the page says of one part."""
    rows = numbers
    if len(numbers) > MOST:
        least = sorted((abs(difference(n)) for n in numbers), reverse=True)[MOST - 1]
        rows = [n for n in numbers if abs(difference(n)) >= least][:MOST]
    about = f"{len(numbers)} numbers" + (
        f", {len(rows)} of them here" if len(rows) < len(numbers) else ""
    )
    test = f"Test: `{part.test}`." if part.test else "No test holds them; a benchmark does."
    lines = [
        f"### {part.title}",
        "",
        f"Source: {part.source}. Theirs: {part.kind}. {about}. {test}",
        *([part.note] if part.note else []),
        "",
        "| quantity | theirs | ours | difference |",
        "|---|---:|---:|---:|",
    ]
    for number in rows:
        cells = number.theirs, number.ours, difference(number)
        values = " | ".join(shown(value, part.decimals) for value in cells)
        lines.append(f"| {number.quantity} | {values} |")
    return "\n".join(lines)


def page(found: dict[str, tuple[list[Number], float]]) -> str:
    """Return the text of the page."""
    kinds = "\n".join(f"- **{kind}**: {words}." for kind, words in KINDS.items())
    numbers = sum(len(each) for each, _ in found.values())
    head = HEAD.format(kinds=kinds, numbers=numbers, results=len(found))
    parts = [head, overview(found), "\n"]
    for group, each in GROUPS.items():
        parts += [f"\n## {group}\n"]
        parts += [f"\n{section(part, found[part.title][0])}\n" for part in each]
    return "".join(parts)


if __name__ == "__main__":
    if "--again" not in sys.argv:
        written(computed())
    PAGE.write_text(page(read()), encoding="utf-8")
