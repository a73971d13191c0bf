"""What a figure counts, and the verb that says what happened to it.

Chinese reports put the noun on either side of the number (600名学生, 法治副校长60人)
and leave it out where it was just said (29场，26741人次). The verb stands before the
noun (聘任法治副校长60人), behind it (600名学生获得表彰), or in a clause nearby.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.figures.mentions import Mention
from index.figures.phrases import GAP, clean, left_phrase, right_phrase, short_phrase
from index.figures.units import unit_class
from index.figures.verbs import EITHER, FIRM, LIGHT, RESULTS, STATING, find_verbs, is_firm


@dataclass(frozen=True, slots=True)
class Owner:
    """What a figure counts and the verb that governs it, None where the text does not tell.

    `right_end` is where the noun behind the number ends, None if it stands before it.
    """

    thing: str | None
    verb: str | None
    right_end: int | None = None


_PEOPLE = frozenset({"person", "institution", "household"})
_HAPPENINGS = frozenset({"event", "person_time", "visit", "lessons", "days", "hours"})
# Units that no noun follows directly (26741人次, 72%): only 的 may join one.
_CLOSED = frozenset(
    {"person_time", "visit", "percent", "point", "tenth", "times", "", "score", "万", "亿"}
)
# Verbs that another follows at once (开庭审理, 立案查处).
_OPENING = frozenset({"开庭", "立案", "受理", "共同"})
# Ordinals that number the parts of a text or of a year and count nothing.
_PARTS = frozenset({"条", "款", "项", "章", "节", "月份", ""})
_MONEY_NOUN = re.compile(
    r"(?:资金|经费|补助|补贴|罚款|贷款|损失|奖金|资助|投入|专款|预算|费|款|金|收入|支出)$"
)
_DURATION_NOUN = re.compile(
    r"(?:时限|时间|期限|周期|时长|工期|年限|刑期|拘留|学时|课时|总时长|培训|学习)$"
)
# An action word right behind one of these is a verb: 共检查, 依法处罚, 我局检查.
_MARK = re.compile(
    r"(?:共|共计|累计|总计|合计|已|先后|分别|均|主动|依法|全年|年内|年度|期间|今年|目前|集中|统一|组织|不断|及时|专题|常态化|持续|深入|线上|线下|新|"
    r"局|委|办|厅|院|部门|机关|班子|大队|中队|支队|中心|人员|干部|单位|机构|组织|全省|全市|全区|全县|全州|[市区县])$"
)
_PREPOSITION = re.compile(r"^(?:通过|利用|依托|结合|围绕|针对|对|向|为|由|经|在|以)\S{2}")
_TOWARDS = re.compile(r"(?:^|[^绝相面针应核])[对向为给][^对向为给]{0,8}$")
_CHANGE_TAIL = re.compile(
    r"(?P<verb>增长|增加|增多|减少|下降|提高|提升|上升|降低|下滑|压减|压缩|缩短|上涨|回落|提速|精简)?"
    r"(?:增幅|降幅|增速|涨幅|幅度|率|幅)?(?:了|约|达|近|超过|超|逾|为|是|[增降多少])*$"
)
# Stands for the noun behind the number where its verb is looked for before it.
_NOUN = "某"
_ACTIONS = frozenset((*FIRM, *EITHER))
_BREAK = re.compile(r"[,，;；。！？!?\n|(（\[【\0]")


class SentenceOwners:
    """Works through the mentions of one sentence, remembering what was said last."""

    def __init__(self, text: str, clauses: tuple[tuple[int, int], ...]) -> None:
        self._text = text
        self._clauses = clauses
        self._said: list[tuple[Mention, Owner]] = []
        self._floor = clauses[0][0] if clauses else 0

    def add(self, mention: Mention, following: Mention | None, clause: int) -> Owner:
        """The owner of `mention`, which stands in clause number `clause`, before `following`."""
        start, end = self._clauses[clause]
        left = self._left_of(mention, start)
        limit = min(end, following.start) if following else end
        right = self._text[mention.end : max(limit, mention.end)]
        owner = self._owner(mention, following, left, right, clause)
        if mention.kind == "date" or (mention.kind == "duration" and not _is_age(mention)):
            gap = GAP * (mention.end - mention.start)
            self._text = self._text[: mention.start] + gap + self._text[mention.end :]
        if mention.kind not in ("date", "ordinal"):
            self._said.append((mention, owner))
        if mention.kind not in ("date", "ordinal", "duration") or owner.thing:
            self._floor = owner.right_end or mention.end
        return owner

    def _left_of(self, mention: Mention, start: int) -> str:
        """The words before the number: from the last figure or opening sign of the clause."""
        left = self._text[max(self._floor, start) : mention.start]
        if not clean(left) and start > self._clauses[0][0] and self._text[start - 1] in ":：":
            # 行政处罚：12件 has its noun before the colon.
            left = self._text[max(self._floor, self._before(start)) : start - 1]
        return _after_break(left)

    def _before(self, start: int) -> int:
        return max((s for s, _ in self._clauses if s < start), default=start)

    def _owner(
        self, mention: Mention, following: Mention | None, left: str, right: str, clause: int
    ) -> Owner:
        if mention.kind == "date":
            return Owner(None, None)
        if mention.kind == "ordinal" and mention.unit in _PARTS:
            return Owner(None, None)
        if mention.kind == "delta":
            return self._changed(mention, left)
        group = unit_class(mention.unit)
        noun = self._noun_behind(mention, following, left, right, group)
        if noun:
            at = mention.end + right.find(noun)
            limit = mention.end + len(right)
            verb = self._verb_for_right(left, group, at + len(noun), limit, clause)
            return Owner(noun, verb, at + len(noun))
        if mention.kind == "ordinal":
            return Owner(None, None)
        thing, verb = self._noun_before(left, group)
        return self._completed(mention, thing, verb, left, right, group, clause)

    def _changed(self, mention: Mention, left: str) -> Owner:
        """近视率同比下降5个百分点: 近视率, 下降."""
        tail = _CHANGE_TAIL.search(left)
        verb = tail["verb"] if tail else None
        stem = left[: tail.start()] if tail else left
        thing, governing = self._noun_before(stem, "")
        if not thing:
            thing = self._said[-1][1].thing if self._said else None
            if not verb and not governing and self._said and self._said[-1][0].kind == "delta":
                governing = self._said[-1][1].verb
        return Owner(thing, verb or governing)

    def _noun_behind(
        self, mention: Mention, following: Mention | None, left: str, right: str, group: str
    ) -> str:
        if right.lstrip().startswith("的"):
            right = right.lstrip()[1:]
        elif not _may_precede(mention, group):
            return ""
        noun = right_phrase(right)
        if following and right.rstrip().endswith(noun):
            # 开展一次讲座、参观一次基地: 参观 opens what comes next.
            head, joined, item = noun.rpartition("、")
            noun = head if joined and item in _ACTIONS else noun
        if mention.kind == "money" and not _MONEY_NOUN.search(noun):
            return ""
        if noun and following and right.rstrip().endswith(noun) and self._is_bare(following):
            # 3名教师、学生20人 and 案件12件罚款5万元: the last noun belongs to the next figure.
            head, joined, _ = noun.rpartition("、")
            return head if joined else ("" if clean(left) else noun)
        return noun

    def _is_bare(self, mention: Mention) -> bool:
        """Whether nothing that could be counted follows the number."""
        if mention.kind in ("date", "ordinal"):
            return False
        if unit_class(mention.unit) in _CLOSED or mention.unit.endswith("人"):
            return True
        return not right_phrase(self._text[mention.end : mention.end + 20].partition("\n")[0])

    def _noun_before(self, left: str, group: str) -> tuple[str | None, str | None]:
        """Noun and verb in the words before the number, None for what they lack."""
        active = _active_verbs(left)
        if active:
            start, end, verb = active[-1]
            noun = left_phrase(left[end:])
            if noun and not _is_action(noun):
                return noun, verb
            if noun and is_firm(verb):
                return (None if group in _PEOPLE else noun), verb
            if noun:
                # 出庭应诉3次, 责令整顿2家: the action is two verbs long.
                return (None if group in _PEOPLE else left_phrase(left[start:])), verb
            earlier = active[-2] if len(active) > 1 else None
            lower = earlier[1] if earlier else 0
            if earlier and not is_firm(verb) and group not in _PEOPLE:
                return left_phrase(left[lower:]) or None, earlier[2]
            if group == "money" and _MONEY_NOUN.search(verb):
                return verb, verb
            nominal = group in _HAPPENINGS and not is_firm(verb)
            noun = left_phrase(left[lower : end if nominal else start])
            return noun or None, verb
        noun = left_phrase(left)
        if noun in RESULTS:
            return None, noun
        action = _final_action(noun)
        if not action:
            return noun or None, None
        if noun == action:
            kept = group in _HAPPENINGS or (group == "money" and _MONEY_NOUN.search(noun))
            return (noun if kept else None), action
        if group in _PEOPLE:
            return left_phrase(noun.removesuffix(action)) or None, action
        return noun, action if group in _HAPPENINGS else None

    def _completed(
        self,
        mention: Mention,
        thing: str | None,
        verb: str | None,
        left: str,
        right: str,
        group: str,
        clause: int,
    ) -> Owner:
        """Fills in from the words behind the number and from what was said before it."""
        if mention.kind == "duration":
            kept = thing if thing and (group == "lessons" or _DURATION_NOUN.search(thing)) else None
            return Owner(kept, verb if kept else None)
        if thing is None:
            thing = self._inherited_thing(group, clause)
            if thing is None and verb and verb in EITHER:
                thing = verb
        if verb is None and mention.kind != "rate":
            verb = _predicate(right, near=True) or self._inherited_verb(left, group, clause)
        return Owner(thing, None if verb in STATING else verb)

    def _inherited_thing(self, group: str, clause: int) -> str | None:
        for mention, owner in reversed(self._said):
            if owner.thing and (group not in _PEOPLE or unit_class(mention.unit) == group):
                return owner.thing
        if clause == 0 or self._said:
            return None
        before = self._text[slice(*self._clauses[clause - 1])].rstrip()
        if before.endswith((":", "：")):
            return _short(left_phrase(before[:-1]))
        active = _active_verbs(before)
        if not active or group in _PEOPLE:
            return None
        noun = short_phrase(before[active[-1][1] :].rstrip(",，;；:： "))
        return _short(noun)

    def _inherited_verb(self, left: str, group: str, clause: int) -> str | None:
        """The verb of the figure before, when this one goes on listing under it."""
        if self._said:
            said, owner = self._said[-1]
            same = said.start >= self._clauses[clause][0]
            near = said.start >= self._clauses[max(0, clause - 1)][0]
            alike = not clean(left) or _alike(unit_class(said.unit), group)
            alike = alike or bool(owner.verb and clean(left).startswith(owner.verb))
            return owner.verb if said.kind != "delta" and (same or (near and alike)) else None
        if clause and left.lstrip().startswith("其中"):
            return _predicate(self._text[slice(*self._clauses[clause - 1])], near=False)
        return None

    def _verb_for_right(
        self, left: str, group: str, noun_end: int, limit: int, clause: int
    ) -> str | None:
        verbs = _active_verbs(left + _NOUN)
        if verbs and not _TOWARDS.search(left[verbs[-1][1] :]):
            return _reported(verbs[-1][2])
        nearby = self._text[noun_end:limit]
        listed = not clean(left) and bool(self._said)
        if (
            listed
            and _is_label(nearby)
            and (inherited := self._inherited_verb(left, group, clause))
        ):
            return inherited
        verb = _predicate(nearby, near=False)
        if verb is None and not listed:
            verb = _predicate(self._text[noun_end : self._clauses[clause][1]], near=False)
        if verb is None and clause + 1 < len(self._clauses):
            verb = _predicate(self._text[slice(*self._clauses[clause + 1])], near=True)
        return _reported(verb)


def _alike(one: str, other: str) -> bool:
    return one == other or {one, other} <= _HAPPENINGS


def _short(noun: str) -> str | None:
    """A noun from another clause, when it is short enough to be sure of."""
    return noun if 2 <= len(noun) <= 12 else None


def _is_age(mention: Mention) -> bool:
    """Ages qualify who is counted: 35岁以下12人."""
    return unit_class(mention.unit) == "age"


def _may_precede(mention: Mention, group: str) -> bool:
    """Whether a noun may follow the unit directly (600名学生, but not 600人学生)."""
    closed = group in _CLOSED or mention.kind == "duration" or "/" in mention.unit
    return not closed and not mention.unit.endswith("人")


def _reported(verb: str | None) -> str | None:
    return None if verb in STATING else verb


def _after_break(left: str) -> str:
    """What follows the last sign that opens a new phrase; closed brackets are kept."""
    at = len(left)
    while (match := _last_break(left, at)) is not None:
        if match[0] in "(（" and re.search(r"[)）]", left[match.end() :]):
            at = match.start()
            continue
        return left[match.end() :]
    return left


def _last_break(left: str, end: int) -> re.Match[str] | None:
    found = list(_BREAK.finditer(left, 0, end))
    return found[-1] if found else None


def _active_verbs(text: str) -> list[tuple[int, int, str]]:
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


def _final_action(noun: str) -> str | None:
    return next((w for w in sorted(EITHER, key=len, reverse=True) if noun.endswith(w)), None)


def _is_action(noun: str) -> bool:
    """Whether `noun` is nothing but action words (停产整顿)."""
    while noun:
        action = _final_action(noun)
        if action is None:
            return False
        noun = noun.removesuffix(action)
    return True


def _predicate(text: str, *, near: bool) -> str | None:
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


def _is_label(rest: str) -> bool:
    """Whether what follows the noun is at most one word without object (民办幼儿园设立)."""
    word = re.split(r"[,，;；。:：、]", rest)[0].strip()
    return len(word) <= 4 and (word in _ACTIONS or not find_verbs(word)) and "了" not in word
