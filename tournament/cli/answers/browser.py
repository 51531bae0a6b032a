"""`--open`: a page in the browser."""

from pathlib import Path

from tournament.cli import exits


def open_page(page: Path) -> bool:
    """Open a page in the browser; return whether there is one, and say so if there is none."""
    import webbrowser

    try:
        opened = webbrowser.open(address(page))
    except webbrowser.Error:
        opened = False
    if not opened:
        exits.say(f"there is no browser to open here; open {page} yourself.")
    return opened


def address(page: Path) -> str:
    """Return what a browser, or a click in a terminal, opens.

    >>> address(Path("/tmp/out/report.html"))  # doctest: +ELLIPSIS
    'file:///...tmp/out/report.html'
    """
    return page.resolve().as_uri()
