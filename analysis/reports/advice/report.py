"""Advice as files: a page for a browser, the same in Markdown, and a table of all candidates."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.exports import csv
from analysis.reports import charts
from analysis.reports.markdown import code, plain
from analysis.reports.page import html, rows
from analysis.words import SURE, count, significant
from tournament.interactive.shell import readable
from tournament.interactive.shown import lines
from tournament.results.files.staging import staged

if TYPE_CHECKING:
    from tournament.events.season.advice import Advice
    from tournament.events.season.naughty import Once

TABLE, PAGE, HTML = "advice.csv", "advice.md", "advice.html"
SHOWN = 20
TITLE = "Whom to give to, and whether to be nice"


@dataclass(frozen=True)
class Story:
    """What a page tells besides the candidates.

    friends
        Who gets gifts today: `friend`, `gifts`, `be` and `why` of each.
    left_out
        The best friend who gets none, and why.
    sure
        How sure the advice is, a sentence each.
    assumed
        Who is assumed to live there.
    understood
        How the log was read, a sentence each.
    once
        What one naughty gift to each of these friends brings.
    naughty
        The same in words.
    """

    friends: "Sequence[dict[str, str | int]]" = ()
    left_out: tuple[str, str] | None = None
    sure: Sequence[str] = ()
    assumed: str = ""
    understood: Sequence[str] = ()
    once: "Sequence[Once]" = ()
    naughty: str = ""


def report_advice(
    advice: "Advice",
    folder: str | os.PathLike[str],
    today: Sequence[str],
    command: str = "",
    story: Story | None = None,
) -> Path:
    """Write advice into a folder and return the path of its page, `advice.md`.

    Beside the page come `advice.html`, the same for a browser, and `advice.csv`, a table of all
    candidates.

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
    story
        What else is told: reasons, what is assumed, how the log was read.

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
    ...     page.read_text().splitlines()[0], sorted(f.name for f in page.parent.iterdir())
    ('# Whom to give to, and whether to be nice', ['advice.csv', 'advice.html', 'advice.md'])
    """
    folder, story = Path(folder), story or Story()
    with staged(folder, "advice") as place:
        (place / TABLE).write_bytes(csv(advice.ranking))
        for name, told in ((PAGE, text), (HTML, page)):
            written = lines(readable(told(advice, today, command, story)))
            (place / name).write_text(written, encoding="utf-8")
    return folder / PAGE


def page(advice: "Advice", today: Sequence[str], command: str, story: Story) -> str:
    """Return the text of `advice.html`; for the parameters see `report_advice`."""
    frame, season = advice.ranking, advice.season
    day = advice.begun.log.today if advice.begun else 0
    left = count(season.rules.days - day, "day")
    return html(
        "advice/page.html.jinja",
        {},
        {"command": command},
        significant(frame["income"].to_numpy(float)),
        title=TITLE,
        charts=_once(story),
        lead=f"Day {day + 1} of {season.rules.days}, among {count(season.towns, 'town')}.",
        heading=f"Today's {count(season.rules.gifts[day], 'gift')}",
        results=season,
        rules=season.rules.describe(),
        findings=[sentence.replace("`", "") for sentence in story.sure],
        story=story,
        today=[*today],
        tried=_tried(advice),
        ranking=rows(frame, "candidate"),
        span=_span(advice),
        span_of_days=f"the {left} left",
        table=TABLE,
    )


def _once(story: "Story") -> dict[str, charts.Chart]:
    """Return the picture of what one naughty gift would change, if that was asked."""
    if not story.once:
        return {}
    return {
        "once": charts.rows(
            [one.friend for one in story.once],
            [one.gain for one in story.once],
            low=[one.low for one in story.once],
            high=[one.high for one in story.once],
            zero=True,
            between=f"{SURE} interval",
            unit="income with one naughty gift, less income with none",
            words="What one naughty gift would change, by friend",
        )
    }


def _tried(advice: "Advice") -> str:
    """Return what was tried, in a sentence."""
    return (
        f"{count(len(advice.candidates), 'way')} to play were tried in up to"
        f" {count(len(advice.incomes), 'season')} each, among {count(advice.season.towns, 'town')}."
    )


def _span(advice: "Advice") -> str:
    """Return over what time incomes are."""
    if advice.begun is None:
        return "that of a season"
    left = advice.season.rules.days - advice.begun.log.today
    return f"that of the {count(left, 'day')} left"


def text(
    advice: "Advice", today: Sequence[str], command: str = "", story: Story | None = None
) -> str:
    """Return the text of the page; for the parameters see `report_advice`."""
    frame, season, story = advice.ranking.head(SHOWN), advice.season, story or Story()
    known = len(advice.incomes) > 1
    lines = [f"# {TITLE}", "", "## Today", ""]
    lines += [f"- {plain(sentence)}" for sentence in today]
    for title, sentences in (
        ("Naughty once", [story.naughty]),
        ("How sure", story.sure),
        ("What is assumed", [story.assumed]),
        ("How your log was read", story.understood),
    ):
        if told := [sentence for sentence in sentences if sentence]:
            lines += ["", f"## {title}", "", *(f"- {plain(sentence)}" for sentence in told)]
    lines += ["", "## Ways to play", ""]
    lines += ["| rank | be like | give to | income | behind the best |"]
    lines += ["|---:|:---|:---|---:|---:|"]
    for row in frame.to_dict("records"):
        income, behind = (
            f"{row[name]:,.1f}" + (f" ± {row[error]:.1f}" if known and row["seasons"] > 1 else "")
            for name, error in (("income", "standard_error"), ("behind", "behind_error"))
        )
        names = plain(str(row["strategy"])), plain(str(row["partner_rule"]))
        lines.append(f"| {row['rank']} | {names[0]} | {names[1]} | {income} | {behind} |")
    lines += [
        "",
        f"{_tried(advice)} Income is {_span(advice)}, ± its standard error. [{TABLE}]({TABLE}) has"
        " all of them.",
        "",
        f"{plain(season.rules.describe())}.",
    ]
    if command:
        lines += ["", "## Again", "", code("sh", command)]
    return "\n".join([*lines, ""])
