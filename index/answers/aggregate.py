"""What is done with the values of several reports: ranked, compared, followed over years, added up.

Every report in scope was read before this; each value used is shown with its report.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from decimal import Decimal

from index.answers import wording
from index.figures import unit_class, unit_scale
from index.models import Bound, Coverage, Finding, Question, Threshold


def aggregate(
    question: Question, findings: tuple[Finding, ...], coverage: Coverage
) -> tuple[tuple[Finding, ...], str]:
    """The findings in the order the question wants them, and the line that is read first."""
    firsts = _first_of_each(findings)
    numbered = [f for f in firsts if f.value is not None and f.value.number is not None]
    if question.threshold and coverage.in_scope > 1:
        return _reaching(question, question.threshold, numbered, findings, coverage)
    if question.operation in ("rank", "total") and not question.slots.years:
        numbered = _latest_of_each(numbered)
    if question.operation and len(numbered) > 1 and _one_unit(numbered):
        if question.operation == "rank" or question.operation == "compare":
            lowest = any(
                word in question.text
                for word in ("最少", "最低", "最小", "least", "lowest", "fewest")
            )
            ranked = sorted(
                numbered, key=lambda f: (_number(f) if lowest else -_number(f), f.report)
            )
            return _led_by(ranked, findings), wording.ranked(question, ranked, coverage, lowest)
        if question.operation == "trend":
            by_year = sorted(numbered, key=lambda f: (f.body[0] or "", f.year or 0, f.report))
            return _led_by(by_year, findings), wording.by_year(question, by_year, coverage)
        if question.operation == "total" and len(scales := _scales(numbered)) == 1:
            total = sum((_number(f) for f in numbered), Decimal(0)) / scales.pop()
            return _led_by(numbered, findings), wording.total(question, numbered, total, coverage)
    return findings, wording.answered(question, findings, coverage)


def _reaching(
    question: Question,
    threshold: Threshold,
    numbered: Sequence[Finding],
    findings: tuple[Finding, ...],
    coverage: Coverage,
) -> tuple[tuple[Finding, ...], str]:
    """Those whose number reaches the threshold; all of them where none does."""
    asked = unit_class(threshold.unit)
    alike = [f for f in numbered if f.value and unit_class(f.value.unit or "") == asked]
    if not alike:
        return findings, wording.answered(question, findings, coverage)
    bound = Decimal(str(threshold.number)) * unit_scale(threshold.unit)
    reaching = [f for f in alike if _HOLDS[threshold.bound](_number(f), bound)]
    chosen = tuple(reaching or alike)
    return chosen, wording.reaching(question, threshold, chosen, len(reaching), coverage)


_HOLDS: dict[Bound, Callable[[Decimal, Decimal], bool]] = {
    "at least": operator.ge,
    "at most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
    "exactly": operator.eq,
}


def _first_of_each(findings: Sequence[Finding]) -> list[Finding]:
    seen: dict[str, Finding] = {}
    for found in findings:
        seen.setdefault(found.report, found)
    return list(seen.values())


def _latest_of_each(findings: Sequence[Finding]) -> list[Finding]:
    """One finding a body, of its latest report: years of one body are not added to each other."""
    latest: dict[tuple[str | None, str | None], Finding] = {}
    for found in findings:
        if found.body not in latest or (found.year or 0) > (latest[found.body].year or 0):
            latest[found.body] = found
    return list(latest.values())


def _one_unit(findings: Sequence[Finding]) -> bool:
    """Whether all values are of one class: 46名 and 28人, 2.4万元 and 8600元, not 5元 and 5美元."""
    units = [found.value.unit or "" for found in findings if found.value]
    money = {unit.lstrip("百千万亿") for unit in units if unit_class(unit) == unit_class("元")}
    return len({unit_class(unit) for unit in units}) == 1 and len(money) < 2


def _scales(findings: Sequence[Finding]) -> set[int]:
    """The scales of the units: 2.4万元 and 8600元 are compared, but not added up."""
    return {unit_scale(found.value.unit or "") for found in findings if found.value}


def _number(found: Finding) -> Decimal:
    """The number of a finding in units of one: 24000 for 2.4万元."""
    value = found.value
    if value is None or value.number is None:
        return Decimal(0)
    return Decimal(str(value.number)) * unit_scale(value.unit or "")


def _led_by(leaders: Sequence[Finding], findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return (*leaders, *(found for found in findings if found not in leaders))
