"""The page of published results: written from its numbers, and its numbers are those of today.

Sampled numbers depend on the seed of the script, so they are the same bytes again.
"""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STUDY = ROOT / "docs" / "studies" / "published_results"
SHORT = ("studies.published", "rows", "exact", "graphs", "populations", "recorded", "tournaments")
QUICK = 1.5
"""Seconds that a part may take to be computed again where slow tests are left out."""
LONG = {"Cooperators under the Fermi rule"}
"""What takes a minute, and has a slow test of its own."""


@pytest.fixture(scope="module")
def study():
    """The script; its modules import each other by short names."""
    sys.path.insert(0, str(STUDY))
    try:
        import page

        yield page
    finally:
        sys.path.remove(str(STUDY))
        for name in ("page", *SHORT):
            sys.modules.pop(name, None)


def test_the_page_is_what_its_script_writes(study):
    """If this fails: `python docs/studies/published_results/page.py --again`."""
    assert study.PAGE.read_text(encoding="utf-8") == study.page(study.read())


def test_numbers_that_are_formulas_differ_in_no_digit_that_is_known(study):
    """Reference files have six to twelve decimals."""
    found = study.read()
    for part in study.PARTS:
        if part.kind == study.FORMULA:
            worst = max(abs(study.difference(n)) for n in found[part.title][0])
            assert worst < 2e-6, part.title


def again(study, part) -> None:
    """Compare a part of the file with what is computed now."""
    kept = study.read()[part.title][0]
    now = [(str(n.quantity), float(n.theirs), float(n.ours)) for n in part.compute()]
    assert [n.quantity for n in kept] == [quantity for quantity, _, _ in now]
    for number, (quantity, theirs, ours) in zip(kept, now, strict=True):
        assert (number.theirs, number.ours) == pytest.approx((theirs, ours), abs=1e-9), quantity


def parts(study, *, quick: bool):
    found = study.read()
    return [
        part
        for part in study.PARTS
        if (found[part.title][1] <= QUICK) == quick and part.title not in LONG
    ]


def test_quick_parts_are_computed_again(study):
    assert len(parts(study, quick=True)) > 10
    for part in parts(study, quick=True):
        again(study, part)


@pytest.mark.slow
def test_the_other_parts_are_computed_again(study):
    for part in parts(study, quick=False):
        again(study, part)
