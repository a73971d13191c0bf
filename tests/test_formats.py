"""One sample report in every format that is read (tests/formats), as real programs save it."""

from __future__ import annotations

import difflib
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from index import Library
from index.errors import ReadingError
from index.reading import apart, ocr, read, read_apart
from tests.formats.make import NAME

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "formats"
SOURCE = ROOT / "reports" / "linxi-education-2024.md"
# What is asked of this report alone, with what it states, read from its text.
QUESTIONS = [
    row
    for row in map(
        json.loads,
        (ROOT / "tests" / "questions" / "samples_education.jsonl").read_text("utf-8").splitlines(),
    )
    if row["expect"].get("report") == SOURCE.name
    and "Baichuan" not in row["question"]
    and (row["expect"].get("value") or {}).get("number") is not None
]
TEXTS = ("docx", "doc", "wps", "pdf", "ofd", "mht")
PAGED = (f"{NAME}.pdf", f"{NAME}-printed.pdf", f"{NAME}.ofd")


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def file(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


@pytest.fixture(scope="module")
def source() -> str:
    return read(SOURCE.name, SOURCE.read_bytes()).text


@pytest.mark.parametrize("name", [f"{NAME}.{kind}" for kind in TEXTS] + [f"{NAME}-printed.pdf"])
def test_nothing_is_lost_and_nothing_added(name: str, source: str) -> None:
    text = squeezed(read_apart(name, file(name)).text)
    whole = squeezed(source)
    matcher = difflib.SequenceMatcher(None, whole, text, autojunk=False)
    kept = sum(block.size for block in matcher.get_matching_blocks())
    assert kept / len(whole) >= 0.99
    assert (len(text) - kept) / len(text) <= 0.01
    # What stands at the top and the foot of every printed page.
    assert "法治政府建设年度报告" not in text
    assert "—1—" not in text


def test_an_ofd_of_another_program_is_read_in_paragraphs() -> None:
    made = read_apart("hello.ofd", file("ofdrw-hello.ofd"))
    title, author, *paragraphs = made.text.split("\n")
    assert (title, author) == ("拿来主义", "鲁迅")
    # One of them begins on the first page and ends on the second.
    assert paragraphs[1] == "但我们没有人根据了“礼尚往来”的仪节，说道：拿来！"
    assert all(paragraph[-1] in "。！”" for paragraph in paragraphs)


@pytest.mark.parametrize("kind", TEXTS)
def test_the_same_questions_have_the_same_answers(library: Library, kind: str) -> None:
    library.index([FOLDER / f"{NAME}.{kind}"])
    assert len(QUESTIONS) >= 10
    for row in QUESTIONS:
        found = library.ask(row["question"]).findings[0]
        values = [value.number for value in (found.value, *found.beside) if value is not None]
        assert row["expect"]["value"]["number"] in values
        assert squeezed(row["expect"]["quote"]) in squeezed(found.quote)


class TestPages:
    @pytest.mark.parametrize("name", PAGED)
    def test_each_answer_names_the_page_its_figure_stands_on(
        self, library: Library, name: str
    ) -> None:
        library.index([FOLDER / name])
        printed = f"{NAME}-printed.pdf" if "printed" in name else f"{NAME}.pdf"
        document = pypdfium2.PdfDocument(file(printed))
        pages = [page.get_textpage().get_text_range() for page in document]
        for row in QUESTIONS:
            found = library.ask(row["question"]).findings[0]
            assert found.page is not None
            assert found.value is not None
            assert squeezed(found.value.text) in squeezed(pages[found.page - 1])
        report = library.report(name)
        figures = library.figures(name)
        astray = [
            figure.text
            for figure in figures
            if squeezed(figure.text) not in squeezed(pages[(report.page_of(figure.start) or 0) - 1])
        ]
        # Of nearly 300 a few are broken by the end of a page.
        assert len(astray) < 0.01 * len(figures)

    def test_the_page_is_cited(self, library: Library) -> None:
        from bot.render import as_json, as_text

        library.index([FOLDER / f"{NAME}-printed.pdf"])
        answer = library.ask("临溪区2024年聘任了多少名法治副校长？")
        page = answer.findings[0].page
        assert f"› 第{page}页" in as_text(answer)
        assert as_json(answer, "", 0)["findings"][0]["page"] == page

    def test_formats_without_pages_have_none(self, library: Library) -> None:
        library.index([FOLDER / f"{NAME}.docx"])
        answer = library.ask("临溪区2024年聘任了多少名法治副校长？")
        assert answer.findings[0].page is None


@pytest.mark.parametrize(
    ("height", "read_as"), [(0.5, "held 220 times"), (0.02, "held 226220 times")]
)
def test_what_is_struck_out_is_no_text_and_what_is_underlined_is(
    height: float, read_as: str
) -> None:
    with rc_context({"pdf.fonttype": 42}):
        figure = Figure(figsize=(8, 4))
        renderer = FigureCanvasAgg(figure).get_renderer()
        x = 0.1
        for text in (
            "The session was held ",
            "226",
            "220",
            " times in the year, as the plan said.",
        ):
            drawn = figure.text(x, 0.5, text, fontsize=14)
            box = drawn.get_window_extent(renderer).transformed(figure.transFigure.inverted())
            if text == "226":
                y = box.y0 + height * (box.y1 - box.y0)
                figure.add_artist(Line2D((box.x0, box.x1), (y, y), linewidth=0.8))
            x = box.x1
        target = io.BytesIO()
        figure.savefig(target, format="pdf")
    made = read_apart("a.pdf", target.getvalue())
    assert read_as in made.text
    assert ("有3个划去的字没有收录" in made.description.notes) == ("226" not in made.text)


class TestTables:
    @pytest.mark.parametrize("kind", ["xlsx", "csv"])
    def test_a_table_answers_by_itself(self, library: Library, kind: str) -> None:
        library.index([FOLDER / f"{NAME}-table.{kind}"])
        answer = library.ask("临溪区2024年小学有多少名法治副校长？")
        assert answer.findings[0].value is not None
        assert answer.findings[0].value.number == 22

    def test_cells_are_read_as_they_are_shown(self) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["榆川县教育局2024年法治政府建设情况表"])
        sheet.append(["指标", "数值"])
        for label, value, form in (
            ("办结率", 0.996, "0.0%"),
            ("经费（万元）", 12.5, "0.00"),
            ("学校（所）", 31.0, "General"),
            ("合计", "=B5+1", "General"),
        ):
            sheet.append([label, value])
            sheet.cell(sheet.max_row, 2).number_format = form
        hidden = book.create_sheet("草稿")
        hidden.append(["不要收录", 7])
        hidden.sheet_state = "hidden"
        target = io.BytesIO()
        book.save(target)
        made = read_apart("表.xlsx", target.getvalue())
        assert "办结率 | 99.6%" in made.text
        assert "经费（万元） | 12.50" in made.text
        assert "学校（所） | 31" in made.text
        assert "不要收录" not in made.text
        notes = "；".join(made.description.notes)
        assert "工作表“草稿”是隐藏的" in notes
        assert "有1个公式没有保存计算结果" in notes


class TestScans:
    def test_without_the_extra_the_line_that_installs_it_is_told(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ocr, "installed", lambda: False)
        for name in (f"{NAME}-scan.pdf", f"{NAME}-scan.png"):
            with pytest.raises(ReadingError, match=r"make ocr（或 pip install '\.\[ocr\]'）"):
                read(name, file(name))

    @pytest.mark.skipif(not ocr.installed(), reason="the extra [ocr] is not installed")
    def test_scanned_pages_are_read_and_noted(self, library: Library, source: str) -> None:
        made = read_apart("扫描.pdf", file(f"{NAME}-scan.pdf"))
        whole = squeezed(source)[: len(squeezed(made.text))]
        matcher = difflib.SequenceMatcher(None, whole, squeezed(made.text), autojunk=False)
        kept = sum(block.size for block in matcher.get_matching_blocks())
        assert kept / len(whole) >= 0.99
        assert len(made.pages) == 2
        assert "文字由扫描件识别而来" in "；".join(made.description.notes)


class TestZips:
    def zipped(self, folder: Path, entries: dict[str, bytes]) -> Path:
        path = folder / "报告.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries.items():
                archive.writestr(name, content)
        return path

    def test_each_report_in_a_zip_is_held_by_itself(self, library: Library, tmp_path: Path) -> None:
        path = self.zipped(
            tmp_path,
            {
                "教育/linxi.docx": file(f"{NAME}.docx"),
                "__MACOSX/._linxi.docx": b"x",
                "说明.exe": b"x",
                "坏.docx": b"PK\x03\x04",
            },
        )
        summary = library.index([path])
        assert summary.added == ("报告.zip/教育/linxi.docx",)
        assert [refusal.name for refusal in summary.refused] == ["报告.zip/坏.docx"]
        assert library.index([path]).unchanged == summary.added
        path.unlink()
        assert library.index([tmp_path], prune=True).removed == summary.added

    def test_names_written_by_old_chinese_programs_are_read(
        self, library: Library, tmp_path: Path
    ) -> None:
        path = tmp_path / "a.zip"
        name = "临溪.docx".encode("gb18030")
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w") as archive:
            archive.writestr("AAAAAAAAA"[: len(name)], file(f"{NAME}.docx"))
        path.write_bytes(raw.getvalue().replace(b"AAAAAAAAA"[: len(name)], name))
        assert library.index([path]).added == ("a.zip/临溪.docx",)

    @pytest.mark.parametrize("entry", ["../x.docx", "/x.docx", "C:/x.docx"])
    def test_paths_that_lead_out_are_refused(
        self, library: Library, tmp_path: Path, entry: str
    ) -> None:
        path = self.zipped(tmp_path, {entry: file(f"{NAME}.docx")})
        [refusal] = library.index([path]).refused
        assert "指向包外的路径" in refusal.reason

    def test_a_bomb_is_refused(self, library: Library, tmp_path: Path) -> None:
        path = self.zipped(tmp_path, {"x.txt": bytes(30_000_000)})
        [refusal] = library.index([path]).refused
        assert "疑似压缩炸弹" in refusal.reason


class TestApart:
    """Whatever a file does to the process that reads it, the next one is read."""

    @pytest.fixture(autouse=True)
    def _nothing_remembered(self) -> None:
        read_apart.cache_clear()

    def test_one_that_takes_too_long_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(apart._plain, "_seconds", 0.0)
        with pytest.raises(ReadingError, match="读取用时过长"):
            read_apart("a.docx", file(f"{NAME}.docx"))
        monkeypatch.undo()
        read_apart.cache_clear()
        assert read_apart("a.docx", file(f"{NAME}.docx")).text

    def test_a_reader_that_dies_harms_nobody(self) -> None:
        assert read_apart("a.docx", file(f"{NAME}.docx")).text
        process = apart._plain._process
        assert process is not None
        process.kill()
        process.wait()
        read_apart.cache_clear()
        assert read_apart("a.docx", file(f"{NAME}.docx")).text

    @pytest.mark.skipif(sys.platform != "linux", reason="needs the limits of Linux")
    def test_it_has_no_more_memory_than_it_is_given_and_no_secrets(self) -> None:
        code = (
            "import os\nfrom index.reading import worker\nworker._limit(False)\n"
            "try:\n    bytearray(worker.MEMORY)\nexcept MemoryError:\n    print('bounded')\n"
        )
        run = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert run.stdout == "bounded\n"

    @pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
    def test_it_does_not_know_the_token(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("REPORTBOT_TOKEN", "123:secret")
        apart._plain.close()
        read_apart("a.docx", file(f"{NAME}.docx"))
        process = apart._plain._process
        assert process is not None
        assert b"secret" not in Path(f"/proc/{process.pid}/environ").read_bytes()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.pdf", file(f"{NAME}.pdf")[:3000], "PDF 不完整或已损坏"),
        ("a.doc", file(f"{NAME}.doc")[:6000], "旧版 Word 或 WPS 文件不完整或已损坏"),
        ("a.ofd", file(f"{NAME}.ofd")[:6000], "文件不完整或已损坏"),
        ("a.xlsx", file(f"{NAME}-table.xlsx")[:2000], "文件不完整或已损坏"),
        ("a.mht", file(f"{NAME}.mht").replace(b"text/html", b"text/none"), "没有找到网页正文"),
    ],
)
def test_what_is_damaged_is_one_clear_sentence(name: str, data: bytes, told: str) -> None:
    with pytest.raises(ReadingError) as error:
        read_apart(name, data)
    assert told in error.value.reason
    assert error.value.reason.endswith("。")


def test_the_bytes_tell_the_format_not_the_name() -> None:
    assert read_apart("a.txt", file(f"{NAME}.pdf")).format == "pdf"
    assert read_apart("a.pdf", file(f"{NAME}.docx")).format == "docx"
