"""Compiled rules on disk: nothing is compiled twice, and an edited rule never plays old code."""

import os
import pickle
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import strategies
from tournament import Match, load
from tournament.engine import preparing
from tournament.engine.cache import code, lock
from tournament.engine.kernels import compiler
from tournament.engine.kernels.compiler import compile_rule, rule_entry
from tournament.engine.preparing import Part, missing, prepare
from tournament.errors import CacheWarning
from tournament.interactive.shown import shown
from tournament.results.files.cache import entries, places, upkeep

ROOT = Path(__file__).parents[4]
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
from tournament.engine.cache.code import loop_on_disk
from tournament.engine.match import turns
print(not loop_on_disk(turns.play_matches).compiled_now)
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
    shutil.copytree(places.folder(), copy / "tournament")
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
    assert rule_entry(after) in upkeep.on_disk()
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
    assert places.folder().parent == Path(os.environ["TOURNAMENT_CACHE"])


# -- what the disk does to an entry ----------------------------------------------------------------


def of_one_move(folder: Path, name: str, move: str):
    """Return a rule that always makes one move."""
    file = folder / f"{name}_{move}.py"
    file.write_text(
        f"from tournament import C, D, strategy\n"
        f"@strategy\ndef {name}(me, opponent):\n    return {move} if me.turn < 9 else C\n"
    )
    (rule,) = load(file)
    return rule


def moves(rule) -> str:
    match = Match(rule, strategies.always_defect, turns=4, seed=1, engine="compiled")
    return match.play().text(0)


@pytest.fixture
def entry(tmp_path, folder, forget):
    """A rule that defects; its entry on disk; and that of another rule, which cooperates."""
    rule, other = of_one_move(tmp_path, "rule", "D"), of_one_move(tmp_path, "other", "C")
    assert (moves(rule), moves(other)) == ("DDDD", "CCCC")
    return rule, folder / rule_entry(rule), folder / rule_entry(other)


def middle(data: bytes) -> bytes:
    return data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]


class Bomb:
    """A pickle of it makes a file when it is loaded."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self):
        return os.system, (f"touch {self.file}",)


def test_whatever_happens_to_an_entry_the_rule_plays_as_before(entry, tmp_path, forget):
    rule, file, other = entry
    bomb = pickle.dumps(Bomb(tmp_path / "made"))
    faults = {
        "nothing": lambda data: data,
        "flipped": middle,
        "cut": lambda data: data[: len(data) // 2],
        "zeroed": lambda data: bytes(len(data)),
        "empty": lambda data: b"",
        "longer": lambda data: data + b"\0",
        "swapped": lambda data: other.read_bytes(),
        "foreign": lambda data: bomb,
    }
    for name, fault in faults.items():
        file.write_bytes(fault(file.read_bytes()))
        forget()
        assert moves(rule) == "DDDD", name
        assert compile_rule(rule).compiled_now == (name != "nothing"), name
        forget()
        assert moves(rule) == "DDDD", name
        assert not compile_rule(rule).compiled_now, name
    assert not (tmp_path / "made").exists()


@pytest.mark.slow
def test_a_process_replaces_all_that_is_damaged(file, cache):
    """Loops of the engine are among it."""
    fresh(file, cache)
    for each in cache.rglob("*.code"):
        each.write_bytes(middle(each.read_bytes()))
    assert fresh(file, cache) == ["True", "DCCC", "False"]
    assert fresh(file, cache) == ["False", "DCCC", "True"]


def test_what_numba_kept_for_earlier_versions_is_not_read(entry, tmp_path, forget):
    rule, file, _ = entry
    bomb, stem = pickle.dumps(Bomb(tmp_path / "made")), file.stem.replace("-", "_")
    (file.parent / "__pycache__").mkdir()
    for name in (f"{stem}.kernel-2.py311.nbi", f"{stem}.kernel-2.py311.1.nbc"):
        (file.parent / "__pycache__" / name).write_bytes(bomb)
    file.unlink()
    forget()
    assert moves(rule) == "DDDD"
    assert not (tmp_path / "made").exists()
    engine = Path(code.__file__).parents[1]
    own = [file.read_text(encoding="utf-8") for file in engine.rglob("*.py")]
    assert not any(re.search(r"cache=True|enable_caching", text) for text in own)
    about = [file.read_text(encoding="utf-8") for file in engine.glob("cache/*.py")]
    assert not any(re.search(r"import (cloud)?pickle|unpickle\(", text) for text in about)


def test_an_entry_that_needs_what_is_not_there_is_compiled_again(entry, forget):
    """LLVM would end the process."""
    rule, file, _ = entry
    symbol, needs, machine = entries.read(file.parent, file.name).split(b"\n", 2)
    content = b"\n".join([symbol, needs + b" no_such_function", machine])
    entries.write(file.parent, file.name, content)
    forget()
    assert moves(rule) == "DDDD"
    assert compile_rule(rule).compiled_now


def test_a_full_disk_is_said_once_and_play_goes_on(tmp_path, folder, forget):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    one, two = of_one_move(tmp_path, "one", "C"), of_one_move(tmp_path, "two", "D")
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        with pytest.warns(CacheWarning) as said:
            assert (moves(one), moves(two)) == ("CCCC", "DDDD")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [str(each.message) for each in said] == [
        f"Compiled code cannot be kept in {shown(str(folder))}: file too large."
        " Play goes on; what is not kept is compiled again in every process."
    ]
    assert [path.name for path in folder.iterdir()] == [lock.FILE]


def test_a_warning_that_is_an_error_says_what_it_is_about(
    tmp_path, forget, look_again, monkeypatch
):
    monkeypatch.setenv("TOURNAMENT_CACHE", "/proc/none")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    look_again()
    rule = of_one_move(tmp_path, "rule", "D")
    with pytest.raises(CacheWarning, match="'/proc/none/tournament' cannot be used"):
        compile_rule(rule)
    assert compile_rule(rule).address  # it was said


def test_a_read_only_cache_is_read_and_left_as_it_is(entry, forget, monkeypatch, look_again):
    def state():
        files = (path for path in file.parent.iterdir())
        return {path: (path.stat().st_mtime, path.read_bytes()) for path in files}

    rule, file, _ = entry
    os.utime(file, (0, 0))
    before = state()
    monkeypatch.setattr(places, "may_write", lambda path: False)
    look_again()
    forget()
    assert moves(rule) == "DDDD"
    assert not compile_rule(rule).compiled_now
    assert state() == before


def test_without_any_folder_each_process_compiles_for_itself(tmp_path, forget, monkeypatch):
    monkeypatch.setattr(places, "readable", lambda: ())
    monkeypatch.setattr(places, "writable", lambda: None)
    monkeypatch.setattr(preparing, "writable", lambda: None)
    monkeypatch.setattr(preparing.subprocess, "Popen", None)  # nothing else can be asked to help
    monkeypatch.setattr(preparing, "WORTH_SECONDS", 0.01)
    rules = [of_one_move(tmp_path, f"rule{k}", "D") for k in range(3)]
    parts = [Part(rule) for rule in (*rules, strategies.joss)]
    assert len(missing(parts)) == 4
    prepare(parts, lambda *report: None, 4)
    assert missing(parts) == []
    assert [moves(rule) for rule in rules] == ["DDDD"] * 3


def test_code_with_addresses_in_it_is_not_kept(tmp_path, folder, forget, recwarn):
    file = tmp_path / "large.py"
    file.write_text(
        "import numpy as np\nfrom tournament import C, D, strategy\nTABLE = np.ones(10**6)\n"
        "@strategy\ndef large(me, opponent):\n    return D if TABLE[me.turn] else C\n"
    )
    (rule,) = load(file)
    assert moves(rule) == "DDDD"
    assert not (folder / rule_entry(rule)).exists()
    assert not list(recwarn)


# -- several at once -------------------------------------------------------------------------------


def test_threads_compile_a_rule_once(tmp_path, folder, forget, monkeypatch):
    compiled, cfunc = [], compiler.cfunc

    def counted(signature):
        compiled.append(signature)
        return cfunc(signature)

    monkeypatch.setattr(compiler, "cfunc", counted)
    rules = [of_one_move(tmp_path, "one", "C"), of_one_move(tmp_path, "two", "D")] * 4
    with ThreadPoolExecutor(8) as pool:
        addresses = [kernel.address for kernel in pool.map(compile_rule, rules)]
    assert len(compiled) == len(set(addresses)) == 2
    assert [moves(rule) for rule in rules[:2]] == ["CCCC", "DDDD"]


def test_a_thread_that_waits_for_another_process_finds_what_that_compiled(
    entry, forget, monkeypatch
):
    """It lets other threads go on in the meantime."""
    rule, file, _ = entry
    data, looked = file.read_bytes(), []
    file.unlink()
    forget()

    def busy(handle, place):
        looked.append(place)
        if len(looked) == 3:
            file.write_bytes(data)
        return len(looked) > 3

    monkeypatch.setattr(lock, "_lock", busy)
    assert not compile_rule(rule).compiled_now
    assert moves(rule) == "DDDD"


SAME = """
import sys
from tournament import load
from tournament.engine.kernels.compiler import compile_rule
(rule,) = load(sys.argv[1])
print(compile_rule(rule).compiled_now)
"""


def in_new_processes(program: str, cache: Path, *arguments: list[str]) -> list[str]:
    """Return what several processes print, which run at once."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, *each], stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env=os.environ | {"TOURNAMENT_CACHE": str(cache)},
        )
        for each in arguments
    ]  # fmt: skip
    printed = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0] * len(running)
    return printed


def test_rules_of_two_processes_with_the_same_symbols(tmp_path, folder, forget):
    rules = [of_one_move(tmp_path, "same", move) for move in "CD"]
    files = [[str(tmp_path / f"same_{move}.py")] for move in "CD"]
    assert in_new_processes(SAME, folder.parent, *files) == ["True\n"] * 2
    found = [entries.read(folder, rule_entry(rule)) for rule in rules]
    assert len({content.split(b"\n")[0] for content in found}) == 1
    assert [moves(rule) for rule in rules] == ["CCCC", "DDDD"]
    assert not any(compile_rule(rule).compiled_now for rule in rules)


def test_processes_that_are_cold_at_once_compile_a_rule_once(tmp_path, folder):
    of_one_move(tmp_path, "same", "C")
    printed = in_new_processes(SAME, folder.parent, *[[str(tmp_path / "same_C.py")]] * 3)
    assert sorted(printed) == ["False\n", "False\n", "True\n"]
    assert sorted(path.suffix for path in folder.iterdir()) == ["", ".code"]


FORK = """
import os, sys
from threading import Event, Thread
from tournament import load
from tournament.engine.kernels.compiler import compile_rule
rules = load(sys.argv[1])
begun = Event()

def compile_all():
    for rule in rules[:4]:
        begun.set()
        compile_rule(rule)

thread = Thread(target=compile_all)
thread.start()
begun.wait()
children = []
for rule in (rules[0], rules[4], rules[3]):
    child = os.fork()
    if not child:
        import signal
        signal.alarm(60)
        os._exit(0 if compile_rule(rule).address else 1)
    children.append(child)
thread.join()
print([os.waitpid(child, 0)[1] for child in children])
"""


def test_a_process_may_fork_while_a_thread_compiles(tmp_path):
    file = tmp_path / "rules.py"
    text = "@strategy\ndef rule{0}(me, opponent):\n    return C if me.turn < {0} else D\n"
    rules = "\n".join(text.format(k) for k in range(5))
    file.write_text("from tournament import C, D, strategy\n" + rules)
    assert in_new_processes(FORK, tmp_path, [str(file)]) == ["[0, 0, 0]\n"]
