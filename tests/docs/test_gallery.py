"""The gallery shows every kind of figure, each once, with the code that draws it."""

import re
import tomllib
from pathlib import Path

import make_gallery
import pytest
from PIL import Image

import analysis
from tournament.results.showing.plots import GROUP, plots

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
KINDS = [f"{event}_{name}" for event in PROJECT["entry-points"][GROUP] for name in plots(event)] + [
    name for name in analysis.__all__ if name.startswith("plot_")
]
TEXT = make_gallery.PAGE.read_text(encoding="utf-8")
FOLDER = ROOT / "docs" / "pictures" / "gallery"
MOST = 1_500_000  # bytes of all pictures


def test_every_kind_of_figure_is_in_the_gallery_once():
    shown = [Path(picture).stem for _, picture in make_gallery.steps(TEXT) if picture]
    assert sorted(shown) == sorted(KINDS)
    assert {file.stem for file in FOLDER.iterdir()} == set(KINDS)


def test_pictures_are_small_and_tell_what_is_on_them():
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < MOST
    alts = re.findall(r"!\[([^\]]*)\]", TEXT)
    assert len(alts) == len(set(alts)) == len(KINDS)
    assert min(map(len, alts)) > 30


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_follows_the_code_that_draws_it(kind):
    code = ""
    for block, picture in make_gallery.steps(TEXT):
        code = block or code
        if Path(picture).stem == kind:
            break
    asked = kind if kind.startswith("plot_") else kind.partition("_")[2]
    known = {"match_moves": "result.plot(", "automaton_states": ".draw("}
    assert known.get(kind, asked) in code
    assert "figure = " in code


def test_a_picture_has_few_colours_and_the_size_of_its_figure():
    figure = analysis.plot_gradient(
        analysis.gradient_of_selection([[3, 0], [5, 1]], 20), "cooperators", width="one column"
    )
    with Image.open(FOLDER / "plot_gradient.png") as picture:
        wide, tall = (int(make_gallery.DOTS * inches) for inches in figure.get_size_inches())
        assert picture.size == (wide, tall)
        assert picture.mode == "P"
