"""What every report is made of: figures as PNG and SVG, tables as CSV and Parquet, and one page of
HTML that stands alone."""

import base64
import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analysis.words import number, percent

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

SCREEN = 96  # CSS pixels per inch
LARGE = 12.0  # inches: larger figures are saved with fewer dots per inch


class Picture(NamedTuple):
    """A figure as PNG, its width on a screen in CSS pixels, and as SVG, if it was wanted."""

    png: bytes
    width: int
    svg: bytes = b""


Drawn = dict[str, Picture]
"""Figures by name."""
Save = Callable[["Axes"], Picture]
"""`png`, or `both`."""


def html(template: str, drawn: Drawn, manifest: dict[str, Any], digits: int, **values: Any) -> str:
    """Return the text of a page.

    Parameters
    ----------
    template
        A file of this folder that extends `base.html.jinja`.
    drawn
        The figures; the template finds them as `figures`.
    manifest
        Of the results: versions, command, and what failed.
    digits
        Decimals of `number` in the template.
    **values
        What else the template uses.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def rounded(value: float, digits: int = digits) -> str:
        return number(value, digits)

    environment.filters |= {"number": rounded, "percent": percent, "shade": shade}
    return environment.get_template(template).render(
        figures={name: _embedded(picture) for name, picture in drawn.items()},
        command=manifest.get("command", ""),
        failures=manifest.get("failures", []),
        versions=manifest.get("versions", {}),
        created=manifest.get("created", ""),
        **values,
    )


def png(axes: "Axes") -> Picture:
    """Return the figure of these axes as PNG."""
    inches = axes.figure.get_size_inches()  # type: ignore[union-attr]
    dots = 120 if max(inches) <= LARGE else 100
    content = _saved(axes, format="png", dpi=dots, pil_kwargs={"compress_level": 1})
    return Picture(content, round(inches[0] * SCREEN))


def both(axes: "Axes") -> Picture:
    """Return the figure of these axes as PNG and as SVG, whose texts are text."""
    import matplotlib

    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "tournament"}):
        return png(axes)._replace(svg=_saved(axes, format="svg", metadata={"Date": None}))


def _saved(axes: "Axes", **options: Any) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", "Glyph .* missing"
        )  # a name in letters that the font lacks shows boxes
        axes.figure.savefig(buffer, **options)  # type: ignore[union-attr]
    return buffer.getvalue()


def csv(frame: "pd.DataFrame", label: str | None = None) -> bytes:
    """Return a table with its index as UTF-8 text."""
    return frame.to_csv(index_label=label, lineterminator="\n").encode()


def parquet(frame: "pd.DataFrame") -> bytes:
    """Return a table with its index as Parquet."""
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    return buffer.getvalue()


def rows(frame: "pd.DataFrame", label: str) -> list[dict[str, Any]]:
    """Return a table's rows for a template, each with the name of its row under `label`."""
    columns = {str(column): frame[column].tolist() for column in frame.columns}
    return [
        {label: str(name), **{column: values[place] for column, values in columns.items()}}
        for place, name in enumerate(frame.index)
    ]


def shade(rate: float) -> str:
    """Return CSS colours from vermilion (never cooperates) over white to blue (always)."""
    if not np.isfinite(rate):
        return "background:#eee;color:#555"
    end = (86, 160, 214) if rate > 0.5 else (232, 140, 80)
    part = abs(2 * rate - 1)
    red, green, blue = (round(255 + (c - 255) * part) for c in end)
    return f"background:#{red:02x}{green:02x}{blue:02x}"


def _embedded(picture: Picture) -> dict[str, Any]:
    data = base64.b64encode(picture.png).decode()
    return {"width": picture.width, "data": f"data:image/png;base64,{data}"}
