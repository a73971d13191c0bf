"""When the network, Telegram or the machine fails."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import aiohttp
import pytest

from bot.telegram.pace import Pace
from bot.telegram.polling import pause
from bot.telegram.redaction import redact
from bot.telegram.running import TelegramBot
from bot.telegram.serve import build
from index import Library
from index.errors import ConfigError
from tests.botapi import SECRET_HEADER, BotApi
from tests.telegram_support import (
    ADMIN,
    EAST,
    FAST,
    WANG,
    KnownLibrary,
    answered,
    configured,
    east_library,
    finding,
    running,
    settled,
)


@pytest.fixture
def library() -> KnownLibrary:
    return east_library()


@pytest.fixture
async def bot(api: BotApi, library: KnownLibrary, tmp_path: Path) -> AsyncIterator[TelegramBot]:
    async with running(api, library, tmp_path) as bot:
        yield bot


@pytest.mark.usefixtures("bot")
class TestSending:
    async def test_too_many_requests_are_waited_for_in_that_chat_only(self, api: BotApi) -> None:
        wang, boss = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
        api.fail("sendMessage", 429, retry_after=1, chat=api.private(wang))
        api.say(api.private(wang), wang, "多少")
        await api.wait_for(lambda: api.called("sendMessage", api.private(wang)))
        api.say(api.private(boss), boss, "多少")
        await api.sent(api.private(boss))
        assert api.from_bot(api.private(wang)) == []
        assert len(await api.sent(api.private(wang))) == 1

    async def test_an_unavailable_server_is_asked_again(
        self, api: BotApi, bot: TelegramBot
    ) -> None:
        wang = api.user(WANG, "Wang")
        api.fail("sendMessage", 502, times=2)
        api.say(api.private(wang), wang, "多少")
        await api.sent(api.private(wang))
        await settled(api, bot)
        assert len(api.from_bot(api.private(wang))) == 1

    @pytest.mark.parametrize("done", [True, False], ids=["answer sent", "answer not sent"])
    async def test_an_answer_is_neither_lost_nor_sent_twice_over_a_broken_connection(
        self, api: BotApi, bot: TelegramBot, done: bool
    ) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.drop("sendMessage", done=done)
        api.say(chat, wang, "多少")
        sent = await api.sent(chat, 2 if done else 1)
        await settled(api, bot)
        assert [m.text[:3] for m in api.from_bot(chat)] == ["60人"] * done + ["发送答"]
        button = sent[-1].buttons[0]["callback_data"]
        await api.answered(api.press(sent[-1], wang, button))
        assert (await api.sent(chat, len(sent) + 1))[-1].text.startswith("60人")

    async def test_other_messages_are_said_again_over_a_broken_connection(
        self, api: BotApi
    ) -> None:
        wang = api.user(WANG, "Wang")
        api.drop("sendMessage")
        api.say(api.private(wang), wang, "/help")
        await api.sent(api.private(wang))

    async def test_an_answer_that_timed_out_is_not_sent_again(
        self, api: BotApi, bot: TelegramBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.telegram.transport._READ_SECONDS", 0.2)
        wang = api.user(WANG, "Wang")
        api.delay("sendMessage", 0.6)
        api.say(api.private(wang), wang, "多少")
        await api.sent(api.private(wang))
        api.say(api.private(wang), wang, "别的")
        await api.sent(api.private(wang), 3)
        await settled(api, bot)
        assert [m.text[:3] for m in api.from_bot(api.private(wang))] == [
            "60人",
            "发送答",
            "报告未",
        ]

    async def test_edits_that_change_nothing_are_fine(self, api: BotApi, bot: TelegramBot) -> None:
        wang = api.user(WANG, "Wang")
        api.fail("editMessageText", 400, description="Bad Request: message is not modified")
        asked = api.say(api.private(wang), wang, "什么")
        await api.sent(api.private(wang))
        api.edit(asked, "多少")
        await settled(api, bot)
        assert len(api.from_bot(api.private(wang))) == 1

    async def test_markup_that_is_refused_is_sent_as_plain_text(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        api.fail("sendMessage", 400, description="Bad Request: can't parse entities: oh")
        api.say(api.private(wang), wang, "多少")
        [answer] = await api.sent(api.private(wang))
        assert answer.text.startswith("60人")
        assert answer.entities == ()

    async def test_an_error_is_owned_up_to(
        self, api: BotApi, library: KnownLibrary, caplog: pytest.LogCaptureFixture
    ) -> None:
        def broken(question: str) -> object:
            raise RuntimeError(f"no answer at {api.base_url}{api.token}/x")

        library.answers["坏"] = broken  # type: ignore[assignment]
        wang = api.user(WANG, "Wang")
        api.say(api.private(wang), wang, "坏")
        [said] = await api.sent(api.private(wang))
        assert said.text.startswith("抱歉")
        assert "RuntimeError" in caplog.text
        assert api.token not in caplog.text

    async def test_whoever_blocked_the_bot_is_left_alone(
        self, api: BotApi, bot: TelegramBot
    ) -> None:
        wang, boss = api.user(WANG, "Wang"), api.user(ADMIN, "Boss")
        api.private(wang)
        api.block(wang)
        api.say(api.private(wang), wang, "多少")
        api.say(api.private(boss), boss, "多少")
        await api.sent(api.private(boss))
        await settled(api, bot)
        assert len(api.called("sendMessage", api.private(wang))) == 1


@pytest.mark.usefixtures("bot")
class TestReceiving:
    async def test_an_update_is_answered_once_however_often_it_comes(
        self, api: BotApi, bot: TelegramBot, library: KnownLibrary
    ) -> None:
        wang = api.user(WANG, "Wang")
        api.lose_updates()
        asked = api.say(api.private(wang), wang, "多少")
        await api.sent(api.private(wang))
        assert asked.update_id is not None
        api.redeliver(asked.update_id)
        await settled(api, bot)
        assert library.asked == ["多少"]
        assert len(api.from_bot(api.private(wang))) == 1

    async def test_questions_of_a_chat_are_answered_in_their_order(self, api: BotApi) -> None:
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        api.fail("sendMessage", 502, times=2)
        asked = [api.say(chat, wang, f"第{number}问") for number in range(5)]
        assert [message.reply_to for message in await api.sent(chat, 5)] == asked

    async def test_half_a_character_stops_nobody(
        self, api: BotApi, bot: TelegramBot, library: KnownLibrary
    ) -> None:
        wang = api.user(WANG, "Wang")
        api.say(api.private(wang), wang, "多\ud83d少", entities=[])
        api.say(api.private(wang), wang, "多少\U0001f600", entities=[])
        api.say(api.private(wang), wang, "多少")
        await api.sent(api.private(wang), 3)
        await settled(api, bot)
        assert library.asked == ["多\ufffd少", "多少\U0001f600", "多少"]
        assert bot.service.log.unfinished() == []

    async def test_a_sign_of_life_that_cannot_be_given_stops_nobody(
        self, api: BotApi, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def full(data: Path) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("bot.telegram.running.beat", full)
        wang = api.user(WANG, "Wang")
        for number in (1, 2):
            api.say(api.private(wang), wang, "多少")
            await api.sent(api.private(wang), number)
        assert "No space left" in caplog.text

    @pytest.mark.parametrize("status", [401, 404, 409, 429, 500, 502])
    async def test_polling_survives(self, api: BotApi, status: int) -> None:
        await api.polling()
        api.fail("getUpdates", status, times=3)
        wang = api.user(WANG, "Wang")
        api.say(api.private(wang), wang, "多少")
        await api.sent(api.private(wang), timeout=10)

    async def test_polling_survives_broken_connections(self, api: BotApi) -> None:
        await api.polling()
        api.drop("getUpdates", times=3)
        wang = api.user(WANG, "Wang")
        api.say(api.private(wang), wang, "多少")
        await api.sent(api.private(wang))


def test_the_first_failure_holds_up_nobody_and_more_ever_longer() -> None:
    pauses = [pause(failures, Pace()) for failures in (1, 2, 3, 4, 9, 50)]
    assert pauses == [0.1, 1.0, 2.0, 4.0, 30.0, 30.0]


async def test_a_token_that_stays_refused_ends_the_bot_with_a_clear_error(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    api.fail("getUpdates", 401, times=100)
    (tmp_path / "reports").mkdir()
    bot = build(configured(api, tmp_path), cast(Library, library), api.token, pace=FAST)
    # Nobody stops it: it must end by itself.
    with pytest.raises(ConfigError, match="REPORTBOT_TOKEN") as error:
        await asyncio.wait_for(bot.run(asyncio.Event()), 10)
    assert api.token not in str(error.value)


async def test_a_wrong_token_is_said_so_at_once(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    api.fail("getMe", 401)
    with pytest.raises(ConfigError, match="REPORTBOT_TOKEN"):
        async with running(api, library, tmp_path):
            pass


async def test_it_starts_when_telegram_comes_back(
    api: BotApi, library: KnownLibrary, tmp_path: Path
) -> None:
    api.drop("getMe", times=2)
    api.fail("getMe", 502, times=2)
    api.fail("deleteWebhook", 502, times=2)
    async with running(api, library, tmp_path):
        wang = api.user(WANG, "Wang")
        api.say(api.private(wang), wang, "多少")
        await api.sent(api.private(wang))


class TestStopping:
    async def test_a_question_in_hand_is_answered_first(
        self, api: BotApi, library: KnownLibrary, tmp_path: Path
    ) -> None:
        go = slow(library)
        wang = api.user(WANG, "Wang")
        async with running(api, library, tmp_path):
            api.say(api.private(wang), wang, "慢")
            await api.wait_for(lambda: library.asked == ["慢"])
            asyncio.get_running_loop().call_later(0.3, go.set)
        assert len(api.from_bot(api.private(wang))) == 1

    async def test_one_that_takes_too_long_is_answered_after_the_next_start(
        self, api: BotApi, library: KnownLibrary, tmp_path: Path
    ) -> None:
        go = slow(library)
        wang = api.user(WANG, "Wang")
        async with running(api, library, tmp_path, drain_seconds=0.2):
            api.say(api.private(wang), wang, "慢")
            api.say(api.private(wang), wang, "多少")
            await api.wait_for(lambda: library.asked == ["慢"])
            await api.idle()
        assert api.from_bot(api.private(wang)) == []
        go.set()
        async with running(api, library, tmp_path) as bot:
            await api.sent(api.private(wang), 2)
            await settled(api, bot)
        assert [m.text[:3] for m in api.from_bot(api.private(wang))] == ["60人", "60人"]

    async def test_answers_still_have_their_buttons_after_a_start(
        self, api: BotApi, library: KnownLibrary, tmp_path: Path
    ) -> None:
        wang = api.user(WANG, "Wang")
        async with running(api, library, tmp_path):
            api.say(api.private(wang), wang, "多少")
            [answer] = await api.sent(api.private(wang))
        async with running(api, library, tmp_path):
            await api.answered(api.press(answer, wang, answer.buttons[0]["callback_data"]))
            assert "东湖区" in (await api.sent(api.private(wang), 2))[1].text

    @pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
    async def test_signals(self, api: BotApi, tmp_path: Path, ending: signal.Signals) -> None:
        """Asked to end, the process ends well; killed, it loses nothing it has received."""
        wang = api.user(WANG, "Wang")
        chat = api.private(wang)
        with process(api, tmp_path, seconds=0.5) as running:
            await api.polling(timeout=20)
            api.say(chat, wang, "多少")
            api.say(chat, wang, "还有")
            await api.idle(timeout=20)
            running.send_signal(ending)
            code = await asyncio.to_thread(running.wait, 20)
        if ending is signal.SIGKILL:
            with process(api, tmp_path, seconds=0) as running:
                await api.sent(chat, 2, timeout=20)
                running.terminate()
                code = await asyncio.to_thread(running.wait, 20)
        assert code == 0
        assert len(api.from_bot(chat)) == 2


class TestWebhook:
    async def test_updates_are_taken_from_whoever_knows_the_secret(
        self,
        api: BotApi,
        library: KnownLibrary,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        unused_tcp_port: int,
    ) -> None:
        monkeypatch.setenv("REPORTBOT_WEBHOOK_SECRET", "geheim")
        url = f"http://127.0.0.1:{unused_tcp_port}/telegram"
        settings: dict[str, Any] = {
            "mode": "webhook",
            "webhook_url": url,
            "webhook_port": unused_tcp_port,
        }
        async with running(api, library, tmp_path, **settings) as bot:
            wang = api.user(WANG, "Wang")
            asked = api.say(api.private(wang), wang, "多少")
            await api.sent(api.private(wang))
            update = {"update_id": asked.update_id, "message": asked.wire()}
            async with aiohttp.ClientSession() as session:
                for header, body, status in (
                    ({}, update, 403),
                    ({SECRET_HEADER: "falsch"}, update, 403),
                    ({SECRET_HEADER: "geheim"}, {"message": {}}, 400),
                    ({SECRET_HEADER: "geheim"}, {"update_id": 99999, "message": {}}, 200),
                    ({SECRET_HEADER: "geheim"}, update, 200),
                ):
                    async with session.post(url, json=body, headers=header) as response:
                        assert response.status == status
            await settled(api, bot)
            assert library.asked == ["多少"]

    async def test_a_port_that_is_taken_is_a_clear_error(
        self,
        api: BotApi,
        library: KnownLibrary,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("REPORTBOT_WEBHOOK_SECRET", "geheim")
        settings: dict[str, Any] = {
            "mode": "webhook",
            "webhook_url": "http://x/",
            "webhook_port": api.port,
        }
        with pytest.raises(ConfigError, match="webhook_port"):
            async with running(api, library, tmp_path, **settings):
                pass


async def test_the_token_is_in_no_log(
    api: BotApi, library: KnownLibrary, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with running(api, library, tmp_path) as bot:
        boss = api.user(ADMIN, "Boss")
        api.drop("sendMessage", times=2)
        api.drop("getUpdates", times=1)
        api.say(api.private(boss), boss, "多少")
        api.send_file(api.private(boss), boss, "a.txt", b"x")
        await api.sent(api.private(boss))
        await settled(api, bot)
        logging.getLogger("x").warning("calling %s", f"{api.base_url}{api.token}/getMe")
    assert "calling" in caplog.text
    assert "[secret]" in caplog.text
    assert api.token not in caplog.text


def test_any_token_is_hidden_also_one_nobody_told_us() -> None:
    token = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
    assert redact(f"/bot{token}/getMe") == "/bot[secret]/getMe"


def slow(library: KnownLibrary) -> threading.Event:
    go = threading.Event()

    def answer(question: str) -> object:
        go.wait(10)
        return answered(question, finding(EAST, "全区聘请法治副校长60人。", "60人"))

    library.answers["慢"] = answer  # type: ignore[assignment]
    return go


def process(api: BotApi, folder: Path, seconds: float) -> subprocess.Popen[bytes]:
    """The bot as a process of its own, whose library takes so long for every answer."""
    (folder / "reports").mkdir(exist_ok=True)
    script = f"""
import time
from pathlib import Path
from types import SimpleNamespace
from bot.telegram.serve import serve
from tests.telegram_support import KnownLibrary, configured

class Slow(KnownLibrary):
    def ask(self, text, previous=None, **more):
        time.sleep({seconds})
        return super().ask(text, previous, **more)

api = SimpleNamespace(base_url={api.base_url!r}, base_file_url={api.base_file_url!r})
serve(configured(api, Path({str(folder)!r})), Slow(), {api.token!r})
"""
    return subprocess.Popen(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[1], env=os.environ.copy()
    )
