"""Single matches of a tournament, played again to see their moves."""

from collections.abc import Sequence

import numpy as np

from tournament.authors.strategy import Strategy
from tournament.match import MatchResult
from tournament.results.files.room import refuse_too_large
from tournament.results.units.unit import Unit
from tournament.rules.match import Rules
from tournament.streams import lengths, player_id

CHUNK = 2000
"""Matches that are replayed in one call."""


def replay(
    players: Sequence[Strategy],
    pairs: np.ndarray,
    rules: Rules,
    repetition: int,
    most: int | None = None,
) -> list[MatchResult]:
    """Return one repetition of some matches of a tournament, played again.

    Parameters
    ----------
    players
        The whole field.
    pairs
        (m, 2) positions in the field, first and second seat.
    rules
        The rules of the tournament.
    repetition
        Which one.
    most
        How many turns are wanted; all if None. Matches are played to their end, for a rule may know
        how long they are.
    """
    names = [player.name for player in players]
    ids, only = [*map(player_id, names)], range(repetition, repetition + 1)
    turns = [
        int(lengths(rules.seed, ids[i], ids[j], only, rules.continuation, rules.turns)[0])
        for i, j in pairs
    ]
    wanted = [turn if most is None else min(turn, most) for turn in turns]
    refuse_too_large("The moves of these matches", 2.0 * sum(wanted), "ask for fewer `turns`")
    moves: dict[int, np.ndarray] = {}
    by_engine = _for_the_engine(players, pairs, rules, repetition)
    for rows in np.array_split(np.flatnonzero(by_engine), -(-int(by_engine.sum()) // CHUNK) or 1):
        if len(rows):
            from tournament.engine.match.books import play

            room = np.zeros((len(rows), max(wanted[row] for row in rows), 2), np.uint8)
            play(Unit(tuple(players), pairs[rows], rules, repetition, 1), moves=room)
            moves |= {int(row): one[: wanted[row]] for row, one in zip(rows, room, strict=True)}
    for row in np.flatnonzero(~by_engine):
        from tournament.referee.match import replay as by_referee

        i, j = pairs[row]
        noise, misread = ((which[i], which[j]) for which in (rules.noise, rules.misperception))
        seen = by_referee((players[i], players[j]), rules, noise, misread, repetition)[0]
        moves[int(row)] = seen[: wanted[row]]
    return [
        MatchResult((names[i], names[j]), rules.game, moves[row], rules.seed)
        for row, (i, j) in enumerate(pairs)
    ]


def _for_the_engine(
    players: Sequence[Strategy], pairs: np.ndarray, rules: Rules, repetition: int
) -> np.ndarray:
    """(m,) which matches compiled play takes: none where the referee is done sooner."""
    from tournament.engine.options import can_compile
    from tournament.engine.sources import seconds_to_spare

    compiled = np.array([player.compiled for player in players], bool)[pairs].all(axis=1)
    unit = Unit(tuple(players), pairs[compiled], rules, repetition, 1)
    if not can_compile() or (compiled.any() and seconds_to_spare([unit]) > 0):
        return np.zeros(len(pairs), bool)
    return np.asarray(compiled, bool)
