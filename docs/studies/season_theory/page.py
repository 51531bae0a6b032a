"""What theory and experiments predict for seasons: nine predictions, each put to the test.

python docs/studies/season_theory/page.py           prints the tables and verdicts of found.json
python docs/studies/season_theory/page.py --write   plays all seasons, which takes some minutes;
                                                    writes found.json, the page and the figure
"""

import sys
import textwrap
from pathlib import Path

import numpy as np
from experiments import PREDICTIONS
from figure import draw
from harness import SIZE, SURE, Claims, Finding, Prediction, interval, verdict
from record import FILE, read, written

DOCS = Path(__file__).parents[2]
MARK, END = "<!-- season theory -->\n", "<!-- /season theory -->\n"


def with_error(value: float, error: float) -> str:
    """Return a number and its error, with two digits of the error, at most three decimals."""
    if not error > 1e-9:
        return f"{value:.4g}"
    digits = int(np.clip(1 - np.floor(np.log10(error)), 0, 3))
    return f"{value:.{digits}f} ± {error:.{digits}f}"


def paragraph(label: str, text: str) -> str:
    """Return a paragraph that begins with a label."""
    return textwrap.fill(f"{label}: {' '.join(text.split())}", 100)


def table(finding: Finding) -> str:
    """Return means and standard errors as a Markdown table."""
    shown = {row: finding.rows[row] for row in finding.shown or finding.rows}
    columns = list(next(iter(shown.values())))
    lines = [f"| {' | '.join([finding.index, *columns])} |", "|---" * (len(columns) + 1) + "|"]
    for row, cells in shown.items():
        texts = [with_error(v.mean(), v.std(ddof=1) / np.sqrt(len(v))) for v in cells.values()]
        lines.append(f"| {' | '.join([row, *texts])} |")
    return "\n".join(lines)


def section(prediction: Prediction, finding: Finding) -> str:
    """Return one prediction as Markdown: words, table, claims, why."""
    parts = [
        f"### {prediction.title}",
        paragraph("Predicted", prediction.predicted),
        paragraph("Played", prediction.played),
        table(finding),
        listed(finding.claims),
    ]
    if finding.beyond:
        parts += ["Also asked:", listed(finding.beyond)]
    return "\n\n".join([*parts, paragraph("Why", prediction.why)])


def listed(claims: Claims) -> str:
    """Return claims, verdicts and up to six of the differences behind them as a Markdown list."""
    lines = []
    for says, differences in claims.items():
        by = ", ".join(with_error(*interval(values)) for values in differences[:6])
        by += ", ..." * (len(differences) > 6)
        text = f"- {says}: **{verdict(differences)}** ({by})"
        lines.append(textwrap.fill(text, 100, subsequent_indent="  "))
    return "\n".join(lines)


def summary(findings: dict[Prediction, Finding]) -> str:
    """Return a row per prediction: whether it holds, and which of its claims do not."""
    lines = ["| prediction | verdict | what does not hold |", "|---|---|---|"]
    for prediction, finding in findings.items():
        verdicts = {says: verdict(values) for says, values in finding.claims.items()}
        words = [*verdicts.values()]
        held, failed = words.count("holds"), words.count("does not hold")
        found = "holds in part" if held else "does not hold" if failed else "cannot be told"
        found = "holds" if held == len(words) else found
        score = f"{held} of {len(words)}"
        others = [
            f"{says} (cannot be told)" if word == "cannot be told" else says
            for says, word in verdicts.items()
            if word != "holds"
        ]
        lines.append(f"| {prediction.title} | {found}, {score} | {'; '.join(others)} |")
    return "\n".join(lines)


def page(findings: dict[Prediction, Finding]) -> str:
    """Return all findings as Markdown."""
    intro = (
        f"Each season has {SIZE['towns']} towns. If a section does not say otherwise, a season has"
        " 100 friends, 25 days and 5 gifts a day. `docs/studies/season_theory/page.py` plays each"
        f" season {SIZE['repetitions']} times, from seed {SIZE['seed']}. Income is per gift that a"
        " town may leave. Income is 30 if all towns are nice (15 as giver, 15 as receiver). Income"
        " is 10 if all towns are naughty. Tables show the mean ± the standard error over"
        f" repetitions. Claims show differences ± the reach of their {SURE:.0%} interval. A claim"
        " holds if all its intervals are above 0. A claim does not hold if one of its intervals is"
        " below 0. Otherwise the verdict is: cannot be told. These verdicts are computed. The words"
        " below them are ours."
    )
    figure = (
        "![Income by generation, the lead of naughty towns by day, and what naughtiness adds to"
        " income](../pictures/season_theory.png)"
    )
    parts = [textwrap.fill(intro, 100), summary(findings), figure]
    return "\n\n".join([*parts, *(section(*pair) for pair in findings.items())]) + "\n"


def main(write: bool = False) -> None:
    """Print what was found; or play everything, and write the page on seasons, with the figure."""
    if write:
        played = {prediction: prediction.find() for prediction in PREDICTIONS}
        FILE.write_text(written(played), encoding="utf-8")
    findings = read(PREDICTIONS)
    text = page(findings)
    if not write:
        print(text, end="")
        return
    target = DOCS / "explanation" / "season.md"
    before, rest = target.read_text(encoding="utf-8").split(MARK)
    after = rest.split(END)[1]
    target.write_text(f"{before}{MARK}{text}{END}{after}", encoding="utf-8")
    draw(findings, DOCS / "pictures" / "season_theory.png")


if __name__ == "__main__":
    main("--write" in sys.argv)
