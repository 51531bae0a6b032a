"""The benchmarks run: small sizes of the work that they time."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def module(monkeypatch):
    """Return a function that loads a script of benchmarks/, which may import its neighbours."""
    monkeypatch.syspath_prepend(ROOT / "benchmarks")

    def load(name):
        path = ROOT / "benchmarks" / f"{name}.py"
        spec = importlib.util.spec_from_file_location(f"benchmarks_{name}", path)
        found = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(found)
        return found

    yield load
    for name in ("seasons", "by_hand", "seasons_by_hand", "run"):
        sys.modules.pop(name, None)


def test_throughput_counts_every_turn(module):
    assert module("run").throughput(1, repetitions=512) > 0


@pytest.mark.slow
def test_loops_by_hand_and_the_engine_play_the_same_pairs(module):
    run = module("run")
    assert {row[0] for row in run.by_hand(repetitions=512)} == set(run.PAIRS)


def test_fields_are_those_that_are_named(module):
    assert len(module("run").short_running()) == 219


def test_seasons_are_timed(module):
    seconds, gifts, peak = module("seasons").play(128, 10, threads=1)
    assert seconds > 0
    assert gifts > 0
    assert peak > 0


def test_two_checkouts_are_timed(module, tmp_path):
    compare = module("side_by_side")
    program = compare.WORKS["import tournament"]
    cache = os.environ["TOURNAMENT_CACHE"]
    assert compare.measure(ROOT, program, cache, str(tmp_path)) > 0


@pytest.mark.parametrize("event", ["tournament", "season"])
def test_saving_is_timed_and_both_ways_hold_the_same(module, tmp_path, event):
    saving = module("saving")
    made = saving.tournament(5, 3, turns=9) if event == "tournament" else saving.season(20)
    text = saving.table({"few": made}, rounds=1)
    assert "| few | `results.sqlite` |" in text
    assert "| few | Parquet |" in text
    saving.as_parquet(made, tmp_path / "former")
    made.save(tmp_path / "new")
    both = [type(made).load(tmp_path / name, event) for name in ("former", "new")]
    assert both[0] == both[1] == made


def test_first_minutes_are_timed(module, tmp_path):
    first = module("first_minutes")
    (tmp_path / "env" / "bin").mkdir(parents=True)
    (tmp_path / "env" / "bin" / "python").symlink_to(sys.executable)
    work = first.works()[1]
    assert work.words[:2] == ("python", "-c")
    assert first.timed(work._replace(words=("python", "-c", "pass")), tmp_path, tmp_path) > 0
    (tmp_path / "file").write_bytes(bytes(2**20))
    assert 1 <= first.megabytes(tmp_path) < 1.5
    assert len(first.works()) == 7
