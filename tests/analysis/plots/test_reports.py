"""`plot` of results: the figures of the reports by name, as figures of matplotlib."""

import io
import re
from pathlib import Path

import matplotlib
import matplotlib.image
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.plots.reports import POPULATION, SEASON, TOURNAMENT
from analysis.reports.population.pictures import CAPTIONS as POPULATION_CAPTIONS
from analysis.reports.season.pictures import CAPTIONS as SEASON_CAPTIONS
from analysis.reports.tournament.pictures import CAPTIONS
from tournament import Match, Season, Tournament
from tournament.authors import registry
from tournament.errors import ArgumentError, TournamentError
from tournament.results.showing.plots import GROUP, plots

FIELD = ["tit_for_tat", "grudger", "joss", "always_defect"]


@pytest.fixture(scope="module")
def results():
    return Tournament(FIELD, turns=10, repetitions=5, noise=0.05, seed=3).play(progress=False)


@pytest.fixture(scope="module")
def season():
    kinds = [("tit_for_tat", "anyone"), ("tit_for_tat", "nicest"), ("joss", "anyone"), "grudger"]
    words = {"towns": 24, "friends": 6, "days": 6, "gifts_per_day": 2, "seed": 4}
    return Season(kinds, repetitions=2, **words).play(progress=False)


def test_every_figure_of_a_report_has_a_name():
    assert list(plots("tournament")) == list(CAPTIONS) == list(TOURNAMENT)
    assert list(plots("season")) == list(SEASON_CAPTIONS) == list(SEASON)
    assert list(plots("population")) == list(POPULATION_CAPTIONS) == list(POPULATION)
    assert list(plots("match")) == ["moves"]


def test_the_page_on_notebooks_lists_every_figure():
    page = (
        Path(__file__).parents[3].joinpath("docs/how_to/notebooks.md").read_text(encoding="utf-8")
    )
    every = {"tournament": CAPTIONS, "season": SEASON_CAPTIONS, "population": POPULATION_CAPTIONS}
    for event, captions in every.items():
        for name, caption in captions.items():
            assert f"| `{name}` | a {event} | {caption} |" in page


@pytest.mark.parametrize("kind", CAPTIONS)
def test_tournaments_plot(results, kind):
    figure = results.plot(kind)
    assert isinstance(figure, Figure)
    png, shown = figure._repr_png_()
    assert png.startswith(b"\x89PNG")
    assert shown["width"] > 100


@pytest.mark.parametrize("kind", SEASON_CAPTIONS)
def test_seasons_plot(season, kind):
    assert season.plot(kind)._repr_png_()[0].startswith(b"\x89PNG")


def test_ranking_is_the_first_choice(results, season):
    for played in (results, season):
        texts = [t.get_text() for t in played.plot().axes[0].texts if t.get_gid() == "name"]
        assert texts == list(played.ranking.index)


@pytest.mark.parametrize(
    ("ending", "start"), [("pdf", b"%PDF"), ("svg", b"<?xml"), ("png", b"\x89PNG")]
)
def test_figures_are_saved_by_the_end_of_the_name(results, tmp_path, ending, start):
    file = tmp_path / f"payoffs.{ending}"
    results.plot("payoffs").savefig(file)
    assert file.read_bytes().startswith(start)


def drawn(figure: Figure) -> bytes:
    """Return what a notebook's own backend makes of a figure."""
    buffer = io.BytesIO()
    FigureCanvasAgg(figure).print_png(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("shown", [lambda figure: figure._repr_png_()[0], drawn])
def test_a_figure_is_in_our_style_whenever_it_is_drawn(results, shown):
    """Some settings count when a figure is drawn, not when it is made."""
    before = dict(matplotlib.rcParams)
    figure = results.plot()
    with matplotlib.rc_context({"text.antialiased": False, "text.hinting": "force_autohint"}):
        png = shown(figure)
    assert png == shown(results.plot())
    assert dict(matplotlib.rcParams) == before


def test_figures_are_saved_as_sharp_as_the_style_says(results, tmp_path):
    figure, file = results.plot(), tmp_path / "ranking.png"
    figure.savefig(file)
    height, width, _ = matplotlib.image.imread(file).shape
    assert (width, height) == tuple(int(144 * inches) for inches in figure.get_size_inches())


def test_pyplot_knows_no_figure_of_ours(results):
    import matplotlib.pyplot as plt

    results.plot()
    assert plt.get_fignums() == []


def test_how_texts_are_saved_is_for_the_caller(results, tmp_path):
    file = tmp_path / "ranking.svg"
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        results.plot().savefig(file)
    assert ">tit_for_tat</text>" in file.read_text(encoding="utf-8")


def test_a_wrong_name_is_answered_with_all_names(results, season):
    said = (
        "`kind` must be 'ranking', 'payoffs', 'cooperation', 'scores', 'states', 'differences',"
        " 'critical', 'fields' or 'ecology'; got 'payof'. Did you mean 'payoffs'?"
    )
    with pytest.raises(ArgumentError, match=re.escape(said)):
        results.plot("payof")
    with pytest.raises(ArgumentError, match=r"or 'network'; got 'payoffs'\."):
        season.plot("payoffs")
    with pytest.raises(ArgumentError, match=r"`kind` must be a text; got 3\."):
        Match("joss", "joss", turns=2, seed=1).play().plot(3)


def test_what_has_nothing_to_show_says_so():
    alone = Tournament(["joss"], turns=5, repetitions=1, seed=1).play(progress=False)
    with pytest.raises(TournamentError, match="have nothing to show as 'critical'"):
        alone.plot("critical")
    kinds = [("joss", "never"), ("grudger", "never")]
    nothing = Season(kinds, towns=6, days=2, gifts_per_day=1, seed=1).play(progress=False)
    with pytest.raises(TournamentError, match="have nothing to show as 'ranking'"):
        nothing.plot()


def test_other_distributions_add_figures(results, monkeypatch):
    class Point:
        def __init__(self, name):
            self.name = name

        def load(self):
            return {"theirs": lambda played: Figure(), "ranking": lambda played: None}

    offered = registry.offers

    def more(group):
        return (Point("tournament"), Point("season")) if group == GROUP else offered(group)

    monkeypatch.setattr("tournament.results.showing.plots.offers", more)
    plots.cache_clear()
    try:
        assert isinstance(results.plot("theirs"), Figure)
        assert len(results.plot("ranking").axes) == 1  # ours stays ours
    finally:
        plots.cache_clear()


def test_a_match_plots_its_moves():
    result = Match("joss", "grudger", turns=5, seed=1).play()
    assert isinstance(result.plot(), Figure)
    assert isinstance(result.plot("moves"), Figure)
