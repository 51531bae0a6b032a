"""What is said of saved results that are not believed, before their file has a name and an event.

`Refused` never leaves `files/`: whoever reads turns it into a `ResultsError`.
"""


class Refused(Exception):
    """Something in saved results that `save` never writes; the text says what."""
