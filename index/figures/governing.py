"""Which verb of a clause governs a number: by place, since many verbs are as often nouns."""

from __future__ import annotations

import re

from index.figures.phrases import clean, left_phrase, without_share
from index.figures.verbs import EITHER, LIGHT, RESULTS, is_firm
from index.figures.words import (
    Span,
    common_verbs,
    cut,
    is_common,
    is_deed,
    whole_verbs,
)

PEOPLE = frozenset({"person", "institution", "household"})
HAPPENINGS = frozenset({"event", "person_time", "visit", "lessons", "days", "hours"})
MONEY_NOUN = re.compile(
    r"(?:资金|经费|补助|补贴|罚款|贷款|损失|奖金|资助|投入|专款|预算|费|款|金|收入|支出)$"
)
# Verbs that another follows at once (开庭审理, 立案查处).
_OPENING = frozenset({"开庭", "立案", "受理", "共同", "牵头"})
# An action word right behind one of these is a verb: 共检查, 依法处罚, 我局检查.
_MARK = re.compile(
    r"(?:共|共计|累计|总计|合计|已|先后|分别|均|主动|依法|全年|年内|年度|期间|今年|目前|集中|统一|组织|不断|及时|专题|常态化|持续|深入|线上|线下|新|"
    r"自动|直接|系统|又|在线|远程|实地|第三方|快速|领域|不予|免予|未能|尚未|未|应|应当|须|各|实际|首次|予以|按时|按期|如期|成功|顺利|人人|后|"
    r"局|委|委员会|常委会|(?<![举承主协开督代领联转交创])办|厅|院|部门|机关|班子|大队|中队|支队|中心|人员|干部|单位|机构|组织|财政|"
    r"全省|全市|全区|全县|全州|[市区县])$"
)
_PREPOSITION = re.compile(r"^(?:通过|利用|依托|结合|围绕|针对|对|向|为|由|经|在|以)\S{2}")
# Who did it, where the words before a verb name no more than that (县财政安排27万元).
_AGENT = re.compile(
    r"(?:局|委|厅|财政|政府|法院|检察院|学校|单位|部门|机关|街道|乡镇|机构|企业|公司|支队|大队|中队|窗口|平台|原告|申请人|当事人|[区县市镇乡省])$"
)
_PERSONS = re.compile(r"(?:[生师工者员长人手众户民子童女]|干部|代表)$")
# Where or when it was done: 未能在线上完成的91人.
_SETTING = re.compile(r"(?:未能?)?在.{1,8}[上中内下前后时间]|(?:通过|利用|依托|借助|经|以).{1,12}")
_WAY = re.compile(r"(?:方式|形式|途径|渠道)$")
# How people stand who were named before: 年底在册246人.
_STANDING = frozenset({"在册", "在岗", "在编", "在职"})
_LIST = re.compile(r"、[^,，;；]{2,40}等[^、等]{2,10}$")
_BY_WAY = re.compile(r"^.*等(?:方式|形式|途径)")
# What turns a deed into its opposite belongs to the verb: 不予处罚1569件, 未化解的5起.
_STATE = re.compile(r"(?:不足|靠后?|(?:偏|较|[率性度力量])[高低大小强弱差])$")
_NOT = r"(?:不予|免予|未能|尚未|未)"
# What is reviewed stands behind a review that has a name of its own: 合法性审核文件31件.
_REVIEW = re.compile(r"(?P<verb>审核|审查|审定)(?=[^率量]*(?:文件|合同|协议|决定|案件|政策)$)")
# Acts on a permit whose name is that of the act: 设立许可9件, 变更登记97件.
_ACTS_ON = frozenset({"设立", "新设", "变更", "终止", "成立", "注销", "撤销", "换发"})
_ACTS = frozenset({"登记", "许可", "申请", "备案", "审批", "核准"})
# What is advised names the advice: 修改意见, 整改建议.
_ADVISED = frozenset({"修改", "整改", "处理", "处置", "审核", "审查", "执行"})
# Action words that take no object: what follows makes a name with them (执法装备经费).
_ALONE = frozenset(
    {
        "执法",
        "普法",
        "学法",
        "述法",
        "招生",
        "就业",
        "毕业",
        "停业",
        "停产",
        "竞赛",
        "比赛",
        "出庭",
        "应诉",
    }
)
# Verbs that another one follows as what is done (督促整改331个).
_URGING = frozenset({"督促", "立案", "监督", "指导"})
# What is looked at stands behind the second of two such verbs (监督检查单位).
_LOOKING = frozenset(
    {"检查", "抽查", "巡查", "督查", "督导", "核查", "整治", "审查", "审核", "抽检", "检测", "监测"}
)
# Deeds that are the cases counted: 行政复议11件、诉讼3件.
_CASES = frozenset({"诉讼", "信访", "仲裁", "复议", "听证"})
# Verbs that are names right before a number: 核定编制48名.
_HEADS = frozenset({"编制"})
# Verbs whose object does something itself (组织干部参加考试, 邀请专家讲课).
_CAUSING = frozenset(
    {
        "组织",
        "邀请",
        "选派",
        "选送",
        "派出",
        "动员",
        "发动",
        "协助",
        "帮助",
        "带动",
        "委派",
        "委托",
        "指派",
        "引导",
    }
)


def active_verbs(text: str) -> list[Span]:
    """The verbs of `text` that govern what follows; words that are as often nouns only where they must be verbs."""
    active: list[Span] = []
    for start, end, word in _verbs(text):
        serial = bool(active) and active[-1][1] == start
        serial = serial and (
            active[-1][2] in _OPENING or (is_common(word) and active[-1][2] != "责令")
        )
        if _qualifies(text, start, end, word, active[-1] if active else None):
            continue
        if is_firm(word) or serial or _acts(text, start, end):
            active.append((start, end, word))
    return active


def _verbs(text: str) -> list[Span]:
    """The verbs of the field, and the common ones that none of them overlaps."""
    known = whole_verbs(text)
    further = (
        verb
        for verb in common_verbs(text)
        if not any(start < verb[1] and verb[0] < end for start, end, _ in known)
    )
    return sorted((*known, *further))


def _qualifies(text: str, start: int, end: int, word: str, before: Span | None) -> bool:
    """Whether the verb only qualifies what follows: 受理诉前委派案件, 宣讲新修订的条例."""
    if text[end : end + 1] == "的" and len(clean(text[end + 1 :])) > 1:
        return True
    if before is None or word in LIGHT or before[2] in _CAUSING:
        return False
    between = text[before[1] : start]
    stands_free = not clean(between) or _MARK.search(between) or _PERSONS.search(between)
    if stands_free or re.search(r"[\s,，、;；:：的并且和及与]", between):
        return False
    return len(between) <= 4 and bool(clean(text[end:]))


def _acts(text: str, start: int, end: int) -> bool:
    """Whether the action word at [start, end) is a verb there: 检查学校, 共检查, 检查了."""
    before = re.split(r"[,，、;；:：\s]", text[:start])[-1]
    if text[end : end + 1] in ("了", "过"):
        return True
    if text[end : end + 1] in ("后", "前"):
        return False
    if re.search(r"[不免]予$", before) and text.startswith(("案件", "事项", "清单"), end):
        # 不予处罚案件
        return False
    if before.endswith("行政") or (text[start:end] in _ALONE and clean(text[end:])):
        # 行政诉讼案件, 执法装备经费
        return False
    if not clean(before) or _MARK.search(before):
        return True
    return bool(_PREPOSITION.match(_without_adverbs(before)) and clean(text[end:]))


def _without_adverbs(text: str) -> str:
    return re.sub(r"^(?:并|还|也|共|已|均|分别|先后|主动|同时|其中)+", "", text.strip())


def final_action(noun: str) -> str | None:
    """The action word that `noun` ends in, None if it is the end of a longer word (运动员)."""
    last = cut(noun)[-1][2] if noun else ""
    ending = (w for w in sorted(EITHER, key=len, reverse=True) if noun.endswith(w))
    return next((w for w in ending if len(last) != len(w) + 1), None)


def is_action(noun: str) -> bool:
    """Whether `noun` is nothing but action words (停产整顿)."""
    while noun:
        action = final_action(noun)
        if action is None:
            return False
        noun = noun.removesuffix(action)
    return True


# What may stand between a number and the verb that follows it at once.
_FILLER = re.compile(
    r"^[\s,，]|全部|普遍|均|正在|正|尚|不予|免予|予以|已经|已|自动|最终|顺利|也|都"
)
_QUALIFIED = re.compile(r"[^,，。;；、的]{2,8}的(?=[^,，。;；])")
_TOWARDS = re.compile(r"^(?:对|向|为)[^,，。;；:：]{2,20}$")


def predicate(text: str, *, near: bool) -> str | None:
    """The first verb of what follows, a light verb giving way to its action (进行培训: 培训)."""
    bare = _FILLER.sub("", text)
    first = next((word for _, _, word in cut(bare) if word.strip()), "")
    if near and (qualified := _QUALIFIED.match(bare)) and is_deed(first):
        # 对1家不合格的责令停业
        return predicate(bare[qualified.end() :], near=True)
    if is_common(first) and not near:
        return first
    if near and (
        (first in RESULTS and first != "成功") or (is_common(first) and len(bare) > len(first))
    ):
        return first
    verbs = whole_verbs(text)
    if not verbs:
        return None
    start, end, word = verbs[0]
    light = word in LIGHT and len(verbs) > 1 and verbs[1][0] - end <= 14
    before = clean(_FILLER.sub("", text[:start]))
    if near and before and not (light and _TOWARDS.match(text[:start].strip())):
        return None
    return verbs[1][2] if light else _negated(text[:end], word)


def noun_before(left: str, group: str) -> tuple[str | None, str | None]:
    """Noun and verb in the words before the number, None for what they lack."""
    left = _BY_WAY.sub("", left)
    if group == "percent":
        left = without_share(left)
    # 解决执法装备、人员编制等难题13个: the items of the list are no deeds.
    head = left.partition("、")[0] if _LIST.search(left) else ""
    listed = [verb for verb in active_verbs(head) if verb[1] < len(head)]
    active = listed or active_verbs(left)
    if group == "percent":
        # 考试合格率: an action word belongs to the name of the rate.
        active = [verb for verb in active if is_firm(verb[2])]
    thing, verb = _governed(left, group, active) if active else _ungoverned(left, group)
    if thing and (len(thing) < 2 or re.fullmatch(_NOT, thing) or _STATE.search(thing)):
        thing = None
    return thing, _negated(left, verb)


def _negated(before: str, verb: str | None) -> str | None:
    """`verb` with the 不予 or 未 that stands before it."""
    found = re.search(rf"({_NOT})[^,，、]{{0,4}}{verb}[了的]*$", before) if verb else None
    return f"{found[1]}{verb}" if found and verb else verb


def _governed(left: str, group: str, active: list[Span]) -> tuple[str | None, str | None]:
    start, end, verb = active[-1]
    lower = active[-2][1] if len(active) > 1 else 0
    noun = left_phrase(left[end:])
    if verb in _ADVISED and noun in ("建议", "意见"):
        return left_phrase(left[start:]), active[-2][2] if len(active) > 1 else None
    if noun in _ACTS and verb in _ACTS_ON:
        return left_phrase(left[lower:]), active[-2][2] if len(active) > 1 else None
    if noun and verb == "责令" and not noun.endswith(("书", "通知")):
        return None, verb
    if noun and not is_action(noun):
        words = cut(noun)
        if not is_firm(verb) and words[0][2] in _LOOKING and len(words) > 1 and whole_verbs(noun):
            first = whole_verbs(noun)[0]
            if first[0] == 0 and left_phrase(noun[first[1] :]):
                # 监督检查单位
                return left_phrase(noun[first[1] :]), first[2]
        return _object(left[lower:start], left[end:], group), verb
    if noun and (is_firm(verb) or is_common(verb)):
        if verb == "完成" and group not in HAPPENINGS and noun not in _ACTS:
            # 完成整改71条
            return None, noun
        return (None if group in PEOPLE else noun), verb
    if noun:
        # 出庭应诉3次, 责令整顿2家: the action is two verbs long.
        if group in PEOPLE:
            return None, verb
        if group not in HAPPENINGS and noun in _ACTS:
            return noun, verb
        if verb in _URGING and group not in HAPPENINGS:
            return None, final_action(noun) or verb
        return left_phrase(left[start:]), final_action(noun) or verb
    return _subject(left, group, active)


def _object(before: str, after: str, group: str) -> str | None:
    """What stands between verb and number, unless it is a deed or not those counted."""
    noun = left_phrase(after)
    if group == "institution" and re.search(r"的(?:达到?|共?有|为)?$", after.rstrip()):
        # 学校聘请法律顾问的达到86所
        subject = left_phrase(before)
        if subject and _AGENT.search(subject):
            return subject
    if is_common(noun) or noun in RESULTS or (group in PEOPLE and is_deed(noun)):
        return None
    if group == "person" and not _PERSONS.search(noun):
        # 学生参与活动3216人
        subject = left_phrase(before)
        if _PERSONS.search(subject):
            return subject
    return noun


def _subject(left: str, group: str, active: list[Span]) -> tuple[str | None, str | None]:
    """Noun and verb where the verb stands right before the number: 法治副校长聘任48名."""
    start, end, verb = active[-1]
    earlier = active[-2] if len(active) > 1 else None
    lower = earlier[1] if earlier else 0
    if earlier and not is_firm(verb) and not is_common(verb) and group not in PEOPLE:
        return left_phrase(left[lower:]) or None, earlier[2]
    if group == "money" and MONEY_NOUN.search(verb) and earlier and earlier[1] == start:
        return verb, earlier[2]
    if verb in _HEADS:
        return left_phrase(left[lower:]) or None, earlier[2] if earlier else None
    before = left_phrase(left[lower:start])
    if group == "case" and _PERSONS.search(before):
        # 负责人出庭60件
        before = ""
    if _SETTING.fullmatch(before) or _WAY.search(before):
        before = ""
    if _AGENT.search(before) and group not in ("institution", "visit", "household"):
        before = ""
    if verb in _ACTS and not is_firm(verb) and not earlier:
        # 民办教育机构许可58件
        return left_phrase(left) or None, None
    if group == "money" and MONEY_NOUN.search(verb):
        return before or verb, verb
    if group in HAPPENINGS and not is_firm(verb) and _is_event(verb, group):
        return left_phrase(left[lower:end]) or None, verb
    if group == "" and not before and verb in EITHER:
        # 信访总量再下降10%
        return verb, None
    return (None if is_deed(before) else before), verb


def _is_event(verb: str, group: str) -> bool:
    """Whether what is counted is the deed itself: 授课136次, but not 参训205人次."""
    return not is_common(verb) or (group != "person_time" and verb not in RESULTS)


def _ungoverned(left: str, group: str) -> tuple[str | None, str | None]:
    """Noun and verb of words without a verb before the noun: 教师培训3次, 罚没款入库12万元."""
    noun = left_phrase(left)
    if noun.removeprefix("基本") in RESULTS or noun in _STANDING:
        return None, noun
    if is_common(noun):
        return (noun if group in HAPPENINGS and _is_event(noun, group) else None), noun
    last = cut(noun)[-1] if noun else (0, 0, "")
    if is_common(last[2]) and group != "percent":
        before = left_phrase(noun[: last[0]])
        if group in HAPPENINGS:
            return noun, last[2]
        return (None if is_deed(before) or _AGENT.search(before) else before), last[2]
    if group != "percent" and (review := _REVIEW.search(noun)):
        return noun, review["verb"]
    action = final_action(noun)
    if not action:
        return noun or None, None
    if noun == action:
        kept = (
            group in HAPPENINGS
            or group in ("percent", "")
            or (group == "money" and MONEY_NOUN.search(noun))
            or (group == "case" and noun in _CASES)
        )
        return (noun if kept else None), action
    if group in PEOPLE:
        before = left_phrase(noun.removesuffix(action))
        return (None if is_deed(before) else before), action
    return noun, action if group in HAPPENINGS else None
