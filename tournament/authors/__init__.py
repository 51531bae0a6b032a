"""What a plugin's author touches: the vocabulary, decorators, files, and the registry.

Whoever has a plugin has imported this package, and with it `files`, which teaches `pickle` how
plugins are sent.
"""

from tournament.authors import files as files
