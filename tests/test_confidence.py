"""The confidence of an answer: what speaks for it raises it, what speaks against it lowers it."""

from __future__ import annotations

import itertools

import pytest

from index.answers.confidence import BIAS, NO_RIVAL, confidence, model_weights, score
from index.lexicon import data_lines
from index.paraphrases import said_for

FOR = {"coverage", "kinship", "density", "exactness", "same_verb", "altogether", "own", "new"}
FREE = {BIAS}


@pytest.mark.parametrize("model", ["figure", "sentence", "figure choice", "sentence choice"])
def test_every_model_has_weights(model: str) -> None:
    assert BIAS in model_weights(model)


def test_no_feature_of_a_figure_counts_the_wrong_way() -> None:
    for name, weight in model_weights("figure").items():
        if name not in FREE:
            assert (weight >= 0) if name in FOR else (weight <= 0), name


def test_more_of_the_question_said_is_more_believed() -> None:
    scores = [score("figure", {"coverage": share / 10}) for share in range(11)]
    assert all(one < other for one, other in itertools.pairwise(scores))


def test_a_rival_lowers_what_is_believed() -> None:
    alone = confidence("figure", 1.0, 1.0 - NO_RIVAL)
    assert alone > confidence("figure", 1.0, 0.0) > confidence("figure", 1.0, -2.0)
    assert 0.0 < confidence("figure", -6.0, -6.0) < 0.5 < confidence("figure", 6.0, 6.0) < 1.0


def test_no_paraphrase_stands_for_what_it_contrasts_with() -> None:
    groups = [[group.split("/") for group in line.split()] for line in data_lines("contrasts.txt")]
    for line in groups:
        for group, other in itertools.permutations(line, 2):
            for word in group:
                assert not set(said_for(word)) & (set(other) - set(group)), word


@pytest.mark.parametrize(
    ("asked", "said"),
    [("打赢", "胜诉"), ("黑车", "非法营运"), ("补课班", "校外培训机构"), ("上访", "信访")],
)
def test_plain_words_stand_for_those_of_reports(asked: str, said: str) -> None:
    assert said in said_for(asked)


def test_every_paraphrase_is_two_columns_of_words() -> None:
    seen = set()
    for line in data_lines("paraphrases.tsv"):
        asked, said = line.split("\t")
        assert asked not in seen, asked
        seen.add(asked)
        assert all(len(word) > 1 and word != asked for word in said.split("/")), line
