"""The direction of dependencies: `index` never imports `bot`, only bot/telegram imports telegram."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted([*ROOT.glob("index/**/*.py"), *ROOT.glob("bot/**/*.py")])


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            yield node.module or ""


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
def test_direction(file: Path) -> None:
    place = file.relative_to(ROOT)
    for name in _imported(file):
        top = name.split(".")[0]
        if place.parts[0] == "index":
            assert top not in ("bot", "telegram"), name
        elif place.parts[:2] != ("bot", "telegram"):
            assert top != "telegram", name
        if place.parts[0] == "bot" and top == "index":
            assert name in ("index", "index.models", "index.errors"), name
