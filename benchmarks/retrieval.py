"""How often the passage that answers a question comes first, among the first five, and where.

The passages of all documents are ranked together, each behind the title of its
document, with the terms, the words left out and the ranking that reportbot has.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.cmrc import DATA, documents, questions
from benchmarks.results import Result, parser, report, share
from index.fold import fold
from index.lexicon import stop_words
from index.postings.contract import IndexedPassage
from index.postings.embedded import in_memory
from index.questions.patterns import INTERROGATIVE
from index.snapshot import telling_terms
from index.tokens import tokenize

_FIRST = 10


def question_terms(question: str) -> list[str]:
    """The terms of a question without the words that only ask or link, each once."""
    content = INTERROGATIVE.sub(" ", fold(question).text)
    return sorted({token.term for token in tokenize(content)} - stop_words())


def measure(folder: Path, part: str = "even") -> Iterator[Result]:
    """R@1, R@5 and MRR@10 over the questions whose answer stands in a passage.

    `part` takes every second of them: "odd" the first, third and so on, on which
    parameters were chosen, "even" the others; "all" takes them all.
    """
    held = documents(folder)
    first: dict[str, int] = {}
    passages: list[IndexedPassage] = []
    for identity, document in held.items():
        first[identity] = len(passages)
        title = Counter(token.term for token in tokenize(document.title))
        for start, end in document.passages:
            terms = title + Counter(token.term for token in tokenize(document.text[start:end]))
            passages.append(IndexedPassage(len(passages), identity, terms))
    index = in_memory()
    index.add(passages)
    index.commit()
    view = index.view()
    answerable = [
        (asked, {first[asked.document] + number for number in numbers})
        for asked in questions(folder)
        if (numbers := held[asked.document].holding(asked.answers))
    ]
    chosen = {"odd": answerable[::2], "even": answerable[1::2], "all": answerable}[part]
    ranks = [
        next((rank for rank, hit in enumerate(hits, 1) if hit.passage in gold), None)
        for asked, gold in chosen
        for telling, beside in (telling_terms(question_terms(asked.text), view),)
        for hits in (view.search(telling, k=_FIRST, beside=beside),)
    ]
    yield share("retrieval.r@1", (rank == 1 for rank in ranks), 0.83)
    yield share("retrieval.r@5", (rank is not None and rank <= 5 for rank in ranks), 0.98)
    yield share(f"retrieval.mrr@{_FIRST}", (1 / rank if rank else 0.0 for rank in ranks))


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what was measured; the exit status."""
    line = parser("retrieval", (__doc__ or "").partition("\n")[0])
    line.add_argument("--data", type=Path, default=DATA, help="the folder of CMRC 2018")
    line.add_argument("--part", choices=("even", "odd", "all"), default="even")
    options = line.parse_args(arguments)
    return report(options.json, lambda: measure(options.data, options.part))


if __name__ == "__main__":
    sys.exit(main())
