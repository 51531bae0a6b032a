"""Reports: a page of HTML that stands alone, its figures, tables, and a short report in Markdown.

`Report` says what a report has. There is one for tournaments, one for seasons, one for populations
and one for learned strategies, and `write` writes any of them. Everything is made in memory first,
then written beside its place, then moved there. If a report cannot be made or written, the folder
stays as it was.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Union

from analysis.arguments import results_of
from analysis.exports import as_parquet, csv, need_parquet
from analysis.figures.saving import Drawn, Save, both, png
from tournament.interactive.shell import readable
from tournament.interactive.shown import lines
from tournament.results.files.staging import staged
from tournament.rules.checks import flag
from tournament.rules.checks import path as checked_path

if TYPE_CHECKING:
    import pandas as pd

    from tournament.results.population import PopulationResults
    from tournament.results.season import SeasonResults
    from tournament.results.tournament import Results

Played = Union["Results", "SeasonResults", "PopulationResults"]


class Report(Protocol):
    """What a report has; made once, it computes each number once."""

    def figures(self, save: Save = png) -> Drawn:
        """Return the figures by name; one is missing where there is nothing to show.

        Parameters
        ----------
        save
            What makes a picture of a figure's axes.
        """

    def tables(self) -> "dict[str, pd.DataFrame]":
        """Return the tables by name; the names of their indices are columns of the files."""

    def page(self, drawn: Drawn) -> str:
        """Return the text of the page.

        Parameters
        ----------
        drawn
            The figures.
        """

    def short(self, drawn: Drawn) -> str:
        """Return the text of the short report in Markdown.

        Parameters
        ----------
        drawn
            The figures, to which the text links.
        """


def report(
    results: Played,
    folder: str | os.PathLike[str],
    *,
    vector: bool = False,
    parquet: bool = False,
) -> Path:
    """Write the report of an event into a folder and return the path of its `report.html`.

    Beside the page come `report.md`, a short report for a repository, the figures in `figures/`,
    and tables as CSV, which `read_table` reads. Tables of a tournament: `ranking`, `places`,
    `payoffs`, `errors`, `cooperation`, `comparisons`, `behaviour`, `fields`, `kingmakers`, `noise`,
    `ecology` and `scores`, where there are such numbers. Tables of a season: `ranking`, `days` and
    `between`. Tables of a population: `ranking`, `shares`, `fixation`, `repetitions`, `payoffs` and
    `errors`, and where theory applies `theory_fixation`, `theory_errors` and `theory_rare`; of a
    lattice there is also a film, `figures/lattice.gif`. Files of an earlier report are replaced.

    Parameters
    ----------
    results
        A played tournament, season or population.
    folder
        Where to write; made if it does not exist.
    vector
        Whether figures come as SVG, too, and not as PNG alone.
    parquet
        Whether tables come as Parquet, too, in `parquet/`; this needs the library `pyarrow`.

    Raises
    ------
    ResultsError
        When the folder cannot be written; nothing half-written is left.
    MissingExtra
        When Parquet is asked for and `pyarrow` is not installed.

    Examples
    --------
    >>> import tempfile
    >>> from tournament import Tournament
    >>> event = Tournament(["tit_for_tat", "always_defect"], turns=5, repetitions=2, seed=1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = report(event.play(progress=False), folder)
    ...     page.name, sorted(path.name for path in page.parent.glob("*.md"))
    ('report.html', ['report.md'])
    """
    place = checked_path("folder", folder)
    vector, parquet = flag("vector", vector), flag("parquet", parquet)
    return write(report_of(results), place, vector=vector, parquet=parquet)


def report_of(results: Played) -> Report:
    """Return the report of an event, not yet written.

    Parameters
    ----------
    results
        A played tournament, season or population.
    """
    from tournament.results.population import PopulationResults
    from tournament.results.season import SeasonResults

    if isinstance(results, SeasonResults):
        from analysis.reports.season.report import SeasonReport

        return SeasonReport(results)
    if isinstance(results, PopulationResults):
        from analysis.reports.population.report import PopulationReport

        return PopulationReport(results)
    from analysis.reports.tournament.report import TournamentReport

    return TournamentReport(results_of(results))


def write(
    report: Report,
    folder: str | os.PathLike[str],
    *,
    name: str = "report",
    vector: bool = False,
    parquet: bool = False,
    more: Mapping[str, bytes] | None = None,
) -> Path:
    """Write a report into a folder, all of it or nothing, and return the path of its page.

    Parameters
    ----------
    report
        What to write.
    folder
        Where to write; made if it does not exist.
    name
        Of the page and of the short report, without their endings.
    vector
        Whether figures come as SVG, too, and not as PNG alone.
    parquet
        Whether tables come as Parquet, too, in `parquet/`; this needs the library `pyarrow`.
    more
        Further files, by name.

    Raises
    ------
    ResultsError
        When the folder cannot be written; nothing half-written is left.
    MissingExtra
        When Parquet is asked for and `pyarrow` is not installed.
    """
    if parquet:
        need_parquet()
    drawn = report.figures(both if vector else png)
    files = {f"figures/{figure}.png": picture.png for figure, picture in drawn.items()}
    files |= {f"figures/{figure}.svg": p.svg for figure, p in drawn.items() if p.svg}
    files |= {f"figures/{figure}.gif": p.gif for figure, p in drawn.items() if p.gif}
    for table, frame in report.tables().items():
        files[f"{table}.csv"] = csv(frame)
        if parquet:
            files[f"parquet/{table}.parquet"] = as_parquet(frame)
    files |= dict(more or {})
    files[f"{name}.html"] = lines(readable(report.page(drawn))).encode()
    files[f"{name}.md"] = lines(readable(report.short(drawn))).encode()
    _write(Path(folder), files)
    return Path(folder) / f"{name}.html"


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Write files, by path below the folder: all or none."""
    with staged(folder, "report", without=("parquet",)) as place:
        for below in {"figures", *(str(Path(name).parent) for name in files)}:
            (place / below).mkdir(exist_ok=True)
        for name, content in files.items():
            (place / name).write_bytes(content)
