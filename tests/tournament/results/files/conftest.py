"""Saved results to be damaged and forged."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tournament import Results, SeasonResults
from tournament.errors import ResultsError
from tournament.results.files.sqlite import seal

DATA = Path(__file__).parents[1] / "data"


class Forged:
    """The schema and all rows of a file, to be changed and written again with a right seal."""

    def __init__(self, file):
        self.file = file
        with closing(sqlite3.connect(file)) as opened:
            self.schema = [sql for (sql,) in opened.execute("SELECT sql FROM sqlite_master")]
            names = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            self.rows = {
                name: [list(row) for row in opened.execute(f'SELECT * FROM "{name}"')]
                for (name,) in names
            }
        self.pragmas = {
            "page_size": seal.PAGE,
            "application_id": seal.APPLICATION,
            "user_version": seal.FORMAT,
        }

    def fact(self, name):
        """Return a fact of the manifest."""
        return json.loads(dict(self.rows["manifest"])[name])

    def note(self, name, value):
        """Change a fact of the manifest."""
        self.text(name, json.dumps(value))

    def text(self, name, text):
        """Change the text of a fact."""
        kept = [row for row in self.rows["manifest"] if row[0] != name]
        self.rows["manifest"] = [*kept, [name, text]]

    def rule(self, **rules):
        """Change rules."""
        self.note("rules", self.fact("rules") | rules)

    def array(self, book):
        """Return the first row of an array: part, book, first, type, shape, sha256, content."""
        return next(row for row in self.rows["arrays"] if row[1] == book)

    def write(self, file):
        """Write everything into a new file and seal it; return the file."""
        with closing(sqlite3.connect(file, isolation_level=None)) as opened:
            for name, value in self.pragmas.items():
                opened.execute(f"PRAGMA {name}={value}")
            opened.execute("PRAGMA synchronous=OFF")  # nobody needs it after a loss of power
            opened.execute("BEGIN")
            for sql in self.schema:
                opened.execute(sql)
            for name, rows in self.rows.items():
                for row in rows:
                    opened.execute(f'INSERT INTO "{name}" VALUES ({",".join("?" * len(row))})', row)
            opened.execute("COMMIT")
        seal.seal(file)
        return file


@pytest.fixture(scope="session")
def originals(tmp_path_factory, population):
    """A file of each event, by event."""
    folder = tmp_path_factory.mktemp("originals")
    lattice = {"size": 12, "lattice": (3, 4), "pictures": [0, 4, 8], "synchronous": True}
    played = [*(kind.load(DATA / kind.EVENT) for kind in (Results, SeasonResults))]
    played.append(population(repetitions=2, **lattice))
    return {each.EVENT: each.save(folder / f"{each.EVENT}.sqlite") for each in played}


@pytest.fixture(params=["tournament", "season", "population"])
def original(request, originals):
    """One of these files."""
    return originals[request.param]


@pytest.fixture
def forge(originals):
    """Return a function that gives a file of an event to be forged, of these or of others."""
    return lambda event="tournament", files=originals: Forged(files[event])


@pytest.fixture
def refused():
    """Return a function that loads a file that must be refused, and returns the reason."""

    def reason(file, kind=Results):
        with pytest.raises(ResultsError) as error:
            kind.load(file)
        said = str(error.value)
        assert said.startswith(f"{file}: ")
        assert "\n" not in said
        assert len(said) - len(str(file)) < 250
        return said[len(str(file)) + 2 :]

    return reason
