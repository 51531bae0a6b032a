"""The error of a rule in one sentence, which begins with the rule's file and line."""

import traceback
from pathlib import Path

from tournament.authors.law.sentences import CHANGES
from tournament.authors.moves.named import MoveMisuse
from tournament.authors.plugin import Plugin
from tournament.errors import PluginError
from tournament.interactive.shown import kind_of, said
from tournament.referee.arithmetic.law import NotOffered
from tournament.referee.views import VocabularyError


def blame(
    player: Plugin, error: BaseException, turn: int, when: str = "in turn", called: str = ""
) -> PluginError:
    """Return the error of a rule as a sentence that begins with the rule's file and line.

    `turn` (or day) counts from 0, as rules do; the sentence counts from 1, as people do.
    """
    code = player.rule.__code__
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == code.co_filename
    ]
    line = lines[-1] if lines else code.co_firstlineno
    where = f"{Path(code.co_filename).name}:{line}: {called or player.name}"
    if isinstance(error, (VocabularyError, MoveMisuse, NotOffered)):
        return PluginError(f"{where} {error}", player.name)
    if isinstance(error, ValueError) and str(error).endswith("is read-only"):
        return PluginError(f"{where} {CHANGES}", player.name)
    what = f"raised {kind_of(error)} {when} {turn + 1}"
    return PluginError(f"{where} {what}: {said(error)}".removesuffix(": "), player.name)
