"""Draw the pictures of the gallery with the code that stands above them there.

`python docs/make/make_gallery.py` reads `docs/gallery.md`, runs its code from top to bottom, and
saves what is called `figure` where a picture follows. So a picture is what its code draws.
"""

import doctest
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

PAGE = Path(__file__).parents[1] / "gallery.md"
DOTS, COLOURS = 144, 48
STEP = re.compile(r"```python\n(.*?)```|!\[[^\]]*\]\(([^)]+)\)", re.S)


def steps(text: str) -> Iterator[tuple[str, str]]:
    """Yield code, or the file of a picture, in the order of a page; the other is ""."""
    for found in STEP.finditer(text):
        yield found[1] or "", found[2] or ""


def drawn(figure: Any) -> bytes:
    """Return a figure as a PNG of few colours."""
    buffer, small = io.BytesIO(), io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DOTS)
    picture = Image.open(buffer).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(small, "png", optimize=True)
    return small.getvalue()


if __name__ == "__main__":
    names: dict[str, Any] = {}
    for code, picture in steps(PAGE.read_text(encoding="utf-8")):
        for example in doctest.DocTestParser().get_examples(code):
            exec(compile(example.source, str(PAGE), "single"), names)
        if picture:
            file = PAGE.parent / picture
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(drawn(names["figure"]))
