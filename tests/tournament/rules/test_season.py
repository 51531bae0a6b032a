"""The rules of a season: what is kept, what is said in words, and what is refused."""

import pytest

from tournament.errors import ArgumentError
from tournament.rules.season import season_rules

NAMES = ["one", "two", "three"]


def make(**words):
    usual = {
        "game": "pd", "days": 3, "gifts_per_day": 2, "inbox": None, "visible": False,
        "nice_list": False, "days_known": True, "absence": 0.0, "noise": 0.0, "seed": 7,
    }  # fmt: skip
    return season_rules(NAMES, **usual | words)


@pytest.mark.parametrize(("words", "said"), [
    ({}, "3 days with 2 gifts each; seed 7"),
    ({"gifts_per_day": [1, 5, 2]}, "3 days with 1 to 5 gifts each; seed 7"),
    ({"inbox": 4}, "2 gifts each; at most 4 unopened gifts in a town; seed 7"),
    ({"visible": True}, "2 gifts each; receivers see the giver's move; seed 7"),
    ({"nice_list": True}, "2 gifts each; a public nice list; seed 7"),
    ({"days_known": False}, "2 gifts each; the last day is not known; seed 7"),
    ({"absence": 0.25}, "2 gifts each; towns absent on 25% of days; seed 7"),
    ({"noise": 0.1}, "2 gifts each; noise 0.1; seed 7"),
    ({"noise": [0, 0.1, 0.2]}, "2 gifts each; noise 0 to 0.2; seed 7"),
    ({"inbox": 4, "visible": True, "absence": 0.5, "noise": 0.1},
     "2 gifts each; at most 4 unopened gifts in a town; receivers see the giver's move; towns"
     " absent on 50% of days; noise 0.1; seed 7"),
])  # fmt: skip
def test_rules_in_words(words, said):
    made = make(**words)
    assert made.describe() == f"{made.game}; {'' if said.startswith('3') else '3 days with '}{said}"


def test_a_budget_for_each_day():
    assert make().gifts == (2, 2, 2)
    assert make(gifts_per_day=[0, 4095, 1]).gifts == (0, 4095, 1)
    assert make(days=1, gifts_per_day=(3.0,)).gifts == (3,)


@pytest.mark.parametrize(("words", "said"), [
    ({"days": 0}, "`days` must be a whole number in [1, 100000]; got 0."),
    ({"days": 100_001}, "`days` must be a whole number in [1, 100000]; got 100001."),
    ({"gifts_per_day": -1}, "`gifts_per_day` must be a whole number in [0, 4095]; got -1."),
    ({"gifts_per_day": 4096}, "`gifts_per_day` must be a whole number in [0, 4095]; got 4096."),
    ({"gifts_per_day": [1, 2]}, "`gifts_per_day` must be one number, or one for each of 3 days;"
                                " got 2."),
    ({"gifts_per_day": [1, 2, 4096]}, "`gifts_per_day` must be a whole number in [0, 4095]; got"
                                      " 4096."),
    ({"gifts_per_day": "2"}, "`gifts_per_day` must be a whole number in [0, 4095]; got '2'."),
    ({"inbox": 0}, "`inbox` must be a whole number in [1, 2**31 - 1]; got 0."),
    ({"absence": 1.5}, "`absence` must be a probability in [0, 1]; got 1.5."),
    ({"visible": 1}, "`visible` must be True or False; got 1."),
    ({"nice_list": 1}, "`nice_list` must be True or False; got 1."),
    ({"days_known": 1}, "`days_known` must be True or False; got 1."),
    ({"game": "battle_of_the_sexes"}, "`game` must pay giver and receiver alike; this one pays the"
                                      " two seats differently."),
])  # fmt: skip
def test_what_is_refused(words, said):
    with pytest.raises(ArgumentError) as error:
        make(**words)
    assert str(error.value) == said


def test_the_largest_that_are_taken():
    assert make(days=100_000, gifts_per_day=4095, inbox=2**31 - 1).inbox == 2**31 - 1


def test_some_of_the_kinds():
    made = make(noise=[0.1, 0.2, 0.3]).of_kinds([2, 0])
    assert made.noise == (0.3, 0.1)
    assert made.days == 3
