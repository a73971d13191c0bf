"""What of a page is its report: where the body begins and ends, which lines go."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from index.reading.boilerplate_patterns import PATTERNS, Kind
from index.reading.infoline import is_value, read_info
from index.reading.page import words

_SEPARATORS = re.compile(r"[\s|【】\[\]（）()「」『』·•]+")
_SENTENCE = re.compile(r"[。；！？]|[a-z][.!?;](?:\s|$)")
_CLAUSES = re.compile("[，,：:、]")
HEADING = re.compile(
    r"^(?:[一二三四五六七八九十百]+[、.．]|[（(][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+[章节部]"
    r"|\d{1,2}(?:[、．]|\.(?!\d)))"
)
_ATTACHMENT = re.compile(r"^附件\d*[:：.]?")
# Of a page, what follows its footer has at most this share of its sentences.
_FOOT_SHARE = 0.1
_MAX_LENGTH = 160
_MENU_LINES = 5
_MENU_WIDTH = 8


@lru_cache(maxsize=4096)
def boilerplate(line: str) -> Kind | None:
    """What kind of boilerplate a whole line is, None if it may be part of a report."""
    if len(line) > _MAX_LENGTH:
        return None
    whole = _match(_SEPARATORS.sub("", line))
    if whole is not None:
        return whole
    kinds = [_match(word) for word in _SEPARATORS.split(line) if word]
    if not kinds or None in kinds:
        return None
    return "foot" if "foot" in kinds else "edge" if "edge" in kinds else "widget"


def is_body(line: str) -> bool:
    """Whether a line is surely of the body: it has a sentence, or is a numbered heading."""
    return (has_sentence(line) or bool(HEADING.match(line))) and not (
        boilerplate(line) or read_info(line)
    )


def has_sentence(line: str) -> bool:
    """Whether a line reads as prose."""
    count = words(line)
    return (count >= 6 and bool(_SENTENCE.search(line))) or (
        count >= 40 and bool(_CLAUSES.search(line))
    )


@lru_cache(maxsize=4)
def body_bounds(lines: tuple[str, ...]) -> tuple[int, int]:
    """The first line that is surely of the body, and the end of the last such line.

    Both are 0 when there is none. What follows the footer of a page does not count.
    """
    stop = _footer(lines)
    sure = [number for number in range(stop) if is_body(lines[number])]
    return (sure[0], sure[-1] + 1) if sure else (0, 0)


def kept_lines(lines: tuple[str, ...], title: range) -> tuple[int, ...]:
    """The numbers of the lines that stay; `title` are those of the headline, maybe none.

    Above the headline nothing stays, between it and the body what is neither
    known boilerplate nor information on the page, in the body all but widgets,
    after it the signature and such up to the footer.
    """
    start, end = body_bounds(lines)
    stop = _footer(lines)
    edges = set(range(title.stop if title else 0, start)) | set(range(end, stop))
    dropped = _values(lines, edges) | _menus(lines, edges - set(title))
    kept: list[int] = []
    for number in range(title.start if title else 0, len(lines)):
        line = lines[number]
        if number in title or _ATTACHMENT.match(line):
            kept.append(number)
        elif number >= stop or number in dropped:
            continue
        elif number in edges:
            if boilerplate(line) is None and read_info(line) is None and words(line):
                kept.append(number)
        elif boilerplate(line) != "widget":
            kept.append(number)
    return tuple(kept)


@lru_cache(maxsize=4)
def _footer(lines: tuple[str, ...]) -> int:
    """Where the footer begins: a line of it, and hardly any sentences after that."""
    lengths = [len(line) if is_body(line) else 0 for line in lines]
    total = sum(lengths)
    after, footer = 0, len(lines)
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if not total or after > _FOOT_SHARE * total:
            break
        if boilerplate(line) == "foot":
            footer = number
        if HEADING.match(line) and len(line) > 3:
            break
        after += lengths[number]
    return footer


def _values(lines: tuple[str, ...], edges: set[int]) -> set[int]:
    """Lines that are the value of a label on the line before."""
    found: set[int] = set()
    for number in edges:
        info = read_info(lines[number])
        dangling = info.dangling if info is not None else None
        if dangling is None or number + 1 not in edges:
            continue
        after = lines[number + 1]
        # What else follows an empty label may as well be of the report.
        dated = dangling[1] in ("published", "written")
        if dated and read_info(after) is None and is_value(after, dangling[1]):
            found.add(number + 1)
    return found


def _menus(lines: tuple[str, ...], edges: set[int]) -> set[int]:
    """Runs of at least five very short lines before or after the body: a menu."""
    found: set[int] = set()
    run: list[int] = []
    for number in [*sorted(edges), -1]:
        short = number >= 0 and len(lines[number]) <= _MENU_WIDTH
        follows = not run or number == run[-1] + 1
        if short and follows and not re.search(r"[\d。，：:]", lines[number]):
            run.append(number)
            continue
        if len(run) >= _MENU_LINES:
            found.update(run)
        run = [number] if short else []
    return found


@cache
def _patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple((pattern.kind, re.compile(pattern.regex)) for pattern in PATTERNS)


def _match(bare: str) -> Kind | None:
    return next((kind for kind, pattern in _patterns() if pattern.fullmatch(bare)), None)
