"""CMRC 2018 (Cui et al., 2019): questions on encyclopedia texts, answered by spans of them.

The data is under CC BY-SA 4.0 and no part of this project. A folder of it holds,
as JSON lines, `documents.jsonl` ({"id", "title", "text"}), `questions.jsonl`
({"q", "gold_doc", "answers"}) and `short_answers.jsonl` (the same with "type").
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.structure import split_sentences

DATA = Path("../shared/data/cmrc2018")
# Characters of a passage, unless its first sentence alone is longer.
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its title, cut into passages, each a [start, end) of it."""

    title: str
    text: str
    passages: tuple[tuple[int, int], ...]

    def holding(self, answers: tuple[str, ...]) -> tuple[int, ...]:
        """The numbers of the passages that hold one of the answers."""
        return tuple(
            number
            for number, (start, end) in enumerate(self.passages)
            if any(answer in self.text[start:end] for answer in answers)
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the document that answers it, and the answers that count as right.

    `kind` is "number", "date", "person" or "place" for short answers, else None.
    """

    text: str
    document: str
    answers: tuple[str, ...]
    kind: str | None


def documents(folder: Path) -> Mapping[str, Document]:
    """All documents by their id; OSError."""
    return {
        row["id"]: Document(row["title"], row["text"], cut(row["text"]))
        for row in _rows(folder / "documents.jsonl")
    }


def questions(folder: Path) -> tuple[Asked, ...]:
    """All questions in the order of the data; OSError."""
    return tuple(map(_asked, _rows(folder / "questions.jsonl")))


def short_answers(folder: Path) -> tuple[Asked, ...]:
    """The questions with a short answer, in the order of the data; OSError."""
    return tuple(map(_asked, _rows(folder / "short_answers.jsonl")))


def cut(text: str) -> tuple[tuple[int, int], ...]:
    """Passages of whole sentences of at most `LONGEST` characters, longer sentences by themselves."""
    spans: list[tuple[int, int]] = []
    for start, end in split_sentences(text, 0, len(text)):
        if spans and end - spans[-1][0] <= LONGEST:
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
    return tuple(spans)


def normal(answer: str) -> str:
    """An answer as the evaluation of CMRC compares it: lower case, without blanks and punctuation."""
    return "".join(
        character
        for character in answer.lower()
        if not character.isspace() and unicodedata.category(character)[0] not in "PS"
    )


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _asked(row: Mapping[str, Any]) -> Asked:
    return Asked(row["q"], row["gold_doc"], tuple(row["answers"]), row.get("type"))
