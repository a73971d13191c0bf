"""Verbs in a text as whole words: those of the field, and the common ones of the dictionary.

The verbs of `index.figures.verbs` are known to stand in reports and are trusted nearly
everywhere. Any other verb counts only where it opens a phrase (清退违规收费38.6万元) or ends
it (原告撤诉1起), since elsewhere it is as often part of a name.
"""

from __future__ import annotations

import functools
import re

from index.figures.verbs import EITHER, FIRM, RESULTS, find_verbs
from index.lexicon import data_words
from index.tokens import segmenter

Span = tuple[int, int, str]
# Words of the segmenter that are verbs with what they are done to, or two verbs.
# ... and what may stand before a verb within one word (新创建).
_LIGHT = frozenset("新再已共未拟均各被总并")
_ALWAYS = frozenset((*FIRM, *EITHER))

# What joins verbs, or is said of them, within a phrase that names no thing.
_JOINING = (
    "并",
    "或",
    "不",
    "不予",
    "未",
    "予以",
    "违法",
    "变更",
    "自动",
    "调整",
    "继续",
    "收监",
    "直接",
)
# Verbs of one character that take an object of their own.
_SHORT = re.compile(r"[各共已均新]?[设建聘编]|新[收领招]")
# A verb that holds its object already takes none: 撤诉, 听课, 持证, 到校.
_FILLED = re.compile(
    r"[证诉课校学赛岗职业法案款税薪费庭场会议题车船房地民农商工电水气火病灾税务账户名额]$"
)
# ... and what stands behind a verb when the two make a name: 受理点, 清退率, 回收站.
_NAMING = re.compile(
    r"率|量|数|额|费|金(?!额)|点|站|类|书|证|表|单|卡|者|员|人员|人数|机构|场所|制度|机制|平台|中心|窗口|基地|活动|"
    r"工作|事项|任务|项目|方案|计划|办法|规定|标准|系统|时限|时间|期限|流程|程序|渠道|热线|电话|率先|力量|能力|水平|情况|"
    r"清单|目录|名录|台账|档案|记录|结果|报告|建议|意见"
)


@functools.lru_cache(maxsize=4096)
def cut(text: str) -> tuple[Span, ...]:
    """The words of folded `text` as (start, end, word), blanks and signs with them."""
    found, at = [], 0
    for word in segmenter().cut(text):
        found.append((at, at + len(word), word))
        at += len(word)
    return tuple(found)


@functools.lru_cache(maxsize=4096)
def whole_verbs(text: str) -> tuple[Span, ...]:
    """The verbs of the field in `text` that are words there: no 派出 in 派出所, no 动员 in 运动员."""
    found = find_verbs(text)
    masked = text
    for verb in found:
        end = _broken_to(verb, text)
        masked = masked[: verb[0]] + "\0" * (end - verb[0]) + masked[end:]
    if masked == text:
        return found
    # 常委会审议 is no 会审, and what is left holds another verb.
    return tuple(verb for verb in find_verbs(masked) if _broken_to(verb, text) == verb[0])


def _broken_to(verb: Span, text: str) -> int:
    """Where the piece of a longer word ends that a verb begins with, its start if it is whole."""
    opened = closed = verb[0]
    for start, end, word in cut(text):
        known = word in _ALWAYS
        if (
            not known
            and start <= verb[0]
            and verb[1] <= end
            and end - start == verb[1] - verb[0] + 1
        ):
            # 派出所, 运动员; but 主动公开 and 评查案卷 are a verb and another word.
            return verb[0] if text[start] in _LIGHT else verb[1]
        if not known and start < verb[0] and verb[1] < end:
            return verb[0] + 1
        if start < verb[0] < end < verb[1]:
            opened = end
        if verb[0] < start < verb[1] < end:
            closed = start
    return opened if opened > verb[0] and closed > verb[0] else verb[0]


def is_common(word: str) -> bool:
    """Whether `word` is a verb of the dictionary that may open or end a phrase."""
    return word in _common()


@functools.cache
def _common() -> frozenset[str]:
    known = {*FIRM, *EITHER, *RESULTS}
    verbs = data_words("common_verbs.txt")
    names = data_words("verbs_as_names.txt")
    return (verbs | data_words("office_verbs.txt")) - names - known


def opens(word: str, after: str) -> bool:
    """Whether the common verb `word` may take what follows it as its object."""
    if after.startswith(("以来", "以后", "之后", "之前", "期间")):
        return False
    return not after or not (_FILLED.search(word) or _NAMING.match(after))


def acts(word: str, after: str) -> bool:
    """Whether the common verb `word` says what those named before it do (家长听课)."""
    return not _NAMING.match(after)


@functools.lru_cache(maxsize=4096)
def common_verbs(text: str) -> tuple[Span, ...]:
    """The common verbs among the words of `text` that what follows may be the object of."""
    found = []
    for start, end, word in cut(text):
        if _SHORT.fullmatch(word):
            found.append((end - 1, end, word[-1]))
        elif is_common(word) and opens(word, text[end:]):
            found.append((start, end, word))
    return tuple(found)


def is_deed(phrase: str) -> bool:
    """Whether `phrase` is nothing but verbs, adverbs and what joins them (变更和, 修改后)."""
    return all(
        word in ("和", "与", "及", "后", "、", *_JOINING)
        or word in EITHER
        or word in FIRM
        or word in RESULTS
        or is_common(word)
        for _, _, word in cut(phrase)
    )
