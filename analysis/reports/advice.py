"""Advice as files: a table of all candidates, and a page in Markdown on what to do today."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.exports import csv
from analysis.reports.markdown import code, plain
from tournament.interactive.shell import readable
from tournament.interactive.shown import lines
from tournament.results.files.staging import staged

if TYPE_CHECKING:
    from tournament.events.season.advice import Advice

TABLE, PAGE = "advice.csv", "advice.md"
SHOWN = 20


def report_advice(
    advice: "Advice", folder: str | os.PathLike[str], today: Sequence[str], command: str = ""
) -> Path:
    """Write advice into a folder and return the path of its page, `advice.md`.

    Beside the page comes `advice.csv`, a table of all candidates.

    Parameters
    ----------
    advice
        What `Season.best_reply` returned.
    folder
        Where to write; made if it does not exist. Files of earlier advice are replaced.
    today
        What to do today, a sentence each.
    command
        What gives the same advice again.

    Raises
    ------
    ResultsError
        When the folder cannot be written; nothing half-written is left.

    Examples
    --------
    >>> import tempfile
    >>> from tournament import Season
    >>> season = Season(["tit_for_tat", "always_defect"], towns=20, friends=6, days=3, seed=1)
    >>> advice = season.best_reply(["joss"], repetitions=2, progress=False)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = report_advice(advice, folder, ["Be nice."])
    ...     page.read_text().splitlines()[0], (page.parent / "advice.csv").exists()
    ('# Whom to give to, and whether to be nice', True)
    """
    folder = Path(folder)
    with staged(folder, "advice") as place:
        (place / TABLE).write_bytes(csv(advice.ranking))
        (place / PAGE).write_text(lines(readable(text(advice, today, command))), encoding="utf-8")
    return folder / PAGE


def text(advice: "Advice", today: Sequence[str], command: str = "") -> str:
    """Return the text of the page; for the parameters see `report_advice`."""
    frame, season = advice.ranking.head(SHOWN), advice.season
    known = len(advice.incomes) > 1
    lines = ["# Whom to give to, and whether to be nice", "", "## Today", ""]
    lines += [f"- {plain(sentence)}" for sentence in today]
    lines += ["", "## Ways to play", ""]
    lines += ["| rank | be like | give to | income | behind the best |"]
    lines += ["|---:|:---|:---|---:|---:|"]
    for row in frame.to_dict("records"):
        income = f"{row['income']:,.1f}" + (f" ± {row['standard_error']:.1f}" if known else "")
        behind = f"{row['behind']:,.1f}" + (f" ± {row['behind_error']:.1f}" if known else "")
        names = plain(str(row["strategy"])), plain(str(row["partner_rule"]))
        lines.append(f"| {row['rank']} | {names[0]} | {names[1]} | {income} | {behind} |")
    lines += [
        "",
        f"{len(advice.candidates)} ways to play were tried in {len(advice.incomes)} seasons each,"
        f" among {season.towns} towns. Income is per season, ± its standard error. [{TABLE}]"
        f"({TABLE}) has all of them.",
        "",
        f"{plain(season.rules.describe())}.",
    ]
    if command:
        lines += ["", "## Again", "", code("sh", command)]
    return "\n".join([*lines, ""])
