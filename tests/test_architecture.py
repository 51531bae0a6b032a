"""Who may import whom, how large things may be, and what importing costs."""

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest
from structure import FLOOR_OF, PACKAGES, Tree, depth, floor, functions, imports, lines_of

ROOT = Path(__file__).parents[1]
TREE = Tree(ROOT)


def modules(*packages: str) -> list[str]:
    return [
        name
        for name in TREE.files
        if any(name == package or name.startswith(f"{package}.") for package in packages)
    ]


def offenders(names: list[str], *forbidden: str, lazy: bool = True) -> list[str]:
    return [
        f"{name} imports {other}"
        for name in names
        for other in imports(TREE.trees[name], lazy=lazy)
        if any(other == bad or other.startswith(f"{bad}.") for bad in forbidden)
    ]


# -- arrows ----------------------------------------------------------------------------------------


def test_no_circle_of_imports():
    """Nor one that is closed inside a function: a circle is one idea in two files."""
    assert TREE.circles == []


def test_arrows_run_down_the_floors():
    up = {
        (name, other)
        for name, others in TREE.arrows.items()
        for other in others
        if (mine := floor(name)) is not None and (its := floor(other)) is not None and its > mine
    }
    assert up == set()


def test_every_room_has_its_floor():
    rooms = {name.split(".")[1] for name in modules("tournament") if "." in name}
    assert rooms == set(FLOOR_OF)


def test_no_private_name_crosses_modules():
    """Neither imported, nor reached for as `module._name`."""
    assert TREE.private == []


def test_only_the_engine_knows_numba():
    others = set(modules(*PACKAGES)) - set(modules("tournament.engine"))
    assert offenders(sorted(others), "numba", "llvmlite") == []


def test_the_engine_knows_no_frame():
    assert offenders(modules("tournament.engine"), "pandas") == []


def test_tournament_knows_neither_library_nor_analysis():
    """Except the command line, inside a command."""
    everything = modules("tournament")
    rest = set(everything) - set(modules("tournament.cli"))
    assert offenders(sorted(rest), "strategies", "analysis") == []
    assert offenders(everything, "strategies", "analysis", lazy=False) == []


def test_rules_are_written_in_the_authors_vocabulary():
    """Files of rules import moves, annotations and `strategy` from tournament, and no more."""
    about = {"strategies", *modules("strategies.contents", "strategies.composed.meta_players")}
    annotations = ("Move", "Moves", "Probability", "Probabilities")
    words = ("C", "D", "strategy", "REFUSE", "partner_rule", *annotations)
    allowed = {f"tournament.{word}" for word in words}
    assert [
        f"{name} imports {other}"
        for name in sorted(set(modules("strategies")) - about)
        for other in imports(TREE.trees[name])
        if other.split(".")[0] in ("tournament", "analysis", "numba") and other not in allowed
    ] == []


def test_the_library_knows_neither_engine_nor_analysis():
    names = modules("strategies")
    assert offenders(names, "analysis", "tournament.engine", "tournament.cli") == []


def test_analysis_knows_no_kernel():
    forbidden = ("tournament.engine", "tournament.referee", "tournament.cli", "strategies")
    assert offenders(modules("analysis"), *forbidden) == []


# -- sizes -----------------------------------------------------------------------------------------

QUIET = {"__pycache__", "__init__.py", "__init__.pyi", "__main__.py", "py.typed"}
LONG = {
    "tournament.engine.seats:seats",  # makes kernels, which stand inside it, for a number of lanes
    "tournament.engine.season.world:build_world",  # a table: one line a field
}


def test_modules_are_short():
    assert {file: lines for file, lines in TREE.lengths.items() if lines > 400} == {}
    assert median(TREE.lengths.values()) <= 160


def test_folders_are_small():
    """At most about a dozen entries that a reader sees."""
    crowded = {
        str(folder.relative_to(ROOT)): len(seen)
        for folder in {file.parent for file in TREE.files.values()}
        if len(seen := [f for f in folder.iterdir() if f.name not in QUIET]) > 14
    }
    assert crowded == {}


def measured(measure: Callable[[ast.FunctionDef], int], most: int) -> dict[str, int]:
    """Return the functions of which a measure is too large."""
    return {
        f"{name}:{function.name}": size
        for name, tree in TREE.trees.items()
        for function in functions(tree)
        if (size := measure(function)) > most
    }


def test_functions_fit_a_screen():
    assert set(measured(lines_of, 60)) == LONG


def test_functions_are_shallow():
    assert set(measured(depth, 4)) <= LONG


# -- what importing costs --------------------------------------------------------------------------


@pytest.mark.parametrize("package", ["tournament", "strategies", "analysis"])
def test_importing_loads_little(package):
    code = f"import sys, {package}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy = {"numba", "llvmlite", "pandas", "matplotlib", "pyarrow", "scipy", "rich", "jinja2"}
    assert heavy & set(done.stdout.split()) == set()
