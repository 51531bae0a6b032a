"""A tournament in four lines: who won, who else may be first, cooperation, what stands out.

Each line fits a terminal of 80 columns where names are short. The report has the whole sentences.
"""

import numpy as np

from analysis.reports.tournament import conduct, standing
from analysis.reports.tournament.findings import Findings
from analysis.reports.tournament.rules import less_is_better, shown, told
from analysis.words import SURE, count, listing, ordinal, percent, some_others, span


def brief(found: Findings) -> list[str]:
    """Return what to know first, one line per subject.

    Parameters
    ----------
    found
        The statistics of a tournament.
    """
    lines = (_first(found), _rivals(found), _cooperation(found), _notable(found))
    return [line for line in lines if line]


def _first(found: Findings) -> str:
    """Say who came first, with what, and whether that is sure."""
    frame, by = found.ranking, found.by
    best, name = frame.iloc[0], found.names[0]
    score = _amount(found, best[by])
    if len(frame) == 1:
        return f"{name} played alone, with {score}."
    if np.isnan(best["standard_error"]):
        return f"{name} came first with {score}; after one repetition this may be luck."
    if found.exact:
        alike = standing.names_where(frame[by] == best[by])
        if len(alike) > 1:
            return f"{listing(alike)} share the first place with {score}."
        return f"{name} won with {score}. {standing.exactness(found)}"
    if best["standard_error"] > 0:
        score += f" ({SURE}: {span(told(found, best['low']), told(found, best['high']))})"
    if [other for other in standing.maybe_first(found) if other != name]:
        return f"{name} came first with {score}, maybe by luck."
    if found.by_mean_score:
        return f"{name} won with {score}, not by luck."
    return f"{name} won with {score}. No other interval overlaps its own."


def _amount(found: Findings, value: float) -> str:
    """Return a number of the ranking's rule with its unit."""
    if found.by_mean_score:
        return f"{'a cost of ' * less_is_better(found)}{told(found, value)} per turn"
    return shown(found, value)


def _rivals(found: Findings) -> str:
    """Say how many others could truly be first, and into how many tiers the players fall."""
    frame, by = found.ranking, found.by
    others = len(frame) - 1
    if others < 2 or np.isnan(float(frame["standard_error"].iloc[0])):
        return ""  # the line on the winner says all of it
    if found.exact:
        alike = int((frame[by] == frame[by].iloc[0]).sum()) - 1
        ends = ("is as good as the first", "are as good as the first")
        return f"{some_others(alike, others, 'player', *ends)}."
    maybe = len([name for name in standing.maybe_first(found) if name != found.names[0]])
    words = some_others(maybe, others, "player", *["could truly be first"] * 2)
    if frame["standard_error"].isna().any():
        return f"{words}."
    return f"{words}; there {_are(int(frame['tier'].iloc[-1]), 'tier')}."


def _are(many: int, thing: str) -> str:
    return f"{'is' if many == 1 else 'are'} {count(many, thing)}"


def _cooperation(found: Findings) -> str:
    """Say how much cooperation there was, and what nice players got."""
    rates = found.ranking["cooperation"].dropna()
    if rates.empty:
        return ""
    if len(found.ranking) == 1:
        return f"{percent(rates.mean())} of its moves were cooperation."
    return f"Cooperation: {percent(rates.mean())} on average{_nice(found)}."


def _nice(found: Findings) -> str:
    """Compare nice players with the others, among those that these matches tell apart."""
    known = found.behaviour["is_nice"].dropna().astype(bool)
    nice, others = (found.ranking.loc[known.index[known == is_so], found.by] for is_so in (1, 0))
    if nice.empty or others.empty:
        alone = "; all players were nice" if others.empty else "; no player was nice"
        return alone if len(known) == len(found.names) else ""
    costs = found.by_mean_score and less_is_better(found)
    return (
        f"; {count(len(nice), 'nice player')} {'paid' if costs else 'got'}"
        f" {told(found, nice.mean())}, {len(others)} not nice {told(found, others.mean())}"
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
    most, values = percent(frame["wins"].max()), frame[found.by]
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
    frame, by = found.ranking, found.by
    last = frame[by].iloc[-1]
    if len(frame) < 3 or np.isclose(last, frame[by].iloc[0], rtol=1e-12):
        return ""
    names = standing.names_where(frame[by] == last)
    if conduct.champions(found) == names:
        return ""
    return f"{listing(names)} came last with {told(found, last)}"
