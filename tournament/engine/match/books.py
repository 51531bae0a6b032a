"""Compiled play as a source of books: plays the matches of a unit and returns their sums."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from tournament import outcomes
from tournament.authors.strategy import Strategy
from tournament.engine import layout
from tournament.engine.cache.code import loop_on_disk
from tournament.engine.field import prepare, rules_of
from tournament.engine.match.desk import new_desk, with_room
from tournament.engine.match.tables import DONE, MATCH, Books, Conditions, Desk
from tournament.engine.match.turns import play_block, play_matches
from tournament.engine.memory import packed
from tournament.engine.preparing import Part
from tournament.errors import PluginError
from tournament.referee import books as referee
from tournament.referee.watchdog import BLOCK_SECONDS, comes_back
from tournament.results.books.tournament import Tallies
from tournament.results.units.unit import Unit, empty_books, margin

ENDLESS = 2**31 - 1  # the most turns a geometric length can be drawn to
NO_MOVES = np.zeros((0, 0, 2), np.uint8)


def parts(players: Sequence[Strategy]) -> list[Part]:
    """Return what matches of these players need compiled."""
    return [Part(play_matches), Part(play_block), *rules_of(players)]


def play(unit: Unit, stop: np.ndarray | None = None, moves: np.ndarray = NO_MOVES) -> Tallies:
    """Play a unit of compiled players and return its sums.

    It runs in any process or thread; the compiled part releases the GIL.

    Parameters
    ----------
    unit
        What is played.
    stop
        (1,) polled between blocks; anything but 0 ends the call.
    moves
        (m, turns, 2) receives the first moves of each match, in the first repetition.

    Raises
    ------
    PluginError
        When a rule fails; the text begins with file and line.
    """
    field = prepare(unit.players, tuple(p.name for p in unit.players))
    tallies = empty_books(unit)
    most = int(field.tables.players[unit.matches, layout.BYTES].max(initial=0))
    nodes = int(field.tables.players[unit.matches, layout.NODES].max(initial=1))
    desk = new_desk(nodes, most, np.zeros(1, np.uint8) if stop is None else stop, moves)
    given = conditions(unit)
    structs = [packed(table) for table in (field.tables, given, books(tallies))]
    loop = loop_on_disk(play_matches)
    while desk.progress[MATCH] < given.matches_n and not desk.stop[0] and desk.fault[0] < 0:
        desk = with_room(desk)
        own = packed(desk)
        call = partial(loop.ctypes, *(struct.ctypes.data for struct in (*structs, own)))
        held = (field, given, tallies, desk, structs, own)
        try:
            if not comes_back(call, partial(_beat, desk), held):
                raise _too_long(unit, desk)
        except BaseException:
            desk.stop[0] = 1
            raise
    if desk.fault[0] >= 0:
        raise _explained(unit, *map(int, desk.fault))
    return tallies


def _beat(desk: Desk) -> list[int]:
    """Return what changes with every decision."""
    return [*desk.progress[[MATCH, DONE]].tolist(), *desk.fault[2:].tolist()]


def books(tallies: Tallies) -> Books:
    """Return the books of a unit, as the turn loop wants them."""
    return Books(
        counts=tallies.counts,
        products=tallies.products,
        starts=tallies.starts,
        transitions=tallies.transitions,
        wins=tallies.wins,
        first_defections=tallies.first_defections,
        chance=tallies.chance.view(np.uint8),
        totals=tallies.totals,
        players=tallies.totals.shape[1],
    )


def conditions(unit: Unit) -> Conditions:
    """Return the conditions of a unit, as the turn loop wants them."""
    rules, game = unit.rules, unit.rules.game
    rows = outcomes.flat(np.ascontiguousarray(game.utilities))  # R, S, T, P of each seat
    return Conditions(
        matches=np.ascontiguousarray(unit.matches, np.int64),
        matches_n=len(unit.matches),
        noise=np.array(rules.noise, float),
        misperception=np.array(rules.misperception, float),
        payoffs=np.hstack([rows, rows[::-1]]).view(np.int64),
        margin=margin(game),
        seed=np.uint64(rules.seed),
        first=unit.first,
        repetitions=unit.repetitions,
        turns=rules.turns or ENDLESS,
        told=rules.told,
        continuation=-1.0 if rules.continuation is None else float(rules.continuation),
        side_by_seat=not game.is_symmetric,
        shortcut=unit.shortcut,
    )


def _too_long(unit: Unit, desk: Desk) -> PluginError:
    """Return the error of a rule that is at a decision and does not come back."""
    turn, seat = map(int, desk.fault[2:])
    match = unit.matches[desk.progress[MATCH]]
    player, other = (unit.players[match[s]] for s in (seat, 1 - seat))
    return PluginError(
        f"{player.location}: {player.name} took more than {BLOCK_SECONDS:g} s over one move, in"
        f" turn {turn + 1} against {other.name}; does a loop never end?",
        player.name,
    )


def _explained(unit: Unit, match: int, repetition: int, turn: int, seat: int) -> PluginError:
    """Return the error that the referee finds where the engine found a fault."""
    try:
        referee.replay(unit, match, repetition)
    except PluginError as error:
        return error
    player = unit.players[unit.matches[match, seat]]
    return PluginError(
        f"{player.location}: {player.name} failed in turn {turn + 1} in compiled code but not in"
        " plain Python; a number may have passed the range of 64 bits. Look at its arithmetic.",
        player.name,
    )
