"""Reading: from the bytes of a file to its clean text and its description."""

from __future__ import annotations

from index.reading.reader import SUFFIXES, read
from index.reading.sidefile import side_name

__all__ = ["SUFFIXES", "read", "side_name"]
