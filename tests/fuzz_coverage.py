"""A coverage-guided fuzz target for the structure parser and the figure extractor (atheris).

    make fuzz-coverage                     needs the extra [audit]
    python -m tests.fuzz_coverage -max_total_time=600 [FOLDER OF INPUTS]

Whatever the bytes are, a text must be analysed without an error, in bounded time, and what is
found in it must stand where it is said to.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["index"]):
    from index.figures import find_figures
    from index.structure import find_sections, make_passages, split_sentences

_LONGEST = 4000  # characters


def test_one(data: bytes) -> None:
    """AssertionError where something stands elsewhere than it is said to."""
    text = data.decode("utf-8", "ignore")[:_LONGEST]
    sections = find_sections(text)
    for number, start, end in make_passages(text, sections):
        assert sections[number].start <= start < end <= sections[number].end <= len(text)
    for figure in find_figures(text, split_sentences(text, 0, len(text))):
        assert text[figure.start : figure.end] == figure.text
        assert figure.sentence_start <= figure.clause_start <= figure.start
        assert figure.end <= figure.clause_end <= figure.sentence_end <= len(text)


if __name__ == "__main__":
    atheris.Setup(sys.argv, test_one)
    atheris.Fuzz()
