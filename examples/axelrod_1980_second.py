"""Axelrod's second tournament, all 63 programs, played again and compared with the publication.

python examples/axelrod_1980_second.py [--repetitions 50]

The publication is Axelrod (1980), More Effective Choice in the Prisoner's Dilemma, Journal of
Conflict Resolution 24. Each program played five games with each program and with a copy of itself.
The games had five lengths, which the programs were not told. A repetition here is all that was
played in 1980. Knight, Campbell, Harper, Gaffney and Glynatsi (2025, arXiv:2510.15438) played the
Fortran programs 25,000 times. `axelrod_1980_second.csv` has what is known of the published result.
docs/studies/published_tournaments.md says where our results differ.
"""

import argparse
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

import strategies
from tournament import PRISONERS_DILEMMA, C, D, Results, Strategy, Tournament, strategy

LENGTHS = (63, 77, 151, 156, 308)
REPETITIONS = 50
PUBLISHED = pd.read_csv(Path(__file__).with_suffix(".csv"), comment="#")


class Played(NamedTuple):
    """What was played, in points of a game.

    points
        (r, p) of each player in each repetition, the mean over lengths and opponents.
    pairs, deviations
        (p, p) means of the row's player with the column's, and how they deviate between
        repetitions.
    leads
        (p,) in which share of tournaments of one length, without games against copies, a player is
        first.
    """

    points: np.ndarray
    pairs: pd.DataFrame
    deviations: pd.DataFrame
    leads: np.ndarray


def games(field: list[Strategy], turns: int, repetitions: int, graph: object = None) -> Results:
    """Return the results of all games of one length. Each length has its own seed: with the same
    one, a game would begin like the shorter games."""
    rules = {"turns": turns, "length_known": False, "seed": turns, "graph": graph}
    event = Tournament(field, PRISONERS_DILEMMA, repetitions=repetitions, **rules)
    return event.play(progress=False)


def first(points: np.ndarray) -> np.ndarray:
    """Return (p,) in which share of repetitions each player is first, from (r, p) points. Players
    who are first together share the place."""
    leads = points == points.max(axis=1, keepdims=True)
    return (leads / leads.sum(axis=1, keepdims=True)).mean(axis=0)


def play(repetitions: int = REPETITIONS) -> Played:
    """Play the tournament."""
    field = strategies.axelrod_second()
    points, pairs, variances, leads = [], [], [], []
    for turns in LENGTHS:
        results = games(field, turns, repetitions)
        points.append(turns * results.per_repetition.to_numpy())
        pairs.append(turns * results.payoffs)
        variances.append((turns * results.payoff_deviations) ** 2)
        others = results.tallies.totals[:, :, 0, 0]
        leads.append(first(others @ PRISONERS_DILEMMA.payoffs[0].ravel()))
    n = len(LENGTHS)
    return Played(sum(points) / n, sum(pairs) / n, sum(variances) ** 0.5 / n, sum(leads) / n)


def ranks(points: pd.Series) -> pd.Series:
    """Return the ranks of points, the most first."""
    return points.rank(ascending=False, method="min").astype(int)


def compare(played: Played) -> pd.DataFrame:
    """Return what was published and what we get, the entries in the published order.

    Columns are the ranks; the ranks between which 90% of single repetitions are; points of a game
    and their standard error; points of tit for tat in a game with the entry, in 1980 and ours, and
    how much ours deviate between repetitions.
    """
    points = pd.DataFrame(played.points, columns=played.pairs.columns)
    places = points.rank(axis=1, ascending=False)
    table = pd.DataFrame(index=points.columns.rename(None))
    table["rank_1980"] = PUBLISHED["rank"].to_numpy()
    table["rank"] = ranks(points.mean())
    table["low"] = places.quantile(0.05, interpolation="nearest").astype(int)
    table["high"] = places.quantile(0.95, interpolation="nearest").astype(int)
    table["points"] = points.mean()
    table["error"] = points.std() / np.sqrt(len(points))
    table["with_tft_1980"] = PUBLISHED["tit_for_tat"].to_numpy()
    table["with_tft"] = played.pairs.loc["tit_for_tat"]
    table["deviation"] = played.deviations.loc["tit_for_tat"]
    return table


def shares(values: np.ndarray, names: pd.Index) -> str:
    """Return the shares of 1% and more as text, the largest first."""
    ordered = pd.Series(values, names).sort_values(ascending=False)
    return ", ".join(f"{name} {share:.1%}" for name, share in ordered.items() if share >= 0.01)


def agreement(ranking: pd.Series) -> str:
    """Return how well ranks agree with the published ranks."""
    return f"{np.corrcoef(ranking, PUBLISHED['rank'])[0, 1]:.3f}"


def apart(played: Played) -> float:
    """Return how many standard errors our points are apart from those of the Fortran programs, as a
    root mean square over entries."""
    errors = PUBLISHED["deviation"] * np.sqrt(1 / 50 + 1 / len(played.points))
    z = (played.points.mean(axis=0) - PUBLISHED["points"]) / errors
    return float(np.sqrt((z**2).mean()))


def findings(table: pd.DataFrame, played: Played) -> list[str]:
    """Return lines that say how well published and our results agree."""
    outside = table.query("rank_1980 < low or rank_1980 > high").index
    near = (table["with_tft"] - table["with_tft_1980"]).abs() < 1
    certain = table["deviation"] == 0
    return [
        f"Correlation of ranks: {agreement(table['rank'])}",
        f"Published rank below low or above high: {', '.join(outside)}",
        f"First in a repetition: {shares(first(played.points), table.index)}",
        f"First in games of one length, without copies: {shares(played.leads, table.index)}",
        f"Points of tit for tat as published, to one point: with {near.sum()} of 63 entries,"
        f" {near[certain].sum()} of {certain.sum()} without chance",
        f"Points less points of the Fortran programs: {apart(played):.2f} standard errors"
        f" (root mean square)",
    ]


@strategy
def champion_who_retaliates(me, opponent):
    """Cooperate for ten turns, then play tit for tat: `champion_1980` without its last clause."""
    return D if me.turn >= 10 and opponent.last == D else C


@strategy
def champion_who_counts_on(me, opponent):
    """Cooperate for ten turns, play tit for tat for fifteen, then cooperate: `champion_1980` if its
    count of cooperations goes on from game to game."""
    return D if 10 <= me.turn < 25 and opponent.last == D else C


def instead_of_champion(variant: Strategy, played: Played, repetitions: int) -> str:
    """Return what a variant gets that plays in the place of `champion_1980`."""
    field = strategies.axelrod_second()
    field = [variant if player.name == "champion_1980" else player for player in field]
    names = [player.name for player in field]
    graph = [(variant.name, name) for name in names]
    met = sum(turns * games(field, turns, repetitions, graph).payoffs for turns in LENGTHS)
    pairs = (met / len(LENGTHS)).fillna(played.pairs.set_axis(names).set_axis(names, axis=1))
    points = pairs.mean(axis=1)
    return (
        f"{variant.name}: {points[variant.name]:.1f} points, rank {ranks(points)[variant.name]};"
        f" correlation of ranks: {agreement(ranks(points))}"
    )


def main(repetitions: int = REPETITIONS) -> None:
    """Print the table, how well it agrees, and what may have been Champion's program."""
    played = play(repetitions)
    table = compare(played)
    print(table.round(1).to_string())
    print("", *findings(table, played), "", "Instead of champion_1980:", sep="\n")
    for variant in (champion_who_retaliates, champion_who_counts_on):
        print(instead_of_champion(variant, played, REPETITIONS))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repetitions", type=int, default=REPETITIONS)
    main(parser.parse_args().repetitions)
