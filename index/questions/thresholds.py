"""Questions for those of which a figure reaches a bound: 哪些地方的聘请率达到100%."""

from __future__ import annotations

import re

from index.models import Bound, Threshold

_BODIES = r"哪(?:些|几个|几家|个|家)(?:单位|部门|局|地方|地区|县区|区县|县市|市县|县|区|市|乡镇|镇|街道)的?"
# What is said before the number, with what it asks of the figure.
_SAID: tuple[tuple[str, Bound], ...] = (
    ("没有达到|没达到|未达到|没到|未达|达不到|不到|不足|低于|少于|小于", "below"),
    ("不低于|不少于|不小于|至少有?|达到了?|达", "at least"),
    ("不超过|不高于|不多于|不大于|至多有?", "at most"),
    ("超过了?|高于|大于|多于|突破了?|超", "above"),
    ("等于|正好是|就是|是|为", "exactly"),
)
# What is said behind it, also of 在50名以上.
_AFTER: dict[str, Bound] = {
    "以上": "at least",
    "及以上": "at least",
    "以下": "at most",
    "以内": "at most",
}
_WORDS = "|".join(words for words, _ in _SAID)
_ASKED = re.compile(
    rf"{_BODIES}(?P<what>[^,，。;；?？]{{2,24}}?)(?P<said>{_WORDS}|在)"
    rf"(?P<number>\d+(?:\.\d+)?)(?P<unit>%|[万亿]?[一-鿿]{{0,2}}?)(?P<after>及?以上|以下|以内)?的?(?:有哪些)?\s*[?？。]?$"
)


def find_threshold(folded: str) -> tuple[Threshold, str] | None:
    """The bound that a folded question sets, and the question for the figure of each; None without."""
    found = _ASKED.search(folded)
    if found is None or not found["unit"]:
        return None
    before, number, unit, after = found.group("said", "number", "unit", "after")
    bound = _AFTER.get(after) or next(
        (bound for words, bound in _SAID if re.fullmatch(words, before)), None
    )
    if bound is None:
        return None
    cue = "是多少" if unit == "%" else f"多少{unit.lstrip('万亿') or unit}"
    said = f"{before}{number}{unit}{after or ''}"
    of_each = f"{folded[: found.start()]}各地{found['what']}{cue}"
    return Threshold(bound, float(number), unit, said), of_each
