"""Questions and answers in Telegram, over HTTP, as people see them."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.telegram.running import TelegramBot
from tests.botapi import BotApi, slice_of, units
from tests.telegram_support import (
    ADMIN,
    OFFICE,
    WANG,
    KnownLibrary,
    answered,
    finding,
    report,
    running,
    settled,
)

EAST = report(
    "east.txt",
    "东湖区2024年度法治政府建设情况\n一、普法\n全区聘请法治副校长60人。覆盖所有中学。\n二、执法\n办理案件12件。",
    place="东湖区",
)
WEST = report(
    "west.txt", "西岭县2024年度法治政府建设情况\n全县选聘法治副校长31人。", place="西岭县"
)
QUESTION = "东湖区聘了多少名法治副校长"
SWEEP = "各地聘了多少名法治副校长"


@pytest.fixture
def library() -> KnownLibrary:
    library = KnownLibrary(EAST, WEST)
    east = finding(EAST, "全区聘请法治副校长60人。", "60人", "一、普法")
    west = finding(WEST, "全县选聘法治副校长31人。", "31人")
    cases = finding(EAST, "办理案件12件。", "12件", "二、执法")
    library.answers[QUESTION] = answered(QUESTION, east, cases)
    library.answers[SWEEP] = answered(SWEEP, east, west)
    return library


@pytest.fixture
async def bot(api: BotApi, library: KnownLibrary, tmp_path: Path) -> AsyncIterator[TelegramBot]:
    async with running(api, library, tmp_path) as bot:
        yield bot


@pytest.mark.usefixtures("bot")
class TestPrivate:
    async def test_the_figure_comes_first_then_quote_and_source(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        asked = api.say(api.private(wang), wang, QUESTION)
        [answer] = await api.sent(api.private(wang))
        assert answer.reply_to is asked
        *said, number = answer.text.split("\n")
        assert said == [
            "60人",
            "第 1/2 条",
            "全区聘请法治副校长60人。",
            "出处：东湖区2024年度法治政府建设情况 › 一、普法",
        ]
        assert number.startswith("编号 ")
        shown = {(each["type"], slice_of(answer.text, each)) for each in answer.entities}
        assert ("bold", "60人") in shown
        assert ("blockquote", "全区聘请法治副校长60人。") in shown
        assert ("underline", "60人") in shown
        assert [button["text"] for button in answer.buttons] == [
            "来源",
            "下一条 2/2",
            "复制",
            "表格 .xlsx",
            "👍",
            "👎",
        ]

    async def test_next_shows_the_other_finding_in_place(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, QUESTION)
        [answer] = await api.sent(chat)
        query = api.press(answer, wang, answer.buttons[1]["callback_data"])
        await api.answered(query)
        await api.edited(answer)
        assert answer.text.startswith("12件\n第 2/2 条\n办理案件12件。")
        assert len(api.from_bot(chat)) == 1

    async def test_source_opens_the_text_with_the_quote_marked(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, QUESTION)
        [answer] = await api.sent(chat)
        query = api.press(answer, wang, answer.buttons[0]["callback_data"])
        assert "text" not in await api.answered(query)
        source = (await api.sent(chat, 2))[1]
        assert source.reply_to is answer
        assert "覆盖所有中学。" in source.text
        marked = [e for e in source.entities if e["type"] == "underline"]
        assert [slice_of(source.text, each) for each in marked] == ["全区聘请法治副校长60人。"]

    async def test_the_source_command_opens_the_last_answer_or_the_one_replied_to(
        self, api: BotApi
    ) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, "/source")
        assert "还没有" in (await api.sent(chat))[0].text
        api.say(chat, wang, QUESTION)
        first = (await api.sent(chat, 2))[1]
        api.say(chat, wang, "没人写过的事")
        await api.sent(chat, 3)
        api.say(chat, wang, "/source", reply_to=first)
        assert "覆盖所有中学" in (await api.sent(chat, 4))[3].text

    async def test_the_copy_button_holds_figure_and_source_as_documents_cite_them(
        self, api: BotApi
    ) -> None:
        wang = api.user(WANG, "Wang")
        api.say(api.private(wang), wang, QUESTION)
        [answer] = await api.sent(api.private(wang))
        assert answer.buttons[2]["copy_text"] == {
            "text": "60人（《东湖区2024年度法治政府建设情况》一、普法）"
        }

    async def test_from_the_source_one_gets_to_the_contents_and_to_the_file(
        self, api: BotApi, library: KnownLibrary
    ) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, QUESTION)
        [answer] = await api.sent(chat)
        await api.answered(api.press(answer, wang, answer.buttons[0]["callback_data"]))
        source = (await api.sent(chat, 2))[1]
        contents, original = source.buttons[-2:]
        assert (contents["text"], original["text"]) == ("目录", "原件")
        await api.answered(api.press(source, wang, original["callback_data"]))
        sent = (await api.sent(chat, 3))[2]
        assert sent.document is not None
        assert sent.document.name == "east.txt"
        assert sent.document.content == library.original("east.txt")
        await api.answered(api.press(source, wang, contents["callback_data"]))
        await api.edited(source)
        assert source.text.startswith("目录：东湖区2024年度法治政府建设情况")

    async def test_the_file_of_a_report_that_is_gone_is_not_sent(
        self, api: BotApi, library: KnownLibrary
    ) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, QUESTION)
        [answer] = await api.sent(chat)
        await api.answered(api.press(answer, wang, answer.buttons[0]["callback_data"]))
        source = (await api.sent(chat, 2))[1]
        library.remove("east.txt")
        for button in source.buttons[-2:]:
            said = await api.answered(api.press(source, wang, button["callback_data"]))
            assert said["text"].startswith("这份报告已移除或更新")

    async def test_several_reports_are_a_list_with_a_row_each(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, SWEEP)
        [answer] = await api.sent(chat)
        lines = answer.text.split("\n")
        assert lines[0] == "2份报告中2份载明。"
        assert "1. 东湖区2024年：60人" in lines
        assert "2. 西岭县2024年：31人" in lines
        query = api.press(answer, wang, answer.buttons[1]["callback_data"])
        await api.answered(query)
        assert "全县选聘法治副校长31人。" in (await api.sent(chat, 2))[1].text

    async def test_a_sweep_can_be_had_as_a_spreadsheet(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, SWEEP)
        [answer] = await api.sent(chat)
        button = next(b for b in answer.buttons if b["text"] == "表格 .xlsx")
        await api.answered(api.press(answer, wang, button["callback_data"]))
        sent = (await api.sent(chat, 2))[1]
        assert sent.document is not None
        sheet = load_workbook(io.BytesIO(sent.document.content)).active
        assert sheet is not None
        places = [row[1].value for row in sheet.iter_rows(min_row=5)]
        assert places == ["东湖区", "西岭县"]
        link = sheet.cell(5, 12).value
        api.start(wang, str(link))
        assert "覆盖所有中学。" in (await api.sent(chat, 3))[2].text

    async def test_an_edited_question_edits_its_answer(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        asked = api.say(chat, wang, "东湖区有多少")
        [answer] = await api.sent(chat)
        api.edit(asked, QUESTION)
        await api.edited(answer)
        assert answer.text.startswith("60人\n")

    async def test_an_edit_is_no_command(self, api: BotApi) -> None:
        """CommandHandler of the library would take /reindex from an edited message, too."""
        boss = api.user(ADMIN, "Boss")
        chat = api.private(boss)
        said = api.say(chat, boss, QUESTION)
        [answer] = await api.sent(chat)
        for text in ("/reindex", "/new", f"/ask@someotherbot {QUESTION}"):
            api.edit(said, text)
        await api.idle()
        assert api.from_bot(chat) == [answer]
        assert answer.text.startswith("60人")

    async def test_unknown_commands_get_help_and_stickers_a_hint(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, "/nonsense")
        assert "/reports" in (await api.sent(chat))[0].text
        api.say(chat, wang, "/ask")
        assert "请在 /ask 后面" in (await api.sent(chat, 2))[1].text
        api.say(chat, wang, "/ask@someotherbot 多少")
        api.say(chat, wang, "/reports")
        reports = (await api.sent(chat, 3))[2].text
        assert "1. 东湖区2024年度法治政府建设情况（东湖区 2024）" in reports

    async def test_reports_are_browsed_by_place_year_and_issuer(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, "/reports")
        [held] = await api.sent(chat)
        assert [b["text"] for b in held.buttons] == ["按地区", "按年度", "按机构"]
        await api.answered(api.press(held, wang, held.buttons[0]["callback_data"]))
        await api.edited(held)
        assert [b["text"] for b in held.buttons] == ["东湖区（1）", "西岭县（1）"]
        await api.answered(api.press(held, wang, held.buttons[1]["callback_data"]))
        await api.edited(held, 2)
        assert held.text.split("\n") == [
            "西岭县：1 份报告",
            "1. 西岭县2024年度法治政府建设情况（西岭县 2024）",
        ]
        said = await api.answered(api.press(held, wang, "e:place:9:0", stale=True))
        assert said["text"].startswith("这条答案已过期")

    async def test_english_people_are_spoken_to_in_english(self, api: BotApi) -> None:
        smith = api.user(WANG, "Smith", language_code="en-GB")
        api.say(api.private(smith), smith, "/start")
        assert (await api.sent(api.private(smith)))[0].text.startswith("I answer questions")

    async def test_a_press_on_an_answer_no_longer_known_is_told_so(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.say(chat, wang, QUESTION)
        [answer] = await api.sent(chat)
        for data in ("n:aaaaaaaa:0", "n:x", "", "s:1:2:3:4", "z"):
            query = api.press(answer, wang, data or "?", stale=True)
            said = await api.answered(query)
            assert said["text"] == "这条答案已过期，请重新提问。"
            assert said["show_alert"] is True


class TestShape:
    async def test_hostile_text_is_shown_as_it_is(self, api: BotApi, tmp_path: Path) -> None:
        quote = "聘<b>60</b>人&amp;<script>x</script></blockquote>\u202e。"
        hostile = report("x<i>.txt", f"题&<目>\n{quote}\n末", place="<甲&乙>")
        library = KnownLibrary(hostile)
        library.answers["问"] = answered(
            "问", finding(hostile, quote, "<b>60</b>人", "一、<a href='x'>", "</b>")
        )
        async with running(api, library, tmp_path):
            wang = api.user(WANG, "Wang")
            chat = api.private(wang)
            api.say(chat, wang, "问")
            [answer] = await api.sent(chat)
            assert quote.replace("\u202e", " ") in answer.text
            assert "题&<目> › 一、<a href='x'> › </b>" in answer.text
            api.say(chat, wang, "/source")
            assert quote.replace("\u202e", " ") in (await api.sent(chat, 2))[1].text
            api.say(chat, wang, "/reports")
            assert "题&<目>（<甲&乙> 2024）" in (await api.sent(chat, 3))[2].text

    async def test_long_answers_and_sections_stay_within_the_limit(
        self, api: BotApi, tmp_path: Path
    ) -> None:
        sentence = "𠀀" * 3000 + "，共60人。"
        long = report("long.txt", "题目" * 500 + "\n" + "前文很长。" * 800 + sentence + "后" * 5000)
        held = [
            report(
                f"{number}.txt", f"{number}县报告\n{'乡' * 700}聘{number}人。", place="某县" * 60
            )
            for number in range(20)
        ]
        library = KnownLibrary(long, *held)
        path = ("一、" + "章" * 400,) * 9
        library.answers["一"] = answered("一", finding(long, sentence, "60人", *path))
        library.answers["多"] = answered(
            "多",
            *(
                finding(each, each.text.split("\n")[1], f"{number}人", *path)
                for number, each in enumerate(held)
            ),
            text="总" * 5000,
        )
        async with running(api, library, tmp_path):
            wang = api.user(WANG, "Wang")
            chat = api.private(wang)
            api.say(chat, wang, "一")
            [answer] = await api.sent(chat)
            assert units(answer.text) <= 4096
            assert "共60人" in answer.text
            api.say(chat, wang, "/source")
            source = (await api.sent(chat, 2))[1]
            seen = [source.text]
            while later := [b for b in source.buttons if "下一页" in b["text"]]:
                edits = len(source.edits)
                await api.answered(api.press(source, wang, later[0]["callback_data"]))
                await api.edited(source, edits + 1)
                seen.append(source.text)
            assert "后后后" in seen[-1]
            api.say(chat, wang, "多")
            rows = (await api.sent(chat, 3))[2]
            for button in ("下一页 ›", "下一页 ›", "‹ 上一页"):
                data = next(b["callback_data"] for b in rows.buttons if b["text"] == button)
                edits = len(rows.edits)
                await api.answered(api.press(rows, wang, data))
                await api.edited(rows, edits + 1)
            assert "9. 某县" in rows.text


@pytest.mark.usefixtures("bot")
class TestGroup:
    async def test_it_is_silent_until_it_is_spoken_to(
        self, api: BotApi, bot: TelegramBot, library: KnownLibrary
    ) -> None:
        wang = api.user(WANG, "Wang")
        group = api.group(OFFICE, "办公室")
        other = api.say(group, wang, "大家好")
        api.say(group, wang, "/help@otherbot")
        api.say(group, wang, f"@{api.username}2 {QUESTION}")
        api.say(group, wang, QUESTION, reply_to=other)
        await settled(api, bot)
        assert api.from_bot(group) == []
        asked = api.say(group, wang, f"@{api.username.upper()} {QUESTION}")
        [answer] = await api.sent(group)
        assert answer.reply_to is asked
        assert library.asked == [QUESTION]
        api.say(group, wang, SWEEP, reply_to=answer)
        assert "西岭县" in (await api.sent(group, 2))[1].text
        api.say(group, wang, f"/ask {QUESTION}")
        assert (await api.sent(group, 3))[2].text.startswith("60人")
        api.say(group, wang, f"/ask@{api.username} {SWEEP}")
        await api.sent(group, 4)
        assert library.asked == [QUESTION, SWEEP, QUESTION, SWEEP]

    async def test_it_answers_in_the_topic(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        group = api.group(OFFICE, "办公室", forum=True)
        api.say(group, wang, "闲聊", thread=5)
        api.say(group, wang, f"/ask {QUESTION}", thread=5)
        [answer] = await api.sent(group)
        assert answer.thread == 5
        query = api.press(answer, wang, answer.buttons[0]["callback_data"])
        await api.answered(query)
        assert (await api.sent(group, 2))[1].thread == 5

    async def test_a_question_put_by_another_is_taken_from_the_reply(
        self, api: BotApi, library: KnownLibrary
    ) -> None:
        wang, li = api.user(WANG, "Wang"), api.user(8, "Li")
        group = api.group(OFFICE, "办公室")
        question = api.say(group, li, QUESTION)
        api.say(group, wang, f"@{api.username}", reply_to=question)
        assert (await api.sent(group))[0].text.startswith("60人")
        api.say(group, wang, f"@{api.username}")
        assert "/ask" in (await api.sent(group, 2))[1].text

    async def test_anonymous_administrators_may_ask_but_channels_and_bots_not(
        self, api: BotApi, bot: TelegramBot
    ) -> None:
        group, news = api.group(OFFICE, "办公室"), api.channel(-1005, "新闻")
        api.say(group, None, f"/ask {QUESTION}", sender_chat=news)
        api.channel_post(news, f"/ask {QUESTION}")
        api.say(group, None, f"/ask {QUESTION}")
        await api.sent(group)
        await settled(api, bot)
        assert len(api.from_bot(group)) == 1
        api.say(group, None, "/reindex")
        assert (await api.sent(group, 2))[1].text == "这个命令只供管理员使用。"

    async def test_it_says_hello_where_it_may_speak(self, api: BotApi, bot: TelegramBot) -> None:
        wang = api.user(WANG, "Wang")
        group, elsewhere = api.group(OFFICE, "办公室"), api.group(-1002, "别处")
        api.join(group, wang)
        api.join(elsewhere, wang)
        await api.sent(group)
        await settled(api, bot)
        assert api.from_bot(elsewhere) == []
