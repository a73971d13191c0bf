"""What a figure counts, and the verb that says what happened to it.

Chinese reports put the noun on either side of the number (600名学生, 法治副校长60人)
and leave it out where it was just said (29场，26741人次). The verb stands before the
noun (聘任法治副校长60人), behind it (600名学生获得表彰), or in a clause nearby.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.figures.governing import (
    HAPPENINGS,
    MONEY_NOUN,
    PEOPLE,
    active_verbs,
    noun_before,
    predicate,
)
from index.figures.levels import is_reaching, level_before, level_reached
from index.figures.mentions import Mention
from index.figures.phrases import clean, left_phrase, right_phrase, short_phrase
from index.figures.surroundings import REMEMBERED, WINDOW, Surroundings
from index.figures.units import unit_class
from index.figures.verbs import EITHER, FIRM, STATING, find_verbs
from index.figures.words import is_common


@dataclass(frozen=True, slots=True)
class Owner:
    """What a figure counts and the verb that governs it, None where the text does not tell.

    `right_end` is where the noun behind the number ends, None if it stands before it.
    `follows` says that the verb stands behind that noun (600名学生获得表彰).
    """

    thing: str | None
    verb: str | None
    right_end: int | None = None
    follows: bool = False


# Units that no noun follows directly (26741人次, 72%): only 的 may join one.
_CLOSED = frozenset(
    {"person_time", "visit", "percent", "point", "tenth", "times", "", "score", "万", "亿"}
)
# Ordinals that number the parts of a text or of a year and count nothing.
_PARTS = frozenset({"条", "款", "项", "章", "节", "月份", ""})
_DURATION_NOUN = re.compile(
    r"(?:时限|时间|期限|周期|时长|工期|年限|刑期|拘留|学时|课时|总时长|培训|学习)$"
)
# What there is, not what was done: 新增商标1153件，累计有效商标1.07万件.
_STOCK = re.compile(
    r"[\s,，]*(?:全[市县区省])?(?:(?:年[底末])?在[册岗编]|累计|现行|现有|共有|总计|实有|已有)"
)
# Whom these send is not what was counted before (行动24次，出动150人次).
_SENDING = frozenset({"出动", "派出", "抽调", "派遣"})
_PART = re.compile(r"\s*(?:其中|含|包括|内有)")
# Names of quantities that nobody does anything to.
_MEASURE = re.compile(r"(?:量|额|总投资|案值|总数|占比|比例)$")
_TOWARDS = re.compile(r"(?:^|[^绝相面针应核])[对向为给][^对向为给]{0,8}$")
_CHANGE_TAIL = re.compile(
    r"(?P<verb>高出|低出|多出|净增|高于|低于|增长|增加|增多|减少|下降|提高|提升|上升|降低|下滑|压减|压缩|缩短|上涨|回落|提速|精简)?"
    r"(?:增幅|降幅|增速|涨幅|幅度|率|幅)?(?:了|约|达|近|超过|超|逾|为|是|[增降多少])*$"
)
_COMPARED = re.compile(r"(?:比|较|与)(?:[^,，]{0,6}|\t+)的$")
_MULTIPLE = re.compile(r"(?:(?P<verb>超过|达到|相当于)|是)(?P<base>[^,，]{2,30})的$")
# What is no noun behind a number: a time or an adverb opens what is said of it.
_AT_ONCE = re.compile(
    r"\s*(?:全年|年内|当年|年底|累计|均|全部|已|正|尚|一律|被|经|限期|逾期|按期|停业)"
)
# Stands for the noun behind the number where its verb is looked for before it.
_NOUN = "某"
_ACTIONS = frozenset((*FIRM, *EITHER))


class SentenceOwners:
    """Works through the mentions of one sentence, remembering what was said last."""

    def __init__(self, text: str, clauses: tuple[tuple[int, int], ...]) -> None:
        self._around = Surroundings(text, clauses)
        self._said: list[tuple[Mention, Owner]] = []
        # The starts of those that are parts of a whole (其中...).
        self._parts: set[int] = set()

    def add(self, mention: Mention, following: Mention | None, clause: int) -> Owner:
        """The owner of `mention`, which stands in clause number `clause`, before `following`."""
        end = self._around.clauses[clause][1]
        left = self._around.before(mention.start, clause)
        limit = min(end, following.start if following else end, mention.end + WINDOW)
        right = self._around.text[mention.end : max(limit, mention.end)]
        if _PART.match(left) or (
            self._said
            and self._said[-1][0].start in self._parts
            and self._said[-1][0].start >= self._around.clauses[clause][0]
        ):
            self._parts.add(mention.start)
        owner = self._owner(mention, following, left, right, clause)
        if mention.kind == "date" or (mention.kind == "duration" and not _is_age(mention)):
            self._around.skip(mention.start, mention.end)
        aside = bool(self._said) and self._is_aside(mention.start)
        if mention.kind not in ("date", "ordinal") and not aside:
            # 立案386件 counts no more than that: what follows is not counted in 立案.
            own = owner.thing == owner.verb and unit_class(mention.unit) == "case"
            self._said.append((mention, replace(owner, thing=None) if own else owner))
        if mention.kind not in ("date", "ordinal", "duration") or owner.thing:
            self._around.use(owner.right_end or mention.end)
        return owner

    def _is_aside(self, at: int) -> bool:
        """Whether brackets set what stands at `at` apart from what follows them."""
        before = self._around.text[max(self._around.clauses[0][0], at - WINDOW) : at]
        opened = max(before.rfind("("), before.rfind("（"))
        return opened > max(before.rfind(")"), before.rfind("）"))

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
        if level := self._level(mention, left, right, group):
            return level
        noun = self._noun_behind(mention, following, left, right, group)
        if noun:
            at = mention.end + right.find(noun)
            limit = mention.end + len(right)
            verb, follows = self._verb_for_right(left, group, at + len(noun), limit, clause)
            return Owner(noun, _reported(verb), at + len(noun), follows)
        if mention.kind == "ordinal":
            return Owner(None, None)
        if group == "times" and (multiple := _MULTIPLE.search(left)):
            return Owner(left_phrase(multiple["base"]) or None, multiple["verb"])
        thing, verb = noun_before(left, group)
        if group in HAPPENINGS and left.startswith("、") and self._said and verb in EITHER:
            # 开展模拟法庭24场、知识竞赛3场
            said = self._said[-1][1].verb
            verb = said if said in FIRM and thing and thing != verb else verb
        return self._completed(mention, thing, verb, left, right, group, clause)

    def _level(self, mention: Mention, left: str, right: str, group: str) -> Owner | None:
        """A level before or after a change: 由90天 has 压缩, 压缩至20天 has 压缩至."""
        if former := level_before(left, right):
            thing, _ = noun_before(left[: former.end], group)
            return Owner(thing or self._inherited_thing(group, 0, whole=False), former.verb)
        reached = level_reached(left)
        if reached is None:
            return None
        stem = left[: reached.end]
        thing = noun_before(stem, group)[0] if clean(stem) else None
        if thing is None and self._said:
            thing = self._said[-1][1].thing
        return Owner(thing, reached.verb)

    def _changed(self, mention: Mention, left: str) -> Owner:
        """近视率同比下降5个百分点: 近视率, 下降."""
        tail = _CHANGE_TAIL.search(left)
        verb = tail["verb"] if tail else None
        stem = left[: tail.start()] if tail else left
        thing, governing = noun_before(stem, "")
        if not thing and verb != "提速":
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
        noun = right_phrase(right, actors=group in PEOPLE)
        if _AT_ONCE.match(right):
            # 白名单企业456家全年无事不扰
            return ""
        if following and right.rstrip().endswith(noun):
            # 开展一次讲座、参观一次基地: 参观 opens what comes next.
            head, joined, item = noun.rpartition("、")
            noun = head if joined and item in _ACTIONS else noun
        if mention.kind == "money" and not MONEY_NOUN.search(noun):
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
        return not right_phrase(
            self._around.text[mention.end : mention.end + 20].partition("\n")[0]
        )

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
            sent = group == "person_time" and verb in _SENDING
            thing = (
                None
                if sent
                else self._inherited_thing(group, clause, whole=mention.start not in self._parts)
            )
        measure = thing is not None and _MEASURE.search(thing)
        if verb is None and mention.kind != "rate" and not measure:
            # 比上年的261次增加六成: what was compared with did not grow itself.
            apart = _COMPARED.search(left) or right.startswith("、")
            said = None if apart else predicate(right, near=True)
            verb = said or self._inherited_verb(left, group, clause)
        if (
            thing is None
            and verb in EITHER
            and verb != "责令"
            and (group in HAPPENINGS or group in ("money", "case"))
        ):
            thing = verb
        return Owner(thing, None if verb in STATING else verb)

    def _inherited_thing(self, group: str, clause: int, *, whole: bool) -> str | None:
        """What an earlier figure counts; for a `whole`, not what only a part of one is."""
        for mention, owner in reversed(self._said[-REMEMBERED:]):
            if whole and mention.start in self._parts and group not in ("percent", ""):
                continue
            if mention.kind in ("rate", "delta") and group not in ("percent", ""):
                continue
            if owner.thing and _may_share(unit_class(mention.unit), group):
                return owner.thing
        if clause == 0 or self._said:
            return None
        before = self._around.closing(clause - 1).rstrip()
        if before.endswith((":", "：")):
            return _short(left_phrase(before[:-1]))
        active = active_verbs(before)
        if not active or group in PEOPLE:
            return None
        noun = short_phrase(before[active[-1][1] :].rstrip(",，;；:： "))
        return _short(noun)

    def _inherited_verb(self, left: str, group: str, clause: int) -> str | None:
        """The verb of the figure before, when this one goes on listing under it."""
        if self._said:
            said, owner = self._said[-1]
            if owner.verb and is_reaching(owner.verb) and clean(left):
                # 调整为4241项，其中行政许可309项: what the whole became is nothing done to its parts.
                return None
            same = said.start >= self._around.clauses[clause][0]
            near = said.start >= self._around.clauses[max(0, clause - 1)][0]
            one = unit_class(said.unit)
            # 讲座210场，受众6.2万人次: nobody held the audience.
            alike = one == group if "person_time" in (one, group) else _alike(one, group)
            alike = alike or not clean(left)
            if clean(left) and ((not same and self._ends_part(clause)) or _STOCK.match(left)):
                return None
            alike = alike or bool(owner.verb and clean(left).startswith(owner.verb))
            return owner.verb if said.kind != "delta" and (same or (near and alike)) else None
        if clause and left.lstrip().startswith("其中"):
            return predicate(self._around.closing(clause - 1), near=False)
        return None

    def _ends_part(self, clause: int) -> bool:
        """Whether a semicolon parts the clause from the one before."""
        start = self._around.clauses[clause][0]
        return self._around.text[max(0, start - 1) : start].endswith((";", "；"))

    def _verb_for_right(
        self, left: str, group: str, noun_end: int, limit: int, clause: int
    ) -> tuple[str | None, bool]:
        """The verb of a figure whose noun stands behind it, and whether it follows that noun."""
        listing = left.rstrip().endswith("等") and "、" in left
        # 归纳出送达不规范、告知遗漏等5类: the items of the list are no deeds.
        verbs = active_verbs((left.partition("、")[0] if listing else left) + _NOUN)
        relative = left.rstrip().endswith("的") and verbs and is_common(verbs[-1][2])
        if relative and (said := predicate(self._around.text[noun_end:limit], near=True)):
            # 对轻微违法首次发生的2家机构免予处罚
            return said, True
        if verbs and not _TOWARDS.search(left[verbs[-1][1] :].rstrip()):
            return verbs[-1][2], False
        nearby = self._around.text[noun_end:limit]
        listed = not clean(left) and bool(self._said)
        if listed and not self._said[-1][1].follows:
            same = self._said[-1][0].start >= self._around.clauses[clause][0]
            inherited = self._inherited_verb(left, group, clause)
            if inherited and (same or _is_label(nearby)):
                return inherited, False
        verb = predicate(nearby, near=False)
        if verb is None and verbs:
            return verbs[-1][2], False
        if verb is None and not listed:
            end = min(self._around.clauses[clause][1], noun_end + WINDOW)
            verb = predicate(self._around.text[noun_end:end], near=False)
        if verb is None and clause + 1 < len(self._around.clauses):
            verb = predicate(self._around.opening(clause + 1), near=True)
        if verb is None and listed and not self._ends_part(clause):
            return self._inherited_verb(left, group, clause), True
        return verb, True


# Classes that take their thing from no other: 整改通知61份，立案6起 are no six notices.
_OWN_THINGS = frozenset(
    {*PEOPLE, "case", "document", "entry", "vehicle", "goods", "area", "length", "weight"}
)


def _may_share(one: str, other: str) -> bool:
    """Whether figures of two unit classes in one sentence may count the same thing."""
    return one == other or (other not in _OWN_THINGS) or (one == "item" and other not in PEOPLE)


def _alike(one: str, other: str) -> bool:
    return one == other or {one, other} <= HAPPENINGS


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


def _is_label(rest: str) -> bool:
    """Whether what follows the noun is at most one word without object (民办幼儿园设立)."""
    word = re.split(r"[,，;；。:：、]", rest)[0].strip()
    if is_common(word[:2]):
        return False
    return len(word) <= 4 and (word in _ACTIONS or not find_verbs(word)) and "了" not in word
