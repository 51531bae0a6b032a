"""What the page of published results is made of: numbers, parts, and the files they come from."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[3]
TESTS = ROOT / "tests"
DATA = TESTS / "analysis" / "data"
CHAINS = TESTS / "tournament" / "referee" / "exact" / "data"
WORLDS = TESTS / "tournament" / "data"

PRINTED = "printed"
FORMULA = "formula"
MEASURED = "measured"


class Number(NamedTuple):
    """One quantity: what others have, and what we have."""

    quantity: str
    theirs: float
    ours: float


class Part(NamedTuple):
    """Numbers of one source, how they are computed here, and the test that holds them, if one does.

    `kind` says what "theirs" is: "printed" in the publication; a "formula" of the publication,
    which another program computed; or "measured" by simulations of another program. `decimals` is
    how many decimals the page shows. `note` says what a reader should know about differences.
    """

    title: str
    source: str
    kind: str
    test: str
    compute: Callable[[], Iterable[Number]]
    decimals: int = 4
    note: str = ""


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file of reference numbers."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
