"""The report of a season: its figures, its tables, its page, and a short one in Markdown."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures.saving import Drawn, Save, png
from analysis.reports.markdown import Short, markdown
from analysis.reports.page import html, rows
from analysis.reports.repeat import files_told, season_program
from analysis.reports.season.brief import brief
from analysis.reports.season.charts import all_charts
from analysis.reports.season.details import kinds
from analysis.reports.season.findings import Findings
from analysis.reports.season.pictures import CAPTIONS, NAMED, highlighted, pictures
from analysis.reports.season.summary import (
    certainty,
    how_it_was_played,
    layers,
    summary,
    title,
)
from analysis.words import SURE, UNKNOWN, number, percent, span

if TYPE_CHECKING:
    import pandas as pd

    from tournament.results.season import SeasonResults


class SeasonReport:
    """The report of a season.

    Parameters
    ----------
    results
        A played season.
    """

    def __init__(self, results: "SeasonResults") -> None:
        self.results = results
        self.found = Findings(results)

    def figures(self, save: Save = png) -> Drawn:
        """Return the figures by name; one is missing where it has nothing to show."""
        return pictures(self.found, save)

    def tables(self) -> "dict[str, pd.DataFrame]":
        """Return the tables by name."""
        return {
            "ranking": self.results.ranking,
            "days": self.results.days,
            "between": _pairs(self.found),
        }

    def short(self, drawn: Drawn) -> str:
        """Return the text of `report.md`."""
        found, manifest = self.found, self.results.manifest
        typed = [("sh", str(manifest["command"]))] if manifest.get("command") else []
        return markdown(
            Short(
                title=title(found),
                lead=self.results.rules.describe(),
                failures=manifest.get("failures", []),
                findings=summary(found),
                how=how_it_was_played(found),
                table=_cells(found),
                certainty=certainty(found),
                captions={name: CAPTIONS[name] for name in drawn},
                again=[*typed, ("python", season_program(self.results))],
                notes=files_told(manifest),
            )
        )

    def page(self, drawn: Drawn) -> str:
        """Return the text of `report.html`."""
        found, results = self.found, self.results
        frame = found.places.copy()
        frame["strategy"], frame["partner"] = zip(
            *(found.rules[k] for k in found.names), strict=True
        )
        return html(
            "season/page.html.jinja",
            drawn,
            results.manifest,
            found.digits,
            title=title(found),
            results=results,
            how=how_it_was_played(found),
            charts=all_charts(found),
            thing="kind",
            told_first=brief(found),
            says=layers(found),
            certainty=certainty(found),
            ranking=rows(frame, "kind"),
            kinds=kinds(found),
            highlighted=highlighted(found.names) if len(found.names) > NAMED else [],
            pictured=len(np.union1d(found.ties["one"], found.ties["other"])),
            program=season_program(results),
        )


def _cells(found: Findings) -> list[dict[str, str]]:
    """Return the cells of the ranking in Markdown, by their heads."""
    cells = []
    for row in rows(found.places, "kind"):
        known = row["low"] == row["low"]
        best, worst = f"{row['best_rank']:g}", f"{row['worst_rank']:g}"
        interval = span(number(row["low"], found.digits), number(row["high"], found.digits))
        cells.append(
            {
                "rank": f"{row['rank']:g}",
                "kind": row["kind"],
                "income": number(row["income"], found.digits),
                f"{SURE} interval": interval if known else UNKNOWN,
                "places": (best if best == worst else span(best, worst)) if known else UNKNOWN,
                "nice": percent(row["nice"]),
                "sent": number(row["sent"], 1),
                "received": number(row["received"], 1),
                "towns": f"{row['towns']:,}",
            }
        )
    return cells


def _pairs(found: Findings) -> "pd.DataFrame":
    """Return one row per kind of giver and of receiver, in rank order: gifts, how many times as
    often as at random, share of nice ones."""
    import pandas as pd

    order = found.names
    squares = {
        "gifts": found.results.between.reindex(index=order, columns=order),
        "times_random": found.preference,
        "nice": found.nice_between,
    }
    index = pd.MultiIndex.from_product([order, order], names=["giver", "receiver"])
    return pd.DataFrame({k: v.to_numpy().ravel() for k, v in squares.items()}, index)
