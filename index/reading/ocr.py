"""Scanned pages and pictures of pages, read by rapidocr: the extra `[ocr]`, models inside it."""

from __future__ import annotations

import functools
import importlib.util
import io
from typing import TYPE_CHECKING, Any

from index.errors import ReadingError
from index.reading.page import Page
from index.reading.reflow import Piece, reflow, width

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 150
_LARGEST = 60_000_000  # pixels
_SUREST = 0.5  # what is read with less certainty is noise
# From the project itself: whoever holds its name in a package index is somebody else.
INSTALL = "请先在项目目录安装文字识别组件：make ocr（或 pip install '.[ocr]'），然后重新上传；或上传有文字的版本。"


class ScannedError(Exception):
    """There are pictures to read here, for which this process has no room."""


_allowed = True


def allow(allowed: bool) -> None:
    """Whether this process may read pictures, which takes much memory and time."""
    global _allowed
    _allowed = allowed


def installed() -> bool:
    """Whether pictures can be read; ScannedError where that is for another process."""
    found = all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))
    if found and not _allowed:
        raise ScannedError
    return found


def parse_image(name: str, data: bytes) -> Page:
    """The paragraphs of a picture of one page, or of several (TIFF). ReadingError."""
    if not installed():
        raise ReadingError(name, f"这是图片，文字要识别后才能收录。{INSTALL}")
    from PIL import Image

    try:
        Image.MAX_IMAGE_PIXELS = _LARGEST
        picture = Image.open(io.BytesIO(data))
        pages = []
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            pages.append(recognise(picture.convert("RGB")))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ReadingError(name, "图片不完整、已损坏或过大；请重新扫描后再上传。") from error
    if not any(pages):
        raise ReadingError(name, "图片里没有认出文字；请用更清晰的扫描件。")
    return reflow(pages, notes=(note(),))


def recognise(picture: Image) -> list[Piece]:
    """The lines of text in a picture of a page, in pixels."""
    import numpy as np

    found = _engine()(np.asarray(picture))
    if found.boxes is None:
        return []
    pieces = []
    for box, text, sure in zip(found.boxes, found.txts, found.scores, strict=True):
        if sure < _SUREST or not text.strip():
            continue
        xs, ys = [float(x) for x, _ in box], [float(y) for _, y in box]
        height = max(ys) - min(ys)
        em = (max(xs) - min(xs)) / max(1.0, width(text))
        # Boxes are a little larger than the characters.
        pieces.append(Piece(text, min(xs), max(xs), min(ys), max(ys), min(height, max(em, 1.0))))
    return pieces


def note() -> str:
    """What an administrator is told of a text that was recognised."""
    return "文字由扫描件识别而来，可能有误，请对照原件"


@functools.cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})
