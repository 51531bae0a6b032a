"""The figure of an automaton: states as circles, and arrows to the next states.

A circle says what is chosen there: C, D, or how likely C is. An arrow says when it is taken: by one
letter, after that move of the opponent; by two, after that own move and that of the opponent. An
arrow that only a mistake takes, when the move that is made is not one that is chosen, is dashed.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analysis.figures import palette
from analysis.figures.canvas import inches
from analysis.figures.figure import Drawing
from analysis.figures.paper import sheet as paper
from analysis.figures.paper.fitting import figure_of
from tournament import outcomes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tournament import Automaton

NODE = 0.27  # inches: radius of a circle
CAPTION = (
    "inside: the move, or how likely C is",
    "arrows: after the opponent's move, or own move and opponent's",
)
MISTAKES = "dashed: after mistakes only"
SHARES = "beside arrows: how likely they are"
SMALLEST = 0.6  # inches of a unit in print
NARROW = 3.4  # inches: the caption fits
MARGIN = (0.95, 0.8)  # inches: loops have room


class Arrow(NamedTuple):
    """From a state to the next one.

    said
        After which outcomes.
    mistaken
        Whether each of them needs a move that is not chosen there.
    """

    state: int
    then: int
    said: str
    mistaken: bool


def states(automaton: "Automaton", width: Any = None, ax: "Axes | None" = None) -> "Figure":
    """Return the states of an automaton as circles, and arrows to the next states.

    Parameters
    ----------
    automaton
        Of few states.
    width, ax
        As `drawn` has them.
    """
    return figure_of(lambda: _states(automaton), width, ax)


def _states(automaton: "Automaton") -> "Axes":
    """Return the axes with the states and arrows of an automaton."""
    places = laid_out(automaton)
    found = arrows(automaton)
    lines = [*CAPTION]
    lines += [SHARES] * any("%" in arrow.said for arrow in found)
    lines += [MISTAKES] * any(arrow.mistaken for arrow in found)
    axes = _paper(places, len(lines))
    for arrow in found:
        back = any((b.state, b.then) == (arrow.then, arrow.state) for b in found)
        _arrow(arrow, places, axes, back=back)
    for state, cooperation in enumerate(automaton.cooperation):
        _circle(state, float(cooperation), places, axes)
    _start(places, axes)
    axes.text(
        0.5, -0.02 / inches(axes)[1], "\n".join(lines), ha="center", va="top", fontsize=7,
        color=palette.SOFT, transform=axes.transAxes, gid="caption",
    )  # fmt: skip
    return axes


# -- what is drawn ---------------------------------------------------------------------------------


def arrows(automaton: "Automaton") -> list[Arrow]:
    """Return an arrow for each state and each of its next states."""
    found = []
    for state in range(automaton.states):
        mine = slice(automaton.first[state], automaton.first[state + 1])
        move, weight, then = automaton.move[mine], automaton.weight[mine], automaton.then[mine]
        ways: dict[int, dict[int, float]] = {}
        for outcome, (own, seen) in enumerate(np.ndindex(2, 2)):
            chosen = move == own if (move == own).any() else np.ones(len(move), bool)
            share = weight * chosen / (weight * chosen).sum()
            for new in np.unique(then[chosen, own, seen]).tolist():
                if new >= 0:
                    part = float(share[then[:, own, seen] == new].sum())
                    ways.setdefault(new, {})[outcome] = part
        possible = set(move.tolist())
        for new, shares in ways.items():
            mistaken = not possible & {int(outcomes.OWN[outcome]) for outcome in shares}
            found.append(Arrow(state, new, said(shares), mistaken))
    return found


def said(shares: dict[int, float]) -> str:
    r"""Return after which outcomes an arrow is taken.

    Parameters
    ----------
    shares
        The outcomes, and how likely it is taken after each.

    Examples
    --------
    >>> said({0: 1.0, 2: 1.0}), said({0: 1.0, 3: 0.25})
    ('C', 'CC\nDD 25 %')
    """
    alike: dict[str, list[int]] = {}
    for outcome, share in shares.items():
        alike.setdefault("" if share > 1 - 1e-9 else f" {share:.0%}".replace("%", " %"), []).append(
            outcome
        )
    return "\n".join(f"{_pattern(group)}{share}" for share, group in alike.items())


def _pattern(group: Sequence[int]) -> str:
    """Return outcomes in as few letters as tell them."""
    if len(group) == outcomes.SIZE:
        return "any"
    for number, letter in enumerate(outcomes.MOVES):
        if [*group] == np.flatnonzero(number == outcomes.OTHER).tolist():
            return letter
    return ", ".join(outcomes.NAMES[outcome] for outcome in group)


def laid_out(automaton: "Automaton") -> np.ndarray:
    """Return (n, 2) the places of states in inches: on a circle, near to their next states."""
    n = automaton.states
    if n == 1:
        return np.zeros((1, 2))
    linked = np.zeros((n, n), bool)
    for arrow in arrows(automaton):
        linked[arrow.state, arrow.then] = linked[arrow.then, arrow.state] = True
    angles = np.pi - 2 * np.pi * np.arange(n) / n
    radius = max(1.0, 0.2 * n)
    seats = radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    away = np.hypot(*(seats[:, None] - seats).transpose(2, 0, 1))
    order = np.arange(n)
    better = True
    while better:
        better = False
        for one, other in combinations(range(1, n), 2):  # the first state stays at the left
            tried = order.copy()
            tried[[one, other]] = order[[other, one]]
            if _length(tried, linked, away) < _length(order, linked, away) - 1e-9:
                order, better = tried, True
    return seats[order]


def _length(order: np.ndarray, linked: np.ndarray, away: np.ndarray) -> float:
    return float(away[np.ix_(order, order)][linked].sum())


# -- drawing ---------------------------------------------------------------------------------------


def _paper(places: np.ndarray, lines: int) -> "Axes":
    """Return axes in which a unit is an inch, above so many lines of text."""
    low, high = places.min(axis=0) - MARGIN, places.max(axis=0) + MARGIN
    if len(places) < 3:  # there are no loops below
        low[1] += 0.35
    more = max(NARROW - (high - low)[0], 0) / 2
    low[0], high[0] = low[0] - more, high[0] + more
    below = 0.14 * lines + 0.1
    width, height = high - low
    if (sheet := paper.current()) is not None:
        return _in_print(np.stack([low, high]), sheet)
    figure = Drawing(figsize=(width, height + below))
    axes = figure.add_axes((0, below / (height + below), 1, height / (height + below)))
    axes.set_xlim(low[0], high[0])
    axes.set_ylim(low[1], high[1])
    axes.axis("off")
    return axes


def _in_print(corners: np.ndarray, sheet: paper.Sheet) -> "Axes":
    """Return axes of the page, in which a unit is an inch, or less where the page is narrow."""
    width, height = corners[1] - corners[0]
    if sheet.page is not None and sheet.page.wide < SMALLEST * width:
        raise paper.narrow(sheet.page)
    unit = 1.0 if sheet.page is None else min(1.0, sheet.page.wide / width)
    axes = paper.placed(paper.Margins(0, 0, 0, 0), height * unit)
    wide, tall = inches(axes)
    unit = min(wide / width, tall / height, 1.0)
    middle = corners.mean(axis=0)
    axes.set_xlim(middle[0] - wide / unit / 2, middle[0] + wide / unit / 2)
    axes.set_ylim(middle[1] - tall / unit / 2, middle[1] + tall / unit / 2)
    axes.axis("off")
    return axes


def _circle(state: int, cooperation: float, places: np.ndarray, axes: "Axes") -> None:
    from matplotlib.colors import to_hex
    from matplotlib.patches import Circle

    ground = to_hex(palette.cooperation()(cooperation))
    x, y = places[state]
    axes.add_patch(
        Circle((x, y), NODE, facecolor=ground, edgecolor=palette.INK, linewidth=1, zorder=3)
    )
    pure = {0.0: "D", 1.0: "C"}.get(cooperation)
    ink = palette.letters(ground)
    text: dict[str, Any] = {"ha": "center", "va": "center", "color": ink, "zorder": 4}
    axes.text(
        x, y + 0.04, pure or f"{100 * cooperation:.0f} %", gid="choice",
        fontsize=12 if pure else 8.5, weight="bold", **text,
    )  # fmt: skip
    axes.text(x, y - 0.16, str(state), fontsize=6, gid="state", **text)


def _start(places: np.ndarray, axes: "Axes") -> None:
    """Mark the first state."""
    x, y = places[0]
    axes.annotate(
        "start", (x - NODE, y), (x - NODE - 0.3, y), ha="right", va="center", fontsize=7.5,
        color=palette.INK, arrowprops={"arrowstyle": "-|>", "color": palette.INK, "shrinkB": 0},
    )  # fmt: skip


def _arrow(arrow: Arrow, places: np.ndarray, axes: "Axes", *, back: bool) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    points = _loop(arrow.state, places) if arrow.state == arrow.then else _bow(arrow, places, back)
    curve = Path.CURVE3 if len(points) == 3 else Path.CURVE4
    path = Path(points, [Path.MOVETO, *[curve] * (len(points) - 1)])
    colour = palette.SOFT if arrow.mistaken else palette.INK
    axes.add_patch(
        FancyArrowPatch(
            path=path, arrowstyle="-|>", mutation_scale=9, color=colour, linewidth=1,
            linestyle=(0, (4, 3)) if arrow.mistaken else "-", zorder=1,
        )
    )  # fmt: skip
    x, y = _at(points, 0.5 if len(points) == 4 or len(places) < 5 else 0.4)
    axes.text(
        x, y, arrow.said, ha="center", va="center", fontsize=7.5, color=colour, zorder=2,
        gid="arrow", linespacing=0.95,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.9},
    )  # fmt: skip


def _bow(arrow: Arrow, places: np.ndarray, back: bool) -> np.ndarray:
    """Return the start, the middle and the end of a bent arrow.

    Two arrows between neighbours bend to both sides. Others bend inwards, away from the circles
    that they would pass; the way back does so more.
    """
    one, other = places[arrow.state], places[arrow.then]
    along = other - one
    aside = np.array([-along[1], along[0]])
    away = np.hypot(*(places - one).T)
    neighbours = np.hypot(*along) < 1.1 * away[away > 0].min()
    if back and neighbours:
        bend = 0.24
    else:
        inwards = aside @ (places.mean(axis=0) - (one + other) / 2) >= 0
        size = 0.34 if back and arrow.state > arrow.then else 0.08
        bend = size if inwards else -size
    middle = (one + other) / 2 + bend * aside
    return np.array([_rim(one, middle), middle, _rim(other, middle)])


def _loop(state: int, places: np.ndarray) -> np.ndarray:
    """Return the points of an arrow from a state to itself, away from the other states."""
    outward = places[state] - places.mean(axis=0)
    angle = np.arctan2(outward[1], outward[0]) if np.any(outward) else np.pi / 2
    if state == 0 and len(places) > 1:
        angle = 0.7 * np.pi  # the left is where it starts
    ends = [angle + turn for turn in (0.5, -0.5)]
    near = [NODE * np.array([np.cos(a), np.sin(a)]) for a in ends]
    far = [2.9 * NODE * np.array([np.cos(a), np.sin(a)]) for a in ends]
    loop: np.ndarray = places[state] + np.array([near[0], far[0], far[1], near[1]])
    return loop


def _rim(centre: np.ndarray, towards: np.ndarray) -> np.ndarray:
    away: np.ndarray = towards - centre
    rim: np.ndarray = centre + NODE * away / np.hypot(*away)
    return rim


def _at(points: np.ndarray, t: float) -> np.ndarray:
    """Return the place at t, from 0 to 1, of the Bezier curve with these points."""
    while len(points) > 1:
        points = (1 - t) * points[:-1] + t * points[1:]
    place: np.ndarray = points[0]
    return place


AUTOMATON = {"states": states}
