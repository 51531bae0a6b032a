"""What `tournament doctor` looks at, and what it says about each.

A check is a function that yields findings; `CHECKS` lists them.
"""

import os
import platform
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import tournament
from tournament.cli.installation.parts import Part, parts
from tournament.cli.installation.version import sentence
from tournament.errors import CacheWarning
from tournament.interactive import shown

FINE, NOTE, WRONG = "fine", "note", "wrong"


@dataclass(frozen=True)
class Finding:
    """What a check found.

    about
        In a word or two.
    outcome
        `FINE`; `NOTE`, if something could be better; or `WRONG`.
    sentence
        What is so.
    advice
        What to do about it, unless all is fine.
    """

    about: str
    outcome: str
    sentence: str
    advice: str = ""


Check = Callable[[], Iterator[Finding]]


def versions() -> Iterator[Finding]:
    """Say which versions there are, and where."""
    yield Finding("versions", FINE, f"{sentence()}, {platform.system()} {platform.machine()}.")
    yield Finding("place", FINE, f"{Path(tournament.__file__).parent}, run by {sys.executable}.")


def packages() -> Iterator[Finding]:
    """See whether all three packages are those of this distribution."""
    from importlib.util import find_spec

    here = Path(tournament.__file__).resolve().parents[1]
    for name in ("strategies", "analysis"):
        spec = find_spec(name)
        found = Path(spec.origin).resolve().parents[1] if spec and spec.origin else None
        if found != here:
            where = f"comes from {found}" if found else "is not there"
            yield Finding(
                "packages",
                WRONG,
                f"The package {name} {where}, and tournament from {here}.",
                "Install tournament into an environment of its own; other distributions own a"
                f" package named {name}, too.",
            )


def needed() -> Iterator[Finding]:
    """See whether what is always needed is installed."""
    always = [part for part in parts() if not part.extra]
    for part in always:
        if part.version is None or part.is_old:
            what = f"is {part.version}, which is too old" if part.version else "is not installed"
            yield Finding("needed", WRONG, f"{part.name} {what}.", f"pip install '{part.written}'")
    if all(part.version and not part.is_old for part in always):
        listed = ", ".join(f"{part.name} {part.version}" for part in always)
        yield Finding("needed", FINE, f"All is installed: {listed}.")


def extras() -> Iterator[Finding]:
    """See which extras are installed."""
    wanted: dict[str, list[Part]] = {}
    for part in parts():
        if part.extra:
            wanted.setdefault(part.extra, []).append(part)
    for extra, needs in sorted(wanted.items()):
        lacking = [part.written for part in needs if part.version is None or part.is_old]
        if lacking:
            yield Finding(
                f"extra {extra}",
                NOTE,
                f"Not installed: {', '.join(lacking)}.",
                f"If you need it: pip install 'tournament[{extra}]'",
            )
        else:
            names = ", ".join(f"{part.name} {part.version}" for part in needs)
            yield Finding(f"extra {extra}", FINE, f"Installed: {names}.")


def cache() -> Iterator[Finding]:
    """Say where compiled code is, how much of it, and whether it can be kept."""
    from tournament.results.files.cache.places import folder, problem, writable
    from tournament.results.files.cache.upkeep import usage

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CacheWarning)  # the finding says the same
        kept, said = folder(), amount_kept(folder(), *usage())
        wrong = problem()
    if wrong:
        given = os.environ.get("TOURNAMENT_CACHE")
        what = (
            f"TOURNAMENT_CACHE names {shown.shown(given)}, which" if given else "The usual folder"
        )
        yield Finding(
            "cache",
            WRONG,
            f"{what} cannot keep compiled code: {wrong}. {said}",
            "Let TOURNAMENT_CACHE name a folder that only you may write.",
        )
    elif writable() != kept:
        lacks = f"What it lacks is kept in {writable()}." if writable() else "Nothing is added."
        yield Finding(
            "cache",
            NOTE,
            f"{said} The folder can only be read. {lacks}",
            "Nothing to do, if the folder is meant to be shared or fixed.",
        )
    else:
        yield Finding("cache", FINE, said)


def engine() -> Iterator[Finding]:
    """See whether the engine can compile, and whether what the classics need is compiled."""
    from tournament.engine.options import can_compile

    if not can_compile():
        yield Finding(
            "engine",
            NOTE,
            "NUMBA_DISABLE_JIT keeps Numba from compiling: plain Python plays, slowly.",
            "Unset NUMBA_DISABLE_JIT.",
        )
        return
    import strategies
    from tournament.engine.match import books
    from tournament.engine.preparing import missing

    needs = books.parts(strategies.classics())
    parts, lacking = len({part.entry for part in needs}), len(missing(needs))
    if lacking:
        yield Finding(
            "engine",
            NOTE,
            f"{lacking} of {parts} parts that the classics need are not compiled yet.",
            "Nothing to do: the first large tournament compiles them, and they are kept."
            " `tournament doctor --measure` tells how long that takes.",
        )
    else:
        yield Finding("engine", FINE, f"All {parts} parts that the classics need are compiled.")


def plugins() -> Iterator[Finding]:
    """See whether the strategies of installed distributions can be loaded."""
    from tournament.authors import registry
    from tournament.authors.partners import PartnerRule
    from tournament.errors import PluginWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PluginWarning)  # the findings say the same
        found = (len(registry.installed()), len(registry.installed(PartnerRule)))
        broken = registry.broken()
    for each in broken:
        yield Finding("plugins", WRONG if each.left_out else NOTE, each.said, each.advice)
    yield Finding("plugins", FINE, f"{found[0]} strategies and {found[1]} partner rules are there.")


def terminal() -> Iterator[Finding]:
    """See whether the terminal can show all signs."""
    try:
        "✓±—".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        yield Finding(
            "terminal",
            NOTE,
            f"The output is {sys.stdout.encoding}, which lacks some signs.",
            "Set PYTHONUTF8=1.",
        )


CHECKS: tuple[Check, ...] = (
    *(versions, packages, needed, extras, cache, engine, plugins, terminal),
)


def findings() -> Iterator[Finding]:
    """Yield what all checks find; a check that fails is a finding, too."""
    for check in CHECKS:
        try:
            yield from check()
        except Exception as error:
            yield Finding(
                check.__name__,
                WRONG,
                shown.sentence(f"{shown.kind_of(error)}: {shown.said(error)}"),
                "See the findings above; if they are fine, please report this with the issue form"
                " for bugs.",
            )


def amount_kept(folder: Path | None, files: int, size: int) -> str:
    """Return a sentence about what a folder of compiled code and automata has."""
    if folder is None:
        return "No folder can keep compiled code."
    return f"{folder} has {amount(files, size)} of compiled code and automata."


def amount(files: int, size: int) -> str:
    """Return a number of files and their size in words.

    >>> amount(1, 2_500_000), amount(0, 0)
    ('1 file (2.5 MB)', '0 files (0.0 MB)')
    """
    return f"{files:,} file{'' if files == 1 else 's'} ({size / 1e6:,.1f} MB)"
