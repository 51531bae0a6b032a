"""Every fact of a manifest and every number of a table, with values that cannot be: never believed.

The seal is right each time, as a forger would make it. What is believed all the same comes back as
it was written, to the letter, and stands in `FREE`: facts that a run could have noted otherwise.
"""

import copy
import json
import math
import os
import random
import re
import sqlite3
import zlib

import numpy as np
import pytest

from tournament import PopulationResults, Results, SeasonResults
from tournament.errors import ResultsError
from tournament.results.files import filing
from tournament.results.files.event import EVENTS
from tournament.results.files.sqlite import chunk
from tournament.results.played import Played

MISSING = object()
HALF = r"\ud800"  # half a character
WRONG = [
    MISSING, None, True, False, -1, 0, 1, 2, 1.5, -0.5, 7.0, 1e300, 10**30, 10**4000, math.nan,
    math.inf, -math.inf, "", "x", "\x1b[31m\n", "\ud800", "1", [], [1], [None], ["x"],
    [["x", "y"]], {}, {"x": 1}, {"": {}},
]  # fmt: skip
NOTES = r"(created|command|versions|failures|game|rescored|files|rank_by|settling\.tied)\b.*"
NOTES += "|seed|settling|settling.(places|most_repetitions)"
RULE = r"(strategies|plugins)\.[^.]+\.((strategy|partner)\.)?(name|summary|doc|source|file|code)"
RULE += r"|.*\.(parameters|members|compiled|per_friend|reads_game)\b.*"
RULES = r"rules\.(game\..*|length_known|visible|nice_list|days_known|noise.*|misperception.*)"
RULES += r"|rules\.(absence|inbox|gifts|continuation)\b.*"
WALK = (
    r"structure|start|pictures.*|rules\.(selection|self_interaction|average|live|matches|payoff.*)"
)
WALK += "|graph"  # all pairs are edges of a graph, too
FREE = re.compile(f"{NOTES}|{RULE}|{RULES}|{WALK}")
"""Facts that a run could have noted otherwise, whatever the books say. Texts are shown as they are.
The rules here are told to players, or left to chance, or pay: every value of their type can be."""


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Nothing here has to reach the disk."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="module")
def noted(originals, tmp_path_factory):
    """Files with every note that a run can make, by event."""
    folder, found = tmp_path_factory.mktemp("noted"), {}
    files = [{"rule": "mine", "of": "strategy", "path": "mine.py", "text": "0" * 32}]
    for kind in (Results, SeasonResults, PopulationResults):
        results = kind.load(originals[kind.EVENT]).noting(command="tournament run", files=files)
        if kind is Results:
            pair = results.names[:2]
            results = results.noting(rank_by="wins", settling={
                "settled": False, "open": [pair], "tied": [pair], "places": 1, "confidence": 0.95,
                "most_repetitions": 10,
            })  # fmt: skip
        found[kind.EVENT] = results.save(folder / f"{kind.EVENT}.sqlite")
    return found


def places(value, path=()):
    """Yield the path of every part of a fact; of a list the first part and the last."""
    yield path
    parts = value if isinstance(value, dict) else {}
    if isinstance(value, list) and value:
        parts = {0: value[0], len(value) - 1: value[-1]}
    for key, part in parts.items():
        yield from places(part, (*path, key))


def spelled(path):
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)[1:]


def otherwise(value, path, new):
    """Return a fact with another value at a path, or without it."""
    value = copy.copy(value)
    if len(path) > 1:
        value[path[0]] = otherwise(value[path[0]], path[1:], new)
    elif new is MISSING:
        del value[path[0]]
    else:
        value[path[0]] = new
    return value


def believed(file):
    """Return what a file holds, or None where it is refused in one sentence."""
    try:
        return Played.load(file)
    except ResultsError as error:
        said = str(error).removeprefix(f"{file}: ")
        assert said.endswith(("; play again, and save again.", "; upgrade it."))
        assert said.isprintable()
        assert len(said) < 300
        return None


def same(one, other):
    """Return whether two values of JSON are equal; a truth value is no number."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    alike = isinstance(one, bool) == isinstance(other, bool)
    return alike and (one == other or (one != one and other != other))


def check_fact(forged, path, new, original, file):
    """Forge one fact; it is refused, or comes back as it was written."""
    before = {name: json.loads(text) for name, text in forged.rows["manifest"]}
    facts = otherwise(before, path, new)
    kept = forged.rows["manifest"]
    forged.rows["manifest"] = [[name, json.dumps(value)] for name, value in facts.items()]
    found = believed(forged.write(file))
    forged.rows["manifest"] = kept
    file.unlink()
    if found is None:
        return False
    told = {"event": found.event, **filing.facts_of(vars(found))}
    facts = dict(EVENTS[found.event].earlier) | facts
    assert same(json.loads(json.dumps(told)), json.loads(json.dumps(facts).replace(HALF, "?")))
    assert same(facts, before) or FREE.fullmatch(spelled(path)), (spelled(path), new)
    assert found.names == original.names
    assert found.books == original.books
    assert all(map(np.array_equal, found.labels, original.labels))
    return True


def every_fact(forged):
    """Yield every path of a manifest with every value that may be wrong there."""
    facts = {name: json.loads(text) for name, text in forged.rows["manifest"]}
    for path in places(facts):
        for new in WRONG if path else ():
            yield path, new


def check_facts(forged, file, share):
    original, draw = Played.load(forged.file), random.Random(1)
    tried = [each for each in every_fact(forged) if draw.random() < share]
    return tried, [each for each in tried if check_fact(forged, *each, original, file)]


EACH = pytest.mark.parametrize("event", ["tournament", "season", "population"])


@EACH
def test_facts_of_a_manifest_are_refused_or_are_what_was_written(forge, noted, event, tmp_path):
    tried, taken = check_facts(forge(event, noted), tmp_path / "forged.sqlite", 0.03)
    assert len(tried) > 50
    assert len(taken) < len(tried) / 2


@pytest.mark.slow
@EACH
def test_every_fact_of_a_manifest_is_refused_or_is_what_was_written(forge, noted, event, tmp_path):
    tried, taken = check_facts(forge(event, noted), tmp_path / "forged.sqlite", 1)
    assert len(tried) > 2000
    assert len(taken) < len(tried) / 4


def test_what_is_free_is_needed(forge, noted, tmp_path):
    """A fact that the books do not know comes back as it was forged."""
    forged, file = forge("tournament", noted), tmp_path / "forged.sqlite"
    original = Played.load(forged.file)
    for path, new in [(("rules", "length_known"), False), (("rules", "game", "R"), 7.0)]:
        assert check_fact(forged, path, new, original, file)


# -- cells ----------------------------------------------------------------------------------------

WINS = 7  # the first column of matches that no other book counts
CELLS = [None, True, -1, 2**62, 2**63 - 1, 1.5, -0.5, math.inf, "x", "", b"x", b""]


def every_cell(forged):
    """Yield table, row and column, with every value that may be wrong there."""
    for table, rows in forged.rows.items():
        chosen = range(len(rows)) if table == "arrays" else {0, len(rows) - 1}
        for row in chosen if table != "seal" else ():
            for column in range(len(rows[row])):
                for new in CELLS:
                    yield table, row, column, new


def check_cells(forged, file, share):
    original, draw = Played.load(forged.file), random.Random(2)
    tried = [each for each in every_cell(forged) if draw.random() < share]
    for table, row, column, new in tried:
        cells = forged.rows[table][row]
        before, cells[column] = cells[column], new
        try:
            forged.write(file)
        except sqlite3.IntegrityError:  # a key of this type cannot be written
            continue
        finally:
            cells[column] = before
        found = believed(file)
        file.unlink()
        one_more = new is True and table == "matches" and column >= WINS  # a 1, which can be true
        assert found is None or found == original or one_more, (table, row, column, new)
    return len(tried)


@EACH
def test_cells_of_other_types_and_ranges_are_refused(forge, noted, event, tmp_path):
    assert check_cells(forge(event, noted), tmp_path / "forged.sqlite", 0.08) > 30


@pytest.mark.slow
@EACH
def test_every_cell_of_another_type_or_range_is_refused(forge, noted, event, tmp_path):
    assert check_cells(forge(event, noted), tmp_path / "forged.sqlite", 1) > 500


# -- numbers --------------------------------------------------------------------------------------

SINGLE = {"wins", "losses", "first_defections", "opponent_first_defections", "chance"}
"""Columns that no other book counts: one more or less can be true."""


MOVABLE = {"fresh", "squares", "pictures"}
"""Arrays in which another number can be true, within bounds: see `test_sums`."""
TABLES = {"tournament": ("matches", 1), "season": ("between", 0), "population": ("repetitions", 0)}


def one_more(book, place, more):
    """Return a change of one number of an array; the digests are right."""

    def change(forged):
        row = forged.array(book)
        shape = [int(word) for word in row[4].split()]
        values = np.frombuffer(zlib.decompress(row[6]), row[3]).reshape(shape).astype(np.int64)
        values.flat[place % values.size] += more
        row[2:] = list(next(chunk.chunks(values)))

    return change


@EACH
def test_one_more_or_less_of_a_number_of_an_array_is_refused(forge, event, tmp_path):
    draw, file = random.Random(3), tmp_path / "forged.sqlite"
    for book in sorted({row[1] for row in forge(event).rows["arrays"]} - MOVABLE):
        for more in (1, 2, 2**40, -1):
            forged = forge(event)
            one_more(book, draw.randrange(10**6), more)(forged)
            assert believed(forged.write(file)) is None, (book, more)
            file.unlink()


@EACH
def test_one_more_or_less_in_a_table_is_refused(forge, event, tmp_path):
    draw, file = random.Random(4), tmp_path / "forged.sqlite"
    forged = forge(event)
    table, first = TABLES[event]
    names = re.findall('"([^"]+)" INTEGER', forged.schema[-2])
    for column in range(first, len(names)):
        for more in (1, -1, 5, 2**40):
            cells = forged.rows[table][draw.randrange(len(forged.rows[table]))]
            before = cells[column]
            cells[column] += more
            found = believed(forged.write(file))
            cells[column] = before
            file.unlink()
            assert found is None or (names[column] in SINGLE and abs(more) == 1), names[column]
