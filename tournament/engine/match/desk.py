"""Makes the desk of a call of the turn loop, and gives it more room when the loop asks for it."""

import numpy as np

from tournament.engine.cache.code import loop_on_disk
from tournament.engine.layout import LANES, NODE_COLUMNS, PUBLIC_COLUMNS
from tournament.engine.match.tables import (
    CHANCES,
    FAULT_COLUMNS,
    PLANE_ROWS,
    PLANES,
    PROGRESS_COLUMNS,
    ROWS,
    SIGHTS,
    Desk,
)
from tournament.engine.match.turns import play_block
from tournament.outcomes import SIZE


def new_desk(nodes: int, kept: int, stop: np.ndarray, moves: np.ndarray) -> Desk:
    """Return an empty desk.

    Parameters
    ----------
    nodes, kept
        The most nodes of a player, and the most bytes that its seat keeps.
    stop
        (1,) anything but 0 ends the call.
    moves
        (m, turns, 2) receives the first moves of each match, of its first lane.
    """
    table = np.zeros((2, nodes, NODE_COLUMNS), np.int64)
    return Desk(
        stop=stop,
        progress=np.zeros(PROGRESS_COLUMNS, np.int64),
        fault=np.full(FAULT_COLUMNS, -1, np.int64),
        moves=moves,
        moves_most=moves.shape[1],
        memory=np.empty((2, kept), np.uint8),
        memory_bytes=kept,
        nodes=table,
        seats=np.array([half.ctypes.data for half in table], np.int64),
        sizes=np.zeros(2, np.int64),
        keys=np.zeros((3, 2), np.uint64),
        repetition=np.zeros(LANES, np.int64),
        length=np.zeros(LANES, np.int64),
        seen=np.zeros((2, PUBLIC_COLUMNS, LANES), np.uint64),
        before=np.zeros((2, LANES), np.uint64),
        defected=np.zeros((3, LANES), np.uint64),
        broke=np.zeros((2, LANES), np.uint8),
        streams=np.zeros((CHANCES, 2, LANES), np.uint64),
        chances=np.zeros(CHANCES),
        nowhere=np.zeros((2, 3, LANES), np.uint64),
        words=np.zeros(0, np.uint64),
        rows=0,
        archives=np.zeros(0, np.uint64),
        planes=0,
        plane_rows=0,
        outcomes=np.zeros(SIZE, np.int64),
        play_block=loop_on_disk(play_block).address,
    )


def with_room(desk: Desk) -> Desk:
    """Return the desk with the room that the loop lacked when it ended."""
    rows, planes, plane_rows = map(int, desk.progress[[ROWS, PLANES, PLANE_ROWS]])
    if rows:
        desk = desk._replace(words=np.zeros((SIGHTS, rows, LANES), np.uint64), rows=rows)
    if planes:
        archives = np.empty((2, planes, plane_rows, LANES), np.uint64)
        desk = desk._replace(archives=archives, planes=planes, plane_rows=plane_rows)
    return desk
