"""Golden files: cases people can read, `## title` with an input and an expected block."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_CASE = re.compile(
    r"^## (?P<title>.+?)\n.*?^```[a-z]*\n(?P<input>.*?)^```\n.*?^```[a-z]*\n(?P<expected>.*?)^```",
    re.MULTILINE | re.DOTALL,
)


class Case(NamedTuple):
    """A case of a golden file."""

    title: str
    input: str
    expected: str


def cases(name: str) -> list[Case]:
    """The cases of tests/golden/<name>.md in order; at least one."""
    text = (Path(__file__).parent / "golden" / f"{name}.md").read_text("utf-8")
    found = [Case(m["title"], m["input"][:-1], m["expected"][:-1]) for m in _CASE.finditer(text)]
    assert found, f"no case in {name}.md"
    return found
