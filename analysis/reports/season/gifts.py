"""Sentences on where gifts go: how they concentrate, how many go to new towns, what is lost."""

import numpy as np

from analysis.reports.season.findings import Findings
from analysis.reports.season.numbers import most_of
from analysis.words import listing, percent

FEW = 10  # of fewer towns, a tenth is none
CROWD = 50  # towns from which on chance alone has a known Gini coefficient


def concentration(found: Findings) -> list[str]:
    """Say whether some towns received most of the gifts."""
    results, towns = found.results, found.towns
    inequality = results.inequality
    gini = float(inequality["received"].mean())
    seasons = towns["received"].groupby("repetition")
    top = float(np.mean([most_of(values.to_numpy()) for _, values in seasons]))
    size, mean = len(results.kind_of[0]), float(towns["received"].mean())
    if np.isnan(gini) or size < FEW:
        return []
    chance = ""
    if size >= CROWD and mean >= 5 and results.friends != "given":
        lucky = 1 / np.sqrt(np.pi * mean)  # of Poisson numbers: E|x - y| = 2 sqrt(mean / pi)
        chance = f"; giving at random would make it about {lucky:.2f}"
    how = "hardly concentrate" if gini < 0.1 else "concentrate somewhat"
    how = "concentrate strongly" if gini >= 0.3 else how
    said = (
        f"Gifts {how}: the tenth of the towns with the most gifts received {percent(top)} of all"
        f" gifts (Gini coefficient {gini:.2f}{chance})."
    )
    nice = found.attitudes == 2
    if 0 < nice.mean() < 1:
        got = float(towns["received"].to_numpy()[nice].sum() / towns["received"].sum())
        said += f" Nice towns, {percent(nice.mean())} of all, received {percent(got)} of the gifts."
    incomes = float(inequality["income"].mean())
    if not np.isnan(incomes):
        cost = "Costs" if found.costs else "Incomes"
        said += f" {cost} have a Gini coefficient of {incomes:.2f}."
    return [said]


def new(found: Findings) -> list[str]:
    """Say how many gifts went to towns not met before, at first and at last."""
    share = found.daily["new"]["all"].dropna()
    if len(share) < 2:
        return []
    return [
        f"Gifts to towns not met before were {percent(share.iloc[0])} of the gifts on day"
        f" {share.index[0] + 1} and {percent(share.iloc[-1])} on day {share.index[-1] + 1}."
    ]


def lost(found: Findings) -> list[str]:
    """Say how many gifts were never opened, and how many were not given."""
    frame, towns = found.places, found.towns
    said = []
    share = float(towns["unopened"].sum() / towns["sent"].sum())
    if share > 0:
        rates = (frame["unopened"] / frame["sent"]).dropna()
        said.append(f"{percent(share)} of the gifts left were never opened, and paid nobody.")
        if len(rates) > 1 and rates.max() > 1.2 * rates.min():
            said.append(
                f"Gifts of {rates.idxmax()} were left unopened most often ({percent(rates.max())})."
            )
    unused = 1 - float(towns["sent"].mean()) / max(1, sum(found.results.rules.gifts))
    if unused > 1e-12:
        none = [str(name) for name in frame.index[frame["sent"] == 0]]
        said.append(f"{percent(unused)} of the gifts that towns could give were not given.")
        said += [f"{listing(none)} gave nothing."] if none else []
    return [" ".join(said)] if said else []
