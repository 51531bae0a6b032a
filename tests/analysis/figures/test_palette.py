"""Tables and pictures have the same colours, and letters can be read on them."""

import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

import analysis
from analysis.figures.palette import SERIES, cooperation, letters, shade


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.25, 0.5, 0.9, 1.0])
def test_a_cell_of_a_table_has_the_colour_of_the_picture(rate):
    ground, ink = re.fullmatch(r"background:(#\w{6});color:(#?\w+)", shade(rate)).groups()
    picture = to_hex(cooperation()(rate))
    assert np.abs(np.subtract(to_rgb(ground), to_rgb(picture))).max() < 0.01
    assert contrast(ground, ink) > 4.5


def test_neighbouring_colours_differ_in_a_print_in_grey():
    light = [lightness(colour) for colour in SERIES]
    assert np.abs(np.diff(light)).min() > 6


def lightness(colour):
    """Return L* of CIELAB, from 0 to 100."""
    channels = np.array(to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return 116 * np.cbrt(linear @ np.array([0.2126, 0.7152, 0.0722])) - 16


def test_colours_stand_in_one_file():
    root = Path(analysis.__file__).parent
    files = [file for file in root.rglob("*.py") if file.name != "palette.py"]
    named = r"""["']#[0-9A-Fa-f]{3,8}["']"""
    assert [f.name for f in files if re.search(named, f.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("ground", ["#ffffff", "#000000", "#777777", "#D55E00", "#0072B2"])
def test_letters_stand_out(ground):
    assert contrast(ground, letters(ground)) >= contrast(ground, "#aaaaaa")


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of the Web Content Accessibility Guidelines."""

    def light(colour: str) -> float:
        parts = [
            c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)
        ]
        return float(np.dot(parts, [0.2126, 0.7152, 0.0722]))

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
