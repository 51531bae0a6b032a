"""A tournament's report as Markdown, for a repository: summary, figures, ranking, how to repeat."""

import re

from analysis.reports.repeat import program
from analysis.reports.tournament.findings import Findings
from analysis.reports.tournament.summary import (
    certainty,
    how_it_was_played,
    how_it_was_ranked,
    summary,
    told,
)
from analysis.words import UNKNOWN, decimals, number, percent

CAPTIONS = {
    "ranking": "Every player and its 95 % interval",
    "payoffs": "Who earns what against whom; like players stand together",
    "cooperation": "Who cooperates with whom",
    "scores": "Scores over repetitions",
    "states": "Cooperation first, and after each outcome",
    "differences": "How much more players earn than their opponents",
    "critical": "Mean ranks and the critical difference",
    "fields": "Who wins random parts of the field",
    "ecology": "The ecological tournament",
}


def markdown(found: Findings, pictures: list[str], title: str) -> str:
    """Return the text of `report.md`.

    Parameters
    ----------
    found
        The tournament's statistics.
    pictures
        Names of its figures, which lie in `figures/`.
    title
        The heading.
    """
    results, frame = found.results, found.ranking
    lines = [f"# {plain(title)}", "", f"{plain(results.rules.describe())}.", ""]
    for sentence in results.manifest.get("failures", []):
        lines += [f"**Withdrawn:** {plain(sentence)}", ""]
    lines += [f"- {plain(sentence)}" for sentence in summary(found)]
    lines += ["", plain(f"{how_it_was_played(results)} {how_it_was_ranked(found)}"), ""]
    lines += ["## Ranking", "", "![ranking](figures/ranking.png)", ""]
    table = [
        _cells(found, name, row)
        for name, row in zip(found.names, frame.to_dict("records"), strict=True)
    ]
    lines += [_row(list(table[0])), _row(["---:", ":---", *["---:"] * (len(table[0]) - 2)])]
    lines += [_row(list(cells.values())) for cells in table]
    lines += ["", plain(certainty(found)), "", "## Figures", ""]
    for name in pictures:
        if name != "ranking":
            lines += [f"{CAPTIONS[name]}:", ""]
            lines += [f"![{name}](figures/{name}.png)", ""]
    lines += ["How to read them, and a part on every player: [report.html](report.html).", ""]
    lines += ["## Play it again", ""]
    if results.manifest.get("command"):
        lines += [_code("sh", str(results.manifest["command"])), ""]
    lines += [_code("python", program(results))]
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """Return text of which Markdown makes nothing but that text.

    >>> plain("a_b <i>|*")
    'a_b &lt;i&gt;\\\\|\\\\*'
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*\[\]|~$#!])", r"\\\1", text)
    return " ".join(re.sub(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", r"\\_", text).split())


def _cells(found: Findings, name: str, row: dict) -> dict[str, str]:
    """Return the cells of a player's row of the ranking, by their heads."""
    by, known = found.by, row["low"] == row["low"]
    low, high = told(found, row["low"]), told(found, row["high"])
    if by == "score" and found.places is not None:
        row = row | found.places.loc[name].to_dict()
    best, worst = row["best_rank"], row["worst_rank"]
    places = f"{best:g}" if best == worst else f"{best:g} to {worst:g}"
    return {
        "rank": f"{row['rank']:g}",
        "player": name,
        by: told(found, row[by]),
        "95 % interval": f"{low} to {high}" if known else UNKNOWN,
        "places": places if known else UNKNOWN,
        "score": number(row["score"], decimals(found.results.game)),
        "wins": percent(row["wins"]),
        "cooperation": percent(row["cooperation"]),
    }


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cell if set(cell) <= set(':-') else plain(cell) for cell in cells)} |"


def _code(language: str, text: str) -> str:
    """Return a block of code, fenced by more backticks than it has in a row."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"
