"""Notices when the files of a folder have changed, and have come to rest."""

from __future__ import annotations

from pathlib import Path

_Seen = frozenset[tuple[str, int, int]]


class Watch:
    """Looks at a folder from time to time; a file that still grows is waited for.

    What is there at first counts as changed: nobody looked while the bot was down.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: _Seen | None = None
        self._last = self._look()

    def changed(self) -> bool:
        """Whether the files differ from when this last said so, and not from the look before."""
        now = self._look()
        rested, self._last = now == self._last, now
        if now == self._known or not rested:
            return False
        self._known = now
        return True

    def _look(self) -> _Seen:
        found = set()
        for path in self._folder.rglob("*"):
            try:
                about = path.stat()
            except OSError:  # gone meanwhile
                continue
            if path.is_file():
                found.add((str(path), about.st_size, about.st_mtime_ns))
        return frozenset(found)
