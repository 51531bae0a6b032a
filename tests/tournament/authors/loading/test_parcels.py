"""A parcel has all that another machine needs, which lacks the files of the user."""

import subprocess
import sys

import pytest

import strategies
from tournament import load
from tournament.authors.loading.parcels import opened, sealed
from tournament.errors import PluginError

RULE = '''
from tournament import C, D, strategy


@strategy(anger=0)
def patient(me, opponent, patience=3):
    """Cooperate until the opponent has defected often."""
    me.anger += opponent.last == D
    return D if me.anger > patience else C
'''
ELSEWHERE = """
import sys
from tournament.authors.loading.parcels import Parcel, opened
body, path, data = (bytes.fromhex(word) for word in sys.stdin.read().split())
[(player, team)] = [opened(Parcel(body, {path.decode(): data}))]
print(player.name, player.location, team.members[0] == player)
"""


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "my_rule.py"
    file.write_text(RULE, encoding="utf-8")
    return file


def test_what_is_sent_is_what_comes():
    players = strategies.classics()
    assert opened(sealed(tuple(players))) == tuple(players)
    assert sealed(players).files == {}


def test_a_file_is_sent_with_its_rules(file):
    """Another process opens the parcel when the file is gone."""
    [rule] = load(file)
    player = rule(patience=1)
    parcel = sealed((player, strategies.flip(player)))
    [(path, data)] = parcel.files.items()
    assert data == file.read_bytes()
    file.unlink()
    words = (parcel.body, path.encode(), data)
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        input=" ".join(word.hex() for word in words),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("patient(patience=1) my_rule.py:5 True\n", "")


def test_a_file_that_is_there_is_used(file, monkeypatch):
    """A rule may read what lies beside its file."""
    parcel = sealed(load(file)[0])
    for module in [name for name in sys.modules if name.startswith("tournament_plugin_")]:
        monkeypatch.delitem(sys.modules, module)
    assert opened(parcel).rule.__code__.co_filename == str(file)


def test_a_file_that_was_edited_is_refused(file):
    [rule] = load(file)
    file.write_text(RULE + "\n", encoding="utf-8")
    with pytest.raises(PluginError, match=r"^my_rule\.py: patient was edited while it played"):
        sealed(rule)
    file.unlink()
    with pytest.raises(PluginError, match=r"my_rule\.py: the file cannot be read"):
        sealed(rule)


def test_a_module_that_is_missing_is_told(tmp_path, monkeypatch):
    (tmp_path / "rules_of_mine.py").write_text(RULE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    import rules_of_mine

    parcel = sealed(rules_of_mine.patient)
    assert opened(parcel) is not None
    monkeypatch.setitem(sys.modules, "rules_of_mine", None)
    with pytest.raises(PluginError, match=r"^patient: the module 'rules_of_mine' cannot be import"):
        opened(parcel)


def test_what_is_known_is_left_out():
    field = tuple(strategies.classics())
    inside = sealed((1, field), lambda thing: "field" if thing is field else None)
    assert len(inside.body) < 100
    assert opened(inside, {"field": "here"}) == (1, "here")
