"""A file that the serving bot touches while it receives, for whoever watches over it."""

from __future__ import annotations

import time
from pathlib import Path

_FILE = "serving"
# A poll lasts half a minute; several of them in a row must have failed before this is passed.
LONGEST_SILENCE_SECONDS = 180.0


def beat(data: Path) -> None:
    """Says that the bot of this data folder receives updates now."""
    (data / _FILE).touch()


def silence(data: Path) -> float | None:
    """Seconds since the bot last received, None if it never served from this folder."""
    try:
        return time.time() - (data / _FILE).stat().st_mtime
    except FileNotFoundError:
        return None
