"""Partner rules, called as the functions that they are, with what they look at and nothing else.

`tests/tournament/authors/test_partners.py` holds the same rules to examples of whole friendships.
"""

import math
from types import SimpleNamespace

import pytest

import strategies
from tournament import REFUSE, TSTO, C, D, Game

COSTS = Game(R=1, S=5, T=2, P=4)
TURNED = Game(R=9, S=3, T=6, P=1)  # S above P, and T below R
ZERO = Game(R=2, S=2, T=2, P=2)


def thought(name, parameters=(), me=(), **friend):
    """Return how a rule rates a friend; whatever else it reads would be an error."""
    me = {"game": TSTO, "beta": lambda a, b: (a, b), **dict(me)}
    rule = getattr(strategies, name).rule
    return rule(SimpleNamespace(**me), SimpleNamespace(**friend), **dict(parameters))


@pytest.mark.parametrize(
    ("name", "friend", "rating"),
    [
        ("anyone", {}, 0.0),
        ("never", {}, REFUSE),
        *(("everyone_in_turn", {"given": n}, -n) for n in range(4)),
        ("out_for_tat", {"exchanges": 0}, 0.0),
        ("out_for_tat", {"exchanges": 1, "last": C}, 1.0),
        ("out_for_tat", {"exchanges": 1, "last": D}, -1.0),
        ("out_for_tat", {"exchanges": 7, "last": C}, 1.0),
        ("reciprocate", {"received": 5, "given": 2}, 3),
        ("reciprocate", {"received": 0, "given": 2}, -2),
        ("nicest", {"nice": 5, "naughty": 2}, 3),
        ("nicest", {"nice": 0, "naughty": 2}, -2),
        ("thompson_sampling", {"nice": 0, "naughty": 0}, (1, 1)),
        ("thompson_sampling", {"nice": 5, "naughty": 2}, (6, 3)),
        ("nice_list", {"reputation": -1.0}, 0.5),
        ("nice_list", {"reputation": 0.0}, 0.0),
        ("nice_list", {"reputation": 0.7}, 0.7),
        ("ucb1", {"given": 0}, math.inf),
    ],
)
def test_ratings(name, friend, rating):
    assert thought(name, **friend) == rating


@pytest.mark.parametrize(
    ("game", "tolerance", "payoff", "exchanges", "rating"),
    [
        (TSTO, 0.3, 0, 0, 15),
        (TSTO, 0.3, 1, 1, 8),  # just tolerable: 5 + 0.3 (15 - 5)
        (TSTO, 0.31, 1, 1, REFUSE),
        (TSTO, 0.0, 2, 2, 17 / 3),
        (TSTO, 0.0, 1 + 1, 3, REFUSE),
        (TSTO, 1.0, 15, 1, 15),
        (COSTS, 0.5, 4, 1, 2.5),  # 4 + 0.5 (1 - 4)
        (COSTS, 0.5, 3, 1, REFUSE),
    ],
)
def test_choice_and_refusal(game, tolerance, payoff, exchanges, rating):
    found = thought("choice_and_refusal", {"tolerance": tolerance}, {"game": game},
                    payoff=payoff, exchanges=exchanges)  # fmt: skip
    assert found == pytest.approx(rating)


@pytest.mark.parametrize(
    ("game", "mean", "share"),
    [(TSTO, 1, 0.0), (TSTO, 25, 1.0), (TSTO, 13, 0.5), (TURNED, 9, 1.0), (TURNED, 3, 0.25),
     (ZERO, 2, 0.0)],
)  # fmt: skip
@pytest.mark.parametrize(("mine", "here"), [(1, 1), (20, 2), (300, 7)])
def test_ucb1__is_the_scaled_mean_and_what_it_could_be_more(game, mean, share, mine, here):
    """The scale runs from the lower of S and P to the higher of T and R."""
    found = thought("ucb1", me={"game": game, "given": mine}, given=here, mean_payoff=mean)
    assert found == pytest.approx(share + math.sqrt(2 * math.log(mine) / here))


def test_choice_and_refusal__tolerates_three_tenths_by_default():
    seen = {"payoff": 1, "exchanges": 1}
    assert thought("choice_and_refusal", **seen) == 8
    assert thought("choice_and_refusal", {"tolerance": 0.3}, **seen) == 8
