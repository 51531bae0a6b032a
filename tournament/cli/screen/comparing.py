"""What changed between two tournaments, on a screen."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tournament.cli.screen.layout import colours, numbers
from tournament.cli.screen.layout.columns import NAME, Column
from tournament.cli.screen.layout.console import Screen, opened
from tournament.cli.screen.layout.table import table

if TYPE_CHECKING:
    import pandas as pd


def changes(
    frame: "pd.DataFrame", sentences: Sequence[str] = (), screen: Screen | None = None
) -> None:
    """Print what changed between two tournaments.

    Parameters
    ----------
    frame
        Of `analysis.changes`.
    sentences
        What was played otherwise, and the verdict.
    screen
        Where to print; by default on what is standard output.
    """
    screen = screen or opened()
    screen.say(*sentences, first="• ")
    screen.say("", "Scores against common opponents:")
    table(screen, columns(frame), "the answer to `--json`", most=len(frame))


def columns(frame: "pd.DataFrame") -> list[Column]:
    """Return the columns of the changes.

    Parameters
    ----------
    frame
        Of `analysis.changes`.
    """
    errors = frame["standard_error"].tolist()
    digits = [numbers.decimals(error, 3) for error in errors]
    before, after, change = (
        numbers.aligned([numbers.plain(v, d) for v, d in zip(frame[name], digits, strict=True)])
        for name in ("before", "after", "change")
    )
    signed = [f"+{t}" if v > 0 else t for t, v in zip(change, frame["change"], strict=True)]
    _, plus = numbers.estimates(frame["change"].tolist(), errors, 3)
    ranks = {
        name: [numbers.plain(rank, 0) for rank in frame[name].tolist()]
        for name in ("rank_before", "rank_after")
    }
    real = [
        "yes" if is_real else "no" if math.isfinite(p) else numbers.UNKNOWN
        for is_real, p in zip(frame["real"], frame["p"].tolist(), strict=True)
    ]
    return [
        Column("rank before", ranks["rank_before"], 5),
        Column("rank after", ranks["rank_after"], 4),
        Column(
            "player",
            [str(name) for name in frame.index],
            NAME,
            [colours.FIRST * bool(is_real) for is_real in frame["real"]],
        ),
        Column("score before", before, 7),
        Column("score after", after, 6),
        Column("change", signed),
        Column("error", plus, 3),
        Column("p (Holm)", [_p(value) for value in frame["p_holm"].tolist()], 2),
        Column("real", real),
    ]


def _p(value: float) -> str:
    if not math.isfinite(value):
        return numbers.UNKNOWN
    return "<0.001" if value < 0.001 else f"{value:.{2 if value >= 0.1 else 3}f}"
