"""Mistakes tried: each is made in a copy of the project, where the tests of its part run.

Python starts once with all libraries and is forked for each mistake, which saves some seconds.
"""

import ast
import compileall
import contextlib
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import Any, NamedTuple

from mistakes import Mistake

ROOT = Path(__file__).parent.parent
PACKAGES = ("analysis", "strategies", "tournament")
COPIED = (*PACKAGES, "tests", "docs", "benchmarks", "examples", ".ci", ".github")
COLD = re.compile(r"tournament/(engine|authors|outcomes|streams|errors|game)")
"""What compiled code depends on: a mistake there compiles everything anew."""
LAWS = {
    "tournament/engine/season": (
        "laws/test_season_theory", "laws/test_season_match", "laws/test_season_laws",
        "laws/test_season_twin", "laws/test_season_teams",
    ),
    "tournament/engine/kernels/arithmetic": (
        "laws/test_arithmetic", "laws/test_twin", "laws/test_laws",
    ),
    "tournament/engine": ("laws/test_twin", "laws/test_laws", "laws/test_teams"),
    "tournament/referee/arithmetic": ("laws/test_arithmetic", "laws/test_twin"),
    "tournament/referee/population": (
        "engine/population/test_mixed", "engine/population/test_live",
        "engine/population/structured/test_twin", "engine/population/structured/test_corners",
    ),
    "tournament/referee/exact": ("engine/chain/test_expected", "events/test_exact"),
    "tournament/referee": ("laws/test_twin", "laws/test_season_match", "laws/test_season_twin"),
    "tournament/events/season": ("laws/test_season_running", "laws/test_season_laws"),
    "tournament/events": ("laws/test_laws",),
}  # fmt: skip
"""Tests of laws that a part of the code is held to, beside those of its own folder."""
TO_THE_LETTER = {
    "tournament/cli/screen/layout": ("tournament/cli/screen/test_golden_texts",),
    "analysis/figures": ("analysis/figures/test_golden_figures",),
    "analysis/plots": ("analysis/figures/test_golden_figures",),
    "tournament/cli": (
        "tournament/cli/test_help",
        "tournament/cli/commands/test_transcripts",
        "tournament/cli/screen/test_golden_texts",
    ),
    "analysis/reports": (
        "analysis/reports/test_golden_pages",
        "analysis/figures/test_golden_figures",
    ),
}
"""Tests of all that is printed or written: a part of it is held to them, after its own tests."""
QUICK = (
    "tests/tournament/engine/match/test_books.py",
    "tests/tournament/engine/season/test_days.py",
)
"""Tests that compile few rules and take each path of the engine once."""
LONG = ("test_report.py", "test_learned.py")
"""Files of tests that take long: after the others of their folder."""
AXELROD_NAMES = "strategies/contents/axelrod_python.py"
AXELROD = re.compile(r"""^\s*["'](\w+)\|.*["']: "(\w+)""", re.MULTILINE)
LIMIT, COLD_LIMIT = 120, 240
"""Seconds until the tests of a mistake are ended."""
HANGS = 30
"""Seconds after which a test that never ended has noticed the mistake."""
WORDS = ("-x", "-q", "-n", "0", "-m", "not slow", "-p", "no:cacheprovider", "--tb=short",
         "-W", "ignore::pytest.PytestAssertRewriteWarning")  # fmt: skip


class Result(NamedTuple):
    """What the tests said: `outcome` is "noticed", "not noticed", "hangs" or "too slow"."""

    name: str
    was: str
    becomes: str
    outcome: str
    by: str
    seconds: float


@lru_cache
def source(path: str) -> str:
    """Return the text of a module."""
    return (ROOT / path).read_text(encoding="utf-8")


# -- which tests ----------------------------------------------------------------------------------


@lru_cache
def texts() -> dict[str, str]:
    """Return the source of every test file."""
    found = sorted((ROOT / "tests").rglob("test_*.py"))
    return {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for file in found}


@lru_cache
def tests_of(path: str) -> list[str]:
    """Return the tests of the part that a module is in, the narrowest first."""
    module = Path(path)
    names = "|".join(map(re.escape, _public(path)))
    stem, imported = module.stem, _imported(module)
    folder = Path("tests") / module.parent
    mirrored = f"{folder}/test_{stem}.py"
    near = [test for test in texts() if Path(test).parent == folder]
    named = [test for test in texts() if names and re.search(rf"\b({names})\b", texts()[test])]
    while not near:  # no folder mirrors its own: the next one above
        folder = folder.parent
        near = [test for test in texts() if Path(test).parent == folder]
    near.sort(key=lambda test: (test not in named, Path(test).name in LONG))
    direct = [test for test, text in texts().items() if imported.search(text)]
    users = [_imported(Path(user)) for user in beside(path) if imported.search(source(user))]
    through = [test for test, text in texts().items() if any(u.search(text) for u in users)]
    at_home = [test for test in near if test in named or test in direct]
    laws = next((names for start, names in LAWS.items() if path.startswith(start)), ())
    of_laws = [f"tests/tournament/{law}.py" for law in laws]
    letter = next((names for start, names in TO_THE_LETTER.items() if path.startswith(start)), ())
    to_the_letter = [f"tests/{name}.py" for name in letter]
    at_part = [test for test in direct if test.split("/")[1:3] == mirrored.split("/")[1:3]]
    at_its_own = folder == Path("tests") / module.parent
    namesakes = [test for test in direct if Path(test).stem == f"test_{stem}"]
    chosen = [mirrored] if mirrored in texts() else namesakes
    if path.startswith("tournament/engine/"):  # what compiles few rules comes first
        quick = near if path.count("/") > 2 and at_its_own else []
        chosen += [*quick, *QUICK, *of_laws, path, *at_home]
    else:
        close = [*([] if at_its_own else direct), *([] if direct else through)]
        chosen += [path, "tests/test_defaults.py", *at_home, *close]
        chosen += [*to_the_letter, *near, *of_laws]
    chosen += [*at_part, *near, *direct, *through]
    if mirrored not in texts() and not direct:  # it is tested through what uses it
        chosen += [test for test in named if Path(test).is_relative_to(folder)]
        chosen += [test for test in named if test.split("/")[1] == module.parts[0]][:6]
    return [*dict.fromkeys(chosen), *arguments(path)]


@lru_cache
def calls() -> list[str]:
    """Return the names of all public functions that `tests/test_arguments.py` calls."""
    found = re.findall(
        r'^    "((?:tournament|analysis)[.\w]+)": ', texts()["tests/test_arguments.py"], re.M
    )
    return sorted(found)


def _imported(module: Path) -> re.Pattern[str]:
    """Return what finds a module in the text of one that imports it."""
    dotted = re.escape(".".join(module.with_suffix("").parts))
    parent = re.escape(".".join(module.parent.parts))
    return re.compile(rf"\b{dotted}\b|from {parent} import (\(\s*)?([\w, \n]*\b)?{module.stem}\b")


def beside(path: str) -> list[str]:
    """Return the other modules of a folder: those that use one are tested for it, too."""
    folder = (ROOT / path).parent
    found = sorted({*folder.glob("*.py")} - {folder / "__init__.py", ROOT / path})
    return [str(file.relative_to(ROOT)) for file in found]


def arguments(path: str) -> list[str]:
    """Return the tests of the arguments of what a module offers."""
    package = path.partition("/")[0]
    names = [f"{package}.{name}" for name in _public(path)]
    found = [one for one in calls() for name in names if one == name or one.startswith(f"{name}.")]
    return [f"tests/test_arguments.py::test_hostile_values_are_refused[{one}]" for one in found]


def only(one: Mistake) -> list[str]:
    """Return the words that choose among tests: those of the rule that the mistake is in.

    The library's tests go through all rules, by our names and by those of Axelrod-Python. Tests of
    rules that are made of others have other names.
    """
    made = one.path.startswith("strategies/composed/")
    if made or not one.path.startswith("strategies/") or one.path.count("/") < 2:
        return []
    body = ast.parse(source(one.path)).body
    rules = [node for node in body if isinstance(node, ast.FunctionDef) and node.decorator_list]
    within = [rule for rule in rules if rule.lineno <= one.line <= (rule.end_lineno or 0)]
    ours = {rule.name for rule in within or rules}
    for node in body:  # variants of a rule are made of it, below it
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            parts = {part.id for part in ast.walk(node.value) if isinstance(part, ast.Name)}
            ours |= {node.targets[0].id} if parts & ours else set()
    theirs = {key for key, name in AXELROD.findall(source(AXELROD_NAMES)) if name in ours}
    return ["-k", " or ".join(sorted(ours | theirs))] if ours else []


def _public(path: str) -> list[str]:
    """Return the names that a module offers, but for words that many files have."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.ClassDef)
    names = [n.name for n in tree.body if isinstance(n, kinds) and not n.name.startswith("_")]
    return [name for name in names if len(name) > 3]


# -- trying them ----------------------------------------------------------------------------------


class Watch:
    """A plugin of pytest that writes which test runs, and which failed."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Write that a test begins."""
        self.write(f"start {time.time()} {nodeid}")

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Write that a test failed."""
        if report.failed:
            self.write(f"failed {time.time()} {report.nodeid}")

    def pytest_collectreport(self, report: Any) -> None:
        """Write that a file of tests cannot be read."""
        if report.failed:
            self.write(f"failed {time.time()} {report.nodeid}")

    def write(self, line: str) -> None:
        """Add a line."""
        with self.file.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


class Place:
    """A copy of the project in which one mistake at a time is made."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder, self.cache = folder, cache
        self.log, self.printed = folder / "log.txt", folder / "printed.txt"
        self.tree = folder / "tree"
        shutil.rmtree(folder, ignore_errors=True)
        for name in COPIED:
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, self.tree / name, ignore=ignored)
        for file in (*ROOT.glob("*.md"), *ROOT.glob("*.toml"), *ROOT.glob("*.cff")):
            shutil.copy(file, self.tree)
        for name in PACKAGES:  # by hash: a mistake of the same length in the same second counts
            mode = PycInvalidationMode.CHECKED_HASH
            compileall.compile_dir(self.tree / name, quiet=2, invalidation_mode=mode)

    def start(self, tests: list[str], *, cold: bool = False) -> int:
        """Run tests in a process of its own; return its number."""
        self.log.unlink(missing_ok=True)
        process = os.fork()
        if process:
            return process
        try:
            self._run(tests, self.folder / "cold" if cold else self.cache)
        except BaseException as error:  # what is forked must not go on as its parent does
            Watch(self.log).write(f"failed {time.time()} {error!r}")
        os._exit(0)

    def _run(self, tests: list[str], cache: Path) -> None:
        os.setsid()
        printed = os.open(self.printed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(printed, 1)
        os.dup2(printed, 2)
        os.environ.update(
            PYTHONPATH=str(self.tree), TOURNAMENT_CACHE=str(cache), MPLBACKEND="agg",
            TMPDIR=str(self.folder / "tmp"), CI="1", OPENBLAS_NUM_THREADS="1",
        )  # fmt: skip
        (self.folder / "tmp").mkdir(exist_ok=True)
        os.chdir(self.tree)
        mine = (ROOT, Path(__file__).parent)
        sys.path[:] = [str(self.tree), *(part for part in sys.path if Path(part) not in mine)]
        import pytest

        code = pytest.main([*WORDS, *tests], plugins=[Watch(self.log)])
        if code not in (0, 1, 5):
            Watch(self.log).write(f"failed {time.time()} pytest ended with {int(code)}")

    def fails(self, *tests: str) -> str:
        """Return how tests fail without any mistake; nothing where they do not."""
        os.waitpid(self.start([*tests]), 0)
        said = self.log.read_text(encoding="utf-8")
        return said if "failed" in said else ""


def tried(places: list[Place], todo: list[Mistake]) -> Iterator[Result]:
    """Yield results, as they come."""
    todo, busy = todo[::-1], {}
    free = list(places)
    while todo or busy:
        while todo and free:
            one, place = todo.pop(), free.pop()
            (place.tree / one.path).write_text(one.made(source(one.path)), encoding="utf-8")
            cold = bool(COLD.match(one.path))
            busy[place.start([*tests_of(one.path), *only(one)], cold=cold)] = (
                one,
                place,
                time.time(),
                cold,
            )
        for process, (one, place, began, cold) in list(busy.items()):
            gone, status = os.waitpid(process, os.WNOHANG)
            late = time.time() - began > (COLD_LIMIT if cold else LIMIT)
            if gone or late:
                _kill(process)
                if not gone:
                    os.waitpid(process, 0)
                yield judged(one, place, began, status if gone else None)
                (place.tree / one.path).write_text(source(one.path), encoding="utf-8")
                shutil.rmtree(place.folder / "cold", ignore_errors=True)
                shutil.rmtree(place.folder / "tmp", ignore_errors=True)
                del busy[process]
                free.append(place)
        time.sleep(0.05)


def _kill(process: int) -> None:
    """End the group of a process that this script started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process, signal.SIGKILL)


def judged(one: Mistake, place: Place, began: float, status: int | None) -> Result:
    """Return what the tests said; `status` is None where they were ended."""
    lines = place.log.read_text(encoding="utf-8").splitlines() if place.log.exists() else []
    events = [line.split(" ", 2) for line in lines]
    failed = [event[2] for event in events if event[0] == "failed"]
    last = events[-1] if events else ["start", str(began), "nothing"]
    if failed:
        outcome, by = "noticed", failed[0]
    elif status is None:
        hangs = time.time() - float(last[1]) > HANGS
        outcome, by = ("hangs" if hangs else "too slow"), last[2]
    elif os.WIFSIGNALED(status):
        outcome, by = "noticed", f"{last[2]} (signal {os.WTERMSIG(status)})"
    else:
        outcome, by = "not noticed", ""
    was, becomes = one.lines(source(one.path))
    return Result(one.name, was, becomes, outcome, by, round(time.time() - began, 1))


def wrongly(results: Iterable[Result], place: Place) -> set[str]:
    """Return the tests that fail, or take long, without any mistake: what they noticed says
    nothing."""
    outcomes = {one.by: one.outcome for one in results if "::" in one.by}
    found = set()
    for test, outcome in sorted(outcomes.items()):
        if outcome == "hangs":
            began = time.time()
            slow = bool(place.fails(test)) or time.time() - began > HANGS / 2
            found |= {test} if slow else set()
    rest = sorted(test.split(" (signal")[0] for test, what in outcomes.items() if what == "noticed")
    while rest:
        failed = [line.split(" ", 2)[2] for line in place.fails(*rest).splitlines()
                  if line.startswith("failed")]  # fmt: skip
        found |= set(failed)
        rest = rest[rest.index(failed[0]) + 1 :] if failed and failed[0] in rest else []
    return found
