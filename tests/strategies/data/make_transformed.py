"""Make `transformed.json`: moves of transformed rules of Axelrod-Python 4.14.0.

Run it with a Python that has Axelrod. Rows are transformer, its arguments, class, script of the
opponent, moves; the players are told the length.
"""

import json
from pathlib import Path

SCRIPTS = ("CCDCDDCCCCDDDDCCDCDCDCCC", "DCDCDCCCCCCDDDCDCDCDDCCD", "CCCCCCCCCDDCCCCCDCDDDDDD")
CLASSES = (
    "TitForTat", "HardTitFor2Tats", "WinStayLoseShift", "Grudger", "CyclerCCCDCD", "FirstByNydegger"
)  # fmt: skip
TRANSFORMERS = {
    "Identity": (), "Flip": (), "Dual": (), "Nice": (), "DeadlockBreaking": (),
    "RetaliateUntilApology": (), "TrackHistory": (),
    "Initial": ("DDC",), "Final": ("DCD",), "Grudge": (2,), "Retaliation": (3,),
    "Apology": ("D", "C"), "Forgiver": (1,), "Noisy": (1,), "JossAnn": ((0, 1),),
}  # fmt: skip


def play(transformer, arguments, name, script):
    """Return the moves of a transformed class of Axelrod-Python against a script."""
    import axelrod

    moves = axelrod.action.str_to_actions
    given = [list(moves(a)) if isinstance(a, str) else a for a in arguments]
    transform = getattr(axelrod.strategy_transformers, f"{transformer}Transformer")(*given)
    player = transform(getattr(axelrod, name))()
    opponent = axelrod.MockPlayer(list(moves(script)))
    match = axelrod.Match((player, opponent), turns=len(script), seed=1)
    return "".join(str(mine) for mine, _ in match.play())


if __name__ == "__main__":
    rows = [
        [transformer, arguments, name, script, play(transformer, arguments, name, script)]
        for transformer, arguments in TRANSFORMERS.items()
        for name in CLASSES
        for script in SCRIPTS
    ]
    text = "[\n" + ",\n".join(map(json.dumps, rows)) + "\n]\n"
    Path(__file__).with_name("transformed.json").write_text(text)
