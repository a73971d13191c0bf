"""`reportbot export`: everything held, as files that make the same again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.log import Log
from bot.recorded import Place, Receipt
from index import Library
from tests.tiny_reports import FENGLIN, YUCHUAN, YUCHUAN_2023

QUESTION = "榆川县聘任了多少名法治副校长？"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with two reports, a former version, a side file, an answer with a vote, an act."""
    data = tmp_path / "data"
    with Library.open(data) as library:
        library.add("yuchuan.txt", YUCHUAN_2023.encode(), "test")
        library.add("yuchuan.txt", YUCHUAN.encode(), "test")
        library.add("fenglin.txt", FENGLIN.encode(), "test", side=b'published = "2025-01-20"\n')
        library.learn("法副", "法治副校长")
        log = Log.open(data)
        identity = log.keep(library.ask(QUESTION), Place(7, None, 7, 1), Receipt(1, {}))
        log.vote(identity, 7, True)
        log.note_act(9, "remove", "x.txt")
        log.limit(-1001, library.named_in("榆川县"), 9)
        log.close()
    return data


def rows(file: Path) -> list[Any]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_all_of_it_is_written(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert main(["--data", str(data), "--quiet", "export", str(folder)]) == 0
    assert (folder / "reports" / "yuchuan.txt").read_bytes() == YUCHUAN.encode()
    assert (
        folder / "reports" / "fenglin.txt.meta.toml"
    ).read_bytes() == b'published = "2025-01-20"\n'
    [former] = rows(folder / "former.jsonl")
    assert (folder / "former" / former["file"]).read_bytes() == YUCHUAN_2023.encode()
    about = {row["report"]: row for row in rows(folder / "reports.jsonl")}
    assert about["fenglin.txt"]["published"] == "2025-01-20"
    assert about["yuchuan.txt"]["place"] == "榆川县"
    [asked] = rows(folder / "questions.jsonl")
    assert (asked["question"], asked["user"], asked["status"]) == (QUESTION, 7, "answered")
    assert asked["findings"][0]["quote"] in YUCHUAN
    assert asked["votes"] == [{"useful": True, "reason": ""}]
    assert rows(folder / "synonyms.jsonl")[0]["word"] == "法副"
    assert rows(folder / "acts.jsonl")[0]["subject"] == "x.txt"
    assert rows(folder / "groups.jsonl")[0]["chat"] == -1001
    assert folder.stat().st_mode & 0o077 == 0


def test_the_same_reports_are_made_of_it(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    main(["--data", str(data), "--quiet", "export", str(folder)])
    again = tmp_path / "again"
    assert main(["--data", str(again), "--quiet", "index", str(folder / "reports")]) == 0
    with Library.open(data) as held, Library.open(again) as made:
        assert [e.description for e in made.reports()] == [e.description for e in held.reports()]
        ours, theirs = held.ask(QUESTION), made.ask(QUESTION)
    assert [f.quote for f in ours.findings] == [f.quote for f in theirs.findings]
    assert ours.text == theirs.text


def test_a_folder_with_something_in_it_is_left_alone(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    assert main(["--data", str(data), "export", str(folder)]) == 1
    assert str(folder) in capsys.readouterr().err
    assert [file.name for file in folder.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("name", ["../../escape.txt", "/abs/escape.txt", "a/../../../escape.txt"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    from bot.exporting import _keep

    folder = tmp_path / "deep" / "out"
    folder.mkdir(parents=True)
    _keep(folder, name, b"x", None)
    assert [f.is_relative_to(folder) for f in tmp_path.rglob("*escape.txt")] == [True]
