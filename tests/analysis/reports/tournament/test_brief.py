"""The first sentences on a tournament: to the letter for every ending, and never odd for any."""

import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from analysis.reports.tournament.brief import brief, winners
from analysis.reports.tournament.findings import Findings
from tournament import Game, Tournament

GAME = Game(R=3, S=0, T=5, P=1)
COSTS = Game(R=3, S=0, T=5, P=1, less_is_better=True)
SEATS = Game(R=(3, 2), S=(0, 1), T=(5, 4), P=(1, 0))
NAN = np.nan


def made(scores, *, nice=None, by="score", game=GAME, chance=True, computed=False, repetitions=9,
         **columns):  # fmt: skip
    """Return findings on players a, b, c ..., best first, of a ranking that is made up."""
    size, values = len(scores), np.array(scores, float)
    names = [chr(ord("a") + k) for k in range(size)]
    frame = pd.DataFrame(
        {
            by: values, "standard_error": 0.1, "low": values - 0.2, "high": values + 0.2,
            "best_rank": np.arange(1, size + 1), "tier": 1, "wins": 0.0, "cooperation": 0.5,
        }
        | columns,
        index=pd.Index(names, name="player"),
    )  # fmt: skip
    frame.attrs["by"] = by
    tallies = SimpleNamespace(chance=np.array([chance]), exact=[1] if computed else None)
    results = SimpleNamespace(ranking=frame, game=game, tallies=tallies, repetitions=repetitions)
    found = Findings(results)
    known = pd.array([pd.NA] * size if nice is None else nice, dtype="boolean")
    found.__dict__ |= {"places": None, "behaviour": pd.DataFrame({"is_nice": known}, index=names)}
    return found


EXACT = {"standard_error": 0.0}
FIXED = {"standard_error": 0.0, "chance": False}
THREE = [3.0, 2.0, 1.0]
SURE = "This is sure: its lead over each of the 2 others is more than luck explains."
HALF = "It cooperated in 50 % of its turns (average 50 %)."
LAST = "c came last with 1.000."
ENDINGS = {
    "one player": (
        made([2.0]),
        ["a played alone, with 2.000 per turn.", "It cooperated in 50 % of its turns."],
    ),
    "two players": (
        made([2.0, 1.0]),
        ["a won with 2.000 per turn.",
         "This is sure: its lead over b is larger than luck explains.", HALF],
    ),
    "two players, undecided": (
        made([2.0, 1.0], best_rank=1),
        ["a came first with 2.000 per turn.",
         "This is not sure: luck may have put it before b.", HALF],
    ),
    "a clear winner": (
        made(THREE, nice=[True, False, None], cooperation=[0.9, 0.4, 0.2]),
        ["a won with 3.000 per turn.", SURE,
         "It cooperated in 90 % of its turns (average 50 %) and never defected first.",
         "1 nice player (never first to defect) averaged 3.000, 1 not nice one 2.000.", LAST],
    ),
    "a winner that defects": (
        made(THREE, nice=[False, True, False], cooperation=0.0),
        ["a won with 3.000 per turn.", SURE,
         "It cooperated in 0 % of its turns (average 0 %) and sometimes defected first.",
         "1 nice player (never first to defect) averaged 2.000, 2 not nice ones 2.000.", LAST],
    ),
    "an undecided first place": (
        made(THREE, best_rank=[1, 1, 3]),
        ["a came first with 3.000 per turn.",
         "This is not sure: luck may have put it before b.", HALF, LAST],
    ),
    "anybody could be first": (
        made(THREE, best_rank=1),
        ["a came first with 3.000 per turn.",
         "This is not sure: luck may have put it before all others.", HALF, LAST],
    ),
    "many rivals": (
        made([7.0, 6, 5, 4, 3, 2, 1], best_rank=[1, 1, 1, 1, 1, 6, 7]),
        ["a came first with 7.000 per turn.",
         "This is not sure: luck may have put it before 4 of the 6 others.", HALF,
         "g came last with 1.000."],
    ),
    "an exact tie": (
        made([3.0, 3.0, 1.0], nice=[True, True, False], **FIXED),
        ["a and b share the first place with 3.000 per turn.",
         "This is certain: chance had no part, so it would come out the same again.",
         "They cooperated in 50 % of turns (average 50 %) and never defected first.",
         "2 nice players (never first to defect) averaged 3.000, 1 not nice one 1.000.", LAST],
    ),
    "an exact tie of nice and not nice": (
        made([3.0, 3.0, 1.0], nice=[True, False, False], **FIXED),
        ["a and b share the first place with 3.000 per turn.",
         "This is certain: chance had no part, so it would come out the same again.",
         "They cooperated in 50 % of turns (average 50 %).",
         "1 nice player (never first to defect) averaged 3.000, 2 not nice ones 2.000.", LAST],
    ),
    "a tie by chance": (
        made([3.0, 3.0, 1.0], best_rank=[1, 1, 3]),
        ["a and b share the first place with 3.000 per turn.",
         "This is not sure: luck may have made them equal.",
         "They cooperated in 50 % of turns (average 50 %).", LAST],
    ),
    "a tie by chance, and a rival": (
        made([3.0, 3.0, 1.0], best_rank=1),
        ["a and b share the first place with 3.000 per turn.",
         "This is not sure: luck may have put them before c.",
         "They cooperated in 50 % of turns (average 50 %).", LAST],
    ),
    "all equal": (
        made([2.0, 2.0, 2.0], nice=[True] * 3, **FIXED),
        ["All 3 players share the first place with 2.000 per turn.",
         "This is certain: chance had no part, so it would come out the same again.",
         "They cooperated in 50 % of turns.",
         "All players were nice: nobody defected first."],
    ),
    "all equal by chance": (
        made([2.0, 2.0, 2.0]),
        ["All 3 players share the first place with 2.000 per turn.",
         "This is not sure: luck may have made all of them equal.",
         "They cooperated in 50 % of turns."],
    ),
    "everybody cooperates": (
        made([2.0, 2.0], nice=[True, True], cooperation=1.0, **FIXED),
        ["All 2 players share the first place with 2.000 per turn.",
         "This is certain: chance had no part, so it would come out the same again.",
         "They cooperated in 100 % of turns.",
         "All players were nice: nobody defected first."],
    ),
    "nobody cooperates": (
        made(THREE, nice=[False] * 3, cooperation=0.0, **FIXED),
        ["a won with 3.000 per turn.",
         "This is certain: chance had no part, so it would come out the same again.",
         "It cooperated in 0 % of its turns (average 0 %) and sometimes defected first.",
         "No player was nice: each defected first at times.", LAST],
    ),
    "computed": (
        made(THREE, computed=True, **FIXED),
        ["a won with 3.000 per turn.",
         "This is certain: it was computed, so no luck is in it.", HALF, LAST],
    ),
    "every repetition the same": (
        made(THREE, **EXACT),
        ["a won with 3.000 per turn.",
         "This is nearly certain: every repetition came out the same.", HALF, LAST],
    ),
    "one repetition": (
        made(THREE, standard_error=NAN, repetitions=1),
        ["a came first with 3.000 per turn.",
         "How sure this is cannot be said: luck had a part, and it was played once.", HALF, LAST],
    ),
    "one repetition, luck for others only": (
        made(THREE, standard_error=[0.0, NAN, 0.0], repetitions=1),
        ["a came first with 3.000 per turn.",
         "How sure this is cannot be said: luck had a part, and it was played once.", HALF, LAST],
    ),
    "costs": (
        made([1.0, 2.0, 3.0], game=COSTS, nice=[True, False, True], wins=[0.2, 0.9, 0.0]),
        ["a won with a cost of 1.000 per turn.", SURE,
         "It cooperated in 50 % of its turns (average 50 %) and never defected first.",
         "2 nice players (never first to defect) averaged a cost of 2.000, 1 not nice one a cost"
         " of 2.000.",
         "b won the most matches (90 %) but came 2nd; c came last with 3.000."],
    ),
    "ranked by wins": (
        made([0.9, 0.5, 0.1], by="wins", wins=[0.9, 0.5, 0.1]),
        ["a won with 90.0 % (share of matches won).",
         "This is quite sure: no other player's 95 % interval reaches its own.", HALF,
         "c came last with 10.0 %."],
    ),
    "ranked by the median": (
        made(THREE, by="median", best_rank=[1, 1, 3]),
        ["a came first with a median score over repetitions of 3.000 per turn.",
         "This is not sure: luck may have put it before b.", HALF, LAST],
    ),
    "the winner of matches won": (
        made(THREE, wins=[0.914, 0.1, 0.0]),
        ["a won with 3.000 per turn.", SURE, HALF,
         "a also won the most matches (91 %); c came last with 1.000."],
    ),
    "the winner of matches came last": (
        made(THREE, wins=[0.1, 0.1, 0.9]),
        ["a won with 3.000 per turn.", SURE, HALF,
         "c won the most matches (90 %) but came 3rd."],
    ),
    "two won most matches, two came last": (
        made([3.0, 1.0, 1.0], wins=[0.9996, 0.9996, 0.0]),
        ["a won with 3.000 per turn.", SURE, HALF,
         "a and b won the most matches (each over 99 %); b and c came last with 1.000."],
    ),
    "somebody met nobody": (
        made([3.0, 2.0, 1.0, NAN], standard_error=[0.1, 0.1, 0.1, NAN],
             cooperation=[0.5, 0.5, 0.5, NAN], wins=[0, 0, 0, NAN]),
        ["a won with 3.000 per turn.",
         "This is sure: its lead over each of the 3 others is more than luck explains.", HALF,
         LAST],
    ),
    "nobody's moves are known": (
        made(THREE, cooperation=NAN), ["a won with 3.000 per turn.", SURE, LAST],
    ),
}  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_said_of_each_ending(ending):
    found, expected = ENDINGS[ending]
    assert brief(found) == expected


@pytest.mark.parametrize("ending", ENDINGS)
def test_each_ending_is_plain(ending):
    found, _ = ENDINGS[ending]
    check(brief(found), found.names)
    fits = [line for line in brief(found) if len(line) <= 78]  # "• " comes before
    assert len(fits) == len(brief(found)) - ("costs" in ending)


def check(lines, names):
    """Fail where a sentence is odd, whatever it says."""
    text = "\n".join(lines)
    bare = re.sub("|".join(map(re.escape, sorted(names, key=len, reverse=True))), "NAME", text)
    assert not re.search(r"\b(nan|inf|none|NaN|None)\b|—|  | ,|\(\)|\b1 \w+s\b(?<!is)", bare)
    assert not re.search(r"tier|truly|interval overlap|resample|significant", bare)
    assert all(line.endswith(".") and line[:1].strip() for line in lines)
    sentences = [part for line in lines for part in re.split(r"(?<=[.;:])\s", line)]
    assert np.mean([len(sentence.split()) for sentence in sentences]) <= 22
    assert max(len(line.split()) for line in lines) <= 30


PAYOFFS = st.integers(-4, 9)
FIELDS = st.lists(
    st.sampled_from(["nice", "nasty", "coin", "echo", "forgiver"]), min_size=1, max_size=5
)


@settings(deadline=None, max_examples=100, phases=[Phase.generate])  # to shrink takes minutes
@given(
    FIELDS, st.tuples(PAYOFFS, PAYOFFS, PAYOFFS, PAYOFFS), st.booleans(),
    st.sampled_from(["score", "median", "wins", "points"]), st.sampled_from([1, 2, 5]),
    st.sampled_from([0.0, 0.1]), st.booleans(),
)  # fmt: skip
def test_no_small_tournament_makes_an_odd_sentence(
    rules, field, payoffs, costs, by, repetitions, noise, copies
):
    game = Game(**dict(zip("RSTP", payoffs, strict=True)), less_is_better=costs)
    if len(field) == 1:
        copies = True
    players = [getattr(rules, name).named(f"{name}_{k}") for k, name in enumerate(field)]
    event = Tournament(
        players, game, turns=4, repetitions=repetitions, noise=noise, seed=1, self_play=copies
    )
    results = event.play(progress=False).ranked(by)
    found = Findings(results)
    lines = brief(found)
    check(lines, found.names)
    assert found.names[0] in lines[0] or lines[0].startswith(f"All {len(field)} ")
    if repetitions == 1 and found.ranking["standard_error"].isna().any() and len(field) > 1:
        assert "cannot be said" in lines[1]
    if found.exact and len(field) > 1:
        assert "certain" in lines[1]
    values = found.ranking[by]
    if values.notna().all():
        assert len(winners(found)) == (values == values.iloc[0]).sum()
    if len(winners(found)) == 1 and len(field) > 1:
        own = found.ranking["cooperation"].iloc[0]
        said = re.search(r"cooperated in (?:over |under )?(\d+) %", "\n".join(lines))
        assert abs(int(said[1]) - 100 * own) <= 1


def test_a_graph_and_seats_that_are_paid_differently(rules):
    players = [rules.nice, rules.nasty, rules.coin]
    ring = [("nice", "nasty"), ("nasty", "coin")]
    for options in ({"graph": ring}, {"game": SEATS}):
        found = Findings(
            Tournament(players, turns=10, repetitions=20, seed=1, **options).play(progress=False)
        )
        check(brief(found), found.names)
        assert brief(found)[0].startswith(f"{found.names[0]} ")
