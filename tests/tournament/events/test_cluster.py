"""A cluster of Dask plays the same bytes, whatever happens to its workers; nothing is left over."""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from concurrent.futures import CancelledError, Future
from functools import partial
from types import SimpleNamespace

import dask
import distributed  # noqa: F401 (its defaults, before a test changes one)
import psutil
import pytest

import strategies
from tournament import C, Population, Season, Tournament, load, strategy
from tournament.cli import main
from tournament.errors import ArgumentError, PluginError, TournamentError
from tournament.events import cluster as clusters
from tournament.events.cluster import Cluster, as_executor, dask_executor
from tournament.events.running import work
from tournament.events.workers import do, kept

FIELD = ["tit_for_tat", "joss", "grudger", "random_player", "always_defect"]
NOISY = {"turns": 50, "noise": 0.05, "seed": 3}
EVENTS = {
    "tournament": lambda: Tournament(FIELD, repetitions=40, **NOISY),
    "until settled": lambda: Tournament(FIELD, repetitions="until settled", **NOISY),
    "exact": lambda: Tournament(FIELD, exact="where possible", **NOISY),
    "season": lambda: Season(FIELD, towns=40, friends=6, days=5, repetitions=3, seed=3),
    "population": lambda: Population(FIELD[:3], size=20, repetitions=50, seed=3),
}
RULE = '''
from tournament import C, D, strategy


@strategy(anger=0)
def patient(me, opponent, patience=3):
    """Cooperate until the opponent has defected often."""
    me.anger += opponent.last == D
    return D if me.anger > patience else C


@strategy
def divides(me, opponent):
    """Fail in turn 5."""
    return C if 1 // (4 - me.turn) < 2 else D
'''


def client_of(cluster: Cluster):
    return vars(cluster)["_client"]


@pytest.fixture(scope="module")
def cluster():
    with dask_executor("local", 2) as found:
        yield found
    assert [p for p in psutil.Process().children() if "spawn_main" in "".join(p.cmdline())] == []


# -- the same bytes --------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("event", EVENTS)
def test_a_cluster_plays_the_same(event, cluster):
    told = []
    played = EVENTS[event]().play(progress=lambda *what: told.append(what), executor=cluster)
    assert played == EVENTS[event]().play(progress=False, threads=2)
    assert ("compiling on 1 machine" in {note for *_, note in told}) == (event != "exact")
    assert told[-1][0] == told[-1][1]


@pytest.mark.slow
def test_a_client_and_its_executor_play_too(cluster):
    expected = EVENTS["tournament"]().play(progress=False, threads=1)
    client = client_of(cluster)
    for executor in (client, client.get_executor(), client.get_executor(retries=2)):
        assert isinstance(as_executor(executor), Cluster)
        assert EVENTS["tournament"]().play(progress=False, executor=executor) == expected


@pytest.mark.slow
def test_the_field_is_sent_once(cluster, monkeypatch):
    """A unit is some hundred bytes beside its matches, not the players again."""
    sizes, seal = [], clusters.sealed

    def weighed(*what):
        parcel = seal(*what)
        sizes.append(len(parcel.body))
        return parcel

    monkeypatch.setattr(clusters, "sealed", weighed)
    field = [strategies.random_player(p=p / 50) for p in range(1, 40)]
    Tournament(field, repetitions=400, **NOISY).play(progress=False, executor=cluster)
    assert len(sizes) > 6
    assert sorted(sizes)[-2] < max(sizes) / 2 or sizes.count(max(sizes)) == 1


# -- code of the user ------------------------------------------------------------------------------


@pytest.mark.slow
def test_rules_of_a_file_play_on_workers(cluster, tmp_path):
    file = tmp_path / "my_rules.py"
    file.write_text(RULE, encoding="utf-8")
    patient, divides = load(file)
    event = Tournament([patient, patient(patience=0), *FIELD], repetitions=20, **NOISY)
    assert event.play(progress=False, executor=cluster) == event.play(progress=False, threads=1)
    with pytest.raises(PluginError, match=r"^my_rules\.py:15: divides .* in turn 5"):
        Tournament([divides, "joss"], **NOISY).play(progress=False, executor=cluster)
    event = Tournament([divides, *FIELD], repetitions=20, **NOISY)
    played = event.play(progress=False, executor=cluster, on_error="withdraw")
    assert played == event.play(progress=False, threads=1, on_error="withdraw")
    assert played.names == FIELD


@pytest.mark.slow
def test_rules_that_workers_lack_are_refused_before_play(cluster, tmp_path, monkeypatch):
    (tmp_path / "here_only.py").write_text(RULE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)  # the workers have begun before
    import here_only

    told = []
    with pytest.raises(PluginError, match=r"^patient: the module 'here_only' cannot be imported"):
        Tournament([here_only.patient, "joss"], **NOISY).play(lambda *w: told.append(w[2]), cluster)
    assert "playing" not in told

    @strategy
    def inside(me, opponent):
        return C

    with pytest.raises(PluginError, match="inside"):
        Tournament([inside, "joss"], **NOISY).play(progress=False, executor=cluster)


PROMPT = """
from tournament import C, Tournament, strategy
from tournament.events.cluster import dask_executor
from tournament.errors import PluginError

@strategy
def typed(me, opponent):
    return C

with dask_executor("local", 1) as cluster:
    try:
        Tournament([typed, "joss"], turns=5).play(False, cluster)
    except PluginError as error:
        print(error)
"""


@pytest.mark.slow
def test_a_rule_of_a_prompt_is_refused():
    command = [sys.executable, "-c", PROMPT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "typed cannot be sent to another process; define it at the top level" in done.stdout
    assert done.stderr == ""


UNGUARDED = """
from tournament.events.cluster import dask_executor

with dask_executor("local", 1):
    print("never")
"""


@pytest.mark.slow
def test_a_script_without_a_guard_is_told(tmp_path):
    (tmp_path / "script.py").write_text(UNGUARDED, encoding="utf-8")
    command = [sys.executable, "script.py"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    last = done.stderr.strip().splitlines()[-1]
    assert "The workers cannot start: " in last
    assert 'if __name__ == "__main__":' in last
    assert done.stdout == ""


# -- what goes wrong -------------------------------------------------------------------------------

COUNTED = """
import os, time

def square(log, n):
    with open(log, "a") as file:
        file.write(f"{n} {os.getpid()}\\n")
    time.sleep(0.05)
    return n * n
"""


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_its_own_units(tmp_path, monkeypatch):
    (tmp_path / "counted.py").write_text(COUNTED, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    import counted

    log, found, killed = tmp_path / "log", {}, []

    def finished(n, result):
        found[n] = result
        if len(found) == 50:
            killed.append(int(log.read_text().split()[-1]))
            os.kill(killed[0], signal.SIGKILL)

    with dask_executor("local", 2) as pool:
        work(partial(counted.square, str(log)), range(100), finished, executor=pool)
    assert found == {n: n * n for n in range(100)}
    who = defaultdict(list)
    for line in log.read_text().splitlines():
        n, pid = map(int, line.split())
        who[n].append(pid)
    twice = {n: pids for n, pids in who.items() if len(pids) > 1}
    assert {pids[0] for pids in twice.values()} <= {killed[0]}
    assert 1 <= len(twice) <= 6  # of 100: those that waited there, and what was not handed over


@pytest.mark.slow
def test_a_tournament_outlives_its_workers():
    """Each of two workers is killed while it plays."""
    event = Tournament(FIELD, repetitions=20_000, **NOISY)
    with dask_executor("local", 2) as pool:
        pids, before = [*client_of(pool).run(os.getpid).values()], []

        def report(done, total, note):
            if note == "playing" and pids and done > total * (3 - len(pids)) / 4:
                before.append(done)
                os.kill(pids.pop(), signal.SIGKILL)

        played = event.play(report, pool)
    assert len(before) == 2
    assert played == event.play(progress=False, threads=2)


ENDS = """
import multiprocessing, os
from tournament import C, strategy

if multiprocessing.parent_process() is not None:
    os._exit(3)

@strategy
def ends(me, opponent):
    return C
"""


@pytest.mark.slow
def test_a_unit_that_ends_every_worker_is_told(tmp_path):
    file = tmp_path / "ends.py"
    file.write_text(ENDS, encoding="utf-8")
    config = {"distributed.scheduler.allowed-failures": 1}
    event = Tournament([*load(file), "joss"], **NOISY)
    with (
        dask.config.set(config),
        dask_executor("local", 1) as pool,
        pytest.raises(TournamentError, match=r"^A unit was given up, because each worker"),
    ):
        event.play(progress=False, executor=pool)


@pytest.mark.slow
def test_a_rule_that_cannot_be_compiled_is_told(cluster, tmp_path):
    """The error of the compiler, which is its cause, cannot be sent."""
    file = tmp_path / "reads.py"
    file.write_text(ENDS.replace("return C", "return os.getpid()"), encoding="utf-8")
    text = file.read_text(encoding="utf-8").replace("os._exit(3)", "pass")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PluginError, match=r"^reads\.py:\d+: ends uses `os\.getpid`"):
        Tournament([*load(file), "joss"], **NOISY).play(progress=False, executor=cluster)


@pytest.mark.slow
def test_a_scheduler_that_is_lost_is_told():
    event, sentence = Tournament(FIELD, repetitions=20_000, **NOISY), r"^The scheduler at tcp://12"
    with dask_executor("local", 2) as pool:
        close, begun = threading.Thread(target=client_of(pool).cluster.close), []

        def report(done, total, note):
            if note == "playing" and done > total / 4 and not begun:
                begun.append(close.start())

        with pytest.raises(TournamentError, match=sentence):
            event.play(report, pool)
        close.join()
        with pytest.raises(TournamentError, match=sentence):
            event.play(progress=False, executor=pool)


class Nearby:
    """A client of Dask and its executor in one: it plays at once, and raises from a moment on."""

    def __init__(self, error, first=None):
        self.error, self.first, self.calls, self.status = error, first, [], "running"
        self.scheduler, self._client = SimpleNamespace(address="tcp://127.0.0.1:1"), self

    def answers(self, what):
        self.calls.append(what)
        if self.first is not None and len(self.calls) >= self.first:
            if what == "nthreads":  # Dask notices before long that it is cut off
                self.status = "connecting"
            raise self.error

    def nthreads(self):
        self.answers("nthreads")
        return {"tcp://127.0.0.1:2": 2}

    def run(self, task, on_error):
        self.answers("run")
        return {"tcp://127.0.0.1:2": task()}

    def run_on_scheduler(self, task):
        self.answers("run_on_scheduler")
        return task()

    def submit(self, task, *what, **_):
        self.answers("submit")
        if task is kept:
            return what[0]
        future = Future()
        try:
            future.set_result(pickle.loads(pickle.dumps(task(*what))))
        except TournamentError as error:
            future.set_exception(error)
        return future


@pytest.mark.parametrize("error", [
    UnboundLocalError("cannot access local variable 'result'"), OSError("closed"),
    AttributeError("'NoneType' object has no attribute 'ncores'"), CancelledError("closed"),
    RuntimeError("IOLoop is closed"), AssertionError(),
], ids=lambda error: type(error).__name__)  # fmt: skip
def test_whatever_fails_first_when_the_scheduler_is_lost_one_sentence_tells_it(error, monkeypatch):
    monkeypatch.setattr(clusters, "LOOK_SECONDS", 0)  # threads are asked for every time
    event = Tournament(FIELD[:3], repetitions=8, **NOISY)
    whole = Nearby(error)
    assert event.play(False, Cluster(whole)) == event.play(progress=False, threads=1)
    while whole.calls[-1] != "submit":  # when all is played, nobody needs the scheduler
        whole.calls.pop()
    assert {*whole.calls} == {"nthreads", "run", "run_on_scheduler", "submit"}
    for first, what in enumerate(whole.calls, 1):
        if what == "run_on_scheduler" and not isinstance(error, clusters.LOST):
            continue  # so may a scheduler answer that is not as we are
        with pytest.raises(TournamentError, match=r"^The scheduler at tcp://127.* has ended"):
            event.play(False, Cluster(Nearby(error, first)))


def test_nobody_waits_for_a_result_that_was_lost_on_its_way(monkeypatch):
    """Dask forgets the future whose result it was fetching when the scheduler ended."""
    near = Nearby(None)

    def submit(task, *what, **_):
        if task is do:
            near.status = "connecting"
        return Future() if task is do else Nearby.submit(near, task, *what)

    monkeypatch.setattr(near, "submit", submit)
    with pytest.raises(TournamentError, match=r"^The scheduler at tcp://127.* has ended"):
        Tournament(FIELD[:3], repetitions=8, **NOISY).play(False, Cluster(near))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("python", "3.99", r"^The worker tcp://.* has Python 3\.\d+, and here is Python 3\.99"),
        ("code", "0" * 32, r"^The worker tcp://.* has another tournament \(.*, code 00000000\)"),
    ],
)
def test_workers_that_would_play_otherwise_are_refused(
    field, value, sentence, cluster, monkeypatch
):
    monkeypatch.setattr(cluster, "facts", cluster.facts._replace(**{field: value}))
    with pytest.raises(TournamentError, match=sentence):
        EVENTS["tournament"]().play(progress=False, executor=cluster)


@pytest.mark.parametrize("address", ["", "10.0.0.1", "tcp://10.0.0.1", "http://a:1", 8786, None])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(ArgumentError, match=r"^`address` must be the address of a scheduler"):  # noqa: SIM117
        with dask_executor(address):
            pass


def test_workers_are_for_this_machine():
    with pytest.raises(ArgumentError, match=r"^`workers` must be a whole number"):  # noqa: SIM117
        with dask_executor("local", 0):
            pass
    with pytest.raises(ArgumentError, match=r"^`workers` is for \"local\""):  # noqa: SIM117
        with dask_executor("tcp://127.0.0.1:1", 2):
            pass


def test_a_scheduler_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setattr(clusters, "CONNECT_SECONDS", 0.2)
    with pytest.raises(TournamentError, match=r"^No scheduler of Dask answers at tcp://127"):  # noqa: SIM117
        with dask_executor("tcp://127.0.0.1:1"):
            pass


# -- the command line ------------------------------------------------------------------------------


def test_what_cannot_be_typed_is_refused(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["run", "joss", "--dask", "10.0.0.1"]) == 2
    assert "`--dask` must be the address of a scheduler" in capsys.readouterr().err
    assert main(["run", "joss", "--dask", "tcp://10.0.0.1:1", "--threads", "2"]) == 2
    assert "`--threads` is for this machine" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("signal_name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_command_that_is_ended_leaves_nothing_running(signal_name, tmp_path):
    command = "run classics --noise 0.1 -n 1000000 --seed 1 --dask local --threads 2"
    process = subprocess.Popen(
        [sys.executable, "-m", "tournament", *command.split()],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    )
    me, end = psutil.Process(process.pid), time.monotonic() + 60
    while len(workers := me.children(recursive=True)) < 3 and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(2)
    assert len(workers) >= 3  # two, and who looks after what they share
    process.send_signal(getattr(signal, signal_name))
    said = process.communicate(timeout=20)[1]
    if signal_name != "SIGKILL":
        assert said.startswith("tournament: ")
        assert said.count("\n") == 1
    _, left = psutil.wait_procs(workers, timeout=20)
    assert [p for p in left if p.status() != psutil.STATUS_ZOMBIE] == []
