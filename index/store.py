"""The one SQLite file: reports with their originals, and all that was derived from them.

A report is written or removed in one transaction with everything derived from
it, so a reader sees all of it or nothing.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from index.analysis import Analysis
from index.errors import NotHeldError, StoreError
from index.models import Description, Figure, Passage, Report, Section

DATABASE = "reportbot.db"
_SCHEMA = 1
# Tells our databases from those of other programs; "rptb" in ASCII.
_APPLICATION = 0x72707462
# How long a writer waits for another one before it says so.
_BUSY_SECONDS = 30

_TABLES = """
CREATE TABLE reports (
    name TEXT PRIMARY KEY, source TEXT NOT NULL, digest TEXT NOT NULL, side_digest TEXT NOT NULL,
    maker TEXT NOT NULL, format TEXT NOT NULL, encoding TEXT, text TEXT NOT NULL,
    title TEXT, issuer TEXT, place TEXT, region TEXT, year INTEGER, published TEXT,
    notes TEXT NOT NULL
) STRICT;
CREATE TABLE originals (
    report TEXT PRIMARY KEY REFERENCES reports(name) ON DELETE CASCADE,
    content BLOB NOT NULL, side BLOB
) STRICT;
CREATE TABLE sections (
    report TEXT NOT NULL REFERENCES reports(name) ON DELETE CASCADE,
    number INTEGER NOT NULL, parent INTEGER, level INTEGER NOT NULL, kind TEXT NOT NULL,
    label TEXT NOT NULL, heading TEXT NOT NULL,
    start INTEGER NOT NULL, body INTEGER NOT NULL, end INTEGER NOT NULL,
    PRIMARY KEY (report, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report TEXT NOT NULL REFERENCES reports(name) ON DELETE CASCADE,
    section INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL
) STRICT;
CREATE INDEX passages_report ON passages(report);
CREATE TABLE figures (
    report TEXT NOT NULL REFERENCES reports(name) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL,
    number ANY, unit TEXT NOT NULL, qualifier TEXT, upper ANY, date TEXT, thing TEXT, verb TEXT,
    clause_start INTEGER NOT NULL, clause_end INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL,
    PRIMARY KEY (report, start)
) STRICT, WITHOUT ROWID;
CREATE TABLE generation (number INTEGER NOT NULL) STRICT;
INSERT INTO generation VALUES (0);
CREATE TABLE postings (
    passage INTEGER NOT NULL REFERENCES passages(id) ON DELETE CASCADE,
    term TEXT NOT NULL, frequency INTEGER NOT NULL,
    PRIMARY KEY (passage, term)
) STRICT, WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class HeldReport:
    """What indexing must know of a report that is held, to see whether it changed."""

    name: str
    source: str
    digest: str
    side_digest: str
    maker: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A report with all that was derived from it, as it was written in one transaction."""

    report: Report
    source: str
    maker: str
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    figures: tuple[Figure, ...]
    terms: dict[int, dict[str, int]]


class Store:
    """Reads and writes the database of one data folder. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / DATABASE
        self._lock = threading.RLock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(
                self.path, timeout=_BUSY_SECONDS, check_same_thread=False, isolation_level=None
            )
            self._database = Database(connection)
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"数据库 {self.path} 无法打开：{error}。请检查数据目录是否可写。"
            ) from error

    def _prepare(self) -> None:
        database = self._database
        database.execute("PRAGMA journal_mode=WAL").fetchall()
        database.execute("PRAGMA synchronous=FULL")
        database.execute("PRAGMA foreign_keys=ON")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            with database.atomic():
                # Taken as a writer, so that two processes opening a new folder do not both create.
                database.execute(f"PRAGMA user_version={_SCHEMA}")
                database.execute(f"PRAGMA application_id={_APPLICATION}")
                if "reports" not in database.table_names():
                    for statement in _TABLES.split(";\n"):
                        if statement.strip():
                            database.execute(statement)
        elif version != _SCHEMA:
            raise StoreError(
                f"数据库 {self.path} 的格式是 {version}，本版本只读写 {_SCHEMA}："
                "请换用相应版本，或另选数据目录后重新运行 reportbot index。"
            )

    def close(self) -> None:
        """Closes the database; nothing can be read or written afterwards."""
        with self._lock:
            self._database.close()

    def generation(self) -> int:
        """A number that grows with every report written or removed, by whomever.

        PRAGMA data_version would also change with every row of the bot's log.
        """
        with self._reading():
            return int(self._database.execute("SELECT number FROM generation").fetchone()[0])

    def held(self) -> dict[str, HeldReport]:
        """What is held, by report name."""
        with self._reading():
            rows = self._database.execute(
                "SELECT name, source, digest, side_digest, maker FROM reports ORDER BY name"
            ).fetchall()
        return {row[0]: HeldReport(*row) for row in rows}

    def original(self, name: str) -> tuple[bytes, bytes | None]:
        """The bytes a report was read from, and those of its side file."""
        with self._reading():
            row = self._database.execute(
                "SELECT content, side FROM originals WHERE report = ?", [name]
            ).fetchone()
        if row is None:
            raise NotHeldError(f"没有名为 {name} 的报告；reportbot reports 列出全部报告。")
        return row[0], row[1]

    def replace(
        self,
        report: Report,
        analysis: Analysis,
        *,
        source: str,
        maker: str,
        original: bytes,
        side: bytes | None,
        side_digest: str,
    ) -> None:
        """Writes a report and all that was derived from it, in place of one of the same name."""
        description = report.description
        with self._writing() as database:
            database.execute("DELETE FROM reports WHERE name = ?", [report.name])
            database.table("reports").insert(
                {
                    "name": report.name,
                    "source": source,
                    "digest": report.digest,
                    "side_digest": side_digest,
                    "maker": maker,
                    "format": report.format,
                    "encoding": report.encoding,
                    "text": report.text,
                    "title": description.title,
                    "issuer": description.issuer,
                    "place": description.place,
                    "region": description.region,
                    "year": description.year,
                    "published": description.published,
                    "notes": json.dumps(description.notes, ensure_ascii=False),
                }
            )
            database.table("originals").insert(
                {"report": report.name, "content": original, "side": side}
            )
            database.table("sections").insert_all(
                {"report": report.name, **_row(section)} for section in analysis.sections
            )
            database.table("figures").insert_all(
                {"report": report.name, **_row(figure)} for figure in analysis.figures
            )
            for passage in analysis.passages:
                cursor = database.execute(
                    "INSERT INTO passages (report, section, start, end) VALUES (?, ?, ?, ?)",
                    [report.name, passage.section, passage.start, passage.end],
                )
                number = cursor.lastrowid
                database.conn.executemany(
                    "INSERT INTO postings (passage, term, frequency) VALUES (?, ?, ?)",
                    [(number, term, count) for term, count in sorted(passage.terms.items())],
                )

    def remove(self, name: str) -> None:
        """Removes a report with all that was derived from it; NotHeldError if there is none."""
        with self._writing() as database:
            if database.execute("DELETE FROM reports WHERE name = ?", [name]).rowcount == 0:
                raise NotHeldError(f"没有名为 {name} 的报告；reportbot reports 列出全部报告。")

    def load(self) -> tuple[Holding, ...]:
        """Everything held, by report name, as of one moment."""
        with self._reading() as database, database.atomic():
            names = [row[0] for row in database.execute("SELECT name FROM reports ORDER BY name")]
            return tuple(self._holding(name) for name in names)

    def _holding(self, name: str) -> Holding:
        query = self._database.query
        row = next(query("SELECT * FROM reports WHERE name = ?", [name]))
        description = Description(
            title=row["title"],
            issuer=row["issuer"],
            place=row["place"],
            region=row["region"],
            year=row["year"],
            published=row["published"],
            notes=tuple(json.loads(row["notes"])),
        )
        sections = query(
            f"SELECT {_columns(Section)} FROM sections WHERE report = ? ORDER BY number", [name]
        )
        passages = query(
            "SELECT id, report, section, start, end FROM passages WHERE report = ? ORDER BY id",
            [name],
        )
        figures = query(
            f"SELECT {_columns(Figure)} FROM figures WHERE report = ? ORDER BY start", [name]
        )
        terms: dict[int, dict[str, int]] = {}
        for passage, term, frequency in self._database.execute(
            "SELECT passage, term, frequency FROM postings"
            " JOIN passages ON passages.id = postings.passage WHERE report = ?"
            " ORDER BY passage, term",
            [name],
        ):
            terms.setdefault(passage, {})[term] = frequency
        return Holding(
            report=Report(
                name, row["digest"], row["format"], row["encoding"], row["text"], description
            ),
            source=row["source"],
            maker=row["maker"],
            sections=tuple(Section(**section) for section in sections),
            passages=tuple(Passage(**passage) for passage in passages),
            figures=tuple(Figure(**figure) for figure in figures),
            terms=terms,
        )

    def integrity(self) -> tuple[str, ...]:
        """What is wrong with the database itself or the originals; nothing when it is sound."""
        with self._reading() as database:
            lines = [row[0] for row in database.execute("PRAGMA integrity_check")]
            broken = database.execute("PRAGMA foreign_key_check").fetchall()
            changed = [
                name
                for name, digest, content in database.execute(
                    "SELECT name, digest, content FROM reports LEFT JOIN originals ON report = name"
                    " ORDER BY name"
                )
                if content is None or hashlib.sha256(content).hexdigest() != digest
            ]
        return (
            *(line for line in lines if line != "ok"),
            *(f"{row[0]}: row without its {row[2]}" for row in broken),
            *(f"{name}: the original is not the file that was read" for name in changed),
        )

    def backup(self, target: Path) -> None:
        """Writes everything held to `target`, also while others read and write."""
        if not target.parent.is_dir():
            raise StoreError(f"文件夹 {target.parent} 不存在，请先建立。")
        with self._lock:
            try:
                copy = sqlite3.connect(target)
                try:
                    self._database.conn.backup(copy)
                    # One file that can be carried away, without a log beside it.
                    copy.execute("PRAGMA journal_mode=DELETE").fetchall()
                finally:
                    copy.close()
            except sqlite3.Error as error:
                raise StoreError(f"备份未能写入 {target}：{error}。请换一个文件名。") from error

    def restore(self, copy: Path) -> None:
        """Puts everything in a backup in place of what is held, in one step."""
        if not copy.is_file():
            raise StoreError(f"{copy} 不存在，请检查路径。")
        with self._lock:
            backup = sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)
            try:
                if not _is_ours(backup):
                    raise StoreError(f"{copy} 不是完好的 reportbot 备份，原有索引未变。")
                generation = self.generation()
                backup.backup(self._database.conn)
                # Greater than both, or readers of either would not notice.
                with self._writing() as database:
                    database.execute(
                        "UPDATE generation SET number = max(number, ?) + 1", [generation]
                    )
            except sqlite3.DatabaseError as error:
                raise StoreError(
                    f"{copy} 不是 reportbot 备份（{error}），原有索引未变。"
                ) from error
            finally:
                backup.close()

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        with self._lock:
            try:
                yield self._database
            except sqlite3.Error as error:
                raise StoreError(f"数据库 {self.path} 无法读取：{error}。") from error

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        with self._lock:
            try:
                with self._database.atomic():
                    # First of all, so that the write lock is waited for, not run into.
                    self._database.execute("UPDATE generation SET number = number + 1")
                    yield self._database
            except sqlite3.OperationalError as error:
                if "locked" in str(error):
                    raise StoreError(
                        f"另一个进程正在写入 {self.path}：请等它完成后再试。"
                    ) from error
                raise StoreError(f"数据库 {self.path} 无法写入：{error}。原有索引未变。") from error


def _is_ours(connection: sqlite3.Connection) -> bool:
    """Whether a database is a sound one of this program and version."""
    pragma = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("user_version", "application_id", "quick_check")
    }
    return pragma == {
        "user_version": _SCHEMA,
        "application_id": _APPLICATION,
        "quick_check": "ok",
    }


def _columns(kind: type[Section] | type[Figure]) -> str:
    return ", ".join(field.name for field in fields(kind))


def _row(value: Section | Figure) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}
