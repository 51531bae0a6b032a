"""What a manifest notes of an event must fit what was played."""

from collections.abc import Mapping, Sequence
from typing import Any

from tournament.authors.partners import MOST_PER_FRIEND
from tournament.results.provenance import Settled
from tournament.results.ranking import RANKINGS

MOST = 2**31 - 1  # repetitions


def contradiction(
    facts: Mapping[str, Any],
    names: Sequence[str],
    rules: Any,
    repetitions: int,
    plugins: Mapping[str, Any],
) -> str:
    """Return what is wrong with the notes of a manifest; empty where nothing is.

    Parameters
    ----------
    facts
        What is noted; types are right already.
    names
        Who played.
    rules, repetitions, plugins
        What was played, and the facts of the rules by name.
    """
    if facts.get("seed", rules.seed) != rules.seed:
        return "`seed` is not that of `rules`"
    if facts.get("rank_by", "score") not in RANKINGS:
        return "`rank_by` is no rule of ranking"
    for name in names:
        per_friend = plugins[name].get("partner", {}).get("per_friend", 1)
        if not 1 <= per_friend <= MOST_PER_FRIEND:
            return f"`per_friend` must be a whole number in [1, {MOST_PER_FRIEND}]"
    return _settling(facts["settling"], names, repetitions) if "settling" in facts else ""


def _settling(found: Settled, names: Sequence[str], repetitions: int) -> str:
    """Return what is wrong with the notes of a tournament that was played until settled."""
    pairs = [*found["open"], *found["tied"]]
    if any(one == other or not {one, other} <= set(names) for one, other in pairs):
        return "`settling` names pairs that are no two players"
    if found["settled"] == bool(found["open"]) or not 1 <= found["places"] <= len(names):
        return "`settling` contradicts itself"
    if not (0.5 <= found["confidence"] < 1 and repetitions <= found["most_repetitions"] <= MOST):
        return "`settling` contradicts `repetitions`, or has no confidence from 0.5 to below 1"
    return ""
