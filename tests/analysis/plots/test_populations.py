"""Figures of populations from tables: what they show, their widths, and what bad input gets."""

import io
import re

import numpy as np
import pandas as pd
import pytest
from PIL import Image

import analysis
from analysis.figures.population import key
from tournament import Population
from tournament.errors import ArgumentError, ResultsError, TournamentError

TABLE = pd.DataFrame([[3, 0, 3], [5, 1, 1.2], [3, 0.9, 3]], list("abc"), list("abc"))
PAIR = TABLE.loc[["a", "b"], ["a", "b"]]
RHO = analysis.fixation_probabilities(TABLE, 20)
FIGURES = {
    "shares": lambda **how: analysis.plot_shares(analysis.replicator(TABLE), **how),
    "invasions": lambda **how: analysis.plot_invasions(
        RHO, analysis.small_mutation(TABLE, 20), **how
    ),
    "simplex": lambda **how: analysis.plot_simplex(TABLE, **how),
    "gradient": lambda **how: analysis.plot_gradient(
        analysis.gradient_of_selection(PAIR, 20), "a", **how
    ),
    "lattice": lambda **how: analysis.plot_lattice(np.eye(9, dtype=int), ["a", "b"], **how),
}


@pytest.fixture(scope="module")
def played():
    event = Population(
        ["C", "D"], process="imitate best", lattice=(9, 12), seed=1, self_interaction=True,
        payoffs=[[1, 0], [1.85, 0]],
    )  # fmt: skip
    return event.play(6, progress=False)


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_as_wide_as_columns(name, columns):
    figure = FIGURES[name](columns=columns)
    wide = figure.get_size_inches()[0]
    assert wide == pytest.approx({1: 3.5, 2: 5.1 if name == "lattice" else 7.2}[columns])
    assert figure._repr_png_()[0].startswith(b"\x89PNG")


def test_bands_are_those_of_the_results():
    results = Population(["a", "b"], size=9, payoffs=[[1, 2], [2, 1]], seed=1).play(progress=False)
    (axes,) = analysis.plot_shares(results.shares, results.bands()).axes
    low, high = (results.bands()[end].xs("a", level="type") for end in ("low", "high"))
    box = axes.collections[1].get_paths()[0].get_extents()
    assert (box.y0, box.y1) == pytest.approx((low.min(), high.max()))


def test_fixation_reads_the_size_from_the_diagonal():
    (axes,) = analysis.plot_fixation(RHO).axes[:1]
    said = [text.get_text() for text in axes.texts if text.get_gid() is None]
    assert said[0] == f"{20 * RHO.loc['a', 'b']:.2f}" or said[0] in ("0", "<.01")
    assert len(said) == 7


def test_mixtures_are_those_of_the_long_run():
    found = analysis.stationary(TABLE, 6, 0.05, "fermi")
    (axes,) = analysis.plot_simplex(TABLE, found).axes
    seen = next(each for each in axes.collections if len(each.get_offsets()) == 28)
    expected = np.maximum(np.sort(found.probabilities), found.probabilities.max() / 1e4)
    assert np.array(seen.get_array()) == pytest.approx(expected)


def test_a_gradient_is_shown_by_share():
    push = analysis.gradient_of_selection([[-1, 2], [0, 1]], 20, "fermi")
    (axes,) = analysis.plot_gradient(push, "hawks").axes
    assert axes.get_xlabel() == "share of hawks"
    stable = [line for line in axes.lines if line.get_label() == "returns here"]
    (found,) = stable[0].get_xdata()
    assert 0.3 < found < 0.6


def test_a_film_has_every_picture(played, tmp_path):
    file = analysis.save_film(played, tmp_path / "film.gif", seconds=7)
    image = Image.open(io.BytesIO(file.read_bytes()))
    assert image.n_frames <= len(played.pictures)
    assert image.info["duration"] % 1000 == 0


# -- bad input -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: analysis.plot_fixation(RHO.iloc[:2]), "`rho` must be a square table"),
        (lambda: analysis.plot_fixation(RHO + 1), "with 1/N on its diagonal."),
        (lambda: analysis.plot_invasions(RHO, pd.Series({"a": 1.0})),
         "`shares` must be a series with a share for each type of `rho`."),
        (lambda: analysis.plot_invasions(RHO, columns=3), "`columns` must be"),
        (lambda: analysis.plot_shares(TABLE), "`frame` must hold shares, from 0 to 1."),
        (lambda: analysis.plot_shares(TABLE / 9, TABLE), "its column 'low' is missing."),
        (lambda: analysis.plot_simplex(PAIR), "`payoffs` must be of three types; got 2."),
        (lambda: analysis.plot_simplex(TABLE, pd.Series([1.0])), "`stationary` must be a series"),
        (lambda: analysis.plot_gradient(pd.Series([1.0])), "`push` must be a series of changes"),
        (lambda: analysis.plot_gradient([1.0]), "`push` must be a series of changes"),
        (lambda: analysis.plot_lattice([[0, 2]], ["a", "b"]),
         "`types` must be a lattice of whole numbers from 0 to 1."),
        (lambda: analysis.plot_lattice([0, 1], ["a", "b"]), "got shape (2,)."),
        (lambda: analysis.plot_lattice([[0]], []), "`names` must be names of types; got none."),
        (lambda: analysis.plot_lattice([[0]], list("abc"), [[0]]),
         "`names` must be of two types for changes; got 3."),
        (lambda: analysis.save_film(1, "a.gif"), "`results` must be results of a population"),
        (lambda: analysis.save_film(1, "a.png"), "`path` must end in .gif; got 'a.png'."),
    ],
)  # fmt: skip
def test_bad_input_gets_one_sentence(call, said):
    with pytest.raises(ArgumentError, match=re.escape(said)):
        call()


def test_without_a_lattice_there_is_no_film(tmp_path):
    results = Population(["a", "b"], size=4, payoffs=[[1, 1], [1, 1]], seed=1).play(progress=False)
    with pytest.raises(TournamentError, match=r"no pictures of a lattice\."):
        analysis.save_film(results, tmp_path / "film.gif")


def test_a_film_that_cannot_be_written_says_so(played, tmp_path):
    with pytest.raises(ResultsError, match="cannot be written"):
        analysis.save_film(played, tmp_path / "nowhere" / "film.gif")


@pytest.mark.parametrize("width", [2.0, 3.5])
def test_a_lattice_in_print_has_all_of_its_column(width):
    axes = analysis.plot_lattice(np.eye(9, dtype=int), ["a", "b"], width=f"{width} in").axes[0]
    box = axes.get_position()
    assert box.width * width == pytest.approx(width - 0.1)
    assert box.x0 * width == pytest.approx(0.05)


def test_below_a_lattice_in_print_is_room_for_its_key_and_no_more():
    """Rows of a key are as wide as the lattice: at some widths a little less would need another."""
    names = ["tit for tat", "always defect"]
    rooms = []
    for width in np.arange(1.6, 3.5, 0.05).round(2):
        figure = analysis.plot_lattice(np.eye(9, dtype=int), names, width=f"{width} in")
        below = figure.axes[0].get_position().y0 * figure.get_size_inches()[1]
        rooms.append(key.height(names, width - 0.1))
        assert below == pytest.approx(rooms[-1] + 0.05)
    assert len(set(rooms)) == 2
