"""A season's results hang neither on who works, nor on kinds that failed, nor on who compiles."""

import math
import re
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tournament import REFUSE, partner_rule, strategy
from tournament.errors import PluginError, TooLarge
from tournament.events.season import memory
from tournament.events.season.event import Season
from tournament.results.season import SeasonResults
from tournament.rules.season import SeasonRules

WORDS: dict[str, Any] = {"friends": 4, "days": 6, "gifts_per_day": 2, "noise": 0.05, "seed": 3}
KINDS = ["tit_for_tat", ("always_defect", "nicest"), ("joss", "ucb1")]


def play(players: Any = KINDS, towns: int | None = 20, **words: Any) -> SeasonResults:
    running = {k: words.pop(k) for k in ("executor", "on_error", "threads") if k in words}
    return Season(players, towns, **(WORDS | words)).play(progress=False, **running)


def assert_same(one: SeasonResults, other: SeasonResults) -> None:
    """Everything is equal to the byte, but when it was played and what was withdrawn."""
    assert one.kinds == other.kinds
    for mine, its in zip(one.tallies, other.tallies, strict=True):
        for name in ("towns", "daily", "fresh", "between"):
            np.testing.assert_array_equal(getattr(mine, name), getattr(its, name), err_msg=name)
    np.testing.assert_array_equal(one.exchanged, other.exchanged)
    assert one == other


# -- executors -------------------------------------------------------------------------------------


@settings(max_examples=10)
@given(st.integers(1, 5), st.sampled_from([{}, {"inbox": 2}, {"absence": 0.3}]))
def test_same_bytes__own_executor(repetitions, words):
    once = play(repetitions=repetitions, **words)
    with ThreadPoolExecutor(2) as executor:
        assert_same(once, play(repetitions=repetitions, executor=executor, **words))


@pytest.mark.slow
def test_same_bytes__other_processes():
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        assert_same(play(repetitions=3), play(repetitions=3, executor=executor))


def test_progress_of_an_executor_counts_days():
    said: list[tuple[int, int, str]] = []
    season = Season(KINDS, 20, repetitions=3, **WORDS)
    with ThreadPoolExecutor(2) as executor:
        season.play(lambda *told: said.append(told), executor)
    assert [done for done, total, _ in said if total == 18] == [6, 12, 18]


def test_a_repetition_can_be_played_alone():
    results = play(repetitions=3)
    season = Season(KINDS, 20, repetitions=3, **WORDS)
    for number, tallies in enumerate(results.tallies):
        alone = season.repetition(number, threads=1)
        np.testing.assert_array_equal(alone.towns, tallies.towns)
        assert alone.rows is not None
        np.testing.assert_array_equal(alone.rows[:, -1].sum(), tallies.towns[:, -1].sum())


# -- kinds that fail -------------------------------------------------------------------------------


@partner_rule
def breaks(me, friend):
    return math.nan if me.day == 3 else 1.0


@strategy
def stumbles(me, opponent, table=(0, 1)):
    return table[me.turn]


FAILING = [("grudger", breaks), (stumbles, "anyone")]


@pytest.mark.parametrize("failing", FAILING, ids=["partner rule", "strategy"])
@pytest.mark.parametrize("engine", ["compiled", "python"])
def test_a_failing_kind_is_withdrawn_as_if_it_had_never_entered(failing, engine):
    players, noise = [*KINDS[:1], failing, *KINDS[1:]], [0.05, 0.5, 0.1, 0.0]
    results = play(players, engine=engine, noise=noise, on_error="withdraw", repetitions=2)
    assert_same(results, play(engine=engine, noise=[0.05, 0.1, 0.0], repetitions=2))
    (said,) = results.manifest["failures"]
    name = getattr(failing[0], "name", None) if failing[0] is stumbles else failing[1].name
    assert re.match(rf"test_season_running\.py:\d+: {name} ", said)


def test_all_kinds_that_play_by_a_failing_rule_are_withdrawn():
    players = [*KINDS, *[(name, breaks) for name in ("joss", "prober")]]
    results = play(players, on_error="withdraw")
    assert_same(results, play())
    assert len(results.manifest["failures"]) == 1


def test_shares_of_the_others_keep_their_proportions():
    """Of 20 towns 8 fail; the other 12 were 2 to 1, and so are the 20."""
    results = play({"tit_for_tat": 8, ("joss", breaks): 8, "prober": 4}, None, on_error="withdraw")
    assert_same(results, play({"tit_for_tat": 2 / 3, "prober": 1 / 3}))
    assert np.bincount(results.kind_of[0]).tolist() == [13, 7]


def test_a_plan_without_a_rule_has_the_key_of_a_season_without_it():
    """Equal keys mean equal books; so what was finished of either serves both."""
    one, other = (Season(p, 20, **WORDS).plan for p in ([*KINDS, FAILING[0]], KINDS))
    assert one.key != other.key
    assert one.without("breaks").key == other.key


def test_two_kinds_fail_one_after_the_other():
    results = play([*KINDS, *FAILING], on_error="withdraw")
    assert_same(results, play())
    assert len(results.manifest["failures"]) == 2


def test_what_is_withdrawn_does_not_hang_on_an_executor():
    with ThreadPoolExecutor(3) as executor:
        words = {"repetitions": 4, "on_error": "withdraw"}
        other = play([*KINDS, *FAILING], executor=executor, **words)
    one = play([*KINDS, *FAILING], **words)
    assert_same(one, other)
    assert one.manifest["failures"] == other.manifest["failures"]


def test_seasons_that_cannot_go_on():
    with pytest.raises(PluginError, match=r"breaks must return a number"):
        play([*KINDS, FAILING[0]])
    with pytest.raises(PluginError, match=r"^No kinds of towns are left: the last ones played by"):
        play(FAILING[:1], on_error="withdraw")
    many = breaks(per_friend=3)
    with pytest.raises(PluginError) as error:
        play([*KINDS, ("grudger", many)], gifts_per_day=12, on_error="withdraw")
    assert str(error.value) == (
        f"The season cannot go on without {many.name}: `gifts_per_day` must be at most 4 where a"
        " town has 4 friends and a friend may get 1 a day; got 12. Give fewer, or allow more:"
        " anyone(per_friend=3)."
    )
    shares = {"tit_for_tat": 0.425, "prober": 0.425, "joss": 0.055, ("grudger", breaks): 0.095}
    with pytest.raises(PluginError, match=r"without breaks: `towns` is too small for the share"):
        play(shares, 10, on_error="withdraw")
    with pytest.raises(ValueError, match=r"^`on_error` must be 'stop' or 'withdraw'; got 'go on'"):
        play(on_error="go on")


# -- plain Python ----------------------------------------------------------------------------------


def likes_the_nice(me, friend):
    return REFUSE if friend.naughty > friend.nice + 2 else friend.nice - me.uniform()


@pytest.mark.parametrize("words", [{}, {"inbox": 3}, {"absence": 0.2}], ids=str)
def test_plain_rules_give_the_same_bytes_as_compiled_ones(words):
    fast = partner_rule(likes_the_nice)
    slow = partner_rule(compiled=False)(likes_the_nice)
    assert fast.compiled
    assert not slow.compiled
    one, other = (play([(name, rule) for name in ("joss", "prober")], **words)
                  for rule in (fast, slow))  # fmt: skip
    for name in ("towns", "daily", "fresh", "between"):
        pair = (getattr(results.tallies[0], name) for results in (one, other))
        np.testing.assert_array_equal(*pair, err_msg=name)
    np.testing.assert_array_equal(one.exchanged, other.exchanged)


def test_plain_rules_may_use_more_of_python_and_are_noted(capsys):
    @partner_rule(compiled=False)
    def keeps_names(me, friend):
        print(f"day {me.day}")
        return sorted({"nice": friend.nice, "naughty": friend.naughty}.values())[0]

    said: list[str] = []
    season = Season([("joss", keeps_names), "prober"], 10, **WORDS)
    season.play(lambda done, total, note: said.append(note), threads=1)
    assert set(capsys.readouterr().out.split("\n")) == {"", *(f"day {day}" for day in range(6))}
    assert said[0] == "not compiled, so all is played in plain Python: joss + keeps_names"
    advice = season.best_reply(repetitions=1, progress=False, candidates=[("joss", keeps_names)])
    assert advice.best.name == "joss + keeps_names"


# -- memory ----------------------------------------------------------------------------------------


def test_what_does_not_fit_is_an_error_of_the_house(monkeypatch):
    monkeypatch.setattr(memory, "free", lambda: 1e4)
    season = Season(KINDS, 20, **WORDS)
    for run in (season.play, season.best_reply):
        with pytest.raises(TooLarge, match=r"^A season of 20 towns with 40 friendships takes"):
            run(progress=False)
    with pytest.raises(MemoryError):
        season.repetition()


def test_rules_of_some_kinds():
    rules: SeasonRules = Season(KINDS, 20, **(WORDS | {"noise": [0.1, 0.2, 0.3]})).rules
    assert rules.of_kinds([2, 0]).noise == (0.3, 0.1)
