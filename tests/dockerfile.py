"""Runs the steps of a Dockerfile in a clean folder, where there is no Docker.

Every absolute path of the image is a path below that folder. What needs root (useradd, chown) is
not done; everything else is run as it stands.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

_OURS = re.compile(r"(?<![\w.])/(opt|src|app|data)(?=[/\s:;\"']|$)")
_NEEDS_ROOT = ("useradd", "chown")


@dataclass(slots=True)
class Image:
    """What the last stage leaves: where things are, and how it is run."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    def path(self, inside: str) -> Path:
        return self.root / inside.lstrip("/")

    def here(self, text: str) -> str:
        """A text of the image with its paths as they are on this machine."""
        return _OURS.sub(rf"{self.root}/\1", text)

    def run(self, arguments: list[str], **more: str) -> subprocess.Popen[str]:
        """Starts a command of the image; its output is one text."""
        return subprocess.Popen(
            [self.here(each) for each in arguments],
            cwd=self.path(self.folder),
            env=self._surroundings() | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _surroundings(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("REPORTBOT_", "PYTHON"))}
        return kept | self.environment


def build(file: Path, context: Path, root: Path) -> Image:
    """Builds what the Dockerfile says; AssertionError with what a step printed if one fails."""
    image = Image(root)
    for instruction, rest in _instructions(file.read_text("utf-8")):
        _STEPS[instruction](image, rest, context)
    return image


def _instructions(text: str) -> list[tuple[str, str]]:
    lines = [
        line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")
    ]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1].strip()) for line in joined.split("\n")]


def _from(image: Image, rest: str, context: Path) -> None:
    tools = image.path("/tools")
    tools.mkdir(parents=True, exist_ok=True)
    for name in _NEEDS_ROOT:
        tool = tools / name
        tool.write_text("#!/bin/sh\n")
        tool.chmod(0o755)
    image.environment = {"PATH": f"{tools}:{Path(sys.executable).parent}:{os.environ['PATH']}"}
    image.folder = "/"


def _workdir(image: Image, rest: str, context: Path) -> None:
    image.folder = rest
    image.path(rest).mkdir(parents=True, exist_ok=True)


def _env(image: Image, rest: str, context: Path) -> None:
    for pair in shlex.split(image.here(rest)):
        name, value = pair.split("=", 1)
        # Downloading all of it again would only test the line.
        if name != "PIP_NO_CACHE_DIR":
            image.environment[name] = value.replace("$PATH", image.environment["PATH"])


def _copy(image: Image, rest: str, context: Path) -> None:
    words = rest.split()
    if any(word.startswith("--from") for word in words):
        return  # both stages share the folder
    *sources, target = (word for word in words if not word.startswith("--"))
    into = image.path(f"{image.folder}/{target}")
    for source in sources:
        if (context / source).is_dir():
            shutil.copytree(context / source, into, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            into.mkdir(parents=True, exist_ok=True)
            shutil.copy(context / source, into)


def _run(image: Image, rest: str, context: Path) -> None:
    process = image.run(["sh", "-ec", rest])
    output, _ = process.communicate()
    assert process.returncode == 0, f"RUN {rest}\n{output[-3000:]}"


def _entrypoint(image: Image, rest: str, context: Path) -> None:
    image.entrypoint = json.loads(rest)


def _cmd(image: Image, rest: str, context: Path) -> None:
    image.command = json.loads(rest)


def _healthcheck(image: Image, rest: str, context: Path) -> None:
    image.health = json.loads(rest.split("CMD", 1)[1])


def _nothing(image: Image, rest: str, context: Path) -> None:
    """USER and VOLUME say who runs it and what outlasts it."""


_STEPS = {
    "FROM": _from,
    "WORKDIR": _workdir,
    "ENV": _env,
    "COPY": _copy,
    "RUN": _run,
    "ENTRYPOINT": _entrypoint,
    "CMD": _cmd,
    "HEALTHCHECK": _healthcheck,
    "USER": _nothing,
    "VOLUME": _nothing,
}
