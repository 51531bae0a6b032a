"""A plugin file for its author to edit."""

import pytest

from tournament.authors.showing.template import write
from tournament.errors import ArgumentError


@pytest.mark.parametrize("partner", [False, True])
def test_a_file_that_exists_stays_as_it_is(tmp_path, partner):
    file = tmp_path / "mine_and_only_mine.py"
    file.write_text("# hours of work\n")
    with pytest.raises(ArgumentError, match="exists already; choose another name"):
        write(str(file), partner=partner)
    assert file.read_text() == "# hours of work\n"
