"""Files that administrators send: previewed, corrected, added, replaced, together or alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.telegram.running import TelegramBot
from index import Library
from tests.botapi import BotApi, Message
from tests.formats.make import NAME
from tests.telegram_support import ADMIN, WANG, press, pressed, running, settled, taken_in
from tests.test_versions import NEWER
from tests.tiny_reports import FENGLIN, LUHE_JUSTICE

FORMATS = Path(__file__).parent / "formats"
QUESTION = "榆川县2024年聘任了多少名法治副校长？"


@pytest.fixture
async def bot(api: BotApi, counties: Library, tmp_path: Path) -> AsyncIterator[TelegramBot]:
    async with running(api, counties, tmp_path) as bot:
        yield bot


async def sent(api: BotApi, name: str, data: bytes, number: int = 1) -> Message:
    """The preview of a file that the administrator sends."""
    boss = api.user(ADMIN, "Boss")
    api.send_file(api.private(boss), boss, name, data)
    notice = (await api.sent(api.private(boss), number))[number - 1]
    await api.wait_for(lambda: not notice.text.startswith("正在"))
    return notice


class TestPreview:
    async def test_it_shows_what_a_new_report_would_be(
        self, api: BotApi, bot: TelegramBot, counties: Library
    ) -> None:
        notice = await sent(api, "芦河.txt", LUHE_JUSTICE.encode())
        lines = notice.text.split("\n")
        assert lines[0].startswith("芦河.txt（txt，")
        assert "单位：芦河县司法局（标题）" in lines
        assert "年度：2024（标题）" in lines
        assert "　（一）做实法律援助" in lines
        assert any("214件" in line and line.startswith("数据 ") for line in lines)
        assert lines[-1] == "新报告。"
        assert [b["text"] for b in notice.buttons] == ["入库", "修改信息", "取消"]
        assert len(counties.reports()) == 3
        await press(api, notice, "取消")
        await api.wait_for(lambda: notice.text == "已取消，芦河.txt 没有收录。")
        assert len(counties.reports()) == 3

    @pytest.mark.usefixtures("bot")
    async def test_another_version_shows_its_figures_before_it_replaces(
        self, api: BotApi, counties: Library
    ) -> None:
        notice = await sent(api, "新.txt", NEWER.encode())
        lines = notice.text.split("\n")
        assert "将替换 yuchuan-2024.txt（同一单位、同一年度），旧版本保留。" in lines
        assert "· 法治副校长：46名 → 48名" in lines
        await taken_in(api, api.user(ADMIN, "Boss"), notice)
        assert notice.text.startswith("已更新")
        assert counties.ask(QUESTION).text == "48名"
        assert len(counties.reports()) == 3

    @pytest.mark.usefixtures("bot")
    async def test_the_same_in_another_format_is_recognised(
        self, api: BotApi, counties: Library
    ) -> None:
        counties.index([FORMATS / f"{NAME}.docx"])
        notice = await sent(api, "临溪.doc", (FORMATS / f"{NAME}.doc").read_bytes())
        assert f"与已收录的 {NAME}.docx 内容相同，不必再收录。" in notice.text
        assert notice.buttons[0]["text"] == "仍要入库"

    @pytest.mark.usefixtures("bot")
    async def test_nobody_else_decides_and_nothing_is_decided_twice(
        self, api: BotApi, counties: Library
    ) -> None:
        notice = await sent(api, "芦河.txt", LUHE_JUSTICE.encode())
        data = pressed(notice, "入库")
        wang, boss = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
        said = await api.answered(api.press(notice, wang, data, stale=True))
        assert said["text"] == "这个命令只供管理员使用。"
        first, second = api.press(notice, boss, data), api.press(notice, boss, data, stale=True)
        await api.answered(first)
        said = await api.answered(second)
        assert said["text"] == "这份文件已经处理过了。"
        assert [entry.name for entry in counties.reports()].count("芦河.txt") == 1


class TestCorrecting:
    @pytest.mark.usefixtures("bot")
    async def test_a_year_is_tapped_and_a_name_is_replied(
        self, api: BotApi, counties: Library
    ) -> None:
        boss = api.user(ADMIN, "Boss")
        chat = api.private(boss)
        notice = await sent(api, "芦河.txt", LUHE_JUSTICE.encode())
        await press(api, notice, "修改信息")
        await api.wait_for(lambda: "年度" in [b["text"] for b in notice.buttons])
        await press(api, notice, "年度")
        await api.wait_for(lambda: "2023" in [b["text"] for b in notice.buttons])
        await press(api, notice, "2023")
        await api.wait_for(lambda: "年度：2023（人工更正）" in notice.text)
        await press(api, notice, "单位")
        prompt = (await api.sent(chat, 2))[1]
        assert prompt.text == "请回复这条消息，写上 芦河.txt 的单位。"
        api.say(chat, boss, '芦河县"司法局"', reply_to=prompt)
        page = (await api.sent(chat, 3))[2]
        assert '单位：芦河县"司法局"' in page.text
        assert "年度：2023（人工更正）" in page.text
        await press(api, page, "返回")
        await taken_in(api, boss, page)
        about = counties.report("芦河.txt").description
        assert (about.issuer, about.year) == ('芦河县"司法局"', 2023)

    @pytest.mark.usefixtures("bot")
    async def test_what_is_no_date_is_refused_with_an_example(self, api: BotApi) -> None:
        boss = api.user(ADMIN, "Boss")
        chat = api.private(boss)
        notice = await sent(api, "芦河.txt", LUHE_JUSTICE.encode())
        await press(api, notice, "修改信息")
        await api.wait_for(lambda: "发布日期" in [b["text"] for b in notice.buttons])
        await press(api, notice, "发布日期")
        prompt = (await api.sent(chat, 2))[1]
        api.say(chat, boss, "去年", reply_to=prompt)
        refused = (await api.sent(chat, 3))[2]
        assert refused.text.startswith("没有修改：键 published 应为日期")
        api.say(chat, boss, "2025-01-20", reply_to=prompt)
        assert "发布：2025-01-20" in (await api.sent(chat, 4))[3].text

    async def test_corrections_survive_a_restart(
        self, api: BotApi, counties: Library, tmp_path: Path
    ) -> None:
        boss = api.user(ADMIN, "Boss")
        async with running(api, counties, tmp_path):
            notice = await sent(api, "芦河.txt", LUHE_JUSTICE.encode())
            await press(api, notice, "修改信息")
            await api.wait_for(lambda: "年度" in [b["text"] for b in notice.buttons])
            await press(api, notice, "年度")
            await api.wait_for(lambda: "2022" in [b["text"] for b in notice.buttons])
            await press(api, notice, "2022")
            await api.wait_for(lambda: "年度：2022" in notice.text)
            await press(api, notice, "返回")
            await api.wait_for(lambda: "入库" in [b["text"] for b in notice.buttons])
        async with running(api, counties, tmp_path):
            await taken_in(api, boss, notice)
        assert counties.report("芦河.txt").description.year == 2022


class TestTogether:
    @pytest.mark.usefixtures("bot")
    async def test_a_zip_becomes_one_summary(self, api: BotApi, counties: Library) -> None:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("芦河.txt", LUHE_JUSTICE.encode())
            archive.writestr("榆川.txt", NEWER.encode())
            archive.writestr("枫林.txt", FENGLIN.encode())
            archive.writestr("空.txt", b" ")
        notice = await sent(api, "报告.zip", stream.getvalue())
        lines = notice.text.split("\n")
        assert lines[0] == "共收到 4 份文件："
        assert lines[1].startswith("1. 芦河.txt：")
        assert lines[1].endswith("（新报告）")
        assert lines[2].endswith("（替换旧版，2 个数字变化）")
        assert lines[3].endswith("（内容已收录）")
        assert lines[4].startswith("4. 空.txt：未能读取：")
        await press(api, notice, "查看 2")
        boss = api.user(ADMIN, "Boss")
        assert "46名 → 48名" in (await api.sent(api.private(boss), 2))[1].text
        await press(api, notice, "全部入库（3）")
        await api.wait_for(lambda: "已入库" in notice.text)
        assert counties.ask(QUESTION).text == "48名"
        assert notice.buttons == []

    async def test_an_album_is_told_of_in_one_message(self, api: BotApi, bot: TelegramBot) -> None:
        boss = api.user(ADMIN, "Boss")
        chat = api.private(boss)
        for name, text in (("芦河.txt", LUHE_JUSTICE), ("新.txt", NEWER)):
            api.send_file(chat, boss, name, text.encode(), media_group_id="77")
        [notice] = await api.sent(chat)
        await api.wait_for(lambda: notice.text.startswith("共收到 2 份文件："))
        await settled(api, bot)
        assert len(api.from_bot(chat)) == 1

    async def test_two_files_of_one_name_in_an_album_are_two(
        self, api: BotApi, bot: TelegramBot
    ) -> None:
        boss = api.user(ADMIN, "Boss")
        chat = api.private(boss)
        for text in (LUHE_JUSTICE, NEWER):
            api.send_file(chat, boss, "index.txt", text.encode(), media_group_id="78")
        [notice] = await api.sent(chat)
        await api.wait_for(lambda: notice.text.startswith("共收到 2 份文件："))
        assert "芦河县" in notice.text
        assert "榆川县" in notice.text

    @pytest.mark.usefixtures("bot")
    async def test_a_zip_that_is_none_is_refused(self, api: BotApi) -> None:
        notice = await sent(api, "坏.zip", b"PK\x03\x04 nothing")
        assert notice.text.startswith("未能收录：坏.zip：压缩包不完整或已损坏")


async def test_a_preview_waits_over_a_crash(api: BotApi, counties: Library, tmp_path: Path) -> None:
    boss = api.user(ADMIN, "Boss")
    async with running(api, counties, tmp_path):
        notice = await sent(api, "芦河.txt", LUHE_JUSTICE.encode())
    async with running(api, counties, tmp_path):
        await taken_in(api, boss, notice)
    assert "芦河.txt" in {entry.name for entry in counties.reports()}
