"""A Word document of before 2007, and what WPS Writer saves: converted, then read as .docx."""

from __future__ import annotations

import tempfile
from pathlib import Path

from doc2docx import convert
from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

from index.errors import ReadingError
from index.reading.docx import parse_docx
from index.reading.page import Page


def parse_doc(name: str, data: bytes) -> Page:
    """The lines of the document. ReadingError where it cannot be converted."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.doc", Path(folder) / "out.docx"
        source.write_bytes(data)
        try:
            convert(source, target)
        except EncryptedDocumentError as error:
            raise ReadingError(
                name, "文件已加密，无法读取；请取消密码保护后重新保存再上传。"
            ) from error
        except (Doc2DocxError, OSError, ValueError) as error:
            raise ReadingError(
                name, "旧版 Word 或 WPS 文件不完整或已损坏；请打开后另存为 .docx 再上传。"
            ) from error
        return parse_docx(name, target.read_bytes())
