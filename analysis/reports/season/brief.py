"""A season in four lines: who earned most, who else may be first, niceness, partner rules.

Each line fits a terminal of 80 columns where names are short. The report has the whole sentences.
"""

import numpy as np

from analysis.reports.season import gifts, incomes, summary
from analysis.reports.season.findings import Findings
from analysis.words import listing, number, percent, some_others
from tournament import outcomes


def brief(found: Findings) -> list[str]:
    """Return what to know first, one line per subject.

    Parameters
    ----------
    found
        The numbers of a season.
    """
    if not found.opened:
        return summary.summary(found)
    lines = (_first(found), _rivals(found), _niceness(found), _notable(found))
    return [line for line in lines if line]


def _first(found: Findings) -> str:
    """Say which kind earns most, and whether that is sure."""
    frame = found.places
    first = frame.iloc[0]
    income = f"{'a cost of ' * found.costs}{number(first['income'], found.digits)} per town"
    if len(frame) == 1:
        return f"All towns play {frame.index[0]}: {income} over the season."
    if incomes.all_equal(found):
        return f"All {len(frame)} kinds end with the same: {income}."
    leaders = [str(name) for name in frame.index[frame["rank"] == 1]]
    verb = f"{'pay' if found.costs else 'earn'}{'s' * (len(leaders) == 1)}"
    said = f"{listing(leaders)} {verb} {'least' if found.costs else 'most'}: {income}"
    maybe = frame.index[(frame["best_rank"] == 1) & (frame["rank"] != 1)]
    if np.isnan(first["standard_error"]) or len(maybe):
        return f"{said}, maybe by luck."
    return f"{said}, not by luck." if len(leaders) == 1 else f"{said}."


def _rivals(found: Findings) -> str:
    """Say how many other kinds could truly be first, and which is last."""
    frame = found.places
    leaders = frame["rank"] == 1
    others = int((~leaders).sum())
    if others < 2 or np.isnan(float(frame["standard_error"].iloc[0])):
        return ""  # the line on the first says all of it
    maybe = int(((frame["best_rank"] == 1) & ~leaders).sum())
    words = some_others(maybe, others, "kind", *["could truly be first"] * 2)
    last = number(frame["income"].iloc[-1], found.digits)
    return f"{words}; {frame.index[-1]} is last with {last}."


def _niceness(found: Findings) -> str:
    """Say how many moves were nice, and what nice towns got."""
    moves = np.sum([tallies.daily.sum((0, 1, 2)) for tallies in found.results.tallies], axis=0)
    nice = f"{percent(float(outcomes.cooperation(moves)))} of moves were nice"
    gap = incomes.gap(found)
    if gap is None:
        return f"{nice}."
    if not gap.sure:
        return f"{nice}; nice and naughty towns fared alike (within error)."
    verb = "paid" if found.costs else "earned"
    more = "more" if gap.mean > 0 else "less"
    much = number(abs(gap.mean), found.digits)
    return f"{nice}; nice towns {verb} {much} {more} than naughty ones."


def _notable(found: Findings) -> str:
    """Compare partner rules; or say how even incomes were, where there is but one."""
    rated = incomes.rated(found)
    if rated is None:
        return " ".join(gifts.concentration(found))
    first, *rest = rated.means.items()
    verb = "costs" if found.costs else "earns"
    said = f"Partner rules: {first[0]} {verb} {number(first[1], found.digits)} per town"
    said += "".join(f", {name} {number(mean, found.digits)}" for name, mean in rest[:2])
    return f"{said}." if rated.lead.sure else f"{said}; maybe luck."
