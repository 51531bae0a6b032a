"""Players as the engine's tables: a field is compiled, and laid out in memory, before it plays."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from tournament.authors.strategy import Strategy
from tournament.engine import layout
from tournament.engine.kernels import compiler
from tournament.engine.kernels.parameters import parameter_words
from tournament.engine.layout import MEMORY_COLUMNS, Tables
from tournament.engine.preparing import Part
from tournament.errors import PluginError
from tournament.streams import player_id

BLOCK_BYTES = 1 << 20  # private memory of a block; rules with large arrays play fewer lanes at once


class Field(NamedTuple):
    """Players in the engine's tables, and what the addresses in the tables point to."""

    tables: Tables
    keep: tuple[object, ...]


@lru_cache(maxsize=64)
def prepare(
    strategies: tuple[Strategy, ...], names: tuple[str, ...], lanes: int = layout.LANES
) -> Field:
    """Return the engine's tables of a field; rules are compiled now if they never were.

    `names` is part of the key: equal rules may play under different names, and streams know players
    by name. `lanes` is the size of the blocks that will be played.
    """
    table = np.zeros((len(strategies), layout.PLAYER_COLUMNS), np.int64)
    nodes: list[np.ndarray] = []
    parameters: list[int] = []
    memories: list[tuple[int, int, int]] = []
    images = bytearray()
    remembered: dict[int, tuple[int, int]] = {}  # of each kernel: its first memory, and how many
    keep: list[object] = []
    for row, strategy in zip(table, strategies, strict=True):
        row[layout.FIRST_NODE] = len(nodes)
        if not strategy.compiled:
            continue
        for node, (rule, _, _) in zip(*_tree(strategy, row, lanes), strict=True):
            kernel = _compile(rule, strategy.name, lanes)
            if id(kernel) not in remembered:
                remembered[id(kernel)] = len(memories), len(kernel.memory)
                for _, offset, start in kernel.memory:
                    image = np.asarray(start).tobytes()
                    words = image + bytes(-len(image) % 8)
                    width = 1 if len(image) == 1 else len(words)  # a truth value is one byte
                    memories.append((offset, width, len(images) // 8))
                    images += words
            node[[layout.FIRST_MEMORY, layout.MEMORIES]] = remembered[id(kernel)]
            keep += [kernel, rule]  # parameters that are arrays are used where they are
            nodes.append(node)
            node[layout.FIRST_PARAMETER] = len(parameters)
            parameters += parameter_words(rule)
    tables = Tables(
        players=table,
        nodes=np.array(nodes, np.int64).reshape(-1, layout.NODE_COLUMNS),
        parameters=np.array(parameters, np.int64),
        memories=np.array(memories, np.int64).reshape(-1, MEMORY_COLUMNS),
        images=np.frombuffer(bytes(images) or bytes(8), np.uint64).copy(),
        ids=np.array([player_id(name) for name in names], np.uint64),
    )
    return Field(tables, tuple(keep))


def _tree(
    player: Strategy, row: np.ndarray, lanes: int
) -> tuple[np.ndarray, list[tuple[Strategy, int, int]]]:
    """Return the (k, NODE_COLUMNS) nodes of a player, and their strategies; fill its `row` of the
    table of players."""
    tree = player.tree()
    nodes = np.zeros((len(tree), layout.NODE_COLUMNS), np.int64)
    archived = set()  # nodes whose moves some rule reads far back
    size = lane_bytes = 0
    for k, (node, (rule, parent, place)) in enumerate(zip(nodes, tree, strict=True)):
        kernel = _compile(rule, player.name, lanes)
        node[[layout.KERNEL, layout.PARENT, layout.PLACE]] = kernel.address, parent, place
        node[layout.KEEP_INTENDED] = kernel.keeps_intended
        node[layout.RECORD], node[layout.PARAMETERS] = k, len(parameter_words(rule))
        if k > 0:
            above = nodes[parent]
            above[layout.CHILDREN] += 1
            if place == 0:
                above[layout.CHILD] = k
            node[layout.LIVES] = _LIVES[tree[parent][0].history]
            if node[layout.LIVES] == layout.SHARED:
                node[layout.RECORD] = above[layout.RECORD]
        if kernel.keeps_history:
            archived.add(int(node[layout.RECORD]))
        blocks = {
            layout.PUBLIC_AT: layout.PUBLIC_COLUMNS * 8 * lanes * (node[layout.RECORD] == k),
            layout.PRIVATE_AT: kernel.private_bytes,
            layout.VOTES_AT: max(lanes, 8),
        }
        for column, width in blocks.items():
            node[column], size = size, size + width
        lane_bytes += kernel.private_bytes // lanes
    row[layout.KEPT] = size
    for node in nodes:
        node[layout.FRAME_AT] = size - row[layout.KEPT]
        size += 8 * (layout.FRAME_SLOTS + node[layout.PARAMETERS])
    row[[layout.HISTORY, layout.DRAWS]] = bool(archived), player.draws
    row[[layout.NODES, layout.BYTES, layout.ARCHIVES]] = len(nodes), size, len(archived - {0})
    row[layout.LANES_MOST] = max(1, min(layout.LANES, BLOCK_BYTES // lane_bytes))
    archives = {record: number for number, record in enumerate(sorted(archived - {0}))}
    nodes[:, layout.ARCHIVE] = [archives.get(int(at), -1) for at in nodes[:, layout.RECORD]]
    return nodes, tree


_LIVES: dict[str | None, int] = {
    "own": layout.OWN,
    "shared": layout.SHARED,
    "opposite": layout.OPPOSITE,
}


def _compile(rule: Strategy, player: str, lanes: int) -> compiler.Kernel:
    """Return the kernel of a player's rule, or of a member's; blame the player if there is none."""
    try:
        return compiler.compile_rule(rule, lanes)
    except PluginError as error:
        raise PluginError(str(error), player) from error.__cause__


def rules_of(players: Sequence[Strategy], lanes: int = layout.LANES) -> list[Part]:
    """Return what these players need compiled, their members included."""
    trees = (player.tree() for player in players if player.compiled)
    return [Part(rule, lanes) for tree in trees for rule, _, _ in tree]
