"""Foreign texts in Markdown: people can read them, and no reader takes them for markup."""

import re

import pytest

from analysis.reports.markdown import plain


@pytest.mark.parametrize("text", ["p <0.001", "a < b > c", "R & D", "x<=2", "5 <6", "AT&T", "a_b"])
def test_what_is_no_markup_stays_as_it_is(text):
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>", "&lt;script>"),
        ("</b>", "&lt;/b>"),
        ("<!-- x", "&lt;\\!-- x"),
        ("<?php", "&lt;?php"),
        ("&lt;", "&amp;lt;"),
        ("&#60;b", "&amp;\\#60;b"),
        ("> quoted", "\\> quoted"),
        ("\n\n> quoted", "\\> quoted"),
        ("![x](y)", "\\!\\[x\\](y)"),
    ],
)
def test_markup_is_escaped_once(text, shown):
    assert plain(text) == shown


@pytest.mark.parametrize("tag", ["<b", "</b", "<!d", "<?x", "<A"])
def test_no_tag_can_begin(tag):
    assert not re.search(r"<[A-Za-z/!?]", plain(f"{tag}>"))
