"""Parameters of a rule, as they lie in a frame: 8-byte words."""

import numpy as np

from tournament.authors.plugin import Plugin


def parameter_words(plugin: Plugin) -> list[int]:
    """Return the 8-byte words in which a frame holds parameters: an array as address and shape."""
    words: list[int] = []
    for value in plugin.parameters.values():
        if isinstance(value, np.ndarray):
            words += [value.ctypes.data, *value.shape]
        elif isinstance(value, float):
            words.append(int(np.float64(value).view(np.int64)))
        else:
            words.append(int(value))
    return words
