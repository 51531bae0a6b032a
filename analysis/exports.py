"""Tables for others: as CSV, which every program reads, and as Parquet where that is asked for.

Every CSV file that this package writes is made here. No text in it is a formula to a spreadsheet,
and none becomes a number; `read_table` reads the same texts back.
"""

import io
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tournament.errors import ArgumentError, TournamentError, needed
from tournament.interactive.shown import shown
from tournament.results.files.spreadsheet import as_text, from_text
from tournament.rules.checks import path as checked_path
from tournament.rules.checks import several, text
from tournament.rules.reading import GIB, Unreadable, opened

if TYPE_CHECKING:
    import pandas as pd

MOST = 1 * GIB
"""How large a table may be that is read."""


def csv(frame: "pd.DataFrame") -> bytes:
    r"""Return a table with its index as UTF-8 text.

    Parameters
    ----------
    frame
        The table. Texts that a spreadsheet would take for formulas or numbers begin with an
        apostrophe.

    Examples
    --------
    >>> import pandas as pd
    >>> csv(pd.DataFrame({"score": [-1.5]}, pd.Index(["=1+1"], name="player")))
    b"player,score\n'=1+1,-1.5\n"
    """
    named = frame.index.names != [None]
    cells = frame.reset_index() if named else frame
    kept = cells.select_dtypes(["number", "bool"]).columns
    cells = cells.copy()
    for column in cells.columns.difference(kept, sort=False):
        cells[column] = cells[column].astype(object).map(as_text, na_action="ignore")
    cells.columns = [as_text(column) for column in cells.columns]
    # texts with a carriage return are quoted only where lines end with one
    parts = cells.to_csv(lineterminator="\r\n", index=not named).split('"')
    parts[::2] = [outside.replace("\r\n", "\n") for outside in parts[::2]]
    return '"'.join(parts).encode()


def read_table(
    path: str | os.PathLike[str] | io.BytesIO, index: str | Sequence[str] | None = None
) -> "pd.DataFrame":
    r"""Return a table of a report, read from CSV: the same texts, without their apostrophes.

    Parameters
    ----------
    path
        A file that a report wrote, such as `ranking.csv`; or its bytes as a stream.
    index
        The columns that name the rows; by default the first one.

    Raises
    ------
    TournamentError
        When the file cannot be read, or is no table.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "ranking.csv"
    ...     _ = file.write_text("player,score\n'=1+1,-1.5\njoss,2.0\n")
    ...     read_table(file)["score"].to_dict()
    {'=1+1': -1.5, 'joss': 2.0}
    """
    import pandas as pd

    given = [index] if isinstance(index, str) else index
    listed = [] if given is None else several("index", given, "names of columns")
    names: Any = [text("index", each, "names of columns") for each in listed]
    file = path if isinstance(path, io.BytesIO) else checked_path("path", path)
    try:
        table = file if isinstance(file, io.BytesIO) else opened(file, MOST)
        frame = pd.read_csv(table, keep_default_na=False, na_values=[""])
    except (Unreadable, ValueError) as error:  # parsers' errors are ValueErrors
        said = " ".join(str(error).split()).rstrip(".")
        raise TournamentError(f"{file}: the table cannot be read: {said}.") from None
    frame.columns = [from_text(column) for column in frame.columns]
    for column in frame.columns.difference(frame.select_dtypes("number").columns, sort=False):
        frame[column] = frame[column].map(from_text, na_action="ignore")
    for name in names:
        if name not in frame.columns:
            raise ArgumentError(f"`index` must name columns of {file}; {shown(name)} is none.")
    if index is not None and not names:
        raise ArgumentError("`index` must be names of columns; got none.")
    return frame.set_index(names or [frame.columns[0]])


def as_parquet(frame: "pd.DataFrame") -> bytes:
    """Return a table with its index as Parquet.

    Raises
    ------
    MissingExtra
        When the library that writes it is not installed.
    """
    need_parquet()
    buffer = io.BytesIO()
    frame.to_parquet(buffer, engine="pyarrow")
    return buffer.getvalue()


def need_parquet() -> None:
    """See to it that Parquet can be written.

    Raises
    ------
    MissingExtra
        When the library that writes it is not installed.
    """
    needed("pyarrow", "parquet", "to write tables as Parquet")
