"""A population in four lines: who took over or survives, how sure, how long, and theory.

Each line fits a terminal of 80 columns where names are short. The report has the whole sentences.
"""

from analysis.reports.population import endings
from analysis.reports.population.findings import Findings, Side
from analysis.reports.population.summary import upper
from analysis.words import count, listing, percent


def brief(found: Findings) -> list[str]:
    """Return what to know first, one line per subject.

    Parameters
    ----------
    found
        The numbers of a population.
    """
    sides = list(found.sides())
    if all(map(endings.alone, sides)):
        return [upper(text) for text in endings.who(found)]
    lines = [f"{side.begin}{_first(found, side)}" for side in sides]
    lines += [endings.left(found)] if len(sides) == 1 and _compared(found) else []
    return [line for line in (*lines, _time(found), *_rare(found)) if line]


def _compared(found: Findings) -> bool:
    """Return whether there is an interval that separates types."""
    return found.results.repetitions > 1 and bool(found.ranking["low"].notna().any())


def _first(found: Findings, side: Side) -> str:
    """Say who took over most often, or who has most places."""
    frame, many = side.ranking, found.results.repetitions
    names = listing([str(name) for name in frame.index[frame["rank"] == 1]], endings.NAMED)
    share = percent(frame["share"].iloc[0])
    often = int(found.fixation["repetitions"][frame.index[0]])
    each = " each" * (int((frame["rank"] == 1).sum()) > 1)
    if found.fixes and not found.open and many == 1:
        return f"{names} took over in the only repetition."
    if found.fixes and not found.open:
        return f"{names} took over in {often:,} of {many:,} repetitions{each} ({share})."
    return f"{names} {'have' if each else 'has'} most places: {share}{each}."


def _time(found: Findings) -> str:
    """Say how long repetitions were."""
    after = found.results.times["generation"]
    mean = f"{after.mean():,.1f} generations"
    mean = mean if after.nunique() > 1 else count(int(after.iloc[0]), "generation")
    if not found.fixes or found.open == found.results.repetitions:
        return f"{count(found.results.repetitions, 'repetition')} of {mean}."
    left = f"; several types were left in {found.open:,}" if found.open else ""
    return f"Repetitions ended after {mean}{left}."


def _rare(found: Findings) -> list[str]:
    """Say what theory says of the long run."""
    if found.theory is None:
        return []
    mixed = found.theory.mixed
    shares = found.theory.rare if mixed is None else mixed.shares
    shares = shares.sort_values(ascending=False, kind="stable")
    if mixed is not None:
        return [f"In the long run, theory expects {shares.index[0]} {percent(shares.iloc[0])}."]
    if shares.iloc[0] - shares.iloc[-1] < endings.SAME:
        return ["With rare mutations, theory expects each type equally often."]
    return [f"With rare mutations, theory expects {shares.index[0]} {percent(shares.iloc[0])} of"
            " the time."]  # fmt: skip
