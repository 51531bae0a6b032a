"""The engine is prepared in several processes, which leave what they compile on disk."""

import json
import os
import subprocess
import sys
import textwrap

import pytest

import strategies
from tournament import C, strategy
from tournament.engine import preparing
from tournament.engine.kernels.compiler import compile_rule
from tournament.engine.preparing import Part, missing, prepare


@strategy
def of_this_file(me, opponent):
    return C if me.turn < 3 else opponent.last


def told():
    lines = []
    return lines, lambda done, total, note: lines.append((done, total, note))


def in_a_new_process(program: str, cache, *more: str):
    """Return what a program prints as JSON, with an empty cache."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *more],
        env=os.environ | {"TOURNAMENT_CACHE": str(cache)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


WITH_OTHERS = """
    import json, os, sys
    import strategies
    from tournament.engine import preparing
    from tournament.engine.kernels.compiler import compile_rule
    preparing.WORTH_SECONDS = 0.1
    if sys.argv[1] == "broken":
        sys.executable = sys.argv[2]
    names = 'joss tit_for_tat grudger alternator gradual handshake bully adaptive'.split()
    field = [getattr(strategies, name) for name in names]
    parts = [preparing.Part(rule) for rule in field]
    lines = []
    preparing.prepare(parts, lambda *line: lines.append(line), 3)
    left = len(preparing.missing(parts))
    here = sum(compile_rule(rule).compiled_now for rule in field)
    print(json.dumps([left, here, lines[0], lines[-1]]))
"""


def test_other_processes_compile_what_this_one_finds(tmp_path):
    left, here, first, last = in_a_new_process(WITH_OTHERS, tmp_path, "well")
    assert left == 0
    assert here < 8
    assert first[:2] == [0, 8]
    assert first[2].startswith("preparing the engine (once on this machine), 8 left: ")
    assert last[:2] == [8, 8]


@pytest.mark.parametrize("program", ["false", "cat", "nothing"])
def test_without_other_processes_this_one_compiles_all(tmp_path, program):
    python = tmp_path / f"python-{program}"
    if program != "nothing":
        python.symlink_to(f"/bin/{program}")
    left, here, *_ = in_a_new_process(WITH_OTHERS, tmp_path, "broken", str(python))
    assert left <= 2  # what a process took before it failed is compiled where it is needed
    assert here == 8


def test_what_is_there_is_not_prepared():
    parts = [Part(strategies.tit_for_tat), Part(strategies.tit_for_tat)]
    for part in parts:
        part.compile()
    lines, report = told()
    prepare(parts, report)
    assert lines == []
    assert missing(parts) == []


def test_parts_are_prepared_once_and_the_longest_first(monkeypatch):
    from tournament.engine.match.turns import play_matches

    monkeypatch.setattr(preparing, "kept", set)
    tft, all_c, loop = Part(strategies.tit_for_tat), Part(strategies.always_cooperate), None
    loop = Part(play_matches)
    assert missing([tft, all_c, tft, loop]) == [loop, tft, all_c]
    assert preparing.seconds_to_prepare([tft, loop], processes=1) == pytest.approx(2.6)
    assert preparing.seconds_to_prepare([tft, loop], processes=4) == pytest.approx(2.5)


def test_only_what_modules_define_is_sent(tmp_path):
    from tournament import load

    file = tmp_path / "mine.py"
    file.write_text(
        "from tournament import C, strategy\n@strategy\ndef mine(me, opponent):\n    return C\n"
    )
    assert Part(strategies.tit_for_tat).can_be_sent
    assert not any(Part(rule).can_be_sent for rule in load(file))


def test_a_rule_that_cannot_be_compiled_is_left_to_whoever_needs_it():
    @strategy
    def hopeless(me, opponent):
        return C if {}.get(me) else input()

    lines, report = told()
    prepare([Part(hopeless)], report)
    assert lines[-1][:2] == (1, 1)
    with pytest.raises(Exception, match="hopeless"):
        compile_rule(hopeless)
