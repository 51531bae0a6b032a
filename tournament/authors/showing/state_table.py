"""The table by which a rule plays, where its parameters are one.

Three forms are known by the names and the sizes of parameters, in the library and elsewhere:

- `p_cc`, `p_cd`, `p_dc`, `p_dd`: how likely it cooperates after each outcome;
- `transitions`: rows (state, opponent's move, next state, move);
- `table`, with `mine`, `theirs` and `opening`: an answer to the last moves.

`FORMS` lists them; a further form is one more function there. Where no parameters tell, `strategies
show` prints the states that are found by following the rule (`referee/exact/`).
"""

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import numpy as np

from tournament import outcomes
from tournament.interactive.card import Share, Table

MOST_ROWS = 16  # a larger table does not help a reader
Form = Callable[[Mapping[str, Any]], "Table | None"]


def state_table(parameters: Mapping[str, Any]) -> Table | None:
    """Return the table by which a rule with such parameters plays; None where there is none.

    Parameters
    ----------
    parameters
        Of the rule, with their values.

    Examples
    --------
    >>> state_table({"p_cc": 1.0, "p_cd": 0.0, "p_dc": 0.0, "p_dd": 1.0}).rows[0]
    ('C', 'C', '100.0 %')
    """
    for form in FORMS:
        table = form(parameters)
        if table is not None:
            return table if len(table.rows) <= MOST_ROWS else _too_long(table)
    return None


def by_outcome(parameters: Mapping[str, Any]) -> Table | None:
    """Return the table of a memory-one rule."""
    keys = [f"p_{name.lower()}" for name in outcomes.NAMES]
    if not all(isinstance(parameters.get(key), float) for key in keys):
        return None
    pairs = zip(outcomes.NAMES, keys, strict=True)
    rows = [(*name, str(Share(parameters[key]))) for name, key in pairs]
    return Table(("own last move", "opponent's", "cooperates"), rows, names=2)


def by_state(parameters: Mapping[str, Any]) -> Table | None:
    """Return the table of a finite state machine: a row for each state."""
    rows = parameters.get("transitions")
    if not isinstance(rows, np.ndarray) or rows.ndim != 2 or rows.shape[1] != 4:
        return None
    answers = {(state, seen): (then, move) for state, seen, then, move in rows.tolist()}
    states = sorted({state for state, _ in answers if state >= 0})
    seen = range(len(outcomes.MOVES))
    if any((state, move) not in answers for state in states for move in seen):
        return None
    told = {at: f"{outcomes.MOVES[move]}, then {then}" for at, (then, move) in answers.items()}
    start = parameters.get("start")
    cells = [
        (f"{state} (start)" if state == start else f"{state}", *(told[state, m] for m in seen))
        for state in states
    ]
    head = ("state", *(f"after {move}" for move in outcomes.MOVES))
    return Table(head, cells, names=len(head))


def by_case(parameters: Mapping[str, Any]) -> Table | None:
    """Return the table of a lookup rule: a row for each case of last and first moves."""
    table = parameters.get("table")
    depths = [parameters.get(name, 0) for name in ("mine", "theirs", "opening")]
    if not isinstance(table, np.ndarray) or not all(isinstance(depth, int) for depth in depths):
        return None
    if table.shape != (len(outcomes.MOVES) ** sum(depths),) or not sum(depths):
        return None
    words = ("own last moves", "opponent's last", "opponent's first")
    kept = [(word, depth) for word, depth in zip(words, depths, strict=True) if depth]
    chance = table.dtype.kind == "f"
    rows = []
    for moves, answer in zip(
        product(outcomes.MOVES, repeat=sum(depths)), table.tolist(), strict=True
    ):
        left, cells = "".join(moves), []
        for _, depth in kept:
            cells.append(left[:depth])
            left = left[depth:]
        rows.append((*cells, str(Share(answer)) if chance else outcomes.MOVES[answer]))
    head = (*(word for word, _ in kept), "cooperates" if chance else "plays")
    return Table(head, rows, names=len(kept) if chance else len(head))


FORMS: tuple[Form, ...] = (by_outcome, by_state, by_case)


def _too_long(table: Table) -> Table:
    return Table(
        table.head,
        table.rows[: MOST_ROWS // 2],
        table.names,
        table.caption,
        f"... and {len(table.rows) - MOST_ROWS // 2:,} more rows",
    )
