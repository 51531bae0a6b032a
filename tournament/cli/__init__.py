"""The command line: one file a command."""

from tournament.cli.commands import main

__all__ = ["main"]
