"""Every rule of the library plays as it played: the same moves against opponents at its borders.

Scripts reach each tenth of defections exactly, as well as streaks, alternations and late turns, so
that a rule whose threshold changes makes other moves. A line of `data/golden_moves.json` is a rule,
with four letters for each opponent.

`python tests/strategies/test_golden_moves.py` writes the file anew. Moves of published rules must
stay as they are: look at what changed before you commit it.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

import strategies
from strategies import scripted
from tournament import PRISONERS_DILEMMA, TSTO
from tournament.authors.registry import library
from tournament.referee.match import play

FILE = Path(__file__).parent / "data" / "golden_moves.json"
TURNS, LONG = 60, 160
LARGE = 20
"""Rules with more members play the first turns of a few matches."""


def shares():
    """Return scripts in which, after every ten turns, each tenth of all moves was a defection."""
    return [
        text for k in range(1, 10) for text in ("C" * (10 - k) + "D" * k, "D" * k + "C" * (10 - k))
    ]


def opponents():
    """Return opponents, None for the rule itself, and how each match is played."""
    every = [(scripted(text), {"told": TURNS if k % 3 == 0 else -1, "seed": k})
             for k, text in enumerate(shares())]  # fmt: skip
    streaks = ["C", "D", "CD", "DC", "CCD", "DDC", "CDD", "CCCD", "DDDC", "C" * 29 + "D" * 31,
               "D" * 18 + "C" * 42, "C" * 36 + "DCCCDC", "D" * 7 + "C" * 53]  # fmt: skip
    every += [(scripted(text), {"seed": k}) for k, text in enumerate(streaks)]
    for k, text in enumerate(("C" * 99 + "D", "CCCCCCCDCCCCC", *map(lots, (0.1, 0.5, 0.8)))):
        every.append((scripted(text), {"turns": LONG, "seed": k}))
    every += [
        (strategies.tit_for_tat, {"turns": LONG, "noise": (0.1, 0.1)}),
        (strategies.tit_for_tat, {"seed": 1}),
        (strategies.win_stay_lose_shift, {"seed": 1, "noise": (0.02, 0.02)}),
        (strategies.random_player, {"turns": LONG, "told": LONG}),
        (strategies.grudger, {"noise": (0.05, 0.0), "payoffs": TSTO.payoffs}),
        (strategies.tit_for_tat, {"misperception": (0.2, 0.0), "told": TURNS}),
        (None, {"seed": 2}),
        (None, {"turns": LONG, "seed": 3, "noise": (0.03, 0.03)}),
    ]
    return every


def lots(share):
    """Return moves that look random, with so many defections."""
    return "".join(
        "D" if value < share else "C" for value in np.modf(np.arange(1, 151) * 0.7548776662)[0]
    )


OPPONENTS = opponents()
LIBRARY = {name: rule for name, rule in library().items() if not rule.missing}


def fingerprint(rule):
    """Return four letters for each opponent: a digest of the moves that the rule made."""
    few = len(rule.tree()) > LARGE
    said = []
    for opponent, how in OPPONENTS[::13] if few else OPPONENTS:
        given = {"payoffs": PRISONERS_DILEMMA.payoffs, "turns": TURNS, **how}
        given["turns"] = min(given["turns"], 30) if few else given["turns"]
        moves, _ = play((rule, opponent or rule), **given)
        said.append(hashlib.sha256(np.packbits(moves[:, 0]).tobytes()).hexdigest()[:4])
    return " ".join(said)


@pytest.mark.parametrize("name", LIBRARY)
def test_a_rule_plays_as_it_played(name):
    golden = json.loads(FILE.read_text(encoding="utf-8"))
    assert fingerprint(LIBRARY[name]) == golden[name]


def test_every_rule_has_a_line_and_no_line_is_of_a_rule_that_is_gone():
    assert list(json.loads(FILE.read_text(encoding="utf-8"))) == sorted(LIBRARY)


if __name__ == "__main__":
    lines = {name: fingerprint(LIBRARY[name]) for name in sorted(LIBRARY)}
    FILE.write_text(json.dumps(lines, indent=0) + "\n", encoding="utf-8", newline="\n")
