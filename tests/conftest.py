"""One Hypothesis profile, and one folder of compiled kernels, for the whole session.

Kernels go to a temporary folder, so that a run shows what a fresh machine sees. Set
`TOURNAMENT_CACHE` to a folder of your own to keep them between runs.
"""

import gc
import os
import shutil
import subprocess
import sys
import tempfile

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "tournament",
    max_examples=100,
    deadline=None,  # the first example of a rule compiles it
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("tournament")

LOOPS = """
from strategies import classics
from tournament.engine.sources import prepare

prepare(classics(), lambda *_: None, 1)
"""
"""What nearly all tests that play need compiled. As long as the loops are not there, the referee
plays what is small, test after test: each takes up to some seconds, and nothing is compiled."""

_made: list[str] = []
_compiling: list["subprocess.Popen[bytes]"] = []


def pytest_configure(config: pytest.Config) -> None:
    """Choose the folder before anything is compiled; subprocesses and workers inherit it.

    Python keeps the byte code of modules, too, whatever the environment says: tests start hundreds
    of processes, and without it each of them takes a second longer.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if not os.environ.get("TOURNAMENT_CACHE"):
        _made.append(tempfile.mkdtemp(prefix="tournament-tests-"))
        os.environ["TOURNAMENT_CACHE"] = _made[0]
    if getattr(config.option, "numprocesses", None) and not config.option.collectonly:
        command = [sys.executable, "-c", LOOPS]
        _compiling.append(subprocess.Popen(command, cwd=config.rootpath, stderr=subprocess.DEVNULL))


def pytest_collection_finish() -> None:
    """Look seldom for garbage in rings, and never among modules and tests, which stay: a tenth of
    all time went there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


def pytest_unconfigure(config: pytest.Config) -> None:
    for process in _compiling:
        process.kill()
        process.wait()
    for folder in _made:
        shutil.rmtree(folder, ignore_errors=True)
