"""The shape of messages, and what is remembered of them."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot import recorded
from bot.charts import can_be_drawn, chart
from bot.log import Log
from bot.recorded import Job, Place, Receipt
from bot.sheets import spreadsheet
from bot.telegram.markup import around, find_value, length, plain, shorten, units
from bot.telegram.messages import answer_page, finding_page
from bot.telegram.source import contents_page, section_page
from bot.telegram.stating import citation
from index.models import Answer, Coverage, Finding, Language, Missing, Section, Value
from tests.botapi import parse_html
from tests.telegram_support import answered, finding, report

HELD = report(
    "东湖.txt",
    "东湖区报告\n共办案160件，其中简易程序60件，占37.5%。没有撤销案件。\n一是队伍不强；二是经费不足。",
    place="东湖区",
)
CASES = "共办案160件，其中简易程序60件，占37.5%。"


def shown(answer: Answer) -> str:
    """The text as Telegram will show it; its parser must accept the markup."""
    return str(parse_html(answer_page(answer, "abcdefgh").text).text)


def test_the_marked_figure_is_not_a_part_of_a_longer_one() -> None:
    found = finding(HELD, CASES, "60件")
    assert "序<b><u>60件</u></b>" in answer_page(answered("问", found), "abcdefgh").text
    assert find_value("1,060件和60件", "60件") == (7, 10)
    assert find_value("据统计，60件", "60件") == (4, 7)
    assert find_value("1.60件", "60件") == (0, 0)


def test_what_the_line_says_is_not_said_again() -> None:
    found = replace(finding(HELD, CASES, "60件"), beside=(Value("37.5%"),))
    both = answered("问", found, text="60件（37.5%）")
    assert shown(both).split("\n")[0] == "60件（37.5%）"
    assert "还有" not in shown(both)
    assert "同句还有：37.5%" in shown(answered("问", found))
    covered = answered("问", found, text="60件【3份报告中1份载明】", coverage=Coverage(3, 1))
    assert shown(covered).count("载明") == 1
    assert shown(replace(covered, text="60件")).endswith("3份报告中1份载明。\n编号 abcdefgh")


def test_yes_and_no_stand_first() -> None:
    quote = "没有撤销案件。"
    no = replace(finding(HELD, quote, None), value=Value(quote, yes=False))
    assert shown(answered("问", no, text="否")).startswith("否\n没有撤销案件。\n出处：")
    english = answered("q", no, text="No", language="en")
    assert shown(english).startswith("No\n没有撤销案件。\nSource: ")


def test_items_have_a_line_each() -> None:
    found = finding(HELD, "一是队伍不强；二是经费不足。", None)
    items = ("一是队伍不强", "二是经费不足")
    found = replace(found, value=Value("；".join(items), items=items))
    answer = answered("问", found, text="；".join(items))
    assert shown(answer).split("\n")[:3] == ["· 一是队伍不强", "· 二是经费不足", found.quote]


def test_a_sentence_without_a_value_is_shown_once() -> None:
    found = finding(HELD, "没有撤销案件。", None)
    assert shown(answered("问", found)).split("\n")[0] == "没有撤销案件。"
    assert shown(answered("问", found)).count("没有撤销案件") == 1


def test_the_next_finding_does_not_repeat_the_line_of_the_first() -> None:
    first, second = finding(HELD, CASES, "60件"), finding(HELD, CASES, "160件")
    answer = answered("问", first, second, text="60件；160件")
    assert plain(finding_page(answer, "abcdefgh", 1).text).startswith("160件\n第 2/2 条\n共办案")


def test_a_refusal_says_what_is_held_and_offers_reading() -> None:
    refusal = Answer(
        question="问",
        language="zh",
        status="not_found",
        text="报告未载明：食堂（已查1份报告）。",
        findings=(),
        coverage=Coverage(1, 0),
        missing=Missing("topic", "食堂"),
        related=(finding(HELD, "没有撤销案件。", None),),
    )
    page = answer_page(refusal, "abcdefgh")
    assert plain(page.text).split("\n") == [
        "报告未载明：食堂（已查1份报告）。",
        "",
        "可供参阅（不是答案）：",
        "1. 东湖区2024年",
        "没有撤销案件。",
        "出处：东湖区报告",
        "编号 abcdefgh",
    ]
    assert [button.data for button in page.buttons[0]] == ["s:abcdefgh:0"]
    missing = replace(
        refusal,
        status="missing_slot",
        text="没有2024年的报告。",
        missing=Missing("year", "2024", ("2022年", "2023年")),
        related=(),
    )
    assert shown(missing) == "没有2024年的报告。\n现有：2022年、2023年\n编号 abcdefgh"


def test_rankings_keep_their_line() -> None:
    west = report("西.txt", "西岭县报告\n办案31件。", place="西岭县")
    ranked = answered(
        "问",
        finding(HELD, CASES, "160件"),
        finding(west, "办案31件。", "31件"),
        text="东湖区2024年 160件 > 西岭县2024年 31件",
    )
    lines = shown(ranked).split("\n")
    assert lines[:2] == ["东湖区2024年 160件 > 西岭县2024年 31件", "2份报告中2份载明。"]


def test_quotes_are_cut_around_their_figure() -> None:
    text, start, end = around("前" * 900 + "60件" + "后" * 900, 900, 903, 200)
    assert text[start:end] == "60件"
    assert text.startswith("…前")
    assert text.endswith("后…")
    assert len(text) <= 202
    assert shorten("一句话。" + "长" * 30, 10) == "一句话。长长长长长…"
    assert shorten("说了七个字的话。又说", 9) == "说了七个字的话。…"
    assert (units("𠀀字"), length("<b>&lt;</b>")) == (3, 1)


class TestLog:
    @pytest.fixture
    def log(self, tmp_path: Path) -> Log:
        return Log.open(tmp_path / "data")

    def test_an_answer_is_remembered_as_it_was(self, log: Log) -> None:
        found = replace(
            finding(HELD, CASES, "60件", "一、", "（一）"),
            value=Value("60件", 60, "件", "约", items=("甲", "乙")),
            beside=(Value("37.5%", 37.5, "%"),),
            confidence=0.9,
        )
        answer = answered("问", found, related=(found,), missing=Missing("year", "2024", ("2023",)))
        assert recorded.load(recorded.dump(answer)) == answer
        first = log.keep(answer, Place(1, None, 2, 3), Receipt(7, {"东湖.txt": "ab"}))
        assert log.answer_in(1, 44) is None
        log.sent(first, 44)
        second = log.keep(replace(answer, question="又问"), Place(1, None, 2, 5), Receipt(7, {}))
        logged = log.answer_in(1, 44)
        assert logged is not None
        assert (logged.id, logged.answer, logged.reply) == (first, answer, 44)
        assert logged.receipt == Receipt(7, {"东湖.txt": "ab"})
        last = log.last_answer(1, None, 2)
        assert last is not None
        assert last.id == second
        assert log.last_answer(1, 9, 2) is None
        assert log.answer("nothere") is None
        log.close()

    def test_updates_are_new_once_and_given_up_after_three_attempts(self, log: Log) -> None:
        assert log.receive([(1, "a"), (2, "b"), (1, "a")]) == [(1, "a"), (2, "b")]
        assert log.receive([(2, "b"), (2, "after a silent week")]) == [(2, "after a silent week")]
        log.finish(2)
        assert log.unfinished() == [(1, "a")]
        assert log.unfinished() == [(1, "a")]
        assert log.unfinished() == []
        log.close()

    def test_jobs_are_done_in_their_order_and_asked_for_once(self, log: Log) -> None:
        first = log.promise(Job(0, "reindex", Place(1, None, 2, 3), "zh"))
        second = log.promise(Job(0, "document", Place(1, 5, 2, 4), "en", file="f", name="a.txt"))
        assert first is not None
        assert second is not None
        assert log.promise(Job(0, "reindex", Place(1, None, 2, 3), "zh")) is None
        log.notice(second.id, 77)
        assert log.next_job() == replace(first, state="running", attempts=1)
        assert [job.id for job in log.open_jobs("document")] == [second.id]
        log.close_job(first.id, "done", "gut")
        assert log.next_job() == replace(second, state="running", attempts=1, notice=77)
        assert log.next_job() is None
        assert log.resume() == ()
        assert log.next_job() == replace(second, state="running", attempts=2, notice=77)
        log.put_back(second.id)
        assert log.next_job() == replace(second, state="running", attempts=2, notice=77)
        log.close()


def test_findings_of_one_report_are_no_list() -> None:
    found: Finding = finding(HELD, CASES, "60件")
    page = answer_page(answered("问", found, found), "abcdefgh")
    assert [button.label for row in page.buttons for button in row] == [
        "来源",
        "下一条 2/2",
        "复制",
        "表格 .xlsx",
        "👍",
        "👎",
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_citation_fits_the_clipboard_of_a_button(language: Language) -> None:
    long = report("long.txt", f"{'题' * 300}\n{CASES}")
    path = ("一、" + "章" * 200, "（一）" + "节" * 200)
    text = citation(finding(long, CASES, "60件", *path), language)
    assert text.startswith("60件")
    assert len(text) <= 256


def test_contents_open_the_sections_of_a_report() -> None:
    text = "报告\n一、甲\n甲文。\n（一）乙\n乙文。"
    held = report("tree.txt", text)
    sections = (
        Section(0, None, 0, "heading", "", "报告", 0, 2, len(text)),
        Section(1, 0, 1, "heading", "一、", "一、甲", 3, 7, len(text)),
        Section(2, 1, 2, "heading", "（一）", "（一）乙", 11, 16, len(text)),
    )
    page = contents_page(held, sections, "zh", "abcdefgh:0", 0)
    assert [row[0].label for row in page.buttons] == ["一、甲", "　（一）乙"]
    opened = section_page(held, sections, 2, "zh", "abcdefgh:0", 0)
    assert opened is not None
    assert opened.text == "<b>报告 › （一）乙</b>\n\n（一）乙\n乙文。"
    assert section_page(held, sections, 9, "zh", "abcdefgh:0", 0) is None


def test_a_spreadsheet_has_numbers_as_numbers_and_text_of_reports_as_text() -> None:
    hostile = '=HYPERLINK("http://x","60件")，占37.5%。\x07'
    held = report("坏.txt", f"+坏报告\n{hostile}\n末", place="@县")
    good = finding(HELD, CASES, "60件", "一、", "（一）")
    good = replace(good, value=Value("近60件", 60, "件", "近"))
    bad = finding(held, hostile, "37.5%")
    answer = answered("各县办了多少件？", good, bad, coverage=Coverage(5, 2))
    content = spreadsheet(answer, "abcdefgh", lambda number: f"https://t.me/b?start={number}")
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows[:3]] == ["各县办了多少件？", "5份报告中2份载明", "abcdefgh"]
    assert rows[4][1:9] == ["东湖区", 2024, None, 60, "件", "近", "近60件", CASES]
    assert rows[4][9:] == ["东湖区报告", "一、 › （一）", "https://t.me/b?start=0"]
    assert rows[5][1] == "@县"
    assert rows[5][8] == hostile.replace("\x07", " ")
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def _counted(name: str, place: str, number: int, year: int = 2024) -> Finding:
    held = report(name, f"{place}报告\n聘任法治副校长{number}名。", place=place, year=year)
    found = finding(held, f"聘任法治副校长{number}名。", None)
    return replace(found, value=Value(f"{number}名", number, "名"))


def test_a_chart_is_a_picture_with_chinese_labels() -> None:
    # Glyphs that the font lacks would be warnings, which the tests take for errors.
    places = answered(
        "各县龘法治副校长？", _counted("a", "东湖区", 46), _counted("b", "西岭县", 28)
    )
    years = answered(
        "东湖区历年？", _counted("a", "东湖区", 46), _counted("b", "东湖区", 41, year=2023)
    )
    for answer in (places, years):
        assert can_be_drawn(answer)
        picture = chart(answer, "abcdefgh")
        assert picture.startswith(b"\x89PNG")
        assert picture != chart(replace(answer, findings=answer.findings[::-1]), "bbbbbbbb")


def test_what_cannot_be_compared_is_not_drawn() -> None:
    one = _counted("a", "东湖区", 46)
    other = replace(_counted("b", "西岭县", 3), value=Value("3万元", 3, "万元"))
    assert not can_be_drawn(answered("问", one))
    assert not can_be_drawn(answered("问", one, other))
