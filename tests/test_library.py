"""The library on disk: what indexing changes, what survives, and that nothing is said unproved."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.log import Log
from bot.recorded import Job, Place
from bot.render import as_json
from index import Library
from index.analysis import analyse
from index.errors import NotHeldError, ReadingError, StoreError
from index.holdings import GoneError, Holding, Version
from index.models import Answer
from index.store import Store
from tests.conftest import ROOT
from tests.tiny_reports import report

TODAY = date(2026, 11, 22)
HIRED = "榆川县聘任了多少名法治副校长？"
Open = Callable[[str], Library]


def _yuchuan(hired: int = 46) -> bytes:
    return report("榆川县", "一、主要工作", f"全县共聘任法治副校长{hired}名。").encode()


def _fenglin() -> bytes:
    return report("枫林县", "一、主要工作", "全县共聘任法治副校长28名。").encode()


def _job(message: int) -> Job:
    return Job(0, "document", Place(1, None, 5, message), "zh", "file", "a.txt")


def _names(library: Library) -> list[str]:
    return [entry.name for entry in library.reports()]


def _ask(library: Library, question: str = HIRED) -> str:
    return library.ask(question, today=TODAY).text


def _json(answer: Answer) -> str:
    return json.dumps(as_json(answer, "q", 0.0), ensure_ascii=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two reports."""
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "yuchuan.txt").write_bytes(_yuchuan())
    (reports / "fenglin.txt").write_bytes(_fenglin())
    return reports


class TestIndexing:
    def test_reads_only_what_is_new_or_changed(self, library: Library, folder: Path) -> None:
        first = library.index([folder])
        assert (first.added, first.updated) == (("fenglin.txt", "yuchuan.txt"), ())
        again = library.index([folder])
        assert (again.added, again.updated) == ((), ())
        assert again.unchanged == ("fenglin.txt", "yuchuan.txt")
        (folder / "yuchuan.txt").write_bytes(_yuchuan(47))
        changed = library.index([folder])
        assert (changed.updated, changed.unchanged) == (("yuchuan.txt",), ("fenglin.txt",))
        assert _ask(library) == "47名"

    def test_looks_at_the_bytes_not_at_the_time(self, library: Library, folder: Path) -> None:
        library.index([folder])
        (folder / "yuchuan.txt").touch()
        assert not library.index([folder]).updated

    def test_a_side_file_that_comes_changes_and_goes_counts_as_a_change(
        self, library: Library, folder: Path
    ) -> None:
        library.index([folder])
        side = folder / "yuchuan.txt.meta.toml"
        for text, issuer in (('issuer = "甲办"', "甲办"), ('issuer = "乙办"', "乙办")):
            side.write_text(text, "utf-8")
            assert library.index([folder]).updated == ("yuchuan.txt",)
            assert library.reports()[1].description.issuer == issuer
        side.unlink()
        assert library.index([folder]).updated == ("yuchuan.txt",)
        assert library.reports()[1].description.issuer == "榆川县教育局"

    def test_a_gone_file_is_named_and_goes_only_with_prune(
        self, library: Library, folder: Path
    ) -> None:
        library.index([folder])
        (folder / "fenglin.txt").unlink()
        summary = library.index([folder])
        assert (summary.gone, summary.removed) == (("fenglin.txt",), ())
        assert _names(library) == ["fenglin.txt", "yuchuan.txt"]
        pruned = library.index([folder], prune=True)
        assert (pruned.gone, pruned.removed) == ((), ("fenglin.txt",))
        assert _names(library) == ["yuchuan.txt"]

    def test_prune_spares_what_came_from_elsewhere(
        self, library: Library, folder: Path, tmp_path: Path
    ) -> None:
        library.add("uploaded.txt", _fenglin(), "telegram")
        other = tmp_path / "other.txt"
        other.write_bytes(_yuchuan())
        library.index([other])
        assert library.index([folder], prune=True).removed == ()
        assert "uploaded.txt" in _names(library)
        assert "other.txt" in _names(library)

    def test_a_moved_file_is_taken_over(
        self, library: Library, folder: Path, tmp_path: Path
    ) -> None:
        library.index([folder])
        moved = tmp_path / "moved"
        folder.rename(moved)
        summary = library.index([moved], prune=True)
        assert not summary.refused
        assert _names(library) == ["fenglin.txt", "yuchuan.txt"]

    def test_the_name_of_another_file_that_is_still_there_is_refused(
        self, library: Library, folder: Path, tmp_path: Path
    ) -> None:
        library.index([folder])
        namesake = tmp_path / "yuchuan.txt"
        namesake.write_bytes(_fenglin())
        (refusal,) = library.index([namesake]).refused
        assert refusal.name == "yuchuan.txt"
        assert str(folder / "yuchuan.txt") in refusal.reason
        assert _ask(library) == "46名"

    def test_two_files_of_one_name_in_one_run_do_not_swallow_each_other(
        self, library: Library, folder: Path, tmp_path: Path
    ) -> None:
        other = tmp_path / "other"
        other.mkdir()
        (other / "yuchuan.txt").write_bytes(_fenglin())
        summary = library.index([folder, other])
        assert [refusal.name for refusal in summary.refused] == ["yuchuan.txt"]
        assert summary.added == ("fenglin.txt", "yuchuan.txt")
        assert _ask(library) == "46名"

    def test_a_file_of_the_folder_does_not_take_the_place_of_an_upload(
        self, library: Library, folder: Path
    ) -> None:
        library.add("yuchuan.txt", _yuchuan(3), "telegram:5")
        summary = library.index([folder])
        assert (summary.added, summary.updated) == (("fenglin.txt",), ())
        (refusal,) = summary.refused
        assert refusal.name == "yuchuan.txt"
        assert "Telegram 上传" in refusal.reason
        assert "改名" in refusal.reason
        assert _ask(library) == "3名"
        assert library.original("yuchuan.txt") == _yuchuan(3)
        library.remove("yuchuan.txt")
        assert library.index([folder]).added == ("yuchuan.txt",)

    @pytest.mark.parametrize("first", ["reports", "reports/below"])
    def test_a_file_keeps_its_name_from_wherever_it_is_looked_at(
        self, library: Library, folder: Path, first: str
    ) -> None:
        below = folder / "below"
        below.mkdir()
        (folder / "yuchuan.txt").rename(below / "yuchuan.txt")
        library.index([folder.parent / first])
        held = [name for name in _names(library) if name != "fenglin.txt"]
        assert len(held) == 1
        for paths in ([folder], [below], [folder, below], [below / "yuchuan.txt"]):
            summary = library.index(paths, prune=True)
            assert summary.removed == ()
            assert summary.refused == ()
        assert _names(library) == sorted(["fenglin.txt", *held])
        (below / "yuchuan.txt").write_bytes(_yuchuan(47))
        assert library.index([below, folder]).updated == tuple(held)
        (below / "yuchuan.txt").unlink()
        assert library.index([below]).gone == tuple(held)
        assert library.index([folder]).gone == tuple(held)

    @pytest.mark.parametrize("where", ["moved", "moved/below"])
    def test_a_moved_folder_can_be_pruned_afterwards(
        self, library: Library, folder: Path, tmp_path: Path, where: str
    ) -> None:
        (folder / "below").mkdir()
        (folder / "yuchuan.txt").rename(folder / "below" / "yuchuan.txt")
        library.index([folder])
        folder.rename(tmp_path / "moved")
        summary = library.index([tmp_path / where])
        assert "below/yuchuan.txt" in summary.unchanged
        assert summary.added == ()
        assert _names(library) == ["below/yuchuan.txt", "fenglin.txt"]
        (tmp_path / "moved" / "below" / "yuchuan.txt").unlink()
        pruned = library.index([tmp_path / where], prune=True)
        assert pruned.removed == ("below/yuchuan.txt",)

    def test_a_file_whose_name_is_no_text_is_refused_and_the_rest_is_indexed(
        self, library: Library, folder: Path
    ) -> None:
        try:
            (folder / os.fsdecode(b"\xff\xfe.txt")).write_bytes(_fenglin())
        except OSError:
            pytest.skip("this file system takes no such names")
        told: list[str] = []
        summary = library.index([folder], progress=lambda *step: told.append(step[2]))
        assert summary.added == ("fenglin.txt", "yuchuan.txt")
        (refusal,) = summary.refused
        assert "ff" in refusal.name
        assert refusal.name in told
        "".join((refusal.name, refusal.reason, *told)).encode()
        with pytest.raises(ReadingError) as error:
            library.add("\udcff.txt", _fenglin(), "telegram:5")
        str(error.value).encode()

    def test_a_folder_whose_name_is_no_text_is_refused_too(
        self, library: Library, folder: Path
    ) -> None:
        try:
            odd = folder.rename(folder.parent / os.fsdecode(b"\xff"))
        except OSError:
            pytest.skip("this file system takes no such names")
        names = [refusal.name for refusal in library.index([odd]).refused]
        assert names == ["fenglin.txt", "yuchuan.txt"]

    def test_marks_that_are_never_closed_do_not_hold_it_up(self, tmp_path: Path) -> None:
        folder = tmp_path / "marks"
        folder.mkdir()
        marks = ("![a](", "[", "[a](", "<!--", "**a\n", "《", "一", "<td")
        for number, mark in enumerate(marks):
            for suffix in ("md", "html"):
                text = f"全县聘任了46名副校长。\n{mark * (200_000 // len(mark))}"
                (folder / f"{number}.{suffix}").write_text(text, "utf-8")
        reading = """
import sys
import tempfile
from pathlib import Path
from index.reading import read
for file in sorted(Path(sys.argv[1]).iterdir()):
    read(file.name, file.read_bytes())
"""
        # Some of them took minutes each.
        run = subprocess.run([sys.executable, "-c", reading, folder], cwd=ROOT, timeout=60)
        assert run.returncode == 0

    def test_folders_below_keep_files_of_one_name_apart(
        self, library: Library, folder: Path
    ) -> None:
        (folder / "2023").mkdir()
        (folder / "2023" / "yuchuan.txt").write_bytes(_yuchuan(41))
        assert library.index([folder]).added == ("2023/yuchuan.txt", "fenglin.txt", "yuchuan.txt")

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("empty.txt", b""),
            ("blank.txt", b" \n\n"),
            ("picture.html", b"<html><body><img src=a.png></body></html>"),
            ("binary.txt", bytes(range(256)) * 40),
            ("broken.docx", b"PK\x03\x04 not really"),
        ],
    )
    def test_what_cannot_be_read_is_named_with_a_reason_and_the_rest_is_indexed(
        self, library: Library, folder: Path, name: str, data: bytes
    ) -> None:
        (folder / name).write_bytes(data)
        summary = library.index([folder])
        assert summary.added == ("fenglin.txt", "yuchuan.txt")
        (refusal,) = summary.refused
        assert refusal.name == name
        assert refusal.reason.strip()
        assert "\n" not in refusal.reason

    def test_a_format_that_is_not_read_and_a_file_that_is_not_there(
        self, library: Library, folder: Path
    ) -> None:
        document = folder / "report.pdf"
        document.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
        summary = library.index([document, folder / "nowhere.txt", folder / "yuchuan.txt"])
        assert [refusal.name for refusal in summary.refused] == ["report.pdf", "nowhere.txt"]
        assert "PDF" in summary.refused[0].reason
        assert summary.added == ("yuchuan.txt",)

    def test_a_wrong_side_file_refuses_its_report_only(
        self, library: Library, folder: Path
    ) -> None:
        (folder / "yuchuan.txt.meta.toml").write_text('yaer = "2024"', "utf-8")
        summary = library.index([folder])
        assert summary.added == ("fenglin.txt",)
        assert "yaer" in summary.refused[0].reason

    def test_a_new_version_that_cannot_be_read_leaves_the_old_one(
        self, library: Library, folder: Path
    ) -> None:
        library.index([folder])
        (folder / "yuchuan.txt").write_bytes(b"")
        assert [refusal.name for refusal in library.index([folder]).refused] == ["yuchuan.txt"]
        assert _ask(library) == "46名"

    def test_progress_tells_each_file_before_it_is_read(
        self, library: Library, folder: Path
    ) -> None:
        told: list[tuple[int, int, str]] = []
        library.index([folder], progress=lambda *step: told.append(step))
        assert told == [(0, 2, "fenglin.txt"), (1, 2, "yuchuan.txt")]


class TestKeeping:
    def test_what_was_added_is_there_when_the_folder_is_opened_again(
        self, open_library: Open
    ) -> None:
        entry = open_library("data").add("yuchuan.txt", _yuchuan(), "telegram")
        assert (entry.description.place, entry.description.year) == ("榆川县", 2024)
        again = open_library("data")
        assert again.reports() == (entry,)
        assert again.original("yuchuan.txt") == _yuchuan()
        assert _ask(again) == "46名"

    def test_a_description_is_told_without_keeping_anything(
        self, library: Library, folder: Path
    ) -> None:
        told = library.preview("yuchuan.txt", _yuchuan()).description
        assert (told.place, told.year, told.issuer) == ("榆川县", 2024, "榆川县教育局")
        assert library.reports() == ()
        (folder / "yuchuan.txt.meta.toml").write_text('issuer = "甲办"', "utf-8")
        library.index([folder])
        assert (
            library.preview("yuchuan.txt", _yuchuan(47), None, ["yuchuan.txt"]).description.issuer
            == "甲办"
        )
        assert library.preview("other.txt", _yuchuan(47)).description.issuer == "榆川县教育局"
        assert _ask(library) == "46名"
        with pytest.raises(ReadingError, match=r"yuchuan\.txt"):
            library.preview("yuchuan.txt", b"")

    def test_adding_a_new_version_keeps_the_side_file(self, library: Library, folder: Path) -> None:
        (folder / "yuchuan.txt.meta.toml").write_text('issuer = "甲办"', "utf-8")
        library.index([folder])
        assert library.add("yuchuan.txt", _yuchuan(47), "telegram:5").description.issuer == "甲办"
        entry = library.add("yuchuan.txt", _yuchuan(48), "telegram:5", b'issuer = "\xe4\xb9\x99"')
        assert entry.description.issuer == "乙"
        assert library.reports()[1] == entry

    @pytest.mark.parametrize(
        "name", ["x.md.meta.toml", "x.json", "x", ".txt", "x.txt.bak", "x.exe"]
    )
    def test_what_is_not_named_like_a_report_is_not_added(
        self, library: Library, folder: Path, name: str
    ) -> None:
        for refuse in (
            lambda: library.add(name, _yuchuan(), "telegram:5"),
            lambda: library.preview(name, _yuchuan()),
        ):
            with pytest.raises(ReadingError) as error:
                refuse()
            assert error.value.name == name
            for suffix in (".txt", ".md", ".html", ".docx", ".pdf", ".ofd"):
                assert suffix in error.value.reason
        (folder / name).write_bytes(_yuchuan())
        assert [refusal.name for refusal in library.index([folder / name]).refused] == [name]
        assert library.reports() == ()

    def test_adding_and_removing_load_nothing(
        self, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library.add("yuchuan.txt", _yuchuan(), "telegram:5")
        assert _ask(library) == "46名"

        def never(*_: Any) -> Any:
            raise AssertionError("loaded")

        with monkeypatch.context() as patched:
            patched.setattr("index.store.Store.load", never)
            entry = library.add("fenglin.txt", _fenglin(), "telegram:5")
            library.remove("yuchuan.txt")
        assert library.reports() == (entry,)

    def test_only_what_changed_is_loaded(
        self, open_library: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        writer, reader = open_library("data"), open_library("data")
        writer.add("fenglin.txt", _fenglin(), "telegram:5")
        writer.add("yuchuan.txt", _yuchuan(), "telegram:5")
        assert _ask(reader) == "46名"
        loaded: list[str] = []

        holding = Store.holding

        def noting(store: Store, version: Version) -> Holding:
            loaded.append(version.name)
            return holding(store, version)

        monkeypatch.setattr(Store, "holding", noting)
        writer.add("yuchuan.txt", _yuchuan(47), "telegram:5")
        assert _ask(reader) == "47名"
        assert loaded == ["yuchuan.txt"]
        # The same bytes once more get other passages.
        writer.add("yuchuan.txt", _yuchuan(47), "telegram:5")
        assert _ask(reader) == "47名"
        assert loaded == ["yuchuan.txt", "yuchuan.txt"]
        writer.remove("yuchuan.txt")
        assert [entry.name for entry in reader.reports()] == ["fenglin.txt"]
        assert loaded == ["yuchuan.txt", "yuchuan.txt"]
        with open_library("data") as fresh:
            question = "枫林县聘任了多少名法治副校长？"
            assert _json(reader.ask(question, today=TODAY)) == _json(
                fresh.ask(question, today=TODAY)
            )

    def test_while_one_loads_or_writes_others_are_answered(
        self, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library.add("yuchuan.txt", _yuchuan(), "telegram:5")
        assert _ask(library) == "46名"
        library.add("yuchuan.txt", _yuchuan(47), "telegram:5")
        begun, go_on = threading.Event(), threading.Event()
        answers: dict[str, str] = {}
        load = Store.load

        def slow(*given: Any) -> Any:
            begun.set()
            assert go_on.wait(30)
            return load(*given)

        def answer(name: str) -> threading.Thread:
            thread = threading.Thread(target=lambda: answers.update({name: _ask(library)}))
            thread.start()
            return thread

        monkeypatch.setattr("index.store.Store.load", slow)
        loading = answer("loading")
        try:
            assert begun.wait(30)
            with library._store._writing():
                answer("meanwhile").join(30)
            assert answers == {"meanwhile": "46名"}
        finally:
            go_on.set()
            loading.join(30)
        assert answers["loading"] == "47名"
        assert _ask(library) == "47名"

    def test_a_writer_that_takes_long_blocks_no_reader(self, library: Library) -> None:
        library.add("yuchuan.txt", _yuchuan(), "telegram:5")
        answers: list[str] = []
        with library._store._writing():
            reader = threading.Thread(
                target=lambda: answers.extend(
                    (_ask(library), library.original("yuchuan.txt").decode())
                ),
                daemon=True,
            )
            reader.start()
            reader.join(30)
            assert answers == ["46名", _yuchuan().decode()]

    def test_adding_under_a_held_name_replaces(self, library: Library) -> None:
        library.add("yuchuan.txt", _yuchuan(), "telegram")
        library.add("yuchuan.txt", _yuchuan(47), "telegram")
        assert _names(library) == ["yuchuan.txt"]
        assert _ask(library) == "47名"

    def test_a_removed_report_answers_nothing_any_more(self, library: Library) -> None:
        library.add("yuchuan.txt", _yuchuan(), "telegram")
        library.add("fenglin.txt", _fenglin(), "telegram")
        library.remove("yuchuan.txt")
        assert library.ask(HIRED, today=TODAY).missing is not None
        assert library.check() == ()
        for ask in (library.report, library.sections, library.figures, library.original):
            with pytest.raises(NotHeldError, match=r"yuchuan\.txt"):
                ask("yuchuan.txt")
        with pytest.raises(NotHeldError, match=r"yuchuan\.txt"):
            library.remove("yuchuan.txt")

    def test_a_reader_sees_what_another_one_writes(self, open_library: Open) -> None:
        writer, reader = open_library("data"), open_library("data")
        assert reader.reports() == ()
        writer.add("yuchuan.txt", _yuchuan(), "telegram")
        assert _ask(reader) == "46名"
        writer.add("yuchuan.txt", _yuchuan(47), "telegram")
        assert _ask(reader) == "47名"
        assert "47名" in reader.report("yuchuan.txt").text
        writer.remove("yuchuan.txt")
        assert reader.reports() == ()

    def test_while_a_report_is_replaced_readers_get_the_old_or_the_new_one(
        self, open_library: Open
    ) -> None:
        writer, reader = open_library("data"), open_library("data")
        writer.add("yuchuan.txt", _yuchuan(46), "telegram")
        done = threading.Event()
        seen: list[str] = []

        def read() -> None:
            while not done.is_set():
                seen.append(_ask(reader))

        readers = [threading.Thread(target=read) for _ in range(2)]
        for thread in readers:
            thread.start()
        for number in range(8):
            writer.add("yuchuan.txt", _yuchuan(46 + number % 2), "telegram")
        done.set()
        for thread in readers:
            thread.join()
        assert set(seen) <= {"46名", "47名"}
        assert writer.check() == ()

    def test_two_writers_lose_nothing(self, open_library: Open) -> None:
        def write(library: Library, first: int) -> None:
            for number in range(first, first + 4):
                library.add(f"{number}.txt", _yuchuan(number), "telegram")

        writers = [
            threading.Thread(target=write, args=(open_library("data"), first)) for first in (10, 20)
        ]
        for thread in writers:
            thread.start()
        for thread in writers:
            thread.join()
        held = open_library("data")
        assert _names(held) == [f"{n}.txt" for n in (10, 11, 12, 13, 20, 21, 22, 23)]
        assert held.check() == ()


class _Broken(Mapping[str, int]):
    """Terms of a passage that cannot be written."""

    def __getitem__(self, key: str) -> int:
        raise KeyError(key)

    def __iter__(self) -> Any:
        raise RuntimeError("the power went off")

    def __len__(self) -> int:
        return 1


class TestCrash:
    def test_a_crash_while_a_report_is_replaced_leaves_the_old_one_whole(
        self, open_library: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library = open_library("data")
        library.add("yuchuan.txt", _yuchuan(), "telegram")
        before = _json(library.ask(HIRED, today=TODAY))

        def broken(*given: Any) -> Any:
            made = analyse(*given)
            *sound, last = made.passages
            return replace(made, passages=(*sound, replace(last, terms=_Broken())))

        with monkeypatch.context() as patched:
            patched.setattr("index.preparing.analyse", broken)
            with pytest.raises(RuntimeError, match="power"):
                library.add("yuchuan.txt", _yuchuan(47), "telegram")
            with pytest.raises(RuntimeError, match="power"):
                library.add("fenglin.txt", _fenglin(), "telegram")
        for held in (library, open_library("data")):
            assert _names(held) == ["yuchuan.txt"]
            assert _json(held.ask(HIRED, today=TODAY)) == before
            assert held.check() == ()
        library.add("yuchuan.txt", _yuchuan(47), "telegram")
        assert _ask(library) == "47名"

    def test_a_process_that_is_killed_while_it_writes_leaves_the_old_report_whole(
        self, open_library: Open, tmp_path: Path
    ) -> None:
        open_library("data").add("yuchuan.txt", _yuchuan(), "telegram")
        killed = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
import index.library
import index.preparing
from index.analysis import analyse

class Deadly(dict):
    def values(self):
        os.kill(os.getpid(), signal.SIGKILL)

def deadly(*given):
    made = analyse(*given)
    return replace(made, passages=[replace(p, terms=Deadly(p.terms)) for p in made.passages])

index.preparing.analyse = deadly
with index.library.Library.open(Path(sys.argv[1])) as library:
    library.add("yuchuan.txt", sys.stdin.buffer.read(), "telegram")
"""
        run = subprocess.run(
            [sys.executable, "-c", killed, tmp_path / "data"], input=_yuchuan(47), cwd=ROOT
        )
        assert run.returncode == -signal.SIGKILL
        held = open_library("data")
        assert _ask(held) == "46名"
        assert held.check() == ()


class TestAnotherVersion:
    @pytest.fixture
    def older(self, library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
        """An index that another version of the analysis made."""
        library.index([folder])
        library.add("uploaded.txt", _yuchuan(3), "telegram")
        for module in ("library", "indexing"):
            monkeypatch.setattr(f"index.{module}.maker", lambda: "a newer analysis")
        return library

    def test_its_index_is_not_read_but_the_way_out_is_told(
        self, older: Library, open_library: Open
    ) -> None:
        newer = open_library("data")
        for read in (lambda: newer.ask(HIRED), newer.reports, lambda: newer.report("yuchuan.txt")):
            with pytest.raises(StoreError, match="reportbot index"):
                read()

    def test_indexing_rebuilds_it_also_what_has_no_file_any_more(
        self, older: Library, open_library: Open, folder: Path
    ) -> None:
        newer = open_library("data")
        (folder / "fenglin.txt").unlink()
        summary = newer.index([folder])
        assert sorted(summary.updated) == ["fenglin.txt", "uploaded.txt", "yuchuan.txt"]
        assert _names(newer) == ["fenglin.txt", "uploaded.txt", "yuchuan.txt"]
        assert newer.original("uploaded.txt") == _yuchuan(3)
        assert newer.check() == ()
        assert newer.index([folder]).unchanged == ("yuchuan.txt",)


class TestFullAndReadOnly:
    def test_a_full_disk_is_a_clear_error_and_leaves_the_old_index(
        self, library: Library, open_library: Open, folder: Path
    ) -> None:
        library.add("yuchuan.txt", _yuchuan(), "telegram")
        writer = library._store._writer
        pages = writer.execute("PRAGMA page_count").fetchone()[0]
        writer.execute(f"PRAGMA max_page_count={pages}").fetchall()
        with pytest.raises(StoreError, match="原有索引未变") as error:
            library.add("fenglin.txt", _fenglin() + "乡镇学校。".encode() * 9000, "telegram")
        assert "\n" not in str(error.value)
        for held in (library, open_library("data")):
            assert _ask(held) == "46名"
            assert _names(held) == ["yuchuan.txt"]
            assert held.check() == ()
        # With room again, the same works.
        writer.execute("PRAGMA max_page_count=1073741823").fetchall()
        library.add("fenglin.txt", _fenglin(), "telegram")
        assert _names(library) == ["fenglin.txt", "yuchuan.txt"]

    def test_a_folder_that_may_not_be_written_to_is_a_clear_error(self) -> None:
        with tempfile.TemporaryDirectory() as name, _as_nobody(Path(name)):
            with pytest.raises(StoreError, match="请检查数据目录是否可写") as error:
                Library.open(Path(name) / "data")
            assert "\n" not in str(error.value)
        with tempfile.TemporaryDirectory() as name:
            with Library.open(Path(name) / "data") as library:
                library.add("yuchuan.txt", _yuchuan(), "telegram")
            with _as_nobody(Path(name)), pytest.raises(StoreError) as error:
                Library.open(Path(name) / "data").add("fenglin.txt", _fenglin(), "telegram")
            assert "\n" not in str(error.value)
            with Library.open(Path(name) / "data") as library:
                assert _names(library) == ["yuchuan.txt"]
                assert library.check() == ()


@contextmanager
def _as_nobody(folder: Path) -> Iterator[None]:
    """As somebody who may read a folder and not write in it."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65_534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


class TestSeveralProcesses:
    def test_they_make_the_same_index_and_refuse_the_same(
        self, open_library: Open, tmp_path: Path
    ) -> None:
        folder = tmp_path / "many"
        folder.mkdir()
        for number in range(12):
            (folder / f"r{number:02}.txt").write_bytes(_yuchuan(number + 40))
        (folder / "r05.txt").write_bytes(b"\x00\x01\x02" * 100)
        one, two = open_library("one"), open_library("two")
        first, second = one.index([folder], processes=1), two.index([folder], processes=2)
        assert first == second
        assert len(second.added) == 11
        assert [refusal.name for refusal in second.refused] == ["r05.txt"]
        assert one.reports() == two.reports()
        assert two.check() == ()
        assert two.index([folder], processes=2).unchanged == second.added


class TestReportsThatAreReplacedMeanwhile:
    def test_an_answer_comes_from_the_newer_report(
        self, open_library: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reader, writer = open_library("data"), open_library("data")
        writer.add("yuchuan.txt", _yuchuan(), "telegram")
        holding = Store.holding

        def late(store: Store, version: Version) -> Holding:
            """Loads what has just been replaced, once."""
            monkeypatch.setattr(Store, "holding", holding)
            writer.add("yuchuan.txt", _yuchuan(47), "telegram")
            return holding(store, version)

        monkeypatch.setattr(Store, "holding", late)
        assert _ask(reader) == "47名"

    def test_one_that_is_always_replaced_is_a_clear_error(
        self, open_library: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library = open_library("data")
        library.add("yuchuan.txt", _yuchuan(), "telegram")

        def gone(store: Store, version: Version) -> Holding:
            raise GoneError(version.name)

        monkeypatch.setattr(Store, "holding", gone)
        with pytest.raises(StoreError, match="稍后"):
            _ask(library)


class TestCheck:
    @pytest.fixture
    def held(self, library: Library) -> Library:
        library.add(
            "yuchuan.txt",
            report(
                "榆川县",
                "一、主要工作",
                "（一）配强队伍。全县共聘任法治副校长46名，另聘法治辅导员9名。",
                "（二）严格执法。全年罚款2.4万元。",
            ).encode(),
            "telegram",
        )
        return library

    def test_a_sound_index_has_no_faults(self, held: Library) -> None:
        assert held.check() == ()

    @pytest.mark.parametrize(
        "damage",
        [
            pytest.param("UPDATE figures SET number = 64 WHERE text = '46名'", id="number"),
            pytest.param("UPDATE figures SET text = '64名' WHERE text = '46名'", id="figure"),
            pytest.param("UPDATE figures SET start = start + 1 WHERE text = '46名'", id="offset"),
            pytest.param("DELETE FROM figures WHERE text = '9名'", id="figure gone"),
            pytest.param("UPDATE passages SET end = end - 1 WHERE id = 2", id="passage"),
            pytest.param("UPDATE passages SET end = 99999 WHERE id = 2", id="passage outside"),
            pytest.param("DELETE FROM passages WHERE id = 2", id="passage gone"),
            pytest.param("DELETE FROM segments", id="postings gone"),
            pytest.param("UPDATE segments SET content = CAST('x' AS BLOB)", id="segment"),
            pytest.param(
                "UPDATE segments SET content = substr(content, 1, length(content) - 8)",
                id="segment cut short",
            ),
            pytest.param(
                "INSERT INTO segments SELECT id + 1, passages, content FROM segments",
                id="postings twice",
            ),
            pytest.param("INSERT INTO deletions VALUES (1, 0, 1)", id="passage deleted"),
            pytest.param(
                "UPDATE vocabulary SET terms = pack(replace(unpack(terms), '罚款', '校车'))",
                id="vocabulary",
            ),
            pytest.param("DELETE FROM vocabulary", id="vocabulary gone"),
            pytest.param("UPDATE sections SET heading = '九、别的' WHERE number = 1", id="heading"),
            pytest.param("UPDATE sections SET end = 99999 WHERE number = 1", id="section outside"),
            pytest.param(
                "UPDATE reports SET packed_text = pack(replace(unpack(packed_text), '罚款', '奖金'))",
                id="text",
            ),
            pytest.param(
                "UPDATE reports SET packed_text = pack(replace(unpack(packed_text), '46', '64'))",
                id="digits",
            ),
            pytest.param("DELETE FROM sections WHERE number = 2", id="section gone"),
            pytest.param("UPDATE sections SET level = 3 WHERE number = 2", id="section level"),
            pytest.param("UPDATE originals SET packed = pack('x')", id="original"),
            pytest.param("UPDATE originals SET packed = CAST('x' AS BLOB)", id="packed original"),
        ],
    )
    def test_tampering_is_found(self, held: Library, tmp_path: Path, damage: str) -> None:
        with closing(sqlite3.connect(tmp_path / "data" / "reportbot.db")) as database:
            database.create_function("pack", 1, lambda text: zlib.compress(text.encode()))
            database.create_function("unpack", 1, lambda packed: zlib.decompress(packed).decode())
            assert database.execute(damage).rowcount > 0
            database.commit()
        faults = held.check()
        assert faults
        assert all("\n" not in fault for fault in faults)

    @pytest.mark.parametrize("table", ["passages", "segments"])
    def test_a_report_that_no_question_finds_is_named(
        self, held: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str
    ) -> None:
        with closing(sqlite3.connect(tmp_path / "data" / "reportbot.db")) as database:
            database.execute("PRAGMA foreign_keys=ON")
            database.execute(f"DELETE FROM {table}")
            database.commit()

        def nothing(*given: Any) -> Any:
            made = analyse(*given)
            if table == "passages":
                return replace(made, passages=())
            return replace(made, passages=tuple(replace(p, terms={}) for p in made.passages))

        # Also when the analysis itself yields none.
        monkeypatch.setattr("index.check.analyse", nothing)
        assert any("no question finds it" in fault for fault in held.check())

    def test_a_figure_that_does_not_stand_in_the_text_is_never_stated(
        self, held: Library, open_library: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        with closing(sqlite3.connect(tmp_path / "data" / "reportbot.db")) as database:
            database.execute("UPDATE figures SET text = '64名', number = 64 WHERE text = '46名'")
            database.commit()
        with caplog.at_level(logging.ERROR):
            answer = open_library("data").ask(HIRED, today=TODAY)
        assert answer.status == "not_found"
        assert "64" not in _json(answer)
        assert "yuchuan.txt" in caplog.text


class TestUploadsInTheFolder:
    def test_the_same_bytes_in_the_folder_are_no_conflict(
        self, library: Library, tmp_path: Path
    ) -> None:
        folder = tmp_path / "reports"
        folder.mkdir()
        (folder / "yuchuan.txt").write_bytes(_yuchuan())
        library.add("yuchuan.txt", _yuchuan(), "telegram:5")
        summary = library.index([folder])
        assert summary.unchanged == ("yuchuan.txt",)
        assert summary.refused == ()


class TestBackup:
    def test_goes_out_and_comes_back_while_another_one_reads(
        self, open_library: Open, tmp_path: Path
    ) -> None:
        library, reader = open_library("data"), open_library("data")
        library.add("yuchuan.txt", _yuchuan(), "telegram")
        before = _json(reader.ask(HIRED, today=TODAY))
        library.backup(tmp_path / "copy.db")
        library.remove("yuchuan.txt")
        library.add("fenglin.txt", _fenglin(), "telegram")
        assert _names(reader) == ["fenglin.txt"]
        library.restore(tmp_path / "copy.db")
        for held in (library, reader, open_library("data")):
            assert _names(held) == ["yuchuan.txt"]
            assert _json(held.ask(HIRED, today=TODAY)) == before
            assert held.check() == ()
        library.add("fenglin.txt", _fenglin(), "telegram")
        assert _names(reader) == ["fenglin.txt", "yuchuan.txt"]

    def test_is_one_file_that_another_folder_can_be_made_from(
        self, open_library: Open, tmp_path: Path
    ) -> None:
        library = open_library("data")
        library.add("yuchuan.txt", _yuchuan(), "telegram")
        (tmp_path / "carried").mkdir()
        library.backup(tmp_path / "carried" / "copy.db")
        assert [file.name for file in (tmp_path / "carried").iterdir()] == ["copy.db"]
        other = open_library("other")
        other.restore(tmp_path / "carried" / "copy.db")
        assert _ask(other) == "46名"
        assert other.original("yuchuan.txt") == _yuchuan()

    def test_what_the_bot_noted_since_stays(self, open_library: Open, tmp_path: Path) -> None:
        library = open_library("data")
        library.add("yuchuan.txt", _yuchuan(), "telegram:5")
        library.backup(tmp_path / "never-served.db")
        log = Log.open(tmp_path / "data")
        log.promise(_job(1))
        library.backup(tmp_path / "served.db")
        log.receive([(7, "{}")])
        log.promise(_job(2))
        for copy in ("served.db", "never-served.db"):
            library.add("yuchuan.txt", _yuchuan(47), "telegram:5")
            library.restore(tmp_path / copy)
            assert _ask(library) == "46名"
            assert [job.place.message for job in log.open_jobs()] == [1, 2]
            assert log.receive([(7, "{}")]) == []
            assert library.check() == ()
        log.promise(_job(3))
        log.close()

    def test_a_new_folder_also_gets_what_the_bot_had_noted(
        self, open_library: Open, tmp_path: Path
    ) -> None:
        library = open_library("data")
        library.add("yuchuan.txt", _yuchuan(), "telegram:5")
        log = Log.open(tmp_path / "data")
        log.promise(_job(1))
        log.close()
        library.backup(tmp_path / "copy.db")
        other = open_library("other")
        other.restore(tmp_path / "copy.db")
        assert _ask(other) == "46名"
        log = Log.open(tmp_path / "other")
        assert [job.place.message for job in log.open_jobs()] == [1]
        assert log.promise(_job(1)) is None
        log.close()
        indexes = "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name"
        with (
            closing(sqlite3.connect(tmp_path / "copy.db")) as one,
            closing(sqlite3.connect(tmp_path / "other" / "reportbot.db")) as two,
        ):
            assert one.execute(indexes).fetchall() == two.execute(indexes).fetchall()

    def test_a_process_that_is_killed_while_it_restores_leaves_all_as_it_was(
        self, open_library: Open, tmp_path: Path
    ) -> None:
        library = open_library("data")
        library.add("yuchuan.txt", _yuchuan(), "telegram:5")
        library.backup(tmp_path / "copy.db")
        library.remove("yuchuan.txt")
        library.add("fenglin.txt", _fenglin(), "telegram:5")
        killed = """
import os, signal, sys
from pathlib import Path
import index.store
from index import Library

take_over = index.store.take_over

def deadly(database):
    take_over(database)
    os.kill(os.getpid(), signal.SIGKILL)

index.store.take_over = deadly
Library.open(Path(sys.argv[1])).restore(Path(sys.argv[2]))
"""
        run = subprocess.run(
            [sys.executable, "-c", killed, tmp_path / "data", tmp_path / "copy.db"], cwd=ROOT
        )
        assert run.returncode == -signal.SIGKILL
        for held in (library, open_library("data")):
            assert _names(held) == ["fenglin.txt"]
            assert held.check() == ()
        library.restore(tmp_path / "copy.db")
        assert _names(library) == ["yuchuan.txt"]

    @pytest.mark.parametrize("kind", ["absent", "empty", "text", "folder", "half", "other"])
    def test_what_is_no_backup_is_refused_and_nothing_is_lost(
        self, open_library: Open, tmp_path: Path, kind: str
    ) -> None:
        library = open_library("data")
        library.add("yuchuan.txt", _yuchuan(), "telegram")
        copy = tmp_path / "copy"
        if kind == "empty":
            copy.touch()
        elif kind == "text":
            copy.write_bytes(_yuchuan())
        elif kind == "folder":
            copy.mkdir()
        elif kind == "half":
            library.backup(copy)
            copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
        elif kind == "other":
            with closing(sqlite3.connect(copy)) as database:
                database.execute("CREATE TABLE recipes (name)")
        with pytest.raises(StoreError) as error:
            library.restore(copy)
        assert "\n" not in str(error.value)
        for held in (library, open_library("data")):
            assert _ask(held) == "46名"
            assert held.check() == ()

    def test_the_database_of_another_program_is_no_backup(
        self, library: Library, tmp_path: Path
    ) -> None:
        library.add("yuchuan.txt", _yuchuan(), "telegram")
        with closing(sqlite3.connect(tmp_path / "other.db")) as database:
            database.execute("CREATE TABLE recipes (name)")
            database.execute("PRAGMA user_version=1")
        with pytest.raises(StoreError):
            library.restore(tmp_path / "other.db")
        assert _ask(library) == "46名"

    def test_a_restored_state_is_seen_however_many_changes_led_to_it(
        self, open_library: Open, tmp_path: Path
    ) -> None:
        library, other = open_library("data"), open_library("other")
        library.add("yuchuan.txt", _yuchuan(), "telegram")
        other.add("fenglin.txt", _fenglin(), "telegram")
        assert _names(library) == ["yuchuan.txt"]
        other.backup(tmp_path / "copy.db")
        library.restore(tmp_path / "copy.db")
        assert _names(library) == ["fenglin.txt"]

    def test_a_backup_may_have_any_name(self, library: Library, tmp_path: Path) -> None:
        library.add("yuchuan.txt", _yuchuan(), "telegram")
        library.backup(tmp_path / "备份#1 100%.db")
        library.remove("yuchuan.txt")
        library.restore(tmp_path / "备份#1 100%.db")
        assert _ask(library) == "46名"

    def test_a_backup_that_cannot_be_written_names_its_file(
        self, library: Library, tmp_path: Path
    ) -> None:
        library.add("yuchuan.txt", _yuchuan(), "telegram")
        with pytest.raises(StoreError, match="nowhere"):
            library.backup(tmp_path / "nowhere" / "copy.db")

    def test_a_file_that_is_no_backup_is_not_overwritten(
        self, library: Library, tmp_path: Path
    ) -> None:
        precious = tmp_path / "precious.txt"
        precious.write_bytes(_yuchuan())
        with pytest.raises(StoreError):
            library.backup(precious)
        assert precious.read_bytes() == _yuchuan()

    def test_a_backup_that_breaks_off_leaves_the_former_one(
        self, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library.add("yuchuan.txt", _yuchuan(), "telegram")
        copy = tmp_path / "copy.db"
        library.backup(copy)
        before = copy.read_bytes()
        library.remove("yuchuan.txt")

        def full(self: Path, target: Path) -> Path:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as broken:
            broken.setattr(Path, "replace", full)
            with pytest.raises(StoreError, match="No space"):
                library.backup(copy)
        assert copy.read_bytes() == before
        assert [file.name for file in tmp_path.glob("copy*")] == ["copy.db"]

    def test_a_backup_while_others_write_is_of_one_moment(
        self, library: Library, open_library: Open, tmp_path: Path
    ) -> None:
        stop = threading.Event()
        log = Log.open(tmp_path / "data")

        def write() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                text = report("枫林县", f"（一）第{number}稿，聘任{number}名。")
                other.add(f"{number % 5}.txt", text.encode(), "telegram")
                log.receive([(number, "{}")])

        other = open_library("data")
        writing = threading.Thread(target=write)
        writing.start()
        try:
            for number in range(5):
                library.backup(tmp_path / f"{number}.db")
        finally:
            stop.set()
            writing.join()
            log.close()
        for number in range(5):
            restored = open_library(f"restored-{number}")
            restored.restore(tmp_path / f"{number}.db")
            assert restored.check() == ()


def test_a_data_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="file") as error:
        Library.open(tmp_path / "file")
    assert "\n" not in str(error.value)


# Of every kind, in both scripts and in English, answered and refused.
QUESTIONS = (
    "青岚县2024年有多少所学校聘请了法治副校长？",
    "青岚县2024年法治副校长聘请率是多少？",
    "how many schools hired legal vice-principals",
    "How many legal vice-principals were there in Linxi District in 2024?",
    "各地2024年共有多少名法治副校长？",
    "青岚县2022年到2024年聘请法治副校长的学校有什么变化？",
    "2024年哪个县查处的案件最多？",
    "临溪区教委2024年罚款多少万元？",
    "臨溪區2024年聘任法治副校長多少人？",
    "临溪区2024年校外培训机构有多少家？",
    "临溪区体验馆什么时候开馆？",
    "临溪区2024年存在哪些问题？",
    "临溪区2025年有什么工作安排？",
    "临溪区教师裴以宁获得了什么奖？",
    "临溪区吊销了办学许可证吗？",
    "临溪区和检察院签订了协议吗？",
    "临溪区现任教委主任是谁？",
    "松岭县2023年立案多少件？",
    "松岭县2024年食品抽检合格率是多少？",
    "松岭县市场监管局2023年行政许可有多少项？",
    "松岭县电梯有多少台？",
    "松岭县局长是谁？",
    "云湖区2024年受理法律援助案件多少件？",
    "云湖区行政复议收到多少件申请？",
    "云湖区司法局有哪些不足？",
    "澄浦市2024年人民调解成功率是多少？",
    "澄浦市怎样推进公共法律服务？",
    "柏川县体育场馆有多少个？",
    "江澜市2024年重大行政决策有几项？",
    "江北区聘任了多少名法治副校长？",
    "青岚县2019年聘请了多少名法治副校长？",
    "青岚县采购了多少架无人机？",
    "报告里提到了哪些问题？",
    "法治副校长",
    "你好",
)


@pytest.fixture(scope="module")
def answers(samples: Library) -> dict[str, Answer]:
    """The answer to each of the questions."""
    return {question: samples.ask(question, today=TODAY) for question in QUESTIONS}


class TestAnswersFromSamples:
    @pytest.mark.parametrize("question", QUESTIONS)
    def test_every_quote_stands_where_it_says_with_its_value(
        self, samples: Library, answers: dict[str, Answer], question: str
    ) -> None:
        answer = answers[question]
        assert answer.coverage.stating == len({found.report for found in answer.findings})
        assert answer.coverage.stating <= answer.coverage.in_scope
        assert bool(answer.findings) == (answer.status == "answered")
        assert (answer.missing is None) == (answer.status == "answered")
        for found in (*answer.findings, *answer.related):
            text = samples.report(found.report).text
            assert found.quote
            assert text[found.start : found.end] == found.quote
            assert all(heading in text for heading in found.section)
            for value in (found.value, *found.beside):
                if value is None or value.yes is not None:
                    continue
                for stated in value.items or (value.text,):
                    assert stated in found.quote

    def test_the_questions_are_neither_all_answered_nor_all_refused(
        self, answers: dict[str, Answer]
    ) -> None:
        statuses = [answer.status for answer in answers.values()]
        assert statuses.count("answered") > 15
        assert statuses.count("not_found") > 1
        assert statuses.count("missing_slot") > 1

    def test_the_same_question_gives_the_same_bytes_also_after_indexing_anew(
        self, samples: Library, answers: dict[str, Answer], open_library: Open
    ) -> None:
        def asked(library: Library) -> list[str]:
            return [_json(library.ask(question, today=TODAY)) for question in QUESTIONS]

        once = [_json(answer) for answer in answers.values()]
        assert asked(samples) == once
        again = open_library("again")
        # In another order, so that nothing hangs on the order of reading.
        files = [ROOT / "reports" / entry.name for entry in reversed(samples.reports())]
        assert not again.index(files).refused
        assert asked(again) == once

    def test_the_samples_are_sound_and_their_originals_are_kept(self, samples: Library) -> None:
        assert samples.check() == ()
        for entry in samples.reports():
            original = (ROOT / "reports" / entry.name).read_bytes()
            assert samples.original(entry.name) == original
            digest = hashlib.sha256(original).hexdigest()
            assert samples.report(entry.name).digest == digest
