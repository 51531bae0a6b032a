"""Every kind of figure is fit for print, in both widths and all formats."""

import base64
import io
import re
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.image import imread
from matplotlib.text import Text

import analysis
from analysis.figures.paper.journals import page_of
from tournament.results.showing.plots import GROUP, plots

ROOT = Path(__file__).parents[4]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EVENTS = list(PROJECT["entry-points"][GROUP])
FUNCTIONS = [name for name in analysis.__all__ if name.startswith("plot_")]
KINDS = [f"{event}: {name}" for event in EVENTS for name in plots(event)] + FUNCTIONS
"""Derived: a new figure is tested by existing."""
NARROW = "one column"
WIDTHS = (NARROW, "two columns")
LEAST = 6.0  # points
ROUNDED = 1e-6
LAYERS = {"landmark", "arrow", "number", "choice", "state"}
"""What stands on a drawing, where words may touch."""


def words(figure):
    """Return what can be read in a figure, and where, in inches."""
    figure.draw_without_rendering()
    found, unseen = [], beyond(figure)
    for text in figure.findobj(Text):
        box = text.get_window_extent()
        seen = text.get_visible() and text.get_text().strip() and box.width and box.height
        if seen and id(text) not in unseen:
            found.append((text, box.extents / figure.dpi))
    return found


def beyond(figure):
    """Return the labels of ticks that lie beyond what axes show, and so are not drawn."""
    found = set()
    for axes in figure.findobj(Axes):
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            edge = 1e-6 * (high - low)
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
                inside = low - edge <= tick.get_loc() <= high + edge
                if not (inside and axes.axison and axes.get_visible()):
                    found |= {id(tick.label1), id(tick.label2)}
    return found


def overlaps(found):
    """Return pairs of texts that lie over each other by more than a twentieth of an inch."""
    boxes = np.array([box for _, box in found])
    inner = boxes + np.array([0.01, 0.012, -0.01, -0.012])
    pairs = []
    for k, one in enumerate(inner[:-1]):
        rest = inner[k + 1 :]
        hit = (rest[:, :2] < one[2:]).all(axis=1) & (rest[:, 2:] > one[:2]).all(axis=1)
        pairs += [
            (found[k][0].get_text(), found[k + 1 + j][0].get_text()) for j in np.flatnonzero(hit)
        ]
    return pairs


def check_words(figure):
    wide, tall = figure.get_size_inches()
    found = words(figure)
    assert found
    for text, (left, below, right, above) in found:
        said = text.get_text()
        assert min(left, wide - right) >= -0.005, f"{said} is cut beside"
        assert min(below, tall - above) >= -0.005, f"{said} is cut above or below"
        assert text.get_fontsize() >= LEAST - ROUNDED, f"{said} is small"
        assert "…" not in said, f"{said} is not whole"
    assert overlaps([(text, box) for text, box in found if text.get_gid() not in LAYERS]) == []


def check_lines(figure):
    for axes in figure.axes:
        for line in axes.lines:
            assert line.get_linewidth() in (0.0,) or line.get_linewidth() >= 0.5
        for lines in axes.findobj(LineCollection):
            if not np.allclose(lines.get_edgecolor()[:, :3], 1.0):
                assert np.min(lines.get_linewidth()) >= 0.5


def check_pdf(content, page):
    assert b"/Type3" not in content
    assert b"/FontFile2" in content
    assert b"/CreationDate" not in content
    (box,) = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", content)
    assert float(box[0]) == pytest.approx(72 * page.wide, abs=1e-3)
    assert float(box[1]) <= 72 * page.tall + 0.1


def check_svg(content, page):
    tree = ET.fromstring(content)
    assert float(tree.get("width").removesuffix("pt")) == pytest.approx(72 * page.wide, abs=1e-3)
    texts = "".join("".join(each.itertext()) for each in tree.iter() if each.tag.endswith("}text"))
    letters = set()
    for data in re.findall(r"base64,([^)]*)\) format\('woff'\)", content):
        letters |= set(TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap())
    assert texts
    assert {letter for letter in texts if letter.strip()} <= {chr(code) for code in letters}
    assert "<dc:date>" not in content


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_fit_for_print(draw, tmp_path, kind, width):
    page, figure = page_of(width), draw(kind, width=width)
    assert figure.get_size_inches()[0] == pytest.approx(page.wide, abs=1e-9)
    check_words(figure)
    check_lines(figure)
    if width == NARROW:  # how files are written does not depend on the width
        pdf, svg = (
            analysis.save_figure(figure, tmp_path / f"figure.{ending}").read_bytes()
            for ending in ("pdf", "svg")
        )
        check_pdf(pdf, page)
        check_svg(svg.decode(), page)


def test_every_function_that_plots_is_tried(known):
    assert known == set(FUNCTIONS)


@pytest.mark.parametrize("kind", ["tournament: ranking", "season: network", "plot_simplex"])
@pytest.mark.parametrize("ending", ["pdf", "svg", "png", "tiff"])
def test_the_same_figure_is_the_same_bytes(draw, tmp_path, kind, ending):
    one, other = (
        analysis.save_figure(draw(kind, width=NARROW), tmp_path / f"{k}.{ending}") for k in range(2)
    )
    assert one.read_bytes() == other.read_bytes()
    if ending == "png":
        assert imread(one).shape[1] == int(600 * page_of(NARROW).wide)
