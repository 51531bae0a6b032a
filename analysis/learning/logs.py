"""Play logs: what people or strategies did, one decision a row.

A log is a DataFrame with these columns, and any others, which are kept:

player
    Who decided: a number or a text.
match
    Which of the player's matches: a number or a text that is the player's own.
turn
    1, 2, ... within the match, none missing.
move, opponent_move
    "C" or "D", as they were made.
treatment, opponent, R, S, T, P
    Optional: under which conditions, against whom, for which payoffs.

`check_log` puts rows in the order of player, match and turn, so that the order of a file means
nothing; players are in the order of their labels.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tournament.errors import ArgumentError, TournamentError, suggestion
from tournament.match import MatchResult

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

COLUMNS = ("player", "match", "turn", "move", "opponent_move")
MOVES = ["C", "D"]


def read_log(path: str | os.PathLike[str]) -> "pd.DataFrame":
    """Return the play log in a CSV or Parquet file, checked.

    Parameters
    ----------
    path
        Ends in .csv, .csv.gz or .parquet.

    Returns
    -------
    DataFrame
        As `check_log` returns it.

    Raises
    ------
    TournamentError
        When the file cannot be read, or is not a log; file, line and player are named.
    """
    import pandas as pd

    file = Path(path)
    try:
        if file.name.endswith((".csv", ".csv.gz")):
            frame = pd.read_csv(file, keep_default_na=False, na_values=[""], low_memory=False)
            return _checked(frame, str(file), "line", 2)
        if file.suffix == ".parquet":
            return _checked(pd.read_parquet(file), str(file), "row", 1)
    except (OSError, ValueError) as error:  # parsers' errors are ValueErrors
        said = getattr(error, "strerror", None) or " ".join(str(error).split())
        raise TournamentError(f"{file}: the log cannot be read: {said}.") from None
    raise TournamentError(f"{file}: a log must be a .csv, .csv.gz or .parquet file.")


def check_log(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return a play log in its usual form; the frame that is given stays as it is.

    Parameters
    ----------
    frame
        One row a decision, in any order, with the columns that this module's docstring lists.

    Returns
    -------
    DataFrame
        Rows in the order of player, match, turn. `player` is categorical, `match` whole numbers or
        categorical, `turn` whole numbers, `move` and `opponent_move` categorical with codes C = 0
        and D = 1; `treatment` and `opponent` are categorical.

    Raises
    ------
    TournamentError
        When a column is missing, a move is not C or D, turns have gaps, or a decision is recorded
        twice; row and player are named.

    Examples
    --------
    >>> import pandas as pd
    >>> columns = {"player": "ann", "match": 1, "move": ["D", "C"], "opponent_move": ["D", "C"]}
    >>> check_log(pd.DataFrame({**columns, "turn": [2, 1]}))["move"].tolist()
    ['C', 'D']
    """
    return _checked(frame, "the log", "row", 1)


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

    if isinstance(played, MatchResult):
        matches = [played]
    else:
        if not 1 <= repetitions <= played.repetitions:
            raise ArgumentError(
                f"`repetitions` must be between 1 and {played.repetitions}, which were played; got"
                f" {repetitions!r}."
            )
        names = played.names
        matches = [
            played.sample(names[i], names[j], r)
            for i, j in played.matches
            for r in range(repetitions)
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


def _checked(frame: "pd.DataFrame", source: str, unit: str, first: int) -> "pd.DataFrame":
    """Return a log in its usual form; `unit` and `first` say how its rows are called in errors."""
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        hint = suggestion(missing[0], [str(name) for name in frame.columns])
        raise TournamentError(
            f"{source}: a log needs the columns {', '.join(COLUMNS)}; {missing[0]!r} is"
            f" missing.{hint}"
        )
    if frame.empty:
        raise TournamentError(f"{source}: a log needs at least one decision; this one has none.")

    def refuse(row: int, said: str) -> None:
        player, match = frame["player"].iloc[row], frame["match"].iloc[row]
        raise TournamentError(
            f"{source}, {unit} {row + first}: {said} (player {player}, match {match})."
        )

    log = frame.copy()
    for name in COLUMNS:
        empty = np.flatnonzero(frame[name].isna())
        if empty.size:
            refuse(int(empty[0]), f"`{name}` is empty")
    for name in ("player", "match", "treatment", "opponent"):
        if name in log.columns:
            log[name] = _labels(log[name], numbers=name == "match")
    for name in ("move", "opponent_move"):
        odd = np.flatnonzero(~log[name].isin(MOVES))
        if odd.size:
            got = _shown(frame[name].iloc[odd[0]])
            refuse(int(odd[0]), f"`{name}` must be 'C' (cooperate) or 'D' (defect); got {got}")
        log[name] = log[name].astype(_moves())
    log["turn"] = _turns(log["turn"])
    odd = np.flatnonzero(log["turn"] < 1)
    if odd.size:
        got = _shown(frame["turn"].iloc[odd[0]])
        refuse(int(odd[0]), f"`turn` must be a whole number from 1 on; got {got}")

    player = log["player"].cat.codes.to_numpy()
    match = log["match"].to_numpy() if log["match"].dtype.kind == "i" else log["match"].cat.codes
    keys = np.stack([player, match, log["turn"]]).astype(np.int64)
    steps = np.diff(keys)
    if ((steps[0] < 0) | ((steps[0] == 0) & ((steps[1] < 0) | (steps[1] == 0) & (steps[2] < 0)))
    ).any():  # fmt: skip
        order = np.lexsort(keys[::-1])
        log, keys = log.iloc[order], keys[:, order]
        steps = np.diff(keys)
    else:
        order = np.arange(len(log))
    starts = np.append(True, (steps[:2] != 0).any(axis=0))
    due = np.arange(len(log)) - np.maximum.accumulate(np.where(starts, np.arange(len(log)), 0)) + 1
    turn = keys[2]
    wrong = np.flatnonzero(turn != due)
    if wrong.size:
        k = int(wrong[0])
        if starts[k]:
            refuse(int(order[k]), f"the match must begin with turn 1; it begins with {turn[k]}")
        if turn[k] == turn[k - 1]:
            before = min(order[k - 1 : k + 1]) + first
            refuse(
                int(max(order[k - 1 : k + 1])),
                f"turn {turn[k]} is recorded twice, first in {unit} {before}",
            )
        refuse(int(order[k]), f"turn {turn[k - 1] + 1} is missing; {turn[k]} follows")
    return log.reset_index(drop=True)


def _labels(column: "pd.Series", *, numbers: bool) -> "pd.Series":
    """Return a column as categories in order, or as whole numbers where these are wanted."""
    import pandas as pd

    if numbers and column.dtype.kind in "iu":
        return column.astype(np.int64)
    if not isinstance(column.dtype, pd.CategoricalDtype):
        kept = column if column.dtype.kind in "iu" else column.astype(str)
        return kept.astype("category")
    column = column.cat.remove_unused_categories()
    return column.cat.reorder_categories(sorted(column.cat.categories), ordered=False)


def _turns(column: "pd.Series") -> "pd.Series":
    """Return turns as whole numbers; 0 where they are none."""
    import pandas as pd

    if column.dtype.kind in "iu":
        return column.astype(np.int64)
    turns = pd.to_numeric(column, errors="coerce").astype(float)
    return turns.where((turns >= 1) & (turns % 1 == 0), 0).astype(np.int64)


def _moves() -> "pd.CategoricalDtype":
    import pandas as pd

    return pd.CategoricalDtype(MOVES)


def _shown(value: object) -> str:
    return repr(value.item() if isinstance(value, np.generic) else value)
