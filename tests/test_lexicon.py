"""The word lists are whole, and English questions find the words of the reports."""

from __future__ import annotations

from itertools import combinations

import pytest

from index.lexicon import (
    data_lines,
    stop_words,
    synonym_groups,
    synonyms,
    terms,
    translate,
)
from index.paraphrases import find_paraphrases
from index.tokens import words

# Near in meaning, but an answer about one is no answer about the other.
APART = [
    ("聘请", "解聘"),
    ("行政许可", "行政处罚"),
    ("行政复议", "行政诉讼"),
    ("全县", "县直"),
    ("增长", "下降"),
    ("增加", "减少"),
    ("受理", "办结"),
    ("罚款", "没收"),
    ("线上", "线下"),
    ("公办", "民办"),
    ("学生", "教师"),
    ("小学", "幼儿园"),
    ("法治副校长", "法治辅导员"),
    ("不足", "措施"),
    ("措施", "计划"),
    ("去年", "今年"),
    ("人数", "人次"),
    ("立案", "结案"),
    ("聘请", "续聘"),
    ("检查", "抽查"),
    ("抽查", "抽检"),
    ("乡镇", "街道"),
    ("酒驾", "醉驾"),
    ("获奖", "一等奖"),
    ("聘请", "延聘"),
    ("资助", "助学"),
    ("测评", "考评"),
    ("整改", "纠正"),
    ("合法性审查", "法制审核"),
    ("法律明白人", "法治带头人"),
    ("制定", "印发"),
    ("录取", "招聘"),
    ("失信", "黑名单"),
    ("宣讲", "讲座"),
]

# Short words that stand inside others: 主动公开信息, 全年审查, 工作报告, 保护学生, 深入学习.
TRAPS = ("公开信", "年审", "作报告", "护学", "入学", "关了", "开了")


def test_lists_are_large_enough() -> None:
    assert len(terms()) >= 1000
    assert len(synonym_groups()) >= 320
    assert len(data_lines("glossary.tsv")) >= 2200


def test_terms_are_distinct_single_words() -> None:
    assert len(set(terms())) == len(terms())
    assert not [term for term in terms() if " " in term or len(term) < 2]


def test_every_group_has_members_and_no_word_is_in_two() -> None:
    assert not [group for group in synonym_groups() if len(set(group)) < 2]
    shared = [
        (first[0], second[0])
        for first, second in combinations(synonym_groups(), 2)
        if set(first) & set(second)
    ]
    assert shared == []


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_that_change_the_answer_are_no_synonyms(one: str, other: str) -> None:
    assert other not in synonyms(one)
    assert one not in synonyms(other)


@pytest.mark.parametrize(
    ("asked", "reported"),
    [
        ("雇", "聘任"),
        ("法制副校长", "法治副校长"),
        ("短板", "不足"),
        ("借款", "助学贷款"),
        ("老师", "教师"),
        ("补习班", "校外培训机构"),
        ("打算", "下一步"),
        ("普法", "法治宣传教育"),
        ("要回", "追回"),
        ("血汗钱", "劳动报酬"),
        ("生效", "施行"),
        ("失学", "辍学"),
        ("法考", "法律职业资格考试"),
        ("办完", "审结"),
        ("检察机关", "检察院"),
        ("审判机关", "法院"),
        ("打赢", "胜诉"),
        ("告政府", "行政诉讼"),
        ("黑作坊", "食品小作坊"),
        ("新招", "公开招聘"),
        ("下岗", "失业"),
        ("烧秸秆", "秸秆焚烧"),
        ("敬老院", "养老机构"),
        ("宣讲", "宣传"),
        ("关", "关停"),
    ],
)
def test_synonyms(asked: str, reported: str) -> None:
    assert reported in synonyms(asked)


def test_no_synonym_stands_inside_other_words() -> None:
    assert not [trap for trap in TRAPS if synonyms(trap)]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [("帮家长要回了多少", "要回"), ("有没有告政府的", "告政府"), ("输了官司", "输了官司")],
)
def test_phrases_are_found_across_words(text: str, phrase: str) -> None:
    assert phrase in _phrases(text)


@pytest.mark.parametrize(
    ("text", "phrase"), [("培训会机关了解", "关了"), ("需要回答", "要回"), ("培训会", "培训会")]
)
def test_phrases_are_not_found_within_words(text: str, phrase: str) -> None:
    assert phrase not in _phrases(text)


def _phrases(text: str) -> list[str]:
    boundaries = {0}
    for word in words(text):
        boundaries.add(max(boundaries) + len(word))
    return [found.asked for found in find_paraphrases(text, boundaries)]


def test_unknown_word_has_no_synonyms() -> None:
    assert synonyms("青岚县") == ()


def test_stop_words_hold_no_content() -> None:
    assert {"多少", "哪些", "是否", "how", "many", "what", "did"} <= stop_words()
    content = {"聘请", "学校", "人次", "问题", "措施", "计划", "比例", "没有", "未", "不", "school"}
    assert not content & stop_words()


def test_glossary_lines_are_an_english_and_a_chinese_part() -> None:
    for line in data_lines("glossary.tsv"):
        english, chinese = line.split("\t")
        assert english == english.lower().strip()
        assert english.isascii()
        assert all(
            # Reports write GDP as it is.
            (word and not word.isascii()) or word[0].isdigit() or word == english in ("gdp", "cpi")
            for word in chinese.split("/")
        )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("legal vice-principals", ["法治副校长"]),
        ("Legal deputy headmasters hired", ["法治副校长", "聘请"]),
        ("schools were hiring", ["学校", "聘请"]),
        ("the online enrollment rate", ["线上录取率"]),
        ("off-campus training institutions inspected", ["校外培训机构", "检查"]),
        ("took part in the constitution-learning campaign", ["参加", "学宪法讲宪法"]),
        ("administrative penalties", ["行政处罚"]),
        ("mediation cases", ["调解案件"]),
        ("law-based government", ["法治政府"]),
        ("people's mediation committees organised drills", ["人民调解委员会", "组织", "演练"]),
        ("main problems, shortcomings, plans", ["主要问题", "不足", "计划"]),
        ("children and their parents", ["学生", "家长"]),
        ("batches of food sampled", ["批次", "食品", "抽检"]),
        ("fines and confiscations", ["罚没款"]),
        ("elevators and boilers", ["电梯", "锅炉"]),
        ("cases were concluded", ["案件", "办结"]),
        ("valid enforcement certificates", ["有效", "执法证"]),
        ("unlicensed training institutions", ["无证", "培训机构"]),
        ("people in community correction", ["人", "社区矫正"]),
        ("notarial acts", ["公证"]),
        ("problems found", ["问题", "发现"]),
        ("newly hired, news items", ["新聘", "新闻", "事项"]),
        ("summer camp", ["夏令营"]),
    ],
)
def test_translation(text: str, expected: list[str]) -> None:
    assert [translation.chinese[0] for translation in translate(text)] == expected


def test_translation_keeps_its_place_and_reports_unknown_words() -> None:
    text = "How many schools had xylophones?"
    school, unknown = translate(text)
    assert text[school.start : school.end] == school.english == "schools"
    assert (unknown.english, unknown.chinese) == ("xylophones", ())


def test_phrases_do_not_cross_punctuation() -> None:
    assert [t.english for t in translate("primary, school")] == ["primary", "school"]


@pytest.mark.parametrize("compound", ["行政许可事项", "法治宣传活动", "行政复议案件", "抽检合格率"])
def test_two_things_in_one_word_are_no_term(compound: str) -> None:
    """A question with the compound would miss a report that names the two apart."""
    assert compound not in terms()


def test_terms_are_kept_whole() -> None:
    cut = words("双随机抽查经营主体和个体工商户，社区矫正对象依申请公开")
    assert {"双随机抽查", "经营主体", "个体工商户", "社区矫正对象", "依申请公开"} <= set(cut)
