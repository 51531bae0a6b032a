"""Where play logs come from: files, and events that were played here."""

import os
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.arguments import results_of
from analysis.learning.logs import MOVES, check_log, parse_log
from tournament import MatchResult
from tournament.errors import ArgumentError, TooLarge, TournamentError, needed
from tournament.interactive.shown import shown
from tournament.results.files.room import free
from tournament.results.files.spreadsheet import from_text
from tournament.rules.checks import exact, whole
from tournament.rules.checks import path as checked_path
from tournament.rules.reading import GIB, Unreadable, amount, opened

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

MOST = 1 * GIB
"""How large a log may be: some fifty million decisions as text."""
TIMES = 16
"""How much more memory a text takes while it is read; 12 times as much was measured."""
CELL = 64
"""How many bytes a cell of a Parquet file takes while it is read, about."""


def read_log(path: str | os.PathLike[str]) -> "pd.DataFrame":
    r"""Return the play log in a CSV or Parquet file, checked.

    Parameters
    ----------
    path
        Ends in .csv, .csv.gz or .parquet. A name that a spreadsheet would take for a formula may
        have an apostrophe before it.

    Returns
    -------
    DataFrame
        As `check_log` returns it.

    Raises
    ------
    TournamentError
        When the file cannot be read, or is not a log; file, line and player are named.
    MissingExtra
        When the file is Parquet and `pyarrow` is not installed.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "log.csv"
    ...     _ = file.write_text("player,match,turn,move,opponent_move\nann,1,1,C,D\n")
    ...     print(read_log(file).to_string(index=False))
    player  match  turn move opponent_move
       ann      1     1    C             D
    """
    file = checked_path("path", path)
    is_text = file.name.endswith((".csv", ".csv.gz"))
    if not is_text and file.suffix != ".parquet":
        raise TournamentError(f"{file}: a log must be a .csv, .csv.gz or .parquet file.")
    try:
        if is_text:
            frame = _table(file)
            for column in set(frame.columns) & {"player", "opponent", "match"}:
                if frame[column].dtype.kind not in "iufb":  # texts, not numbers
                    frame[column] = frame[column].map(from_text, na_action="ignore")
        else:
            frame = _parquet(file)
    except (Unreadable, OSError, ValueError) as error:  # parsers' errors are ValueErrors
        said = getattr(error, "strerror", None) or " ".join(str(error).split()).rstrip(".")
        raise TournamentError(f"{file}: the log cannot be read: {said}.") from None
    unit, first = ("line", 2) if is_text else ("row", 1)
    return parse_log(frame, str(file), unit, first).frame


def _table(file: Path) -> "pd.DataFrame":
    """Return what a text holds, packed or not."""
    import pandas as pd

    text = _unpacked(file) if file.suffix == ".gz" else opened(file, MOST)
    _check_room(file, text.getbuffer().nbytes * TIMES)
    frame = pd.DataFrame()
    for mark in (",", ";"):  # as many spreadsheets write
        text.seek(0)
        frame = pd.read_csv(text, sep=mark, keep_default_na=False, na_values=[""], low_memory=False)
        if len(frame.columns) != 1 or ";" not in frame.columns[0]:
            break
    return frame


def _unpacked(file: Path) -> BytesIO:
    """Return the bytes in a packed file, of which there may be a thousand times as many."""
    import gzip

    try:
        with gzip.GzipFile(fileobj=opened(file, MOST)) as packed:
            text = packed.read(MOST + 1)
    except (EOFError, zlib.error):
        raise Unreadable("the packed file is damaged") from None
    if len(text) > MOST:
        raise Unreadable(f"it has more than {amount(MOST)} when it is unpacked")
    return BytesIO(text)


def _parquet(file: Path) -> "pd.DataFrame":
    """Return the columns of a Parquet file; what pandas wrote beside them is not looked at."""
    needed("pyarrow", "parquet", "to read a log in Parquet")
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with opened(file, MOST) as packed:
            table = pq.ParquetFile(packed)
            told = table.metadata
            _check_room(file, told.num_rows * told.num_columns * CELL)
            frame: pd.DataFrame = table.read().to_pandas(ignore_metadata=True)
            return frame
    except (pa.ArrowException, OverflowError) as error:
        said = " ".join(str(error).split()).rstrip(".")
        raise Unreadable(f"it is no table that can be read: {said}") from None


def _check_room(file: Path, size: int) -> None:
    """Refuse a log that would not fit into memory."""
    there = free()
    if there is not None and size > there:
        raise TooLarge(
            f"{file}: to read the log takes about {amount(size)} of memory, and"
            f" {amount(int(there))} are free; give a part of it."
        )


def play_log(played: "Results | MatchResult", *, repetitions: int = 1) -> "pd.DataFrame":
    """Return a tournament's or a match's play as a log.

    Parameters
    ----------
    played
        `Results` as they come from `Tournament.play`, or what `Match.play` returned.
    repetitions
        How many of each match of a tournament; they are played again. Where chance had no part, all
        are the same.

    Returns
    -------
    DataFrame
        As `check_log` returns it, with the column `opponent`. Either seat of a match is a match of
        its own in the log: 1 and 2 are the two seats of the first one.

    Raises
    ------
    ValueError
        When there were fewer repetitions.
    TournamentError
        When the results were loaded from a folder, which holds no code.

    Examples
    --------
    >>> from tournament import Match
    >>> log = play_log(Match("tit_for_tat", "always_defect", turns=2).play())
    >>> print(log.to_string(index=False))
           player      opponent  match  turn move opponent_move
    always_defect   tit_for_tat      2     1    D             C
    always_defect   tit_for_tat      2     2    D             D
      tit_for_tat always_defect      1     1    C             D
      tit_for_tat always_defect      1     2    D             D
    """
    import pandas as pd

    many = exact(repetitions)
    if isinstance(played, MatchResult):
        whole("repetitions", repetitions, 1, 2**31 - 1)
        matches = [played]
    else:
        results_of(played, "played")
        if not isinstance(many, int) or not 1 <= many <= played.repetitions:
            raise ArgumentError(
                f"`repetitions` must be between 1 and {played.repetitions}, which were played; got"
                f" {shown(repetitions)}."
            )
        names = played.names
        matches = [
            played.sample(names[i], names[j], r) for i, j in played.matches for r in range(many)
        ]
    labels = sorted({name for match in matches for name in match.names})
    code = {name: k for k, name in enumerate(labels)}
    seats = np.array([[code[name] for name in match.names] for match in matches])
    turns = np.array([match.turns for match in matches]).repeat(2)
    moves = [match.moves for match in matches]

    def moved(first: int) -> "pd.Categorical[str]":
        made = np.concatenate([m[:, [first, 1 - first]].T.ravel() for m in moves])
        return pd.Categorical.from_codes(made.astype(np.int64), pd.Index(MOVES))

    def seated(first: int) -> "pd.Categorical[str]":
        who = seats[:, [first, 1 - first]].ravel().repeat(turns)
        return pd.Categorical.from_codes(who, pd.Index(labels))

    frame = pd.DataFrame(
        {
            "player": seated(0),
            "opponent": seated(1),
            "match": np.arange(1, len(turns) + 1).repeat(turns),
            "turn": np.concatenate([np.arange(1, n + 1) for n in turns]),
            "move": moved(0),
            "opponent_move": moved(1),
        }
    )
    return check_log(frame)
