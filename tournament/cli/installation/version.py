"""`tournament --version`."""

import platform
from argparse import Namespace
from importlib.metadata import PackageNotFoundError, version

import tournament
from tournament.cli import exits
from tournament.cli.command import Command
from tournament.results.units.play_version import PLAY_VERSION


def versions() -> dict[str, str]:
    """Return the versions that play depends on, by name; nothing heavy is imported."""
    return {
        "tournament": tournament.__version__,
        "engine": str(PLAY_VERSION),
        "Numba": installed("numba") or "missing",
        "Python": platform.python_version(),
    }


def installed(distribution: str) -> str | None:
    """Return the version of an installed distribution; None if there is none.

    >>> installed("no-such-distribution") is None
    True
    """
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def sentence() -> str:
    """Return the versions in a line.

    >>> sentence().split(" (")[0]
    'tournament 0.1.0'
    """
    (name, own), *others = versions().items()
    return f"{name} {own} ({', '.join(f'{what} {number}' for what, number in others)})"


def show(_: Namespace) -> int:
    """Print the versions."""
    print(sentence())
    return exits.DONE


VERSION = Command("version", "show the versions", show)
"""What runs for `tournament --version`."""
