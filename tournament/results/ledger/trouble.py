"""What can go wrong with a database: what passes, so that it is tried again, and what it is called.

Every transaction of a ledger may be tried again: it reads, or it writes what is not there yet.
"""

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

PATIENCE = 60
"""Seconds that a ledger is waited for: while others write to it, or while a server is away."""
PAUSES = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds before each new try; then always the last."""
BUSY = (
    *("is locked", "is starting up", "is shutting down", "recovery mode", "too many clients"),
    *("accepting connections", "closed the connection unexpectedly", "terminating connection"),
)
TURNED_BACK = ("40P01", "40001")
"""What PostgreSQL calls a transaction that it gave up for the sake of another one."""
REASONS = (
    ("is full", "the disk is full; what is finished stays in it"),
    ("No space left", "the disk is full; what is finished stays in it"),
    ("is locked", f"others have been writing to it for {PATIENCE} seconds"),
    ("malformed", "the file is damaged"),
    ("not a database", "the file is damaged"),
    ("disk I/O error", "the disk does not answer, or is full; what is finished stays in it"),
    ("readonly", "it may only be read"),
    ("unable to open", "the file cannot be opened; it, its folder, or the files beside it whose"
     " names end in -wal and -shm may not be written"),
)  # fmt: skip


def is_busy(error: SQLAlchemyError) -> bool:
    """Return whether others are in the way, or a server is about to be there."""
    if not isinstance(error, DBAPIError):
        return False
    text = str(error.orig)
    return getattr(error.orig, "sqlstate", None) in TURNED_BACK or any(s in text for s in BUSY)


def is_lost(error: SQLAlchemyError) -> bool:
    """Return whether a connection was lost, or there is none."""
    if not isinstance(error, DBAPIError):
        return False
    return bool(error.connection_invalidated) or "connect" in str(error.orig).lower()


def reason(error: Exception) -> str:
    """Return in a few words why a database refused."""
    text = str(getattr(error, "orig", None) or error).partition("\n")[0].strip().rstrip(".")
    for sign, words in REASONS:
        if sign in text:
            return words
    return text or type(error).__name__
