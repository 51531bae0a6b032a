"""What `--json` prints, to the letter, but for versions, places and hashes of code.

`python tests/tournament/cli/answers/test_documents.py` writes the files of `golden/` anew. Look at
what changed before you commit them.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import strategies
from strategies.contents import catalogue
from tournament import Season, Tournament
from tournament.cli.answers import documents, library

FOLDER = Path(__file__).parent / "golden"
FIELD = ["tit_for_tat", "random_player", "always_defect"]
OTHERWISE = {"tournament", "code", "file", "line", "versions"}
"""Keys whose values are other ones in other places and versions."""


def tournament() -> dict[str, Any]:
    event = Tournament(FIELD, turns=10, repetitions=4, noise=0.02, seed=7, self_play=True)
    results = event.play(progress=False)
    return documents.event(results, {"report": Path("out") / "report.html"}, "tournament run")


def tournament_with_failures() -> dict[str, Any]:
    results = Tournament(FIELD[::2], turns=10, seed=7).play(progress=False)
    results.manifest["failures"] = ["a.py:1: mine: no."]
    results.manifest["command"] = "tournament run mine"
    results.manifest["settling"] = {"settled": False, "unsure": 3}
    return documents.event(results, {})


def season() -> dict[str, Any]:
    event = Season(FIELD, towns=12, days=4, friends=4, gifts_per_day=2, repetitions=2, seed=3)
    return documents.event(event.play(progress=False), {"results": Path("out")})


def rules() -> dict[str, Any]:
    asked = ("gradual", "forgiving", "generous_tit_for_tat")
    return library.strategies([strategies.get(name) for name in asked])


DOCUMENTS: dict[str, Callable[[], dict[str, Any]]] = {
    "tournament": tournament,
    "failures": tournament_with_failures,
    "season": season,
    "catalogue": lambda: library.catalogue(
        [catalogue.entry(strategies.get(name), play=False) for name in FIELD]
    ),
    "strategies": rules,
    "partners": lambda: library.partners([strategies.ucb1(per_friend=3), strategies.anyone]),
}


def told(value: Any) -> Any:
    """Return a document without what is otherwise elsewhere; numbers with nine digits."""
    if isinstance(value, dict):
        return {k: "..." if k in OTHERWISE and each else told(each) for k, each in value.items()}
    if isinstance(value, list):
        return [told(each) for each in value]
    return float(f"{value:.9g}") if isinstance(value, float) else value


def written(name: str) -> str:
    return json.dumps(told(DOCUMENTS[name]()), indent=1, allow_nan=False) + "\n"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_are_as_they_were(name):
    assert written(name) == (FOLDER / f"{name}.json").read_text(encoding="utf-8")


def test_a_rule_whose_source_is_gone_has_no_text(monkeypatch):
    def gone(_rule):
        raise OSError

    monkeypatch.setattr(library.inspect, "getsource", gone)
    assert library.rule(strategies.anyone)["text"] == ""


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for title in DOCUMENTS:
        (FOLDER / f"{title}.json").write_text(written(title), encoding="utf-8", newline="\n")
