"""Where Numba may not compile, plain Python plays everything, and the results are the same."""

import json
import os
import subprocess
import sys

import numba
import numpy as np
import pytest

import strategies
from tournament import Match, Season, Tournament
from tournament.engine import options
from tournament.engine.cache import code
from tournament.engine.options import can_compile
from tournament.testing.partners import check_partner_rule
from tournament.testing.strategies import check_strategy

FIELD = ["joss", "tit_for_tat", "always_defect"]
KINDS = ["tit_for_tat", ("always_defect", "anyone")]


@pytest.fixture
def off(monkeypatch):
    """A function: keep Numba from compiling, and from being asked to."""

    def turn_off():
        monkeypatch.setattr(numba.config, "DISABLE_JIT", 1)
        monkeypatch.setattr(code, "code_of", None)
        monkeypatch.setattr(code, "_codes", {})

    return turn_off


def test_all_events_give_the_same_results(off):
    words = {"turns": 20, "seed": 3, "noise": 0.1}
    match = Match("joss", "tit_for_tat", **words, engine="compiled")
    tournament = Tournament(FIELD, repetitions=30, **words)
    season = Season(KINDS, towns=12, friends=5, days=6, gifts_per_day=2, seed=5)
    events = [match, tournament, season]
    compiled, _ = [event.play() for event in events], off()
    plain = [event.play() for event in events]
    assert not can_compile()
    assert np.array_equal(compiled[0].moves, plain[0].moves)
    assert compiled[1].ranking.equals(plain[1].ranking)
    for one, other in zip(compiled[1:], plain[1:], strict=True):
        assert one.played.plugins == other.played.plugins
    assert compiled[2].towns.equals(plain[2].towns)


def test_checks_say_that_nothing_can_be_compiled(off):
    off()
    strategy = check_strategy(strategies.tit_for_tat, seconds=1)
    for checks in (strategy, check_partner_rule(strategies.anyone)):
        found = {check.name: check for check in checks}
        assert found["compiles"].outcome == "advice"
        assert found["compiles"].sentence.startswith("NUMBA_DISABLE_JIT keeps Numba from compiling")
        assert found["agrees"].sentence == "there is only the one in plain Python."


@pytest.mark.parametrize(("value", "may"), [("0", 1), ("", 1), ("no", 1), ("1", 0), ("2", 0)])
def test_the_variable_is_read_before_numba_is_there(monkeypatch, value, may):
    monkeypatch.setattr(options.sys, "modules", {})
    monkeypatch.setenv("NUMBA_DISABLE_JIT", value)
    assert can_compile() == bool(may)


def test_a_whole_run(tmp_path):
    def ranking(**more: str) -> list[dict[str, object]]:
        words = ["run", *FIELD, "--turns", "30", "--repetitions", "20", "--seed", "1", "--json"]
        done = subprocess.run(
            [sys.executable, "-m", "tournament", *words, "--output", str(tmp_path / "out")],
            env=os.environ | more, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, "Warning" in done.stderr) == (0, False), done.stderr
        return json.loads(done.stdout)["ranking"]

    assert ranking(NUMBA_DISABLE_JIT="1") == ranking()
