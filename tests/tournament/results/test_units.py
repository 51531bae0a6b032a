"""Units of work, and the keys of what their books depend on."""

import hashlib
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as library
from tournament import PRESETS, PRISONERS_DILEMMA, TSTO, C, D, Game, Season, Tournament, strategy
from tournament.authors.partners import Kind
from tournament.engine.sources import play
from tournament.results.units.keys import digest, match_key, reads_payoffs, season_key
from tournament.results.units.play_version import PLAY_VERSION
from tournament.results.units.unit import Unit, empty_books, expected_turns, margin, seats
from tournament.rules.match import rules
from tournament.rules.season import season_rules

BATTLE = Game.bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]])
FIELD = (library.tit_for_tat, library.joss, library.random_player, library.win_stay_lose_shift)


@strategy
def greedy(me, opponent):
    return C if me.score >= me.game.R else D


def unit(*players, repetitions=3, first=0, matches=((0, 1),), **conditions):
    conditions = {"game": PRISONERS_DILEMMA, "turns": 20, "seed": 7} | conditions
    held = rules([p.name for p in players], **conditions)
    return Unit(players, np.array(matches), held, first, repetitions)


def key(part: Unit, match: int):
    """Return the key of a match of a unit."""
    return match_key(part.players, part.rules, *map(int, part.matches[match]))


def all_of(event: Tournament) -> Unit:
    return Unit(event.players, event.matches, event.rules, 0, event.repetitions)


def keys(event: Tournament) -> dict[tuple[str, str], str]:
    """Return the digest of the key of every match of an event, by the names of its players."""
    whole = all_of(event)
    names = [p.name for p in event.players]
    return {(names[p], names[q]): digest(key(whole, m)) for m, (p, q) in enumerate(event.matches)}


# -- keys ------------------------------------------------------------------------------------------


def test_the_field_is_no_part_of_a_key():
    words = {"game": TSTO, "turns": 30, "repetitions": 5, "noise": 0.1, "seed": 3}
    small, large = keys(Tournament(FIELD[:3], **words)), keys(Tournament(FIELD, **words))
    assert small.items() <= large.items()
    assert len(set(large.values())) == len(large)


def test_equal_keys_have_equal_books():
    words = {"turns": 30, "repetitions": 5, "noise": 0.1, "seed": 3}
    for game in (TSTO, PRISONERS_DILEMMA):  # no rule reads payoffs, and T is above S in both
        small, large = Tournament(FIELD[1:3], game, **words), Tournament(FIELD, TSTO, **words)
        books = {}
        for event in (small, large):
            whole = all_of(event)
            sums = play(whole)
            for m in range(len(event.matches)):
                parts = [getattr(sums, name)[m].tolist() for name in (
                    "counts", "products", "starts", "transitions", "wins", "first_defections",
                    "chance")]  # fmt: skip
                books.setdefault(digest(key(whole, m)), []).append(parts)
        shared = [pair for pair in books.values() if len(pair) == 2]
        assert len(shared) == 3
        assert all(one == two for one, two in shared)


@pytest.mark.parametrize("change", [
    {"turns": 21}, {"length_known": False}, {"continuation": 0.9}, {"noise": 0.1},
    {"noise": (0.0, 0.1)}, {"misperception": (0.1, 0.0)}, {"seed": 8}, {"game": BATTLE},
])  # fmt: skip
def test_conditions_are_part_of_a_key(change):
    before = key(unit(library.joss, library.tit_for_tat), 0)
    after = key(unit(library.joss, library.tit_for_tat, **change), 0)
    assert before != after
    assert digest(before) != digest(after)


@pytest.mark.parametrize("other", [
    library.joss.named("another"), library.joss(0.5), library.random_player,
    library.flip(library.joss), library.flip(library.random_player),
])  # fmt: skip
def test_players_are_part_of_a_key(other):
    found = {digest(key(unit(p, library.grudger), 0)) for p in (library.joss, other)}
    found |= {digest(key(unit(library.grudger, p), 0)) for p in (library.joss, other)}
    assert len(found) == 4


def test_a_member_and_an_array_are_part_of_a_key():
    members = [library.flip(library.joss(p)).named("same") for p in (0.1, 0.2)]
    rows = [library.scripted(moves).named("same") for moves in ("CCD", "CDD", "CCDD")]
    for same in (members, rows):
        assert len({digest(key(unit(p, library.grudger), 0)) for p in same}) == len(same)


def test_a_copy_is_another_match_than_a_rule_of_the_same_name():
    pair = library.joss, library.joss
    assert key(unit(*pair), 0) != key(unit(*pair, matches=((0, 0),)), 0)


@given(st.sampled_from([g for g in PRESETS.values() if g.is_symmetric]))
def test_payoffs_are_part_of_a_key_where_a_rule_reads_them(game):
    def digests(first, second):
        return {digest(key(unit(first, second, game=g), 0)) for g in (PRISONERS_DILEMMA, game)}

    same = (game.utilities == PRISONERS_DILEMMA.utilities).all()
    ahead = [
        np.sign(g.utilities[0, 1, 0] - g.utilities[0, 0, 1]) for g in (PRISONERS_DILEMMA, game)
    ]
    assert not reads_payoffs(library.joss)
    assert reads_payoffs(greedy)
    assert reads_payoffs(library.flip(greedy))
    assert len(digests(library.joss, library.grudger)) == (1 if ahead[0] == ahead[1] else 2)
    assert len(digests(library.joss, greedy)) == (1 if same else 2)


def test_a_key_is_plain_data_and_its_digest_is_the_same_everywhere():
    def plain(value):
        if isinstance(value, tuple):
            return all(map(plain, value))
        return type(value) in (int, float, str, bool, type(None))

    made = key(unit(library.joss, library.scripted("CCD"), noise=np.array([0.1, 0.2])), 0)
    assert plain(made)
    assert hash(made) == hash(key(unit(library.joss, library.scripted("CCD"), noise=(0.1, 0.2)), 0))
    assert digest((1, 2.5, "a", None)) == "6f6f67ff084b987e1468f0678a786b4b"


def test_the_version_goes_with_the_golden_file():
    """Where golden numbers change, equal keys play otherwise: raise `PLAY_VERSION` too."""
    golden = Path(__file__).parents[1] / "data" / "golden.json"
    seen = hashlib.blake2b(golden.read_bytes(), digest_size=8).hexdigest()
    assert (PLAY_VERSION, seen) == (1, "adc8525846894098")


# -- seasons ---------------------------------------------------------------------------------------


def season(counts=(10, 10), friends=6, kinds=None, **conditions):
    kinds = kinds or (
        Kind(library.joss, library.anyone, "joss"),
        Kind(library.grudger, library.anyone, "grudger"),
    )
    usual = {"game": TSTO, "days": 5, "gifts_per_day": 2, "inbox": None, "absence": 0.0, "seed": 7}
    usual |= {"visible": False, "nice_list": False, "days_known": True, "noise": 0.0}
    held = season_rules([k.name for k in kinds], **usual | conditions)
    return digest(season_key(kinds, counts, friends, held))


def test_all_that_a_season_depends_on_is_part_of_its_key():
    edges = np.array([[0, 1], [1, 2]])
    other = Kind(library.joss, library.anyone(per_friend=2), "joss")
    grudger = Kind(library.grudger, library.anyone, "grudger")
    found = [
        season(),
        *(season(counts=(12, 8)), season(friends=8), season(friends="everyone")),
        *(season(friends=edges), season(friends=edges[:1])),
        *(season(kinds=(other, grudger)), season(days=6), season(gifts_per_day=1)),
        *(season(inbox=3), season(visible=True), season(nice_list=True), season(absence=0.1)),
        *(season(days_known=False), season(noise=0.1), season(noise=(0, 0.1)), season(seed=8)),
    ]
    assert len(set(found)) == len(found)
    assert season() == season(game=PRISONERS_DILEMMA)  # no rule reads payoffs
    paid = Kind(library.joss, library.ucb1, "joss")
    assert season(kinds=(paid, grudger)) != season(kinds=(paid, grudger), game=PRISONERS_DILEMMA)


def test_the_key_of_an_event_is_that_of_its_parts():
    event = Season([library.joss, library.grudger], towns=20, friends=6, days=5, seed=7)
    made = season_key(event.kinds, event.counts, event.friends, event.rules)
    assert made.counts == (10, 10)
    assert digest(made) == digest(season_key(event.kinds, [10, 10], 6, event.rules))


# -- lengths, margins, sizes -----------------------------------------------------------------------


@pytest.mark.parametrize("turns", [None, 1, 2, 30])
@pytest.mark.parametrize("continuation", [None, 0.0, 0.3, 0.95, 1.0])
def test_expected_turns_are_the_sum_of_the_chances_that_there_is_a_turn(turns, continuation):
    if turns is None and continuation in (None, 1.0):
        turns = 200
    held = unit(library.joss, library.joss, turns=turns, continuation=continuation).rules
    chances = (1.0 if continuation is None else continuation) ** np.arange(turns or 5000)
    assert expected_turns(held) == pytest.approx(chances.sum())


def test_the_work_of_a_unit_is_that_of_its_matches():
    matches = ((0, 1), (0, 0), (1, 1))
    part = unit(library.joss, library.grudger, matches=matches, repetitions=7, continuation=0.5)
    assert part.turns == int(3 * 7 * (1 - 0.5**20) / 0.5)
    assert unit(library.joss, library.joss, repetitions=7).turns == 140


def test_the_margin_is_what_the_first_seat_is_paid_more():
    game = Game.bimatrix([[2, 0], [7, 1]], [[1, 5], [-3, 2]])
    for number_, (first, second) in enumerate(product((0, 1), repeat=2)):
        want = [[2, 0], [7, 1]][first][second] - [[1, 5], [-3, 2]][first][second]
        assert margin(game)[number_] == want
    assert margin(TSTO).tolist() == [0, TSTO.S - TSTO.T, TSTO.T - TSTO.S, 0]
    costs = Game(R=1, S=10, T=0, P=5, less_is_better=True)
    assert margin(costs).tolist() == [0, -10, 10, 0]  # who defects alone is ahead


def test_seats_are_told_apart_where_they_are_paid_differently():
    assert (seats(TSTO), seats(BATTLE)) == (1, 2)
    books = empty_books(unit(library.joss, library.grudger, matches=((0, 1),) * 3, game=BATTLE))
    assert books.totals.shape == (3, 2, 2, 2, 4)
    assert books.counts.shape == (3, 4)


def test_players_in_a_key_are_those_of_the_match():
    """Noise and misperception go with the players, whatever their places in the field."""
    players = library.joss, library.grudger, library.random_player
    words = {"noise": (0.1, 0.2, 0.3), "misperception": (0.4, 0.3, 0.2)}
    made = key(unit(*players, matches=((0, 1), (2, 1), (2, 2)), **words), 1)
    told = made.conditions
    assert told.noise == (0.3, 0.2)
    assert told.misperception == (0.2, 0.3)
    assert (told.own, told.turns) == (False, 20)
    assert made.players[1] == key(unit(library.grudger, library.joss), 0).players[0]
    assert key(unit(*players, matches=((0, 1), (2, 1), (2, 2)), **words), 2).conditions.own


def test_minus_zero_is_zero_in_a_key():
    """A cost of nothing is a payoff of nothing."""
    costs = Game(R=3, S=0, T=5, P=1, less_is_better=True)
    zeros = [costs, Game(R=-3, S=0, T=-5, P=-1)]
    one, two = (digest(key(unit(greedy, library.joss, game=game), 0)) for game in zeros)
    assert one == two


def test_a_given_graph_is_in_the_key_by_a_hash_of_its_edges():
    edges = np.array([[0, 1], [1, 2]], np.int32)
    event = Season([library.joss], friends=edges, days=5, gifts_per_day=1, seed=7)
    made = event.plan.key
    want = hashlib.blake2b(edges.astype(np.int64).tobytes(), digest_size=16).hexdigest()
    assert (made.friends, made.version) == (want, PLAY_VERSION)
    (kind,) = made.kinds
    assert kind[0] == "joss"
    assert kind[2].code.endswith(" 1")  # how many gifts a friend may get
