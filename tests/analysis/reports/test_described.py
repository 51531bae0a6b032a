"""What a page tells of a rule, from what results keep."""

import pytest

from analysis.reports.described import Described, described


@pytest.mark.parametrize(
    ("info", "parameters"),
    [
        ({}, ""),
        ({"parameters": {}}, ""),
        ({"per_friend": 1}, ""),
        ({"per_friend": 2}, "per_friend = 2"),
        ({"per_friend": 0}, "per_friend = 0"),
        ({"parameters": {"weight": 0.5}, "per_friend": 3}, "weight = 0.5, per_friend = 3"),
        ({"parameters": {"b": 1, "a": "CD"}}, "b = 1, a = CD"),
    ],
)
def test_parameters_are_told_as_they_were_given(info, parameters):
    """How many gifts a friend may get is told where it is not one."""
    before = {**info, "parameters": dict(info.get("parameters", {}))}
    assert described("shy", info) == Described(name="shy", doc="", file="", parameters=parameters)
    assert {"parameters": {}, **info} == before


def test_texts_are_those_of_the_results():
    found = described("shy", {"doc": "Cooperate.", "file": "shy.py"})
    assert (found.name, found.doc, found.file) == ("shy", "Cooperate.", "shy.py")
