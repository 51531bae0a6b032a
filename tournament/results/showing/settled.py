"""A sentence on a tournament that was played until its ranking was settled."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tournament.results.tournament import Results

NAMED = 3  # pairs that the sentence names


def settled(results: "Results") -> str:
    """Return which places are settled after how many repetitions, or which pairs are still open.

    Parameters
    ----------
    results
        Of a tournament that was played until settled.
    """
    asked = results.manifest["settling"]
    places = "first place" if asked["places"] == 1 else f"first {asked['places']} places"
    after = (
        f"after {results.repetitions:,} repetitions (error at most {1 - asked['confidence']:.2g}"
        ", all looks and pairs together)"
    )
    if not asked["settled"]:
        pairs = [" and ".join(pair) for pair in asked["open"]]
        more = f", and {len(pairs) - NAMED} pairs more" if len(pairs) > NAMED else ""
        return f"Not settled {after}: {'; '.join(pairs[:NAMED])}{more}."
    ties = [" and ".join(pair) for pair in asked["tied"]]
    return f"Settled: the {places} {after}" + (
        f"; always tied: {'; '.join(ties)}." if ties else "."
    )
