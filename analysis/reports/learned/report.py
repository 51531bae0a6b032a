"""The report on learned strategies: its figures, its tables, its page, and a short one in
Markdown."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.arguments import results_of
from analysis.figures.learning import TITLES
from analysis.figures.saving import Drawn, Save, png
from analysis.learning.learned.learn import Learned
from analysis.learning.learned.plugin_file import plugin
from analysis.reports.learned import summary
from analysis.reports.learned.charts import all_charts
from analysis.reports.learned.details import choices, clusters, known, treatments
from analysis.reports.learned.findings import Findings
from analysis.reports.learned.pictures import CAPTIONS, pictures
from analysis.reports.markdown import Short, markdown
from analysis.reports.page import html
from analysis.reports.report import write
from analysis.words import number, percent
from tournament.rules.checks import flag, of_kind
from tournament.rules.checks import path as checked_path

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

PLUGIN = "kinds.py"
AGAIN = f"tournament run {PLUGIN} classics"


def report_kinds(
    learned: Learned,
    folder: str | os.PathLike[str],
    results: "Results | None" = None,
    *,
    parquet: bool = False,
) -> Path:
    """Write what was learned into a folder and return the path of its page, `kinds.html`.

    Beside the page come `kinds.py` with the strategies, `kinds.md`, a short report, figures in
    `figures/`, and the tables `players` (cluster, probability of each cluster, behaviour) and
    `criteria`, if the number of clusters was chosen, as CSV.

    Parameters
    ----------
    learned
        What `learn` found.
    folder
        Where to write; made if it does not exist. Files of an earlier report are replaced.
    results
        A tournament in which the learned strategies played.
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
    >>> from analysis import learn, play_log
    >>> from tournament import Tournament
    >>> event = Tournament(["tit_for_tat", "always_defect"], turns=9, repetitions=2, seed=1)
    >>> found = learn(play_log(event.play(progress=False)), k=2)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = report_kinds(found, folder)
    ...     page.name, (page.parent / "kinds.py").is_file()
    ('kinds.html', True)
    """
    of_kind("learned", learned, Learned, "what `learn` found")
    folder, parquet = checked_path("folder", folder), flag("parquet", parquet)
    if results is not None:
        results_of(results)
    more = {PLUGIN: plugin(learned).encode()}
    return write(LearnedReport(learned, results), folder, name="kinds", parquet=parquet, more=more)


class LearnedReport:
    """The report on learned strategies.

    Parameters
    ----------
    learned
        What `learn` found.
    results
        A tournament in which the learned strategies played.
    """

    def __init__(self, learned: Learned, results: "Results | None" = None) -> None:
        self.found = Findings(learned, results)

    def figures(self, save: Save = png) -> Drawn:
        """Return the figures by name; one is missing where it has nothing to show."""
        return pictures(self.found, save)

    def tables(self) -> "dict[str, pd.DataFrame]":
        """Return the tables by name."""
        learned = self.found.learned
        shares = learned.soft.shares.add_prefix("normal_")
        players = learned.clusters.labels.to_frame().join(shares).join(learned.vectors)
        frames = {"players": players.round(6).rename_axis("player")}
        if learned.criteria is not None:
            frames["criteria"] = learned.criteria.rename_axis("k")
        return frames

    def short(self, drawn: Drawn) -> str:
        """Return the text of `kinds.md`."""
        command = self.found.learned.provenance.get("command")
        typed = [("sh", str(command))] if command else []
        return markdown(
            Short(
                title=summary.title(self.found),
                lead=summary.lead(self.found),
                findings=summary.summary(self.found),
                how=f"{summary.starts(self.found)} {summary.soft(self.found)}",
                table=_cells(self.found),
                certainty="In brackets: how many players of the cluster were ever there.",
                captions={name: CAPTIONS[name] for name in drawn},
                again=[*typed, ("sh", AGAIN)],
                page="kinds.html",
                heads=("Clusters", "Learn it again"),
                first="map",
            )
        )

    def page(self, drawn: Drawn) -> str:
        """Return the text of `kinds.html`."""
        found, learned = self.found, self.found.learned
        manifest: dict[str, Any] = {
            "command": learned.provenance.get("command", ""),
            "versions": learned.provenance["versions"],
        }
        return html(
            "learned/page.html.jinja",
            drawn,
            manifest,
            found.digits,
            title=summary.title(found),
            lead=summary.lead(found),
            charts=all_charts(found),
            told_first=summary.brief(found),
            says=summary.layers(found),
            starts=summary.starts(found),
            soft=summary.soft(found),
            learned=learned,
            results=found.results,
            clusters=clusters(found),
            states=list(learned.vectors.columns),
            treatments=treatments(learned),
            choices=choices(found),
            known=known(learned),
            criteria=TITLES.items(),
            plugin=PLUGIN,
            again=AGAIN,
        )


def _cells(found: Findings) -> list[dict[str, str]]:
    """Return the cells of the clusters in Markdown, by their heads."""
    states = list(found.learned.vectors.columns)[:5]
    return [
        {
            "rank": f"{rank}",
            "cluster": cluster.name,
            "players": f"{cluster.players:,}",
            "share": percent(cluster.share),
            "cooperation": percent(cluster.cooperation),
            **{
                "first turn" if state == "first" else f"after {state}": (
                    f"{percent(rate)} ({percent(seen)})"
                )
                for state, (rate, seen) in zip(states, cluster.rates, strict=False)
            },
            "most like": cluster.like,
            **({"score": number(cluster.score, found.digits)} if found.scores else {}),
        }
        for rank, cluster in enumerate(clusters(found), 1)
    ]
