"""The place a report is from: by its issuer and headline, else by its page, last by its body."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from index.divisions import Division, gazetteer, resolve
from index.reading.organs import places_at, take_apart

# Bounded, or a text of opening brackets alone would take minutes.
_QUOTED = re.compile("《[^》]{0,500}》")
_HOST = re.compile(
    r"(?:主办|主管|版权所有|网站名称)(?:单位)?[:：]?\s*([\u4e00-\u9fff]{3,24}(?:政府|局|委员会|办公室))"
)
_MAX_NAME = 14
_LOOKED_AT = 100_000


@dataclass(frozen=True, slots=True)
class Placed:
    """A place with its region, and how it was found when the issuer does not tell."""

    place: str
    region: str | None
    note: str | None = None


def place_of_organ(organ: str, context: str) -> Placed | None:
    """The place in the name of a body; `context` tells which of several of that name it is."""
    places = take_apart(organ).places
    if places:
        return _placed(places, context)
    for size in (4, 3, 2):
        # 烟台人力资源和社会保障局 leaves out the suffix of its place.
        short = gazetteer().short.get(organ[:size], ())
        if len(short) == 1:
            return _placed((short[0].name,), context)
    return None


def place_of_title(title: str, context: str) -> Placed | None:
    """The place a headline begins with: 某区2023年度法治政府建设工作总结."""
    rest = re.sub(r"^(?:关于|20\d\d年(?:度)?|中共)+", "", title)
    places, _ = places_at(rest)
    return _placed(places, context) if places else None


def place_of_page(around: tuple[str, ...], level: str | None, context: str) -> Placed | None:
    """The place of the body that runs the site, when it is of the report's own level."""
    for line in around:
        host = _HOST.search(line)
        places = take_apart(host[1]).places if host else ()
        if places and (level is None or places[-1].endswith(level)):
            placed = _placed(places, context)
            return Placed(placed.place, placed.region, "地名：据网站主办单位推断")
    return None


def place_of_body(body: str, level: str | None) -> Placed | None:
    """The one place of the report's own level that the body names, in sentences or in 《》.

    None when it names none or several about equally often.
    """
    if level is None:
        return None
    body = body[:_LOOKED_AT]
    spoken = _named(_QUOTED.sub("", body), level)
    counts = Counter(spoken) or Counter(_named(body, level))
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[1][1] * 2 > ranked[0][1]):
        return None
    place = ranked[0][0]
    placed = _placed((place,), body)
    return Placed(place, placed.region, "地名：未写明，据正文推断")


def _named(text: str, level: str) -> list[str]:
    """Full names of the table in a text that end in the level; 岚县 not within 青岚县."""
    names = gazetteer().full
    found: list[str] = []
    for end in re.finditer(level, text):
        for size in range(_MAX_NAME, 1, -1):
            name = text[max(end.end() - size, 0) : end.end()]
            if len(name) == size and name in names and size > 2:
                found.append(name)
                break
    return found


def _placed(places: tuple[str, ...], context: str) -> Placed:
    place, chain = places[-1], "".join(places)
    candidates = _today(resolve(chain)) or (_today(resolve(place)) if len(places) == 1 else ())
    if len(candidates) > 1:
        candidates = _told_by(context, candidates)
    if len(candidates) == 1:
        return Placed(place, candidates[0].region)
    if len(places) > 1:
        above = _today(resolve("".join(places[:-1])))
        head = above[0].region if len(above) == 1 else "".join(places[:-1])
        return Placed(place, head + place)
    reason = (
        "有多处同名，上级未能确定" if candidates or resolve(place) else "不在区划表中，上级未知"
    )
    return Placed(place, None, f"上级：{place}{reason}")


def _today(divisions: tuple[Division, ...]) -> tuple[Division, ...]:
    """One division a key, the name of today before a former one."""
    found: dict[tuple[str, ...], Division] = {}
    for division in divisions:
        if division.key not in found or found[division.key].former:
            found[division.key] = division
    return tuple(found.values())


def _told_by(context: str, candidates: tuple[Division, ...]) -> tuple[Division, ...]:
    """The candidates that have an ancestor named in the context, all if none or all have."""
    told = tuple(
        division for division in candidates if any(above in context for above in division.path[:-1])
    )
    return told or candidates
