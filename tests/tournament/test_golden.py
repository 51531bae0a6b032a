"""One small tournament, compared exactly with numbers on file.

If this fails, numbers that people have published would come out differently. Where that is meant,
write the new ones with `python tests/tournament/test_golden.py` and say so in CHANGELOG.md under
"Results change".
"""

import json
from pathlib import Path
from typing import Any

from tournament import PRISONERS_DILEMMA, C, D, Tournament, strategy

GOLDEN = Path(__file__).parent / "data" / "golden.json"


@strategy
def copycat(me, opponent):
    return D if opponent.last == D else C


@strategy(betrayed=False)
def grim(me, opponent):
    me.betrayed = me.betrayed or opponent.last == D
    return D if me.betrayed else C


@strategy
def coin(me, opponent, p=0.5):
    return C if me.chance(p) else D


@strategy(wins=[0, 0])
def learner(me, opponent):
    if me.turn > 0:
        me.wins[me.last] += me.game.payoffs[me.last, opponent.last] > me.score
    return me.integer(2) if me.uniform() < 0.2 else int(me.wins[1] > me.wins[0])


@strategy
def old_grudge(me, opponent):
    return D if opponent.move(66) == D or (opponent.last == D and me.intended == C) else C


def numbers() -> dict[str, Any]:
    """Return what is compared: all integers, and scores as exact decimals."""
    field = [copycat, grim, coin, coin(p=0.9), learner, old_grudge]
    results = Tournament(
        field,
        PRISONERS_DILEMMA,
        turns=100,
        repetitions=3,
        noise=0.02,
        misperception={"grim": 0.01},
        seed=1980,
    ).play(progress=False)
    return {
        "names": results.names,
        "matches": results.matches.tolist(),
        "counts": results.tallies.counts.tolist(),
        "wins": results.tallies.wins.tolist(),
        "per_repetition": [
            [repr(score) for score in row] for row in results.per_repetition.to_numpy().tolist()
        ],
    }


def test_golden():
    assert numbers() == json.loads(GOLDEN.read_text())


if __name__ == "__main__":
    lines = ",\n".join(f" {json.dumps(k)}: {json.dumps(v)}" for k, v in numbers().items())
    GOLDEN.write_text(f"{{\n{lines}\n}}\n")
