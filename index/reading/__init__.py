"""Reading: from the bytes of a file to its clean text and its description."""

from __future__ import annotations

from index.reading.apart import read_apart
from index.reading.docx_package import check_entries
from index.reading.reader import SUFFIXES, read
from index.reading.sidefile import side_name
from index.reading.sniff import binary_format

__all__ = ["SUFFIXES", "binary_format", "check_entries", "read", "read_apart", "side_name"]
