"""The report of a tournament: its figures, its tables, its page, and a short one in Markdown."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import canvas
from analysis.figures import tournament as figures
from analysis.figures.saving import Drawn, Save, png
from analysis.figures.style import style
from analysis.reports.markdown import markdown
from analysis.reports.page import csv, html, parquet, rows
from analysis.reports.repeat import program
from analysis.reports.tournament.details import ENDS, FULL, SHOWN, players
from analysis.reports.tournament.findings import GENERATIONS, RULES, Findings, findings
from analysis.reports.tournament.summary import (
    EXTINCT,
    PROPERTIES,
    certainty,
    facts,
    how_it_was_played,
    how_it_was_ranked,
    summary,
)
from analysis.words import decimals, significant
from tournament import outcomes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from tournament.results.tournament import Results

CONTENDERS = 20  # most players in the figure of sub-fields
MOMENTS = 200  # generations that are drawn


def draw(results: "Results", save: Save = png) -> Drawn:
    """Return the figures; one is missing where it has nothing to show.

    Parameters
    ----------
    results
        A played tournament.
    """
    with style():
        return {name: save(axes) for name, axes in _axes(findings(results)).items()}


def _axes(found: Findings) -> "dict[str, Axes]":
    from analysis.figures.field import population, winners

    results, frame, order = found.results, found.ranking, found.names
    worse = results.game.less_is_better
    costs = " (less is better)" if worse else ""
    units = {
        "score": f"score: mean payoff per turn{costs}",
        "median": f"median over repetitions of the score per turn{costs}",
        "wins": "share of matches won",
        "points": f"points of a whole repetition{costs}",
    }
    drawn = {
        "ranking": figures.ranking(frame, canvas.for_rows(order), by=found.by, unit=units[found.by])
    }
    numbered = {name: f"{name} ({place})" for place, name in enumerate(order, 1)}
    near = [numbered[name] for name in found.order]
    for name, table in (("payoffs", results.payoffs), ("cooperation", results.cooperation)):
        square = table.loc[found.order, found.order].set_axis(near).set_axis(near, axis=1)
        axes = canvas.for_rows(near, near)
        if name == "payoffs":
            drawn[name] = figures.payoffs(square, axes, less_is_better=worse)
        else:
            drawn[name] = figures.cooperation(square, axes)
    if _varies(results):
        drawn["scores"] = figures.scores(results.per_repetition[order], canvas.for_rows(order))
    states = found.behaviour[["first", *_AFTER]].set_axis(["first", *_AFTER.values()], axis=1)
    if states.notna().to_numpy().any():
        drawn["states"] = figures.cooperation(
            states, canvas.for_rows(order, list(states.columns)), unit="cooperation"
        )
    if len(order) > 1:
        square = results.payoffs.loc[order, order]
        drawn["differences"] = figures.differences(square, canvas.for_rows(order))
    test = found.friedman_opponents or found.friedman_repetitions
    if test is not None:
        ranks, groups = test["mean_ranks"], test["groups"]
        axes = canvas.for_rows(list(ranks.index), right=figures.lanes(groups))
        drawn["critical"] = figures.critical_difference(
            ranks, test["critical_difference"], groups, axes
        )
    if found.sub_fields is not None:
        best = found.sub_fields.dropna().head(CONTENDERS)
        drawn["fields"] = winners(best, canvas.for_rows(list(best.index)))
    if found.ecological is not None:
        moments = found.ecological.iloc[:: max(1, GENERATIONS // MOMENTS)]
        drawn["ecology"] = population(moments, canvas.for_curves(right=1.9))
    return drawn


_AFTER = {f"after_{outcome}": f"after {outcome}" for outcome in outcomes.NAMES}


def tables(results: "Results") -> dict[str, bytes]:
    """Return the files of tables, as CSV and as Parquet, by name.

    Parameters
    ----------
    results
        A played tournament.
    """
    found = findings(results)
    order = found.names

    def square(table: "pd.DataFrame") -> "pd.DataFrame":
        return table.loc[order, order]

    frames = {
        "ranking": found.ranking,
        "places": found.places,
        "payoffs": square(results.payoffs),
        "errors": square(results.payoff_errors),
        "cooperation": square(results.cooperation),
        "comparisons": found.pairs,
        "behaviour": found.behaviour,
        "fields": found.sub_fields,
    }
    files = {}
    for name, frame in frames.items():
        if frame is not None:
            files[f"{name}.csv"] = csv(frame)
            files[f"parquet/{name}.parquet"] = parquet(frame)
    return files


def short(results: "Results", drawn: Drawn) -> str:
    """Return the text of `report.md`.

    Parameters
    ----------
    results
        A played tournament.
    drawn
        Its figures, as `draw` returns them.
    """
    found = findings(results)
    return markdown(found, list(drawn), title(found))


def page(results: "Results", drawn: Drawn) -> str:
    """Return the text of `report.html`.

    Parameters
    ----------
    results
        A played tournament.
    drawn
        Its figures, as `draw` returns them.
    """
    found = findings(results)
    digits = decimals(results.game)
    by = found.by
    return html(
        "tournament.html.jinja",
        drawn,
        results.manifest,
        digits,
        title=title(found),
        results=results,
        how=f"{how_it_was_played(results)} {how_it_was_ranked(found)}",
        facts=facts(found),
        findings=summary(found),
        certainty=certainty(found),
        by=by,
        rule=RULES[by],
        own_digits=significant(found.ranking[by].to_numpy(float)) if by == "points" else digits,
        contenders=CONTENDERS,
        part=found.part,
        fitness=found.fitness,
        blocks="against each opponent" if found.friedman_opponents else "in each repetition",
        no_scores=_no_scores(results),
        absent=found.absent,
        place={name: place for place, name in enumerate(found.names)},
        ranking=_ranking(found),
        behaviour=rows(found.behaviour, "player"),
        properties=PROPERTIES,
        neighbours=_neighbours(found),
        kingmakers=_kingmakers(found),
        ecology=_ecology(found),
        players=players(found),
        full=FULL,
        ends=ENDS,
        shown=SHOWN,
        program=program(results),
    )


def title(found: Findings) -> str:
    """Return what the report is called."""
    game = found.results.game.name or str(found.results.game)
    many = len(found.names)
    return f"{game}: a tournament of {many} player{'s' * (many != 1)}"


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


def _ranking(found: Findings) -> list[dict[str, Any]]:
    """Return the rows of the ranking, with places by the test of all rivals at once where the rule
    is the mean score."""
    frame = found.ranking.copy()
    frame["first"] = np.nan
    if found.by == "score" and found.places is not None:
        places = found.places[["best_rank", "worst_rank", "first"]]
        frame[places.columns] = places.loc[frame.index]
    return rows(frame, "player")


def _neighbours(found: Findings) -> list[dict[str, Any]]:
    """Return the comparisons of neighbours by mean score, from those of all pairs."""
    if found.pairs is None or found.places is None:
        return []
    order = [str(name) for name in found.places.index]
    pairs: dict[Any, dict[str, Any]] = found.pairs.to_dict("index")  # type: ignore[assignment]
    between = [(a, b) if (a, b) in pairs else (b, a) for a, b in pairwise(order)]
    return [{"better": pair[0], "worse": pair[1], **pairs[pair]} for pair in between]


def _kingmakers(found: Findings) -> list[dict[str, Any]]:
    """Return those without whom another would be first, one row for each."""
    if found.kingmakers is None:
        return []
    rows: list[dict[str, Any]] = found.kingmakers.reset_index().to_dict("records")  # type: ignore[assignment]
    return rows


def _ecology(found: Findings) -> list[dict[str, Any]]:
    """Return those who survive the ecological tournament, the largest first."""
    if found.ecological is None:
        return []
    last = found.ecological.iloc[-1].sort_values(ascending=False, kind="stable")
    stability = {} if found.stability is None else found.stability.to_dict()
    return [
        {"player": str(name), "share": float(share), "stability": stability.get(name, "")}
        for name, share in last.items()
        if share >= EXTINCT
    ]
