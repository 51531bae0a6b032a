"""Measure how long the tutorial takes: `python docs/make/make_minutes.py`.

All its commands are typed twice, each in a process of its own: first with nothing compiled, then
again. Processor time does not depend on what else a machine does. The line stands in the page.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

from make_terminals import TYPED, save

PAGE = Path(__file__).parents[1] / "tutorial.md"
START, END = "<!-- minutes -->\n", "<!-- /minutes -->\n"
PACE = 180
"""Words a minute that somebody reads whose first language is another one."""


def seconds(text: str, cache: str) -> float:
    """Return the processor seconds of all commands of a page."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        save(text, Path(folder))
        for block in TYPED.findall(text):
            for command in re.findall(r"^\$ tournament (.*)$", block, re.M):
                subprocess.run(
                    [sys.executable, "-m", "tournament", *command.split()], cwd=folder, check=False,
                    capture_output=True, env={**os.environ, "TOURNAMENT_CACHE": cache},
                )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure, and write the line."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    page = before + rest.partition(END)[2]
    prose = re.sub(r"^```.*?^```\n", "", page, flags=re.S | re.M)
    minutes = len(prose.split()) / PACE
    with tempfile.TemporaryDirectory() as cache:
        cold, warm = (seconds(text, cache) for _ in range(2))
    line = (
        f"Reading takes about {minutes:.0f} minutes. All commands together took {warm:.0f} seconds"
        f" of processor time; the first time on a machine, when rules are compiled, {cold:.0f}"
        " seconds (`docs/make/make_minutes.py` measured it). What is left of ten minutes is for"
        " typing and looking."
    )
    line = textwrap.fill(line, 110) + "\n"
    PAGE.write_text(before + START + line + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
