"""Lets `python -m adlists` stand for the `adlists` command."""

import sys

from adlists.cli import main

sys.exit(main())
