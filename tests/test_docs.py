"""What README.md says is so: commands, configuration, and the answer it shows."""

from __future__ import annotations

import re
import subprocess
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from PIL import Image

from bot.cli import main
from bot.config import Config
from bot.render import as_text
from index import Library
from tests.screenshots import DIGEST, FOLDER, PARTS, digest, shown
from tests.transcripts import TARGET, as_markdown, held

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def _rows(first: str) -> list[list[str]]:
    """The rows of the table whose header begins with `first`."""
    table = README.split(f"\n| {first} |", 1)[1].split("\n\n", 1)[0]
    return [
        [cell.strip() for cell in row.strip("|").split(" | ")] for row in table.splitlines()[2:]
    ]


def test_every_configuration_key_is_listed_with_its_default() -> None:
    said = {cells[0].strip("`"): cells[1].strip("`") for cells in _rows("key")}
    values = {f.name: getattr(Config(), f.name) for f in fields(Config)}
    sections = {name: value for name, value in values.items() if is_dataclass(value)}
    known = {name: value for name, value in values.items() if name not in sections}
    for name, section in sections.items():
        known |= {f"{name}.{f.name}": getattr(section, f.name) for f in fields(section)}

    def written(value: object) -> str:
        if isinstance(value, frozenset):
            return "[]"
        if isinstance(value, bool):
            return str(value).lower()
        return str(value) if isinstance(value, (int, float)) else f'"{value}"'

    assert said == {key: written(value) for key, value in known.items()}


def test_every_command_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    said = {name for cells in _rows("command") for name in re.findall(r"`(\w+)", cells[0])}
    with pytest.raises(SystemExit):
        main(["--help"])
    helped = capsys.readouterr().out
    known = set(re.findall(r"^    (\w+) ", helped, re.MULTILINE))
    assert said == known


def test_every_option_named_in_the_table_of_commands_exists(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for cells in _rows("command"):
        command = re.findall(r"`(\w+)", cells[0])[0]
        with pytest.raises(SystemExit):
            main([command, "--help"])
        helped = capsys.readouterr().out
        for option in re.findall(r"`(--\w+)", " ".join(cells)):
            assert option in helped, f"{command} {option}"


def test_the_answer_shown_is_the_answer_given(samples: Library) -> None:
    question = re.search(r'make ask Q="([^"]+)"', README)
    shown = re.search(r"prints:\n\n((?:    .*\n|\n)+)", README)
    assert question is not None
    assert shown is not None
    text = re.sub(r"^    ", "", shown[1], flags=re.MULTILINE).strip()
    assert as_text(samples.ask(question[1])) == text


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?<![\w-])make ([a-z-]+)", README)) <= targets


def test_every_file_that_architecture_names_is_there() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    for name in re.findall(r"`((?:index|bot)/[\w/]+(?:\.\w+)?)`", text):
        assert (ROOT / name).exists(), name


def test_no_file_names_a_package_registry() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    address = re.compile(rb"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|mirror|registry)")
    named = [
        name
        for name in tracked
        if (ROOT / name).is_file() and address.search((ROOT / name).read_bytes())
    ]
    assert named == []


async def test_the_conversations_and_pictures_in_the_docs_are_those_the_bot_has(
    samples: Library, tmp_path: Path
) -> None:
    conversations = await held(samples, tmp_path)
    assert as_markdown(conversations) == TARGET.read_text("utf-8")
    for name in PARTS:
        with Image.open(FOLDER / f"{name}.png") as picture:
            assert picture.info[DIGEST] == digest(shown(conversations, name)), name
