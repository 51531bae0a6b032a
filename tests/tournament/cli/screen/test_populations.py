"""A population on a screen: lines that fit, whole names, what the columns mean."""

import io
import re

import pytest

from tournament import Game, Population
from tournament.cli import screen

WIDTHS = {"50": 50, "80": 80, "200": 200}
LONG = ["tit_for_tat", "always_defect", "generous_tit_for_tat(generosity=0.3333)"]
UNLIKE = Game(R=(3, 2), S=(0, 1), T=(5, 4), P=(1, 0))
FEW = {"size": 10, "repetitions": 20, "turns": 10, "seed": 1, "engine": "python"}


@pytest.fixture(scope="module")
def played():
    return {
        "fixed": Population(LONG, **FEW).play(progress=False),
        "roles": Population(LONG[:2], **FEW, game=UNLIKE).play(progress=False),
        "mutants": Population(LONG, **FEW, mutation=0.05).play(8, progress=False),
        "once": Population(LONG, **FEW | {"repetitions": 1}).play(progress=False),
    }


def printed(results, width=None):
    stream = io.StringIO()
    screen.population(results, screen.opened(stream, width))
    return stream.getvalue()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("which", ["fixed", "roles", "mutants", "once"])
def test_lines_fit_and_names_are_whole(played, which, width):
    lines = printed(played[which], WIDTHS[width]).splitlines()
    assert max(map(len, lines)) <= WIDTHS[width]
    assert "…" not in "\n".join(lines)
    for name in ("tit_for_tat", "always_defect"):
        assert name in "\n".join(lines)


def test_a_pipe_gets_every_number(played):
    results = played["fixed"]
    text = printed(results)
    first = results.ranking.iloc[0]
    row = next(line for line in text.splitlines() if line.startswith("   1 "))
    cells = re.split(r"  +", row.strip())
    assert cells[:3] == ["1", results.ranking.index[0], f"{100 * first['start']:.1f} %"]
    assert float(cells[3].split()[0]) == pytest.approx(100 * first["share"], abs=0.51)
    assert "in the end ± standard error" in text
    assert "Generations: mean of these repetitions." in text
    assert "; `--repetitions 80` would about halve the errors." in text


def test_what_a_share_is_of(played):
    text = printed(played["mutants"])
    assert "Share: of all places, mean over generations 4 to 8 ± standard error." in text
    assert "Generations:" not in text
    roles = printed(played["roles"])
    assert re.search(r"rank +type +role +start", roles)
    assert "Share: of all places of its role, in the end" in roles


def test_one_repetition_says_nothing_of_luck(played):
    assert "`--repetitions 20` tells how much of this is luck." in printed(played["once"])


def test_a_file_that_is_not_written_is_not_named(played):
    stream = io.StringIO()
    screen.event(played["fixed"], screen.opened(stream, 50), "")
    assert "Too wide for this terminal: " in stream.getvalue()
    assert "ranking.csv" not in stream.getvalue()
    assert "ranking.csv has all" in printed(played["fixed"], 50).replace("\n  ", " ")


def test_a_picture_has_its_scale(played):
    assert "Drawn: from 11.2 % at the left to " in printed(played["fixed"], 200)


def test_one_generation_is_no_mean():
    still = Population(LONG[:2], **FEW).play(0, progress=False)
    assert "Share: of all places, in generation 0 ± standard error." in printed(still)
