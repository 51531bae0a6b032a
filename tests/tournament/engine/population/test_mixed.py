"""Well-mixed populations: compiled play and plain Python leave the same bytes."""

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from tournament import TSTO
from tournament.engine.population import mixed, play, sites
from tournament.engine.preparing import Part, missing
from tournament.referee.population import play as referee
from tournament.results.units.population import Clock, Lattice, Places, Task
from tournament.rules.population import FITNESS, PROCESSES, population_rules

PAYOFFS = st.one_of(
    st.integers(0, 4).map(float),
    st.floats(0, 10),
    st.sampled_from([0.0, 0.1, 0.2, 0.3, 1 / 3, 1e-9, 1e-300, 1e15]),
)
SHARES = st.sampled_from([0.0, 0.25, 0.5, 1.0])


def rules_of(types, **words):
    usual = {
        "game": TSTO,
        "process": "moran",
        "selection": 1.0,
        "fitness": "linear",
        "synchronous": None,
        "mutation": 0.0,
        "self_interaction": False,
        "average": True,
        "roles": [0] * types,
        "payoffs": np.ones((types, types)),
        "payoff_errors": np.zeros((types, types)),
        "live": False,
        "matches": "",
        "seed": 7,
    }
    return population_rules([f"type {i}" for i in range(types)], **usual | words)


def task_of(rules, starts, looks=range(5), *, fixation=False, settled=None, first=0):
    starts = np.atleast_2d(starts)
    size = int(starts[0][np.array(rules.roles) == rules.roles[0]].sum())
    clock = Clock(np.array(looks), fixation, settled, np.zeros(0, np.int64))
    return Task(rules, Places(size), starts, clock, first)


@st.composite
def mutations(draw, roles):
    """No mutation, a rate, or rows, some of which are certain."""
    k = len(roles)
    if len(set(roles)) == 1 and draw(st.booleans()):
        return draw(st.sampled_from([0.0, 0.1, 1.0]))
    rows = np.array(draw(st.lists(SHARES, min_size=k * k, max_size=k * k))).reshape(k, k)
    rows *= np.equal.outer(roles, roles)
    rows += np.eye(k) * (rows.sum(axis=1) == 0)
    return rows / rows.sum(axis=1, keepdims=True)


@st.composite
def tasks(draw):
    roles = draw(st.sampled_from([[0], [0, 0], [0] * 3, [0] * 5, [0, 1], [1, 0, 0, 1]]))
    k, N = len(roles), draw(st.integers(2, 9))
    process = draw(st.sampled_from(list(PROCESSES)))
    fitness = draw(st.sampled_from(FITNESS))
    linear = PROCESSES[process].by_fitness and fitness == "linear"
    cells = PAYOFFS if linear else st.one_of(PAYOFFS, PAYOFFS.map(lambda x: -x))
    rules = rules_of(
        k,
        process=process,
        fitness=fitness,
        selection=draw(st.sampled_from([0.0, 0.3, 1.0] + [20.0, 1e9] * (not linear))),
        synchronous=draw(st.booleans()) if PROCESSES[process].either else None,
        mutation=draw(mutations(roles)),
        self_interaction=draw(st.booleans()),
        roles=roles,
        payoffs=np.array(draw(st.lists(cells, min_size=k * k, max_size=k * k))).reshape(k, k),
        seed=draw(st.integers(0, 2**63)),
    )
    starts = np.zeros((draw(st.integers(1, 3)), k), np.int64)
    for start in starts:
        for role in set(roles):
            mine = [i for i in range(k) if roles[i] == role]
            for _ in range(N):
                start[draw(st.sampled_from(mine))] += 1
    settled = draw(st.sampled_from([None, None, 0.0, 0.2]))
    last = 300 if settled is not None else draw(st.integers(1, 12))
    looks = sorted({0, *draw(st.lists(st.integers(0, last), max_size=5)), last})
    first = draw(st.sampled_from([0, 1, 10**9]))
    return task_of(rules, starts, looks, fixation=draw(st.booleans()), settled=settled, first=first)


@settings(max_examples=150)
@given(tasks())
def test_both_twins_leave_the_same_books(task):
    fast, slow = play.play(task), referee.play(task)
    for name in ("counts", "squares", "last", "end"):
        np.testing.assert_array_equal(getattr(fast, name), getattr(slow, name), err_msg=name)
    assert fast == slow


@given(tasks())
def test_books_agree_with_themselves(task):
    books = play.play(task)
    roles, N = np.array(task.rules.roles), task.places.size
    for role in set(roles):
        assert (books.counts[:, roles == role].sum(axis=1) == N * task.repetitions).all()
        assert (books.last[:, roles == role].sum(axis=1) == N).all()
    assert (books.counts[0] == task.starts.sum(axis=0)).all()
    whole = books.lasting(len(task.clock.looks))
    assert (whole.counts[-1] == books.last.sum(axis=0)).all()
    assert (whole.squares[-1] == (books.last**2).sum(axis=0)).all()
    a_generation = 1 if task.rules.synchronous else N * len(set(roles))
    generation, steps, fixed = books.end.T
    assert (-(-steps // a_generation) == generation).all()
    there = (books.last > 0).sum(axis=1) == len(set(roles))
    assert ((fixed >= 0) == there).all()


@njit
def exponentials(values, found):
    for i in range(len(values)):
        found[i] = math.exp(values[i])


def test_exponentials_are_the_same_bits():
    """Compiled code and Python call the same library; else twins could differ in a last bit."""
    values = np.concatenate([-np.logspace(-12, 3, 50_000), np.linspace(-50, 700, 50_000)])
    found = np.empty_like(values)
    exponentials(values, found)
    assert found.tolist() == list(map(math.exp, values.tolist()))


# -- the clock -------------------------------------------------------------------------------------

DRIFT = rules_of(2, selection=0.0)
BOTH = [play.play, referee.play]
both = pytest.mark.parametrize("source", BOTH, ids=["compiled", "plain"])


@both
def test_a_repetition_that_is_fixed_ends_with_its_step(source):
    books = source(task_of(DRIFT, [[3, 3], [6, 0]], range(1000), fixation=True))
    generation, steps, fixed = books.end.T
    assert (steps[0] + 5) // 6 == generation[0] > 0
    assert books.last[0, fixed[0]] == 6
    assert books.end[1].tolist() == [0, 0, 0]
    assert len(books.counts) == generation[0] + 1
    assert books.counts[-1].tolist() == books.last.sum(axis=0).tolist()


@both
def test_looks_that_are_far_away_take_no_room(source):
    looks = [0, 1, 10**6, 10**9]
    books = source(task_of(DRIFT, [[3, 3]], looks, fixation=True))
    assert len(books.counts) == 2
    assert books.lasting(4).counts[2:].tolist() == [books.last[0].tolist()] * 2


@both
def test_it_may_go_on_when_all_are_of_one_type(source):
    books = source(task_of(DRIFT, [[6, 0]], [0, 40]))
    assert books.end.tolist() == [[40, 240, 0]]


@pytest.mark.parametrize(("settled", "ends"), [(1.0, 128), (0.0, 1000)])
@both
def test_a_repetition_ends_when_shares_do_not_move(source, settled, ends):
    drift = rules_of(3, selection=0.0, mutation=0.5)
    books = source(task_of(drift, [3, 3, 3], [0, 1000], settled=settled))
    assert books.end[0, 0] == ends
    assert len(books.counts) == (1 if ends == 128 else 2)


@both
def test_settled_compares_the_last_half_with_the_quarter_before(source):
    """Two types take turns, so means are equal as soon as they are looked at."""
    turns = rules_of(2, process="best response", payoffs=[[0, 1], [1, 0]])
    books = source(task_of(turns, [4, 0], [0, 1000], settled=0.0))
    assert books.end.tolist() == [[128, 128, 0]]


@both
def test_a_set_stop_ends_play_at_once(source):
    stop = np.ones(1, np.uint8)
    for words in ({}, {"synchronous": True}):
        task = task_of(rules_of(3, process="fermi", mutation=0.1, **words), [3, 3, 3], [0, 10**9])
        source(task, stop=stop)
    source(task_of(rules_of(2, mutation=0.1), [3, 3], [0, 10**9]), stop=stop)


# -- repetitions are units -------------------------------------------------------------------------


def test_each_repetition_can_be_played_alone():
    rules = rules_of(4, process="fermi", mutation=0.05, payoffs=np.arange(16).reshape(4, 4))
    starts = np.full((20, 4), 5)
    whole = play.play(task_of(rules, starts, [0, 3, 9]))
    alone = [play.play(task_of(rules, starts[:1], [0, 3, 9], first=i)) for i in range(20)]
    assert (whole.last == np.vstack([one.last for one in alone])).all()
    assert (whole.counts == sum(one.counts for one in alone)).all()
    assert len(np.unique(whole.last, axis=0)) > 5


def test_threads_change_nothing():
    rules = rules_of(2, mutation=0.05)
    parts = [task_of(rules, np.full((50, 2), 10), [0, 50], first=50 * i) for i in range(8)]
    with ThreadPoolExecutor(4) as pool:
        shared = list(pool.map(play.play, parts))
    assert shared == [play.play(part) for part in parts]


# -- rules -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("process", [name for name in PROCESSES if PROCESSES[name].by_fitness])
@pytest.mark.parametrize("k", [2, 3])
@both
def test_without_any_fitness_all_are_alike(source, k, process):
    """As in a population of which all are paid the same."""
    words = {"process": process, "seed": 3}
    none, same = rules_of(k, payoffs=np.zeros((k, k)), **words), rules_of(k, **words)
    starts = np.full((5, k), 3)
    assert source(task_of(none, starts)) == source(task_of(same, starts))


@pytest.mark.parametrize("process", ["moran", "death-birth", "wright-fisher", "fermi"])
@pytest.mark.parametrize("k", [2, 3])
@both
def test_strong_selection_overflows_nowhere(source, k, process):
    """The last type is paid much more than the first: nobody is like the first for long."""
    payoffs = np.repeat(1e12 * np.arange(k)[:, None], k, axis=1) - 5e11
    rules = rules_of(k, process=process, payoffs=payoffs, fitness="exponential", selection=1e6)
    books = source(task_of(rules, [5] * k, range(1000), fixation=True))
    assert books.end[0, 2] == k - 1


@both
def test_ties_keep_the_own_type_and_of_others_the_first(source):
    """0.1 + 0.2 differs from 0.3 by rounding alone; type 0 is paid less than the other two."""
    payoffs = [[0, 0, 0], [0.1 + 0.2] * 3, [0.3] * 3]
    for synchronous in (True, False):
        words = {"process": "imitate best", "synchronous": synchronous, "payoffs": payoffs}
        books = source(task_of(rules_of(3, **words), [4, 1, 1], [0, 50]))
        assert books.last.tolist() == [[0, 5, 1]]


@both
def test_a_response_may_be_a_type_that_nobody_is(source):
    rules = rules_of(3, process="best response", payoffs=[[1, 9, 9], [0, 0, 0], [2, 9, 9]])
    assert source(task_of(rules, [4, 0, 0], [0, 1])).last.tolist() == [[0, 0, 4]]


@both
def test_roles_meet_each_other_and_follow_their_own(source):
    """Type 0 of role 0 earns from type 3 only, which takes over role 1."""
    payoffs = np.zeros((4, 4))
    payoffs[0, 3], payoffs[3], payoffs[:2, :2] = 1.0, 1.0, 50.0
    rules = rules_of(4, process="imitate best", payoffs=payoffs, roles=[0, 0, 1, 1])
    books = source(task_of(rules, [1, 3, 3, 1], [0, 1, 2], fixation=True))
    assert books.last.tolist() == [[4, 0, 0, 4]]
    assert books.end.tolist() == [[1, 1, 0]]


# -- compiling -------------------------------------------------------------------------------------


@pytest.mark.parametrize("places", [Places(9), Places(9, lattice=Lattice(3, 3, 8, torus=True))])
def test_what_a_task_needs_is_prepared(places, monkeypatch):
    """Only that: a new process need not compile the loops of other processes."""
    asked = []
    monkeypatch.setattr(play.preparing, "prepare", lambda parts, *_: asked.extend(parts))
    at_once = {"process": "fermi", "synchronous": True}
    for words in ({}, {"process": "fermi"}, at_once, {"process": "imitate best"}):
        for k in (2, 3):
            rules = rules_of(k, **words)
            asked.clear()
            task = Task(
                rules,
                places,
                np.full((1, k), 9 // k) if places.mixed else np.zeros((1, 9), np.int16),
                Clock(np.array([0]), False, None, np.zeros(0, np.int64)),
                0,
            )
            play.prepare(task, lambda *three: None)
            loop = mixed.loop_of(rules) if places.mixed else sites.loop_of(task)
            assert asked == [Part(loop)]
            play.play(task)
            assert missing(asked) == []
