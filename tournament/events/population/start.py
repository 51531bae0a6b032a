"""Of which types a population is at the start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

import numpy as np

from tournament.errors import Aliases, ArgumentError, meant, suggestion
from tournament.events.population.structure import Structure
from tournament.interactive.shown import shown
from tournament.results.units.population import PLACEMENT, stream_of
from tournament.rules.checks import exact, several, table
from tournament.streams import permutation

ROUNDED = 1e-6
WHAT = (
    "numbers of players, or shares that sum to 1, of each type; or on a graph or lattice the type"
    " of each place"
)


@dataclass(frozen=True, eq=False)
class Start:
    """How a population begins.

    counts
        (k,) how many players are of each type.
    sites
        (N,) the type of each place; None where types are put at random places.
    words
        What it is.
    """

    counts: np.ndarray
    sites: np.ndarray | None
    words: str

    def of(
        self,
        structure: Structure,
        seed: int,
        first: int,
        repetitions: int,
        order: Sequence[int] | None = None,
    ) -> np.ndarray:
        """Return (m, k) counts, or (m, N) the type of each place, of some repetitions.

        Parameters
        ----------
        structure, seed
            Who meets whom, and of all chance.
        first, repetitions
            The first repetition, and how many.
        order
            In which order types are put at random places; by default that of entry.
        """
        if structure.mixed:
            return np.tile(self.counts.astype(np.int64), (repetitions, 1))
        if self.sites is not None:
            return np.tile(self.sites.astype(np.int16), (repetitions, 1))
        by_name = np.arange(len(self.counts)) if order is None else np.array(order)
        types = np.repeat(by_name.astype(np.int16), self.counts[by_name])
        return np.stack(
            [
                types[permutation(stream_of(seed, r, PLACEMENT)[0], len(types))]
                for r in range(first, first + repetitions)
            ]
        )

    def of_types(
        self, keep: Sequence[int], names: Sequence[str], roles: Sequence[int], size: int
    ) -> "Start":
        """Return the start with some of the types, in the same proportions."""
        counts = self.counts[list(keep)]
        if self.sites is not None:
            number = np.full(len(self.counts), -1, np.int16)
            number[list(keep)] = np.arange(len(keep))
            return Start(counts, number[self.sites], self.words)
        for role in set(roles):
            mine = np.array(roles) == role
            shares = counts[mine] / counts[mine].sum()
            counts[mine] = _nearest(shares, size, [*compress(names, mine)])
        return Start(counts, None, self.words)


def start_of(
    given: Any, names: Sequence[str], structure: Structure, roles: Sequence[int], also: Aliases
) -> Start:
    """Return a start, checked.

    Parameters
    ----------
    given
        None, counts or shares by name or in order, or the type of each place.
    names, roles
        Of the types.
    structure
        Who meets whom.
    also
        Other names of a type.

    Raises
    ------
    ArgumentError
        One sentence.
    """
    size = structure.size
    if given is None:
        counts = np.zeros(len(names), np.int64)
        for role in set(roles):
            mine = [i for i, r in enumerate(roles) if r == role]
            counts[mine] = _nearest(
                np.full(len(mine), 1 / len(mine)), size, [names[i] for i in mine]
            )
        return Start(counts, None, "even shares")
    if isinstance(given, Mapping):
        return Start(*_counted(_by_name(given, names, also), names, size, roles))
    values = given
    if not isinstance(given, np.ndarray):
        values = several("start", given, WHAT)
    numbers = table("start", values, WHAT)
    shape = structure.shape
    places = not structure.mixed and (
        numbers.shape == shape or (numbers.shape == (size,) and len(names) != size)
    )
    if places:
        return _sites(numbers, len(names))
    if numbers.shape != (len(names),):
        raise ArgumentError(
            f"`start` must be {WHAT}; got shape {numbers.shape} for {len(names)} types and"
            f" {size} places."
        )
    return Start(*_counted(numbers, names, size, roles))


def _by_name(given: Mapping[Any, Any], names: Sequence[str], also: Aliases) -> np.ndarray:
    """Return a number for each type; 0 for those that are not named."""
    found = np.zeros(len(names))
    for key, number in given.items():
        typed = getattr(key, "name", key)
        player = meant(typed, names, also) if isinstance(typed, str) else None
        if player is None:
            raise ArgumentError(
                f"`start` names {shown(typed)}, which does not play."
                f"{suggestion(typed, list(names))}"
            )
        value = exact(number)
        if value is None:
            raise ArgumentError(f"`start` must be {WHAT}; got {shown(number)} for {player}.")
        found[names.index(player)] += value
    return found


def _counted(
    numbers: np.ndarray, names: Sequence[str], size: int, roles: Sequence[int]
) -> tuple[np.ndarray, None, str]:
    """Return how many players are of each type, from counts or shares."""
    if (numbers < 0).any():
        raise ArgumentError(f"`start` must be {WHAT}; got {shown(float(numbers.min()))}.")
    counts = np.zeros(len(names), np.int64)
    for role in sorted(set(roles)):
        mine = np.array(roles) == role
        total = float(numbers[mine].sum())
        parts = numbers[mine][numbers[mine] != np.floor(numbers[mine])]
        if not parts.size and total == size:
            counts[mine] = numbers[mine].astype(np.int64)
        elif abs(total - 1) <= ROUNDED:
            counts[mine] = _nearest(numbers[mine] / total, size, [*compress(names, mine)])
        else:
            if total == size:
                raise ArgumentError(
                    f"`start` must hold whole numbers of players; got {parts[0]:g}."
                )
            raise ArgumentError(
                f"`start` must hold numbers that sum to the size, {size}, or shares that sum to 1;"
                f" these sum to {total:g}."
            )
    told = (f"{count} {name}" for count, name in zip(counts, names, strict=True) if count)
    return counts, None, ", ".join([*told][:8]) + (" ..." if (counts > 0).sum() > 8 else "")


def _sites(numbers: np.ndarray, k: int) -> Start:
    """Return a start from the type of each place."""
    if (numbers != np.floor(numbers)).any() or numbers.min() < 0 or numbers.max() >= k:
        wrong = numbers[(numbers != np.floor(numbers)) | (numbers < 0) | (numbers >= k)][0]
        raise ArgumentError(
            f"`start` must give each place a type, a whole number from 0 to {k - 1}; got {wrong:g}."
        )
    sites = numbers.astype(np.int16).reshape(-1)
    return Start(np.bincount(sites, minlength=k), sites, "the type of each place as given")


def _nearest(shares: np.ndarray, size: int, names: Sequence[str]) -> np.ndarray:
    """Return whole numbers nearest to shares, with this sum: largest remainders are rounded up, by
    name.

    >>> _nearest(np.array([0.5, 0.3, 0.2]), 11, ["a", "b", "c"]).tolist()
    [6, 3, 2]
    """
    due = shares * size
    found = np.floor(due + 1e-9).astype(np.int64)
    order = np.lexsort((np.array(names), -np.round(due - found, 9)))
    found[order[: size - found.sum()]] += 1
    return found
