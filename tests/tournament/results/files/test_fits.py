"""Facts from JSON fit declared types, or the first part that does not is named."""

import math
from typing import Any, Literal, NotRequired, TypedDict

import pytest

from tournament.results.files.manifest.fits import EXACT, misfit


class Inner(TypedDict):
    size: int
    names: NotRequired[list[str]]


class Outer(TypedDict):
    kind: Literal["a", "b", 1]
    inner: Inner


GOOD = {"kind": "a", "inner": {"size": 3}}


@pytest.mark.parametrize(
    ("value", "kind", "wrong"),
    [
        ("x", str, ""), (1, str, "v"), (None, str, "v"),
        (1, int, ""), (True, int, "v"), (1.0, int, "v"), (True, bool, ""), (1, bool, "v"),
        (1.5, float, ""), (2, float, ""), (True, float, "v"), (math.inf, float, "v"),
        (math.nan, float, "v"), (EXACT, float, ""), (-EXACT, float, ""), (EXACT + 1, float, "v"),
        (-EXACT - 1, float, "v"), (10**400, float, "v"), (10**400, int, ""),
        (None, None, ""), (0, None, "v"), (None, int | None, ""), (3, int | None, ""),
        ("3", int | None, "v"), ("x", Any, ""), ([1], Any, ""),
        ("a", Literal["a", 1], ""), (1, Literal["a", 1], ""), ("b", Literal["a", 1], "v"),
        (True, Literal["a", 1], "v"), (1.0, Literal["a", 1], "v"),
        ([], list[int], ""), ([1, 2], list[int], ""), ([1, "2", "3"], list[int], "v[1]"),
        ({}, list[int], "v"), ("12", list[str], "v"),
        ([[1], [2, None]], list[list[int]], "v[1][1]"),
        ([1, "a"], tuple[int, str], ""), ([1], tuple[int, str], "v"),
        ([1, "a", 2], tuple[int, str], "v"), (["a", 1], tuple[int, str], "v[0]"),
        ([1, 2, 3], tuple[int, ...], ""), ([1, 2, "3"], tuple[int, ...], "v[2]"),
        ({}, dict[str, int], ""), ({"a": 1}, dict[str, int], ""),
        ({"a": 1, "b": None, "c": None}, dict[str, int], "v.b"), ([], dict[str, int], "v"),
        (GOOD, Outer, ""), (GOOD | {"more": 3}, Outer, ""), ({"kind": "a"}, Outer, "v.inner"),
        ({}, Outer, "v.inner"), ([], Outer, "v"), (GOOD | {"kind": "c"}, Outer, "v.kind"),
        (GOOD | {"inner": {}}, Outer, "v.inner.size"),
        (GOOD | {"inner": {"size": 3, "names": ["a", 1]}}, Outer, "v.inner.names[1]"),
        (GOOD | {"inner": {"size": 3, "names": ["a"]}}, Outer, ""),
    ],
)  # fmt: skip
def test_the_first_part_that_does_not_fit_is_named(value, kind, wrong):
    assert misfit(value, kind, "v") == wrong


def test_parts_of_what_has_no_name_have_their_own():
    assert misfit({"kind": "a"}, Outer) == "inner"
    assert misfit(GOOD | {"inner": {"size": "3"}}, Outer) == "inner.size"
