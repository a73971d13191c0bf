"""Classes of things that have names of their own: schools, firms, villages, papers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.answers.readings import Named
from index.answers.rows import leading_words
from index.figures.verbs import is_firm
from index.models import Question
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
        r"(?:幼儿园|中学|小学|学校|学院|大学|中心校|附中|附小|(?<=[一-鿿])(?<![及和与或])(?:初中|高中)(?![组学段生部阶毕班教、和及])|职高|(?<=[一-鿿])[一二三四五六七八九十]中(?!学)|实验中学|高级中学)",
        "哪所学校",
    ),
    _class(r"企业|公司|厂家|商家|超市|店|机构|培训点|商户|承包商|加油站", _COMPANY, "哪家企业被罚"),
    _class(r"村|社区", r"(?:村|社区)", "哪个村评上了示范"),
    _class(r"乡镇|街道|镇街|镇|乡", r"(?:街道|镇|乡)", "哪个镇"),
    _class(r"县区|区县|县|区|市(?!场)|地区|地方", r"(?:县|区|市)", "哪个县区"),
    # 执法队南浔中队 is one name.
    _class(r"队", r"(?:[大支中]队|队(?!伍|员|长|[一-鿿]{1,8}[大支中]队))", "哪支队伍获奖"),
    _class(
        r"单位|部门|机关|科室|股室|处室|局|所|站",
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

_RUN = re.compile(r"[一-鿿\d（）()·“”]{1,40}$")
# 全县省级以上民主法治示范村, 第四届中小学 are no names.
_SCOPES = ("全县", "全市", "全区", "全省", "各", "本", "所有", "其他", "其余")
_TYPE = re.compile(r"(?:示范|试点|先进|文明|重点|标杆|优秀|中|[一二三四五六七八九十\d]届)$|届")
_GENERIC = re.compile(
    r"^(?:[全各本我该此两多某]|[\d一二三四五六七八九十百千万余]+[多余]?[个所家名户]?|县|区|市|镇|乡|省|村|中小?|小|学|民办|公办|直属|农村|城区|山区|部分|所有|每|新建|定点|示范|试点|优秀|等|家|所|个|重点|乡镇|街道|培训"
    r"|医疗|养老|教育|校外|非?学科类|股|科|部|相关|有关|涉案|违规|违法|中介|服务|法律|社会|行政|执法|主管|成员|责任|基层|司法|省级|市级|县级|区级|国家级|全国|全省|示范性|义务教育|高级|普通|职业|的|被|和|与|及|、|特色|先进|法治|依法治校|民主|文明|标杆|对|机关|专门|政府|业务|职能|内设|综合|单位|部门|机构|企业|学校|公司|所在|领导小组|新创|新增|创建|获评|美丽|平安|国家|以上|以下|第[一二三四五六七八九十\d]+届|药品|零售|食品|经营|生产|使用|施工|承包|用人|物业|平台)+$"
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


def names_of(kind: Class, text: str) -> Iterator[Named]:
    """The names of a class that stand in a text; 民办幼儿园 and 1家企业 are none."""
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
        ("部科处室", "门|署|分|技|学|室(?!主任)|罚|理|置|长|主任|内|件"),
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
        if (
            token in leading_words("name")
            or is_firm(token)
            or token in "（）()“”"
            or token.isdigit()
        ):
            best = at
    if best >= end and "、" in text[max(0, start - 1) : start]:
        # 、纪念中学: the word before the ending is a verb elsewhere.
        return start
    return best
