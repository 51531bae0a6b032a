"""Who takes part in a season, and how many towns each kind gets: by the largest remainders."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from tournament.authors.partners import Kind
from tournament.errors import ArgumentError, DuplicateName
from tournament.events.field import candidate_kinds, counts, dealt, kinds
from tournament.rules.defaults import TOWNS
from tournament.rules.season import season_rules


def named(*names):
    return tuple(Kind(strategies.joss.named(n), strategies.anyone, n) for n in names)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=6), st.integers(6, 300))
def test_towns_are_dealt_by_the_largest_remainders(weights, towns):
    """Hare's quota, in fractions; equal remainders go by name."""
    names = "fbdaec"[: len(weights)]
    exact = [Fraction(w * towns, sum(weights)) for w in weights]
    want = [int(e) for e in exact]
    rest = sorted(range(len(weights)), key=lambda k: (-(exact[k] - want[k]), names[k]))
    for k in rest[: towns - sum(want)]:
        want[k] += 1
    shares = [w / sum(weights) for w in weights]
    if min(want):
        found = dealt(shares, named(*names), towns)
        assert list(found) == want
        assert sum(found) == towns
    else:
        with pytest.raises(ArgumentError, match=rf"share of {names[want.index(0)]}, which gets"):
            dealt(shares, named(*names), towns)


def test_numbers_shares_and_nothing_are_three_ways_to_say_how_many():
    two = named("a", "b")
    assert counts(two, None, 5) == ((0.5, 0.5), (3, 2))
    assert counts(two, None, None) == ((0.5, 0.5), (TOWNS // 2, TOWNS // 2))
    assert counts(two, [3, 1], None) == ((0.75, 0.25), (3, 1))
    assert counts(two, [3.0, 1], 4) == ((0.75, 0.25), (3, 1))
    assert counts(two, [0.75, 0.25], 8) == ((0.75, 0.25), (6, 2))
    assert counts(two[:1], [1.0], 8) == ((1.0,), (8,))  # a share, not one town
    assert counts(two, [1, 1], None) == ((0.5, 0.5), (1, 1))
    assert counts(two, None, 2)[1] == (1, 1)


@pytest.mark.parametrize(
    ("numbers", "towns", "said"),
    [
        (None, 1, "`towns` must be at least 2, one of each kind of player; got 1"),
        ([1, 0], None, "above 0; got 0 for b"),
        ([True, 1], None, "above 0; got True for a"),
        ([2, 2], 5, "`towns` is 5, but the numbers of `players` sum to 4"),
        ([0.5, 0.4], 10, "these sum to 0.9"),
        ([0.5, 0.5 + 2e-6], 10, "these sum to 1"),
        ([0.01, 0.99], 10, "too small for the share of a, which gets none"),
    ],
)
def test_numbers_that_cannot_be(numbers, towns, said):
    with pytest.raises(ArgumentError, match=said):
        counts(named("a", "b"), numbers, towns)


def test_shares_may_be_rounded():
    assert counts(named("a", "b", "c"), [1 / 3, 1 / 3, 1 / 3 + 1e-10], 9)[1] == (3, 3, 3)


def test_kinds_are_named_after_both_rules_where_both_are_given():
    found = kinds(["joss", ("joss", "nicest"), ["grudger", "never"]], "anyone")
    assert [kind.name for kind in found] == ["joss", "joss + nicest", "grudger + never"]
    assert [kind.partner.name for kind in found] == ["anyone", "nicest", "never"]
    with pytest.raises(DuplicateName, match=r"2 kinds named 'joss'; .*, \{joss: 2\}, or rename"):
        kinds(["joss", "grudger", "joss"], "anyone")
    with pytest.raises(DuplicateName, match=r"\{\(joss, never\): 2\}"):
        kinds([("joss", "never")] * 2, "anyone")
    with pytest.raises(TypeError, match="pairs; got"):
        kinds([("joss", "never", "more")], "anyone")


@pytest.mark.parametrize("public", [True, False])
def test_candidates_meet_every_partner_rule_that_has_something_to_go_by(public):
    population = kinds([("joss", "anyone"), ("grudger", "never")], "anyone")
    usual = {"game": "tsto", "days": 5, "gifts_per_day": 2, "inbox": None, "absence": 0.0,
             "seed": 7, "visible": False, "days_known": True, "noise": 0.0}  # fmt: skip
    rules = season_rules([k.name for k in population], nice_list=public, **usual)
    found = candidate_kinds(None, population, rules)
    by_strategy = {kind.strategy.name for kind in found}
    assert by_strategy == {"joss", "grudger"}
    partners = [kind.partner.name for kind in found if kind.strategy.name == "joss"]
    assert len(partners) == len(set(partners))
    assert ("nice_list" in partners) == public
    assert {"anyone", "never", "out_for_tat"} <= set(partners)
    own = kinds([("joss", "nice_list")], "anyone")
    assert "joss + nice_list" in {k.name for k in candidate_kinds(["joss"], own, rules)}
    assert [k.name for k in candidate_kinds([("joss", "never")], population, rules)] == [
        "joss + never"
    ]
