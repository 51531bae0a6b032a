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

`parse_log` reads a frame once and returns a `PlayLog`, whose rows are in the order of player, match
and turn. So the order of a file means nothing. Players are in the order of their labels. Functions
take a frame or a `PlayLog`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from analysis.arguments import frame_of
from tournament.errors import LONGEST_NAME, TournamentError, is_label, suggestion
from tournament.interactive.shown import middle, shown

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("player", "match", "turn", "move", "opponent_move")
LABELS = ("player", "match", "treatment", "opponent")
MOVES = ["C", "D"]


@dataclass(frozen=True, eq=False)
class PlayLog:
    """A play log that was read: what it holds is known to be one.

    Legend: d decisions, p players, m matches.

    frame
        (d,) rows, as `check_log` returns them.
    players
        (p,) labels of the players, in order.
    """

    frame: "pd.DataFrame"
    players: "pd.Index"

    def __len__(self) -> int:
        """Return the number of decisions."""
        return len(self.frame)

    @cached_property
    def player(self) -> np.ndarray:
        """(d,) place of the player in `players`."""
        return self.frame["player"].cat.codes.to_numpy().astype(np.int64)

    @cached_property
    def turn(self) -> np.ndarray:
        """(d,) turns from 1 on."""
        return self.frame["turn"].to_numpy()

    @cached_property
    def moves(self) -> np.ndarray:
        """(d, 2) the player's move and the opponent's: C is 0, D is 1."""
        columns = [self.frame[name].cat.codes.to_numpy() for name in ("move", "opponent_move")]
        return np.stack(columns, axis=1).astype(np.int64)

    @property
    def cooperated(self) -> np.ndarray:
        """(d,) whether the move was C."""
        return np.asarray(self.moves[:, 0] == 0)

    @property
    def starts(self) -> np.ndarray:
        """(m,) rows at which matches begin."""
        return np.flatnonzero(self.turn == 1)

    def of(self, players: np.ndarray) -> "PlayLog":
        """Return the log of some players.

        Parameters
        ----------
        players
            (p,) whether each is one of them.
        """
        kept = self.frame[players[self.player]].reset_index(drop=True)
        for name in LABELS:
            if name in kept.columns and kept[name].dtype == "category":
                kept[name] = kept[name].cat.remove_unused_categories()
        return PlayLog(kept, self.players[players])


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
    return parse_log(frame).frame


def parse_log(
    log: "pd.DataFrame | PlayLog", source: str = "the log", unit: str = "row", first: int = 1
) -> PlayLog:
    """Return a play log from a frame; one that was read already is returned as it is.

    Parameters
    ----------
    log
        One row a decision, in any order, with the columns that this module's docstring lists.
    source, unit, first
        How errors call the log and its rows, and the number of the first row.

    Raises
    ------
    TournamentError
        As `check_log`.
    """
    if isinstance(log, PlayLog):
        return log
    frame_of("log", log)
    rows = _Rows(log, source, unit, first)
    rows.check_columns()
    frame = _in_order(_typed(rows), rows)
    return PlayLog(frame, frame["player"].cat.categories)


# -- inside ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rows:
    """The rows that were given, and how errors call them."""

    frame: "pd.DataFrame"
    source: str
    unit: str
    first: int

    def check_columns(self) -> None:
        """Refuse rows that lack a column or a value, and a frame without rows."""
        missing = [name for name in COLUMNS if name not in self.frame.columns]
        if missing:
            hint = suggestion(missing[0], [str(name) for name in self.frame.columns])
            raise TournamentError(
                f"{self.source}: a log needs the columns {', '.join(COLUMNS)};"
                f" {shown(missing[0])} is"
                f" missing.{hint}"
            )
        if self.frame.empty:
            raise TournamentError(
                f"{self.source}: a log needs at least one decision; this one has none."
            )
        for name in COLUMNS:
            empty = np.flatnonzero(self.frame[name].isna())
            if empty.size:
                self.refuse(int(empty[0]), f"`{name}` is empty")

    def check_labels(self, column: str, labels: "pd.Series") -> None:
        """Refuse a label that cannot be printed, or that is much too long."""
        if labels.dtype.kind == "i":
            return
        for code, label in enumerate(labels.cat.categories):
            if isinstance(label, str) and not is_label(label):
                row = int(np.flatnonzero(labels.cat.codes == code)[0])
                said = f"`{column}` must be 1 to {LONGEST_NAME} printable letters; got"
                self.refuse(row, f"{said} {shown(label)}")

    def refuse(self, row: int, said: str) -> NoReturn:
        """Say what is wrong with a row, and whose it is."""
        player, match = self.frame["player"].iloc[row], self.frame["match"].iloc[row]
        whose = f"player {middle(str(player), 40)}, match {middle(str(match), 40)}"
        raise TournamentError(f"{self.source}, {self.unit} {row + self.first}: {said} ({whose}).")

    def value(self, row: int, column: str) -> str:
        """Return a value as it was written."""
        value = self.frame[column].iloc[row]
        return repr(value.item() if isinstance(value, np.generic) else value)


def _typed(rows: _Rows) -> "pd.DataFrame":
    """Return a copy of the rows with labels, moves and turns of the usual types."""
    import pandas as pd

    log = rows.frame.copy()
    for name in LABELS:
        if name in log.columns:
            log[name] = _labels(log[name], numbers=name == "match")
            rows.check_labels(name, log[name])
    for name in ("move", "opponent_move"):
        odd = np.flatnonzero(~log[name].isin(MOVES))
        if odd.size:
            got = rows.value(odd[0], name)
            rows.refuse(odd[0], f"`{name}` must be 'C' (cooperate) or 'D' (defect); got {got}")
        log[name] = log[name].astype(pd.CategoricalDtype(MOVES))
    log["turn"] = _turns(log["turn"])
    odd = np.flatnonzero(log["turn"] < 1)
    if odd.size:
        got = rows.value(odd[0], "turn")
        rows.refuse(odd[0], f"`turn` must be a whole number from 1 on; got {got}")
    return log


def _in_order(log: "pd.DataFrame", rows: _Rows) -> "pd.DataFrame":
    """Return typed rows in the order of player, match, turn; refuse turns that have gaps."""
    player = log["player"].cat.codes.to_numpy()
    match = log["match"].to_numpy() if log["match"].dtype.kind == "i" else log["match"].cat.codes
    keys = np.stack([player, match, log["turn"]]).astype(np.int64)
    by_player, by_match, by_turn = np.diff(keys)
    falls = (by_match < 0) | ((by_match == 0) & (by_turn < 0))
    order = np.arange(len(log))
    if ((by_player < 0) | ((by_player == 0) & falls)).any():
        order = np.lexsort(keys[::-1])
        log, keys = log.iloc[order], keys[:, order]
        by_player, by_match, _ = np.diff(keys)
    _check_turns(keys[2], np.append(True, (by_player != 0) | (by_match != 0)), order, rows)
    return log.reset_index(drop=True)


def _check_turns(turn: np.ndarray, starts: np.ndarray, order: np.ndarray, rows: _Rows) -> None:
    """Refuse matches whose turns (d,) are not 1, 2, ...; `starts` says where matches begin."""
    place = np.arange(len(turn))
    due = place - np.maximum.accumulate(np.where(starts, place, 0)) + 1
    wrong = np.flatnonzero(turn != due)
    if not wrong.size:
        return
    k = int(wrong[0])
    if starts[k]:
        rows.refuse(int(order[k]), f"the match must begin with turn 1; it begins with {turn[k]}")
    if turn[k] == turn[k - 1]:
        before, after = sorted(order[k - 1 : k + 1].tolist())
        earlier = f"{rows.unit} {before + rows.first}"
        rows.refuse(after, f"turn {turn[k]} is recorded twice, first in {earlier}")
    rows.refuse(int(order[k]), f"turn {turn[k - 1] + 1} is missing; {turn[k]} follows")


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
