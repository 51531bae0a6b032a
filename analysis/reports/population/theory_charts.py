"""The pictures of what theory says of a population, as data."""

from typing import Any

import numpy as np

from analysis.evolution.table import table_of_pairs
from analysis.figures.labels import short
from analysis.figures.population import invasion, simplex
from analysis.figures.population.gradient import rests
from analysis.reports import charts
from analysis.reports.charts import Chart
from analysis.reports.population.findings import Findings
from analysis.reports.population.pictures import MOST
from analysis.reports.population.theory import Theory
from analysis.words import significant

LINE = 12
"""Letters of a name on one line of a picture."""
RESTS = {
    "stable": ("dot", "stable: mixtures near it return"),
    "saddle": ("half", "saddle: some mixtures near it return, and some leave"),
    "unstable": ("open", "unstable: mixtures near it leave"),
    "undecided": ("soft", "payoffs alone do not tell whether mixtures return"),
}
"""How rest points look, and what they tell."""


def theory_charts(found: Findings) -> dict[str, Chart | None]:
    """Return the charts by name; None where there is nothing to show.

    Parameters
    ----------
    found
        The numbers of a population.
    """
    if found.theory is None:
        return {}
    makers = {
        "fixation": _fixation, "invasions": _invasions, "simplex": _simplex, "gradient": _gradient,
    }  # fmt: skip
    return {name: make(found, found.theory) for name, make in makers.items()}


def _fixation(found: Findings, theory: Theory) -> Chart | None:
    """Return fixation probabilities, as multiples of the neutral one."""
    if len(found.results.types) > MOST:
        return None
    times = theory.fixation.to_numpy(float) * found.results.size
    np.fill_diagonal(times, np.nan)
    seen = times[np.isfinite(times) & (times > 0)]
    reach = float(np.clip(np.exp(np.abs(np.log(seen)).max(initial=0.0)), 2.0, found.results.size))
    names = [str(name) for name in theory.fixation.index]
    return charts.grid(
        names,
        names,
        times,
        colours="ratio",
        unit="times as often as a neutral mutant",
        words="How likely one mutant (row) takes over residents (column), 1: neutral",
        **{"from": 1 / reach, "to": reach},
    )


def _invasions(found: Findings, theory: Theory) -> Chart | None:
    """Return types in a circle, and arrows to those that take over."""
    names = invasion.shown(theory.fixation, theory.rare)
    alone = theory.rare[names].to_numpy(float)
    told = [invasion.share_in_words(share) for share in alone.tolist()]
    arrows = [*invasion.arrows(theory.fixation.loc[names, names], found.results.size)]
    colours = dict(zip(found.results.types, found.colours, strict=True))
    x, y = invasion.around(len(names)).T
    return charts.points(
        x,
        y,
        names,
        tells={"share of time, if mutations are rare": {"values": told}},
        shades=[colours[name] for name in names],
        sizes=charts.PIXELS * invasion.radii_of(alone),
        labels=[
            "\n".join([*map(short, invasion.broken(name, LINE)), share])
            for name, share in zip(names, told, strict=True)
        ],
        links={
            "from": [each.resident for each in arrows],
            "to": [each.mutant for each in arrows],
            "widths": [charts.PIXELS * each.width for each in arrows],
            "words": ["and" if each.neutral else "is taken over by" for each in arrows],
            "tells": {
                "times as often as a neutral mutant": {"values": [each.times for each in arrows]}
            },
            "dotted": [each.neutral for each in arrows],
            "bent": [each.both for each in arrows],
            "arrows": True,
        },
        equal=True,
        beside="both",
        words="Types (circles) and who takes over from whom (arrows); theory_fixation.csv has it",
    )


def _simplex(found: Findings, theory: Theory) -> Chart | None:
    """Return the mixtures of three types: corners, rest points, and how often each is seen."""
    names = [str(name) for name in found.results.types]
    if len(names) != 3:
        return None
    table = table_of_pairs(found.results.payoffs)
    resting = simplex.rests_of(table)
    flow = simplex.strokes(simplex.replicator_flow(table.utilities), table.range)
    seen = None if theory.mixed is None else simplex.cells(theory.mixed.by_state)
    few = np.zeros((0, 3)) if seen is None else seen.x
    inner = resting.points.max(axis=1) < 1 - 1e-9
    kinds = dict(zip(resting.points[~inner].argmax(axis=1), resting.kinds[~inner], strict=True))
    alone = [RESTS.get(kinds.get(k, ""), ("corner", "")) for k in range(3)]
    inside = [RESTS[kind] for kind in resting.kinds[inner]]
    x = np.vstack([few, np.eye(3), resting.points[inner]])
    blank = [""] * len(few)
    across, up = simplex.places(x).T
    tells: dict[str, Any] = {
        "": {"values": [*blank, *(words for _, words in [*alone, *inside])]},
        **{name: {"values": x[:, k], "percent": True} for k, name in enumerate(names)},
    }
    more: dict[str, Any] = {}
    if seen is not None:
        nothing = [None] * (len(x) - len(few))
        tells["per cent of time"] = {"values": [*(100 * seen.chance).tolist(), *nothing]}
        more = {"cell": 1 / seen.steps, "depths": 0.03 + 0.37 * seen.depth}
    ends = [*simplex.CORNERS, simplex.CORNERS[0]]
    paths = [_path(simplex.places(path), "flow", 0.6 + 1.4 * fast) for path, fast in flow]
    paths += [_path(simplex.places(each), "rest") for each in resting.segments]
    return charts.points(
        across,
        up,
        ["a mixture"] * len(few) + names + ["a rest point"] * len(inside),
        tells=tells,
        looks=["cell"] * len(few) + [look for look, _ in [*alone, *inside]],
        labels=[*blank, *map(short, names), *[""] * len(inside)],
        players=[*blank, *names, *[""] * len(inside)],
        paths=[*paths, _path(np.array(ends), "edge")],
        equal=True,
        words="All mixtures of three types: where selection pushes them, and where they rest",
        **more,
    )


def _path(places: np.ndarray, look: str, width: float | None = None) -> dict[str, Any]:
    x, y = np.round(places, 4).T
    return {"x": x, "y": y, "look": look} | ({} if width is None else {"width": width})


def _gradient(found: Findings, theory: Theory) -> Chart | None:
    """Return where selection pushes the share of the first of two types."""
    if theory.gradient is None:
        return None
    at, push = theory.gradient.index.to_numpy(float), theory.gradient.to_numpy(float)
    name, pushed = str(found.results.types[0]), "expected change"
    words = {True: "The share returns here", False: "The share leaves from here"}
    return charts.curves(
        at,
        {pushed: push},
        shades={pushed: found.colours[0]},
        bands={pushed: (np.minimum(push, 0), np.maximum(push, 0))},
        marks=[
            {
                "x": x,
                "y": 0.0,
                "open": not stable,
                "name": f"{words[bool(stable)]}: {100 * x:.0f} %",
            }
            for x, stable in zip(*rests(at, push), strict=True)
        ],
        zero=True,
        along={"percent": True},
        digits=significant(push),
        unit=f"share of {name}",
        words=f"The expected change of the share of {name}, by the share",
    )
