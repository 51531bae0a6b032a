"""What was found, as a file: the page and the figure are made from it, and nothing is played again.

One line holds the values of one cell of a table, or of one difference behind a claim: one value
per repetition.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from harness import Claims, Finding, Prediction, Rows

FILE = Path(__file__).with_name("found.json")


def rounded(values: np.ndarray) -> list[float]:
    """Return values as numbers of at most seven digits."""
    return [float(f"{value:.7g}") for value in values.tolist()]


def number_of(prediction: Prediction) -> str:
    """Return the number with which the title of a prediction begins."""
    return prediction.title.partition(".")[0]


def written(findings: dict[Prediction, Finding]) -> str:
    """Return what was found as the text of a file."""
    lines = []
    for prediction, found in findings.items():
        number = number_of(prediction)
        told = {"index": found.index, "shown": found.shown}
        lines.append(json.dumps([number, "told", "", "", told]))
        for row, cells in found.rows.items():
            for column, values in cells.items():
                lines.append(json.dumps([number, "rows", row, column, rounded(values)]))
        for part in ("claims", "beyond"):
            for says, differences in getattr(found, part).items():
                for values in differences:
                    lines.append(json.dumps([number, part, says, "", rounded(values)]))
    return "[\n" + ",\n".join(lines) + "\n]\n"


def read(predictions: tuple[Prediction, ...], file: Path = FILE) -> dict[Prediction, Finding]:
    """Return what a file says was found."""
    parts: dict[str, dict[str, Any]] = {}
    for number, part, says, column, values in json.loads(file.read_text(encoding="utf-8")):
        its = parts.setdefault(number, {"rows": {}, "claims": {}, "beyond": {}})
        if part == "told":
            its |= {"index": values["index"], "shown": tuple(values["shown"])}
        elif part == "rows":
            its["rows"].setdefault(says, {})[column] = np.array(values)
        else:
            its[part].setdefault(says, []).append(np.array(values))
    return {each: Finding(**parts[number_of(each)]) for each in predictions}


def values_of(finding: Finding) -> list[np.ndarray]:
    """Return all values of a finding, in their order."""
    rows: Rows = finding.rows
    claims: Claims = finding.claims
    return [
        *(values for cells in rows.values() for values in cells.values()),
        *(values for each in (claims, finding.beyond) for some in each.values() for values in some),
    ]
