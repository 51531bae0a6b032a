"""The report of a tournament: its figures, its tables, and its page."""

from typing import TYPE_CHECKING

import numpy as np

from analysis import figures
from analysis.details import ENDS, FULL, SHOWN, players
from analysis.page import Drawn, csv, html, png, rows
from analysis.repeat import program
from analysis.summary import certainty, how_it_was_played, summary
from analysis.words import decimals

if TYPE_CHECKING:
    from tournament.results import Results


def draw(results: "Results") -> Drawn:
    """Return the figures; `scores` is missing where there is no distribution to show.

    Parameters
    ----------
    results
        A played tournament.
    """
    frame = results.ranking
    order = list(frame.index)
    worse = results.game.less_is_better
    drawn = {}
    with figures.style():
        unit = f"score: mean payoff per turn{' (less is better)' if worse else ''}"
        drawn["ranking"] = png(figures.ranking(frame, figures.canvas(order), unit=unit))
        square = results.payoffs.reindex(index=order, columns=order)
        drawn["payoffs"] = png(
            figures.payoffs(square, figures.canvas(order, order), less_is_better=worse)
        )
        square = results.cooperation.reindex(index=order, columns=order)
        drawn["cooperation"] = png(figures.cooperation(square, figures.canvas(order, order)))
        if _varies(results):
            drawn["scores"] = png(
                figures.scores(results.per_repetition[order], figures.canvas(order))
            )
    return drawn


def tables(results: "Results") -> dict[str, bytes]:
    """Return the files of tables, by name.

    Parameters
    ----------
    results
        A played tournament.
    """
    order = list(results.ranking.index)
    payoffs = results.payoffs.reindex(index=order, columns=order)
    return {"ranking.csv": csv(results.ranking, "player"), "payoffs.csv": csv(payoffs, "player")}


def page(results: "Results", drawn: Drawn) -> str:
    """Return the text of `report.html`.

    Parameters
    ----------
    results
        A played tournament.
    drawn
        Its figures, as `draw` returns them.
    """
    return html(
        "tournament.html.jinja",
        drawn,
        results.manifest,
        decimals(results.game),
        title=_title(results),
        results=results,
        how=how_it_was_played(results),
        findings=summary(results),
        certainty=certainty(results),
        no_scores=_no_scores(results),
        ranking=rows(results.ranking, "player"),
        states=_states(results),
        players=players(results),
        full=FULL,
        ends=ENDS,
        shown=SHOWN,
        program=program(results),
    )


def _title(results: "Results") -> str:
    game = results.game.name or str(results.game)
    return f"{game}: a tournament of {len(results.names)} player{'s' * (len(results.names) != 1)}"


def _varies(results: "Results") -> bool:
    """Whether scores differ between repetitions by more than rounding."""
    scores = results.per_repetition.to_numpy(float)
    return len(scores) > 1 and bool(
        (np.ptp(scores, axis=0) > 1e-12 * (1 + np.abs(scores[0]))).any()
    )


def _no_scores(results: "Results") -> str:
    if results.repetitions == 1:
        return "There was only one repetition, so there is no distribution of scores to show."
    return "Every repetition came out the same, so there is no distribution of scores to show."


def _states(results: "Results") -> list[tuple[str, list[float]]]:
    """Return per player, in rank order, the rates of cooperation."""
    frame = results.states.reindex(list(results.ranking.index))
    return [
        (str(name), row)
        for name, row in zip(frame.index, frame.to_numpy(float).tolist(), strict=True)
    ]
