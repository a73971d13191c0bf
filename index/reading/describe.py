"""What a report is: title, issuer, place, year and day of publication, with notes on each guess."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.fold import simplify
from index.models import Description
from index.reading.dates import find_date
from index.reading.issuer import (
    Signature,
    body_organ,
    find_signature,
    fuller,
    own_level,
    self_name,
    title_organ,
)
from index.reading.labelled import labelled_fields, values_of
from index.reading.number import find_number
from index.reading.organs import is_organ, take_apart
from index.reading.page import Field, Page
from index.reading.place import (
    Placed,
    place_of_body,
    place_of_organ,
    place_of_page,
    place_of_title,
)
from index.reading.title import Title, title_phrase
from index.reading.year import find_year

_TOWN = re.compile(r"[一-鿿]{1,8}(?:镇|乡|街道)")


@dataclass(frozen=True, slots=True)
class _Named:
    organ: str | None
    note: str | None = None
    found_in: str | None = None


def describe(page: Page, title: Title | None, lines: tuple[str, ...]) -> Description:
    """The description of a report by its page, its headline and the lines of its text.

    Names of places and bodies come out in Simplified characters, as they are
    looked up and asked for; the title stays as it is written.
    """
    written = title.text if title else None
    page, lines = _simplified(page), tuple(map(simplify, lines))
    title = replace(title, text=simplify(title.text)) if title else None
    body = "\n".join(lines[len(title.lines) :] if title else lines)
    fields = labelled_fields(page)
    notes: list[str | None] = list(page.notes)
    text = written or title_phrase(body)
    if title is None:
        notes.append(f"标题：页面无标题，取正文语句“{text}”" if text else "标题：页面无标题")
    signature = find_signature(lines)
    context = "\n".join((*page.around, *page.lines, *(field.value for _, field in fields)))

    named = _issuer(title, fields, signature, body)
    placed, placed_in = _place(named.organ, title, page, body, context)
    issuer, issuer_note = _joined(named, placed, body)
    notes += [issuer_note, placed.note if placed else "地名：文中没有写明所属地名"]

    published = _published(fields)
    if published is None:
        signed = f"（落款日期：{signature.written_date}）" if signature.written_date else ""
        notes.append(f"发布日期：未载明{signed}")
    year = find_year(title.text if title else None, body, published)
    notes.append(year.note)
    number = find_number(values_of(fields, "number"), page.lines)
    found_in = (
        ("title", ("页面标题" if title else "正文") if text else None),
        ("issuer", named.found_in),
        ("place", placed_in),
        ("year", None if year.year is None else "正文" if year.note or not title else "标题"),
        ("published", "页面栏目" if published else None),
        ("document_number", number and number[1]),
    )
    return Description(
        title=text,
        issuer=issuer,
        place=placed.place if placed else None,
        region=placed.region if placed else None,
        year=year.year,
        published=published,
        document_number=number and number[0],
        found_in=tuple((field, where) for field, where in found_in if where),
        notes=tuple(note for note in notes if note),
    )


def _simplified(page: Page) -> Page:
    return replace(
        page,
        lines=tuple(map(simplify, page.lines)),
        around=tuple(map(simplify, page.around)),
        fields=tuple(replace(field, value=simplify(field.value)) for field in page.fields),
    )


def _published(fields: tuple[tuple[int, Field], ...]) -> str | None:
    dates = (find_date(value) for value in values_of(fields, "published"))
    return next((date for date in dates if date), None)


def _issuer(
    title: Title | None,
    fields: tuple[tuple[int, Field], ...],
    signature: Signature,
    body: str,
) -> _Named:
    """The headline's organ, else the signature's, the page's, or the body's own name.

    A fuller form of the same name found further down is taken instead.
    """
    stated = [
        (title_organ(title.text) if title else None, "标题"),
        (signature.organ, "落款"),
        *((_organ(value), "页面栏目") for value in values_of(fields, "issuer")),
        *((_organ(value), "信息来源") for value in values_of(fields, "source")),
    ]
    found = [(organ, where) for organ, where in stated if organ]
    organs = [organ for organ, _ in found]
    if organs:
        chosen = organs[0]
        for organ in organs[1:]:
            chosen = fuller(chosen, organ) or chosen
        page_organ = next(iter(values_of(fields, "issuer")), None)
        other = page_organ if page_organ and not fuller(chosen, page_organ) else None
        note = f"发布机构：页面载明“{other}”，据标题或落款取“{chosen}”" if other else None
        if organs[0] not in (stated[0][0], stated[1][0]) and not values_of(fields, "issuer"):
            note = f"发布机构：未载明，取信息来源“{chosen}”"
        return _Named(chosen, note, found[0][1])
    mention = body_organ(body)
    if mention is not None:
        note = f"发布机构：未载明，据正文“{mention.text}”推断"
        return _Named(mention.text, note, "正文")
    called = self_name(body)
    return _Named(None, f"发布机构：未载明{f'，正文自称“{called}”' if called else ''}")


def _organ(value: str) -> str | None:
    """The organ of a page's field, or the town; None for newspapers, sites and people."""
    first = value.split()[0] if value.split() else ""
    return first if is_organ(first) or _TOWN.fullmatch(first) else None


def _place(
    organ: str | None, title: Title | None, page: Page, body: str, context: str
) -> tuple[Placed | None, str | None]:
    """The place, and where it was found."""
    if organ and (placed := place_of_organ(organ, context)):
        return placed, "单位名称"
    if title is not None and (placed := place_of_title(title.text, context)):
        return placed, "标题"
    level = (take_apart(organ).level if organ else None) or own_level(body)
    if placed := place_of_page(page.around or page.lines, level, context):
        return placed, "页面"
    placed = place_of_body(body, level)
    return placed, "正文" if placed else None


def _joined(named: _Named, placed: Placed | None, body: str) -> tuple[str | None, str | None]:
    """区教体局 with its place becomes 某区教体局; without one it stays as written."""
    organ = named.organ
    name = take_apart(organ) if organ else None
    if organ is None or name is None or name.places or name.level is None:
        return organ, named.note
    if placed is not None and placed.place.endswith(name.level):
        full = placed.place + name.bureau
        return full, f"发布机构：未载明全称，由“{organ}”与地名“{placed.place}”合成"
    return organ, f"发布机构：未载明全称，照文中写作“{organ}”"
