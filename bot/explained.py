"""`reportbot ask --explain`: how an answer came about, as text for people."""

from __future__ import annotations

from collections.abc import Iterable

from bot.render import source
from index.models import Evidence, Explanation, Question

_MOST_EVIDENCE = 5
_LONGEST = 60


def as_explanation(explained: Explanation) -> str:
    """The parsed question, the terms, the passages, the candidates, and the answer they led to."""
    lines = [f"question: {explained.question.text}", *_question(explained.question)]
    lines.append(f"reports in scope: {len(explained.scope)}")
    lines.append("terms (passages that hold them): " + _row(explained.terms))
    lines.append("passages, by BM25 score:")
    for report, path, text, score in explained.hits:
        lines.append(f"  {score:6.2f}  {report} › {' › '.join(path)}: {_short(text)}")
    lines.append("candidates, by report and confidence:")
    seen: dict[str, int] = {}
    for evidence in explained.evidence:
        report = evidence.finding.report
        seen[report] = seen.get(report, 0) + 1
        if seen[report] <= _MOST_EVIDENCE:
            lines += _candidate(evidence)
    lines.append(f"{explained.answer.status}: {explained.answer.text}")
    return "\n".join(lines)


def _question(question: Question) -> list[str]:
    slots = question.slots
    named = {
        "places": "、".join(slots.places),
        "years": "、".join(map(str, slots.years)),
        "issuer": slots.issuer,
        "operation": question.operation,
        "units": "、".join(question.units),
    }
    lines = [f"  kind: {question.kind}"]
    lines += [f"  {name}: {value}" for name, value in named.items() if value]
    for concept in question.concepts:
        words = "、".join(concept.words) or "(no translation)"
        close = f"; close: {'、'.join(concept.synonyms)}" if concept.synonyms else ""
        focus = " [asked for]" if concept.focus else ""
        lines.append(f"  concept {concept.text}{focus}: {words}{close}")
    return lines


def _candidate(evidence: Evidence) -> list[str]:
    found = evidence.finding
    value = found.value.text if found.value else _short(found.quote)
    features = _row((name, round(x, 2)) for name, x in sorted(evidence.features.items()) if x)
    return [
        f"  {found.confidence:.2f}  {value}  {source(found)}",
        f"        {_short(found.quote)}",
        f"        score {evidence.score:.2f}: {features}",
    ]


def _row(pairs: Iterable[tuple[str, object]]) -> str:
    return ", ".join(f"{name} {value}" for name, value in pairs)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"
