"""`reportbot eval`: answers a question file and scores each answer against what was read.

A line of the file is `{"id", "lang", "type", "question", "expect"}`, or a dialogue,
`{"id", "lang", "turns": [{"question", "expect"}, ...]}`, whose turns are each asked as
a follow-up of the one before. `expect` has `status`; for a refusal `slot`; for an answer
`report` (a prefix of its name), `section` (labels of the path) and `value`, and where they
apply `also`, further values that must be stated, and `rows`, one value a report.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from bot.conversation import Conversation
from bot.render import source
from index import Library
from index.errors import ReportbotError
from index.models import Answer, Finding, Value

Half = Literal["tuning", "reporting"]
HALVES: tuple[Half, ...] = ("tuning", "reporting")
# Normal quantile of a 95 % interval.
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Scored:
    """One question with what became of it.

    `right`: answered with what was expected, or refused. `named` tells of a refusal
    whether it names the slot that failed. `wrong`: a figure stated that is not the one.
    """

    identity: str
    kind: str
    language: str
    question: str
    answerable: bool
    sweep: bool
    right: bool
    named: bool
    wrong: bool
    got: str
    wanted: str


def evaluate(library: Library, file: Path, half: Half | None = None) -> str:
    """The scores of a question file, or of one half of it, and every miss, as text for people.

    Rows at odd positions of a file are the half that rules may be tuned on, those
    at even positions the half that is reported.
    """
    rows = _rows(file)
    if half is not None:
        rows = rows[HALVES.index(half) :: 2]
    scored = [s for row in rows for s in _asked(library, row)]
    title = f"{file.name}, {half} half" if half else file.name
    return "\n".join([f"{title}: {len(scored)} questions", *_scores(scored), *_misses(scored)])


def _scores(scored: list[Scored]) -> Iterator[str]:
    answerable = [s for s in scored if s.answerable]
    refusable = [s for s in scored if not s.answerable]
    english = ("en", "mixed")
    yield _line("answered right", [s.right for s in answerable])
    yield _line("  Chinese", [s.right for s in answerable if s.language not in english])
    yield _line("  English and mixed", [s.right for s in answerable if s.language in english])
    yield _line("refused right", [s.right for s in refusable])
    yield _line("  naming the right slot", [s.named for s in refusable if s.right])
    yield _line("wrong figure stated", [s.wrong for s in scored])
    yield _line("sweeps", [s.right for s in scored if s.sweep])
    for title, key in (("type", "kind"), ("language", "language")):
        groups: dict[str, list[bool]] = defaultdict(list)
        for s in scored:
            groups[getattr(s, key)].append(s.right)
        for name in sorted(groups):
            yield _line(f"{title} {name}", groups[name])


def _misses(scored: list[Scored]) -> Iterator[str]:
    for s in scored:
        if not (s.right and s.named):
            yield f"miss {s.identity} {s.question}\n  got    {s.got}\n  wanted {s.wanted}"


def _rows(file: Path) -> list[Mapping[str, Any]]:
    try:
        lines = file.read_text("utf-8-sig").split("\n")
        rows = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise ReportbotError(f"{file} 无法读取：{error}。") from error
    for number, row in enumerate(rows, 1):
        for turn in _turns(row):
            if not {"question", "expect"} <= set(turn):
                raise ReportbotError(f"{file} 第{number}题缺 question 或 expect。")
    return rows


def _turns(row: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """The questions of a row: those of a dialogue, else the one it is."""
    turns: Iterable[Mapping[str, Any]] = row.get("turns", (row,))
    return turns


def _asked(library: Library, row: Mapping[str, Any]) -> Iterator[Scored]:
    conversation = Conversation(library)
    for number, turn in enumerate(_turns(row), 1):
        answer = conversation.reply("", turn["question"])
        shared = {"id": row.get("id", ""), "type": row.get("type", ""), "lang": row.get("lang", "")}
        if "turns" in row:
            shared |= {"id": f"{shared['id']}/{number}", "type": "dialogue"}
        yield _score(answer, {**shared, **turn})


def _score(answer: Answer, row: Mapping[str, Any]) -> Scored:
    expect = row["expect"]
    answerable = expect["status"] == "answered"
    right = _right(answer, expect) if answerable else answer.status != "answered"
    return Scored(
        identity=str(row["id"]),
        kind=str(row["type"]),
        language=str(row["lang"]),
        question=str(row["question"]),
        answerable=answerable,
        sweep="rows" in expect,
        right=right,
        named=answerable or _names_slot(answer, expect),
        wrong=not right and _states_wrong_figure(answer, expect),
        got=_got(answer),
        wanted=json.dumps(expect, ensure_ascii=False),
    )


def _right(answer: Answer, expect: Mapping[str, Any]) -> bool:
    if answer.status != "answered":
        return False
    if rows := expect.get("rows"):
        return (
            all(_has_row(answer, row) for row in rows)
            and answer.coverage.stating == len(rows)
            and _totals(answer, rows, expect)
        )
    return (_fits(answer.findings[0], expect) or _lists(answer, expect)) and all(
        any(_fits(each, also) for found in answer.findings for each in _with_beside(found))
        for also in expect.get("also", ())
    )


def _lists(answer: Answer, expect: Mapping[str, Any]) -> bool:
    """Whether what is to be listed is stated one finding each, as 各多少 may be answered."""
    wanted = (expect.get("value") or {}).get("items_count")
    return len(answer.findings) == wanted and all(
        _is_figure(found.value) and _fits(found, {**expect, "value": None})
        for found in answer.findings
    )


def _with_beside(found: Finding) -> Iterator[Finding]:
    """The finding, and once more for each value that is shown beside its own."""
    yield found
    for value in found.beside:
        yield replace(found, value=value)


def _fits(found: Finding, expected: Mapping[str, Any]) -> bool:
    """Whether a finding states the expected value, in the expected report and section."""
    return (
        found.report.startswith(expected.get("report") or "")
        and in_section(found, expected.get("section"))
        and states(found.value, found.quote, expected.get("value"))
    )


def _names_slot(answer: Answer, expect: Mapping[str, Any]) -> bool:
    wanted = expect.get("slot")
    return answer.status == expect["status"] and (
        wanted is None or (answer.missing is not None and answer.missing.slot == wanted)
    )


def _states_wrong_figure(answer: Answer, expect: Mapping[str, Any]) -> bool:
    """Whether a figure stands first that is not the one; of a sweep, in any report's place."""
    firsts = answer.findings[:1]
    rows = expect.get("rows")
    if rows:
        by_report = {found.report: found for found in reversed(answer.findings)}
        firsts = tuple(by_report.values())
    expected = rows or (expect, *expect.get("also", ())) if expect["status"] == "answered" else ()
    return any(
        _is_figure(found.value) and not any(_fits(found, each) for each in expected)
        for found in firsts
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
        return wanted["name"] in quote or (value is not None and wanted["name"] in value.text)
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
    return f"{answer.text} | “{best.quote}” | {source(best)}"


def _line(name: str, outcomes: list[bool]) -> str:
    hits, count = sum(outcomes), len(outcomes)
    if not count:
        return f"  {name:<24} -"
    low, high = wilson(hits, count)
    return (
        f"  {name:<24} {hits / count:6.1%}  {hits}/{count}  [{max(low, 0):.1%}, {min(high, 1):.1%}]"
    )


def wilson(hits: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927, score interval without continuity correction)."""
    share, square = hits / count, _Z * _Z
    centre = share + square / (2 * count)
    spread = _Z * math.sqrt(share * (1 - share) / count + square / (4 * count * count))
    return (centre - spread) / (1 + square / count), (centre + spread) / (1 + square / count)
