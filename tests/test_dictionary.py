"""English words that the glossary lacks are looked up in the dictionary, cut to what reports hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from index import Library
from index.dictionary import look_up
from index.lexicon import Translation, translate
from index.questions.parse import parse


def holding(**shares: float) -> Callable[[str], float]:
    """What a collection holds: the share of its passages by word."""
    held: Mapping[str, float] = shares
    return lambda word: held.get(word, 0.0)


def close(text: str, share: Callable[[str], float]) -> list[tuple[str, ...]]:
    return [found.close for found in look_up(text, translate(text), share)]


@pytest.mark.parametrize(
    ("text", "share", "expected"),
    [
        # Cut to what is held, the most frequent first; inflected forms are found, too.
        ("fountains", holding(喷泉=0.01), [("喷泉",)]),
        ("fountain", holding(喷泉=0.01, 喷水池=0.02), [("喷水池", "喷泉")]),
        ("xylophones", holding(喷泉=0.01), [()]),
        # What stands everywhere tells nothing.
        ("fountain", holding(喷泉=0.9), [()]),
        # A phrase goes before its words, and takes in the known ones beside the unknown one.
        ("hot springs", holding(温泉=0.1, 弹簧=0.1), [("温泉",)]),
        # A plural is no verb: 批阅 is to referee.
        ("chaperones", holding(陪伴=0.1, 监护人=0.1), [()]),
    ],
)
def test_look_up(text: str, share: Callable[[str], float], expected: list[tuple[str, ...]]) -> None:
    assert close(text, share) == expected


def test_what_the_glossary_knows_is_left_alone() -> None:
    known = translate("schools hired")
    assert look_up("schools hired", known, holding(学堂=0.1)) == known


def test_a_phrase_keeps_its_place() -> None:
    text = "How many hot springs were inspected?"
    first, second = look_up(text, translate(text), holding(温泉=0.1))
    assert first == Translation("hot springs", (), 9, 20, ("温泉",))
    assert second.chinese[0] == "检查"


def test_words_of_the_dictionary_are_only_close() -> None:
    question = parse(
        "How many fountains are there?", share=holding(喷泉=0.01), today=date(2025, 1, 1)
    )
    (fountains,) = question.concepts
    assert (fountains.text, fountains.words, fountains.synonyms) == ("fountains", (), ("喷泉",))
    assert fountains.focus


def test_shares_of_a_collection(samples: Library) -> None:
    share = samples._current().share
    assert share("木琴") == 0
    assert 0 < share("游泳") < share("法治") <= 1
    # No term of the segmenter, but its bigrams stand together.
    assert 0 < share("青少年法治体验") < 0.05
