"""Axelrod's second tournament, all 63 programs, played again and compared with the publication.

python examples/axelrod_1980_second.py [REPETITIONS]   (50 if not given)

The publication is Axelrod (1980), More effective choice in the Prisoner's Dilemma, Journal of
Conflict Resolution 24. Games had five lengths, which the programs were not told. Each program
played one game of each length with each program, and with a copy of itself. Of the scores, those of
tit for tat against each program are known: the means of its five games, as listed in Axelrod's own
test program of 1993. The ranks of all programs are known, too. docs/published_tournaments.md says
where our results differ.
"""

import sys
from collections.abc import Mapping

import numpy as np
import pandas as pd

import strategies
from tournament import PRISONERS_DILEMMA, C, Strategy, Tournament, strategy

LENGTHS = (63, 77, 151, 156, 308)
PUBLISHED = (  # points of tit for tat in a game with each program, in the order of the result
    *(453, 453, 453, 453, 453, 453, 453, 452, 453, 453, 453, 453, 453, 453, 453, 449, 453, 452),
    *(450, 453, 453, 453, 453, 453, 452, 453, 446, 453, 449, 453, 453, 453, 453, 453, 453, 453),
    *(453, 453, 452, 453, 453, 453, 453, 453, 453, 452, 453, 443, 422, 452, 442, 453, 452, 442),
    *(342, 398, 377, 388, 438, 155, 376, 341, 198),
)


@strategy
def champion_in_doubt(me, opponent):
    """Play as Champion's program would without its last condition: tit for tat after ten turns."""
    if me.turn < 10:
        return C if me.turn == 0 else me.last
    return opponent.last


def compare(repetitions: int = 50, instead: Mapping[str, Strategy] | None = None) -> pd.DataFrame:
    """Return mean points of a game and their standard errors; published ranks, ours, and the best
    and the worst of single repetitions; points of tit for tat with each program, published and
    ours. `instead` has rules that take the place of programs, by name."""
    field = [(instead or {}).get(rule.name, rule) for rule in strategies.axelrod_second()]
    points, errors, tit_for_tat = (np.zeros(len(field)) for _ in range(3))
    single = np.zeros((repetitions, len(field)))
    for seed, turns in enumerate(LENGTHS):
        event = Tournament(
            field, PRISONERS_DILEMMA, turns=turns, length_known=False, repetitions=repetitions,
            self_play=True, seed=seed,
        )  # fmt: skip
        results = event.play(progress=False)
        ranking = results.ranking.loc[results.names]
        weight = turns / len(LENGTHS)
        points += weight * ranking["score"].to_numpy()
        errors += (weight * ranking["standard_error"].to_numpy()) ** 2
        single += weight * results.per_repetition[results.names].to_numpy()
        tit_for_tat += weight * results.payoffs.loc["tit_for_tat"].to_numpy()
    table = pd.DataFrame({"points": points, "error": np.sqrt(errors)}, results.names)
    table["published_rank"] = np.arange(1, len(field) + 1)
    table["rank"] = table["points"].rank(ascending=False).astype(int)
    ranks = pd.DataFrame(single).rank(axis=1, ascending=False)
    table["best"] = ranks.min().to_numpy(int)
    table["worst"] = ranks.max().to_numpy(int)
    table["published_tit_for_tat"] = PUBLISHED
    table["tit_for_tat"] = tit_for_tat
    return table


def main(repetitions: int = 50) -> None:
    """Print the table, how well published and our results agree, and what Champion's program may
    have been."""
    table = compare(repetitions)
    print(table.round(1).to_string())
    agreement = table["published_rank"].corr(table["rank"], method="spearman")
    near = (table["tit_for_tat"] - table["published_tit_for_tat"]).abs() < 1
    print(f"\nCorrelation of ranks {agreement:.3f}; tit for tat has rank {table['rank'].iloc[0]}.")
    print(f"Its points are within one of the published points for {near.sum()} of 63 programs.")
    other = compare(repetitions, {"champion_1980": champion_in_doubt}).loc["champion_in_doubt"]
    print(f"Without its last condition Champion's program has {other['points']:.1f} points", end="")
    print(f" and rank {other['rank']:.0f}.")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
