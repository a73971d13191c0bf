"""Writes docs/dependencies.md: what is installed to run the bot, and under which licences.

    python -m tests.dependencies --write

Names and versions are those of constraints.txt, licences what each package says of itself.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "dependencies.md"
_HEAD = """# Dependencies

What `constraints.txt` installs to run the bot, all of it pinned with hashes, and the licences the packages say they are
under. None is under the GPL or AGPL; python-telegram-bot is under the LGPL and is used unchanged, as a library. Written by
`python -m tests.dependencies --write`; a test compares it. `make audit` looks for known vulnerabilities (`pip-audit`) and writes a
software bill of materials (CycloneDX) to `build/sbom.json`.

| package | version | licence |
|---|---|---|
"""


def pinned() -> Iterator[tuple[str, str]]:
    """(name, version) of every package that is needed to run the bot."""
    text = (ROOT / "constraints.txt").read_text("utf-8")
    yield from re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.MULTILINE)


def licence(name: str) -> str:
    """What a package says of its licence; PackageNotFoundError where it is not installed."""
    about = metadata(name)
    classified = [
        each.rpartition(" :: ")[2]
        for each in about.get_all("Classifier") or ()
        if each.startswith("License ::") and not each.endswith("OSI Approved")
    ]
    stated = about.get("License-Expression") or " ".join((about.get("License") or "").split())
    # Some give the whole text.
    short = stated if 0 < len(stated) <= 60 else ""
    return short or ", ".join(classified) or "not stated"


def page() -> str:
    """The whole page."""
    return _HEAD + "".join(
        f"| {name} | {version} | {_licence_or_none(name)} |\n" for name, version in sorted(pinned())
    )


def _licence_or_none(name: str) -> str:
    try:
        return licence(name)
    except PackageNotFoundError:
        return "(not installed here)"


if __name__ == "__main__":
    if "--write" in sys.argv:
        TARGET.write_text(page(), "utf-8")
    else:
        print(page())
