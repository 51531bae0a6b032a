"""Films of a lattice as GIF: every frame is the lattice, in true colours."""

import io

import numpy as np
import pytest
from PIL import Image

from analysis.figures import palette
from analysis.figures.population.gif import gif
from analysis.figures.population.lattice import painted

COLOURS = ["#0072B2", "#D55E00", "#c6cdd2"]
NAMES = ["always_cooperate", "always_defect", "joss"]


def random(frames, height, width, types=3):
    return np.random.default_rng(3).integers(0, types, (frames, height, width))


def test_a_gif_shows_every_picture_in_true_colours():
    pictures = random(4, 12, 10)
    content = gif(pictures, [0, 5, 10, 15], names=NAMES, colours=COLOURS)
    image = Image.open(io.BytesIO(content))
    assert image.n_frames == 4
    lengths = []
    for number, picture in enumerate(pictures):
        image.seek(number)
        cells = np.asarray(image.convert("RGB"))
        wide, scale = image.width, 40  # 480 pixels for the longer side
        left = (wide - 10 * scale) // 2
        sites = cells[
            scale // 2 : 12 * scale : scale, left + scale // 2 : left + 10 * scale : scale
        ]
        assert sites.tolist() == painted(picture, COLOURS).tolist()
        lengths.append(image.info["duration"])
    assert lengths[0] == 250
    assert lengths[-1] == 1750


@pytest.mark.parametrize(("seconds", "each"), [(2, 1000), (None, 250)])
def test_a_gif_is_as_long_as_asked(seconds, each):
    content = gif(random(2, 3, 3), [0, 1], names=NAMES, colours=COLOURS, seconds=seconds)
    assert Image.open(io.BytesIO(content)).info["duration"] == each


def test_a_gif_has_a_key_and_counts_generations():
    """Below the sites: no square of a type that is not there, and other words in each picture."""
    pictures = np.ones((2, 4, 4), int)
    content = gif(pictures, [0, 1000], names=NAMES, colours=COLOURS)
    image = Image.open(io.BytesIO(content))
    assert image.size == (480, 480 + 2 * 20)
    below = []
    for number in range(image.n_frames):
        image.seek(number)
        below.append(np.asarray(image.convert("RGB"))[480:])
    assert (below[0][:20] != below[1][:20]).any()
    assert (below[0][20:] == below[1][20:]).all()
    seen = {tuple(colour) for colour in below[0].reshape(-1, 3).tolist()}
    assert (0xD5, 0x5E, 0x00) in seen
    assert (0x00, 0x72, 0xB2) not in seen


def test_types_without_a_colour_are_others():
    names = [f"type_{k}" for k in range(30)]
    colours = ["#0072B2", *[palette.PALE] * 29]
    content = gif(random(2, 9, 9, 30), [0, 1], names=names, colours=colours)
    assert Image.open(io.BytesIO(content)).n_frames == 2
