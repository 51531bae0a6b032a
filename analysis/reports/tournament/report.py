"""The report of a tournament: its figures, its tables, its page, and a short one in Markdown."""

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from analysis.figures.saving import Drawn, Save, png
from analysis.reports.markdown import Short, markdown
from analysis.reports.page import html, rows
from analysis.reports.repeat import files_told, program
from analysis.reports.tournament.brief import brief
from analysis.reports.tournament.charts import all_charts
from analysis.reports.tournament.conduct import PROPERTIES
from analysis.reports.tournament.details import players
from analysis.reports.tournament.field import field
from analysis.reports.tournament.findings import Findings
from analysis.reports.tournament.pictures import CAPTIONS, CONTENDERS, moments, pictures, varies
from analysis.reports.tournament.prospects import EXTINCT
from analysis.reports.tournament.rules import rule, told
from analysis.reports.tournament.summary import (
    certainty,
    how_it_was_played,
    how_it_was_ranked,
    layers,
    title,
)
from analysis.words import SURE, UNKNOWN, decimals, number, percent, span

if TYPE_CHECKING:
    import pandas as pd

    from tournament.results.tournament import Results


HEADS = {
    "ranking": "More on the ranking",
    "sure": "How sure",
    "why": "Why",
    "what_if": "What if",
}
"""Headings of the parts of `LAYERS` in the short report, which come after the first sentences."""


class TournamentReport:
    """The report of a tournament.

    Parameters
    ----------
    results
        A played tournament.
    """

    def __init__(self, results: "Results") -> None:
        self.results = results
        self.found = Findings(results)

    def figures(self, save: Save = png) -> Drawn:
        """Return the figures by name; one is missing where it has nothing to show."""
        return pictures(self.found, save)

    def tables(self) -> "dict[str, pd.DataFrame]":
        """Return the tables by name, players in rank order."""
        found, results, order = self.found, self.results, self.found.names
        frames = {
            "ranking": found.ranking,
            "places": found.places,
            "payoffs": results.payoffs.loc[order, order],
            "errors": results.payoff_errors.loc[order, order],
            "cooperation": results.cooperation.loc[order, order],
            "exact": results.exact.loc[order, order] if _some_exact(results) else None,
            "comparisons": found.pairs,
            "behaviour": found.behaviour,
            "fields": found.sub_fields,
            "kingmakers": found.kingmakers,
            "noise": found.noisy,
            "ecology": None if found.ecological is None else moments(found.ecological),
            "scores": results.per_repetition if varies(results) else None,
        }
        return {name: frame for name, frame in frames.items() if frame is not None}

    def short(self, drawn: Drawn) -> str:
        """Return the text of `report.md`."""
        found, manifest = self.found, self.results.manifest
        typed = [("sh", str(manifest["command"]))] if manifest.get("command") else []
        return markdown(
            Short(
                title=title(found),
                lead=self.results.rules.describe(),
                failures=manifest.get("failures", []),
                findings=brief(found),
                more={HEADS[part]: says for part, says in layers(found).items()},
                how=self._how(),
                table=_cells(found),
                certainty=certainty(found),
                captions={name: CAPTIONS[name] for name in drawn},
                again=[*typed, ("python", program(self.results))],
                notes=files_told(manifest),
            )
        )

    def page(self, drawn: Drawn) -> str:
        """Return the text of `report.html`."""
        found, results = self.found, self.results
        held = field(found)
        return html(
            "tournament/page.html.jinja",
            drawn,
            results.manifest,
            decimals(results.game),
            title=title(found),
            results=results,
            how=self._how(),
            charts=all_charts(found),
            field=held,
            noisy_repetitions=0 if found.noisy is None else found.noisy.attrs["repetitions"],
            missing=held["missing"],
            told_first=brief(found),
            says=layers(found),
            certainty=certainty(found),
            by=found.by,
            some_exact=_some_exact(results),
            others=[name for name in ("score", "wins") if name != found.by],
            rule=rule(found).words,
            own=partial(told, found),
            by_mean_score=found.by_mean_score,
            fine=decimals(results.game) + 1,
            contenders=CONTENDERS,
            part=found.part,
            fitness=found.fitness,
            blocks="against each opponent" if found.friedman_opponents else "in each repetition",
            absent=found.absent,
            place={name: place for place, name in enumerate(found.names)},
            ranking=rows(found.standing, "player"),
            behaviour=rows(found.behaviour, "player"),
            properties=PROPERTIES,
            neighbours=_neighbours(found),
            kingmakers=_kingmakers(found),
            ecology=_ecology(found),
            players=players(found),
            program=program(results),
        )

    def _how(self) -> str:
        return f"{how_it_was_played(self.results)} {how_it_was_ranked(self.found)}"


def _some_exact(results: "Results") -> bool:
    return results.tallies.exact is not None


def _cells(found: Findings) -> list[dict[str, str]]:
    """Return the cells of the ranking in Markdown, by their heads."""
    cells = []
    for row in rows(found.standing, "player"):
        known = row["low"] == row["low"]
        best, worst = f"{row['best_rank']:g}", f"{row['worst_rank']:g}"
        interval = span(told(found, row["low"]), told(found, row["high"]))
        cells.append(
            {
                "rank": f"{row['rank']:g}",
                "player": row["player"],
                found.by: told(found, row[found.by]),
                f"{SURE} interval": interval if known else UNKNOWN,
                "places": (best if best == worst else span(best, worst)) if known else UNKNOWN,
                "score": number(row["score"], decimals(found.results.game)),
                "wins": percent(row["wins"]),
                "cooperation": percent(row["cooperation"]),
            }
        )
    return cells


def _neighbours(found: Findings) -> list[dict[str, Any]]:
    """Return the comparisons of neighbours by mean score, from those of all pairs."""
    if found.pairs is None or found.places is None:
        return []
    order = [str(name) for name in found.places.index]
    pairs: dict[Any, dict[str, Any]] = found.pairs.to_dict("index")  # type: ignore[assignment]
    between = [(a, b) if (a, b) in pairs else (b, a) for a, b in pairwise(order)]
    return [{"better": pair[0], "worse": pair[1], **pairs[pair]} for pair in between]


def _kingmakers(found: Findings) -> list[dict[str, Any]]:
    """Return the players without which another would be first, one row for each."""
    if found.kingmakers is None:
        return []
    makers: list[dict[str, Any]] = found.kingmakers.reset_index().to_dict("records")  # type: ignore[assignment]
    return makers


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
