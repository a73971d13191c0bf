"""A folder of this user's own for what is made once and read at every start.

What lies in a folder that others may write to is not read: the words of everybody's
reports would be cut as a stranger likes.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path


def folder() -> Path:
    """Where what is worth keeping over a restart lies; it need not exist."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(home) / "reportbot"


def read(name: str) -> bytes | None:
    """What was kept under that name; None without it, or where others might have written it."""
    file = folder() / name
    try:
        if not (_trusted(file.parent) and _trusted(file)):
            return None
        return file.read_bytes()
    except OSError:
        return None


def keep(name: str, content: bytes) -> None:
    """Keeps it for the next start, whole or not at all; where that is impossible, nothing is kept."""
    place = folder()
    part = place / f"{name}.{os.getpid()}"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.write_bytes(content)
        part.chmod(0o600)
        part.replace(place / name)
    except OSError:
        with suppress(OSError):
            part.unlink()


def _trusted(path: Path) -> bool:
    """Whether only this user, or root, can have written it."""
    if not hasattr(os, "getuid"):
        return True  # the profile of a user of Windows is closed to others
    about = path.stat()
    others = about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return about.st_uid in (os.getuid(), 0) and not others
