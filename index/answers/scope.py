"""Which reports a question's slots admit; what is missing when they admit none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.answers.topics import plan_headings
from index.models import TOWN, Description, Missing, Question, Slots
from index.places import contains
from index.questions.issuers import issued_by
from index.snapshot import HeldReport, Snapshot


def in_scope(
    question: Question, snapshot: Snapshot
) -> tuple[tuple[HeldReport, ...], Missing | None]:
    """The reports that may answer, or none and the slot that failed.

    Slots are tried in the order place, issuer, year, so that a missing year is
    said of the very place and issuer that was asked about.
    """
    slots = question.slots
    admitted = tuple(
        held for held in snapshot.reports.values() if admits(question.within, held.description)
    )
    for place in slots.places:
        if not any(_of_place(held, place) for held in admitted):
            return (), Missing("place", place, _places(admitted))
    if slots.places:
        admitted = tuple(
            held for held in admitted if any(_of_place(held, place) for place in slots.places)
        )
    if slots.issuer:
        issuer = slots.issuer
        matching = tuple(
            held for held in admitted if issued_by(held.description, issuer, held.folded_text)
        )
        if not matching:
            return (), Missing("issuer", issuer, _issuers(admitted))
        # 县教育局 is that of a county, where there is one.
        admitted = (
            tuple(held for held in matching if slots.level and _of_level(held, slots.level))
            or matching
        )
    elif slots.level == TOWN:
        admitted = tuple(filter(_of_town, admitted)) or admitted
    if slots.years:
        matching = _of_years(question, admitted)
        if not matching:
            asked = "、".join(f"{year}年" for year in slots.years)
            return (), Missing("year", asked, _years(admitted))
        admitted = matching
    return admitted, None


def admits(within: Slots, about: Description) -> bool:
    """Whether a report is of one of the places and of one of the years, where there are any."""
    return (
        not within.places or any(contains(p, about.region, about.place) for p in within.places)
    ) and (not within.years or about.year in within.years)


def _of_level(held: HeldReport, level: str) -> bool:
    description = held.description
    return (description.place or "").endswith(level) or (description.issuer or "").startswith(level)


def _of_town(held: HeldReport) -> bool:
    return (held.description.place or "").endswith(("镇", "乡", "街道"))


def absent(question: Question, admitted: Iterable[HeldReport]) -> tuple[str, ...]:
    """The places and years asked for that none of the admitted reports is of: 青岚县2024年."""
    admitted = tuple(admitted)
    slots = question.slots
    planned = question.kind == "plans" or _is_planned_for(question)
    if planned or len(slots.places) + len(slots.years) < 2:
        return ()
    return tuple(
        f"{place}{year}年" if year else place
        for place in slots.places or ("",)
        for year in slots.years or (0,)
        if not any(
            (not place or _of_place(held, place)) and (not year or held.description.year == year)
            for held in admitted
        )
    )


def _of_place(held: HeldReport, place: str) -> bool:
    description = held.description
    return contains(place, description.region, description.place)


# 2025年计划招录多少名 asks for what the report on 2024 plans; 2025年的下一步 and 2025年报告
# speak from the year that is named.
_PLANNED = re.compile(
    r"目标|计划(?!生育)|打算|力争|争取|准备|预计|拟(?!出台|稿)|想要?|控制在|要(?=新?建(?!议)|新增|建成|达到|完成|把|让|做到)"
    r"|\b(?:aims?|plans?|planned|wants?|going to|will|targets?|intends?|hopes?)\b"
)
_FROM_THERE = re.compile(r"报告|下一?步|明年|下一?年|来年|接下来|完成|\b(report|next|following)\b")


def _is_planned_for(question: Question) -> bool:
    """Whether the year that a question names is the one that is planned for."""
    asks_plan = question.kind == "plans" or bool(_PLANNED.search(question.folded))
    return asks_plan and not _FROM_THERE.search(question.folded)


def _of_years(question: Question, admitted: tuple[HeldReport, ...]) -> tuple[HeldReport, ...]:
    years = question.slots.years
    reported = tuple(held for held in admitted if held.description.year in years)
    if not _is_planned_for(question):
        return reported
    # The plans for 2025 stand in the report on 2024: under a heading that names the
    # year planned for, or one that only says it is the next.
    named = tuple(
        held
        for held in admitted
        if any(str(year) in heading for year in years for heading in plan_headings(held))
    )
    follows = tuple(
        held
        for held in admitted
        if (held.description.year or 0) + 1 in years and plan_headings(held)
    )
    bodies = {held.description.body for held in named}
    follows = tuple(held for held in follows if held.description.body not in bodies)
    return (*named, *follows) or reported


def _places(reports: Iterable[HeldReport]) -> tuple[str, ...]:
    return _stated(held.description.place for held in reports)


def _issuers(reports: Iterable[HeldReport]) -> tuple[str, ...]:
    return _stated(held.description.issuer for held in reports)


def _years(reports: Iterable[HeldReport]) -> tuple[str, ...]:
    return _stated(
        f"{held.description.year}年" if held.description.year else None for held in reports
    )


def _stated(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))
