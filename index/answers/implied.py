"""What a figure says by itself: that people took part, that money was spent, what is counted in 件."""

from __future__ import annotations

import re

from index.figures import unit_class
from index.fold import fold
from index.models import Concept, Figure
from index.questions.units import telling_units, units_of_noun

# What 人次 says by itself, and 人 of a meeting.
_GATHERING = re.compile(
    r"(?:召开|举办|举行|组织|开展)[^，,。；;]{0,40}(?:会|班|课|讲座|培训|竞赛|比赛|演练|活动)"
)
_ATTENDING = frozenset(["参加", "参与", "出席", "到场", "听课", "受众", "接受"])
# What a sum of costs says by itself.
_COSTS = re.compile(r"费|投入|支出|投资|经费|资金|安排|拨付")
_SPENDING = frozenset(["支出", "花费", "投入", "花"])


def implied_deeds(figure: Figure, clause: str, sentence: str) -> frozenset[str]:
    """The words for deeds that the figure says by itself, in its folded clause and sentence."""
    own = unit_class(figure.unit)
    gathered = own == unit_class("人") and not figure.verb and _GATHERING.search(sentence)
    if own == unit_class("人次") or gathered:
        return _ATTENDING
    if figure.kind == "money" and _COSTS.search(clause):
        return _SPENDING
    return frozenset()


def implies_noun(figure: Figure, concept: Concept) -> bool:
    """Whether the unit says the noun: 查处7起 for 案件, but 230家机构 are no schools."""
    if figure.unit not in telling_units(concept.words):
        return False
    named = units_of_noun(fold(figure.thing or "").text)
    return not named or named in map(units_of_noun, concept.words)
