"""When a population is looked at, and when it ends."""

from typing import Any, Literal

import numpy as np

from tournament.errors import ArgumentError
from tournament.events.population.structure import Structure
from tournament.results.units.population import Clock
from tournament.rules.checks import one_of, whole
from tournament.rules.defaults import LONGEST_EVOLUTION
from tournament.rules.population import PROCESSES, PopulationRules

Until = Literal["fixation", "settled"]
UNTIL: tuple[Until, ...] = ("fixation", "settled")
LOOKS = 1000
"""About how often a population is looked at."""
MOST_GENERATIONS = 1_000_000_000
MOST_PICTURES = 256
PICTURE_BYTES = 64_000_000
SETTLED = 0.01
"""Until settled: how far two averages of a share may be apart."""


def clock_of(
    generations: Any, until: Any, every: Any, rules: PopulationRules, structure: Structure
) -> Clock:
    """Return when a population is looked at and ends, checked.

    Parameters
    ----------
    generations, until, every
        As for `Population.play`.
    rules, structure
        What holds, and who meets whom.

    Raises
    ------
    ArgumentError
        Where nothing would end it.
    """
    if until is not None:
        until = one_of("until", until, UNTIL)
    if generations is None and until is None:
        until = "fixation"
    if generations is None and until == "fixation":
        _check_fixation(rules, structure.parts)
    if generations is not None:
        last = whole("generations", generations, 0, MOST_GENERATIONS)
        step = -(-last // LOOKS) or 1 if every is None else whole("every", every, 1, max(1, last))
        looks = np.unique(np.append(np.arange(0, last + 1, step), last))
    elif every is not None:
        raise ArgumentError("`every` needs `generations`, the number of the last generation.")
    else:
        looks = _rarer(LONGEST_EVOLUTION)
    return Clock(
        looks=looks,
        fixation=until == "fixation" or rules.rests,
        settled=SETTLED if until == "settled" else None,
        pictures=_pictures(looks, structure, known=generations is not None),
    )


def _check_fixation(rules: PopulationRules, parts: int) -> None:
    """Refuse what would go on for ever."""
    why = ""
    if rules.mutates:
        why = "with mutation a population never comes to rest"
    elif not PROCESSES[rules.process].chance:
        why = f"{rules.process!r} may go round in circles"
    elif parts > 1:
        why = f"the graph is in {parts} parts, so no type can take all places"
    if why:
        raise ArgumentError(f'`generations` must be given, or until="settled", because {why}.')


def _rarer(last: int) -> np.ndarray:
    """Return generations that are further and further apart: first all, later each 500th part."""
    steps = [np.arange(LOOKS)]
    at, step = LOOKS, 2
    while at <= last:
        steps.append(np.arange(at, min(2 * at, last + 1), step))
        at, step = 2 * at, 2 * step
    return np.unique(np.append(np.concatenate(steps), last))


def _pictures(looks: np.ndarray, structure: Structure, *, known: bool) -> np.ndarray:
    """Return at which looks a picture is kept: evenly, or ever rarer where the end is not known."""
    if structure.mixed:
        return np.zeros(0, np.int64)
    many = min(MOST_PICTURES, len(looks), max(2, PICTURE_BYTES // (2 * structure.size)))
    end = len(looks) - 1
    if known:
        return np.unique(np.linspace(0, end, many).astype(np.int64))
    return np.unique(np.append(0, np.geomspace(1, max(1, end), max(1, many - 1))).astype(np.int64))
