"""How often the figure found in the right passage is the answer, to the letter.

The passage that holds the answer is given, so that only the understanding of the
question, the finding of figures and their scoring are measured. The best figure
counts however unsure it is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.cmrc import DATA, Asked, Document, documents, normal, short_answers
from benchmarks.results import Result, parser, report, share
from index.analysis import analyse
from index.answers.evidence import FIGURE_KINDS, figure_candidates
from index.answers.findings import figure_value
from index.answers.matching import Weights
from index.holdings import Holding, Version
from index.models import Description, Passage, Report
from index.postings.contract import IndexedPassage
from index.postings.embedded import in_memory
from index.questions.parse import parse
from index.snapshot import HeldReport, Snapshot

_GOALS = {"number": 0.6, "date": 0.65}
# The texts are of before that day.
_TODAY = date(2018, 1, 1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question: `stated` is the answer given, None if there was none.

    `cause` says where a wrong one went wrong: "" if right, "form" if no figure
    is written as the answer is, "kind" if the question was not understood to ask
    for a figure, "candidate" if the right figure was none that may answer it,
    "order" if another one was preferred.
    """

    asked: Asked
    stated: str | None
    cause: str


def answer(asked: Asked, title: str, text: str) -> Outcome:
    """Answers a question from one text by the figure that fits it best."""
    snapshot = hold(title, text)
    held = snapshot.reports[title]
    question = parse(asked.text, today=_TODAY)
    passages = [(passage.section, passage.start, passage.end) for passage in held.passages]
    weights = Weights(question, snapshot)
    candidates = [
        figure_value(candidate.figure, held).text
        for candidate in figure_candidates(question, held, passages, weights)
    ]
    right = {normal(answer) for answer in asked.answers}
    stated = candidates[0] if candidates else None
    if stated is not None and normal(stated) in right:
        return Outcome(asked, stated, "")
    if not any(normal(figure.text) in right for figure in held.figures):
        return Outcome(asked, stated, "form")
    if question.kind not in FIGURE_KINDS:
        return Outcome(asked, stated, "kind")
    known = any(normal(candidate) in right for candidate in candidates)
    return Outcome(asked, stated, "order" if known else "candidate")


def hold(title: str, text: str) -> Snapshot:
    """A text as the only report, of that title, as the library would hold it."""
    description = Description(title=title)
    made = analyse(text, description)
    passages = tuple(
        Passage(number, title, passage.section, passage.start, passage.end)
        for number, passage in enumerate(made.passages)
    )
    holding = Holding(
        Version(title, "", "", "", "", 1),
        Report(title, "", "txt", None, text, description),
        made.sections,
        passages,
        made.figures,
    )
    index = in_memory()
    index.add(
        IndexedPassage(number, title, passage.terms) for number, passage in enumerate(made.passages)
    )
    index.commit()
    return Snapshot(1, [HeldReport(holding.version, description, lambda _: holding)], index.view())


def outcomes(folder: Path, whole: bool = False) -> Iterator[Outcome]:
    """Every question for a number or a date, answered from its first passage with an answer.

    With `whole`, from all of its document.
    """
    held = documents(folder)
    for asked in short_answers(folder):
        document = held[asked.document]
        numbers = document.holding(asked.answers)
        if asked.kind in _GOALS and numbers:
            yield answer(asked, document.title, _given(document, numbers[0], whole))


def _given(document: Document, number: int, whole: bool) -> str:
    start, end = (0, len(document.text)) if whole else document.passages[number]
    return document.text[start:end]


def measure(folder: Path, whole: bool = False, misses: bool = False) -> Iterator[Result]:
    """Exact match for numbers and dates; the misses are written to standard error if wanted."""
    found = list(outcomes(folder, whole))
    for kind, goal in _GOALS.items():
        of_kind = [outcome for outcome in found if outcome.asked.kind == kind]
        yield share(f"extraction.{kind}s.exact", (not o.cause for o in of_kind), goal)
        for cause in ("form", "kind", "candidate", "order"):
            yield share(f"extraction.{kind}s.missed.{cause}", (o.cause == cause for o in of_kind))
    if misses:
        for outcome in found:
            if outcome.cause:
                print(
                    outcome.asked.kind,
                    outcome.cause,
                    outcome.asked.text,
                    *outcome.asked.answers,
                    f"stated {outcome.stated}",
                    sep="\t",
                    file=sys.stderr,
                )


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what was measured; the exit status."""
    line = parser("extraction", (__doc__ or "").partition("\n")[0])
    line.add_argument("--data", type=Path, default=DATA, help="the folder of CMRC 2018")
    line.add_argument("--whole", action="store_true", help="answer from the whole document")
    line.add_argument("--misses", action="store_true", help="list the misses on standard error")
    options = line.parse_args(arguments)
    return report(options.json, lambda: measure(options.data, options.whole, options.misses))


if __name__ == "__main__":
    sys.exit(main())
