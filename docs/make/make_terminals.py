"""Carry out what pages type after `$ `, and write what a terminal shows.

    python docs/make/make_terminals.py docs/tutorial.md

A `text` block that begins with `$ ` is a terminal of 80 columns without colours. Its commands are
carried out in one new folder, in their order, with the files that the page tells its readers to
save. A line `...` leaves out what stands between the lines before it and the lines after it: as
many are shown as the page shows now. A test compares each page with `carried_out`.
"""

import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

FENCED = re.compile(r"^```(\w*)\n(.*?)^```\n", re.S | re.M)
TYPED = re.compile(r"^```text\n(\$ .*?)^```\n", re.S | re.M)
CUT = "..."


class Block(NamedTuple):
    """A fenced block, and the text between it and the one before."""

    language: str
    text: str
    before: str


class Terminal(io.StringIO):
    """A stream that says of itself that it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """Return True, so that lines are made to fit."""
        return True


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a page."""
    parts = re.split(FENCED, text)
    return [Block(*parts[at + 1 : at + 3], parts[at]) for at in range(0, len(parts) - 3, 3)]


def is_file(block: Block) -> bool:
    """Return whether a block is a file that the reader saves."""
    return block.language in ("csv", "toml") or (
        block.language == "python" and not block.text.startswith(">>>")
    )


def named(block: Block) -> str:
    """Return the name of the file that a block is: the last such name in the text before it."""
    ending = {"python": "py"}.get(block.language, block.language)
    return re.findall(rf"`([\w./-]+\.{ending})`", block.before)[-1]


def save(text: str, folder: Path) -> None:
    """Save the files of a page into a folder, as a reader does."""
    for block in filter(is_file, blocks(text)):
        path = folder / named(block)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")


def shown(command: str) -> str:
    """Return what a terminal of 80 columns shows after a command, in the working folder."""
    if not command.startswith("tournament "):
        found = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        done = subprocess.run(
            command, shell=True, capture_output=True, text=True, check=False,
            env=os.environ | {"PATH": found},  # as in an environment that is active
        )  # fmt: skip
        return done.stdout + done.stderr
    from tournament.cli import main

    stream = Terminal()
    environment = {"NO_COLOR": "1", "COLUMNS": "80", "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    with (
        patch.dict(os.environ, environment),
        redirect_stdout(stream),
        redirect_stderr(io.StringIO()) as errors,
    ):
        main(shlex.split(command)[1:])
    return stream.getvalue() + errors.getvalue()


def cut(lines: list[str], before: list[str]) -> list[str]:
    """Return the lines that are shown, where the page has `before` now."""
    if CUT not in before:
        return lines
    head = before.index(CUT)
    tail = len(before) - head - 1
    if len(lines) <= head + tail:
        return lines
    return [*lines[:head], CUT, *lines[len(lines) - tail :]]


def again(block: str, folder: Path) -> Iterator[str]:
    """Yield the lines of a block, its commands carried out in the working folder."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, *before = part.removesuffix("\n").split("\n")
        empty = 0  # lines between this command and the next one
        while before and not before[-1]:
            before.pop()
            empty += 1
        output = shown(command).replace(str(folder), "/home/you").rstrip()
        lines = [line.rstrip() for line in output.split("\n")] if output else []
        yield f"$ {command}"
        yield from cut(lines, before)
        yield from [""] * empty


def carried_out(text: str, folder: Path) -> str:
    """Return a page with what its commands show when they are typed in a folder."""

    def block(found: re.Match[str]) -> str:
        lines = "\n".join(again(found[1], folder))
        return f"```text\n{lines}\n```\n"

    save(text, folder)
    with chdir(folder):
        return TYPED.sub(block, text)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        page = Path(name).resolve()
        with tempfile.TemporaryDirectory() as place:
            text = page.read_text(encoding="utf-8")
            page.write_text(carried_out(text, Path(place).resolve()), encoding="utf-8")
