"""What administrators have the bot do: /reindex and documents."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.config import WatchConfig
from bot.log import Log
from bot.recorded import Job, Place
from index import Library
from index.errors import StoreError
from index.models import ReportEntry
from tests.botapi import BotApi
from tests.telegram_support import (
    ADMIN,
    FAST,
    OFFICE,
    WANG,
    KnownLibrary,
    pressed,
    running,
    settled,
    taken_in,
)
from tests.tiny_reports import FENGLIN, YUCHUAN


@pytest.fixture
def library() -> KnownLibrary:
    return KnownLibrary()


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("甲县2024年报告\n建成3所。", "utf-8")
    (folder / "b<.txt").write_text("乙县2024年报告\n建成4所。", "utf-8")
    (folder / "c.txt").write_bytes(b"")
    return folder


@pytest.mark.usefixtures("reports")
async def test_reindex_shows_how_far_it_is_and_what_came_of_it(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    library.hold.clear()
    async with running(api, library, tmp_path):
        boss = api.user(ADMIN, "Boss")
        chat = api.private(boss)
        asked = api.say(chat, boss, "/reindex")
        [notice] = await api.sent(chat)
        await api.edited(notice)
        assert notice.text == "正在读取 0/3：a.txt"
        api.say(chat, boss, "/reindex")
        assert (await api.sent(chat, 2))[1].text == "已经在读取了，请等它完成。"
        library.hold.set()
        await api.wait_for(lambda: "读取完成" in notice.text)
        assert notice.reply_to is asked
        lines = notice.text.split("\n")
        assert lines[1:] == [
            "新收录 2 份",
            "· a.txt",
            "· b<.txt",
            "",
            "未能收录 1 份",
            "· c.txt：文件里没有文字。",
        ]
        api.say(chat, boss, "/reindex")
        await api.wait_for(lambda: "读取完成" in api.from_bot(chat)[-1].text)


async def test_reindex_is_for_administrators(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path):
        wang = api.user(WANG, "Wang")
        api.say(api.private(wang), wang, "/reindex")
        assert (await api.sent(api.private(wang)))[0].text == "这个命令只供管理员使用。"


async def test_a_document_is_added_and_summed_up(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path):
        boss = api.user(ADMIN, "Boss")
        chat = api.private(boss)
        api.send_file(chat, boss, "../../丙县.txt", "丙县2024年<报告>\n建成5所。".encode())
        [notice] = await api.sent(chat)
        await taken_in(api, boss, notice)
        assert notice.text.split("\n") == [
            "已收录 丙县.txt",
            "标题：丙县2024年<报告>",
            "单位：未载明",
            "地方：未载明",
            "年度：2024",
            "1 个章节，2 个数字",
        ]
        assert library.sources["丙县.txt"] == f"telegram:{ADMIN}"


async def test_a_namesake_does_not_take_the_place_of_another_report(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path):
        boss = api.user(ADMIN, "Boss")
        chat = api.private(boss)
        for number, text in enumerate(("丙县报告\n5所。", "丁县报告\n6所。", "丙县报告\n7所。"), 1):
            api.send_file(chat, boss, "index.html", text.encode())
            notice = (await api.sent(chat, number))[-1]
            await taken_in(api, boss, notice)
        assert {name: held.text for name, held in library.held.items()} == {
            "index.html": "丙县报告\n7所。",
            "index (2).html": "丁县报告\n6所。",
        }
        assert notice.text.startswith("已更新 index.html")


async def test_documents_that_cannot_be_read_are_refused_with_the_reason(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path):
        boss = api.user(ADMIN, "Boss")
        chat = api.private(boss)
        api.send_file(chat, boss, "空.txt", b" ")
        [notice] = await api.sent(chat)
        await api.edited(notice)
        assert notice.text == "未能收录：空.txt：文件里没有文字。"
        api.send_file(chat, boss, "大.txt", b"x", size=21 * 1024 * 1024)
        refused = (await api.sent(chat, 2))[1]
        assert "大.txt 有 21.0 MB" in refused.text
        assert api.called("getFile", None)[-1].parameters["file_id"]
        assert len(api.called("getFile")) == 1


async def test_only_administrators_add_documents_and_only_in_private(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path) as bot:
        wang, boss = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
        group = api.group(OFFICE, "办公室")
        api.send_file(group, boss, "a.txt", b"x")
        for name in ("a.txt", "b.txt"):
            api.send_file(api.private(wang), wang, name, b"x", caption="多少")
        await settled(api, bot)
        [refused] = api.from_bot(api.private(wang))
        assert "只有管理员" in refused.text
        assert api.from_bot(group) == []
        assert library.held == {}


async def test_a_caption_that_asks_is_a_question(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path):
        wang = api.user(WANG, "Wang")
        group = api.group(OFFICE, "办公室")
        api.send_file(group, wang, "a.png", b"x", caption=f"@{api.username} 多少")
        await api.sent(group)
        assert library.asked == ["多少"]


async def test_a_download_that_stumbles_is_repeated_and_one_that_is_refused_is_told(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path):
        boss = api.user(ADMIN, "Boss")
        chat = api.private(boss)
        api.drop("getFile", times=2)
        api.send_file(chat, boss, "a.txt", "甲县报告".encode())
        [notice] = await api.sent(chat)
        await taken_in(api, boss, notice)
        api.fail("getFile", 400, description="Bad Request: wrong file_id")
        api.send_file(chat, boss, "b.txt", b"x")
        lost = (await api.sent(chat, 2))[1]
        await api.edited(lost)
        assert lost.text == "没能从 Telegram 下载 b.txt，请重新发送。"


async def test_nothing_is_called_received_before_it_is_held(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path):
        boss = api.user(ADMIN, "Boss")
        chat = api.private(boss)
        api.send_file(chat, boss, "a.txt", "甲县报告".encode())
        [notice] = await api.sent(chat)
        await api.edited(notice)
        assert notice.edits == ["正在下载并读取 a.txt……"]
        assert notice.text.startswith("a.txt（txt，")
        assert library.held == {}


async def test_a_document_out_of_reach_is_tried_again_until_it_is_there(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path):
        boss = api.user(ADMIN, "Boss")
        chat = api.private(boss)
        api.fail("getFile", 502, times=10)
        api.drop("getFile", times=3)
        api.fail("getFile", 401, times=1)  # a proxy with ideas of its own
        api.send_file(chat, boss, "b.txt", "乙县报告".encode())
        [notice] = await api.sent(chat)
        await taken_in(api, boss, notice)
        assert "稍后自动重试" in notice.edits[1]


async def test_an_upload_survives_that_the_database_is_taken(
    api: BotApi, library: KnownLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors = [StoreError("另一个进程正在写入")] * 2
    add = library.add

    def taken(*arguments: Any, **named: Any) -> ReportEntry:
        if errors:
            raise errors.pop()
        return add(*arguments, **named)

    monkeypatch.setattr(library, "add", taken)
    async with running(api, library, tmp_path):
        boss = api.user(ADMIN, "Boss")
        chat = api.private(boss)
        api.send_file(chat, boss, "b.txt", "乙县报告".encode())
        [notice] = await api.sent(chat)
        await api.edited(notice)
        for _ in range(2):
            said = await api.answered(api.press(notice, boss, pressed(notice, "入库")))
            assert said["text"].startswith("抱歉")
        await taken_in(api, boss, notice)


async def test_one_that_stays_out_of_reach_is_given_up_in_the_end(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    async with running(api, library, tmp_path, pace=replace(FAST, job_failures=3)):
        boss = api.user(ADMIN, "Boss")
        chat = api.private(boss)
        api.fail("getFile", 502, times=1000)
        api.send_file(chat, boss, "b.txt", b"x")
        [notice] = await api.sent(chat)
        await api.wait_for(lambda: notice.text == "没能从 Telegram 下载 b.txt，请重新发送。")
        assert len(api.called("getFile")) == 3 * FAST.attempts


async def test_a_document_out_of_reach_keeps_no_other_job_from_its_turn(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    """It is fetched by the next start, without waiting for its hour."""
    boss = api.user(ADMIN, "Boss")
    chat = api.private(boss)
    async with running(api, library, tmp_path, pace=replace(FAST, job_retry=3600)):
        api.fail("getFile", 502, times=FAST.attempts)
        api.send_file(chat, boss, "a.txt", "甲县报告".encode())
        [notice] = await api.sent(chat)
        await api.edited(notice)
        assert "自动重试" in notice.text
        api.send_file(chat, boss, "b.txt", "乙县报告".encode())
        other = (await api.sent(chat, 2))[1]
        await taken_in(api, boss, other)
        assert set(library.held) == {"b.txt"}
    async with running(api, library, tmp_path):
        await taken_in(api, boss, notice)


async def test_stops_while_telegram_hangs_cost_no_upload(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    boss = api.user(ADMIN, "Boss")
    chat = api.private(boss)
    api.send_file(chat, boss, "a.txt", "甲县报告".encode())
    for number in range(1, 5):
        api.delay("getFile", 10)
        async with running(api, library, tmp_path, drain_seconds=0.1):
            await reached(api, number)
    async with running(api, library, tmp_path):
        [notice] = await api.sent(chat)
        await taken_in(api, boss, notice)


async def test_jobs_cut_short_are_done_at_the_next_start(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    boss = api.user(ADMIN, "Boss")
    chat = api.private(boss)
    stored = api.world.keep_file("a.txt", "甲县报告".encode(), "text/plain", None)
    log = Log.open(tmp_path / "data")
    place = Place(ADMIN, None, ADMIN, 40)
    log.promise(Job(0, "document", place, "zh", file=stored.file_id, name="a.txt"))
    assert log.next_job() is not None  # it runs, and then the process dies
    tired = log.promise(Job(0, "document", Place(ADMIN, None, ADMIN, 41), "zh", name="b.txt"))
    assert tired is not None
    for _ in range(3):
        log.close_job(tired.id, "waiting", "")
        assert log.next_job() is not None
    log.close()
    async with running(api, library, tmp_path):
        given_up, notice = sorted(await api.sent(chat, 2), key=lambda m: len(m.buttons))
        assert given_up.text == "处理 b.txt 时多次中断，已放弃。请查看日志。"
        await taken_in(api, boss, notice)
        assert set(library.held) == {"a.txt"}


@pytest.mark.usefixtures("reports")
async def test_a_stop_leaves_the_index_to_the_next_start(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    boss = api.user(ADMIN, "Boss")
    chat = api.private(boss)
    library.hold.clear()
    async with running(api, library, tmp_path):
        api.say(chat, boss, "/reindex")
        [notice] = await api.sent(chat)
        await api.edited(notice)
        asyncio.get_running_loop().call_later(0.3, library.hold.set)
    assert "读取完成" not in notice.text
    async with running(api, library, tmp_path):
        await api.wait_for(lambda: "读取完成" in notice.text)


async def reached(api: BotApi, calls: int) -> None:
    """Returns when the bot has asked so often where a file is."""
    await api.wait_for(lambda: len(api.called("getFile")) == calls)


async def test_a_watched_folder_is_indexed_when_its_files_have_come_to_rest(
    api: BotApi, tmp_path: Path
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(YUCHUAN, "utf-8")
    with Library.open(tmp_path / "data") as library:
        watch = WatchConfig(enabled=True, seconds=0.05)
        async with running(api, library, tmp_path, own=True, watch=watch):
            await api.wait_for(lambda: len(library.reports()) == 1, timeout=10)
            (folder / "b.txt").write_text(FENGLIN, "utf-8")
            await api.wait_for(lambda: len(library.reports()) == 2, timeout=10)
            (folder / "b.txt").write_text(FENGLIN.replace("28名", "29名"), "utf-8")
            question = "枫林县2024年聘任了多少名法治副校长？"
            await api.wait_for(lambda: library.ask(question).text == "29名", timeout=10)
