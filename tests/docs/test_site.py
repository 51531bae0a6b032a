"""The site builds without a warning, its links lead somewhere, and it asks nobody for anything.

Addresses outside are not asked here: `nox -s links` does so, where there is a network.
"""

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from public_names import names

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md"))
OUTSIDE = re.compile(r"[a-z]+:|//")
pytestmark = pytest.mark.slow


class Page(HTMLParser):
    """What a page of the site has: anchors, links, and what a browser loads by itself."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file, self.anchors, self.links, self.loaded = file, {""}, [], []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[key] for key in ("id", "name") if key in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "link" and given.get("rel") not in ("index", "search", "next", "prev"):
            self.loaded.append(given["href"])
        elif "src" in given:
            self.loaded.append(given["src"])


class Site(NamedTuple):
    folder: Path
    said: str
    pages: dict[Path, Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built as `nox -s docs` builds it: warnings are errors."""
    folder = tmp_path_factory.mktemp("site").resolve()
    options = ["-q", "-W", "-n", "--keep-going", "-d", str(folder / "trees")]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, str(DOCS), str(folder / "html")],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = done.stderr or f"Sphinx ended with {done.returncode}" * (done.returncode != 0)
    found = {file: Page(file) for file in (folder / "html").rglob("*.html")}
    return Site(folder / "html", said, found)


def test_it_builds_without_a_warning(site):
    assert site.said == ""


def test_every_page_of_the_docs_is_a_page_of_the_site(site):
    built = {str(file.relative_to(site.folder).with_suffix("")) for file in site.pages}
    assert {str(page.relative_to(DOCS).with_suffix("")) for page in PAGES} <= built


def target(page: Path, link: str) -> tuple[Path, str]:
    """Return the file and the anchor to which a link of a page leads."""
    parts = urlsplit(link)
    return (page.parent / unquote(parts.path)).resolve() if parts.path else page, parts.fragment


def test_links_and_pictures_lead_somewhere(site):
    lost = []
    for file, page in site.pages.items():
        for link in (*page.links, *page.loaded):
            if OUTSIDE.match(link):
                continue
            to, anchor = target(file, link)
            there = site.pages.get(to)
            if not to.exists() or (there and unquote(anchor) not in there.anchors):
                lost.append(f"{file.relative_to(site.folder)}: {link}")
    assert lost == []


def test_nothing_is_loaded_from_elsewhere(site):
    loaded = [link for page in site.pages.values() for link in page.loaded]
    assert [link for link in loaded if OUTSIDE.match(link) and not link.startswith("data:")] == []
    assert len(loaded) > len(site.pages)
    styles = [file.read_text(encoding="utf-8") for file in site.folder.rglob("*.css")]
    named = r"(?:url\(|@import\s)\s*['\"]?(?!url)([^'\"();]+)"
    asked = [url for text in styles for url in re.findall(named, text)]
    assert [url for url in asked if OUTSIDE.match(url) and not url.startswith("data:")] == []


def test_every_public_name_has_its_place(site):
    for name in names():
        page = site.pages[site.folder / "reference" / "api" / f"{name.page}.html"]
        assert name.path in page.anchors


@pytest.fixture(scope="module")
def index(site):
    """What the search of the site knows."""
    text = (site.folder / "searchindex.js").read_text(encoding="utf-8")
    return json.loads(re.fullmatch(r"Search\.setIndex\((.*)\)\s*", text, re.S)[1])


@pytest.mark.parametrize(
    ("word", "page"),
    [
        ("ledger", "how_to/ledger"),
        ("misread", "reference/api/tournament"),  # only a docstring says so
        ("fixat", "explanation/populations"),  # as the search shortens words
        ("gradual", "reference/strategies"),
    ],
)
def test_the_search_finds_words(index, word, page):
    found = [index[terms].get(word, []) for terms in ("terms", "titleterms")]
    numbers = [n for each in found for n in (each if isinstance(each, list) else [each])]
    assert page in [index["docnames"][number] for number in numbers]


def test_the_search_finds_names(index):
    """Each by its last word, below what stands before it."""
    known = {
        f"{before}.{entry[-1]}".strip(".")
        for before, entries in index["objects"].items()
        for entry in entries
    }
    assert {name.path for name in names()} <= known


def linked(page: Path) -> list[str]:
    text = re.sub(r"^```.*?^```\n", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
    return re.findall(r"\]\(([^)\s]+)\)", text)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_of_pages_beside_the_docs_lead_somewhere(site, name):
    """Their anchors, too: they are those of the site."""
    for link in linked(ROOT / name):
        if OUTSIDE.match(link):
            continue
        to, anchor = target(ROOT / name, link)
        assert to.exists(), link
        if anchor and to.is_relative_to(DOCS):
            built = (site.folder / to.relative_to(DOCS)).with_suffix(".html")
            assert anchor in site.pages[built].anchors, link


def test_addresses_outside_are_well_formed(site):
    """Whether somebody is there is asked by `nox -s links`."""
    links = {link for page in site.pages.values() for link in page.links if OUTSIDE.match(link)}
    links |= {link for page in ROOT.glob("*.md") for link in linked(page) if OUTSIDE.match(link)}
    parts = {link: urlsplit(link) for link in links}
    assert [
        link
        for link, part in parts.items()
        if part.scheme not in ("https", "http")
        or not re.fullmatch(r"[\w-]+(\.[\w-]+)+", part.netloc)
    ] == []
    assert len(links) > 5
