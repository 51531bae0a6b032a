"""Laws of saving: what is saved comes back, as the same bytes, whole or not at all."""

import errno
import json
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from tournament import PRESETS, Results, Season, SeasonResults, Tournament
from tournament.errors import ResultsError
from tournament.game import TSTO
from tournament.results.books.book import Books, book
from tournament.results.files import place
from tournament.results.files.event import EVENTS
from tournament.results.files.sqlite import chunk, reading
from tournament.results.files.sqlite.layout import Layout
from tournament.results.played import Played
from tournament.rules.match import rules

DATA = Path(__file__).parents[1] / "data"
PLAYERS = ["tit_for_tat", "always_defect", "joss", "random_player", "grudger"]
PARTNERS = ["anyone", "out_for_tat", "never"]
SEEDS = st.integers(0, 2**64 - 1)


@st.composite
def tournaments(draw):
    """Play a small tournament of any kind."""
    lengths = draw(
        st.fixed_dictionaries({"turns": st.integers(1, 9)})
        | st.fixed_dictionaries({"continuation": st.sampled_from([0.0, 0.5, 0.8])})
        | st.fixed_dictionaries({"turns": st.just(3), "continuation": st.just(0.9)})
    )
    players = draw(st.lists(st.sampled_from(PLAYERS), min_size=1, max_size=4, unique=True))
    return Tournament(
        players,
        draw(st.sampled_from([*PRESETS.values()])),
        repetitions=draw(st.integers(1, 4)),
        self_play=len(players) == 1 or draw(st.booleans()),
        noise=draw(st.sampled_from([0.0, 0.2, [0.1] * len(players)])),
        misperception=draw(st.sampled_from([0.0, 0.2])),
        seed=draw(SEEDS),
        **lengths,
    ).play(progress=False, threads=1)


@st.composite
def seasons(draw):
    """Play a small season of any kind."""
    pairs = st.tuples(st.sampled_from(PLAYERS), st.sampled_from(PARTNERS))
    return Season(
        draw(st.lists(pairs, min_size=1, max_size=3, unique=True)),
        towns=draw(st.integers(6, 12)),
        friends=draw(st.sampled_from([4, "everyone"])),
        days=draw(st.integers(1, 4)),
        gifts_per_day=draw(st.integers(0, 4)),
        inbox=draw(st.sampled_from([None, 1])),
        absence=draw(st.sampled_from([0.0, 0.5])),
        noise=draw(st.sampled_from([0.0, 0.2])),
        repetitions=draw(st.integers(1, 3)),
        seed=draw(SEEDS),
    ).play(progress=False, threads=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("saving")


def saved(results, folder):
    """Save results, and return the file after a look at the laws of every file."""
    file = results.save(folder / "one.sqlite")
    again = type(results).load(file)
    assert again == results
    assert again.manifest == json.loads(json.dumps(results.manifest))
    assert again.save(folder / "two.sqlite").read_bytes() == file.read_bytes()
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return file


@settings(max_examples=60)
@given(tournaments())
def test_tournaments_come_back(folder, results):
    file = saved(results, folder)
    with closing(sqlite3.connect(file)) as opened:
        found = opened.execute("SELECT * FROM matches").fetchall()
    assert [row[1:3] for row in found] == [(int(p), int(q)) for p, q in results.matches]
    assert [row[3:7] for row in found] == [tuple(row) for row in results.tallies.counts.tolist()]


@settings(max_examples=40)
@given(seasons())
def test_seasons_come_back(folder, results):
    file = saved(results, folder)
    with closing(sqlite3.connect(file)) as opened:
        found = opened.execute("SELECT name, towns FROM kinds").fetchall()
    towns = sum(np.bincount(kind, minlength=len(results.kinds)) for kind in results.kind_of)
    assert found == list(zip(results.kinds, towns.tolist(), strict=True))


@st.composite
def walks(draw):
    """Say how a population is made up."""
    looks = {0} | draw(st.sets(st.integers(1, 40), min_size=1, max_size=8))
    lattice = draw(st.sampled_from([None, (2, 2), (1, 5), (4, 3)]))
    kinds = draw(st.integers(1, 4))
    roles = [*range(2), *[0] * kinds][: max(kinds, 2)] if draw(st.booleans()) else [0] * kinds
    return {
        "names": PLAYERS[: len(roles)],
        "size": lattice[0] * lattice[1] if lattice else draw(st.integers(1, 9)),
        "repetitions": draw(st.integers(1, 4)),
        "looks": sorted(looks),
        "until": draw(st.sampled_from(["", "fixation"])),
        "roles": None if lattice else roles,
        "lattice": lattice,
        "pictures": sorted(draw(st.sets(st.sampled_from(sorted(looks))))) if lattice else [],
        "synchronous": draw(st.booleans()),
        "mutation": draw(st.sampled_from([0.0, 0.125])) if len(roles) > 1 else 0.0,
        "live": draw(st.booleans()),
        "seed": draw(SEEDS),
    }


@settings(max_examples=40)
@given(walks())
def test_populations_come_back(folder, population, words):
    results = population(**words)
    file = saved(results, folder)
    with closing(sqlite3.connect(file)) as opened:
        found = opened.execute("SELECT generation, steps, fixed FROM repetitions").fetchall()
    assert found == list(map(tuple, results.tallies.end.tolist()))


@given(
    arrays(
        np.int64,
        array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=6),
        elements=st.integers(0, 300) | st.integers(0, 2**63 - 1),
    ),
    st.integers(1, 200),
)
def test_arrays_come_back_from_chunks_of_any_size(values, size):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(chunk, "BYTES", size)
        found = list(chunk.chunks(values))
    assert len(found) == 1 or all(len(values) for _ in found)
    again = chunk.joined(found, (None, *values.shape[1:]), np.int64, 1e9)
    assert again.dtype == np.int64
    np.testing.assert_array_equal(again, values)


def test_truth_values_come_back():
    values = np.array([True, False, True])
    again = chunk.joined(chunk.chunks(values), (3,), np.bool_, 1e9)
    assert again.dtype == np.bool_
    assert again.tolist() == values.tolist()


def test_a_chunk_holds_numbers_in_their_smallest_type():
    highest = {255: "uint8", 256: "uint16", 2**16: "uint32", 2**32: "int64"}
    for high, name in highest.items():
        assert next(chunk.chunks(np.array([0, high]))).type == name


def test_another_process_writes_the_same_bytes(tmp_path):
    results = Results.load(DATA / "tournament")
    here = results.save(tmp_path / "here.sqlite")
    code = (
        "import sys; from tournament import Results; Results.load(sys.argv[1]).save('there.sqlite')"
    )
    subprocess.run([sys.executable, "-c", code, here], cwd=tmp_path, check=True)
    assert (tmp_path / "there.sqlite").read_bytes() == here.read_bytes()


# -- where ----------------------------------------------------------------------------------------


@pytest.fixture
def results():
    return Results.load(DATA / "tournament")


def test_a_file_or_a_folder(results, tmp_path):
    assert results.save(tmp_path / "a.sqlite") == tmp_path / "a.sqlite"
    assert results.save(str(tmp_path / "b.db")) == tmp_path / "b.db"
    assert results.save(tmp_path / "c") == tmp_path / "c"
    assert results.save(tmp_path / "d.e") == tmp_path / "d.e"
    files = ("a.sqlite", "b.db", "c/results.sqlite", "d.e/results.sqlite")
    assert {(tmp_path / file).read_bytes() for file in files} == {
        (tmp_path / "a.sqlite").read_bytes()
    }
    for name in ("a.sqlite", "a", "b.db", "c", "c/results", "c/results.sqlite", "d.e"):
        assert Results.load(tmp_path / name) == results


def test_names_with_signs_that_addresses_give_a_meaning(results, tmp_path):
    for name in ("a b", "50%", "what?", "a#b", "mode=rw&x", "ü", "%41", "a'b\"c"):
        assert Results.load(results.save(tmp_path / f"{name}.sqlite")) == results


def test_addresses_on_other_systems():
    class Windows(type(Path())):
        def absolute(self):
            return self

    assert reading.address(Windows("C:/a b/x.sqlite")).startswith("file:///C%3A/a%20b/x.sqlite?")
    assert reading.address(Windows("/tmp/x")).startswith("file:///tmp/x?mode=ro&immutable=1")


def test_other_files_stay(results, tmp_path):
    (tmp_path / "mine.sqlite").write_bytes(b"SQLite format 3\x00, but not of results")
    for other in ("mine.sqlite", "mine.db"):
        (tmp_path / "mine.db").write_text("mine")
        with pytest.raises(ResultsError, match="already something else here; choose another file"):
            results.save(tmp_path / other)
    assert (tmp_path / "mine.db").read_text() == "mine"
    assert {file.name for file in tmp_path.iterdir()} == {"mine.sqlite", "mine.db"}


def test_a_damaged_file_may_be_replaced(results, tmp_path):
    file = results.save(tmp_path / "out.sqlite")
    file.write_bytes(file.read_bytes()[:5000])
    assert Results.load(results.save(file)) == results


# -- whole or not at all --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["out", "out.sqlite"])
@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace", "sqlite3.connect"])
@pytest.mark.parametrize("error", [
    OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), KeyboardInterrupt(),
    sqlite3.OperationalError("database or disk is full"),
])  # fmt: skip
def test_a_failure_leaves_what_was_there(results, tmp_path, monkeypatch, name, step, error):
    earlier = replace(results, played=replace(results.played, manifest={"earlier": True}))
    earlier.save(tmp_path / name)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def fail(*_, **__):
        raise error

    if isinstance(error, sqlite3.Error) and step != "sqlite3.connect":
        pytest.skip("SQLite does not take part in this step")
    with monkeypatch.context() as patched:
        patched.setattr(step, fail)
        expected = KeyboardInterrupt if isinstance(error, KeyboardInterrupt) else ResultsError
        with pytest.raises(expected) as caught:
            results.save(tmp_path / name)
    if expected is ResultsError:
        said = str(caught.value)
        assert said.startswith(f"{tmp_path / name}: the results cannot be written: ")
        assert "No space left" in said or "disk is full" in said
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(os.name != "posix", reason="needs limits of files")
@pytest.mark.parametrize("room", [0, 100, 5000, 9000, 20_000])
def test_a_full_disk(results, tmp_path, room):
    """The system refuses to let a file grow, as it does on a full disk."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises(ResultsError, match="out: the results cannot be written: "):
            results.save(tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_facts_that_are_no_json_are_refused_by_name(results, tmp_path):
    for wrong in ({1, 2}, np.arange(3), object()):
        with pytest.raises(ResultsError, match="manifest's `mine` must be JSON"):
            results.noting(mine=wrong).save(tmp_path / "out.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_names_that_are_no_text_are_refused(results, tmp_path):
    names = ["half \ud800", *results.names[1:]]
    with pytest.raises(ResultsError, match=r"The name 'half \\ud800' cannot be saved"):
        replace(results, played=replace(results.played, names=names)).save(tmp_path / "a.sqlite")


def test_readers_see_the_earlier_or_the_later_file(results, tmp_path):
    file = tmp_path / "out.sqlite"
    both = [results, results.noting(later=True)]
    results.save(file)
    done = threading.Event()

    def write():
        number = 0
        while not done.is_set():
            both[number % 2].save(file)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        seen = [Results.load(file).manifest.get("later", False) for _ in range(60)]
    finally:
        done.set()
        writer.join()
    assert set(seen) <= {True, False}
    assert {path.name for path in tmp_path.iterdir()} == {"out.sqlite"}


def test_a_file_that_is_replaced_after_its_seal_was_checked_is_read_again(
    results, tmp_path, monkeypatch
):
    file, later = results.save(tmp_path / "out.sqlite"), results.noting(later=True)
    check, looks = reading.intact, []

    def replaced(path):
        found = check(path)
        if not looks:
            later.save(path)
        looks.append(path)
        return found

    monkeypatch.setattr(reading, "intact", replaced)
    assert Results.load(file).manifest == later.manifest
    assert len(looks) == 2


def test_a_file_that_is_replaced_all_the_time_is_given_up(results, tmp_path, monkeypatch):
    def replaced(_):
        raise reading.Replaced

    file = results.save(tmp_path / "out.sqlite")
    monkeypatch.setattr(reading, "opened", replaced)
    with pytest.raises(ResultsError, match="the file is replaced all the time; read it again la"):
        Results.load(file)


def test_reading_writes_nothing_and_looks_at_no_other_file(results, tmp_path):
    """Journals that lie beside a file, such as a stranger puts there, are not played."""
    file = results.save(tmp_path / "out.sqlite")
    for ending in ("-journal", "-wal", "-shm"):
        (tmp_path / f"out.sqlite{ending}").write_bytes(file.read_bytes())
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    tmp_path.chmod(0o555)
    file.chmod(0o444)
    try:
        assert Results.load(file) == results
    finally:
        tmp_path.chmod(0o755)
    assert before == {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()
    }


def test_a_folder_that_cannot_be_written(results, tmp_path, monkeypatch):
    def denied(*_, **__):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "mkdir", denied)
    with pytest.raises(
        ResultsError, match=r"out\.sqlite: the results cannot be written: Permission"
    ):
        results.save(tmp_path / "out.sqlite")


def test_sqlite_is_loaded_by_those_who_save(tmp_path):
    code = (
        "import sys, tournament, strategies, analysis; from tournament import Tournament;"
        " from tournament.results.played import Played; assert 'sqlite3' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# -- another event --------------------------------------------------------------------------------


@dataclass(eq=False)
class Meetings(Books):
    """Who met whom on which day, and who was there."""

    TABLES: ClassVar = {"people": ("person",), "meetings": ("host", "guest"), "hours": ("day",)}
    met: np.ndarray = field(metadata=book("host", "guest", columns=("met",), plain=True))
    there: np.ndarray = field(metadata=book("person", columns=("there",), plain=True))
    hours: np.ndarray = field(metadata=book("day", "outcome"))


def no_sums(_):
    yield from ()


@pytest.mark.parametrize("each", [False, True])
def test_a_new_event_needs_one_entry(tmp_path, monkeypatch, each):
    entry = replace(
        EVENTS["tournament"],
        books=Meetings,
        names="families",
        plugins="facts",
        facts=dict[str, str],
        setting={"days": int},
        wrong=lambda setting, rules: "",
        axes=("host", "guest"),
        who="person",
        columns=("family",),
        sizes=lambda rules, setting: {"day": setting["days"]},
        sums=no_sums,
        each=each,
    )
    monkeypatch.setitem(EVENTS, "party", entry)
    names, parts = ["ann", "bob"], 3 if each else 1
    books = [Meetings.empty(host=2, guest=2, person=5, day=4) for _ in range(parts)]
    for number, one in enumerate(books):
        one.met[0, 1], one.there[2], one.hours[3] = 7 + number, 1, (1, 2, 3, 400)
    played = Played(
        event="party",
        names=names,
        rules=rules(names, game=TSTO, turns=3, seed=1),
        repetitions=parts,
        setting={"days": 4},
        books=books,
        labels=[np.array([0, 1, 1, 0, 1])] * parts,
        plugins={name: {"from": "here"} for name in names},
        manifest={},
    )
    file = played.save(tmp_path / "party.sqlite")
    assert Played.load(file) == played
    assert Played.load(file, "party") == played
    with closing(sqlite3.connect(file)) as opened:
        assert opened.execute("SELECT max(met) FROM meetings").fetchone() == (6 + parts,)
    with pytest.raises(ResultsError, match="these are results of a party, not of a tournament"):
        Results.load(file)


def test_events_that_are_not_known_are_of_a_newer_version(results, tmp_path, monkeypatch):
    monkeypatch.setitem(EVENTS, "party", EVENTS["tournament"])
    file = replace(results.played, event="party").save(tmp_path / "party.sqlite")
    monkeypatch.delitem(EVENTS, "party")
    with pytest.raises(ResultsError, match=r"newer version of tournament \(event 'party'\)"):
        SeasonResults.load(file)


def test_folders_are_told_from_files():
    assert place.FILE.endswith(place.ENDINGS)


@pytest.mark.parametrize("event", [*EVENTS])
def test_the_page_on_files_names_every_table_column_and_array(event):
    page = (Path(__file__).parents[4] / "docs" / "how_to" / "files.md").read_text(encoding="utf-8")
    layout = Layout(EVENTS[event])
    words = {table.name for table in layout.tables} | set(layout.big)
    words |= {column for table in layout.tables for column in table.columns}
    between = {"count_CD", "count_DC", "CD", "DC"}  # the page says "from this to that"
    assert {word for word in words - between if f"`{word}`" not in page} == set()
