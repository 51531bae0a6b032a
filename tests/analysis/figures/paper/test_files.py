"""Files that journals take."""

import pytest
from matplotlib.figure import Figure

import analysis
from tournament.errors import ArgumentError, ResultsError


@pytest.fixture
def figure():
    own = Figure(figsize=(2, 1))
    own.subplots().plot([0, 1], [0, 1])
    return own


def test_figures_of_your_own_have_their_letters_embedded_too(figure, tmp_path):
    file = analysis.save_figure(figure, tmp_path / "own.pdf")
    assert b"/FontFile2" in file.read_bytes()
    assert b"/Type3" not in file.read_bytes()
    assert file == analysis.save_figure(figure.axes[0], file)


def test_plain_savefig_embeds_letters_of_our_figures(large, tmp_path):
    large(5).plot().savefig(tmp_path / "ranking.pdf")
    content = (tmp_path / "ranking.pdf").read_bytes()
    assert b"/FontFile2" in content
    assert b"/Type3" not in content


def test_letters_of_an_svg_are_curves_if_that_is_asked(large, tmp_path):
    figure = large(5).plot(width="one column")
    text = analysis.save_figure(figure, tmp_path / "text.svg").read_text(encoding="utf-8")
    curves = analysis.save_figure(figure, tmp_path / "curves.svg", outlines=True)
    assert ">tit_for_tat</text>" in text
    assert "'DejaVu Sans', Verdana, sans-serif" in text
    assert "<text" not in curves.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("thing", "path", "said"),
    [
        ("figure", "a.pdf", "`figure` must be a figure of matplotlib; got 'figure'"),
        (None, "a.docx", r"`path` must end in .pdf, .svg, .png or .tiff; got"),
    ],
)
def test_what_cannot_be_saved_is_refused(figure, tmp_path, thing, path, said):
    with pytest.raises(ArgumentError, match=said):
        analysis.save_figure(thing or figure, tmp_path / path)


def test_a_folder_that_is_missing_is_told(figure, tmp_path):
    with pytest.raises(ResultsError, match="cannot be written: No such file or directory"):
        analysis.save_figure(figure, tmp_path / "no" / "figure.pdf")
