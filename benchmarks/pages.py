"""What benchmarks write into pages of the docs: where they were measured; text between marks."""

import datetime
import os
import platform
from pathlib import Path

from tournament.results.provenance import versions

DOCS = Path(__file__).parents[1] / "docs"


def measured(script):
    """Return a sentence: when, by which script, on which machine, with which versions."""
    found, model = versions(), platform.processor()
    if Path("/proc/cpuinfo").exists():
        facts = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((fact.split(":")[1].strip() for fact in facts if "model name" in fact), model)
    return (
        f"Measured on {datetime.date.today()} by `benchmarks/{script}.py` on {os.cpu_count()}"
        f" shared cores ({model}), Python {found['python']}, Numba {found['numba']}, numpy"
        f" {found['numpy']}."
    )


def put(page, mark, lines):
    """Write lines between the marks `<!-- mark -->` and `<!-- /mark -->` of a page."""
    start, end = f"<!-- {mark} -->\n", f"<!-- /{mark} -->\n"
    before, rest = page.read_text(encoding="utf-8").split(start)
    after = rest.split(end)[1]
    page.write_text(before + start + "\n".join([*lines, ""]) + end + after, encoding="utf-8")
