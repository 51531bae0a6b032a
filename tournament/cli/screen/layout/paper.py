"""The console of rich, which leaves to the command line what happens when a reader has left."""

from rich.console import Console


class Paper(Console):
    """A console that prints texts as they are."""

    def on_broken_pipe(self) -> None:
        """Raise the error again: a reader such as `head` may leave, and nothing failed."""
        raise
