"""Our ranking against rank_bm25's own class, on every passage of generated collections."""

from __future__ import annotations

import random

import pytest
from rank_bm25 import BM25Plus

from index.ranking import K1, B, Ranking
from index.tokens import query_terms, tokenize


def _corpus(seed: int) -> dict[int, list[str]]:
    choose = random.Random(seed)
    terms = [f"t{i}" for i in range(40)]
    return {
        passage * 3: choose.choices(terms, weights=range(1, 41), k=choose.randint(1, 60))
        for passage in range(80)
    }


@pytest.mark.parametrize("seed", range(5))
def test_scores_and_order_are_those_of_rank_bm25(seed: int) -> None:
    passages = _corpus(seed)
    choose = random.Random(seed + 100)
    oracle = BM25Plus(list(passages.values()), k1=K1, b=B)
    ranking = Ranking(passages)
    for _ in range(30):
        query = choose.sample([f"t{i}" for i in range(45)], k=4)
        scores = dict(zip(passages, oracle.get_scores(query), strict=True))
        holding = {p for p, terms in passages.items() if set(terms) & set(query)}
        expected = sorted(holding, key=lambda p: (-scores[p], p))
        hits = ranking.search(query)
        assert [hit.passage for hit in hits] == expected
        for hit in hits:
            assert hit.score == pytest.approx(scores[hit.passage], abs=1e-9)


def test_search_within_keeps_the_scores_of_the_whole() -> None:
    passages = _corpus(1)
    ranking = Ranking(passages)
    everywhere = {hit.passage: hit.score for hit in ranking.search(["t1", "t2"])}
    some = list(everywhere)[::2]
    within = ranking.search(["t1", "t2"], within=some)
    assert {hit.passage: hit.score for hit in within} == {p: everywhere[p] for p in some}


def test_nothing_is_found_where_there_is_nothing() -> None:
    assert Ranking({}).search(["a"]) == ()
    assert Ranking({1: []}).search(["a"]) == ()
    assert Ranking({1: ["b"]}).search(["a"]) == ()
    assert Ranking({1: ["b"]}).search([]) == ()


def test_characters_score_but_make_no_candidates_beside_longer_terms() -> None:
    ranking = Ranking({1: ["建", "成", "建成"], 2: ["建", "立", "建立"], 3: ["建成", "学"]})
    assert [hit.passage for hit in ranking.search(["建", "成", "建成"])] == [1, 3]
    assert [hit.passage for hit in ranking.search(["建"])] == [1, 2]


def test_terms_are_words_bigrams_and_characters_each_once() -> None:
    assert [token.term for token in tokenize("聘教师2人")] == [
        *("聘", "聘教", "教", "教师", "师", "2", "人")
    ]
    assert query_terms("教师") == ("师", "教", "教师")
