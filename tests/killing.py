"""Kills the bot under load, again and again, and counts what people were told.

    python -m tests.killing FOLDER ROUNDS SEED

Questions, files and /reindex come all the time, whether or not the bot runs. At the end every
question must have been answered exactly once, or, where the bot was killed while it
sent the answer, have a message with a button that shows it; every file must have been shown.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bot.config import Config
from bot.telegram import texts
from bot.telegram.serve import serve
from index import Library
from tests.botapi import BotApi, Message
from tests.telegram_support import ADMIN, configured
from tests.tiny_reports import FENGLIN, YUCHUAN, YUCHUAN_2023, report

_PEOPLE = tuple(range(100, 112))
_QUESTIONS = (
    "榆川县聘任了多少名法治副校长？",
    "各县聘任了多少名法治副校长？",
    "枫林县有多少所学校？",
)
_SECONDS_ALIVE = 0.5
_RATE = 30.0  # questions a second
_FILE_EVERY = 40  # questions
_START_SECONDS = 20.0
_LAST_SECONDS = 30.0
# Everything that starting takes is imported by this process, of which the bots are forks.
_PARENT = """
import os, sys
from index.tokens import segmenter
from tests.killing import configuration, live
segmenter()
config, token = configuration(sys.argv[1:])
for _ in sys.stdin:
    pid = os.fork()
    if not pid:
        live(config, token)
    print(pid, flush=True)
    os.waitpid(pid, 0)
    print("ended", flush=True)
"""


@dataclass(slots=True)
class Told:
    """What was asked and sent, and how often the bot was killed."""

    questions: list[Message] = field(default_factory=list)
    files: list[Message] = field(default_factory=list)
    killed: int = 0


def configuration(arguments: list[str]) -> tuple[Config, str]:
    """The configuration of the bot, and its token, of (folder, base_url, base_file_url, token)."""

    class Address:
        base_url, base_file_url = arguments[1:3]

    users = frozenset(_PEOPLE)
    return configured(Address, Path(arguments[0]), users=users), arguments[3]


def live(config: Config, token: str) -> None:
    """Serves until it is killed."""
    with Library.open(config.data) as library:
        serve(config, library, token)
    os._exit(0)


async def besiege(api: BotApi, folder: Path, rounds: int, seed: int) -> Told:
    """The whole siege; returns when all was dealt with after the last start."""
    choose, told = random.Random(seed), Told()
    (folder / "reports").mkdir()
    config, _ = configuration([str(folder), api.base_url, api.base_file_url, api.token])
    with Library.open(config.data) as library:
        for name, text in (("y24", YUCHUAN), ("y23", YUCHUAN_2023), ("f24", FENGLIN)):
            library.add(f"{name}.txt", text.encode(), "test")
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _PARENT, str(folder)),
        *(api.base_url, api.base_file_url, api.token),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=Path(__file__).parents[1],
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    crowd = asyncio.create_task(_crowd(api, told, choose))
    try:
        for _ in range(rounds):
            parent.stdin.write(b"\n")
            pid = int(await asyncio.wait_for(parent.stdout.readline(), _START_SECONDS))
            await api.polling(timeout=_START_SECONDS)
            await asyncio.sleep(choose.random() * _SECONDS_ALIVE)
            os.kill(pid, signal.SIGKILL)
            told.killed += 1
            await parent.stdout.readline()
        crowd.cancel()
        parent.stdin.write(b"\n")
        pid = int(await asyncio.wait_for(parent.stdout.readline(), _START_SECONDS))
        await api.polling(timeout=_START_SECONDS)
        await _settled(api, told)
        os.kill(pid, signal.SIGTERM)
        await parent.stdout.readline()
    finally:
        crowd.cancel()
        parent.stdin.close()
        await parent.wait()
    return told


async def _crowd(api: BotApi, told: Told, choose: random.Random) -> None:
    people = [api.user(number, f"P{number}") for number in _PEOPLE]
    boss = api.user(ADMIN, "Boss")
    number = 0
    while True:
        number += 1
        person = choose.choice(people)
        question = choose.choice(_QUESTIONS)
        told.questions.append(api.say(api.private(person), person, question))
        if number % _FILE_EVERY == 0:
            text = report(
                "榆川县", "一、主要工作", f"（一）第{number}稿。聘任法治副校长{number}名。"
            )
            name = f"draft-{number}.txt"
            told.files.append(api.send_file(api.private(boss), boss, name, text.encode()))
        if number % (_FILE_EVERY * 5) == 0:
            api.say(api.private(boss), boss, "/reindex")
        await asyncio.sleep(1 / _RATE)


async def _settled(api: BotApi, told: Told) -> None:
    """Waits until every question has an answer or a message that offers it, and every file its own."""

    def all_dealt_with() -> bool:
        return not unanswered(api, told.questions) and all(
            previews(api, file) for file in told.files
        )

    deadline = asyncio.get_running_loop().time() + _LAST_SECONDS
    while not all_dealt_with() and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(0.2)
    await api.idle()


def replies(api: BotApi, message: Message) -> list[Message]:
    """What the bot said in reply to a message."""
    return [m for m in api.from_bot(message.chat) if m.reply_to is message]


def offers(reply: Message) -> bool:
    """Whether it is the message that offers an answer which may have been given."""
    return reply.text == texts.MAYBE_ANSWERED("zh")


def unanswered(api: BotApi, questions: list[Message]) -> list[Message]:
    """The questions that have neither an answer nor an offer of it."""
    dealt_with = Counter(
        (m.chat.id, m.reply_to.message_id)
        for person in _PEOPLE
        for m in api.from_bot(api.private(api.user(person, f"P{person}")))
        if m.reply_to is not None
    )
    return [q for q in questions if not dealt_with[q.chat.id, q.message_id]]


def previews(api: BotApi, file: Message) -> list[Message]:
    """The messages that show a file with its buttons, or say that it was cut short too often."""
    return [m for m in replies(api, file) if m.buttons or given_up(m)]


def given_up(reply: Message) -> bool:
    return "多次中断" in reply.text


async def _main(folder: Path, rounds: int, seed: int) -> None:
    async with BotApi() as api:
        told = await besiege(api, folder, rounds, seed)
        print(summary(api, told))


def summary(api: BotApi, told: Told) -> dict[str, int]:
    """How many questions were answered once, offered, answered twice or lost, and so on."""
    counts: Counter[str] = Counter(killed=told.killed, questions=len(told.questions))
    for question in told.questions:
        said = replies(api, question)
        answers = [m for m in said if not offers(m) and not given_up(m)]
        counts["given up"] += not answers and any(map(given_up, said))
        counts["twice"] += len(answers) > 1
        counts["answered"] += len(answers) == 1
        counts["offered"] += not answers and any(map(offers, said))
        counts["lost"] += not said
    counts["files"] = len(told.files)
    for file in told.files:
        said = previews(api, file)
        counts["shown"] += any(m.buttons for m in said)
        counts["given up"] += bool(said) and not any(m.buttons for m in said)
    return dict(counts)


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
