"""Levels before and after a change: 由90天压缩至20天 states 90 that was and 20 that is.

Both are told apart by their verb: the level before has the change alone (压缩), the level
reached has it with what leads there (压缩至).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_CHANGING = (
    r"增长|增加|增多|减少|下降|提高|提升|上升|降低|下滑|压减|压缩|缩短|缩减|上涨|回落|提速|精简|调整|扩展|扩大|扩充|拓展|"
    r"延长|放宽|优化|下调|上调|增|减|升|降"
)
# A level reached by a change, and what it was before.
_REACHED = re.compile(rf"(?:{_CHANGING})(?:到|至|为|成)(?=了?$)")
_FORMER = re.compile(
    r"(?:由|从)(?:原来|原先|原有|之前|此前|上年度?|去年|年初|年末|法定|往年|最初|\t+)?(?:同期)?的?(?:每[人月年天户]){0,2}$"
)
_CHANGES_TO = re.compile(rf"[^,，。;；]{{0,4}}?(?P<verb>{_CHANGING})(?:了)?(?:到|至|为|成|$)")


class Level(NamedTuple):
    """The verb of a level, and where the words end in which its thing stands."""

    verb: str
    end: int


def level_reached(left: str) -> Level | None:
    """The change at the end of the words before a number: 时限压缩至."""
    found = _REACHED.search(left)
    return Level(found[0], found.start()) if found else None


def level_before(left: str, right: str) -> Level | None:
    """The change that follows a number which the words before open with 由: 时限由…压缩至."""
    former, change = _FORMER.search(left), _CHANGES_TO.match(right)
    return Level(change["verb"], former.start()) if former and change else None


def is_reaching(verb: str) -> bool:
    """Whether a verb is that of a level reached."""
    return bool(_REACHED.fullmatch(verb))
