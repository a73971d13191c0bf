"""Makes the files of this folder: one sample report in every format, by the programs people use.

    python -m tests.formats.make

LibreOffice (soffice) saves .docx, .doc, .pdf, .xlsx and .csv, Chromium prints .pdf and saves
.mht; both must be installed, with a Chinese font. The .wps is the .doc, for WPS Writer saves
the same container. No program for Linux that writes OFD came to hand, so the .ofd is written
here by the rules of GB/T 33190, every character where the .pdf has it. A scan is the printed
page as a grey, tilted, noisy picture.
"""

from __future__ import annotations

import asyncio
import base64
import html
import io
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp
import pypdfium2
from PIL import Image, ImageFilter

from index.reading import read
from index.reading.pdf import _pieces

FOLDER = Path(__file__).parent
SOURCE = FOLDER.parents[1] / "reports" / "linxi-education-2024.md"
NAME = "linxi-2024"
_PORT = 9333
_BODY = "font-size:16pt;text-indent:2em;margin:0;line-height:1.6;text-align:justify"
_STYLE = (
    f"p{{{_BODY}}} h1{{font-size:22pt;text-align:center;font-weight:normal}}"
    " table{border-collapse:collapse;width:100%} td{border:1px solid black;font-size:14pt}"
)


def lines() -> tuple[str, ...]:
    return tuple(read(SOURCE.name, SOURCE.read_bytes()).text.split("\n"))


def page(body: Sequence[str]) -> str:
    """The report as a web page that is nothing but the report."""
    made, rows = [], []
    for line in (*body[1:], ""):
        if " | " in line:
            rows.append("".join(f"<td>{html.escape(cell)}</td>" for cell in line.split(" | ")))
            continue
        if rows:
            made.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
            rows = []
        if line:
            made.append(f'<p style="{_BODY}">{html.escape(line)}</p>')
    title = html.escape(body[0])
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title>"
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1>{''.join(made)}</body></html>"
    )


def office(source: Path, target: str, *options: str) -> None:
    """Converts a file with LibreOffice, into this folder."""
    subprocess.run(
        ["soffice", "--headless", *options, "--convert-to", target, "--outdir", FOLDER, source],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


async def browser(source: Path) -> None:
    """Prints and saves a page with Chromium."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
                *("--disable-background-networking", "--disable-component-update"),
                *(f"--user-data-dir={profile}", f"--remote-debugging-port={_PORT}", "about:blank"),
            ],
            stderr=subprocess.DEVNULL,
        )
        try:
            await _print(source)
        finally:
            process.terminate()
            process.wait()


async def _print(source: Path) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(100):
            try:
                async with session.get(f"http://127.0.0.1:{_PORT}/json") as answer:
                    tabs = await answer.json()
                break
            except aiohttp.ClientError:
                await asyncio.sleep(0.2)
        address = next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
        async with session.ws_connect(address, max_msg_size=0) as socket:

            async def call(method: str, **parameters: Any) -> Any:
                await socket.send_json({"id": 1, "method": method, "params": parameters})
                while (answer := await socket.receive_json()).get("id") != 1:
                    pass
                return answer["result"]

            await call("Page.navigate", url=source.as_uri())
            await asyncio.sleep(2)
            printed = await call(
                "Page.printToPDF",
                displayHeaderFooter=True,
                headerTemplate="<span style='font-size:9px;margin-left:40px'>法治政府建设年度报告</span>",
                footerTemplate="<span style='font-size:9px;width:100%;text-align:center'>— <span class='pageNumber'></span> —</span>",
                marginTop=0.9,
                marginBottom=0.9,
            )
            (FOLDER / f"{NAME}-printed.pdf").write_bytes(base64.b64decode(printed["data"]))
            saved = await call("Page.captureSnapshot", format="mhtml")
            (FOLDER / f"{NAME}.mht").write_bytes(saved["data"].encode())


def ofd(source: bytes) -> bytes:
    """An OFD file with the text of a PDF, a text object a piece, in millimetres."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    document = pypdfium2.PdfDocument(source)
    scale, numbers = 25.4 / 72, iter(range(10, 1_000_000))
    parts: dict[str, str] = {}
    listed = []
    for number, sheet in enumerate(document):
        width, height = (side * scale for side in sheet.get_size())
        objects = []
        for piece in _pieces(sheet, []):
            size = piece.em * scale
            x, y = piece.left * scale, (piece.bottom * 0.85 + piece.top * 0.15) * scale
            step = (piece.right - piece.left) * scale / max(len(piece.text), 1)
            deltas = " ".join(f"{step:.3f}" for _ in piece.text[1:])
            objects.append(
                f'<ofd:TextObject ID="{next(numbers)}" Boundary="0 0 {width:.2f} {height:.2f}"'
                f' Font="2" Size="{size:.3f}"><ofd:TextCode X="{x:.3f}" Y="{y:.3f}"'
                f' DeltaX="{deltas}">{html.escape(piece.text)}</ofd:TextCode></ofd:TextObject>'
            )
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"{head}<ofd:Page {space}><ofd:Area><ofd:PhysicalBox>0 0 {width:.2f} {height:.2f}"
            f'</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID="{next(numbers)}">'
            f"{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>"
        )
        listed.append(f'<ofd:Page ID="{next(numbers)}" BaseLoc="Pages/Page_{number}/Content.xml"/>')
    parts["OFD.xml"] = (
        f'{head}<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:DocID>0</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>"
    )
    parts["Doc_0/Document.xml"] = (
        f"{head}<ofd:Document {space}><ofd:CommonData><ofd:MaxUnitID>1000000</ofd:MaxUnitID>"
        "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{''.join(listed)}"
        "</ofd:Pages></ofd:Document>"
    )
    parts["Doc_0/PublicRes.xml"] = (
        f'{head}<ofd:Res {space} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="2" FontName="宋体"/>'
        "</ofd:Fonts></ofd:Res>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def scans(source: bytes, pages: int) -> list[Image.Image]:
    """The first pages as a scanner gives them back."""
    chance = random.Random(7)
    document = pypdfium2.PdfDocument(source)
    made = []
    for number in range(pages):
        picture = document[number].render(scale=150 / 72).to_pil().convert("L")
        picture = picture.rotate(chance.uniform(-0.4, 0.4), fillcolor=255, expand=False)
        picture = picture.filter(ImageFilter.GaussianBlur(0.6))
        noise = Image.effect_noise(picture.size, 18)
        made.append(Image.blend(picture, noise, 0.08))
    return made


def main() -> int:
    for program in ("soffice", "chromium"):
        if shutil.which(program) is None:
            print(f"{program} is not installed", file=sys.stderr)
            return 1
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{NAME}.html"
        body = lines()
        source.write_text(page(body), encoding="utf-8")
        office(source, "docx:MS Word 2007 XML", "--infilter=HTML (StarWriter)")
        office(FOLDER / f"{NAME}.docx", "doc")
        office(FOLDER / f"{NAME}.docx", "pdf")
        shutil.copy(FOLDER / f"{NAME}.doc", FOLDER / f"{NAME}.wps")
        asyncio.run(browser(source))
        rows = "".join(
            f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in line.split(' | '))}</tr>"
            for line in body
            if " | " in line
        )
        table = Path(folder) / f"{NAME}-table.html"
        meta = "<meta charset='utf-8'>"
        table.write_text(f"<html>{meta}<table><tr><td>{body[0]}</td></tr>{rows}</table></html>")
        office(table, "xlsx:Calc MS Excel 2007 XML", "--infilter=HTML (StarCalc)")
        office(FOLDER / f"{NAME}-table.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76")
    printed = (FOLDER / f"{NAME}.pdf").read_bytes()
    (FOLDER / f"{NAME}.ofd").write_bytes(ofd(printed))
    first, *others = scans(printed, 2)
    first.quantize(8).save(FOLDER / f"{NAME}-scan.png", optimize=True)
    first.save(FOLDER / f"{NAME}-scan.pdf", save_all=True, append_images=others, quality=60)
    # What is not there cannot be told from one run to the next.
    for name in sorted(FOLDER.glob(f"{NAME}*")):
        print(f"{name.stat().st_size:9} {re.sub('^.*/', '', name.name)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
