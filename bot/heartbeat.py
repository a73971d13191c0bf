"""Signs of life of the serving bot, for whoever watches over it.

A file that is touched whenever Telegram has answered well tells `reportbot doctor --serving`;
systemd, which restarts what hangs, is told that the bot is still at it, well answered or not.
"""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

_FILE = "serving"
# A poll lasts half a minute; several of them in a row must have failed before this is passed.
LONGEST_SILENCE_SECONDS = 180.0


def beat(data: Path) -> None:
    """Says that the bot of this data folder receives updates now."""
    (data / _FILE).touch()


def tell_systemd(state: str) -> None:
    """Sends READY=1, WATCHDOG=1 or STOPPING=1 as sd_notify(3) describes; nothing without systemd."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notifying:
        # A name that begins with @ is one in the abstract namespace.
        notifying.sendto(state.encode(), address.replace("@", "\0", 1))


def silence(data: Path) -> float | None:
    """Seconds since the bot last received, None if it never served from this folder."""
    try:
        return time.time() - (data / _FILE).stat().st_mtime
    except FileNotFoundError:
        return None
