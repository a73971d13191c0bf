"""What every index over passages must do (`index/postings/contract.py`), as tests to inherit.

A subclass gives a fixture `index` with an empty one.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence

import pytest
from rank_bm25 import BM25Plus

from index.postings.contract import EVERYTHING, Filters, IndexedPassage, PassageIndex, Stats
from index.postings.exact import K1, B

TERMS = [f"t{number}" for number in range(60)]
PLACES = ("江北区", "高平市", "陕州区")


def passage(number: int, report: str, terms: str, **slots: object) -> IndexedPassage:
    """A passage of a report with blank-separated terms."""
    held = terms.split(" ")
    return IndexedPassage(number, report, {t: held.count(t) for t in held}, **slots)  # type: ignore[arg-type]


def generated(
    choose: random.Random, first: int, report: str, most: int = 12
) -> list[IndexedPassage]:
    """Up to `most` passages of one report, with ids from `first`."""
    place, year = choose.choice(PLACES), choose.choice((2023, 2024))
    issuer = choose.choice(("教育局", "司法局"))
    return [
        passage(
            first + at,
            report,
            " ".join(choose.choices(TERMS, range(1, 61), k=choose.randint(1, 50))),
            place=place,
            issuer=issuer,
            year=year,
        )
        for at in range(choose.randint(max(1, most - 11), most))
    ]


def by_rank_bm25(
    held: Sequence[IndexedPassage],
    terms: Sequence[str],
    admitted: Collection[int],
    beside: Sequence[str] = (),
) -> list[tuple[int, float]]:
    """Every passage admitted that holds a term, with rank_bm25's score, best first."""
    corpus = [[t for t, count in p.terms.items() for _ in range(count)] for p in held]
    scores = BM25Plus(corpus, k1=K1, b=B).get_scores([*terms, *beside])
    found = [
        (p.id, score)
        for p, score in zip(held, scores, strict=True)
        if p.id in admitted and not p.terms.keys().isdisjoint(terms)
    ]
    return sorted(found, key=lambda hit: (-hit[1], hit[0]))


def assert_same(index: PassageIndex, held: Sequence[IndexedPassage], choose: random.Random) -> None:
    """Searches with and without filters, and counts, held against rank_bm25's class."""
    assert index.stats() == Stats(len(held), sum(sum(p.terms.values()) for p in held))
    assert index.df(TERMS) == [sum(t in p.terms for p in held) for t in TERMS]
    if not held:
        assert index.search(TERMS) == ()
        return
    for pair in (TERMS[3:5], ["t1", "no such"], []):
        both = sum(not set(pair) - p.terms.keys() for p in held) if pair else 0
        assert index.together(pair) == both
    assert set(index.terms()) == {term for p in held for term in p.terms}
    each = index.search_each(["t50", "t3"], k=3, beside=["t7"])
    for report in {p.report for p in held}:
        own = {p.id for p in held if p.report == report}
        best = by_rank_bm25(held, ["t50", "t3"], own, ["t7"])[:3]
        assert [hit.passage for hit in each.get(report, ())] == [number for number, _ in best]
    for filters in (
        EVERYTHING,
        Filters(places=frozenset({"江北区", "没有的区"})),
        Filters(issuers=frozenset({"教育局"}), years=frozenset({2024})),
        Filters(reports=frozenset(p.report for p in held[::3])),
        Filters(years=frozenset()),
    ):
        terms, beside = choose.choices([*TERMS, "no such"], k=4), choose.choices(TERMS, k=2)
        admitted = {p.id for p in held if _admits(filters, p)}
        for others in ((), beside):
            expected = by_rank_bm25(held, terms, admitted, others)
            hits = index.search(terms, filters, 7, beside=others)
            assert [hit.passage for hit in hits] == [number for number, _ in expected[:7]]
            for hit, (_, score) in zip(hits, expected, strict=False):
                assert hit.score == pytest.approx(score, abs=1e-9)


def _admits(filters: Filters, held: IndexedPassage) -> bool:
    wanted: Iterable[tuple[Collection[object] | None, object]] = (
        (filters.reports, held.report),
        (filters.places, held.place),
        (filters.issuers, held.issuer),
        (filters.years, held.year),
    )
    return all(values is None or value in values for values, value in wanted)


class PassageIndexContract:
    @pytest.mark.parametrize("seed", range(4))
    def test_scores_and_order_are_those_of_rank_bm25_whatever_happened(
        self, index: PassageIndex, seed: int
    ) -> None:
        choose = random.Random(seed)
        held: dict[str, list[IndexedPassage]] = {}
        first = 1
        for step in range(40):
            if held and choose.random() < 0.3:
                gone = choose.choice(sorted(held))
                index.delete([gone])
                del held[gone]
            if choose.random() < 0.8:
                # Sometimes in place of a report that is there.
                report = choose.choice([f"new {step}", *held])
                added = generated(choose, first, report)
                first += len(added) + choose.randint(0, 3)
                index.delete([report])
                index.add(added)
                held[report] = added
            index.commit()
            if step % 5 == 0:
                everything = [p for own in held.values() for p in own]
                assert_same(index, sorted(everything, key=lambda p: p.id), choose)
        assert index.health() == ()

    def test_nothing_is_found_where_there_is_nothing(self, index: PassageIndex) -> None:
        assert index.search(["罚款"]) == ()
        assert index.df(["罚款"]) == [0]
        assert index.stats() == Stats(0, 0)
        index.add([passage(1, "a", "罚款")])
        index.commit()
        assert index.search([]) == ()
        assert index.search(["奖金"]) == ()
        assert index.search(["罚款"], k=0) == ()

    def test_nothing_is_visible_before_it_is_committed(self, index: PassageIndex) -> None:
        index.add([passage(1, "a", "罚款")])
        assert index.search(["罚款"]) == ()
        index.commit()
        index.delete(["a"])
        assert [hit.passage for hit in index.search(["罚款"])] == [1]
        index.commit()
        assert index.search(["罚款"]) == ()

    def test_adding_a_passage_again_changes_nothing(self, index: PassageIndex) -> None:
        for terms in ("罚款 罚款", "罚款 奖金"):
            index.add([passage(1, "a", terms)])
            index.commit()
        assert index.stats() == Stats(1, 2)
        assert index.df(["罚款", "奖金"]) == [1, 0]

    def test_a_report_that_is_not_there_may_be_deleted(self, index: PassageIndex) -> None:
        index.add([passage(1, "a", "罚款")])
        index.delete(["b"])
        index.commit()
        assert index.stats().passages == 1

    def test_equal_scores_come_in_the_order_of_ids(self, index: PassageIndex) -> None:
        index.add(passage(number, f"r{number % 7}", "罚款 校车") for number in range(300, 0, -1))
        index.commit()
        assert [hit.passage for hit in index.search(["罚款"], k=5)] == [1, 2, 3, 4, 5]

    def test_terms_beside_add_to_the_score_and_find_nothing(self, index: PassageIndex) -> None:
        index.add([passage(1, "a", "建成 建"), passage(2, "a", "建立 建"), passage(3, "a", "建成")])
        index.commit()
        assert [hit.passage for hit in index.search(["建成"], beside=["建"])] == [1, 3]
        assert index.search([], beside=["建"]) == ()

    def test_passages_are_fetched_as_they_were_added(self, index: PassageIndex) -> None:
        added = [
            passage(4, "a", "罚款 罚款 校车", place="江北区", year=2024),
            passage(9, "b", "校车", issuer="教育局"),
        ]
        index.add(added)
        index.commit()
        assert index.fetch([9, 5, 4]) == added[::-1]
