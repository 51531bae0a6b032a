"""Two towns that give one gift a day by turns play a match, move for move."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament import PRESETS, REFUSE, C, D, Match, Strategy, partner_rule, strategy
from tournament.authors.registry import library
from tournament.engine.season import play as gifts
from tournament.events.season.event import Season
from tournament.referee.season import play as referee
from tournament.testing import players, probabilities

FIELD = [rule for rule in library().values() if rule.compiled and len(rule.tree()) < 20]
COMPLETE = [rule for rule in FIELD if not rule.missing]
DAYS = 70  # more than the 64 turns that the engine keeps at hand for everybody


@partner_rule
def on_even_days(me, friend):
    return REFUSE if me.day % 2 else 0.0


@partner_rule
def on_odd_days(me, friend):
    return 0.0 if me.day % 2 else REFUSE


def season_moves(
    first: Strategy, second: Strategy, *, repetition: int = 0, engine=gifts, **words
) -> np.ndarray:
    """Return (days, 2) moves of two towns; the first gives on even days."""
    kinds = [(first, on_even_days), (second, on_odd_days)]
    season = Season(kinds, 2, friends=1, gifts_per_day=1, **words)
    population = season.population(repetition)
    assert population.kind.tolist() == [0, 1]
    diary = engine.play(season.kinds, season.rules, population, repetition, watched=0).diary
    opened = diary[diary[:, 2] == 2]
    assert opened[:, 0].tolist() == list(range(season.rules.days))
    assert opened[:, 1].tolist() == [day % 2 for day in range(season.rules.days)]
    gave, replied = opened[:, 3], opened[:, 4]
    return np.where(opened[:, [1]] == 0, opened[:, 3:], np.stack([replied, gave], axis=1))


def match_moves(first: Strategy, second: Strategy, *, days: int, **words) -> np.ndarray:
    """Return what the referee of matches plays; compiled matches are its twins."""
    match = Match(first, second, turns=days, length_known=False, engine="python", **words)
    return match.play().moves


def assert_alike(first: Strategy, second: Strategy, **words) -> None:
    inside = {"visible": words.pop("visible")} if "visible" in words else {}
    np.testing.assert_array_equal(
        season_moves(first, second, **words, **inside), match_moves(first, second, **words)
    )


SOME = [  # one in three: each loads or compiles its kernels; half of them in every run
    pytest.param(rule, marks=[pytest.mark.slow] if k % 2 else [], id=rule.name[:30])
    for k, rule in enumerate(COMPLETE[::3])
]


@pytest.mark.parametrize("rule", SOME)
def test_every_strategy_plays_its_matches(rule):
    """Against one that is random, and in the other seat against one that is not, with mistakes."""
    wild, calm = library()["random_player"], library()["prober"]
    if rule != wild:
        assert_alike(rule, wild, days=DAYS, seed=1)
    if rule != calm:
        assert_alike(calm, rule, days=30, seed=2, noise=0.1, visible=True)


@given(st.data())
def test_matches__drawn(data):
    first = data.draw(players(FIELD))
    second = data.draw(players(FIELD).filter(lambda other: other.name != first.name))
    assert_alike(
        first,
        second,
        days=data.draw(st.integers(1, 90)),
        noise=data.draw(st.tuples(probabilities(), probabilities())),
        game=data.draw(st.sampled_from([g for g in PRESETS.values() if g.is_symmetric])),
        seed=data.draw(st.integers(0, 2**64 - 1)),
        repetition=data.draw(st.integers(0, 3)),
        visible=data.draw(st.booleans()),
    )


def test_a_match_with_a_copy():
    """Copies differ by their streams only, so where chance has no part they play as in a match."""
    for name in ("tit_for_tat", "grudger", "prober"):
        rule = library()[name]
        kinds = [(rule, on_even_days), (rule, on_odd_days)]
        season = Season(kinds, 2, days=40, friends=1, gifts_per_day=1, seed=3)
        results = season.play(progress=False)
        counts = results.tallies[0].towns[0]
        match = Match(rule, rule, turns=40, length_known=False).play()
        assert (counts[:4] + counts[4:8]).tolist() == list(match.counts.values())


def test_rules_that_are_not_compiled_play_their_matches_too():
    @strategy(compiled=False, seen=0.0)
    def listmaker(me, opponent):
        me.seen = 0.5 * me.seen + opponent.last
        return D if sum([me.seen, me.uniform()]) > 1.5 else C

    words = {"days": 70, "seed": 2, "noise": 0.1}
    inside = season_moves(listmaker, library()["random_player"], engine=referee, **words)
    outside = match_moves(listmaker, library()["random_player"], **words)
    np.testing.assert_array_equal(inside, outside)
    assert 0 < inside[:, 0].sum() < 70
