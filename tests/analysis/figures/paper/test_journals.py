"""What a width means."""

import re

import pytest

from analysis.figures.paper.journals import INCH, JOURNALS, page_of
from tournament.errors import ArgumentError


@pytest.mark.parametrize("name", sorted(JOURNALS))
def test_columns_of_a_journal_are_as_wide_as_it_says(name):
    journal = JOURNALS[name]
    assert page_of(f"{name} one column").wide * INCH == pytest.approx(journal.one)
    assert page_of(f"{name.upper()}, two  columns").wide * INCH == pytest.approx(journal.two)
    assert page_of(f"{name} two columns").tall * INCH == pytest.approx(journal.tall)
    assert journal.one < journal.two < journal.tall
    assert journal.source


@pytest.mark.parametrize(
    ("width", "millimetres"),
    [("one column", 89), ("two columns", 183), (120, 120), ("12 cm", 120), ("3.5in", 88.9)],
)
def test_lengths_are_read(width, millimetres):
    assert page_of(width).wide * INCH == pytest.approx(millimetres)


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (3.5, "from 40 to 1500 mm; got 3.5. Write inches as '3.5 in'."),
        ("natur one column", "got 'natur'. Did you mean 'Nature'?"),
        ("wide", "a length such as '120 mm', or a number of millimetres; got 'wide'."),
        (True, "got True."),
        (float("nan"), "got nan."),
    ],
)
def test_what_is_no_width_is_answered(width, said):
    with pytest.raises(ArgumentError, match=re.escape(said)):
        page_of(width)
