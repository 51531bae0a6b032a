"""What reports are made of: a page of HTML that stands alone, and rows of its tables."""

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.figures import palette
from analysis.figures.saving import Drawn, Picture
from analysis.reports.repeat import files_told
from analysis.words import SURE, number, percent

if TYPE_CHECKING:
    import pandas as pd


def html(template: str, drawn: Drawn, manifest: dict[str, Any], digits: int, **values: Any) -> str:
    """Return the text of a page.

    Parameters
    ----------
    template
        A file below this folder that extends `base.html.jinja`.
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

    environment.globals |= {"palette": palette, "sure": SURE}
    environment.filters |= {
        "number": rounded,
        "percent": percent,
        "shade": palette.shade,
        "unbroken": _unbroken,
    }
    return environment.get_template(template).render(
        figures={name: _embedded(picture) for name, picture in drawn.items()},
        command=manifest.get("command", ""),
        failures=manifest.get("failures", []),
        versions=manifest.get("versions", {}),
        created=manifest.get("created", ""),
        own_files=files_told(manifest),
        **values,
    )


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
