"""A ledger of matches: the same bytes as without one, and nothing is played twice."""

import sqlite3

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies as library
from tournament import C, D, Game, Tournament, strategy
from tournament.engine import sources
from tournament.errors import LedgerError
from tournament.results.ledger.schema import DETAILS, SPAN
from tournament.results.ledger.spans import covered
from tournament.results.units.cutting import Span
from tournament.testing import players

BATTLE = Game.bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]])
FIELD = [library.tit_for_tat, library.joss, library.random_player, library.grudger]
CONDITIONS = [
    {},
    {"noise": (0.1, 0.0, 0.3, 0.0)},
    {"misperception": 0.1, "continuation": 0.9, "turns": None},
    {"game": BATTLE, "noise": 0.05},
    {"length_known": False, "self_play": False},
    {"graph": [("tit_for_tat", "joss"), ("joss", "joss"), ("random_player", "grudger")]},
]


@strategy
def greedy(me, opponent):
    return C if me.score > 20 else D


@pytest.fixture
def played(monkeypatch):
    """Count the matches times repetitions that are really played."""
    seen = []
    original = sources.play

    def counted(unit, stop=None):
        seen.append(len(unit.matches) * unit.repetitions)
        return original(unit, stop)

    monkeypatch.setattr(sources, "play", counted)
    monkeypatch.setattr(sources, "play_small", lambda units, processes: None)
    return seen


def event(field=FIELD, repetitions=30, seed=7, **words):
    return Tournament(field, **{"turns": 20, "seed": seed, "repetitions": repetitions} | words)


def same(one, other):
    """Return whether results are the same bytes, but for when they were made."""
    return one == other and all(
        np.array_equal(getattr(one.tallies, name), getattr(other.tallies, name))
        for name in one.tallies.declared()
        if getattr(one.tallies, name) is not None
    )


@pytest.mark.parametrize("words", CONDITIONS, ids=range(len(CONDITIONS)))
def test_results_are_the_same_bytes(place, played, words):
    plain = event(**words).play(progress=False)
    played.clear()
    first = event(**words).play(progress=False, ledger=place)
    assert sum(played) > 0
    played.clear()
    again = event(**words).play(progress=False, ledger=place)
    assert played == []
    assert same(first, plain)
    assert same(again, plain)


def test_a_new_player_plays_only_its_own_pairs(place, played):
    event().play(progress=False, ledger=place)
    played.clear()
    more = [*FIELD, library.win_stay_lose_shift]
    found = event(more).play(progress=False, ledger=place)
    assert sum(played) == 5 * 30
    assert same(found, event(more).play(progress=False))


def test_an_edited_rule_plays_only_its_own_pairs(tmp_path, played):
    def made(sign):
        source = f"""from tournament import C, D, strategy

@strategy
def mine(me, opponent):
    return {sign}
"""
        path = tmp_path / f"{sign}" / "mine.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source)
        from tournament import load

        return [*load(path)]

    file = tmp_path / "ledger.sqlite"
    event([*FIELD, *made("C")]).play(progress=False, ledger=file)
    played.clear()
    found = event([*FIELD, *made("D")]).play(progress=False, ledger=file)
    assert sum(played) == 5 * 30
    assert same(found, event([*FIELD, *made("D")]).play(progress=False))


def test_more_repetitions_play_only_the_new_ones(place, played):
    field = [library.joss, library.random_player]
    event(field, repetitions=100).play(progress=False, ledger=place)
    played.clear()
    found = event(field, repetitions=250).play(progress=False, ledger=place)
    assert sum(played) == 3 * 150
    assert same(found, event(field, repetitions=250).play(progress=False))
    played.clear()
    fewer = event(field, repetitions=100).play(progress=False, ledger=place)
    assert played == []
    assert same(fewer, event(field, repetitions=100).play(progress=False))


def test_what_chance_cannot_change_is_never_played_again(place, played):
    field = [library.tit_for_tat, library.grudger]
    event(field, repetitions=3).play(progress=False, ledger=place)
    played.clear()
    found = event(field, repetitions=1000).play(progress=False, ledger=place)
    assert played == []
    assert same(found, event(field, repetitions=1000).play(progress=False))


@pytest.mark.parametrize("words", CONDITIONS[:4], ids=range(4))
def test_another_field_over_the_same_rules_plays_nothing(place, played, words):
    noise = dict(zip([p.name for p in FIELD], words.get("noise", (0,) * 4), strict=True)) if (
        isinstance(words.get("noise"), tuple)) else None  # fmt: skip
    event(**words).play(progress=False, ledger=place)
    played.clear()
    other = FIELD[:0:-1]
    told = words | ({"noise": {p.name: noise[p.name] for p in other}} if noise else {})
    found = event(other, **told).play(progress=False, ledger=place)
    assert played == []
    assert same(found, event(other, **told).play(progress=False))


def test_games_share_matches_where_no_rule_reads_payoffs(place, played):
    event([*FIELD, greedy]).play(progress=False, ledger=place)
    played.clear()
    found = event([*FIELD, greedy], game="pd").play(progress=False, ledger=place)
    assert sum(played) == 5 * 30  # greedy's pairs
    assert same(found, event([*FIELD, greedy], game="pd").play(progress=False))


@pytest.mark.parametrize(
    "change",
    [{"turns": 21}, {"noise": 0.2}, {"seed": 8}, {"length_known": False}, {"continuation": 0.9}],
    ids=lambda change: next(iter(change)),
)
def test_other_conditions_are_other_matches(place, played, change):
    event().play(progress=False, ledger=place)
    played.clear()
    found = event(**change).play(progress=False, ledger=place)
    assert sum(played) == 10 * 30
    assert same(found, event(**change).play(progress=False))


def test_a_tournament_that_settles_goes_on_where_another_one_stopped(place, played):
    words = {"repetitions": "until settled", "most_repetitions": 400, "noise": 0.05}
    plain = event(**words).play(progress=False)
    event(repetitions=100, noise=0.05).play(progress=False, ledger=place)
    found = event(**words).play(progress=False, ledger=place)
    assert same(found, plain)
    played.clear()
    assert same(event(**words).play(progress=False, ledger=place), plain)
    assert played == []


def test_exact_pairs_need_no_ledger(tmp_path, played):
    file = tmp_path / "ledger.sqlite"
    words = {"exact": "where possible", "noise": 0.1}
    found = event(**words).play(progress=False, ledger=file)
    assert same(found, event(**words).play(progress=False))
    with sqlite3.connect(file) as ledger:
        assert ledger.execute("SELECT count(*) FROM matches").fetchone() == (0,)


@given(
    st.lists(players(), min_size=1, max_size=4, unique_by=lambda p: p.name),
    st.integers(1, 130),
    st.sampled_from([0.0, 0.2]),
    st.sampled_from(["pd", BATTLE]),
)
@settings(max_examples=15)
def test_any_field_gives_the_same_bytes(tmp_path_factory, field, repetitions, noise, game):
    words = {"repetitions": repetitions, "noise": noise, "game": game, "turns": 7}
    file = tmp_path_factory.mktemp("ledger") / "ledger.sqlite"
    plain = event(field, **words).play(progress=False)
    assert same(event(field, **words).play(progress=False, ledger=file), plain)
    assert same(event(field, **words).play(progress=False, ledger=file), plain)


# -- spans -----------------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), max_size=12),
    st.integers(0, 30),
    st.integers(1, 40),
)
def test_no_repetition_is_counted_twice_and_none_is_forgotten(there, first, many):
    last = first + many
    used, gaps = covered([Span(*each) for each in there], first, last)
    parts = sorted([(low, low + n) for low, n in used] + gaps)
    ends = [first, *[end for _, end in parts]]
    assert [low for low, _ in parts] == ends[:-1]
    assert ends[-1] == last
    assert {tuple(each) for each in used} <= set(there)


def test_a_whole_span_is_never_played_again():
    used, gaps = covered([Span(0, 100)], 0, 100)
    assert (used, gaps) == ([Span(0, 100)], [])


# -- damage ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", [
    "count_cc", "wins", "first_defections", "chance", "sums", "by_repetition", "checksum",
    "type", "repetitions", "first_player",
])  # fmt: skip
def test_a_changed_row_is_told(tmp_path, column):
    """Never a wrong number."""
    file = tmp_path / "ledger.sqlite"
    field = [library.joss, library.random_player, library.grudger]
    plain = event(field, repetitions=200).play(progress=False, ledger=file)
    with sqlite3.connect(file) as ledger:
        table = "details" if column in DETAILS.columns and column not in SPAN else "matches"
        joint = f"JOIN matches USING ({', '.join(SPAN)})" * (table == "details")
        row, old = ledger.execute(
            f"SELECT {table}.rowid, {column} FROM {table} {joint} WHERE chance = 1 LIMIT 1"
        ).fetchone()
        if isinstance(old, bytes):
            new = old[:-1] + bytes([old[-1] ^ 1])
        else:
            new = {"type": "uint32", "chance": 0, "repetitions": 99}.get(column, 3)
        ledger.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (new, row))
    again = event(field, repetitions=200)
    if column == "first_player":  # the row is no longer one of this match
        assert same(again.play(progress=False, ledger=file), plain)
        return
    with pytest.raises(LedgerError, match="damaged"):
        again.play(progress=False, ledger=file)
