"""What a page says can be seen: the contrasts of all colours of its style sheet.

The ratios are those of the Web Content Accessibility Guidelines 2.1: letters 4.5, icons and the
borders of what can be used 3.
"""

import re
from itertools import product
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from matplotlib.colors import to_rgb

import analysis
from analysis.figures import palette

FOLDER = Path(analysis.__file__).parent / "reports" / "common"
STYLE = Environment(loader=FileSystemLoader(FOLDER)).get_template("report.css")
RULES = re.compile(r"([^{}]+)\{([^{}]*)\}")
NAMED = {"white": "#ffffff", "black": "#000000"}


def declared(scheme: str = "light") -> list[tuple[str, str, str]]:
    """Return (selector, property, colours) of the sheet, variables and palette filled in."""
    sheet = STYLE.render(palette=palette)
    found = [
        (selector.strip(), *map(str.strip, line.split(":", 1)))
        for selector, body in RULES.findall(sheet)
        for line in body.split(";")
        if ":" in line
    ]
    roots = [":root", *([":root[data-theme=dark]"] if scheme == "dark" else [])]
    values = {
        name: value
        for root in roots
        for selector, name, value in found
        if selector == root and name.startswith("--")
    }
    return [
        (selector, name, re.sub(r"var\((--\w+)\)", lambda m: values.get(m[1], m[0]), value))
        for selector, name, value in found
    ]


def colours(*properties: str, scheme: str = "light") -> dict[str, str]:
    """Return by selector the colour that it declares for one of these properties."""
    return {
        selector: colour[0]
        for selector, name, value in declared(scheme)
        if name in properties and (colour := re.search(r"#[0-9A-Fa-f]{3,6}\b", value))
    }


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [
            c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    bright, dark = sorted([light(one), light(other)], reverse=True)
    return (bright + 0.05) / (dark + 0.05)


SCHEMES = ("light", "dark")
GROUNDS = {
    scheme: {s: c for s, c in colours("background", scheme=scheme).items() if "gradient" not in s}
    for scheme in SCHEMES
}
LETTERS = {scheme: colours("color", scheme=scheme) for scheme in SCHEMES}
PAIRED = [s for s in GROUNDS["light"] if s in LETTERS["light"] and s != "body"]
"""What has a ground and letters of its own, which stand nowhere else."""
PICTURES = ("figure img",)
PLAIN = [s for s in GROUNDS["light"] if s not in (*PAIRED, *PICTURES, ".scale b")]
ON_MOVES = ".moves i, .moves b"  # these letters stand on the colours of moves alone
FREE = [s for s in LETTERS["light"] if s not in (*PAIRED, ON_MOVES)]


def test_the_sheet_is_read_whole():
    assert {"body", "th", ".notice", "tr.other td"} <= set(PLAIN)
    assert {"a", ".soft, figcaption", "th button::after", "body"} <= set(LETTERS["light"])
    assert contrast("#fff", "#000") == pytest.approx(21)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("letters", "ground"), list(product(FREE, PLAIN)))
def test_letters_and_icons_can_be_read(letters, ground, scheme):
    """Icons of sorting are letters, too."""
    assert contrast(LETTERS[scheme][letters], GROUNDS[scheme][ground]) >= 4.5


@pytest.mark.parametrize("move", palette.RAMP[1::2])
def test_letters_of_moves_can_be_read(move):
    assert contrast(LETTERS["light"][ON_MOVES], move) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("thing", ["input[type=search]", "button, select"])
def test_what_can_be_used_has_a_border_that_can_be_seen(thing, scheme):
    assert contrast(colours("border", scheme=scheme)[thing], GROUNDS[scheme]["body"]) >= 3


def test_there_are_two_schemes_and_a_switch():
    sheet = STYLE.render(palette=palette)
    for chosen in (
        ":root:not([data-theme=light]) {",
        ":root[data-theme=dark] {",
    ):
        assert sheet.partition(chosen)[2].lstrip().startswith("color-scheme: dark")
