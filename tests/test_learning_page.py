"""The page on learning shows what its examples print."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "learning.md"


def test_the_python_of_the_page_is_as_shown():
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert failed == 0
    assert tried > 40
