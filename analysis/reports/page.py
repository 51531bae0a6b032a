"""What reports are made of: a page of HTML that stands alone, and rows of its tables.

A page allows one script and one list of styles, its own, each by the hash of its bytes. So it has
no handlers of events and no attributes of style, and nothing that a name smuggles in would run.
"""

import base64
import hashlib
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.figures import palette
from analysis.figures.saving import Drawn, Picture
from analysis.reports import charts as drawn_here
from analysis.reports.repeat import files_told
from analysis.words import SURE, count, number, percent
from tournament.interactive.shown import sentence

if TYPE_CHECKING:
    import pandas as pd

FOLDER = Path(__file__).parent
COMMON = FOLDER / "common"
"""Where the parts of all pages are."""
MOVES = (palette.PALE, palette.COOPERATES, palette.DEFECTS)
"""Colours of types without one of their own: of those that are not named, and of moves."""


class Compiled:
    """Templates as bytecode, for the pages that this process still makes."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes:
        """Return one, or nothing."""
        return self.kept.get(key, b"")

    def set(self, key: str, value: bytes, timeout: int | None = None) -> None:  # noqa: ARG002
        """Keep one; all are kept for ever."""
        self.kept[key] = value


COMPILED = Compiled()


def html(
    template: str,
    drawn: Drawn,
    manifest: dict[str, Any],
    digits: int,
    *,
    charts: dict[str, drawn_here.Chart] | None = None,
    thing: str = "player",
    field: dict[str, Any] | None = None,
    **values: Any,
) -> str:
    """Return the text of a page.

    Parameters
    ----------
    template
        A file below this folder that extends `common/base.html.jinja`.
    drawn
        The figures; the template finds them as `figures`.
    manifest
        Of the results: versions, command, and what failed.
    digits
        Decimals of `number` in the template.
    charts
        Pictures that the page draws itself, by name; they stand in the place of the figures of the
        same name.
    thing
        What plays, and what is withdrawn where it fails.
    field
        What a tournament's page holds of its field.
    **values
        What else the template uses.
    """
    from jinja2 import Environment, FileSystemLoader, MemcachedBytecodeCache, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader([FOLDER, COMMON]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=MemcachedBytecodeCache(COMPILED),
    )

    def rounded(value: float, digits: int = digits) -> str:
        return number(value, digits)

    style = environment.get_template("report.css").render(palette=palette) + rules_of_style(drawn)
    script = script_text()
    charts = charts or {}
    data = drawn_here.data(charts=charts, field=field, colours=drawn_here.colours())
    failures = [sentence(failure) for failure in manifest.get("failures", [])]
    were = "was" if len(failures) == 1 else "were"
    own = {"style": style, "script": script, "policy": policy(style, script)}
    environment.globals |= {**own, "sure": SURE}
    environment.filters |= {
        "number": rounded,
        "percent": percent,
        "shade": shade,
        "unbroken": _unbroken,
    }
    return environment.get_template(template).render(
        charts=charts,
        data=data,
        figures={
            name: {} if name in charts else _embedded(picture) for name, picture in drawn.items()
        },
        command=manifest.get("command", ""),
        failures=failures,
        withdrawn=f"{count(len(failures), thing)} {were} withdrawn.",
        versions=manifest.get("versions", {}),
        created=manifest.get("created", ""),
        own_files=files_told(manifest),
        **values,
    )


def script_text() -> str:
    """Return the script of a page: its parts by name, and last what starts them."""
    parts = sorted((COMMON / "script").glob("*.js"), key=lambda file: (file.stem == "start", file))
    return "".join(part.read_text(encoding="utf-8") for part in parts)


def policy(style: str, script: str) -> str:
    """Return what a page allows itself: its own style, its own script, pictures that it holds.

    Parameters
    ----------
    style, script
        The texts of the two elements, to the last space.
    """
    styles, scripts = (
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in (style, script)
    )
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{styles}'; "
        f"script-src 'sha256-{scripts}'; base-uri 'none'; form-action 'none'"
    )


def rules_of_style(drawn: Drawn) -> str:
    """Return the rules that depend on what a page shows: grounds of rates, colours, widths."""
    rules = [f".rate.{shade(rate / 100)} {{ {palette.shade(rate / 100)} }}" for rate in range(101)]
    rules.append(f".rate.{shade(math.nan)} {{ {palette.shade(math.nan)} }}")
    rules += [f".c{colour[1:]} {{ color:{colour} }}" for colour in (*palette.SERIES, *MOVES)]
    widths = sorted({picture.width for picture in drawn.values()})
    rules += [f'img[width="{width}"] {{ --natural:{width}px }}' for width in widths]
    return "\n".join(rules) + "\n"


def shade(rate: float) -> str:
    """Return the class of a cell with a rate of cooperation, which gives it its ground.

    >>> shade(1.0), shade(0.254), shade(float("nan"))
    ('r100', 'r25', 'r')
    """
    return f"r{100 * rate:.0f}" if math.isfinite(rate) else "r"


def rows(frame: "pd.DataFrame", label: str) -> list[dict[str, Any]]:
    """Return a table's rows for a template, each with the name of its row under `label`."""
    columns = {str(column): frame[column].tolist() for column in frame.columns}
    return [
        {label: str(name), **{column: values[place] for column, values in columns.items()}}
        for place, name in enumerate(frame.index)
    ]


def _unbroken(text: str) -> str:
    """Return a text whose numbers do not part from their signs."""
    return text.replace(" %", "\u00a0%").replace("± ", "±\u00a0")


def _embedded(picture: Picture) -> dict[str, Any]:
    data = base64.b64encode(picture.png).decode()
    return {"width": picture.width, "data": f"data:image/png;base64,{data}"}
