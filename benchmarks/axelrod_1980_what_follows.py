"""What follows from Axelrod's second tournament: docs/studies/published_tournaments.md.

    python benchmarks/axelrod_1980_what_follows.py [--repetitions 100] [--write]

One table of pairs is played: the 63 programs and the other rules of the library that need no
arguments, but for teams and meta players. All is computed from this table, except for noise and
for the ecological tournament of single repetitions. Lengths and points are those of
`examples/axelrod_1980_second.py`.

Sources: Axelrod (1980), More Effective Choice in the Prisoner's Dilemma, Journal of Conflict
Resolution 24, for the tournament. Axelrod (1984), The Evolution of Cooperation, chapter 2 and
appendix A, for the linear model, the hypothetical tournaments and the ecological one. Knight and
others (2025), arXiv:2510.15438, for more rules.
"""

import argparse
import time
from itertools import combinations
from math import comb
from typing import NamedTuple

import numpy as np
import pandas as pd
from axelrod_1980_second import example
from pages import DOCS, measured, put

import strategies
from analysis import ecological
from strategies.contents.facts import required
from tournament import PRISONERS_DILEMMA, Tournament
from tournament.authors.registry import library

LEFT_OUT = ("teams", "meta_players")
REPRESENTATIVES = {6: 0.202, 30: 0.198, 35: 0.110, 46: 0.072, 27: 0.086}
"""The five representatives by rank in 1980, with their published weights."""
CONSTANT, CORRELATION = 120.0, 0.979
WINNERS = dict.fromkeys(REPRESENTATIVES, "tit_for_tat") | {30: "leyland"}
"""Who won, as published, when the constituency of a representative was five times as large."""
TIMES = 5
MOMENTS = (0, 50, 200, 500, 1000)
LATER = 10_000
"""Until which generation the end of Harrington's program is awaited."""
ONCE = 50
"""How many single repetitions are taken for the ecological tournament."""
CHAMPION = "666666656666666565566666565656666666665666666565555655444552442"
"""Points of Champion's program with the 63 in 1980, as table 5 of Axelrod (1984) has them."""
CODES = {
    "1": (0, 99.9), "2": (100, 199.9), "3": (200, 299.9), "4": (300, 399.9), "5": (400, 452.9),
    "6": (453, 453), "7": (453.1, 499.9), "8": (500, 599.9), "9": (600, 1540),
}  # fmt: skip
WITH_MORE = (0.847, 0.717, 0.608)
"""How often tit for tat is first with 1, 2, 3 more rules, in Knight and others (2025)."""
SHOWN = 10
DEAD = 0.01
"""The part of its first share below which an entry counts as dead."""
BLOCK = 20_000


# -- what is played --------------------------------------------------------------------------------


def programs():
    """Return the 63 programs, by their names, in the published order."""
    return {rule.name: rule for rule in strategies.axelrod_second()}


def others():
    """Return the library's other rules that play without arguments, but for teams."""
    families = strategies.catalogue()["family"]
    return [
        rule
        for name, rule in library().items()
        if name not in programs() and not required(rule) and families[name] not in LEFT_OUT
    ]


def games(players, repetitions, noise=0.0, draw=0):
    """Return results of the games of each length. Each draw has seeds of its own."""
    return {
        turns: Tournament(
            players, PRISONERS_DILEMMA, turns=turns, length_known=False, noise=noise,
            repetitions=repetitions, seed=turns + 1000 * draw,
        ).play(progress=False)
        for turns in example().LENGTHS
    }  # fmt: skip


def pairs(played):
    """Return (p, p) points of a game, of the row's player with the column's."""
    return sum(turns * results.payoffs for turns, results in played.items()) / len(played)


def twins(played, name="tit_for_tat"):
    """Return who gets the points of a program from every program without chance in it."""
    table = pairs(played)
    varied = sum(results.payoff_deviations.loc[name] for results in played.values())
    certain = [each for each in programs() if varied[each] == 0]
    same = np.isclose(table[certain], table.loc[name, certain]).all(axis=1)
    return [each for each in table.index[same] if each not in programs()]


def place(points, name="tit_for_tat"):
    """Return the rank of a player by points, the most first."""
    return int(points.rank(ascending=False, method="min")[name])


# -- the linear model, and hypothetical tournaments ------------------------------------------------


class Model(NamedTuple):
    """Points in the tournament as a sum: a constant, weights times points with representatives, and
    residuals."""

    points: pd.Series
    scores: pd.DataFrame
    constant: float
    weights: pd.Series
    residuals: pd.Series

    def times(self, which, factor):
        """Return points if one constituency, a column of `scores` or "residuals", were as many
        times as large. They are not divided by the larger number of entries: ranks stay."""
        part = self.residuals
        if which != "residuals":
            part = self.weights[which] * self.scores[which]
        return self.points + (factor - 1) * part

    def correlation(self):
        """Return the correlation of points with what the model says."""
        return float(self.points.corr(self.points - self.residuals))


def model(table, weights=None, constant=CONSTANT):
    """Return the linear model, with given weights or with those of least squares."""
    points = table.mean(axis=1)
    scores = table.iloc[:, [rank - 1 for rank in REPRESENTATIVES]]
    if weights is None:
        known = np.column_stack([np.ones(len(points)), scores])
        constant, *weights = np.linalg.lstsq(known, points.to_numpy(), rcond=None)[0]
    weights = pd.Series(weights, scores.columns)
    return Model(points, scores, constant, weights, points - constant - scores @ weights)


# -- more entries ----------------------------------------------------------------------------------


def winners(table, number, size):
    """Return how often each player is first, if every choice of `size` of the players after the
    first `number` joins these. A first player who shares the place has it."""
    m = table.to_numpy()
    base, more = m[:number], m[number:]
    sums, of_more = base[:, :number].sum(axis=1), more[:, :number].sum(axis=1)
    sums[0] += 1e-6  # the first player's ties, whatever is rounded
    choices = np.array(list(combinations(range(len(more)), size)))
    found = np.zeros(len(m), int)
    for chosen in np.array_split(choices, -(-len(choices) // BLOCK)):
        columns = chosen.T + number
        old = sums[:, None] + sum(base[:, column] for column in columns)
        new = [of_more[row - number] + m[row, columns].sum(axis=0) for row in columns]
        best = np.vstack([old, *new]).argmax(axis=0)
        names = np.vstack([*np.broadcast_to(np.arange(number)[:, None], old.shape), *columns])
        found += np.bincount(names[best, np.arange(len(best))], minlength=len(m))
    return pd.Series(found, table.index).sort_values(ascending=False, kind="stable")


# -- lines of the page -----------------------------------------------------------------------------


def row(*cells):
    """Return a row of a table."""
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def head(*cells):
    """Return the first two lines of a table."""
    return [row(*cells), f"|---|{'---:|' * (len(cells) - 1)}"]


def linear(table):
    """Return the table of the linear model."""
    ours = model(table)
    said = model(table, list(REPRESENTATIVES.values()))
    lines = ["**The linear model.**", "", *head("", "published", "ours")]
    lines.append(row("constant", CONSTANT, f"{ours.constant:.1f}"))
    for (rank, weight), name in zip(REPRESENTATIVES.items(), ours.weights.index, strict=True):
        lines.append(row(f"{name}, rank {rank}", weight, f"{ours.weights[name]:.3f}"))
    lines += [
        row("correlation", CORRELATION, f"{ours.correlation():.3f}"),
        "",
        f"The published weights say our points with a correlation of {said.correlation():.3f}. The"
        f" residual of tit for tat was 13.3 points; it is {ours.residuals['tit_for_tat']:.1f}.",
    ]
    return lines


def hypothetical(table):
    """Return the table of the hypothetical tournaments."""
    ours, lines = model(table), ["**Six hypothetical tournaments.**", ""]
    lines += head("five times", "first in 1980", "first", "second", "tit for tat", "correlation")
    ranks = dict(zip(ours.weights.index, REPRESENTATIVES, strict=True))
    for which in (*ours.weights.index, "residuals"):
        points = ours.times(which, TIMES).sort_values(ascending=False)
        published = WINNERS.get(ranks.get(which), "tit_for_tat")
        fit = f"{points.corr(ours.points):.2f}"
        lines.append(row(which, published, *points.index[:2], place(points), fit))
    return lines


def generations(table):
    """Return the table of the ecological tournament, and what it says."""
    shares = ecological(table, max(MOMENTS))
    first, last = shares.iloc[0], shares.iloc[-1]
    shown = last.sort_values(ascending=False).index[:SHOWN]
    lines = ["**The ecological tournament.**", "", *head("share at generation", *MOMENTS)]
    lines += [row(name, *(f"{shares[name][m]:.2%}" for m in MOMENTS)) for name in shown]
    dead = shares.lt(DEAD * first)
    lines.append(row("entries dead", *dead.sum(axis=1)[[*MOMENTS]]))
    order = table.mean(axis=1).sort_values().index
    halved = (shares.lt(first / 2)).loc[5, order[:11]].sum()
    bottom, middle = shares.loc[50, order[:21]], shares.loc[50, order[21:42]]
    speed = (shares.iloc[-1] / shares.iloc[-2]).idxmax()
    lines += [
        "",
        f"An entry counts as dead below {DEAD:.0%} of its first share. At generation 5, {halved} of"
        f" the lowest eleven have less than half of their first share. At 50, the lowest third"
        f" together has {bottom.sum():.1%}, and {(middle < first.iloc[0]).sum()} of the 21 in the"
        f" middle have less than at first. At the end, `{speed}` grows fastest.",
    ]
    return lines


def harrington(field, table):
    """Return a line that says what becomes of Harrington's program in a field."""
    shares = ecological(table, LATER)
    own, leader = shares["harrington_1980"], shares.idxmax(axis=1).iloc[1:]
    ahead = leader.index[leader == own.name]
    led = f"from {ahead.min()} to {ahead.max()}" if len(ahead) else "in no generation"
    gone = own < DEAD * own.iloc[0]
    end = f"dead from {gone.idxmax():,}" if gone.any() else f"not dead at {LATER:,}"
    never = last = 0
    for draw in range(1, ONCE + 1):
        leaders = ecological(pairs(games(field, 1, draw=draw)), max(MOMENTS)).idxmax(axis=1)
        never += (leaders.iloc[1:] == "tit_for_tat").all()
        last += leaders.iloc[-1] == "tit_for_tat"
    at_end = shares.loc[max(MOMENTS)].sort_values(ascending=False).iloc[:3]
    return (
        f"`{own.name}` leads {led}. It has most, {own.max():.1%}, at generation {own.idxmax()}; has"
        f" {own[max(MOMENTS)]:.1%} at {max(MOMENTS):,}; and is {end}. First at {max(MOMENTS):,} are"
        f" {', '.join(f'{name} ({share:.1%})' for name, share in at_end.items())}. From single"
        f" repetitions, as in 1980, tit for tat is first at {max(MOMENTS):,} in {last} of {ONCE},"
        f" and leads in every generation in {never}."
    )


def unlike_1980(played, name):
    """Return text: the programs with which a program has other points than Champion's in 1980, by
    more than four deviations of single repetitions."""
    points = pairs(played).loc[name]
    squares = [(turns * each.payoff_deviations.loc[name]) ** 2 for turns, each in played.items()]
    margins = 0.05 + 4 * np.sqrt(sum(squares)).fillna(0) / len(played)
    found = []
    for code, other in zip(CHAMPION, points.index, strict=True):
        low, high = CODES[code]
        if not low - margins[other] <= points[other] <= high + margins[other]:
            found.append(f"{other} ({points[other]:.1f}, in 1980 {low} to {high})")
    return ", ".join(found) or "nobody"


def champion(repetitions):
    """Return lines about Champion's program, and one that always retaliates in its place."""
    lines = ["**Champion's program.** It is unlike its row of the matrix of 1980 with:", ""]
    fates = []
    for variant in (programs()["champion_1980"], example().champion_who_retaliates):
        field = [variant if rule.name == "champion_1980" else rule for rule in programs().values()]
        played = games(field, repetitions)
        lines.append(f"- `{variant.name}`: {unlike_1980(played, variant.name)}")
        fates.append(f"- with `{variant.name}`: {harrington(field, pairs(played))}")
    return [*lines, "", "The ecological tournament then:", "", *fates]


def with_more(table, number):
    """Return the table of tournaments with one, two or three more rules."""
    more = len(table) - number
    lines = [f"**One, two or three more rules**, of {more} of the library.", ""]
    lines += head("more", "tournaments", "tit for tat first", "in 2025", "others first")
    for size, published in enumerate(WITH_MORE, 1):
        found = winners(table, number, size) / comb(more, size)
        first = f"{found.pop('tit_for_tat'):.1%}"
        said = ", ".join(f"{name} {part:.1%}" for name, part in found.items() if part >= 1e-3)
        lines.append(row(size, f"{comb(more, size):,}", first, f"{published:.1%}", said))
    return lines


def noisy(table, repetitions):
    """Return the table of noisy tournaments."""
    fields = {0.0: table.mean(axis=1)}
    for noise in (0.01, 0.05):
        fields[noise] = pairs(games([*programs().values()], repetitions, noise)).mean(axis=1)
    orders = [points.sort_values(ascending=False) for points in fields.values()]
    lines = ["**Noise.**", "", *head("place", *(f"{noise:.0%}" for noise in fields))]
    for k in range(SHOWN):
        lines.append(row(k + 1, *(f"{o.index[k]} {o.iloc[k]:.1f}" for o in orders)))
    fits = [f"{each.corr(fields[0.0], method='spearman'):.2f}" for each in fields.values()]
    return [
        *lines,
        row("place of tit for tat", *map(place, fields.values())),
        row("Spearman", *fits),
    ]


def main():
    """Play, print what follows, and write it if asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repetitions", type=int, default=100)
    parser.add_argument("--write", action="store_true", help="write the page on published ones")
    given = parser.parse_args()
    players, number = [*programs().values(), *others()], len(programs())
    games(players, 1)  # compiles
    begun = time.process_time()
    played = games(players, given.repetitions)
    same = twins(played)
    every = pairs(played).drop(index=same, columns=same)
    table = every.iloc[:number, :number]
    parts = [
        linear(table), hypothetical(table), generations(table), champion(given.repetitions),
        with_more(every, number), noisy(table, given.repetitions),
    ]  # fmt: skip
    spent = time.process_time() - begun
    lines = [line for part in parts for line in (*part, "")]
    lines.append(
        f"Left out, because without noise they play as tit for tat: {', '.join(same)}. All of it,"
        f" with {given.repetitions} repetitions, took {spent:.0f} s of processor time."
        f" {measured('axelrod_1980_what_follows')}"
    )
    print(*lines, sep="\n")
    if given.write:
        put(DOCS / "studies" / "published_tournaments.md", "axelrod 1980 what follows", lines)


if __name__ == "__main__":
    main()
