"""The groups of players that a command line may name, such as `classics`."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tournament.events.words import Groups


def groups() -> "Groups":
    """Return the groups of the library by name, each as a function that makes its players."""
    from strategies.contents import groups as library

    return {name: getattr(library, name) for name in library.__all__}
