"""Places are found where officials name them, and ordinary words are none."""

from __future__ import annotations

import pytest

from index.places import (
    ancestors,
    contains,
    find_english_places,
    find_places,
    find_short_places,
    find_unknown_places,
)

HELD = ("江北区", "高平市", "陕州区", "从化区", "青岚县", "和平区")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("重庆市江北区教育委员会", [("江北区", "重庆市江北区", "重庆市江北区")]),
        ("江北区教委", [("江北区", None, "江北区")]),
        ("宁波江北区", [("江北区", "浙江省宁波市江北区", "宁波江北区")]),
        ("晋城市高平市教育局", [("高平市", "山西省晋城市高平市", "晋城市高平市")]),
        ("三门峡市陕州区", [("陕州区", "河南省三门峡市陕州区", "三门峡市陕州区")]),
        ("广州市从化区", [("从化区", "广东省广州市从化区", "广州市从化区")]),
        ("内蒙古自治区", [("内蒙古自治区", "内蒙古自治区", "内蒙古自治区")]),
        ("在滑县", [("滑县", "河南省安阳市滑县", "滑县")]),
        ("西双版纳州", [("西双版纳傣族自治州", "云南省西双版纳傣族自治州", "西双版纳州")]),
        ("晋城市城区教育局", [("城区", "山西省晋城市城区", "晋城市城区")]),
        ("濟南市章丘市", [("章丘市", "山东省济南市章丘市", "濟南市章丘市")]),
        ("城区学校和相应县级部门", []),
        ("深圳市场监管", []),
        ("江北区域中心", []),
        ("全市各县区、社区和园区", []),
    ],
)
def test_full_names(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    found = [(p.name, p.region, text[p.start : p.end]) for p in find_places(text)]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("那高平呢", [("高平市", "高平")]),
        ("江北聘了多少名法治副校长", [("江北区", "江北")]),
        ("陕州和从化哪个多", [("陕州区", "陕州"), ("从化区", "从化")]),
        ("从化市新建了几所民办园", [("从化区", "从化市")]),
        ("比重庆多吗", [("重庆市", "重庆")]),
        ("西双版纳有多少所学校", [("西双版纳傣族自治州", "西双版纳")]),
        ("高平安全工作", [("高平市", "高平")]),
        ("高平市场主体", [("高平市", "高平")]),
        ("青岚办了几期培训班", [("青岚县", "青岚")]),
        ("青岚县和晋城", [("青岚县", "青岚县"), ("晋城市", "晋城")]),
        ("和平聘了多少名", [("和平区", "和平")]),
        ("沈阳新华与沈阳和平", [("沈阳市", "沈阳"), ("和平区", "沈阳和平")]),
        ("如何提高平均成绩", []),
        ("新华聘了多少名", []),
        ("公安部门和新建学校", []),
        ("宝山镇中心小学", []),
    ],
)
def test_short_names_in_questions(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(p.name, text[p.start : p.end]) for p in find_short_places(text, HELD)]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云川县聘请了多少名法治副校长", ["云川县"]),
        ("请问云川市石溪县教育局2024年有哪些问题", ["云川市石溪县"]),
        ("晋城市石溪县", ["晋城市石溪县"]),
        ("那石溪区呢", ["石溪区"]),
        ("青岚县聘请了几名法治副校长？", ["青岚县"]),
        ("入选重庆市第四届", []),
        ("云川新区管委会", ["云川新区"]),
        ("介绍石溪县的情况", ["石溪县"]),
        ("全县我区各县社区地区园区校区", []),
        ("哪些县是贫困县和示范区", []),
        ("城乡学校、乡镇街道和市场监管", []),
        ("县域内依法治县的做法", []),
        ("高平市聘了多少名", []),
    ],
)
def test_unknown_names(text: str, expected: list[str]) -> None:
    found = find_unknown_places(text)
    assert [p.region or p.name for p in found] == expected


def test_unknown_english_names() -> None:
    text = "How many vice principals did Shixi County hire?"
    (place,) = find_unknown_places(text)
    assert text[place.start : place.end] == place.name == "Shixi County"
    assert not find_unknown_places("how many in each county and this district")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How many did Jiangbei District hire?", [("江北区", "Jiangbei District")]),
        ("Gaoping's enrolment rate", [("高平市", "Gaoping's")]),
        ("Gaoping-based schools", [("高平市", "Gaoping-based")]),
        ("the city of Gaoping", [("高平市", "the city of Gaoping")]),
        ("Jiangbei District of Chongqing", [("江北区", "Jiangbei District of Chongqing")]),
        ("Jiangbei (Chongqing)", [("江北区", "Jiangbei (Chongqing")]),
        ("Shanghai and Suzhou", [("上海市", "Shanghai"), ("苏州市", "Suzhou")]),
        # People
        ("Ding Chenxi of Gaoping", [("高平市", "Gaoping")]),
        ("Liu He and Xi Jinping", []),
        ("Gao Ping schools", [("高平市", "Gao Ping")]),
        ("Chang Sha", [("长沙市", "Chang Sha")]),
        ("Shanzhou and Conghua", [("陕州区", "Shanzhou"), ("从化区", "Conghua")]),
        ("jiangbei district, chongqing", [("江北区", "jiangbei district, chongqing")]),
        ("Qinglan County", [("青岚县", "Qinglan County")]),
        ("Shaanxi, Xi'an", [("西安市", "Shaanxi, Xi'an")]),
        ("Hua County", [("滑县", "Hua County")]),
        ("guide the pupils for a mile, as she and you long", []),
    ],
)
def test_english_names(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(p.name, text[p.start : p.end]) for p in find_english_places(text, HELD)]
    assert found == expected


def test_english_names_prefer_what_is_held() -> None:
    assert find_english_places("Suzhou", ("苏州市",))[0].name == "苏州市"
    assert find_english_places("Suzhou", ("宿州市",))[0].name == "宿州市"
    assert find_english_places("Suzhou", ("苏州市姑苏区",))[0].name == "苏州市"


@pytest.mark.parametrize(
    ("asked", "region", "place"),
    [
        ("重庆", "重庆市江北区", "江北区"),
        ("重庆市", "重庆市江北区", "江北区"),
        ("江北区", "重庆市江北区", "江北区"),
        ("江北", "重庆市江北区", "江北区"),
        ("重庆江北", None, "江北区"),
        ("晋城市", "山西省晋城市高平市", "高平市"),
        ("晋城", None, "高平市"),
        ("从化市", "广东省广州市从化区", "从化区"),
        ("章丘市", "山东省济南市章丘区", "章丘区"),
        ("青岚", None, "青岚县"),
        ("云川市青岚县", None, "青岚县"),
        ("云川市", "云川市青岚县", "青岚县"),
        ("山西省", "山西省青岚县", "青岚县"),
    ],
)
def test_contains(asked: str, region: str | None, place: str) -> None:
    assert contains(asked, region, place)


@pytest.mark.parametrize(
    ("asked", "region", "place"),
    [
        ("宁波市江北区", "重庆市江北区", "江北区"),
        ("宁波", "重庆市江北区", "江北区"),
        ("高平市", "山西省晋城市", "晋城市"),
        ("青岚县", "山西省青阳县", "青阳县"),
        ("江苏省青岚县", "山西省青岚县", "青岚县"),
        ("江北区", None, None),
    ],
)
def test_does_not_contain(asked: str, region: str | None, place: str | None) -> None:
    assert not contains(asked, region, place)


def test_ancestors() -> None:
    assert ancestors("高平市") == ("晋城市", "山西省")
    assert set(ancestors("江北区")) == {"宁波市", "浙江省", "重庆市"}
    assert ancestors("青岚县") == ()
