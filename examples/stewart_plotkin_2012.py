"""Stewart and Plotkin's tournament, played again and compared with the publication.

python examples/stewart_plotkin_2012.py

The publication is Stewart and Plotkin (2012), Extortion and cooperation in the Prisoner's Dilemma,
PNAS 109. They played Axelrod's tournament with zero-determinant rules. This file has the ranks by
score and by matches won that are known. docs/studies/published_tournaments.md says why our results
differ.
"""

import pandas as pd

import strategies
from tournament import PRISONERS_DILEMMA, Tournament

PUBLISHED = {  # rank by score, rank by wins
    "zd_gtft_2": (1, 16), "generous_tit_for_tat": (2, 18), "tit_for_tat": (None, None),
    "tit_for_two_tats": (3, 19), "hard_prober": (5, 6), "hard_tit_for_two_tats": (6, 17),
    "win_stay_lose_shift": (7, 13), "random_player": (8, 8), "prober_2": (9, 12),
    "always_cooperate": (None, None), "grudger": (10, 11), "hard_tit_for_tat": (12, 10),
    "hard_majority": (13, 5), "calculator": (None, None), "prober": (15, 9), "joss": (16, 4),
    "prober_3": (17, 7), "zd_extort_2": (18, 2), "always_defect": (19, 1),
}  # fmt: skip


def compare(repetitions: int = 1000) -> pd.DataFrame:
    """Return published ranks and our ranks by score and by wins, with our scores per turn."""
    field = strategies.stewart_plotkin()
    event = Tournament(field, PRISONERS_DILEMMA, turns=200, repetitions=repetitions, seed=2012)
    ranking = event.play(progress=False).ranking
    columns = ["published_rank", "published_rank_by_wins"]
    table = pd.DataFrame.from_dict(PUBLISHED, orient="index", columns=columns).astype("Int64")
    table["rank"] = ranking["rank"]
    table["rank_by_wins"] = ranking["wins"].rank(ascending=False, method="min").astype(int)
    table["score"] = ranking["score"]
    table["standard_error"] = ranking["standard_error"]
    return table


def main() -> None:
    """Print the table, and how well published and our ranks agree."""
    table = compare()
    print(table.round(3).to_string(na_rep="-"))
    known = table.dropna().astype(float)
    for by, column in (("score", "rank"), ("wins", "rank_by_wins")):
        agreement = known[column].corr(known[f"published_{column}"], method="spearman")
        print(f"\nRanks by {by}: correlation {agreement:.2f}", end="")
    print()


if __name__ == "__main__":
    main()
