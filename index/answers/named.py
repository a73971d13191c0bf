"""Which: the one thing, or the things in a row, of the class that a question asks for by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.answers.matching import SAID, is_light, kinship, share_in
from index.answers.names import person_names
from index.answers.readings import Named, Reading, Sentence, parts_of
from index.answers.rows import Row, number_asked, rows_in
from index.figures.verbs import is_firm
from index.models import Concept, Question, Value
from index.tokens import segmenter


class Class(NamedTuple):
    """A class of things by its names in questions, how their own names end, and an example.

    `told` is None for things whose names stand in 《》 or “”.
    """

    asked: re.Pattern[str]
    told: re.Pattern[str] | None
    example: str


def _class(asked: str, told: str | None, example: str) -> Class:
    return Class(re.compile(f"(?:{asked})"), re.compile(told) if told else None, example)


_COMPANY = r"(?:有限公司|公司|集团|厂|超市|商行|商店|合作社|酒店|饭店|商场|药店|药房|培训学校)"
CLASSES: tuple[Class, ...] = (
    _class(r"律所|律师事务所", r"律师事务所", "是哪家律所"),
    _class(r"诊所|卫生室|门诊", r"(?:诊所|门诊部?|卫生室|卫生所)", "哪家诊所被罚"),
    _class(r"医院", r"(?:医院|卫生院)", "哪家医院被罚"),
    _class(
        r"养老院|养老机构|敬老院",
        r"(?:养老院|敬老院|养老中心|老年公寓|福利院|护理院)",
        "哪家养老院被罚",
    ),
    _class(
        r"学校|中学|小学|幼儿园|高中|(?<=所)校",
        r"(?:幼儿园|中学|小学|学校|学院|大学|中心校|附中|附小|职高|(?<=[一-鿿])[一二三四五六七八九十]中(?!学)|实验中学|高级中学)",
        "哪所学校",
    ),
    _class(r"企业|公司|厂家|商家|超市|店|机构|培训点|商户|承包商|加油站", _COMPANY, "哪家企业被罚"),
    _class(r"村|社区", r"(?:村|社区)", "哪个村评上了示范"),
    _class(r"乡镇|街道|镇街|镇|乡", r"(?:街道|镇|乡)", "哪个镇"),
    _class(r"县区|区县|县|区|市(?!场)|地区|地方", r"(?:县|区|市)", "哪个县区"),
    _class(
        r"单位|部门|机关|科室|股室|局|所|队伍?|站",
        r"(?:局|委|委员会|办公室|院|所|大队|支队|中队|站|中心|法院|检察院|公安|街道|学校|公司|股|科|处|室|协会|部)",
        "哪家单位",
    ),
    _class(
        r"规章|法规|办法|文件|条例|规划|决策|方案|规定|制度|书|报告|作品|案例|协议|意见",
        None,
        "哪部规章",
    ),
    _class(
        r"产品|品牌|商标|称号|项目|活动|节目|热线|平台|小程序|公众号|口号|行动", None, "哪个产品"
    ),
)
# What a name of this class stands in where it does not end by its class.
_QUOTED = re.compile(r"《[^《》]{2,60}》|“[^“”]{2,30}”")

# 哪家养老院, 哪几所学校, 那家养老院叫什么, 两家企业是谁: the words that say what is asked for.
_BEHIND_WHICH = re.compile(
    r"哪(?:一|几|些|[两三四五六七八九十\d]+)?(?:个|家|所|部(?!门)|项|件|条|位|份|座|支|名|处|间|本|款|台|块|门|场|次|对|宗|起)?(?P<noun>[一-鿿]{1,7})"
)
_BEFORE_WHICH = re.compile(
    r"(?P<noun>[一-鿿]{1,12}?)(?:都|各|分别)?(?:叫(?:什么|啥)|名字|是(?:哪|谁|什么(?:名|\??$))|是哪)"
)
_NAME_ONLY = re.compile(
    r"哪(?:一|几|[两三四五六七八九十\d]+)?[家所]|叫(?:什么|啥)|名字|名称|是谁|哪个(?:村|镇|乡|社区|街道|学校|单位|企业)"
)

# What announces the items of a whole: 分别为甲、乙; 即甲、乙; 活动（甲、乙）.
_LEADS_IN = re.compile(r"(?:分别[为是]?|即|包括|包含|为|是|[:：（(]|有)$")
_WHICH = re.compile(
    r"哪(?:些|几|[两二三四五六七八九十\d]+)(?:[个项所家类种样件条门位名块步点起宗处本]|部(?!门))?"
)
_PEOPLE = re.compile(
    r"哪(?:些|几|[两三四五六七八九十\d]+)[个位名]?(?:人(?!大)|同学|学生|老师|教师|选手|队员|同志)"
)
# 重大行政决策事项: what closes a compound names nothing.
_VAGUE = re.compile(r"事项|情况|内容|方面|项目|工作|东西|事情|举措|名单|人员")
# How far behind a row its head may stand: 公安、市场监管等部门.
_HEAD_REACH = 14
_HEAD_LENGTH = 6
# 公安、城管等部门 are departments by what closes the row.
_CLASS_REACH = 6
_ALL_CHARACTERS = 0.75
# Characters before a sentence that may name what it goes on with.
_BEFORE = 80
_RUN = re.compile(r"[一-鿿\d（）()·“”]{1,40}$")
_LEADS = frozenset(
    [
        "设在",
        "位于",
        "明确",
        "作为",
        "明确责任",
        "扣分",
        "邀请",
        "来自",
        "委托",
        "要求",
        "根据",
        "融入",
        "入选",
        "评为",
        "帮助",
        "指导",
        "督促",
        "推动",
        "组织",
        "针对",
        "支持",
        "鼓励",
        "引导",
        "邀请",
        "依据",
        "开展",
        "新创",
        "累计",
        "与",
        "和",
        "及",
        "在",
        "于",
        "由",
        "被",
        "是",
        "为",
        "即",
        "系",
        "向",
        "对",
        "至",
        "到",
        "从",
        "经",
        "委托",
        "联合",
        "会同",
        "依托",
        "其中",
        "另",
        "对于",
        "位于",
        "位",
        "给",
        "同",
        "跟",
        "让",
        "将",
        "把",
        "有",
        "我",
        "我县",
        "我市",
        "我区",
        "全",
        "并",
        "以",
        "了",
    ]
)
# 全县省级以上民主法治示范村, 第四届中小学 are no names.
_SCOPES = ("全县", "全市", "全区", "全省", "各", "本", "所有", "其他", "其余")
_TYPE = re.compile(r"(?:示范|试点|先进|文明|重点|标杆|优秀|中|[一二三四五六七八九十\d]届)$|届")
_GENERIC = re.compile(
    r"^(?:[全各本我该此两多某]|[\d一二三四五六七八九十百千万余]+[多余]?[个所家名户]?|县|区|市|镇|乡|省|村|中小?|小|学|民办|公办|直属|农村|城区|山区|部分|所有|每|新建|定点|示范|试点|优秀|等|家|所|个|重点|乡镇|街道|培训"
    r"|医疗|养老|教育|校外|非?学科类|相关|有关|涉案|违规|违法|中介|服务|法律|社会|行政|执法|主管|成员|责任|基层|司法|省级|市级|县级|区级|国家级|全国|全省|示范性|义务教育|高级|普通|职业|的|被|和|与|及|、|特色|先进|法治|依法治校|民主|文明|标杆|对|机关|专门|政府|业务|职能|内设|综合|单位|部门|机构|企业|学校|公司|所在|领导小组|新创|新增|创建|获评|美丽|平安|国家|以上|以下|第[一二三四五六七八九十\d]+届|药品|零售|食品|经营|生产|使用|施工|承包|用人|物业|平台)+$"
)


def asked_class(question: Question) -> Class | None:
    """The class of things a question asks for by name, None if it has none we know names of."""
    for pattern in (_BEHIND_WHICH, _BEFORE_WHICH):
        for match in pattern.finditer(question.folded):
            noun = match["noun"]
            found = [
                (m.end() if pattern is _BEFORE_WHICH else -m.start(), len(m[0]), -at, row)
                for at, row in enumerate(CLASSES)
                for m in row.asked.finditer(noun)
            ]
            if found:
                return max(found, key=lambda each: each[:3])[3]
    return None


def asks_for_name(question: Question) -> bool:
    """Whether only a name answers: 哪家, 哪所, 叫什么."""
    return bool(_NAME_ONLY.search(question.folded))


def which_readings(question: Question, sentence: Sentence) -> tuple[Reading, ...]:
    """The names of the class asked for that a sentence holds, those in a row as one."""
    kind = asked_class(question)
    if kind is None:
        return () if asks_for_name(question) else (_whole(sentence),)
    names = [
        name
        for name in _names(kind, sentence.text)
        # What the question says itself is not what it asks for.
        if name.name.strip("“”《》") not in question.folded
    ]
    if not names:
        return () if kind.told or asks_for_name(question) else (_whole(sentence),)
    number = number_asked(question.folded)
    parts = parts_of(sentence, names)
    found = []
    for group in _grouped(sentence, names):
        if number is not None and len(group) != number:
            continue
        part = parts[names.index(group[0])]
        before = max((n.end for n in names if n.end <= group[0].start), default=0)
        reach = sentence.held.text.between(
            sentence.start + min(part[0], before), sentence.start + part[1]
        )
        if not _speaks_of(question, kind, reach, _around(sentence)):
            continue
        items = tuple(name.name for name in group)
        text = sentence.text[group[0].start : group[-1].end]
        value = Value(text, items=items) if len(items) > 1 else Value(text, name=text)
        found.append(Reading(value, sentence.start + part[0], sentence.start + part[1], True))
    return tuple(found)


def _speaks_of(question: Question, kind: Class, reach: str, around: str) -> bool:
    """Whether what a name reaches says half of what the question says of the thing it asks for."""
    telling = [
        c for c in question.concepts if not (is_light(c.words) or kind.asked.fullmatch(c.text))
    ]
    things = [c for c in telling if not c.deed]
    if things and not any(_is_said(c, around) for c in things):
        return False
    said = sum(_is_said(c, reach) for c in telling)
    return not telling or (said > 0 and said * 2 >= len(telling))


def _around(sentence: Sentence) -> str:
    """A sentence with what stands before it and the heading above it."""
    before = sentence.held.text.between(max(0, sentence.start - _BEFORE), sentence.end)
    return "".join(sentence.held.headings[sentence.section][-1:]) + before


def _is_said(concept: Concept, text: str) -> bool:
    """Whether a text says a word, or has all the characters of one of three or more (防欺凌)."""
    return share_in(concept, text) >= SAID or kinship(concept, text) >= _ALL_CHARACTERS


def _whole(sentence: Sentence) -> Reading:
    return Reading(None, sentence.start, sentence.end)


def _grouped(sentence: Sentence, names: list[Named]) -> list[list[Named]]:
    groups: list[list[Named]] = []
    for name in names:
        between = sentence.text[groups[-1][-1].end : name.start] if groups else None
        if between is not None and re.fullmatch(r"[、和及与]|以及|、?和|", between):
            groups[-1].append(name)
        else:
            groups.append([name])
    return groups


def _names(kind: Class, text: str) -> Iterator[Named]:
    if kind.told is None:
        for match in _QUOTED.finditer(text):
            yield Named(match[0], *match.span())
        return
    last = 0
    for match in kind.told.finditer(text):
        if any(longer.match(text, match.end()) for longer in _LONGER):
            continue
        run = _RUN.search(text, last, match.start())
        start = run.start() if run else match.start()
        start = _begin(text, start, match.start())
        if (
            text[start : start + 1] in "个家所名位项件"
            or text.startswith(_SCOPES, start)
            or _TYPE.search(text[start : match.start()])
        ):
            continue
        if start < match.start() and not _GENERIC.match(text[start : match.start()]):
            yield Named(text[start : match.end()], start, match.end())
            last = match.end()


# 县教育局 is no county, 村民 no village, 局长 no bureau, 院校 no court.
_LONGER = tuple(
    re.compile(f"(?<=[{ends}])(?:{goes_on})")
    for ends, goes_on in (
        (
            "县区市",
            "教[育委体]|公安|司法|市场|委|政[府协法]|局|级|直|域|长|财政|民政|人民|人大|检察|法院|农业|间|容",
        ),
        ("村镇乡", "民|级|委|干|务|居|医|规|集|长|政|党|镇|村"),
        ("局院站店厂园校", "长|党|属|机关|系统|面|务|限|校|士|房|铺|外|园"),
        ("所", "有|属|长|在|需|以|得"),
        ("委", "托|员|派|会|书记|主任|机关|教|政法"),
        ("部科处室", "门|署|分|技|学|罚|理|置|长|主任|内|件"),
        ("学", "生|校|习|员|科"),
        ("心构司", "理|成|法|机|长"),
        ("队", "员|伍|长"),
    )
)


def _begin(text: str, start: int, end: int) -> int:
    """Where a name begins within the run of characters before its ending."""
    at = best = start
    for token in segmenter().cut(text[start:end]):
        at += len(token)
        if token in _LEADS or is_firm(token) or token in "（）()“”" or token.isdigit():
            best = at
    if best >= end and "、" in text[max(0, start - 1) : start]:
        # 、纪念中学: the word before the ending is a verb elsewhere.
        return start
    return best


def row_readings(question: Question, sentence: Sentence) -> tuple[Reading, ...]:
    """The rows of a sentence that have as many items as are asked for, of the class asked for."""
    number = number_asked(question.folded)
    kind = asked_class(question)
    text = sentence.text
    found = []
    for row in rows_in(text):
        if len(row.items) < 2 or (number is not None and len(row.items) != number and not row.more):
            continue
        items = tuple(text[s:e] for s, e in row.items)
        start, end = _clause_of(sentence, row)
        if any(item.strip("“”《》") in question.folded for item in items):
            continue
        before = sentence.held.text.between(sentence.start + start, sentence.start + row.start)
        behind = sentence.held.text.between(
            sentence.start + row.end, min(sentence.end, sentence.start + row.end + _HEAD_REACH)
        )
        if (
            kind
            and kind.told
            and not (_of_class(kind.told, items) or kind.asked.search(behind[:_CLASS_REACH]))
        ):
            continue
        above = "".join(sentence.held.headings[sentence.section][-1:]) if start == 0 else ""
        if not (
            (_PEOPLE.search(question.folded) and all(_is_person(item) for item in items))
            or _announced(question, before + above, behind, items)
        ):
            continue
        sure = number is not None or bool(_LEADS_IN.search(text[: row.start]))
        found.append(
            Reading(
                Value(text[row.start : row.end], items=items),
                sentence.start + start,
                sentence.start + end,
                sure,
            )
        )
    return tuple(found)


def _is_person(item: str) -> bool:
    return any((start, end) == (0, len(item)) for _, start, end in person_names(item))


def _announced(question: Question, before: str, behind: str, items: tuple[str, ...]) -> bool:
    """Whether a row is one of what is asked for: 决策3项，分别为…, …五大程序, …等部门."""
    head = _head(question)
    if head is None:
        return True
    return (
        share_in(head, before) >= SAID
        or share_in(head, behind) >= SAID
        or all(item.endswith(head.words) for item in items if head.words)
    )


def _head(question: Question) -> Concept | None:
    """What the things asked for are: the noun behind 哪些, else the last thing of the question."""
    things = [
        c
        for c in question.concepts
        if not (c.deed or is_light(c.words) or _VAGUE.fullmatch(c.text))
    ]
    which = _WHICH.search(question.folded)
    if which:
        behind: list[Concept] = []
        for concept in question.concepts:
            # 哪些部门联手…: the nouns up to what they did.
            if 0 <= question.folded.find(concept.text) - which.end() <= _HEAD_LENGTH:
                if concept.deed and behind:
                    break
                behind += [concept] if concept in things else []
        if behind:
            return behind[-1]
        things = [c for c in things if 0 <= question.folded.find(c.text) < which.start()] or things
    return things[-1] if things else None


def _of_class(told: re.Pattern[str], items: tuple[str, ...]) -> bool:
    """Whether most items end as names of the class do."""
    of_class = sum(any(m.end() == len(item) for m in told.finditer(item)) for item in items)
    return of_class * 2 > len(items)


def _clause_of(sentence: Sentence, row: Row) -> tuple[int, int]:
    """The clauses a row lies in, with the one that leads up to it."""
    spans = [(s - sentence.start, e - sentence.start) for s, e in sentence.clauses()]
    inside = [i for i, (s, e) in enumerate(spans) if s < row.end and e > row.start]
    if not inside:
        return row.start, row.end
    return spans[max(0, inside[0] - 1)][0], spans[inside[-1]][1]
