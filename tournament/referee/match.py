"""The slow twin: plays one match in plain Python, move by move, without Numba.

It defines what the compiled engine must do. It also plays rules that cannot be compiled, and finds
file and line when a rule fails in the engine: it replays that match, with the same random streams,
and its traceback is real.
"""

from collections.abc import Sequence

import numpy as np

from tournament.authors.moves.named import MOVES
from tournament.authors.strategy import Strategy
from tournament.referee.seats import Seat, advance, decide, drawn, votes
from tournament.referee.watchdog import DECISION_SECONDS, Watchdog
from tournament.rules.match import Rules
from tournament.streams import (
    MISPERCEPTION,
    NOISE,
    RULE,
    Stream,
    lengths,
    player_id,
    stream_key,
)


def play(  # noqa: PLR0913 (what the engine's loop is given)
    players: tuple[Strategy, Strategy],
    *,
    payoffs: np.ndarray,
    turns: int,
    told: int = -1,
    noise: Sequence[float] = (0.0, 0.0),
    misperception: Sequence[float] = (0.0, 0.0),
    seed: int = 0,
    repetition: int = 0,
    seats: tuple[int, int] = (0, 0),
    decision_seconds: float = DECISION_SECONDS,
) -> tuple[np.ndarray, bool]:
    """Return the moves of one repetition of a match, (turns, 2) with C = 0 and D = 1, and whether
    chance had a part.

    Parameters
    ----------
    payoffs
        (2, 2, 2): seat, own move, other's move.
    told
        What players are told of the length; -1 for nothing.
    seats
        The seat in the streams' sense; see `streams.stream_key`.

    Raises
    ------
    PluginError
        When a rule raises, returns no move, or takes too long; the text begins with file and line.
    """
    ids = [player_id(p.name) for p in players]
    draws, noises, misreadings = (
        [
            Stream(stream_key(seed, ids[s], ids[1 - s], seats[s], purpose), repetition)
            for s in (0, 1)
        ]
        for purpose in (RULE, NOISE, MISPERCEPTION)
    )
    seated = [Seat(players[s], payoffs[[s, 1 - s]], told, draws[s]) for s in (0, 1)]
    with Watchdog(decision_seconds) as watchdog, np.errstate(all="ignore"):
        for turn in range(turns):
            chosen = [decide(seat, watchdog) for seat in seated]
            made = [chosen[s] ^ (noises[s].at(turn + 1) < noise[s]) for s in (0, 1)]
            for s, seat in enumerate(seated):
                sight = made[1 - s] ^ (misreadings[s].at(turn + 1) < misperception[s])
                seat.seen.append(MOVES[sight])
                advance(seat, votes(seat), made[s], sight)
    drew = any(map(drawn, seated)) or any(noise) or any(misperception)
    moves = np.array([seat.moves for seat in seated], dtype=np.uint8).T
    return moves, bool(drew) or not all(p.compiled for p in players)


def replay(
    players: tuple[Strategy, Strategy],
    rules: Rules,
    noise: Sequence[float],
    misperception: Sequence[float],
    repetition: int,
) -> tuple[np.ndarray, bool]:
    """Return the moves of one repetition of a match under the rules of an event; see `play`."""
    a, b = (player_id(player.name) for player in players)
    only = range(repetition, repetition + 1)
    turns = lengths(rules.seed, a, b, only, rules.continuation, rules.turns)[0]
    return play(
        players,
        payoffs=rules.game.utilities,
        turns=int(turns),
        told=rules.told,
        noise=noise,
        misperception=misperception,
        seed=rules.seed,
        repetition=repetition,
        seats=(0, int(a == b or not rules.game.is_symmetric)),
    )
