"""The tables of a file of results: they follow from the event and from its books.

`seal` and `manifest` are in every file; a table of names and `arrays`, too. Books that are declared
`plain` are columns of integers in a table of their own; all other books are in `arrays`.
"""

from dataclasses import dataclass
from functools import cached_property

from tournament.results.books.book import Book, columns_of
from tournament.results.files.event import Event

WHO = "who"
"""What `arrays` calls the labels: who took part, where no table of integers says so."""


@dataclass(frozen=True)
class Table:
    """A table: its name, and its columns with their types in SQL."""

    name: str
    columns: dict[str, str]

    @property
    def sql(self) -> str:
        """The text that makes the table; a file with another text is refused."""
        columns = ", ".join(f'"{name}" {of}' for name, of in self.columns.items())
        return f'CREATE TABLE "{self.name}" ({columns})'


SEAL = Table("seal", {"sha256": "BLOB"})  # the first one: `seal.py` relies on its place
MANIFEST = Table("manifest", {"fact": "TEXT", "value": "TEXT"})
ARRAYS = Table(
    "arrays",
    {
        "part": "INTEGER",
        "book": "TEXT",
        "first": "INTEGER",  # from here on as `Chunk`
        "type": "TEXT",
        "shape": "TEXT",
        "sha256": "BLOB",
        "content": "BLOB",
    },
)


@dataclass(frozen=True)
class Layout:
    """The tables of an event's file."""

    event: Event

    @cached_property
    def names(self) -> Table:
        """Who played: a number and a name; how many towns there were of it, in all repetitions,
        where only chunks of bytes would say so."""
        often = {} if self.labelled else {f"{self.event.who}s": "INTEGER"}
        number = {self.event.axes[0]: "INTEGER PRIMARY KEY"}
        return Table(self.event.names, number | {"name": "TEXT"} | often)

    @cached_property
    def plain(self) -> dict[str, dict[str, Book]]:
        """The plain books, by table."""
        found: dict[str, dict[str, Book]] = {}
        declared = self.event.books.declared()
        for table, rows in self.event.books.TABLES.items():
            books = {n: b for n, b in declared.items() if b.plain and b.axes[: len(rows)] == rows}
            if books:
                found[table] = books
        return found

    @property
    def big(self) -> dict[str, Book]:
        """All other books."""
        return {n: b for n, b in self.event.books.declared().items() if not b.plain}

    @property
    def labelled(self) -> bool:
        """Whether no array has to say who took part: a table of integers does, or all did."""
        rows = (self.event.books.TABLES[table] for table in self.plain)
        return self.everybody or (self.event.who,) in rows

    @property
    def everybody(self) -> bool:
        """Whether all who have a name took part, once each."""
        return self.event.who in self.event.axes

    def table(self, name: str) -> Table:
        """Return a table of plain books: the repetition where each has its own, the place, who took
        part there, and the numbers."""
        axes, event = self.event.books.TABLES[name], self.event
        keys = dict.fromkeys(["repetition"] if event.each else [], "INTEGER")
        keys |= dict.fromkeys(axes, "INTEGER")
        if axes == (event.who,):
            keys |= dict.fromkeys(event.columns, "INTEGER")
            if not event.each:
                keys[event.who] += " PRIMARY KEY"
        books = self.plain[name].values()
        numbers = [column for book in books for column in columns_of(book, len(axes))]
        return Table(name, keys | dict.fromkeys(numbers, "INTEGER"))

    @cached_property
    def tables(self) -> list[Table]:
        """All tables, in the order in which they are made."""
        return [SEAL, MANIFEST, self.names, *map(self.table, self.plain), ARRAYS]
