"""Names of government bodies: found in text, taken apart into place and bureau."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index.divisions import Division, gazetteer, resolve

LEVELS = "省市县区旗州盟镇乡"
# What a bureau is called before its last word. An order within is not needed: the longest wins.
BUREAUS = (
    "教育体育", "教育和体育", "教育科技", "教育和科学技术", "教科体", "教育", "教体", "教科", "体育",
    "发展和改革", "发展改革", "发改", "科学技术", "科技", "工业和信息化", "工信", "经济和信息化", "经信",
    "公安", "民政", "司法", "财政", "人力资源和社会保障", "人力资源社会保障", "人社", "自然资源和规划",
    "自然资源", "规划和自然资源", "生态环境", "住房和城乡建设", "住房城乡建设", "住建", "交通运输", "交通",
    "水利", "水务", "农业农村", "商务", "文化和旅游", "文化旅游", "文旅", "文化广电和旅游", "文化广电旅游",
    "文广旅", "文化体育和旅游", "卫生健康", "卫健", "退役军人事务", "退役军人", "应急管理", "应急", "审计",
    "市场监督管理", "市场监管", "统计", "医疗保障", "医保", "林业和草原", "林业", "林草", "信访", "气象",
    "城市管理和综合执法", "城市管理综合行政执法", "城市管理", "城管", "综合行政执法", "行政审批服务",
    "行政审批", "政务服务和数据管理", "政务服务", "数据", "国有资产监督管理", "国资", "乡村振兴", "园林",
    "园林绿化", "机关事务", "金融工作", "金融", "粮食和物资储备", "烟草专卖", "税务", "消防救援", "民族宗教",
    "民族宗教事务", "地方金融", "投资促进", "海洋", "渔业", "档案", "邮政管理", "煤炭", "能源",
)  # fmt: skip
# What a body is called last.
_LAST = (
    r"(?:人民政府办公厅|人民政府办公室|政府办公室|人民政府|街道办事处|办事处|管理委员会|管委会|委员会|"
    r"办公室|分局|总局|局|厅|委|院|中心|党组|党委|总队|支队|大队|联合会|总工会|政府|部)"
)
_BUREAU = rf"(?:{'|'.join(sorted(BUREAUS, key=len, reverse=True))})(?:委员会|分局|局|厅|委|办)"
ORGAN = re.compile(rf"[\u4e00-\u9fff（）()·]{{2,38}}?{_LAST}(?:（[^）]{{2,20}}）)?")
_NOT_ORGAN = re.compile(
    "法治政府|^(?:我|本|该|各|全|其|相关|有关|开展|加强|推进|落实|根据|按照|坚持|现将|关于)|工作|建设情况"
)
# 城市管理局 holds 市, 乡村振兴局 holds 乡: neither ends the name of a place there.
_NOT_PLACE = re.compile(
    "城市|市场|市政|城乡|乡村|社区|园区|区域|校区|学区|辖区|地市|城区|景区|街区|小区"
)
_PLACE_END = re.compile(
    r"特别行政区|自治[区州县旗]|地区|新区|开发区|高新区|[省市县区旗盟]|州(?![市区县])|(?:[镇乡]|街道)(?=人民政府|政府|党|办事处|20\d\d|法治)"
)
_FUNCTION_WORD = "由于|对于|关于|由|在|对|向|为|和|与|是|经|据|从|将|把|及|以及|作为|按照?"
_BOUNDARY = re.compile(rf"(?:^|[^\u4e00-\u9fff]|{_FUNCTION_WORD})$")
_UNKNOWN_PLACE = re.compile(
    rf"(?:^|[^\u4e00-\u9fff])(?:{_FUNCTION_WORD})?([\u4e00-\u9fff]{{2,9}}[县区市旗州])$"
)
# What stands before 区 in 推进区教育局 is no name.
_NO_NAME = re.compile(
    "[我全各本的和与及在]|推进|加强|促进|提升|提高|完善|落实|指导|配合|联合|会同|根据|按照"
)


@dataclass(frozen=True, slots=True)
class OrganName:
    """A body's name apart: the places it begins with from the top, and the bureau.

    区教体局 has no places and the level 区.
    """

    places: tuple[str, ...]
    level: str | None
    bureau: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A bureau named in running text, with its place (从化区教育局) or its level (区教育局)."""

    text: str
    start: int
    name: OrganName


def is_organ(text: str) -> bool:
    """Whether the whole text is the name of a government body, complete or 区教体局."""
    return bool(ORGAN.fullmatch(text)) and not _NOT_ORGAN.search(text) and len(text) >= 3


_BRANCH = re.compile(
    r"(?P<bureau>[\u4e00-\u9fff]{2,20}?(?:局|委员会))(?P<district>[\u4e00-\u9fff]{1,6}?[市县区旗])分局$"
)


def take_apart(organ: str) -> OrganName:
    """Places and bureau of a body's name.

    >>> take_apart("重庆市江北区教育委员会").places
    ('重庆市', '江北区')
    """
    organ = organ.removeprefix("中共").removeprefix("中国共产党")
    # 邯郸市生态环境局永年区分局 is of the district that stands behind the city's bureau.
    branch = _BRANCH.match(organ)
    if branch:
        city, _ = places_at(branch["bureau"])
        return OrganName((*city[:1], branch["district"]), None, branch["bureau"] + "分局")
    places, position = places_at(organ)
    rest = organ[position:]
    if not places and rest[:1] in LEVELS and not _NOT_PLACE.match(rest) and len(rest) > 2:
        return OrganName((), rest[0], rest[1:])
    return OrganName(places, None, rest)


def places_at(text: str) -> tuple[tuple[str, ...], int]:
    """The places a text begins with, each within the one before, and where they end."""
    places: list[str] = []
    position = 0
    while (end := _place_end(text, position)) > position:
        places.append(text[position:end])
        position = end
    return tuple(places), position


def mentions(text: str) -> tuple[Mention, ...]:
    """The bureaus named in running text with a place or a level, outside 《》."""
    found: list[Mention] = []
    titles = [(m.start(), m.end()) for m in re.finditer("《[^》]*》", text)]
    for bureau in _bureau_regex().finditer(text):
        if any(start <= bureau.start() < end for start, end in titles):
            continue
        mention = _mention(text, bureau.start(), bureau[0])
        if mention is not None:
            found.append(mention)
    return tuple(found)


@cache
def _bureau_regex() -> re.Pattern[str]:
    return re.compile(_BUREAU)


def _mention(text: str, start: int, bureau: str) -> Mention | None:
    before = text[max(start - 24, 0) : start]
    for size in range(len(before), 1, -1):
        piece = before[-size:]
        divisions = resolve(piece) if piece[-1] in LEVELS else ()
        # 岚县 is a county, and the end of 青岚县, which is none.
        if size == 2 and not _BOUNDARY.search(before[:-size]):
            continue
        if divisions and any(piece.endswith(division.name) for division in divisions):
            name = take_apart(piece + bureau)
            if name.places and name.bureau == bureau:
                return Mention(piece + bureau, start - size, name)
    for size in (3, 2):
        # 烟台人力资源和社会保障局: the name of the place without its suffix.
        piece = before[-size:]
        divisions = gazetteer().short.get(piece, ())
        if len(divisions) == 1 and _BOUNDARY.search(before[:-size]):
            name = OrganName((divisions[0].name,), None, bureau)
            return Mention(piece + bureau, start - size, name)
    unknown = _UNKNOWN_PLACE.search(before)
    if unknown and text.count(unknown[1]) > 1 and not _NO_NAME.search(unknown[1][:-1]):
        name = take_apart(unknown[1] + bureau)
        if name.places and name.bureau == bureau:
            return Mention(unknown[1] + bureau, start - len(unknown[1]), name)
    if before and before[-1] in LEVELS:
        return Mention(before[-1] + bureau, start - 1, OrganName((), before[-1], bureau))
    return None


def known(name: str) -> tuple[Division, ...]:
    """The divisions of the table that bear this full name."""
    return gazetteer().full.get(name, ())


def _place_end(text: str, position: int) -> int:
    """The end of the place name that begins at `position`; `position` when none does."""
    rest = text[position:]
    for size in range(min(len(rest), 14), 1, -1):
        if known(rest[:size]):
            return position + size
    for end in _PLACE_END.finditer(rest):
        name = rest[: end.end()]
        if len(name) < 2 or len(name) > 14:
            continue
        if _NOT_PLACE.search(name) or not re.fullmatch(r"[\u4e00-\u9fff·]+", name):
            return position
        if len(name) >= 3 or known(name):
            return position + end.end()
    return position
