"""Markdown: its marks are taken away, its lines, list numbers and table rows stay."""

from __future__ import annotations

import re

from index.reading.page import Field, FieldKind, Page, tidy

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*)$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r"^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_BULLET = re.compile(r"^\s*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?")
_QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+")
_DELIMITER = re.compile(r"^\s*(?:\|\s*)?:?-+:?\s*(?:\|\s*:?-+:?\s*)*(?:\|\s*)?$")
# What stands between marks is bounded, or a file of unclosed ones would take minutes.
# An image may be written out in its address, at any length: no bound where none is needed.
_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\([^()\n]*(?:\([^)\n]{0,200})?\)")
_LINK = re.compile(
    r"\[([^\]\n]{1,300})\]\([^()\s]*(?:\([^)\s]{0,200})?(?:\s{1,9}\"[^\"\n]{0,300}\")?\)"
)
_CODE = re.compile(r"(?<!`)`+([^`]+)`+")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])|(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)"
)
# Chinese writing has no blanks beside the marks; 3*4*5 must stay.
_EMPHASIS_CHINESE = re.compile(r"\*(?=[\u4e00-\u9fff“《（])([^*\n]+?)(?<=\S)\*")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.S)
# A line that begins so is a paragraph of its own even when no blank line stands before it.
_OWN_LINE = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十百]+[、)）.．]|第[一二三四五六七八九十百]+[章节条部]|[（(]?\d+[、)）.．]"
    r"|[一二三四五六七八九十]+是|附件)"
)
_PUNCTUATION = re.compile("[，。；：,;:]")
_SENTENCE_END = "。！？；：:;!?"
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’—…]")
# Keys of a front matter block, and what they say.
_FRONT_KEYS: tuple[tuple[str, FieldKind], ...] = (
    ("title", "title"),
    ("标题", "title"),
    ("issuer", "issuer"),
    ("发布机构", "issuer"),
    ("published", "published"),
    ("date", "published"),
    ("发布日期", "published"),
)


def parse_markdown(text: str) -> Page:
    """Lines and, as the trusted headline, a single heading of the first level at the top."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    fields = _front_fields(front[1]) if front else ()
    text = _without_comments(text[front.end() :] if front else text)
    lines: list[str] = []
    headlines: list[str] = []
    paragraph: list[str] = []
    raw_lines = text.split("\n")

    def flush() -> None:
        if paragraph:
            lines.append(_inline(_join(paragraph)))
            paragraph.clear()

    for number, raw in enumerate(raw_lines):
        raw = _QUOTE.sub("", raw)
        heading = _HEADING.match(raw)
        underline = _UNDERLINE.match(raw)
        if heading:
            flush()
            lines.append(_inline(heading[2].rstrip().rstrip("#").rstrip()))
            if heading[1] == "#":
                headlines.append(lines[-1])
        elif underline and paragraph:
            top = "=" in raw
            flush()
            if top:
                headlines.append(lines[-1])
        elif not raw.strip() or _RULE.match(raw) or _FENCE.match(raw):
            flush()
        elif _is_row(raw_lines, number):
            flush()
            if not _DELIMITER.match(raw):
                lines.append(_row(raw))
        else:
            bare = _BULLET.sub("", raw)
            if bare != raw or (paragraph and _begins_line(bare, paragraph[-1])):
                flush()
            paragraph.append(bare)
    flush()
    return Page(
        lines=tuple(line for line in (tidy(line) for line in lines) if line),
        fields=fields,
        headlines=tuple(headlines) if len(headlines) == 1 else (),
    )


def _without_comments(text: str) -> str:
    """By hand, for a pattern would look for the end of each of many unclosed ones."""
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join((*kept, text[at:]))


def _front_fields(block: str) -> tuple[Field, ...]:
    found: list[Field] = []
    for line in block.split("\n"):
        key, colon, value = line.partition(":")
        for name, kind in _FRONT_KEYS:
            if colon and key.strip().lower() == name and value.strip():
                found.append(Field(kind, value.strip().strip("\"'")))
    return tuple(found)


def _is_row(lines: list[str], number: int) -> bool:
    line = lines[number]
    if "|" not in line:
        return False
    if line.strip().startswith("|") and line.strip().endswith("|"):
        return True
    beside = lines[max(number - 1, 0) : number + 2]
    return any("|" in other and _DELIMITER.match(other) for other in beside)


def _row(line: str) -> str:
    cells = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
    return " | ".join(_inline(tidy(cell.replace("\\|", "|"))) for cell in cells)


def _begins_line(line: str, before: str) -> bool:
    """Whether a line starts anew although no blank line stands before it."""
    bare = before.strip()
    # （一）抓学习 is a heading, （一）抓学习，全年 goes on.
    heading = _OWN_LINE.match(bare) and len(bare) <= 40 and not _PUNCTUATION.search(bare)
    return (
        before.endswith(("  ", "\\", *_SENTENCE_END))
        or bool(heading)
        or bool(_OWN_LINE.match(line.strip()))
    )


def _join(paragraph: list[str]) -> str:
    """Soft line breaks vanish between Chinese characters and are a blank elsewhere."""
    text = paragraph[0].strip().removesuffix("\\")
    for line in paragraph[1:]:
        line = line.strip().removesuffix("\\")
        wide = text and line and _WIDE.match(text[-1]) and _WIDE.match(line[0])
        text += line if wide else f" {line}"
    return text


def _inline(text: str) -> str:
    text = _CODE.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub("", text)))
    text = _STRONG.sub(r"\2", text)
    text = _EMPHASIS.sub(lambda found: found[1] or found[2], text)
    text = _EMPHASIS_CHINESE.sub(r"\1", text)
    return _ESCAPE.sub(r"\1", text)
