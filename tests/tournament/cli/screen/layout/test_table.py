"""Laws of tables: lines fit the terminal, names are whole, columns drop in order."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament.cli.screen import opened
from tournament.cli.screen.layout.columns import GAP, MAIN, NAME, Column, fitting
from tournament.cli.screen.layout.folding import folded, width
from tournament.cli.screen.layout.table import SHOWN, lines, table

NAMES = st.lists(st.text("abz_()=.0 é寛+", min_size=1, max_size=60), min_size=1, max_size=5)
FOREIGN = st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=4)
ORDER = ["places", "wins", "error", "rank"]  # in which these columns drop


def ranking(names, more=()):
    many = len(names)
    return [
        Column("rank", [str(n + 1) for n in range(many)], 2),
        Column("player", names, NAME),
        Column("score", ["13.02"] * many, MAIN),
        Column("error", ["± 0.02"] * many, 3),
        Column("wins", ["99.9 %"] * many, 4),
        Column("places", ["1 to 2"] * many, 5),
        *more,
    ]


def printed(columns, columns_of_the_screen, **options):
    stream = io.StringIO()
    table(opened(stream, columns_of_the_screen), columns, **options)
    return stream.getvalue()


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(NAMES, st.integers(20, 300))
def test_no_line_is_wider_than_the_terminal_and_names_are_whole(names, room):
    text = printed(ranking(names), room)
    assert all(width(line) <= room for line in text.splitlines())
    cells = fitting(ranking(names), room)["player"]
    for name in names:
        parts = folded(name, cells, later=" ")
        assert all(part.strip() in text for part in parts)
        assert squeezed("".join(parts)) == squeezed(name)


@given(FOREIGN, st.integers(20, 300))
def test_foreign_names_do_not_break_lines(names, room):
    text = printed(ranking(names), room)
    assert all(width(line) <= room for line in text.split("\n"))
    assert all(line.isprintable() for line in text.split("\n"))


@given(NAMES, st.integers(20, 300))
def test_a_name_is_broken_only_if_it_does_not_fit_beside_the_score(names, room):
    columns = ranking(names)
    widths = fitting(columns, room)
    most = room - len("13.02") - GAP
    assert all(width(name) <= widths["player"] for name in names if width(name) <= most)
    dropped = [title for title in ORDER if title not in widths]
    assert dropped == ORDER[: len(dropped)]


def test_one_long_name_costs_the_others_no_column():
    names = ["tit_for_tat", "a" * 200]
    assert list(fitting(ranking(names), 80)) == [column.title for column in ranking(names)]
    assert fitting(ranking(names), 40) == {"rank": 4, "player": 27, "score": 5}


@given(NAMES, st.integers(20, 299))
def test_a_wider_terminal_shows_no_less(names, room):
    columns = ranking(names)
    assert set(fitting(columns, room)) <= set(fitting(columns, room + 1))


@given(st.text("ab (寛+%±1", max_size=80), st.integers(4, 40))
def test_folding_loses_no_letter(text, room):
    lines = folded(text, room, "- ", "  ")
    assert all(width(line) <= room for line in lines)
    assert squeezed("".join(line[2:] for line in lines)) == squeezed(text)


def test_two_names_share_what_there_is():
    columns = [
        Column("be like", ["a" * 40], NAME),
        Column("give to", ["b" * 10], NAME),
        Column("income", ["99"], MAIN),
    ]
    assert fitting(columns, 40) == {"be like": 20, "give to": 10, "income": 6}
    assert fitting(columns, 30) == {"be like": 10, "give to": 10, "income": 6}
    assert fitting(columns, 20) == {"be like": 9, "give to": 9}


def test_a_kind_is_broken_between_its_rules():
    assert folded("suspicious_tit_for_tat + out_for_tat", 30) == [
        "suspicious_tit_for_tat +",
        "out_for_tat",
    ]
    assert folded("It is behind tit_for_tat + anyone by 5 %.", 30) == [
        "It is behind",
        "tit_for_tat + anyone by 5 %.",
    ]


def test_what_does_not_fit_is_named():
    text = printed(ranking(["tit_for_tat"]), 36, where="ranking.csv")
    assert "Too wide for this terminal: wins," in " ".join(text.split())
    assert " ".join(text.split()).endswith("places; ranking.csv has all.")
    assert "Too wide" not in printed(ranking(["tit_for_tat"]), 80, where="ranking.csv")


def test_a_terminal_gets_the_first_rows_and_a_pipe_all():
    names = [f"player_{n}" for n in range(SHOWN + 5)]
    text = printed(ranking(names), 80, where="ranking.csv")
    assert "... and 5 more; ranking.csv has all." in text
    assert "player_59" in text
    assert "player_60" not in text
    piped = printed(ranking(names), None).splitlines()
    assert len(piped) == 1 + len(names)


def test_a_pipe_gets_one_line_a_row_that_programs_can_split():
    names = ["a" * 200, "tit_for_tat + anyone"]
    head, *rows = printed(ranking(names), None).splitlines()
    assert head.split() == ["rank", "player", "score", "error", "wins", "places"]
    for name, row in zip(names, rows, strict=True):
        cells = [cell.strip() for cell in row.split("  ") if cell]
        assert cells[1:] == [name, "13.02", "± 0.02", "99.9 %", "1 to 2"]
        assert row == row.rstrip()


@pytest.mark.parametrize("room", [20, 50, 200])
def test_titles_have_at_most_two_lines(room):
    long = Column("so many words above so few signs", ["1"], 2)
    text = printed([Column("player", ["x"], NAME), long], room)
    assert len(text.split("─")[0].splitlines()) <= 3


@pytest.mark.parametrize(
    ("room", "wanted"), [(1, ["a", "b", "c"]), (2, ["a", " b", " c"]), (3, ["abc"]), (9, ["abc"])]
)
def test_what_goes_on_hangs_where_there_is_room(room, wanted):
    screen = opened(io.StringIO(), 80)
    rows = lines(screen, [Column("x", ["abc"], NAME)], {"x": room}, heads=False)
    assert [str(row).rstrip() for row in rows] == wanted
