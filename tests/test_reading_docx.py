"""Word documents as users save them, and packages that are out to do harm."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.errors import ReadingError
from index.reading import read
from index.reading.docx_numerals import numeral

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
NUMBERING = """
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xf0b7;"/></w:lvl>
</w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""
STYLES = """
<w:style w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="h1b"><w:basedOn w:val="h1"/></w:style>
"""
FIRST = "<w:p><w:r><w:t>云台县教育局2024年普法报告</w:t></w:r></w:p>"
BODY = "<w:p><w:r><w:t>全县共有学校41所，新聘法治副校长18人。</w:t></w:r></w:p>"
HEAD = "云台县教育局2024年普法报告\n全县共有学校41所，新聘法治副校长18人。\n"


def package(body: str, **parts: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        )
        archive.writestr(
            "word/numbering.xml", f"<w:numbering {NAMESPACES}>{NUMBERING}</w:numbering>"
        )
        archive.writestr("word/styles.xml", f"<w:styles {NAMESPACES}>{STYLES}</w:styles>")
        for path, content in parts.items():
            archive.writestr(path, content)
    return stream.getvalue()


def text(body: str) -> str:
    document = read("a.docx", package(FIRST + BODY + body))
    assert (document.format, document.encoding) == ("docx", None)
    assert document.text.startswith(HEAD)
    return document.text.removeprefix(HEAD)


def paragraph(words: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def numbered(words: str, level: int, number: int = 3) -> str:
    reference = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(words, reference)


def test_automatic_numbering_is_written_out() -> None:
    body = (
        numbered("主要做法", 0)
        + numbered("抓学习", 1)
        + numbered("5所学校试点。", 2)
        + numbered("全年宣讲29场。", 2)
        + numbered("抓执法", 1)
        + numbered("检查6次。", 2)
        + numbered("点", 3)
        + numbered("存在不足", 0)
    )
    assert text(body).split("\n") == [
        "一、主要做法",
        "（一）抓学习",
        "1. 5所学校试点。",
        "2. 全年宣讲29场。",
        "（二）抓执法",
        "1. 检查6次。",
        "点",
        "二、存在不足",
    ]


def test_numbering_by_style_and_restarted() -> None:
    body = (
        paragraph("主要做法", '<w:pStyle w:val="h1b"/>')
        + numbered("检查6次。", 2)
        + numbered("复查2次。", 2, number=4)
        + paragraph("存在不足", '<w:pStyle w:val="h1"/>')
        + paragraph("不编号", '<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    assert text(body).split("\n") == [
        "一、主要做法",
        "1. 检查6次。",
        "1. 复查2次。",
        "二、存在不足",
        "不编号",
    ]


@pytest.mark.parametrize(
    ("number", "name", "shown"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCounting", "一百一十"),
        (20, "ideographDigital", "二〇"),
        (2, "ideographTraditional", "乙"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalEnclosedCircle", "③"),
        (4, "lowerRoman", "iv"),
        (27, "upperLetter", "AA"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (8, "unheardOf", "8"),
    ],
)
def test_numerals(number: int, name: str, shown: str) -> None:
    assert numeral(number, name) == shown


def test_revisions_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>检查</w:t></w:r><w:del><w:r><w:delText>5</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>6</w:t></w:r></w:ins><w:r><w:t>次。</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半句，</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>后半句。</w:t></w:r></w:p>"
    )
    assert text(body) == "检查6次。\n前半句，后半句。"


def test_tables_text_boxes_controls_links_and_breaks() -> None:
    cell = "<w:tc><w:tcPr>{1}</w:tcPr>{0}</w:tc>"
    merged, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = (
        "<w:tbl>"
        f"<w:tr>{cell.format(paragraph('学段'), '')}{cell.format(paragraph('学校'), '')}</w:tr>"
        f"<w:tr>{cell.format(paragraph('小学'), merged)}{cell.format(paragraph('甲校'), '')}</w:tr>"
        f"<w:tr>{cell.format('<w:p/>', goes_on)}{cell.format(paragraph('乙') + paragraph('校'), '')}</w:tr>"
        "</w:tbl>"
    )
    box = f"<w:pict><w:txbxContent>{paragraph('框中文字。')}</w:txbxContent></w:pict>"
    body = (
        table
        + f"<w:sdt><w:sdtContent>{paragraph('控件中的段落。')}</w:sdtContent></w:sdt>"
        + "<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:br/><w:t>换行。</w:t></w:r>"
        + f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        + "</mc:AlternateContent></w:r>"
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        + "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert text(body).split("\n") == [
        "学段 | 学校",
        "小学 | 甲校",
        "小学 | 乙 校",
        "控件中的段落。",
        "链接",
        "换行。",
        "框中文字。",
    ]


def test_core_title_is_believed_only_when_it_reads_as_one() -> None:
    core = '<c xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>{}</d:title></c>'
    for title, expected in (
        ("Microsoft Word 文档", None),
        ("2022年普法工作总结", "2022年普法工作总结"),
    ):
        data = package(BODY, **{"docProps/core.xml": core.format(title)})
        assert read("a.docx", data).description.title == expected


def reason(data: bytes) -> str:
    with pytest.raises(ReadingError) as caught:
        read("a.docx", data)
    return caught.value.reason


def test_truncated_package() -> None:
    data = package(FIRST + BODY)
    for size in (30, len(data) // 2, len(data) - 10):
        assert "损坏" in reason(data[:size])


def test_damaged_part() -> None:
    data = bytearray(package(FIRST + BODY))
    at = data.index(b"word/document.xml") + 40
    data[at : at + 60] = bytes(60)
    assert "损坏" in reason(bytes(data))


def test_zip_bomb() -> None:
    assert "压缩炸弹" in reason(package(FIRST + BODY, **{"word/media/a.png": bytes(30_000_000)}))


def test_paths_out_of_the_package() -> None:
    assert "包外" in reason(package(FIRST + BODY, **{"../evil.xml": "x"}))


def test_entities_are_not_expanded() -> None:
    stream = io.BytesIO()
    bomb = (
        '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
        f"<w:document {NAMESPACES}><w:body>{paragraph('&c;全县共有学校41所。')}</w:body></w:document>"
    )
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    assert "拒绝读取" in reason(stream.getvalue())


def test_nesting_beyond_any_document() -> None:
    deep = "<w:sdt>" * 2000 + "</w:sdt>" * 2000
    assert "损坏" in reason(package(FIRST + BODY + deep))


def test_other_packages_are_named() -> None:
    for entry, told in (("xl/workbook.xml", "Excel"), ("OFD.xml", "OFD"), ("a.txt", "压缩包")):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(entry, "x")
        assert told in reason(stream.getvalue())
