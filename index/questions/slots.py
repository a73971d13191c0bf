"""Place, year and issuer named in a question, and the question without them."""

from __future__ import annotations

import re
from collections.abc import Collection

from index.divisions import resolve
from index.models import TOWN, Slots
from index.places import (
    Place,
    find_english_places,
    find_places,
    find_short_places,
    find_unknown_places,
)
from index.questions.issuers import find_issuers
from index.questions.years import find_years

_HEAD = re.compile(
    r"^(?:请问|那么?|哪一?[个家些]|哪几[个家]|所有|各地?|各县区?|各区县?|根据|按照|在|关于|[\s,，、:：'\"“”《》的])*$"
)

# 副县长 ends no name of a county.
_OFFICE = re.compile("[省市县区旗州镇乡]长(?![^，,。的])|(?<=副)[省市县区旗州镇乡]长")
_ABBREVIATED = re.compile(
    r"[省市县区]?(?:城管|人社|卫健|教体|住建|文旅|市监)(?!执法|系统|领域|部门|队|员|融合|局|委|干部|人员|工作)|"
    r"[省市县区]?(?:应急|环保|民政)(?=[的那这查罚请用办把给\s\d]|$)"
)
_COUNTED_BODY = re.compile(r"(?:一共|总共|现|共)?有?(?:几|多少)[个家所](?!人|名|干部|民警)")
# 哪个镇, 各街道: the level of the bodies asked about, where no other word tells whose reports.
_TOWNS = re.compile(
    r"(?:哪一?个|哪些|哪几个|各个?|所有|全部)(?:乡镇|镇街|街镇|街道|镇|乡)(?!长|域|村|直|级)"
)
_LEVELS = "省市县区旗州"
_REPORT = re.compile(r"\s*(?:年度|度|的)*(?:法治政府建设)?(?:年度|工作|情况|的)*报告|\s*report\b")


def find_slots(
    folded: str, cased: str, held_places: Collection[str], today_year: int
) -> tuple[Slots, str]:
    """The slots a folded question names, and the question with them blanked out.

    `cased` is the same text, as long, with its capitals.

    An issuer counts as a slot at the head of the question or right behind a
    place or year; elsewhere (司法局组织的培训) it is content.
    """
    rest = list(folded)

    def blank(start: int, end: int) -> None:
        rest[start:end] = " " * (end - start)

    mentions = find_years(folded, today_year)
    # 2023年报告里对2024年的打算: the year before 报告 tells which report.
    reported = [mention for mention in mentions if _REPORT.match(folded, mention.end)]
    years: list[int] = []
    # 比2022年多了多少 is answered by the report of the year that is held against it.
    told = [m for m in mentions if not m.compared and not m.relative] or [
        m for m in mentions if not m.compared
    ]
    for mention in mentions:
        alone = mention.compared and (mention.relative or not told)
        if not alone and (mention in reported or not reported):
            years += [year for year in mention.years if year not in years]
        blank(mention.start, mention.end)
    places = _places(
        "".join(" " if left == " " else kept for left, kept in zip(rest, cased, strict=True)),
        held_places,
    )
    for place in places:
        blank(place.start, place.end)
    issuer = level = None
    for kind, start, end in find_issuers(folded):
        before = "".join(rest[:start]).strip().removesuffix("的")
        beside = any(start - 2 <= place.end <= start for place in places)
        if _COUNTED_BODY.match(folded, end):
            # 司法所有几个: the bodies are what is asked for.
            continue
        if beside or _HEAD.match(re.sub(r"[本全]?[省市区县旗州]$", "", before)):
            issuer = kind
            level = _level(before)
            blank(start, end)
            break
    if issuer is None and not places and (towns := _TOWNS.search("".join(rest))):
        level = TOWN
        blank(*towns.span())
    for place in places:
        # 大竹人社的业务: a bureau by the short name that is no word of anything else.
        if short := _ABBREVIATED.match("".join(rest), place.end):
            blank(*short.span())
    return Slots(_names(places), tuple(years), issuer, level), "".join(rest)


def _level(before: str) -> str | None:
    """区 of 哪个区; 各区县 are of every level."""
    ending = re.search(f"[{_LEVELS}]+$", before)
    return ending[0] if ending and len(ending[0]) == 1 else None


def _places(text: str, held_places: Collection[str]) -> tuple[Place, ...]:
    found: list[Place] = []
    for places in (
        find_short_places(text, held_places),
        find_places(text),
        find_english_places(text, held_places),
        find_unknown_places(text),
    ):
        for place in places:
            if _OFFICE.match(text, place.end - 1):
                continue
            if all(place.end <= other.start or place.start >= other.end for other in found):
                found.append(place)
    return tuple(sorted(found, key=lambda place: place.start))


def _names(places: tuple[Place, ...]) -> tuple[str, ...]:
    names: list[str] = []
    end = -1
    for place in places:
        name = place.region or place.name
        if place.start == end and _is_above(names[-1], name):
            # 山西省江北区 is one place, even if the table has none such.
            name = names.pop() + name
        names.append(name)
        end = place.end
    return tuple(dict.fromkeys(names))


def _is_above(one: str, other: str) -> bool:
    """Whether a name is that of a division of a higher level than another one."""
    above, below = (min((len(d.path) for d in resolve(name)), default=9) for name in (one, other))
    return above < below
