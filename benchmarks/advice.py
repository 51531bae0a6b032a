"""A race of candidates beside all candidates in full: seasons played, time, and who wins.

    python benchmarks/advice.py --seeds 4

The question is the one of `tournament advise` where nobody is named: 63 ways to play, the usual
answers, 120 towns, 10 seasons. A race is right if its winner is the winner of all, or may be the
best by the intervals of all. Times are of the processor, so two cores need about half.
"""

import argparse
import time
from collections.abc import Iterator

import numpy as np

import strategies
from tournament import Season
from tournament.cli.commands.advise import CANDIDATES, TOWNS
from tournament.events.season.advice import Advice
from tournament.events.season.answers import USUAL, shares

PARTNERS = (strategies.anyone, strategies.out_for_tat)


def asked(seed: int, *, race: bool) -> tuple[Advice, float]:
    """Return the advice of a seed, and the seconds that it took."""
    kinds = {(name, rule): share / 2 for name, share in shares(USUAL).items() for rule in PARTNERS}
    season = Season(kinds, towns=TOWNS, seed=seed)
    before = time.process_time()
    advice = season.best_reply([*CANDIDATES], progress=False, race=race)
    return advice, time.process_time() - before


def compared(seeds: int) -> Iterator[tuple[int, bool, bool, float, float, float]]:
    """Yield of each seed: same winner, right winner, share of seasons played, both times."""
    asked(0, race=True)  # compiles what is not compiled yet
    for seed in range(1, seeds + 1):
        race, quick = asked(seed, race=True)
        full, slow = asked(seed, race=False)
        winner = race.best.name
        played = 1 - float(np.isnan(race.incomes).mean())
        may_be = bool(full.ranking.loc[winner, "tied"])
        yield seed, winner == full.best.name, may_be, played, quick, slow


def main() -> None:
    """Print a line for each seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=4)
    print("seed  same  right  played  race  full")
    for seed, same, right, played, quick, slow in compared(parser.parse_args().seeds):
        print(f"{seed:4}  {same!s:5} {right!s:5} {played:6.0%}  {quick:4.1f}  {slow:4.1f} s")


if __name__ == "__main__":
    main()
