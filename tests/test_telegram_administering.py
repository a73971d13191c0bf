"""Administrators bring back versions, remove reports, invite people; all of it is written down."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.telegram.running import TelegramBot
from index import Library
from tests.botapi import BotApi
from tests.telegram_support import ADMIN, STRANGER, WANG, press, pressed, running, said, settled
from tests.test_versions import NEWER

QUESTION = "榆川县2024年聘任了多少名法治副校长？"


@pytest.fixture
async def bot(api: BotApi, counties: Library, tmp_path: Path) -> AsyncIterator[TelegramBot]:
    async with running(api, counties, tmp_path) as bot:
        yield bot


@pytest.mark.usefixtures("bot")
class TestReports:
    async def test_a_version_is_brought_back(self, api: BotApi, counties: Library) -> None:
        assert (await said(api, "/versions")).text == "没有旧版本。"
        counties.add("new.txt", NEWER.encode(), "telegram:9", replaces="yuchuan-2024.txt")
        assert counties.ask(QUESTION).text == "48名"
        listed = await said(api, "/versions", 2)
        assert listed.text.split("\n")[0] == "旧版本 1 份："
        assert "被 new.txt 替换" in listed.text
        await press(api, listed, "恢复 1")
        await api.wait_for(lambda: listed.text.startswith("已恢复 yuchuan-2024.txt"))
        assert counties.ask(QUESTION).text == "46名"
        assert (await said(api, "/rollback yuchuan-2024.txt", 3)).text.startswith("已恢复 new.txt")
        assert counties.ask(QUESTION).text == "48名"

    async def test_a_report_is_removed_after_a_question_and_undone(
        self, api: BotApi, counties: Library
    ) -> None:
        which = await said(api, "/remove")
        assert "3. yuchuan-2024.txt" in which.text
        await press(api, which, "移除 3")
        await api.wait_for(lambda: which.text.startswith("移除 yuchuan-2024.txt"))
        assert len(counties.reports()) == 3
        await press(api, which, "移除")
        await api.wait_for(lambda: which.text == "已移除 yuchuan-2024.txt。")
        assert len(counties.reports()) == 2
        await press(api, which, "撤销")
        await api.wait_for(lambda: which.text.startswith("已恢复 yuchuan-2024.txt"))
        assert counties.ask(QUESTION).text == "46名"

    async def test_a_part_of_the_name_is_enough_where_it_is_unique(self, api: BotApi) -> None:
        assert (await said(api, "/remove fenglin")).text.startswith("移除 fenglin-2024.txt")
        assert (await said(api, "/remove yuchuan", 2)).text.startswith("要移除哪一份？")

    async def test_readers_administer_nothing(self, api: BotApi, counties: Library) -> None:
        commands = ("/versions", "/remove", "/rollback", "/invite", "/people", "/audit")
        for number, command in enumerate(commands, 1):
            answer = await said(api, command, number, WANG)
            assert answer.text == "这个命令只供管理员使用。"
        which = await said(api, "/remove")
        wang = api.user(WANG, "Wang")
        data = pressed(which, "移除 3").replace("k:r", "k:R")
        refused = await api.answered(api.press(which, wang, data, stale=True))
        assert refused["text"] == "这个命令只供管理员使用。"
        assert len(counties.reports()) == 3


class TestPeople:
    async def test_a_link_lets_one_person_in_once(
        self, api: BotApi, counties: Library, tmp_path: Path
    ) -> None:
        guest = api.user(STRANGER, "Guest")
        async with running(api, counties, tmp_path):
            invited = await said(api, "/invite")
            link = invited.text.split("\n")[1]
            api.start(guest, link)
            assert "您可以使用了，身份是读者" in (await api.sent(api.private(guest)))[0].text
            other = api.user(667, "Other")
            api.start(other, link)
            spent = (await api.sent(api.private(other)))[0].text
            assert spent.startswith("这个邀请已用过或已过期")
            api.say(api.private(other), other, QUESTION)
        async with running(api, counties, tmp_path):
            api.say(api.private(guest), guest, QUESTION)
            assert (await api.sent(api.private(guest), 2))[1].text.startswith("46名")
            api.say(api.private(guest), guest, "/invite")
            assert (await api.sent(api.private(guest), 3))[2].text == "这个命令只供管理员使用。"
            people = await said(api, "/people", 2)
            assert "Guest（666，读者，" in people.text
            await press(api, people, "移除 Guest")
            await api.wait_for(lambda: people.text == "没有通过邀请加入的人。")
            api.say(api.private(guest), guest, QUESTION)
            assert "666" in (await api.sent(api.private(guest), 4))[3].text

    async def test_an_administrator_by_invitation_invites_readers_only(
        self, api: BotApi, counties: Library, tmp_path: Path
    ) -> None:
        guest = api.user(STRANGER, "Guest")
        async with running(api, counties, tmp_path) as bot:
            invited = await said(api, "/invite 管理员")
            api.start(guest, invited.text.split("\n")[1])
            assert "身份是管理员" in (await api.sent(api.private(guest)))[0].text
            assert (await said(api, "/invite 管理员", 2, STRANGER)).text.startswith("只有配置文件")
            assert "一个人" in (await said(api, "/invite", 3, STRANGER)).text
            people = await said(api, "/people", 4, STRANGER)
            data = pressed(people, "移除 Guest")
            alert = await api.answered(api.press(people, guest, data))
            assert alert["text"].startswith("只有配置文件")
            await settled(api, bot)

    async def test_the_configuration_has_the_last_word(
        self, api: BotApi, counties: Library, tmp_path: Path
    ) -> None:
        guest = api.user(STRANGER, "Guest")
        async with running(api, counties, tmp_path):
            invited = await said(api, "/invite")
            api.start(guest, invited.text.split("\n")[1])
            await api.sent(api.private(guest))
        async with running(api, counties, tmp_path, blocked=frozenset({STRANGER})):
            api.say(api.private(guest), guest, QUESTION)
            refused = (await api.sent(api.private(guest), 2))[1].text
            assert "46名" not in refused
            assert "666" in refused

    async def test_a_stolen_database_holds_no_invitation(
        self, api: BotApi, counties: Library, tmp_path: Path
    ) -> None:
        async with running(api, counties, tmp_path) as bot:
            code = (await said(api, "/invite")).text.rpartition("j_")[2]
            rows = bot.service.log._reader.execute("select * from bot_invites").fetchall()
            assert len(rows) == 1
            assert code not in str(rows)


@pytest.mark.usefixtures("bot")
async def test_what_was_done_is_written_down_and_can_be_had(api: BotApi) -> None:
    assert (await said(api, "/audit")).text == "还没有管理操作。"
    which = await said(api, "/remove fenglin", 2)
    await press(api, which, "移除")
    await api.wait_for(lambda: which.text == "已移除 fenglin-2024.txt。")
    acts = await said(api, "/audit", 3)
    assert acts.text.split("\n")[1].endswith(f" {ADMIN} 移除 fenglin-2024.txt")
    await press(api, acts, "表格 .xlsx")
    boss = api.user(ADMIN, "Boss")
    sent = (await api.sent(api.private(boss), 4))[3]
    assert sent.document is not None
    sheet = load_workbook(io.BytesIO(sent.document.content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][1:] == [ADMIN, "remove", "fenglin-2024.txt"]


async def test_whoever_removes_what_is_in_the_folder_is_told_that_it_comes_back(
    api: BotApi, library: Library, tmp_path: Path
) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "new.txt").write_text(NEWER, "utf-8")
    library.index([tmp_path / "reports"])
    async with running(api, library, tmp_path):
        asked = await said(api, "/remove new.txt")
        assert "它的文件还在报告文件夹里" in asked.text
