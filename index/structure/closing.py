"""Where a report takes its leave: 总之…, 特此报告, signature and date belong to no section."""

from __future__ import annotations

import re

from index.structure.lines import SPACES

_LONGEST_SIGNATURE = 40
_PARAGRAPH = re.compile("\n|(?<=[。！？!?])[ \t\u3000\u00a0]+(?=\\S)")
_CUE = re.compile(r"总之|综上|总的来[说看]|特此报告|专此报告|以上报告|以上是")
_PUNCTUATION = re.compile(r"[。，；！？,;!?、|]")
# A body's name, a date in digits or Chinese numerals or what is left of one
# (20251月20日), both in one line; attachments and whom to call.
_ORGAN = r".*(?:[局委会厅院府室处办部]|中心)(?:[(（]\S*[)）])?"
_DATE = r"[\d〇○零一二三四五六七八九十]+\s*[年月].*日?|[\d./\s-]+日?"
_SIGNATURE = re.compile(rf"{_ORGAN}|(?:{_ORGAN}\s+)?(?:{_DATE})|附件.*")
_CONTACT = re.compile(r"[(（]?(?:联系人|联系电话|联系方式|附件)\s*\d*[:：].*")


def closing_start(text: str, after: int) -> int:
    """The offset behind `after` where the closing begins: the end of the text if there is none.

    `after` is where the text of the last heading begins: that paragraph is never the closing.
    """
    starts = [after, *(match.end() for match in _PARAGRAPH.finditer(text, after))]
    blocks = [
        (start, end)
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
        if text[start:end].strip(SPACES + "\n")
    ]
    closing = len(text)
    if not blocks:
        return closing
    while len(blocks) > 1 and _is_signature(text, *blocks[-1]):
        closing = blocks.pop()[0]
    # Below a heading that stands alone the next paragraph is its text, whatever it says.
    own = 1 if "。" in text[slice(*blocks[0])].rstrip("。\n" + SPACES) else 2
    for start, end in blocks[own:][-2:]:
        if _CUE.match(text[start:end].lstrip(SPACES)):
            return start
    return closing


def _is_signature(text: str, start: int, end: int) -> bool:
    words = text[start:end].strip(SPACES + "\n")
    if len(words) > _LONGEST_SIGNATURE:
        return False
    if _CONTACT.fullmatch(words):
        return True
    return not _PUNCTUATION.search(words) and _SIGNATURE.fullmatch(words) is not None
