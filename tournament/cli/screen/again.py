"""The last line of a summary: the seed, the repetitions, and what makes the result more certain."""

from typing import TYPE_CHECKING, Any

import numpy as np

from tournament.results.showing.settled import settled

if TYPE_CHECKING:
    from analysis.reports.season.findings import Findings as SeasonFindings
    from analysis.reports.tournament.findings import Findings
    from tournament.cli.saved import AnyResults
    from tournament.results.population import PopulationResults
    from tournament.results.season import SeasonResults
    from tournament.results.tournament import Results

FEW = 20
"""Repetitions to begin with, where one says nothing about luck."""
MOST = 1_000_000
"""More repetitions are not proposed to tell two players apart."""


def again(results: "Results", found: "Findings") -> list[str]:
    """Return with which seed a tournament was played, and what would make it more certain.

    Parameters
    ----------
    results
        A played tournament.
    found
        Its statistics.
    """
    if "settling" in results.manifest:
        more = settled(results)
        if not results.manifest["settling"]["settled"]:
            more += f" More certain: `--budget {4 * results.repetitions}`."
        return [f"Seed {results.rules.seed}. {more}"]
    needed = _needed(found)
    if needed > results.repetitions:
        return [f"{_played(results)}; `--repetitions {needed}` may tell the first two apart."]
    if not results.tallies.chance.any():
        if results.tallies.exact is not None:
            return [f"Seed {results.rules.seed}; what is exact does not depend on it."]
        return [f"{_played(results)}; chance had no part, so more change nothing."]
    return [f"{_played(results)}; {_more(results, found.ranking['standard_error'])}"]


def season_again(results: "SeasonResults", found: "SeasonFindings") -> list[str]:
    """Return with which seed a season was played, and what would make it more certain.

    Parameters
    ----------
    results
        A played season.
    found
        Its numbers.
    """
    if results.repetitions == 1:
        return [f"{_played(results)}; `--repetitions {FEW}` shows what may happen again."]
    return [f"{_played(results)}; {_more(results, found.places['standard_error'])}"]


def population_again(results: "PopulationResults") -> list[str]:
    """Return with which seed a population was played, and what would make it more certain.

    Parameters
    ----------
    results
        A played population.
    """
    if results.repetitions == 1:
        return [f"{_played(results)}; `--repetitions {FEW}` tells how much of this is luck."]
    return [f"{_played(results)}; {_more(results, results.ranking['standard_error'])}"]


def _played(results: "AnyResults") -> str:
    from analysis.words import count

    return f"Seed {results.rules.seed}, {count(results.repetitions, 'repetition')}"


def _more(results: "AnyResults", errors: Any) -> str:
    """Return what more repetitions would do."""
    errors = np.asarray(errors, float)
    if np.isnan(errors).all() or (results.repetitions == 1 and np.isnan(errors).any()):
        return f"`--repetitions {FEW}` tells how much of this is luck."
    if not np.nan_to_num(errors).any():
        return "every repetition came out the same."
    return f"`--repetitions {4 * results.repetitions}` would about halve the errors."


def _needed(found: "Findings") -> int:
    """Return how many repetitions a test of the first two by mean score needs; 0: no more."""
    if not found.by_mean_score or found.exact or found.places is None or found.pairs is None:
        return 0
    first, second = map(str, found.places.index[:2])
    pair = (first, second) if (first, second) in found.pairs.index else (second, first)
    test: Any = found.pairs.loc[pair]
    needed = float(test["repetitions"])
    return round(needed) if needed <= MOST and not test["settled"] else 0
