"""Distributions that are broken are left out with one warning; everything else works.

Each distribution is real: a folder on the path with `x-1.0.dist-info/entry_points.txt`. A process
of its own starts with it.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tournament
from tournament.authors.loading.offers import Broken

GOOD = (
    "from tournament import C, strategy\n\n\n@strategy\ndef {}(me, opponent):\n"
    '    """Cooperate."""\n    return C\n'
)
LOOK = """
import json, os, random, signal, sys, warnings
before = os.getcwd(), random.getstate(), signal.getsignal(signal.SIGINT), sys.getrecursionlimit()
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    import strategies
    from tournament import Match
    from tournament.authors import registry
    strategies.get("tit_for_tat")
    names = set(registry.installed())
    registry.installed()
    Match("tit_for_tat", "joss", turns=3, seed=1, engine="python").play()
after = os.getcwd(), random.getstate(), signal.getsignal(signal.SIGINT), sys.getrecursionlimit()
print(json.dumps({
    "warned": [str(w.message) for w in caught],
    "extra": sorted(names - set(registry.library())),
    "library": len(registry.library()),
    "broken": [list(each) for each in registry.broken()],
    "same": before == after,
}))
"""


def distribution(folder: Path, name: str, entry: str, files: dict[str, str], metadata: bool = True):
    """Write a distribution into a folder of the path."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "entry_points.txt").write_text(f"[tournament.strategies]\n{entry}\n")
    if metadata:
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    for file, text in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text)


def environment(folder: Path) -> dict[str, str]:
    root = str(Path(tournament.__file__).parents[1])
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), root])}


def looked(folder: Path) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        capture_output=True, text=True, env=environment(folder), check=True, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    return json.loads(done.stdout)


BROKEN = {
    "import error": ("import nothing_there\n", r"bad\.py:1: ModuleNotFoundError: No module named"),
    "exception": ("\n1 / 0\n", r"bad\.py:2: ZeroDivisionError: division by zero"),
    "syntax error": (
        "x = (\n",
        r"bad\.py:1: SyntaxError: '\(' was never closed \(bad\.py, line 1\)",
    ),
    "leaves": ("import sys\nsys.exit(3)\n", r"bad\.py:2: SystemExit: 3"),
    "no strategy": ("x = 1\n", r"there is no strategy in it"),
    "endless output": ("while True: print('spam' * 99)\n", r"it prints more than 65,536 bytes"),
    "asks": ("name = input('Who are you?')\n", r"bad\.py:1: EOFError"),
    "not UTF-8": ("# coding: klingon\n", r"SyntaxError: unknown encoding"),
    "name taken": (GOOD.format("tit_for_tat"), r"the name 'tit_for_tat' is taken, by strategies\."),
    "exits in a strategy": (
        GOOD.format("fine") + "raise KeyError('later')\n",
        r"bad\.py:8: KeyError: 'later'",
    ),
    "wrong decorator": (
        "from tournament import strategy\n@strategy\ndef f(me): pass\n",
        r"bad\.py:\d: f must be written",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_distribution_warns_once_and_is_left_out(tmp_path, kind):
    text, reason = BROKEN[kind]
    distribution(tmp_path, "zz_bad", "bad = bad", {"bad.py": text})
    distribution(tmp_path, "fine", "fine = fine", {"fine.py": GOOD.format("kind_soul")})
    found = looked(tmp_path)
    (said,) = found["warned"]
    assert said.startswith("The distribution 'zz_bad' offers `bad = bad`, but ")
    assert re.search(reason, said)
    assert re.search(r"(it|tit_for_tat of bad) is left out\. Tell its authors, or remove", said)
    assert said.endswith("remove it: pip uninstall zz_bad.")
    assert found["extra"] == ["kind_soul"]
    assert found["library"] > 200
    assert found["same"]
    assert [each[0] for each in found["broken"]] == ["zz_bad"]


def test_what_is_no_module_is_left_out(tmp_path):
    text = "def rule(me, opponent): return 0\n"
    distribution(tmp_path, "bad", "bad = bad:rule", {"bad.py": text})
    (said,) = looked(tmp_path)["warned"]
    assert "it does not load: 'rule' is a function, and must be a module, a package or" in said


def test_an_entry_point_that_points_nowhere_is_left_out(tmp_path):
    distribution(tmp_path, "bad", "bad = bad:nothing", {"bad.py": "x = 1\n"})
    (said,) = looked(tmp_path)["warned"]
    assert "AttributeError: module 'bad' has no attribute 'nothing'; it is left out" in said


@pytest.mark.parametrize("text", ["[tournament.strategies]\nbad\n", "\udcff\udcfe"])
def test_entry_points_that_cannot_be_read_hide_no_others(tmp_path, text):
    distribution(tmp_path, "bad", "", {})
    path = tmp_path / "bad-1.0.dist-info" / "entry_points.txt"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    distribution(tmp_path, "fine", "fine = fine", {"fine.py": GOOD.format("kind_soul")})
    found = looked(tmp_path)
    (said,) = found["warned"]
    assert said.startswith("The distribution 'bad': its entry points cannot be read (")
    assert found["extra"] == ["kind_soul"]
    assert found["library"] > 200


def test_a_distribution_without_a_name_is_called_by_its_package(tmp_path):
    distribution(tmp_path, "bad", "bad = pack.rules", {"pack/rules.py": "1 / 0\n"}, metadata=False)
    (said,) = looked(tmp_path)["warned"]
    assert said.startswith(
        "The distribution 'pack' offers `bad = pack.rules`, but it does not load"
    )


def test_a_broken_module_of_a_package_leaves_the_others(tmp_path):
    files = {
        "pack/__init__.py": "",
        "pack/a.py": "1 / 0\n",
        "pack/b.py": GOOD.format("kind_soul"),
        "pack/c/__init__.py": "import nothing_there\n",
        "pack/d/__init__.py": "",
        "pack/d/e.py": GOOD.format("kind_heart"),
    }
    distribution(tmp_path, "bad", "bad = pack", files)
    found = looked(tmp_path)
    (said,) = found["warned"]
    assert "but the module pack.a does not load: a.py:1: ZeroDivisionError" in said
    assert said.endswith("(1 more of its parts are broken.)")
    assert [each[3] for each in found["broken"]] == ["the module pack.a", "the module pack.c"]
    assert found["extra"] == ["kind_heart", "kind_soul"]


def test_what_prints_plays_and_prints_nothing(tmp_path):
    distribution(
        tmp_path, "loud", "loud = loud", {"loud.py": f"print('hi')\n{GOOD.format('noisy_soul')}"}
    )
    found = looked(tmp_path)
    (said,) = found["warned"]
    assert "but it prints when it is imported: 'hi'. Tell its authors" in said
    assert found["extra"] == ["noisy_soul"]


def test_of_two_distributions_with_one_name_the_first_keeps_it(tmp_path):
    distribution(tmp_path, "b", "b = b", {"b.py": GOOD.format("kind_soul").replace("C", "D")})
    distribution(tmp_path, "a", "a = a", {"a.py": GOOD.format("kind_soul")})
    found = looked(tmp_path)
    (said,) = found["warned"]
    assert said.startswith("The distribution 'b' offers `b = b`, but the name 'kind_soul' is taken")
    assert found["extra"] == ["kind_soul"]


MISCHIEF = """
import builtins, os, random, signal, sys, warnings
os.chdir("/")
random.seed(1)
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.setrecursionlimit(2000)
sys.stdout.close()
sys.stdout = None
warnings.simplefilter("ignore")
builtins.print = None
os.environ["TOURNAMENT_CACHE"] = "/nowhere"
"""


def test_what_a_distribution_changes_is_put_back(tmp_path):
    text = MISCHIEF + GOOD.format("rude_soul")
    distribution(tmp_path, "rude", "rude = rude", {"rude.py": text})
    found = looked(tmp_path)
    assert found["same"]
    assert found["warned"] == []
    assert found["extra"] == ["rude_soul"]


def test_the_command_line_works_and_says_one_line(tmp_path):
    distribution(tmp_path, "bad", "bad = bad", {"bad.py": "print('never seen')\n1 / 0\n"})
    done = subprocess.run(
        [sys.executable, "-m", "tournament", "strategies", "tit_for_tat"],
        capture_output=True, text=True, env=environment(tmp_path), check=True, timeout=60,
    )  # fmt: skip
    assert re.fullmatch(
        r"tournament: warning: The distribution 'bad' offers `bad = bad`, but it does not load:"
        r" bad\.py:2: ZeroDivisionError: division by zero; it is left out\. Tell its authors, or"
        r" remove it: pip uninstall bad\.\n",
        done.stderr,
    )
    assert "never seen" not in done.stdout
    assert "two_tits_for_tat" in done.stdout


def test_what_is_broken_is_a_sentence():
    assert str(Broken("x", "a = b", "it fails", "")) == (
        "The distribution 'x' offers `a = b`, but it fails. Tell its authors, or remove it: pip"
        " uninstall x."
    )


def test_figures_that_are_broken_leave_the_others(tmp_path):
    distribution(tmp_path, "bad", "", {"bad.py": "raise SystemExit\n"})
    info = tmp_path / "bad-1.0.dist-info" / "entry_points.txt"
    info.write_text("[tournament.plots]\nmatch = bad:figures\n")
    code = (
        "import warnings\n"
        "with warnings.catch_warnings(record=True) as caught:\n"
        "    warnings.simplefilter('always')\n"
        "    from tournament.results.showing.plots import plots\n"
        "    print(*plots('match'), *(w.message for w in caught))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, env=environment(tmp_path), check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.startswith(
        "moves The distribution 'bad' offers `match = bad:figures`, but it does not load: bad.py:1:"
        " SystemExit; it is left out. Tell its authors"
    )


def test_the_doctor_lists_what_is_broken(tmp_path):
    distribution(tmp_path, "bad", "bad = bad", {"bad.py": "1 / 0\n"})
    done = subprocess.run(
        [sys.executable, "-m", "tournament", "doctor", "--json"],
        capture_output=True, text=True, env=environment(tmp_path), check=False, timeout=100,
    )  # fmt: skip
    found = [each for each in json.loads(done.stdout)["findings"] if each["about"] == "plugins"]
    assert [each["outcome"] for each in found] == ["wrong", "fine"]
    assert found[0]["sentence"].startswith("The distribution 'bad' offers `bad = bad`, but it does")
    assert found[0]["advice"] == "Tell its authors, or remove it: pip uninstall bad."
    assert done.returncode == 1


def test_nobody_takes_what_the_library_is_also_called(tmp_path):
    text = GOOD.format("greedy_soul").replace(
        "Cooperate.", "Cooperate.\n\n    Also called: TFT, gs."
    )
    more = "\nTitForTat = greedy_soul.named('TitForTat')\nTFT = greedy_soul.named('TFT')\n"
    distribution(tmp_path, "greedy", "greedy = greedy", {"greedy.py": text + more})
    code = "import strategies\nprint(*map(strategies.get, ['TFT', 'tit for tat', 'gs']))"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True, text=True, env=environment(tmp_path), check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == "tit_for_tat tit_for_tat greedy_soul\n"
    found = looked(tmp_path)
    assert found["extra"] == ["greedy_soul"]
    assert "the name 'TitForTat' is taken" in found["broken"][0][2]
