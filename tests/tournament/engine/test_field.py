"""A field in the engine's tables: who has which rows, and what each row says."""

import numpy as np
import pytest

import strategies
from tournament import C, D, strategy
from tournament.engine import layout
from tournament.engine.field import prepare, rules_of
from tournament.engine.kernels.compiler import compile_rule
from tournament.errors import PluginError
from tournament.streams import player_id


@strategy(count=0, seen=[1, 2, 3], flags=[True])
def keeper(me, opponent, p=0.5, n=7, row=(0.25, 1.0, 2.0)):
    return (opponent.last + me.count + n) % 2


@strategy
def coin(me, opponent, p=0.5):
    return me.chance(p) * 1


@strategy(compiled=False)
def plain(me, opponent):
    return C


@strategy(history="own")
def split(me, opponent):
    return me.members[0].vote if me.turn % 2 else me.members[1].vote


@strategy(history="opposite")
def turned(me, opponent):
    return 1 - me.member.vote


def tables(*players, names=None):
    return prepare(players, names or tuple(player.name for player in players)).tables


def test_what_players_need_compiled():
    """Plain players need nothing; members of players do."""
    team = split([keeper, turned([coin])])
    parts = rules_of([coin, plain, team], 64)
    assert [(part.of, part.lanes) for part in parts] == [
        (rule, 64) for rule in (coin, team, keeper, turned([coin]), coin)
    ]


def test_each_player_has_a_row_and_each_rule_a_node():
    team = split([keeper, turned([coin])])
    found = tables(coin, plain, team, keeper(n=8))
    players, nodes = found.players, found.nodes
    assert players[:, layout.FIRST_NODE].tolist() == [0, 1, 1, 5]
    assert players[:, layout.NODES].tolist() == [1, 0, 4, 1]
    assert players[:, layout.DRAWS].tolist() == [1, 0, 1, 0]
    assert len(nodes) == 6
    assert nodes[1:5, layout.PARENT].tolist()[1:] == [0, 0, 2]
    assert nodes[1:5, layout.PLACE].tolist()[1:] == [0, 1, 0]
    assert nodes[:, layout.CHILDREN].tolist() == [0, 2, 0, 1, 0, 0]
    assert nodes[[1, 3], layout.CHILD].tolist() == [1, 3]
    assert nodes[[2, 3, 4], layout.LIVES].tolist() == [layout.OWN, layout.OWN, layout.OPPOSITE]
    assert nodes[:, layout.PARAMETERS].tolist() == [1, 0, 4, 0, 1, 4]
    rules = [coin, team, keeper, turned([coin]), coin, keeper(n=8)]
    assert nodes[:, layout.KERNEL].tolist() == [compile_rule(rule).address for rule in rules]
    assert found.ids.tolist() == [player_id(name) for name in ("coin", "plain", team.name,
                                                                keeper(n=8).name)]  # fmt: skip


def test_names_are_those_that_players_have_in_the_field():
    assert tables(coin, names=("other",)).ids.tolist() == [player_id("other")]


def test_parameters_lie_one_after_the_other():
    found = tables(coin(p=0.25), keeper(n=9))
    at = found.nodes[:, layout.FIRST_PARAMETER].tolist()
    assert at == [0, 1]
    words = found.parameters
    assert words[:2].view(np.float64).tolist() == [0.25, 0.5]
    assert words[2] == 9
    assert words[4] == 3  # after the address of the row, its shape
    assert len(words) == 5


def test_rules_that_are_one_kernel_share_what_memory_starts_with():
    found = tables(keeper, coin, keeper(n=8))
    nodes = found.nodes
    assert nodes[:, layout.MEMORIES].tolist() == [3, 0, 3]
    assert nodes[0, layout.FIRST_MEMORY] == nodes[2, layout.FIRST_MEMORY]
    assert len(found.memories) == 3
    assert found.memories[:2, 1].tolist() == [8, 24]
    starts = found.images[found.memories[1, 2] :][:3]
    assert starts.tolist() == [1, 2, 3]


@pytest.mark.parametrize(("player", "history", "archives"), [
    (strategies.tit_for_tat, 0, 0), (strategies.joss, 0, 0),
])  # fmt: skip
def test_only_what_looks_far_back_keeps_its_history(player, history, archives):
    [row] = tables(player).players
    assert (row[layout.HISTORY], row[layout.ARCHIVES]) == (history, archives)


def test_members_that_look_far_back_keep_archives():
    @strategy
    def far(me, opponent):
        return me.move(100) % 2 if me.turn > 100 else C

    found = tables(far, split([far, coin]), split([coin, far]), split([far, far]), turned([far]))
    assert found.players[:, layout.HISTORY].tolist() == [1, 1, 1, 1, 1]
    assert found.players[:, layout.ARCHIVES].tolist() == [0, 1, 1, 2, 1]
    archives = found.nodes[:, layout.ARCHIVE].tolist()
    assert archives == [-1, -1, 0, -1, -1, -1, 0, -1, 0, 1, -1, 0]


def test_blocks_of_large_memory_have_fewer_lanes():
    @strategy(seen=np.zeros(3000))
    def large(me, opponent):
        return D if me.seen[0] > 1 else C

    large_row, small_row = tables(large, coin).players
    assert 1 <= large_row[layout.LANES_MOST] < small_row[layout.LANES_MOST] <= layout.LANES
    assert large_row[layout.LANES_MOST] == (1 << 20) // (compile_rule(large).private_bytes
                                                         // layout.LANES)  # fmt: skip


def test_of_a_member_that_cannot_be_compiled_the_player_is_named():
    @strategy
    def broken(me, opponent):
        for move in ():
            return move
        return C

    team = split([coin, broken]).named("team")
    with pytest.raises(PluginError, match="broken cannot be compiled") as error:
        tables(team)
    assert error.value.player == "team"
