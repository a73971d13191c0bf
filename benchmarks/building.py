"""What it costs to make an index from text, and how large it is.

The postings are held against jieba cutting the same passages and nothing else, the
whole way from files on disk against itself with two processes.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import jieba

from benchmarks.generated import Generated, reports
from benchmarks.results import Result, parser, report
from benchmarks.updating import on_disk
from index import DATABASE, Library
from index.postings.contract import IndexedPassage
from index.postings.embedded import EmbeddedIndex
from index.tokens import count_terms, segmenter

# The whole way is measured on so many passages at most.
_WHOLE = 20_000
_CHUNK = 100


def measure(passages: int) -> Iterator[Result]:
    """Seconds of the processor for the postings, by the clock for the whole way."""
    folder = Path(tempfile.mkdtemp(prefix="reportbot-building-"))
    try:
        yield from _postings(passages, folder)
        yield from _whole(min(passages, _WHOLE), folder)
    finally:
        shutil.rmtree(folder)


def _postings(passages: int, folder: Path) -> Iterator[Result]:
    jieba.setLogLevel("WARNING")
    plain = jieba.Tokenizer()
    plain.initialize()
    segmenter()
    index = on_disk(folder / "index.db")
    text_bytes = 0
    ours = theirs = 0.0
    number = 0
    collection = reports(passages)
    while chunk := [one for one, _ in zip(collection, range(_CHUNK), strict=False)]:
        texts = [["".join(words) for words in one.passages] for one in chunk]
        text_bytes += sum(len(text.encode()) for own in texts for text in own)
        theirs += _processor(partial(_cut, plain, texts))
        ours += _processor(partial(_index, index, chunk, texts, number))
        number += sum(map(len, texts))
    yield Result("building.postings", ours, "s", 0.8, "jieba.cut alone", theirs / ours)
    size = index._database.execute(
        "SELECT sum(length(content)) + (SELECT sum(length(terms)) FROM vocabulary) FROM segments"
    ).fetchone()[0]
    yield Result("building.postings.size", size / text_bytes, "x text", 2.5)
    yield Result("building.postings.memory", _memory(folder / "index.db"), "MB", 1200.0)


def _cut(tokenizer: jieba.Tokenizer, texts: Sequence[Sequence[str]]) -> None:
    for own in texts:
        for text in own:
            list(tokenizer.cut(text))


def _index(
    index: EmbeddedIndex, chunk: Sequence[Generated], texts: Sequence[Sequence[str]], first: int
) -> None:
    """The passages of reports, from their text to the disk, with ids from `first`."""
    for one, own in zip(chunk, texts, strict=True):
        # What all passages of a report share is counted once, as `index.analysis` does.
        context = count_terms(f"{one.place}{one.issuer}{one.year}年")
        held = []
        for number, text in enumerate(own, first):
            terms = count_terms(text)
            terms.update(context)
            held.append(IndexedPassage(number, one.name, terms, one.place, one.issuer, one.year))
        index.add(held)
        first += len(own)
    index.commit()
    index.maintain()


def _memory(file: Path) -> float:
    """The most memory of a process that loads an index and answers one query from it."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from benchmarks.updating import opened\n"
        "opened(Path(sys.argv[1])).search(['工作', '学校'])\n"
        # Not getrusage, which counts what the process was forked from.
        "status = Path('/proc/self/status').read_text()\n"
        "print(int(status.split('VmHWM:')[1].split()[0]) / 1000)"
    )
    run = subprocess.run([sys.executable, "-c", code, file], capture_output=True, text=True)
    return float(run.stdout)


def _whole(passages: int, folder: Path) -> Iterator[Result]:
    files = folder / "reports"
    files.mkdir()
    for one in reports(passages):
        (files / one.name).write_text(one.text, "utf-8")
    text_bytes = sum(file.stat().st_size for file in files.iterdir())
    seconds = {}
    for processes in (1, 2):
        start = time.perf_counter()
        with Library.open(folder / f"data{processes}") as library:
            library.index([files], processes=processes)
        seconds[processes] = time.perf_counter() - start
    yield Result(
        "building.whole.two_processes", seconds[2], "s", 1.7, "one process", seconds[1] / seconds[2]
    )
    size = (folder / "data1" / DATABASE).stat().st_size
    yield Result("building.whole.size", size / text_bytes, "x text", 2.5)


def _processor(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what was measured; the exit status."""
    line = parser("building", (__doc__ or "").partition("\n")[0])
    line.add_argument("--passages", type=int, default=10_000, help="how many; 10000 if not given")
    options = line.parse_args(arguments)
    return report(options.json, lambda: measure(options.passages))


if __name__ == "__main__":
    sys.exit(main())
