"""Whose report it is: by its headline, its signature, its page, and last by its body."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from index.reading.dates import find_date
from index.reading.organs import Mention, is_organ, mentions, take_apart

_TAIL_LINES = 8
# Ten times the longest report met; a name that comes later is no self-description.
_LOOKED_AT = 100_000
_LEADING = re.compile(r"^(?:关于|(?:20\d\d|二[〇○零]\S{2})年(?:度)?|中共|[\s“《])+")
# 高平市教育局|2024年…, 江北区教委|关于…, 某县司法局|法治政府建设…
_TITLE_GOES_ON = re.compile(
    r"(?=党组|关于|(?:20|19)\d\d|二[〇○零]|法治|年度|依法|贯彻|落实|推进|开展|履行|行政|普法|[“《（(]|\s|$)"
)
_DATE = r"(?:20\d\d年\d{1,2}月\d{1,2}日?|20\d\d[-./]\d{1,2}[-./]\d{1,2}|20\d{5,6}|二[〇○O零]\S{2}年\S{1,3}月\S{1,3}日)"
_SIGNED = re.compile(rf"(?P<organ>[\u4e00-\u9fff（）()]{{3,30}})[\s（(]*(?P<date>{_DATE})[)）]?$")
_RUN_IN_SIGNED = re.compile(rf"[。！]\s*(?P<organ>[\u4e00-\u9fff]{{3,24}})\s*(?P<date>{_DATE})\s*$")
_DATE_LINE = re.compile(rf"[（(]?{_DATE}[)）]?")
# Whom a body calls itself: 我局 ends in 局, 我委 in 委 or 委员会.
_SELF = re.compile("(?:我|本)([局委办厅院部])")
_OWN_LEVEL = re.compile(r"(?:我|全)([省市县区旗州])(?![域间场])|([市县区旗州])(?:委|政府)")
_BESIDE = re.compile(r"(?:会同|联合|配合|协同|邀请|参加|报|、|和|与|及)$")


@dataclass(frozen=True, slots=True)
class Signature:
    """The body and the date under a report, either may be missing."""

    organ: str | None
    date: str | None
    written_date: str | None


def title_organ(title: str) -> str | None:
    """The body a headline begins with.

    >>> title_organ("云台县教育局关于2024年普法工作的报告")
    '云台县教育局'
    """
    rest = _LEADING.sub("", title)
    for found in re.finditer(_TITLE_GOES_ON, rest):
        organ = rest[: found.start()]
        if len(organ) >= 3 and is_organ(organ):
            return organ
    return None


def find_signature(lines: tuple[str, ...]) -> Signature:
    """The signature among the last lines; only whole lines count, or the very end of the text."""
    for number in range(len(lines) - 1, max(len(lines) - _TAIL_LINES, 0) - 1, -1):
        line = lines[number]
        signed = _SIGNED.fullmatch(line)
        if signed and is_organ(signed["organ"]):
            return Signature(signed["organ"], find_date(line), signed["date"])
        bare = re.sub(r"\s", "", line)
        if number > 0 and is_organ(bare):
            after = next((other for other in lines[number + 1 : number + 3] if other), "")
            dated = _DATE_LINE.fullmatch(re.sub(r"\s", "", after))
            last = number >= len(lines) - 3
            if dated or last:
                return Signature(bare, find_date(after), dated[0] if dated else None)
    run_in = _RUN_IN_SIGNED.search(lines[-1]) if lines else None
    if run_in and is_organ(run_in["organ"]):
        return Signature(run_in["organ"], find_date(run_in["date"]), run_in["date"])
    for line in reversed(lines[-3:]):
        if _DATE_LINE.fullmatch(re.sub(r"\s", "", line)):
            return Signature(None, find_date(re.sub(r"\s", "", line)), line)
    return Signature(None, None, None)


def own_level(body: str) -> str | None:
    """The level the body speaks from: 区 for one that says 我区, 全区, 区委."""
    counts = Counter(found[1] or found[2] for found in _OWN_LEVEL.finditer(body))
    return counts.most_common(1)[0][0] if counts else None


def self_name(body: str) -> str | None:
    """What the body calls itself most: 我局, 我委."""
    counts = Counter(found[0] for found in _SELF.finditer(body))
    return counts.most_common(1)[0][0] if counts else None


def body_organ(body: str) -> Mention | None:
    """The bureau that the body most likely is: of its own level, named most and first.

    Full names (从化区教育局) go before 区教育局 of the same bureau.
    """
    body = body[:_LOOKED_AT]
    level, called = own_level(body), self_name(body)
    fitting = [
        mention
        for mention in mentions(body)
        if _level_fits(mention, level)
        and (called is None or _ends_as(mention.name.bureau, called[-1]))
        and not _BESIDE.search(body[max(mention.start - 2, 0) : mention.start])
    ]
    if not fitting:
        return None
    counts = Counter(mention.name.bureau for mention in fitting)
    most = max(counts.values())
    # Bureaus named equally often: the one named first, which is in the opening.
    bureau = next(m.name.bureau for m in fitting if counts[m.name.bureau] == most)
    own = [mention for mention in fitting if mention.name.bureau == bureau]
    named = Counter(m.name.places for m in own if m.name.places)
    if len(named) == 1 or (named and named.most_common(2)[0][1] > named.most_common(2)[1][1]):
        places = named.most_common(1)[0][0]
        return next(m for m in own if m.name.places == places)
    return next((m for m in own if not m.name.places), None)


def fuller(first: str, second: str) -> str | None:
    """The longer of two names of one body, None when they are not one: 江北区教委 says less."""
    long, short = (first, second) if len(first) >= len(second) else (second, first)
    if long.endswith(short) or re.sub("中共", "", long).endswith(short):
        return long
    one, other = take_apart(long), take_apart(short)
    if one.bureau == other.bureau and (not other.places or one.places[-1:] == other.places[-1:]):
        level = other.level
        own = one.places[-1] if one.places else ""
        return long if level is None or own.endswith(level) else None
    return None


def _level_fits(mention: Mention, level: str | None) -> bool:
    own = mention.name.level or mention.name.places[-1][-1]
    return level is None or own == level


def _ends_as(bureau: str, last: str) -> bool:
    return bureau.endswith(("委", "委员会") if last == "委" else last)
