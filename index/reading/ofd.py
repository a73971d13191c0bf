"""An OFD file, the layout format of GB/T 33190: text by its place, as in a PDF."""

from __future__ import annotations

import ofdkit

from index.errors import ReadingError
from index.reading.page import Page
from index.reading.reflow import Piece, reflow

_DAMAGED = "OFD 文件不完整或已损坏；请重新下载或用阅读器导出为 PDF 后再上传。"
_BOMB = "OFD 解压后过大，拒绝读取；请用阅读器导出为 PDF 后再上传。"
_SCAN = "OFD 里没有文字（可能是扫描件）；请上传有文字的版本，或导出为 PDF 后再上传。"


def parse_ofd(name: str, data: bytes) -> Page:
    """The paragraphs of an OFD file, page by page. ReadingError where it cannot be read."""
    try:
        with ofdkit.open(data) as document:
            pages = [
                [_piece(run) for run in page.runs if run.text.strip()] for page in document.pages
            ]
    except ofdkit.OFDLimitError as error:
        raise ReadingError(name, _BOMB) from error
    except (ofdkit.OFDError, ValueError, OSError) as error:
        raise ReadingError(name, _DAMAGED) from error
    if not any(pages):
        raise ReadingError(name, _SCAN)
    return reflow(pages)


def _piece(run: ofdkit.TextRun) -> Piece:
    """Text hangs on its baseline, about a sixth of its size above the foot."""
    foot = run.y + run.size / 6
    return Piece(run.text, run.x, run.x + run.width, foot - run.size, foot, max(run.size, 0.1))
