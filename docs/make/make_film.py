"""Draw the moving picture of the README: `python docs/make/make_film.py`.

A terminal types a command, and shows the first lines of what it prints. Then the same tournament is
seen as repetitions add up: intervals shrink, places settle, and tiers part. All numbers are played.
"""

import io
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import numpy as np
import pandas as pd
from make_terminals import shown
from matplotlib import get_data_path
from PIL import Image, ImageDraw, ImageFont

import strategies
from tournament import Tournament, load

PLACE = Path(__file__).parents[1] / "pictures" / "tournament.gif"
WIDE, HIGH, FINE = 760, 428, 2
PAPER, BAR, INK, SOFT, GREEN = "#101418", "#1b2127", "#e8edf1", "#8b98a5", "#7fd1ae"
YELLOW, LIGHTS = "#ffd75f", ("#e06c5f", "#e0b54f", "#64b870")
COOPERATION, DEFECTION = "#4aa3df", "#e8743b"
RULE = '''from tournament import C, D, strategy


@strategy(strikes=0.0)
def my_rule(me, opponent):
    """Defect while the opponent's defections, of which a tenth fades each turn, reach two."""
    me.strikes *= 0.9
    if opponent.last == D:
        me.strikes += 1
    return D if me.strikes >= 2.0 else C
'''
COMMAND = "tournament run my_rule.py classics --noise 0.01 --seed 7"
LOOKS = (2, 3, 5, 8, 13, 21, 34, 55, 100, 200, 400)
SEEN = 13
LETTERS = Path(get_data_path()) / "fonts" / "ttf"


def font(size: int, *, bold: bool = False, mono: bool = True) -> ImageFont.FreeTypeFont:
    """Return letters that come with matplotlib, so that each machine draws the same."""
    name = f"DejaVuSans{'Mono' if mono else ''}{'-Bold' if bold else ''}.ttf"
    return ImageFont.truetype(str(LETTERS / name), size * FINE)


class Frame:
    """One picture of the film: an empty terminal window to draw into."""

    def __init__(self, title: str) -> None:
        self.image = Image.new("RGB", (WIDE * FINE, HIGH * FINE), PAPER)
        self.draw = ImageDraw.Draw(self.image)
        self.draw.rectangle((0, 0, WIDE * FINE, 30 * FINE), fill=BAR)
        for k, colour in enumerate(LIGHTS):
            self.dot(20 + 20 * k, 15, 6, colour)
        self.text(WIDE / 2, 15, title, SOFT, font(12, mono=False), "mm")

    def dot(self, x: float, y: float, r: float, colour: str) -> None:
        """Draw a disc."""
        self.draw.ellipse([FINE * v for v in (x - r, y - r, x + r, y + r)], fill=colour)

    def line(self, x: float, y: float, to: float, colour: str, width: int = 3) -> None:
        """Draw a level line."""
        self.draw.line([FINE * v for v in (x, y, to, y)], fill=colour, width=width * FINE)

    def text(self, x, y, text, colour, letters, anchor="lm") -> None:
        """Write one line."""
        self.draw.text((x * FINE, y * FINE), text, colour, letters, anchor)

    def done(self) -> Image.Image:
        """Return the picture in its size."""
        return self.image.resize((WIDE, HIGH), Image.Resampling.LANCZOS)


def played(folder: Path) -> tuple[list[str], list[pd.DataFrame]]:
    """Return what the terminal prints, and the ranking after each number of repetitions."""
    (folder / "my_rule.py").write_text(RULE, encoding="utf-8")
    with chdir(folder):
        lines = shown(f"{COMMAND} --output out").split("\n")
        field = [*load("my_rule.py"), *strategies.classics()]
    looks = []
    for many in LOOKS:
        event = Tournament(field, noise=0.01, seed=7, repetitions=many)
        looks.append(event.play(progress=False).ranking)
    return lines, looks


def typing(lines: list[str]) -> Iterator[tuple[Image.Image, int]]:
    """Yield pictures of the terminal, and for how many milliseconds each is seen."""
    letters, step = font(13), 20
    head = next(k for k, line in enumerate(lines) if line.startswith("rank"))
    texts = [*lines[:head], *lines[head : head + 8]]
    for end in [*range(2, len(COMMAND), 6), len(COMMAND)]:
        frame = Frame("a terminal")
        frame.text(16, 52, "$", GREEN, letters)
        frame.text(34, 52, COMMAND[:end] + "▏", INK, letters)
        yield frame.done(), 60
    for many, wait in ((head, 900), (len(texts), 1300)):
        frame = Frame("a terminal")
        frame.text(16, 52, "$", GREEN, letters)
        frame.text(34, 52, COMMAND, INK, letters)
        for k, line in enumerate(texts[:many]):
            colour = SOFT if k < 2 else INK
            frame.text(16, 52 + step * (k + 1), line, colour, letters)
        yield frame.done(), wait


def mixed(share: float) -> str:
    """Return the colour of a share of cooperation."""
    ends = [np.array([int(c[k : k + 2], 16) for k in (1, 3, 5)]) for c in (DEFECTION, COOPERATION)]
    return "#" + "".join(f"{round(v):02x}" for v in ends[0] + (ends[1] - ends[0]) * share)


def chart(now: pd.DataFrame, rows: pd.Series, many: int) -> Image.Image:
    """Return the ranking as points with intervals; players stand in given rows."""
    frame = Frame(f"the best {SEEN} of {len(now)}, after {many} repetitions")
    low, high, left, right = 10.9, 13.5, 214, WIDE - 30
    first = int((now["best_rank"] == 1).sum())
    head = "1 player can be first" if first == 1 else f"{first} players could be first"
    frame.text(16, 50, head, INK, font(14, bold=True, mono=False))
    frame.text(right, 50, "point: mean score, bar: 95 % interval", SOFT, font(11, mono=False), "rm")
    for name, row in now.iterrows():
        y = 84 + 26 * rows[name]
        if rows[name] >= SEEN:
            continue
        mine = name == "my_rule"
        letters = font(13, bold=mine)
        frame.line(left, y, right, "#1f262d", 1)
        frame.text(left - 12, y, str(name), YELLOW if mine else INK, letters, "rm")
        a, b, c = (
            left + (min(max(v, low), high) - low) / (high - low) * (right - left)
            for v in (row["low"], row["score"], row["high"])
        )
        colour = mixed(row["cooperation"])
        frame.line(a, y, c, colour, 4)
        frame.dot(b, y, 7, colour)
    return frame.done()


def settling(looks: list[pd.DataFrame]) -> Iterator[tuple[Image.Image, int]]:
    """Yield pictures of the ranking; players glide to their places."""
    order = [pd.Series(np.arange(len(look)), look.index) for look in looks]
    for k, look in enumerate(looks):
        if k and not (order[k].sort_index() == order[k - 1].sort_index()).all():
            for part in (0.3, 0.7):
                rows = order[k - 1] + (order[k] - order[k - 1]) * part
                yield chart(look, rows, LOOKS[k]), 50
        yield chart(look, order[k], LOOKS[k]), 260 if k < len(looks) - 1 else 2400


def main() -> None:
    """Play, draw, and save."""
    with tempfile.TemporaryDirectory() as folder:
        lines, looks = played(Path(folder))
    shots = [*typing(lines), *settling(looks)]
    strip = Image.new("RGB", (WIDE, HIGH * 5))  # from which the colours of the film are taken
    swatch = ImageDraw.Draw(strip)
    named = (*LIGHTS, GREEN, YELLOW, *(mixed(share) for share in np.linspace(0, 1, 9)))
    for k, colour in enumerate(named):
        swatch.rectangle((k * 50, HIGH * 3, k * 50 + 49, HIGH * 5), fill=colour)
    for k, shot in enumerate((shots[-3], shots[-1], shots[len(shots) // 3])):
        strip.paste(shot[0], (0, HIGH * k))
    colours = strip.quantize(128, dither=Image.Dither.NONE)
    pictures = [shot.quantize(palette=colours, dither=Image.Dither.NONE) for shot, _ in shots]
    file = io.BytesIO()
    pictures[0].save(
        file, "GIF", save_all=True, append_images=pictures[1:], loop=0, optimize=False,
        duration=[wait for _, wait in shots], disposal=1,
    )  # fmt: skip
    PLACE.parent.mkdir(exist_ok=True)
    PLACE.write_bytes(file.getvalue())


if __name__ == "__main__":
    main()
