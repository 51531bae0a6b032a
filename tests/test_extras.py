"""The core is small: what only some work needs is an extra, and a sentence says which."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from structure import PACKAGES, Tree, imports

import analysis
from analysis.figures.canvas import square
from analysis.figures.learning import dendrogram
from analysis.learning.clusters.hierarchy import cut
from analysis.learning.clusters.maps import density
from tournament import testing
from tournament.errors import MissingExtra
from tournament.events.cluster import dask_executor

ROOT = Path(__file__).parents[1]
TREE = Tree(ROOT)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DISTRIBUTIONS = packages_distributions()
COME_ALONG = {"llvmlite", "cycler"}  # with Numba, with Matplotlib


def names(requirements: list[str]) -> set[str]:
    """Return the distributions of requirements, without versions."""
    return {re.split(r"[<>=\[;~! ]", each)[0].lower() for each in requirements}


CORE = names(PROJECT["dependencies"])
EXTRAS = {
    extra: names(requirements)
    for extra, requirements in PROJECT["optional-dependencies"].items()
    if extra not in ("all", "docs", "test", "dev")
}


def distribution(library: str) -> str:
    """Return what installs a library that can be imported."""
    return DISTRIBUTIONS.get(library, [library])[0].lower()


def foreign(tree: ast.AST) -> set[str]:
    """Return the distributions that a piece of code imports, the standard library aside."""
    found = {name.split(".")[0] for name in imports(tree)} - set(PACKAGES)
    return {distribution(name) for name in found - sys.stdlib_module_names - COME_ALONG}


def needs(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield the distribution and the extra of each call of `needed`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "needed":
            library, extra, purpose = (ast.literal_eval(each) for each in node.args)
            assert purpose.startswith("to ")
            yield distribution(library.split(".")[0]), extra


# -- what is declared ------------------------------------------------------------------------------


def test_the_core_is_what_is_imported_and_no_extra():
    found = set().union(*(foreign(tree) for tree in TREE.trees.values()))
    assert found - set().union(*EXTRAS.values()) == CORE


def test_every_library_is_in_one_place():
    everything = [*CORE, *(name for extra in EXTRAS.values() for name in extra)]
    assert len(everything) == len(set(everything))


def test_all_is_all_extras_and_tests_have_them():
    (everything,) = PROJECT["optional-dependencies"]["all"]
    assert everything == f"tournament[{','.join(EXTRAS)}]"
    assert "tournament[all]" in PROJECT["optional-dependencies"]["test"]


@pytest.mark.parametrize("module", [name for name, tree in TREE.trees.items() if [*needs(tree)]])
def test_extras_have_what_is_needed_of_them(module):
    for library, extra in needs(TREE.trees[module]):
        assert library in EXTRAS[extra]


def test_nobody_imports_an_extra_without_asking_for_it():
    optional = set().union(*EXTRAS.values())
    silent = [
        f"{module}:{function.name}"
        for module, tree in TREE.trees.items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        if (foreign(function) & optional) and not [*needs(function)]
    ]
    assert silent == []
    at_the_top = [
        module
        for module, tree in TREE.trees.items()
        for name in imports(tree, lazy=False)
        if distribution(name.split(".")[0]) in optional
    ]
    assert at_the_top == []


def page() -> str:
    return (ROOT / "docs" / "install.md").read_text(encoding="utf-8")


def test_the_page_has_a_row_for_every_extra():
    rows = re.findall(r"^\| `pip install '?tournament(?:\[(\w+)\]')?` \|", page(), re.MULTILINE)
    assert rows == ["", *EXTRAS, "all"]


def test_the_page_names_the_oldest_versions():
    """They were tried by hand; a change of one asks for another trial."""
    text = " ".join(page().partition("## Versions")[2].split()).lower()
    for requirement in PROJECT["dependencies"]:
        name, oldest = requirement.split(">=")
        version = re.search(rf"\b{name.removesuffix('2')}2? ([\d.]+\d)", text)
        assert version, name
        assert f"{version[1]}.0".startswith(f"{oldest}."), name


# -- what is said when one is missing --------------------------------------------------------------

VECTORS = pd.DataFrame({"CC": [1.0, 0.9, 0.0, 0.1, 0.2], "DD": [1.0, 1.0, 0.0, 0.0, 0.1]})
COUNTS = pd.DataFrame({"CC": [9, 10, 3, 6], "DD": [0, 10, 0, 10]})
LOG = "player,match,turn,move,opponent_move\n" + "".join(
    f"{player},1,{turn},{move},{other}\n"
    for player, move, other in (("ann", "C", "D"), ("bob", "D", "C"), ("cat", "C", "C"))
    for turn in range(1, 9)
)
USES = {
    "kmeans": ("sklearn", lambda: analysis.kmeans(VECTORS, 2)),
    "starts_compared": ("sklearn", lambda: analysis.starts_compared(VECTORS, 2, starts=2)),
    "gaussian_mixture": ("sklearn", lambda: analysis.gaussian_mixture(VECTORS, 2)),
    "choose_k": ("sklearn", lambda: analysis.choose_k(VECTORS, [1, 2])),
    "hierarchy": ("scipy", lambda: analysis.hierarchy(VECTORS)),
    "cut": ("scipy", lambda: cut(VECTORS, np.zeros((4, 4)), 2)),
    "density": ("scipy", lambda: density(VECTORS)),
    "dendrogram": ("scipy", lambda: dendrogram(VECTORS, 2, square())),
    "stationary": ("scipy", lambda: analysis.stationary(np.ones((3, 3)), 150)),
    "beta_priors": ("scipy", lambda: analysis.beta_priors(COUNTS, COUNTS + 5)),
    "dask_executor": ("distributed", lambda: dask_executor("local").__enter__()),
    **{
        name: ("hypothesis", lambda name=name: getattr(testing, name)())
        for name in ("automata", "conditions", "games", "players", "probabilities", "sequences")
    },
}


EXTRA = {"hypothesis": "testing", "distributed": "dask"}


def block(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    """Let a library be missing."""
    for module in [name for name in sys.modules if name.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, library, None)


def test_the_page_has_the_sentence():
    said = MissingExtra.__name__ in page() and "The library `sklearn` is needed to cluster players"
    assert said
    assert f"{said}, and it is not installed; install it with: pip install" in page()


@pytest.mark.parametrize("use", USES)
def test_a_missing_library_is_one_sentence(use, monkeypatch):
    library, act = USES[use]
    block(monkeypatch, library)
    sentence = (
        rf"The library `{library}` is needed to [a-z ]+, and it is not installed; install it with:"
        rf" pip install 'tournament\[{EXTRA.get(library, 'learn')}\]'"
    )
    with pytest.raises(MissingExtra, match=f"^{sentence}$"):
        act()


# -- and what works without any --------------------------------------------------------------------

RULE = '''
from tournament import C, D, strategy


@strategy(angry=False)
def offended(me, opponent):
    """Cooperate until the first defection."""
    if opponent.last == D:
        me.angry = True
    return D if me.angry else C
'''
LEDGER = "giver,receiver,day,nice\nme,ann,1,yes\nann,me,1,no\nme,bob,2,yes\n"
FIELD = "tit_for_tat always_defect grudger random_player --turns 10"
COMMANDS = [
    f"run {FIELD} --repetitions 5 --noise 0.05 --seed 1 --output one",
    f"run {FIELD} --repetitions 5 --noise 0.10 --seed 1 --output two",
    f"run {FIELD} --repetitions 8 --noise 0.05 --seed 1 --rank-by median --output three",
    f"run {FIELD} --repetitions 1 --continuation 0.9 --seed 1 --output four",
    "compare one two",
    "report one",
    "season tit_for_tat always_defect --towns 20 --friends 6 --days 4 --seed 1 --output season",
    "report season",
    "strategies",
    "partners",
    "new mine.py",
    "check rule.py",
    "advise tit_for_tat always_defect --towns 20 --friends 6 --seed 1 --candidates tit_for_tat",
]
ALONE = """
import sys
for library in {libraries}:
    sys.modules[library] = None
from tournament.cli import main
for command in {commands}:
    code = main(command.split())
    print("::", command, "->", code)
"""


def without(libraries: list[str], commands: list[str], folder: Path) -> str:
    """Return what commands print in a process in which libraries are missing."""
    code = ALONE.format(libraries=libraries, commands=commands)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def optional() -> list[str]:
    """Return the libraries that no core has: those of extras and of tests, and what they need."""
    tests = names(PROJECT["optional-dependencies"]["test"]) - {"tournament"}
    wanted = set().union(tests, {"joblib", "narwhals", "patsy"}, *EXTRAS.values())
    return sorted(
        name for name, owners in DISTRIBUTIONS.items() if wanted & {each.lower() for each in owners}
    )


def test_the_main_job_needs_the_core_alone(tmp_path):
    (tmp_path / "rule.py").write_text(RULE, encoding="utf-8")
    missing = optional()
    assert {"scipy", "sklearn", "pyarrow", "networkx"} <= set(missing)
    said = without(missing, COMMANDS, tmp_path)
    codes = dict(re.findall(r"^:: (.*) -> (\d+)$", said, re.MULTILINE))
    assert codes == dict.fromkeys(COMMANDS, "0"), said
    for folder in ("one", "two", "three", "four", "season"):
        assert (tmp_path / folder / "report.html").stat().st_size > 70_000


def test_learning_says_what_it_needs(tmp_path):
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    for library in ("sklearn", "scipy"):
        said = without([library], ["learn log.csv --output kinds"], tmp_path)
        assert f"tournament: The library `{library}` is needed to" in said
        assert "pip install 'tournament[learn]'" in said
        assert "-> 2" in said
        assert not (tmp_path / "kinds").exists()
