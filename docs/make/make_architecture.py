"""Draw the rooms of the project and count its structure: `python docs/make/make_architecture.py`.

Writes docs/pictures/architecture.png and the table in docs/explanation/architecture.md. `--before
COMMIT` measures an earlier commit as well, and writes its column; without the option that column
stays as it is.
"""

import argparse
import ast
import re
import subprocess
import tempfile
import textwrap
from collections.abc import Callable
from pathlib import Path
from statistics import median

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch
from structure import FLOORS, Tree, functions, lines_of

DOCS = Path(__file__).parents[1]
PAGE = DOCS / "explanation" / "architecture.md"
PICTURE = DOCS / "pictures" / "architecture.png"
START, END = "<!-- structure -->\n", "<!-- /structure -->\n"

ROWS: dict[str, Callable[[Tree], str]] = {
    "modules": lambda tree: str(len(tree.lengths)),
    "lines": lambda tree: f"{sum(tree.lengths.values()):,}",
    "arrows between modules": lambda tree: str(sum(map(len, tree.arrows.values()))),
    "rooms": lambda tree: str(len(tree.room_arrows())),
    "arrows between rooms": lambda tree: str(sum(map(len, tree.room_arrows().values()))),
    "circles of imports": lambda tree: str(len(tree.circles)),
    "private names that cross modules": lambda tree: str(len(tree.private)),
    "median module, lines": lambda tree: f"{median(tree.lengths.values()):g}",
    "modules above 400 lines": lambda tree: str(sum(n > 400 for n in tree.lengths.values())),
    "functions above 60 lines": lambda tree: str(len(long_functions(tree))),
    "longest files": lambda tree: ", ".join(longest(tree)),
}


def long_functions(tree: Tree) -> list[str]:
    """Return the functions above 60 lines, docstrings apart."""
    return [
        f"{name}.{function.name}"
        for name, module in tree.trees.items()
        for function in functions(module)
        if lines_of(function) > 60
    ]


def longest(tree: Tree, most: int = 5) -> list[str]:
    """Return the longest files, each with its lines."""
    ranked = sorted(tree.lengths.items(), key=lambda pair: -pair[1])[:most]
    return [f"`{name}` {lines}" for name, lines in ranked]


# -- the table -----------------------------------------------------------------------------------


def table(now: Tree, before: Tree | None) -> str:
    """Return the table of figures; without an earlier tree its column is taken from the page."""
    if before is not None:
        old = {name: count(before) for name, count in ROWS.items()}
    else:
        cells = re.findall(r"^\| (.+?) \| (.+?) \|", section(), re.M)
        old = dict(cells)
    lines = ["| | before | now |", "|---|---|---|"]
    lines += [f"| {name} | {old[name]} | {count(now)} |" for name, count in ROWS.items()]
    return "\n".join(lines) + "\n"


def section() -> str:
    """Return what stands between the markers of the page."""
    return PAGE.read_text(encoding="utf-8").partition(START)[2].partition(END)[0]


def checked_out(commit: str, folder: str) -> Tree:
    """Return the tree of a commit, unpacked into a folder."""
    packed = subprocess.run(
        ["git", "archive", commit], cwd=DOCS.parent, check=True, capture_output=True
    )
    subprocess.run(["tar", "-x", "-C", folder], input=packed.stdout, check=True)
    return Tree(Path(folder))


# -- the picture ---------------------------------------------------------------------------------

HEIGHT, GAP = 1.0, 0.55
COLOURS = {"tournament": "#dbe9f6", "strategies": "#fde9c9", "analysis": "#dcefdc"}


def says(tree: Tree, name: str) -> str:
    """Return the first sentence of a room's docstring."""
    text = ast.get_docstring(tree.trees[name]) or ""
    return re.split(r"(?<=\.)\s", text.replace("\n", " "))[0].rstrip(".")


def places(tree: Tree) -> dict[str, tuple[float, float, float]]:
    """Return left, bottom and width of each box: floors from the ground up, readers at the side."""
    found, step = {}, HEIGHT + GAP
    known = set(tree.room_arrows())
    for level, names in enumerate(FLOORS):
        rooms = [f"tournament.{n}" for n in names if f"tournament.{n}" in known]
        rooms = [name for name in rooms if not name.endswith("__main__")]
        width = (7.0 - 0.3 * (len(rooms) - 1)) / len(rooms)
        for at, name in enumerate(rooms):
            found[name] = (at * (width + 0.3), level * step, width)
    top = len(FLOORS) - 1.4
    studies = sorted(n for n in known if n.startswith("analysis.") and n in tree.files)
    studies = [n for n in studies if tree.files[n].name == "__init__.py"]
    for at, name in enumerate(studies):
        found[name] = (8.6, (top - at) * step, 4.2)
    library = sorted(n for n in known if n.startswith("strategies."))
    library = [n for n in library if tree.files[n].name == "__init__.py"]
    below = (top - len(studies)) * step - 0.4
    for at, name in enumerate(library):
        found[name] = (8.6, below - step * 0.6 * at - 0.2, 4.2)
    return found


def reduced(arrows: dict[str, set[str]]) -> set[tuple[str, str]]:
    """Return the arrows that do not follow from others."""

    def reach(name: str, without: str) -> set[str]:
        seen, todo = set[str](), [other for other in arrows[name] if other != without]
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                todo += arrows.get(one, ())
        return seen

    return {
        (name, other)
        for name, others in arrows.items()
        for other in others
        if other not in reach(name, other)
    }


def box(axes: Axes, tree: Tree, name: str, place: tuple[float, float, float]) -> None:
    """Draw one room: its name, and what it says of itself."""
    left, bottom, width = place
    tall = HEIGHT if not name.startswith("strategies.") else HEIGHT * 0.75
    package, _, short = name.partition(".")
    axes.add_patch(
        FancyBboxPatch(
            (left, bottom),
            width,
            tall,
            boxstyle="round,pad=0,rounding_size=0.08",
            facecolor=COLOURS[package],
            edgecolor="#555555",
            linewidth=0.8,
            zorder=2,
        )
    )
    label = f"{short}/" if tree.files[name].name == "__init__.py" else f"{short}.py"
    middle = left + width / 2
    axes.text(
        middle,
        bottom + tall - 0.22,
        label,
        ha="center",
        va="center",
        weight="bold",
        size=9,
        zorder=3,
    )
    words = textwrap.wrap(says(tree, name), int(width * 11.5))[:3]
    axes.text(
        middle,
        bottom + (tall - 0.3) / 2,
        "\n".join(words),
        ha="center",
        va="center",
        size=7,
        zorder=3,
    )


def frame(
    axes: Axes, package: str, places: list[tuple[float, float, float]], tall: float
) -> tuple[float, float, float]:
    """Draw the frame of a package that reads `tournament`; return its left, bottom and top."""
    left, bottom = min(p[0] for p in places) - 0.2, min(p[1] for p in places) - 0.2
    right = max(p[0] + p[2] for p in places) + 0.2
    top = max(p[1] for p in places) + tall + 0.45
    axes.add_patch(
        FancyBboxPatch(
            (left, bottom),
            right - left,
            top - bottom,
            boxstyle="round,pad=0,rounding_size=0.1",
            facecolor="none",
            edgecolor="#999999",
            linewidth=0.8,
        )
    )
    axes.text(left + 0.15, top - 0.25, f"{package}/", weight="bold", size=11, va="center")
    return left, bottom, top


def arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], bend: float) -> None:
    """Draw an arrow; the bend is 0 for a straight one."""
    style = {"arrowstyle": "-|>", "color": "#555555", "shrinkA": 0, "shrinkB": 0}
    axes.annotate(
        "", xy=end, xytext=start, arrowprops=style | {"connectionstyle": f"arc3,rad={bend}"}
    )


def draw(tree: Tree) -> None:
    """Write the picture of the rooms.

    Arrows that follow from others are left out. Arrows between neighbouring floors are straight;
    the others run along the left side.
    """
    where = places(tree)
    figure, axes = plt.subplots(figsize=(13, 15))
    for name, place in where.items():
        box(axes, tree, name, place)
    level = {f"tournament.{name}": at for at, names in enumerate(FLOORS) for name in names}
    drawn = {
        name: {other for other in others if other in where and level[other] < level[name]}
        for name, others in tree.room_arrows().items()
        if name in where and name in level
        for others in [{other for other in others if other in level}]
    }
    for name, other in sorted(reduced(drawn)):
        (left, bottom, width), (left2, bottom2, width2) = where[name], where[other]
        floors = level[name] - level[other]
        if floors == 1:
            ends = (left + width / 2, bottom), (left2 + width2 / 2, bottom2 + HEIGHT)
            arrow(axes, *ends, bend=0)
        else:
            ends = (left, bottom + HEIGHT / 2), (left2, bottom2 + HEIGHT / 2)
            arrow(axes, *ends, bend=0.5 / floors**0.5)
    for package, tall in (("analysis", HEIGHT), ("strategies", HEIGHT * 0.75)):
        inside = [p for name, p in where.items() if name.startswith(package)]
        edge, lowest, highest = frame(axes, package, inside, tall)
        read = {
            other
            for name, others in tree.room_arrows().items()
            if name.startswith(package)
            for other in others & set(drawn)
        }
        for other in sorted(read - {below for name in read for below in drawn[name]}):
            left, bottom, width = where[other]
            start = (edge, min(max(bottom + HEIGHT / 2, lowest + 0.2), highest - 0.2))
            arrow(axes, start, (left + width, bottom + HEIGHT / 2), bend=0)
    axes.set(
        xlim=(-2, 13.2),
        ylim=(min(bottom for _, bottom, _ in where.values()) - 0.5, len(FLOORS) * (HEIGHT + GAP)),
    )
    axes.axis("off")
    figure.savefig(PICTURE, dpi=90, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)


def main() -> None:
    """Write the picture and the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", metavar="COMMIT", help="measure this commit as well")
    given = parser.parse_args()
    now = Tree(DOCS.parent)
    draw(now)
    with tempfile.TemporaryDirectory() as folder:
        before = checked_out(given.before, folder) if given.before else None
        head, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
        text = head + START + table(now, before) + END + rest.partition(END)[2]
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
