"""A compiled decision that never ends, and a rule that would compile for minutes."""

import re
import subprocess
import sys

import pytest

from tournament import C, D, strategy
from tournament.engine.kernels import compiler
from tournament.engine.kernels.size import MOST_PIECES
from tournament.errors import PluginError

RULES = """\
from tournament import C, D, Match, Season, Tournament, partner_rule, strategy
from tournament.engine.match import books
from tournament.engine.season import play
from tournament.referee.watchdog import comes_back

def at_once(call, beat, held):
    return comes_back(call, beat, held, 0.5)

books.comes_back = play.comes_back = at_once

@strategy
def spins(me, opponent):
    x = 0
    while me.turn > 3 and opponent.last == D:
        x = x ^ 1
    return C

@strategy
def defects(me, opponent):
    return D

@partner_rule
def dreams(town, friend):
    x = 0.0
    while friend.exchanges > 2:
        x = 1.0 - x
    return x
"""
PLAYS = {
    "match": (
        "Match(spins, defects, engine='compiled').play()",
        r"spins took more than 30 s over one move, in turn 5 against defects; does a loop never",
    ),
    "second seat": (
        "Match(defects, spins, noise=0.1, seed=1, engine='compiled').play()",
        r"spins took more than 30 s over one move, in turn \d+ against defects; does a loop never",
    ),
    "move in a season": (
        "Season([spins, defects], towns=10, seed=1).play()",
        r"spins took more than 30 s over one move, on day \d+; does a loop never end\?",
    ),
    "choice in a season": (
        "Season([(defects, dreams)], towns=10, seed=1).play()",
        r"dreams took more than 30 s over one choice of friends, on day \d+; does a loop never",
    ),
}


@pytest.mark.parametrize("play", PLAYS)
def test_a_compiled_decision_that_never_ends_is_named(play, tmp_path):
    """The process ends although the loop goes on."""
    call, sentence = PLAYS[play]
    script = tmp_path / "rules.py"
    script.write_text(
        RULES + "from tournament.errors import PluginError\ntry:\n    " + call + "\n"
        "except PluginError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=120, check=False
    )
    assert re.match(r"rules\.py:\d+: " + sentence, done.stdout), done.stdout + done.stderr


def test_those_who_spin_can_be_withdrawn(tmp_path):
    script = tmp_path / "rules.py"
    script.write_text(
        RULES + "field = [spins, defects, 'tit_for_tat']\n"
        "found = Tournament(field, repetitions=500, noise=0.01, seed=1).play(\n"
        "    progress=False, on_error='withdraw', threads=2)\n"
        "print(*sorted(found.ranking.index), *found.manifest['failures'])\n"
    )
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.startswith("defects tit_for_tat rules.py:"), done.stdout + done.stderr


def long_rule(lines):
    body = "".join(f"    if me.turn == {k}:\n        return D\n" for k in range(lines // 2))
    names = {"C": C, "D": D}
    exec(f"def long(me, opponent):\n{body}    return C\n", names)
    return strategy(names["long"])


def test_a_rule_of_3000_lines_is_refused_before_it_is_compiled():
    with pytest.raises(PluginError, match=r"long is too long to compile: 2\d,\d{3} instructions"):
        compiler.compile_rule(long_rule(3000))


def test_what_a_rule_calls_and_reads_counts():
    table = tuple(range(MOST_PIECES))

    def look(k):
        return table[k % MOST_PIECES]

    @strategy
    def reads_a_table(me, opponent):
        return D if look(me.turn) % 2 == 1 else C

    with pytest.raises(PluginError, match=r"reads_a_table is too long to compile: 12,\d+ instr"):
        compiler.compile_rule(reads_a_table)


def test_compiling_has_an_end(monkeypatch):
    monkeypatch.setattr(compiler, "COMPILE_SECONDS", 0.05)
    with pytest.raises(PluginError, match=r"long takes more than 60 s to compile; make it simpler"):
        compiler.compile_rule(long_rule(400))
