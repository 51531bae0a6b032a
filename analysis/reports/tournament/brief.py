"""A tournament in four sentences: who won, who else may be first, cooperation, what stands out."""

import numpy as np

from analysis.reports.tournament import conduct, standing
from analysis.reports.tournament.findings import Findings
from analysis.reports.tournament.rules import less_is_better, rule, told
from analysis.words import SURE, count, listing, percent, some_others


def brief(found: Findings) -> list[str]:
    """Return what to know first, one text per subject.

    Parameters
    ----------
    found
        The statistics of a tournament.
    """
    subjects = (standing.winner(found), _rivals(found), _cooperation(found), _notable(found))
    return [" ".join(texts) for texts in subjects if texts]


def _rivals(found: Findings) -> list[str]:
    """Say how many others could truly be first, and into how many tiers the players fall."""
    frame, by = found.ranking, found.by
    others = len(frame) - 1
    if others < 2 or np.isnan(float(frame["standard_error"].iloc[0])):
        return []  # the sentence on the winner says all of it
    if found.exact:
        alike = int((frame[by] == frame[by].iloc[0]).sum()) - 1
        ends = ("is as good as the first", "are as good as the first")
        return [f"{some_others(alike, others, 'player', *ends)}.", *standing.tiers(found)]
    maybe = len([name for name in standing.maybe_first(found) if name != found.names[0]])
    at_once = found.by_mean_score and found.places is not None
    how = f"{SURE}, all rivals at once" if at_once else f"{SURE} intervals"
    words = some_others(maybe, others, "player", *["could truly be first"] * 2)
    said = [f"{words} ({how})."]
    if frame["standard_error"].notna().all():
        said.append(f"The players fall into {count(int(frame['tier'].iloc[-1]), 'tier')}.")
    return said


def _cooperation(found: Findings) -> list[str]:
    """Say how much cooperation there was, and what nice players got."""
    rates = found.ranking["cooperation"].dropna()
    if rates.empty:
        return []
    said = f"On average, {percent(rates.mean())} of a player's moves were cooperation."
    if len(found.ranking) == 1:
        return [f"{percent(rates.mean())} of its moves were cooperation."]
    return [f"{said} {_nice(found)}".strip()]


def _nice(found: Findings) -> str:
    """Compare nice players with the others, among those that these matches tell apart."""
    known = found.behaviour["is_nice"].dropna().astype(bool)
    noisy = any((*found.results.rules.noise, *found.results.rules.misperception))
    words = f"never the first to defect{', errors aside' if noisy else ''}"
    if known.empty:
        return ""
    nice, others = (found.ranking.loc[known.index[known == is_so], found.by] for is_so in (1, 0))
    if others.empty:
        return f"All players were nice ({words})." if len(known) == len(found.names) else ""
    if nice.empty:
        return f"No player was nice ({words})." if len(known) == len(found.names) else ""
    what = "mean score" if found.by_mean_score else rule(found).words
    return (
        f"{count(len(nice), 'nice player')} ({words}) had a {what} of"
        f" {told(found, nice.mean())}, {count(len(others), 'player')} that"
        f" {'was' if len(others) == 1 else 'were'} not nice {told(found, others.mean())}"
        f"{' (less is better)' * less_is_better(found)}."
    )


def _notable(found: Findings) -> list[str]:
    """Say who won most matches, and who came last."""
    frame, by = found.ranking, found.by
    last = frame[by].iloc[-1]
    if len(frame) < 3 or np.isclose(last, frame[by].iloc[0], rtol=1e-12):
        return conduct.wins(found)
    names = [str(name) for name in frame.index[frame[by] == last]]
    if conduct.champions(found) == names:
        return conduct.wins(found)  # which tells the place of the champion
    return [*conduct.wins(found), f"{listing(names)} came last with {told(found, last)}."]
