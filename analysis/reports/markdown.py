"""A short report as Markdown, for a repository: findings, ranking, figures, how to repeat."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Short:
    """What a short report says, in this order.

    title, lead
        The heading, and what was played.
    failures
        Sentences on players that were withdrawn.
    findings
        What to know first, a sentence or two each.
    more
        Statistics that come after the table, a sentence or two each, by their heading.
    how
        How it was played and ranked.
    table
        (rows, columns) cells below their heads: place, name, and numbers.
    certainty
        What the numbers of the table mean.
    captions
        By name of a figure in `figures/`, what it shows.
    again
        Language and text of what plays it again.

    Notes
    -----
        What has to be known before.
    page
        The name of the page that has more.
    heads
        Headings of the table and of the last part.
    first
        The figure that stands above the table.
    moving
        Names of figures that are films, as GIF.
    """

    title: str
    lead: str
    findings: Sequence[str]
    how: str
    table: Sequence[dict[str, str]]
    certainty: str
    captions: dict[str, str]
    again: Sequence[tuple[str, str]]
    notes: Sequence[str] = ()
    page: str = "report.html"
    heads: tuple[str, str] = ("Ranking", "Play it again")
    first: str = "ranking"
    failures: Sequence[str] = field(default=())
    more: Mapping[str, Sequence[str]] = field(default_factory=dict)
    moving: Sequence[str] = ()


def markdown(short: Short) -> str:
    """Return the text of a short report.

    Parameters
    ----------
    short
        What it says.
    """
    lines = [f"# {plain(short.title)}", "", f"{plain(short.lead)}.", ""]
    for sentence in short.failures:
        lines += [f"**Withdrawn:** {plain(sentence)}", ""]
    lines += [f"- {plain(sentence)}" for sentence in short.findings]
    lines += ["", plain(short.how), "", f"## {short.heads[0]}", ""]
    if short.first in short.captions:
        lines += [f"![{short.first}](figures/{short.first}.png)", ""]
    heads = list(short.table[0])
    lines += [_row(heads), _row(["---:", ":---", *["---:"] * (len(heads) - 2)])]
    lines += [_row(list(cells.values())) for cells in short.table]
    lines += ["", plain(short.certainty), ""]
    for head, sentences in short.more.items():
        if sentences:
            lines += [f"## {head}", "", *(f"- {plain(sentence)}" for sentence in sentences), ""]
    lines += ["## Figures", ""]
    for name, caption in short.captions.items():
        if name != short.first:
            ending = "gif" if name in short.moving else "png"
            lines += [f"{caption}:", "", f"![{name}](figures/{name}.{ending})", ""]
    lines += [f"[{short.page}]({short.page}) says how to read the figures, and has more.", ""]
    lines += [f"## {short.heads[1]}", ""]
    lines += [line for note in short.notes for line in (plain(note), "")]
    for language, text in short.again:
        lines += [code(language, text), ""]
    return "\n".join(lines)


def plain(text: str) -> str:
    r"""Return text that Markdown shows as it is, and that people can read as it is.

    Only what would be a tag or an entity of HTML is escaped as HTML: not every reader of Markdown
    knows a backslash there.

    >>> plain("a_b <i>|*"), plain("1. first"), plain("p < 0.05 & p <0.001")
    ('a_b &lt;i>\\|\\*', '1\\. first', 'p < 0.05 & p <0.001')
    """
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    text = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text)
    text = re.sub(r"([\\`*\[\]|~$#!])", r"\\\1", text)
    text = " ".join(re.sub(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", r"\\_", text).split())
    text = re.sub(r"^>", r"\>", text)  # else it begins a quotation
    return re.sub(r"^(\d*)([-+.)])(?= )", r"\1\\\2", text)  # else it begins a list


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cell if set(cell) <= set(':-') else plain(cell) for cell in cells)} |"


def code(language: str, text: str) -> str:
    """Return a block of code, fenced by more backticks than it has in a row.

    Parameters
    ----------
    language
        What highlights it.
    text
        Its lines.
    """
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"
