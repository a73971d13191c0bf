"""The embedded index: the contract, with each form of its loops, and what is its own."""

from __future__ import annotations

import random
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import jieba
import pytest
from sqlite_utils import Database

from index.postings import embedded, loops, vectorised
from index.postings.contract import IndexedPassage, Stats
from index.postings.embedded import EmbeddedIndex, in_memory
from index.segmenter import Segmenter
from index.tokens import count_terms, query_terms, tokenize
from tests.postings_contract import PassageIndexContract, by_rank_bm25, generated, passage


class TestWithNumpy(PassageIndexContract):
    @pytest.fixture
    def index(self, monkeypatch: pytest.MonkeyPatch) -> EmbeddedIndex:
        monkeypatch.setattr(loops, "_compiled", None)
        return in_memory()


class TestCompiled(PassageIndexContract):
    @pytest.fixture
    def index(self, monkeypatch: pytest.MonkeyPatch) -> EmbeddedIndex:
        pytest.importorskip("numba")
        monkeypatch.setattr(loops, "_compiled", loops._compiled)
        assert loops.compile_now()
        assert loops.loops() is not vectorised
        return in_memory()


class TestInAFile(PassageIndexContract):
    @pytest.fixture
    def index(self, tmp_path: Path) -> Iterator[EmbeddedIndex]:
        """An index whose every answer is given by another connection, with a cache of its own."""
        writer, reader = _connected(tmp_path), _connected(tmp_path)
        for statement in embedded.TABLES.split(";\n"):
            writer.execute(statement)

        class Apart(EmbeddedIndex):
            def view(self, database: Database | None = None) -> embedded.View:
                """What another process sees, but for the writer itself."""
                if database is None and not writer.conn.in_transaction:
                    return EmbeddedIndex(reader).view()
                return super().view(database)

        yield Apart(writer)
        writer.close()
        reader.close()


def _connected(folder: Path) -> Database:
    database = Database(sqlite3.connect(folder / "index.db", isolation_level=None))
    database.execute("PRAGMA journal_mode=WAL").fetchall()
    return database


@pytest.mark.parametrize("passages", [1, 12, 30])
def test_many_reports_become_few_segments(passages: int) -> None:
    index, held = in_memory(), []
    for number in range(200):
        added = generated(random.Random(number), number * 50, f"r{number}", passages)
        held += added
        index.add(added)
        index.commit()
    assert len(index.view().parts) < 30
    index.maintain()
    assert not index.untidy()
    expected = by_rank_bm25(held, ["t1", "t2"], {p.id for p in held})
    assert [hit.passage for hit in index.search(["t1", "t2"])] == [n for n, _ in expected[:10]]
    assert index.health() == ()


def test_what_is_mostly_deleted_takes_no_room() -> None:
    index = in_memory()
    index.add(passage(n, f"r{n // 10}", f"t{n % 5} t{n % 7}") for n in range(1000))
    index.commit()
    before = _bytes(index)
    index.delete(f"r{n}" for n in range(90))
    index.commit()
    index.maintain()
    assert index.stats() == Stats(100, 200)
    assert _bytes(index) < before / 3
    assert index.health() == ()


def _bytes(index: EmbeddedIndex) -> int:
    rows = index._database.execute("SELECT sum(length(content)) FROM segments")
    return int(rows.fetchone()[0])


def test_more_than_a_segment_holds_is_searched_as_one() -> None:
    index = in_memory()
    index.add(
        passage(n, f"r{n // 50}", "校车 " + "罚款 " * (n % 9 == 0) + f"t{n % 97}")
        for n in range(70_000)
    )
    index.commit()
    assert len(index.view().parts) == 2
    assert index.df(["校车", "罚款"]) == [70_000, 7_778]
    # The shortest that holds it, the first of them first.
    assert [hit.passage for hit in index.search(["罚款"], k=3)] == [0, 9, 18]
    index.delete(["r0"])
    index.commit()
    assert [hit.passage for hit in index.search(["罚款"], k=2)] == [54, 63]
    assert index.df(["校车"]) == [69_950]


def test_a_view_stays_as_it_is_while_others_write() -> None:
    index = in_memory()
    index.add([passage(1, "a", "罚款"), passage(2, "b", "罚款 校车")])
    index.commit()
    before = index.view()
    index.delete(["a"])
    index.add([passage(3, "c", "罚款 奖金")])
    index.commit()
    assert before.df(["罚款", "奖金"]) == [2, 0]
    assert [hit.passage for hit in before.search(["罚款"])] == [1, 2]
    assert [hit.passage for hit in index.search(["罚款"])] == [2, 3]


def test_what_is_rolled_back_leaves_no_trace(tmp_path: Path) -> None:
    database = _connected(tmp_path)
    for statement in embedded.TABLES.split(";\n"):
        database.execute(statement)
    index = EmbeddedIndex(database)
    index.add([passage(1, "a", "罚款")])
    index.commit()
    database.execute("BEGIN")
    index.add([passage(2, "b", "校车")])
    index.commit()
    database.execute("ROLLBACK")
    index.forget()
    index.add([passage(2, "b", "奖金")])
    index.commit()
    assert index.df(["罚款", "校车", "奖金"]) == [1, 0, 1]
    assert index.health() == ()


def test_a_term_that_cannot_be_kept_changes_nothing() -> None:
    index = in_memory()
    index.add([passage(1, "a", "罚款")])
    index.commit()
    index.add([IndexedPassage(2, "b", {"两\n行": 1, "校车": 1})])
    with pytest.raises(ValueError, match="line break"):
        index.commit()
    index.add([passage(3, "c", "奖金")])
    index.commit()
    assert index.df(["罚款", "校车", "奖金"]) == [1, 0, 1]
    assert index.health() == ()


def test_a_term_may_occur_in_every_passage_and_often() -> None:
    index = in_memory()
    held = [IndexedPassage(n, "a", {"年": n % 400 + 1, "校车": 1}) for n in range(500)]
    index.add(held)
    index.commit()
    assert index.fetch([399, 0]) == [held[399], held[0]]
    expected = by_rank_bm25(held, ["年"], range(500))
    assert [hit.passage for hit in index.search(["年"], k=20)] == [n for n, _ in expected[:20]]


TEXTS = (
    "全县49所学校聘任法治副校长46名，聘请率93.88%；卡拉OK、T恤与12315热线（ABC）。",
    "",
    "  \n ",
    "副校(园)长２０２４年  法治副校长法治副校长，中华人民共和国教育部",
)


@pytest.mark.parametrize("text", TEXTS)
def test_terms_are_counted_as_they_are_found(text: str) -> None:
    assert count_terms(text) == Counter(token.term for token in tokenize(text))


def test_terms_of_all_sample_reports_are_counted_as_they_are_found() -> None:
    for file in sorted((Path(__file__).parents[1] / "reports").glob("*.md")):
        for line in file.read_text("utf-8").splitlines():
            assert count_terms(line) == Counter(token.term for token in tokenize(line))


def test_terms_are_words_bigrams_and_characters_each_once() -> None:
    assert [token.term for token in tokenize("聘教师2人")] == [
        *("聘", "聘教", "教", "教师", "师", "2", "人")
    ]
    assert query_terms("教师") == ("师", "教", "教师")


def test_segmentation_is_that_of_jieba() -> None:
    ours, theirs = Segmenter(), jieba.Tokenizer()
    for tokenizer in (theirs, ours):
        tokenizer.initialize()
        tokenizer.add_word("法治副校长", 100_000)
    choose = random.Random(3)
    reports = sorted((Path(__file__).parents[1] / "reports").glob("*.md"))
    lines = [line for file in reports for line in file.read_text("utf-8").splitlines()]
    characters = "".join(lines) + "龘𠀀ab1 "
    lines += ["".join(choose.choices(characters, k=30)) for _ in range(300)]
    for line in lines:
        assert list(ours.cut(line)) == list(theirs.cut(line))
        search = [list(t.tokenize(line, mode="search")) for t in (ours, theirs)]
        assert search[0] == search[1]


def test_longer_passages_and_more_frequent_terms_may_come_one_after_the_other() -> None:
    index = in_memory()
    held = [
        IndexedPassage(n, "a", {f"n{n}": n + 1, "校车": 1 + n % 30, f"m{n}": n * 7})
        for n in range(1, 120)
    ]
    index.add(held)
    index.commit()
    for number in range(1, 120):
        for query in ([f"n{number}", "校车"], [f"m{number}"]):
            expected = by_rank_bm25(held, query, range(200))
            hits = index.search(query, k=3)
            assert [hit.passage for hit in hits] == [n for n, _ in expected[:3]]
            assert hits[0].score == pytest.approx(expected[0][1], abs=1e-9)


def test_without_numba_numpy_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "_compiled", None)
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.delitem(sys.modules, "index.postings.kernels", raising=False)
    assert not loops.compile_now()
    assert loops.loops() is vectorised


def test_without_a_place_for_its_cache_numba_compiles_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    numba = pytest.importorskip("numba")
    made: list[dict[str, object]] = []

    def njit(**options: object) -> object:
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        made.append(options)
        return lambda function: function

    monkeypatch.setattr(numba, "njit", njit)
    monkeypatch.setattr(loops, "_compiled", None)
    # Calling them would compile them, which takes long.
    monkeypatch.setattr(loops, "_call_once", lambda module: None)
    monkeypatch.delitem(sys.modules, "index.postings.kernels", raising=False)
    assert loops.compile_now()
    assert made
    assert not any("cache" in options for options in made)
    monkeypatch.delitem(sys.modules, "index.postings.kernels")
