"""Former versions: what was replaced or removed is kept, told apart, and brought back."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Library, versions
from index.errors import NotHeldError
from tests.formats.make import NAME
from tests.tiny_reports import FENGLIN, YUCHUAN, YUCHUAN_2023

FOLDER = Path(__file__).parent / "formats"
QUESTION = "榆川县2024年聘任了多少名法治副校长？"
NEWER = YUCHUAN.replace("法治副校长46名", "法治副校长48名").replace(
    "查处违规办学案件7起", "查处违规办学案件9起"
)


def asked(library: Library) -> str:
    return library.ask(QUESTION).text


@pytest.fixture
def held(library: Library) -> Library:
    library.add("a.txt", YUCHUAN.encode(), "telegram:9")
    library.add("b.txt", YUCHUAN_2023.encode(), "telegram:9")
    return library


def test_a_preview_says_what_a_file_would_be_and_keeps_nothing(held: Library) -> None:
    seen = held.preview("new.txt", NEWER.encode())
    assert (seen.description.place, seen.description.year) == ("榆川县", 2024)
    assert (1, "一、主要工作") in seen.sections
    assert seen.former == "a.txt"
    assert seen.same is None
    assert [(each.before, each.after) for each in seen.changes] == [
        ("46名", "48名"),
        ("7起", "9起"),
    ]
    assert asked(held) == "46名"
    assert held.preview("fenglin.txt", FENGLIN.encode()).former is None


def test_a_report_like_another_one_of_another_year_is_pointed_out(held: Library) -> None:
    mistaken = YUCHUAN.replace("2024年", "2021年").replace("2025年", "2022年")
    seen = held.preview("new.txt", mistaken.encode())
    assert (seen.description.year, seen.former, seen.resembles) == (2021, None, "a.txt")
    assert held.preview("f.txt", FENGLIN.encode()).resembles is None


def test_the_same_text_is_recognised_in_every_format(library: Library) -> None:
    library.index([FOLDER / f"{NAME}.docx"])
    for kind in ("doc", "wps", "mht"):
        name = f"{NAME}.{kind}"
        assert library.preview(name, (FOLDER / name).read_bytes()).same == f"{NAME}.docx"


def test_what_is_replaced_can_be_brought_back(held: Library) -> None:
    held.add("new.txt", NEWER.encode(), "telegram:9", replaces="a.txt")
    assert asked(held) == "48名"
    assert [entry.name for entry in held.reports()] == ["b.txt", "new.txt"]
    [former] = held.versions()
    assert (former.name, former.year, former.successor) == ("a.txt", 2024, "new.txt")
    held.bring_back(former.id)
    assert asked(held) == "46名"
    [other] = held.versions()
    assert (other.name, other.successor) == ("new.txt", "a.txt")
    held.bring_back(other.id)
    assert asked(held) == "48名"
    assert held.check() == ()


def test_what_was_replaced_is_held_no_more_and_its_name_is_free(held: Library) -> None:
    held.add("new.txt", NEWER.encode(), "telegram:9", replaces="a.txt")
    assert "a.txt" not in held._store.held()
    held.add("a.txt", FENGLIN.encode(), "telegram:9")
    assert [entry.name for entry in held.reports()] == ["a.txt", "b.txt", "new.txt"]


def test_a_synonym_takes_effect_at_once_and_can_be_taken_back(
    held: Library, open_library: Callable[[str], Library]
) -> None:
    question = "榆川县2024年有多少护苗使者？"
    assert held.ask(question).status == "not_found"
    identity = held.learn("护苗使者", "法治副校长")
    assert held.ask(question).text == "46名"
    assert open_library("data").ask(question).text == "46名"
    assert [(each.word, each.meant) for each in held.synonyms()] == [("护苗使者", "法治副校长")]
    assert held.unlearn(identity)
    assert not held.unlearn(identity)
    assert held.ask(question).status == "not_found"


def test_the_same_name_with_other_bytes_is_a_new_version(held: Library) -> None:
    held.add("a.txt", NEWER.encode(), "telegram:9")
    held.add("a.txt", NEWER.encode(), "telegram:9")  # the same bytes are none
    [former] = held.versions()
    assert (former.name, former.successor) == ("a.txt", "a.txt")
    held.bring_back(former.id)
    assert asked(held) == "46名"


def test_a_removal_can_be_undone_for_thirty_days(
    held: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.remove("a.txt")
    assert "46名" not in asked(held)
    [former] = held.versions()
    assert former.successor is None
    held.index([])
    held.bring_back(former.id)
    assert asked(held) == "46名"
    held.remove("a.txt")
    [former] = held.versions()
    later = time.time() + versions.REMOVED_KEPT + 60
    monkeypatch.setattr("time.time", lambda: later)
    held.index([])
    assert held.versions() == ()
    with pytest.raises(NotHeldError, match="/versions"):
        held.bring_back(former.id)


def test_what_a_removed_report_had_replaced_is_kept_for_good(
    held: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.add("new.txt", NEWER.encode(), "telegram:9", replaces="a.txt")
    held.remove("new.txt")
    later = time.time() + versions.REMOVED_KEPT + 60
    monkeypatch.setattr("time.time", lambda: later)
    held.index([])
    [former] = held.versions()
    assert former.name == "a.txt"
    held.bring_back(former.id)
    assert asked(held) == "46名"


def test_a_chain_of_versions_keeps_its_successor(held: Library) -> None:
    held.add("c.txt", NEWER.encode(), "telegram:9", replaces="a.txt")
    held.add("d.txt", NEWER.replace("48名", "50名").encode(), "telegram:9", replaces="c.txt")
    assert {(each.name, each.successor) for each in held.versions()} == {
        ("a.txt", "d.txt"),
        ("c.txt", "d.txt"),
    }
    oldest = next(each for each in held.versions() if each.name == "a.txt")
    held.bring_back(oldest.id)
    assert asked(held) == "46名"
    assert [entry.name for entry in held.reports()] == ["a.txt", "b.txt"]


def test_former_versions_are_part_of_a_backup(held: Library, tmp_path: Path) -> None:
    held.remove("a.txt")
    held.backup(tmp_path / "copy.db")
    with Library.open(tmp_path / "other") as other:
        other.restore(tmp_path / "copy.db")
        other.bring_back(other.versions()[0].id)
        assert asked(other) == "46名"


def test_the_same_report_in_two_formats_is_counted_once(library: Library, tmp_path: Path) -> None:
    for kind in ("docx", "mht"):
        (tmp_path / f"{NAME}.{kind}").write_bytes((FOLDER / f"{NAME}.{kind}").read_bytes())
    summary = library.index([tmp_path])
    assert summary.added == (f"{NAME}.docx",)
    [refusal] = summary.refused
    assert refusal.reason == f"与已收录的 {NAME}.docx 内容相同，没有重复收录。"


def test_a_file_that_gave_way_to_an_upload_does_not_come_back_by_itself(
    library: Library, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(YUCHUAN.encode())
    library.index([tmp_path])
    library.add("new.txt", NEWER.encode(), "telegram:9", replaces="a.txt")
    [refusal] = library.index([tmp_path]).refused
    assert refusal.reason.startswith("已被后来上传的 new.txt 替换")
    assert [entry.name for entry in library.reports()] == ["new.txt"]
    library.bring_back(library.versions()[0].id)
    assert library.index([tmp_path]).unchanged == ("a.txt",)
