"""A tournament from Python: the classics and two rules of your own play two stage games.

python examples/play_from_python.py
"""

from pathlib import Path

import strategies
from tournament import PRISONERS_DILEMMA, TSTO, Tournament, load


def main() -> None:
    """Play, and print the best five players of each game."""
    mine = load(Path(__file__).with_name("neighbours.py"))
    field = [*strategies.classics(), *mine]
    for game in (TSTO, PRISONERS_DILEMMA):
        event = Tournament(field, game=game, repetitions=20, noise=0.01, seed=7)
        results = event.play(progress=False)
        print(results.rules.describe())
        print(results.ranking.head()[["score", "standard_error", "cooperation"]].round(3))


if __name__ == "__main__":
    main()
