"""The report of a tournament: one HTML file that stands alone, figures as PNG, tables as CSV.

Everything is made in memory first, then written beside its place, then moved there: a report that
cannot be made, or written, leaves the folder as it was.
"""

import base64
import io
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis import figures
from analysis.details import ENDS, FULL, SHOWN, players
from analysis.repeat import program
from analysis.summary import certainty, how_it_was_played, summary
from analysis.words import decimals, number, percent
from tournament.staging import staged

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from tournament.results import Results

SCREEN = 96  # CSS pixels per inch
LARGE = 12.0  # inches: larger figures are saved with fewer dots per inch


def report(results: "Results", folder: str | os.PathLike[str]) -> Path:
    """Write the report of a tournament into a folder and return the path of its `report.html`.

    Beside it come `figures/*.png`, `ranking.csv` and `payoffs.csv`. Files of an earlier report are
    replaced.

    Parameters
    ----------
    results
        A played tournament.
    folder
        Where to write; made if it does not exist.

    Raises
    ------
    ResultsError
        When the folder cannot be written; nothing half-written is left.
    """
    drawn = draw(results)
    order = list(results.ranking.index)
    files = {f"figures/{name}.png": png for name, (png, _) in drawn.items()}
    files["ranking.csv"] = _csv(results.ranking)
    files["payoffs.csv"] = _csv(results.payoffs.reindex(index=order, columns=order))
    files["report.html"] = page(results, drawn).encode()
    _write(Path(folder), files)
    return Path(folder) / "report.html"


def draw(results: "Results") -> dict[str, tuple[bytes, int]]:
    """Return the figures by name, each as PNG with its width on a screen in CSS pixels.

    `scores` is missing where there is no distribution to show.

    Parameters
    ----------
    results
        A played tournament.
    """
    frame = results.ranking
    order = list(frame.index)
    worse = results.game.less_is_better
    drawn = {}
    with figures.style():
        unit = f"score: mean payoff per turn{' (less is better)' if worse else ''}"
        drawn["ranking"] = _png(figures.ranking(frame, figures.canvas(order), unit=unit))
        square = results.payoffs.reindex(index=order, columns=order)
        drawn["payoffs"] = _png(
            figures.payoffs(square, figures.canvas(order, order), less_is_better=worse)
        )
        square = results.cooperation.reindex(index=order, columns=order)
        drawn["cooperation"] = _png(figures.cooperation(square, figures.canvas(order, order)))
        if _varies(results):
            drawn["scores"] = _png(
                figures.scores(results.per_repetition[order], figures.canvas(order))
            )
    return drawn


def page(results: "Results", drawn: dict[str, tuple[bytes, int]]) -> str:
    """Return the text of `report.html`.

    Parameters
    ----------
    results
        A played tournament.
    drawn
        Its figures, as `draw` returns them.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    digits = decimals(results.game)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": lambda value: number(value, digits), "percent": percent}
    manifest = results.manifest
    return environment.get_template("report.html.jinja").render(
        title=_title(results),
        results=results,
        how=how_it_was_played(results),
        findings=summary(results),
        certainty=certainty(results),
        no_scores=_no_scores(results),
        ranking=_rows(results.ranking),
        states=_states(results),
        figures={name: _embedded(png, width) for name, (png, width) in drawn.items()},
        players=players(results),
        full=FULL,
        ends=ENDS,
        shown=SHOWN,
        program=program(results),
        command=manifest.get("command", ""),
        failures=manifest.get("failures", []),
        versions=manifest.get("versions", {}),
        created=manifest.get("created", ""),
        seed=results.rules.seed,
    )


def _title(results: "Results") -> str:
    game = results.game.name or str(results.game)
    return f"{game}: a tournament of {len(results.names)} player{'s' * (len(results.names) != 1)}"


def _varies(results: "Results") -> bool:
    """Whether scores differ between repetitions by more than rounding."""
    scores = results.per_repetition.to_numpy(float)
    return len(scores) > 1 and bool(
        (np.ptp(scores, axis=0) > 1e-12 * (1 + np.abs(scores[0]))).any()
    )


def _no_scores(results: "Results") -> str:
    if results.repetitions == 1:
        return "There was only one repetition, so there is no distribution of scores to show."
    return "Every repetition came out the same, so there is no distribution of scores to show."


def _rows(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    columns = {str(column): frame[column].tolist() for column in frame.columns}
    return [
        {"player": str(name), **{column: values[place] for column, values in columns.items()}}
        for place, name in enumerate(frame.index)
    ]


def _states(results: "Results") -> list[tuple[str, list[tuple[float, str]]]]:
    """Return per player, in rank order, the rates of cooperation, each with the colours of its
    cell."""
    frame = results.states.reindex(list(results.ranking.index))
    return [
        (str(name), [(rate, _shade(rate)) for rate in row])
        for name, row in zip(frame.index, frame.to_numpy(float).tolist(), strict=True)
    ]


def _shade(rate: float) -> str:
    """Return CSS colours from vermilion (never cooperates) over white to blue (always)."""
    if not np.isfinite(rate):
        return "background:#eee;color:#555"
    end = (86, 160, 214) if rate > 0.5 else (232, 140, 80)
    part = abs(2 * rate - 1)
    red, green, blue = (round(255 + (c - 255) * part) for c in end)
    return f"background:#{red:02x}{green:02x}{blue:02x}"


def _png(axes: "Axes") -> tuple[bytes, int]:
    figure = axes.figure
    inches = figure.get_size_inches()  # type: ignore[union-attr]
    dots = 144 if max(inches) <= LARGE else 100
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", "Glyph .* missing"
        )  # a name in letters that the font lacks shows boxes
        figure.savefig(buffer, format="png", dpi=dots, pil_kwargs={"compress_level": 4})  # type: ignore[union-attr]
    return buffer.getvalue(), round(inches[0] * SCREEN)


def _embedded(png: bytes, width: int) -> dict[str, Any]:
    return {"width": width, "data": f"data:image/png;base64,{base64.b64encode(png).decode()}"}


def _csv(frame: "pd.DataFrame") -> bytes:
    return frame.to_csv(index_label="player", lineterminator="\n").encode()


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Write files, by path below the folder: all or none."""
    with staged(folder, "report") as place:
        (place / "figures").mkdir()
        for name, content in files.items():
            (place / name).write_bytes(content)
