"""Every figure shows what it showed: sizes, words, limits, ticks, colours, widths, what is drawn.

`golden/` describes each figure of a few small tables and events. Nothing is drawn, so fonts and
renderers have no part in it; numbers may differ in the fourth digit.

`python tests/analysis/figures/test_golden_figures.py` writes the files of `golden/` anew. Look at
what changed before you commit them.
"""

import json
import re
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

import analysis
import strategies
from analysis.figures import canvas, field, fingerprints, learning, marks
from analysis.figures import tournament as figures
from analysis.figures.population import fixation, gradient, invasion, lattice
from analysis.figures.population import shares as over_generations
from analysis.figures.season import kinds as season
from analysis.figures.season import network
from analysis.figures.style import style
from analysis.learning.clusters.hierarchy import cut, hierarchy
from analysis.plots import automaton, reports
from analysis.plots import learned as of_learning
from analysis.plots import moves as match
from analysis.reports.learned import pictures as learned
from tournament import Automaton, Game, Match, Population, Season, Tournament

FOLDER = Path(__file__).parent / "golden"
FEW = 24
"""Up to so many numbers stand in a description one by one."""


# -- what a figure shows --------------------------------------------------------------------------


def numbers(values):
    """Return numbers to four decimals: all where they are few, else what changes with any."""
    flat = np.ma.filled(np.ma.asarray(values, dtype=float), np.nan).ravel()
    known = flat[np.isfinite(flat)]
    if len(flat) <= FEW:
        return [None if not np.isfinite(value) else round(float(value), 4) for value in flat]
    weighted = known @ np.linspace(1, 2, len(known)) / max(len(known), 1)
    found = [len(flat), len(known), known.min(initial=0), known.max(initial=0), weighted]
    return [round(float(value), 4) for value in found]


def colours(values):
    """Return colours as text, those in a row that are alike once."""
    each = [to_hex(value, keep_alpha=True) for value in np.atleast_2d(values)]
    return [one for k, one in enumerate(each) if not k or one != each[k - 1]]


def measured_in(artist, axes):
    """Return which of the coordinates of axes an artist is measured in."""
    known = {
        "data": axes.transData, "axes": axes.transAxes, "x": axes.get_xaxis_transform(),
        "y": axes.get_yaxis_transform(),
    }  # fmt: skip
    given = artist.get_transform()
    return next((name for name, each in known.items() if given == each), "own")


def looks(text):
    """Return the looks of letters."""
    ink, size = to_hex(text.get_color()), round(text.get_fontsize(), 3)
    return f"{size} {ink} {text.get_weight()} {text.get_rotation():g}"


def texts(every, axes):
    """Return texts: those that look alike together."""
    found = {}
    for one in every:
        box, note = one.get_bbox_patch(), getattr(one, "xyann", None)
        arrow = getattr(one, "arrow_patch", None)
        ground = box and colours([box.get_facecolor(), box.get_edgecolor()])
        alike = [
            looks(one), one.get_ha(), one.get_va(), one.get_zorder(), one.get_gid(), ground,
            measured_in(one, axes), note and numbers(note), len(one.get_path_effects()),
            box and numbers(box.get_boxstyle().pad), getattr(one, "get_annotation_clip", bool)(),
            arrow and colours([arrow.get_facecolor(), arrow.get_edgecolor()]),
        ]  # fmt: skip
        found.setdefault(" | ".join(map(str, alike)), []).append(one)
    return [
        {"looks": looks, "says": [one.get_text() for one in each][:FEW],
         "at": numbers([getattr(one, "xy", one.get_position()) for one in each])}
        for looks, each in found.items()
    ]  # fmt: skip


def line(one, axes):
    return {
        "label": one.get_label().lstrip("_").removeprefix("child").strip("0123456789"),
        "points": numbers(np.array(one.get_xydata(), float)), "in": measured_in(one, axes),
        "colour": to_hex(one.get_color()), "width": one.get_linewidth(),
        "style": str(one.get_linestyle()), "marker": [str(one.get_marker()), one.get_markersize()],
        "edge": one.get_markeredgewidth(), "cap": str(one.get_solid_capstyle()),
        "clipped": one.get_clip_on(), "order": one.get_zorder(), "alpha": one.get_alpha(),
    }  # fmt: skip


def patches(every, axes):
    """Return patches: those that look alike together."""
    found = {}
    for one in every:
        alike = [*colours([one.get_facecolor(), one.get_edgecolor()]), one.get_linewidth(),
                 one.get_linestyle(), one.get_zorder(), measured_in(one, axes)]  # fmt: skip
        box = one.get_path().transformed(one.get_patch_transform()).get_extents()
        found.setdefault(" | ".join(map(str, alike)), []).append(box.extents)
    return [{"looks": alike, "boxes": numbers(boxes)} for alike, boxes in found.items()]


def shaded(one):
    """Return the numbers, the limits and some colours of what shows numbers as colours."""
    shown, norm = one.get_array(), one.norm
    if shown is None:
        return None
    return {
        "numbers": numbers(shown), "limits": numbers([norm.vmin, norm.vmax]),
        "norm": type(norm).__name__, "map": colours(one.cmap([0.0, 0.3, 0.7, 1.0])),
        "unknown": colours(one.cmap(np.ma.masked_invalid([np.nan]))),
    }  # fmt: skip


def collection(one, axes):
    contours = hasattr(one, "levels")
    ends = [path.get_extents().extents for path in one.get_paths() if len(path.vertices)]
    return {
        "kind": type(one).__name__, "at": numbers(np.array(one.get_offsets(), float)),
        "ends": None if contours else numbers(np.array(ends)),
        "levels": numbers(one.levels) if contours else None, "sizes": numbers(
            one.get_sizes()) if hasattr(one, "get_sizes") else None,
        "shaded": shaded(one), "colour": colours(one.get_facecolor())[:FEW],
        "edge": colours(one.get_edgecolor())[:FEW], "widths": numbers(one.get_linewidth()),
        "order": one.get_zorder(), "alpha": one.get_alpha(), "dots": one.get_rasterized(),
    }  # fmt: skip


def image(one, axes):
    return {"shaded": shaded(one), "extent": numbers(one.get_extent()),
            "between": one.get_interpolation()}  # fmt: skip


def legend(one, axes):
    box = one.get_bbox_to_anchor().transformed(axes.transAxes.inverted())
    return {
        "words": [f"{each.get_text()} {looks(each)}" for each in one.get_texts()],
        "at": numbers(box.bounds), "frame": one.get_frame_on(),
        "gaps": [one.borderaxespad, one.handlelength, one.columnspacing, one.handletextpad],
    }  # fmt: skip


def ticks(axis):
    """Return an axis's words, limits, scale and ticks."""
    low, high = sorted(axis.get_view_interval())
    labels = axis.get_majorticklabels()
    major = axis.get_major_ticks()
    seen = [k for k, one in enumerate(major) if low - 1e-9 <= one.get_loc() <= high + 1e-9]
    said = axis.get_tick_params()
    return {
        "label": f"{axis.label.get_text()} | {looks(axis.label)} {axis.labelpad:g} "
                 f"{axis.get_label_position()} {numbers(axis.label.get_position())}",
        "limits": numbers(axis.get_view_interval()), "scale": axis.get_scale(),
        "ticks": numbers([major[k].get_loc() for k in seen]),
        "names": [labels[k].get_text() for k in seen],
        "looks": sorted({looks(labels[k]) for k in seen}),
        "minor": len(axis.get_minorticklocs()),
        "lengths": sorted({(major[k].get_tick_padding(), major[k].tick1line.get_markersize())
                           for k in seen}),
        "shown": sorted(name for name, value in said.items() if value is True),
    }  # fmt: skip


def described(axes, *, artists=True):
    """Return what axes show, with the axes inside them."""
    bars = {each.colorbar.ax for each in (*axes.images, *axes.collections) if each.colorbar}
    titles = [(part.get_ha(), part) for part in axes.get_children()
              if isinstance(part, Text) and part not in axes.texts and part.get_text()]  # fmt: skip
    where = axes.get_axes_locator()
    box = where(axes, None) if where else axes.get_position()
    found = {
        "place": numbers(box.bounds), "on": axes.axison, "aspect": str(axes.get_aspect()),
        "title": [f"{place}: {looks(part)} {part.get_text()}" for place, part in titles],
        "x": ticks(axes.xaxis), "y": ticks(axes.yaxis),
        "spines": [name for name, spine in axes.spines.items() if spine.get_visible()],
        "inside": [described(one, artists=one not in bars) for one in axes.child_axes],
    }  # fmt: skip
    if artists:
        kinds = {"lines": line, "collections": collection,
                 "images": image}  # fmt: skip
        for name, how in kinds.items():
            found[name] = [how(one, axes) for one in getattr(axes, name)]
        found["texts"] = texts(axes.texts, axes)
        found["patches"] = patches(axes.patches, axes)
        found["legend"] = legend(axes.get_legend(), axes) if axes.get_legend() else None
    return found


def showing(figure):
    """Return what a figure shows."""
    shown = {"inches": numbers(figure.get_size_inches())}
    shown["axes"] = [described(axes) for axes in figure.axes]
    shown["below"] = [f"{looks(one)} {one.get_text()}" for one in figure.texts]
    return json.loads(json.dumps(without_nothing(shown)))


def without_nothing(value):
    """Return a description without what is None or empty."""
    if isinstance(value, dict):
        parts = {key: without_nothing(part) for key, part in value.items()}
        return {key: part for key, part in parts.items() if part not in (None, [], {}, "")}
    return [without_nothing(part) for part in value] if isinstance(value, list) else value


# -- figures --------------------------------------------------------------------------------------

AUTOMATA = ("tit_for_tat", "win_stay_lose_shift", "evolved_hmm_5", "evolved_fsm_16")
COSTS = Game(R=1, S=3, T=0, P=2, less_is_better=True)
FIELD = ["tit_for_tat", "grudger", "random_player", "always_defect"]


LONG = [
    "a_player(with=1, a_long_name=2, and_more=3)", "one_letter_more_than_a_line",
    "one_letter_more_than_a_row_has_for_it",
]  # fmt: skip
"""Of 43, 27 and 37 letters: beside curves 26 have room, beside rows 36."""


def names(number):
    return [*LONG, *(f"player_{k}" for k in range(3, number))][:number]


def table(rows, columns=None):
    """Return numbers from 0 to 1 that look random."""
    values = np.modf(np.arange(1, rows * (columns or rows) + 1) * 0.7548776662)[0]
    frame = pd.DataFrame(values.reshape(rows, -1), names(rows), names(columns or rows))
    frame.iloc[-1, -1] = np.nan
    return frame


def ranked(rows):
    place = np.arange(rows, 0.0, -1)
    return pd.DataFrame(
        {"score": place, "low": place - 0.3, "high": place + 0.4, "tier": 1 + np.arange(rows) // 2,
         "income": place, "nice": np.linspace(0, 1, rows), "as_giver": place / 2, "first":
         place / 9, "as_receiver": place / 3}, names(rows),
    )  # fmt: skip


def days(many, kinds, missing=None):
    frame = pd.DataFrame(table(many, kinds + 1).to_numpy() * 3, columns=["all", *names(kinds)])
    frame.iloc[-1, -1] = 0.5
    if missing is not None:
        frame.iloc[missing, 1] = np.nan
    return frame


def daily(frame, chosen, **how):
    axes = canvas.half([*chosen, "all towns"])
    return season.daily(frame, axes, chosen, unit="income", **how)


def towns(values):
    who = np.resize([0, 2, 1, 2, 0], len(values))
    words = ("naughty", "in between", "nice", "unknown")
    return season.distribution(np.array(values, float), who, words, canvas.half(), seasons=2,
                               unit="income")  # fmt: skip


def gifts():
    rows = [(k, (3 * k + step) % 9, 1 + (k + step) % 4) for k in range(9) for step in (1, 2)]
    ties = network.neighbourhood(pd.DataFrame(rows, columns=["giver", "receiver", "gifts"]))
    frame = pd.DataFrame({"nice": [np.nan, *np.linspace(0, 1, 8)], "received": range(9)})
    return network.draw(ties, network.layout(ties), frame, canvas.square())


def shares(players, **how):
    frame = table(12, players).fillna(0.5).reset_index(drop=True).rename_axis("generation")
    frame = frame.div(frame.sum(axis=1), axis=0)
    return field.population(frame, canvas.for_curves(right=1.9), **how)


def ranks():
    columns = pd.MultiIndex.from_tuples([(0.05, 20, "TSTO gifts"), (0.1, 500, "PD")],
                                        names=["noise", "turns", "game"])  # fmt: skip
    frame = pd.DataFrame([[1, 2], [2, 1], [3, 3]], names(3), columns)
    return field.rank_map(frame, canvas.for_rows(names(3), field.conditions(frame)))


def prints(**how):
    rows = [(x, y, 5 * x - y) for x in (0.1, 0.3, 0.9) for y in (0.2, 0.8)]
    axes = Figure(figsize=(5, 4)).add_axes((0.12, 0.12, 0.65, 0.85))
    return fingerprints.fingerprint(pd.DataFrame(rows, columns=["x", "y", "score"]), axes, **how)


def turns(rows, many, *, random):
    frame = table(rows, many).fillna(0.5)
    frame.index = pd.Index(np.linspace(0, 1, rows), name="p") if random else frame.index
    axes = canvas.for_rows([str(name) for name in frame.index], names(many), above=0.3)
    return fingerprints.transitive_fingerprint(frame, axes)


def behaviour():
    states = ["first", "CC", "CD", "DC", "DD"]
    values = np.round(table(12, 5).fillna(0.25).to_numpy(), 1)
    values[:4], values[4:8, 1:] = values[0], values[4:8, 1:] / 4
    return pd.DataFrame(values, names(12), states)


def joined(k):
    (axes,) = canvas.panels(height=3.2)
    frame = table(50, 3).fillna(0.5)
    return learning.dendrogram(frame, k, axes)


CRITERIA = pd.DataFrame(
    {"silhouette": [np.nan, 0.4, 0.7], "calinski_harabasz": [np.nan, 9, 8],
     "gap": [0.1, 0.9, 1], "gap_error": [0.1, 0.1, 0.2], "stability": [np.nan, 1, 0.5],
     "stability_error": [np.nan, 0.1, 0.1], "bic": [3, 2, 1]},
    index=pd.Index([1, 2, 3], name="k"),
)  # fmt: skip


def over_time():
    index = pd.MultiIndex.from_product([["ann", "bob"], [1, 3, 5]], names=["player", "start"])
    frame = pd.DataFrame({"cooperation": [0.5, 0.25, 0.3, 0.9, 0.6, 0.35],
                          "standard_error": [0.1, np.nan, 0.2, 0, 0.05, 0.1]}, index)  # fmt: skip
    return learning.over_time_figure(frame, canvas.for_curves(right=1.0))


def rows(draw, frame, **how):
    return draw(frame, canvas.for_rows(list(frame.index)), **how)


def cells(draw, frame, **how):
    return draw(frame, canvas.for_rows(list(frame.index), list(frame.columns)), **how)


def critical(groups):
    frame = pd.Series([1.5, 2.0, 2.5, 4.0], names(4))
    groups = [[names(4)[k] for k in group] for group in groups]
    axes = canvas.for_rows(names(4), right=figures.lanes(groups))
    return figures.critical_difference(frame, 0.75, groups, axes)


def logarithmic():
    axes = canvas.for_rows(names(3), names(3))
    image = marks.heat(table(3) * 3, axes, "PRGn", (0.25, 4.0), logarithmic=True)
    return marks.bar(image, axes, "u")


def generations(types, columns, many=9):
    frame = table(many, types).fillna(0.5).reset_index(drop=True).rename_axis("generation")
    frame = frame.div(frame.sum(axis=1), axis=0)
    axes = over_generations.canvas_of(frame, columns)
    return over_generations.shares_over_time(
        frame, axes, low=frame * 0.9, high=frame * 1.1, below=columns == 1
    )


def fixing(draw, types, *how):
    rho = table(types).fillna(0.2) / 5
    axes = invasion.canvas_of(rho, *how) if how else canvas.for_rows(rho.index, rho.columns)
    return draw(rho, axes, size=10)


def sites(columns):
    types = (np.arange(35).reshape(5, 7) ** 2) % 11
    colours = ["#0072B2", "#D55E00", *["#c6cdd2"] * 9]
    axes = lattice.canvas_of(types, names(11), columns)
    return lattice.lattice(types, axes, names=names(11), colours=colours)


def selected():
    share = np.linspace(0, 1, 11)
    push = pd.Series(share * (1 - share) * (share - 0.35), share)
    return gradient.gradient_of_two(push, canvas.column(2, above=0.3), name="a")


ROCK = pd.DataFrame([[1, 0, 3], [3, 1, 0], [0, 3, 1]], list("abc"), list("abc"))


def swept(condition, values):
    """Return the figure of a sweep, with a name as long as may be, and one that is longer."""
    words = {"turns": 20, condition: values, "repetitions": 4, "seed": 7}
    long = [strategies.joss.named("j" * 24), strategies.gradual.named("g" * 12 + "h" * 13)]
    return analysis.plot_sweep(analysis.sweep([*FIELD, *long], **words, progress=False))


def invading(**how):
    rho = analysis.fixation_probabilities(ROCK, 20)
    return analysis.plot_invasions(rho, analysis.small_mutation(ROCK, 20), **how)


def shared(**how):
    few = Population(["a", "b"], size=9, payoffs=[[1, 2], [2, 1]], repetitions=4, seed=1)
    played = few.play(12, progress=False)
    return analysis.plot_shares(played.shares, played.bands(), **how)


def predicting():
    pool = [*FIELD, "tit_for_two_tats", "joss", "win_stay_lose_shift", "alternator"]
    played = Tournament(pool, turns=20, repetitions=4, noise=0.01, seed=7).play(progress=False)
    return analysis.plot_prediction(
        analysis.predict_pairs(played, 0.5, method="factors", folds=2), played
    )


def many_tournaments():
    found = analysis.meta(FIELD, 30, turns=8, noise=[0, 0.1], seed=1, progress=False)
    return analysis.plot_meta(found, 3)


PLOTS = {
    "plot_shares": shared,
    "plot_shares_in_a_column": lambda: shared(columns=1),
    "plot_fixation": lambda: analysis.plot_fixation(analysis.fixation_probabilities(ROCK, 20)),
    "plot_invasions": invading,
    "plot_invasions_in_a_column": lambda: invading(columns=1),
    "plot_simplex": lambda: analysis.plot_simplex(ROCK),
    "plot_simplex_of_a_process": lambda: analysis.plot_simplex(
        ROCK, analysis.stationary(ROCK, 12, mutation=0.05)
    ),
    "plot_gradient": lambda: analysis.plot_gradient(
        analysis.gradient_of_selection(ROCK.loc[["a", "b"], ["a", "b"]], 20), "a"
    ),
    "plot_lattice": lambda: analysis.plot_lattice(np.eye(9, dtype=int), ["a", "b"]),
    "plot_lattice_and_before": lambda: analysis.plot_lattice(
        np.eye(9, dtype=int), ["a", "b"], 1 - np.eye(9, dtype=int), columns=1
    ),
    "plot_prediction": predicting,
    "plot_meta": many_tournaments,
    "plot_sweep_of_noise": lambda: swept("noise", [0, 0.01, 0.05, 0.1]),
    "plot_sweep_of_turns": lambda: swept("turns", [2, 10, 40]),
}  # fmt: skip
"""What people call by name."""


BORDERS = (40, 41, 60, 61)
"""So many players have the last and the first of some size."""

FIGURES = {
    "ranking": lambda: rows(figures.ranking, ranked(5), marked=names(2)[1:]),
    **{f"ranking_of_{n}": partial(rows, figures.ranking, ranked(n), unit="u") for n in BORDERS},
    "ranking_of_hundreds": lambda: rows(figures.ranking, ranked(150)),
    "cooperation_of_many": lambda: cells(figures.cooperation, table(60, 20)),
    "scores": lambda: figures.scores(table(9, 4), canvas.for_rows(names(4))),
    "differences": lambda: rows(figures.differences, table(5)),
    "critical": lambda: critical([[0, 1], [1, 2]]),
    "critical_without_bars": lambda: critical([[0, 1]] * 13),
    "payoffs": lambda: cells(figures.payoffs, table(4) * 30),
    "costs": lambda: cells(figures.payoffs, table(17) * 3, less_is_better=True),
    "cooperation": lambda: cells(figures.cooperation, table(3, 5), unit="u"),
    "incomes": lambda: cells(season.incomes, table(2, 3) * 400),
    "season_ranking": lambda: rows(season.ranking, ranked(5), unit="income"),
    "season_ranking_of_60": lambda: rows(season.ranking, ranked(60), unit="income"),
    "season_ranking_of_61": lambda: rows(season.ranking, ranked(61), unit="income"),
    "sources": lambda: rows(season.sources, ranked(4), unit="income"),
    **{f"sources_of_{n}": partial(rows, season.sources, ranked(n), unit="u") for n in BORDERS},
    "daily": lambda: daily(days(12, 9), names(9)[:5]),
    "daily_shares": lambda: daily(days(41, 3) / 3, names(3), share=True),
    "daily_with_gaps": lambda: daily(days(40, 3, 7), names(3)),
    "daily_losses": lambda: daily(-days(5, 2), names(2)),
    "daily_alike": lambda: daily(days(4, 2) * 0, names(2)),
    "one_day": lambda: daily(days(1, 1), names(1)),
    "preference": lambda: cells(season.preference, table(3) * 3),
    "nice_between": lambda: cells(season.nice_between, table(3)),
    "towns": lambda: towns([0.25, 1.5, 2.0, 2.5, 7.25, 7.5, 9.0]),
    "whole_towns": lambda: towns([0, 1, 1, 3, 5, 90]),
    "towns_alike": lambda: towns([5.0, 5.0]),
    "network": gifts,
    "population": lambda: shares(10),
    "population_of_few": lambda: shares(4, most=3),
    "rank_map": ranks,
    "winners": lambda: rows(field.winners, ranked(3) / 9),
    "winners_of_many": lambda: rows(field.winners, ranked(45) / 999),
    "fingerprint": prints,
    "fingerprint_of_costs": lambda: prints(limits=(0.0, 9.0), less_is_better=True),
    "turns": lambda: turns(4, 13, random=False),
    "turns_against_random": lambda: turns(33, 130, random=True),
    "dendrogram": lambda: joined(4),
    "dendrogram_of_one": lambda: joined(1),
    "over_time": over_time,
    "logarithmic": logarithmic,
    "generations": lambda: generations(4, 2),
    "generations_of_many": lambda: generations(10, 1, 30),
    "fixation": lambda: fixing(fixation.fixation_matrix, 4),
    "invasions": lambda: fixing(invasion.invasion_graph, 5, 2),
    "invasions_of_two": lambda: fixing(invasion.invasion_graph, 2, 1),
    "sites": lambda: sites(2),
    "gradient": selected,
    **PLOTS,
}  # fmt: skip


@cache
def events():
    """Return events of each kind."""
    words = {"engine": "python", "seed": 7}
    lively = Tournament(FIELD, turns=20, repetitions=4, noise=0.05, seed=7)
    kinds = [("tit_for_tat", "anyone"), ("tit_for_tat", "nicest"), ("joss", "anyone"), "grudger"]
    gifts = {"towns": 24, "friends": 6, "days": 6, "gifts_per_day": 2, "repetitions": 2}
    costs = {"towns": 12, "friends": 4, "days": 4, "gifts_per_day": 2}
    automata = {name: Automaton.of(name) for name in AUTOMATA}
    return {
        **automata,
        "tournament": lively.play(progress=False),
        "tournament_of_costs": Tournament(FIELD, COSTS, turns=9, seed=7).play(progress=False),
        "season": Season(kinds, **gifts, **words).play(progress=False),
        "season_of_costs": Season(FIELD[:2], game=COSTS, **costs, **words).play(progress=False),
        "population_played": Population(
            FIELD, size=12, turns=6, mutation=0.02, repetitions=3, **words
        ).play(10, progress=False),
        "lattice": Population(FIELD[::3], lattice=(4, 5), turns=6, **words).play(3, progress=False),
        "learning": analysis.learn(analysis.play_log(lively.play(progress=False)), k=2),
        "match": Match("joss", "random_player", turns=23, **words).play(),
        "match_of_many_turns": Match("joss", "random_player", turns=2_050, **words).play(),
    }


KINDS = {
    "match": match.MATCH, "tournament": reports.TOURNAMENT, "season": reports.SEASON,
    "population": reports.POPULATION, "lattice": reports.POPULATION,
    "learning": of_learning.LEARNED,
}  # fmt: skip


def plotted(event):
    """Return every figure that `plot` has for an event, by name."""
    kinds = automaton.AUTOMATON if event in AUTOMATA else KINDS[event.partition("_")[0]]
    drawn = {kind: draw(events()[event]) for kind, draw in kinds.items()}
    return {kind: figure and showing(figure) for kind, figure in drawn.items()}


EVENTS = (
    *AUTOMATA,
    "tournament",
    "tournament_of_costs",
    "season",
    "season_of_costs",
    "population_played",
    "lattice",
    "learning",
    "match",
    "match_of_many_turns",
)
NAMES = (*FIGURES, *EVENTS, "learned")


def of(name):
    """Return the description of a figure, or of all figures of an event."""
    if name in EVENTS:
        return plotted(name)
    if name == "learned":
        return of_learned()
    with style():
        return showing(FIGURES[name]().figure)


def of_learned():
    """Return the figures of a report on learned strategies."""
    frame = behaviour()
    groups = cut(frame, hierarchy(frame), 3)
    made = SimpleNamespace(vectors=frame, clusters=groups, criteria=CRITERIA, strategies=names(1))
    found = SimpleNamespace(
        learned=made, results=SimpleNamespace(ranking=ranked(3)), many=3,
        map=learning.map_of(frame, groups),
    )  # fmt: skip
    return learned.pictures(found, lambda axes: showing(axes.figure))


# -- comparing ------------------------------------------------------------------------------------


def leaves(value, path=""):
    """Return the words and numbers of a description, by where they stand."""
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        inner = [leaves(part, f"{path}/{key}") for key, part in parts]
        return {key: leaf for each in inner for key, leaf in each.items()} or {path: "nothing"}
    return {path: value}


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_shows_what_it_showed(name):
    golden = leaves(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))
    found = leaves(of(name))
    assert list(found) == list(golden)
    for where, value in golden.items():
        near = pytest.approx(value, rel=5e-4, abs=2e-4) if is_number(value) else value
        assert found[where] == near, where


def test_every_figure_has_a_description():
    assert {file.stem for file in FOLDER.glob("*.json")} == {*NAMES}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for title in NAMES:
        written = json.dumps(of(title), ensure_ascii=False, indent=1)
        written = re.sub(r"\[[^][{}]*\]", lambda found: re.sub(r"\n *", " ", found[0]), written)
        (FOLDER / f"{title}.json").write_text(written + "\n", encoding="utf-8", newline="\n")
