"""From bytes to text: which encoding, and whether the result is writing at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from index.errors import ReadingError

# The longest mark first: the one of UTF-32 begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,20})""")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_UNREADABLE_SHARE = 0.02
# Of the Chinese characters of ordinary writing more than 95 in 100 are in the first level of
# GB 2312 or Big5; of those that random or wrongly decoded bytes give, fewer than half.
_COMMON_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Decoded:
    """`damaged` counts the places where bytes could not be decoded (U+FFFD stands there)."""

    text: str
    encoding: str
    damaged: int = 0


def decode(name: str, data: bytes) -> Decoded:
    """BOM, strict UTF-8, the declared charset, GB 18030, then UTF-8 or GB 18030 with gaps.

    ReadingError when what comes out is not writing: control characters,
    replacement characters, or characters nobody uses.
    """
    decoded = _decode(data)
    text = decoded.text
    broken = len(_CONTROL.findall(text)) + text.count("\ufffd")
    if broken > _UNREADABLE_SHARE * len(text) or (
        not decoded.encoding.startswith("utf-8") and not _looks_written(text)
    ):
        raise ReadingError(
            name, "内容无法识别（不是文字，或编码已损坏）；请用 UTF-8 编码重新保存后再上传。"
        )
    return decoded


def _decode(data: bytes) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace")
            return Decoded(text, encoding, text.count("\ufffd"))
    for encoding in ("utf-8", *_declared(data), "gb18030", *_wide(data)):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if encoding == "utf-8" or _looks_written(text):
            return Decoded(text, encoding)
    candidates = [
        Decoded(text, encoding, text.count("\ufffd"))
        for encoding in ("utf-8", "gb18030")
        for text in (data.decode(encoding, errors="replace"),)
    ]
    return min(candidates, key=lambda candidate: candidate.damaged)


def _declared(data: bytes) -> tuple[str, ...]:
    found = _DECLARED.search(data[:4096])
    if found is None:
        return ()
    declared = found[1].decode("ascii").lower()
    # Pages that declare gb2312 or gbk use characters beyond them.
    return ("gb18030",) if declared in {"gb2312", "gbk", "gb_2312-80", "x-gbk"} else (declared,)


def _wide(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark: every line break and figure has a zero byte."""
    if b"\x00" not in data or len(data) % 2:
        return ()
    return ("utf-16-le",) if data[1::2].count(0) > data[0::2].count(0) else ("utf-16-be",)


def _looks_written(text: str) -> bool:
    chinese = [character for character in text if "\u4e00" <= character <= "\u9fff"]
    controls = len(_CONTROL.findall(text))
    if controls > _UNREADABLE_SHARE * len(text):
        return False
    private = sum("\ue000" <= character <= "\uf8ff" for character in text)
    if private > 0.05 * len(text):
        return False
    common = sum(_is_common(character) for character in chinese)
    return len(chinese) < 8 or common >= _COMMON_SHARE * len(chinese)


def _is_common(character: str) -> bool:
    simplified = character.encode("gb2312", errors="ignore")
    traditional = character.encode("big5", errors="ignore")
    return (len(simplified) == 2 and 0xB0 <= simplified[0] <= 0xD7) or (
        len(traditional) == 2 and 0xA4 <= traditional[0] <= 0xC6
    )
