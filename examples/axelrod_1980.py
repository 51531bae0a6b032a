"""Axelrod's first tournament, played again and compared with the publication.

python examples/axelrod_1980.py

The publication is Axelrod (1980), Effective Choice in the Prisoner's Dilemma, Journal of Conflict
Resolution 24. It shows mean points of a game of 200 turns. Each program played five games with each
program and with a copy of itself. Most programs are lost; docs/studies/first_tournament.md says how
they are read here, and how near that comes.
"""

import pandas as pd

import strategies
from tournament import PRISONERS_DILEMMA, Tournament

PUBLISHED = {
    "tit_for_tat": 504.5, "tideman_and_chieruzzi": 500.4, "nydegger": 485.5, "grofman": 481.9,
    "shubik": 480.7, "stein_and_rapoport": 477.8, "grudger": 473.4, "davis": 471.8,
    "graaskamp": 400.7, "downing": 390.6, "feld": 327.6, "joss": 304.4, "tullock": 300.5,
    "anonymous": 282.2, "random_player": 276.3,
}  # fmt: skip


def compare(repetitions: int = 1000, rules: str = "nearest") -> pd.DataFrame:
    """Return the published points of a game and ours, our standard errors, and both ranks."""
    read = strategies.axelrod_first(rules)
    field = [rule.named(name) for name, rule in zip(PUBLISHED, read, strict=True)]
    event = Tournament(field, PRISONERS_DILEMMA, turns=200, repetitions=repetitions, seed=1980)
    ranking = event.play(progress=False).ranking
    table = pd.DataFrame({"published": PUBLISHED})
    table["ours"] = 200 * ranking["score"]
    table["standard_error"] = 200 * ranking["standard_error"]
    table["published_rank"] = table["published"].rank(ascending=False).astype(int)
    table["rank"] = table["ours"].rank(ascending=False).astype(int)
    return table


def main() -> None:
    """Print the table, and how well published and our results agree."""
    table = compare()
    print(table.round(1).to_string())
    both = table[["published", "ours"]]
    print(f"\nCorrelation of scores {both.corr().iloc[0, 1]:.2f}, ", end="")
    print(f"of ranks {both.corr(method='spearman').iloc[0, 1]:.2f}")


if __name__ == "__main__":
    main()
