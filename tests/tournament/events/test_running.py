"""Work on units: every result comes once, and the failure told is that of the first unit."""

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from analysis import report
from tournament import Results, Season, Tournament
from tournament.errors import ArgumentTypeError, PluginError, TournamentError
from tournament.events.running import work


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("units", [0, 1, 7])
def test_every_result_is_handed_over_once(threads, units):
    found = {}
    work(lambda n: n * n, range(units), found.setdefault, threads=threads)
    assert found == {n: n * n for n in range(units)}
    with ThreadPoolExecutor(threads) as pool:
        again = {}
        work(lambda n: n * n, range(units), again.setdefault, executor=pool)
    assert again == found


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_the_failure_of_the_first_unit_is_told(threads):
    """Unit 1 fails late and unit 2 at once: unit 1 is told, and unit 9 is never begun."""
    begun = []

    def task(n: int) -> int:
        begun.append(n)
        if n == 1:
            time.sleep(0.2)
        if n in (1, 2):
            raise PluginError(f"unit {n} fails")
        time.sleep(0.05)
        return n

    with pytest.raises(PluginError, match="unit 1 fails"):
        work(task, range(10), lambda *_: None, threads=threads)
    assert 9 not in begun


def test_tasks_are_told_to_stop():
    started = threading.Event()
    ended = []

    def task(n: int, stop=None) -> int:
        if n == 1:
            started.wait(10)
            raise KeyboardInterrupt
        started.set()
        while not stop[0]:
            time.sleep(0.001)
        ended.append(n)
        return n

    with pytest.raises(KeyboardInterrupt):
        work(task, range(2), lambda *_: None, threads=2, can_stop=True)
    for _ in range(1000):
        if ended:
            break
        time.sleep(0.01)
    assert ended == [0]


def ends(_number: int) -> int:
    os._exit(3)


def test_an_executor_that_breaks_is_told_in_a_sentence():
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        with pytest.raises(TournamentError, match=r"^A process of the executor has ended before"):
            work(ends, range(3), lambda *_: None, executor=pool)
        with pytest.raises(TournamentError, match=r"^A process of the executor has ended before"):
            work(ends, range(3), lambda *_: None, executor=pool)
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(TournamentError, match=r"^The executor is shut down; give a new one\.$"):
        work(ends, range(3), lambda *_: None, executor=pool)


def test_what_is_no_executor_is_refused():
    with pytest.raises(ArgumentTypeError, match=r"^`executor` must be an executor of .*; got 3\.$"):
        Tournament(["joss"], turns=1).play(executor=3)
    with pytest.raises(ArgumentTypeError, match=r"^`executor` must be an executor"):
        Season(["joss"], towns=9, friends=2, gifts_per_day=1).play(executor="threads")


def test_events_in_threads_play_the_same(tmp_path):
    """With a bar each, and into one folder."""
    os.environ["FORCE_PROGRESS"] = "1"
    played = {}

    def play(seed):
        event = Tournament(["joss", "random_player"], turns=9, repetitions=900, seed=seed)
        played[seed] = event.play()
        played[seed].save(tmp_path / "same.sqlite")
        report(played[seed], tmp_path / "same")

    threads = [threading.Thread(target=play, args=(seed,)) for seed in range(3)]
    try:
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    finally:
        del os.environ["FORCE_PROGRESS"]
    for seed, results in played.items():
        event = Tournament(["joss", "random_player"], turns=9, repetitions=900, seed=seed)
        assert event.play(progress=False) == results
    assert Results.load(tmp_path / "same.sqlite") in played.values()
    assert not [*tmp_path.rglob(".unfinished-*")]


FORKED = """
from multiprocessing import get_context
from tournament import Tournament

def play(seed):
    event = Tournament(["joss", "tit_for_tat"], turns=200, repetitions=600, noise=0.1, seed=seed)
    return event.play(progress=False, threads=2).ranking["score"].tolist()

first = play(1)
with get_context("fork").Pool(2) as pool:
    assert pool.map_async(play, [1, 1]).get(60) == [first, first]
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no forks")
def test_a_process_that_is_forked_after_threads_have_played_plays_too():
    command = [sys.executable, "-W", "ignore", "-c", FORKED]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
