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


def test_where_there_are_no_more_threads_compiled_code_runs_in_this_one(monkeypatch):
    def no_more(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", no_more)
    calls = []
    assert watchdog.comes_back(lambda: calls.append(threading.get_ident()), lambda: 1, None, 0.1)
    assert calls == [threading.get_ident()]


def test_code_that_raises_came_back(monkeypatch):
    monkeypatch.setattr(threading, "excepthook", lambda args: None)
    assert watchdog.comes_back(lambda: 1 / 0, lambda: 1, None, 0.1)


def test_a_rule_is_stopped_once():
    with Watchdog(0.05) as dog:
        with pytest.raises(TimeoutError):
            think_for_ever(dog)
        assert dog.barked
        time.sleep(0.1)
    with Watchdog(0.05) as dog:
        dog.start()
        dog.stop()
        time.sleep(0.1)
    assert not dog.barked
