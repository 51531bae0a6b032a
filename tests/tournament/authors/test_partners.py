"""Partner rules: how they are written, and what the built-in ones do in examples worked by hand."""

import math
import pickle
import statistics

import pytest

import strategies
from tournament import REFUSE, TSTO, C, D, Game, PartnerRule, partner_rule
from tournament.authors.registry import library
from tournament.authors.resolve import find
from tournament.referee.season.rating import rate as rated
from tournament.referee.season.views import Friend, Town
from tournament.referee.watchdog import DECISION_SECONDS, Watchdog
from tournament.rules.season import season_rules

TABLE = TSTO.utilities[0].tolist()
BUILT_IN = library(PartnerRule)


# -- small examples -------------------------------------------------------------------------------


def friend(gave="", got="", *, waiting=0, reputation=-1.0, day=9, latest=8, table=TABLE):
    """Return a friend with whom these gifts were opened: mine and theirs, such as "CD CC", own
    move first; the last of them yesterday. `waiting` more of mine lie there."""
    counts = [[gifts.split().count(o) for o in ("CC", "CD", "DC", "DD")] for gifts in (gave, got)]
    last = (f"{gave} {got}".split() or ["--"])[-1]
    moves = tuple({"C": 0, "D": 1, "-": 2}[letter] for letter in last)
    left = len(gave.split()) + waiting
    return Friend((*counts, left, latest, moves), day, table, reputation)


def town(*, given=20, days=25, day=9, gifts=5, game=TSTO, seed=1):
    rules = season_rules(
        ["me"], game=game, days=days, gifts_per_day=gifts, inbox=None, visible=False,
        nice_list=False, days_known=True, absence=0.0, noise=0.0, seed=seed,
    )  # fmt: skip
    return Town(rules, 17, 0, day, 8, given)


def rate(rule, seen, me=None) -> float:
    with Watchdog(DECISION_SECONDS) as watchdog:
        return rated(rule, me or town(), seen, 9, watchdog)


STRANGER = friend()
KIND = friend("CC CC", "CC")  # nice three times
MEAN = friend("CD CD", "CD")  # naughty three times
LATELY_MEAN = friend("CC CC CD")
LATELY_KIND = friend("CD CD CC")


def order(rule, *friends) -> list[int]:
    """Return positions of friends, best rated first, without those refused."""
    ratings = [rate(rule, seen) for seen in friends]
    found = sorted(range(len(friends)), key=lambda k: -ratings[k])
    assert len({r for r in ratings if r != REFUSE}) == len([r for r in ratings if r != REFUSE])
    return [k for k in found if ratings[k] != REFUSE]


def test_what_a_rule_is_told():
    """Two gifts of mine (CC, CD), one of theirs (DC: mine naughty, theirs nice): R + S + T."""
    seen = friend("CC CD", "DC", waiting=1, latest=7)
    assert (seen.given, seen.received, seen.exchanges) == (3, 1, 3)
    assert (seen.nice, seen.naughty) == (2, 1)
    assert (seen.my_last, seen.last) == (D, C)
    assert seen.days_since == 2
    assert seen.payoff == 15 + 1 + 25
    assert seen.mean_payoff == 41 / 3
    assert STRANGER.days_since == math.inf
    assert (STRANGER.payoff, STRANGER.mean_payoff, STRANGER.exchanges) == (0, 0, 0)
    assert STRANGER.last not in (C, D)
    me = town()
    assert (me.day, me.days_left, me.budget, me.friends, me.given) == (9, 15, 5, 8, 20)
    assert (me.game.R, me.game.S, me.game.T, me.game.P) == (15, 1, 25, 5)


def test_anyone():
    assert {rate(strategies.anyone, f) for f in (STRANGER, KIND, MEAN)} == {0}


def test_everyone_in_turn():
    """Least served first: a friend with 1 gift before one with 2, whatever they did."""
    assert order(strategies.everyone_in_turn, KIND, friend("CD"), STRANGER) == [2, 1, 0]


def test_out_for_tat():
    """Nice last, then strangers, then naughty last; what was before does not matter."""
    assert order(strategies.out_for_tat, LATELY_MEAN, STRANGER, LATELY_KIND) == [2, 1, 0]
    assert rate(strategies.out_for_tat, friend(waiting=3)) == 0  # nothing was opened yet


def test_reciprocate():
    """Two gifts owed, none, one given in vain."""
    owed, even, vain = friend("", "CC CD"), friend("CC", "CC"), friend("CC")
    assert [rate(strategies.reciprocate, f) for f in (vain, owed, even)] == [-1, 2, 0]
    assert rate(strategies.reciprocate, friend("CC", waiting=2)) == -3


def test_choice_and_refusal():
    """In TSTO P + 0.3 (R - P) = 8 is tolerable, and a stranger is expected to pay R = 15.

    After one CD: (15 + 1) / 2 = 8, just tolerable. After two: (15 + 1 + 1) / 3 < 6. After one DC:
    (15 + 25) / 2 = 20.
    """
    rule = strategies.choice_and_refusal
    seen = [STRANGER, friend("CD"), friend("CD CD"), friend("DC"), KIND]
    assert [rate(rule, f) for f in seen] == [15, 8, REFUSE, 20, 15]
    assert rate(rule(tolerance=0.31), friend("CD")) == REFUSE
    assert rate(rule(tolerance=0), friend("CD CD")) == pytest.approx(17 / 3)


def test_nicest():
    assert [rate(strategies.nicest, f) for f in (KIND, LATELY_MEAN, STRANGER, MEAN)] == [
        3,
        1,
        0,
        -3,
    ]


def test_thompson_sampling():
    """Draws of Beta(1 + nice, 1 + naughty): after three nice ones the mean is 4/5, after three
    naughty 1/5, of a stranger 1/2 (4 standard errors, n = 4,000)."""
    me = town()
    for seen, a, b in ((KIND, 4, 1), (MEAN, 1, 4), (STRANGER, 1, 1)):
        draws = [rate(strategies.thompson_sampling, seen, me) for _ in range(4000)]
        assert min(draws) > 0
        assert max(draws) < 1
        deviation = math.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
        assert abs(statistics.fmean(draws) - a / (a + b)) < 4 * deviation / math.sqrt(4000)
        assert statistics.stdev(draws) == pytest.approx(deviation, rel=0.07)


def test_ucb1():
    """Untried first. After 20 gifts, 2 of them here, both CC: (15 - 1) / 24 + sqrt(2 ln 20 / 2)."""
    assert rate(strategies.ucb1, STRANGER) == math.inf
    assert rate(strategies.ucb1, friend("", "CC")) == math.inf  # they gave, I did not
    rating = rate(strategies.ucb1, friend("CC CC"), town(given=20))
    assert rating == pytest.approx(14 / 24 + math.sqrt(math.log(20)))
    assert rate(strategies.ucb1, friend("DC"), town(given=1)) == 1  # ln 1 = 0: the mean alone
    assert rate(strategies.ucb1, friend("CD"), town(given=1)) == 0
    same = Game(R=2, S=2, T=2, P=2)
    table = same.utilities[0].tolist()
    assert rate(strategies.ucb1, friend("DC", table=table), town(given=1, game=same)) == 0


def test_nice_list():
    seen = [friend(reputation=r) for r in (0.0, 0.4, 1.0, -1.0)]
    assert [rate(strategies.nice_list, f) for f in seen] == [0.0, 0.4, 1.0, 0.5]


def test_never():
    assert {rate(strategies.never, f) for f in (STRANGER, KIND, MEAN)} == {REFUSE}


def test_each_built_in_rule_has_its_example():
    here = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert set(BUILT_IN) <= here
    assert len(BUILT_IN) >= 9


@pytest.mark.parametrize("rule", BUILT_IN.values(), ids=str)
def test_each_built_in_rule_has_a_source(rule):
    assert rule.source
    assert rule.summary.endswith(".")


# -- how they are written -------------------------------------------------------------------------


@partner_rule(per_friend=2)
def picky(me, friend, patience=2, weights=(1.0, 0.5)):
    return REFUSE if friend.naughty > patience else weights[0] * friend.nice


def test_variants():
    assert repr(picky) == "picky"
    assert repr(picky(patience=3)) == "picky(patience=3)"
    assert repr(picky(per_friend=4)) == "picky(per_friend=4)"
    assert repr(picky(3, per_friend=4)) == "picky(patience=3, per_friend=4)"
    assert repr(picky(per_friend=4)(per_friend=2)) == "picky"
    assert picky(per_friend=4).per_friend == 4
    assert picky(patience=3)(per_friend=4).parameters["patience"] == 3
    assert picky(per_friend=4)(patience=3).per_friend == 4
    assert picky(per_friend=2) == picky
    assert picky(per_friend=3) != picky
    assert hash(picky(per_friend=2)) == hash(picky)
    assert len({picky, picky(per_friend=3), picky(patience=1)}) == 3
    assert find("ucb1", of=PartnerRule) is strategies.ucb1


def test_they_can_be_sent_to_other_processes():
    for rule in (strategies.anyone, strategies.choice_and_refusal(tolerance=0.5, per_friend=3)):
        again = pickle.loads(pickle.dumps(rule))
        assert again == rule
        assert (again.per_friend, repr(again)) == (rule.per_friend, repr(rule))


def no_parameters():
    return 1.0


def three(me, friend, budget):
    return 1.0


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: partner_rule(3), "@partner_rule goes on a function `rate(me, friend)`; got 3."),
        (lambda: partner_rule(no_parameters), "test_partners.py:"),
        (
            lambda: partner_rule(per_friend=0),
            "`per_friend` must be a whole number in [1, 4095]; got 0.",
        ),
        (
            lambda: picky(per_friend="x"),
            "`per_friend` must be a whole number in [1, 4095]; got 'x'.",
        ),
        (lambda: picky(impatience=3), "`picky` has no parameter `impatience`; it has `patience`"),
        (lambda: partner_rule(lambda me, friend, name="x": 0.0), "`name` of `<lambda>` must be"),
    ],
)
def test_rules_that_are_none(make, said):
    with pytest.raises((TypeError, ValueError)) as error:
        make()
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_rule_without_a_value():
    from tournament.events.season.event import Season

    needy = partner_rule(three)
    with pytest.raises(
        TypeError, match=r"^`three` needs values for budget: three\(budget=\.\.\.\)"
    ):
        Season([("joss", needy)], 10, friends=2, gifts_per_day=1)
    assert Season([("joss", needy(budget=2))], 10, friends=2, gifts_per_day=1).counts == [10]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (lambda me, friend: friend.niceness, "reads friend.niceness; a town knows of a friend"),
        (lambda me, friend: friend.naughy, "Did you mean 'naughty'?"),
        (lambda me, friend: me.gifts, "reads me.gifts; `me` has day, days_left, budget"),
        (lambda me, friend: math.nan, "must return a number; on day 10 it returned nan."),
        (lambda me, friend: None, "must return a number; on day 10 it returned None."),
        (lambda me, friend: "best", "must return a number; on day 10 it returned 'best'."),
        (lambda me, friend: me.chance(math.nan), "chance(p) needs a probability; got nan"),
        (lambda me, friend: me.beta(0.0, 1.0), "beta(a, b) needs two positive numbers"),
        (lambda me, friend: me.integer(0), "integer(n) needs n of at least 1"),
    ],
)
def test_what_a_rule_may_not_do(body, said):
    from tournament.errors import PluginError

    with pytest.raises(PluginError) as error:
        rate(partner_rule(body), STRANGER)
    assert said in str(error.value)


# -- draws ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("a", "b"), [(1.0, 1.0), (0.3, 0.7), (2.5, 0.5), (30.0, 10.0)])
def test_beta_draws(a, b):
    """Kolmogorov and Smirnov: a false alarm once in ten million."""
    from scipy.stats import beta, kstest

    me = town(seed=3)
    assert kstest([me.beta(a, b) for _ in range(4000)], beta(a, b).cdf).pvalue > 1e-7


def test_normal_and_other_draws():
    from scipy.stats import kstest

    me = town(seed=4)
    assert kstest([me.normal() for _ in range(4000)], "norm").pvalue > 1e-7
    assert kstest([me.uniform() for _ in range(4000)], "uniform").pvalue > 1e-7
    assert {me.integer(3) for _ in range(100)} == {0, 1, 2}
    assert not me.chance(0)
    assert me.chance(1)
