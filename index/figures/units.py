"""The units that reports count and measure in, as a table, and which of them compare."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from index.fold import fold_characters
from index.models import FigureKind


class Unit(NamedTuple):
    """Units of one class.

    `units` are separated by blanks. Two figures compare when their classes are
    the same; 个 counts nearly anything and stands apart as "item" with 项.
    `kind` is the figure kind it makes.
    """

    kind: FigureKind
    units: str


# class -> its units. Written by hand for this project.
_CLASSES: dict[str, Unit] = {
    "person": Unit("count", "人 名 位 个人"),
    "person_time": Unit("count", "人次 人(次) 人·次 人次数"),
    "institution": Unit("count", "所 家 间 校"),
    "visit": Unit(
        "count",
        "家次 所次 所(次) 户次 校次 点次 站次 处次 店次 车次 辆次 台次 艘次 架次 头次 队次 企次 组次 家(次)",
    ),
    "household": Unit("count", "户"),
    "case": Unit("count", "件 起 宗 例 件(次) 件次 案次 起次 案"),
    "document": Unit("count", "份 册 本 套 张 幅 卷 封 枚 单 页 辑"),
    "work": Unit("count", "部 首 集"),
    "entry": Unit("count", "条 篇 则 条次 篇次"),
    "item": Unit("count", "项 个 款 部门 项次 个次 大项 小项 子项"),
    "kind": Unit("count", "种 类 门 种类 大类 小类"),
    "event": Unit(
        "count",
        "场 次 场次 场(次) 期 堂 节 轮 批次 批 回 轮次 班次 期次 堂次 班 讲 课次 次数 趟 个批次 个场次",
    ),
    "vehicle": Unit("count", "辆 台 架 艘 列 台套 台(套) 台/套 辆(次)"),
    "group": Unit("count", "支 组 队 对 伙 股"),
    "place": Unit("count", "处 座 栋 幢 块 面 间次 块次 层 站"),
    "goods": Unit("count", "瓶 盒 包 箱 袋 桶 根 把 支次 盏 棵 株 头 只 羽 尾 匹 颗 粒 枝 盆"),
    "channel": Unit("count", "路"),
    "energy": Unit("count", "千瓦 千瓦时 兆瓦 兆瓦时"),
    "density": Unit("count", "微克/立方米 毫克/立方米 毫克/升 毫克/千克"),
    "letters": Unit("count", "字"),
    "call": Unit("count", "通"),
    "payment": Unit("count", "笔"),
    "vote": Unit("count", "票"),
    "score": Unit("count", "分"),
    "village": Unit("count", "村"),
    "area": Unit(
        "count",
        "平方米 平米 ㎡ m2 m² 平方公里 km2 km² 亩 公顷 平方千米 平方公尺 平方厘米 平方英里 平方英尺",
    ),
    "length": Unit(
        "count",
        "公里 千米 米 厘米 毫米 公尺 公分 海里 光年 英里 英尺 英呎 英寸 英吋 km cm mm",
    ),
    "weight": Unit("count", "吨 公吨 公斤 千克 斤 克 毫克 磅 kg"),
    "volume": Unit("count", "立方米 立方公尺 立方英尺 立方英呎 升 毫升 m³ m3"),
    "temperature": Unit("count", "℃ °c 摄氏度 度"),
    "data": Unit("count", "kb mb gb tb"),
    "step": Unit("count", "步"),
    "goal": Unit("count", "球"),
    "seat": Unit("count", "席 床"),
    "percent": Unit("rate", "% ‰"),
    "tenth": Unit("rate", "成"),
    "times": Unit("rate", "倍"),
    "point": Unit("delta", "个百分点 百分点 个点"),
    "money": Unit(
        "money",
        "元 美元 港元 欧元 元人民币 块钱 美金 港币 人民币 英镑 日元 日圆 加元 澳元 韩元 台币 新台币 卢布 卢比 "
        "法郎 越南盾",
    ),
    "years": Unit("duration", "年 周年 个年头 年度 个年度 学年 个学年"),
    "months": Unit("duration", "个月 个多月 月"),
    "weeks": Unit("duration", "周 个星期 星期 个周"),
    "days": Unit("duration", "天 日 个工作日 工作日 个自然日 自然日 个日历日"),
    "hours": Unit("duration", "小时 个小时 分钟 秒 秒钟 个多小时"),
    "lessons": Unit("duration", "课时 学时 个课时 个学时"),
    "terms": Unit("duration", "个学期 学期 个季度"),
    "age": Unit("duration", "岁 周岁"),
}

# What may not follow a unit, because the two belong to another word (12条例, 3家长).
_NOT_BEFORE: dict[str, str] = {
    "人": "民|大代表|口|均|工智|才|社|行横道",
    "名": "单(?!位)|录|称|义|额|牌|誉",
    "位": "置|于|列|居|数",
    "家": "长|庭|属|渠|教",
    "所": "谓|以|属",
    "校": "长|园|区|门|外|内|车|舍|级|际",
    "间": "接|隔|谍",
    "条": "例|款|文",
    "件": "事",
    "起": "来|到|草|步|诉(?!讼|案)",
    "案": "件|例|子",
    "例": "如|会|外|行",
    "项": "目(?!标)",
    "个次": "级|数",
    # What is taken already is the title of what they issued.
    "部门": "\0|关于|的?通知|印发|联合印发|联合下发|文件",
    "页": "面|岩|码",
    "集": "中|体|合|团|约|市|聚|成|资|贸|训|结|镇|装",
    "列": "入|席|举|出|为|车|支|明",
    "股": "份|东|权|票|长|室|级",
    "站": "式|点|台|长|位|在|内|前|到|房|区|群|上",
    "层": "次|面|级|高|出|层",
    "步": "骤|行|入|伐|走|道|调",
    "球": "队|员|场|类|迷|馆|门",
    "度": "假|过|数",
    "km": "[a-z0-9²]",
    "cm": "[a-z0-9]",
    "mm": "[a-z0-9]",
    "kg": "[a-z]",
    "kb": "[a-z]",
    "mb": "[a-z]",
    "gb": "[a-z]",
    "tb": "[a-z]",
    "个": "体|性|别|案(?!卷|件|例)|税|人信息|人权|人所得",
    "款": "项",
    "类": "型|似|别|推",
    "种类": "型",
    "种": "植|子|族",
    "门": "户|卫|诊|店|类|口|票|前|峡",
    "场": "所|地|馆|景|监",
    "次": "序|产业|日|年(?!度|内|来|级)|要|生|数",
    "期": "间|望|限|待|末|中(?!小|学)|刊|货",
    "节": "约|日|假|点|能|气|水|庆",
    "堂": "食",
    "轮": "岗|训|流|候|值|换|椅",
    "批": "准|复|评|示|改|发|次",
    "回": "访|复|收|头|应|避",
    "班": "级|子|主任|长|会",
    "讲": "话|座|课|解|师|述|好|台|堂",
    "课": "程|题|堂|件|间|后|外",
    "份": "子|额",
    "册": "封",
    "本": "级|市|区|县|科|局|地|校|省|年|人|身|院|系统|单位|部门|届|辖",
    "套": "用|取|餐|路",
    "张": "贴|挂",
    "幅": "度|员",
    "卷": "烟|宗|入",
    "封": "闭|控|存",
    "单": "位|元|独|项|一",
    "部": "门|分|署|委|级|队|长|位|省|件|督",
    "首": "次|批|个|位|先|要|府",
    "户": "籍|外|口|主",
    "台": "账|阶|风|湾|州|同",
    "架": "构|设",
    "辆": "次数",
    "支": "持|付|出|部|撑|教|援|队伍建设",
    "组": "织|长|建|成|员|合|级",
    "队": "伍|员|长",
    "对": "于|象|外|口|照|标|策|接|全|各|我|学|教|违|企|辖|校|未|口",
    "处": "罚|理|置|分|级|室|长|于|以|方",
    "座": "谈|位|右",
    "块": "链|钱",
    "面": "向|积|对|临|试|上",
    "包": "括|含|括|保|联|装|容|抓",
    "把": "关|握|手|好|脉|控|学|法",
    "根": "据|本|治",
    "头": "部|脑|版|号",
    "只": "有|要|能|是|进",
    "路": "公交|车|线|段|径|由|面|口|灯|政|网|过|上|边|桥|况|基|演|程|费",
    "尾": "随|气|款|声|矿|水|号|数|页",
    "趟": "次",
    "枝": "头",
    "匹": "配",
    "粒": "度|子",
    "盆": "地|景",
    "字": "段|样|体|经|号|典",
    "通": "过|知|报|道|告|用|信|车|办|行|力|识|州|辽|化|常",
    "票": "据|选|价",
    "分": "之|钟|别|管|类|级|公司|局|散|层|布|批|片|区|工|发|析|校|期|中心|段|为|析|行",
    "村": "民|委|级|居|庄|社|支|干",
    "升": "级|学|至|到|入|为",
    "米": "兰|线",
    "克": "服|扣",
    "床": "上",
    "席": "位",
    "成": "立|为|功|员|果|效|绩|年|都|长|本|员|就|交|熟|份|不变|人|品",
    "元": "旦|素|宵|首|宇|月|化",
    "年": "代|级|制|检|审|度|报|龄|货|轻|初|底|均|终|会|一贯|义务|鉴|限|薪|富|画|青",
    "月": "饼|球|亮|报|度|均|考|刊|薪|季|嫂",
    "周": "边|密|末|一|二|三|四|五|六|日|期|岁|年|口|转|界|到|至",
    "天": "津|然|生|文|网|气|地|下|天|河|府|平|水|猫",
    "日": "元|圆|常|报|制|程|照|前|益|均|内瓦|本",
    "秒": "杀",
    "学期": "间",
    "小时": "候",
    "岁": "月|末",
    "倍": "增|加",
    "周年": "庆典日",
    "户次": "数",
    "批次": "线",
    "把次": "数",
    "处次": "数",
}

# Units too common in words and names to be read after a Chinese numeral (三门县, 两面, 三分).
ARABIC_ONLY = (
    "分 面 节 字 只 票 课 组 门 班 头 队 处 块 升 米 克 村 台 架 校 间 床 席 单 卷 案 回 讲 首 把 "
    "根 包 袋 桶 棵 株 羽 通 对 款 元 成 % ‰ 吨 斤 亩 月 枚 张 幅 册 户 期 套 周 日 岁 秒 星期 "
    "年度 学年 学期 页 集 列 股 层 站 步 球 度 颗 粒 趟 辑 磅 km cm mm kg kb mb gb tb 路 尾 枝 匹 盆 千瓦 兆瓦"
)


# What 万 and 亿 before a unit multiply the number by.
_SCALES = {"万": 10_000, "亿": 100_000_000, "千": 1000, "百": 100}


@functools.lru_cache(maxsize=1024)
def unit_class(unit: str) -> str:
    """The class of comparable units that `unit` belongs to; the unit itself when unknown.

    万 and 亿 do not change the class (万人次 is "person_time", 亿元 "money"), nor does
    what follows a slash (元/人). The empty unit is "".
    """
    unit = _without_scale(fold_characters(unit).replace(" ", ""))
    known = _class_of()
    return known.get(unit) or known.get(unit.partition("/")[0]) or unit


# Classes whose units a question and a report may exchange: 几个机构 for 230余家, 多少人 for 96人次.
_AKIN: tuple[frozenset[str], ...] = tuple(
    frozenset(classes.split())
    for classes in (
        "institution household place village",
        "institution household visit",
        "person person_time",
        "case document entry",
        "event visit",
        "event lessons",
        "document work",
        "years months weeks days hours",
        "vehicle document work",
        "percent tenth times",
    )
)


# 个 and 项 count nearly anything that can be counted one by one.
_ANYTHING = frozenset(
    [
        "institution",
        "household",
        "place",
        "village",
        "group",
        "person",
        "case",
        "document",
        "work",
        "entry",
        "kind",
        "event",
        "goods",
        "vehicle",
    ]
)


def akin(one: str, other: str) -> bool:
    """Whether two unit classes differ, but may stand for one another in careless speech."""
    if "item" in (one, other):
        return bool(_ANYTHING & {one, other})
    return one != other and any(one in classes and other in classes for classes in _AKIN)


@functools.cache
def arabic_only() -> frozenset[str]:
    """The units of `ARABIC_ONLY` as a set."""
    return frozenset(ARABIC_ONLY.split())


def unit_scale(unit: str) -> int:
    """What the number before `unit` is multiplied by: 10000 for 万元, 1 for 元."""
    scale = 1
    for character in unit[: len(unit) - len(_without_scale(unit))]:
        scale *= _SCALES[character]
    return scale


def unit_kind(unit: str) -> FigureKind:
    """The kind of figure that `unit` makes: count, rate, delta, money or duration."""
    known = _CLASSES.get(unit_class(unit))
    return known.kind if known else "count"


@functools.cache
def units(*, classes: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> str:
    """A regular expression for a unit, longest first, each with what may not follow it."""
    chosen = [
        unit
        for name, row in _CLASSES.items()
        if (not classes or name in classes) and name not in without
        for unit in row.units.split()
    ]
    chosen.sort(key=lambda unit: (-len(unit), unit))
    return "|".join(_guarded(unit) for unit in chosen)


def _guarded(unit: str) -> str:
    barred = _NOT_BEFORE.get(unit)
    return re.escape(unit) + (f"(?!{barred})" if barred else "")


@functools.cache
def _class_of() -> dict[str, str]:
    return {unit: name for name, row in _CLASSES.items() for unit in row.units.split()}


def _without_scale(unit: str) -> str:
    # 千米 and 千克 are units of their own.
    if unit in _class_of():
        return unit
    return unit.lstrip("百千万亿")
