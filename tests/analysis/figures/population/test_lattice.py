"""Lattices as pictures: a colour for each type, four for what changed."""

import re

import numpy as np
import pytest

from analysis.figures import palette
from analysis.figures.population.lattice import canvas_of, changed, changes, lattice, painted
from analysis.figures.style import style
from tournament.errors import ArgumentError

NAMES = ["always_cooperate", "always_defect"]


def key(axes):
    """Return the words of a key by their colours."""
    colours = [line.get_color() for line in axes.lines]
    return dict(zip([text.get_text() for text in axes.texts], colours, strict=True))


def shown(axes):
    return np.asarray(axes.images[0].get_array())


def test_every_site_has_the_colour_of_its_type():
    types = np.array([[0, 1, 2], [2, 2, 0]])
    colours = ["#0072B2", palette.PALE, "#D55E00"]
    axes = lattice(types, canvas_of(types, "abc"), names=list("abc"), colours=colours)
    assert shown(axes).tolist() == painted(types, colours).tolist()
    assert key(axes) == {"a": "#0072B2", "c": "#D55E00", "b": palette.PALE}
    rest = [palette.PALE] * 3
    assert key(lattice(types, canvas_of(types, "abc"), names=list("abc"), colours=rest)) == {
        "3 others": palette.PALE
    }


def test_changes_have_the_four_colours_of_nowak_and_may():
    before, after = np.array([[0, 0, 1, 1]]), np.array([[0, 1, 0, 1]])
    axes = changes(before, after, canvas_of(after, changed(NAMES)), names=NAMES)
    blue, yellow, green, red = (palette.BLUE, palette.YELLOW, palette.GREEN, palette.VERMILION)
    want = painted(np.array([[0, 1, 2, 3]]), [blue, yellow, green, red])
    assert shown(axes).tolist() == want.tolist()
    assert key(axes) == {
        "always_cooperate": blue, "always_defect": red,
        "always_defect, was always_cooperate": yellow,
        "always_cooperate, was always_defect": green,
    }  # fmt: skip


def test_changes_need_two_lattices_of_two_types():
    one = np.zeros((2, 2), int)
    axes = canvas_of(one, NAMES)
    said = "`before` and `after` must be of one shape; got (2, 2) and (1, 2)."
    with pytest.raises(ArgumentError, match=re.escape(said)):
        changes(one, one[:1], axes, names=NAMES)
    with pytest.raises(ArgumentError, match="must be of two types, 0 and 1"):
        changes(one, one + 2, axes, names=NAMES)


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("shape", [(1, 1), (5, 60), (60, 5), (99, 99)])
def test_lattices_of_any_shape_keep_square_sites_and_fit(shape, columns):
    types = np.zeros(shape, int)
    with style():
        axes = canvas_of(types, NAMES, columns)
        lattice(types, axes, names=NAMES, colours=["#0072B2", "#D55E00"])
        axes.figure.savefig("/dev/null", format="png", dpi=30)
    wide, tall = axes.figure.get_size_inches()
    box = axes.get_position()
    assert box.width * wide / shape[1] == pytest.approx(box.height * tall / shape[0])
    assert wide <= {1: 3.5, 2: 7.2}[columns] + 1e-9
    assert 0 <= box.x0 < box.x1 <= 1
    assert 0 <= box.y0 < box.y1 <= 1
