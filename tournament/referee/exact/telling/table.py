"""The table of an automaton, for people."""

from typing import TYPE_CHECKING

import numpy as np

from tournament import outcomes
from tournament.interactive.card import Share, Table
from tournament.referee.exact.machine import NOWHERE, Machine

if TYPE_CHECKING:
    import pandas as pd

MOST_STATES = 16
"""Of a table that is shown: a longer one does not help a reader."""
MOST_NEXT = 2
"""Next states that a cell has room for."""


def transitions(machine: Machine) -> "pd.DataFrame":
    """Return a frame with a row for each choice of each state."""
    import pandas as pd

    then = machine.then.reshape(-1, outcomes.SIZE)
    kept: dict[str, object] = {
        "chooses": np.array(outcomes.MOVES)[machine.move],
        "probability": machine.weight,
    }
    for name, column in zip(outcomes.NAMES, then.T, strict=True):
        gaps = pd.array(column, dtype="Int64")
        gaps[column == NOWHERE] = pd.NA
        kept[name] = column if machine.turns is None else gaps
    return pd.DataFrame(kept, pd.Index(machine.state_of, name="state"))


def state_table(machine: Machine) -> Table:
    """Return a table with a row for each state: how likely it cooperates, and the next states."""
    rows = []
    for state in range(machine.states):
        mine = slice(machine.first[state], machine.first[state + 1])
        cells = [_next(column) for column in machine.then[mine].reshape(-1, outcomes.SIZE).T]
        share = Share(float(machine.cooperation[state]))
        rows.append((f"{state} (start)" if state == 0 else f"{state}", share, *cells))
    head = ("state", "cooperates", *(f"after {name}" for name in outcomes.NAMES))
    return Table(head, rows, more="After CD: the own move was C, the opponent's D.")


def _next(states: np.ndarray) -> str:
    """Return next states in words; chance draws one where there are several."""
    found = np.unique(states)
    if len(found) > MOST_NEXT:
        return f"{len(found)} states"
    return " or ".join("the end" if state == NOWHERE else f"{state}" for state in found)
