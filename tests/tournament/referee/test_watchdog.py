"""A rule that thinks for too long is stopped, and no other."""

import itertools
import threading
import time

import pytest

from tournament.referee import watchdog
from tournament.referee.watchdog import Watchdog


def think_for_ever(dog: Watchdog) -> None:
    dog.start()
    while True:
        pass


def test_too_long_over_a_move():
    with Watchdog(0.05) as dog, pytest.raises(TimeoutError):
        think_for_ever(dog)


def test_many_short_moves_are_not_one_long_move():
    with Watchdog(0.2) as dog:
        for _ in range(6):
            dog.start()
            time.sleep(0.05)
            dog.stop()


@pytest.mark.parametrize(("beats", "back"), [(True, True), (False, False)])
def test_compiled_code_may_take_any_time_while_its_beat_changes(beats, back, monkeypatch):
    monkeypatch.setattr(watchdog, "TICK", 0.01)
    end = threading.Event()
    turns = itertools.count()
    beat = turns.__next__ if beats else lambda: 7
    threading.Timer(0.3, end.set).start()
    assert watchdog.comes_back(end.wait, beat, None, 0.1) is back
