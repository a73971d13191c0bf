"""Questions that nothing can be looked up for, each with a sentence that says what to ask instead."""

from __future__ import annotations

import re

from index.models import Question

# Scripts of other languages: kana, Hangul, Cyrillic, Arabic, Thai, Greek, Devanagari.
_OTHER_SCRIPT = re.compile(r"[぀-ヿ가-힯Ѐ-ӿ؀-ۿ฀-๿Ͱ-Ͽऀ-ॿ]")
_LETTER = re.compile(r"[^\W\d_]")
_EXAMPLE = "全县有多少所学校聘请了法治副校长？"
_EXAMPLE_ENGLISH = "how many schools hired legal vice-principals?"


def unclear(question: Question) -> str | None:
    """What to say to a question without anything to look for; None where there is something."""
    english = question.language == "en"
    letters = _LETTER.findall(question.text)
    if not letters and not any(c.isdigit() for c in question.text):
        return f"请输入问题，例如：{_EXAMPLE}"
    if len(_OTHER_SCRIPT.findall(question.text)) * 2 > len(letters):
        return (
            f"请用中文或英文提问。Please ask in Chinese or English, for example: {_EXAMPLE_ENGLISH}"
        )
    if question.asks_something:
        return None
    if question.slots.places or question.slots.years or question.slots.issuer:
        return (
            f"Please say what you want to know of it, for example: {_EXAMPLE_ENGLISH}"
            if english
            else f"请说明想查什么，例如：{_EXAMPLE}"
        )
    return (
        f"Please ask about something the reports may state, for example: {_EXAMPLE_ENGLISH}"
        if english
        else f"请问得具体一些，例如：{_EXAMPLE}"
    )
