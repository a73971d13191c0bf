"""Cutting the name of what is counted out of the words beside a number.

All texts here are folded; a phrase is always a slice of the text it came from.
"""

from __future__ import annotations

import re

from index.figures.verbs import EITHER, ENDING, FIRM, find_verbs
from index.figures.words import acts, is_common, is_deed
from index.tokens import segmenter

LONGEST = 30
# Stands for each character of a date within the words before a number.
GAP = "\t"

# Words that may stand before what is counted without being part of it, each with
# what may not follow, because then it begins a longer word (新生, 有关, 对象).
_LEADING = re.compile(
    r"至此|力争|争取|确保|预计|仍|其中|其他的|包括|共有|现有|共计|总共|一共|共开展|总计|合计|累计|已经|先后|分别|全年度?|年内|今年以来|今年|去年|当年|本年度?|"
    r"截至目前|截至年底|截[至止](?:年[底末])?|中(?=[持有具属取来获])|属于|目前|同时|另外|此外|并且|全部|主动|依法依规|依法(?!治|行政|办学|执教|决策)|积极|深入|扎实|持续|不断|及时|认真|切实|"
    r"逐步|逐[一份个件户校家]|实际(?!问题|情况|困难|控制)|首次|自动|当场|共同|成功|顺利|统一(?!战线)|集中(?!整治|行动|宣传|式)|现场(?!会)|合规|圆满|如期|"
    r"平均|人均(?=每)|每(?:个)?(?:学期|学年|季度|年度?|月|周|天|人|校|村|户|次|班)|我局|我委|我市|我区|我县|我省|我校|我厅|我镇|我院|全局(?!性)|全委|全系统|全区|全市(?!性)|全县|全省|全州|全旗|全镇|全国(?!性)|全校(?!性)|全乡|辖区内?|"
    r"[)）、]|各级各类|各级|各类|各地|有关|相关|所有|通过(?!率)|期间|以来|使得|以及|或者|一是|二是|三是|四是|五是|六是|"
    r"共(?!青|同|享|建|产)|已|另(?!案)|还|并(?!购)|也|均|都|新(?!生|式|闻|媒|规|兴|校|建|区|型|增|学|职|教)|再(?!生|审)|又|继续(?!教育)|"
    r"各(?!界)|有(?!限|效|机|偿)|是(?!否)|对(?!象|口|外)|为(?!民|企)|向|给(?!付|予)|与(?!会)|和(?!解|谐)|及(?!格|时)|或|由|将|把|让|"
    r"从(?!业|教)|在(?!用|校|职|编|岗|建|册|园|读|线|押|矫|学|办|审)|含|内|"
    r"[·•\-—、的了等暨\s\0:]|过(?!程|失)|[(]?[一二三四五六七八九十\d]{1,3}[).、]|[”’\"]"
)
# ... and behind it.
_TRAILING = re.compile(
    r"(?:(?<=案件)中|(?<=事项)中|(?<=.)后(?=$)|全年|年内|自动|应|未|不予|实际|应当|实有|共计|总共|一共|总计|合计|累计|分别|平均|为期|达到|共有|已有|现有|仅有|约为|大约|预计|约|近|已|仅|只有|只|共|"
    r"由|从|仍|再|(?<=率)保持|(?<=\S\S)到位|均为|(?<![人平户生年])均|各|达|有|数量|总数|总量|(?<![人次户件总分指天])数|等|了|就|至|到|超过|突破|也|即|是|(?<!行)为|计有|合共|高|多|"
    r"覆盖|惠及|(?:控制|稳定|保持|维持)在|(?<![统会设审预估总累合共])计|同比|"
    r"[:：、暨\s\0—\-“”\"(（)）]|的)$"
)
# A comparison that stands between what changed and by how much, and the share of a whole.
_COMPARISON = re.compile(
    r"(?:同比|环比|[由从](?:原来|原先|去年|上年|最初|原有|\t)|比(?!例|赛|重|率|武)|较(?!为|大|多)|与(?=去年|上年|往年|前年|同期)|相比).*$"
)
_SHARE = re.compile(r"约?占(?![用地道])(?:了|到|比)?.{0,16}$")
_PLACE_ONLY = re.compile(
    r"(?:全|我|本|该)?(?:市|区|县|省|州|旗|镇|乡|街道|局|委|院|校|国|系统|年|盟|厅|级)|"
    r"[^\s]{1,4}[省市县州旗盟]|[^\s社园校学范小景片辖]{2,3}区|线上|线下|网上|现场|其他|(?:公安|检察|审判|司法|纪检监察|监察|行政)机关|法院|上述|同期|(?:上年|上年度|去年|上一年|年初|年末|此前)(?:同期|度)?|人均|每[^\s]{1,3}"
)
_ACTORS = re.compile(
    r"[^\s]{0,16}?(?:教育局|教体局|教委|司法局|公安局|监管局|财政局|市局|区局|县局|执法人员|执法大队|支队|领导班子)(?=.)"
)
_PUNCTUATION = re.compile(r"[,，;；:：。！？!?\n|()（）\[\]【】“”\"《》\0…—]")
_CLOSING = {"(": ")", "（": "）", "“": "”", "《": "》"}
_ACTOR = re.compile(r"[生师工部者员长人表手众业位构校园队户民子童女店铺厂企商贩]$")
# Adverbs after which a deed follows, not a further part of the name.
_ADVERB = re.compile(
    r"逐[一份个件户校家步]|按[程序时期规]{1,2}|依[法规]|[免不]予.{0,2}|限期|按期|自动|平均|同步|首次|全年|年内|当年|实地|一律|无一"
)
_PARTED = re.compile(rf"(?<=\S\S)[共均已](?=(?:{'|'.join((*FIRM, *EITHER))}))")
_DIRECTIONS = tuple("至到为给于了成入")
_RELATIVE = frozenset(
    {
        "从事",
        "受到",
        "具有",
        "具备",
        "来自",
        "违反",
        "符合",
        "不符合",
        "存在",
        "有",
        "参训",
        "在",
        "被",
        "未",
        "不",
    }
)
_JOINING = frozenset({"和", "与", "及", "以及", "、", "或"})
_STOPS = frozenset(FIRM) | ENDING
_EITHER = frozenset(EITHER)


def right_phrase(text: str, *, actors: bool = False, depth: int = 0) -> str:
    """The noun phrase that `text`, what follows a unit, begins with; "" if it does not.

    A relative clause is left out (从事…的机构: 机构), and so is what qualifies the
    head with 的. With `actors` the noun names people or bodies, so that an action
    word behind it is what they do (学生参观基地, but not 教师培训).
    """
    # 受理点共登记申请: no word spans what parts the noun from its verb.
    bounded = _PARTED.split(_bounded(text)[:80], maxsplit=1)[0]
    words = list(segmenter().cut(bounded)) if bounded.strip() else []
    taken: list[str] = []
    for at, word in enumerate(words):
        rest = "".join(words[at + 1 :])
        if word == "的":
            if not taken:
                return ""
            taken = []
        elif word.strip() and (
            _ends(word, rest, first=not taken) or (actors and _acted(taken, word, rest))
        ):
            if taken or depth:
                break
            return _head_of_relative(words)
        elif taken or word.strip():
            taken.append(word)
    while taken and taken[-1] in _JOINING:
        taken.pop()
    phrase = clean(_without_open_quote("".join(taken)))
    return phrase if len(phrase) <= LONGEST else _last_item(phrase)


def _ends(word: str, rest: str, *, first: bool) -> bool:
    """Whether the phrase ends before `word`."""
    if word in _JOINING:
        return first or not rest
    if word == "所" and not first and rest[:1] not in tuple("有需以在用做作"):
        # 12个监管所
        return False
    if word in ENDING or (not first and _ADVERB.fullmatch(word)):
        return True
    if first and is_common(word) and word[-1] in _DIRECTIONS:
        # 38名送入专门学校
        return True
    if not first and is_common(word) and rest[:1] in _DIRECTIONS:
        # 处罚事项划转至综合执法局
        return True
    if word in _STOPS:
        return bool(find_verbs(word + rest)) and find_verbs(word + rest)[0][0] == 0
    return word in _EITHER and rest[:1] in ("了", "过")


def _acted(taken: list[str], word: str, rest: str) -> bool:
    """Whether `word` is what the people or bodies named so far do."""
    if taken and is_common(word) and _ACTOR.search(taken[-1]) and acts(word, rest):
        return True
    if not taken or word not in _EITHER or not _ACTOR.search(taken[-1]):
        return False
    verbs = find_verbs(word + rest)
    return bool(verbs) and verbs[0][0] == 0


def _head_of_relative(words: list[str]) -> str:
    """What a relative clause that begins with a verb qualifies, "" if it is none."""
    if words[0] in ENDING and words[0] not in _RELATIVE:
        return ""
    for at, word in enumerate(words[1:], 1):
        if word in ("了", "过", "着"):
            return ""
        if word == "的":
            if is_deed("".join(words[at + 1 :])):
                # 对1家不合格的责令停业整改
                return ""
            return right_phrase("".join(words[at + 1 :]), depth=1)
    return ""


def _bounded(text: str) -> str:
    """`text` up to its first punctuation; brackets and quotes that close again are part of it."""
    at = 0
    while True:
        match = _PUNCTUATION.search(text, at)
        if match is None:
            return text
        close = _CLOSING.get(match[0])
        end = text.find(close, match.end(), match.end() + 40) if close else -1
        if end < 0 or (match[0] in "(（" and not text[: match.start()].strip()):
            return text[: match.start()]
        at = end + 1


def left_phrase(text: str) -> str:
    """The noun phrase that `text`, what stands between a verb and a number, ends with."""
    text = re.sub(rf"自?{GAP}+起$", "", text)
    phrase = clean(without_share(_COMPARISON.sub("", text)))
    # A date within the words parts the verb from its noun: 参加2023年市级培训.
    phrase = clean(phrase.rpartition(GAP)[2])
    at = phrase.replace("标的", "标\0").rfind("的", 0, len(phrase) - 1)
    if at >= 0 and not re.search(r"[》”]", phrase[at:]):
        phrase = clean(phrase[at + 1 :])
    match = _ACTORS.match(phrase)
    if match and len(phrase) > match.end() + 1:
        phrase = clean(phrase[match.end() :])
    return phrase if len(phrase) <= LONGEST else _last_item(phrase)


def without_share(text: str) -> str:
    """`text` up to where it says of what whole a share is (占审结总数的)."""
    return _SHARE.sub("", text)


def short_phrase(text: str) -> str:
    """`left_phrase` without the examples of a list (横幅、展板等资料: 资料)."""
    phrase = left_phrase(text)
    match = re.search(r"等(?![级次额学])([^、等]{2,10})$", phrase)
    return match[1] if match and "、" in phrase else phrase


def clean(phrase: str) -> str:
    """`phrase` without adverbs and places before it and signs and fillers around it."""
    while True:
        shorter = _unwrapped(phrase.strip())
        if (match := _TRAILING.search(shorter)) and not _closes(shorter):
            shorter = shorter[: match.start()]
        match = _LEADING.match(shorter)
        if match and shorter[match.end() : match.end() + 1] not in ("率", "性", "度"):
            shorter = shorter[match.end() :]
        if shorter == phrase:
            aside = phrase[:1] == "(" and _closes(phrase) and phrase.count("(") == 1
            return "" if aside or _PLACE_ONLY.fullmatch(phrase) else phrase
        phrase = shorter


def _without_open_quote(phrase: str) -> str:
    """`phrase` up to a quotation mark that nothing in it closes."""
    at = phrase.rfind("“")
    return phrase[:at] if at >= 0 and "”" not in phrase[at:] else phrase


def _unwrapped(phrase: str) -> str:
    """A phrase that is one quotation, without its marks."""
    if phrase[:1] == "“" and phrase[-1:] == "”" and "”" not in phrase[:-1]:
        return phrase[1:-1]
    return phrase


def _closes(phrase: str) -> bool:
    """Whether the last sign closes a bracket or quote within the phrase: 校长(园长)."""
    opening = {")": "(", "）": "（", "”": "“"}.get(phrase[-1])
    return bool(opening and opening in phrase)


def _last_item(phrase: str) -> str:
    """The last item of an enumeration too long to be one name."""
    item = clean(re.split(r"、|以及|[及和与](?=\S{2})", phrase)[-1])
    return item if len(item) <= LONGEST else ""
