"""Work on units: every result comes once, and the failure told is that of the first unit."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tournament.errors import PluginError
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
