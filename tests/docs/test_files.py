"""The page on files names every table and column of a ledger, and nothing else."""

import re
from pathlib import Path

from tournament.results.ledger.rows import NUMBERS, SMALL
from tournament.results.ledger.schema import METADATA, VERSION
from tournament.results.ledger.store import APPLICATION

PAGE = (Path(__file__).parents[2] / "docs" / "how_to" / "files.md").read_text(encoding="utf-8")


def told():
    """Return the columns of each table, as the page has them."""
    part = re.split(r"<!-- /?ledger tables -->", PAGE)[1]
    found, table = {}, ""
    for first, second, _ in re.findall(r"^\| (.*?)\s?\| (.*?) \| (.*?) \|$", part, re.M):
        names = re.findall(r"`(\w+)`", second)
        table = next(iter(re.findall(r"`(\w+)`", first)), table)
        if table:
            found.setdefault(table, []).extend(names)
    return found


def test_every_table_and_column_is_on_the_page():
    tables = {table.name: [*table.columns.keys()] for table in METADATA.sorted_tables}
    page = told()
    assert {name: sorted(columns) for name, columns in page.items()} == {
        name: sorted(columns) for name, columns in tables.items()
    }


def test_numbers_on_the_page_are_those_of_the_code():
    assert f"{NUMBERS} numbers: `starts`" in PAGE
    assert f"more than {SMALL} bytes" in PAGE
    assert f"the version of these tables, {VERSION}" in PAGE
    assert f"`0x{APPLICATION:X}`" in PAGE
