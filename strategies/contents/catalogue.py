"""What the library contains: its catalogue, and which of its rules play alike."""

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from strategies.contents.automata import SAME_BY_CHANCE, Alike, proved
from strategies.contents.axelrod_python import KEYS
from strategies.contents.facts import facts, required, uses_game, uses_length
from tournament import Strategy
from tournament.authors.registry import installed, library
from tournament.errors import ArgumentTypeError, suggestion
from tournament.interactive.shown import shown
from tournament.outcomes import text
from tournament.rules.checks import text as checked_text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["catalogue", "duplicates"]


class Entry(NamedTuple):
    """A row of the catalogue."""

    name: str
    title: str
    family: str
    summary: str
    source: str
    year: int | None
    also_called: str
    stochastic: bool
    memory_depth: float
    uses_length: bool
    uses_game: bool
    parameters: str
    axelrod: str


def catalogue(search: str = "", **wanted: Any) -> "pd.DataFrame":
    """Return a table of the strategies of the library and of installed plugins, by name.

    Parameters
    ----------
    search
        Words that must all occur in a row's text: names, family, what it does, source.
    wanted
        Values of columns: `family="grudgers"`, `stochastic=False`. A text need only occur.

    Returns
    -------
    DataFrame
        Indexed by name: `title`; `family` (its file or folder); `summary`; `source` and `year`;
        `also_called`; `stochastic`, whether chance has a part in its moves; `memory_depth`, how
        many last outcomes decide its next move (`inf`: no number does), as far as test histories
        show, NaN for large teams and where that hangs on parameters still to be given;
        `uses_length`, `uses_game`, whether the rule looks at the length of the match, at payoffs or
        scores; `parameters` with their values (a bare name has no default), and the members of a
        team; `axelrod`, the key of its counterpart in Axelrod-Python.

    Raises
    ------
    TypeError
        For a column that there is not.

    Examples
    --------
    >>> from strategies import catalogue
    >>> list(catalogue("tit for tat", name="omega").index)
    ['omega_tit_for_tat']
    >>> print(catalogue().loc["nydegger", "source"], catalogue().loc["nydegger", "memory_depth"])
    Nydegger, in Axelrod (1980) 3.0
    """
    import pandas as pd

    for column in wanted:
        if column not in Entry._fields:
            hint = suggestion(column, list(Entry._fields))
            raise ArgumentTypeError(
                f"`catalogue` has no column {shown(column)} to filter by.{hint}"
            )
    words = checked_text("search", search).lower().split()
    rows = [row for row in map(entry, installed().values()) if mentions(row, words)]
    table = pd.DataFrame(sorted(rows), columns=Entry._fields).set_index("name")
    table = table.astype({"year": "Int64", "stochastic": bool, "memory_depth": float})
    for column, value in wanted.items():
        found = table.index if column == "name" else table[column]
        if isinstance(value, str):
            table = table[found.str.contains(value, case=False, regex=False)]
        else:
            table = table[(found == value).fillna(False).to_numpy(bool)]
    return table


def duplicates() -> list[Alike]:
    """Return the names of library rules that play alike, group by group.

    Where rules are finite, that is proved: their automata are compared, and `proved` of a group is
    True. Other rules, whose group has `proved` False, are those that no test history tells apart.
    The histories, in `facts`, have long and short matches' worth of turns, noise, both kinds of
    telling the length and two stage games. Rules with chance count as alike when the same draws
    lead them to the same moves. Rules with parameters that must be given are left out.

    >>> from strategies import duplicates
    >>> isinstance(duplicates(), list)
    True
    """
    known = library()
    alike: dict[str, list[Strategy]] = {}
    for _, strategy in sorted(known.items()):
        if (found := facts(strategy)) is not None and found.behaviour:
            alike.setdefault(found.behaviour, []).append(strategy)
    for names in SAME_BY_CHANCE:
        alike[", ".join(names)] = [known[name] for name in names if name in known]
    groups = [group for rules in alike.values() if len(rules) > 1 for group in proved(rules)]
    return [group for group in groups if len(group) > 1]


def entry(strategy: Strategy, *, play: bool = True) -> Entry:
    """Return what the catalogue says of a strategy; unless told to `play`, only what is kept."""
    found = facts(strategy, play=play)
    year = re.search(r"\b(\d{4})[a-z]?\b", strategy.source)
    keys = [key for key, name in KEYS.items() if name == strategy.name]
    return Entry(
        strategy.name,
        _title(strategy),
        _family(strategy),
        strategy.summary,
        strategy.source,
        int(year[1]) if year else None,
        strategy.also_called,
        found.stochastic if found else strategy.draws,
        found.memory_depth if found else math.nan,
        uses_length(strategy),
        uses_game(strategy),
        ", ".join([*required(strategy), *map("=".join, _values(strategy))]),
        ", ".join(keys),
    )


def _family(strategy: Strategy) -> str:
    """Return the file or folder below a room of the library, or a plugin's file."""
    parts = strategy.module.split(".")
    return parts[2] if parts[0] == "strategies" and len(parts) > 2 else parts[-1]


def mentions(row: Entry, words: list[str]) -> bool:
    """Return whether all words occur in a row, in small letters, `_` being a space too."""
    text = " ".join(str(value) for value in row).lower()
    text += " " + row.name.replace("_", " ")
    return all(word in text for word in words)


def depth(row: Entry) -> str:
    """Return the memory depth as a short text."""
    if math.isnan(row.memory_depth):
        return ""
    return "∞" if math.isinf(row.memory_depth) else f"{row.memory_depth:g}"


def uses(row: Entry) -> str:
    """Return what a rule uses beside the moves, as a short text."""
    used = {"chance": row.stochastic, "length": row.uses_length, "payoffs": row.uses_game}
    return ", ".join(word for word in used if used[word])


def _title(strategy: Strategy) -> str:
    """Return the name as a title; people and abbreviations as in the source and the synonyms."""
    words = re.findall(r"[A-Z][A-Za-z]*", strategy.source)
    words += re.findall(r"\b[A-Z]{2,}\b", strategy.also_called)
    written = {word.lower(): word for word in words}
    title = " ".join(written.get(word, word) for word in strategy.name.split("_"))
    return title[:1].upper() + title[1:]


def _values(strategy: Strategy) -> list[tuple[str, str]]:
    names = [member.name for member in strategy.members]
    team = ", ".join(names) if len(names) <= 8 else f"{len(names)} strategies"
    members = [("members", team)] if names else []
    return members + [(key, _text(value)) for key, value in strategy.parameters.items()]


def _text(value: Any) -> str:
    if not isinstance(value, np.ndarray):
        return f"{value:.4g}" if isinstance(value, float) else str(value)
    if value.ndim == 1 and set(value.tolist()) <= {0, 1} and value.dtype.kind == "i":
        return text(value)
    shown = np.array2string(value, precision=4, separator=", ", threshold=8)
    return " ".join(shown.split()) if value.size <= 8 else "x".join(map(str, value.shape))
