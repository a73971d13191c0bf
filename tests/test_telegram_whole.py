"""The whole way: files read by the real library, questions asked in Telegram."""

from __future__ import annotations

from pathlib import Path

from bot.config import Config
from bot.telegram.serve import build
from index.library import Library
from tests.botapi import BotApi
from tests.telegram_support import ADMIN, FAST, running, taken_in

EAST = """高平市教育局2023年法治政府建设工作报告

一、主要工作
（一）加强普法教育。全市中小学聘请法治副校长45名，聘请率达到100%。
（二）规范执法。办理行政处罚案件12件。
"""
WEST = """安吉县教育局2023年法治政府建设工作报告

一、主要工作
（一）推进普法宣传。全县学校共聘请法治副校长68名。
"""


async def test_reports_are_added_asked_and_opened(api: BotApi, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "高平市.txt").write_text(EAST, "utf-8")
    boss = api.user(ADMIN, "Boss")
    chat = api.private(boss)
    library = Library.open(tmp_path / "data")
    async with running(api, library, tmp_path, own=True):
        api.say(chat, boss, "/reindex")
        [notice] = await api.sent(chat)
        await api.wait_for(lambda: "新收录 1 份" in notice.text, timeout=10)
        api.send_file(chat, boss, "安吉县.txt", WEST.encode("gb18030"))
        notice = (await api.sent(chat, 2))[1]
        await taken_in(api, boss, notice)
        assert "已收录 安吉县.txt" in notice.text
        assert "年度：2023" in notice.text
        api.say(chat, boss, "高平市聘请了多少名法治副校长？")
        answer = (await api.sent(chat, 3))[2]
        assert answer.text.startswith("45名")
        assert "聘请法治副校长45名" in answer.text
        await api.answered(api.press(answer, boss, answer.buttons[0]["callback_data"]))
        assert "法治副校长45名" in (await api.sent(chat, 4))[3].text
        api.say(chat, boss, "那安吉呢？")
        assert (await api.sent(chat, 5))[4].text.startswith("68名")
        api.say(chat, boss, "各地聘请了多少名法治副校长？")
        rows = (await api.sent(chat, 6))[5].text
        assert "2份报告中2份载明" in rows
        assert "45名" in rows
        assert "68名" in rows
        api.say(chat, boss, "高平市2019年聘请了多少名法治副校长？")
        refused = (await api.sent(chat, 7))[6].text
        assert "2019" in refused
        assert "45名" not in refused.split("\n")[0]
        api.send_file(chat, boss, "坏.docx", b"PK\x03\x04 not a document")
        notice = (await api.sent(chat, 8))[7]
        await api.wait_for(lambda: notice.text.startswith("未能收录：坏.docx"))
    library.close()


def test_a_bot_is_built_without_being_started(tmp_path: Path) -> None:
    config = Config(data=tmp_path)
    library = Library.open(tmp_path)
    bot = build(config, library, "123:TEST", pace=FAST)
    assert bot.application.updater is None
    bot.service.log.close()
    library.close()
