"""What a population's report tells about each type: what it does, and how it fared."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.reports.described import Described, described
from analysis.reports.population.findings import Findings


@dataclass(frozen=True)
class Kind:
    """One type's part of the report."""

    name: str
    place: int
    rank: int
    share: float
    rule: Described


def types(found: Findings) -> Iterator[Kind]:
    """Yield every type's part, in the order of the ranking.

    Parameters
    ----------
    found
        The numbers of a population.
    """
    frame = found.ranking
    for place, (name, rank, share) in enumerate(
        zip(frame.index, frame["rank"], frame["share"], strict=True)
    ):
        rule = described(str(name), found.results.strategies[name])
        yield Kind(str(name), place, int(rank), float(share), rule)


def ends(found: Findings) -> list[dict[str, Any]]:
    """Return rows on how each type took over: how often, against its share at the start, how fast.

    Parameters
    ----------
    found
        The numbers of a population.
    """
    rows = []
    for place, name in enumerate(found.ranking.index):
        row = found.fixation.loc[name].to_dict()
        start = float(found.ranking["start"][name])
        row |= {"type": str(name), "place": place, "neutral": start}
        row["times"] = row["share"] / start if start else np.nan
        rows.append(row)
    return rows


def expected(found: Findings) -> list[dict[str, Any]]:
    """Return rows on what theory says and what was seen of each type; none where it says nothing.

    `mixed` is the mean share in the long run with the mutation that was played, and `rare` that if
    mutations are rare; `best` is the resident that a single mutant of the type takes over from most
    easily, `chance` how likely that is, and `times` how many times as often as a neutral mutant.

    Parameters
    ----------
    found
        The numbers of a population.
    """
    if found.theory is None:
        return []
    rho = found.theory.fixation
    size, rows = found.results.size, []
    mixed = None if found.theory.mixed is None else found.theory.mixed.shares
    for name in found.ranking.index:
        others = rho.loc[name].drop(name)
        best = others.idxmax()
        chance = float(others[best])
        rows.append(
            {
                "type": str(name),
                "mixed": float("nan" if mixed is None else mixed[name]),
                "rare": float(found.theory.rare[name]),
                "share": float(found.ranking["share"][name]),
                "best": str(best),
                "chance": chance,
                "times": chance * size,
                "invades": int((others * size > 1 + 1e-6).sum()),
                "invaded": int((rho[name].drop(name) * size > 1 + 1e-6).sum()),
            }
        )
    return rows
