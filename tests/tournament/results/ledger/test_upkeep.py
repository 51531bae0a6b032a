"""Upkeep of a ledger: what is in it, taking out, putting together, tables for others."""

import csv
import sqlite3
import time
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import strategies as library
from tournament import PRISONERS_DILEMMA, Population, Season, Tournament, read_ledger
from tournament.errors import ArgumentError, LedgerError
from tournament.results.ledger.checking import verified
from tournament.results.ledger.frames import export
from tournament.results.ledger.listing import contents, in_words
from tournament.results.ledger.store import opened
from tournament.results.ledger.upkeep import DAY, Wanted, compact, merge, pruned

FIELD = [library.joss, library.random_player, library.tit_for_tat, library.grudger]


def tournament(field=FIELD, file=None, **words):
    told = {"turns": 20, "seed": 7, "repetitions": 30, "noise": 0.1} | words
    return Tournament(field, **told).play(progress=False, ledger=file)


def season(file=None, repetitions=2):
    event = Season(FIELD[:2], towns=20, friends=6, days=3, seed=7, repetitions=repetitions)
    return event.play(progress=False, ledger=file)


def population(file=None, repetitions=5):
    event = Population(FIELD[:2], size=12, seed=8, turns=5, repetitions=repetitions)
    return event.play(progress=False, ledger=file)


@pytest.fixture
def file(tmp_path):
    place = tmp_path / "ledger.sqlite"
    tournament(file=place)
    tournament(FIELD[:2], place, turns=10, noise=0, seed=9)
    season(place)
    population(place)
    return place


def sizes(file):
    with sqlite3.connect(file) as ledger:
        tables = ("matches", "details", "repetitions", "arrays")
        return [ledger.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables]


def test_the_list_says_what_was_played(file):
    with opened(file) as ledger:
        found = contents(ledger)
    first, second = sorted(found.matches, key=lambda row: -row["matches"])
    assert (first["players"], first["matches"], first["repetitions"]) == (4, 10, 30)
    assert first["conditions"] == "20 turns, known; noise 0.1"
    assert (second["players"], second["matches"], second["seed"]) == (2, 3, "9")
    assert [(row["event"], row["repetitions"]) for row in found.events] == [
        ("season", 2),
        ("population", 5),
    ]
    assert found.events[0]["players"] == ["joss", "random_player"]
    assert found.bytes == file.stat().st_size
    assert abs(first["last_finished"] - time.time()) < 1000


# -- prune -----------------------------------------------------------------------------------------

PRUNED = {
    "player": (Wanted(["grudger"]), 4, 0),
    "two players": (Wanted(["grudger", "tit_for_tat"]), 7, 0),
    "player of a season too": (Wanted(["joss"]), 6, 2),
    "noise": (Wanted(noise=0.1), 10, 0),
    "no noise": (Wanted(noise=0.0), 3, 0),
    "turns": (Wanted(turns=10), 3, 0),
    "seed": (Wanted(seed=7), 10, 2),
    "seed and player": (Wanted(["grudger"], seed=9), 0, 0),
    "young": (Wanted(older=1.0), 0, 0),
    "all by age": (Wanted(older=0.0), 13, None),
    "code is not current": (Wanted(current={rule.name: rule.code for rule in FIELD[:2]}), 7, 0),
    "code is current": (Wanted(current={rule.name: rule.code for rule in FIELD}), 0, 0),
    "code has changed": (Wanted(current={FIELD[3].name: FIELD[2].code}), 12, 0),
}


@pytest.mark.parametrize("name", PRUNED)
def test_pruning_takes_out_what_is_named_and_nothing_else(file, name):
    wanted, matches, events = PRUNED[name]
    plain, before = tournament(), sizes(file)
    with opened(file) as ledger:
        told = pruned(ledger, wanted, dry_run=True)
        assert sizes(file) == before
        assert pruned(ledger, wanted) == told
        assert told[0] == matches
        assert events is None or (told[1] >= events and (told[1] == 0) == (events == 0))
        compact(ledger)
        assert verified(ledger).damages == []
    after = sizes(file)
    assert [before[0] - after[0], before[1] - after[1]] == [matches, matches]
    assert before[2] - after[2] == told[1]
    assert tournament(file=file) == plain


def test_age_is_counted_from_the_end(file):
    with sqlite3.connect(file) as ledger:
        ledger.execute(f"UPDATE matches SET finished = finished - {31 * DAY} WHERE chance = 0")
        ledger.execute(f"UPDATE repetitions SET finished = finished - {31 * DAY}")
        many = ledger.execute("SELECT count(*) FROM repetitions").fetchone()[0]
        certain = ledger.execute("SELECT count(*) FROM matches WHERE chance = 0").fetchone()[0]
    with opened(file) as ledger:
        assert pruned(ledger, Wanted(older=30)) == (certain, many)


def test_a_file_gets_smaller(tmp_path):
    place = tmp_path / "ledger.sqlite"
    tournament(file=place, repetitions=5000)
    with opened(place) as ledger:
        before = place.stat().st_size
        pruned(ledger, Wanted(seed=7))
        compact(ledger)
        assert place.stat().st_size < before / 2


# -- merge -----------------------------------------------------------------------------------------


def test_two_ledgers_together_have_all_and_nothing_twice(tmp_path):
    one, other = tmp_path / "one.sqlite", tmp_path / "other.sqlite"
    tournament(FIELD[:3], one)
    season(one)
    tournament(FIELD[:0:-1], other)  # ids are others
    tournament(FIELD[1:], other, repetitions=130)
    season(other, 3)
    population(other)
    with opened(one) as source, opened(other) as target:
        told = merge(source, target)
        assert told.damaged == 0
        assert told.matches + told.repetitions + told.known == sizes(one)[0] + sizes(one)[2]
        assert told.known > 0
        assert merge(source, target)[:2] == (0, 0)
        assert verified(target).damages == []
    before = sizes(other)
    assert tournament(FIELD[:3], other) == tournament(FIELD[:3])
    assert tournament(FIELD[1:], other, repetitions=130) == tournament(FIELD[1:], repetitions=130)
    assert season(other, 3) == season(repetitions=3)
    assert population(other) == population()
    assert sizes(other) == before  # nothing was played


def test_merging_into_a_new_ledger_makes_a_copy(file, tmp_path):
    copy = tmp_path / "copy.sqlite"
    with opened(file) as source, opened(copy) as target:
        merge(source, target)
    assert sizes(copy) == sizes(file)
    assert read_ledger(copy).equals(read_ledger(file))


def test_what_is_damaged_is_not_taken_over(file, tmp_path):
    copy = tmp_path / "copy.sqlite"
    with sqlite3.connect(file) as ledger:
        ledger.execute("UPDATE matches SET count_cc = count_cc + 1 WHERE rowid = 3")
        ledger.execute("UPDATE arrays SET sha256 = x'00' WHERE rowid = 1")
        ledger.execute("UPDATE players SET name = 'saint' WHERE name = 'grudger'")
    with opened(file) as source, opened(copy) as target:
        found = verified(source)
        told = merge(source, target)
        assert told.damaged == len(found.damages) >= 3
        assert verified(target).damages == []
    assert tournament(file=copy) == tournament()
    assert season(copy) == season()


def test_upkeep_is_the_same_on_a_server(file, postgres, tmp_path):
    url = postgres.url("upkeep")
    with opened(file) as source, opened(url) as target:
        told = merge(source, target)
        assert (told.known, told.damaged) == (0, 0)
        here, there = contents(source), contents(target)
        assert there.matches == here.matches
        assert there.events == here.events
        assert there.bytes is None
        assert verified(target) == verified(source)
        columns = ["player", "opponent", "noise", "count_cc"]
        one, other = (read_ledger(ledger)[columns] for ledger in (source, target))
        assert one.equals(other)
        export(target, tmp_path / "csv")
        for wanted in (Wanted(["grudger"], noise=0.1), Wanted(older=0.0), Wanted(current={})):
            assert pruned(source, wanted) == pruned(target, wanted)
        compact(target)
        target.write(lambda c: c.exec_driver_sql("UPDATE players SET name = 'x'"))
    assert population(url) == population()


# -- tables ----------------------------------------------------------------------------------------


def test_the_table_of_a_ledger_has_the_counts_of_the_results(file):
    plain = tournament()
    found = read_ledger(file).query("turns == 20").set_index(["player", "opponent"])
    assert len(found) == 10
    totals = np.zeros((4, 4))
    names = plain.names
    for (player, opponent), row in found.iterrows():
        counts = row[["count_cc", "count_cd", "count_dc", "count_dd"]].to_numpy(int)
        totals[names.index(player)] += counts
        totals[names.index(opponent)] += counts[[0, 2, 1, 3]]
    payoffs = PRISONERS_DILEMMA.utilities[0].ravel()
    assert found["seed"].unique().tolist() == [7]
    assert (found["noise"] == 0.1).all()
    own = plain.tallies.totals.sum(axis=(0, 3))
    assert (totals == own[:, 0] + own[:, 1]).all()
    assert payoffs.size == 4


def test_an_empty_ledger_is_an_empty_table(tmp_path):
    with opened(tmp_path / "ledger.sqlite"):
        pass
    found = read_ledger(tmp_path / "ledger.sqlite")
    assert len(found) == 0
    assert "count_cc" in found.columns


def test_a_ledger_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(LedgerError, match="there is no ledger"):
        read_ledger(tmp_path / "ledger.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_exported_tables_say_the_same(file, tmp_path):
    with opened(file) as ledger:
        files = export(ledger, tmp_path / "csv")
        with pytest.raises(ArgumentError, match="new or empty"):
            export(ledger, tmp_path / "csv")
    assert [each.name for each in files] == [
        "matches.csv", "players.csv", "conditions.csv", "events.csv",
    ]  # fmt: skip
    found = pd.read_csv(files[0])
    plain = read_ledger(file)
    assert found[plain.columns].astype(plain.dtypes.to_dict()).equals(plain)
    with files[2].open(encoding="utf-8", newline="") as rows:
        assert "10 turns, known" in {row["in_words"] for row in csv.DictReader(rows)}


def test_parquet_says_the_same(file, tmp_path):
    pytest.importorskip("pyarrow")
    with opened(file) as ledger:
        files = export(ledger, tmp_path / "parquet", parquet=True)
    plain = read_ledger(file)
    found = pd.read_parquet(files[0])[plain.columns]
    assert found["count_cc"].tolist() == plain["count_cc"].tolist()
    assert found["seed"].tolist() == plain["seed"].tolist()
    assert len(pd.read_parquet(files[3])) == sizes(file)[2]


def test_names_that_are_formulas_do_nothing_in_a_spreadsheet(tmp_path):
    place = tmp_path / "ledger.sqlite"
    tournament([library.joss.named("=1+1"), library.grudger], place)
    with opened(place) as ledger:
        files = export(ledger, tmp_path / "csv")
    assert "'=1+1" in files[0].read_text(encoding="utf-8")
    assert ",=1+1" not in files[0].read_text(encoding="utf-8")


ROW = {
    "turns": 20, "told": 20, "continuation": None, "noise": 0.0, "opponent_noise": 0.0,
    "misperception": 0.0, "opponent_misperception": 0.0, "by_seat": False, "payoffs": None,
}  # fmt: skip
CONDITIONS = [
    ({}, "20 turns, known"),
    ({"turns": 1200, "told": None}, "1,200 turns, not known"),
    ({"turns": None, "told": None}, "turns until chance ends it"),
    ({"told": None, "continuation": 0.9}, "20 turns, not known; continuation 0.9"),
    ({"noise": 0.1, "opponent_noise": 0.1}, "20 turns, known; noise 0.1"),
    ({"opponent_noise": 0.2}, "20 turns, known; noise 0.0 and 0.2"),
    ({"misperception": 0.3}, "20 turns, known; misperception 0.3 and 0.0"),
    ({"by_seat": True}, "20 turns, known; seats paid differently"),
    ({"payoffs": "[1]"}, "20 turns, known; rules that read payoffs"),
]


@pytest.mark.parametrize(("told", "said"), CONDITIONS)
def test_conditions_in_words(told, said):
    assert in_words(SimpleNamespace(**ROW | told)) == said
