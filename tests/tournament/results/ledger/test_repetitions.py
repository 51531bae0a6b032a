"""A ledger of seasons and populations: whole repetitions, the same bytes, none played twice."""

import sqlite3

import numpy as np
import pytest

import strategies as library
from tournament import Population, Season
from tournament.errors import LedgerError
from tournament.events.population import playing as populations
from tournament.events.season import playing as seasons

KINDS = [library.tit_for_tat, library.joss, library.always_defect]


@pytest.fixture
def played(monkeypatch):
    """Count the repetitions that are really played."""
    seen = []
    season, population = seasons.repetition, populations.played

    def one(plan, number, *more, **words):
        seen.append(1)
        return season(plan, number, *more, **words)

    def some(plan, span, **words):
        seen.append(span.repetitions)
        return population(plan, span, **words)

    monkeypatch.setattr(seasons, "repetition", one)
    monkeypatch.setattr(populations, "played", some)
    return seen


def season(repetitions=3, kinds=KINDS, **words):
    given = {"towns": 30, "friends": 6, "days": 5, "gifts_per_day": 2, "seed": 7} | words
    return Season(kinds, repetitions=repetitions, **given)


def test_a_season_is_the_same_bytes(place, played):
    plain = season().play(progress=False)
    played.clear()
    assert season(2).play(progress=False, ledger=place) == season(2).play(progress=False)
    played.clear()
    assert season().play(progress=False, ledger=place) == plain
    assert sum(played) == 1
    played.clear()
    again = season().play(progress=False, ledger=place)
    assert again == plain
    assert played == []
    assert again.ranking.equals(plain.ranking)


@pytest.mark.parametrize("change", [{"days": 6}, {"noise": 0.1}, {"seed": 8}, {"towns": 33}],
                         ids=lambda change: next(iter(change)))  # fmt: skip
def test_another_season_is_played(place, played, change):
    season().play(progress=False, ledger=place)
    played.clear()
    found = season(**change).play(progress=False, ledger=place)
    assert sum(played) == 3
    assert found == season(**change).play(progress=False)


POPULATIONS = {
    "mixed": {"size": 20, "process": "moran"},
    "graph": {"size": 20, "process": "fermi", "graph": "random regular 4"},
    "lattice": {"lattice": (6, 6), "process": "imitate best", "repetitions": 2},
    "live": {"size": 12, "process": "fermi", "graph": "cycle", "payoffs": "live"},
    "mutation": {"size": 15, "process": "death-birth", "mutation": 0.05},
}


def population(repetitions=12, kinds=KINDS, **words):
    from tournament.events.population.words import graph

    told = {"turns": 10, "seed": 3, "repetitions": repetitions} | words
    if "graph" in told:
        told["graph"] = graph(told["graph"].replace(" ", "-").replace("regular-4", "regular:4"))
    return Population(kinds, **told)


@pytest.mark.parametrize("name", POPULATIONS)
def test_a_population_is_the_same_bytes(place, played, name):
    words, how = POPULATIONS[name], {"generations": 30, "progress": False}
    plain = population(**words).play(**how)
    played.clear()
    assert population(**words).play(**how, ledger=place) == plain
    assert sum(played) == plain.repetitions
    played.clear()
    assert population(**words).play(**how, ledger=place) == plain
    assert played == []


def test_more_repetitions_of_a_population_play_only_the_new_ones(place, played):
    how = {"progress": False}
    few = population(5, size=20).play(**how, ledger=place)
    assert few == population(5, size=20).play(**how)
    played.clear()
    many = population(25, size=20).play(**how, ledger=place)
    assert sum(played) == 20
    assert many == population(25, size=20).play(**how)


def test_types_in_another_order_are_the_same_population(place, played):
    how = {"progress": False}
    population(8, size=21).play(**how, ledger=place)
    played.clear()
    turned = population(8, KINDS[::-1], size=21).play(**how, ledger=place)
    assert played == []
    assert turned == population(8, KINDS[::-1], size=21).play(**how)


@pytest.mark.parametrize("change", [{"size": 21}, {"selection": 0.5}, {"mutation": 0.1},
                                    {"noise": 0.1}, {"seed": 4}, {"process": "fermi"}],
                         ids=lambda change: next(iter(change)))  # fmt: skip
def test_another_population_is_played(place, played, change):
    how = {"generations": 20, "progress": False}
    words = {"size": 20, "process": "moran"}
    population(**words).play(**how, ledger=place)
    played.clear()
    found = population(**words | change).play(**how, ledger=place)
    assert sum(played) == 12
    assert found == population(**words | change).play(**how)


@pytest.mark.parametrize("column", ["content", "sha256", "shape", "type", "book"])
def test_a_changed_book_is_told(tmp_path, column):
    file = tmp_path / "ledger.sqlite"
    season().play(progress=False, ledger=file)
    with sqlite3.connect(file) as ledger:
        row, old = ledger.execute(
            f"SELECT rowid, {column} FROM arrays WHERE book = 'towns' LIMIT 1"
        ).fetchone()
        new = old[:-1] + bytes([old[-1] ^ 1]) if isinstance(old, bytes) else "3"
        ledger.execute(f"UPDATE arrays SET {column} = ? WHERE rowid = ?", (new, row))
    with pytest.raises(LedgerError, match="damaged"):
        season().play(progress=False, ledger=file)


def test_books_keep_what_may_be_below_zero(tmp_path):
    """Where no type has all places, the type is -1."""
    file, how = tmp_path / "ledger.sqlite", {"generations": 3, "progress": False}
    event = population(size=20, mutation=0.3)
    first, again = (event.play(**how, ledger=file).played.books[0].end for _ in range(2))
    assert (first[:, 2] == -1).any()
    assert np.array_equal(again, first)
