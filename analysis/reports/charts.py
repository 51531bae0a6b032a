"""Pictures of a page as data: the page draws them itself, so that they can answer the reader.

There are four kinds. `rows` has a mark and an interval for each name, `grid` a colour for each
pair of names, `curves` numbers over time, `points` marks at places and links between them.
`common/script/` draws them. Why code of our own: a page must stand alone. Vega-Lite with Vega is
832 kB, Observable Plot with D3 490 kB (versions of November 2026, minified), and both make an
element for each of 57,000 cells; uPlot (51 kB) draws curves alone, and not as vectors. What draws
these four kinds here has 31 kB.
"""

import base64
import json
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from analysis.figures import palette

Chart = dict[str, Any]
DIGITS = 6  # of the numbers that a page holds
SERIES = tuple(palette.PALE if colour == palette.BLACK else colour for colour in palette.SERIES)
"""The colours of things without an order, on light and on dark ground."""
PIXELS = 96 / 72
"""Of a point, which figures measure in."""


def rows(
    names: Sequence[str],
    values: ArrayLike,
    *,
    unit: str,
    words: str,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
    **more: Any,
) -> Chart:
    """Return a chart with a row for each name.

    Parameters
    ----------
    names, values
        (n,) what the rows are called, and their numbers.
    unit
        What the axis says.
    words
        What the picture shows, for readers who do not see it.
    low, high
        (n,) intervals.
    **more
        `lower`, `upper`: (n,) middle halves. `bands`: (n,) whole numbers, rows with odd ones have a
        ground. `rates`: (n,) of cooperation, which colour the marks; `rated`, the word before one.
        `also`: (n,) other numbers, drawn as strokes; `other`, the words before one, and `called`,
        those before a value. `bars`, `zero`, `percent`, `digits`; `between`, the words before an
        interval.
    """
    spans = {"low": low, "high": high}
    return {"kind": "rows", "names": [*names], "values": values, "unit": unit, "words": words} | {
        name: value for name, value in (spans | more).items() if value is not None
    }


def grid(
    rows: Sequence[str],
    columns: Sequence[str],
    values: ArrayLike,
    *,
    colours: str,
    words: str,
    **more: Any,
) -> Chart:
    """Return a chart with a colour for each row and column.

    Parameters
    ----------
    rows, columns
        Their names.
    values
        (rows, columns) numbers; NaN where there is none.
    colours
        "cooperation", "payoff", or "ratio": to what is expected, in equal steps of its logarithm.
    words
        What the picture shows, for readers who do not see it.
    **more
        `unit`, `percent`, `digits`; `from`, `to`: numbers at the ends of the scale; `reverse`:
        whether less is better; `square`: whether cells are squares.
    """
    return {
        "kind": "grid",
        "rows": [*rows],
        "columns": [*columns],
        "values": np.asarray(values, float).ravel(),
        "colours": colours,
        "words": words,
        **more,
    }


def curves(
    x: ArrayLike, series: Mapping[str, ArrayLike], *, unit: str, words: str, **more: Any
) -> Chart:
    """Return a chart of numbers over time, or along another axis.

    Parameters
    ----------
    x
        (n,) moments.
    series
        (n,) numbers by name, NaN where there is none; the first eight are named in the picture.
    unit
        What the axis of moments says.
    words
        What the picture shows, for readers who do not see it.
    **more
        `bands`: (low, high) by name; `shades`: colours by name; `stacked`: whether areas stand on
        top of each other; `percent`, `digits`; `from`, `to`; `zero`: whether zero has a line;
        `along`: `percent` or `digits` of moments. `marks`: dots at `x` and `y`, each with its
        `name`, and `open` where it has no filling.
    """
    bands, shades = more.pop("bands", {}), more.pop("shades", {})
    lines = [
        {"name": name, "y": values}
        | (dict(zip(("low", "high"), bands[name], strict=True)) if name in bands else {})
        | ({"colour": shades[name]} if name in shades else {})
        for name, values in series.items()
    ]
    return {"kind": "curves", "x": x, "series": lines, "unit": unit, "words": words, **more}


def points(x: ArrayLike, y: ArrayLike, names: Sequence[str], *, words: str, **more: Any) -> Chart:
    """Return a chart of marks at places, of links between them, and of lines behind them.

    Parameters
    ----------
    x, y
        (n,) places; y grows upwards. Later marks cover earlier ones.
    names
        (n,) what the marks are called.
    words
        What the picture shows, for readers who do not see it.
    **more
        `tells`: by words, what else the marks tell: `values` (n,), numbers or texts, and `percent`
        or `digits`. `sizes`: (n,) radii in pixels. `shades`: (n,) colours, or `rates`: (n,) of
        cooperation. `looks`: (n,) "dot", "faint", "open", "half", "soft", "ring", "cross",
        "cell" or "corner". `cell`: how far apart cells are; `depths`: (n,) from 0 to 1, of their
        shades. `labels`: (n,) texts beside the marks; those that have no room are left out.
        `players`: (n,) whom a click marks.

        `links`: from the mark `from` to the mark `to`, (m,) each, with `widths` in pixels, `words`
        between the two names, and `tells`; `dotted`, `bent`: (m,) whether they are; `arrows`.
        `paths`: lines with `x`, `y` and a `look`: "edge", "flow", "rest", "shade", "stem" or
        "thin". `unit`, `side`: what the axes say, which are not there without; `equal`: whether
        both have one scale; `tall`: pixels; `beside`: "left" or "both", where labels need room.
    """
    chart = {"kind": "points", "x": x, "y": y, "names": [*names], "words": words}
    return chart | {name: value for name, value in more.items() if value is not None}


def spreads(samples: Iterable[ArrayLike], *, whole: bool = False) -> Chart:
    """Return medians, middle halves and middle nine tenths of samples, as `rows` takes them.

    Parameters
    ----------
    samples
        Numbers of each row; NaN where there is none.
    whole
        Whether lines lead from the least to the most, instead of over nine tenths.

    Examples
    --------
    >>> made = spreads([range(101)])
    >>> [float(made[end][0]) for end in ("low", "lower", "values", "upper", "high")]
    [5.0, 25.0, 50.0, 75.0, 95.0]
    """
    ends = (0, 1) if whole else (0.05, 0.95)
    near = (ends[0], 0.25, 0.5, 0.75, ends[1])
    found = np.transpose([np.nanquantile(np.asarray(each, float), near) for each in samples])
    made = dict(zip(("low", "lower", "values", "upper", "high"), found, strict=True))
    return made if whole else made | {"between": "nine tenths between"}


def packed(values: np.ndarray) -> dict[str, str]:
    """Return numbers as text: planes of bytes, the lowest first, deflated, in base 64.

    Parameters
    ----------
    values
        Bytes, unsigned integers of 16 bits, or floats of 32 bits.

    Examples
    --------
    >>> packed(np.zeros(1000, np.float32))["type"]
    'f4'
    """
    kind = f"{values.dtype.kind}{values.dtype.itemsize}"
    flat = np.ascontiguousarray(values).ravel().astype(f"<{kind}")
    planes = flat.view(np.uint8).reshape(-1, flat.itemsize).T.tobytes()
    return {"type": kind, "data": base64.b64encode(zlib.compress(planes, 9)).decode()}


def data(**parts: Any) -> str:
    """Return the data of a page: JSON that may stand inside an element.

    Parameters
    ----------
    **parts
        Dictionaries, lists, arrays, numbers and texts. Floats keep six digits; those that are not
        finite become null.
    """
    text = json.dumps(_plain(parts), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def colours() -> dict[str, list[str]]:
    """Return the scales of a page: one meaning each."""
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    payoff = colormaps[palette.payoffs()]
    return {
        "cooperation": [*palette.RAMP],
        "payoff": [to_hex(payoff(share)) for share in np.linspace(0, 1, 17)],
        "ratio": [to_hex(colormaps["PRGn"](share)) for share in np.linspace(0, 1, 17)],
        "series": [*SERIES],
    }


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
    return value
