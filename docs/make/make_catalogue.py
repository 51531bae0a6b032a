"""Find what is true of the library's rules, and list them: `python docs/make/make_catalogue.py`.

Writes strategies/facts.json and docs/reference/strategies.md.
"""

import json
import math
from pathlib import Path

from strategies.contents.axelrod_python import KEYS
from strategies.contents.catalogue import Entry, depth, duplicates, entry, uses
from strategies.contents.differences import CORRECTED, REFUSED, UNDER_NOISE
from strategies.contents.facts import KEPT, LARGEST, derive, required
from tournament.authors.registry import library
from tournament.errors import folded

PAGE = Path(__file__).parents[1] / "reference" / "strategies.md"


def facts_text() -> str:
    """Return what playing tells of every rule, a line each."""
    lines = []
    for name, strategy in sorted(library().items()):
        if not required(strategy) and len(strategy.tree()) <= LARGEST:
            found = derive(strategy)
            depth = None if math.isinf(found.memory_depth) else found.memory_depth
            lines.append(f'"{name}": {json.dumps([found.stochastic, depth, found.behaviour])}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def other_names(name: str) -> str:
    """Return the aliases of a rule that are more than another spelling of its name."""
    spelled = {folded(alias): alias for alias in reversed(library()[name].aliases)}
    return ", ".join(reversed([alias for key, alias in spelled.items() if key != folded(name)]))


def page() -> str:
    """Return docs/reference/strategies.md."""
    rows = sorted(entry(strategy) for strategy in library().values())
    families: dict[str, list[Entry]] = {}
    for row in rows:
        families.setdefault(row.family, []).append(row)
    lines = [
        "# The strategies",
        "",
        f"The library has {len(rows)} strategies. This page lists them by family. A family is the",
        "strategies of one file or folder. `tournament strategies show NAME` prints the",
        "parameters and the code of a strategy. `strategies.catalogue()` returns this page as a",
        "table. `docs/make/make_catalogue.py` writes the page. The",
        "[glossary](../glossary.md) explains the words.",
        "",
        "- *Depth* is the number of last outcomes that decide the next move, as far as test",
        "  histories show. The depth is ∞ if no number of outcomes decides the move.",
        "- *Uses* says what else the strategy uses: chance, the length of the match, payoffs or",
        "  scores.",
        "- *Also called* lists other names of the strategy. They stand for the strategy wherever",
        "  a name is typed. Upper and lower case, spaces, hyphens, underscores and apostrophes",
        "  make no difference: `TFT`, `TitForTat` and `tit for tat` mean `tit_for_tat`. If a text",
        "  can mean several strategies, it is refused, and one sentence lists them.",
    ]
    for family, members in sorted(families.items()):
        lines += ["", f"## {family.replace('_', ' ').capitalize()}", ""]
        lines += ["| name | what it does | depth | uses | source | also called |"]
        lines += ["|---|---|---|---|---|---|"]
        for row in members:
            others = other_names(row.name)
            cells = (f"`{row.name}`", row.summary, depth(row), uses(row), row.source, others)
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    lines += ["", "## Which play alike", ""]
    for proved, said in (
        (True, "These strategies are equal; their automata prove it:"),
        (False, "No test history separates these strategies:"),
    ):
        groups = [names for names in duplicates() if names.proved == proved]
        alike = [f"- {', '.join(f'`{name}`' for name in names)}" for names in groups]
        lines += [said, "", *(alike or ["None."]), ""]
    lines.pop()
    lines += ["", "## Differences from Axelrod-Python", ""]
    lines += [
        "`strategies.from_axelrod` knows the class names of Axelrod-Python. The rules here make",
        "the same moves in every recorded match. Rules with chance make the same moves equally",
        "often, as far as statistical tests can show. These rules are exceptions:",
        "",
    ]
    known = {key.partition("|")[0]: name for key, name in KEYS.items()}
    lines += [f"- `{known[name]}` for {name}: {why}." for name, why in CORRECTED.items()]
    lines += ["", "These play otherwise only when noise changes their own moves:", ""]
    lines += [f"- `{known[name]}` for {name}: {why}." for name, why in UNDER_NOISE.items()]
    lines += ["", "The library does not have these strategies:", ""]
    lines += [f"- {name}: {why}." for name, why in REFUSED.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    KEPT.write_text(facts_text(), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
