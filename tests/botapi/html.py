"""Telegram's HTML, read strictly: what Telegram would repair or drop silently is refused here.

Stricter than the real server in what a bot never means: a bare ``&``, an
unknown attribute, a link that leads nowhere, formatting inside code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from .entities import Formatted, entity, in_order
from .wire import Json, Refusal, bad_request

_PIECE = re.compile(
    r"""
      (?P<text>[^<&]+)
    | &(?P<reference>\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z0-9]+);   # &lt;  &#60;
    | </(?P<closed>[A-Za-z-]+)\s*>                                        # </b>
    | <(?P<opened>[A-Za-z][A-Za-z0-9-]*)
       (?P<attributes>(?:\s+[\w:-]+(?:\s*=\s*(?:"[^"<]*"|'[^'<]*'|[\w.-]+))?)*)\s*>
    """,
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)))?""")
_REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
_ATTRIBUTES = {"a": "href", "code": "class", "span": "class", "blockquote": "expandable"}


@dataclass(frozen=True)
class _Open:
    tag: str
    value: str | None
    start: int


def _refused(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")


def parse_html(source: str) -> Formatted:
    """Text and entities of `source`; raises Refusal (400) that says what and where."""
    text = ""
    entities: list[Json] = []
    stack: list[_Open] = []
    at = 0
    while at < len(source):
        match = _PIECE.match(source, at)
        byte = len(source[:at].encode())
        if match is None:
            raise _refused(_why_not(source[at:], byte))
        at = match.end()
        if match["text"]:
            text += match["text"]
        elif match["reference"]:
            text += _character(match["reference"], byte)
        elif match["opened"]:
            stack.append(_opened(match, stack, len(text), byte))
        else:
            found = _closed(match["closed"].lower(), stack, text, byte)
            if found is not None:
                _add(entities, found)
    if stack:
        raise _refused(f"Can't find end tag corresponding to start tag {stack[-1].tag}")
    return Formatted(text, in_order(entities))


def _why_not(rest: str, byte: int) -> str:
    if rest[0] == "&":
        return f"Unescaped ampersand at byte offset {byte}"
    named = re.match(r"</?([^\s>]*)[^<]*>", rest)
    if named is None:
        return f"Unclosed start tag at byte offset {byte}"
    return f'Unsupported start tag "{named[1]}" at byte offset {byte}'


def _character(reference: str, byte: int) -> str:
    if not reference.startswith("#"):
        if reference not in _REFERENCES:
            raise _refused(f'Unsupported entity "&{reference};" at byte offset {byte}')
        return _REFERENCES[reference]
    number = int(reference[2:], 16) if reference[1] in "xX" else int(reference[1:])
    if not 0 < number < 0x110000 or 0xD800 <= number < 0xE000:
        raise _refused(f'Unsupported entity "&{reference};" at byte offset {byte}')
    return chr(number)


def _opened(match: re.Match[str], stack: list[_Open], start: int, byte: int) -> _Open:
    tag = match["opened"].lower()
    if tag not in _TAGS:
        raise _refused(f'Unsupported start tag "{tag}" at byte offset {byte}')
    within = [outer.tag for outer in stack]
    inside_code = any(outer in ("code", "pre") for outer in within)
    if (inside_code and not (tag == "code" and within[-1] == "pre")) or (
        tag in ("a", "blockquote") and tag in within
    ):
        raise _refused(f'Tag "{tag}" can\'t be nested in "{within[-1]}" at byte offset {byte}')
    value: str | None = None
    for name, *values in _ATTRIBUTE.findall(match["attributes"]):
        if _ATTRIBUTES.get(tag) != name.lower():
            raise _refused(f'Unsupported attribute "{name}" in "{tag}" at byte offset {byte}')
        value = _resolved("".join(values), byte)
    if tag == "span" and value != "tg-spoiler":
        raise _refused(f'Tag "span" must have class "tg-spoiler" at byte offset {byte}')
    if tag == "code" and value is not None and not value.startswith("language-"):
        raise _refused(f'Tag "code" has unknown class "{value}" at byte offset {byte}')
    address = value or ""
    if tag == "a" and not _leads_somewhere(address):
        raise _refused(f'Tag "a" has a wrong address "{address}" at byte offset {byte}')
    return _Open(tag, value, start)


def _resolved(value: str, byte: int) -> str:
    """An attribute's value with its character references resolved."""
    return re.sub(r"&(#?\w+);", lambda match: _character(match[1], byte), value)


def _leads_somewhere(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https"):
        return "." in (parts.hostname or "") and " " not in url
    return parts.scheme in ("tg", "ton", "mailto", "tel")


def _closed(tag: str, stack: list[_Open], text: str, byte: int) -> Json | None:
    if not stack:
        raise _refused(f"Unexpected end tag at byte offset {byte}")
    opened = stack.pop()
    if opened.tag != tag:
        raise _refused(
            f'Unmatched end tag at byte offset {byte}, expected "</{opened.tag}>", found "</{tag}>"'
        )
    if opened.start == len(text):
        return None
    kind, more = _TAGS[tag], {}
    if tag == "a":
        url = opened.value or ""
        person = parse_qs(urlsplit(url).query).get("id", [""])[0]
        if url.startswith("tg://user") and person.isdigit():
            user = {"id": int(person), "is_bot": False, "first_name": person}
            return entity("text_mention", text, opened.start, len(text), user=user)
        more = {"url": url}
    elif tag == "blockquote" and opened.value is not None:
        kind = "expandable_blockquote"
    elif tag == "code" and opened.value is not None:
        more = {"language": opened.value.removeprefix("language-")}
    return entity(kind, text, opened.start, len(text), **more)


def _add(entities: list[Json], found: Json) -> None:
    """Adds an entity; <pre><code class="language-x"> is one entity with a language."""
    span = (found["offset"], found["length"])
    if found["type"] == "pre":
        for item in entities:
            if item["type"] == "code" and (item["offset"], item["length"]) == span:
                item["type"] = "pre"
                return
    entities.append(found)
