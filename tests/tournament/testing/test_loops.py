"""A loop that begins late is found by `check`, also where only the engine plays long enough."""

import re
import subprocess
import sys

import pytest

RULE = """\
from tournament import C, D, strategy, testing
from tournament.engine.match import books
from tournament.referee.watchdog import comes_back

def at_once(call, beat, held):
    return comes_back(call, beat, held, 0.5)

books.comes_back = at_once

@strategy
def spins(me, opponent):
    "Text."
    x = 0
    while {when}:
        x = x ^ 1
    return C

failed = [check for check in testing.check_strategy(spins, seconds=0.5) if not check.passed]
print(failed[0].name, failed[0].sentence)
"""
WHEN = {
    "lasts": (
        "me.turn == 4000",
        "me.turn == 4000 and me.turns == -1",
        "me.turn == 900 and me.turns > 0",
    ),
    "endures": (
        "me.turn == 4000 and opponent.cooperations == 0",
        "me.turn == 15000 and opponent.defections == 0 and me.turns == -1",
        "me.turn > 3000 and me.last != me.intended",
        "me.turn == 19999 and me.turns != -1 and me.game.R != 15",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "when"),
    [
        pytest.param(name, when, marks=[pytest.mark.slow] if when != conditions[0] else [])
        for name, conditions in WHEN.items()
        for when in conditions
    ],
)
def test_a_loop_that_begins_late(name, when):
    script = RULE.format(when=when)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True
    )
    found = rf"{name} <string>:\d+: spins took more than [\d.]+ s over one move"
    assert re.match(found, done.stdout), done.stdout
