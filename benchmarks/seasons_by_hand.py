"""A season as one writes it in an afternoon: dictionaries, two strategies, two partner rules.

Half of the towns play tit for tat and give to who was nice last; the other half is always naughty
and gives to anyone. It is here for scale, and `main` shows that it plays the same model.
"""

import random
import time

import networkx

NICE, NAUGHTY = 0, 1
PAY = {(NICE, NICE): 15, (NICE, NAUGHTY): 1, (NAUGHTY, NICE): 25, (NAUGHTY, NAUGHTY): 5}


def season(towns, friends, days=25, gifts=5, seed=1):
    """Return the payoffs of all towns, even ones tit for tat, and how many gifts were opened."""
    chance = random.Random(seed)
    graph = networkx.random_regular_graph(friends, towns, seed=seed)
    last = {town: {} for town in graph}  # the friend's last move, for friends met before
    payoff = dict.fromkeys(graph, 0)
    opened = 0

    def rating(town, friend):
        if town % 2:
            return 0
        return {None: 0, NICE: 1, NAUGHTY: -1}[last[town].get(friend)]

    def move(town, friend):
        return NAUGHTY if town % 2 else last[town].get(friend, NICE)

    for _ in range(days):
        left = []
        for town in graph:
            rated = [(rating(town, friend), chance.random(), friend) for friend in graph[town]]
            left += [(town, friend) for _, _, friend in sorted(rated, reverse=True)[:gifts]]
        chance.shuffle(left)
        for giver, receiver in left:
            here, there = move(giver, receiver), move(receiver, giver)
            payoff[giver] += PAY[here, there]
            payoff[receiver] += PAY[there, here]
            last[giver][receiver], last[receiver][giver] = there, here
            opened += 1
    return payoff, opened


def play(towns, friends):
    """Return the gifts of a season and the seconds that its days took, with the graph."""
    start = time.perf_counter()
    _, opened = season(towns, friends)
    return opened, time.perf_counter() - start


def main():
    """Print mean payoffs of both kinds by hand and by the engine: the same model, other chance."""
    from statistics import fmean, stdev

    from tournament import Season

    pairs = [("tit_for_tat", "out_for_tat"), ("always_defect", "anyone")]
    ours, theirs = [], []
    for seed in range(10):
        payoff, _ = season(400, 20, seed=seed)
        theirs.append([fmean(payoff[town] for town in payoff if town % 2 == odd) for odd in (0, 1)])
        results = Season(pairs, 400, friends=20, seed=seed).play(progress=False)
        ours.append([float(results.ranking["income"][" + ".join(pair)]) for pair in pairs])
    for k, pair in enumerate(pairs):
        for who, rows in (("engine", ours), ("by hand", theirs)):
            values = [row[k] for row in rows]
            error = stdev(values) / 10**0.5
            print(f"{' + '.join(pair):28} {who:8} {fmean(values):8.1f} ± {error:.1f}")


if __name__ == "__main__":
    main()
