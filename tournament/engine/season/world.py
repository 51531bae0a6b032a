"""Builds the world of a season, and the desks of its threads; says how much memory they take."""

from collections.abc import Sequence

import numpy as np

from tournament import outcomes
from tournament.authors.partners import Kind
from tournament.engine.field import prepare
from tournament.engine.kernels.compiler import compile_rule
from tournament.engine.kernels.parameters import parameter_words
from tournament.engine.layout import ARCHIVES, BYTES, HISTORY, KEPT, NODES, Tables
from tournament.engine.memory import Slots
from tournament.engine.season.tables import DIARY, FAULT, LIVED, Desk, World
from tournament.engine.season.views import FACTS, GAME, LATEST, ROW
from tournament.results.books.towns import Towns
from tournament.rules.season import SeasonRules


def most_exchanges(kinds: Sequence[Kind], rules: SeasonRules, lived: int = 0) -> int:
    """Return how many gifts two towns can exchange in a season, at most.

    Parameters
    ----------
    kinds, rules
        Who plays, and under what rules.
    lived
        How many gifts are known already, which need not fit the rules.
    """
    a_day = max(kind.partner.per_friend for kind in kinds)
    return 2 * sum(min(gifts, a_day) for gifts in rules.gifts) + lived


def build_world(
    kinds: Sequence[Kind], rules: SeasonRules, towns: Towns, repetition: int, watched: int = -1
) -> World:
    """Return a world before its first day; `watched` is a friendship whose diary is kept."""
    graph, n = towns.graph, len(towns.kind)
    tables = _tables(kinds)
    script = _script(towns)
    most = most_exchanges(kinds, rules, len(script))
    history = _history_words(most, tables)
    side = tables.players[:, KEPT] // 8 + _besides_words(most, rules, tables)
    where = np.zeros(len(graph.edges) + 1, np.int64)
    both = side[towns.kind][graph.edges].sum(axis=1)
    np.cumsum(1 + both + 2 * history, out=where[1:])
    rows = np.zeros((len(graph.friend), ROW), np.int32)
    rows[:, LATEST] = -1
    late, limited, a_day = rules.absence > 0, bool(rules.inbox), max(rules.gifts)
    per_friend = np.array([kind.partner.per_friend for kind in kinds], np.int64)
    picks = 1 if limited else max(1, int(max(-(-a_day // per_friend))))
    words = _waiting_words(most)
    diary = 3 * most if watched >= 0 else 1
    return World(
        seed=np.uint64(rules.seed),
        repetition=np.uint64(repetition),
        repetitions=np.array([repetition], np.int64),
        towns=n,
        kinds=len(kinds),
        days=rules.days,
        gifts=np.array(rules.gifts, np.int64),
        inbox=rules.inbox or 0,
        absence=rules.absence,
        visible=rules.visible,
        nice_list=rules.nice_list,
        days_known=rules.days_known,
        noise=np.array(rules.noise, float),
        kind=np.ascontiguousarray(towns.kind, np.int32),
        ids=np.ascontiguousarray(towns.ids, np.uint64),
        start=np.ascontiguousarray(graph.start, np.int64),
        friend=np.ascontiguousarray(graph.friend, np.int32),
        edge=np.ascontiguousarray(graph.edge, np.int32),
        back=np.ascontiguousarray(graph.back, np.int32),
        players=tables.players,
        nodes=tables.nodes,
        parameters=tables.parameters,
        memories=tables.memories,
        images=tables.images,
        payoffs=np.tile(outcomes.flat(rules.game.utilities[0]), 2).view(np.int64),
        raters=np.array([compile_rule(kind.partner).address for kind in kinds], np.int64),
        rater_draws=np.array([kind.partner.draws for kind in kinds], np.int64),
        per_friend=per_friend,
        records=np.zeros(int(where[-1]), np.uint64),
        where=where,
        members=bool((tables.players[:, NODES] > 1).any()),
        history=history,
        ballots=_ballots(most, rules),
        rows=rows,
        reputation=np.full(n if rules.nice_list else 1, -1.0),
        given=np.zeros(n, np.int64),
        here=np.ones(n, np.uint8),
        picks=np.full((1 if limited else n, picks), -1, np.int32),
        picks_most=picks,
        ratings=np.zeros(len(rows) if limited else 1),
        priority=np.zeros(n if limited else 1, np.uint64),
        order=np.zeros(n if limited else 1, np.int64),
        scan=late or limited,
        unopened=np.zeros(n if limited else 1, np.int64),
        waiting=np.zeros(len(rows) * words if late else 1, np.uint64),
        waiting_words=words,
        waiting_n=np.zeros(len(rows) if late else 1, np.int32),
        opened=np.zeros(len(rows) if late else 1, np.int32),
        watched=watched,
        diary=np.zeros((diary, DIARY), np.int64),
        diary_most=diary,
        diary_lines=np.zeros(1, np.int64),
        closed=towns.lived.closed if towns.lived else 0,
        scripted=towns.lived.scripted if towns.lived else 0,
        lived=np.ascontiguousarray(script if len(script) else np.zeros((1, LIVED)), np.int64),
        lived_n=len(script),
    )


def _script(towns: Towns) -> np.ndarray:
    """Return (G, LIVED) what town 0 has lived already, with the row of each friend."""
    if towns.lived is None:
        return np.zeros((0, LIVED), np.int64)
    script = np.array(towns.lived.gifts, np.int64).reshape(-1, LIVED)
    rows = towns.graph.friend[: towns.graph.start[1]]
    script[:, 1] = np.searchsorted(rows, script[:, 1])
    return script


def build_desk(kinds: Sequence[Kind], world: World) -> Desk:
    """Return an empty desk."""
    frames = int((world.players[:, BYTES] - world.players[:, KEPT]).sum())
    words = [parameter_words(kind.partner) for kind in kinds]
    width = FACTS + max(map(len, words))
    facts = np.zeros((len(kinds), width))
    facts[:, GAME:FACTS] = world.payoffs[: outcomes.SIZE].view(np.float64)
    for row, given in zip(facts.view(np.int64), words, strict=True):
        row[FACTS : FACTS + len(given)] = given
    most = int(np.diff(world.start).max())
    return Desk(
        nodes=world.nodes.copy(),
        frames=np.zeros(frames, np.uint8),
        facts=facts,
        width=width,
        known=np.full(most, -1.0),
        stream=np.zeros(2, np.uint64),
        ratings=np.zeros(most),
        daily=np.zeros((world.days, len(kinds), 2, outcomes.SIZE), np.int64),
        fresh=np.zeros((world.days, len(kinds)), np.int64),
        between=np.zeros((len(kinds), len(kinds), outcomes.SIZE), np.int64),
        fault=np.zeros(FAULT, np.int64),
    )


def bytes_needed(
    kinds: Sequence[Kind], rules: SeasonRules, shares: np.ndarray, towns: int, friendships: int
) -> int:
    """Return how much memory a season takes, about; `shares` is the share of towns of each kind."""
    tables = _tables(kinds)
    most = most_exchanges(kinds, rules)
    side = tables.players[:, KEPT] + 8 * _besides_words(most, rules, tables)
    record = 8 * (2 + 2 * _history_words(most, tables)) + 2 * float(side @ shares)
    row = 4 * ROW + 12 + (8 if rules.inbox else 0)
    row += 8 + 8 * _waiting_words(most) if rules.absence else 0
    books = 8 * rules.days * len(kinds) * 9 + 32 * len(kinds) ** 2
    return int(friendships * (record + 2 * row + 60) + towns * 120 + 4 * books)


def _tables(kinds: Sequence[Kind]) -> Tables:
    """Return the kinds' strategies as blocks of one lane."""
    strategies = tuple(kind.strategy for kind in kinds)
    return prepare(strategies, tuple(s.name for s in strategies), 1).tables


def _history_words(most: int, tables: Tables) -> int:
    """Return how many words hold a register every 64 turns, where a rule reads them."""
    reads = bool(tables.players[:, HISTORY].any())
    return most // 64 + 1 if reads and most >= 64 else 0


def _waiting_words(most: int) -> int:
    """Return how many words hold a move for each gift that can lie along a row in a season."""
    return most // 128 + 1


def _ballots(most: int, rules: SeasonRules) -> int:
    """Return how many words hold a member's votes on gifts that lie unopened."""
    return _waiting_words(most) if rules.absence else 0


def _besides_words(most: int, rules: SeasonRules, tables: Tables) -> Slots:
    """Return (K,) how many words the members of each kind keep besides; see `records`."""
    archives, members = tables.players[:, ARCHIVES], tables.players[:, NODES] - 1
    history = _history_words(most, tables)
    words: Slots = archives * history + members * _ballots(most, rules)
    return words
