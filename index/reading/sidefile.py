"""The side file of a report: what a person says of it, which goes before what was found."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import replace

from index.errors import ReadingError
from index.models import Description

_KEYS = ("title", "issuer", "place", "region", "year", "published", "document_number")


def side_name(name: str) -> str:
    """The name of the side file of a file: 报告.txt.meta.toml."""
    return f"{name}.meta.toml"


def override(name: str, description: Description, side: bytes) -> Description:
    """The description with the keys of the side file put in; ReadingError names a wrong key."""
    own = side_name(name)
    try:
        values = tomllib.loads(side.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ReadingError(own, f"不是有效的 TOML（UTF-8）文件，请改正后重试：{error}") from error
    stated: dict[str, str | int] = {}
    for key, value in values.items():
        stated[key] = _checked(own, key, value)
    if not stated:
        return description
    notes = tuple(note for note in description.notes if not _settled(note, frozenset(stated)))
    place = stated.get("place")
    region = description.region
    if place is not None and place != description.place:
        # The region that was found belongs to the place that was found.
        region = None
    return replace(
        description,
        title=_text(stated.get("title")) or description.title,
        issuer=_text(stated.get("issuer")) or description.issuer,
        place=_text(place) or description.place,
        region=_text(stated.get("region")) or region,
        year=int(stated["year"]) if "year" in stated else description.year,
        published=_text(stated.get("published")) or description.published,
        document_number=_text(stated.get("document_number")) or description.document_number,
        found_in=(
            *((field, where) for field, where in description.found_in if field not in stated),
            *((field, "人工更正") for field in _KEYS if field in stated),
        ),
        notes=(*notes, f"按附属文件更正：{'、'.join(key for key in _KEYS if key in stated)}"),
    )


def _checked(own: str, key: str, value: object) -> str | int:
    if key not in _KEYS:
        raise ReadingError(own, f"不认识的键 {key}；可用的键是 {'、'.join(_KEYS)}。")
    if key == "year":
        if isinstance(value, bool) or not isinstance(value, int) or not 1900 <= value <= 2100:
            raise ReadingError(own, "键 year 应为四位年份的整数，例如 year = 2024。")
        return value
    if key == "published":
        return _date(own, value)
    if not isinstance(value, str) or not value.strip():
        raise ReadingError(own, f'键 {key} 应为非空文字，例如 {key} = "……"。')
    return value.strip()


def _date(own: str, value: object) -> str:
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value.isoformat()
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise ReadingError(own, '键 published 应为日期，例如 published = "2025-01-15"。') from error


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)


# Which words of a note speak of which key.
_NOTE_WORDS = (
    ("title", "标题"),
    ("issuer", "发布机构"),
    ("place", "地名"),
    ("region", "上级"),
    ("year", "年度"),
    ("published", "发布日期"),
)


def _settled(note: str, stated: frozenset[str]) -> bool:
    """Whether a note only tells of what the side file has settled."""
    return any(key in stated and note.startswith(f"{word}：") for key, word in _NOTE_WORDS)
