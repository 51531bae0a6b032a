"""Compiled rules on disk: nothing is compiled twice, and an edited rule never plays old code."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import strategies
from tournament import Match, load
from tournament.engine.cache import PACKAGE, folder, hash_of, kept, source_files
from tournament.engine.kernels.compiler import compile_rule, rule_file

ROOT = Path(__file__).parents[3]
PLUGIN = """
from tournament import C, D, strategy

K = 0


def helper(turn):
    return turn == 7


@strategy
def edited(me, opponent):
    "A docstring."
    return D if helper(me.turn) or me.turn == K else C
"""
PROGRAM = """
import sys
from tournament import Match, load
from tournament.engine.kernels.compiler import compile_rule
(rule,) = load(sys.argv[1])
print(compile_rule(rule).compiled_now, Match(rule, "always_defect", turns=4, seed=1).play().text(0))
from tournament.engine import cache
from tournament.engine.match import turns
loop = getattr(cache.loop_on_disk(turns.play_matches), "cache_hits", None)
print(bool(loop))
"""


def fresh(file: Path, cache: Path) -> list[str]:
    """Return what a new process plays: whether it compiled, the moves; whether the loop came from
    disk."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, str(file)],
        env=os.environ | {"TOURNAMENT_CACHE": str(cache)},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "plugin.py"
    file.write_text(PLUGIN)
    return file


@pytest.fixture
def cache(tmp_path):
    """A folder that holds the turn loop, which takes long to compile, but not the plugin."""
    Match("joss", "joss", turns=1).play()
    copy = tmp_path / "cache"
    shutil.copytree(folder(), copy / "tournament")
    return copy


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@pytest.mark.slow
def test_a_second_process_compiles_nothing(file, tmp_path):
    cache = tmp_path / "cache"
    assert fresh(file, cache) == ["True", "DCCC", "False"]
    assert fresh(file, cache) == ["False", "DCCC", "True"]
    edit(file, "A docstring", "Another docstring")
    assert fresh(file, cache) == ["False", "DCCC", "True"]
    edit(file, "turn == 7", "turn >= 1")
    assert fresh(file, cache) == ["True", "DDDD", "True"]
    edit(file, "turn >= 1", "turn == 7")
    assert fresh(file, cache) == ["False", "DCCC", "True"]


@pytest.mark.parametrize(("old", "new", "moves"), [
    ("turn == 7", "turn >= 1", "DDDD"),
    ("K = 0", "K = 2", "CCDC"),
    ("D if", "C if", "CCCC"),
])  # fmt: skip
def test_a_plugin_edited_in_place_plays_the_new_code(file, old, new, moves):
    def played():
        (rule,) = load(file)
        return rule, Match(rule, strategies.always_defect, turns=4, seed=1).play().text(0)

    before, first = played()
    edit(file, old, new)
    after, second = played()
    assert (first, second) == ("DCCC", moves)
    assert before.code != after.code
    edit(file, new, old)
    assert played() == (before, "DCCC")


@pytest.mark.parametrize(("old", "new"), [
    ("A docstring.", "Another docstring."),
    ("K = 0\n", "K = 0  # a comment\n\n\n"),
    ("or me.turn", "or  me.turn"),
])  # fmt: skip
def test_what_is_no_code_is_not_compiled_again(file, old, new):
    (before,) = load(file)
    compile_rule(before)
    edit(file, old, new)
    (after,) = load(file)
    assert after.code == before.code
    assert rule_file(after).stem in kept()
    assert compile_rule(after) is compile_rule(before)


def test_one_kernel_for_all_variants_of_a_kind():
    one, two = strategies.memory_one(1, 0, 0, 1), strategies.memory_one(0.5, 0, 1, 0.25)
    assert compile_rule(one) is compile_rule(two)
    long, short = strategies.scripted("CCD"), strategies.scripted("C" * 50)
    assert compile_rule(long) is compile_rule(short)


def test_two_rules_of_one_name_have_two_kernels(tmp_path):
    rules = []
    for k, move in enumerate("CD"):
        file = tmp_path / f"file{k}.py"
        file.write_text(
            "from tournament import C, D, strategy\n"
            f"@strategy\ndef same(me, opponent):\n    return {move}\n"
        )
        rules += load(file)
    moves = [Match(r, strategies.always_defect, turns=2, seed=1).play().text(0) for r in rules]
    assert moves == ["CC", "DD"]


def test_the_session_has_its_own_folder():
    assert folder().parent == Path(os.environ["TOURNAMENT_CACHE"])


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs a file system that says no")
def test_an_unwritable_folder_is_replaced(file):
    assert fresh(file, Path("/proc/none"))[1] == "DCCC"
    assert fresh(file, Path("/dev/null/none"))[1] == "DCCC"


@pytest.mark.slow
def test_a_damaged_cache_is_no_obstacle(file, cache):
    fresh(file, cache)
    for each in cache.rglob("edited*.nb[ci]"):
        each.write_bytes(each.read_bytes()[:20])
    assert fresh(file, cache)[1] == "DCCC"


@pytest.mark.slow
def test_processes_may_compile_at_once(file, cache):
    arguments = [sys.executable, "-c", PROGRAM, str(file)]
    words = {"env": os.environ | {"TOURNAMENT_CACHE": str(cache)}, "cwd": ROOT}
    running = [subprocess.Popen(arguments, stdout=subprocess.PIPE, **words) for _ in range(3)]
    outputs = [process.communicate()[0].split() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert {output[1] for output in outputs} == {b"DCCC"}


# -- what compiled code depends on -----------------------------------------------------------------


def imported(file: Path) -> set[Path]:
    """Return the files of the project that a module imports at its top level."""
    names = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative imports are not followed"
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    own = [name.split(".")[1:] for name in names if name.split(".")[0] == "tournament"]
    places = [PACKAGE.joinpath(*parts) for parts in own if parts]
    files = [place.with_name(f"{place.name}.py") for place in places]
    files += [place / "__init__.py" for place in places]
    return {file for file in files if file.is_file()}


def test_everything_that_compiled_code_sees_is_hashed():
    covered = set(source_files())
    engine = set((PACKAGE / "engine").rglob("*.py"))
    compiles = {f for f in engine if re.search("^(from|import) numba", f.read_text("utf-8"), re.M)}
    assert engine <= covered
    outside = covered - engine
    assert {"streams.py", "vocabulary.py", "strategy.py"} <= {file.name for file in outside}
    for file in compiles | outside:
        assert imported(file) <= covered, file


def test_every_byte_counts(tmp_path):
    package = tmp_path / "tournament"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    before = hash_of(source_files(package))
    assert before == hash_of(source_files())
    for file in source_files(package):
        text = file.read_bytes()
        file.write_bytes(text + b"#")
        assert hash_of(source_files(package)) != before
        file.write_bytes(text)
    assert hash_of(source_files(package)) == before
    (package / "engine" / "season" / "new.py").write_text("")
    (package / "engine" / "seats.py").write_text("from tournament import settled\n")
    (package / "settled.py").write_text("LIMIT = 3\n")
    assert package / "engine" / "season" / "new.py" in source_files(package)
