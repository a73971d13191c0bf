"""Writes docs/conversations.md: three conversations, as the bot really holds them.

    python -m tests.transcripts            prints them
    python -m tests.transcripts --write    puts them into docs/conversations.md

The bot runs as always, against the Bot API of the tests on loopback, with the sample reports.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.telegram.running import TelegramBot
from index import Library
from tests.botapi import BotApi, Chat, Message, User
from tests.telegram_support import ADMIN, OFFICE, WANG, running, settled
from tests.tiny_reports import FENGLIN, YUCHUAN

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "conversations.md"
LI = 8
_HEAD = """# Three conversations

What people and the bot said to each other when `python -m tests.transcripts --write` was run: the
bot as it is served, the sample reports of `reports/`, and a Bot API on loopback. `[…]` are buttons;
a line in italics is what somebody did. The administrator has made-up reports of `tests/tiny_reports.py`. The numbers of answers (编号) are drawn at random; they and
the time are shown as `········` here.
"""
# The numbers of answers, which differ every time.
_NUMBER = re.compile(
    r"(?<=编号 )[a-z2-7]{8}|(?<=No\. )[a-z2-7]{8}|(?<=/verify )[a-z2-7]{8}|(?<=时间：)[-\d]+ [\d:]+"
    r"|(?<=：)\d{4}-\d\d-\d\d(?= 被)|^\d{4}-\d\d-\d\d \d\d:\d\d(?= \d)",
    re.MULTILINE,
)


async def held(library: Library, folder: Path) -> list[Conversation]:
    """The conversations that the bot holds over a library; a folder that may be written to."""
    async with BotApi() as api, running(api, library, folder) as bot:
        talk = _Talk(api, bot)
        await _private(talk)
        await _group(talk)
    (folder / "administrator").mkdir()
    with Library.open(folder / "administrator" / "held") as small:
        small.add("榆川2024.txt", YUCHUAN.encode(), "reports")
        async with BotApi() as api, running(api, small, folder / "administrator") as bot:
            administrator = _Talk(api, bot)
            await _administrator(administrator)
    return [*talk.conversations, *administrator.conversations]


def as_markdown(conversations: Sequence[Conversation]) -> str:
    """The page; the same every time."""
    return _HEAD + "".join(
        f"\n## {each.title}\n" + "".join(turn.markdown() for turn in each.turns)
        for each in conversations
    )


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that was said (by `who`) or done (by nobody in particular), with its buttons.

    `bold` are the spans of what is bold, in characters.
    """

    text: str
    who: str = ""
    changed: bool = False
    buttons: tuple[str, ...] = ()
    bold: tuple[tuple[int, int], ...] = ()

    def markdown(self) -> str:
        text = masked(self.text)
        if not self.who:
            return f"\n*{text}*\n"
        said = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
        row = "\n>\n> " + " ".join(f"[{label}]" for label in self.buttons) if self.buttons else ""
        changed = "（改写）" if self.changed else ""
        return f"\n**{self.who}**{changed}：\n\n{said}{row}\n"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A title and what was said."""

    title: str
    turns: list[Turn]


BOT = "机器人"


class _Talk:
    """Says things, waits for what comes of them, and writes both down."""

    def __init__(self, api: BotApi, bot: TelegramBot) -> None:
        self.api, self.bot = api, bot
        self.conversations: list[Conversation] = []
        self._texts: dict[tuple[int, int], str] = {}

    def title(self, text: str) -> None:
        self.conversations.append(Conversation(text, []))

    def did(self, text: str) -> None:
        self._note(Turn(text))

    async def say(
        self, chat: Chat, user: User, text: str, reply_to: Message | None = None
    ) -> Message:
        """Somebody says something; returns the last message of the bot that came of it."""
        to = "（回复机器人）" if reply_to is not None else ""
        self._note(Turn(text, f"{user.first_name}{to}"))
        self.api.say(chat, user, text, reply_to=reply_to)
        return await self._heard(chat)

    async def send(self, chat: Chat, user: User, name: str, content: bytes) -> Message:
        """Somebody sends a file; returns the message in which it is previewed."""
        self.did(f"{user.first_name} 发来文件 {name}")
        self.api.send_file(chat, user, name, content)
        await self.api.wait_for(
            lambda: (
                self.api.from_bot(chat)[-1:]
                and self.api.from_bot(chat)[-1].text.startswith(f"{name}（")
            )
        )
        return await self._heard(chat)

    async def press(self, message: Message, user: User, label: str) -> Message:
        """Somebody presses a button of a message of the bot."""
        data = next(b["callback_data"] for b in message.buttons if b["text"] == label)
        self.did(f"{user.first_name} 按下 [{label}]")
        query = self.api.press(message, user, data)
        said = await self.api.answered(query)
        if said.get("text"):
            self.did(f"机器人提示：{said['text']}")
        return await self._heard(message.chat)

    async def _heard(self, chat: Chat) -> Message:
        await settled(self.api, self.bot)
        shown = self.api.from_bot(chat)
        for message in shown:
            key = (chat.id, message.message_id)
            if self._texts.get(key) != message.text:
                changed = key in self._texts
                self._texts[key] = message.text
                if message.text:
                    buttons = tuple(button["text"] for button in message.buttons)
                    self._note(Turn(message.text, BOT, changed, buttons, _bold(message)))
                if message.photo is not None:
                    self.did("机器人发来图表")
                if message.document is not None:
                    self.did(f"机器人发来文件 {message.document.name}")
        return shown[-1]

    def _note(self, turn: Turn) -> None:
        self.conversations[-1].turns.append(turn)


def _bold(message: Message) -> tuple[tuple[int, int], ...]:
    """The spans of a message that are bold; in what these conversations say there is no emoji."""
    return tuple(
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in message.entities
        if entity["type"] == "bold"
    )


def masked(text: str) -> str:
    """The text with dots in place of what differs every time."""
    text = re.sub(r"\b[a-z2-7]{8}(?=\.xlsx$)", "········", text)
    return _NUMBER.sub("········", text)


async def _private(talk: _Talk) -> None:
    wang = talk.api.user(WANG, "王")
    chat = talk.api.private(wang)
    talk.title("私聊")
    answer = await talk.say(chat, wang, "临溪区2024年聘任了多少名法治副校长？")
    number = answer.text.rsplit("编号 ", 1)[1]
    source = await talk.press(answer, wang, "来源")
    await talk.press(source, wang, "目录")
    await talk.say(chat, wang, "那2023年呢？")
    sweep = await talk.say(chat, wang, "各地聘任了多少名法治副校长？")
    await talk.press(sweep, wang, "表格 .xlsx")
    await talk.press(sweep, wang, "图表")
    await talk.press(sweep, wang, "只看一地…")
    await talk.press(sweep, wang, "青岚县")
    await talk.say(chat, wang, "临溪区2024年食堂罚款多少？")
    await talk.say(chat, wang, "How many legal vice-principals does Linxi have in 2024?")
    await talk.press(answer, wang, "👍")
    await talk.say(chat, wang, f"/verify {number}")
    await talk.say(chat, wang, "/forget")
    await talk.say(chat, wang, "/new")


async def _group(talk: _Talk) -> None:
    wang, li = talk.api.user(WANG, "王"), talk.api.user(LI, "李")
    boss = talk.api.user(ADMIN, "管理员")
    group = talk.api.group(OFFICE, "办公室")
    talk.title("群组")
    talk.did("王和李在群里说话，没有提到机器人：它不作声。")
    talk.api.say(group, wang, "今天下午开会")
    answer = await talk.say(
        group, wang, f"@{talk.api.username} 青岚县2024年有多少所学校聘请了法治副校长？"
    )
    await talk.say(group, li, "那2023年呢？", reply_to=answer)
    await talk.say(group, boss, "/scope 临溪区")
    await talk.say(group, li, "/ask 青岚县2024年有多少所学校聘请了法治副校长？")
    await talk.say(group, boss, "/scope 全部")


async def _administrator(talk: _Talk) -> None:
    boss = talk.api.user(ADMIN, "管理员")
    chat = talk.api.private(boss)
    talk.title("管理员")
    added = await talk.send(chat, boss, "枫林县.txt", FENGLIN.encode())
    await talk.press(added, boss, "修改信息")
    await talk.press(added, boss, "发布日期")
    prompt = talk.api.from_bot(chat)[-1]
    corrected = await talk.say(chat, boss, "2025-01-15", reply_to=prompt)
    await talk.press(corrected, boss, "返回")
    await talk.press(corrected, boss, "入库")
    newer = YUCHUAN.replace("法治副校长46名", "法治副校长48名").replace(
        "罚款2.4万元", "罚款2.6万元"
    )
    replaced = await talk.send(chat, boss, "榆川县新版.txt", newer.encode())
    await talk.press(replaced, boss, "入库")
    await talk.say(chat, boss, "榆川县2024年聘任了多少名法治副校长？")
    versions = await talk.say(chat, boss, "/versions")
    await talk.press(versions, boss, "恢复 1")
    await talk.say(chat, boss, "榆川县2024年聘任了多少名法治副校长？")
    await talk.say(chat, boss, "榆川县2024年有多少护苗使者？")
    await talk.say(chat, boss, "/unanswered")
    await talk.say(chat, boss, "/synonyms 护苗使者=法治副校长")
    await talk.say(chat, boss, "榆川县2024年有多少护苗使者？")
    await talk.say(chat, boss, "/audit")


def main(arguments: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "held") as library:
        library.index([ROOT / "reports"])
        text = as_markdown(asyncio.run(held(library, Path(folder))))
    if "--write" in arguments:
        TARGET.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
