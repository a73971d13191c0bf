"""A web page saved with all it shows in one file (.mht): its page is read, the rest is not."""

from __future__ import annotations

import email
import email.policy
import re

from index.errors import ReadingError
from index.reading.encoding import Decoded, decode

_HEAD = re.compile(rb"\A\s*(?:From:[^\n]*\n|MIME-Version:|Content-Type:\s*multipart/related)", re.I)


def is_mht(data: bytes) -> bool:
    """Whether the bytes begin as those of a saved web page do."""
    return bool(_HEAD.match(data)) and b"multipart/related" in data[:4096].lower()


def page_of(name: str, data: bytes) -> Decoded:
    """The HTML of the page that was saved. ReadingError where there is none."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() != "text/html":
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content.strip():
            continue
        charset = part.get_content_charset()
        if charset and b"charset" not in content[:2048].lower():
            content = f'<meta charset="{charset}">'.encode("ascii", "ignore") + content
        return decode(name, content)
    raise ReadingError(
        name, "单个文件网页（.mht）里没有找到网页正文；请重新保存网页，或另存为 .html 后再上传。"
    )
