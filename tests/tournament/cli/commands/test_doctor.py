"""`tournament doctor`, `tournament cache` and `tournament --version`."""

import json
import re
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import numba
import pytest

import tournament
from tournament.cli import main
from tournament.cli.commands import doctor
from tournament.cli.installation import checkup, measure, parts
from tournament.cli.installation.checkup import FINE, NOTE, WRONG, Finding
from tournament.cli.installation.parts import Part
from tournament.engine import preparing
from tournament.engine.cache.keys import entry_name
from tournament.results.files.cache import places, upkeep
from tournament.results.units.play_version import PLAY_VERSION


@pytest.fixture
def installed(monkeypatch):
    """A function: let distributions have other versions; None if they are not installed."""

    def change(**versions):
        known = parts.installed
        monkeypatch.setattr(parts, "installed", lambda name: versions.get(name, known(name)))

    return change


@pytest.fixture
def needs(monkeypatch):
    """A function: let this distribution need some parts and no others."""
    return lambda *some: monkeypatch.setattr(checkup, "parts", lambda: list(some))


@pytest.fixture
def kernels(monkeypatch, tmp_path):
    """An empty cache, and nothing in memory."""
    known = (places.problem, places.readable, places.writable)

    def look_again(folder):
        monkeypatch.setenv("TOURNAMENT_CACHE", str(folder))
        for each in known:
            each.cache_clear()

    monkeypatch.setattr(preparing, "kept", upkeep.on_disk)
    look_again(tmp_path)
    places.folder().mkdir(exist_ok=True)
    yield tmp_path / "tournament", look_again
    for each in known:
        each.cache_clear()


def test_the_version_says_what_play_depends_on(capsys):
    assert main(["--version"]) == 0
    python = ".".join(map(str, sys.version_info[:3]))
    own, numba = tournament.__version__, version("numba")
    said = f"tournament {own} (engine {PLAY_VERSION}, Numba {numba}, Python {python})\n"
    assert capsys.readouterr().out == said
    assert main(["-V"]) == 0
    assert capsys.readouterr().out == said


# -- the whole -------------------------------------------------------------------------------------


def test_a_sound_installation(capsys):
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert "Nothing is wrong." in out
    assert re.findall(r"^[✓!] (\w+)", out, re.M)[:2] == ["versions", "place"]
    assert "✗" not in out
    assert main(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["wrong"] == 0
    assert {"versions", "cache", "engine", "plugins"} <= {f["about"] for f in found["findings"]}
    assert all(f["advice"] for f in found["findings"] if f["outcome"] != FINE)


@pytest.mark.parametrize(("many", "said"), [(1, "1 thing is wrong."), (2, "2 things are wrong.")])
def test_what_is_wrong_has_exit_code_1(capsys, monkeypatch, many, said):
    found = [Finding("cat", NOTE, "It sleeps.", "Wait.")]
    found += [Finding("tap", WRONG, "It drips.", "Close it.")] * many
    monkeypatch.setattr(checkup, "CHECKS", (lambda: iter(found),))
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("! cat: It sleeps.\n    Wait.\n✗ tap: It drips.\n    Close it.\n")
    assert out.endswith(f"\n\n{said}\n")
    assert main(["doctor", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["wrong"] == many


def test_a_check_that_fails_is_a_finding(monkeypatch):
    def broken():
        raise RuntimeError("no\nidea")
        yield

    monkeypatch.setattr(checkup, "CHECKS", (broken,))
    (found,) = checkup.findings()
    assert (found.about, found.outcome) == ("broken", WRONG)
    assert found.sentence == "RuntimeError: no idea"
    assert "report this" in found.advice


def test_measuring_is_asked_for(capsys, monkeypatch):
    monkeypatch.setattr(checkup, "CHECKS", ())
    monkeypatch.setattr(measure, "PROGRAM", "import os; print(32, len(os.environ) and 1.26)")
    assert main(["doctor", "--measure"]) == 0
    said = "✓ preparing: The engine takes 1.3 s to prepare for the 32 classics, once on this"
    assert said in capsys.readouterr().out
    monkeypatch.setattr(measure, "PROGRAM", "raise ValueError('no compiler')")
    assert main(["doctor", "--measure"]) == 1
    said = "✗ preparing: The engine cannot be prepared: ValueError: no compiler"
    assert said in capsys.readouterr().out


@pytest.mark.slow
def test_measuring_leaves_the_cache_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("TOURNAMENT_CACHE", str(tmp_path))
    found = measure.preparing()
    assert re.search(r"takes \d+\.\d s to prepare for the 32 classics", found.sentence)
    assert not list(tmp_path.iterdir())


# -- the checks ------------------------------------------------------------------------------------


def test_missing_and_old_distributions(installed, needs):
    needs(Part("numba", "0.61"), Part("numpy", "2.0"), Part("rich"))
    installed(numba="0.60.2", numpy=None)
    assert list(checkup.needed()) == [
        Finding("needed", WRONG, "numba is 0.60.2, which is too old.", "pip install 'numba>=0.61'"),
        Finding("needed", WRONG, "numpy is not installed.", "pip install 'numpy>=2.0'"),
    ]
    installed(numba="0.61", numpy="2.10.1", rich="13")
    (found,) = checkup.needed()
    assert found.sentence == "All is installed: numba 0.61, numpy 2.10.1, rich 13."


def test_extras_that_lack(installed, needs):
    needs(Part("numpy"), Part("scikit-learn", "1.4", "learn"), Part("networkx", "3", "graphs"))
    installed(**{"scikit-learn": None, "networkx": "3.2"})
    assert list(checkup.extras()) == [
        Finding("extra graphs", FINE, "Installed: networkx 3.2."),
        Finding(
            "extra learn",
            NOTE,
            "Not installed: scikit-learn>=1.4.",
            "If you need it: pip install 'tournament[learn]'",
        ),
    ]


def test_what_is_needed_is_read_from_the_project_or_from_metadata(monkeypatch):
    found = parts.parts()
    assert {"numpy", "numba"} <= {part.name for part in found if not part.extra}
    assert not {part.extra for part in found} & parts.FOR_DEVELOPERS
    lines = ["numpy>=2.0", 'pytest>=8; extra == "test"', 'pyarrow (>=16) ; extra == "parquet"']
    lines += ['tournament[parquet]; extra == "all"']
    monkeypatch.setattr(parts, "requires", lambda name: lines)
    monkeypatch.setattr(parts.tournament, "__file__", "/nowhere/tournament/__init__.py")
    assert parts.parts() == [Part("numpy", "2.0"), Part("pyarrow", "16", "parquet")]

    def not_there(name):
        raise parts.PackageNotFoundError(name)

    monkeypatch.setattr(parts, "requires", not_there)
    assert parts.parts() == []


def test_a_package_of_another_distribution(monkeypatch):
    assert list(checkup.packages()) == []
    import importlib.util

    class Spec:
        origin = "/elsewhere/analysis/__init__.py"

    monkeypatch.setattr(importlib.util, "find_spec", {"analysis": Spec}.get)
    gone, foreign = checkup.packages()
    assert gone.sentence.startswith("The package strategies is not there, and tournament from ")
    assert foreign.sentence.startswith("The package analysis comes from /elsewhere, and")
    assert "environment of its own" in foreign.advice


def test_the_cache_that_cannot_be_used(monkeypatch, kernels):
    folder, look_again = kernels
    (found,) = checkup.cache()
    assert (found.outcome, found.sentence) == (
        FINE, f"{folder} has 0 files (0.0 MB) of compiled code and automata."
    )  # fmt: skip
    look_again("/proc/nothing")
    monkeypatch.setenv("TMPDIR", str(folder.parent))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (found,) = checkup.cache()
    assert (found.outcome, found.sentence) == (
        WRONG,
        "TOURNAMENT_CACHE names '/proc/nothing', which cannot keep compiled code: no such file or"
        f" directory. {places.folder()} has 0 files (0.0 MB) of compiled code and automata.",
    )
    assert found.advice == "Let TOURNAMENT_CACHE name a folder that only you may write."
    monkeypatch.setattr(places, "_temporary", lambda make: None)
    look_again("/proc/nothing")
    (found,) = checkup.cache()
    assert found.sentence.endswith("no such file or directory. No folder can keep compiled code.")
    monkeypatch.delenv("TOURNAMENT_CACHE")
    monkeypatch.setattr(places, "asked", lambda: Path("/proc/nothing"))
    (found,) = checkup.cache()
    assert found.sentence.startswith("The usual folder cannot keep compiled code: no such file")


def test_a_cache_that_can_only_be_read(monkeypatch, kernels):
    folder, look_again = kernels
    monkeypatch.setattr(places, "may_write", lambda path: False)
    monkeypatch.setattr(places, "_temporary", lambda make: None)
    look_again(folder.parent)
    (found,) = checkup.cache()
    had = (
        f"{folder} has 0 files (0.0 MB) of compiled code and automata. The folder can only be read."
    )
    assert (found.outcome, found.sentence) == (NOTE, f"{had} Nothing is added.")
    monkeypatch.setattr(places, "_temporary", lambda make: folder if make else None)
    monkeypatch.setattr(places, "_temporary", lambda make: Path("/other") if make else None)
    look_again(folder.parent)
    (found,) = checkup.cache()
    assert found.sentence == f"{had} What it lacks is kept in /other."
    assert found.advice == "Nothing to do, if the folder is meant to be shared or fixed."


def test_whether_the_engine_is_ready(monkeypatch, kernels):
    (found,) = checkup.engine()
    many = re.fullmatch(
        r"(\d+) of (\d+) parts that the classics need are not compiled yet\.", found.sentence
    )
    assert many
    assert many[1] == many[2]
    assert found.outcome == NOTE
    assert "--measure" in found.advice
    monkeypatch.setattr(preparing, "missing", lambda needs: [])
    (found,) = checkup.engine()
    assert found == Finding(
        "engine", FINE, f"All {many[2]} parts that the classics need are compiled."
    )
    monkeypatch.setattr(numba.config, "DISABLE_JIT", 1)
    (found,) = checkup.engine()
    assert found == Finding(
        "engine",
        NOTE,
        "NUMBA_DISABLE_JIT keeps Numba from compiling: plain Python plays, slowly.",
        "Unset NUMBA_DISABLE_JIT.",
    )


def test_plugins_that_cannot_be_loaded(monkeypatch):
    from tournament.authors import registry
    from tournament.authors.loading.offers import Broken

    broken = [Broken("x", "a = b", "it fails"), Broken("y", "c = d", "it prints", "")]
    monkeypatch.setattr(registry, "broken", lambda: broken)
    wrong, note, fine = checkup.plugins()
    assert wrong == Finding(
        "plugins",
        WRONG,
        "The distribution 'x' offers `a = b`, but it fails; it is left out.",
        "Tell its authors, or remove it: pip uninstall x.",
    )
    assert (note.outcome, note.sentence) == (
        NOTE, "The distribution 'y' offers `c = d`, but it prints."
    )  # fmt: skip
    assert re.fullmatch(r"\d+ strategies and \d+ partner rules are there\.", fine.sentence)


def test_terminals_that_lack_signs(monkeypatch):
    class Output:
        encoding = "cp1252"

    monkeypatch.setattr(checkup.sys, "stdout", Output)
    (found,) = checkup.terminal()
    assert found.sentence == "The output is cp1252, which lacks some signs."
    Output.encoding = "utf-8"
    assert list(checkup.terminal()) == []


def test_advice_follows_every_finding_that_is_not_fine():
    assert doctor.COMMAND.name == "doctor"
    for found in checkup.findings():
        assert found.sentence.endswith(".")
        assert bool(found.advice) == (found.outcome != FINE)


# -- the cache -------------------------------------------------------------------------------------


def test_the_cache_is_shown_and_cleared(capsys, kernels):
    kernels, _ = kernels
    for name in (entry_name("tit_for_tat"), "loop_0123456789abcdef01234567.abc.nbi"):
        (kernels / name).write_bytes(b"x" * 50_000)
    (kernels / "letter.txt").write_text("mine")
    assert main(["cache"]) == 0
    assert capsys.readouterr().out == (
        f"{kernels} has 2 files (0.1 MB) of compiled code and automata.\n"
        "`tournament cache clear` removes it; it is made again when it is needed.\n"
    )
    assert main(["cache", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["folder"] == Path(kernels).as_posix()
    assert (found["files"], found["bytes"], found["removed"]) == (2, 100_000, False)
    assert main(["cache", "clear"]) == 0
    said = f"Removed 2 files (0.1 MB) of compiled code and automata from {kernels}.\n"
    assert capsys.readouterr().out == said
    assert [path.name for path in kernels.iterdir() if path.is_file()] == ["letter.txt"]
    assert main(["cache", "clear", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["files"], found["removed"]) == (0, True)


def test_where_no_folder_can_keep_code(capsys, kernels, monkeypatch):
    monkeypatch.setattr(places, "readable", lambda: ())
    for command in (["cache"], ["cache", "clear"]):
        assert main(command) == 0
        assert capsys.readouterr().out == "No folder can keep compiled code.\n"
    assert main(["cache", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["folder"] is None


def test_what_the_cache_can_do(say):
    assert say("cache", "cleer") == (
        "`WHAT` must be clear; got 'cleer'. Did you mean 'clear'? See `tournament cache --help`."
    )
