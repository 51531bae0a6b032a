"""The page of a first session shows what the terminal shows."""

import importlib.util
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def script():
    spec = importlib.util.spec_from_file_location(
        "make_session", ROOT / "docs" / "make" / "make_session.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo terminals")
def test_a_first_session_is_as_shown(script):
    assert script.page() == script.PAGE.read_text(encoding="utf-8")


def test_what_was_erased_is_not_seen(script):
    bar = "\r\x1b[2K\x1b[32m-- 10 %\x1b[0m\r\x1b[2K-- 99 %\r\n\x1b[1A\x1b[2K"
    assert script.as_seen(f"one\r\n{bar}two  \r\nthree\r\n") == "one\ntwo\nthree"
