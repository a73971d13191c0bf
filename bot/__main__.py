"""`python -m bot` is the command `reportbot`."""

import sys

from bot.cli import main

sys.exit(main())
