"""Which verb of a clause governs a number: by place, since many verbs are as often nouns."""

from __future__ import annotations

import re

from index.figures.phrases import clean, left_phrase
from index.figures.verbs import EITHER, LIGHT, RESULTS, find_verbs, is_firm

PEOPLE = frozenset({"person", "institution", "household"})
HAPPENINGS = frozenset({"event", "person_time", "visit", "lessons", "days", "hours"})
MONEY_NOUN = re.compile(
    r"(?:资金|经费|补助|补贴|罚款|贷款|损失|奖金|资助|投入|专款|预算|费|款|金|收入|支出)$"
)
# Verbs that another follows at once (开庭审理, 立案查处).
_OPENING = frozenset({"开庭", "立案", "受理", "共同"})
# An action word right behind one of these is a verb: 共检查, 依法处罚, 我局检查.
_MARK = re.compile(
    r"(?:共|共计|累计|总计|合计|已|先后|分别|均|主动|依法|全年|年内|年度|期间|今年|目前|集中|统一|组织|不断|及时|专题|常态化|持续|深入|线上|线下|新|"
    r"局|委|办|厅|院|部门|机关|班子|大队|中队|支队|中心|人员|干部|单位|机构|组织|全省|全市|全区|全县|全州|[市区县])$"
)
_PREPOSITION = re.compile(r"^(?:通过|利用|依托|结合|围绕|针对|对|向|为|由|经|在|以)\S{2}")


def active_verbs(text: str) -> list[tuple[int, int, str]]:
    """The verbs of `text` that govern what follows; words that are as often nouns only where they must be verbs."""
    active: list[tuple[int, int, str]] = []
    for start, end, word in find_verbs(text):
        serial = bool(active) and active[-1][1] == start and active[-1][2] in _OPENING
        if is_firm(word) or serial or _acts(text, start, end):
            active.append((start, end, word))
    return active


def _acts(text: str, start: int, end: int) -> bool:
    """Whether the action word at [start, end) is a verb there: 检查学校, 共检查, 检查了."""
    before = re.split(r"[,，、;；:：\s]", text[:start])[-1]
    if text[end : end + 1] in ("了", "过"):
        return True
    if not clean(before) or _MARK.search(before):
        return True
    return bool(_PREPOSITION.match(_without_adverbs(before)) and clean(text[end:]))


def _without_adverbs(text: str) -> str:
    return re.sub(r"^(?:并|还|也|共|已|均|分别|先后|主动|同时|其中)+", "", text.strip())


def final_action(noun: str) -> str | None:
    return next((w for w in sorted(EITHER, key=len, reverse=True) if noun.endswith(w)), None)


def is_action(noun: str) -> bool:
    """Whether `noun` is nothing but action words (停产整顿)."""
    while noun:
        action = final_action(noun)
        if action is None:
            return False
        noun = noun.removesuffix(action)
    return True


def predicate(text: str, *, near: bool) -> str | None:
    """The first verb of what follows, a light verb giving way to its action (进行培训: 培训)."""
    verbs = find_verbs(text)
    if not verbs:
        return None
    start, end, word = verbs[0]
    if near and clean(re.sub(r"^[\s,，]|全部|普遍|均", "", text[:start])):
        return None
    if word in LIGHT and len(verbs) > 1 and verbs[1][0] - end <= 14:
        return verbs[1][2]
    return word


def noun_before(left: str, group: str) -> tuple[str | None, str | None]:
    """Noun and verb in the words before the number, None for what they lack."""
    active = active_verbs(left)
    if group == "percent":
        # 考试合格率: an action word belongs to the name of the rate.
        active = [verb for verb in active if is_firm(verb[2])]
    if active:
        start, end, verb = active[-1]
        noun = left_phrase(left[end:])
        if noun and not is_action(noun):
            return noun, verb
        if noun and is_firm(verb):
            return (None if group in PEOPLE else noun), verb
        if noun:
            # 出庭应诉3次, 责令整顿2家: the action is two verbs long.
            if group in PEOPLE:
                return None, verb
            return left_phrase(left[start:]), final_action(noun) or verb
        earlier = active[-2] if len(active) > 1 else None
        lower = earlier[1] if earlier else 0
        if earlier and not is_firm(verb) and group not in PEOPLE:
            return left_phrase(left[lower:]) or None, earlier[2]
        if group == "money" and MONEY_NOUN.search(verb):
            return verb, verb
        nominal = group in HAPPENINGS and not is_firm(verb)
        noun = left_phrase(left[lower : end if nominal else start])
        return noun or None, verb
    noun = left_phrase(left)
    if noun in RESULTS:
        return None, noun
    action = final_action(noun)
    if not action:
        return noun or None, None
    if noun == action:
        kept = group in HAPPENINGS or (group == "money" and MONEY_NOUN.search(noun))
        return (noun if kept else None), action
    if group in PEOPLE:
        return left_phrase(noun.removesuffix(action)) or None, action
    return noun, action if group in HAPPENINGS else None
