"""Write the pages of the reference, one for each folder with public names.

Run it as `python docs/make/make_reference.py`. The pages list names and first sentences, so that
they can be read on GitHub. The site shows whole docstrings in their place (`site_reference.py`).
"""

import inspect
from importlib import import_module
from pathlib import Path

from public_names import ROOT, Name, pages

FOLDER = Path(__file__).parents[1] / "reference" / "api"
INDEX = FOLDER.with_suffix(".md")
NOTE = "<!-- docs/make/make_reference.py writes this page -->"
START, END = "<!-- names -->\n", "<!-- /names -->\n"
HEAD = f"""\
# The Python interface

{NOTE}

Every public name has a place on one of these pages, with its parameters, the shapes of arrays, the
errors it raises, and an example that a test runs. `help()` shows the same text in a shell. The
rules of the library are names of `strategies`, too; [the catalogue](strategies.md) lists them.

| page | names |
|---|---|
"""


def about(page: str) -> str:
    """Return what a module says of itself: its first sentence or sentences, on one line."""
    text = inspect.getdoc(import_module(page)) or ""
    return " ".join(text.partition("\n\n")[0].split())


def row(name: Name) -> str:
    """Return a name with its first sentence, as a row of a table."""
    summary = name.summary.replace("|", "\\|")
    return f"| `{name.name}` | {summary} |"


def code(page: str) -> str:
    """Return where the code of a page is, from the root of the repository."""
    path = page.replace(".", "/")
    return path if (ROOT / path).is_dir() else f"{path}.py"


def text(page: str, names: list[Name]) -> str:
    """Return a page as GitHub shows it."""
    place = code(page)
    head = [f"# {page}", "", NOTE, "", about(page), ""]
    table = ["| name | what it is |", "|---|---|", *map(row, names), ""]
    where = f"The code is in [{place}](../../../{place})."
    return "\n".join([*head, START + table[0], *table[1:], where, END])


def index(found: dict[str, list[Name]]) -> str:
    """Return the page that lists all others."""
    rows = [
        f"| [{page}](api/{page}.md) | {', '.join(f'`{each.name}`' for each in names)} |\n"
        for page, names in found.items()
    ]
    return HEAD + "".join(rows)


def written() -> dict[Path, str]:
    """Return the text of each page, by its file."""
    found = pages()
    made = {FOLDER / f"{page}.md": text(page, names) for page, names in found.items()}
    return {INDEX: index(found), **made}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    made = written()
    for file in set(FOLDER.glob("*.md")) - set(made):
        file.unlink()
    for file, content in made.items():
        file.write_text(content, encoding="utf-8")
