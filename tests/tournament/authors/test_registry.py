"""Finding strategies: in files, folders, distributions and the library."""

import importlib
import os
import re
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from tournament.authors import registry, resolve
from tournament.authors.loading.modules import module_of
from tournament.authors.loading.offers import entry_points
from tournament.authors.strategy import Strategy
from tournament.authors.vocabulary import C
from tournament.errors import DuplicateName, PluginError, PluginWarning, UnknownName

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


def test_two_files_with_one_name_are_refused_naming_both(tmp_path):
    write(tmp_path / "a.py")
    write(tmp_path / "b.py", move="D")
    with pytest.raises(
        DuplicateName,
        match=r"^b\.py:4: the name 'mine' is taken, by .*[/\\]a\.py:4; rename one\.$",
    ):
        registry.load(tmp_path)


def test_the_same_rule_twice_is_no_conflict(tmp_path):
    write(tmp_path / "a.py")
    write(tmp_path / "b.py")
    assert len(registry.load(tmp_path)) == 1


def test_paths_that_are_wrong(tmp_path):
    assert refusal(tmp_path / "no.py") == f"{tmp_path / 'no.py'}: there is no such file or folder."
    assert refusal(tmp_path) == f"{tmp_path}: the folder has no Python files (*.py)."
    (tmp_path / "dir.py").mkdir()
    assert "no Python files" in refusal(tmp_path / "dir.py")


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    file = write(tmp_path / "f.py")

    def denied(*_, **__):
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr(os, "open", denied)
    assert refusal(file) == f"{file}: the file cannot be read: Permission denied."


def test_an_unknown_name_gets_a_suggestion(tmp_path):
    with pytest.raises(
        UnknownName, match=r"^No strategy is named 'tit_for_tatt'\. Did you mean 'tit_for_tat'\?$"
    ):
        resolve.find("tit_for_tatt")
    with pytest.raises(UnknownName, match=r"^No strategy is named 'zzzzzzz'\.$"):
        resolve.find("zzzzzzz")
    mine = registry.load(write(tmp_path / "mine.py", "kind_neighbour"))
    with pytest.raises(UnknownName, match=r"Did you mean 'kind_neighbour'\?"):
        resolve.find("kind_neighbor", mine)
    assert resolve.find("kind_neighbour", mine) is mine[0]


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
    points = tuple(Point(thing) for thing in things)
    monkeypatch.setattr(registry, "offers", lambda *_: points)


def test_entry_points_name_a_strategy_or_a_module(tmp_path, monkeypatch):
    (one,) = registry.load(write(tmp_path / "one.py", "one"))
    two = module_of(write(tmp_path / "two.py", "two"))
    install(monkeypatch, one, two)
    assert {"one", "two", "tit_for_tat"} <= set(registry.installed())
    assert resolve.find("two").rule(None, None) == C


def test_an_entry_point_that_does_not_load(monkeypatch):
    install(monkeypatch, ImportError("no module"))
    with pytest.warns(
        PluginWarning, match=r"offers `extra = .*: ImportError: no module; it is left"
    ):
        assert registry.installed() == registry.library()
    (found,) = registry.broken()
    assert re.fullmatch(r"it does not load: test_registry\.py:\d+: ImportError: .*", found.reason)


def test_an_entry_point_may_not_take_a_name_of_the_library(tmp_path, monkeypatch):
    install(monkeypatch, *registry.load(write(tmp_path / "one.py", "tit_for_tat", "D")))
    with pytest.warns(PluginWarning, match=r"the name 'tit_for_tat' is taken, by strategies\."):
        assert registry.installed() == registry.library()


def test_a_package_that_is_offered_gives_what_its_modules_define(tmp_path, monkeypatch):
    package = tmp_path / "offered"
    (package / "inner").mkdir(parents=True)
    (package / "__init__.py").write_text("from offered.rules import first\n")
    write(package / "rules.py", "first")
    (package / "inner" / "__init__.py").write_text("")
    write(package / "inner" / "more.py", "second")
    monkeypatch.syspath_prepend(str(tmp_path))
    install(monkeypatch, importlib.import_module("offered"))
    assert {"first", "second"} <= set(registry.installed())


def test_the_library_is_offered_as_pyproject_says():
    """In a checkout `pyproject.toml` counts, whatever is installed; so no metadata can be stale."""
    own = registry.own_offers()
    assert [(point.name, point.value) for point in own] == [("library", "strategies")]
    assert not {point.name for point in registry.offers()} & {"library"}


def test_installed_code_asks_its_own_metadata(tmp_path, monkeypatch):
    """Without a `pyproject.toml` beside the code, and not of other distributions."""
    ours, theirs = (
        SimpleNamespace(name="library", value=value, dist=Mock(metadata={"Name": dist}))
        for value, dist in (("strategies", "tournament"), ("other", "another"))
    )
    monkeypatch.setattr(registry, "__file__", str(tmp_path / "a" / "b" / "registry.py"))
    monkeypatch.setattr(metadata, "entry_points", lambda group: [theirs, ours])
    entry_points.cache_clear()
    try:
        assert registry.own_offers.__wrapped__() == (ours,)
        assert registry.offers() == (theirs,)
    finally:
        entry_points.cache_clear()


def test_the_old_name_of_what_to_load_warns(tmp_path):
    file = write(tmp_path / "mine.py")
    with pytest.warns(DeprecationWarning, match="`kind` of load is called `of` now"):
        assert registry.load(file, kind=Strategy) == registry.load(file, Strategy)
