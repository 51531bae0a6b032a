"""What a ledger says of players and conditions: a digest for programs, and words for people."""

import json
from typing import Any

from tournament.authors.plugin import Plugin
from tournament.authors.values import readable
from tournament.results.units.keys import Conditions, PlayerKey, digest, player_key
from tournament.streams import player_id


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


def are_sound(row: Any) -> bool:
    """Return whether a row of conditions, or of a player, says what its digest was made of.

    Parameters of players are there for people to read; so their digest cannot be made again, and
    only players without parameters can be told.
    """
    try:
        if not hasattr(row, "own"):
            told = (row.name, row.code, row.digest, row.parameters)
            if not all(isinstance(each, str) for each in told):
                return False
            given = json.loads(row.parameters)
            if given:
                return isinstance(given, dict)
            return bool(digest(PlayerKey(row.code, (), player_id(row.name))) == row.digest)
        return bool(digest(_conditions(row)) == row.digest)
    except (TypeError, ValueError, RecursionError, OverflowError):
        return False


def _conditions(row: Any) -> Conditions:
    """Return the conditions of a row."""
    return Conditions(
        own=bool(row.own),
        turns=row.turns,
        told=row.told,
        continuation=row.continuation,
        noise=(row.noise, row.opponent_noise),
        misperception=(row.misperception, row.opponent_misperception),
        by_seat=bool(row.by_seat),
        payoffs=None if row.payoffs is None else tuple(json.loads(row.payoffs)),
        lead=tuple(json.loads(row.lead)),
        seed=int(row.seed),
        version=row.version,
    )
