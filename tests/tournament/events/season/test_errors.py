"""What bad input gets: one sentence that says what must hold, what came, and often what to do."""

import math
import re

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import strategies
from tournament import PRESETS, C, partner_rule, strategy
from tournament.errors import DuplicateName, PluginError, TournamentError, UnknownName
from tournament.events.season import memory
from tournament.events.season.event import Season

PAIR = ["tit_for_tat", "always_defect"]


def season(players=PAIR, **words) -> Season:
    """Return a season of 20 towns with 4 friends and one gift a day, unless told otherwise."""
    words = {"towns": 20, "friends": 4, "gifts_per_day": 1, "seed": 1} | words
    return Season(players, **words)


def refused(make, kind=(ValueError, TypeError, TournamentError)) -> str:
    with pytest.raises(kind) as error:
        make()
    sentence = str(error.value)
    assert sentence.endswith((".", "?")) or " raised " in sentence, sentence
    assert "\n" not in sentence
    return sentence


# -- each argument --------------------------------------------------------------------------------

WORDS = {
    "days": [
        (value, f"`days` must be a whole number in [1, 100000]; got {value!r}.")
        for value in (0, -1, 10**6, 2.5, math.nan, "5", None, True)
    ],
    "gifts_per_day": [
        *(
            (value, f"`gifts_per_day` must be a whole number in [0, 4095]; got {value!r}.")
            for value in (-1, 2.5, 5000, "5", None, {0: 1})
        ),
        ([1, 2], "`gifts_per_day` must be one number, or one for each of 25 days; got 2."),
        ([], "`gifts_per_day` must be one number, or one for each of 25 days; got 0."),
        (range(24), "`gifts_per_day` must be one number, or one for each of 25 days; got 24."),
        ([-2] * 25, "`gifts_per_day` must be a whole number in [0, 4095]; got -2."),
        (
            5,
            "`gifts_per_day` must be at most 4 where a town has 4 friends and a friend may get 1"
            " a day; got 5. Give fewer, or allow more: anyone(per_friend=2).",
        ),
    ],
    "towns": [
        (value, f"`towns` must be a whole number in [2, 2**31 - 1]; got {value!r}.")
        for value in (0, 1, -4, "20", 2.5)
    ],
    "friends": [
        *(
            (value, f"`friends` must be a whole number in [1, 2**31 - 1]; got {value!r}.")
            for value in (0, -1)
        ),
        ("some", "`friends` must be a number, 'everyone' or a graph; got 'some'."),
        *(
            (value, "`friends` must be a number, 'everyone', a NetworkX graph, or an array of pairs"
             f" of town numbers; got {name}.")
            for value, name in (
                (2.5, "float"), (True, "bool"), (None, "NoneType"), ({(0, 1)}, "set"),
                ([(0, 1, 2)], "list"), ([(0.0, 1.0)], "list"), ([(0, 1), (2,)], "list"),
                (nx.Graph, "type"),
            )
        ),
        ([(0, 0), (1, 2)], "`friends` must join different towns; town 0 is its own friend."),
        ([(0, 25)], "`friends` must name towns 0 to 19; got 25."),
        ([(0, -1)], "`friends` must name towns 0 to 19; got -1."),
        ([(0, 1)], "`friends` must give every town a friend; 18 have none, such as town 2."),
        (np.zeros((0, 2), int), "`friends` must hold at least one friendship; got none."),
        *(
            (graph([(0, 1)]), "`friends` must be an undirected simple graph; got another kind.")
            for graph in (nx.DiGraph, nx.MultiGraph)
        ),
        (nx.path_graph(5), "`towns` is 20, but the graph of `friends` has 5 nodes."),
        (nx.empty_graph(20), "`friends` must give every town a friend; 20 have none, such as town"
         " 0."),
    ],
    "inbox": [
        (value, f"`inbox` must be a whole number in [1, 2**31 - 1]; got {value!r}.")
        for value in (0, -1, "x")
    ],
    "absence": [
        (value, f"`absence` must be a probability in [0, 1]; got {value!r}.")
        for value in (2, -0.1, math.nan, None, "0.5", True)
    ],
    "noise": [
        (2, "`noise` must be a probability in [0, 1]; got 2."),
        ([0.1], "`noise` must be one probability, or one for each of 2 players; got 1."),
        ({"tit_for_tatt": 0.1}, "`noise` names 'tit_for_tatt', which does not play. Did you mean"
         " 'tit_for_tat'?"),
    ],
    "seed": [
        (value, f"`seed` must be a whole number in [0, 2**64 - 1]; got {value!r}.")
        for value in (-1, "a", 1.5, 2**64)
    ],
    "repetitions": [
        (value, f"`repetitions` must be a whole number in [1, 2**31 - 1]; got {value!r}.")
        for value in (0, -1, 0.5)
    ],
    "game": [
        (3, "`game` must be a Game, a name such as 'chicken', or a text such as 'R=3,S=0,T=5,P=1';"
         " got 3."),
        (PRESETS["battle_of_the_sexes"], "`game` must pay giver and receiver alike; this one pays"
         " the two seats differently."),
    ],
    "engine": [("fast", "`engine` must be 'auto', 'compiled' or 'python'; got 'fast'.")],
    "partner": [
        ("anyon", "No partner rule is named 'anyon'. Did you mean 'anyone'?"),
        (None, "A partner rule must be one, or the name of one, such as 'anyone'; got None."),
        (strategies.tit_for_tat, "A partner rule must be one, or the name of one, such as 'anyone';"
         " got tit_for_tat."),
    ],
    **{
        name: [(value, f"`{name}` must be True or False; got {value!r}.") for value in (1, "yes")]
        for name in ("visible", "nice_list", "days_known")
    },
}  # fmt: skip
CASES = [(name, value, said) for name, cases in WORDS.items() for value, said in cases]


@pytest.mark.parametrize(("name", "value", "said"), CASES, ids=lambda x: str(x)[:20])
def test_an_argument_out_of_range(name, value, said):
    assert refused(lambda: season(**{name: value})) == said


def test_graphs_that_cannot_be():
    assert refused(lambda: season(towns=21, friends=3)) == (
        "`towns` times `friends` must be even, as every friendship has two ends; got 21 towns with"
        " 3 friends each. Take one more or one fewer of either."
    )
    loop = nx.Graph([("a", "a"), ("a", "b")])
    assert "must join different towns" in refused(lambda: season(friends=loop, towns=None))
    twice = "`friends` must name each friendship once; 0 and 1 are there twice."
    assert refused(lambda: season(friends=[(0, 1), (1, 0)], towns=2)) == twice
    far = np.array([(0, 2**40)])
    assert "must give every town a friend" in refused(lambda: season(friends=far, towns=None))
    empty = nx.empty_graph(0)
    assert refused(lambda: season(friends=empty, towns=None)) == (
        "`towns` must be at least 2, to have friends."
    )


def test_what_is_just_possible_is_not_refused():
    assert season(friends=50).friends == 19  # all there are
    assert season(gifts_per_day=4).rules.gifts == (4,) * 25
    assert season(gifts_per_day=range(5), days=5).rules.gifts == (0, 1, 2, 3, 4)
    assert season(gifts_per_day=np.array([3, 1]), days=2).rules.gifts == (3, 1)
    assert season(gifts_per_day=pd.Series([3, 1]), days=2).rules.gifts == (3, 1)
    more = strategies.anyone(per_friend=2)
    assert season(gifts_per_day=8, partner=more).rules.gifts == (8,) * 25
    assert season(friends=[(0, 1)], towns=None, gifts_per_day=1).counts == [1, 1]


# -- who plays ------------------------------------------------------------------------------------

NOBODY = (
    "`players` must be a list of at least one strategy or (strategy, partner rule) pair, or a"
    " mapping of these to numbers or shares."
)


@pytest.mark.parametrize("players", [[], {}, (), None, 3, "tit_for_tat"])
def test_a_population_of_zero(players):
    assert refused(lambda: season(players)) == NOBODY


@pytest.mark.parametrize("number", [0, -3, math.nan, "3", None, True])
def test_a_kind_of_no_towns(number):
    players = {"tit_for_tat": 5, "joss": number}
    assert refused(lambda: season(players, towns=None)) == (
        "`players` must map kinds to numbers of towns or to shares, above 0; got"
        f" {number!r} for joss."
    )


@pytest.mark.parametrize(
    ("numbers", "total"), [((0.5, 0.4), "0.9"), ((0.6, 0.5), "1.1"), ((10, 0.5), "10.5")]
)
def test_shares_that_do_not_sum(numbers, total):
    players = dict(zip(PAIR, numbers, strict=True))
    assert refused(lambda: season(players)) == (
        "`players` must map kinds to whole numbers of towns, or to shares that sum to 1; these sum"
        f" to {total}."
    )


def test_numbers_and_towns_that_disagree():
    assert refused(lambda: season({"tit_for_tat": 5, "joss": 5})) == (
        "`towns` is 20, but the numbers of `players` sum to 10."
    )
    assert refused(lambda: season(["tit_for_tat", "joss", "prober"], towns=2)) == (
        "`towns` must be at least 3, one of each kind of player; got 2."
    )
    assert refused(lambda: season({"tit_for_tat": 0.99, "joss": 0.01})) == (
        "`towns` is too small for the share of joss, which gets none; take more towns."
    )


def test_shares_are_rounded_to_towns():
    for numbers, counts in (
        ((0.5, 0.5), [10, 10]), ((1 / 3, 2 / 3), [7, 13]), ((np.float32(0.6), 0.4), [12, 8]),
        ((np.int64(15), 5), [15, 5]), ((0.08, 0.92), [2, 18]),
    ):  # fmt: skip
        assert season(dict(zip(PAIR, numbers, strict=True)), towns=20).counts == counts
    assert season({"joss": 1}).counts == season({"joss": 1.0}).counts == [20]  # a share of all
    thirds = season(["joss", "prober", "grudger"])
    assert dict(zip(("joss", "prober", "grudger"), thirds.counts, strict=True)) == {
        "grudger": 7, "joss": 7, "prober": 6
    }  # fmt: skip


@pytest.mark.parametrize(
    ("players", "said"),
    [
        (["tit_for_tatt"], "No strategy is named 'tit_for_tatt'. Did you mean 'tit_for_tat'?"),
        ([("tit_for_tat", "anyon")], "No partner rule is named 'anyon'. Did you mean 'anyone'?"),
        (
            [("joss", "anyone", 3)],
            "`players` must be strategies or (strategy, partner rule) pairs; got ('joss', 'anyone',"
            " 3).",
        ),
        ([3], "A player must be a strategy (a function under @strategy) or a name; got 3."),
        (
            [(strategies.anyone, strategies.tit_for_tat)],
            "A player must be a strategy (a function under @strategy) or a name; got anyone.",
        ),
        (
            ["joss", "joss"],
            "`players` has 2 kinds named 'joss'; give numbers of towns as a mapping, {joss: 2}, or"
            " rename one with .named(...).",
        ),
        (
            [("joss", "anyone"), ("joss", "anyone")],
            "`players` has 2 kinds named 'joss + anyone'; give numbers of towns as a mapping,"
            " {(joss, anyone): 2}, or rename one with .named(...).",
        ),
    ],
)
def test_players_that_are_none(players, said):
    assert refused(lambda: season(players)) == said


def test_the_kinds_of_errors():
    refused(lambda: season(["tit_for_tatt"]), UnknownName)
    refused(lambda: season(["joss", "joss"]), DuplicateName)


# -- partner rules that fail ----------------------------------------------------------------------


@partner_rule
def gives_nan(me, friend):
    return math.nan if me.day == 3 else 1.0


@partner_rule
def divides(me, friend):
    return friend.payoff / (2 - friend.given)


@partner_rule
def too_far(me, friend, weights=(1.0, 2.0)):
    return weights[friend.given]


@partner_rule
def forgets(me, friend):
    friend.nice  # noqa: B018


@partner_rule
def snoops(me, friend):
    return friend.niceness


@partner_rule
def writes(me, friend):
    friend.nice = 3
    return 0.0


@partner_rule
def names_it(me, friend):
    return "best"


FAILING = [
    (gives_nan, "must return a number; on day 4 it returned nan."),
    (divides, "raised ZeroDivisionError on day "),
    (too_far, "raised IndexError on day "),
    (forgets, "must return a number"),
    (snoops, "reads friend.niceness; a town knows of a friend what happened between them."),
    (writes, "sets friend.nice; a partner rule only looks, and remembers nothing itself."),
    (names_it, "must return a number"),
]


@pytest.mark.parametrize("engine", ["compiled", "python"])
@pytest.mark.parametrize(("rule", "said"), FAILING, ids=lambda x: str(x)[:10])
def test_a_partner_rule_that_fails(rule, said, engine):
    """With file and line, and what it did; a rule that runs into a NaN is found on the spot."""
    made = season(partner=rule, gifts_per_day=2, engine=engine)
    sentence = refused(lambda: made.play(progress=False), PluginError)
    assert re.match(rf"test_errors\.py:\d+: {rule.name} ", sentence)
    assert said in sentence


def test_which_failure_is_told_does_not_depend_on_threads():
    @partner_rule
    def fails_late(me, friend):
        return math.nan if friend.exchanges > 3 else 1.0

    made = season(partner=fails_late, towns=200, gifts_per_day=2)
    said = {
        refused(lambda n=n: made.play(progress=False, threads=n), PluginError) for n in (1, 2, 3)
    }
    assert len(said) == 1


def test_a_strategy_that_fails_says_where():
    @strategy
    def breaks(me, opponent, table=(0, 1)):
        return table[me.turn] if me.giving else C

    for engine in ("compiled", "python"):
        made = season([(breaks, "anyone"), "joss"], engine=engine, gifts_per_day=2)
        said = refused(lambda made=made: made.play(progress=False), PluginError)
        assert re.match(r"test_errors\.py:\d+: breaks raised IndexError in turn 3", said), said


# -- too large ------------------------------------------------------------------------------------


def test_a_season_too_large_is_refused_before_anything_is_made(monkeypatch):
    def never(*_, **__):
        raise AssertionError("allocated")

    for make in (
        lambda: season(towns=2 * 10**9, friends=100),
        lambda: season(towns=10**6, friends="everyone"),
        lambda: season({"joss": 10**12}, towns=None),
        lambda: season([waits], towns=2 * 10**9),
    ):
        made = make()
        monkeypatch.setattr(Season, "population", never)
        for run in (made.play, made.best_reply):
            said = refused(lambda run=run: run(progress=False), MemoryError)
            assert re.fullmatch(
                r"A season of [\d,]+ towns with [\d,]+ friendships takes about [\d,.]+ GB, and"
                r" [\d.]+ GB are free; lower `towns` or `friends`\.",
                said,
            ), said


@strategy(compiled=False)
def waits(me, opponent):
    return C


def test_how_much_is_free_decides(monkeypatch):
    made = season(towns=2000, friends=20)
    monkeypatch.setattr(memory, "free", lambda: 1e5)
    refused(lambda: made.play(progress=False), MemoryError)
    monkeypatch.setattr(memory, "free", lambda: 1e9)
    assert len(made.play(progress=False).towns) == 2000
    monkeypatch.setattr(memory, "free", lambda: None)  # the system does not say
    assert len(made.play(progress=False).towns) == 2000


def test_many_repetitions_count_too(monkeypatch):
    """What is kept of each repetition adds up."""
    monkeypatch.setattr(memory, "free", lambda: 1e9)
    made = season(towns=10_000, repetitions=100_000)
    refused(lambda: made.play(progress=False), MemoryError)


# -- best replies ---------------------------------------------------------------------------------


@pytest.mark.parametrize("candidates", [[], "tit_for_tat", 3])
def test_candidates_that_are_none(candidates):
    said = refused(lambda: season().best_reply(candidates, progress=False))
    assert said.startswith("`candidates` must be a list of at least one strategy")


@pytest.mark.parametrize("number", [0, -1, 2.5, "3"])
def test_numbers_of_play_and_best_reply(number):
    for name, run in (
        ("threads", season().play), ("threads", season().best_reply),
        ("repetitions", season().best_reply),
    ):  # fmt: skip
        said = refused(lambda name=name, run=run: run(progress=False, **{name: number}))
        assert said.startswith(f"`{name}` must be a whole number in [1, ")
