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
from bot.telegram.texts import ADMINISTRATOR_COMMANDS, COMMANDS
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


def _defaults() -> dict[str, object]:
    return {f.name: getattr(Config(), f.name) for f in fields(Config)}


def test_every_configuration_key_is_listed_with_its_default() -> None:
    said = {cells[0].strip("`"): cells[1].strip("`") for cells in _rows("key")}
    values = _defaults()
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


PAGES = sorted((ROOT / "docs").rglob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
class TestPages:
    def test_every_command_named_is_one_of_the_bots(self, page: Path) -> None:
        if page.name == "conversations.md":
            return  # made by the bot itself
        named = set(re.findall(r"(?<![\w./)\]`-])`?/([a-z]{2,})\b(?!/)", page.read_text("utf-8")))
        assert named <= COMMANDS.keys() | ADMINISTRATOR_COMMANDS.keys()

    def test_every_subcommand_and_key_named_exists(
        self, page: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = page.read_text("utf-8")
        with pytest.raises(SystemExit):
            main(["--help"])
        known = set(re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE))
        assert set(re.findall(r"(?:`| {4})reportbot (\w+)", text)) <= known
        sections = {name for name, value in _defaults().items() if is_dataclass(value)}
        keys = re.findall(rf"`((?:{'|'.join(sections)})\.\w+)", text)
        assert set(keys) <= {cells[0].strip("`") for cells in _rows("key")}

    def test_every_test_named_exists(self, page: Path) -> None:
        written = "".join(file.read_text("utf-8") for file in (ROOT / "tests").glob("test_*.py"))
        for name in re.findall(r"`(test_\w+)`", page.read_text("utf-8")):
            assert re.search(rf"def {name}\(", written), name

    def test_every_link_leads_somewhere(self, page: Path) -> None:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_of_the_bot_is_explained(language: str) -> None:
    text = "".join(page.read_text("utf-8") for page in (ROOT / "docs" / language).glob("*.md"))
    for command in COMMANDS.keys() | ADMINISTRATOR_COMMANDS.keys():
        assert f"`/{command}" in text, command


def test_both_languages_have_the_same_pages() -> None:
    chinese, english = (
        {page.name for page in (ROOT / "docs" / language).glob("*.md")} for language in ("zh", "en")
    )
    assert chinese == english


def test_no_threat_and_no_fault_is_without_a_test() -> None:
    for name, column in (("security.md", 2), ("faults.md", 3)):
        text = (ROOT / "docs" / name).read_text("utf-8").split("\n## ")[0]
        rows = re.findall(r"^\| (?!threat|fault|-)(.+) \|$", text, re.MULTILINE)
        assert rows
        for row in rows:
            assert "`test_" in row.split(" | ")[column], row
