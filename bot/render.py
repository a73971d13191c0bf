"""An answer as plain text for the terminal, and as the JSON that programs read."""

from __future__ import annotations

from typing import Any

from index.models import Answer, Finding, Language, Value

_LABELS = {
    "zh": {
        "source": "出处",
        "related": "相关段落（供参考，不是答案）",
        "more": "另有{n}条，--json 可看全部",
    },
    "en": {
        "source": "Source",
        "related": "Related passages (reading, not the answer)",
        "more": "{n} more with --json",
    },
}
_MOST_SHOWN = 12


def as_text(answer: Answer) -> str:
    """What a person reads: the line, then each quote with its source."""
    labels = _LABELS[answer.language]
    lines = [answer.text]
    shown = answer.findings[:_MOST_SHOWN]
    for found in shown:
        lines += [
            "",
            *_finding_lines(found, labels["source"], len(answer.findings) > 1, answer.language),
        ]
    if len(answer.findings) > len(shown):
        lines += ["", labels["more"].format(n=len(answer.findings) - len(shown))]
    if answer.related:
        lines += ["", labels["related"]]
        for found in answer.related:
            lines += [f"  “{found.quote}”", f"  {labels['source']}：{source(found)}"]
    return "\n".join(lines)


def _finding_lines(found: Finding, label: str, several: bool, language: Language) -> list[str]:
    lines = []
    if several and found.value is not None:
        lines.append(f"  {found.value.in_words(language)}")
    return [*lines, f"  “{found.quote}”", f"  {label}：{source(found)}"]


def coverage_line(answer: Answer) -> str:
    """How many reports were asked and how many state something."""
    in_scope, stating = answer.coverage.in_scope, answer.coverage.stating
    if answer.language == "en":
        return f"{stating} of {in_scope} reports state it"
    return f"{in_scope}份报告中{stating}份载明"


def source(found: Finding) -> str:
    """Where a finding stands: title (file) › headings › page."""
    title = found.title if found.title == found.report else f"{found.title}（{found.report}）"
    return " › ".join((title, *found.section, *page_of(found)))


def page_of(found: Finding) -> tuple[str, ...]:
    """The page of a finding in words, nothing where its format has no pages."""
    return (f"第{found.page}页",) if found.page else ()


def as_json(answer: Answer, identity: str, elapsed_ms: float | None) -> dict[str, Any]:
    """The object that `ask --json` prints; fields may be added, never renamed."""
    missing = answer.missing
    return {
        "id": identity,
        "question": answer.question,
        "status": answer.status,
        "answer": answer.text,
        "findings": [_finding_json(found) for found in answer.findings],
        "coverage": {
            "in_scope": answer.coverage.in_scope,
            "stating": answer.coverage.stating,
        },
        "missing": missing
        and {"slot": missing.slot, "asked": missing.asked, "held": list(missing.held)},
        "related": [_finding_json(found) for found in answer.related],
        "did_you_mean": answer.meant,
        "elapsed_ms": elapsed_ms,
    }


def _finding_json(found: Finding) -> dict[str, Any]:
    return {
        "report": found.report,
        "title": found.title,
        "issuer": found.issuer,
        "place": found.place,
        "year": found.year,
        "section": list(found.section),
        "page": found.page,
        "quote": found.quote,
        "start": found.start,
        "end": found.end,
        "value": found.value and _value_json(found.value),
        "beside": [{**_value_json(value), "label": value.label} for value in found.beside],
    }


def _value_json(value: Value) -> dict[str, Any]:
    if value.date is not None:
        return {"text": value.text, "date": value.date}
    if value.yes is not None:
        return {"text": value.text, "yes": value.yes}
    if value.name is not None:
        return {"text": value.text, "name": value.name}
    if value.items:
        return {"text": value.text, "items": list(value.items)}
    return {
        "text": value.text,
        "number": value.number,
        "unit": value.unit,
        "qualifier": value.qualifier,
    }
