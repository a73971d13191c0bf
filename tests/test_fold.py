"""Folding keeps every position in the stored text."""

from __future__ import annotations

import pytest

from index.fold import fold, fold_characters


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("２０２４年", "2024年"),
        ("聘請法治副校長", "聘请法治副校长"),
        ("（一）ＡＢＣ％", "(一)abc%"),
        ("3，500.5万", "3，500.5万"),
        ("法治副校(园)长", "法治副校长"),
        ("法治副校长（园长）", "法治副校长"),
        ("法制副校长", "法治副校长"),
        ("法制办公室", "法制办公室"),
    ],
)
def test_forms_that_mean_the_same(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_spans_lead_back_to_the_stored_text() -> None:
    text = "全縣２９所，聘請了法制副校（園）長，聘請率１００％。"
    folded = fold(text)
    at = folded.text.index("法治副校长")
    start, end = folded.span(at, at + 5)
    assert text[start:end] == "法制副校（園）長"
    at = folded.text.index("聘请率")
    start, end = folded.span(at, at + 3)
    assert text[start:end] == "聘請率"


@pytest.mark.parametrize("text", ["İstanbul", "ﬁ", "𠮷野家", "\ufeff", "ß", "①②"])
def test_length_is_kept(text: str) -> None:
    assert len(fold_characters(text)) == len(text)
    assert len(fold(text).positions) == len(fold(text).text) + 1
