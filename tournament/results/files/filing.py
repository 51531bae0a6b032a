"""Saving what was played, and believing what was saved: one file, `results.sqlite`.

`docs/how_to/files.md` tells what is in a file. Everything that is read is checked as a whole before
it is believed: types, ranges, shapes that fit each other, and sums that must hold.
"""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from types import GenericAlias
from typing import Any, TypedDict, get_type_hints

import numpy as np

from tournament.errors import ArgumentError, ArgumentTypeError, ResultsError
from tournament.game import Game
from tournament.interactive.shown import shown
from tournament.results.files.event import EVENTS, Event
from tournament.results.files.former import folder
from tournament.results.files.manifest.fits import misfit
from tournament.results.files.manifest.noted import MOST, contradiction
from tournament.results.files.place import found, target
from tournament.results.files.refused import Refused
from tournament.results.files.sqlite import reading, writing
from tournament.results.files.staging import staged
from tournament.results.provenance import Manifest

_TRIES = 10  # a file that is replaced while it is opened is opened again


class _Game(TypedDict):
    R: float | tuple[float, float]
    S: float | tuple[float, float]
    T: float | tuple[float, float]
    P: float | tuple[float, float]
    name: str
    less_is_better: bool


def write(played: Mapping[str, Any], path: Path) -> Path:
    """Write the fields of a `Played` into a file, or into a folder; return the path.

    Raises
    ------
    ResultsError
        When the file cannot be written, or something else is there.
    """
    file = target(path)
    with staged(file.parent, "results", shown=path) as work:
        writing.write(work / file.name, facts_of(played), played)
    folder.clear(file.parent) if file != path else None
    return path


def facts_of(played: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a manifest holds beside the event and the names."""
    event, rules = EVENTS[played["event"]], played["rules"]
    stored = {f.name: getattr(rules, f.name) for f in fields(rules)}
    return {
        **played["manifest"],
        event.plugins: played["plugins"],
        "repetitions": played["repetitions"],
        **played["setting"],
        "rules": stored | {"game": game_facts(rules.game)},
    }


def read(path: Path, event: str | None = None) -> dict[str, Any]:
    """Return the fields of a `Played` that were written.

    Parameters
    ----------
    path
        A file of results, or a folder that has one.
    event
        Which event it must hold; any event, if None.

    Raises
    ------
    ResultsError
        When there are no results, or they are damaged, of a newer version, or of another event.
    MissingExtra
        When they are former results, and the library that reads these is not installed.
    """
    place = found(path)
    for _ in range(_TRIES):
        try:
            return _read(place, event)
        except reading.Replaced:
            continue
        except Refused as refused:
            raise ResultsError(_sentence(place, str(refused))) from None
        except OSError as error:
            raise ResultsError(
                f"{place}: the results cannot be read: {error.strerror or error}."
            ) from None
    raise ResultsError(f"{place}: the file is replaced all the time; read it again later.")


def game_facts(game: Game) -> dict[str, Any]:
    """Return what `Game(**tuples(facts))` needs."""
    payoffs = {k: getattr(game, k) for k in "RSTP"}
    return {**payoffs, "name": game.name, "less_is_better": game.less_is_better}


def tuples(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts from JSON with tuples where JSON has lists."""
    return {key: _tuple(value) for key, value in facts.items()}


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if isinstance(value, list) else value


def _sentence(place: Path, reason: str) -> str:
    """Return why saved results are refused, as a sentence with what to do."""
    if "newer version" in reason:
        return f"{place}: {reason}; upgrade it."
    return f"{place}: {reason}; play again, and save again."


def _read(place: Path, wanted: str | None) -> dict[str, Any]:
    opened = folder.opened if place.is_dir() else reading.opened
    with opened(place) as source:
        facts = dict(source.facts)
        came = facts.pop("event", None)
        if not isinstance(came, str) or came not in EVENTS:
            raise Refused(f"written by a newer version of tournament (event {shown(came)})")
        if wanted not in (came, None):
            raise ResultsError(f"{place}: these are results of a {came}, not of a {wanted}.")
        event = EVENTS[came]
        names = source.names(event)
        facts.pop(event.names, None)
        for name in names:
            if isinstance(name, str) and not name.isprintable():
                raise Refused(f"the name {shown(name)} cannot be printed")
        played = {"event": came, "names": names, **_checked(event, names, facts)}
        sizes = event.sizes(played["rules"], played["setting"])
        repetitions = played["repetitions"]
        parts = repetitions if event.each else 1
        books, labels = source.parts(event, names, {"repetition": repetitions} | sizes, parts)
    played |= {"books": books, "labels": labels, "manifest": facts}
    _check_shapes(event, books, labels, len(names))
    for wrong in event.sums(played):
        raise Refused(f"the books contradict each other: {wrong}")
    return played


def _checked(event: Event, names: list[str], facts: dict[str, Any]) -> dict[str, Any]:
    """Take what every event has from the facts of a manifest, checked; leave what is noted."""
    needed: dict[str, Any] = {
        event.plugins: GenericAlias(dict, (str, event.facts)),
        "repetitions": int,
        **event.setting,
        "rules": dict[str, Any],
    }
    for fact, usual in event.earlier.items():
        facts.setdefault(fact, usual)
    for fact, kind in needed.items():
        _must_fit(facts.get(fact), kind, fact)
    _must_fit(facts, Manifest, "")
    _must_fit(names, list[str], event.names)
    if not all(names) or len(set(names)) != len(names) or not names:
        raise Refused(f"`{event.names}` must have a name each, and no two the same")
    taken = {fact: facts.pop(fact) for fact in needed}
    if sorted(taken[event.plugins]) != sorted(names):
        raise Refused(f"`{event.plugins}` are not those of `{event.names}`")
    if not 1 <= taken["repetitions"] <= MOST:
        raise Refused(f"`repetitions` must be a whole number in [1, {MOST}]")
    rules = _rules(event, names, taken["rules"])
    setting = {fact: taken[fact] for fact in event.setting}
    noted = facts, names, rules, taken["repetitions"], taken[event.plugins]
    wrong = event.wrong(setting, rules) or contradiction(*noted)
    if wrong:
        raise Refused(wrong)
    return {
        "rules": rules,
        "repetitions": taken["repetitions"],
        "setting": setting,
        "plugins": taken[event.plugins],
    }


def _rules(event: Event, names: list[str], stored: dict[str, Any]) -> Any:
    """Return the rules of an event from facts, which must be those that the rules give again."""
    kinds = get_type_hints(event.rules) | {"game": _Game}
    for fact, kind in kinds.items():
        _must_fit(stored.get(fact), kind, f"rules.{fact}")
    if stored.keys() != kinds.keys() or stored["game"].keys() != get_type_hints(_Game).keys():
        raise Refused("`rules` has other entries than the rules of its event")
    given = tuples(stored)
    try:
        game = Game(**tuples(stored["game"]))
        rules = event.checked(names, **given | {"game": game})
    except (ArgumentError, ArgumentTypeError) as error:
        raise Refused(str(error).rstrip(".")) from None
    if any(getattr(rules, fact) != value for fact, value in (given | {"game": game}).items()):
        raise Refused("`rules` contradict each other")
    return rules


def _must_fit(value: Any, kind: Any, name: str) -> None:
    wrong = misfit(value, kind, name)
    if wrong:
        raise Refused(f"`{shown(wrong)[1:-1]}` is missing, or of a wrong type")


def _check_shapes(event: Event, books: list[Any], labels: list[np.ndarray], names: int) -> None:
    """Refuse books whose axes have other lengths than those of other books, and wrong labels."""
    for part, who in zip(books, labels, strict=True):
        lengths = {event.who: len(who)}
        for name, book in event.books.declared().items():
            values = getattr(part, name)
            if values is None:
                continue
            if book.of is not np.bool_ and values.min(initial=0) < book.lowest:
                raise Refused(f"{name} has numbers that no count can be")
            for axis, size in zip(book.axes, values.shape, strict=True):
                if lengths.setdefault(axis, size) != size:
                    raise Refused(f"{name} has not the shape that it must have")
        if len(who) == 0 or who.min() < 0 or who.max() >= names:
            raise Refused("somebody without a name took part, or nobody did")
