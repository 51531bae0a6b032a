"""A rule that thinks for too long is stopped, and no other."""

import time

import pytest

from tournament.referee.watchdog import Watchdog


def think_for_ever(watchdog: Watchdog) -> None:
    watchdog.start()
    while True:
        pass


def test_too_long_over_a_move():
    with Watchdog(0.05) as watchdog, pytest.raises(TimeoutError):
        think_for_ever(watchdog)


def test_many_short_moves_are_not_one_long_move():
    with Watchdog(0.2) as watchdog:
        for _ in range(6):
            watchdog.start()
            time.sleep(0.05)
            watchdog.stop()
