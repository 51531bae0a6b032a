"""Finding strategies: in files, folders, distributions and the library."""

import pickle
import re
from pathlib import Path

import pytest

from tournament.authors import files, registry
from tournament.authors.strategy import Strategy
from tournament.authors.vocabulary import C
from tournament.errors import DuplicateName, PluginError, UnknownName

IMPORT = b"from tournament import strategy\n"
RULE = (
    "from tournament import C, D, strategy\n\n\n@strategy\ndef {}(me, opponent):\n    return {}\n"
)


def write(file: Path, name: str = "mine", move: str = "C") -> Path:
    file.write_text(RULE.format(name, move))
    return file


def refusal(path: Path) -> str:
    with pytest.raises(PluginError) as error:
        registry.load(path)
    return str(error.value)


def test_a_file_gives_its_own_strategies_only(tmp_path):
    file = write(tmp_path / "two.py")
    file.write_text(
        file.read_text()
        + "from strategies import tit_for_tat\nalias = mine\nnice = mine.named('nice')\nother = "
        "mine.named('another')\n"
    )
    assert [s.name for s in registry.load(file)] == ["mine", "nice", "another"]


def test_a_folder_gives_those_of_its_files(tmp_path):
    write(tmp_path / "b.py", "second")
    write(tmp_path / "a.py", "first")
    write(tmp_path / "_helper.py", "hidden")
    (tmp_path / "notes.txt").write_text("nothing")
    assert [s.name for s in registry.load(str(tmp_path))] == ["first", "second"]


def test_an_edited_file_is_loaded_again(tmp_path):
    file = write(tmp_path / "mine.py", move="C")
    (before,) = registry.load(file)
    assert registry.load(file)[0] is before
    write(file, move="D")
    (after,) = registry.load(file)
    assert after != before
    assert (before.rule(None, None), after.rule(None, None)) == (0, 1)


def test_two_files_with_one_name_are_refused_naming_both(tmp_path):
    write(tmp_path / "a.py")
    write(tmp_path / "b.py", move="D")
    with pytest.raises(
        DuplicateName, match=r"are named 'mine': in .*a\.py:\d+ and in .*b\.py:\d+; rename one\."
    ):
        registry.load(tmp_path)


def test_the_same_rule_twice_is_no_conflict(tmp_path):
    write(tmp_path / "a.py")
    write(tmp_path / "b.py")
    assert len(registry.load(tmp_path)) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"x = (\n", r"f\.py:1: the file is not valid Python: .+\."),
        (b"x = 1\nif x\n  y\n", r"f\.py:2: the file is not valid Python: .+\."),
        (b"\xff\xfe", r".*f\.py: the file cannot be read: it is not UTF-8 text\."),
        (b"", r".*f\.py: the file defines no strategy; write @strategy above .*"),
        (b"\n\n1 / 0\n", r"f\.py:3: the file cannot be run: ZeroDivisionError: division by zero"),
        (b"import sys\nsys.exit(3)\n", r"f\.py:2: the file cannot be run: SystemExit: 3"),
        (IMPORT + b"@strategy\ndef f(me): pass\n", r"f\.py:\d: f must be written `def f\(me, .*"),
        (
            IMPORT + b"@strategy(last=1)\ndef f(me, opponent): pass\n",
            r"f\.py:\d: f: `last` cannot .*",
        ),
        (
            IMPORT + b"@strategy(m='a')\ndef f(me, opponent): pass\n",
            r"f\.py:\d: f: memory `m` must .*",
        ),
    ],
)
def test_files_that_are_wrong(tmp_path, text, sentence):
    (tmp_path / "f.py").write_bytes(text)
    assert re.fullmatch(sentence, refusal(tmp_path / "f.py"))


def test_a_file_is_refused_again_after_it_failed(tmp_path):
    (tmp_path / "f.py").write_text(RULE.format("good", "C") + "1 / 0\n")
    assert refusal(tmp_path / "f.py") == refusal(tmp_path / "f.py")


def test_paths_that_are_wrong(tmp_path):
    assert refusal(tmp_path / "no.py") == f"{tmp_path / 'no.py'}: there is no such file or folder."
    assert refusal(tmp_path) == f"{tmp_path}: the folder has no Python files (*.py)."
    (tmp_path / "dir.py").mkdir()
    assert "no Python files" in refusal(tmp_path / "dir.py")


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    file = write(tmp_path / "f.py")

    def denied(*_, **__):
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr(Path, "read_text", denied)
    assert refusal(file) == f"{file}: the file cannot be read: Permission denied."


def test_an_unknown_name_gets_a_suggestion(tmp_path):
    with pytest.raises(
        UnknownName, match=r"^No strategy is named 'tit_for_tatt'\. Did you mean 'tit_for_tat'\?$"
    ):
        registry.find("tit_for_tatt")
    with pytest.raises(UnknownName, match=r"^No strategy is named 'zzzzzzz'\.$"):
        registry.find("zzzzzzz")
    mine = registry.load(write(tmp_path / "mine.py", "kind_neighbour"))
    with pytest.raises(UnknownName, match=r"Did you mean 'kind_neighbour'\?"):
        registry.find("kind_neighbor", mine)
    assert registry.find("kind_neighbour", mine) is mine[0]


def test_the_library_is_found_by_name():
    library = registry.library()
    assert library["tit_for_tat"].name == "tit_for_tat"
    assert all(isinstance(s, Strategy) and s.name == name for name, s in library.items())


class Point:
    """An entry point of an installed distribution."""

    name, value, dist = "extra", "extra_package.rules", None

    def __init__(self, thing):
        self.thing = thing

    def load(self):
        if isinstance(self.thing, Exception):
            raise self.thing
        return self.thing


def install(monkeypatch, *things):
    points = {registry.GROUP: [Point(thing) for thing in things]}
    monkeypatch.setattr(registry, "entry_points", lambda group: points[group])
    monkeypatch.setattr(registry, "offers", registry.offers.__wrapped__)  # what was kept


def test_entry_points_name_a_strategy_or_a_module(tmp_path, monkeypatch):
    (one,) = registry.load(write(tmp_path / "one.py", "one"))
    two = files.module_of(write(tmp_path / "two.py", "two"))
    install(monkeypatch, one, two)
    assert {"one", "two", "tit_for_tat"} <= set(registry.installed())
    assert registry.find("two").rule(None, None) == C


def test_an_entry_point_that_does_not_load(monkeypatch):
    install(monkeypatch, ImportError("no module"))
    with pytest.raises(
        PluginError, match=r"^The entry point 'extra' = .* does not load: ImportError"
    ):
        registry.installed()


def test_an_entry_point_may_not_take_a_name_of_the_library(tmp_path, monkeypatch):
    install(monkeypatch, *registry.load(write(tmp_path / "one.py", "tit_for_tat", "D")))
    with pytest.raises(DuplicateName, match=r"named 'tit_for_tat': in .* and in .*one\.py"):
        registry.installed()


def test_strategies_travel_to_other_processes(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(
        "from tournament import C, D, strategy\n@strategy(n=0)\ndef mine(me, opponent, p=0.5, "
        "table=(1.0, 0.0)):\n"
        "    return C\nkind = mine(p=1.0).named('kind')\n"
    )
    mine, kind = registry.load(file)
    for player in (mine, kind, mine(p=0.25), mine(table=[0.0, 0.5]), registry.find("tit_for_tat")):
        copy = pickle.loads(pickle.dumps(player))
        assert copy == player
        assert copy.name == player.name
        assert copy.memory == player.memory
