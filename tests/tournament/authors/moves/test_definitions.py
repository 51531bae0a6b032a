"""The source of a function: what its names are set to, and whether the text is still its own."""

import ast
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from textwrap import indent

import pytest

import tournament
from tournament.authors.moves.definitions import (
    assignments,
    definition,
    expression_of,
    module_of,
    own_nodes,
)


def names_set(body: str) -> dict[str, list[str | None]]:
    """Return what each name of a function with this body is set to, as source."""
    [function] = ast.parse(f"def f(row):\n{indent(body, '    ')}").body
    found = assignments(own_nodes(function))
    return {name: [value and ast.unparse(value) for value in its] for name, its in found.items()}


@pytest.mark.parametrize(("body", "names"), [
    ("x = 1", {"x": ["1"]}),
    ("x = y = 1", {"x": ["1"], "y": ["1"]}),
    ("x = 1\nx = 2", {"x": ["1", "2"]}),
    ("x, y = 1, 2", {"x": ["1"], "y": ["2"]}),
    ("x, (y, z) = 1, (2, 3)", {"x": ["1"], "y": ["2"], "z": ["3"]}),
    ("x: int = 1", {"x": ["1"]}),
    ("x: int", {"x": [None]}),
    ("return (x := 1)", {"x": ["1"]}),
    ("x += 1", {"x": [None]}),
    ("x = 1\nx += 2", {"x": ["1", None]}),
    ("del x", {"x": [None]}),
])  # fmt: skip
def test_what_a_name_is_set_to(body, names):
    assert names_set(body) == names


@pytest.mark.parametrize("body", [
    "x, y = row", "x, y = 1, 2, 3", "x, *y = 1, 2", "x, y = 1, *row", "x, y, z = 1, 2",
])  # fmt: skip
def test_what_is_taken_apart_at_run_time_is_not_known(body):
    assert {value for values in names_set(body).values() for value in values} == {None}


@pytest.mark.parametrize(("body", "names"), [
    ("for x in row: pass", {"x": ["row[0]"]}),
    ("for x, y in zip(row, 'ab'): pass", {"x": ["row[0]"], "y": ["'ab'[0]"]}),
    ("for n, x in enumerate(row): pass", {"n": ["()"], "x": ["row[0]"]}),
    ("for n, (x, y) in enumerate(zip(row, 'ab')): pass",
     {"n": ["()"], "x": ["row[0]"], "y": ["'ab'[0]"]}),
    ("for x, y in row: pass", {"x": [None], "y": [None]}),
    ("return [x for x in row]", {"x": ["row[0]"]}),
])  # fmt: skip
def test_a_loop_sets_its_name_to_what_stands_first(body, names):
    assert names_set(body) == names


@pytest.mark.parametrize(("body", "name"), [
    ("with row as x: pass", "x"),
    ("try: pass\nexcept OSError as x: pass", "x"),
    ("match row:\n    case [x]: pass", "x"),
    ("match row:\n    case [1, *x]: pass", "x"),
    ("match row:\n    case [1] as x: pass", "x"),
    ("import x", "x"),
    ("import x.y", "x"),
    ("import y as x", "x"),
    ("from y import x", "x"),
    ("from y import z as x", "x"),
])  # fmt: skip
def test_what_else_sets_a_name_sets_it_to_something_unknown(body, name):
    assert names_set(body) == {name: [None]}


@pytest.mark.parametrize("inner", [
    "def g(): x = 2", "async def g(): x = 2", "class G: x = 2", "g = lambda: (x := 2)",
])  # fmt: skip
def test_what_stands_in_an_inner_function_is_not_the_functions_own(inner):
    assert names_set(f"x = 1\n{inner}\nx = 3")["x"] == ["1", "3"]


def test_nodes_come_in_the_order_of_the_text():
    [function] = ast.parse("def f(a):\n    b = c\n    if d:\n        e\n    f").body
    found = [node.id for node in own_nodes(function) if isinstance(node, ast.Name)]
    assert found == ["b", "c", "d", "e", "f"]


# -- finding it ------------------------------------------------------------------------------------


def decorated(function):
    """Return a function as it is."""
    return function


@decorated
@decorated
def twice(x):
    return 2 * x


def test_a_definition_is_found_with_its_decorators():
    found = definition(twice)
    assert (found.name, len(found.decorator_list)) == ("twice", 2)


def test_of_two_functions_with_one_name_each_has_its_own_text():
    def other():
        def twice(x):
            return x + x

        return twice

    assert ast.unparse(definition(twice).body[0]) == "return 2 * x"
    assert ast.unparse(definition(other()).body[0]) == "return x + x"


@pytest.mark.parametrize(
    "function",
    [len, int, eval("lambda: 1"), object()],
    ids=["of C", "a class", "without source", "no function"],
)
def test_what_has_no_text_has_no_definition(function):
    assert definition(function) is None


@pytest.mark.parametrize("text", ["def f(:\n", "x = '\0'\n"])
def test_a_text_that_is_no_python_defines_nothing(tmp_path, text):
    file = tmp_path / "mine.py"
    file.write_text(text)
    space: dict = {}
    exec(compile("def f():\n    return 1\n", str(file), "exec"), space)
    assert definition(space["f"]) is None


def test_texts_are_parsed_one_at_a_time(monkeypatch):
    """Python 3.11 may fail where two threads make trees at once."""
    at_work, most = [], []

    def slow(text, mode="exec"):
        at_work.append(text)
        most.append(len(at_work))
        time.sleep(0.01)
        at_work.remove(text)
        return parse(text, mode=mode)

    parse = ast.parse
    monkeypatch.setattr(ast, "parse", slow)
    with ThreadPoolExecutor(4) as pool:
        made = [*pool.map(module_of, "abcd"), *pool.map(expression_of, "efgh")]
    assert [ast.unparse(tree) for tree in made] == list("abcdefgh")
    assert max(most) == 1


def test_nobody_else_parses_where_threads_are():
    """`groups` is read once, at the start of a command."""
    package = Path(tournament.__file__).parent
    files = [*package.rglob("*.py"), *(package.parent / "analysis").rglob("*.py")]
    parsing = [file.name for file in files if "ast.parse(" in file.read_text(encoding="utf-8")]
    assert sorted(parsing) == ["definitions.py", "groups.py"]
