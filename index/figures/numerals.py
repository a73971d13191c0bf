"""Reading numbers: digits and Chinese numerals, as reports write them."""

from __future__ import annotations

import re

from index.fold import fold_characters

DIGITS = "〇零○一二两三四五六七八九"
_VALUES = {"〇": 0, "零": 0, "○": 0, "两": 2} | {
    c: n for n, c in enumerate("一二三四五六七八九", 1)
}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10_000, "亿": 100_000_000}

_ARABIC = re.compile(
    r"(\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?([百千]?[万亿]{0,2}|[百千])"
)


def parse_number(text: str) -> int | float | None:
    """The value of `text`, or None when it is no number as a whole.

    Knows digits of either width with thousands separators and decimals
    (4,402; 1 746; ３．５万), Chinese numerals (二十九, 一百零五, 两千三, 三点五亿) and digits
    read one by one (二〇二四). A full-width comma separates nothing: 3，500 is
    None, because a list may be meant.
    """
    text = fold_characters(text).strip()
    match = _ARABIC.fullmatch(text)
    if match:
        digits = match[1].replace(",", "").replace(" ", "")
        value: int | float = float(digits) if "." in digits else int(digits)
        for character in match[2]:
            value = _scaled(value, _PLACES.get(character) or _SCALES[character])
        return value
    return _parse_chinese(text)


def _scaled(value: int | float, factor: int) -> int | float:
    """`value` times `factor` without the dust of binary fractions (1.1万 is 11000)."""
    product = round(value * factor, 6)
    return int(product) if product == int(product) else product


def _parse_chinese(text: str) -> int | float | None:
    if not text or not re.fullmatch(f"[{DIGITS}十百千万亿点]+", text):
        return None
    whole, point, fraction = text.partition("点")
    if point:
        return _parse_decimal(whole, fraction)
    if len(text) > 1 and all(c in _VALUES for c in text):
        return int("".join(str(_VALUES[c]) for c in text))
    return _parse_grouped(text)


def _parse_decimal(whole: str, fraction: str) -> int | float | None:
    """三点五, 三点五万: the fraction is read digit by digit."""
    stem = fraction.rstrip("万亿")
    left = _parse_grouped(whole)
    if left is None or not stem or any(c not in _VALUES for c in stem):
        return None
    value: int | float = float(f"{left}." + "".join(str(_VALUES[c]) for c in stem))
    for character in fraction[len(stem) :]:
        value = _scaled(value, _SCALES[character])
    return value


def _parse_grouped(text: str) -> int | None:
    """A numeral built of 亿, 万 and what is below, in falling order."""
    for scale, factor in (("亿", 100_000_000), ("万", 10_000)):
        head, found, tail = text.partition(scale)
        if found:
            high = _parse_grouped(head) if head else 1
            low = _parse_tail(tail, factor)
            return None if high is None or low is None or low >= factor else high * factor + low
    return _parse_below_myriad(text)


def _parse_tail(text: str, above: int) -> int | None:
    """What follows a place: nothing, a numeral, or one digit of the next place (一万二)."""
    if not text:
        return 0
    if len(text) == 1 and text in _VALUES:
        return _VALUES[text] * (above // 10)
    return _parse_grouped(text)


def _parse_below_myriad(text: str) -> int | None:
    total, above, pending = 0, 10_000, None
    for character in text:
        if character in _PLACES:
            place = _PLACES[character]
            if place >= above or pending == 0:
                return None
            total += (1 if pending is None else pending) * place
            above, pending = place, None
        elif _VALUES[character] == 0:
            if pending is not None:
                return None
            above, pending = min(above, 100), None
            if len(text) == 1:
                return 0
        elif pending is None:
            pending = _VALUES[character]
        else:
            return None
    if pending is None:
        return total
    # 两千三 is 2300, 两千零三 is 2003 and 二十三 is 23.
    short = len(text) > 2 and text[-2] in "百千"
    return total + pending * (above // 10 if short else 1)
