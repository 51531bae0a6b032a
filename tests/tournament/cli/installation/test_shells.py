"""Scripts of shells, to the letter, for a small command line.

`python tests/tournament/cli/installation/test_shells.py` writes the files of `golden/` anew. Look
at what changed before you commit them, and try them in the shells.
"""

from pathlib import Path

import pytest

from tournament.cli.installation.completion import Completion, Place, Shown
from tournament.cli.installation.shells import SHELLS

FOLDER = Path(__file__).parent / "golden"
SMALL = Completion(
    commands=(
        Shown(
            "play",
            "play: all",
            (
                Place(("--quiet", "-q"), "say less", "", True),
                Place(("--game",), "who's payoffs", "game", False),
                Place(("--with",), "players", "player", False),
                Place(("--output", "-o"), "a folder", "folder", False),
                Place(("--seed",), "a number", "", False),
            ),
            "player",
        ),
        Shown("doctor", "look after all", (), ""),
        Shown("report", "write a page", (Place(("--open",), "open it", "", True),), "folder"),
        Shown("show", "explain", (), "game"),
    ),
    words={"game": ("chicken", "tsto"), "player": ("joss", "grudger"), "folder": ()},
    listed=frozenset({"player"}),
    files=frozenset({"player", "folder"}),
)
"""Options of each kind: switches, choices, lists, files, and what nothing is known of; commands
with arguments and without."""


@pytest.mark.parametrize("shell", SHELLS)
def test_scripts_are_as_they_were(shell):
    assert SHELLS[shell](SMALL) == (FOLDER / f"small.{shell}").read_text(encoding="utf-8")


def test_fish_gets_a_line_for_each_thing_that_can_be_typed():
    """Commands and first options; arguments, where something is known of them; options."""
    lines = SHELLS["fish"](SMALL).partition("complete -c tournament -f\n")[2].splitlines()
    places = [len(each.options) + bool(each.values) for each in SMALL.commands]
    assert len(lines) == len(SMALL.commands) + 2 + sum(places)
    assert all(line.startswith("complete -c tournament -n '") for line in lines)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, script in SHELLS.items():
        (FOLDER / f"small.{name}").write_text(script(SMALL), encoding="utf-8", newline="\n")
