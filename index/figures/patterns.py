"""What figures look like, as ordered tables of patterns, each with its example.

Patterns run on folded text (half-width, Simplified) of the same length as the
stored one. Text that an earlier pattern took is blanked with `TAKEN` before the
next one runs, so the order decides what a stretch of text is. Every repetition is
bounded, which keeps matching linear on hostile input.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from index.figures.units import units

TAKEN = "\0"


class Mask(NamedTuple):
    """A stretch of text that holds no figures, and an example of it."""

    pattern: re.Pattern[str]
    example: str


class FigurePattern(NamedTuple):
    """A pattern with named groups that `index.figures.mentions` reads, its name and an example.

    Names: "date" patterns carry y, m, d and y2, m2, d2 for the end of a range,
    "decade" ones y, or the century c and in it the decade; the others number,
    upper, unit and the qualifiers pre, mid and post.
    """

    name: str
    pattern: re.Pattern[str]
    example: str


_NUMERAL = "[一二两三四五六七八九十]"

# Terms of art that look like counts of something.
_TERMS = r"""
    [一二两三四五六七八九十]{1,2}个(?:全面|意识|自信|维护|确立|代表|必须|坚持|务必|注重|到位|关键|转变|严禁|不准|
        统一|责任|规范|结合|面向|带头|强化|聚焦|清单|专项|一律|一批|方面|层面|维度|没有|不|更加|抓手|统筹|融合)
  | [三四五六七八九十]{1,2}项(?:制度|规定|要求|纪律|承诺|禁令|工程)
  | 四套班子 | 三支一扶 | 五类场所 | 两类罪 | 三张清单 | 三位一体 | 五位一体
  | [一二两三四五六七八九十\d]{1,3}年(?:行动|规划|计划|攻坚|制|级|一贯|义务|提升|倍增)
  | [七7]\s?[×xX*]\s?24小时 | 24小时不?(?:打烊|间断|自助)
  | 一年一度 | 新的一年 | 十年(?:树木|寒窗) | 百年 | 千年 | (?<!\d)万年
  | 一次(?:性|办|告知|通|了)
"""

MASKS: tuple[Mask, ...] = (
    Mask(re.compile(r"《[^《》\n]{1,80}》|〈[^〈〉\n]{1,60}〉"), "《法治实施纲要(2021-2025年)》"),
    Mask(re.compile(r"“[^“”\n。]{1,16}”|‘[^‘’\n。]{1,16}’"), "“十项要求”"),
    Mask(
        re.compile(r"\"[^\"\n。;,，；]{1,16}\"|「[^「」\n。]{1,16}」|『[^『』\n。]{1,16}』"),
        '"五个一"',
    ),
    Mask(
        re.compile(r"[\[〔(【]\s?(?:19|20)\d{2}\s?年?\s?[\]〕)】]\s?第?\s?\d{1,5}\s?号"),
        "某府办发〔2024〕2号",
    ),
    # GDP201.2亿元 is a sum.
    Mask(
        re.compile(r"(?<![a-zA-Z])(?!(?:gdp|cpi)\d)[a-zA-Z][a-zA-Z./_-]{0,40}\d{1,12}", re.I),
        "IPV6",
    ),
    Mask(re.compile(r"^[ \t]{0,8}(?:\d{1,2}[.、](?=\D|(?:19|20)\d\d年))", re.M), "2.推进政务公开"),
    Mask(re.compile(r"(?<!\d)\d{2}年(?=\d{1,2}月)"), "24年3月"),
    Mask(re.compile(_TERMS, re.VERBOSE), "四个意识"),
    # A five-digit "2024" and month, a year run into a count: what was meant is not known.
    Mask(re.compile(r"(?<!\d)(?:19|20)\d{3,6}[年月日号](?!内)"), "20246月"),
    # A full-width comma before three digits: a list or one number.
    Mask(re.compile(r"\d{1,3}，\d{3}(?!\d)(?:\.\d{1,4})?"), "3，500.5万"),
)

# Years since 1000; what may be a length of time before our own times is none (近1300年, 1500年历史).
_Y = (
    r"(?:(?:19|20)\d{2}|(?<![近约超逾达过今])1[0-8]\d{2}(?!\s?年(?:的?历史|前(?!后)|来|多|余|以上|之久))"
    r"|[一二][〇零○一二三四五六七八九]{3})"
)
# Years before 1000 are told from lengths of time by what stands before or behind them.
_EARLY = r"(?:(?<=公元)[1-9]\d{0,2}|(?:^|(?<=[,，。;；\n]))\d{3}(?!年(?:来|间|后|前|的|历史|以|之))|[1-9]\d{2}(?=年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月))"
# A year of a reign, with the dynasty and the emperor where they stand before it.
_REIGN = (
    r"(?:(?:[东西南北]?[汉魏晋宋齐梁陈隋唐辽金元明清])朝?)?(?:[一-鿿][祖宗])?"
    r"[一-鿿]{2}\s?(?:元|初|\d{1,2}|[一二三四五六七八九十]{1,3})年"
)
_IN_BRACKETS = r"\s?[(（](?:公元)?\s?(?P<y>[1-9]\d{1,3})\s?年[)）]"
_CENTURY = r"(?P<c>[12]?\d|[一二]?十[一二三四五六七八九]?|[二三四五六七八九])\s?世纪"
_M = r"(?:1[0-2]|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])"
_D = r"(?:3[01]|[12]\d|0?[1-9](?!\d)|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_TO = r"\s?(?:至|到|[-—–~～―]{1,2})\s?"
_FREE = r"(?<![\d.])(?<!\d[-/])(?<![一二三四五六七八九十第每])"
_MONTH = rf"{_M}\s?月(?!饼|球|亮|报|度|均|考|刊|薪|季)份?"

_DATES: tuple[tuple[str, str, str], ...] = (
    (
        "date",
        rf"{_REIGN}{_IN_BRACKETS}(?:\s?(?P<m>{_M})\s?月(?:\s?(?P<d>{_D})\s?[日号])?)?",
        "民国十年(1921年)5月14日",
    ),
    (
        "decade",
        rf"{_CENTURY}(?:(?P<decade>[1-9]0|[一二三四五六七八九]十)\s?年代)?(?:初期?|末期?|中[叶期]|前期|后期)?",
        "20世纪60年代",
    ),
    ("decade", r"(?<!\d)(?P<y>(?:1\d|20)\d0)\s?年代(?:初期?|末期?|中期|前期|后期)?", "1990年代"),
    (
        "date",
        rf"(?<!\d)(?P<y>{_Y})\s?年\s?(?P<m>{_M})\s?月\s?(?:(?P<d>{_D})\s?[日号])?{_TO}"
        rf"(?P<y2>{_Y})\s?年\s?(?P<m2>{_M})\s?月(?:\s?(?P<d2>{_D})\s?[日号])?",
        "2021年1月至2023年12月",
    ),
    (
        "date",
        rf"(?<!\d)(?P<y>{_Y})\s?年\s?(?P<m>{_M})\s?月\s?(?P<d>{_D})\s?[日号]?{_TO}"
        rf"(?:(?P<m2>{_M})\s?月\s?)?(?P<d2>{_D})\s?[日号]",
        "2024年4月20日至25日",
    ),
    (
        "date",
        rf"(?<!\d)(?P<y>{_Y})\s?年\s?(?P<m>{_M})\s?月?份?{_TO}(?P<m2>{_M})\s?月份?",
        "2020年1至10月",
    ),
    (
        "date",
        rf"(?<!\d)(?P<y>{_Y}|{_EARLY})\s?年\s?(?P<m>{_M})\s?月\s?(?P<d>{_D})\s?[日号]",
        "2024年4月20日",
    ),
    ("date", rf"(?<!\d)(?P<y>{_Y}|{_EARLY})\s?年\s?(?P<m>{_M})\s?月份?", "2024年8月"),
    ("date", r"(?<!\d)(?P<y>[1-9]\d{2})年(?:至|到)(?P<y2>[1-9]\d{2})年", "475年至477年"),
    (
        "date",
        rf"(?<!\d)(?P<y>{_Y})\s?年?(?:度|学年)?{_TO}(?P<y2>{_Y})\s?(?:年度|学年度?|年)",
        "2021—2025年",
    ),
    (
        "date",
        r"(?<![\d.-])(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>1[0-2]|0?[1-9])(?P=s)"
        r"(?P<d>3[01]|[12]\d|0?[1-9])(?![\d])",
        "2025-01-15",
    ),
    (
        "part",
        rf"(?<!\d)(?P<y>{_Y})\s?年\s?(?P<part>上半年|下半年|前[二两三]季度|第?[一二三四1-4]季度)",
        "2024年上半年",
    ),
    ("date", rf"(?<!\d)(?P<y>{_Y})\s?(?:年度|学年度?|年(?!级|代))", "2024年"),
    ("date", rf"(?<!\d)(?P<y>{_EARLY})\s?年", "公元751年"),
    (
        "date",
        rf"{_FREE}(?P<m>{_M})\s?月\s?(?P<d>{_D})\s?[日号]?{_TO}(?:(?P<m2>{_M})\s?月\s?)?(?P<d2>{_D})\s?[日号]",
        "3月1日至5月31日",
    ),
    ("date", rf"{_FREE}(?P<m>{_M})\s?月?份?{_TO}(?P<m2>{_M})\s?月份?(?!饼|球|度)", "1-10月"),
    ("date", rf"{_FREE}(?P<m>{_M})\s?月\s?(?P<d>{_D})\s?[日号]", "4月20日"),
    ("date", rf"{_FREE}(?P<m>{_MONTH})", "5月"),
    ("part", r"(?<!每)(?<!个)(?P<part>前[二两三]季度|第?[一二三四1-4]季度(?!末))", "前三季度"),
)

# Before a number. Longer words that end alike (预约, 送达, 最近) are none.
_PRE = (
    r"(?P<pre>不少于|不低于|不高于|不超过|未超过|不足|不到|少于|低于|高于|超过|超出|至少|最少|最多|将近|接近|大约|几乎|"
    r"(?:(?<=损失)|(?<![预节制契签合特公条民履违失]))约|(?<![最附临靠邻远亲])近|逾|(?<![赶高反])超)?\s?"
)
_POST = r"(?P<post>以上|以下|以内|之内|左右|上下)?(?!的?(?:年度)?简称)"
# 3,500 and 1 746: thousands are parted by commas or, as GB/T 15835 has it, by blanks.
_ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,4})?|[1-9]\d{0,2}(?: \d{3}){1,3}(?!\d)|\d{1,12}(?!\d)(?:\.\d{1,6})?(?![\d]))"
_CHINESE = (
    rf"[{'〇零一二两三四五六七八九十百千万亿'}]{{1,12}}(?:点[〇零一二三四五六七八九]{{1,4}})?"
)
# A number starts here: not inside another one, nor behind a letter, a decimal point or 第.
_START = r"(?<![\d第])(?<!\d[.,:/×* ])(?<!第\s)(?<!\d[-—–~～])"
_START_CHINESE = r"(?<![\d.〇零一二两三四五六七八九十百千万亿点第几数])"
_SCALE = r"[百千]?[万亿]{1,2}|[百千](?!米|克|分之)"
_MID = r"(?P<mid>余|多|来|\+)?"


@functools.cache
def figure_patterns() -> tuple[FigurePattern, ...]:
    """The table, compiled once: dates, ordinals, rates, then numbers with a unit."""
    any_unit = units(without=("percent", "point", "tenth"))
    scaled = rf"(?P<scale>{_SCALE})?(?P<mid2>余|多)?\s?"
    plain_unit = rf"(?P<unit>(?:{any_unit})(?:/(?:人|生|年|月|日|天|户|次|件|亩)(?:[·.]年)?)?)"
    rows: list[tuple[str, str, str]] = [
        *_DATES,
        (
            "ordinal",
            r"第\s?(?P<number>\d{1,4}|[一二三四五六七八九十百]{1,5})\s?(?P<unit>届|代|张|部(?!分|门|委|队)|辑|对|架|名(?!单|义)|位|期|批次?|次|轮|条|款|项|章|"
            r"年(?!级)|月份|个|场|类|集|讲(?!座)|周|节|阶段|梯队)",
            "第八届",
        ),
        (
            "rank",
            r"(?:排名|排行|位列|名列|位居|列|居)[^\s,，。;；、\0]{0,8}?(?P<span>第(?P<number>\d{1,4}|[一二三四五六七八九十]{1,3}))"
            r"(?=[\s,，。;；、)）!]|$)",
            "排名全市第三",
        ),
        (
            "percent",
            rf"{_PRE}{_START}(?P<number>{_ARABIC})\s?(?:[%‰]{_TO}(?P<upper>{_ARABIC})|{_TO}(?P<upper2>{_ARABIC}))?\s?"
            rf"(?P<unit>[%‰]){_POST}",
            "95%以上",
        ),
        (
            "point",
            rf"{_PRE}{_START}(?P<number>{_ARABIC}|{_CHINESE})\s?(?P<mid>余|多)?(?P<unit>个百分点|百分点){_POST}",
            "3.5个百分点",
        ),
        (
            "fraction",
            rf"{_PRE}{_START_CHINESE}(?P<base>[二三四五六七八九十百千万]{{1,2}})分之\s?(?P<number>{_ARABIC}|{_CHINESE}){_POST}",
            "百分之九十",
        ),
        (
            "compound",
            rf"{_PRE}{_START}(?P<number>\d{{1,4}}亿\d{{1,4}}万)(?P<mid>余|多)?\s?{plain_unit}{_POST}",
            "4亿5000万元",
        ),
        ("half", rf"{_PRE}(?P<number>半数|一半){_POST}", "半数以上"),
        (
            "tenth",
            rf"{_PRE}{_START_CHINESE}(?P<number>[二三四五六七八九]|[2-9])(?P<unit>成)(?P<post>以上|左右|多)?"
            r"(?=[,，。;；、的]|$|以|左|多)",
            "八成以上",
        ),
        (
            "sign",
            rf"(?<![a-z\d])(?P<sign>(?:nt|us|hk)?\$|[¥￥])\s?(?P<number>{_ARABIC})\s?(?P<scale>{_SCALE})?(?!\s?[a-z元美港人英日加]|,?\d)",
            "¥3,000",
        ),
        (
            "clock",
            r"(?<![\d:时])(?:(?P<number>\d{1,3})分)?(?P<seconds>[0-5]?\d)秒(?P<hundredths>\d\d)(?!\d)",
            "3分33秒62",
        ),
        (
            "range",
            rf"{_PRE}{_START}(?P<number>{_ARABIC})\s?(?P<scale0>[万亿])?(?P<unit0>{any_unit})?{_TO}"
            rf"(?P<upper>{_ARABIC})\s?{_MID}{scaled}{plain_unit}{_POST}",
            "3-5名",
        ),
        (
            "range",
            rf"{_PRE}{_START_CHINESE}(?P<number>{_NUMERAL}{{1,3}}){_TO}(?P<upper>{_NUMERAL}{{1,3}}){plain_unit}{_POST}",
            "三至五名",
        ),
        (
            "approximate",
            rf"{_START_CHINESE}(?P<number>二三|两三|三四|三五|四五|五六|六七|七八|八九)(?P<tens>十)?{plain_unit}",
            "三五名",
        ),
        (
            "number",
            rf"{_PRE}{_START}(?P<number>{_ARABIC})\s?{_MID}{scaled}{plain_unit}{_POST}",
            "5000余名",
        ),
        (
            "bare",
            rf"{_PRE}{_START}(?P<number>{_ARABIC})\s?{_MID}(?P<unit>[万亿])(?P<mid2>余|多|\+)?"
            r"(?=[\s,，。;；、)）!的]|$)",
            "阅读量超20万",
        ),
        (
            "chinese",
            rf"{_PRE}{_START_CHINESE}(?P<number>{_CHINESE})(?P<mid>余|多|来)?(?P<scale>[万亿])?(?P<mid2>余|多)?"
            rf"{plain_unit}{_POST}(?![一二两三四五六七八九十](?!等奖|级))",
            "二十九所",
        ),
    ]
    return tuple(FigurePattern(name, re.compile(source), example) for name, source, example in rows)
