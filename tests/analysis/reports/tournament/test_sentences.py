"""Every branch of a sentence, from tables that are written out: costs, ties, borders, few."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.reports.tournament import conduct, prospects, standing
from analysis.reports.tournament.findings import Findings
from tournament import Game

GAME = Game(R=3, S=0, T=5, P=1)
COSTS = Game(R=3, S=0, T=5, P=1, less_is_better=True)
NAN = np.nan


def stub(scores, *, by="score", game=GAME, chance=True, repetitions=9, **columns):
    """Return findings on players a, b, c ..., best first, of a ranking that is made up."""
    size = len(scores)
    names = [chr(ord("a") + k) for k in range(size)]
    frame = pd.DataFrame(
        {
            "rank": np.arange(1, size + 1), by: np.array(scores, float), "standard_error": 0.1,
            "low": np.array(scores, float) - 0.2, "high": np.array(scores, float) + 0.2,
            "best_rank": 1, "worst_rank": size, "tier": 1, "wins": 0.5, "cooperation": 0.5,
        }
        | ({} if by == "score" else {"score": np.array(scores, float)}) | columns,
        index=pd.Index(names, name="player"),
    )  # fmt: skip
    frame.attrs["by"] = by
    tallies = SimpleNamespace(chance=np.array([chance]), exact=None)
    results = SimpleNamespace(ranking=frame, game=game, tallies=tallies, repetitions=repetitions)
    found = Findings(results)
    for name in ("places", "pairs", "sub_fields", "kingmakers", "ecological",
                 "friedman_opponents", "friedman_repetitions"):  # fmt: skip
        found.__dict__[name] = None
    return found


# -- who won --------------------------------------------------------------------------------------


def test_winner__alone_and_after_one_repetition():
    assert standing.winner(stub([2.0])) == ["a played alone, with a mean score of 2.000 per turn."]
    (text,) = standing.winner(stub([2.0, 1.0], standard_error=NAN))
    assert text.startswith("a came first with a mean score of 2.000 per turn. After one repetition")


def test_winner__exact_and_shared():
    exact = {"standard_error": 0.0}
    (text,) = standing.winner(stub([2.0, 1.0], chance=False, **exact))
    assert text.endswith("The result is exact, because chance had no part.")
    (text,) = standing.winner(stub([2.0, 1.0], **exact))
    assert text.endswith("Every repetition came out the same.")
    (text,) = standing.winner(stub([2.0, 2.0, 1.0], **exact))
    assert text == "a and b share the first place with a mean score of 2.000 per turn."
    (text,) = standing.winner(stub([2.0, 3.0], game=COSTS, **exact))
    assert text.startswith("a won with a mean cost of 2.000 per turn.")


def test_winner__by_intervals_or_by_the_test_of_all_rivals():
    found = stub([3.0, 2.0, 1.0], best_rank=[1, 1, 3])
    (text,) = standing.winner(found)
    assert "(95 % interval 2.800 to 3.200), but the first place is not decided" in text
    assert text.endswith("Chance alone may have put it before b.")
    found.__dict__["places"] = pd.DataFrame({"best_rank": [1, 2, 2]}, index=list("abc"))
    (text,) = standing.winner(found)
    assert text.endswith("Its lead over every other player is larger than chance explains.")
    other = stub([3.0, 2.0], by="median", best_rank=[1, 2])
    other.__dict__["places"] = pd.DataFrame({"best_rank": [1, 1]}, index=list("ab"))
    (text,) = standing.winner(other)
    assert text.endswith("No other interval overlaps its own.")
    certain = stub([3.0, 2.0], best_rank=[1, 2], standard_error=[0.0, 0.1])
    assert "interval 2" not in standing.winner(certain)[0]


def sure(settled, *, low=1, high=1, needed=50.0, pairs=3):
    found = stub([3.0, 2.0, 1.0])
    found.__dict__["places"] = pd.DataFrame(
        {"best_rank": [low, 1, 1], "worst_rank": [high, 3, 3], "first": [0.75, 0.25, 0.0]},
        index=list("abc"),
    )
    index = pd.MultiIndex.from_tuples([("b", "a"), ("a", "c"), ("b", "c")][:pairs])
    found.__dict__["pairs"] = pd.DataFrame(
        {"difference": 1.0, "p": 0.02, "p_holm": 0.06, "settled": settled, "repetitions": needed},
        index=index,
    )
    return standing.certainty_of_first(found)


def test_certainty__what_the_tests_say():
    (text,) = sure(False)
    assert "a comes first in 75.0 % of resampled tournaments. Its true place is 1 (95 %" in text
    assert "The next player, b, is 1.0000 behind. This is not enough to separate them" in text
    assert (
        "(p = 0.020 in a test of this pair; p = 0.060 after Holm's correction for 3 pairs)" in text
    )
    assert text.endswith("a test of this pair would show it after about 50 repetitions.")
    assert "lies between 1 and 2" in sure(False, high=2)[0]
    (text,) = sure(True, pairs=1)
    assert text.endswith("This is enough to separate them (p = 0.020 in a test of this pair).")
    assert "would show it" not in sure(False, needed=9.0)[0]  # as many as there were
    assert "would show it after about 10 repetitions" in sure(False, needed=10.0)[0]
    assert standing.certainty_of_first(stub([2.0, 1.0])) == []


def test_tiers__how_many():
    assert standing.tiers(stub([2.0, 1.0])) == []
    assert standing.tiers(stub([3.0, 2.0, 1.0], standard_error=[NAN, 0.1, 0.1])) == []
    (text,) = standing.tiers(stub([3.0, 2.0, 1.0]))
    assert text == "All players are in one tier: the intervals of all neighbours overlap."
    (text,) = standing.tiers(stub([3.0, 2.0, 1.0], tier=[1, 1, 2]))
    assert text.startswith("The 3 players fall into 2 tiers.")
    exact = {"standard_error": 0.0}
    assert standing.tiers(stub([3.0, 2.0, 1.0], tier=[1, 2, 3], **exact)) == []
    (text,) = standing.tiers(stub([3.0, 3.0, 1.0], tier=[1, 1, 2], **exact))
    assert text == "Because of exact ties, 3 players share 2 places."


@pytest.mark.parametrize(("p", "differs"), [(0.049, True), (0.05, False), (0.5, False)])
def test_differ__at_the_level(p, differs):
    found = stub([3.0, 2.0, 1.0])
    assert standing.differ(found) == []
    found.__dict__["friedman_repetitions"] = SimpleNamespace(p=p)
    (text,) = standing.differ(found)
    assert text.startswith("The players differ by more than luck") == differs
    assert text.startswith("The ranks in each repetition do not show") == (not differs)
    found.__dict__["friedman_opponents"] = SimpleNamespace(p=p)
    (text,) = standing.differ(found)
    assert ("Some players do better than others whoever the opponent is" in text) == differs
    assert ("Who does better depends on the opponent" in text) == (not differs)
    exact = stub([3.0, 2.0, 1.0], standard_error=0.0)
    exact.__dict__["friedman_repetitions"] = SimpleNamespace(p=p)
    assert standing.differ(exact) == []


def test_average__and_the_last():
    assert standing.average(stub([2.0, 1.0])) == []
    (text,) = standing.average(stub([4.0, 2.0, 0.0]))
    assert text == "The average of the field is 2.000. c came last with 0.000."


# -- how they behaved -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("players", "top"), [(1, 1), (2, 1), (3, 1), (5, 1), (6, 2), (29, 9), (30, 10), (99, 10)]
)
def test_top__a_third_and_at_most_ten(players, top):
    assert conduct.top(SimpleNamespace(names=[str(k) for k in range(players)])) == top


def test_cooperation__most_and_least():
    assert conduct.cooperation(stub([1.0])) == []
    assert conduct.cooperation(stub([2.0, 1.0], cooperation=NAN)) == []
    assert conduct.cooperation(stub([2.0, 1.0], cooperation=0.25)) == [
        "Everyone cooperated in 25.0 % of the turns."
    ]
    (text,) = conduct.cooperation(stub([3.0, 2.0, 1.0], cooperation=[0.2, 0.9, 0.1]))
    assert text == (
        "b cooperated most (90.0 % of the turns), c least (10.0 %). On average, 40.0 % of the"
        " moves were cooperation."
    )


@pytest.mark.parametrize("game", [GAME, COSTS])
@pytest.mark.parametrize("order", [1, -1])
def test_cooperation__whether_it_paid_is_spearmans(game, order):
    scores = np.arange(8.0)
    rates = np.array([0.0, 0.2, 0.1, 0.3, 0.5, 0.4, 0.6, 0.7])[::order]
    (text,) = conduct.cooperation(stub(scores, game=game, cooperation=rates))
    want = stats.spearmanr(rates, scores)
    sign = -1 if game.less_is_better else 1
    assert f"(rank correlation {sign * want.statistic:.2f}, p < 0.001)" in text
    assert ("tended to do better" in text) == (sign * want.statistic > 0)
    assert ("tended to do worse" in text) == (sign * want.statistic < 0)


def test_cooperation__whether_it_paid_needs_eight_who_differ():
    rates = np.linspace(0, 1, 8)
    assert "rank correlation" in conduct.cooperation(stub(rates, cooperation=rates))[0]
    few = conduct.cooperation(stub(rates[:7], cooperation=rates[:7]))[0]
    assert "rank correlation" not in few
    same = conduct.cooperation(stub([1.0] * 8, cooperation=rates))[0]
    assert "rank correlation" not in same
    weak = conduct.cooperation(stub([1.0, 8.0, 2.0, 7.0, 3.0, 6.0, 4.0, 5.0], cooperation=rates))[0]
    assert "did neither clearly better nor clearly worse" in weak


@pytest.mark.parametrize(("game", "sign"), [(GAME, 1), (COSTS, -1)])
def test_wins__who_won_most_and_where_it_came(game, sign):
    scores = sign * np.array([4.0, 3.0, 2.0, 1.0])
    (text,) = conduct.wins(stub(scores, game=game, wins=[0.9, 0.5, 0.2, 0.1]))
    assert text == "a also won the most matches (90.0 % of its own)."
    (text,) = conduct.wins(stub(scores, game=game, wins=[0.1, 0.5, 0.75, 0.2]))
    assert text.endswith("c beat its opponent in 75.0 % of its matches, more than any other player,"
                         " and came 3rd.")  # fmt: skip
    (text,) = conduct.wins(stub(scores, game=game, wins=[0.1, 0.75, 0.75, 0.2]))
    assert text == "b and c won the most matches, each 75.0 % of its own."
    tied = sign * np.array([4.0, 4.0, 2.0])
    (text,) = conduct.wins(stub(tied, game=game, wins=[0.1, 0.5, 0.2]))
    assert text.startswith("b also won")  # nobody scored more
    assert conduct.wins(stub(scores[:2], game=game)) == []
    assert conduct.wins(stub(scores, game=game, wins=0.0)) == []
    assert conduct.wins(stub(scores, game=game, wins=0.5)) == []  # all alike
    assert conduct.wins(stub([0.9, 0.5, 0.1], by="wins", game=game)) == []


def behaved(first, others, column="is_nice"):
    """Return findings in which some of the top, and of the others, have a property."""
    found = stub(np.arange(len(first) + len(others), 0.0, -1.0))
    values = pd.array([*first, *others], dtype="boolean")
    table = {f"is_{name}": pd.array([pd.NA] * len(values), dtype="boolean")
             for name in conduct.PROPERTIES}  # fmt: skip
    found.__dict__["behaviour"] = pd.DataFrame(table | {column: values}, index=found.names)
    return conduct.properties(found)


def test_properties__of_the_top_and_of_the_others():
    (text,) = behaved([True], [True, False, None])
    assert text == (
        "Axelrod's properties, as played by the winner. Nice (never the first to defect): yes, and"
        " 1 of 2 others."
    )
    (text,) = behaved([False], [True, True])
    assert "Nice (never the first to defect): no, and 2 of 2 others." in text
    (text,) = behaved([True, None], [False] * 4)
    assert "by the first 2. Nice (never the first to defect): 1 of 1, and 0 of 4 others." in text
    assert behaved([None], [True, True]) == []
    assert behaved([True], [True]) == []


def test_properties__set_the_top_apart_by_fishers_test():
    (text,) = behaved([True] * 4, [False] * 7)
    assert "the others (Fisher" not in text  # of eleven, nothing is tested
    (text,) = behaved([True] * 4, [False] * 8)
    p = stats.fisher_exact([[4, 0], [0, 8]]).pvalue
    assert text.endswith(
        f"So the first 4 are more often nice than the others (Fisher's exact tests, smallest"
        f" p = {p:.3f} after Holm)."
    )
    (text,) = behaved([False] * 4, [True] * 8, "is_not_envious")
    assert "So the first 4 are less often not envious than the others" in text
    (text,) = behaved([True, True, False, False], [True] * 4 + [False] * 4)
    assert "None of these properties sets the first 4 apart from the others" in text
    (text,) = behaved([True] * 4, [None] * 8)
    assert text.endswith("4 of 4, and 0 of 0 others.")


# -- how the winner would do elsewhere ------------------------------------------------------------


def depends(scores, makers, *, game=GAME, all_=True, order="abcde"):
    found = stub(scores, game=game)
    parts = pd.DataFrame({"first": [0.5, 0.25, 0.125, 0.125, 0.0]}, index=list(order))
    parts.attrs.update(fields=1234, size=3, all=all_)
    found.__dict__["sub_fields"] = parts
    found.__dict__["kingmakers"] = pd.DataFrame(
        makers, columns=["player", "makes", "rank", "instead"]
    ).set_index(["player", "makes"])
    return prospects.fields(found)


FIVE = [5.0, 4.0, 3.0, 2.0, 1.0]


def test_fields__what_the_winner_owes_to_whom():
    (text,) = depends(FIVE, [])
    assert text == (
        "How much this depends on the field: a would win 50.0 % of its fields among all 1,234"
        " fields of 3 of these players. b would win 25.0 %. No other player's absence would change"
        " who is first."
    )
    (text,) = depends(FIVE, [("e", "a", 2, "b")], all_=False, order="bacde")
    assert "among 1,234 random fields" in text
    assert "a would win 25.0 %" in text
    assert ". b would win 50.0 %." in text
    assert text.endswith("a owes the first place to e: without e, b would be first.")
    (text,) = depends(FIVE, [("d", "a", 2, "b"), ("e", "a", 2, "b")])
    assert text.endswith("to d and e: without any one of them, b would be first.")
    (text,) = depends(FIVE, [("d", "a", 2, "b"), ("e", "a", 2, "c")])
    assert text.endswith("without any one of them, another player (b and c) would be first.")
    (text,) = depends(FIVE[::-1], [], game=COSTS)
    assert "a would win 50.0 %" in text
    (text,) = depends(FIVE[::-1], [])
    assert "e would win <0.1" not in text
    assert "e would win 0.0 %" in text
    assert depends(FIVE, []) != []
    assert prospects.fields(stub(FIVE)) == []


def test_fields__need_five_players():
    found = stub(FIVE[:4])
    found.__dict__["sub_fields"] = found.__dict__["kingmakers"] = pd.DataFrame()
    assert prospects.fields(found) == []


def grown(*last, generations=10):
    found = stub(np.arange(len(last), 0.0, -1.0))
    orbit = pd.DataFrame([[1 / len(last)] * len(last)] * generations + [list(last)],
                         columns=found.names)  # fmt: skip
    found.__dict__["ecological"] = orbit
    return prospects.ecology(found)


def test_ecology__who_is_left():
    (text,) = grown(0.7, 0.2, 0.1)
    assert "After 10 generations, 3 players of 3 have at least 0.1 % of the population." in text
    assert text.endswith("The largest: a (70.0 %), b (20.0 %) and c (10.0 %).")
    (text,) = grown(0.0, 1.0, 0.0)
    assert "1 player of 3 has at least 0.1 % of the population. The largest: b (100.0 %)." in text
    (text,) = grown(0.001, 0.9990, 0.0)  # exactly the share that counts
    assert "2 players of 3 have" in text
    (text,) = grown(0.002, 0.5, 0.3, 0.198)
    assert text.endswith("a, first in the ranking, ends with 0.2 %.")
    (text,) = grown(0.0009, 0.5, 0.3, 0.1991)
    assert text.endswith("a, first in the ranking, dies out.")
    assert grown(0.5, 0.5) == []
    assert prospects.ecology(stub(FIVE)) == []


# -- what findings choose -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("game", "fitness"),
    [
        (GAME, {"fitness": "payoff"}),  # the worst is 0, and that is none
        (Game(R=3, S=-1, T=5, P=1), {"fitness": "shifted", "minimum": -1.0}),
        (COSTS, {"fitness": "shifted", "minimum": 5.0}),
    ],
)
def test_fitness_is_axelrods_where_no_payoff_is_negative(game, fitness):
    assert stub(FIVE, game=game).fitness == fitness


@pytest.mark.parametrize(("players", "part"), [(1, 1), (2, 2), (3, 3), (6, 3), (8, 4), (9, 4)])
def test_a_sub_field_is_half_and_at_least_three(players, part):
    assert stub(np.arange(players, 0.0, -1.0)).part == part


def test_only_errors_that_are_all_zero_are_exact():
    assert stub(FIVE, standard_error=0.0).exact
    assert not stub(FIVE, standard_error=[0, 0, 0.1, 0, 0]).exact
    assert stub(FIVE).by_mean_score
    assert not stub(FIVE, by="median").by_mean_score
