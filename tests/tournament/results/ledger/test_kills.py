"""Twenty kills at random moments; `benchmarks/kills.py` does more of them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
SCRIPT = ROOT / "benchmarks" / "kills.py"
EVENTS = ("tournament", "tournament, two processes", "season", "population")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the script forks processes")
@pytest.mark.parametrize("events", [EVENTS[:2], EVENTS[2:]], ids=["tournaments", "others"])
def test_whoever_is_killed_goes_on_with_the_same_bytes(events):
    command = [sys.executable, str(SCRIPT), "--kills", "10", "--places", "file", "--events"]
    done = subprocess.run([*command, *events], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [*map(int, re.findall(r"\| 5 \| (\d+) \|", done.stdout))] == [5, 5]


@pytest.mark.slow
def test_who_is_served_by_a_process_that_is_killed_goes_on(postgres):
    """The process of the event on PostgreSQL is killed, and the one of the server."""
    places = ["PostgreSQL", "PostgreSQL, its process"]
    command = [sys.executable, str(SCRIPT), "--kills", "6", "--events", "season", "--places"]
    done = subprocess.run([*command, *places], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [*map(int, re.findall(r"\| 3 \| (\d+) \|", done.stdout))] == [3, 3]
