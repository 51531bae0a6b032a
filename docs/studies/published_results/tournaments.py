"""Tournaments that people published, played again; and how people play."""

import sys
from collections.abc import Iterator

from rows import PRINTED, ROOT, Number, Part

from tournament import PRISONERS_DILEMMA, Match

sys.path.insert(0, str(ROOT / "examples"))

GRADUAL = {  # totals of 1,000 turns
    "always_cooperate": 3000, "always_defect": 915, "tit_for_tat": 3000, "grudger": 3000,
    "cycler_ddc": 2219, "cycler_ccd": 3472, "soft_majority": 3000, "suspicious_tit_for_tat": 2996,
    "prober": 2999, "gradual": 3000, "win_stay_lose_shift": 3000,
}  # fmt: skip


def first() -> Iterator[Number]:
    """Points of a game in Axelrod's first tournament."""
    from axelrod_1980 import compare

    for name, row in compare(repetitions=1000).iterrows():
        yield Number(str(name), row["published"], row["ours"])


def second() -> Iterator[Number]:
    """Points of tit for tat with each entry of Axelrod's second tournament, and ranks."""
    from axelrod_1980_second import compare, play

    table = compare(play(repetitions=50))
    for name, row in table.iterrows():
        yield Number(f"tit for tat with {name}", row["with_tft_1980"], row["with_tft"])
    for name, row in table.iterrows():
        yield Number(f"rank of {name}", row["rank_1980"], row["rank"])


def stewart_plotkin() -> Iterator[Number]:
    """Ranks by score and by wins."""
    from stewart_plotkin_2012 import compare

    table = compare(repetitions=1000)
    for name, row in table[table["published_rank"].notna()].iterrows():
        yield Number(f"{name}, by score", float(row["published_rank"]), float(row["rank"]))
    for name, row in table[table["published_rank_by_wins"].notna()].iterrows():
        by_wins = float(row["published_rank_by_wins"]), float(row["rank_by_wins"])
        yield Number(f"{name}, by wins", *by_wins)


def gradual() -> Iterator[Number]:
    """Totals of gradual against eleven rules."""
    for name, total in GRADUAL.items():
        match = Match("gradual", name, game=PRISONERS_DILEMMA, turns=1000, seed=0)
        yield Number(f"against {name}", float(total), float(match.play().totals[0]))


EXAMPLES = "tests/docs/test_examples.py"
PARTS = [
    Part(
        "Axelrod's first tournament", "Axelrod (1980a), table 2: points of a game",
        PRINTED, f"{EXAMPLES}::test_the_first_tournament_is_much_as_published", first, 1,
        "Most programs are lost, and are read from a sentence or two: see"
        " [Axelrod's first tournament, read anew](studies/first_tournament.md).",
    ),
    Part(
        "Axelrod's second tournament",
        "Axelrod (1980b): ranks, and points of tit for tat with each entry, as his test program of"
        " 1993 lists them",
        PRINTED,
        f"{EXAMPLES}::test_the_second_tournament_is_as_published_but_for_two_entries", second, 1,
        "In 1980 each pair met five times, so chance moves what has chance in it. Two entries have"
        " other ranks: see [the second tournament]"
        "(studies/published_tournaments.md#axelrods-second-tournament-1980).",
    ),
    Part(
        "Stewart and Plotkin's tournament", "Stewart and Plotkin (2012), table 1: ranks",
        PRINTED, f"{EXAMPLES}::test_stewart_and_plotkin_is_as_published", stewart_plotkin, 0,
        "Five rules are within 0.04 points a turn. By wins, generous rules tie here.",
    ),
    Part(
        "Gradual", "Beaufils, Delahaye and Mathieu (1997): totals of 1,000 turns",
        PRINTED, "tests/strategies/test_oracle.py::test_gradual_scores_as_printed_in_1997",
        gradual, 0,
    ),
]  # fmt: skip
