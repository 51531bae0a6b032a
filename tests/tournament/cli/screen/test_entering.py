"""A sentence stands beside the names where it has room, else below them."""

import io
from types import SimpleNamespace

import pytest

from tournament.cli.screen.entering import LEAST, MARKS, Row, Table, counted, rows_of
from tournament.cli.screen.layout.console import opened

ROW = Row("a.py", 7, "joss", "passed", "enters.")
HEAD = len("✓ a.py:7  joss  ")


def printed(width, row=ROW, rows=(ROW,)):
    stream = io.StringIO()
    Table(rows, opened(stream, width)).add(row)
    return stream.getvalue()


def test_a_sentence_needs_24_columns():
    assert LEAST == 24
    assert printed(HEAD + 24) == printed(None) == "✓ a.py:7  joss  enters.\n"
    assert printed(HEAD + 23) == "✓ a.py:7  joss\n    enters.\n"


def test_names_stand_in_columns():
    other = Row("longer.py", None, "寛", "failed", "is no rule.")
    assert printed(80, ROW, [ROW, other]) == "✓ a.py:7     joss  enters.\n"
    assert printed(80, other, [ROW, other]) == "✗ longer.py  寛    is no rule.\n"
    assert printed(None, ROW._replace(outcome="advice"))[0] == "!"
    assert set(MARKS) == {"passed", "advice", "failed"}


def test_rows_are_plugins_and_faults_or_say_that_there_are_none():
    rule = SimpleNamespace(name="joss", rule=SimpleNamespace(__code__=SimpleNamespace(
        co_firstlineno=7)))  # fmt: skip
    told = [(9, "returns nothing."), (None, "has no name.")]

    def judged(plugins, told):
        return SimpleNamespace(file="a.py", plugins=plugins, faults=told, told=lambda: told)

    assert rows_of([judged([rule], told), judged([], told[1:]), judged([], [])]) == [
        ("a.py", 7, "joss", "passed", "enters.", rule),
        ("a.py", 9, "-", "failed", "returns nothing.", None),
        ("a.py", None, "-", "failed", "has no name.", None),
        ("a.py", None, "-", "failed", "has no name.", None),
        ("a.py", None, "-", "passed", "has other plugins.", None),
    ]


@pytest.mark.parametrize(
    ("files", "broken", "said"),
    [
        (1, 0, "1 file: it is good."), (1, 1, "1 file: it is broken."),
        (2, 0, "2 files: all are good."), (3, 1, "3 files: 2 are good, 1 is broken."),
        (3, 2, "3 files: 1 is good, 2 are broken."),
    ],
)  # fmt: skip
def test_files_are_counted(files, broken, said):
    assert counted(files, broken) == said
