"""Figures as files that journals take: letters embedded, nothing that changes from run to run.

Letters of a PDF are embedded as TrueType ("Type 42"). Matplotlib's usual Type 3 is refused by many
journals, and editors of graphics cannot change its texts.

Texts of an SVG stay text, so that they can be found, copied and edited. The letters that occur are
embedded as a font: browsers draw them as they were measured. Programs that read no embedded fonts,
such as Inkscape, take DejaVu Sans if it is installed, and else Verdana, whose letters are as wide.
With `outlines`, letters are curves, which look the same everywhere and are no text any more.

No file tells when it was made. The same figure is the same bytes.
"""

import base64
import io
import os
from collections.abc import Set
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.figures.paper.letters import FONT
from analysis.figures.style import style
from tournament.errors import ArgumentError, ResultsError
from tournament.interactive.shown import lines, shown
from tournament.rules.checks import flag, of_kind
from tournament.rules.checks import path as checked_path

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DOTS = 600  # per inch: what journals ask for line art
METADATA: dict[str, dict[str, Any]] = {
    ".pdf": {"CreationDate": None},
    ".svg": {"Date": None},
    ".png": {},
    ".tiff": {},
}
"""By the end of a file's name, what matplotlib shall not write of the time."""
USUAL = frozenset(map(chr, (*range(0x20, 0x250), *range(0x2010, 0x2266))))
"""Letters of Latin scripts, punctuation, arrows and signs of numbers."""
AS_WIDE = "Verdana, sans-serif"
"""Fonts that stand in for ours without being wider."""


def save_figure(
    figure: "Figure | Axes", path: str | os.PathLike[str], *, outlines: bool = False
) -> Path:
    """Save a figure as journals take it, and return the path.

    Parameters
    ----------
    figure
        A figure of matplotlib, ours or your own, or axes in one.
    path
        A file that ends in `.pdf`, `.svg`, `.png` or `.tiff`. PDF and SVG are drawn from lines, and
        their letters are embedded. The others have 600 dots per inch.
    outlines
        Whether letters of an SVG are curves; else they are text.

    Raises
    ------
    ArgumentError
        When there is no figure, or the path ends otherwise.
    ResultsError
        When the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from tournament import Tournament
    >>> event = Tournament(["tit_for_tat", "joss"], turns=10, repetitions=3, seed=1)
    >>> figure = event.play(progress=False).plot("ranking", width="one column")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = save_figure(figure, f"{folder}/ranking.pdf")
    ...     file.name, b"/FontFile2" in file.read_bytes()
    ('ranking.pdf', True)
    """
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

    whole: Any = figure
    while isinstance(whole, (Axes, SubFigure)):
        whole = whole.figure
    whole = of_kind("figure", whole, Figure, "a figure of matplotlib")
    outlines = flag("outlines", outlines)
    file = checked_path("path", path)
    ending = file.suffix.lower().replace(".tif", ".tiff").replace(".tifff", ".tiff")
    if ending not in METADATA:
        *endings, last = METADATA
        raise ArgumentError(
            f"`path` must end in {', '.join(endings)} or {last}; got {shown(str(file))}."
        )
    content = written(whole, ending, outlines=outlines)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise ResultsError(f"{file} cannot be written: {error.strerror}.") from None
    return file


def written(figure: "Figure", ending: str, *, outlines: bool = False) -> bytes:
    """Return a figure as the bytes of a file that ends so."""
    import matplotlib

    buffer, vector = io.BytesIO(), ending == ".svg"
    text: Any = {"svg.fonttype": "path" if outlines else "none", "svg.hashsalt": "tournament"}
    options: dict[str, Any] = (
        {"pil_kwargs": {"compression": "tiff_lzw"}} if ending == ".tiff" else {}
    )
    with matplotlib.rc_context(text), style():
        figure.savefig(
            buffer, format=ending[1:], dpi=DOTS, metadata=METADATA[ending] or None, **options
        )
    content = buffer.getvalue()
    if vector and not outlines:
        return lines(_with_letters(content.decode(), figure)).encode()
    return content


def _with_letters(svg: str, figure: "Figure") -> str:
    """Return an SVG with the letters that it uses."""
    from matplotlib.text import Text

    used: dict[str, set[str]] = {}
    every: list[Any] = figure.findobj(Text)
    for text in every:
        if text.get_text() and FONT in text.get_fontfamily():
            weight = "bold" if text.get_fontweight() in ("bold", 700) else "normal"
            used.setdefault(weight, set()).update(text.get_text())
    # ticks are made while a figure is drawn, and minus signs stand for hyphens there
    faces = [_face(weight, letters | set("0123456789.,−-%e+ ")) for weight, letters in used.items()]
    if not faces:
        return svg
    sheet = f'<style type="text/css">{"".join(faces)}</style>'
    head, tail = svg.replace(f"'{FONT}'", f"'{FONT}', {AS_WIDE}").split("<defs>", 1)
    return f"{head}<defs>{sheet}{tail}"


def _face(weight: str, letters: set[str]) -> str:
    """Return CSS that holds some letters of our font."""
    whole = _usual(weight) if letters <= USUAL else _file(weight)
    data = base64.b64encode(_cut(whole, letters, "woff")).decode()
    source = f"url(data:font/woff;base64,{data}) format('woff')"
    return f"@font-face {{ font-family: '{FONT}'; font-weight: {weight}; src: {source}; }}"


def _file(weight: str) -> bytes:
    """Return the file of our font."""
    from matplotlib.font_manager import FontProperties, findfont

    return Path(findfont(FontProperties(family=FONT, weight=weight))).read_bytes()


@cache
def _usual(weight: str) -> bytes:
    """Return our font with usual letters: to cut from it takes a quarter of the time."""
    return _cut(_file(weight), USUAL)


def _cut(font: bytes, letters: Set[str], flavor: str | None = None) -> bytes:
    """Return a font that holds some letters of another one."""
    from fontTools import subset, ttLib

    found = ttLib.TTFont(io.BytesIO(font), recalcTimestamp=False)
    options = subset.Options(flavor=flavor, hinting=False, layout_features=["kern"])
    options.drop_tables += ["FFTM"]  # FontForge's notes
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(letters)))
    cutter.subset(found)
    found.flavor, buffer = flavor, io.BytesIO()
    found.save(buffer)
    return buffer.getvalue()
