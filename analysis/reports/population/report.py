"""The report of a population: its figures, its tables, its page, and a short one in Markdown."""

from typing import TYPE_CHECKING

from analysis.figures.population.film import film
from analysis.figures.population.gif import gif
from analysis.figures.saving import Drawn, Save, png
from analysis.reports.markdown import Short, markdown
from analysis.reports.page import html, rows
from analysis.reports.population.brief import brief
from analysis.reports.population.charts import all_charts
from analysis.reports.population.details import ends, expected, types
from analysis.reports.population.findings import Findings
from analysis.reports.population.pictures import CAPTIONS, pictures
from analysis.reports.population.repeat import program
from analysis.reports.population.summary import (
    certainty,
    how_it_was_played,
    layers,
    of_payoffs,
    summary,
    title,
)
from analysis.reports.repeat import files_told
from analysis.words import SURE, UNKNOWN, percent, significant, span

if TYPE_CHECKING:
    import pandas as pd

    from tournament.results.population import PopulationResults

SHOWN = 16  # types up to which the page has the table of pairs as numbers


class PopulationReport:
    """The report of a population.

    Parameters
    ----------
    results
        A played population.
    """

    def __init__(self, results: "PopulationResults") -> None:
        self.results = results
        self.found = Findings(results)

    def figures(self, save: Save = png) -> Drawn:
        """Return the figures by name; one is missing where it has nothing to show."""
        found, drawn = self.found, pictures(self.found, save)
        if self._moves:
            names, taken = self.results.types, self.results.pictures
            moving = gif(found.pictures, taken, names=names, colours=found.colours)
            drawn["lattice"] = drawn["lattice"]._replace(gif=moving)
        return drawn

    @property
    def _moves(self) -> bool:
        """Whether there are several pictures of a lattice."""
        return len(self.found.pictures) > 1

    def tables(self) -> "dict[str, pd.DataFrame]":
        """Return the tables by name: those of theory only where it applies."""
        results, theory = self.results, self.found.theory
        found = {
            "ranking": results.ranking,
            "shares": results.bands(),
            "fixation": results.fixation,
            "repetitions": results.final.assign(**results.times),
        }
        if not results.rules.live:
            found |= {"payoffs": results.payoffs, "errors": results.payoff_errors}
        if theory is not None:
            found |= {"theory_fixation": theory.fixation, "theory_rare": theory.rare.to_frame()}
            if theory.mixed is not None:
                found["theory_shares"] = theory.mixed.shares.to_frame()
            if theory.errors is not None:
                found["theory_errors"] = theory.errors
        return found

    def short(self, drawn: Drawn) -> str:
        """Return the text of `report.md`."""
        found, manifest = self.found, self.results.manifest
        typed = [("sh", str(manifest["command"]))] if manifest.get("command") else []
        captions = {name: CAPTIONS[name] for name in drawn}
        return markdown(
            Short(
                title=title(found),
                lead=self.results.rules.describe(),
                failures=manifest.get("failures", []),
                findings=summary(found),
                how=f"{how_it_was_played(found)} {of_payoffs(found)}",
                table=_cells(found),
                certainty=certainty(found),
                captions=captions,
                again=[*typed, ("python", program(self.results))],
                notes=files_told(manifest),
                heads=("Who survives", "Play it again"),
                moving=[name for name, picture in drawn.items() if picture.gif],
            )
        )

    def page(self, drawn: Drawn) -> str:
        """Return the text of `report.html`."""
        found, results = self.found, self.results
        made = film(found.pictures, results.pictures, found.colours) if self._moves else None
        payoffs = results.payoffs.to_numpy(float)
        several = not results.rules.live and 1 < len(results.types) <= SHOWN
        return html(
            "population/page.html.jinja",
            drawn,
            results.manifest,
            significant(payoffs[payoffs == payoffs]) if several else 2,
            title=title(found),
            results=results,
            found=found,
            how=how_it_was_played(found),
            charts=all_charts(found),
            thing="type",
            told_first=brief(found),
            says=layers(found),
            certainty=certainty(found),
            paid=of_payoffs(found),
            intervals=found.ranking["low"].notna().any(),
            ranking=rows(found.ranking, "type"),
            ends=ends(found),
            expected=expected(found),
            pairs=_pairs(found) if several else [],
            film=vars(made) if made else None,
            key=found.key(),
            types=types(found),
            program=program(results),
        )


def _cells(found: Findings) -> list[dict[str, str]]:
    """Return the cells of the ranking in Markdown, by their heads."""
    cells = []
    for row in rows(found.ranking, "type"):
        known = row["low"] == row["low"]
        best, worst = f"{row['best_rank']:g}", f"{row['worst_rank']:g}"
        cells.append(
            {
                "rank": f"{row['rank']:g}",
                "type": row["type"],
                "share": percent(row["share"]),
                f"{SURE} interval": span(percent(row["low"]), percent(row["high"]))
                if known
                else UNKNOWN,
                "places": (best if best == worst else span(best, worst)) if known else UNKNOWN,
                "at the start": percent(row["start"]),
                "took over": percent(row["fixed"]),
            }
        )
    return cells


def _pairs(found: Findings) -> "list[dict[str, object]]":
    """Return the table of pairs, row by row: payoffs and their errors."""
    table, errors = found.results.payoffs, found.results.payoff_errors
    return [
        {"type": str(name), "cells": list(zip(table.loc[name], errors.loc[name], strict=True))}
        for name in table.index
    ]
