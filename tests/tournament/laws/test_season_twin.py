"""Compiled days and plain Python leave the same tallies: whatever the rules, graphs and seeds.

The rules below use every word of the two vocabularies, on purpose more oddly than any real one.
"""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given as for_all  # `given` is a fact of partner rules
from hypothesis import settings
from hypothesis import strategies as st

from tournament import PRESETS, REFUSE, C, D, Game, PartnerRule, partner_rule, strategy
from tournament.authors.parameters import Probability
from tournament.authors.registry import library
from tournament.engine.season import play as gifts
from tournament.events.season.event import Season
from tournament.referee.season import play as referee
from tournament.testing import players, probabilities

TALLIES = ("towns", "daily", "fresh", "between", "rows", "diary")


def assert_twins(season: Season, *, threads: int = 1, watched: int = 0) -> None:
    for repetition in range(season.repetitions):
        towns = season.population(repetition)
        words = {"keep_rows": True, "watched": watched % season.friendships}
        where = (season.kinds, season.rules, towns, repetition)
        fast, slow = gifts.play(*where, threads=threads, **words), referee.play(*where, **words)
        for name in TALLIES:
            np.testing.assert_array_equal(getattr(fast, name), getattr(slow, name), err_msg=name)


# -- partner rules that use every word ------------------------------------------------------------


@partner_rule
def bookkeeper(me, friend):
    if friend.nice + friend.naughty != friend.exchanges or friend.received > friend.exchanges:
        return REFUSE
    return friend.given - 1.5 * friend.received + friend.nice / 7 - friend.naughty * 0.3


@partner_rule(per_friend=2)
def gambler(me, friend, p: Probability = 0.3, sides=3, weights=(0.5, -1.0, 2.25)):
    if me.chance(p) or me.chance(0) or not me.chance(1.5):
        return REFUSE
    return weights[me.integer(sides)] * me.uniform() + me.normal() / 3


@partner_rule(per_friend=3)
def believer(me, friend, table=((0.5, 2.0), (1.0, 0.25)), shift=True):
    a, b = table[0][friend.last % 2], table[1][friend.my_last % 2]
    return me.beta(a + friend.nice, b + (friend.naughty if shift else 0.0))


@partner_rule
def calendar(me, friend):
    if me.days_left >= 0 and me.day + me.days_left < 0:
        return REFUSE
    return (me.day * 3 + me.days_left + friend.given * me.budget) % 5 - me.friends * me.given % 3


@partner_rule(per_friend=4)
def accountant(me, friend):
    g = me.game
    if friend.mean_payoff > g.R and g.payoffs[1, 0] == g.T:
        return g.S
    return friend.payoff / 3 - friend.mean_payoff * g.P


@partner_rule
def truthful(me, friend):
    return friend.nice > friend.naughty


@partner_rule(per_friend=2)
def counted(me, friend):
    return friend.exchanges % 3


@partner_rule
def rememberer(me, friend):
    if friend.days_since > 3:
        return math.inf if friend.last != C and friend.last != D else 2.0
    return friend.days_since - friend.last + 2 * friend.my_last


@partner_rule(per_friend=5)
def gossip(me, friend, least=0.4):
    return friend.reputation if friend.reputation >= least or friend.reputation < 0 else REFUSE


def odd_one(me, n):
    return (n + me.day) % 2 == 0


@partner_rule
def delegator(me, friend):
    return 1 if odd_one(me, friend.exchanges) else REFUSE


ODD_RULES = [bookkeeper, gambler, gambler(p=0.0, sides=1), believer, calendar, accountant,
             truthful, counted, rememberer, gossip, delegator]  # fmt: skip
RULES: list[PartnerRule] = [*library(PartnerRule).values(), *ODD_RULES]


# -- strategies that know of seasons --------------------------------------------------------------


@strategy
def host(me, opponent):
    """Answer in kind what is seen, and open naughtily else; give as the last moves say."""
    if me.giving:
        return D if opponent.offered in (C, D) else (me.last + opponent.last) % 2
    return opponent.offered if opponent.offered in (C, D) else D


@strategy(seen=[0, 0, 0], gave=False, mood=0.5)
def elephant(me, opponent):
    me.seen[me.day % 3] += 1 + opponent.last % 2
    me.gave = me.gave or me.giving
    me.mood = 0.9 * me.mood + me.seen.sum() / 7
    return D if me.seen.max() % 3 == 2 or me.mood > 9 or (me.gave and me.days_left == 1) else C


@strategy(table=np.zeros((3, 4)))
def librarian(me, opponent, step=0.25):
    me.table[me.day % 3, me.turn % 4] += step + me.intended % 2
    return D if me.table[0, 0] > me.table[2, 3] or me.chance(0.1) else C


@strategy
def archivist(me, opponent, step=37):
    t = (me.turn * step) % (me.turn + 1)
    if t < me.turn:
        at = opponent.history[t] + me.history[t - me.turn] + opponent.history[-1 - t]
        return (at + len(me.history) + len(opponent.history)) % 2
    return D if me.chance(0.4) else C


@strategy
def far_back(me, opponent, k=70):
    mine, theirs = me.move(k), opponent.move(k + 1)
    if theirs in (C, D):
        return mine ^ theirs ^ opponent.move(1) ^ me.move((k + 1) // 2)
    return C if me.chance(0.5) else D


@strategy
def auditor(me, opponent):
    if me.cooperations + me.defections != me.turn or me.turns != -1:
        return D
    if me.score > opponent.score or opponent.defections > opponent.cooperations:
        return C
    return D if me.total < opponent.total or me.chance(0.3) else C


SEASONED = [host, elephant, librarian, archivist, archivist(step=-1), far_back, auditor]


# -- what is drawn --------------------------------------------------------------------------------


FIELD = [rule for rule in library().values() if len(rule.tree()) < 20 and rule.compiled]
STRATEGIES = st.one_of(players(FIELD), st.sampled_from(SEASONED))
PARTNERS = st.one_of(
    st.sampled_from(RULES),
    st.builds(lambda rule, n: rule(per_friend=n), st.sampled_from(RULES), st.integers(1, 6)),
)
PAYOFF = st.one_of(st.integers(-10, 30).map(float), st.floats(-100, 100))
GAMES = st.one_of(
    st.sampled_from([game for game in PRESETS.values() if game.is_symmetric]),
    st.builds(Game, R=PAYOFF, S=PAYOFF, T=PAYOFF, P=PAYOFF, less_is_better=st.booleans()),
)
CHANCE = st.one_of(st.just(0.0), st.just(0.0), probabilities())


@st.composite
def graphs(draw: Any, towns: int) -> Any:
    """Generate what `friends` may be for so many towns, and the most friends that one has."""
    shape = draw(st.sampled_from(["random", "everyone", "given"]))
    if shape == "everyone":
        return "everyone", towns - 1
    if shape == "random":
        degree = draw(st.integers(1, towns - 1))
        degree += degree * towns % 2
        return min(degree, towns - 1), min(degree, towns - 1)
    pairs = {(t, t + 1) for t in range(towns - 1)}  # nobody is alone
    more = st.tuples(st.integers(0, towns - 1), st.integers(0, towns - 1))
    pairs |= {(min(p), max(p)) for p in draw(st.lists(more, max_size=8)) if p[0] != p[1]}
    edges = np.array(draw(st.permutations(sorted(pairs))))
    return edges, int(np.bincount(edges.ravel()).max())


@st.composite
def seasons(draw: Any, **fixed: Any) -> Season:
    kinds = draw(st.lists(st.tuples(STRATEGIES, PARTNERS), min_size=1, max_size=4))
    entered = [(s.named(f"{s.name} {k}"), p) for k, (s, p) in enumerate(kinds)]
    if draw(st.booleans()):  # several kinds may share a strategy, and its streams
        entered = list({(s.name, p.name): (s, p) for s, p in kinds}.values())
    towns = draw(st.integers(max(2, len(entered)), 9))
    friends, most = draw(graphs(towns))
    placeable = min(6, most * max(p.per_friend for _, p in entered))
    budget = st.integers(0, placeable)
    days = draw(st.integers(1, 9))
    words = {
        "game": draw(GAMES),
        "days": days,
        "gifts_per_day": draw(
            st.one_of(budget, st.lists(budget, min_size=days, max_size=days))
        ),
        "friends": friends,
        "inbox": draw(st.one_of(st.none(), st.integers(1, 6))),
        "visible": draw(st.booleans()),
        "absence": draw(CHANCE),
        "noise": draw(st.one_of(CHANCE, st.lists(CHANCE, min_size=len(entered),
                                                 max_size=len(entered)))),
        "nice_list": draw(st.booleans()),
        "days_known": draw(st.booleans()),
        "repetitions": draw(st.sampled_from([1, 1, 2])),
        "seed": draw(st.integers(0, 2**64 - 1)),
    }  # fmt: skip
    return Season(entered, towns, **words | fixed)


WATCHED = st.integers(0, 100)


@settings(max_examples=250)
@for_all(seasons(), WATCHED)
def test_tallies_are_the_referees(season, watched):
    assert_twins(season, watched=watched)


@pytest.mark.parametrize("partner", RULES, ids=lambda rule: rule.name[:30])
def test_tallies_are_the_referees__every_partner_rule(partner):
    words = {
        "towns": 12, "friends": 5, "days": 12, "noise": 0.1, "nice_list": True, "partner": partner
    }  # fmt: skip
    kinds = ["tit_for_tat", "joss", host, elephant]
    most = 5 * partner.per_friend
    for seed in range(4):
        more = [{}, {"inbox": 2}, {"absence": 0.3}, {"visible": True}][seed]
        assert_twins(Season(kinds, gifts_per_day=min(4, most), seed=seed, **words, **more))


@pytest.mark.parametrize("rule", [*SEASONED, *FIELD], ids=lambda rule: rule.name[:30])
def test_tallies_are_the_referees__every_strategy(rule):
    if rule.missing:
        pytest.skip("needs values; Hypothesis draws them")
    words = {"friends": 3, "days": 8, "gifts_per_day": 5, "noise": 0.1, "absence": 0.2}
    players = {(rule, gambler): 4, ("random_player", believer): 2, (host, rememberer): 2}
    assert_twins(Season(players, visible=True, seed=5, **words))


# -- long friendships, and full inboxes -----------------------------------------------------------

READERS = [archivist, far_back, far_back(k=130), auditor, librarian, "grudger"]


@pytest.mark.parametrize("reader", READERS, ids=str)
@pytest.mark.parametrize("absence", [0.0, 0.4])
@pytest.mark.parametrize("days", [7, 12, 25])  # up to 70, 120, 250 exchanges
def test_long_friendships(reader, absence, days):
    giver = counted(per_friend=5)
    players = [(reader, giver), (elephant, giver), (archivist(step=11), giver)]
    season = Season(
        players, 3, friends="everyone", days=days, gifts_per_day=10, absence=absence, noise=0.05,
        seed=days,
    )  # fmt: skip
    for watched in range(3):
        assert_twins(season, watched=watched)
    rows = referee.play(season.kinds, season.rules, season.population(), 0, keep_rows=True).rows
    assert (rows[:, :8].sum(1).max() == 10 * days) or absence


@for_all(st.integers(0, 2**64 - 1), st.sampled_from([0.9, 0.97]), st.booleans())
@settings(max_examples=10)
def test_more_unopened_gifts_than_a_word_has_bits(seed, absence, visible):
    giver = counted(per_friend=9)
    season = Season(
        [(archivist, giver), ("joss", giver)], 2, days=60, gifts_per_day=9, absence=absence,
        visible=visible, noise=0.3, seed=seed,
    )  # fmt: skip
    assert_twins(season)


def test_more_unopened_gifts_than_a_word_has_bits__do_lie_there():
    """One town is away for long: its friend's gifts fill more than one word of 64 bits."""
    giver = counted(per_friend=70)
    season = Season(
        [("joss", giver), ("alternator", giver)], 2, days=30, gifts_per_day=70, absence=0.7, seed=1
    )
    assert_twins(season)
    diary = referee.play(season.kinds, season.rules, season.population(), 0, watched=0).diary
    given, settled = (
        np.cumsum((diary[:, 2] == what) & (diary[:, 1] == 0)) for what in (0, 2)
    )  # fmt: skip
    assert (given - settled).max() > 64
    assert len(settled) > 128


# -- threads --------------------------------------------------------------------------------------


@settings(max_examples=40)
@for_all(seasons(), WATCHED)
def test_tallies_are_the_referees__on_two_threads(season, watched):
    assert_twins(season, threads=2, watched=watched)
