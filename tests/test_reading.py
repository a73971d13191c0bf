"""What reading does for a user: formats, encodings, refusals, side files."""

from __future__ import annotations

import random
import re

import pytest

from index.errors import ReadingError
from index.reading import SUFFIXES, read, side_name
from index.reading.boilerplate import boilerplate
from index.reading.boilerplate_patterns import PATTERNS, Pattern
from index.reading.infoline import LABELS, Label, read_info
from index.reading.year import CLUES, YearClue

PLAIN = "云台县教育局2024年普法报告\n全县共有学校41所，新聘法治副校长18人。"
PAGE = (
    "<html><head><meta charset='{0}'></head><body><div class='content'>"
    "<p>全县共有学校41所，新聘法治副校长18人。</p></div></body></html>"
)


def refusal(name: str, data: bytes, side: bytes | None = None) -> str:
    with pytest.raises(ReadingError) as caught:
        read(name, data, side)
    assert str(caught.value) == f"{caught.value.name}：{caught.value.reason}"
    assert caught.value.reason.endswith("。")
    assert re.match("[\u4e00-\u9fff]|docx|PDF|OFD", caught.value.reason)
    return caught.value.reason


def test_suffixes_of_a_folder_scan() -> None:
    for suffix in (
        ".txt",
        ".md",
        ".html",
        ".mht",
        ".docx",
        ".doc",
        ".wps",
        ".pdf",
        ".ofd",
        ".xlsx",
    ):
        assert suffix in SUFFIXES


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
        ("utf-16-le", "utf-16-le"),
    ],
)
def test_plain_text_in_any_usual_encoding(encoding: str, named: str) -> None:
    document = read("a.txt", PLAIN.encode(encoding))
    assert (document.text, document.format, document.encoding) == (PLAIN, "txt", named)


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "gb18030", "utf-8"])
def test_page_in_its_declared_encoding(charset: str) -> None:
    # 镕 and 囧 are not in GB 2312, and pages that declare it use them all the same.
    markup = PAGE.format(charset).replace("学校", "学校镕囧")
    data = markup.encode("gb18030" if charset.startswith("gb") else charset)
    assert read("a.htm", data).text == "全县共有学校镕囧41所，新聘法治副校长18人。"


def test_traditional_big5_page() -> None:
    markup = (
        PAGE.format("big5").replace("全县共有学校", "全縣共有學校").replace("聘法治副校长", "聘")
    )
    assert read("a.html", markup.encode("big5")).text == "全縣共有學校41所，新聘18人。"


def test_a_few_damaged_bytes_are_marked_and_noted() -> None:
    data = (PLAIN + "全年学法4次，" * 40).encode() + b"\xe5\x85"
    document = read("a.txt", data)
    assert document.text.endswith("\ufffd")
    assert "有1处字节无法解码，文中以“\ufffd”标出" in document.description.notes


def test_format_is_known_by_content_not_by_name() -> None:
    assert read("a.txt", PAGE.format("utf-8").encode()).format == "html"
    assert read("a.docx", PLAIN.encode()).format == "txt"
    assert read("a", PLAIN.encode()).format == "txt"
    assert read("a.md", PLAIN.encode()).format == "md"


def test_line_ends_of_windows_and_no_last_line_end() -> None:
    assert read("a.txt", (PLAIN.replace("\n", "\r\n") + "\r\n\r\n").encode()).text == PLAIN


def test_body_hidden_until_a_script_runs_is_read() -> None:
    markup = PAGE.format("utf-8").replace("class='content'", "style='display: none'")
    assert "41所" in read("a.html", markup.encode()).text


def test_a_hundred_thousand_nested_divisions() -> None:
    deep = "<div>" * 100_000 + "<p>全县共有学校41所，新聘18人。</p>" + "</div>" * 100_000
    assert read("a.html", f"<html><body>{deep}".encode()).text == "全县共有学校41所，新聘18人。"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.txt", b"", "空"),
        ("a.txt", b" \r\n\t", "空"),
        ("a.txt", "\u3000\n".encode(), "正文"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(300), "图片"),
        ("a.txt", b"%PDF-1.7\n%\xe2\xe3", "PDF 不完整"),
        ("a.txt", b"\xff\xd8\xff\xe0" + bytes(90), "图片"),
        ("a.doc", b"{\\rtf1\\ansi}", "RTF"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), ".doc"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "加密",
        ),
        ("a.docx", b"PK\x03\x04" + bytes(60), "损坏"),
        ("a.txt", bytes(5000), "无法识别"),
        ("a.txt", random.Random(7).randbytes(20_000), "无法识别"),
        ("a.txt", (PLAIN + "\x00" * 40).encode(), "无法识别"),
        ("a.txt", "云台县教育局2024年普法报告".encode(), "正文"),
        ("a.html", b"<html><body><a href='1'>Home</a><a href='2'>News</a></body></html>", "正文"),
        (
            "a.html",
            "<html><body><script>正文在此，由脚本写出。</script></body></html>".encode(),
            "正文",
        ),
        ("a.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", ".mht"),
    ],
)
def test_refusals_name_the_reason(name: str, data: bytes, told: str) -> None:
    assert told in refusal(name, data)


def test_over_twenty_megabytes() -> None:
    assert "20 MB" in refusal("a.txt", b"a" * (20 * 1024 * 1024 + 1))


def test_hostile_markup_does_not_break_reading() -> None:
    for markup in (
        "<table>" * 3000,
        "<tr><td>" * 3000,
        "<li>" * 5000,
        "</div>" * 5000,
        "<a>" * 5000,
    ):
        text = read("a.html", f"<html><body>{markup}全县共有学校41所。".encode()).text
        assert text.endswith("全县共有学校41所。")


SIDE = """
title = "普法年报"
issuer = "青岚县教育局"
place = "青岚县"
region = "云川市青岚县"
year = 2023
published = 2024-01-31
"""


def test_side_file_goes_before_what_was_found() -> None:
    description = read("a.txt", PLAIN.encode(), SIDE.encode()).description
    assert description.title == "普法年报"
    assert description.issuer == "青岚县教育局"
    assert (description.place, description.region) == ("青岚县", "云川市青岚县")
    assert (description.year, description.published) == (2023, "2024-01-31")
    assert description.notes == ("按附属文件更正：title、issuer、place、region、year、published",)


def test_side_file_may_state_one_thing() -> None:
    description = read("a.txt", PLAIN.encode(), "﻿year = 2022".encode()).description
    assert (description.year, description.issuer) == (2022, "云台县教育局")


def test_region_found_goes_with_the_place_found() -> None:
    page = PLAIN.replace("云台县", "高平市").encode()
    assert read("a.txt", page, b"year = 2022").description.region == "山西省晋城市高平市"
    assert read("a.txt", page, 'place = "青岚县"'.encode()).description.region is None


@pytest.mark.parametrize(
    ("side", "told"),
    [
        ('county = "青岚县"', "county"),
        ('year = "2024"', "year"),
        ("year = true", "year"),
        ("title = 3", "title"),
        ('issuer = ""', "issuer"),
        ('published = "去年"', "published"),
        ("year =", "TOML"),
    ],
)
def test_side_file_errors_name_the_key(side: str, told: str) -> None:
    reason = refusal_of_side(side)
    assert told in reason


def refusal_of_side(side: str) -> str:
    with pytest.raises(ReadingError) as caught:
        read("a.txt", PLAIN.encode(), side.encode())
    assert caught.value.name == side_name("a.txt") == "a.txt.meta.toml"
    return caught.value.reason


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.example)
def test_boilerplate_examples(pattern: Pattern) -> None:
    assert re.fullmatch(pattern.regex, pattern.example)
    assert boilerplate(pattern.example) is not None


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label.example)
def test_label_examples(label: Label) -> None:
    info = read_info(label.example)
    assert info is not None
    rank, field = info.fields[0]
    assert (rank, field.kind) == (label.rank, label.kind)
    assert label.example.endswith((field.value, f"{field.value}]"))


@pytest.mark.parametrize("clue", CLUES, ids=lambda clue: clue.example)
def test_year_clue_examples(clue: YearClue) -> None:
    assert re.search(clue.regex, clue.example)


@pytest.mark.parametrize(
    "sentence",
    [
        "时间：我局每周五组织学习。",
        "来源多样，形式丰富",
        "打印服务点12个",
        "一、语音播报",
        "下一步打算",
    ],
)
def test_what_belongs_to_a_body_is_no_boilerplate(sentence: str) -> None:
    assert boilerplate(sentence) is None
    assert read_info(sentence) is None
