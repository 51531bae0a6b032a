"""The tables of a ledger, in SQLite and in PostgreSQL, which `docs/how_to/files.md` explains.

Numbers are integers wherever SQL may want to add them up. Keys are digests: 32 hexadecimal digits
of everything that books depend on, which stands beside them in words for people to read.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from tournament.results.books.book import columns_of
from tournament.results.books.tournament import Tallies

VERSION = 1
"""Of these tables; see `MIGRATIONS`."""
MIGRATIONS: dict[int, tuple[str, ...]] = {}
"""What brings a ledger of a version to the next one: sentences of SQL, all in one transaction."""

METADATA = MetaData()
NUMBER = BigInteger().with_variant(Integer(), "sqlite")  # 64 bits in both

ABOUT = Table(
    "ledger",
    METADATA,
    Column("fact", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
PLAYERS = Table(
    "players",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("parameters", Text, nullable=False),
)
CONDITIONS = Table(
    "conditions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("own", Integer, nullable=False),
    Column("turns", NUMBER),
    Column("told", NUMBER, nullable=False),
    Column("continuation", Float),
    Column("noise", Float, nullable=False),
    Column("opponent_noise", Float, nullable=False),
    Column("misperception", Float, nullable=False),
    Column("opponent_misperception", Float, nullable=False),
    Column("by_seat", Integer, nullable=False),
    Column("payoffs", Text),
    Column("lead", Text, nullable=False),
    Column("seed", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
PLAIN = {name: book for name, book in Tallies.declared().items() if book.plain}
"""The books of a match that are columns of integers."""
SUMS = {name: [column.lower() for column in columns_of(book, 1)] for name, book in PLAIN.items()}
"""The columns of each of them."""
MATCHES = Table(
    "matches",
    METADATA,
    Column("conditions", Integer, ForeignKey("conditions.id"), primary_key=True),
    Column("first_player", Integer, ForeignKey("players.id"), primary_key=True),
    Column("second_player", Integer, ForeignKey("players.id"), primary_key=True),
    Column("first", NUMBER, primary_key=True),
    Column("repetitions", NUMBER, primary_key=True),
    *(Column(name, NUMBER, nullable=False) for names in SUMS.values() for name in names),
    Column("finished", NUMBER, nullable=False),
)
SPAN = [column.name for column in MATCHES.primary_key]
"""What tells a span of a match from all others, in both tables."""
DETAILS = Table(
    "details",  # in a table of their own, so that SQL over a million matches reads little
    METADATA,
    *(Column(name, MATCHES.c[name].type, primary_key=True) for name in SPAN),
    Column("checksum", LargeBinary, nullable=False),
    Column("sums", LargeBinary, nullable=False),
    Column("type", Text, nullable=False),
    Column("by_repetition", LargeBinary, nullable=False),
)
EVENTS = Table(
    "events",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("event", Text, nullable=False),
    Column("players", Text, nullable=False),
    Column("conditions", Text, nullable=False),
    Column("seed", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
REPETITIONS = Table(
    "repetitions",
    METADATA,
    Column("event", Integer, ForeignKey("events.id"), primary_key=True),
    Column("first", NUMBER, primary_key=True),
    Column("repetitions", NUMBER, primary_key=True),
    Column("books", NUMBER, nullable=False),
    Column("finished", NUMBER, nullable=False),
)
ARRAYS = Table(
    "arrays",
    METADATA,
    Column("event", Integer, ForeignKey("events.id"), primary_key=True),
    Column("first", NUMBER, primary_key=True),
    Column("repetitions", NUMBER, primary_key=True),
    Column("book", Text, primary_key=True),
    Column("part", NUMBER, primary_key=True),
    Column("type", Text, nullable=False),
    Column("shape", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
