"""What is drawn is what the table says: ends of lines, heights of bars, colours, spans of bands."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis.figures import canvas, field, learning, marks, palette, tournament
from analysis.figures.canvas import inches
from analysis.figures.season import kinds as season
from analysis.learning.clusters.hierarchy import hierarchy


def lines_of(axes, number=0):
    """Return (rows, 2) where horizontal lines begin and end, and their rows."""
    found = np.array(axes.collections[number].get_segments())
    assert (found[:, 0, 1] == found[:, 1, 1]).all()
    return found[:, :, 0], found[:, 0, 1]


def plain(names, columns=None):
    return canvas.for_rows(names, columns)


NAMES = list("abcd")


# -- rows -----------------------------------------------------------------------------------------


def test_boxes_are_quantiles_and_empty_rows_stay_empty():
    values = np.random.default_rng(1).normal(size=(40, 4))
    values[:, 2] = np.nan
    values[:5, 0] = np.nan
    axes = plain(NAMES)
    marks.boxes(values, axes, (0.05, 0.95))
    known = [0, 1, 3]
    for number, ends in ((0, (0.05, 0.95)), (1, (0.25, 0.75))):
        reach, rows = lines_of(axes, number)
        assert rows.tolist() == known
        for row, found in zip(known, reach, strict=True):
            own = values[:, row][~np.isnan(values[:, row])]
            assert found == pytest.approx(np.quantile(own, ends))
    (middle,) = axes.lines
    assert middle.get_ydata().tolist() == known
    assert middle.get_xdata() == pytest.approx(np.nanmedian(values[:, known], axis=0))
    thin, thick = (axes.collections[k].get_linewidth()[0] for k in (0, 1))
    assert thick == canvas.thickness(axes, 4)
    assert thin == thick / 4
    empty = plain(NAMES)
    marks.boxes(np.full((3, 4), np.nan), empty, (0, 1))
    assert not empty.collections


@pytest.mark.parametrize(
    ("tiers", "spans"),
    [
        ([1, 1, 2, 3], [(-0.5, 1.5), (2.5, 3.5)]),
        ([1, 1, 1, 1], [(-0.5, 3.5)]),
        ([1, 2, 3, 4], [(-0.5, 0.5), (1.5, 2.5)]),
        ([1], [(-0.5, 0.5)]),
    ],
)
def test_every_other_tier_is_shaded(tiers, spans):
    axes = Figure().add_subplot()
    marks.bands(np.array(tiers), axes)
    found = [(patch.get_y(), patch.get_y() + patch.get_height()) for patch in axes.patches]
    assert found == spans


def test_a_ranking_shows_scores_and_intervals_best_on_top():
    frame = pd.DataFrame(
        {"score": [4.0, 3.0, 2.5, 1.0], "low": [3.5, 2.8, 2.0, 0.5], "high": [4.5, 3.1, 3.0, 1.2],
         "tier": [1, 2, 2, 3]}, index=NAMES,
    )  # fmt: skip
    axes = tournament.ranking(frame, plain(NAMES), marked=["c"])
    reach, rows = lines_of(axes)
    assert reach.tolist() == frame[["low", "high"]].to_numpy().tolist()
    assert rows.tolist() == [0, 1, 2, 3]
    (dots,) = axes.lines
    assert dots.get_xdata().tolist() == frame["score"].tolist()
    assert dots.get_ydata().tolist() == [0, 1, 2, 3]
    bottom, top = axes.get_ylim()
    assert bottom > top  # row 0 is above
    assert (bottom, top) == (3.6, -0.6)
    names = [text for text in axes.texts if text.get_gid() == "name"]
    assert [text.get_text() for text in names] == NAMES
    assert [text.get_color() == palette.MARKED for text in names] == [False, False, True, False]
    assert axes.get_xlabel() == "score: mean payoff per turn"
    other = tournament.ranking(frame.assign(wins=[1.0, 2, 3, 4]), plain(NAMES), by="wins", unit="u")
    assert other.lines[0].get_xdata().tolist() == [1, 2, 3, 4]


def test_differences_are_own_payoffs_less_those_of_opponents():
    values = np.random.default_rng(2).normal(size=(4, 4))
    frame = pd.DataFrame(values, NAMES, NAMES)
    axes = tournament.differences(frame, plain(NAMES))
    reach, _ = lines_of(axes)
    for row in range(4):
        ahead = [values[row, k] - values[k, row] for k in range(4) if k != row]
        assert reach[row].tolist() == pytest.approx([min(ahead), max(ahead)])
    assert axes.lines[0].get_xdata() == [0, 0]


def test_scores_show_the_middle_nine_tenths():
    values = np.random.default_rng(3).normal(size=(50, 4))
    axes = tournament.scores(pd.DataFrame(values, columns=NAMES), plain(NAMES))
    assert pytest.approx(np.quantile(values, [0.05, 0.95], axis=0)) == lines_of(axes)[0].T


def test_critical_differences_reach_from_each_rank_and_bars_join_groups():
    ranks = pd.Series([1.5, 2.0, 2.5, 4.0], NAMES)
    axes = tournament.critical_difference(ranks, 0.75, [["a", "b"], ["b", "c"]], plain(NAMES))
    reach, _ = lines_of(axes)
    assert reach.tolist() == [[rank, rank + 0.75] for rank in ranks]
    bars = [line for line in axes.lines if len(line.get_xdata()) == 2]
    assert [list(bar.get_ydata()) for bar in bars] == [[-0.2, 1.2], [0.8, 2.2]]
    assert bars[0].get_xdata()[0] < bars[1].get_xdata()[0]
    many = [["a", "b"]] * (tournament.LANES + 1)
    assert tournament.lanes(many) == 0
    assert tournament.lanes(many[1:]) == pytest.approx(tournament.LANE * (tournament.LANES + 1))
    crowd = tournament.critical_difference(ranks, 0.75, many, plain(NAMES))
    assert len(crowd.lines) == 1


# -- cells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("less", [False, True])
def test_bright_payoffs_are_good(less):
    frame = pd.DataFrame([[0.0, 10.0], [5.0, np.nan]], ["a", "b"], ["c", "d"])
    axes = tournament.payoffs(frame, plain(["a", "b"], ["c", "d"]), less_is_better=less)
    (image,) = axes.images
    assert (image.norm.vmin, image.norm.vmax) == (0, 10)
    colours = image.cmap(image.norm(image.get_array()))[..., :3]
    light = colours.sum(axis=-1)
    assert (light[0, 0] < light[0, 1]) != less
    assert to_hex(image.cmap(np.ma.masked_invalid([np.nan]))[0]) == palette.UNKNOWN
    numbers = {text.get_position(): text.get_text() for text in axes.texts
               if text.get_gid() != "name"}  # fmt: skip
    assert numbers == {(0, 0): "0.0", (1, 0): "10.0", (0, 1): "5.0"}
    cells = axes.texts[-len(numbers) :]
    for text, value in zip(cells, (0.0, 10.0, 5.0), strict=True):
        dark = palette.dark_letters(image.cmap(image.norm(value))[:3])
        assert text.get_color() == (palette.DARK if dark else "white")


def test_cooperation_goes_from_vermilion_to_blue_whatever_the_table_holds():
    frame = pd.DataFrame([[0.25, 0.75]], ["a"], ["c", "d"])
    axes = tournament.cooperation(frame, plain(["a"], ["c", "d"]))
    (image,) = axes.images
    assert (image.norm.vmin, image.norm.vmax) == (0, 1)
    for rate, colour in ((0.0, palette.VERMILION), (1.0, palette.BLUE)):
        assert to_hex(image.cmap(image.norm(rate))).upper() == colour
    assert [text.get_text() for text in axes.texts if text.get_gid() != "name"] == ["0.25", "0.75"]


@pytest.mark.parametrize(
    ("spread", "text"), [(9.9, "5.00"), (10.0, "5.0"), (99.0, "5.0"), (100.0, "5")]
)
def test_cells_have_decimals_that_suit_their_limits(spread, text):
    frame = pd.DataFrame([[5.0, 0.0, spread]], ["a"], list("xyz"))
    axes = plain(["a"], list("xyz"))
    marks.heat(frame, axes, "viridis")
    assert next(t.get_text() for t in axes.texts if t.get_gid() != "name") == text


def test_many_cells_show_no_numbers_and_colours_stay_within_limits():
    size = marks.NUMBERED
    for rows, shown in ((size, size * size), (size + 1, 0)):
        names = [f"p{k}" for k in range(rows)]
        axes = plain(names, names)
        image = marks.heat(pd.DataFrame(np.full((rows, rows), 2.0), names, names), axes, "viridis",
                           (0.0, 1.0))  # fmt: skip
        assert image.get_array().max() == 1
        numbers = [text for text in axes.texts if text.get_gid() != "name"]
        assert len(numbers) == (shown if rows == size else 0)


@pytest.mark.parametrize(
    ("ratios", "reach"), [([1.0, 1.2], 2), ([0.25, 1.0], 4), ([3.0, 0.5], 3), ([100.0, 1], 8)]
)
def test_preferences_are_ratios_about_one(ratios, reach):
    frame = pd.DataFrame([[*ratios], [np.nan, 0.0]], ["a", "b"], ["a", "b"])
    axes = season.preference(frame, plain(["a", "b"], ["a", "b"]))
    (image,) = axes.images
    assert (image.norm.vmin, image.norm.vmax) == pytest.approx((1 / reach, reach))
    assert image.norm(1.0) == pytest.approx(0.5)
    words = [text.get_text() for text in axes.child_axes[0].get_yticklabels()]
    assert words == [w for w, v in (("1/8", 8), ("1/4", 4), ("1/2", 2)) if v <= reach] + ["1"] + [
        w for w, v in (("2", 2), ("4", 4), ("8", 8)) if v <= reach
    ]  # fmt: skip


# -- seasons --------------------------------------------------------------------------------------


def test_sources_join_what_was_earned_as_giver_and_as_receiver():
    frame = pd.DataFrame({"as_giver": [3.0, 1.0], "as_receiver": [2.0, 5.0]}, ["a", "b"])
    axes = season.sources(frame, plain(["a", "b"]), unit="income")
    assert lines_of(axes)[0].tolist() == [[3.0, 2.0], [1.0, 5.0]]
    drawn = {line.get_label(): (list(line.get_xdata()), line.get_color()) for line in axes.lines}
    assert drawn == {
        "as giver": ([3.0, 1.0], palette.GREEN), "as receiver": ([2.0, 5.0], palette.PURPLE),
    }  # fmt: skip


def test_daily_curves_begin_on_day_1_and_end_at_their_names():
    frame = pd.DataFrame({"all": [0.2, 0.4, 0.6], "a": [0.1, 0.2, 0.3], "b": [0.9, 0.8, np.nan],
                          "c": [0.5, 0.5, 0.5]})  # fmt: skip
    axes = season.daily(frame, canvas.for_curves(right=1.5), ["a", "b"], unit="nice", share=True)
    drawn = [(line.get_xdata().tolist(), line.get_ydata().tolist(), line.get_color())
             for line in axes.lines]  # fmt: skip
    days = [1.0, 2.0, 3.0]
    assert drawn[0] == (days, [0.1, 0.2, 0.3], palette.SERIES[0])
    assert drawn[1][1][:2] == [0.9, 0.8]
    assert drawn[2] == (days, [0.2, 0.4, 0.6], palette.INK)
    (grey,) = axes.collections[0].get_segments()
    assert grey.tolist() == [[1, 0.5], [2, 0.5], [3, 0.5]]
    ends = {text.get_text(): text for text in axes.texts if text.get_gid() == "end"}
    assert set(ends) == {"a", "b", season.ALL}
    assert ends["b"].get_position()[1] == pytest.approx((0.8 + 0.03) / 1.06)  # its last number
    assert ends[season.ALL].get_weight() == "bold"
    assert axes.get_xlim() == (0.5, 3.5)
    assert {line.get_marker() for line in axes.lines} == {"."}  # b has a gap
    whole = season.daily(frame[["all", "a", "c"]], canvas.for_curves(right=1.5), ["a"], unit="u")
    assert {line.get_marker() for line in whole.lines} == {""}
    low, high = whole.get_ylim()
    assert (low, high) == pytest.approx((0, 0.6 * 1.05))
    one = season.daily(frame[["all", "a"]], canvas.for_curves(right=1.5), ["a"], unit="u")
    assert len(one.lines) == 1  # of one kind, all is the same


def test_distributions_stack_towns_of_one_season():
    values = np.array([1, 1, 2, 2, 2, 4, 4, 4.0])
    who = np.array([0, 2, 0, 2, 2, 2, 2, 0])
    axes = season.distribution(values, who, ["naughty", "mixed", "nice", "none"], Figure(
        ).add_subplot(), seasons=2, unit="gifts")  # fmt: skip
    bars = {bar.get_label(): bar for bar in axes.containers}
    assert set(bars) == {"naughty", "nice"}
    heights = {name: [patch.get_height() for patch in bar] for name, bar in bars.items()}
    assert heights == {"naughty": [0.5, 0.5, 0, 0.5], "nice": [0.5, 1.0, 0, 1.0]}
    left = [patch.get_x() for patch in bars["nice"]]
    assert left == [0.5, 1.5, 2.5, 3.5]
    assert [patch.get_y() for patch in bars["nice"]] == heights["naughty"]
    assert axes.lines[0].get_xdata() == [values.mean()] * 2
    assert axes.get_ylim()[1] == pytest.approx(1.12 * 1.5)


@pytest.mark.parametrize(
    ("values", "edges"),
    [
        ([3.0, 3.0], [2.5, 3.5]),
        ([1, 3], [0.5, 1.5, 2.5, 3.5]),
        ([0, 39], np.arange(41) - 0.5),  # forty whole numbers in forty bins
        ([0, 40], np.arange(0, 43, 2) - 0.5),
        ([0.25, 1.0], np.linspace(0.25, 1, 41)),
    ],
)
def test_bins_hold_all_values_and_whole_ones_have_whole_bins(values, edges):
    axes = Figure().add_subplot()
    values = np.array(values, float)
    season.distribution(values, np.zeros(len(values), int), list("abcd"), axes, seasons=1, unit="")
    (bars,) = axes.containers
    left = [patch.get_x() for patch in bars]
    assert [*left, left[-1] + bars[-1].get_width()] == pytest.approx(list(edges))
    assert sum(patch.get_height() for patch in bars) == len(values)


# -- populations, sweeps, clusters ----------------------------------------------------------------


def test_populations_are_stacked_with_the_largest_at_the_end_lowest():
    frame = pd.DataFrame(
        [[0.25] * 4, [0.1, 0.6, 0.2, 0.1], [0.05, 0.25, 0.6, 0.1]], columns=NAMES
    ).rename_axis("generation")
    axes = field.population(frame, canvas.for_curves(right=1.5), most=2)
    tops = [band.get_paths()[0].vertices[:, 1].max() for band in axes.collections]
    ends = [text.get_text() for text in axes.texts]
    assert ends == ["c", "b", "2 others"]  # b was large once; c is largest at the end
    assert axes.get_xlabel() == "generation"
    assert tops[-1] == pytest.approx(1)
    heights = [text.get_position()[1] for text in axes.texts]
    assert heights == pytest.approx([0.3, 0.725, 0.925], abs=0.03)
    assert axes.get_xlim() == (0, 2)
    three = field.population(frame, canvas.for_curves(right=1.5), most=3)
    assert three.texts[-1].get_text() == "1 other"
    every = field.population(frame, canvas.for_curves(right=1.5))
    assert [text.get_text() for text in every.texts] == ["c", "b", "d", "a"]


def test_winners_show_shares_and_their_intervals():
    frame = pd.DataFrame({"first": [0.5, 0.25], "low": [0.4, 0.2], "high": [0.6, 0.3]}, ["a", "b"])
    axes = field.winners(frame, plain(["a", "b"]))
    assert [patch.get_width() for patch in axes.patches] == [0.5, 0.25]
    assert lines_of(axes)[0].tolist() == [[0.4, 0.6], [0.2, 0.3]]
    assert axes.get_xlim() == pytest.approx((0, 1.02 * 0.6))
    small = pd.DataFrame({"first": [0.01], "low": [0.0], "high": [0.02]}, ["a"])
    assert field.winners(small, plain(["a"])).get_xlim()[1] == pytest.approx(1.02 * 0.05)


def test_the_first_rank_of_a_sweep_is_bright():
    columns = pd.MultiIndex.from_tuples([(0.05, 20), (0.1, 20)], names=["noise", "turns"])
    frame = pd.DataFrame([[1, 2], [2, 1], [3, 3]], list("abc"), columns)
    assert field.conditions(frame) == ["noise 0.05, 20 turns", "noise 0.1, 20 turns"]
    axes = field.rank_map(frame, plain(list("abc"), field.conditions(frame)))
    (image,) = axes.images
    assert (image.norm.vmin, image.norm.vmax) == (1, 3)
    light = image.cmap(image.norm(np.array([1, 2, 3])))[:, :3].sum(axis=1)
    assert light[0] > light[1] > light[2]
    shown = [text.get_text() for text in axes.texts if text.get_gid() != "name"]
    assert shown == ["1", "2", "2", "1", "3", "3"]


@pytest.mark.parametrize("k", [1, 2, 3, 6])
def test_a_dendrogram_has_the_heights_of_the_hierarchy_and_colours_k_groups(k):
    rng = np.random.default_rng(4)
    x = pd.DataFrame(rng.normal(size=(6, 2)) + np.repeat([[0, 0], [9, 0], [0, 7]], 2, axis=0))
    axes = learning.dendrogram(x, k, Figure().add_subplot())
    groups = [(to_hex(group.get_colors()[0]), path.vertices[:, 1].max())
              for group in axes.collections for path in group.get_paths()]  # fmt: skip
    heights = hierarchy(x)[:, 2]
    assert sorted(height for _, height in groups) == pytest.approx(np.sort(heights))
    grey = [height for colour, height in groups if colour == to_hex(palette.SOFT)]
    assert sorted(grey) == pytest.approx(np.sort(heights)[len(heights) - k + 1 :])
    labels = [text.get_text() for text in axes.get_xticklabels()]
    assert labels == ["1"] * 6


def test_criteria_mark_their_choice():
    criteria = pd.DataFrame(
        {"silhouette": [np.nan, 0.4, 0.7], "calinski_harabasz": [np.nan, 9, 8],
         "gap": [0.1, 0.9, 1], "gap_error": [0.1, 0.1, 0.2], "stability": [np.nan, 1, 0.5],
         "stability_error": [np.nan, 0.1, 0.1], "bic": [3, 2, 1]},
        index=pd.Index([1, 2, 3], name="k"),
    )  # fmt: skip
    panels = learning.criteria_figure(criteria, canvas.panels(5))
    titles = [axes.get_title() for axes in panels]
    assert titles == [
        "silhouette: 3", "Calinski–Harabasz: 2", "gap: 2", "stability: 2", "BIC (least is best): 3",
    ]  # fmt: skip
    for axes, name in zip(panels, learning.TITLES, strict=True):
        marked = axes.lines[-1]
        k = int(marked.get_xdata()[0])
        assert marked.get_ydata()[0] == criteria.loc[k, name]
        assert marked.get_color() == palette.MARKED


def test_bands_of_two_standard_errors_lie_about_rates():
    index = pd.MultiIndex.from_product([["ann"], [1, 3]], names=["player", "start"])
    frame = pd.DataFrame({"cooperation": [0.5, 0.25], "standard_error": [0.1, np.nan]}, index)
    axes = learning.over_time_figure(frame, Figure().add_subplot())
    (path,) = axes.collections[0].get_paths()
    at = {x: sorted(set(path.vertices[path.vertices[:, 0] == x][:, 1].round(9))) for x in (1, 3)}
    assert at == {1: [0.3, 0.7], 3: [0.25]}


# -- sizes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 10, 40, 300])
def test_rows_have_room_for_their_names(rows):
    names = [f"player {k}" for k in range(rows)]
    chart, table = plain(names), plain(names, names[:3])
    for axes in (chart, table):
        _, height = inches(axes)
        assert height >= rows * 0.12 - 1e-9
        assert 5.5 <= canvas.font(axes, rows) <= 9
        left = axes.get_position().x0 * axes.figure.get_size_inches()[0]
        letters = len(names[-1]) * canvas.font(axes, rows) * 0.5 / 72
        assert left > letters
        assert 2 <= canvas.thickness(axes, rows) <= 7
    cell = inches(table)[0] / min(rows, 3), inches(table)[1] / rows
    assert cell[0] == pytest.approx(cell[1])  # cells are squares
    assert canvas.font(chart, rows) >= canvas.font(plain(names * 2), rows * 2)


@pytest.mark.parametrize("number", [1, 8, 9, 17])
def test_colours_come_again_after_eight(number):
    assert palette.series(number) == palette.SERIES[(number - 1) % 8]
