"""The lines and tables that say of a page when and by whom: labels with their values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from index.reading.dates import find_date
from index.reading.page import Field, FieldKind


@dataclass(frozen=True, slots=True)
class Label:
    """A label, what its value is, and how surely: of several, the lowest rank is believed.

    `example` is a whole line with the label.
    """

    kind: FieldKind
    rank: int
    regex: str
    example: str


LABELS = (
    Label("published", 0, r"PubDate|[发公]布日期|[发公]布时间|发表(?:日期|时间)|上传(?:日期|时间)", "发布日期: 2025-02-26"),
    Label("published", 1, r"发文日期|公开日期|公开时间|录入时间|更新(?:日期|时间)|添加时间", "公开日期：2025年1月15日"),
    Label("published", 2, r"日期|时间", "日期:2025-01-15"),
    Label("written", 0, r"成文日期|生成日期|制发日期|印发日期|签发日期|落款日期|形成日期", "成文日期：2025年1月10日"),
    Label("issuer", 0, r"发布机构|发文机关|发文机构|制发机关|发文单位|制定机关|发布机关", "发布机构：某县教育局"),
    Label("issuer", 1, r"发布单位|公开单位|公开主体|公开机构|责任部门|发布部门|所属机构|信息所属单位|公开责任部门", "公开主体：某县教育局"),
    Label("source", 0, r"信息来源|文章来源|内容来源|来源|稿源|供稿|供稿单位|信息提供", "来源：某市司法局"),
    Label("title", 0, r"信息名称|文件名称|名称|标题", "名称：2024年法治政府建设情况报告"),
    Label("other", 0, r"索引号|索引码|信息索引号|编号", "索引号：000014349/2025-00012"),
    Label("number", 0, r"文号|发文字号|发文文号|公文文号|文件编号|文件字号", "发文字号：青教〔2023〕6号"),
    Label("other", 0, r"主题分类|主题词|主题|体裁分类|体裁|组配分类|信息分类|公开目录|所属主题|服务对象|分类|类别|关键词|内容概述|概述", "主题分类：教育"),
    Label("other", 0, r"有效性|效力状态|是否有效|时效|有效期|生效日期|废止日期|失效日期|公开方式|公开属性|公开范围|公开形式|公开程序|公开时限", "公开方式：主动公开"),
    Label("other", 0, r"作者|编辑|责任编辑|责编|审核|审核人|校对|录入|录入者|发布人|发布者|撰稿|供稿人|记者|签发|初审|复审|终审|一审|二审|三审", "责任编辑：某某"),
    Label("other", 0, r"(?:本页|本文|此文|文章)?(?:浏览|点击|阅读|访问|查看|阅览|点阅)(?:次数|数|量|人次)?|已阅|人气|浏览量|访问次数", "浏览次数：123"),
    Label("other", 0, r"字号|字体|字体大小|文字大小|视力保护色|分享到?|分享至", "字号：[大 中 小]"),
)  # fmt: skip

_MAX_VALUE = 80
_STAMP = re.compile(r"^20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
# 索 引 号： is set out for looks.
_SPREAD = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:[ \u3000][\u4e00-\u9fff])+ ?(?=[:：|])"
)
_OF_DOCUMENTS = re.compile(
    r"索引号|文号|发文字号|(?:发[布文]|公开|成文|生成|印发)(?:日期|时间|机构|机关|单位)|组配分类|主题分类"
)
_OPEN = " \u3000|[【（(〔·•"


@dataclass(frozen=True, slots=True)
class Info:
    """What one line tells: fields with the rank of their labels; the last may lack a value."""

    fields: tuple[tuple[int, Field], ...]

    @property
    def dangling(self) -> tuple[int, FieldKind] | None:
        """Rank and kind of the last label when its value must stand on the next line."""
        rank, last = self.fields[-1]
        return None if last.value else (rank, last.kind)


@lru_cache(maxsize=4096)
def read_info(line: str) -> Info | None:
    """The fields of a line that has nothing but labelled values, or a time stamp; else None."""
    rest = _SPREAD.sub(lambda found: re.sub(r"\s", "", found[0]), line).lstrip(_OPEN)
    fields: list[tuple[int, Field]] = []
    stamp = _STAMP.match(rest)
    if stamp:
        fields.append((3, Field("published", stamp[0])))
        if not rest[stamp.end() :].strip():
            return Info(tuple(fields))
    start = stamp.end() if stamp else 0
    while start < len(rest) and rest[start] in _OPEN:
        start += 1
    labels = _labels_in(rest, start)
    if not labels:
        return None
    for number, found in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(rest)
        value = rest[found.end() : end].strip(" \u3000|[]【】()（）〔〕;；")
        if len(value) > _MAX_VALUE or "。" in value:
            return None
        label = _label(found["label"])
        fields.append((label.rank, Field(label.kind, value)))
    return Info(tuple(fields))


def is_value(line: str, kind: FieldKind) -> bool:
    """Whether a line may be the value of the label on the line before it."""
    if kind in ("published", "written"):
        found = find_date(line)
        return found is not None and len(line) <= 24
    return len(line) <= 30 and not re.search("[。；，：:]", line)


def _labels_in(line: str, start: int) -> list[re.Match[str]]:
    """The labels of a line from `start`, where the first one must stand; none where it is no such line.

    A table of the page may be saved without its lines (发布机构 某县教育局 文号 …): there must
    be two labels then, one of which stands above documents alone.
    """
    # Most lines begin with no label: seen before the rest of the line is looked at.
    if _label_regex().match(line, start):
        return list(_label_regex().finditer(line, start))
    if not _bare_label_regex().match(line, start):
        return []
    labels = list(_bare_label_regex().finditer(line, start))
    telling = any(_OF_DOCUMENTS.fullmatch(found["label"]) for found in labels)
    return labels if telling and len(labels) > 1 else []


@cache
def _label_regex() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[ \u3000|\[\]【】（）()〔〕;；\d]))(?P<label>{_alternatives()})\s*(?:[:：]\s*\|?|\|)"
    )


@cache
def _bare_label_regex() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[ \u3000]))(?P<label>{_alternatives()})(?=[ \u3000]|$)")


def _alternatives() -> str:
    return "|".join(f"(?:{label.regex})" for label in LABELS)


@cache
def _label(text: str) -> Label:
    return next(label for label in LABELS if re.fullmatch(label.regex, text))
