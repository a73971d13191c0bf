"""What is said before a figure for it: the lead of its paragraph, and what its clause leaves out."""

from __future__ import annotations

import re

from index.figures import unit_class
from index.models import Figure
from index.questions.units import classes_of_units, units_of_noun
from index.questions.words import is_verb
from index.snapshot import HeldReport

# 二是治理校外培训。查处机构47家: the items of a paragraph name their topics.
_ITEM = re.compile(r"(?<=[。；;：:])[一二三四五六七八九十]是")
_LEAD_LENGTH = 60
# What is no name of a thing: 截止年末实有30157户 goes on with what was counted before.
_NO_THING = re.compile(r"^(截[至止]|年[末底]|目前|现|实|累计|共)")


def is_bare(figure: Figure, clause: str) -> bool:
    """Whether the clause leaves out what is counted, because it was said before."""
    thing = figure.thing
    if not thing or thing not in clause or is_verb(thing) or _NO_THING.match(thing):
        return True
    # 县直学校聘任11名 counts no schools.
    units = units_of_noun(thing)
    counted_otherwise = bool(units) and unit_class(figure.unit) not in classes_of_units(units)
    # 其中省级3所、市级5所 are parts of what the clause before has counted.
    return counted_otherwise or clause.startswith("其中")


def lead_of(held: HeldReport, section: int, figure: Figure) -> str:
    """The first clause of a paragraph or item, which often names its topic once for all."""
    start = max(held.sections[section].body, held.report.text.rfind("\n", 0, figure.start) + 1)
    for item in _ITEM.finditer(held.report.text, start, figure.start):
        start = item.start()
    text = held.text.between(start, min(figure.start, start + _LEAD_LENGTH))
    return re.split(r"[，,。；;]", text)[0]
