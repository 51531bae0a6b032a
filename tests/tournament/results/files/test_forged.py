"""Forged files: the seal is right, the contents are not. Each is refused with its reason."""

import hashlib
import itertools
import json
import math
import os
import shutil
import sqlite3
import tracemalloc
import zlib
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from tournament import PopulationResults, Results, SeasonResults
from tournament.results.files.refused import Refused
from tournament.results.files.sqlite import chunk, reading
from tournament.results.files.sqlite.layout import MANIFEST
from tournament.results.files.sqlite.seal import PAGE, seal
from tournament.results.files.sums import season as of_seasons

DATA = Path(__file__).parents[1] / "data"
KINDS = {kind.EVENT: kind for kind in (Results, SeasonResults, PopulationResults)}
AGAIN = "; play again, and save again."
TABLES = "the file holds more than the tables of results"
CONTRADICT = "the books contradict each other: "


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Nothing here has to reach the disk."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def reason(forge, refused, tmp_path):
    """Return a function that changes a file and returns why the file is refused."""

    def of(change, event="tournament"):
        forged = forge(event)
        change(forged)
        file = forged.write(tmp_path / "forged.sqlite")
        said = refused(file, KINDS[event])
        file.unlink()
        assert said.endswith((AGAIN, "; upgrade it."))
        return said.removesuffix(AGAIN)

    return of


def test_a_file_that_nobody_changed_is_believed(forge, originals, tmp_path):
    for kind in KINDS.values():
        file = forge(kind.EVENT).write(tmp_path / f"{kind.EVENT}.sqlite")
        assert kind.load(file) == kind.load(originals[kind.EVENT])


# -- schemas --------------------------------------------------------------------------------------


@pytest.mark.parametrize("sql", [
    "CREATE VIEW mine AS SELECT 1",
    "CREATE INDEX mine ON matches (player)",
    "CREATE TRIGGER mine AFTER INSERT ON matches BEGIN DELETE FROM players; END",
    "CREATE VIEW hungry AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " SELECT * FROM n",
])  # fmt: skip
def test_hostile_schemas(reason, sql):
    assert reason(lambda forged: forged.schema.append(sql)) == TABLES


def test_a_view_in_place_of_a_table(reason):
    def change(forged):
        forged.schema = [sql for sql in forged.schema if "manifest" not in sql]
        rows = forged.rows.pop("manifest")
        values = ", ".join(f"('{fact}', '{value.replace(chr(39), '')}')" for fact, value in rows)
        forged.schema.append(f"CREATE VIEW manifest AS SELECT * FROM (VALUES {values})")

    assert reason(change) == TABLES


def test_a_table_of_functions(reason):
    def change(forged):
        forged.schema[2] = forged.schema[2].replace('"name" TEXT', '"name" TEXT DEFAULT (abs(-1))')

    assert reason(change) == "the file has other tables than those of its event"


@pytest.mark.parametrize("sql", [
    'CREATE TABLE "more" ("a" INTEGER)', 'CREATE VIRTUAL TABLE "more" USING fts5("a")',
])  # fmt: skip
def test_more_tables(reason, sql):
    assert "the file " in reason(lambda forged: forged.schema.append(sql))


def test_other_columns(reason):
    def change(forged):
        forged.schema[3] = forged.schema[3].replace('"wins" INTEGER', '"wins" REAL')

    assert reason(change) == "the file has other tables than those of its event"


def test_no_manifest(reason):
    def change(forged):
        forged.schema = [sql for sql in forged.schema if "manifest" not in sql]
        del forged.rows["manifest"]

    assert reason(change) == "the file has no manifest"


@pytest.mark.parametrize("pragmas", [
    {"page_size": 8192}, {"encoding": "'UTF-16le'"}, {"user_version": 1}, {"user_version": -1},
    {"auto_vacuum": 1}, {"application_id": 7},
])  # fmt: skip
def test_other_headers(forge, refused, tmp_path, pragmas):
    forged = forge()
    forged.pragmas = pragmas | {k: v for k, v in forged.pragmas.items() if k not in pragmas}
    said = refused(forged.write(tmp_path / "forged.sqlite"))
    assert said.split(";")[0] in (
        "the file is damaged",
        "this is no file of results",
        "written by a newer version of tournament (format 4294967295, this one reads 3)",
    )


def test_pages_behind_the_last_one(originals, refused, tmp_path):
    file = tmp_path / "longer.sqlite"
    for more in (b"x", bytes(PAGE)):
        file.write_bytes(originals["tournament"].read_bytes() + more)
        seal(file)
        assert refused(file) == "the file is damaged" + AGAIN


# -- manifests ------------------------------------------------------------------------------------

NO_TYPE = "is missing, or of a wrong type"


@pytest.mark.parametrize(("fact", "text", "said"), [
    ("seed", "{", "the manifest is no JSON"),
    ("seed", "[" * 200_000, "the manifest is no JSON"),
    ("seed", "9" * 5000, "the manifest is no JSON"),
    ("event", '"war"', "written by a newer version of tournament (event 'war'); upgrade it."),
    ("event", "[]", "written by a newer version of tournament (event []); upgrade it."),
    ("strategies", "3", f"`strategies` {NO_TYPE}"),
    ("strategies", "{}", "`strategies` are not those of `players`"),
    ("strategies", '{"tit_for_tat": {}}', f"`strategies.tit_for_tat.code` {NO_TYPE}"),
    ("versions", "[]", f"`versions` {NO_TYPE}"),
    ("versions", '{"numba": 3}', f"`versions.numba` {NO_TYPE}"),
    ("failures", '"none"', f"`failures` {NO_TYPE}"),
    ("failures", "[3]", f"`failures[0]` {NO_TYPE}"),
    ("settling", "{}", f"`settling.confidence` {NO_TYPE}"),
    ("rank_by", "1", f"`rank_by` {NO_TYPE}"),
    ("self_play", "1", f"`self_play` {NO_TYPE}"),
    ("self_play", '"yes"', f"`self_play` {NO_TYPE}"),
    ("self_play", "[true]", f"`self_play` {NO_TYPE}"),
    ("self_play", "false", f"{CONTRADICT}matches are not those of `players` and `self_play`"),
    ("seats", "2", "`seats` must be 1 in this game"),
    ("seats", "true", f"`seats` {NO_TYPE}"),
    ("repetitions", "3.0", f"`repetitions` {NO_TYPE}"),
    ("repetitions", "0", "`repetitions` must be a whole number in [1, 2147483647]"),
    ("repetitions", "-3", "`repetitions` must be a whole number in [1, 2147483647]"),
    ("repetitions", "4", "an array has not as many rows as it must have"),
    ("repetitions", "2000000000", "an array has not as many rows as it must have"),
    ("rules", "null", f"`rules` {NO_TYPE}"),
    ("rules", "{}", f"`rules.game` {NO_TYPE}"),
])  # fmt: skip
def test_facts_that_cannot_be(reason, fact, text, said):
    assert reason(lambda forged: forged.text(fact, text)).startswith(said)


def test_a_tournament_that_says_it_is_a_season(forge, refused, tmp_path):
    forged = forge()
    forged.note("event", "season")
    file = forged.write(tmp_path / "forged.sqlite")
    said = refused(file, SeasonResults)
    assert said == "the file has other tables than those of its event" + AGAIN
    assert refused(file) == "these are results of a season, not of a tournament."


@pytest.mark.parametrize(("rule", "said"), [
    ({"noise": [7.0, 0.0, 0.0]}, "`noise` must be a probability in [0, 1]; got 7.0"),
    ({"noise": [-0.1, 0.0, 0.0]}, "`noise` must be a probability in [0, 1]; got -0.1"),
    ({"noise": [math.nan] * 3}, f"`rules.noise[0]` {NO_TYPE}"),
    ({"noise": [math.inf] * 3}, f"`rules.noise[0]` {NO_TYPE}"),
    ({"noise": [True] * 3}, f"`rules.noise[0]` {NO_TYPE}"),
    ({"noise": 0.1}, f"`rules.noise` {NO_TYPE}"),
    ({"noise": [0.1]}, "`noise` must be one probability, or one for each of 3 players; got 1"),
    ({"turns": 21}, f"{CONTRADICT}counts of outcomes do not add up to `turns` times"),
    ({"turns": 20.5}, f"`rules.turns` {NO_TYPE}"),
    ({"turns": 10**30}, "`turns` must be a whole number in [1, 2**31 - 1]; got 1000"),
    ({"turns": None}, "`rules` contradict each other"),
    ({"continuation": 0.9, "turns": 10}, f"{CONTRADICT}counts of outcomes are more than `turns`"),
    ({"length_known": "no"}, f"`rules.length_known` {NO_TYPE}"),
    ({"seed": -1}, "`seed` must be a whole number in [0, 2**64 - 1]; got -1"),
    ({"wind": 3}, "`rules` has other entries than the rules of its event"),
])  # fmt: skip
def test_rules_that_cannot_be(reason, rule, said):
    assert reason(lambda forged: forged.rule(**rule)).startswith(said)


@pytest.mark.parametrize(("facts", "said"), [
    ({"R": math.nan}, f"`rules.game.R` {NO_TYPE}"),
    ({"R": [1.0, math.inf]}, f"`rules.game.R` {NO_TYPE}"),
    ({"R": "15"}, f"`rules.game.R` {NO_TYPE}"),
    ({"name": 3}, f"`rules.game.name` {NO_TYPE}"),
    ({"R": [1.0, 2.0]}, "`seats` must be 2 in this game"),
    ({"Q": 1.0}, "`rules` has other entries than the rules of its event"),
])  # fmt: skip
def test_games_that_cannot_be(reason, facts, said):
    def change(forged):
        forged.rule(game=forged.fact("rules")["game"] | facts)

    assert reason(change) == said


def test_texts_of_strangers_are_shown_short_and_on_one_line(reason):
    said = reason(lambda forged: forged.note("event", "\x1b[31m\n" * 1000))
    assert "\x1b" not in said
    assert len(said) < 200


def test_seasons_that_cannot_be(reason):
    for friends in (0, "some", 1.5, None, True):
        said = reason(lambda forged, value=friends: forged.note("friends", value), "season")
        assert said.startswith("`friends` ")


@pytest.mark.parametrize(("fact", "value", "said"), [
    ("size", 0, "`size` must be a whole number in [1, 2147483647]"),
    ("size", 2**31, "`size` must be a whole number in [1, 2147483647]"),
    ("size", 13, "`height` times `width` must be `size`, or both 0"),
    ("height", 0, "`height` times `width` must be `size`, or both 0"),
    ("width", -4, "`height` times `width` must be `size`, or both 0"),
    ("structure", "\x1b[31m", "`structure` cannot be printed"),
    ("start", "\n", "`start` cannot be printed"),
    ("until", "bored", f"`until` {NO_TYPE}"),
    ("looks", [], "`looks` must be generations that rise from 0 to at most 2147483647"),
    ("looks", [1, 2], "`looks` must be generations that rise from 0 to at most 2147483647"),
    ("looks", [0, 2, 2], "`looks` must be generations that rise from 0 to at most 2147483647"),
    ("looks", [0, 2**31], "`looks` must be generations that rise from 0 to at most 2147483647"),
    ("looks", [0, 0.5], f"`looks[1]` {NO_TYPE}"),
    ("looks", [*range(8)], "`pictures` must be some of `looks`, and rise"),
    ("looks", [0, 4, 8], f"{CONTRADICT}counts are there of more generations than were looked at"),
    ("pictures", [4, 0], "`pictures` must be some of `looks`, and rise"),
    ("pictures", [0, 9], "`pictures` must be some of `looks`, and rise"),
    ("pictures", [0], f"{CONTRADICT}more pictures are there than were asked for"),
    ("strategies", {}, "`strategies` are not those of `types`"),
])  # fmt: skip
def test_populations_that_cannot_be(reason, fact, value, said):
    assert reason(lambda forged: forged.note(fact, value), "population") == said


@pytest.mark.parametrize(("rule", "said"), [
    ({"process": "war"}, f"`rules.process` {NO_TYPE}"),
    ({"selection": 2}, "`selection` must be a number in [0, 1]; got 2"),
    ({"synchronous": False}, "`synchronous` must be True for the process 'wright-fisher': all pla"),
    ({"mutation": [[1.0, 0.0], [0.0, 1.0]]}, "`mutation` must be a probability, or a table of 3"),
    ({"mutation": [[1.0], [0.0, 1.0]]}, "`mutation` must be a probability, or a table of 3 rows"),
    ({"mutation": [[0.9, 0.2, 0.0]] * 3}, "`mutation` must have rows that sum to 1; row 0 sums to"),
    ({"mutation": 0.1}, f"`rules.mutation` {NO_TYPE}"),
    ({"roles": [0, 0]}, "`roles` must be 0 for all types, or 0 and 1"),
    ({"roles": [1, 1, 1]}, "`roles` must be 0 for all types, or 0 and 1"),
    ({"roles": [0, 2, 0]}, "`roles` must be a whole number in [0, 1]; got 2"),
    ({"roles": [0, 1, 0]}, f"{CONTRADICT}counts of types do not add up to `size` times `repetit"),
    ({"payoffs": [[math.nan] * 3] * 3}, f"`rules.payoffs[0][0]` {NO_TYPE}"),
    ({"payoffs": [[1.0] * 3] * 2}, "`payoffs` must have a row and a column for each of 3 players"),
    ({"payoff_errors": [[-1.0] * 3] * 3}, "`payoff_errors` must not be negative"),
    ({"matches": "\x1b"}, "`matches` cannot be printed"),
])  # fmt: skip
def test_rules_of_populations_that_cannot_be(reason, rule, said):
    assert reason(lambda forged: forged.rule(**rule), "population").startswith(said)


def test_types_beyond_all_numbers_are_no_others(reason):
    """A picture has numbers of 16 bits: 2**16 would be read as 0."""
    said = reason(swap("pictures", plus(0, 0, more=2**16)), "population")
    assert said == "a number is larger than it can be"


def test_a_former_folder_of_a_population(tmp_path, refused):
    shutil.copytree(DATA / "season", tmp_path / "season")
    file = tmp_path / "season" / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"event": "population"}))
    said = refused(tmp_path / "season", PopulationResults)
    assert said == "manifest and tables do not belong together" + AGAIN


SETTLED = {"settled": False, "open": [["tit_for_tat", "random_player"]], "tied": [], "places": 1,
           "confidence": 0.95, "most_repetitions": 9}  # fmt: skip
NO_PAIR = "`settling` names pairs that are no two players"


@pytest.mark.parametrize(("fact", "value", "said"), [
    ("seed", 8, "`seed` is not that of `rules`"),
    ("rank_by", "luck", "`rank_by` is no rule of ranking"),
    ("settling", SETTLED | {"open": [["joss", "tit_for_tat"]]}, NO_PAIR),
    ("settling", SETTLED | {"tied": [["tit_for_tat", "tit_for_tat"]]}, NO_PAIR),
    ("settling", SETTLED | {"settled": True}, "`settling` contradicts itself"),
    ("settling", SETTLED | {"places": 4}, "`settling` contradicts itself"),
    ("settling", SETTLED | {"confidence": 0.4}, "`settling` contradicts `repetitions`, or has no"),
    ("settling", SETTLED | {"confidence": 1}, "`settling` contradicts `repetitions`, or has no"),
    ("settling", SETTLED | {"most_repetitions": 2}, "`settling` contradicts `repetitions`, or has"),
    ("files", [{"rule": "x", "of": "spell", "path": "", "text": ""}], f"`files[0].of` {NO_TYPE}"),
])  # fmt: skip
def test_notes_that_contradict_what_was_played(reason, fact, value, said):
    assert reason(lambda forged: forged.note(fact, value)).startswith(said)


def test_partner_rules_that_cannot_be(reason):
    for number in (0, -1, 4096):

        def change(forged, number=number):
            plugins = forged.fact("plugins")
            next(iter(plugins.values()))["partner"]["per_friend"] = number
            forged.note("plugins", plugins)

        said = "`per_friend` must be a whole number in [1, 4095]"
        assert reason(change, "season") == said


def test_seasons_with_more_repetitions_than_books(reason):
    """Two thousand million sets of books are not made before it is seen that there are two."""
    said = reason(lambda forged: forged.note("repetitions", 2 * 10**9), "season")
    assert said == "a book is missing"


def test_nothing_is_said_twice(reason):
    said = "the manifest says something twice"
    assert reason(lambda forged: forged.rows["manifest"].append(["seed", "8"])) == said
    for text in ('{"a": 1, "a": 2}', '[{"a": {"b": 1, "b": 1}}]'):
        assert reason(lambda forged, text=text: forged.text("mine", text)) == said


def test_notes_are_not_nested_without_end(reason, forge, tmp_path):
    deep = "[" * 100 + "]" * 100
    Results.load(forge_text(forge, "mine", deep).write(tmp_path / "deep.sqlite"))
    said = reason(lambda forged: forged.text("mine", f"[{deep}]"))
    assert said == "the manifest is nested too deep"


def forge_text(forge, fact, text):
    forged = forge()
    forged.text(fact, text)
    return forged


def test_half_a_character_is_a_question_mark(forge, tmp_path):
    file = forge_text(forge, "command", r'"run \udcff.py \ud83d\ude00"').write(
        tmp_path / "a.sqlite"
    )
    assert Results.load(file).manifest["command"] == "run ?.py \U0001f600"


def test_a_manifest_that_does_not_fit_into_memory_is_not_read(reason, monkeypatch):
    monkeypatch.setattr("tournament.results.files.room.free", lambda: 1e6)
    said = reason(lambda forged: forged.text("mine", "[" + "1," * 2**20 + "1]"))
    assert said == "they take more memory than the 0.0 GB that are free"


def test_what_memory_cannot_hold_after_all_is_refused(originals, refused, monkeypatch):
    def too_much(*_):
        raise MemoryError

    monkeypatch.setattr(reading, "parsed", too_much)
    assert refused(originals["tournament"]) == "they take more memory than there is" + AGAIN


def test_sqlite_is_strict(originals, monkeypatch):
    """Nothing of a file's schema may run, pages are checked, and limits are low."""
    found = {}
    source = reading.Source

    def watched(connection, size):
        made = source(connection, size)
        for name in ("trusted_schema", "cell_size_check"):
            found[name] = connection.execute(f"PRAGMA {name}").fetchone()[0]
        found["attached"] = connection.getlimit(sqlite3.SQLITE_LIMIT_ATTACHED)
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("CREATE TABLE more (a)")
        return made

    monkeypatch.setattr(reading, "Source", watched)
    Results.load(originals["tournament"])
    assert found == {"trusted_schema": 0, "cell_size_check": 1, "attached": 0}


# -- tables ---------------------------------------------------------------------------------------


def cell(table, row, column, value):
    """Return a change of one cell; `value` may be a function of what was there."""

    def change(forged):
        old = forged.rows[table][row][column]
        forged.rows[table][row][column] = value(old) if callable(value) else value

    return change


@pytest.mark.parametrize(("change", "said"), [
    (cell("players", 0, 1, 5), "`strategies` are not those of `players`"),  # SQLite makes it "5"
    (cell("players", 0, 1, b"joss"), "players has values of other types"),
    (cell("players", 0, 1, "random_player"), "`players` must have a name each, and no two"),
    (cell("players", 0, 1, ""), "`players` must have a name each, and no two the same"),
    (cell("players", 0, 1, "joss"), "`strategies` are not those of `players`"),
    (cell("players", 2, 0, 7), "players are not numbered from 0"),
    (lambda forged: forged.rows["players"].clear(), "`players` must have a name each"),
    (cell("matches", 1, 1, 3), "somebody without a name took part"),
    (cell("matches", 1, 1, -1), "somebody without a name took part"),
    (cell("matches", 1, 3, "many"), "matches has other values than its integers"),
    (cell("matches", 1, 3, 1.5), "matches has other values than its integers"),
    (cell("matches", 1, 3, None), "matches has other values than its integers"),
    (cell("matches", 1, 3, -1), "counts has numbers that no count can be"),
    (cell("matches", 1, -1, 2), "chance has numbers that no count can be"),
    (cell("matches", 5, 0, 9), "matches has other rows than it must have"),
    (lambda forged: forged.rows["matches"].pop(), "products has not the shape that it must have"),
    (lambda forged: forged.rows["matches"].clear(), "products has not the shape"),
    (cell("manifest", 0, 1, b"3"), "manifest has values of other types"),
    (cell("arrays", 0, 5, "no"), "arrays has values of other types"),
])  # fmt: skip
def test_cells_that_cannot_be(reason, change, said):
    assert reason(change).startswith(said)


@pytest.mark.parametrize(("column", "said"), [
    (3, "counts of outcomes do not add up to `turns` times `repetitions`"),
    (7, "wins are more than repetitions"),
    (9, "first defections are more than repetitions"),
])  # fmt: skip
def test_one_more_of_anything_is_noticed(reason, column, said):
    assert reason(cell("matches", 1, column, lambda old: old + 4)) == CONTRADICT + said


def test_a_move_of_one_count_is_noticed(reason):
    def change(forged):
        row = forged.rows["matches"][1]
        row[3], row[4] = row[3] + 1, row[4] - 1

    assert reason(change).startswith(CONTRADICT)


@pytest.mark.parametrize(("change", "said"), [
    (cell("kinds", 0, 2, lambda old: old + 1), "kinds are not as often there as they should be"),
    (cell("between", 0, 0, 5), "between has rows of other repetitions"),
    (cell("between", 0, 1, 1), "between has other rows than it must have"),
    (cell("between", 0, 3, lambda old: old + 1), f"{CONTRADICT}outcomes between kinds do not add"),
])  # fmt: skip
def test_cells_of_a_season_that_cannot_be(reason, change, said):
    assert reason(change, "season").startswith(said)


@pytest.mark.parametrize(("change", "said"), [
    (cell("repetitions", 0, 0, 5), "repetitions has other rows than it must have"),
    (cell("repetitions", 0, 1, -2), "end has numbers that no count can be"),
    (cell("repetitions", 0, 3, -2), "end has numbers that no count can be"),
    (cell("repetitions", 0, 3, 3), f"{CONTRADICT}a type without a name has all places"),
    (cell("types", 2, 0, 7), "types are not numbered from 0"),
])  # fmt: skip
def test_cells_of_a_population_that_cannot_be(reason, change, said):
    assert reason(change, "population").startswith(said)


# -- arrays ---------------------------------------------------------------------------------------


def swap(book, of):
    """Return a change of the numbers of an array; the digest is right."""

    def change(forged):
        row = forged.array(book)
        shape = [int(word) for word in row[4].split()]
        values = np.frombuffer(zlib.decompress(row[6]), row[3]).reshape(shape).astype(np.int64)
        new = next(chunk.chunks(np.ascontiguousarray(of(values))))
        row[2:] = list(new)

    return change


def plus(*place, more=1):
    def of(values):
        values[place] += more
        return values

    return of


@pytest.mark.parametrize(("event", "book", "of", "said"), [
    ("tournament", "products", plus(0, 0, 1), "products of counts do not add up to the counts"),
    ("tournament", "starts", plus(0, 0), "first turns are not as many as repetitions"),
    ("tournament", "transitions", plus(0, 0, 0), "outcomes by the turn before do not add up"),
    ("tournament", "totals", plus(0, 0, 0, 0, 0), "counts of players do not add up to those of"),
    ("season", "towns", plus(0, 0), "outcomes of towns do not add up to those of days"),
    ("season", "towns", plus(0, 8, more=-1), "gifts opened are more than gifts left"),
    ("season", "daily", plus(0, 0, 0, 0), "outcomes of towns do not add up to those of days"),
    ("season", "fresh", plus(0, 0, more=9999), "first gifts between two towns are more than"),
    ("season", "exchanged", plus(0, 0, more=99), "gifts of unknown towns are there"),
    ("season", "exchanged", plus(0, 2), "gifts do not add up to those that towns left"),
    ("season", "exchanged", plus(0, 3, more=99), "gifts do not add up to those that towns left"),
    ("season", "exchanged", lambda v: v[1:], "gifts do not add up to those that towns left"),
    ("season", "exchanged", lambda v: v * [1, 1, 1, 0], "nice gifts do not add up to those of"),
    ("population", "counts", plus(0, 0), "counts of types do not add up to `size` times"),
    ("population", "squares", plus(3, 0), "squares of counts are none of whole numbers"),
    ("population", "last", plus(0, 0), "counts of types in the end do not add up to `size`"),
    ("population", "pictures", plus(0, 0, more=99), "a picture has a type without a name"),
])  # fmt: skip
def test_books_that_contradict_each_other(reason, event, book, of, said):
    assert reason(swap(book, of), event).startswith(CONTRADICT + said)


def test_products_must_be_symmetric(reason):
    def of(values):
        values[0, 0] += (0, 1, -1, 0)  # the sum of the row stays
        return values

    assert reason(swap("products", of)) == CONTRADICT + "products of counts are not symmetric"


def test_matches_of_chance_have_a_turn_at_least(reason):
    def change(forged):
        forged.rule(turns=None, continuation=0.5)
        forged.rows["matches"][1][3:7] = [1, 0, 0, 0]  # there are three repetitions

    assert reason(change) == CONTRADICT + "matches without a turn are there"


def test_gifts_to_another_kind_are_noticed(reason):
    def change(forged):
        one, two, *_ = (row for row in forged.rows["between"] if row[:2] == [0, 0])
        more, less = (one, two) if two[3] else (two, one)
        more[3], less[3] = more[3] + 1, less[3] - 1  # the sum of the giver stays

    said = "outcomes between kinds do not add up to those of their receivers"
    assert reason(change, "season") == CONTRADICT + said


def test_repetitions_have_as_many_towns(originals):
    played = vars(SeasonResults.load(originals["season"]).played)
    labels = [np.zeros(3, np.int64), np.zeros(4, np.int64)]
    wrong = of_seasons.contradictions(played | {"labels": labels})
    assert next(wrong) == "repetitions have different numbers of towns"


@pytest.mark.parametrize(("column", "value", "said"), [
    (0, 1, "arrays are there that no event has"),
    (0, -1, "arrays are there that no event has"),
    (1, "counts", "arrays are there that no event has"),
    (1, "__class__", "arrays are there that no event has"),
    (2, 1, "chunks of an array do not follow each other"),
    (3, "object", "an array has an unknown type or shape"),
    (3, "float64", "an array has an unknown type or shape"),
    (4, "6 4", "an array has an unknown type or shape"),
    (4, "6 -4 4", "an array has an unknown type or shape"),
    (4, "", "an array has an unknown type or shape"),
    (4, "6 4 5", "an array has not the shape that it must have"),
    (4, "99999999999999 4 4", "an array has not the shape that it must have"),
    (4, "9999999999 4 4", "an array has not the shape that it must have"),
    (4, "5 4 4", "an array is damaged"),
    (4, "7 4 4", "an array is damaged"),
    (5, bytes(32), "an array is damaged"),
    (5, b"", "an array is damaged"),
    (6, b"", "an array is damaged"),
    (6, b"x" * 300, "an array is damaged"),
])  # fmt: skip
def test_chunks_that_cannot_be(reason, column, value, said):
    def change(forged):
        forged.array("products")[column] = value

    assert reason(change) == said


def test_a_missing_array(reason):
    def change(forged):
        forged.rows["arrays"] = [row for row in forged.rows["arrays"] if row[1] != "products"]

    assert reason(change) == "a book is missing"


def test_a_season_without_towns(reason):
    def change(forged):
        forged.rows["arrays"] = [row for row in forged.rows["arrays"] if row[1] != "who"]

    assert reason(change, "season") == "nobody took part"


def test_a_season_without_its_gifts(reason):
    def change(forged):
        forged.rows["arrays"] = [row for row in forged.rows["arrays"] if row[1] != "exchanged"]

    assert reason(change, "season") == CONTRADICT + "gifts of the first repetition are missing"


def test_an_array_twice(reason):
    def change(forged):
        forged.rows["arrays"].append(forged.array("products"))

    assert reason(change) == "arrays are there that no event has"


def test_negative_numbers(reason):
    raw = np.full((6, 4), -1, "<i8").tobytes()
    content = [hashlib.sha256(raw).digest(), zlib.compress(raw)]

    def change(forged):
        forged.array("starts")[3:] = ["int64", "6 4", *content]

    assert reason(change) == "a count is negative"


def test_a_bomb_is_not_unpacked(reason):
    """Sixteen megabytes of zeros in a few bytes; the shape is a small one."""
    content = zlib.compress(bytes(2**24), 9)

    def change(forged):
        forged.array("products")[6] = content

    tracemalloc.start()
    try:
        assert reason(change) == "an array is damaged"
        assert tracemalloc.get_traced_memory()[1] < 2**23
    finally:
        tracemalloc.stop()


class Endless:
    """A connection to a file of which a table has no end, because a page leads to itself."""

    def set_progress_handler(self, *_):
        """Do nothing."""

    def execute(self, sql):
        return self if "sqlite_master" in sql else ((str(n), "1") for n in itertools.count())

    def fetchmany(self, _):
        return [("table", MANIFEST.name, MANIFEST.name, MANIFEST.sql)]


def test_a_table_is_not_larger_than_its_file():
    with pytest.raises(Refused, match="manifest is larger than the file"):
        reading.Source(Endless(), 24_576).facts  # noqa: B018


def test_a_table_without_texts_is_not_larger_than_its_file(monkeypatch):
    monkeypatch.setattr(Endless, "execute", lambda self, sql: (
        self if "sqlite_master" in sql else itertools.repeat(("", ""))
    ))  # fmt: skip
    rows = reading.Source(Endless(), 24_576)._rows(MANIFEST, (str, str))  # noqa: SLF001
    with pytest.raises(Refused, match="manifest is larger than the file"):
        list(rows)


def test_what_does_not_fit_into_memory_is_refused(reason, monkeypatch):
    monkeypatch.setattr(reading, "free", lambda: 1e3)
    said = reason(lambda forged: None)
    assert said == "they take more memory than the 0.0 GB that are free"


def test_a_file_that_keeps_sqlite_busy_is_given_up(originals, refused, monkeypatch):
    monkeypatch.setattr(reading, "_STEPS", 1)
    monkeypatch.setattr(reading.Source, "_enough", lambda self: True)
    assert refused(originals["tournament"]) == "the file is damaged" + AGAIN


def test_pages_that_are_used_twice_make_no_endless_table(forge, refused, tmp_path, monkeypatch):
    """A table whose pages point at one page again and again has more rows than the file bytes."""
    forged = forge("season")
    forged.rows["between"] *= 300
    file = forged.write(tmp_path / "forged.sqlite")
    assert refused(file, SeasonResults).startswith("between has ")
    with closing(sqlite3.connect(file)) as opened:
        root = opened.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'between'"
        ).fetchone()[0]
    content = bytearray(file.read_bytes())
    at = (root - 1) * 4096
    assert content[at] == 5  # an inner page: children are before the keys of its cells
    cells = int.from_bytes(content[at + 3 : at + 5], "big")
    last = content[at + 8 : at + 12]
    for number in range(cells):
        place = at + 12 + 2 * number
        child = at + int.from_bytes(content[place : place + 2], "big")
        content[child : child + 4] = last
    file.write_bytes(content)
    seal(file)
    refused(file, SeasonResults)


def test_facts_of_the_manifest_are_data_only(forge, tmp_path):
    """Whoever notes more gets it back as it was."""
    forged = forge()
    note = {"__class__": "os.system", "deep": [[["x"]]], "text": "'; DROP TABLE players; --"}
    forged.note("mine", note)
    results = Results.load(forged.write(tmp_path / "forged.sqlite"))
    assert results.manifest["mine"] == note
    assert json.loads(json.dumps(results.manifest)) == results.manifest
