"""Each type has one colour in every picture; those that do one thing only have the colour of it."""

import pandas as pd

from analysis.figures import palette
from analysis.figures.population.colours import COLOURED, colours_of, foremost


def test_moves_keep_their_colours():
    for names in (["always_defect", "joss", "always_cooperate"], ["D", "joss", "C"]):
        assert colours_of(names) == [palette.DEFECTS, palette.GREEN, palette.COOPERATES]


def test_colours_differ_and_the_rest_is_grey():
    names = [f"player_{k}" for k in range(12)]
    found = colours_of(names)
    assert len(set(found[:COLOURED])) == COLOURED
    assert set(found[COLOURED:]) == {palette.PALE}
    assert found == colours_of(names, names[:COLOURED])
    late = colours_of(names, names[-2:])
    assert late[:-2] == [palette.PALE] * 10
    assert palette.PALE not in late[-2:]


def test_foremost_are_those_that_were_large_after_the_start():
    frame = pd.DataFrame([[0.7, 0.1, 0.2], [0.1, 0.6, 0.3]], columns=["a", "b", "c"])
    assert foremost(frame, 1) == ["b"]
    assert foremost(frame, 2) == ["b", "c"]
    assert foremost(frame.iloc[:1], 1) == ["a"]
    assert foremost(frame) == ["a", "b", "c"]
    rows = [[0.0, 0.5, 0.5], [0.9, 0.1, 0.0], [0.05, 0.5, 0.45]]
    early = pd.DataFrame(rows, columns=["a", "b", "c"])
    assert foremost(early, 1) == ["a"]  # though it is small in the end
