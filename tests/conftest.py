"""One Hypothesis profile, and one folder of compiled kernels, for the whole session.

Kernels go to a temporary folder, so that a run shows what a fresh machine sees. Set
`TOURNAMENT_CACHE` to a folder of your own to keep them between runs.
"""

import os
import shutil
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

_made: list[str] = []


def pytest_configure(config: pytest.Config) -> None:
    """Choose the folder before anything is compiled; subprocesses and workers inherit it."""
    if not os.environ.get("TOURNAMENT_CACHE"):
        _made.append(tempfile.mkdtemp(prefix="tournament-tests-"))
        os.environ["TOURNAMENT_CACHE"] = _made[0]


def pytest_unconfigure(config: pytest.Config) -> None:
    for folder in _made:
        shutil.rmtree(folder, ignore_errors=True)
