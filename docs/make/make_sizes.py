"""Measure what each extra adds to the disk: `python docs/make/make_sizes.py`.

It installs the checkout into a new environment, then one extra after the other, and writes the
table into `install.md`, between comments. This takes some minutes and some 800 MB.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "install.md"
PURPOSES = {
    "": "playing, rankings, seasons, reports, statistics, populations, equilibria",
    "learn": "learning strategies from play: clusters, priors; the long run of large populations",
    "parquet": "tables and logs in Parquet; results that version 0.1 saved",
    "postgres": "a ledger in PostgreSQL, for a team",
    "dask": "playing on many machines",
    "testing": "generators for property tests of plugins",
}


def extras() -> list[str]:
    """Return the extras that bring libraries of their own to users."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = tomllib.loads(text)["project"]["optional-dependencies"]
    return [extra for extra in named if extra not in ("all", "docs", "test", "dev")]


def size(folder: Path) -> float:
    """Return the megabytes (of 2**20 bytes) that the disk gives to a folder, as `du -sm` counts."""
    files = (file.lstat() for file in [folder, *folder.rglob("*")])
    found = {s.st_ino: getattr(s, "st_blocks", -(-s.st_size // 512)) for s in files}
    return sum(found.values()) * 512 / 2**20


def measured() -> dict[str, tuple[float, float]]:
    """Return the size before and after each of the commands, in megabytes."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = Path(
            folder, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python"))
        )
        for extra in ["", *extras()]:
            before = size(Path(folder))
            what = f"{ROOT}[{extra}]" if extra else str(ROOT)
            subprocess.run([python, "-m", "pip", "install", "-qq", what], check=True)
            found[extra] = (before, size(Path(folder)))
    return found


def table(sizes: dict[str, tuple[float, float]]) -> str:
    """Return the table of commands, what they are for, and what they add."""
    rows = ["| command | for | adds |", "|---|---|---|"]
    for extra, (before, after) in sizes.items():
        what = f"'tournament[{extra}]'" if extra else "tournament"
        rows.append(f"| `pip install {what}` | {PURPOSES[extra]} | {after - before:.0f} MB |")
    everything = sum(after - before for before, after in sizes.values())
    rows.append(f"| `pip install 'tournament[all]'` | all of this | {everything:.0f} MB |")
    empty, core = sizes[""]
    rows += [
        "",
        f"Measured on {date.today()} by `docs/make/make_sizes.py`: {sys.platform}, Python"
        f" {sys.version.split()[0]}. An empty environment takes {empty:.0f} MB. So it takes"
        f" {core:.0f} MB after the first command.",
    ]
    return "\n".join(rows)


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    marks = r"(<!-- sizes -->\n).*(<!-- /sizes -->)"
    page = re.sub(marks, lambda m: f"{m[1]}{table(measured())}\n{m[2]}", text, flags=re.DOTALL)
    PAGE.write_text(page, encoding="utf-8")
