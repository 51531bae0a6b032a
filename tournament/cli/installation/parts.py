"""The distributions that this one needs, always or for some work, and whether they are there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import tournament
from tournament.cli.installation.version import installed

FOR_DEVELOPERS = {"test", "dev", "docs"}
"""Extras that users do not need."""
_WRITTEN = re.compile(r"([\w.-]+)(?:\[([\w,. -]*)\])?\s*\(?([^;)]*)\)?(?:;(.*))?")
_EXTRA = re.compile(r"""extra\s*==\s*["']([\w.-]+)["']""")


@dataclass(frozen=True)
class Part:
    """A distribution that is needed.

    name
        As installers know it.
    least
        The lowest version that will do; "" if any will.
    extra
        The extra that installs it; "" if it is always needed.
    """

    name: str
    least: str = ""
    extra: str = ""

    @property
    def version(self) -> str | None:
        """The version that is installed, if one is."""
        return installed(self.name)

    @property
    def is_old(self) -> bool:
        """Whether the version that is installed will not do."""
        return self.version is not None and numbers(self.version) < numbers(self.least)

    @property
    def written(self) -> str:
        """How an installer is told about it."""
        return f"{self.name}>={self.least}" if self.least else self.name


def parts() -> list[Part]:
    """Return what this distribution needs, and what its extras need.

    In a checkout that is what `pyproject.toml` says. A checkout may run beside an older
    installation, whose metadata would tell something else.
    """
    file = Path(tournament.__file__).parents[1] / "pyproject.toml"
    try:
        lines = _of_checkout(file) if file.exists() else _of_metadata(requires("tournament") or ())
    except PackageNotFoundError:
        lines = iter(())
    found = [part for line, extra in lines for part in _parsed(line, extra)]
    return [part for part in found if part.extra not in FOR_DEVELOPERS]


def _of_checkout(file: Path) -> Iterator[tuple[str, str]]:
    import tomllib

    project = tomllib.loads(file.read_text(encoding="utf-8"))["project"]
    yield from ((line, "") for line in project["dependencies"])
    for extra, lines in project.get("optional-dependencies", {}).items():
        yield from ((line, extra) for line in lines)


def _of_metadata(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        extra = _EXTRA.search(line)
        yield line, extra[1] if extra else ""


def _parsed(line: str, extra: str) -> Iterator[Part]:
    """Yield the part that a line of requirements names; a line on this distribution names none.

    >>> list(_parsed('pandas>=2.2,<4; extra == "all"', "all"))
    [Part(name='pandas', least='2.2', extra='all')]
    """
    found = _WRITTEN.match(line)
    if found and found[1] != "tournament":
        least = re.search(r">=\s*([\w.]+)", found[3])
        yield Part(found[1], least[1] if least else "", extra)


def numbers(version: str) -> tuple[int, ...]:
    """Return the numbers with which a version begins.

    >>> numbers("0.61.0rc1") >= numbers("0.61"), numbers("2.0") < numbers("2.10")
    (True, True)
    """
    begin = re.match(r"\d+(\.\d+)*", version)
    return tuple(map(int, begin[0].split("."))) if begin else ()
