"""Finding numbers in text and reading each as number, unit and qualifier."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from index.figures.dates import Period, read_date, read_decade, read_part
from index.figures.numerals import parse_number
from index.figures.patterns import MASKS, TAKEN, FigurePattern, figure_patterns
from index.figures.units import arabic_only, unit_class, unit_kind
from index.figures.verbs import ending_verb
from index.models import FigureKind

# Units that one thing may be counted in behind a verb (聘请一名); 一个 and 一项 are mostly idiom.
_ONE_BEHIND_VERB = frozenset("名次所份场位家支部篇册人")
_ONE_AT_END = frozenset("名次所份场位家件起人部篇册")
_AT_END = re.compile(r"\s*(?:[,，。;；、)）]|$)")
_NOT_BEFORE_ONE = frozenset("每第同任另统唯单万再又上下这那某哪之其进有此为独逐")
_NEEDS_PLACE = frozenset("元吨斤亩米克升分成日周月岁秒")
# What a numeral with a unit of many meanings may follow to be a count: 分为五层, 共三辑.
_COUNTING = re.compile(r"(?:共有?|分为|分成|仅有|只有)$")
# What one day or one year follows when it is a length of time and no idiom: 为期一周.
_LASTING = re.compile(r"(?:为期|历时|时长|时间|期限|有效期|任期)(?:是|为|达|约)?$")
_REACHING = re.compile(r"(?<![传送到表抵直下])达\s?$")

# Signs of money that stand before the number, folded, and the units that say the same.
_SIGNS = {"¥": "元", "￥": "元", "$": "美元", "us$": "美元", "hk$": "港元", "nt$": "新台币"}
_PERIODS: Mapping[str, Callable[[re.Match[str]], Period | None]] = {
    "date": read_date,
    "part": read_part,
    "decade": read_decade,
}
_CHANGE = re.compile(
    r"(?:增长|增加|增多|减少|下降|提高|提升|上升|降低|下滑|压减|压缩|缩短|上涨|回落|增幅|降幅|增速|涨幅|提速|(?<!新)增|降|"
    r"(?<![余很较最])[多少](?=了?$))"
    r"(?:了|率|幅|幅度|约|达|近|超|超过|逾|为|是|:|\s){0,3}$"
)
_MINUS = re.compile(
    r"(?:增长|增速|增幅|涨幅|涨跌|升降|变化|变动|同比|环比|差额|结余|净流入)[率幅度额为是:]{0,2}\s?[-−]$"
)
_COMPARED = re.compile(
    r"同比|环比|(?:比|较|与)(?:去年|上年|往年|前年|上一年|上季|上月|同期|\0|20\d\d年|此前|过去|原来|法定)"
)
_SHRUNK = re.compile(
    r"(?:压缩|缩短|压减|减少|降低|提速|精简)(?!到|至|率)[^,，。;；、\0率占]{0,14}$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A number in the text: where it stands and what it states, not yet of what."""

    start: int
    end: int
    kind: FigureKind
    number: int | float | None
    unit: str
    qualifier: str | None = None
    upper: int | float | None = None
    period: Period | None = None

    def in_year(self, year: int | None) -> Mention:
        """The mention with the year of its sentence filled into its date (4月20日)."""
        return replace(self, period=self.period.in_year(year)) if self.period else self


def find_mentions(folded: str) -> tuple[Mention, ...]:
    """The mentions in folded text, in reading order, none overlapping another.

    Left out on purpose: what stands in book titles and short quotations, document
    numbers, terms of art (四个意识), and damage that cannot be what was meant (318岁).
    """
    open_text = folded
    for mask in MASKS:
        open_text = mask.pattern.sub(_blank, open_text)
    found: list[Mention] = []
    for pattern in figure_patterns():
        taken: list[tuple[int, int]] = []
        for match in pattern.pattern.finditer(open_text):
            mention = _read(pattern, match, folded)
            if mention is not None:
                found.append(mention)
                taken.append((mention.start, mention.end))
        open_text = _blank_spans(open_text, taken)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _blank(match: re.Match[str]) -> str:
    return TAKEN * (match.end() - match.start())


def _blank_spans(text: str, spans: list[tuple[int, int]]) -> str:
    pieces, last = [], 0
    for start, end in spans:
        pieces += [text[last:start], TAKEN * (end - start)]
        last = end
    return "".join([*pieces, text[last:]])


def _read(pattern: FigurePattern, match: re.Match[str], folded: str) -> Mention | None:
    if pattern.name in _PERIODS:
        period = _PERIODS[pattern.name](match)
        if period is None or not period.is_possible():
            return None
        return Mention(match.start(), match.end(), "date", None, "", period=period)
    if pattern.name == "ordinal":
        number = parse_number(match["number"])
        return Mention(match.start(), match.end(), "ordinal", number, match["unit"])
    if pattern.name == "rank":
        return Mention(*match.span("span"), "ordinal", parse_number(match["number"]), "")
    return _read_amount(pattern, match, folded)


def _read_amount(pattern: FigurePattern, match: re.Match[str], folded: str) -> Mention | None:
    groups = match.groupdict()
    number, upper, scale = _numbers(pattern.name, groups)
    if number is None or (upper is not None and upper <= number):
        return None
    unit = scale + (groups.get("unit") or _SIGNS.get(groups.get("sign") or "", "")).strip()
    if groups.get("unit0") and groups["unit0"] != groups["unit"]:
        return None
    if pattern.name == "fraction":
        number, unit = _fraction(match["base"], number)
    start, end = _trimmed(match)
    if pattern.name == "chinese" and not _is_counted(match, number, unit, folded):
        return None
    if unit == "日" and folded[start - 1 : start] in ("年", "月"):
        return None
    if not _is_plausible(number, upper, unit, groups):
        return None
    if _is_negative(folded[max(0, start - 12) : start], unit):
        start, number = start - 1, -number
    qualifier = _qualifier(groups)
    before = folded[max(0, start - 30) : start]
    if qualifier is None and _REACHING.search(before):
        qualifier = "达"
    kind = _kind(unit, before)
    return Mention(start, end, kind, number, unit, qualifier, upper)


def _is_negative(before: str, unit: str) -> bool:
    """Whether a number stands below zero: 自然增长率-1.16‰; 小学-50人 has a dash."""
    return unit_kind(unit) in ("rate", "delta", "money") and bool(_MINUS.search(before))


def _numbers(
    name: str, groups: dict[str, str | None]
) -> tuple[int | float | None, int | float | None, str]:
    """Lower number, upper number, and the 万 or 亿 that belongs to the unit."""
    text, scale = groups["number"] or "", groups.get("scale") or ""
    if name == "compound":
        hundred_millions, _, rest = text.partition("亿")
        return int(hundred_millions) * 10**8 + int(rest[:-1]) * 10**4, None, ""
    if name == "clock":
        seconds = int(groups["seconds"] or 0) + int(groups["hundredths"] or 0) / 100
        return round(60 * int(groups["number"] or 0) + seconds, 2), None, "秒"
    if name == "half":
        return 0.5, None, ""
    if name == "approximate":
        tens = 10 if groups["tens"] else 1
        low, high = (parse_number(character) for character in text)
        if low is None or high is None:
            return None, None, ""
        return low * tens, high * tens, ""
    if name == "chinese" and not scale and len(text) > 1:
        stem = text.rstrip("万亿")
        if stem:
            text, scale = stem, text[len(stem) :]
    if _is_spelled(text):
        return None, None, ""
    upper = groups.get("upper") or groups.get("upper2")
    return parse_number(text), parse_number(upper) if upper else None, scale


def _is_spelled(text: str) -> bool:
    """Digits one by one (三五, 一二三): a year or a slogan, never a count."""
    return len(text) > 1 and not any(c in text for c in "十百千万亿点") and not text.isascii()


def _fraction(base: str, number: int | float) -> tuple[int | float, str]:
    if base == "百":
        return number, "%"
    if base == "千":
        return number, "‰"
    whole = parse_number(base)
    return (round(number / whole, 4) if whole else number), ""


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    """The match without the blanks that optional groups may have taken in."""
    text = match[0]
    start = match.start() + len(text) - len(text.lstrip())
    return start, match.end() - (len(text) - len(text.rstrip()))


def _is_counted(match: re.Match[str], number: int | float, unit: str, folded: str) -> bool:
    """Whether a Chinese numeral and its unit count something, and are no idiom or name."""
    before, text = folded[max(0, match.start() - 8) : match.start()], match["number"]
    after = folded[match.end() : match.end() + 6]
    pre = match["pre"]
    if text in ("百", "千", "万", "亿", "十万", "零", "〇") and not (
        pre or match["mid"] or match["mid2"]
    ):
        return False
    if before[-1:] in ("每", "初", "高", "周") and number <= 9 and not unit.endswith("人"):
        return False
    if number == 1:
        if unit_kind(unit) == "duration" and _LASTING.search(before):
            return True
        if before[-1:] in _NOT_BEFORE_ONE and before[-1:]:
            return False
        if _AT_END.match(after) and unit in _ONE_AT_END:
            return bool(before.strip())
        return unit in _ONE_BEHIND_VERB and bool(pre or ending_verb(before))
    if unit in arabic_only():
        if unit in _NEEDS_PLACE:
            return any(c in text for c in "十百千")
        return bool(pre or ending_verb(before) or _COUNTING.search(before)) or len(text) > 1
    return True


def _is_plausible(
    number: int | float, upper: int | float | None, unit: str, groups: dict[str, str | None]
) -> bool:
    """False for numbers that only damage can have made (digits run together)."""
    text, top = groups["number"] or "", max(number, upper or 0)
    if len(text) > 1 and text[0] == "0" and text[1].isdigit():
        return False
    limits = {"age": 150, "percent": 9999, "years": 9999, "lessons": 99_999}
    group = unit_class(unit)
    if unit in ("日", "天"):
        return top <= 9999
    if unit == "月":
        return False
    return top <= limits.get(group, 10**13)


def _qualifier(groups: dict[str, str | None]) -> str | None:
    for name in ("post", "pre", "mid", "mid2"):
        if value := groups.get(name):
            return value
    return None


def _kind(unit: str, before: str) -> FigureKind:
    """The kind the unit makes, unless the words before it say that it is a change."""
    kind = unit_kind(unit) if unit else "rate"
    if unit in ("万", "亿"):
        kind = "count"
    clause = re.split(r"[,，。;；、:(（]", before)[-1]
    if _CHANGE.search(clause):
        return "delta"
    if kind == "rate" and (_COMPARED.search(clause) or _SHRUNK.search(clause)):
        return "delta"
    return kind
