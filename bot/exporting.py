"""Everything that is held as files that need no program of ours: to look into, to move, to keep.

    FOLDER/reports/            the files the reports were read from, with their side files
    FOLDER/former/             those of former versions, each after its number
    FOLDER/reports.jsonl       what is known of each report
    FOLDER/former.jsonl        what each former version was, and what took its place
    FOLDER/questions.jsonl     what was asked of the bot and answered, with votes
    FOLDER/synonyms.jsonl      what administrators said that words stand for
    FOLDER/people.jsonl        who was let in by an invitation
    FOLDER/groups.jsonl        which groups were let in, and what they may ask about
    FOLDER/acts.jsonl          what administrators did

`reportbot index FOLDER/reports` makes the same reports of it again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.log import Log
from bot.render import as_json
from index import Library
from index.errors import ReportbotError


def export(library: Library, log: Log, folder: Path) -> dict[str, int]:
    """Writes all of it into a folder that is new or empty; how many lines each file has.

    ReportbotError where the folder is not empty or cannot be written. Others cannot read it, for it
    tells who asked what.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            raise ReportbotError(f"{folder} 不是空文件夹，请另选一处导出。")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for below in ("reports", "former"):
            (folder / below).mkdir(mode=0o700)
        return {
            name: _write(folder / f"{name}.jsonl", rows)
            for name, rows in {
                "reports": _reports(library, folder / "reports"),
                "former": _former(library, folder / "former"),
                "questions": _questions(log),
                "synonyms": map(asdict, library.synonyms()),
                "people": map(asdict, log.people()),
                "groups": log.groups(),
                "acts": map(asdict, log.acts()),
            }.items()
        }
    except OSError as error:
        raise ReportbotError(f"无法导出到 {folder}：{error}。") from error


def _reports(library: Library, folder: Path) -> Iterator[Mapping[str, Any]]:
    for entry in library.reports():
        side = library.side(entry.name)
        file = _keep(folder, entry.name, library.original(entry.name), side)
        yield {"report": entry.name, "file": file, "source": entry.source} | asdict(
            entry.description
        )


def _former(library: Library, folder: Path) -> Iterator[Mapping[str, Any]]:
    for former in library.versions():
        data, side = library.former_content(former.id)
        file = _keep(folder, f"{former.id}-{Path(former.name).name}", data, side)
        yield asdict(former) | {"file": file}


def _keep(folder: Path, name: str, data: bytes, side: bytes | None) -> str:
    """Writes a file, and its side file, below the folder; where it is, as seen from there.

    The name of a report may have folders in it (a file of a zip), but leads nowhere else.
    """
    parts = [part for part in Path(name).parts if part not in ("..", os.sep, Path(name).anchor)]
    file = folder.joinpath(*parts)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    if side is not None:
        file.with_name(f"{file.name}.meta.toml").write_bytes(side)
    return file.relative_to(folder).as_posix()


def _questions(log: Log) -> Iterator[Mapping[str, Any]]:
    for logged in log.answers():
        where = logged.place
        yield {
            "at": _time(logged.asked),
            "chat": where.chat,
            "user": where.user,
            "votes": [
                {"useful": useful, "reason": reason} for useful, reason in log.votes(logged.id)
            ],
            **as_json(logged.answer, logged.id, None),
        }


def _write(file: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    count = 0
    with file.open("w", encoding="utf-8") as target:
        for row in rows:
            target.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
