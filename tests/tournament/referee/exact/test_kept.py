"""Automata on disk: what is kept, under which name, and what becomes of damage."""

import stat
from pathlib import Path

import numpy as np
import pytest

import strategies
from tournament import Automaton, C, D, strategy
from tournament.errors import CacheWarning, NotExact
from tournament.game import PRISONERS_DILEMMA, TSTO
from tournament.referee.exact import kept
from tournament.referee.exact.following import automata
from tournament.results.files.cache import entries, places, upkeep
from tournament.results.files.cache.sources import modules

PAYOFFS = tuple(PRISONERS_DILEMMA.utilities.ravel().tolist())


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder; nothing is in memory."""
    monkeypatch.setenv("TOURNAMENT_CACHE", str(tmp_path))
    caches = (places.problem, places.readable, places.writable, automata.known)
    for each in caches:
        each.cache_clear()
    monkeypatch.setattr(places, "_said", set())
    yield tmp_path / "tournament"
    for each in caches:
        each.cache_clear()


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.automaton"))


@pytest.mark.parametrize("name", ["tit_for_tat", "evolved_hmm_5", "once_bitten"])
def test_what_is_packed_is_unpacked(name):
    found = Automaton.of(name)
    again = kept.unpacked(kept.packed(found))
    for array in ("first", "weight", "move", "then"):
        one, other = getattr(found, array), getattr(again, array)
        assert np.array_equal(one, other)
        assert one.dtype == other.dtype
        assert other.flags.writeable
    assert again.turns == found.turns
    layered = kept.unpacked(kept.packed(Automaton(*arrays(found), 7)))
    assert layered.turns == 7


def arrays(machine):
    return machine.first, machine.weight, machine.move, machine.then


def test_a_reason_is_kept_as_text():
    assert kept.unpacked(kept.packed("is „strange“.")) == "is „strange“."


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"states": 2, "choices": 9}\n'])
def test_another_form_is_no_entry(content):
    assert kept.unpacked(content) is None


def test_the_next_process_reads_what_this_one_has_found(folder, monkeypatch):
    first = Automaton.of("once_bitten")
    (file,) = files(folder)
    assert file.name.startswith("once_bitten-")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    automata.known.cache_clear()
    monkeypatch.setattr(automata, "explored", None)
    assert Automaton.of("once_bitten") == first


def test_reasons_are_read_too(folder, monkeypatch):
    @strategy(mean=0.5)
    def drifter(me, opponent):
        """Remember a mean for ever."""
        me.mean = 0.9 * me.mean + 0.1 * (opponent.last == D)
        return D if me.mean > 0.5 else C

    texts = []
    for explored in (automata.explored, None):
        monkeypatch.setattr(automata, "explored", explored)
        automata.known.cache_clear()
        with pytest.raises(NotExact, match=r"^drifter has 25,000 states after") as caught:
            Automaton.of(drifter)
        texts.append(str(caught.value))
    assert texts[0] == texts[1]
    with pytest.raises(NotExact, match=r"^other has 25,000 states after"):
        Automaton.of(drifter.named("other"))


@pytest.mark.parametrize("damage", [b"", b"x" * 50, None])
def test_damage_is_found_anew_without_a_word(folder, damage):
    first = Automaton.of("davis")
    (file,) = files(folder)
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if damage is None else damage)
    automata.known.cache_clear()
    assert Automaton.of("davis") == first
    assert file.read_bytes() == whole


def test_what_another_form_of_entry_left_is_found_anew(folder):
    first = Automaton.of("davis")
    (file,) = files(folder)
    entries.write(folder, file.name, b"{}")
    automata.known.cache_clear()
    assert Automaton.of("davis") == first


def test_the_name_tells_all_that_an_automaton_depends_on():
    def name(rule, told=-1, payoffs=PAYOFFS, turns=None):
        return kept.entry_of(rule, told, payoffs, turns)

    @strategy
    def tit_for_tat(me, opponent):
        """Not what it says."""
        return C if opponent.last == D else D

    library, flip = strategies.tit_for_tat, strategies.get("flip")
    others = [
        name(library, told=5),
        name(library, turns=5),
        name(library, payoffs=tuple(TSTO.utilities.ravel().tolist())),
        name(tit_for_tat),
        name(strategies.generous_tit_for_tat(generosity=0.25)),
        name(strategies.generous_tit_for_tat(generosity=0.5)),
        name(flip(library)),
        name(flip(strategies.grudger)),
    ]
    assert len({name(library), *others}) == 9
    assert name(library.named("other")).rpartition("-")[2] != ""


def test_the_name_tells_by_what_automata_are_found(monkeypatch):
    before = kept.entry_of(strategies.tit_for_tat, -1, PAYOFFS, None)
    monkeypatch.setattr(kept, "follower", lambda: "another version")
    assert kept.entry_of(strategies.tit_for_tat, -1, PAYOFFS, None) != before


def test_all_that_finds_automata_counts(monkeypatch):
    seen = []
    monkeypatch.setattr(kept, "hash_of", lambda paths, *_: seen.extend(paths))
    kept.follower.__wrapped__()
    names = {"/".join(path.parts[-2:]) for path in seen}
    assert {"following/exploring.py", "following/large.py", "exact/minimal.py"} <= names
    assert {"exact/machine.py", "authors/strategy.py", "referee/watchdog.py"} <= names
    assert kept.FOLLOWER in modules()


def test_where_nothing_can_be_kept_one_sentence_says_so(folder, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(entries, "write", full)
    with pytest.warns(CacheWarning, match=r"^Automata cannot be kept in .*: no space left on dev"):
        assert Automaton.of("tit_for_tat").states == 2
    assert Automaton.of("grudger").states == 2  # a second warning would be an error


def test_without_a_folder_automata_are_found(folder, monkeypatch):
    monkeypatch.setattr(places, "writable", lambda: None)
    assert Automaton.of("tit_for_tat").states == 2
    assert files(folder) == []


def test_entries_are_bounded_and_cleared_with_compiled_code(folder, monkeypatch):
    Automaton.of("tit_for_tat")
    assert upkeep.usage()[0] == 1
    grown = []
    monkeypatch.setattr(upkeep, "grown", lambda *about: grown.append(about))
    Automaton.of("grudger")
    assert grown[0][0] == folder
    assert upkeep.clear()[0] == 2
    assert files(folder) == []


def test_that_few_states_were_looked_at_is_not_kept(folder):
    def found(most):
        return automata.automaton_of(
            strategies.davis, turns=None, told=-1, payoffs=TSTO.utilities, most=most
        )

    with pytest.raises(NotExact, match=r"^davis has more than 5 states: .*\. Play it\.$"):
        found(5)
    assert files(folder) == []
    assert found(30).states == 20
    assert len(files(folder)) == 1
    automata.known.cache_clear()
    assert found(5).states == 20  # more states were looked at before
