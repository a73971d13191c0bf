"""The real pages, where they are at hand: descriptions read by eye, and nothing of a body lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.reading import read

SEEDS = Path(__file__).resolve().parents[1].parent / "shared" / "seeds"

EXPECTED_SEEDS = {
    "000": (None, "县教育局", None, None, 2024, "2025-03-17"),
    "001": (
        "2023年法治政府建设工作报告",
        "陕州区教体局",
        "陕州区",
        "河南省三门峡市陕州区",
        2023,
        None,
    ),
    "002": (
        "重庆市江北区教育委员会" + "2024年法治政府建设情况的报告",
        "重庆市江北区教育委员会",
        "江北区",
        "重庆市江北区",
        2024,
        "2025-01-15",
    ),
    "003": (
        "高平市教育局" + "2024年法治政府建设工作年度报告",
        "高平市教育局",
        "高平市",
        "山西省晋城市高平市",
        2024,
        "2025-02-26",
    ),
    "004": (None, "从化区教育局", "从化区", "广东省广州市从化区", 2020, None),
}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real reports are not here")
@pytest.mark.parametrize("number", EXPECTED_SEEDS)
def test_real_pages(number: str) -> None:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    raw = path.read_text("utf-8")
    document = read(path.name, path.read_bytes())
    found = document.description
    title, *rest = EXPECTED_SEEDS[number]
    assert [found.issuer, found.place, found.region, found.year, found.published] == rest
    if title is None:
        assert found.title in document.text
        assert any("页面无标题" in note for note in found.notes)
    else:
        assert found.title == title == document.text.split("\n")[0]
    # Nothing of the body is lost, and nothing is there that the page has not.
    kept = re.sub(r"\s", "", document.text)
    for line in raw.splitlines():
        bare = re.sub(r"\s", "", line)
        if len(bare) > 30 and not bare.startswith("您的当前位置") and "发布日期" not in bare:
            assert bare in kept
    position = 0
    page = re.sub(r"\s", "", raw)
    for line in document.text.split("\n"):
        position = page.index(re.sub(r"\s", "", line), position)
    for widget in ("语音播报\n", "返回顶部", "关闭窗口", "扫一扫", "搜索位置", "当前位置"):
        assert widget not in document.text
    assert not re.search(r"\n\n|\r|^\s|\s$", document.text)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real reports are not here")
def test_real_page_that_names_no_place_says_so() -> None:
    path = next(SEEDS.glob("000_*.txt"))
    notes = read(path.name, path.read_bytes()).description.notes
    assert any("没有写明所属地名" in note for note in notes)
    assert any("照文中写作“县教育局”" in note for note in notes)
