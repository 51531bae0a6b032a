"""What `--json` prints, made of what JSON knows: texts, numbers, lists and tables of rows.

A row is an object with the frame's index first. What is not known is null.
"""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tournament

if TYPE_CHECKING:
    import pandas as pd

    from tournament.cli.saved import AnyResults


def plain(value: Any) -> Any:
    """Return a value as JSON knows it; infinite numbers and missing ones become null.

    >>> plain({"score": float("nan"), "path": Path("a") / "b", "rows": (1, True)})
    {'score': None, 'path': 'a/b', 'rows': [1, True]}
    """
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, Path):
        return value.as_posix()
    if hasattr(value, "tolist"):  # of NumPy
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, (bool, int)) else str(value)


def rows(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Return the rows of a frame, each with its index under the name of the index."""
    whole = frame.reset_index()
    return [plain(row) for row in whole.to_dict("records")]


def document(kind: str, **parts: Any) -> dict[str, Any]:
    """Return what every document has, and its parts.

    >>> list(document("advice", seed=7))
    ['document', 'tournament', 'seed']
    """
    whole: dict[str, Any] = plain({"document": kind, "tournament": tournament.__version__, **parts})
    return whole


def show(whole: Mapping[str, Any]) -> None:
    """Print a document on stdout, where nothing else is then."""
    print(json.dumps(whole, indent=2, allow_nan=False))


def event(results: "AnyResults", written: Mapping[str, Path], again: str = "") -> dict[str, Any]:
    """Return the document of an event.

    Parameters
    ----------
    written
        What was written, by what it is.
    again
        The command that plays the same again, if it is known.
    """
    from analysis import summary
    from tournament.results.showing.exact import exactness
    from tournament.results.tournament import Results

    exact: dict[str, Any] = {}
    if isinstance(results, Results) and results.tallies.exact is not None:
        exact = {
            "exact": [
                [results.names[p] for p in pair]
                for pair in results.matches[results.tallies.exact].tolist()
            ],
            "exact_in_words": exactness(results),
        }
    return document(
        results.played.event,
        rules=results.rules.describe(),
        seed=results.rules.seed,
        repetitions=results.repetitions,
        summary=figures(results),
        in_words=summary(results),
        ranking=rows(results.ranking),
        **exact,
        withdrawn=results.manifest.get("failures", []),
        settling=results.manifest.get("settling"),
        written=written,
        again=again or results.manifest.get("command"),
    )


def figures(results: "AnyResults") -> dict[str, Any]:
    """Return the figures of an event as a whole."""
    from tournament import outcomes
    from tournament.results.population import PopulationResults
    from tournament.results.tournament import Results

    best = {"best": results.ranking.index[0]}
    if isinstance(results, Results):
        seen = results.tallies.totals.sum(axis=(0, 1, 2, 3))  # each turn from both seats
        return best | {
            "players": len(results.names),
            "matches": len(results.matches) * results.repetitions,
            "turns": round(float(seen.sum()) / 2),
            "cooperation": float(outcomes.cooperation(seen)),
        }
    if isinstance(results, PopulationResults):
        return best | {
            "types": len(results.types),
            "places": results.size,
            "generations": float(results.times["generation"].mean()),
            "fixed": results.repetitions - results.fixation.attrs["open"],
        }
    towns = results.towns
    return best | {
        "kinds": len(results.kinds),
        "towns": len(towns) // results.repetitions,
        "gifts": int(towns["sent"].sum()),
        "income": float(towns["income"].mean()),
    }
