"""Reports: one HTML file that stands alone, figures, tables.

Everything is made in memory first, then written beside its place, then moved there: a report that
cannot be made, or written, leaves the folder as it was. What a report consists of is said by
`tournament_report` and `season_report`.
"""

import os
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Union

from analysis.figures.saving import Drawn, both, png
from tournament.results.staging import staged

if TYPE_CHECKING:
    from tournament.results.season import SeasonResults
    from tournament.results.tournament import Results

Played = Union["Results", "SeasonResults"]


def report(results: Played, folder: str | os.PathLike[str], *, vector: bool = False) -> Path:
    """Write the report of an event into a folder and return the path of its `report.html`.

    Beside it come figures in `figures/` and tables. Of a tournament: `ranking.csv`, `places.csv`,
    `payoffs.csv`, `errors.csv`, `cooperation.csv`, `comparisons.csv`, `behaviour.csv` and
    `fields.csv`, where there are such numbers, the same in `parquet/`, and `report.md`, a short
    report for a repository. Of a season: `ranking.csv`, `days.csv` and `between.csv`. Files of an
    earlier report are replaced.

    Parameters
    ----------
    results
        A played tournament or season.
    folder
        Where to write; made if it does not exist.
    vector
        Whether figures come as SVG, too, and not as PNG alone.

    Raises
    ------
    ResultsError
        When the folder cannot be written; nothing half-written is left.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from tournament import Tournament
    >>> event = Tournament(["tit_for_tat", "always_defect"], turns=10, repetitions=2, seed=1)
    >>> results = event.play(progress=False)
    >>> with TemporaryDirectory() as folder:
    ...     page = report(results, folder)
    ...     print(page.name, page.is_file())
    report.html True
    """
    drawn = draw(results, vector=vector)
    files = {f"figures/{name}.png": picture.png for name, picture in drawn.items()}
    files |= {f"figures/{name}.svg": p.svg for name, p in drawn.items() if p.svg}
    files |= _kind_of_report(results).tables(results)
    files["report.html"] = page(results, drawn).encode()
    short = getattr(_kind_of_report(results), "short", None)
    if short is not None:
        files["report.md"] = short(results, drawn).encode()
    _write(Path(folder), files)
    return Path(folder) / "report.html"


def draw(results: Played, *, vector: bool = False) -> Drawn:
    """Return the figures by name, each as PNG with its width on a screen in CSS pixels.

    Figures are missing where there is nothing to show.

    Parameters
    ----------
    results
        A played tournament or season.
    vector
        Whether each comes as SVG, too.
    """
    drawn: Drawn = _kind_of_report(results).draw(results, both if vector else png)
    return drawn


def page(results: Played, drawn: Drawn) -> str:
    """Return the text of `report.html`.

    Parameters
    ----------
    results
        A played tournament or season.
    drawn
        Its figures, as `draw` returns them.
    """
    text: str = _kind_of_report(results).page(results, drawn)
    return text


def _kind_of_report(results: Played) -> ModuleType:
    from tournament.results.season import SeasonResults

    if isinstance(results, SeasonResults):
        from analysis.reports.season import report as season_report

        return season_report
    from analysis.reports.tournament import report as tournament_report

    return tournament_report


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Write files, by path below the folder: all or none."""
    with staged(folder, "report") as place:
        for below in {"figures", *(str(Path(name).parent) for name in files)}:
            (place / below).mkdir(exist_ok=True)
        for name, content in files.items():
            (place / name).write_bytes(content)
