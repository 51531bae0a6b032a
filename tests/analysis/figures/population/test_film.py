"""Films of a lattice in a page: every frame is the lattice."""

import base64
import zlib

import numpy as np

from analysis.figures.population.film import FRAMES, PACKED, SITES, coarse, film, thinned

COLOURS = ["#0072B2", "#D55E00", "#c6cdd2"]


def random(frames, height, width, types=3):
    return np.random.default_rng(3).integers(0, types, (frames, height, width))


def unpacked(made):
    """Return the pictures as a page makes them of the data."""
    changes = np.frombuffer(zlib.decompress(base64.b64decode(made.data)), np.uint8)
    changes = changes.reshape(len(made.generations), made.height, made.width)
    return np.cumsum(changes, axis=0, dtype=np.uint8)


def test_a_page_gets_the_pictures_back():
    pictures = random(7, 5, 4)
    made = film(pictures, range(0, 70, 10), COLOURS)
    assert unpacked(made).tolist() == pictures.tolist()
    assert made.generations == list(range(0, 70, 10))
    assert made.colours == COLOURS


def test_types_of_one_colour_are_one():
    made = film(random(2, 9, 9, 400), [0, 1], ["#000000", *["#c6cdd2"] * 399])
    assert made.colours == ["#000000", "#c6cdd2"]
    assert unpacked(made).max() == 1


def test_long_and_large_films_are_thinned():
    made = film(np.zeros((1000, 3, 3), int), range(1000), COLOURS)
    assert len(made.generations) == FRAMES
    assert (made.generations[0], made.generations[-1]) == (0, 999)
    large = film(np.ones((2, 700, 900), int), [0, 5], COLOURS)
    assert large.width * large.height <= SITES
    assert (large.width, large.height) == (300, 233)
    assert (unpacked(large) == 1).all()
    noise = film(random(60, 300, 300), range(60), COLOURS)
    assert len(base64.b64decode(noise.data)) <= 1.1 * PACKED
    assert noise.generations[-1] == 59
    assert 2 < len(noise.generations) < 60


def test_squares_of_sites_have_the_type_of_most():
    pictures = np.array([[[0, 1, 2, 2], [1, 1, 0, 2]]])
    assert coarse(pictures, 2, 3).tolist() == [[[1, 2]]]
    assert coarse(pictures, 8, 3) is pictures


def test_thinned_keeps_both_ends():
    assert thinned(1, 5).tolist() == [0]
    for many in (2, 10, 999):
        found = thinned(many, 7)
        assert found[0] == 0
        assert found[-1] == many - 1
        assert len(found) == min(many, 7)
