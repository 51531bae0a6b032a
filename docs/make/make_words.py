"""Write the tables of what a rule may read and name: `python docs/make/make_words.py`.

The tables stand in pages of the docs, between comments.
"""

from pathlib import Path

from tournament.authors.showing.word_tables import filled

DOCS = Path(__file__).parents[1]
PAGES = (
    DOCS / "tutorial.md",
    DOCS / "how_to" / "building.md",
    DOCS / "explanation" / "season.md",
    DOCS / "how_to" / "extend" / "strategy.md",
)

if __name__ == "__main__":
    for page in PAGES:
        page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")
