"""Pages of SQLite that lead to each other without end: the file is given up, and soon."""

import sqlite3
import struct
from contextlib import closing

import pytest

from tournament.results.files.sqlite import seal

PAGE = seal.PAGE
LEAF, INNER = 13, 5  # what a page of a table begins with


def page(kind, cells, last=0, before=b""):
    """Return a page of a table: its cells, and the last child of an inner page."""
    head = 12 if kind == INNER else 8
    content, end, places = bytearray(before.ljust(PAGE, b"\0")), PAGE, []
    for cell in cells:
        end -= len(cell)
        content[end : end + len(cell)] = cell
        places.append(end)
    at = len(before)
    struct.pack_into(">BHHHB", content, at, kind, 0, len(cells), end, 0)
    if kind == INNER:
        struct.pack_into(">I", content, at + 8, last)
    struct.pack_into(f">{len(places)}H", content, at + head, *places)
    return bytes(content)


def child(number):
    """Return the cell of an inner page that leads to a page; all its rows have numbers up to 1."""
    return struct.pack(">I", number) + b"\1"


def endless(file, levels, children):
    """Write a file of which the table of tables has children ** levels rows, in a few pages.

    The rows are those of one index, which SQLite makes of a UNIQUE by itself. So no row is wrong.
    """
    with closing(sqlite3.connect(file, isolation_level=None)) as opened:
        opened.execute(f"PRAGMA page_size={PAGE}")
        opened.execute(f"PRAGMA application_id={seal.APPLICATION}")
        opened.execute(f"PRAGMA user_version={seal.FORMAT}")
        opened.execute('CREATE TABLE "seal" ("sha256" BLOB UNIQUE)')
    content = file.read_bytes()
    pages = [content[at : at + PAGE] for at in range(0, len(content), PAGE)]
    first, (many,) = pages[0], struct.unpack_from(">H", pages[0], 103)
    places = struct.unpack_from(f">{many}H", first, 108)
    rows = [first[at : at + 2 + first[at]] for at in places]
    index = next(row for row in rows if b"autoindex" in row)
    pages.append(page(LEAF, [row for row in rows if row is not index]))
    table = len(pages)
    pages.append(page(LEAF, [index]))
    for _ in range(levels):
        pages.append(page(INNER, [child(len(pages))] * children, len(pages)))
    pages[0] = page(INNER, [child(table)], len(pages), first[:100])
    whole = bytearray(b"".join(pages))
    struct.pack_into(">I", whole, 28, len(pages))
    file.write_bytes(whole)
    seal.seal(file)


def test_a_table_of_tables_without_end_is_given_up(tmp_path, refused):
    file = tmp_path / "endless.sqlite"
    endless(file, levels=1, children=3)
    with closing(sqlite3.connect(file)) as opened:  # SQLite believes it, and would read for years
        assert len(opened.execute("SELECT * FROM sqlite_master").fetchall()) == 5
    endless(file.with_name("longer.sqlite"), levels=6, children=400)
    assert (
        refused(file.with_name("longer.sqlite"))
        == "the file is damaged; play again, and save again."
    )


@pytest.mark.parametrize("number", [1, 3, 5])
def test_pages_that_lead_to_themselves_are_damaged(originals, tmp_path, refused, number):
    content = bytearray(originals["tournament"].read_bytes())
    head = content[:100] if number == 1 else b""
    content[(number - 1) * PAGE : number * PAGE] = page(INNER, [child(number)], number, head)
    file = tmp_path / "round.sqlite"
    file.write_bytes(content)
    seal.seal(file)
    assert refused(file).endswith("; play again, and save again.")
