"""Every public name is explained: it has a page in the reference, and an example that is run."""

import doctest
import inspect
from functools import cache
from importlib import import_module

import pytest
from make_reference import FOLDER, INDEX, written
from public_names import names, pages

NAMES = names()
DATA = [name for name in NAMES if name.kind == "data"]
ERRORS = "tournament.errors"  # they are shown where they are raised


def test_the_pages_are_current():
    """If this fails: `python docs/make/make_reference.py`."""
    found = {file: file.read_text(encoding="utf-8") for file in (INDEX, *FOLDER.glob("*.md"))}
    assert found == written()


def test_each_name_is_on_one_page():
    paths = [name.path for name in NAMES]
    assert len(set(paths)) == len(paths)
    assert sum(map(len, pages().values())) == len(paths)


@pytest.mark.parametrize("package", ["tournament", "analysis", "tournament.testing"])
def test_no_name_of_a_package_is_left_out(package):
    listed = {name.name for name in NAMES if name.package == package}
    assert listed == set(import_module(package).__all__)


def test_no_function_about_strategies_is_left_out():
    strategies = import_module("strategies")
    functions = {name for name in dir(strategies) if inspect.isfunction(getattr(strategies, name))}
    assert functions == {name.name for name in NAMES if name.package == "strategies"}


def test_first_sentences_are_sentences():
    assert [name.path for name in NAMES if len(name.summary) < 10] == []


@cache
def run_in(module: str) -> set[str]:
    """Return what has an example that the runner of doctests finds in a module."""
    found = doctest.DocTestFinder().find(import_module(module))
    return {
        test.name
        for test in found
        if any(doctest.SKIP not in example.options for example in test.examples)
    }


@pytest.mark.parametrize(
    "name",
    [name for name in NAMES if name.kind != "data" and name.package != ERRORS],
    ids=lambda name: name.path,
)
def test_functions_and_classes_have_an_example_that_is_run(name):
    module, called = name.value.__module__, name.value.__qualname__
    assert f"{module}.{called}" in run_in(module)


@pytest.mark.parametrize("name", DATA, ids=lambda name: name.path)
def test_examples_of_constants_are_true(name):
    """No runner finds the text below a constant, so it is run here."""
    known = dict(vars(import_module(name.home)))
    test = doctest.DocTestParser().get_doctest(name.doc, known, name.path, None, 0)
    assert test.examples
    assert doctest.DocTestRunner(verbose=False).run(test).failed == 0
