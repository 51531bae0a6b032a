"""A tournament in five sentences: who won, how sure that is, why, what paid, what surprises.

They are for readers who know no statistics: the first screen of the page has them, and the
terminal. Each fits 80 columns where names are short. How sure it is has four grades: *certain* if
nothing was left to chance, *sure* if a test says so, *not sure*, and *cannot be said*.
"""

import numpy as np

from analysis.reports.tournament import conduct, standing
from analysis.reports.tournament.findings import Findings
from analysis.reports.tournament.rules import less_is_better, shown, told
from analysis.words import SURE, count, in_hundred, listing, ordinal

NAMED = 3
"""At most so many rivals are named; more are counted."""


def brief(found: Findings) -> list[str]:
    """Return what to know first, one sentence or two per question.

    Parameters
    ----------
    found
        The statistics of a tournament.
    """
    lines = (_first(found), _sure(found), _why(found), _paid(found), _notable(found))
    return [line for line in lines if line]


def winners(found: Findings) -> list[str]:
    """Return who came first: more than one if their numbers are equal."""
    values = found.ranking[found.by]
    best = values.iloc[0]
    return standing.names_where((values == best) | (values.index == found.names[0]))


def _first(found: Findings) -> str:
    """Say who came first, and with what."""
    name, frame = found.names[0], found.ranking
    score = _amount(found, frame[found.by].iloc[0])
    if len(frame) == 1:
        with_it = f", with {score}" if np.isfinite(frame[found.by].iloc[0]) else ""
        return f"{name} played alone{with_it}."
    alike = winners(found)
    if len(alike) == len(frame):
        return f"All {len(frame)} players share the first place with {score}."
    if len(alike) > 1:
        return f"{listing(alike)} share the first place with {score}."
    won = _known(found) and (found.exact or not _rivals(found))
    return f"{name} {'won' if won else 'came first'} with {score}."


def _amount(found: Findings, value: float) -> str:
    """Return a number of the ranking's rule with its unit."""
    if found.by_mean_score:
        return f"{'a cost of ' * less_is_better(found)}{told(found, value)} per turn"
    return shown(found, value)


def _known(found: Findings) -> bool:
    """Return whether anything is known of luck: not after one repetition with chance."""
    return not np.isnan(float(found.ranking["standard_error"].iloc[0])) and not (
        found.results.repetitions == 1 and found.ranking["standard_error"].isna().any()
    )


def _rivals(found: Findings) -> list[str]:
    """Return the others that may be first by luck."""
    return [name for name in standing.maybe_first(found) if name not in winners(found)]


def _sure(found: Findings) -> str:
    """Say how sure the first place is, and what that rests on."""
    others = len(found.names) - 1
    alike, them = winners(found), "it" if len(winners(found)) == 1 else "them"
    if not others:
        return ""
    if not _known(found):
        return "How sure this is cannot be said: luck had a part, and it was played once."
    if found.exact:
        return _certain(found)
    if rivals := _rivals(found):
        return f"This is not sure: luck may have put {them} before {_some(rivals, others)}."
    if len(alike) > 1:
        return (
            f"This is not sure: luck may have made {'all of ' * (len(alike) > others)}{them} equal."
        )
    if not found.by_mean_score:
        return f"This is quite sure: no other player's {SURE} interval reaches its own."
    if others == 1:
        return f"This is sure: its lead over {found.names[1]} is larger than luck explains."
    return f"This is sure: its lead over each of the {others} others is more than luck explains."


def _some(rivals: list[str], others: int) -> str:
    """Return some of the others: by name if they are few."""
    if len(rivals) == others > 1:
        return "all others"
    return listing(rivals) if len(rivals) <= NAMED else f"{len(rivals)} of the {others:,} others"


def _certain(found: Findings) -> str:
    """Say why nothing is left to chance."""
    if found.results.tallies.chance.any():
        return "This is nearly certain: every repetition came out the same."
    if found.results.tallies.exact is not None:
        return "This is certain: it was computed, so no luck is in it."
    return "This is certain: chance had no part, so it would come out the same again."


def _why(found: Findings) -> str:
    """Say how the winner behaved, beside the average."""
    names, rates = winners(found), found.ranking["cooperation"]
    if rates.dropna().empty:
        return ""
    mean = rates.loc[names].mean()
    it, its = ("It", "its turns") if len(names) == 1 else ("They", "turns")
    if len(rates) == 1:
        return f"It cooperated in {in_hundred(mean)} of its turns."
    if len(names) == len(rates):
        return f"They cooperated in {in_hundred(mean)} of turns."
    nice = found.behaviour["is_nice"].loc[names].dropna().astype(bool)
    first = ""
    if len(nice) == len(names) and nice.nunique() == 1:
        first = " and never defected first" if nice.iloc[0] else " and sometimes defected first"
    average = in_hundred(rates.mean())
    return f"{it} cooperated in {in_hundred(mean)} of {its} (average {average}){first}."


def _paid(found: Findings) -> str:
    """Say what nice players got, and the others, among those that these matches tell apart."""
    if len(found.names) == 1:
        return ""
    known = found.behaviour["is_nice"].dropna().astype(bool)
    nice, others = (
        found.ranking.loc[known.index[known == is_so], found.by].dropna() for is_so in (1, 0)
    )
    if len(known) == len(found.names) and known.nunique() == 1:
        return "All players were nice: nobody defected first." if known.iloc[0] else (
            "No player was nice: each defected first at times."
        )  # fmt: skip
    if nice.empty or others.empty:
        return ""
    cost = "a cost of " * (found.by_mean_score and less_is_better(found))
    means = [f"{cost}{told(found, values.mean())}" for values in (nice, others)]
    ones = "one" if len(others) == 1 else "ones"
    return (
        f"{count(len(nice), 'nice player')} (never first to defect) averaged {means[0]},"
        f" {len(others)} not nice {ones} {means[1]}."
    )


def _notable(found: Findings) -> str:
    """Say who won most matches, and who came last."""
    parts = [part for part in (_wins(found), _last(found)) if part]
    return f"{'; '.join(parts)}." if parts else ""


def _wins(found: Findings) -> str:
    """Say who won most matches, and where that led."""
    frame = found.ranking
    names = conduct.champions(found)
    if found.by == "wins" or len(frame) < 3 or not 0 < len(names) < len(frame):
        return ""
    if not frame["wins"].max() > 0:
        return ""
    most, values = in_hundred(frame["wins"].max()), frame[found.by]
    if len(names) > 1:
        return f"{listing(names)} won the most matches (each {most})"
    own = values.loc[names[0]]
    better = (values < own) if less_is_better(found) else (values > own)
    if not better.any():
        return f"{names[0]} also won the most matches ({most})"
    place = ordinal(1 + int(better.sum()))
    return f"{names[0]} won the most matches ({most}) but came {place}"


def _last(found: Findings) -> str:
    """Say who came last, unless that was said already."""
    frame = found.ranking
    values = frame[found.by].dropna()
    if len(values) < 3 or np.isclose(values.iloc[-1], values.iloc[0], rtol=1e-12):
        return ""
    names = standing.names_where(frame[found.by] == values.iloc[-1])
    if conduct.champions(found) == names:
        return ""
    return f"{listing(names)} came last with {told(found, values.iloc[-1])}"
