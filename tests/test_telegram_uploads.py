"""Under which name an uploaded document is kept, in the real library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from bot.telegram.uploads import add_document, preview_document
from index.errors import ReadingError
from index.library import Library

SIDE = 'place = "西湖区"\nyear = 2022\n'.encode()


def text(place: str, schools: int, year: int = 2023) -> bytes:
    return (
        f"# {place}教育局{year}年法治政府建设工作报告\n\n## 一、主要工作\n\n"
        f"{place}有{schools}所学校聘请了法治副校长。\n"
    ).encode()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path) as library:
        yield library


def names(library: Library) -> list[str]:
    return sorted(entry.name for entry in library.reports())


def upload(library: Library, name: str, data: bytes) -> tuple[str, bool]:
    seen = preview_document(library, name, data)
    if seen.same:
        return seen.same, False
    return add_document(library, name, data, "telegram:9", seen).name, bool(seen.former)


def test_each_report_keeps_one_name_through_its_versions(library: Library) -> None:
    assert upload(library, "index.md", text("安吉县", 5)) == ("index.md", False)
    assert upload(library, "index.md", text("高平市", 6)) == ("index (2).md", False)
    assert upload(library, "index.md", text("安吉县", 7)) == ("index.md", True)
    assert upload(library, "index.md", text("高平市", 8)) == ("index (2).md", True)
    assert upload(library, "index.md", text("江北区", 9)) == ("index (3).md", False)
    assert upload(library, "index.md", text("高平市", 8)) == ("index (2).md", False)
    assert "7所" in library.report("index.md").text
    assert "8所" in library.report("index (2).md").text
    assert names(library) == ["index (2).md", "index (3).md", "index.md"]


def test_a_new_version_is_in_no_moment_held_twice(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies as soon as it has written anything."""

    def add_and_die(*arguments: object, **named: object) -> NoReturn:
        add(*arguments, **named)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    upload(library, "a.md", text("安吉县", 5))
    add = library.add
    monkeypatch.setattr(library, "add", add_and_die)
    with pytest.raises(KeyboardInterrupt):
        upload(library, "a.md", text("安吉县", 7))
    monkeypatch.undo()
    assert names(library) == ["a.md"]
    upload(library, "a.md", text("安吉县", 7))
    assert names(library) == ["a.md"]
    assert "7所" in library.report("a.md").text


def test_the_side_file_stays_with_the_same_bytes_and_with_a_new_version(
    library: Library,
) -> None:
    library.add("a.md", text("安吉县", 5), "a.md", SIDE)
    for schools, updated in ((5, False), (7, True)):
        assert upload(library, "a.md", text("安吉县", schools)) == ("a.md", updated)
        about = library.report("a.md").description
        assert (about.place, about.year) == ("西湖区", 2022)
    assert names(library) == ["a.md"]


@pytest.mark.parametrize("name", ["x.md.meta.toml", "x.json", "x.py", "x"])
def test_only_what_is_named_like_a_report_is_taken(library: Library, name: str) -> None:
    with pytest.raises(ReadingError):
        upload(library, name, text("安吉县", 5))
    assert names(library) == []
