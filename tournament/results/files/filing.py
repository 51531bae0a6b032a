"""How each event is filed: in which words its manifest tells who played what, and which tables hold
its books.

A folder holds `manifest.json`, which says what was played, with what, and how to repeat it, and the
tables of the event's books. Of a tournament `matches.parquet` has one row per match with the sums
behind its means and errors, and `repetitions.parquet` each player's counts in each repetition. Of a
season `towns.parquet` has one row per repetition and town, `days.parquet` the outcomes of each day,
kind and role, `between.parquet` those of each pair of kinds from the giver's side, and
`gifts.parquet` who gave to whom in the first repetition.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tournament.game import Game
from tournament.results.books.book import Books
from tournament.results.books.season import SeasonTallies
from tournament.results.books.tournament import Tallies
from tournament.results.files import storage
from tournament.results.files.tables import Keys, books_of, table_of
from tournament.rules.match import Rules
from tournament.rules.season import SeasonRules

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Event:
    """The words and the shape of an event's files.

    rules, books
        The classes of its rules and of its books.
    names, plugins, setting
        What the manifest calls those who played and the facts of their rules; which other facts
        there are beside the rules.
    axes
        The axes of books that are as long as there are names.
    who, columns
        The axis along which others take part than on the whole, and its key columns with names.
    sizes
        From the rules and the setting the length of further axes.
    each, once
        Whether every repetition has books of its own; tables of the first repetition alone.
    """

    rules: type
    books: type[Books]
    names: str
    plugins: str
    setting: tuple[str, ...]
    axes: tuple[str, ...]
    who: str
    columns: tuple[str, ...]
    sizes: Callable[[Any, dict[str, Any]], dict[str, int]]
    each: bool = False
    once: tuple[str, ...] = ()

    def keys(self, names: list[str], labels: np.ndarray) -> Keys:
        """Return the key columns of axes that have names."""
        named = np.array(names, dtype=object)
        places = labels.reshape(len(labels), len(self.columns)).T
        who = {column: named[place] for column, place in zip(self.columns, places, strict=True)}
        number = {} if self.who == "match" else {self.who: np.arange(len(labels))}
        return {axis: {axis: named} for axis in self.axes} | {self.who: number | who, "gift": {}}


EVENTS = {
    "tournament": Event(
        rules=Rules,
        books=Tallies,
        names="players",
        plugins="strategies",
        setting=("self_play", "seats"),
        axes=("player",),
        who="match",
        columns=("player", "opponent"),
        sizes=lambda rules, setting: {"seat": setting["seats"]},
    ),
    "season": Event(
        rules=SeasonRules,
        books=SeasonTallies,
        names="kinds",
        plugins="plugins",
        setting=("friends",),
        axes=("kind", "giver", "receiver"),
        who="town",
        columns=("kind",),
        sizes=lambda rules, setting: {"day": rules.days},
        each=True,
        once=("gifts",),
    ),
}


def write(played: Mapping[str, Any], folder: Path) -> Path:
    """Write the fields of a `Played` into a folder; return its path.

    Raises
    ------
    ResultsError
        When the folder cannot be written, or holds something else.
    """
    event, rules = EVENTS[played["event"]], played["rules"]
    stored = {f.name: getattr(rules, f.name) for f in fields(rules)}
    facts = {
        **played["manifest"],
        event.names: played["names"],
        event.plugins: played["plugins"],
        "repetitions": played["repetitions"],
        **played["setting"],
        "rules": stored | {"game": game_facts(rules.game)},
    }
    return storage.write(folder, played["event"], facts, _tables(event, played))


def read(folder: Path, event: str) -> dict[str, Any]:
    """Return the fields of a `Played` that were written into a folder.

    Raises
    ------
    ResultsError
        When a file is missing, damaged, of a newer version, or of another event.
    """
    return storage.read(folder, event, partial(_fields, event), known=EVENTS)


def _tables(event: Event, played: Mapping[str, Any]) -> "dict[str, pd.DataFrame]":
    """Return the tables of an event, by name."""
    import pandas as pd

    keys = [event.keys(played["names"], labels) for labels in played["labels"]]
    found = {}
    for table in event.books.TABLES:
        parts = []
        for number, books in enumerate(played["books"]):
            part = table_of(books, table, keys[number])
            if part is None:
                continue
            if event.each and table not in event.once:
                part.insert(0, "repetition", number)
            parts.append(part)
        found[table] = pd.concat(parts, ignore_index=True)
    return found


def _fields(name: str, facts: dict[str, Any], frames: "dict[str, pd.DataFrame]") -> dict[str, Any]:
    event = EVENTS[name]
    names, repetitions = facts.pop(event.names), facts.pop("repetitions")
    setting = {key: facts.pop(key) for key in event.setting}
    stored = facts.pop("rules")
    rules = event.rules(game=Game(**tuples(stored.pop("game"))), **tuples(stored))
    sizes = dict.fromkeys(event.axes, len(names)) | event.sizes(rules, setting)
    position = {player: place for place, player in enumerate(names)}
    books, labels = [], []
    for part in _parts(event, frames, repetitions):
        home = part[next(t for t, rows in event.books.TABLES.items() if rows == (event.who,))]
        who = [[position[name] for name in home[column]] for column in event.columns]
        places = np.array(who, np.int64)
        labels.append(np.ascontiguousarray(places.T) if len(who) > 1 else places[0])
        keys = event.keys(names, labels[-1])
        books.append(books_of(event.books, part, {"repetition": repetitions} | sizes, keys))
    return {
        "event": name,
        "names": names,
        "rules": rules,
        "repetitions": repetitions,
        "setting": setting,
        "books": books,
        "labels": labels,
        "plugins": facts.pop(event.plugins),
        "manifest": facts,
    }


def _parts(
    event: Event, frames: "dict[str, pd.DataFrame]", repetitions: int
) -> "list[dict[str, pd.DataFrame]]":
    """Return the tables of each set of books."""
    if not event.each:
        return [{table: frames[table] for table in event.books.TABLES}]
    rows = {table: frames[table] for table in event.books.TABLES if table not in event.once}
    if any(set(frame["repetition"]) != set(range(repetitions)) for frame in rows.values()):
        raise ValueError("other repetitions")
    parts = [
        {table: frame[frame["repetition"] == number] for table, frame in rows.items()}
        for number in range(repetitions)
    ]
    parts[0] |= {table: frames[table] for table in event.once}
    return parts


def game_facts(game: Game) -> dict[str, Any]:
    """Return what `Game(**tuples(facts))` needs."""
    payoffs = {k: getattr(game, k) for k in "RSTP"}
    return {**payoffs, "name": game.name, "less_is_better": game.less_is_better}


def tuples(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts from JSON with tuples where JSON has lists."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()}
