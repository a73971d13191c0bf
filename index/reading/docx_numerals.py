"""The number formats of Word's automatic numbering, from decimal to 一、甲 and ①."""

from __future__ import annotations

from dataclasses import dataclass

_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Series:
    """A format that counts through fixed signs; beyond the last the decimal number stands."""

    name: str
    signs: str


SERIES = (
    Series("ideographTraditional", "甲乙丙丁戊己庚辛壬癸"),
    Series("ideographZodiac", "子丑寅卯辰巳午未申酉戌亥"),
    Series("decimalEnclosedCircle", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    Series("decimalEnclosedCircleChinese", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    Series("decimalEnclosedParen", "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    Series("decimalEnclosedFullstop", "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    Series("ideographEnclosedCircle", "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
)
COUNTING = frozenset(
    {
        "chineseCounting", "chineseCountingThousand", "japaneseCounting",
        "taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting",
    }
)  # fmt: skip
_LEGAL = frozenset({"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"})
_DIGITAL = frozenset({"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"})


def numeral(number: int, name: str) -> str:
    """`number` in the format of that name (w:numFmt); unknown formats count in decimals.

    >>> numeral(12, "chineseCounting"), numeral(20, "ideographDigital")
    ('十二', '二〇')
    """
    if name in ("none", "bullet"):
        return ""
    if name in COUNTING:
        return chinese(number)
    if name in _LEGAL:
        return _chinese(number, _LEGAL_DIGITS, _LEGAL_UNITS)
    if name in _DIGITAL:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if name in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if name == "upperRoman" else roman.lower()
    if name in ("upperLetter", "lowerLetter") and number > 0:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if name == "upperLetter" else letter.lower()
    if name == "decimalZero":
        return f"{number:02d}"
    if name in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord("０") + int(digit)) for digit in str(number))
    for series in SERIES:
        if series.name == name and 0 < number <= len(series.signs):
            return series.signs[number - 1]
    return str(number)


def chinese(number: int) -> str:
    """A number below ten thousand in Chinese counting: 一, 十二, 二十, 一百零三."""
    text = _chinese(number, "零" + _DIGITS[1:], _UNITS)
    return text[1:] if text.startswith("一十") else text


def _chinese(number: int, digits: str, units: tuple[str, ...]) -> str:
    if not 0 < number < 10_000:
        return digits[0] if number == 0 else str(number)
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + units[place]
            gap = False
        else:
            gap = True
    return text


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text
