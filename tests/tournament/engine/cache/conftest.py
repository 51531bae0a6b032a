"""Folders of compiled code that a test has for itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tournament.engine import field
from tournament.engine.cache import code
from tournament.engine.cache.code import loop_on_disk
from tournament.engine.kernels import compiler
from tournament.engine.match.turns import play_block, play_matches
from tournament.results.files.cache import places


@pytest.fixture
def look_again(monkeypatch) -> Callable[[], None]:
    """A function: forget which folders are in use, and what was said; at the end, too."""

    def forget() -> None:
        for known in (places.problem, places.readable, places.writable):
            known.cache_clear()
        monkeypatch.setattr(places, "_said", set())

    forget()
    yield forget
    for known in (places.problem, places.readable, places.writable):
        known.cache_clear()


@pytest.fixture(scope="session")
def loops() -> None:
    """The loops of a tournament, loaded before a test turns to a folder of its own."""
    for loop in (play_block, play_matches):
        loop_on_disk(loop)


@pytest.fixture
def folder(loops, tmp_path, monkeypatch, look_again) -> Path:
    """An empty folder of compiled code; the loops are in memory."""
    monkeypatch.setenv("TOURNAMENT_CACHE", str(tmp_path))
    return tmp_path / "tournament"


@pytest.fixture
def forget(monkeypatch) -> Callable[[], None]:
    """A function: forget all compiled code in memory, as a new process does."""
    codes, kernels = {}, {}
    monkeypatch.setattr(code, "_codes", codes)
    monkeypatch.setattr(compiler, "_kernels", kernels)

    def empty() -> None:
        codes.clear()
        kernels.clear()
        field.prepare.cache_clear()

    empty()
    yield empty
    field.prepare.cache_clear()
