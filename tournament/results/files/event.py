"""How each event is filed: in which words its manifest tells who played what, and which tables hold
its books.

An entry of `EVENTS` is all that an event needs. The tables, their columns, what is checked before
saved results are believed, and the former folders follow from the entry and from the books.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from tournament.results.books.book import Books
from tournament.results.books.population import PopulationTallies
from tournament.results.books.season import SeasonTallies
from tournament.results.books.tournament import Tallies
from tournament.results.files.sums import population as of_populations
from tournament.results.files.sums import season as of_seasons
from tournament.results.files.sums import tournament as of_tournaments
from tournament.results.provenance import KindFacts, PluginFacts
from tournament.results.units.unit import seats
from tournament.rules.match import Rules, rules
from tournament.rules.population import PopulationRules, population_rules
from tournament.rules.season import SeasonRules, season_rules

Keys = Mapping[str, Mapping[str, Any]]
Setting = Mapping[str, Any]


@dataclass(frozen=True)
class Event:
    """The words and the shape of an event's files.

    rules, checked
        The class of its rules, and what makes them of names and stored fields, or refuses.
    books
        The class of its books.
    names, plugins
        What files call those who played, and the facts of their rules.
    facts
        What is known of each of those who played, as a type.
    setting
        Which other facts there are beside the rules, as types.
    wrong
        From the setting and the rules what is wrong with the setting; empty where nothing is.
    axes
        The axes of books that are as long as there are names.
    who, columns
        The axis along which others take part than on the whole, and its key columns with names. One
        of `axes` where all take part, once each.
    sizes
        From the rules and the setting the length of further axes.
    sums
        From a `Played` what does not add up, in words.
    earlier
        Facts of the setting that earlier files lack, and what they are there.
    each, once
        Whether every repetition has books of its own; tables of the first repetition alone.
    """

    rules: type
    checked: Callable[..., Any]
    books: type[Books]
    names: str
    plugins: str
    facts: Any
    setting: Mapping[str, Any]
    wrong: Callable[[Setting, Any], str]
    axes: tuple[str, ...]
    who: str
    columns: tuple[str, ...]
    sizes: Callable[[Any, Setting], dict[str, int]]
    sums: Callable[[Any], Iterator[str]]
    earlier: Mapping[str, Any] = field(default_factory=dict)
    each: bool = False
    once: tuple[str, ...] = ()

    def keys(self, names: list[str], labels: np.ndarray) -> Keys:
        """Return the key columns of axes that have names."""
        named = np.array(names, dtype=object)
        places = labels.reshape(len(labels), len(self.columns)).T
        who = {column: named[place] for column, place in zip(self.columns, places, strict=True)}
        number = {} if self.who == "match" else {self.who: np.arange(len(labels))}
        return {axis: {axis: named} for axis in self.axes} | {self.who: number | who, "gift": {}}


def _seats(setting: Setting, rules: Rules) -> str:
    asked = seats(rules.game)
    return "" if setting["seats"] == asked else f"`seats` must be {asked} in this game"


def _friends(setting: Setting, _: SeasonRules) -> str:
    friends = setting["friends"]
    known = friends > 0 if isinstance(friends, int) else friends in ("everyone", "given")
    return "" if known else "`friends` must be a number, 'everyone' or 'given'"


def _season_rules(names: list[str], *, gifts: Any, **stored: Any) -> SeasonRules:
    return season_rules(names, gifts_per_day=gifts, **stored)


EVENTS = {
    "tournament": Event(
        rules=Rules,
        checked=rules,
        books=Tallies,
        names="players",
        plugins="strategies",
        facts=PluginFacts,
        setting={"self_play": bool, "seats": int, "graph": bool},
        earlier={"graph": False},
        wrong=_seats,
        axes=("player",),
        who="match",
        columns=("player", "opponent"),
        sizes=lambda rules, setting: {"seat": setting["seats"]},
        sums=of_tournaments.contradictions,
    ),
    "season": Event(
        rules=SeasonRules,
        checked=_season_rules,
        books=SeasonTallies,
        names="kinds",
        plugins="plugins",
        facts=KindFacts,
        setting={"friends": int | str},
        wrong=_friends,
        axes=("kind", "giver", "receiver"),
        who="town",
        columns=("kind",),
        sizes=lambda rules, setting: {"day": rules.days},
        sums=of_seasons.contradictions,
        each=True,
        once=("gifts",),
    ),
    "population": Event(
        rules=PopulationRules,
        checked=population_rules,
        books=PopulationTallies,
        names="types",
        plugins="strategies",
        facts=PluginFacts,
        setting={
            "size": int,
            "structure": str,
            "height": int,
            "width": int,
            "start": str,
            "until": Literal["", "fixation", "settled"],
            "looks": list[int],
            "pictures": list[int],
        },
        wrong=of_populations.misfit,
        axes=("type",),
        who="type",
        columns=("type",),
        sizes=lambda rules, setting: {"place": setting["size"]},
        sums=of_populations.contradictions,
    ),
}
