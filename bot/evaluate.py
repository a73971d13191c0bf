"""`reportbot eval`: answers a question file and scores each answer against what was read.

A line of the file is `{"id", "lang", "type", "question", "expect"}`; `expect` has
`status`, and for an answer `report` (a prefix of its name), `section` (labels of
the path) and `value`, for a refusal `slot`.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.render import source
from index import Library
from index.errors import ReportbotError
from index.models import Answer, Finding, Value

# Normal quantile of a 95 % interval.
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Scored:
    """One question with what became of it; `wrong` tells a wrong figure stated as the answer."""

    identity: str
    kind: str
    language: str
    question: str
    right: bool
    wrong: bool
    answerable: bool
    got: str
    wanted: str


def evaluate(library: Library, file: Path) -> str:
    """The scores of a question file and every miss, as text for people."""
    scored = [_score(library.ask(row["question"]), row) for row in _rows(file)]
    lines = [f"{file.name}: {len(scored)} questions"]
    answerable = [s for s in scored if s.answerable]
    lines.append(_line("answered right", [s.right for s in answerable]))
    lines.append(_line("refused right", [s.right for s in scored if not s.answerable]))
    lines.append(_line("wrong figure stated", [s.wrong for s in scored]))
    for title, key in (("type", "kind"), ("language", "language")):
        groups: dict[str, list[bool]] = defaultdict(list)
        for s in scored:
            groups[getattr(s, key)].append(s.right)
        lines += [_line(f"{title} {name}", groups[name]) for name in sorted(groups)]
    misses = [s for s in scored if not s.right]
    lines += [
        f"miss {s.identity} {s.question}\n  got    {s.got}\n  wanted {s.wanted}" for s in misses
    ]
    return "\n".join(lines)


def _rows(file: Path) -> Iterable[Mapping[str, Any]]:
    try:
        lines = file.read_text("utf-8-sig").split("\n")
        rows = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise ReportbotError(f"{file} 无法读取：{error}。") from error
    for number, row in enumerate(rows, 1):
        if not {"question", "expect"} <= set(row):
            raise ReportbotError(f"{file} 第{number}题缺 question 或 expect。")
    return rows


def _score(answer: Answer, row: Mapping[str, Any]) -> Scored:
    expect = row["expect"]
    answerable = expect["status"] == "answered"
    right = _right(answer, expect)
    states_figure = bool(answer.findings) and _is_figure(answer.findings[0].value)
    return Scored(
        identity=str(row.get("id", "")),
        kind=str(row.get("type", "")),
        language=str(row.get("lang", "")),
        question=str(row["question"]),
        right=right,
        wrong=not right and states_figure,
        answerable=answerable,
        got=_got(answer),
        wanted=json.dumps(expect, ensure_ascii=False),
    )


def _right(answer: Answer, expect: Mapping[str, Any]) -> bool:
    if answer.status != expect["status"]:
        return False
    if answer.status != "answered":
        wanted = expect.get("slot")
        return wanted is None or (answer.missing is not None and answer.missing.slot == wanted)
    if rows := expect.get("rows"):
        return all(_has_row(answer, row) for row in rows) and _totals(answer, rows, expect)
    best = answer.findings[0]
    return (
        best.report.startswith(expect.get("report") or "")
        and in_section(best, expect.get("section"))
        and states(best.value, best.quote, expect.get("value"))
    )


def _has_row(answer: Answer, row: Mapping[str, Any]) -> bool:
    """Whether the first finding of the row's report states its value."""
    found = next((f for f in answer.findings if f.report.startswith(row["report"])), None)
    return found is not None and states(found.value, found.quote, row.get("value"))


def _totals(answer: Answer, rows: list[Any], expect: Mapping[str, Any]) -> bool:
    """Whether a total that is none of the rows stands in the line of the answer."""
    wanted = (expect.get("value") or {}).get("number")
    of_rows = [(row.get("value") or {}).get("number") for row in rows]
    return wanted is None or wanted in of_rows or f"= {wanted:g}" in answer.text


def in_section(found: Finding, labels: list[str] | None) -> bool:
    """Whether the path's headings begin with the labels, level by level."""
    if not labels:
        return True
    path = [_plain(heading) for heading in found.section]
    return len(path) >= len(labels) and all(
        heading.startswith(_plain(label)) for heading, label in zip(path, labels, strict=False)
    )


def _plain(text: str) -> str:
    return text.replace("（", "(").replace("）", ")").replace("．", ".").replace(" ", "")


def states(value: Value | None, quote: str, wanted: Mapping[str, Any] | None) -> bool:
    if not wanted:
        return True
    if "items_count" in wanted:
        return value is not None and len(value.items) == wanted["items_count"]
    if "name" in wanted:
        return wanted["name"] in (value.text if value else quote)
    if value is None:
        return False
    if "yes" in wanted:
        return bool(value.yes == wanted["yes"])
    if "date" in wanted:
        return bool(value.date == wanted["date"])
    number = value.number
    return (
        number is not None
        and math.isclose(number, wanted["number"])
        and ("unit" not in wanted or _plain(value.unit or "") == _plain(wanted["unit"]))
    )


def _is_figure(value: Value | None) -> bool:
    return value is not None and (value.number is not None or value.date is not None)


def _got(answer: Answer) -> str:
    if not answer.findings:
        slot = answer.missing.slot if answer.missing else ""
        return f"{answer.status} {slot}"
    best = answer.findings[0]
    return f"{answer.text} | {source(best)}"


def _line(name: str, outcomes: list[bool]) -> str:
    hits, count = sum(outcomes), len(outcomes)
    if not count:
        return f"  {name:<24} -"
    low, high = wilson(hits, count)
    return f"  {name:<24} {hits / count:6.1%}  {hits}/{count}  [{low:.1%}, {high:.1%}]"


def wilson(hits: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927, score interval without continuity correction)."""
    share, square = hits / count, _Z * _Z
    centre = share + square / (2 * count)
    spread = _Z * math.sqrt(share * (1 - share) / count + square / (4 * count * count))
    return (centre - spread) / (1 + square / count), (centre + spread) / (1 + square / count)
