"""What a plugin's author touches: the vocabulary, decorators, files, and the registry.

Whoever has a plugin has imported this package, and with it `pickles`, which teaches `pickle` how
plugins are sent.
"""

import numpy as np  # noqa: F401 (all files here need it, and deep imports are slow: see below)

from tournament.authors.loading import pickles as pickles

# Python 3.11 keeps frames in chunks of memory. A call at the end of a chunk asks the system for
# another chunk, each time. NumPy makes thousands of calls while it is imported. So `import
# strategies` took half as long again where NumPy was first imported at an unlucky depth.
