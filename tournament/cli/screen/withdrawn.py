"""Who failed and was withdrawn, on the error stream."""

import sys
from collections.abc import Mapping
from typing import Any

from tournament.cli.screen.layout.console import opened
from tournament.interactive.shown import sentence


def withdrawn(manifest: Mapping[str, Any]) -> None:
    """Say on the error stream who failed, and why; each in one line.

    Parameters
    ----------
    manifest
        Of results.
    """
    if failures := manifest.get("failures", []):
        screen = opened(sys.stderr)
        screen.print(screen.shown(f"tournament: withdrawn: {sentence(each)}") for each in failures)
