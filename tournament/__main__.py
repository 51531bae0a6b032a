"""`python -m tournament` is the command line."""

import sys

from tournament.cli import main

if __name__ == "__main__":
    sys.exit(main())
