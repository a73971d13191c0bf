"""Databases that earlier versions wrote go on with this one, and so do backups of them."""

from __future__ import annotations

import gzip
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import main
from bot.log import Log
from bot.recorded import Place
from index import DATABASE, Library
from index.errors import StoreError
from index.schema import SCHEMA

FOLDER = Path(__file__).parent / "databases"
FORMATS = tuple(range(1, SCHEMA + 1))
QUESTION = "榆川县2024年聘任了多少名法治副校长？"  # "共聘任法治副校长46名" in the report


def written(number: int, target: Path) -> Path:
    """A database of that format as its own version wrote it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.decompress((FOLDER / f"format-{number}.db.gz").read_bytes()))
    return target


def test_every_format_has_a_database_of_its_own(tmp_path: Path) -> None:
    for number in FORMATS:
        with closing(sqlite3.connect(written(number, tmp_path / str(number)))) as database:
            assert database.execute("pragma user_version").fetchone() == (number,)


@pytest.mark.parametrize("number", FORMATS)
def test_reports_and_what_the_bot_noted_are_there_after_the_upgrade(
    tmp_path: Path, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    written(number, data / DATABASE)
    (tmp_path / "empty").mkdir()
    assert main(["--data", str(data), "index", str(tmp_path / "empty")]) == 0
    capsys.readouterr()
    with Library.open(data) as library:
        assert library.ask(QUESTION).text == "46名"
        assert library.check() == ()
        assert [entry.name for entry in library.reports()] == [
            "yuchuan-2023.txt",
            "yuchuan-2024.txt",
        ]
    with closing(Log.open(data)) as log:
        logged = log.answer_in(7, 41)
        assert logged is not None
        assert (logged.answer.question, logged.answer.text) == (QUESTION, "46名")
        assert [job.name for job in log.open_jobs()] == ["a.txt"]
        assert log.unfinished() == [(77, '{"update_id": 77}')]
        if re.search("bot_groups", _schema(number, tmp_path)):
            assert log.allowed_groups() == {-1001}
        log.keep(logged.answer, Place(7, None, 7, 42), logged.receipt)


@pytest.mark.parametrize("number", FORMATS)
def test_a_backup_of_every_format_can_be_restored(tmp_path: Path, number: int) -> None:
    copy = written(number, tmp_path / "copy.db")
    data = tmp_path / "data"
    assert main(["--data", str(data), "--quiet", "restore", str(copy)]) == 0
    (tmp_path / "empty").mkdir()
    assert main(["--data", str(data), "--quiet", "index", str(tmp_path / "empty")]) == 0
    with Library.open(data) as library:
        assert library.ask(QUESTION).text == "46名"
    with closing(Log.open(data)) as log:
        assert log.answer_in(7, 41) is not None


def test_one_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    file = written(SCHEMA, tmp_path / "data" / DATABASE)
    with closing(sqlite3.connect(file)) as database:
        database.execute(f"pragma user_version = {SCHEMA + 1}")
        before = list(database.iterdump())
    with pytest.raises(StoreError):
        Library.open(tmp_path / "data")
    with closing(sqlite3.connect(file)) as database:
        assert list(database.iterdump()) == before


def _schema(number: int, folder: Path) -> str:
    with closing(sqlite3.connect(written(number, folder / "schema.db"))) as database:
        return "\n".join(str(row[0]) for row in database.execute("select sql from sqlite_master"))
