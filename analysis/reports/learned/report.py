"""The report on learned strategies: its figures, its tables, and its page."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import canvas, palette, tournament
from analysis.figures import learned as figures
from analysis.figures.saving import Drawn, Save, png
from analysis.figures.style import style
from analysis.learning.clusters.how_many import elected, preferred
from analysis.learning.clusters.kmeans import STARTS, starts_compared
from analysis.learning.learned.learn import Learned
from analysis.learning.learned.plugin_file import plugin
from analysis.learning.states import behaviour_counts
from analysis.reports.page import csv, html
from analysis.words import count, decimals, listing, number, percent
from tournament.results.staging import staged

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

PAGE, PLUGIN = "kinds.html", "kinds.py"
SURE = 0.9
"""From which probability on a player's kind is said to be clear."""
BEST = 0.999
"""From which agreement on a start of k-means is said to have found the same kinds as the best."""


def report_kinds(
    learned: Learned, folder: str | os.PathLike[str], results: "Results | None" = None
) -> Path:
    """Write what was learned into a folder and return the path of its page, `kinds.html`.

    Beside it come `kinds.py` with the strategies, `players.csv` (kind, probability of each kind,
    behaviour), `criteria.csv` if k was chosen, and `figures/*.png`.

    Parameters
    ----------
    learned
        What `learn` found.
    folder
        Where to write; made if it does not exist. Files of an earlier report are replaced.
    results
        A tournament in which the learned strategies played.

    Raises
    ------
    ResultsError
        When the folder cannot be written; nothing half-written is left.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from analysis import learn, play_log
    >>> from tournament import Match
    >>> log = play_log(Match("tit_for_tat", "alternator", turns=10).play())
    >>> with TemporaryDirectory() as folder:
    ...     page = report_kinds(learn(log, k=2), folder)
    ...     print(page.name, (page.parent / "kinds.py").is_file())
    kinds.html True
    """
    drawn = draw(learned, results)
    files = {f"figures/{name}.png": picture.png for name, picture in drawn.items()}
    files |= tables(learned)
    files[PAGE] = page(learned, drawn, results).encode()
    with staged(Path(folder), "report") as place:
        (place / "figures").mkdir()
        for name, content in files.items():
            (place / name).write_bytes(content)
    return Path(folder) / PAGE


def draw(learned: Learned, results: "Results | None" = None, save: Save = png) -> Drawn:
    """Return the figures; `criteria` is missing where k was given, `ranking` without results.

    Parameters
    ----------
    learned
        What `learn` found.
    results
        A tournament in which the learned strategies played.
    """
    drawn = {}
    with style():
        (axes,) = canvas.panels()
        drawn["map"] = save(figures.behaviour_map(learned.vectors, learned.clusters, axes))
        if learned.criteria is not None:
            panels = canvas.panels(5, width=9.6, height=2.2)
            figures.criteria_figure(learned.criteria, panels)
            drawn["criteria"] = save(panels[0])
        if len(learned.vectors) > 1:
            (axes,) = canvas.panels(height=3.2)
            k = len(learned.names)
            drawn["dendrogram"] = save(figures.dendrogram(learned.vectors, k, axes))
        if results is not None:
            frame = results.ranking
            axes = canvas.for_rows(list(frame.index))
            drawn["ranking"] = save(tournament.ranking(frame, axes, marked=learned.strategies))
    return drawn


def tables(learned: Learned) -> dict[str, bytes]:
    """Return the files of tables and strategies, by name.

    Parameters
    ----------
    learned
        What `learn` found.
    """
    shares = learned.soft.shares.add_prefix("normal_")
    players = learned.clusters.kinds.to_frame().join(shares).join(learned.vectors)
    files = {"players.csv": csv(players.round(6), "player"), PLUGIN: plugin(learned).encode()}
    if learned.criteria is not None:
        files["criteria.csv"] = csv(learned.criteria, "k")
    return files


def page(learned: Learned, drawn: Drawn, results: "Results | None" = None) -> str:
    """Return the text of `kinds.html`.

    Parameters
    ----------
    learned
        What `learn` found.
    drawn
        Its figures, as `draw` returns them.
    results
        A tournament in which the learned strategies played.
    """
    seed, k = learned.provenance["seed"], len(learned.names)
    manifest = {"command": learned.provenance.get("command", "")}
    manifest["versions"] = learned.provenance["versions"]
    return html(
        "learned.html.jinja",
        drawn,
        manifest,
        2 if results is None else decimals(results.game),
        title=f"{count(k, 'kind')} of player, learned from play",
        lead=_lead(learned),
        findings=_findings(learned, results),
        learned=learned,
        results=results,
        kinds=_kinds(learned, results),
        states=list(learned.vectors.columns),
        treatments=_treatments(learned),
        choice=None if learned.criteria is None else _choice(learned.criteria),
        starts=_starts(learned, seed),
        soft=_soft(learned),
        known=_known(learned),
    )


def _lead(learned: Learned) -> str:
    log, facts = learned.log, learned.provenance
    matches = len(log[["player", "match"]].drop_duplicates())
    return (
        f"{count(facts['players'], 'player')}, {count(matches, 'match')},"
        f" {count(facts['decisions'], 'decision')}; {percent((log['move'] == 'C').mean())} of them"
        " cooperation"
    )


def _findings(learned: Learned, results: "Results | None") -> list[str]:
    """Return what was found, a sentence or two per finding."""
    sizes, total = learned.clusters.sizes, len(learned.vectors)
    found = [
        f"{name}: {size:,} of {total:,} players ({percent(size / total)}), {learned.like(kind)}."
        for kind, (size, name) in enumerate(zip(sizes, learned.names, strict=True), 1)
    ]
    if learned.criteria is not None:
        choice = preferred(learned.criteria)
        said = [f"{_named(str(name))} for {k}" for name, k in choice.items()]
        agreed = (
            "All criteria agree on the number of kinds"
            if choice.nunique() == 1
            else f"The criteria do not agree on the number of kinds; {elected(learned.criteria)}"
            " has most votes"
        )
        found.append(f"{agreed}: {listing(said, 5)}.")
    if results is not None:
        frame = results.ranking
        scores = _against_others(learned, results)
        most = max(scores, key=lambda name: scores[name])
        first = next(name for name in frame.index if name in scores)
        digits = decimals(results.game)
        found.append(
            f"In a tournament with {count(len(frame) - len(scores), 'player')} of the library,"
            f" {frame.index[0]} won; the best of what was learned is {first}, in place"
            f" {list(frame.index).index(first) + 1} of {len(frame)}. Against the library's players"
            f" alone {most} scores most, {number(scores[most], digits)} per turn."
        )
    return found


def _named(criterion: str) -> str:
    return figures.TITLES[criterion].split(" (")[0]


def _entered(learned: Learned, results: "Results") -> list[str]:
    return [name for name in learned.strategies if name in results.names]


def _against_others(learned: Learned, results: "Results") -> dict[str, float]:
    """Return the mean score of each learned strategy against those that were not learned."""
    entered = _entered(learned, results)
    square = results.payoffs
    others = [name for name in square.columns if name not in entered]
    means = square.loc[entered, others or list(square.columns)].mean(axis=1)
    return {name: float(means[name]) for name in entered}


def _kinds(learned: Learned, results: "Results | None") -> list[dict[str, Any]]:
    """Return a row per kind for the table."""
    _, seen = behaviour_counts(learned.log, learned.provenance["memory"])
    kinds, clusters = learned.clusters.kinds, learned.clusters
    reached = (seen > 0).groupby(kinds).mean()
    cooperated = (learned.log["move"] == "C").groupby(
        kinds.reindex(learned.log["player"].astype(object)).to_numpy()
    )
    cooperation = cooperated.mean()
    scores = {} if results is None else _against_others(learned, results)
    rows: list[dict[str, Any]] = []
    for kind, name in enumerate(learned.names, 1):
        rows.append(
            {
                "name": name,
                "colour": palette.series(kind),
                "players": int(clusters.sizes[kind]),
                "share": clusters.sizes[kind] / len(kinds),
                "cooperation": cooperation[kind],
                "rates": list(
                    zip(clusters.centres.loc[kind], reached.loc[kind], strict=True)
                ),
                "like": learned.like(kind),
                "score": scores.get(name, np.nan),
                "members": scores.get(f"{name}_members", np.nan),
            }
        )  # fmt: skip
    return rows


def _known(learned: Learned) -> list[tuple[str, list[tuple[float, bool]]]]:
    """Return per rule its likeness to each kind, and whether none is more like it."""
    table = learned.known.T
    best = table.eq(table.max())
    order = table.max(axis=1).sort_values(ascending=False, kind="stable").index
    return [
        (str(rule), list(zip(table.loc[rule].tolist(), best.loc[rule].tolist(), strict=True)))
        for rule in order
    ]


def _treatments(learned: Learned) -> "list[tuple[str, int, list[float]]]":
    """Return per treatment its players and the share of each kind; nothing if there is but one."""
    log = learned.log
    if "treatment" not in log or log["treatment"].nunique() < 2:
        return []
    pairs = log[["player", "treatment"]].drop_duplicates()
    kind = learned.clusters.kinds.reindex(pairs["player"].astype(object)).to_numpy()
    found = []
    for treatment, places in pairs.reset_index(drop=True).groupby("treatment").indices.items():
        shares = np.bincount(kind[places], minlength=len(learned.names) + 1)[1:] / len(places)
        found.append((str(treatment), len(places), shares.tolist()))
    return found


def _choice(criteria: "pd.DataFrame") -> list[dict[str, Any]]:
    choice = preferred(criteria)
    return [
        {"name": _named(str(name)), "k": k, "edge": k == criteria.index.max()}
        for name, k in choice.items()
    ]


def _starts(learned: Learned, seed: int) -> str:
    """Return how far k-means hung on where it started."""
    k = len(learned.names)
    size = min(len(learned.vectors), 20_000)
    sample = learned.vectors
    if size < len(sample):
        x = sample.iloc[np.lexsort(sample.to_numpy().T[::-1])]
        sample = x.iloc[np.linspace(0, len(x) - 1, size).astype(int)]
    ends = starts_compared(sample, k, starts=STARTS, seed=seed)
    same = int((ends["agreement"] >= BEST).sum())
    return (
        f"Of {STARTS} starts, {same} ended at the same kinds as the best one; the worst agrees with"
        f" it by {ends['agreement'].min():.2f} (adjusted Rand index)."
    )


def _soft(learned: Learned) -> str:
    """Return how clear-cut the kinds are."""
    clear = (learned.soft.shares.max(axis=1) >= SURE).mean()
    return (
        f"In a mixture of as many normal distributions, {percent(clear)} of the players belong to"
        f" one kind with a probability of {SURE} or more."
    )
