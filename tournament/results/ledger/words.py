"""What a ledger says of players and conditions: a digest for programs, and words for people."""

import json
from typing import Any

from tournament.authors.plugin import Plugin
from tournament.authors.values import readable
from tournament.results.units.keys import Conditions, digest, player_key


def player_row(player: Plugin) -> dict[str, Any]:
    """Return the row of a player in the table of players."""
    key = player_key(player)
    return {
        "digest": digest(key),
        "name": player.name,
        "code": key.code,
        "parameters": json.dumps({n: readable(v) for n, v in player.parameters.items()}),
    }


def conditions_row(told: Conditions) -> dict[str, Any]:
    """Return the row of conditions in their table."""
    return {
        "digest": digest(told),
        "own": int(told.own),
        "turns": told.turns,
        "told": told.told,
        "continuation": told.continuation,
        "noise": told.noise[0],
        "opponent_noise": told.noise[1],
        "misperception": told.misperception[0],
        "opponent_misperception": told.misperception[1],
        "by_seat": int(told.by_seat),
        "payoffs": None if told.payoffs is None else json.dumps(told.payoffs),
        "lead": json.dumps(told.lead),
        "seed": str(told.seed),
        "version": told.version,
    }
