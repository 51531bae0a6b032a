"""Time what other libraries do with populations: `populations.py` runs this in their environment.

It reads a task as JSON, and writes seconds as JSON. EGTtools 0.1.14.2 computes fixation
probabilities and stationary distributions; Axelrod-Python 4.14 plays a Moran process.
"""

import json
import sys
import time

import numpy as np


def game_of(payoffs):
    """Return EGTtools' game of a table of pairs."""
    from egttools.games import Matrix2PlayerGameHolder

    return Matrix2PlayerGameHolder(len(payoffs), np.array(payoffs))


def fixation(payoffs, size, selection):
    """Compute the fixation probabilities of all pairs."""
    from egttools.analytical import PairwiseComparison

    game = game_of(payoffs)  # EGTtools does not keep it alive
    PairwiseComparison(size, game).calculate_transition_and_fixation_matrix_sml(selection)


def stationary(payoffs, size, selection, mutation):
    """Compute the long run over all compositions."""
    from egttools.analytical import PairwiseComparison
    from egttools.utils import calculate_stationary_distribution

    game = game_of(payoffs)
    chain = PairwiseComparison(size, game).calculate_transition_matrix(selection, mutation)
    calculate_stationary_distribution(chain.toarray().transpose())


def moran(names, turns, steps, seed):
    """Play steps of the Moran process of one player of each strategy."""
    import axelrod

    by_name = {kind.__name__: kind for kind in axelrod.all_strategies}
    players = [by_name[name]() for name in names]
    process = axelrod.MoranProcess(players, turns=turns, seed=seed)
    for _ in range(steps):
        next(process)


WORK = {"fixation": fixation, "stationary": stationary, "moran": moran}


def main():
    """Do each piece of work as often as it is asked for, and write the seconds."""
    found = {}
    for name, (arguments, rounds) in json.load(sys.stdin).items():
        seconds = []
        for _ in range(rounds):
            start = time.process_time()
            WORK[name](**arguments)
            seconds.append(time.process_time() - start)
        found[name] = seconds
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
