"""The one SQLite file: reports with their originals, and all that was derived from them.

A report is written or removed in one transaction with everything derived from
it, so a reader sees all of it or nothing.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import zlib
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from index import holdings, synonyms, versions
from index.analysis import AnalysedPassage, Analysis
from index.errors import NotHeldError, StoreError
from index.holdings import Audit, GoneError, Holding, Moment, Version
from index.models import Description, Figure, Former, Report, ReportEntry, Section, Synonym
from index.postings.contract import IndexedPassage
from index.postings.embedded import EmbeddedIndex
from index.postings.segment import DamagedError
from index.schema import APPLICATION, SCHEMA, TABLES, UPGRADES, pack, statements, unpack, upgrade
from index.transfer import is_backup, of_today, take_over, write_backup

DATABASE = "reportbot.db"
# How long a writer waits for another one before it says so.
_BUSY_SECONDS = 30


class Store:
    """Reads and writes the database of one data folder. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / DATABASE
        # One connection writes. Those who read take another one each, so that
        # they wait neither for a writer nor for each other.
        self._lock = threading.RLock()
        self._idle: deque[Database] = deque()
        self._closed = False
        # What is held, and at which generation.
        self._known: tuple[int, dict[str, Version]] | None = None
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._writer = self._connect()
            self._prepare()
            self._index = EmbeddedIndex(self._writer)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"数据库 {self.path} 无法打开：{error}。请检查数据目录是否可写。"
            ) from error

    def _connect(self) -> Database:
        return Database(
            sqlite3.connect(
                _uri(self.path),
                uri=True,
                timeout=_BUSY_SECONDS,
                check_same_thread=False,
                isolation_level=None,
            )
        )

    def _prepare(self) -> None:
        database = self._writer
        # Without effect where there are tables already.
        database.execute("PRAGMA auto_vacuum=INCREMENTAL")
        database.execute("PRAGMA journal_mode=WAL").fetchall()
        database.execute("PRAGMA synchronous=FULL")
        database.execute("PRAGMA foreign_keys=ON")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version in UPGRADES:
            upgrade(database, version)
        elif version == 0:
            with database.atomic():
                # Taken as a writer, so that two processes opening a new folder do not both create.
                database.execute(f"PRAGMA user_version={SCHEMA}")
                database.execute(f"PRAGMA application_id={APPLICATION}")
                if "reports" not in database.table_names():
                    for statement in statements(TABLES):
                        database.execute(statement)
        elif version != SCHEMA:
            raise StoreError(
                f"数据库 {self.path} 的格式是 {version}，本版本只读写 {SCHEMA}："
                "请换用相应版本，或另选数据目录后重新运行 reportbot index。"
            )

    def close(self) -> None:
        """Closes the database; nothing can be read or written afterwards."""
        with self._lock:
            self._closed = True
            self._writer.close()
            while self._idle:
                self._idle.pop().close()

    def generation(self) -> int:
        """A number that grows with every report written or removed, by whomever.

        PRAGMA data_version would also change with every row of the bot's log.
        """
        with self._reading() as database:
            return holdings.generation(database)

    def held(self) -> dict[str, Version]:
        """What is held, by report name."""
        with self._reading() as database, database.atomic():
            generation = holdings.generation(database)
            if self._known is None or self._known[0] != generation:
                self._known = generation, holdings.versions(database)
            return dict(self._known[1])

    def original(self, name: str) -> tuple[bytes, bytes | None]:
        """The bytes a report was read from, and those of its side file."""
        with self._reading() as database:
            row = database.execute(
                "SELECT packed, packed_side FROM originals WHERE report = ?", [name]
            ).fetchone()
        if row is None:
            raise NotHeldError(f"没有名为 {name} 的报告；reportbot reports 列出全部报告。")
        return holdings.unpacked(row[0]) or b"", holdings.unpacked(row[1])

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
        content: str,
        replaces: str | None = None,
        brought_back: int | None = None,
    ) -> None:
        """Writes a report and all that was derived from it, in place of one of the same name.

        It also takes the place of the report `replaces`. Other bytes than these are kept as
        a former version; the former version `brought_back` is one no more.
        """
        description = report.description
        with self._writing(None if replaces else report.name) as database:
            held = database.execute(
                "SELECT digest, side_digest FROM reports WHERE name = ?", [report.name]
            ).fetchone()
            if held and held != (report.digest, side_digest):
                versions.put_aside(database, report.name, report.name)
            if replaces and replaces != report.name:
                versions.put_aside(database, replaces, report.name)
                database.execute("DELETE FROM reports WHERE name = ?", [replaces])
                self._index.delete([replaces])
            if brought_back is not None:
                versions.forget(database, brought_back)
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
                    "title": description.title,
                    "issuer": description.issuer,
                    "place": description.place,
                    "region": description.region,
                    "year": description.year,
                    "published": description.published,
                    "document_number": description.document_number,
                    "found_in": json.dumps(description.found_in, ensure_ascii=False),
                    "notes": json.dumps(description.notes, ensure_ascii=False),
                    "packed_text": pack(report.text.encode()),
                    "pages": json.dumps(report.pages),
                    "content": content,
                }
            )
            database.table("originals").insert(
                {"report": report.name, "packed": pack(original), "packed_side": pack(side)}
            )
            database.table("sections").insert_all(
                {"report": report.name, **_row(section)} for section in analysis.sections
            )
            database.table("figures").insert_all(
                {"report": report.name, **_row(figure)} for figure in analysis.figures
            )
            self._index.delete([report.name])
            self._index.add(
                IndexedPassage(
                    _insert_passage(database, report.name, passage),
                    report.name,
                    passage.terms,
                    description.place,
                    description.issuer,
                    description.year,
                )
                for passage in analysis.passages
            )
            self._index.commit()

    def remove(self, name: str) -> None:
        """Removes a report with all that was derived from it; NotHeldError if there is none."""
        with self._writing(name) as database:
            versions.put_aside(database, name, None)
            if database.execute("DELETE FROM reports WHERE name = ?", [name]).rowcount == 0:
                raise NotHeldError(f"没有名为 {name} 的报告；reportbot reports 列出全部报告。")
            self._index.delete([name])
            self._index.commit()

    def maintain(self) -> None:
        """Makes few large segments of many small ones; what is held stays the same."""
        with self._reading() as database:
            outlived = versions.outlived(database)
        if outlived:
            with self._writing() as database:
                for identity in outlived:
                    versions.forget(database, identity)
        if self._index.untidy():
            with self._writing():
                self._index.maintain()
            with self._lock:
                # The room that is left goes back to the file system.
                self._writer.execute("PRAGMA incremental_vacuum").fetchall()

    def description(self, name: str) -> Description:
        """What a report that is held was described as."""
        with self._reading() as database:
            return holdings.description(database, name)

    def former(self) -> tuple[Former, ...]:
        """The versions that were replaced or removed, newest first."""
        with self._reading() as database:
            return versions.former(database)

    def former_content(self, identity: int) -> tuple[str, str, str | None, bytes, bytes | None]:
        """Name, source, successor, bytes and side file of a former version; NotHeldError."""
        with self._reading() as database:
            return versions.content_of(database, identity)

    def learn(self, word: str, meant: str) -> int:
        """Keeps a synonym; its number."""
        with self._writing() as database:
            return synonyms.learn(database, word, meant)

    def unlearn(self, identity: int) -> bool:
        """Takes a synonym back; False if there is none of that number."""
        with self._writing() as database:
            return synonyms.unlearn(database, identity)

    def synonyms(self) -> tuple[Synonym, ...]:
        """The synonyms that were added."""
        with self._reading() as database:
            return synonyms.synonyms(database)

    def same_content(self, content: str) -> str | None:
        """The name of the report that has the same text, in whatever format; None if none has."""
        with self._reading() as database:
            row = database.execute(
                "SELECT name FROM reports WHERE content = ?", [content]
            ).fetchone()
        return row[0] if row else None

    def move(self, name: str, source: str) -> None:
        """Notes that the file of a report is somewhere else now."""
        with self._writing(name) as database:
            database.execute("UPDATE reports SET source = ? WHERE name = ?", [source, name])

    def load(self, known: Mapping[str, Version] | None = None) -> Moment:
        """What is held at this moment; described is all that differs from the versions `known`."""
        known = known or {}
        with self._reading() as database, database.atomic():
            held = holdings.versions(database)
            return Moment(
                holdings.generation(database),
                self._index.view(database),
                held,
                {
                    name: holdings.description(database, name)
                    for name, version in held.items()
                    if known.get(name) != version
                },
            )

    def holding(self, version: Version) -> Holding:
        """A report with all that was derived from it; GoneError if that version is not held."""
        with self._reading() as database, database.atomic():
            if holdings.versions(database, version.name).get(version.name) != version:
                raise GoneError(version.name)
            return holdings.holding(database, version)

    def entries(self) -> tuple[ReportEntry, ...]:
        """What is held, by name, with how much was derived from each report."""
        with self._reading() as database, database.atomic():
            return holdings.entries(database)

    def audit(self) -> Audit:
        """What is held, all of it as it is on disk; StoreError if that cannot be read."""
        with self._reading() as database, database.atomic():
            return Audit(
                EmbeddedIndex(database).view(),
                {
                    name: holdings.holding(database, version)
                    for name, version in holdings.versions(database).items()
                },
            )

    def mend(self) -> None:
        """Lets all reports be analysed anew if the postings cannot be read any more."""
        try:
            self._index.view()
        except DamagedError:
            with self._writing() as database:
                self._index.clear()
                database.execute("UPDATE reports SET maker = ''")

    def integrity(self) -> tuple[str, ...]:
        """What is wrong with the database itself or the originals; nothing when it is sound."""
        with self._reading() as database:
            lines = [row[0] for row in database.execute("PRAGMA integrity_check")]
            broken = database.execute("PRAGMA foreign_key_check").fetchall()
            changed = [
                name
                for name, digest, packed in database.execute(
                    "SELECT name, digest, packed FROM reports LEFT JOIN originals ON report = name"
                    " ORDER BY name"
                )
                if not _is_packed(packed, digest)
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
        with self._reading() as database:
            try:
                write_backup(database, target)
            except (OSError, sqlite3.Error) as error:
                raise StoreError(f"备份未能写入 {target}：{error}。请换一个文件名。") from error

    def restore(self, copy: Path) -> None:
        """Puts the index of a backup in place of what is held, in one step."""
        if not copy.is_file():
            raise StoreError(f"{copy} 不存在，请检查路径。")
        with self._lock, of_today(copy) as today, self._attached(today):
            if not is_backup(self._writer):
                raise StoreError(f"{copy} 不是完好的 reportbot 备份，原有索引未变。")
            with self._writing() as database:
                take_over(database)

    @contextmanager
    def _attached(self, copy: Path) -> Iterator[None]:
        try:
            self._writer.execute("ATTACH ? AS backup", [f"{_uri(copy)}?mode=ro"])
            try:
                yield
            finally:
                self._writer.execute("DETACH backup")
        except sqlite3.Error as error:
            raise StoreError(f"{copy} 不是 reportbot 备份（{error}），原有索引未变。") from error

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        try:
            try:
                database = self._idle.pop()
            except IndexError:
                database = self._connect()
            try:
                yield database
            finally:
                if self._closed:
                    database.close()
                else:
                    self._idle.append(database)
        except DamagedError as error:
            raise StoreError(
                f"数据库 {self.path} 的索引已损坏（{error}）：请运行 reportbot index 重建。"
            ) from error
        except (sqlite3.Error, UnicodeEncodeError) as error:
            raise StoreError(f"数据库 {self.path} 无法读取：{error}。") from error

    def _with(self, name: str | None) -> tuple[int, dict[str, Version]] | None:
        """What `held` knows, brought up to date with what is being written of a report."""
        known, generation = self._known, holdings.generation(self._writer)
        if name is None or known is None or known[0] != generation - 1:
            return None
        versions = {held: version for held, version in known[1].items() if held != name}
        return generation, versions | holdings.versions(self._writer, name)

    @contextmanager
    def _writing(self, name: str | None = None) -> Iterator[Database]:
        """A transaction that writes nothing but the report of that name, if one is given."""
        with self._lock:
            try:
                with self._writer.atomic():
                    try:
                        # First of all, so that the write lock is waited for, not run into.
                        self._writer.execute("UPDATE generation SET number = number + 1")
                        yield self._writer
                        known = self._with(name)
                    except BaseException:
                        # Before others may write what is rolled back here.
                        self._index.forget()
                        raise
                self._known = known
            except BaseException as error:
                self._index.forget()
                if not isinstance(error, sqlite3.Error | UnicodeEncodeError):
                    raise
                if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                    raise StoreError(
                        f"另一个进程正在写入 {self.path}：请等它完成后再试。"
                    ) from error
                raise StoreError(f"数据库 {self.path} 无法写入：{error}。原有索引未变。") from error


def _insert_passage(database: Database, report: str, passage: AnalysedPassage) -> int:
    """Writes where a passage stands; its id."""
    cursor = database.execute(
        "INSERT INTO passages (report, section, start, end) VALUES (?, ?, ?, ?)",
        [report, passage.section, passage.start, passage.end],
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _is_packed(packed: bytes | None, digest: str) -> bool:
    """Whether what is stored is the file of that digest."""
    try:
        content = unpack(packed)
    except zlib.error:
        return False
    return content is not None and hashlib.sha256(content).hexdigest() == digest


def _uri(path: Path) -> str:
    return path.resolve().as_uri()


def _row(value: Section | Figure) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}
