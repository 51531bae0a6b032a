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


def declared() -> list[tuple[str, str, str]]:
    """Return (selector, property, colours) of the sheet, variables and palette filled in."""
    sheet = STYLE.render(palette=palette)
    found = [
        (selector.strip(), *map(str.strip, line.split(":", 1)))
        for selector, body in RULES.findall(sheet)
        for line in body.split(";")
        if ":" in line
    ]
    values = {name: value for _, name, value in found if name.startswith("--")}
    return [
        (selector, name, re.sub(r"var\((--\w+)\)", lambda m: values.get(m[1], m[0]), value))
        for selector, name, value in found
    ]


def colours(*properties: str) -> dict[str, str]:
    """Return by selector the colour that it declares for one of these properties."""
    return {
        selector: colour[0]
        for selector, name, value in declared()
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


GROUNDS = {s: c for s, c in colours("background").items() if "gradient" not in s}
COLOURED = [s for s in GROUNDS if "moves" in s or s == "td.has"]  # only ink stands on these
PLAIN = [s for s in GROUNDS if s not in COLOURED and s != ".scale b"]
LETTERS = colours("color")


def test_the_sheet_is_read_whole():
    assert {"body", "th", ".notice", "tr.other td"} <= set(PLAIN)
    assert {"a", ".soft, figcaption", "th button::after", "body"} <= set(LETTERS)
    assert contrast("#fff", "#000") == pytest.approx(21)


@pytest.mark.parametrize(("letters", "ground"), list(product(LETTERS, PLAIN)))
def test_letters_and_icons_can_be_read(letters, ground):
    """Icons of sorting are letters, too."""
    assert contrast(LETTERS[letters], GROUNDS[ground]) >= 4.5


@pytest.mark.parametrize("ground", COLOURED)
def test_letters_on_colours_can_be_read(ground):
    assert contrast(LETTERS["body"], GROUNDS[ground]) >= 4.5


def test_what_can_be_used_has_a_border_that_can_be_seen():
    assert contrast(colours("border")["input[type=search]"], GROUNDS["body"]) >= 3


def test_there_is_one_scheme():
    """There is no dark sheet; browsers are told, so that they do not darken half of the page."""
    assert (":root", "color-scheme", "light") in declared()
    assert not any("prefers-color-scheme" in selector for selector, _, _ in declared())
