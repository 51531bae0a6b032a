"""Sums that must hold: every sentence about books that contradict themselves is reached."""

import copy
import inspect
import re

import numpy as np
import pytest

from tournament import Game, Season, Tournament
from tournament.results.files.event import EVENTS
from tournament.results.files.sums import population as of_populations
from tournament.results.files.sums import season, tournament

FIELD = ["tit_for_tat", "random_player", "always_defect", "grudger"]
UNLIKE = Game(R=(3, 2), S=(0, 1), T=(5, 4), P=(1, 0))
RULES = {"turns": 8, "seed": 3, "repetitions": 4}
CC, CD, DC, DD = range(4)
PATH = [(0, 1), (1, 2), (2, 3)]
LATTICE = {"size": 6, "lattice": (2, 3), "pictures": [0, 4, 8, 64], "synchronous": True,
           "looks": [0, 4, 8, 16, 32, 64]}  # fmt: skip
OWN, RANDOM, LOST, PEACE, WON = 0, 1, 2, 3, 5  # matches of FIELD in which nothing or all is chance


@pytest.fixture(scope="module")
def events(population):
    """What was played, by what is special about it."""

    def play(field=FIELD, **rules):
        return Tournament(field, **RULES | rules).play(progress=False, threads=1).played

    sure = [name for name in FIELD if name != "random_player"]
    gifts = {"towns": 8, "friends": 4, "days": 4, "gifts_per_day": 2, "repetitions": 2, "seed": 1}
    field = ["tit_for_tat", "joss"]
    return {
        "plain": play(),
        "sure": play(sure),
        "noise": play(noise=0.1),
        "chance": play(turns=None, continuation=0.5),
        "limit": play(turns=9, continuation=0.5),
        "unlike": play(game=UNLIKE),
        "once": play(continuation=0.0, turns=None),
        "graph": play(graph=PATH, self_play=False),
        "graphs": play(graph=PATH, self_play=False, game=UNLIKE),
        "season": Season(field, **gifts).play(progress=False, threads=1).played,
        "walk": population().played,
        "fixation": population(until="fixation", looks=[0, 2, 4, 8, 16, 99], seed=2).played,
        "roles": population(["a", "b", "c", "d"], roles=[0, 0, 1, 1], until="fixation",
                            looks=range(99)).played,
        "lattice": population(repetitions=1, **LATTICE).played,
        "lattices": population(until="fixation", repetitions=3, **LATTICE).played,
    }  # fmt: skip


def plus(book, *place, more=1, part=0):
    """Return a change of a number of a book."""

    def change(event):
        getattr(event["books"][part], book)[place] += more

    return change


def moved(book, here, there, more=1):
    """Return a change that takes from one number what another number gets: the sum stays."""

    def change(event):
        plus(book, *here, more=more)(event)
        plus(book, *there, more=-more)(event)

    return change


def squares(match, one, other, more):
    """Return a change of products of two outcomes that leaves their rows and their symmetry."""

    def change(event):
        products = event["books"][0].products[match]
        products[[one, other], [one, other]] += more
        products[[one, other], [other, one]] -= more

    return change


def label(part, place, value):
    """Return a change of who took part."""

    def change(event):
        event["labels"][part][place] = value

    return change


def nothing_broken(event):
    """Forget who was the first to defect in matches of which the first turns say nothing."""
    books = event["books"][0]
    later = (books.starts[:, CC] == RULES["repetitions"]) & (books.counts[:, CD:].sum(1) > 0)
    assert later.any()
    books.first_defections[later] = 0


def another_kind(event):
    event["labels"][1][0] ^= 1


def nothing_fresh(event):
    event["books"][0].fresh[:] = 0


def no_gifts(event):
    event["books"][0].exchanged = None


def friends(number):
    def change(event):
        event["setting"] = {"friends": number}

    return change


def setting(**words):
    """Return a change of what the rules do not say."""

    def change(event):
        event["setting"] = event["setting"] | words

    return change


def without_pictures(event):
    event["books"][0].pictures = None


def one_more_picture(event):
    books = event["books"][0]
    books.pictures = books.pictures[[0, *range(len(books.pictures))]]


def counted_out(event):
    """Forget the last counts."""
    books = event["books"][0]
    books.counts, books.squares = books.counts[:-1], books.squares[:-1]


def late_picture(event):
    counted_out(event)
    event["books"][0].end[:, 0] = 0


def another_place(number):
    """Return a change of the type of a place of a picture."""

    def change(event):
        pictures = event["books"][0].pictures
        pictures[number, 0] = (pictures[number, 0] + 1) % 3

    return change


def ended_at_once(event):
    event["books"][0].end[:, 0] = 0


def not_fixed(event):
    end = event["books"][0].end
    end[end[:, 2] >= 0, 2] = -1


def another_fixed(event):
    end = event["books"][0].end
    end[:, 2] = np.where(end[:, 2] >= 0, (end[:, 2] + 1) % 3, -1)


def never_fixed(event):
    """One player of a repetition that ended by fixation is of another type, and so it is told."""
    books = event["books"][0]
    first = int(np.flatnonzero(books.end[:, 0] < 99)[0])
    which = int(books.last[first].argmax())
    books.last[first, which] -= 1
    books.last[first, (which + 1) % 3] += 1
    books.end[first, 2] = -1


CASES = [
    ("plain", label(0, 1, (1, 0)), "matches are not those of `players` and `self_play`"),
    ("unlike", label(0, 1, (1, 0)), "matches are not those of `players` and `self_play`"),
    ("graph", label(0, 0, (1, 0)), "matches on a graph are not in order, or there twice"),
    ("graph", label(0, 2, (1, 2)), "matches on a graph are not in order, or there twice"),
    ("graphs", label(0, 0, (0, 2)), "matches on a graph are not there both ways"),
    ("graph", label(0, 0, (0, 0)), "matches against copies are not those of `self_play`"),
    ("graph", label(0, 0, (1, 1)), "a player met nobody"),
    ("plain", plus("counts", 0, 0, more=2**62), "counts are more than can be counted"),
    ("plain", plus("totals", 0, 0, 0, 0, 0, more=2**62), "counts are more than can be counted"),
    ("plain", plus("products", 0, 0, 0, more=2**62), "products of counts are more than can be"),
    ("noise", plus("chance", 0, more=True), ""),
    ("plain", plus("counts", 0, 0), "counts of outcomes do not add up to `turns` times"),
    ("once", plus("counts", 0, 0), "counts of outcomes do not add up to `turns` times"),
    ("plain", plus("products", 0, 0, 1), "products of counts do not add up to the counts"),
    ("chance", plus("counts", RANDOM, slice(None), more=-40), "matches without a turn are there"),
    ("limit", plus("counts", 0, 0, more=99), "counts of outcomes are more than `turns` times"),
    ("limit", plus("products", RANDOM, CC, CC, more=400), "products of counts are more than thos"),
    ("chance", plus("products", RANDOM, CC, CC, more=9999), "products of counts are more than p"),
    ("plain", plus("starts", 0, 0), "first turns are not as many as repetitions"),
    ("plain", plus("transitions", 0, 0, 0), "outcomes by the turn before do not add up to the"),
    ("plain", moved("transitions", (PEACE, DD, CC), (PEACE, CC, CC)), "last turns are not as many"),
    ("plain", plus("first_defections", 0, 0, more=99), "first defections are more than repet"),
    ("plain", plus("first_defections", LOST, 1, more=-1), "first defections contradict the outco"),
    ("plain", plus("first_defections", PEACE, 0), "first defections contradict the outcomes"),
    ("noise", nothing_broken, "first defections contradict the counts of outcomes"),
    ("plain", moved("products", (0, 0, 1), (0, 0, 2)), "products of counts are not symmetric"),
    ("plain", squares(RANDOM, CC, DD, 1), "squares of counts are none of whole numbers"),
    ("plain", squares(RANDOM, CC, DD, -20), "products of counts are of no numbers with these"),
    ("plain", plus("wins", 0, 0, more=99), "wins are more than repetitions"),
    ("plain", plus("wins", PEACE, 0), "wins contradict the counts of outcomes"),
    ("plain", plus("wins", PEACE, 1), "losses contradict the counts of outcomes"),
    ("plain", plus("wins", LOST, 1, more=-4), "wins contradict what outcomes pay"),
    ("unlike", plus("wins", LOST, slice(None), more=(-4, 4)), "wins contradict what outcomes pay"),
    ("plain", plus("wins", LOST, 1, more=-1), "matches without chance have repetitions that"),
    ("plain", squares(LOST, CC, CD, 2), "matches without chance have products of other counts"),
    ("plain", plus("totals", 0, 0, 0, 0, 0), "counts of players do not add up to those of their"),
    ("plain", moved("totals", (0, 0, 0, 0, 0), (1, 0, 0, 0, 0)), "counts of players are not `tur"),
    ("chance", moved("totals", (0, 0, 0, 0, 0), (1, 0, 0, 0, 0), 99), "counts of players in a re"),
    ("limit", moved("totals", (0, 0, 0, 0, 0), (1, 0, 0, 0, 0), 99), "counts of players in a rep"),
    ("plain", moved("totals", (0, 0, 0, 0, CC), (0, 0, 0, 0, CD)), "the two seats of matches hav"),
    ("plain", moved("totals", (0, 0, 1, 0, CC), (0, 0, 1, 0, DD)), "the two seats of matches hav"),
    ("unlike", moved("totals", (0, 0, 0, 0, CC), (0, 0, 0, 0, CD)), "the two seats of matches ha"),
    ("sure", moved("totals", (0, 0, 0, 0, CC), (0, 0, 0, 0, CD)), "players without chance have "),
    ("season", another_kind, "repetitions have different numbers of towns of a kind"),
    ("season", friends(8), "there are too few towns to have friends, or an odd number of friends"),
    ("season", plus("towns", 0, 0, more=2**62), "gifts are more than can be counted"),
    ("season", plus("exchanged", 0, 2, more=2**62), "gifts are more than can be counted"),
    ("season", plus("towns", 0, 0, part=1), "outcomes of towns do not add up to those of days"),
    ("season", plus("between", 0, 0, 0, part=1), "outcomes between kinds do not add up to those of"
     " their givers"),
    ("season", moved("between", (0, 0, 0), (0, 1, 0)), "outcomes between kinds do not add up to"
     " those of their receivers"),
    ("season", moved("daily", (0, 0, 0, 0), (1, 0, 0, 0)), "givers and receivers of a day have se"),
    ("season", plus("towns", 0, 8, more=-99), "gifts opened are more than gifts left"),
    ("season", plus("towns", 0, 8, more=99), "gifts left are more than the rules allow"),
    ("season", moved("daily", (0, 0, 0, 0), (3, 0, 0, 0), 99), "gifts opened up to a day are mor"),
    ("season", plus("fresh", 0, 0, more=999), "first gifts between two towns are more than gifts"),
    ("season", nothing_fresh, "first gifts between two towns are not as ma"),
    ("season", plus("fresh", 0, 0, more=17), "first gifts between two towns are not as many as"),
    ("season", plus("fresh", 0, 0, more=99), "first gifts between two towns are more than pairs"),
    ("season", no_gifts, "gifts of the first repetition are missing"),
    ("season", plus("exchanged", 0, 1, more=99), "gifts of unknown towns are there"),
    ("season", plus("exchanged", 1, 0, more=7), "gifts are not in order, or to nobody"),
    ("season", plus("exchanged", 0, 2), "gifts do not add up to those that towns left"),
    ("season", plus("exchanged", slice(None), 2, more=-2), "towns opened more gifts than were le"),
    ("season", plus("exchanged", 0, 3), "nice gifts do not add up to those of towns"),
    ("season", plus("exchanged", 0, 3), "nice gifts do not add up to those that towns received"),
    ("season", friends(2), "towns gave to more friends than they have"),
    ("season", plus("exchanged", 0, 2, more=99), "friends got more gifts than their giver's par"),
    ("walk", setting(looks=[0, 8]), "counts are there of more generations than were looked at"),
    ("walk", plus("counts", 0, 0, more=2**62), "places are more than can be counted"),
    ("walk", plus("last", 0, 0, more=2**62), "places are more than can be counted"),
    ("walk", plus("squares", 0, 0, more=2**62), "squares of counts are more than can be counted"),
    ("walk", plus("counts", 1, 0), "counts of types do not add up to `size` times `repetitions`"),
    ("roles", moved("counts", (0, 0), (0, 2)), "counts of types do not add up to `size` times"),
    ("walk", plus("last", 0, 0), "counts of types in the end do not add up to `size`"),
    ("roles", moved("last", (0, 0), (0, 2), 2), "counts of types in the end do not add up to"),
    ("walk", plus("squares", 1, 0), "squares of counts are none of whole numbers"),
    ("walk", plus("squares", 1, 0, more=-40), "squares of counts are of no numbers with these"),
    ("walk", plus("squares", 1, 0, more=200), "squares of counts are of no numbers with these"),
    ("lattice", plus("squares", 1, 0, more=2), "squares of counts are not those of the only"),
    ("walk", plus("end", 0, 0, more=-99), "repetitions ended after a generation that cannot be"),
    ("walk", plus("end", 0, 1, more=-99), "repetitions ended after a generation that cannot be"),
    ("walk", plus("end", 0, 0), "repetitions ended after a generation that cannot be"),
    ("walk", plus("end", 3, 0, more=-1), "repetitions ended early, although nothing was to end"),
    ("lattice", plus("end", 0, 1), "steps are not those of so many generations"),
    ("walk", plus("end", 0, 1), "steps are not those of so many generations"),
    ("walk", plus("end", 0, 1, more=-5), ""),
    ("walk", plus("end", 0, 1, more=-6), "steps are not those of so many generations"),
    ("roles", plus("end", 0, 1, more=-11), ""),
    ("roles", plus("end", 0, 1, more=-12), "steps are not those of so many generations"),
    ("walk", plus("end", 0, 2, more=9), "a type without a name has all places"),
    ("fixation", another_fixed, "the type that has all places is not the one that has them in th"),
    ("fixation", not_fixed, "the type that has all places is not the one that has them in the en"),
    ("fixation", never_fixed, "repetitions ended early, although no type has all places"),
    ("fixation", plus("end", 0, 0, more=80), "counts end before the last repetition does"),
    ("fixation", moved("counts", (-1, 0), (-1, 1)), "counts do not stay as repetitions ended"),
    ("fixation", ended_at_once, "counts do not stay as repetitions ended"),
    ("fixation", plus("squares", -1, 0, more=2), "counts do not stay as repetitions ended"),
    ("lattice", without_pictures, "pictures are missing"),
    ("lattice", one_more_picture, "more pictures are there than were asked for"),
    ("lattice", plus("pictures", 0, 0, more=9), "a picture has a type without a name"),
    ("lattice", late_picture, "a picture is later than the last counts"),
    ("lattice", another_place(0), "a picture has other counts than its generation"),
    ("lattices", another_place(2), "a picture has other counts than its generation"),
]  # fmt: skip


@pytest.mark.parametrize(("which", "change", "said"), CASES)
def test_books_that_contradict_themselves(events, which, change, said):
    event = copy.deepcopy(vars(events[which]))
    change(event)
    found = EVENTS[event["event"]].sums(event)
    assert any(sentence.startswith(said) for sentence in found) == bool(said)


def test_chance_that_must_have_had_a_part(events):
    for which in ("noise", "chance", "limit"):
        event = copy.deepcopy(vars(events[which]))
        event["books"][0].chance[RANDOM] = False
        said = "chance had no part in matches with noise, or of chance length"
        assert said in list(tournament.contradictions(event))


def test_repetitions_with_other_towns(events):
    event = copy.deepcopy(vars(events["season"]))
    event["labels"][1] = event["labels"][1][:-1]
    assert next(season.contradictions(event)) == "repetitions have different numbers of towns"


def test_books_that_were_played_contradict_nothing(events):
    for event in events.values():
        assert list(EVENTS[event.event].sums(vars(event))) == []


def test_every_sentence_is_reached():
    texts = "".join(inspect.getsource(module) for module in (tournament, season, of_populations))
    sentences = set(re.findall(r'yield "([^"]+)"', texts))
    assert len(sentences) > 40
    of_exact_matches = {s for s in sentences if "exact matches" in s}  # results/test_exact.py
    elsewhere = of_exact_matches | {"repetitions have different numbers of towns",
                 "chance had no part in matches with noise, or of chance length"}  # fmt: skip
    said = [said for _, _, said in CASES if said]
    assert {s for s in sentences - elsewhere if not any(map(s.startswith, said))} == set()


def test_sums_are_exact_where_floats_are_not(events):
    """Counts of 2**62 in all four outcomes would add up to 0 in 64 bits."""
    event = copy.deepcopy(vars(events["plain"]))
    event["books"][0].counts[:] = 2**62
    assert (event["books"][0].counts.sum(axis=1) == 0).all()
    assert next(tournament.contradictions(event)) == "counts are more than can be counted"
